"""Filling a district's own blank form from the ledger: the same file back, and its page."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path

from sqlalchemy import select

from app.errors import UserError
from app.files import telling_disk_faults
from app.importing.columns import ColumnMapping, map_columns
from app.importing.drafts import read_drafts
from app.importing.headings import squash
from app.importing.layout import Table, find_tables
from app.importing.matching import HeldTask
from app.importing.readers.registry import read_sheets
from app.importing.sheet import Sheet
from app.models.database import Ledger
from app.models.rules.periods import Period
from app.models.tasks import Task
from app.models.tracking import Progress
from app.models.views import ProgressView, ReturnView
from app.reports.form import fill_form, has_macros
from app.reports.formpage import form_grids
from app.reports.formshape import FormShape, open_form
from app.reports.formsheet import FormCell
from app.reports.grid import Grid
from app.reports.oldform import as_xlsx, is_old_form
from app.reports.pdf import render_pdfs
from app.reports.shifting import Growth
from app.services.drafting import held_task
from app.services.filing import FormFiles, write_files
from app.services.formcolumns import BoundColumn, bind_columns
from app.services.formlabels import LabelFacts, facts_of, fill_labels
from app.services.formrows import match_rows
from app.services.formvalues import Spot, TaskFacts, value_for
from app.services.returns import Wanted, draft_return
from app.services.wording import shorten

_EVERYONE = ("yes", "ask", "no")
_FOOT = frozenset({"note", "signature", "total", "group"})
_SAMPLE = re.compile(r"示例|样例|范例|^[(（]?例[)）:：]|[×xX＊*]{2,}|某某|某(?:镇|村|企业|公司)")
_ENDINGS = frozenset({".xlsx", ".xls", ".xlsm", ".et"})


@dataclass(frozen=True, slots=True)
class FilledForm:
    """A form filled in.

    Attributes:
        stem: the files' name without ending.
        workbook: the filled .xlsx file.
        pdf: its page.
        columns: what each column took and why, by sheet.
        notes: what the clerk should look at, one Chinese sentence each.
        name: the blank's own name.
        grid: its main page.
    """

    stem: str
    workbook: bytes
    pdf: bytes
    columns: Mapping[str, tuple[BoundColumn, ...]]
    notes: tuple[str, ...]
    name: str
    grid: Grid

    @property
    def files(self) -> FormFiles:
        """What is filed of it."""
        # A workbook with macros opens under its own ending only.
        kind = "xlsm" if has_macros(self.workbook) else "xlsx"
        return FormFiles(self.name, {kind: self.workbook, "pdf": self.pdf}, self.grid)


@dataclass(slots=True)
class _Plan:
    """What is to be written into one form."""

    cells: list[FormCell] = field(default_factory=list)
    growths: list[Growth] = field(default_factory=list)
    columns: dict[str, tuple[BoundColumn, ...]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Facts:
    """What the ledger has for the form."""

    view: ReturnView
    tasks: Mapping[int, TaskFacts]
    held: tuple[HeldTask, ...]
    ours: frozenset[int]
    labels: LabelFacts
    kept: frozenset[str]


def is_form(name: str) -> bool:
    """Whether the word for a format is a form's file rather than a built-in's key."""
    path = Path(name)
    return path.suffix.lower() in _ENDINGS or path.is_file()


def fill_blank(
    ledger: Ledger, path: Path, *, period: str, list_id: int, filled_on: date
) -> FilledForm:
    """Fill a blank form for a period.

    Args:
        ledger: the open ledger.
        path: the district's blank, .xlsx or .xls.
        period: the period's key.
        list_id: the list the form is about.
        filled_on: the day of filling in.

    Raises:
        UserError: the file is missing, no workbook or damaged; or nothing in it asks for
            anything of the ledger (``not_a_form``).
    """
    with telling_disk_faults(path):
        content = path.read_bytes()
    sheets = read_sheets(path)
    if is_old_form(content):
        content = as_xlsx(content)
    facts = _facts(ledger, Wanted("", period, list_id, filled_on))
    book = open_form(content)
    plan = _Plan()
    for sheet in sheets:
        if not sheet.hidden and sheet.name in book.sheetnames:
            _plan_sheet(plan, sheet, FormShape(book[sheet.name]), facts)
    if not any(one.field for columns in plan.columns.values() for one in columns):
        message = f"“{path.name}”里没有找到要填进展的栏目；请检查是否选错了文件。"
        raise UserError("not_a_form", message)
    filled = fill_form(content, plan.cells, plan.growths)
    head = facts.view.head
    stem = f"{head.office}{head.period_label}_{path.stem}"
    grids = form_grids(filled, stem)
    return FilledForm(
        stem,
        filled,
        render_pdfs(grids),
        plan.columns,
        tuple(plan.notes),
        path.stem,
        max(grids, key=lambda grid: len(grid.cells)),
    )


def form_key(path: Path) -> str:
    """The key under which returns on a form are filed."""
    return f"form:{path.stem}"[:60]


def write_form(filled: FilledForm, out: Path) -> tuple[Path, Path]:
    """Write a filled form and its PDF into a folder.

    Raises:
        UserError: the folder can't be written.
    """
    return write_files(filled.files.files, out, filled.stem)


def _facts(ledger: Ledger, wanted: Wanted) -> _Facts:
    view = draft_return(ledger, wanted, ours=_EVERYONE)
    with ledger.reading() as session:
        query = select(Task).where(Task.list_id == wanted.list_id, Task.removed_in.is_(None))
        tasks = session.scalars(query.order_by(Task.position)).all()
        held = tuple(held_task(task) for task in tasks)
        ours = frozenset(task.id for task in tasks if task.ours == "yes")
        ids = [task.id for task in tasks]
        entries: dict[int, dict[str, ProgressView]] = {}
        for row in session.scalars(select(Progress).where(Progress.task_id.in_(ids))):
            entries.setdefault(row.task_id, {})[row.period] = _entry(row)
    facts = {
        line.task_id: TaskFacts(line, entries.get(line.task_id, {}), view.head)
        for line in view.lines
    }
    kept = frozenset(name for line in view.lines for name in line.values)
    return _Facts(view, facts, held, ours, facts_of(view.head), kept)


def _entry(row: Progress) -> ProgressView:
    return ProgressView(
        row.id, row.task_id, row.period, row.dated, row.amount, row.text, row.problems,
        row.next_steps, row.nil_report,
    )  # fmt: skip


def _plan_sheet(plan: _Plan, sheet: Sheet, shape: FormShape, facts: _Facts) -> None:
    """Plan a sheet's tables from below, so that what stands above is where the blank has it."""
    tables = find_tables(sheet)
    inside: set[int] = set()
    for table in reversed(tables):
        planner = _TablePlanner(plan, table, shape, facts)
        if not planner.asks_for_anything():
            continue
        inside |= {*table.header_rows, *(row.row for row in table.rows)}
        if table.rows and planner.is_filled_in():
            planner.fill_rows()
        else:
            planner.fill_body(last=table is tables[-1])
            inside |= planner.body
    _plan_labels(plan, sheet, shape, facts, inside)


