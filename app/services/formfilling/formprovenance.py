"""数字来源 on a district's own form: every cell it filled opens to what it was filled from."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from app.models.origins import How, Lead, Part
from app.models.registerlines import ShareLine
from app.models.returnviews import ReturnLine
from app.models.rules.pace import plain
from app.reports.formats.fields import TASKS
from app.services.formfilling.formchoices import field_label
from app.services.formfilling.formspread import OF_TARGET
from app.services.formfilling.formsummary import COUNTED
from app.services.reporting.furthertargets import further_trees
from app.services.reporting.keptparts import Asked, OpenCell
from app.services.reporting.provenance_lines import (
    Tracer,
    identity_of,
    in_measure,
    lead_of,
    total_part,
)
from app.services.wording import shorten

if TYPE_CHECKING:
    # The workbook library behind these is not loaded with the pages.
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from app.models.database import Ledger
    from app.models.rules.periods import Period
    from app.reports.formpages.formpage import FormPage
    from app.services.formfilling.formorigins import FilledCell, Origin

_NAME = 40
_NUMBERS: Mapping[str, str] = {
    "amount": "amount", "share": "share", "self_score": "self_score", "target": "target",
    "done": "state", "on_pace": "state", "state": "state", "light": "state",
}  # fmt: skip
_PARTS: Mapping[str, str] = {
    "target": "targets", "target_unit": "targets", "checkpoint": "checkpoints",
}  # fmt: skip
TOTAL = "total"


@dataclass(frozen=True, slots=True)
class FormNumbers:
    """Which cells of a filled form open to what they are made of.

    Attributes:
        cells: what was filled in, by sheet, row and column of the filled file.
        pages: the form's pages, with the rows and columns they show.
        list_id: the list the form is about.
        wanted: what tells one form's paper from another's.
    """

    cells: Mapping[tuple[str, int, int], FilledCell]
    pages: Sequence[FormPage]
    list_id: int | None
    wanted: object = None
    filed_id: int | None = field(default=None, init=False)

    def cell(self, row: int, column: int, paper: int = 0) -> FilledCell | None:
        """What was filled into a cell of a page's grid, None for the district's own."""
        if paper >= len(self.pages):
            return None
        shown = self.pages[paper]
        inside = 1 <= row <= len(shown.rows) and 1 <= column <= len(shown.columns)
        place = (shown.sheet, shown.rows[row - 1], shown.columns[column - 1]) if inside else None
        return self.cells.get(place) if place else None

    def has(self, row: int, column: int, paper: int = 0) -> bool:
        """Whether a cell was filled in from the ledger."""
        return self.cell(row, column, paper) is not None

    def trace(self, ledger: Ledger, row: int, column: int, paper: int = 0) -> Part | None:
        """What a cell was filled from, None where the district wrote it.

        Raises:
            UserError: what it tells of is gone.
        """
        cell = self.cell(row, column, paper)
        if cell is None or self.list_id is None:
            return None
        return trace_cell(ledger, cell, self.list_id)

    def open_all(self, ledger: Ledger) -> Iterator[OpenCell]:
        """Every filled cell with what it is made of, page by page, to be kept when it is filed.

        Raises:
            UserError: what one tells of is gone.
        """
        lines = [cell.origin.line for cell in self.cells.values()]
        ids = {one.task_id for one in lines if isinstance(one, ReturnLine)}
        tracers: dict[str, Tracer] = {}
        for paper, page in enumerate(self.pages):
            for row, of_sheet in enumerate(page.rows, 1):
                for column, at in enumerate(page.columns, 1):
                    cell = self.cells.get((page.sheet, of_sheet, at))
                    if cell is not None:
                        key = cell.origin.period.key
                        tracer = tracers.setdefault(key, Tracer(ledger, self.list_id, key, ids))
                        part = opened(tracer, cell)
                        yield OpenCell(paper, row, column, part, asked_of(cell.origin))


def trace_cell(ledger: Ledger, cell: FilledCell, list_id: int) -> Part:
    """What a filled cell is made of: the tree of the built-in returns, under the form's own head.

    A number that the form shows in another measure stands above the ledger's own.

    Raises:
        UserError: what it tells of is gone.
    """
    return opened(Tracer(ledger, list_id, cell.origin.period.key), cell)


def opened(tracer: Tracer, cell: FilledCell) -> Part:
    """As `trace_cell`, for many cells of one form."""
    origin = cell.origin
    found = tree_of(tracer, origin)
    label = origin.name.rpartition("/")[2] or found.label or field_label(origin.field)
    shown = cell.value if isinstance(cell.value, str) else plain(cell.value)
    number = cell.value if isinstance(cell.value, Decimal) else None
    if number is None or found.amount == number:
        return replace(found, label=label, value=found.value or shorten(shown, _NAME))
    if found.amount is None:
        return replace(found, label=label, value=shown, amount=number)
    aside = replace(found, counts=False)
    if not origin.is_own:
        note = f"取自已定稿的{origin.period.label}报表"
        return Part(label, shown, number, parts=(aside,), note=note, lead=found.lead)
    scaled = in_measure(found, label, shown, number)
    note = "按表上的目标计算"
    return scaled or Part(label, shown, number, parts=(aside,), note=note, lead=found.lead)


def asked_of(origin: Origin) -> Asked:
    """What an origin asked of the ledger, in plain words."""
    field_name, period = origin.field, origin.period.key
    if field_name == TOTAL:
        return Asked("", "", TOTAL, period, parts=tuple(asked_of(one) for one in origin.line))
    if field_name.startswith(COUNTED):
        return Asked(TASKS.rows, "", field_name, period, origin.unit)
    rows, identity = identity_of(origin.line)
    own = (origin.unit, origin.goal, (), origin.target)
    return Asked(rows, identity, field_name, period, *own)


def lead_to(cell: FilledCell) -> Lead | None:
    """The very place of the ledger where what a cell shows can be changed."""
    origin, line = cell.origin, cell.origin.line
    if not isinstance(line, ReturnLine):
        return None if isinstance(line, tuple) else lead_of(line)
    if origin.field.startswith("values."):
        return Lead("source", line.task_id)
    return Lead("task", line.task_id, part=_PARTS.get(origin.field, "progress"))


def tree_of(tracer: Tracer, origin: Origin) -> Part:
    """What the ledger has under an origin."""
    if origin.field == TOTAL:
        return _total(tracer, origin)
    if origin.field.startswith(COUNTED):
        told = [(_title(line), lead_of(line), Decimal(1), "1") for line in origin.line]
        return total_part("任务项数", told)
    if isinstance(origin.line, ShareLine):
        return _of_village(tracer, origin)
    if isinstance(origin.line, ReturnLine):
        return _of_task(tracer, origin)
    found = tracer.number(origin.line, origin.field)
    return found or tracer.words(origin.line, origin.field)


def _total(tracer: Tracer, origin: Origin) -> Part:
    """A total the form does not reckon itself: each number above it."""
    told = [(one, tree_of(tracer, one)) for one in origin.line]
    parts = tuple(replace(part, label=_title(one.line)) for one, part in told)
    whole = sum((part.amount or Decimal(0) for part in parts), Decimal(0))
    return Part("合计", plain(whole), whole, How.SUM, parts)


def _title(line: Any) -> str:
    if isinstance(line, ShareLine):
        return line.split.text
    words = f"{line.serial}　{line.text}" if isinstance(line, ReturnLine) else str(line)
    return shorten(words.strip(), _NAME)


def _of_task(tracer: Tracer, origin: Origin) -> Part:
    line, period = origin.line, origin.period
    if origin.target and origin.field in OF_TARGET:
        return _of_further(tracer, origin)
    if origin.goal is not None and origin.field in _AGAINST_GOAL:
        return _AGAINST_GOAL[origin.field](tracer, origin)
    if what := _NUMBERS.get(origin.field):
        return tracer.tasks.part(line.task_id, period.key, what)
    if made := _MADE.get(origin.field):
        return made(tracer, line.task_id, period)
    found = tracer.number(line, origin.field, period)
    if found is not None:
        return found
    part = tracer.words(line, origin.field, period=period)
    return part if part.note else replace(part, note=_title(line))


def _of_further(tracer: Tracer, origin: Origin) -> Part:
    """Of a target beside the counted one: its months, the number itself, what is left of it."""
    with tracer.ledger.reading() as session:
        done, whole = further_trees(session, origin.target, origin.period.end)
    if origin.field == "amount":
        return done
    if origin.field == "target":
        return whole
    if origin.field == "target_unit":
        return Part("计量单位", parts=(replace(whole, counts=False),), lead=whole.lead)
    if origin.field == "amount_added":
        return _added_to(done, tracer, origin)
    if origin.goal is not None:
        whole = _printed_goal(origin.goal)
    if origin.field == "left":
        return _rest(whole, done)
    share = done.amount / whole.amount if done.amount is not None and whole.amount else None
    return Part("完成率", "", share, How.RATIO, (done, whole), lead=done.lead)


def _added_to(done: Part, tracer: Tracer, origin: Origin) -> Part:
    """What a period brought of a further target."""
    if origin.period.number == 1:
        return done
    before = origin.period.previous
    with tracer.ledger.reading() as session:
        then, _ = further_trees(session, origin.target, before.end)
    return _less("本期完成数", done, then, f"减：{before.label}")


def _added(tracer: Tracer, task_id: int, period: Period) -> Part:
    """What a period brought: the amount at its end less the one before."""
    now = tracer.tasks.part(task_id, period.key, "amount")
    if period.number == 1:
        return now
    before = tracer.tasks.part(task_id, period.previous.key, "amount")
    return _less("本期完成数", now, before, f"减：{period.previous.label}")


def _left(tracer: Tracer, task_id: int, period: Period) -> Part:
    """What is still to be done: the target less the amount, never less than nothing."""
    target = tracer.tasks.part(task_id, period.key, "target")
    amount = tracer.tasks.part(task_id, period.key, "amount")
    return _rest(target, amount)


def _rest(whole: Part, amount: Part) -> Part:
    part = _less("剩余数", whole, amount, "减：完成数")
    if part.amount is None or part.amount >= 0:
        return part
    over = Part("超出目标，按 0 计", plain(-part.amount), -part.amount)
    return replace(part, value="0", amount=Decimal(0), parts=(*part.parts, over))


def _less(label: str, whole: Part, off: Part, words: str) -> Part:
    if whole.amount is None or off.amount is None:
        return Part(label, "无法计算", parts=(whole, off))
    taken = Part(words, f"-{off.value}", -off.amount, parts=(replace(off, counts=False),))
    rest = whole.amount - off.amount
    return Part(label, plain(rest), rest, How.SUM, (whole, taken), lead=off.lead)


def _printed_goal(goal: Decimal) -> Part:
    return Part("表上印的目标", plain(goal), goal)


def _share_of_goal(tracer: Tracer, origin: Origin) -> Part:
    """The share of the goal that the form's own row prints."""
    done = tracer.tasks.part(origin.line.task_id, origin.period.key, "amount")
    goal = _printed_goal(origin.goal or Decimal(0))
    share = done.amount / goal.amount if done.amount is not None and goal.amount else None
    return Part("完成率", "", share, How.RATIO, (done, goal), lead=done.lead)


