"""What is to be written where into a blank form: its tables' rows, its bodies, its labels."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation

from app.importing.columns import ColumnMapping, map_columns
from app.importing.drafts import DraftTask, read_drafts
from app.importing.headings import squash
from app.importing.layout import Table, find_tables
from app.importing.sheet import Sheet
from app.models.rules.periods import Period
from app.reports.formshape import FormShape
from app.reports.formsheet import FormCell
from app.reports.shifting import Growth
from app.services.formfilling.formchoices import FormChoices, FormRow, row_key
from app.services.formfilling.formcolumns import BoundColumn, bind_columns
from app.services.formfilling.formfacts import FormFacts
from app.services.formfilling.formlabels import fill_labels
from app.services.formfilling.formrows import match_rows
from app.services.formfilling.formvalues import Spot, TaskFacts, value_for
from app.services.wording import shorten

_FOOT = frozenset({"note", "signature", "total", "group"})
_SAMPLE = re.compile(r"示例|样例|范例|^[(（]?例[)）:：]|[×xX＊*]{2,}|某某|某(?:镇|村|企业|公司)")


@dataclass(slots=True)
class Plan:
    """What is to be written into one form, as the ledger and the clerk's choices have it."""

    facts: FormFacts
    choices: FormChoices
    cells: list[FormCell] = field(default_factory=list)
    growths: list[Growth] = field(default_factory=list)
    columns: dict[str, tuple[BoundColumn, ...]] = field(default_factory=dict)
    heads: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    rows: list[FormRow] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def plan_sheet(plan: Plan, sheet: Sheet, shape: FormShape) -> None:
    """Plan a sheet's tables from below, so that what stands above is where the blank has it."""
    tables = find_tables(sheet)
    inside: set[int] = set()
    for table in reversed(tables):
        planner = _TablePlanner(plan, table, shape)
        if not planner.asks_for_anything():
            continue
        inside |= {*table.header_rows, *(row.row for row in table.rows)}
        if table.rows and planner.is_filled_in():
            planner.fill_rows()
        else:
            planner.fill_body(last=table is tables[-1])
            inside |= planner.body
    _plan_labels(plan, sheet, shape, inside)


def _plan_labels(plan: Plan, sheet: Sheet, shape: FormShape, inside: set[int]) -> None:
    texts = {
        place: cell.value
        for place, cell in sheet.cells.items()
        if place[0] not in inside and cell.number is None and cell.day is None
    }
    growths = [one for one in plan.growths if one.sheet == sheet.name]
    for (row, column), value in fill_labels(texts, shape, plan.facts.labels).items():
        at = row
        for growth in growths:
            at = growth.row(at)
        plan.cells.append(FormCell(sheet.name, at, column, value))


