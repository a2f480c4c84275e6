"""A plan in prose read as a list: headings as groups, clauses as tasks, brackets as roles."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from app.errors import Problem
from app.importing.brackets import Stretch, read_stretches, read_units, told_when, with_defaults
from app.importing.drafts import DraftList, DraftTask
from app.importing.paragraphs import PROSE_SHEET, Paragraph, tight
from app.importing.prose.checkable import ENOUGH
from app.importing.prose.clauses import (
    Clause,
    is_ordinal,
    read_clauses,
    sentences,
    without_date_behind,
)
from app.importing.prose.outline import (
    Part,
    is_title_like,
    read_outline,
    title_of,
)
from app.importing.prose.timing import NO_TIMING, Timing, read_timing
from app.importing.tables.columns import ColumnMapping
from app.importing.tables.layout import Table
from app.importing.tables.rows import SkippedRow
from app.models.rules.quantities import read_quantities
from app.models.rules.responsibility import Responsibility

_GOALS = re.compile(r"目标|指标")
_LITTLE_TO_DO = re.compile(
    r"指导思想|总体(?:要求|思路)|(?:基本|工作|指导)原则|现状|形势|背景|回顾|附则|有关说明|"
    r"保障|组织领导|组织实施|工作要求|监督考核|考核问责|强化领导"
)
_FIRMER = ENOUGH + 2
_LONGEST_TOPIC = 32
_CHAPTERS = 3
"""Down to （一）: a bracket that stands alone never answers for what is above such a number."""
_Said = TypeVar("_Said")


def read_prose(paragraphs: Sequence[Paragraph], *, year: int, title: str = "") -> DraftList:
    """Read a plan in prose as a list of tasks.

    Every paragraph is told: its clauses that can be checked are tasks, its other words are in
    ``skipped`` with the reason (``context`` for exhortation and grounds).

    Args:
        paragraphs: its paragraphs, in order, none of them blank.
        year: the plan's year, for deadlines that name none.
        title: the title when none stands above the text.
    """
    parts = read_outline(paragraphs, year=year)
    reader = _Reader(year)
    for part in parts:
        reader.take(part)
    skipped = tuple(sorted(reader.skipped, key=lambda one: one.row))
    name = title_of(parts) or title or PROSE_SHEET
    return DraftList(
        title=name,
        sheet=PROSE_SHEET,
        table=_no_table(name, skipped),
        mapping=ColumnMapping((), ""),
        tasks=tuple(reader.tasks),
        skipped=skipped,
        problems=tuple(reader.problems),
        year=year,
        kind="prose",
        paragraphs=tuple(paragraphs),
    )


def plan_title(paragraphs: Sequence[Paragraph]) -> str:
    """The title above a plan in prose; empty when none stands there."""
    return title_of(read_outline(paragraphs, year=0))


def _no_table(title: str, skipped: tuple[SkippedRow, ...]) -> Table:
    """What stands for the table of a list that has none."""
    return Table(PROSE_SHEET, title, "", "", (), (), (), skipped, merged=False)


@dataclass(slots=True)
class _Reader:
    """Walks down a plan with the headings and the defaults in force."""

    year: int
    tasks: list[DraftTask] = field(default_factory=list)
    skipped: list[SkippedRow] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    _labels: dict[int, str] = field(default_factory=dict)
    _units: dict[int, Responsibility] = field(default_factory=dict)
    _ordinal: str = ""
    _carried: tuple[str, ...] = ()
    _unclosed: list[int] = field(default_factory=list)
    _timings: dict[int, Timing] = field(default_factory=dict)
    _undated: list[int] = field(default_factory=list)
    _headed: tuple[int, int] = (0, 0)

    def take(self, part: Part) -> None:
        """Take in the next paragraph."""
        text = part.paragraph.text
        if part.level or part.kind == "section":
            self._enter(part)
        if part.kind in {"heading", "section"}:
            self._skip(part, "group", text)
        elif part.kind == "units":
            self._date(told_when(text))
            self._answer(read_units(text), text)
            self._skip(part, "units", text)
        elif part.kind == "timing":
            self._date(told_when(text))
            self._skip(part, "timing", text)
        elif part.kind == "leaf":
            self._take_leaf(part)
        elif part.kind == "body":
            self._take_body(part)
        else:
            self._skip(part, part.kind, text)

    def _skip(self, part: Part, why: str, text: str) -> None:
        if text.strip():
            self.skipped.append(SkippedRow(part.paragraph.number, why, text.strip()))

    def _enter(self, part: Part) -> None:
        """Put a heading in force; those as deep or deeper end."""
        if part.level <= _CHAPTERS or part.kind == "heading":
            self._unclosed, self._undated = [], []
        self._headed = (part.level, len(self.tasks)) if part.kind == "heading" else (0, 0)
        self._labels = {level: one for level, one in self._labels.items() if level < part.level}
        self._units = {level: one for level, one in self._units.items() if level < part.level}
        self._timings = {level: one for level, one in self._timings.items() if level < part.level}
        label = part.label
        if label and part.kind != "leaf":
            stretch = read_stretches(label)[0]
            if stretch.units is not None:
                self._units[part.level] = stretch.units
                self._note_default(stretch.units)
                label = label[: stretch.end].strip()
            self._labels[part.level] = label.rstrip("。；;：:，,")

    def _take_leaf(self, part: Part) -> None:
        """A heading with nothing under it: a task if it can be checked, else a heading."""
        before = len(self.tasks)
        held = len(self.skipped)
        self._take_body(part)
        if len(self.tasks) == before:
            del self.skipped[held:]
            self._skip(part, "group", part.paragraph.text)

    def _take_body(self, part: Part) -> None:
        text = part.paragraph.text
        if (part.label and part.kind == "body") or part.begin:
            self._skip(part, "group", text[: part.begin])
        self._ordinal = ""
        topic, begin = self._topic(part)
        if topic:
            self._skip(part, "group", text[part.begin : begin])
        for stretch in read_stretches(text, begin=begin):
            self._take_stretch(part, stretch, topic)

    def _topic(self, part: Part) -> tuple[str, int]:
        """The sentence that heads an unnumbered paragraph, and where the body goes on."""
        text = part.paragraph.text
        spans = sentences(text, part.begin, read_stretches(text, begin=part.begin)[0].end)
        if part.level or len(spans) < 2 or is_ordinal(text):
            return "", part.begin
        words = tight(text[slice(*spans[0])])
        if "," in words or not words.endswith("。") or ";" in words:
            return "", part.begin
        if not is_title_like(words.rstrip("。"), self.year, longest=_LONGEST_TOPIC):
            return "", part.begin
        return text[slice(*spans[0])].strip().rstrip("。"), spans[0][1]

    def _take_stretch(self, part: Part, stretch: Stretch, topic: str) -> None:
        text = part.paragraph.text
        if stretch.units is not None:
            self._note_default(stretch.units)
        first = len(self.tasks)
        for clause in read_clauses(
            text, stretch.begin, stretch.end, year=self.year, need=self._need()
        ):
            wording = text[clause.begin : clause.end]
            if clause.ordinal:
                self._ordinal = wording if clause.kind == "heading" else ""
            if clause.kind == "task":
                self.tasks.append(self._task(part, clause, stretch, topic))
            else:
                self._skip(part, "group" if clause.kind == "heading" else "context", wording)
        self._undated += range(first, len(self.tasks))
        if stretch.units is None:
            self._unclosed += range(first, len(self.tasks))
        elif not text[stretch.begin : stretch.end].strip("。；; "):
            self._close(stretch.units, stretch.wording)
        else:
            self._unclosed = [at for at in self._unclosed if self._stands_in(at, part)]
            self._close(stretch.units, stretch.wording)
        if stretch.wording:
            self._skip(part, "units" if stretch.units else "timing", stretch.wording)

    def _stands_in(self, at: int, part: Part) -> bool:
        """Whether a task stands in a paragraph; only a date closed it so far."""
        return self.tasks[at].paragraph == part.paragraph.number

    def _need(self) -> int:
        """What a clause must weigh under the headings in force; the innermost decides."""
        for level in sorted(self._labels, reverse=True):
            if _GOALS.search(self._labels[level]):
                return ENOUGH
            if _LITTLE_TO_DO.search(self._labels[level]):
                return _FIRMER
        return ENOUGH

    def _groups(self, topic: str) -> tuple[str, ...]:
        labels = [self._labels[level] for level in sorted(self._labels) if self._labels[level]]
        return (*labels, *(label for label in (topic, self._ordinal) if label))

    def _task(self, part: Part, clause: Clause, stretch: Stretch, topic: str) -> DraftTask:
        text = part.paragraph.text
        wording = text[clause.begin : clause.end].strip()
        own = stretch.units or _innermost(self._units)
        duty = without_date_behind(wording, year=self.year)
        when = self._when(clause, stretch)
        units = with_defaults(own, self._carried)
        return DraftTask(
            row=len(self.tasks) + 1,
            sheet=PROSE_SHEET,
            serial=str(len(self.tasks) + 1),
            groups=self._groups(topic),
            text=wording,
            deadline_text=when.wording,
            deadline=when.deadline,
            lead=units.lead,
            responsible=tuple(dict.fromkeys((*units.responsible, *units.carry_out))),
            assist=units.assist,
            main_responsible=units.main,
            targets=read_quantities(duty) or read_quantities(wording),
            values={"原文": text[slice(*clause.sentence)].strip()},
            role_texts={"responsible": stretch.wording} if stretch.wording else {},
            paragraph=part.paragraph.number,
        )

    def _when(self, clause: Clause, stretch: Stretch) -> Timing:
        """By when: in the clause's words, the bracket behind it, or the line below its heading."""
        if clause.timing.wording or not (stretch.when or self._timings):
            return clause.timing
        if stretch.when:
            return read_timing(tight(stretch.when), year=self.year)
        return _innermost(self._timings) or NO_TIMING

    def _note_default(self, units: Responsibility) -> None:
        if units.default_for_following:
            self._carried = units.carry_out

    def _opened(self) -> int:
        """The depth of the heading right above, when no task stands below it yet; else 0."""
        level, tasks = self._headed
        return level if len(self.tasks) == tasks else 0

    def _answer(self, units: Responsibility, wording: str) -> None:
        """A line that says who answers: below a heading for what follows, else for what went."""
        if self._opened():
            self._note_default(units)
            self._units[self._opened()] = units
        else:
            self._close(units, wording)

    def _date(self, words: str) -> None:
        """A line that says by when: below a heading for what follows, else for what went."""
        timing = read_timing(tight(words), year=self.year)
        if not timing.wording:
            return
        if self._opened():
            self._timings[self._opened()] = timing
        for at in self._undated:
            if not self.tasks[at].deadline_text:
                self.tasks[at] = replace(
                    self.tasks[at], deadline_text=timing.wording, deadline=timing.deadline
                )
        self._undated = []

    def _close(self, units: Responsibility, wording: str) -> None:
        """A bracket that stands alone answers for the paragraphs since the last one."""
        self._note_default(units)
        whole = with_defaults(units, self._carried)
        for at in self._unclosed:
            self.tasks[at] = replace(
                self.tasks[at],
                lead=whole.lead,
                responsible=tuple(dict.fromkeys((*whole.responsible, *whole.carry_out))),
                assist=whole.assist,
                main_responsible=whole.main,
                role_texts={"responsible": wording},
            )
        self._unclosed = []


def _innermost(by_level: dict[int, _Said]) -> _Said | None:
    """What the innermost heading in force says; None when none says it."""
    return by_level[max(by_level)] if by_level else None
