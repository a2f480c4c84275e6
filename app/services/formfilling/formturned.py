"""A table that lies on its side, tasks across and fields down, read as if it stood upright."""

from dataclasses import replace

from app.importing.sheet import Cell, Merge, Sheet
from app.importing.tables.headings import is_heading, squash
from app.importing.tables.rows import is_signature
from app.models.rules.periods import Period
from app.reports.forms.formshape import FormShape
from app.services.formfilling.formcolumns import bind_label
from app.services.formfilling.formwords import is_ignored

_LONGEST, _WIDEST = 16, 2
_LEAST = 3


def turned_sheet(sheet: Sheet, shape: FormShape, period: Period) -> Sheet | None:
    """The rows of a sheet that begin with labels of fields, as columns; None where it has few."""
    labelled = [
        row for row in range(1, sheet.row_count + 1) if _is_labelled(sheet, shape, row, period)
    ]
    if len(labelled) < _LEAST:
        return None
    first, last = labelled[0], labelled[-1]
    cells = {
        (cell.column, cell.row): _turned(cell)
        for cell in sheet.cells.values()
        if first <= cell.row <= last
    }
    merges = tuple(
        Merge(one.left, one.top, one.right, one.bottom)
        for one in sheet.merges
        if first <= one.top and one.bottom <= last
    )
    return replace(
        sheet, cells=cells, merges=merges, hidden_rows=sheet.hidden_columns,
        hidden_columns=sheet.hidden_rows,
    )  # fmt: skip


def _turned(cell: Cell) -> Cell:
    return replace(cell, row=cell.column, column=cell.row)


def _is_labelled(sheet: Sheet, shape: FormShape, row: int, period: Period) -> bool:
    """Whether a row begins with the name of a field and goes on with cells of its own."""
    first = min((column for at, column in sheet.cells if at == row), default=0)
    words = squash(sheet.text(row, first)).rstrip(":：")
    right = shape.area(row, first)[3] if first else 0
    if not words or right - first >= _WIDEST or len(words) > _LONGEST or first > _WIDEST:
        return False
    if not shape.is_ruled(row, right + 1) or is_signature(sheet.text(row, first)):
        return False
    return is_heading(words) or is_ignored(words) or bool(bind_label(0, words, period).field)
