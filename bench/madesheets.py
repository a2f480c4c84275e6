"""The plain ruled table that the bench's forms are variations of."""

from typing import Any

from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties

SHORT = "完成整治并通过验收"


def a_table(sheet: Any, columns: int, rows: int, *, height: float | None = 40.0) -> None:
    """A ruled table below a title, every row with a height of its own."""
    sides = ruled()
    sheet.cell(1, 1, "污染防治攻坚战进展情况表").font = Font(size=18)
    sheet.row_dimensions[1].height = 36
    for row in range(2, rows + 2):
        if height is not None:
            sheet.row_dimensions[row].height = height + (row % 4) * 9
        for column in range(1, columns + 1):
            cell = sheet.cell(row, column, SHORT if row > 2 else f"栏目{column}")
            cell.border, cell.alignment = sides, Alignment(wrap_text=True, vertical="center")
    for column in range(1, columns + 1):
        sheet.column_dimensions[get_column_letter(column)].width = 9 + (column % 3) * 7
    sheet.page_setup.paperSize = 9
    sheet.page_setup.orientation = "landscape"


def ruled(style: Any = "thin") -> Border:
    """Rules on all four sides."""
    side = Side(style=style)
    return Border(left=side, right=side, top=side, bottom=side)


def fit_width(sheet: Any) -> None:
    """Draw the sheet as small as its page is wide."""
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
