"""Where the words of a task's cells were written: an entry of a period, a column of the list."""

from collections.abc import Mapping
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models.origins import Lead, Part
from app.models.returnviews import ReturnLine
from app.models.rules.periods import Period
from app.models.tracking import Progress
from app.reports.formats.fields import NIL_REPORT
from app.services.reporting.provenance_writers import Written, written
from app.services.wording import shorten

ENTRY_TEXTS: Mapping[str, tuple[str, str]] = {
    "progress_text": ("text", "进展情况"),
    "problems": ("problems", "存在问题"),
    "next_steps": ("next_steps", "下一步措施"),
}
"""What is written for a period: the entry's column, and how it is called."""
_LONGEST = 120


def entry_part(session: Session, task_id: int, period: Period, field: str) -> Part | None:
    """What was written for a period, with who wrote it; None for a field that is no such text.

    ``field`` may ask for several texts in one cell (``problems+next_steps``), or for those of
    another period (``progress_texts.2020Q1``, ``previous_text``).
    """
    names, period = _texts_of(field, period)
    if not names:
        return None
    lead = Lead("task", task_id, part="progress")
    label = "、".join(ENTRY_TEXTS[name][1] for name in names)
    entry = _entry(session, task_id, period)
    parts = tuple(_text(session, entry, name, lead) for name in names) if entry else ()
    if len(parts) == 1:
        return replace(parts[0], note=period.label)
    return Part(label, note=period.label, parts=parts, lead=lead)


def entry_writer(
    session: Session, task_id: int, period: Period, field: str, until: int
) -> Written | None:
    """Who had written a period's text last by a step of the journal; None for any other field."""
    names, period = _texts_of(field, period)
    entry = _entry(session, task_id, period) if names else None
    if entry is None:
        return None
    column, _label = ENTRY_TEXTS[names[0]]
    return written(session, "progress", entry.id, column, until=until)


def _texts_of(field: str, period: Period) -> tuple[list[str], Period]:
    """Which texts of which period a field prints; none for any other field."""
    family, _, key = field.partition(".")
    if family == "progress_texts" and key:
        return ["progress_text"], Period.parse(key)
    if field == "previous_text":
        return ["progress_text"], period.previous
    names = field.split("+")
    return (names if set(names) <= set(ENTRY_TEXTS) else []), period


def column_part(session: Session, line: ReturnLine, field: str, shown: str) -> Part | None:
    """A column of the list as it came, or of the office's own; None for any other field."""
    family = field.partition(".")[0]
    if family == "own":
        found = written(session, "task", line.task_id, "own")
        part = Part("", shown, lead=Lead("task", line.task_id, part="progress"))
        return replace(part, by=found.who, at=found.at) if found else part
    if family != "values":
        return None
    return Part("", shown, note="任务分解表原有的一栏", lead=Lead("source", line.task_id))


def _entry(session: Session, task_id: int, period: Period) -> Progress | None:
    """The entry of a period, or of another kind of period that ends with it."""
    keys = [one.key for one in period.ending_together]
    query = select(Progress).where(Progress.task_id == task_id, Progress.period.in_(keys))
    return min(session.scalars(query), key=lambda one: keys.index(one.period), default=None)


def _text(session: Session, entry: Progress, name: str, lead: Lead) -> Part:
    """One of an entry's texts; 零报告 stands for the text of one that has nothing to tell."""
    column, label = ENTRY_TEXTS[name]
    text = getattr(entry, column) or ""
    if not text and name == "progress_text" and entry.nil_report:
        column, text = "nil_report", NIL_REPORT
    part = Part(label, shorten(text, _LONGEST), lead=lead)
    found = written(session, "progress", entry.id, column)
    return replace(part, by=found.who, at=found.at) if found else part
