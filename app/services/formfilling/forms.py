"""Filling a district's own blank form from the ledger: the same file back, and its page."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from app.errors import UserError
from app.files import telling_disk_faults
from app.importing.readers.registry import read_sheets
from app.importing.sheet import Sheet
from app.models.database import Ledger
from app.reports.form import fill_form, has_macros
from app.reports.formpage import form_grids
from app.reports.formshape import FormShape, open_form
from app.reports.grid import Grid
from app.reports.oldform import as_xlsx, is_old_form
from app.reports.pdf import render_pdfs
from app.services.formfilling.formchoices import FormChoices, FormRow
from app.services.formfilling.formcolumns import BoundColumn
from app.services.formfilling.formfacts import form_facts
from app.services.formfilling.formplan import Plan, plan_sheets
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
        grids: its pages, one a sheet.
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
    grids: tuple[Grid, ...]

    @property
    def grid(self) -> Grid:
        """Its main page."""
        return max(self.grids, key=lambda grid: len(grid.cells))

    @property
    def files(self) -> FormFiles:
        """What is filed of it."""
        # A workbook with macros opens under its own ending only.
        kind = "xlsm" if has_macros(self.workbook) else "xlsx"
        return FormFiles(self.name, {kind: self.workbook, "pdf": self.pdf}, self.grid)


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
    """Fill a blank form for a period.

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
    with telling_disk_faults(path):
        content = path.read_bytes()
    sheets = read_sheets(path)
    if is_old_form(content):
        content = as_xlsx(content)
    facts = form_facts(ledger, Wanted("", period, list_id, filled_on))
    book = open_form(content)
    plan = Plan(facts, choices or FormChoices())
    plan_sheets(plan, sheets, {one.title: FormShape(one) for one in book.worksheets})
    if not plan.columns:
        message = f"“{name or path.name}”里没有找到要填进展的栏目；请检查是否选错了文件。"
        raise UserError("not_a_form", message)
    filled = fill_form(content, plan.writings.cells, plan.writings.growths)
    head = facts.view.head
    name = name or path.stem
    stem = f"{head.office}{head.period_label}_{name}"
    grids = form_grids(filled, stem)
    return FilledForm(
        stem,
        filled,
        render_pdfs(grids),
        plan.columns,
        tuple(plan.rows),
        tuple(sheet for sheet in sheets if sheet.name in plan.columns),
        {name: frozenset(rows) for name, rows in plan.heads.items()},
        plan.notes,
        name,
        grids,
    )


def write_form(filled: FilledForm, out: Path) -> tuple[Path, Path]:
    """Write a filled form and its PDF into a folder.

    Raises:
        UserError: the folder can't be written.
    """
    return write_files(filled.files.files, out, filled.stem)
