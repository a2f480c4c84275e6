"""Writes a Page grid as a workbook: the same texts cell for cell, ready to print."""

import re
from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, PatternFill, Side
from openpyxl.styles import Font as SheetFont
from openpyxl.styles.colors import Color
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from app.errors import Bug, UserError
from app.reports.grid import Grid, GridCell
from app.reports.looks import Border as GridBorder
from app.reports.looks import CellStyle, Font, Line
from app.reports.rendering.fitting import clean
from app.reports.rendering.setting import POINTS_PER_MM, Setter, row_heights, set_cells

# What the office's machines call the typefaces; one that is missing falls back to 宋体.
_NAMES = {
    Font.FANGSONG: "仿宋",
    Font.SONG: "宋体",
    Font.HEI: "黑体",
    Font.KAI: "楷体",
    Font.TITLE: "方正小标宋简体",
}
# The library has no line that merely begins at its cell's edge.
_WAYS = {"start": "left", "fill": "distributed"}
_POINTS_PER_INDENT = 9.0
_PAPER_CODES = {"A4": 9, "A3": 8}
_MM_PER_INCH = 25.4
# A column's width counts digits of the workbook's basic typeface. Arial 10, or what stands in for
# it, is 7 pixels of 1/96 inch a digit on every system; Calibri and 宋体 are missing on many.
_BASIC = SheetFont(name="Arial", size=10)
_MM_PER_UNIT = 7 * _MM_PER_INCH / 96
_HIGHEST_ROW = 409.0
_LONGEST_TEXT = 32767
# A sheet's lines are a little higher and its characters a little wider than ours, by program.
_LOOSE_HEIGHT = 1.06
_LOOSE_WIDTH = 1.04
_WIDE = re.compile(
    "[\u1100-\u115f\u2010-\u2fff\u3000-\ua4cf\uac00-\ud7ff\uf900-\uffef\U00010000-\U0010ffff]"
)
_NARROW_ADVANCE = 0.54
_SHEET_NAME_STRANGERS = re.compile(r"[\[\]:*?/\\']")
_FORMULA_STARTS = tuple("=+-@＝＋－＠")  # a Chinese Excel takes the wide ones too
_EPOCH = datetime(2000, 1, 1)  # noqa: DTZ001  (the file format keeps no zone)
_EPOCH_STAMP = b"2000-01-01T00:00:00Z"
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")
_ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)
_PRODUCER = "攻坚台账"


def render_xlsx(grid: Grid) -> bytes:
    """The grid as a workbook of one sheet; the same bytes for the same grid.

    A row too high for a sheet is spread over several sheet rows, its cells merged over them.

    Raises:
        UserError: a text is longer than a workbook's cell can hold.
    """
    return render_xlsxs((grid,))


def render_xlsxs(grids: Sequence[Grid]) -> bytes:
    """Several grids as one workbook, a sheet each.

    Raises:
        UserError: a text is longer than a workbook's cell can hold.
    """
    book = Workbook()
    _set_basic_font(book)
    book.remove(book.worksheets[0])
    for grid in grids:
        sheet: Worksheet = book.create_sheet(_sheet_name(grid.title))
        plan = _plan_rows(grid)
        _write_cells(sheet, grid, plan)
        _size(sheet, grid, plan)
        _set_up_page(sheet, grid, plan)
    properties = book.properties
    properties.creator = properties.lastModifiedBy = _PRODUCER
    properties.title = clean(grids[0].title)
    properties.created = _EPOCH
    stream = BytesIO()
    book.save(stream)
    return _without_times(stream.getvalue())


@dataclass(frozen=True, slots=True)
class _Rows:
    """Which sheet rows each row of the grid takes, first and last, and how high they are."""

    spans: Mapping[int, tuple[int, int]]
    heights: Sequence[float]


def _set_basic_font(book: Any) -> None:
    # openpyxl has no public way to the style Normal of a new workbook.
    normal = book._named_styles["Normal"]
    normal.font = _BASIC
    normal.bind(book)


