"""What the clerk is shown of a plan in prose: its paragraphs, with the clauses taken as tasks."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.ui.importwizard.words import reason_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from app.importing.drafts import DraftList, DraftTask
    from app.importing.sheet import Sheet
    from app.importing.tables.rows import SkippedRow

_QUIET = frozenset({"group", "units", "timing"})


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of a paragraph.

    Attributes:
        begin: where it begins in the paragraph's text.
        end: where it ends.
        part: ``task`` for a clause taken as a task, ``group`` for a heading, ``here`` for the
            words looked for.
        tip: what was read of it.
    """

    begin: int
    end: int
    part: str
    tip: str = ""


@dataclass(frozen=True, slots=True)
class ShownParagraph:
    """A paragraph as it came, with its parts told apart.

    Attributes:
        number: its number in the document.
        text: its text, lines broken by hand kept.
        word: a short word for the margin, such as 背景 or 2 项.
        stretches: its parts, in order; what lies between them is context.
    """

    number: int
    text: str
    word: str = ""
    stretches: tuple[Stretch, ...] = ()

    @property
    def tasks(self) -> int:
        """How many clauses of it were taken as tasks."""
        return sum(1 for one in self.stretches if one.part == "task")


def prose_picture(drafts: DraftList) -> tuple[ShownParagraph, ...]:
    """Every paragraph of a plan in prose with what was understood of it."""
    lines: dict[int, list[str]] = defaultdict(list)
    tasks: dict[int, list[DraftTask]] = defaultdict(list)
    skipped: dict[int, list[SkippedRow]] = defaultdict(list)
    for paragraph in drafts.paragraphs:
        lines[paragraph.number].append(paragraph.text)
    for task in drafts.tasks:
        tasks[task.source_row].append(task)
    for one in drafts.skipped:
        skipped[one.row].append(one)
    return tuple(
        _paragraph(number, "\n".join(parts), tasks[number], skipped[number])
        for number, parts in lines.items()
    )


def plain_picture(sheet: Sheet, row: int, wording: str) -> tuple[ShownParagraph, ...]:
    """The paragraphs of prose as they came, the wording of one of them marked.

    Args:
        sheet: the prose as a sheet of one column.
        row: the paragraph's number.
        wording: the words to mark; the whole paragraph when they no longer stand there.
    """
    shown = []
    for number, _ in sorted(sheet.cells):
        text = sheet.text(number, 1)
        found = _find(text, ((wording, "here", ""),)) if number == row else []
        if number == row and not found:
            found = [Stretch(0, len(text), "here")]
        shown.append(ShownParagraph(number, text, "", tuple(found)))
    return tuple(shown)


def _paragraph(
    number: int, text: str, tasks: Sequence[DraftTask], skipped: Sequence[SkippedRow]
) -> ShownParagraph:
    clauses = _find(text, ((task.text, "task", _tip(task)) for task in tasks))
    heads = _find(text, ((one.text, "group", "") for one in skipped if one.why == "group"))
    free = [head for head in heads if not any(_overlap(head, clause) for clause in clauses)]
    stretches = sorted((*clauses, *free), key=lambda one: one.begin)
    return ShownParagraph(number, text, _word(tasks, skipped), tuple(stretches))


def _find(text: str, wanted: Iterable[tuple[str, str, str]]) -> list[Stretch]:
    """Where the wordings stand, each looked for behind the one before."""
    found: list[Stretch] = []
    behind = 0
    for wording, part, tip in wanted:
        at = text.find(wording, behind) if wording else -1
        if at >= 0:
            behind = at + len(wording)
            found.append(Stretch(at, behind, part, tip))
    return found


def _overlap(one: Stretch, other: Stretch) -> bool:
    return one.begin < other.end and other.begin < one.end


def _word(tasks: Sequence[DraftTask], skipped: Sequence[SkippedRow]) -> str:
    if tasks:
        return f"{len(tasks)} 项"
    told = [one.why for one in skipped if one.why not in _QUIET]
    return reason_words(told[0])[0] if told else ""


def _tip(task: DraftTask) -> str:
    """What was read of a clause: its number, deadline and units."""
    roles = (("牵头", task.lead), ("责任", task.responsible), ("配合", task.assist))
    parts = [f"第 {task.serial} 项任务"]
    if task.deadline_text:
        parts.append(f"时限：{task.deadline_text}")
    parts += [f"{name}：{'、'.join(units)}" for name, units in roles if units]
    return "\n".join(parts)
