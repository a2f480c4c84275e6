"""What is to be written where into a blank form: its tables' rows, its cards, its labels."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from app.importing.sheet import Sheet
from app.importing.tables.columns import map_columns
from app.importing.tables.headings import squash
from app.importing.tables.layout import Table, find_tables
from app.models.returnviews import CheckFinding
from app.models.rules.periods import Period
from app.reports.forms.formshape import FormShape
from app.services.formfilling.formblocks import side_by_side
from app.services.formfilling.formcards import fill_cards
from app.services.formfilling.formchecks import forbids_blanks, row_findings
from app.services.formfilling.formchoices import FormChoices, FormRow
from app.services.formfilling.formcolumns import BoundColumn
from app.services.formfilling.formfacts import FormFacts
from app.services.formfilling.formlabels import fill_labels
from app.services.formfilling.formlooks import blank_looks
from app.services.formfilling.formorigins import Writings
from app.services.formfilling.formperiods import names_period, period_of
from app.services.formfilling.formregisters import register_rows
from app.services.formfilling.formsubject import Subject
from app.services.formfilling.formsummary import fill_summaries
from app.services.formfilling.formtable import TableFiller
from app.services.formfilling.formtasks import TaskRows
from app.services.formfilling.formtownrows import TownRows
from app.services.formfilling.formturned import turned_sheet
from app.services.formfilling.formwords import is_asked
from app.services.wording import shorten

_LEAST_ACROSS = 2
_GUIDE = re.compile(r"说明|样表|范例|样例|示例|目录|字典|须知")


@dataclass(slots=True)
class Plan:
    """What is to be written into one form, as the ledger and the clerk's choices have it."""

    facts: FormFacts
    choices: FormChoices
    writings: Writings = field(default_factory=Writings)
    columns: dict[str, tuple[BoundColumn, ...]] = field(default_factory=dict)
    heads: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    rows: list[FormRow] = field(default_factory=list)
    findings: list[CheckFinding] = field(default_factory=list)
    locked: dict[str, tuple[str, ...]] = field(default_factory=dict)
    unknown: dict[str, tuple[str, ...]] = field(default_factory=dict)
    no_blanks: bool = False

    def told(self, sheet: str) -> bool:
        """Whether something in a sheet has been told."""
        return sheet in self.columns

    @property
    def notes(self) -> tuple[str, ...]:
        """What the clerk should look at: rows nobody could tell the task of, locked cells."""
        rows = (
            f"“{row.sheet}”第{row.row}行“{shorten(row.text)}”没有对上台账里的任务，未填，请核对。"
            for row in self.rows
            if row.asked
        )
        locked = (
            f"“{sheet}”受保护，“{'”“'.join(names)}”栏的格子已锁定，未填；要填请先让下发单位解锁。"
            for sheet, names in self.locked.items()
        )
        unknown = (
            f"“{sheet}”的“{'”“'.join(names)}”栏不知道填什么，留空未填，请核对。"
            for sheet, names in self.unknown.items()
        )
        return (*rows, *unknown, *locked)


def plan_sheets(plan: Plan, sheets: Sequence[Sheet], shapes: Mapping[str, FormShape]) -> None:
    """Plan every sheet that shows; instructions and samples only where nothing else is asked."""
    showing = [one for one in sheets if not one.hidden and one.name in shapes]
    lines = (cell.value for one in sheets for cell in one.cells.values())
    plan.no_blanks = any(forbids_blanks(line) for line in lines)
    forms = [one for one in showing if not _GUIDE.search(squash(one.name))]
    for sheet in forms:
        _plan_sheet(plan, sheet, shapes[sheet.name])
    if not plan.columns:
        for sheet in showing:
            if sheet not in forms:
                _plan_sheet(plan, sheet, shapes[sheet.name])


def _plan_sheet(plan: Plan, sheet: Sheet, shape: FormShape) -> None:
    """Plan a sheet's tables from below, so that what stands above is where the blank has it."""
    tables = [one for table in find_tables(sheet, is_asked) for one in side_by_side(table)]
    summed = frozenset(_plan_summaries(plan, sheet, shape, tables))
    inside = set(summed)
    for table in reversed(tables):
        if summed.intersection(table.header_rows):
            continue
        subject = _subject_of(plan, table, shape)
        if subject is None:
            continue
        filler = TableFiller(plan.writings, table, shape, subject, last=table is tables[-1])
        if filler.fill():
            _tell(plan, table, subject)
            _add_names(plan.unknown, sheet.name, filler.unknown)
            _add_names(plan.locked, sheet.name, filler.locked)
            _check(plan, filler, subject, shape)
        inside |= filler.inside
    if not plan.told(sheet.name):
        inside |= _plan_turned(plan, sheet, shape)
    if not plan.told(sheet.name):
        _tell_columns(plan, sheet.name, fill_cards(plan.writings, sheet, shape, plan.facts))
    _plan_labels(plan, sheet, shape, inside)


