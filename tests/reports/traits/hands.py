"""Small forms for the tests of what is printed round their cells."""

from io import BytesIO
from typing import Any
from zipfile import ZipFile

from openpyxl import Workbook
from openpyxl.styles import Border, Side

from app.reports.formpages.formpage import form_grids
from app.reports.grid import Grid, GridCell
from tests.forms import content_of

SHEET = "xl/worksheets/sheet1.xml"


def table(columns: int = 4, rows: int = 6) -> tuple[Workbook, Any]:
    book = Workbook()
    sheet: Any = book.active
    side = Side(style="thin")
    for row in range(1, rows + 1):
        for column in range(1, columns + 1):
            cell = sheet.cell(row, column, f"甲{row}乙{column}")
            cell.border = Border(left=side, right=side, top=side, bottom=side)
    return book, sheet


def grids(book: Workbook) -> tuple[Grid, ...]:
    return form_grids(content_of(book), "表")


def at(grid: Grid) -> dict[tuple[int, int], GridCell]:
    return {(cell.row, cell.column): cell for cell in grid.cells}


def sheet_text(content: bytes) -> str:
    with ZipFile(BytesIO(content)) as archive:
        return archive.read(SHEET).decode()
