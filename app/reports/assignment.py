"""The 交办单 in the manner of an official paper: what is handed, demands, seal, and the 回执."""

from datetime import date
from decimal import Decimal
from itertools import groupby

from app.models.registers import AssignedView, AssignmentView, FeedbackView
from app.models.rules.pace import plain
from app.reports.fitting import clean
from app.reports.grid import THIN_BORDER, CellStyle, Font, Grid, GridCell, PageSetup

_WIDTHS = (16.0, 60.0, 20.0, 26.0, 34.0)
_HEADS = ("序号", "交办事项", "数量", "完成时限", "要求")
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
_VERDICTS = {"accepted": "同意办结", "returned": "退回"}
_ANSWER_ROOM, _WORD_ROOM = 34.0, 16.0


def build_assignment(order: AssignmentView, *, office: str) -> Grid:
    """One order on its page or pages; the 回执 carries what was answered so far."""
    page = _Page()
    page.across("交办单", _TITLE, height=16.0)
    _heading(page, order)
    head = page.row(*((text, _HEAD) for text in _HEADS), height=9.0)
    number = 0
    for task, lines in groupby(order.lines, lambda line: line.task if line.item_id else ""):
        if task:
            page.keep(page.across(task, _GROUP))
        for line in lines:
            number += 1
            page.row(*_line(number, line))
    last = len(page.heights)
    _ending(page, order, office)
    _receipt(page, order)
    return Grid(
        title=f"交办单 {order.number}".strip(),
        cells=tuple(page.cells),
        column_widths=_WIDTHS,
        row_heights=tuple(page.heights),
        page=PageSetup(landscape=False, mode="annex"),
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
        """A row of cells, the last one as wide as what is left."""
        self.heights.append(height)
        number = len(self.heights)
        for column, (text, style) in enumerate(cells, 1):
            last = column == len(cells)
            span = len(_WIDTHS) - column + 1 if last else 1
            self.cells.append(GridCell(number, column, clean(text), column_span=span, style=style))
        return number

    def across(self, text: str, style: CellStyle, *, height: float | None = None) -> int:
        """One cell over the whole width."""
        return self.row((text, style), height=height)

    def halves(self, left: str, right: str) -> int:
        """Two texts at the two ends of a line."""
        self.heights.append(None)
        row = len(self.heights)
        self.cells += [
            GridCell(row, 1, clean(left), column_span=2, style=_SMALL),
            GridCell(row, 3, clean(right), column_span=3, style=_SMALL_RIGHT),
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


def _line(number: int, line: AssignedView) -> tuple[tuple[str, CellStyle], ...]:
    return (
        (str(number), _SHORT),
        (line.text, _LONG),
        (_amount(line.amount, line.measure), _SHORT),
        (_dotted(line.due), _SHORT),
        (line.demand, _LONG),
    )


def _ending(page: _Page, order: AssignmentView, office: str) -> None:
    if order.demands:
        page.row(("办理要求", _HEAD), (order.demands, _LONG))
    if order.contact:
        page.row(("联系方式", _HEAD), (order.contact, _LONG))
    page.keep(page.across("", _SMALL, height=8.0))
    page.keep(page.across(f"{office}（盖章）　　　", _BODY_RIGHT))
    page.across(f"{_day(order.issued_on)}　　　", _BODY_RIGHT, height=12.0)


def _receipt(page: _Page, order: AssignmentView) -> None:
    """The part that comes back: empty for the pen, or with the answers there are."""
    page.keep(page.across("回　　执", _PART, height=12.0))
    page.keep(page.halves(f"交办单编号：{order.number}", f"办理单位：{order.unit}"))
    page.keep(page.row(("办理情况", _HEAD), (_answers(order), _TOP), height=_ANSWER_ROOM))
    page.keep(page.row(("审核意见", _HEAD), (_verdicts(order), _TOP), height=_WORD_ROOM))
    page.across(
        "办理单位（盖章）：　　　　　　负责人（签字）：　　　　　　　年　　月　　日",
        _SMALL,
        height=12.0,
    )


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
