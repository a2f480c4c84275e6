"""数字来源 on a district's own form: every cell it filled opens to what it was filled from."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from app.models.origins import How, Lead, Part
from app.models.registerlines import ShareLine
from app.models.rules.pace import plain
from app.models.tracking import Progress
from app.models.views import ReturnLine
from app.reports.fields import NIL_REPORT
from app.services.formfilling.formchoices import field_label
from app.services.reporting.provenance import provenance
from app.services.reporting.provenance_lines import lead_of, total_part, trace
from app.services.reporting.provenance_writers import writers
from app.services.wording import shorten

if TYPE_CHECKING:
    # The workbook library behind these is not loaded with the pages.
    from collections.abc import Callable, Mapping, Sequence

    from sqlalchemy.orm import Session

    from app.models.database import Ledger
    from app.models.rules.periods import Period
    from app.reports.formpage import FormPage
    from app.services.formfilling.formorigins import FilledCell, Origin

_NAME = 40
_NUMBERS: Mapping[str, str] = {
    "amount": "amount", "share": "share", "self_score": "self_score", "target": "target",
    "done": "state", "on_pace": "state", "state": "state", "light": "state",
}  # fmt: skip
_PARTS: Mapping[str, str] = {
    "target": "targets", "target_unit": "targets", "checkpoint": "checkpoints",
}  # fmt: skip
_TEXTS: Mapping[str, str] = {
    "progress_text": "text", "problems": "problems", "next_steps": "next_steps",
}  # fmt: skip


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


def trace_cell(ledger: Ledger, cell: FilledCell, list_id: int) -> Part:
    """What a filled cell is made of: the tree of the built-in returns, under the form's own head.

    A number that the form shows in another measure, or against a goal it prints itself, stands
    above the ledger's own.
    """
    origin = cell.origin
    found = _tree(ledger, origin, list_id)
    label = origin.name.rpartition("/")[2] or found.label
    shown = cell.value if isinstance(cell.value, str) else plain(cell.value)
    number = cell.value if isinstance(cell.value, Decimal) else None
    if number is None or found.amount == number:
        return replace(found, label=label, value=found.value or shorten(shown, _NAME))
    aside = replace(found, counts=False)
    return Part(
        label, shown, number, parts=(aside,), note="按表上的单位或目标换算", lead=found.lead
    )


def lead_to(cell: FilledCell) -> Lead | None:
    """The very place of the ledger where what a cell shows can be changed."""
    origin, line = cell.origin, cell.origin.line
    if not isinstance(line, ReturnLine):
        return None if isinstance(line, tuple) else lead_of(line)
    if origin.field.startswith("values."):
        return Lead("source", line.task_id)
    return Lead("task", line.task_id, part=_PARTS.get(origin.field, "progress"))


def _tree(ledger: Ledger, origin: Origin, list_id: int) -> Part:
    if origin.field == "total":
        return _total(ledger, origin, list_id)
    if origin.field == "count":
        told = [(_title(line), lead_of(line), Decimal(1), "1") for line in origin.line]
        return total_part("任务项数", told)
    if isinstance(origin.line, ShareLine):
        return _of_village(ledger, origin, list_id)
    if isinstance(origin.line, ReturnLine):
        return _of_task(ledger, origin, list_id)
    lead = lead_of(origin.line)
    return Part(field_label(origin.field), lead=lead)


def _total(ledger: Ledger, origin: Origin, list_id: int) -> Part:
    """A total the form does not reckon itself: each number above it."""
    told = [(one, _tree(ledger, one, list_id)) for one in origin.line]
    parts = tuple(replace(part, label=_title(one.line)) for one, part in told)
    whole = sum((part.amount or Decimal(0) for part in parts), Decimal(0))
    return Part("合计", plain(whole), whole, How.SUM, parts)


def _title(line: Any) -> str:
    if isinstance(line, ShareLine):
        return line.split.text
    words = f"{line.serial}　{line.text}" if isinstance(line, ReturnLine) else str(line)
    return shorten(words.strip(), _NAME)


def _of_task(ledger: Ledger, origin: Origin, list_id: int) -> Part:
    line, period = origin.line, origin.period
    if what := _NUMBERS.get(origin.field):
        return provenance(ledger, line.task_id, period.key, what)
    if made := _MADE.get(origin.field):
        return made(ledger, line.task_id, period)
    names = [name for name in origin.field.split("+") if name in _TEXTS]
    if names:
        return _of_words(ledger, line.task_id, period, names)
    known = trace(ledger, line, origin.field, list_id=list_id, period=period.key)
    lead = Lead("source" if origin.field.startswith("values.") else "task", line.task_id)
    return known or Part(field_label(origin.field), lead=lead, note=_title(line))


def _added(ledger: Ledger, task_id: int, period: Period) -> Part:
    """What a period brought: the amount at its end less the one before."""
    now = provenance(ledger, task_id, period.key, "amount")
    if period.number == 1:
        return now
    before = provenance(ledger, task_id, period.previous.key, "amount")
    return _less("本期完成数", now, before, f"减：{period.previous.label}")


def _left(ledger: Ledger, task_id: int, period: Period) -> Part:
    """What is still to be done: the target less the amount."""
    target = provenance(ledger, task_id, period.key, "target")
    amount = provenance(ledger, task_id, period.key, "amount")
    return _less("剩余数", target, amount, "减：完成数")


def _less(label: str, whole: Part, off: Part, words: str) -> Part:
    if whole.amount is None or off.amount is None:
        return Part(label, "无法计算", parts=(whole, off))
    taken = Part(words, f"-{off.value}", -off.amount, parts=(replace(off, counts=False),))
    rest = whole.amount - off.amount
    return Part(label, plain(rest), rest, How.SUM, (whole, taken), lead=off.lead)


def _of_words(ledger: Ledger, task_id: int, period: Period, names: Sequence[str]) -> Part:
    """What was written for a period, with who wrote it; it leads to the very entry."""
    keys = [one.key for one in period.ending_together]
    query = select(Progress).where(Progress.task_id == task_id, Progress.period.in_(keys))
    with ledger.reading() as session:
        entries = session.scalars(query).all()
        entry = min(entries, key=lambda one: keys.index(one.period), default=None)
        parts = [_words(session, entry, name) for name in names] if entry else []
    if len(parts) == 1:
        return replace(parts[0], note=period.label)
    lead = Lead("task", task_id, part="progress")
    return Part(
        "、".join(map(field_label, names)), note=period.label, parts=tuple(parts), lead=lead
    )


def _words(session: Session, entry: Progress, name: str) -> Part:
    """One of an entry's texts; 零报告 stands for the text of one that has nothing to tell."""
    column, text = _TEXTS[name], getattr(entry, _TEXTS[name]) or ""
    if not text and name == "progress_text" and entry.nil_report:
        column, text = "nil_report", NIL_REPORT
    ids = select(Progress.id).where(Progress.id == entry.id)
    written = writers(session, "progress", ids, column).get(entry.id)
    by, at = (written.who, written.at) if written else ("", None)
    lead = Lead("task", entry.task_id, part="progress")
    return Part(field_label(name), shorten(text, _NAME), by=by, at=at, lead=lead)


def _of_village(ledger: Ledger, origin: Origin, list_id: int) -> Part:
    """A village's part of a split task: what it carries, what it reports, or both."""
    line, period = origin.line, origin.period

    def part(family: str, at: Period = period) -> Part:
        name = f"{family}.{origin.unit}"
        found = trace(ledger, line, name, list_id=list_id, period=at.key)
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


_MADE: Mapping[str, Callable[[Ledger, int, Period], Part]] = {
    "amount_added": _added,
    "left": _left,
}
