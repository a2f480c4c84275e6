"""The pages of a filled form: its sheets as Page grids in their own sizes, rules and typefaces."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from io import BytesIO
from typing import Any

from openpyxl import load_workbook
from openpyxl.cell.rich_text import CellRichText
from openpyxl.utils import get_column_letter

from app.reports.formdrawings.formchartdata import Cells
from app.reports.formdrawings.formcolors import DrawnColors
from app.reports.formdrawings.formdrawn import Drawings, Drawn, hung_on
from app.reports.formpages.formaround import Pictures, head_pictures, with_pictures
from app.reports.formpages.formcellpictures import cell_pictures, fitted, picture_name
from app.reports.formpages.formconditions import CellLook, Conditions
from app.reports.formpages.formheadings import with_headings
from app.reports.formpages.formlook import Looks, gridded
from app.reports.formpages.formnewer import NewerRules, newer_rules
from app.reports.formpages.formnotes import notes_behind
from app.reports.formpages.formpaper import SheetPaper
from app.reports.formpages.formplain import in_black_and_white
from app.reports.formpages.formsize import Area, Sizes, areas_of, bands_of
from app.reports.forms.formcodes import Shown
from app.reports.forms.formnumbers import LOCAL_FORMATS, show_rounded, show_value
from app.reports.forms.formshape import silent
from app.reports.forms.officefont import MM_PER_POINT
from app.reports.forms.package import Package
from app.reports.forms.strictform import usual_words
from app.reports.grid import Grid, GridCell
from app.reports.looks import Border, CellStyle
from app.reports.rendering.fitting import clean
from app.reports.rendering.pageheads import HeadWords
from app.reports.sketches import Picture, Sketch

# How wide a digit is, by the type size.
_DIGIT_SHARE = 0.55
_PRINTED_ERRORS = {"blank": "", "dash": "--", "NA": "#N/A"}
_NEAR = 0.01
_SPILLING = {"left": (0, 1), "right": (1, 0), "center": (1, 1)}


@dataclass(frozen=True, slots=True)
class FormPage:
    """A part of a sheet as a Page grid, with the sheet's own rows and columns it shows.

    Attributes:
        grid: the page.
        sheet: the sheet's name.
        rows: the sheet's row of each of the grid's rows, in order.
        columns: likewise of its columns; both begin with 0 where headings are printed.
    """

    grid: Grid
    sheet: str
    rows: tuple[int, ...]
    columns: tuple[int, ...]


def form_grids(content: bytes, title: str, today: date | None = None) -> tuple[Grid, ...]:
    """The visible sheets of a filled form that hold anything, as Page grids."""
    return tuple(page.grid for page in form_pages(content, title, today))


def form_pages(content: bytes, title: str, today: date | None = None) -> tuple[FormPage, ...]:
    """The visible sheets of a filled form that hold anything, each part with where it is from.

    Args:
        content: the form's file.
        title: the document's name.
        today: the day of printing, for looks that depend on it.
    """
    with silent():
        source = BytesIO(usual_words(content))
        book = load_workbook(source, data_only=True, rich_text=True)
    looks = Looks(book)
    package = Package(content)
    drawings = Drawings(package, DrawnColors(looks.theme), _cells_of(book))
    parts, in_cells = package.sheets(), cell_pictures(package)
    pages: list[FormPage] = []
    for sheet in book.worksheets:
        sizes = Sizes(sheet)
        over = drawings.over(sheet.title, sizes.left, sizes.top)
        if sheet.sheet_state == "visible" and _holds_anything(sheet, over):
            part = parts.get(sheet.title, "")
            newer = newer_rules(package.read(part)) if part else NewerRules()
            pictures = head_pictures(package, part) if part else {}
            paper = _Paper(sheet, looks, title, over, today, newer, pictures, in_cells)
            first, *others = _divided(paper)
            pages += [first, *map(_going_on, others)]
    return tuple(pages)


def _going_on(page: FormPage) -> FormPage:
    """A further part of a sheet: it begins no numbers anew, and its first page is not the first."""
    setup = replace(page.grid.page, first_heads=None, first_number=0)
    return replace(page, grid=replace(page.grid, page=setup))


def _cells_of(book: Any) -> Cells:
    """A way to ask for any cell's value, format and whether it is hidden."""

    def cell(name: str, row: int, column: int) -> tuple[Any, str, bool]:
        found = book[name]._cells.get((row, column))
        rows, columns = book[name].row_dimensions, book[name].column_dimensions
        letter = get_column_letter(column)
        is_hidden = (row in rows and rows[row].hidden) or (
            letter in columns and columns[letter].hidden
        )
        if found is None:
            return None, "General", bool(is_hidden)
        return found.value, str(found.number_format), bool(is_hidden)

    return cell


