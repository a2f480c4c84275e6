"""What the clerk decided about the rows of a list: ours, not ours, still to ask; no Qt."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from app.importing.drafts import DraftTask
    from app.importing.slice import Ours

VERDICTS = {"yes": "本镇", "ask": "待确认", "no": "其他"}
_BY_CLERK = "由您确定"


@dataclass(frozen=True, slots=True)
class SliceRow:
    """A row of the list and whose it is.

    Attributes:
        row: its number in the sheet.
        serial: as printed.
        text: what must be done.
        groups: the labels above it.
        units: the units of all roles.
        verdict: yes, ask or no, with the clerk's word counted.
        why: the reason for it.
        judged: the verdict before the clerk spoke.
        wording: the words an ``ask`` hangs on.
    """

    row: int
    serial: str
    text: str
    groups: tuple[str, ...]
    units: tuple[str, ...]
    verdict: str
    why: str
    judged: str
    wording: str


@dataclass(frozen=True, slots=True)
class Question:
    """Rows that hang on the same words.

    Attributes:
        wording: the words; empty for rows without any unit.
        rows: their numbers.
        answer: yes or no when all were answered alike, else empty.
    """

    wording: str
    rows: tuple[int, ...]
    answer: str


def slice_rows(
    tasks: Sequence[DraftTask], judged: Mapping[int, Ours], decided: Mapping[int, str]
) -> tuple[SliceRow, ...]:
    """The rows of a list with their verdicts."""
    return tuple(_row(task, judged[task.row], decided.get(task.row)) for task in tasks)


def _row(task: DraftTask, judged: Ours, decided: str | None) -> SliceRow:
    units = (*task.responsible, *task.main_responsible, *task.lead, *task.assist)
    row = SliceRow(
        row=task.row,
        serial=task.serial,
        text=" ".join(task.text.split()),
        groups=task.groups,
        units=tuple(dict.fromkeys(units)),
        verdict=judged.verdict,
        why=judged.why,
        judged=judged.verdict,
        wording=judged.wording,
    )
    if decided is None or decided == judged.verdict:
        return row
    return replace(row, verdict=decided, why=f"{_BY_CLERK}。原判断：{judged.why}")


def count_verdicts(rows: Iterable[SliceRow]) -> dict[str, int]:
    """How many rows of each verdict."""
    return dict(Counter(row.verdict for row in rows))


def questions(rows: Sequence[SliceRow]) -> tuple[Question, ...]:
    """What is to be asked, the commonest words first."""
    asked = [row for row in rows if row.judged == "ask"]
    counts = Counter(row.wording for row in asked)
    return tuple(_question(wording, asked) for wording, _ in counts.most_common())


def _question(wording: str, asked: Sequence[SliceRow]) -> Question:
    rows = [row for row in asked if row.wording == wording]
    verdicts = {row.verdict for row in rows}
    answer = verdicts.pop() if len(verdicts) == 1 else ""
    return Question(wording, tuple(row.row for row in rows), answer if answer != "ask" else "")
