"""How large a form's rows and columns are, and which areas of a sheet are printed."""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from openpyxl.utils.cell import column_index_from_string, range_boundaries

from app.errors import UserError
from app.reports.forms.officefont import MM_PER_PIXEL, MM_PER_POINT, digit_width

_NEAR = 0.01
_LAST_COLUMN, _LAST_ROW = 16_384, 100_000
_MOST_ROWS, _MOST_COLUMNS = 50_000, 1_000  # no form is larger; a stray cell at the end is
_USUAL_DIGITS, _PAD_PIXELS = 8, 5
_POINTS_PER_PIXEL = 0.75
_AREA = re.compile(r"\$?[A-Z]{1,3}\$?\d+(?::\$?[A-Z]{1,3}\$?\d+)?")


@dataclass(frozen=True, slots=True)
class Area:
    """The rows and columns of a sheet printed together; ``is_open`` when none were named."""

    rows: tuple[int, ...]
    columns: tuple[int, ...]
    is_open: bool


class Sizes:
    """Widths and heights of one sheet in millimetres, as office programs reckon them."""

    def __init__(self, sheet: Any) -> None:
        self._sheet = sheet
        normal = sheet.parent._fonts[0]
        self._unit = digit_width(str(normal.name or ""), float(normal.size or 11))
        self._widths: dict[int, float] = {}
        self._tops, self._lefts = [0.0], [0.0]

    @cached_property
    def _usual_width(self) -> float:
        """The width of a column the file says nothing of: some digits and five pixels."""
        told = self._sheet.sheet_format
        if told.defaultColWidth:
            return float(told.defaultColWidth) * self._unit
        wide = float(told.baseColWidth or _USUAL_DIGITS) * self._unit + _PAD_PIXELS * MM_PER_PIXEL
        pixels = self._unit / MM_PER_PIXEL
        if abs(pixels - round(pixels)) > _NEAR:
            return wide
        # Where digits are whole pixels wide, so are columns, by eights.
        return math.ceil(wide / MM_PER_PIXEL / 8 - _NEAR) * 8 * MM_PER_PIXEL

    def width(self, column: int) -> float:
        """A column's width, 0 for a hidden one."""
        if column not in self._widths:
            self._widths[column] = self._told_width(column)
        return self._widths[column]

    def _told_width(self, column: int) -> float:
        for size in self._sheet.column_dimensions.values():
            if size.min and size.min <= column <= (size.max or size.min):
                if size.hidden:
                    return 0.0
                if size.width:
                    return float(size.width) * self._unit
        return self._usual_width

    def height(self, row: int) -> float:
        """A row's height; the least one where none is set."""
        height = self._sheet.row_dimensions[row].height if self._has(row) else None
        usual = self._sheet.sheet_format.defaultRowHeight
        # Office programs lay rows out in whole pixels, and drop what is left over.
        pixels = math.floor(float(height or usual or 15) / _POINTS_PER_PIXEL)
        return pixels * _POINTS_PER_PIXEL * MM_PER_POINT

    def is_fixed(self, row: int) -> bool:
        """Whether a row has a height of its own."""
        return self._has(row) and bool(self._sheet.row_dimensions[row].height)

    def is_hidden(self, row: int) -> bool:
        """Whether a row does not show."""
        return self._has(row) and bool(self._sheet.row_dimensions[row].hidden)

    def left(self, column: int) -> float:
        """How far a column begins from the sheet's left."""
        while len(self._lefts) < column:
            self._lefts.append(self._lefts[-1] + self.width(len(self._lefts)))
        return self._lefts[column - 1]

    def top(self, row: int) -> float:
        """How far a row begins from the sheet's top."""
        while len(self._tops) < row:
            at = len(self._tops)
            self._tops.append(self._tops[-1] + (0.0 if self.is_hidden(at) else self.height(at)))
        return self._tops[row - 1]

    def column_at(self, place: float) -> int:
        """The column that ends at or behind a place, counted from the sheet's left."""
        ends = (c for c in range(1, _LAST_COLUMN) if self.left(c + 1) >= place - _NEAR)
        # Where all further columns are hidden, nothing reaches so far.
        return next(ends, int(self._sheet.max_column))

    def row_at(self, place: float) -> int:
        """The row that ends at or below a place, counted from the sheet's top."""
        ends = (r for r in range(1, _LAST_ROW) if self.top(r + 1) >= place - _NEAR)
        return next(ends, int(self._sheet.max_row))

    def _has(self, row: int) -> bool:
        # Asking for a row the file says nothing of would make one.
        return row in self._sheet.row_dimensions