class _TablePlanner:
    """Plans what goes into one table of a form."""

    def __init__(self, plan: Plan, table: Table, shape: FormShape) -> None:
        self._plan, self._table, self._shape, self._facts = plan, table, shape, plan.facts
        self._mapping: ColumnMapping = map_columns(table)
        self._first = table.header_rows[-1] + 1
        self._columns = self._bound()
        self._wanted = [one for one in self._columns if one.field]
        self._written: set[tuple[int, int]] = set()
        self._samples = frozenset(self._made_up())
        self.body: set[int] = set()

    def _bound(self) -> tuple[BoundColumn, ...]:
        """What each column takes: by its head, unless the clerk has said otherwise."""
        reckoned = frozenset(self._reckoned())
        period = Period.parse(self._facts.view.head.period)
        bound = bind_columns(
            self._table, self._mapping, period, reckoned=reckoned, kept=self._facts.kept
        )
        chosen = self._plan.choices.columns
        sheet = self._table.sheet
        return tuple(
            replace(one, field=chosen[sheet, one.name], confidence=1.0, why="人工指定")
            if (sheet, one.name) in chosen and one.index not in reckoned
            else one
            for one in bound
        )

    def _reckoned(self) -> Iterator[int]:
        """Columns whose body is formulas."""
        rows = [row.row for row in self._table.rows] or [self._first]
        for column in self._table.columns:
            formulas = sum(1 for row in rows if self._shape.is_formula(row, column.index))
            if 2 * formulas > len(rows):
                yield column.index

    def asks_for_anything(self) -> bool:
        """Whether a column wants what was entered, so that this is a form and no list."""
        known = {"progress_text", "problems", "next_steps", "amount", "amount_added", "done",
                 "on_pace", "state", "share", "self_score"}  # fmt: skip
        return any(known & set(one.field.split("+")) for one in self._wanted)

    def is_filled_in(self) -> bool:
        """Whether the district has written the tasks into the rows."""
        text = {one.index for one in self._mapping.playing("text")}
        rows = [row for row in self._table.rows if row.row not in self._samples]
        return any(text & row.cells.keys() for row in rows)

    def _made_up(self) -> Iterator[int]:
        """Rows that only show how to fill the form in: so marked, or speaking of 某某 and XX."""
        for skipped in self._table.skipped:
            if skipped.why == "example":
                yield skipped.row
        for row in self._table.rows:
            if any(_SAMPLE.search(squash(cell.text)) for cell in row.cells.values() if cell.own):
                yield row.row

    def _tell_columns(self) -> None:
        sheet = self._table.sheet
        self._plan.columns[sheet] = (*self._columns, *self._plan.columns.get(sheet, ()))
        self._plan.heads[sheet].update(self._table.header_rows)

    def fill_rows(self) -> None:
        """Fill the rows the district has written."""
        self._tell_columns()
        drafts = read_drafts(self._table, self._mapping, year=self._facts.view.head.year).tasks
        for one in self._told_rows(drafts):
            self._plan.rows.append(one)
            if one.task_id is not None:
                self._fill(one.row, one.row, self._facts.tasks[one.task_id])
            elif one.asked:
                self._plan.notes.append(
                    f"“{one.sheet}”第{one.row}行“{shorten(one.text)}”没有对上台账里的任务，"
                    "未填，请核对。"
                )

    def _told_rows(self, drafts: Sequence[DraftTask]) -> Iterator[FormRow]:
        """Each row the district has written with its task: the clerk's word goes first."""
        sheet, chosen = self._table.sheet, self._plan.choices.rows
        matches = match_rows(drafts, self._facts.held)
        for draft in drafts:
            key, row = row_key(draft.serial, draft.text), draft.source_row
            task = chosen.get((sheet, key), matches.tasks.get(row))
            if task not in self._facts.tasks:
                task = None
            asked = task is None and (sheet, key) not in chosen and row in matches.doubtful
            yield FormRow(sheet, row, key, draft.text, task, asked)

    def _fill(self, row: int, source: int, facts: TaskFacts, *, over: bool = False) -> None:
        """Fill a row's blank cells; ``source`` is the blank's row it looks like."""
        goal = self._goal(source)
        for column in self._wanted:
            top, left, _, _ = self._shape.area(source, column.index)
            if left != column.index or (top != source and (top, left) in self._written):
                continue
            written = bool(self._shape.text(top, left).strip())
            if self._shape.is_formula(top, left) or (written and not over):
                continue
            value = value_for(column, facts, Spot(self._shape, source, column.index, goal))
            if value is not None:
                self._written.add((top, left))
                at = row if top == source else top
                self._plan.cells.append(FormCell(self._table.sheet, at, left, value))

    def _goal(self, row: int) -> Decimal | None:
        """The goal that the row itself prints."""
        for column in self._columns:
            if column.field == "target":
                try:
                    return Decimal(self._shape.text(row, column.index).strip() or "x")
                except InvalidOperation:
                    return None
        return None

    def fill_body(self, *, last: bool) -> None:
        """Fill empty rows in the ledger's order, with more rows where they do not suffice."""
        first, end = self._extent(last=last)
        if end < first:
            return
        self._tell_columns()
        self.body = set(range(first, end + 1))
        lines = [facts for facts in self._facts.tasks.values() if self._listed(facts)]
        count = end - first + 1
        if len(lines) > count:
            self._grow(Growth(self._table.sheet, first, end, len(lines) - count))
        samples = self._samples & self.body
        self._clear(samples)
        numbered = self._numbered(first)
        for at, facts in enumerate(lines):
            source = min(first + at, end)
            if numbered:
                self._number(numbered, first + at, end, at + 1)
            self._fill(first + at, source, facts, over=source in samples or first + at > end)

    def _grow(self, growth: Growth) -> None:
        """Put rows in; what is planned for the tables below moves along."""
        self._plan.growths.append(growth)
        self._plan.cells[:] = [
            replace(cell, row=growth.row(cell.row)) if cell.sheet == growth.sheet else cell
            for cell in self._plan.cells
        ]

    def _listed(self, facts: TaskFacts) -> bool:
        return facts.line.task_id in self._facts.ours or facts.entry is not None

    def _clear(self, samples: frozenset[int]) -> None:
        """Take the made-up contents of a sample row out."""
        for row in samples:
            for column in self._table.columns:
                place = (row, column.index)
                blank = not self._shape.text(*place) or self._shape.is_formula(*place)
                if not blank and self._shape.area(*place)[:2] == place:
                    self._plan.cells.append(FormCell(self._table.sheet, *place, None))

    def _numbered(self, first: int) -> int:
        """The column whose empty rows the form has numbered itself, or 0."""
        sample = first in self._samples
        row, number = (first + 1, "2") if sample else (first, "1")
        for column in self._columns:
            if column.field == "serial" and self._shape.text(row, column.index).strip() == number:
                return column.index
        return 0

    def _number(self, column: int, row: int, end: int, number: int) -> None:
        self._wanted = [one for one in self._wanted if one.field != "serial"]
        if row > end or row in self._samples:
            cell = FormCell(self._table.sheet, row, column, Decimal(number))
            self._plan.cells.append(cell)

    def _extent(self, *, last: bool) -> tuple[int, int]:
        """The first and last row of the empty body."""
        first = self._first
        skipped = {row.row: row.why for row in self._table.skipped}
        while skipped.get(first) in {"head_repeated", "total"}:
            first += 1
        foot = (row for row, why in sorted(skipped.items()) if row >= first and why in _FOOT)
        end = next(foot, (self._shape.last_row if last else first + 200) + 1) - 1
        ruled = [row for row in range(first, end + 1) if self._is_ruled(row)]
        return first, max(ruled, default=end if skipped and end < self._shape.last_row else 0)

    def _is_ruled(self, row: int) -> bool:
        return any(self._shape.is_ruled(row, column.index) for column in self._table.columns)