def _holds_anything(sheet: Any, over: Sequence[Drawn]) -> bool:
    far = sheet.max_row > 1 or sheet.max_column > 1
    return far or sheet.cell(1, 1).value is not None or bool(over)


@dataclass(frozen=True, slots=True)
class _Paper:
    """A sheet to be printed, with all that its pages need."""

    sheet: Any
    looks: Looks
    title: str
    over: tuple[Drawn, ...]
    today: date | None
    newer: NewerRules
    head_pictures: Pictures
    in_cells: Mapping[str, bytes]


def _divided(paper: _Paper) -> Iterator[FormPage]:
    """The parts of a sheet that are printed one after the other, or beside each other."""
    frames = [one.frame for one in paper.over]
    edges = [(frame.left + frame.width, frame.top + frame.height) for frame in frames]
    is_sideward = str(paper.sheet.page_setup.pageOrder or "") == "overThenDown"
    for area in areas_of(paper.sheet, edges):
        room = _Page(paper, area).room_across
        for at, band in enumerate(bands_of(paper.sheet, area, room)):
            page = _Page(paper, band, begins=area.columns[0]).page()
            yield replace(page, grid=replace(page.grid, is_beside=is_sideward and at > 0))
        for notes in notes_behind(paper.sheet, page.grid.page, paper.title, area):
            rows = (0,) * len(notes.row_heights)
            yield FormPage(notes, paper.sheet.title, rows, (0, 0))


