"""A form's table about tasks: which task a row is about, and what its columns take of it."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from app.importing.draftreading import read_drafts
from app.importing.drafts import DraftTask
from app.importing.tables.columns import ColumnMapping, map_columns, with_field
from app.importing.tables.headings import sense_of, squash
from app.importing.tables.labels import bare_label
from app.importing.tables.layout import Table
from app.importing.tables.rows import BodyRow
from app.models.returnviews import ReturnLine
from app.models.rules.pace import State
from app.models.rules.periods import Period
from app.reports.formats.fields import state_of
from app.services.formfilling.formbinding import bind_columns, counts_target
from app.services.formfilling.formchoices import FormChoices, FormRow, row_key
from app.services.formfilling.formcolumns import BoundColumn
from app.services.formfilling.formfacts import FormFacts
from app.services.formfilling.formlooks import BlankLooks
from app.services.formfilling.formnames import Known
from app.services.formfilling.formorigins import Origin
from app.services.formfilling.formrows import RowMatches, lone_rows, match_rows, match_wordings
from app.services.formfilling.formscope import stands_under, theme_of
from app.services.formfilling.formspread import OF_TARGET, spread_over
from app.services.formfilling.formtargets import aimed, target_of
from app.services.formfilling.formvalues import Spot, TaskFacts, value_for

ENTERED = frozenset(
    {"progress_text", "problems", "next_steps", "amount", "amount_added", "left", "done",
     "on_pace", "state", "light", "share", "self_score"}
)  # fmt: skip
"""What is entered for a period, so that a table which asks for it is a form and no list."""


_PLAIN_FIELDS = frozenset(
    {"serial", "lead", "responsible", "assist", "main_responsible", "deadline", "unit", "score"}
)
_TOLD_OF = re.compile(r"(?:进展|推进|完成|落实(?!到位)|进度情况)(?!(?:过程)?(?:之)?中)")
_NOTED = re.compile(r"[:：。;；!！@]|^(?:注|备注|说明)|填报|填表|报送|报至|发送|邮箱|电话|盖章")
_LEAST_NAMED = 2
_LATE = frozenset({State.BEHIND, State.FAR_BEHIND, State.OVERDUE})
_CONFINED: tuple[tuple[re.Pattern[str], re.Pattern[str], Callable[[TaskFacts], bool]], ...] = (
    (
        re.compile(r"(?:存在|主要|突出)?(?:的)?问题(?:的任务)?(?:清单|台账|汇总|统计|明细|情况)表?$"),
        re.compile(r"(?:只|仅)(?:填|报|列)+[^，。]{0,4}(?:存在|有)问题"),
        lambda facts: facts.entry is not None and bool(facts.entry.problems),
    ),
    (
        re.compile(r"(?:滞后|未达(?:到)?序时(?:进度)?)(?:的)?(?:任务|项目|事项)?(?:清单|台账|情况|汇总|统计|明细)"),
        re.compile(r"(?:只|仅)(?:填|报|列)+[^，。]{0,4}(?:滞后|未达)"),
        lambda facts: state_of(facts.line) in _LATE,
    ),
)  # fmt: skip
"""Titles and notes that confine a list, and which tasks it then takes."""


class TaskRows:
    """The tasks as one table of a form asks for them.

    Args:
        facts: what the ledger has.
        table: the form's table.
        choices: what the clerk has put right.
        looks: what its blank cells look like.
        other: the period it is about, when that is another than the return's.
    """

    def __init__(
        self,
        facts: FormFacts,
        table: Table,
        choices: FormChoices,
        looks: BlankLooks,
        other: Period | None = None,
    ) -> None:
        self._facts, self._table, self._choices = facts, table, choices
        self._sums, self._other = looks.sums, other
        self._labels = {
            row.row: _lone_label(row.text) for row in lone_rows(table) if row.row not in looks.sums
        }
        self._mapping: ColumnMapping = map_columns(table)
        self._drafts, self._matches = self._matched()
        self.columns = tuple(self._bound(looks))
        rows = tuple(self._told_rows())
        wants = any(one.field in {"target", "target_unit"} for one in self.columns)
        body = sorted((*table.rows, *looks.joined), key=lambda row: row.row)
        self._spread = spread_over(body, self._mapping, rows, facts.tasks, wants_target=wants)
        self._rows = tuple(self._spread_rows(rows))

    @property
    def names(self) -> frozenset[int]:
        """The columns of wordings."""
        return frozenset(one.index for one in self._mapping.playing("text"))

    @property
    def asks(self) -> bool:
        """Whether a column wants what was entered."""
        return any(ENTERED & set(one.field.split("+")) for one in self.columns)

    def _bound(self, looks: BlankLooks) -> Iterator[BoundColumn]:
        """What each column takes: by its head, unless the clerk has said otherwise."""
        period = Period.parse(self._facts.view.head.period)
        bound = bind_columns(
            self._table, self._mapping, period, looks=looks, kept=self._facts.kept,
            town=self._facts.town,
        )  # fmt: skip
        if self._other is not None:
            bound = tuple(
                replace(one, period=one.period or self._other)
                if ENTERED & set(one.field.split("+"))
                else one
                for one in bound
            )
        chosen, sheet = self._choices.columns, self._table.sheet
        for one in bound:
            told = (sheet, one.name) in chosen and one.index not in looks.reckoned
            yield (
                replace(one, field=chosen[sheet, one.name], confidence=1.0, why="人工指定")
                if told
                else one
            )

    def _matched(self) -> tuple[Sequence[DraftTask], RowMatches]:
        """The rows with their tasks, known by the wording that tells most of them."""
        drafts: Sequence[DraftTask] = ()
        matches = RowMatches({}, {})
        for mapping in self._readings():
            read = self._read(mapping)
            if len(read[1].tasks) > len(matches.tasks) or not drafts:
                drafts, matches = read
                self._mapping = mapping
            if not matches.doubtful:
                break
        if not matches.tasks and self._holds_themes_alone(drafts):
            self._mapping = self._with_blank_wording()
            return (), RowMatches({}, {})
        named = {**self._labelled(matches), **matches.tasks}
        return drafts, replace(matches, tasks=named or self._by_serial_alone())

    def _holds_themes_alone(self, drafts: Sequence[DraftTask]) -> bool:
        """Whether what was read as tasks are themes, beside a blank column for the tasks."""
        return bool(drafts) and all(self.is_theme(draft.text) for draft in drafts)

    def _with_blank_wording(self) -> ColumnMapping:
        """The mapping with the most specific blank wording as the tasks' own."""
        blank = {
            column.index: sense.rank
            for column in self._mapping.columns
            if column.path and (sense := sense_of(column.path[-1])) and sense.field == "wording"
            if not any(column.index in row.cells for row in self._table.rows)
        }
        if not blank:
            return self._mapping
        return with_field(self._mapping, max(blank, key=lambda at: blank[at]), "text")

    def _by_serial_alone(self) -> dict[int, int]:
        """Rows of a table without any wording, by the list's own numbers."""
        serials = self._mapping.playing("serial")
        if self._mapping.has("text") or not serials or self._words_tasks():
            return {}
        known = {column.index for column in self._mapping.columns if column.field in _PLAIN_FIELDS}
        if any(cell.own and at not in known for row in self._table.rows
               for at, cell in row.cells.items()):  # fmt: skip
            return {}
        at = serials[0].index
        told = {row.row: squash(_cell_text(row, at)) for row in self._table.rows}
        told |= {row.row: squash(row.text) for row in self._table.skipped if row.why == "blank"}
        held: dict[str, list[int]] = defaultdict(list)
        for task in self._facts.held:
            held[squash(task.serial)].append(task.id)
        return {row: held[serial][0] for row, serial in told.items() if len(held[serial]) == 1}

    def _words_tasks(self) -> bool:
        """Whether any column's head is one of wordings."""
        senses = (sense_of(column.path[-1]) for column in self._mapping.columns if column.path)
        return any(sense is not None and sense.field == "wording" for sense in senses)

    def _read(self, mapping: ColumnMapping) -> tuple[Sequence[DraftTask], RowMatches]:
        read = read_drafts(self._table, mapping, year=self._facts.view.head.year).tasks
        drafts = [draft for draft in read if draft.source_row not in self._sums]
        ours = [draft for draft in drafts if self._is_ours(draft)]
        return drafts, match_rows(ours, self._facts.held, self._known)

    @property
    def _known(self) -> Known:
        """The tasks that a form to us asks about, and what was reported on them."""
        asked = {facts.line.task_id: facts.entry for facts in self._all()}
        told = {key: entry.text for key, entry in asked.items() if entry and entry.text}
        return Known(frozenset(asked), told)

    def _labelled(self, matches: RowMatches) -> Mapping[int, int]:
        """Rows that look like themes, （四）and a few words, but word a task."""
        taken = set(matches.tasks.values())
        free = [task for task in self._facts.held if task.id not in taken]
        return match_wordings(self._labels, free) if self._labels else {}

    def _readings(self) -> Iterator[ColumnMapping]:
        """The table as it was read first, then with each other wording as the task's own."""
        if not self._table.rows:
            return
        yield self._mapping
        for column in self._mapping.columns:
            sense = sense_of(column.path[-1]) if column.path else None
            wordy = sense is not None and sense.field == "wording" and self._is_worded(column.index)
            if column.field != "text" and wordy:
                yield with_field(self._mapping, column.index, "text")

    def _is_worded(self, index: int) -> bool:
        """Whether a column holds words, and no numbers alone."""
        cells = (row.cells[index] for row in self._table.rows if index in row.cells)
        return any(not cell.number for cell in cells)

    def _is_ours(self, draft: DraftTask) -> bool:
        """Whether a row is for us to fill in: it names no other town to be answered by."""
        town = self._facts.town
        if town.is_other(draft.place):
            return False
        asked = draft.responsible or draft.main_responsible
        others = bool(asked) and all(town.is_other(unit) for unit in asked)
        return not others or any(
            squash(task.text) == squash(draft.text) and {*task.responsible, *task.lead} >= {*asked}
            for task in self._facts.held
        )

    def _told_rows(self) -> Iterator[FormRow]:
        """Each row the district has written with its task: the clerk's word goes first."""
        sheet, chosen = self._table.sheet, self._choices.rows
        for draft in self._drafts:
            key, row = row_key(draft.serial, draft.text), draft.source_row
            task = chosen.get((sheet, key), self._matches.tasks.get(row))
            if task not in self._facts.tasks:
                task = None
            doubtful = row in self._matches.doubtful
            asked = task is None and (sheet, key) not in chosen and doubtful
            asked = asked and not self._is_foot(draft)
            yield FormRow(sheet, row, key, draft.text, task, asked)
        told = {draft.source_row for draft in self._drafts}
        for row in self._matches.tasks.keys() - told - self._labels.keys():
            task = self._matches.tasks[row]
            yield FormRow(sheet, row, row_key(str(row), ""), "", task)
        for row, text in self._labels.items():
            if (task := self._matches.tasks.get(row)) in self._facts.tasks:
                yield FormRow(sheet, row, row_key("", text), text, task)

    def _spread_rows(self, rows: Sequence[FormRow]) -> Iterator[FormRow]:
        """The rows, with the task where they speak of one of its targets."""
        held = {row.row: row for row in rows}
        for at, facts in self._spread.tasks.items():
            row = held.get(at) or FormRow(self._table.sheet, at, row_key(str(at), ""), "", None)
            held[at] = replace(row, task_id=facts.line.task_id, asked=False)
        yield from held.values()

    def _is_foot(self, draft: DraftTask) -> bool:
        """Whether a row is a line of words below the last task, or one of codes: 甲, 乙."""
        row = next((one for one in self._table.rows if one.row == draft.source_row), None)
        own = {(cell.row, cell.column) for cell in row.cells.values() if cell.own} if row else set()
        named = any(column in self.names for _, column in own)
        below = draft.source_row > max(self._matches.tasks, default=0)
        noted = not named or _NOTED.search(squash(draft.text)) is not None
        return (len(own) == 1 and below and noted) or len(squash(draft.text)) < _LEAST_NAMED

    def rows(self) -> Sequence[FormRow]:
        """The rows the district has written."""
        return self._rows

    def told(self) -> Mapping[int, TaskFacts]:
        """The task of each row."""
        tasks, spread = self._facts.tasks, self._spread.tasks
        return {
            row.row: spread.get(row.row) or tasks[row.task_id]
            for row in self._rows
            if row.task_id is not None
        }

    def is_theme(self, label: str) -> bool:
        """Whether a label is a group of the tasks listed."""
        return any(stands_under(facts.line, label) for facts in self._all())

    def _all(self) -> Sequence[TaskFacts]:
        """Our tasks and those reported on."""
        return [
            facts
            for facts in self._facts.tasks.values()
            if facts.line.task_id in self._facts.ours or facts.entry is not None
        ]

    def listed(self, theme: str) -> Sequence[TaskFacts]:
        """Our tasks and those reported on, under one theme or all the table is about."""
        every = self._all()
        if not theme:
            title = re.split(r"[（(]", self._table.title)[0]
            theme = theme_of((title, self._table.sheet), [facts.line for facts in every])
        only = self._only()
        return [
            facts
            for facts in every
            if (not theme or stands_under(facts.line, theme)) and (only is None or only(facts))
        ]

    def _only(self) -> Callable[[TaskFacts], bool] | None:
        """What title, note or heads confine the list to: tasks with problems, those that lag."""
        notes = (row.text for row in self._table.skipped if row.why in {"note", "unit_line"})
        title = squash(self._table.title or self._table.sheet)
        title = "" if _TOLD_OF.search(title) else title
        for named, noted, fits in _CONFINED:
            if named.search(title) or any(noted.search(squash(note)) for note in notes):
                return fits
        return _CONFINED[0][2] if self._leads_with_problems else None

    @property
    def _leads_with_problems(self) -> bool:
        """Whether each line is a problem: it comes first, its task after it, and no progress."""
        fields = [one.field for one in self.columns]
        told = ENTERED - {"problems", "next_steps", "done", "state"}
        if "problems" not in fields or "text" not in fields or told & {*fields}:
            return False
        return fields.index("problems") < fields.index("text")

    def value(self, column: BoundColumn, line: TaskFacts, spot: Spot) -> str | Decimal | None:
        """What a cell takes of a task."""
        if spot.row in self._spread.below and (column.field not in OF_TARGET or spot.is_joined):
            return None
        seen = aimed(column.unit, line, is_paired=self._is_paired(column))
        return None if seen is None else value_for(column, seen, spot)

    def _is_paired(self, column: BoundColumn) -> bool:
        """Whether the table tells of several targets, each in its own unit."""
        units = {one.unit for one in self.columns if counts_target(one.field, one.unit)}
        return column.unit in units and len(units) > 1

    def origin(self, column: BoundColumn, line: TaskFacts) -> Origin | None:
        """The task's line and what was taken of it."""
        period, own = column.period or line.period, column.period is None
        seen = aimed(column.unit, line, is_paired=False) or line
        target = target_of(self._facts.tasks[line.line.task_id], seen)
        return Origin(line.line, column.field, period, column.name, is_own=own, target=target)

    def measure(self, column: BoundColumn, line: ReturnLine) -> str:
        """The column's own measure, else the task's; scores are points."""
        if column.field == "self_score":
            return "分"
        return column.unit or (line.target.unit if line.target else "")


def _lone_label(text: str) -> str:
    """The words of a label, without its number."""
    return bare_label(text.replace(" ", ""))


def _cell_text(row: BodyRow, column: int) -> str:
    return row.cells[column].text if column in row.cells else ""
