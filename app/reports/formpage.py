"""The pages of a filled form: its sheets as Page grids in their own sizes, rules and typefaces."""

import math
import re
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils.cell import range_boundaries

from app.reports.fitting import clean
from app.reports.formshape import open_form, silent
from app.reports.grid import Border, CellStyle, Font, Grid, GridCell, Line, Margins, PageSetup
from app.reports.officefont import MM_PER_POINT, digit_width

_PAD_UNITS = 0.7
_MM_PER_INCH = 25.4
_POINTS_PER_PIXEL = 0.75
_LEAST_SCALE = 0.1
_SAVING = 0.98
_PAPERS = {8: "A3", 9: "A4"}
_FONTS = (
    ("小标宋", Font.TITLE),
    ("标宋", Font.TITLE),
    ("仿宋", Font.FANGSONG),
    ("fangsong", Font.FANGSONG),
    ("楷", Font.KAI),
    ("kai", Font.KAI),
    ("黑", Font.HEI),
    ("hei", Font.HEI),
    ("等线", Font.HEI),
    ("arial", Font.HEI),
)
_WEIGHTS = {
    "hair": Line.HAIR,
    "dotted": Line.HAIR,
    "medium": Line.MEDIUM,
    "mediumDashed": Line.MEDIUM,
    "double": Line.MEDIUM,
    "thick": Line.THICK,
}
_ALIGN = {
    "center": "center",
    "centerContinuous": "center",
    "distributed": "center",
    "right": "right",
}
_VALIGN = {"top": "top", "center": "middle", "distributed": "middle", "justify": "top"}


def form_grids(content: bytes, title: str) -> tuple[Grid, ...]:
    """The visible sheets of a filled form that hold anything, as Page grids."""
    styled = open_form(content)
    with silent():
        values = load_workbook(BytesIO(content), data_only=True)
    return tuple(
        _Page(sheet, values[sheet.title], title).grid()
        for sheet in styled.worksheets
        if sheet.sheet_state == "visible" and (sheet.max_row > 1 or sheet.cell(1, 1).value)
    )