def _add_names(told: dict[str, tuple[str, ...]], sheet: str, names: Iterable[str]) -> None:
    """Add a sheet's columns to those told of, each once."""
    if every := tuple(dict.fromkeys((*told.get(sheet, ()), *names))):
        told[sheet] = every


def _plan_turned(plan: Plan, sheet: Sheet, shape: FormShape) -> set[int]:
    """Plan a table that lies on its side; its rows as they stand on the sheet."""
    upright = turned_sheet(sheet, shape, Period.parse(plan.facts.view.head.period))
    inside: set[int] = set()
    for table in find_tables(upright, is_asked) if upright else ():
        subject = _subject_of(plan, table, shape.turned())
        if subject is None or len(subject.told()) < _LEAST_ACROSS:
            continue
        writings = Writings()
        TableFiller(writings, table, shape.turned(), subject, last=True).fill()
        for one in writings.planned:
            cell = one.cell
            plan.writings.put(cell.sheet, cell.column, cell.row, cell.value, one.origin)
        # Numbers below zero name no column of the sheet, so that none is marked by mistake.
        columns = tuple(replace(one, index=-one.index) for one in subject.columns)
        _tell_columns(plan, sheet.name, columns)
        wording = min(subject.names, default=0)
        plan.rows.extend(replace(row, row=wording) for row in subject.rows())
        inside |= {column.index for column in table.columns}
    return inside


def _plan_summaries(
    plan: Plan, sheet: Sheet, shape: FormShape, tables: Sequence[Table]
) -> set[int]:
    """Plan the tables that count tasks; their rows, which are none of another table's."""
    rows = {row.row for table in tables for row in table.rows if len(table.header_rows) > 1}
    columns, inside = fill_summaries(plan.writings, sheet, shape, plan.facts, frozenset(rows))
    _tell_columns(plan, sheet.name, columns)
    return set(inside)


def _tell_columns(plan: Plan, sheet: str, columns: Sequence[BoundColumn]) -> None:
    if columns:
        plan.columns[sheet] = (*plan.columns.get(sheet, ()), *columns)


def _subject_of(plan: Plan, table: Table, shape: FormShape) -> Subject | None:
    """What a table's rows are about: whatever most of its rows are known by, tasks before all."""
    asking = [one for one in _subjects(plan, table, shape) if one.asks]
    return max(asking, key=lambda one: len(one.told()), default=None)


def _subjects(plan: Plan, table: Table, shape: FormShape) -> Iterator[Subject]:
    looks = blank_looks(table, shape)
    tasks = TaskRows(plan.facts, table, plan.choices, looks, _told_period(plan, table))
    registers = (
        *register_rows(plan.facts, table, plan.choices, looks),
        TownRows(plan.facts, table, map_columns(table), looks, plan.choices),
    )
    # Empty rows are told by the head alone: there a register goes first.
    yield from (*registers, tasks) if not table.rows else (tasks, *registers)


def _told_period(plan: Plan, table: Table) -> Period | None:
    """The other period that a sheet is about where the form has a sheet for each."""
    own = Period.parse(plan.facts.view.head.period)
    name = squash(table.sheet)
    return period_of([name], own) if names_period(name) else None


def _tell(plan: Plan, table: Table, subject: Subject) -> None:
    """Note what was made of a table, for the clerk to put right."""
    sheet = table.sheet
    plan.columns[sheet] = (*subject.columns, *plan.columns.get(sheet, ()))
    plan.heads[sheet].update(table.header_rows)
    plan.rows.extend(subject.rows())


def _check(plan: Plan, filler: TableFiller, subject: Subject, shape: FormShape) -> None:
    """Note what speaks against the rows as they are filled."""
    for row in filler.rows:
        found = row_findings(row, subject.columns, shape, no_blanks=plan.no_blanks)
        plan.findings.extend(found)


def _plan_labels(plan: Plan, sheet: Sheet, shape: FormShape, inside: set[int]) -> None:
    texts = {
        place: cell.value
        for place, cell in sheet.cells.items()
        if place[0] not in inside and cell.number is None and cell.day is None
    }
    planned = {(one.sheet, one.row, one.column) for one in plan.writings.cells}
    for (row, column), value in fill_labels(texts, shape, plan.facts.labels).items():
        at = plan.writings.row_of(sheet.name, row)
        if (sheet.name, at, column) not in planned:
            plan.writings.put(sheet.name, at, column, value)