def areas_of(sheet: Any, edges: Sequence[tuple[float, float]] = ()) -> Iterator[Area]:
    """What is printed: the print areas, else all that holds text, rules or drawings.

    Args:
        sheet: the sheet.
        edges: how far right and down each drawing reaches, in millimetres.
    """
    found = False
    for told in _AREA.findall(_without_names(str(sheet.print_area or ""))):
        left, top, right, bottom = range_boundaries(told.replace("$", ""))
        found = True
        area = _area(int(top or 1), int(left or 1), int(bottom or 1), int(right or 1))
        yield _with_titles(sheet, area)
    if not found:
        bottom, right = _used(sheet, edges)
        yield _area(1, 1, bottom, right, is_open=True)


def _with_titles(sheet: Any, area: Area) -> Area:
    """An area with the rows and columns before it that are printed again on every page."""
    above = [row for row in title_rows(sheet) if row < area.rows[0]]
    before = [column for column in title_columns(sheet) if column < area.columns[0]]
    return replace(area, rows=(*above, *area.rows), columns=(*before, *area.columns))


def title_rows(sheet: Any) -> Sequence[int]:
    """The rows that are printed again on every page."""
    first, _, last = str(sheet.print_title_rows or "").replace("$", "").partition(":")
    return range(int(first), int(last or first) + 1) if first else ()


def title_columns(sheet: Any) -> Sequence[int]:
    """The columns that are printed again on every page."""
    first, _, last = str(sheet.print_title_cols or "").replace("$", "").partition(":")
    if not first:
        return ()
    return range(column_index_from_string(first), column_index_from_string(last or first) + 1)


def _without_names(areas: str) -> str:
    return re.sub(r"(?:'(?:[^']|'')*'|[^,!]+)!", "", areas)


def _area(top: int, left: int, bottom: int, right: int, *, is_open: bool = False) -> Area:
    if bottom - top >= _MOST_ROWS or right - left >= _MOST_COLUMNS:
        raise UserError(
            "form_too_large",
            f"这份空白表一直排到第 {bottom} 行、第 {right} 列，不能填写；"
            "请删去用不到的行和列（或改小打印区域），另存后再试。",
        )
    return Area(tuple(range(top, bottom + 1)), tuple(range(left, right + 1)), is_open)


def _used(sheet: Any, edges: Sequence[tuple[float, float]]) -> tuple[int, int]:
    """The last row and column that hold text, rules, merged cells or a part of a drawing."""
    # The cells the file names: walking over rows would make the millions between two far ones.
    held = sheet._cells.values()
    ends = [(cell.row, cell.column) for cell in held if cell.value is not None or _is_ruled(cell)]
    ends += [(one.max_row, one.max_col) for one in sheet.merged_cells.ranges]
    sizes = Sizes(sheet)
    ends += [(sizes.row_at(down), sizes.column_at(right)) for right, down in edges]
    ends = ends or [(1, 1)]
    return max(row for row, _ in ends), max(column for _, column in ends)


def _is_ruled(cell: Any) -> bool:
    return cell.has_style and bool(cell.border.bottom.style or cell.border.left.style)


def bands_of(sheet: Any, area: Area, room: float) -> Iterator[Area]:
    """An area divided where the district divides its columns, or where a page is full.

    Columns to be printed again stand before each later band.
    """
    again = [column for column in title_columns(sheet) if column in area.columns]
    marks = {mark.id for mark in sheet.col_breaks.brk}
    sizes, band = Sizes(sheet), list[int]()
    for column in area.columns:
        wide = sum(sizes.width(each) for each in (*band, column))
        if band and (wide > room or column - 1 in marks) and set(band) - set(again):
            yield Area(area.rows, tuple(band), area.is_open and band[-1] == area.columns[-1])
            band = [each for each in again if each < column]
        band.append(column)
    yield Area(area.rows, tuple(band), area.is_open)