def _left_of_goal(tracer: Tracer, origin: Origin) -> Part:
    done = tracer.tasks.part(origin.line.task_id, origin.period.key, "amount")
    return _rest(_printed_goal(origin.goal or Decimal(0)), done)


def _of_village(tracer: Tracer, origin: Origin) -> Part:
    """A village's part of a split task: what it carries, what it reports, or both."""
    line, period = origin.line, origin.period

    def part(family: str, at: Period = period) -> Part:
        found = tracer.number(line, f"{family}.{origin.unit}", at)
        return found or Part(origin.unit)

    match origin.field:
        case "target":
            return part("shares")
        case "share":
            done, whole = part("reports"), part("shares")
            share = done.amount / whole.amount if done.amount and whole.amount else None
            return Part("完成率", "", share, How.RATIO, (done, whole), lead=lead_of(line))
        case "left":
            return _less("剩余数", part("shares"), part("reports"), "减：上报数")
        case "amount_added" if period.number > 1:
            before = part("reports", period.previous)
            return _less("本期完成数", part("reports"), before, f"减：{period.previous.label}")
    return part("reports")


_MADE: Mapping[str, Callable[[Tracer, int, Period], Part]] = {
    "amount_added": _added,
    "left": _left,
}
_AGAINST_GOAL: Mapping[str, Callable[[Tracer, Origin], Part]] = {
    "share": _share_of_goal,
    "left": _left_of_goal,
}
