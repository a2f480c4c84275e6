"""Filling a district's own blank form from the ledger: the same file back, and its page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from app.errors import UserError
from app.files import telling_disk_faults
from app.importing.readers.registry import read_sheets
from app.importing.sheet import Sheet
from app.models.database import Ledger
from app.models.returnviews import CheckFinding, ReturnLine
from app.models.rules.periods import Period
from app.reports.formpages.formpage import FormPage, form_pages
from app.reports.forms.form import fill_form, has_macros
from app.reports.forms.formshape import FormShape, open_form
from app.reports.grid import Grid
from app.reports.oldforms.oldform import converted, is_old_form
from app.reports.rendering.pdf import render_pdfs
from app.services.formfilling.formchoices import FormChoices, FormRow
from app.services.formfilling.formcolumns import BoundColumn
from app.services.formfilling.formfacts import form_facts
from app.services.formfilling.formfigures import count_findings, form_figures
from app.services.formfilling.formlines import lines_of
from app.services.formfilling.formorigins import FilledCell
from app.services.formfilling.formplan import Plan, plan_sheets
from app.services.formfilling.formprovenance import FormNumbers
from app.services.reporting.figures import Figures
from app.services.reporting.filing import FormFiles, write_files
from app.services.reporting.returns import Wanted

_ENDINGS = frozenset({".xlsx", ".xls", ".xlsm", ".et"})


@dataclass(frozen=True, slots=True)
class FilledForm:
    """A form filled in.

    Attributes:
        stem: the files' name without ending.
        workbook: the filled .xlsx file.
        pdf: its page.
        columns: what each column took and why, by sheet.
        rows: the rows the district has written, each with its task.
        sheets: the blank's sheets in which something is filled in, as they came.
        heads: the numbers of the head rows, by sheet.
        notes: what the clerk should look at, one Chinese sentence each.
        name: the blank's own name.
        pages: its pages, one a sheet or a part of one.
        findings: what speaks against handing it up as it is filled.
        filled: what was filled in from the ledger, by sheet, row and column of the filled file.
        list_id: the list the form is about.
        figures: what it says in figures.
        lost: what an old blank's conversion left behind, as a sentence.
    """

    stem: str
    workbook: bytes
    pdf: bytes
    columns: Mapping[str, tuple[BoundColumn, ...]]
    rows: tuple[FormRow, ...]
    sheets: tuple[Sheet, ...]
    heads: Mapping[str, frozenset[int]]
    notes: tuple[str, ...]
    name: str
    pages: tuple[FormPage, ...]
    filled: Mapping[tuple[str, int, int], FilledCell] = field(default_factory=dict)
    findings: tuple[CheckFinding, ...] = ()
    list_id: int | None = None
    figures: Figures = field(default_factory=dict)
    lost: tuple[str, ...] = ()

    @property
    def grids(self) -> tuple[Grid, ...]:
        """Its pages as they are drawn."""
        return tuple(page.grid for page in self.pages)

    @property
    def grid(self) -> Grid:
        """Its main page."""
        return max(self.grids, key=lambda grid: len(grid.cells))

    @property
    def files(self) -> FormFiles:
        """What is filed of it."""
        # A workbook with macros opens under its own ending only.
        kind = "xlsm" if has_macros(self.workbook) else "xlsx"
        files = {kind: self.workbook, "pdf": self.pdf}
        numbers = FormNumbers(self.filled, self.pages, self.list_id)
        return FormFiles(
            self.name,
            files,
            self.grid,
            self.findings,
            self.grids,
            numbers,
            figures=self.figures,
            tasks=self.tasks,
            printed=lines_of(self.filled),
        )

    @property
    def tasks(self) -> frozenset[int] | None:
        """The tasks the district's own rows are about; None where the form lists all of them."""
        lines = (cell.origin.line for cell in self.filled.values())
        told = frozenset(line.task_id for line in lines if isinstance(line, ReturnLine))
        if told and not self.rows:
            return None
        return told | {row.task_id for row in self.rows if row.task_id is not None}


def is_form(name: str) -> bool:
    """Whether the word for a format is a form's file rather than a built-in's key."""
    path = Path(name)
    return path.suffix.lower() in _ENDINGS or path.is_file()


def fill_blank(
    ledger: Ledger,
    path: Path,
    *,
    period: str,
    list_id: int,
    filled_on: date,
    choices: FormChoices | None = None,
    name: str = "",
) -> FilledForm:
    """Fill a blank form for a period: read it, plan what goes where, write it, draw its pages.

    Args:
        ledger: the open ledger.
        path: the district's blank, .xlsx or .xls.
        period: the period's key.
        list_id: the list the form is about.
        filled_on: the day of filling in.
        choices: what the clerk has corrected.
        name: what the form is called; its file's name when empty.

    Raises:
        UserError: the file is missing, no workbook or damaged; or nothing in it asks for
            anything of the ledger (``not_a_form``).
    """
    blank, name = _read(path), name or path.stem
    facts = form_facts(ledger, Wanted("", period, list_id, filled_on))
    plan = _planned(blank, Plan(facts, choices or FormChoices()), name)
    head = facts.view.head
    stem = f"{head.office}{head.period_label}_{name}"
    filled = plan.writings.filled
    plan.findings.extend(count_findings(filled))
    figures = form_figures(filled.values(), Period.parse(period))
    return replace(_finished(blank, plan, name, stem), list_id=list_id, figures=figures)


@dataclass(frozen=True, slots=True)
class _Blank:
    """A blank form as it came: its file as .xlsx, and its sheets as the way in reads them.

    ``notes`` says what an old file's conversion could not carry along.
    """

    content: bytes
    sheets: Sequence[Sheet]
    notes: tuple[str, ...] = ()


def _read(path: Path) -> _Blank:
    with telling_disk_faults(path):
        content = path.read_bytes()
    sheets = read_sheets(path)
    if not is_old_form(content):
        return _Blank(content, sheets)
    made = converted(content)
    return _Blank(made.content, sheets, made.notes)


def _planned(blank: _Blank, plan: Plan, name: str) -> Plan:
    """The plan with every sheet of the form told."""
    book = open_form(blank.content)
    plan_sheets(plan, blank.sheets, {one.title: FormShape(one) for one in book.worksheets})
    if not plan.columns:
        message = f"“{name}”里没有找到要填进展的栏目；请检查是否选错了文件。"
        raise UserError("not_a_form", message)
    return plan


def _finished(blank: _Blank, plan: Plan, name: str, stem: str) -> FilledForm:
    """The form written and drawn."""
    today = plan.facts.view.head.filled_on
    workbook = fill_form(blank.content, plan.writings.cells, plan.writings.growths, today)
    pages = form_pages(workbook, stem, today)
    return FilledForm(
        stem,
        workbook,
        render_pdfs([page.grid for page in pages]),
        plan.columns,
        tuple(plan.rows),
        tuple(sheet for sheet in blank.sheets if sheet.name in plan.columns),
        {sheet: frozenset(rows) for sheet, rows in plan.heads.items()},
        (*blank.notes, *plan.notes),
        name,
        pages,
        plan.writings.filled,
        tuple(plan.findings),
        lost=blank.notes,
    )


def write_form(filled: FilledForm, out: Path) -> tuple[Path, Path]:
    """Write a filled form and its PDF into a folder.

    Raises:
        UserError: the folder can't be written.
    """
    return write_files(filled.files.files, out, filled.stem)