class _Page:
    """One sheet laid on its paper."""

    def __init__(self, sheet: Any, values: Any, title: str) -> None:
        self._sheet, self._values, self._title = sheet, values, title
        normal = sheet.parent._fonts[0]
        self._unit = digit_width(str(normal.name or ""), float(normal.size or 11))
        self._top, self._left, self._bottom, self._right = self._area()
        self._rows = [r for r in range(self._top, self._bottom + 1) if not self._is_hidden_row(r)]
        self._columns = [c for c in range(self._left, self._right + 1) if self._width(c) > 0]
        self._row_at = {row: at for at, row in enumerate(self._rows, 1)}
        self._column_at = {column: at for at, column in enumerate(self._columns, 1)}
        self._merged = {(area.min_row, area.min_col): area for area in sheet.merged_cells.ranges}
        self._covered = {
            (row, column)
            for area in sheet.merged_cells.ranges
            for row in range(area.min_row, area.max_row + 1)
            for column in range(area.min_col, area.max_col + 1)
            if (row, column) != (area.min_row, area.min_col)
        }

    def grid(self) -> Grid:
        """The sheet as a Page grid."""
        cells = [
            self._cell(row, column)
            for row in self._rows
            for column in self._columns
            if (row, column) not in self._covered
        ]
        return Grid(
            title=self._title,
            cells=tuple(cell for cell in cells if cell is not None),
            column_widths=tuple(self._width(column) for column in self._columns),
            row_heights=tuple(self._height(row) for row in self._rows),
            page=self._setup(),
            repeat_rows=self._repeats(),
            fixed_rows=frozenset(
                at for row, at in self._row_at.items() if self._sheet.row_dimensions[row].height
            ),
        )

    def _area(self) -> tuple[int, int, int, int]:
        """What is printed: the print area, else all that holds text or rules."""
        if self._sheet.print_area:
            first = str(self._sheet.print_area).split(",")[0].rpartition("!")[2]
            left, top, right, bottom = range_boundaries(first.replace("$", ""))
            if None not in {left, top, right, bottom}:
                return int(top or 1), int(left or 1), int(bottom or 1), int(right or 1)
        used = [
            (cell.row, cell.column)
            for row in self._sheet.iter_rows()
            for cell in row
            if cell.value is not None or cell.border.bottom.style or cell.border.left.style
        ]
        merges = [(a.max_row, a.max_col) for a in self._sheet.merged_cells.ranges]
        ends = [*used, *merges] or [(1, 1)]
        return 1, 1, max(row for row, _ in ends), max(column for _, column in ends)

    def _is_hidden_row(self, row: int) -> bool:
        return bool(self._sheet.row_dimensions[row].hidden)

    def _width(self, column: int) -> float:
        """A column's width in millimetres, 0 for a hidden one."""
        for size in self._sheet.column_dimensions.values():
            if size.min and size.min <= column <= (size.max or size.min):
                if size.hidden:
                    return 0.0
                if size.width:
                    return float(size.width) * self._unit
        usual = self._sheet.sheet_format.defaultColWidth
        return float(usual or 8.43 + _PAD_UNITS) * self._unit

    def _height(self, row: int) -> float | None:
        height = self._sheet.row_dimensions[row].height
        usual = self._sheet.sheet_format.defaultRowHeight
        # Office programs lay rows out in whole pixels, and drop what is left over.
        pixels = math.floor(float(height or usual or 15) / _POINTS_PER_PIXEL)
        return pixels * _POINTS_PER_PIXEL * MM_PER_POINT

    def _cell(self, row: int, column: int) -> GridCell | None:
        cell = self._sheet.cell(row, column)
        area = self._merged.get((row, column))
        last_row, last_column = (area.max_row, area.max_col) if area else (row, column)
        down = sum(1 for r in self._rows if row <= r <= last_row)
        across = sum(1 for c in self._columns if column <= c <= last_column)
        text = clean(self._shown(row, column))
        border = self._border(row, column, last_row, last_column)
        style = _style(cell, border)
        if not text and border == Border() and not style.fill:
            return None
        if text and area is None and not style.wrap:
            across = self._overflow(row, column, style, text)
        return GridCell(self._row_at[row], self._column_at[column], text, down, across, style)

    def _overflow(self, row: int, column: int, style: CellStyle, text: str) -> int:
        """How many columns an unwrapped text runs over: into blank cells without rules."""
        if style.align != "left" or style.border != Border():
            return 1
        length = sum(1 if ord(sign) < 0x2000 else 2 for sign in text)
        need, have, across = length * style.size / 2 * MM_PER_POINT, self._width(column), 1
        for other in self._columns[self._column_at[column] :]:
            blank = self._sheet.cell(row, other).value is None and (row, other) not in self._merged
            if have >= need or not blank or (row, other) in self._covered:
                break
            if self._border(row, other, row, other) != Border():
                break
            have, across = have + self._width(other), across + 1
        return across

    def _border(self, row: int, column: int, last_row: int, last_column: int) -> Border:
        first = self._sheet.cell(row, column).border
        last = self._sheet.cell(last_row, last_column).border
        return Border(_line(first.left), _line(first.top), _line(last.right), _line(last.bottom))

    def _shown(self, row: int, column: int) -> str:
        value = self._values.cell(row, column).value
        if value is None:
            return ""
        return show_value(value, str(self._sheet.cell(row, column).number_format))

    def _repeats(self) -> tuple[int, int] | None:
        titles = self._sheet.print_title_rows
        if not titles:
            return None
        first, _, last = str(titles).replace("$", "").partition(":")
        rows = [at for row, at in self._row_at.items() if int(first) <= row <= int(last or first)]
        return (rows[0], rows[-1]) if rows else None

    def _setup(self) -> PageSetup:
        setup, margins = self._sheet.page_setup, self._sheet.page_margins
        sides = (margins.top, margins.right, margins.bottom, margins.left)
        page = PageSetup(
            paper=_PAPERS.get(int(setup.paperSize or 9), "A4"),
            landscape=setup.orientation == "landscape",
            margins=Margins(*(float(side) * _MM_PER_INCH for side in sides)),
            mode="bare",
            centred=bool(self._sheet.print_options.horizontalCentered),
            middle=bool(self._sheet.print_options.verticalCentered),
            header=self._around(self._sheet.oddHeader),
            footer=self._around(self._sheet.oddFooter),
            edges=(
                float(margins.header or 0) * _MM_PER_INCH,
                float(margins.footer or 0) * _MM_PER_INCH,
            ),
        )
        return replace(page, scale=self._scale(page))

    def _scale(self, page: PageSetup) -> float:
        """How large the sheet is drawn, in whole per cent, as office programs reckon it."""
        setup = self._sheet.page_setup
        margins = page.margins
        width, height = page.block_width, page.size[1] - margins.top - margins.bottom
        across = width / max(1.0, sum(self._width(column) for column in self._columns))
        if not self._sheet.sheet_properties.pageSetUpPr.fitToPage:
            # A sheet too wide for its page would go on beside it: rather smaller, and whole.
            return min(float(setup.scale or 100) / 100, across)
        fits = [1.0]
        if _pages(setup.fitToWidth):
            fits.append(across * _pages(setup.fitToWidth))
        if _pages(setup.fitToHeight):
            down = height / max(1.0, sum(self._height(row) or 0.0 for row in self._rows))
            fits.append(down * _pages(setup.fitToHeight))
        scale = max(_LEAST_SCALE, math.floor(min(fits) * 100) / 100)
        if _pages(setup.fitToHeight) == 0:
            # An almost empty last page is saved by a slightly smaller scale.
            smaller = math.floor(scale * _SAVING * 100) / 100
            if self._page_count(height / smaller) < self._page_count(height / scale):
                return smaller
        return scale

    def _page_count(self, height: float) -> int:
        """How many pages of a height the rows take, with the heads that are printed again."""
        repeat = self._repeats() or (0, -1)
        heights = [self._height(row) or 0.0 for row in self._rows]
        head = sum(heights[repeat[0] - 1 : repeat[1]]) if repeat[0] else 0.0
        pages, left = 1, height
        for at, row in enumerate(heights, 1):
            if row > left and left < height:
                pages, left = pages + 1, height - (head if at > repeat[1] else 0.0)
            left -= row
        return pages

    def _around(self, item: Any) -> tuple[str, str, str]:
        """A header's or footer's three texts; what the page itself knows is put in."""
        texts = [str(part.text or "") for part in (item.left, item.center, item.right)]
        left, middle, right = (_plain_code(text, self._sheet.title) for text in texts)
        return left, middle, right


