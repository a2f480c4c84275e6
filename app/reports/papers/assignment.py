"""The 交办单 in the manner of an official paper: what is handed, demands, seal, and the 回执."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from itertools import groupby

from app.models.registers import AssignedView, AssignmentView, FeedbackView
from app.models.rules.pace import plain
from app.reports.grid import Grid, GridCell
from app.reports.looks import THIN_BORDER, CellStyle, Font
from app.reports.pagesetup import Margins, PageSetup
from app.reports.rendering.fitting import clean

_PAPER = PageSetup(landscape=False, margins=Margins(top=27, right=25, bottom=22, left=27))
_WIDTHS = (16.0, 74.0, 30.0, 38.0)
_HEADS = ("序号", "交办事项", "数量", "完成时限")
_TITLE = CellStyle(Font.TITLE, 22, align="center")
_SMALL = CellStyle(Font.FANGSONG, 12)
_SMALL_RIGHT = CellStyle(Font.FANGSONG, 12, align="right")
_BODY = CellStyle(Font.FANGSONG, 14)
_BODY_RIGHT = CellStyle(Font.FANGSONG, 14, align="right")
_HEAD = CellStyle(Font.HEI, 12, align="center", border=THIN_BORDER)
_SHORT = CellStyle(Font.FANGSONG, 12, align="center", border=THIN_BORDER)
_LONG = CellStyle(Font.FANGSONG, 12, border=THIN_BORDER)
_GROUP = CellStyle(Font.KAI, 12, border=THIN_BORDER)
_TOP = CellStyle(Font.FANGSONG, 12, valign="top", border=THIN_BORDER)
_PART = CellStyle(Font.HEI, 14, align="center")
_SIGNED = "办理单位（盖章）：　　　　　负责人（签字）：　　　　　　年　月　日"
_VERDICTS = {"accepted": "同意办结", "returned": "退回"}
_ANSWER_ROOM, _WORD_ROOM = 28.0, 14.0


def build_assignment(order: AssignmentView, *, office: str) -> Grid:
    """One order on its page or pages; the 回执 carries what was answered so far."""
    page = _Page()
    page.across("交办单", _TITLE, height=14.0)
    _heading(page, order)
    head = page.row(*((text, _HEAD) for text in _HEADS), height=9.0)
    _things(page, order.lines)
    last = len(page.heights)
    _ending(page, order, office)
    _receipt(page, order)
    return Grid(
        title=f"交办单 {order.number}".strip(),
        cells=tuple(page.cells),
        column_widths=_WIDTHS,
        row_heights=tuple(page.heights),
        page=_PAPER,
        repeat_rows=(head, head),
        repeat_through=last,
        keep_with_next=frozenset(page.kept),
    )


class _Page:
    """Cells row by row, from above."""

    def __init__(self) -> None:
        self.cells: list[GridCell] = []
        self.heights: list[float | None] = []
        self.kept: set[int] = set()

    def row(self, *cells: tuple[str, CellStyle], height: float | None = None) -> int:
        """A row of cells from the left, one a column."""
        self.heights.append(height)
        number = len(self.heights)
        for column, (text, style) in enumerate(cells, 1):
            self.cells.append(GridCell(number, column, clean(text), style=style))
        return number

    def labelled(self, name: str, text: str, style: CellStyle, height: float | None = None) -> int:
        """A label in the first column, a text beside it over the rest."""
        row = self.row((name, _HEAD), height=height)
        rest = len(_WIDTHS) - 1
        self.cells.append(GridCell(row, 2, clean(text), column_span=rest, style=style))
        return row

    def across(self, text: str, style: CellStyle, *, height: float | None = None) -> int:
        """One cell over the whole width."""
        self.heights.append(height)
        row = len(self.heights)
        self.cells.append(GridCell(row, 1, clean(text), column_span=len(_WIDTHS), style=style))
        return row

    def halves(self, left: str, right: str) -> int:
        """Two texts at the two ends of a line."""
        self.heights.append(None)
        row = len(self.heights)
        self.cells += [
            GridCell(row, 1, clean(left), column_span=2, style=_SMALL),
            GridCell(row, 3, clean(right), column_span=2, style=_SMALL_RIGHT),
        ]
        return row

    def keep(self, row: int) -> None:
        """Let a row not stand last on its page."""
        self.kept.add(row)


def _heading(page: _Page, order: AssignmentView) -> None:
    number = f"编号：{order.number}" if order.number else "编号："
    if order.withdrawn_on:
        number += f"（{_day(order.withdrawn_on)}撤回）"
    page.halves(number, f"交办日期：{_day(order.issued_on)}")
    page.across(f"{order.unit}：", _BODY, height=11.0)
    page.keep(page.across(f"　　{_opening(order)}", _BODY))
    page.keep(page.across("", _SMALL, height=2.0))


def _opening(order: AssignmentView) -> str:
    you = next((f"你{end}" for end in ("社区", "村") if order.unit.endswith(end)), "你单位")
    dues = {line.due for line in order.lines}
    due = next(iter(dues)) if len(dues) == 1 else None
    if due is not None:
        when = f"请于{_day(due)}前办结"
    else:
        when = "请按下列时限办结" if any(dues) else "请抓紧办理"
    return f"现将下列 {len(order.lines)} 项工作交办{you}，{when}，并填写回执反馈办理情况。"


def _things(page: _Page, lines: Sequence[AssignedView]) -> None:
    """The lines, items under the words of their task.

    Nothing else of the task is printed: a paper handed over must not change with the list.
    """
    numbered = list(enumerate(lines, 1))
    for task, group in groupby(numbered, lambda pair: pair[1].task if pair[1].item_id else ""):
        if task:
            page.keep(page.across(task, _GROUP))
        for number, line in group:
            page.row(*_line(number, line))


def _line(number: int, line: AssignedView) -> tuple[tuple[str, CellStyle], ...]:
    return (
        (str(number), _SHORT),
        (f"{line.text}\n要求：{line.demands}" if line.demands else line.text, _LONG),
        (_amount(line.amount, line.measure), _SHORT),
        (_dotted(line.due), _SHORT),
    )


def _ending(page: _Page, order: AssignmentView, office: str) -> None:
    if order.demands:
        page.labelled("办理\n要求", order.demands, _LONG)
    if order.contact:
        page.labelled("联系\n方式", order.contact, _LONG)
    page.keep(page.across("", _SMALL, height=5.0))
    page.keep(page.across(f"{office}（盖章）　　　", _BODY_RIGHT))
    page.across(f"{_day(order.issued_on)}　　　", _BODY_RIGHT, height=10.0)


def _receipt(page: _Page, order: AssignmentView) -> None:
    """The part that comes back: empty for the pen, or with the answers there are."""
    page.keep(page.across("回　　执", _PART, height=11.0))
    page.keep(page.halves(f"交办单编号：{order.number}", f"办理单位：{order.unit}"))
    page.keep(page.labelled("办理\n情况", _answers(order), _TOP, _ANSWER_ROOM))
    page.keep(page.labelled("审核\n意见", _verdicts(order), _TOP, _WORD_ROOM))
    page.across(_SIGNED, _SMALL, height=10.0)


def _answers(order: AssignmentView) -> str:
    return "\n".join(
        f"第{place}项，{_short_day(one.given_on)}：{_answer(one, line)}"
        for place, line in enumerate(order.lines, 1)
        for one in line.feedback
        if one.text or one.amount is not None
    )


def _answer(one: FeedbackView, line: AssignedView) -> str:
    amount = f"完成 {_amount(one.amount, line.measure)}" if one.amount is not None else ""
    return "；".join(part for part in (amount, one.text) if part)


def _verdicts(order: AssignmentView) -> str:
    return "\n".join(
        f"第{place}项，{_short_day(one.verdict_on or one.given_on)}{_VERDICTS[one.verdict]}"
        + (f"：{one.verdict_why}" if one.verdict_why else "")
        for place, line in enumerate(order.lines, 1)
        for one in line.feedback
        if one.verdict in _VERDICTS
    )


def _amount(amount: Decimal | None, measure: str) -> str:
    return "" if amount is None else f"{plain(amount)}{measure}"


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _short_day(day: date) -> str:
    return f"{day.month}月{day.day}日"


def _dotted(day: date | None) -> str:
    return "" if day is None else f"{day.year}.{day.month}.{day.day}"