def _plan_labels(
    plan: _Plan, sheet: Sheet, shape: FormShape, facts: _Facts, inside: set[int]
) -> None:
    texts = {
        place: cell.value
        for place, cell in sheet.cells.items()
        if place[0] not in inside and cell.number is None and cell.day is None
    }
    growths = [one for one in plan.growths if one.sheet == sheet.name]
    for (row, column), value in fill_labels(texts, shape, facts.labels).items():
        at = row
        for growth in growths:
            at = growth.row(at)
        plan.cells.append(FormCell(sheet.name, at, column, value))


class _TablePlanner:
    """Plans what goes into one table of a form."""

    def __init__(self, plan: _Plan, table: Table, shape: FormShape, facts: _Facts) -> None:
        self._plan, self._table, self._shape, self._facts = plan, table, shape, facts
        self._mapping: ColumnMapping = map_columns(table)
        period = Period.parse(facts.view.head.period)
        self._first = table.header_rows[-1] + 1
        self._columns = bind_columns(
            table, self._mapping, period, reckoned=self._reckoned(), kept=facts.kept
        )
        self._wanted = [one for one in self._columns if one.field]
        self._written: set[tuple[int, int]] = set()
        self._samples = frozenset(self._made_up())
        self.body: set[int] = set()

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

    def fill_rows(self) -> None:
        """Fill the rows the district has written."""
        self._plan.columns[self._table.sheet] = self._columns
        drafts = read_drafts(self._table, self._mapping, year=self._facts.view.head.year).tasks
        matches = match_rows(drafts, self._facts.held)
        for row, task in matches.tasks.items():
            self._fill(row, row, self._facts.tasks[task])
        self._tell(matches.doubtful)

    def _tell(self, doubtful: Mapping[int, str]) -> None:
        sheet = self._table.sheet
        for row, text in doubtful.items():
            self._plan.notes.append(
                f"“{sheet}”第{row}行“{shorten(text)}”没有对上台账里的任务，未填，请核对。"
            )

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
        self._plan.columns[self._table.sheet] = self._columns
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