class _Page:
    """An area of a sheet laid on its paper.

    ``begins`` is the first column of the area that this one may be only a part of.
    """

    def __init__(self, paper: _Paper, area: Area, *, begins: int = 0) -> None:
        self._begins = begins
        self._sheet, self._looks, self._title = paper.sheet, paper.looks, paper.title
        sheet, self._over, self._in_cells = paper.sheet, paper.over, paper.in_cells
        self._shown_in_cells: list[Picture] = []
        self._conditions = Conditions(sheet, paper.looks.color, paper.today, paper.newer)
        self._sizes = Sizes(sheet)
        self._is_open = area.is_open
        self._rows = [r for r in area.rows if not self._sizes.is_hidden(r)]
        self._columns = [c for c in area.columns if self._sizes.width(c) > 0]
        self._row_at = {row: at for at, row in enumerate(self._rows, 1)}
        self._column_at = {column: at for at, column in enumerate(self._columns, 1)}
        self._merged = {(one.min_row, one.min_col): one for one in sheet.merged_cells.ranges}
        self._covered = {
            (row, column)
            for one in sheet.merged_cells.ranges
            for row in range(one.min_row, one.max_row + 1)
            for column in range(one.min_col, one.max_col + 1)
            if (row, column) != (one.min_row, one.min_col)
        }
        self._hidden_starts = self._merges_begun_outside()
        self._paper = SheetPaper(sheet, self._sizes, self._rows, self._columns)
        page = self._paper.setup(HeadWords(self._title, paper.today))
        self._page = with_pictures(page, paper.head_pictures)

    def page(self) -> FormPage:
        """The area as a Page grid, with the rows and columns it shows."""
        grid, title = self._grid(), self._sheet.title
        if self._sheet.page_setup.blackAndWhite:
            grid = in_black_and_white(grid)
        if not self._sheet.print_options.headings:
            return FormPage(grid, title, tuple(self._rows), tuple(self._columns))
        headed = with_headings(grid, self._rows, self._columns)
        return FormPage(headed, title, (0, *self._rows), (0, *self._columns))

    def _grid(self) -> Grid:
        cells = [
            self._cell(row, column)
            for row in self._rows
            for column in self._columns
            if (row, column) not in self._covered or (row, column) in self._hidden_starts
        ]
        return Grid(
            title=self._title,
            cells=tuple(cell for cell in cells if cell is not None),
            column_widths=tuple(self._sizes.width(column) for column in self._columns),
            row_heights=tuple(self._sizes.height(row) for row in self._rows),
            page=self._page,
            repeat_rows=self._paper.repeats(),
            fixed_rows=frozenset(
                at for row, at in self._row_at.items() if self._sizes.is_fixed(row)
            ),
            breaks=frozenset(
                self._row_at[mark.id]
                for mark in self._sheet.row_breaks.brk
                if mark.id in self._row_at
            ),
            pictures=tuple(self._pictures()),
        )

    @property
    def room_across(self) -> float:
        """The width of sheet one page takes, or no end when it is drawn whole."""
        return self._paper.room_across(self._page)

    def _merges_begun_outside(self) -> dict[tuple[int, int], Any]:
        """Merged areas whose first row or column is hidden or not printed, by what shows first."""
        found = {}
        for one in self._merged.values():
            rows = [row for row in range(one.min_row, one.max_row + 1) if row in self._row_at]
            columns = [c for c in range(one.min_col, one.max_col + 1) if c in self._column_at]
            if rows and columns and (rows[0], columns[0]) != (one.min_row, one.min_col):
                found[rows[0], columns[0]] = one
        return found

    def _cell(self, row: int, column: int) -> GridCell | None:
        area = self._merged.get((row, column)) or self._hidden_starts.get((row, column))
        first = (area.min_row, area.min_col) if area else (row, column)
        last = (area.max_row, area.max_col) if area else (row, column)
        cell = self._sheet.cell(*first)
        border = self._looks.border(cell.border, self._sheet.cell(*last).border)
        if self._sheet.print_options.gridLines:
            border = gridded(border)
        look = self._conditions.look(*first) or CellLook()
        wide = sum(self._sizes.width(each) for each in range(first[1], last[1] + 1))
        shown = self._shown(cell, look, wide)
        text = clean(shown.text)
        name = picture_name(cell.value)
        if name in self._in_cells:
            text = ""
            self._shown_in_cells.append(self._in_cell(self._in_cells[name], first, last))
        style = self._looks.style(cell, border, cell.value)
        if shown.color:
            style = replace(style, color=shown.color)
        style = self._looks.over(style, look)
        if not text and style.border == Border() and not style.fill and not look.marks:
            return None
        runs = self._looks.runs(cell, text, style)
        if runs:
            style = replace(style, size=max(run.size for run in runs))
        down = bisect_right(self._rows, last[0]) - self._row_at[row] + 1
        across = bisect_right(self._columns, last[1]) - self._column_at[column] + 1
        if area is None and cell.alignment.horizontal == "centerContinuous":
            across = self._continued(row, column)
        spill = 0.0
        if text and area is None and not style.wrap and not style.turn and across == 1:
            spill = 0.0 if cell.alignment.shrink_to_fit else self._spill(row, column, style)
        at = (self._row_at[row], self._column_at[column])
        marks = tuple(look.marks)
        return GridCell(*at, text, down, across, style, runs=runs, spill=spill, marks=marks)

    def _continued(self, row: int, column: int) -> int:
        """Over how many columns a heading is centred: blank ones that say so too."""
        across = 1
        if self._sheet.cell(row, column).value is None:
            return across
        for other in self._columns[self._column_at[column] :]:
            cell = self._sheet.cell(row, other)
            if cell.value is not None or cell.alignment.horizontal != "centerContinuous":
                break
            self._covered.add((row, other))
            across += 1
        return across

    def _spill(self, row: int, column: int, style: CellStyle) -> float:
        """The width a text may take beyond its cell: over blank neighbours, to the page's edge."""
        value = self._sheet.cell(row, column).value
        if style.align not in _SPILLING or not isinstance(value, str | CellRichText):
            return 0.0
        at = self._column_at[column]
        before, after = self._columns[: at - 1][::-1], self._columns[at:]
        left, right = self._free(row, before), self._free(row, after)
        if len(after) == self._blank_count(row, after) and self._is_open:
            scale = self._page.scale or 1.0
            wide = sum(self._sizes.width(each) for each in self._columns)
            right += max(0.0, self._page.block_width / scale - wide)
        if style.align == "center":
            return 2 * min(left, right)
        return right if style.align == "left" else left

    def _free(self, row: int, columns: Sequence[int]) -> float:
        return sum(self._sizes.width(each) for each in columns[: self._blank_count(row, columns)])

    def _blank_count(self, row: int, columns: Sequence[int]) -> int:
        """How many columns, one after the other, hold nothing in a row."""
        for count, column in enumerate(columns):
            place = (row, column)
            if place in self._merged or place in self._covered:
                return count
            if self._sheet.cell(row, column).value is not None:
                return count
        return len(columns)

    def _shown(self, cell: Any, look: CellLook, wide: float) -> Shown:
        if cell.value is None or look.hides_value:
            return Shown("")
        if cell.data_type == "e":
            way = str(self._sheet.page_setup.errors or "")
            return Shown(_PRINTED_ERRORS.get(way, str(cell.value)))
        told = next((one.numFmt.formatCode for one in look.looks if one.numFmt), None)
        code = told or LOCAL_FORMATS.get(cell._style.numFmtId) or str(cell.number_format)
        digit = float(cell.font.size or 11) * MM_PER_POINT * _DIGIT_SHARE
        rounded = show_rounded(cell.value, int(wide / digit)) if code == "General" else None
        return rounded or show_value(cell.value, code)

    def _in_cell(self, content: bytes, first: tuple[int, int], last: tuple[int, int]) -> Picture:
        """A picture in the middle of its cell, or of a merged area's printed part."""
        sizes, (row, column) = self._sizes, first
        wide = sizes.left(last[1] + 1) - sizes.left(column)
        high = sizes.top(last[0] + 1) - sizes.top(row)
        width, height = fitted(content, wide, high)
        left = (self._place_across(sizes.left(column)) or 0.0) + (wide - width) / 2
        top = (high - height) / 2
        return Picture(self._row_at.get(row, 1), left, top, width, height, content)

    def _pictures(self) -> Iterator[Picture | Sketch]:
        """What hangs over the area, each on the row its top stands in."""
        yield from self._shown_in_cells
        if not self._rows or not self._columns:
            return
        foot = self._sizes.top(self._rows[-1] + 1)
        for one in self._over:
            frame = one.frame
            inside = [row for row in self._rows if self._sizes.top(row) <= frame.top + _NEAR]
            left = self._place_across(frame.left, frame.width)
            if not inside or left is None or frame.top >= foot - _NEAR:
                continue
            row = inside[-1]
            yield hung_on(one, self._row_at[row], left, frame.top - self._sizes.top(row))

    def _place_across(self, left: float, reach: float = 0.0) -> float | None:
        """Where on the page something begins; None when its column is not printed here.

        What begins before all that is printed, and reaches into it, hangs over the first column.
        """
        edge = self._sizes.left(self._columns[0])
        if left < edge - _NEAR:
            reaches = self._columns[0] == self._begins and left + reach > edge + _NEAR
            return left - edge if reaches else None
        at = 0.0
        for column in self._columns:
            start, wide = self._sizes.left(column), self._sizes.width(column)
            if start - _NEAR <= left < start + wide - _NEAR:
                return at + left - start
            at += wide
        is_last = self._is_open and left >= self._sizes.left(self._columns[-1])
        return at + left - self._sizes.left(self._columns[-1] + 1) if is_last else None