def _sheet_name(title: str) -> str:
    return _SHEET_NAME_STRANGERS.sub(" ", clean(title)).replace("\n", " ").strip()[:31] or "报表"


def _nominal_width(text: str, _font: Font) -> float:
    """The text's width in parts of its size, as the office's typefaces set it, rather too wide."""
    wide = len(_WIDE.findall(text))
    return (wide + (len(text) - wide) * _NARROW_ADVANCE) * _LOOSE_WIDTH


def _plan_rows(grid: Grid) -> _Rows:
    _, wanted = row_heights(grid, set_cells(grid, Setter(_nominal_width)))
    spans: dict[int, tuple[int, int]] = {}
    heights: list[float] = []
    for row, height in enumerate(wanted, start=1):
        loose = height * _LOOSE_HEIGHT
        count = max(1, -int(-loose // _HIGHEST_ROW))
        spans[row] = (len(heights) + 1, len(heights) + count)
        heights += [loose / count] * count
    return _Rows(spans, heights)


def _write_cells(sheet: Worksheet, grid: Grid, plan: _Rows) -> None:
    looks = _Looks()
    half_page = grid.page.size[1] * POINTS_PER_MM / 2
    for cell in grid.cells:
        first, last = plan.spans[cell.row][0], plan.spans[cell.last_row][1]
        style = cell.style
        if cell.number is not None:
            # A number never wraps: too wide for its cell it would show as ####.
            style = replace(style, wrap=False)
        if sum(plan.heights[first - 1 : last]) > half_page:
            # A sheet prints a text once: in the middle it may fall on a page far from the first.
            style = replace(style, valign="top")
        for row in range(first, last + 1):
            for column in range(cell.column, cell.last_column + 1):
                looks.dress(_cell_at(sheet, row, column), style)
        if (first, cell.column) != (last, cell.last_column):
            sheet.merge_cells(
                start_row=first, start_column=cell.column, end_row=last, end_column=cell.last_column
            )
        _write_value(_cell_at(sheet, first, cell.column), cell)


def _cell_at(sheet: Worksheet, row: int, column: int) -> Cell:
    found = sheet.cell(row, column)
    if not isinstance(found, Cell):
        raise Bug(f"cells of the grid overlap at row {row}, column {column}")
    return found


def _write_value(target: Cell, cell: GridCell) -> None:
    """Numbers as numbers; every text as text, also one that begins like a formula."""
    if cell.number is not None:
        target.value = cell.number
        target.number_format = cell.number_format
        return
    text = clean(cell.text)
    if not text:
        return
    if len(text) > _LONGEST_TEXT:
        where = f"“{text[:20]}…”一格有{len(text)}字"
        message = f"{where}，超过工作簿每格{_LONGEST_TEXT}字的上限；请分成几格。"
        raise UserError("text_too_long", message)
    target.value = text
    target.data_type = "s"
    target.number_format = "@" if len(text) <= 255 else "General"
    if text.lstrip().startswith(_FORMULA_STARTS):
        target.quotePrefix = True


class _Looks:
    """Turns cell styles into the workbook's, each once."""

    def __init__(self) -> None:
        self._known: dict[CellStyle, Any] = {}

    def dress(self, target: Any, style: CellStyle) -> None:
        known = self._known.get(style)
        if known is not None:
            # The library would look each part up again for every cell.
            target._style = copy(known)
            return
        font, alignment, border, fill = _look(style)
        target.font, target.alignment, target.border = font, alignment, border
        if style.fill:
            target.fill = fill
        self._known[style] = copy(target._style)


def _look(style: CellStyle) -> tuple[SheetFont, Alignment, Border, PatternFill]:
    vertical = {"top": "top", "middle": "center", "bottom": "bottom"}[style.valign]
    border = style.border
    return (
        _font(style),
        Alignment(
            horizontal=_WAYS.get(style.align, style.align),
            vertical=vertical,
            wrap_text=style.wrap,
            shrink_to_fit=not style.wrap,
            text_rotation=90 - style.turn if style.turn < 0 else style.turn,
            indent=round(style.indent / _POINTS_PER_INDENT),
        ),
        _border(border),
        PatternFill("solid", fgColor=style.fill) if style.fill else PatternFill(),
    )


def _font(style: CellStyle) -> SheetFont:
    font = SheetFont(name=_NAMES[style.font], size=style.size, bold=style.bold)
    if style.italic or style.strike or style.underline or style.color:
        font.italic, font.strike = style.italic or None, style.strike or None
        font.underline = style.underline or None
        font.color = Color(f"FF{style.color}") if style.color else None
    return font


def _border(border: GridBorder) -> Border:
    lines = (border.left, border.top, border.right, border.bottom, border.rising or border.falling)
    inks = border.colors or ("",) * len(lines)
    left, top, right, bottom, across = (
        _side(line, ink) for line, ink in zip(lines, inks, strict=True)
    )
    if not across.style:
        return Border(left=left, right=right, top=top, bottom=bottom)
    ways: dict[str, Any] = {"diagonalUp": bool(border.rising)}
    ways["diagonalDown"] = bool(border.falling)
    return Border(left=left, right=right, top=top, bottom=bottom, diagonal=across, **ways)


@lru_cache(maxsize=256)
def _side(line: Line, ink: str) -> Side:
    style: Any = line.value
    return Side(style=style, color=ink or "000000") if line else Side()


def _size(sheet: Worksheet, grid: Grid, plan: _Rows) -> None:
    for index, width in enumerate(grid.column_widths, start=1):
        sheet.column_dimensions[get_column_letter(index)].width = round(width / _MM_PER_UNIT, 2)
    for row, height in enumerate(plan.heights, start=1):
        sheet.row_dimensions[row].height = round(height, 1)


def _set_up_page(sheet: Worksheet, grid: Grid, plan: _Rows) -> None:
    page, margins = grid.page, grid.page.margins_of(1)
    sheet.page_setup.paperSize = _PAPER_CODES[page.paper]
    sheet.page_setup.orientation = "landscape" if page.landscape else "portrait"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_options.horizontalCentered = True
    inches = sheet.page_margins
    inches.left, inches.right = margins.left / _MM_PER_INCH, margins.right / _MM_PER_INCH
    inches.top, inches.bottom = margins.top / _MM_PER_INCH, margins.bottom / _MM_PER_INCH
    inches.header = inches.footer = margins.bottom / _MM_PER_INCH / 2
    if grid.repeat_rows:
        first, last = plan.spans[grid.repeat_rows[0]][0], plan.spans[grid.repeat_rows[1]][1]
        sheet.print_title_rows = f"{first}:{last}"
        sheet.freeze_panes = f"A{last + 1}"
    _number_pages(sheet, page.mode)


def _number_pages(sheet: Worksheet, mode: str) -> None:
    """第1页 共2页 in the middle, or — 1 — at the outer side of an annex."""
    if mode == "annex":
        sheet.HeaderFooter.differentOddEven = True
        sheet.oddFooter = HeaderFooterItem(right=_HeaderFooterPart("— &P —", size=14))
        sheet.evenFooter = HeaderFooterItem(left=_HeaderFooterPart("— &P —", size=14))
    else:
        sheet.oddFooter = HeaderFooterItem(center=_HeaderFooterPart("第&P页 共&N页", size=10))


def _without_times(content: bytes) -> bytes:
    """The workbook packed anew with fixed times, so that equal grids give equal bytes."""
    out = BytesIO()
    with ZipFile(BytesIO(content)) as source, ZipFile(out, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            data = source.read(name)
            if name == "docProps/core.xml":
                data = _MODIFIED.sub(rb"\g<1>" + _EPOCH_STAMP, data)
            entry = ZipInfo(name, _ZIP_EPOCH)
            entry.compress_type = ZIP_DEFLATED
            target.writestr(entry, data)
    return out.getvalue()