def _pages(count: object) -> int:
    """How many pages a sheet is to fit; 0 for as many as it takes, one when nothing is said."""
    return 1 if count is None else int(str(count))


def _plain_code(text: str, sheet: str) -> str:
    """A header's text without the codes for looks; ``&P`` and ``&N`` stay for the printer."""
    text = text.replace("&[Page]", "&P").replace("&[Pages]", "&N")
    text = text.replace("&A", sheet).replace("&[Tab]", sheet)
    return re.sub(r'&(?:"[^"]*"|\d+|[^PN&])', "", text).replace("&&", "&").strip()


def show_value(value: object, code: str) -> str:
    """A value as its cell shows it, for the number formats forms use."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime | date):
        return f"{value.year}年{value.month}月{value.day}日"
    if not isinstance(value, int | float):
        return str(value)
    number = Decimal(repr(value))
    plain = code.split(";")[0]
    percent = "%" in plain
    if percent:
        number *= 100
    places = len(plain.partition(".")[2].rstrip("%_ )")) if "0" in plain else None
    if places is not None and "." not in plain:
        places = 0
    shown = format(round(number, places) if places is not None else round(number, 9), "f")
    if places is None and "." in shown:
        shown = shown.rstrip("0").rstrip(".")
    return f"{shown}%" if percent else shown


def _style(cell: Any, border: Border) -> CellStyle:
    alignment, font = cell.alignment, cell.font
    number = cell.data_type in {"n", "f"} and alignment.horizontal in {None, "general"}
    return CellStyle(
        font=_face(str(font.name or "")),
        size=float(font.size or 11),
        bold=bool(font.bold),
        align="right" if number else _ALIGN.get(alignment.horizontal, "left"),
        valign=_VALIGN.get(alignment.vertical, "bottom"),
        border=border,
        wrap=bool(alignment.wrap_text),
        fill=_fill(cell),
    )


def _face(name: str) -> Font:
    return next((face for word, face in _FONTS if word in name.lower()), Font.SONG)


def _fill(cell: Any) -> str:
    colour = cell.fill.fgColor if cell.fill.fill_type == "solid" else None
    if colour is None or colour.type != "rgb" or not isinstance(colour.rgb, str):
        return ""
    return colour.rgb[-6:]


def _line(side: Any) -> Line:
    if side is None or not side.style:
        return Line.NONE
    return _WEIGHTS.get(side.style, Line.THIN)
