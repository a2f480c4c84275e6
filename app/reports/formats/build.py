"""Lays a return out on the Page grid as its format says: title, head, body, sign-off."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import Any

from app.models.returnviews import ReturnHead, ReturnView
from app.reports.formats.catalogue import Line, group_level
from app.reports.formats.catalogues import CATALOGUES
from app.reports.formats.format import Column, Format, Look, placeholders
from app.reports.formats.spreading import page_for, spread_columns
from app.reports.formats.titles import balanced
from app.reports.formats.values import BLANK, Value, format_number, in_print
from app.reports.grid import Grid, GridCell
from app.reports.looks import THIN_BORDER, Border, CellStyle, Font
from app.reports.looks import Line as Rule
from app.reports.pagesetup import PageSetup
from app.reports.rendering.fitting import clean

TOTAL_TEXT = "合计"
NO_GROUP_TEXT = "其他"

# Looks of what a format leaves as usual: 三号 16, 五号 10.5.
_ANNEX = CellStyle(Font.HEI, 16)
_NOTE = CellStyle(Font.FANGSONG, 10.5)
_TITLE = CellStyle(align="center")
_SUBTITLE = CellStyle(align="center", valign="top")
_PIECE = CellStyle(wrap=False)
_HEAD = CellStyle(align="center", border=THIN_BORDER)
# Blank, and the ways a district writes that a line has none of it.
_NOT_ASKED = frozenset({"", "—", "——", "－", "-", "/", "／"})
_JOINED = Border(top=Rule.THIN, bottom=Rule.THIN)
_ENDED = replace(_JOINED, right=Rule.THIN)
_EMPTY_ROW_MM = 20.0
_LINE_MM = 10.0
_BODY_ROW_MM = 8.0


@dataclass(frozen=True, slots=True)
class Laid:
    """A return on the Page grid, and the grid's row of each of its lines."""

    grid: Grid
    rows: tuple[int, ...]


def build_grid(fmt: Format, view: ReturnView[Any]) -> Grid:
    """The return on the Page grid.

    A return without a line gives a whole page with the one line 本期无任务.
    """
    return lay_return(fmt, view).grid


def lay_return(fmt: Format, view: ReturnView[Any]) -> Laid:
    """The return on the Page grid, with the row of each line."""
    columns = spread_columns(fmt, view.lines)
    page = page_for(fmt, columns)
    sheet = _Sheet(len(columns))
    widths = _stretched(columns, page)
    _add_top(sheet, fmt, view.head, widths)
    first_head = sheet.row + 1
    _add_head(sheet, fmt, columns, view.head)
    repeat = (first_head, sheet.row) if fmt.repeat_head else None
    rows = _Body(sheet, fmt, columns, view).add()
    _add_foot(sheet, fmt, view.head, widths)
    grid = Grid(
        title=clean(fill_template(fmt.title, view.head)),
        cells=tuple(sheet.cells),
        column_widths=widths,
        row_heights=tuple(sheet.heights),
        page=page,
        repeat_rows=repeat,
        keep_with_next=frozenset(sheet.kept),
    )
    return Laid(grid, tuple(rows))


def fill_template(template: str, head: ReturnHead) -> str:
    """The template with the head's fields in it; dates as 2020年3月31日."""
    values = {name: _as_text(getattr(head, name)) for name in placeholders(template)}
    return template.format_map(values)


def _as_text(value: object) -> str:
    return in_print(value) if isinstance(value, date) else str(value)


def _has_content(template: str, head: ReturnHead) -> bool:
    names = placeholders(template)
    return bool(template) and (not names or any(getattr(head, name) for name in names))


def _stretched(columns: Sequence[Column], page: PageSetup) -> tuple[float, ...]:
    """The columns' widths in millimetres, together as wide as the text block."""
    total = sum(column.width for column in columns)
    return tuple(column.width / total * page.block_width for column in columns)


@dataclass(slots=True)
class _Sheet:
    """Collects cells row by row."""

    columns: int
    cells: list[GridCell] = field(default_factory=list)
    heights: list[float | None] = field(default_factory=list)
    kept: set[int] = field(default_factory=set)

    @property
    def row(self) -> int:
        return len(self.heights)

    def begin_row(self, height: float | None = None, *, keep: bool = False) -> int:
        self.heights.append(height)
        if keep:
            self.kept.add(self.row)
        return self.row

    def put(self, column: int, text: str, style: CellStyle, *, across: int = 1) -> None:
        self.cells.append(
            GridCell(self.row, column, clean(text), column_span=across, style=style),
        )

    def put_across(self, text: str, style: CellStyle) -> None:
        self.put(1, text, style, across=self.columns)


def _add_top(sheet: _Sheet, fmt: Format, head: ReturnHead, widths: Sequence[float]) -> None:
    if _has_content(fmt.annex, head):
        sheet.begin_row(_LINE_MM, keep=True)
        sheet.put_across(fill_template(fmt.annex, head), _ANNEX)
        if fmt.page.mode == "annex":  # the standard leaves a line between it and the title
            sheet.begin_row(_LINE_MM, keep=True)
            sheet.put_across("", _NOTE)
    sheet.begin_row(14, keep=True)
    title = balanced(fill_template(fmt.title, head), fmt.looks.title.size, sum(widths))
    sheet.put_across(title, _set(_TITLE, fmt.looks.title))
    if _has_content(fmt.subtitle, head):
        sheet.begin_row(7, keep=True)
        sheet.put_across(fill_template(fmt.subtitle, head), _set(_SUBTITLE, fmt.looks.subtitle))
    if fmt.above:
        sheet.begin_row(9, keep=True)
        _put_pieces(sheet, fmt, [fill_template(piece, head) for piece in fmt.above], widths)


def _set(style: CellStyle, look: Look) -> CellStyle:
    return replace(style, font=look.font, size=look.size)


def _put_pieces(sheet: _Sheet, fmt: Format, pieces: Sequence[str], widths: Sequence[float]) -> None:
    """Spreads the pieces of a line over the columns: first left, last right, others between."""
    style = _set(_PIECE, fmt.looks.around)
    if len(pieces) > sheet.columns:
        sheet.put_across("    ".join(pieces), style)
        return
    starts = _piece_starts(len(pieces), widths)
    for index, (piece, start) in enumerate(zip(pieces, starts, strict=True)):
        end = starts[index + 1] if index + 1 < len(pieces) else sheet.columns + 1
        align = "left" if index == 0 else "right" if index + 1 == len(pieces) else "center"
        sheet.put(start, piece, replace(style, align=align), across=end - start)


def _piece_starts(count: int, widths: Sequence[float]) -> list[int]:
    """The columns at which to begin so that the pieces get about equal room."""
    total = sum(widths)
    edges = [sum(widths[:index]) for index in range(len(widths))]
    starts = [1]
    for piece in range(1, count):
        free = range(starts[-1] + 1, len(widths) - (count - piece) + 2)
        wanted = total * piece / count
        starts.append(min(free, key=lambda column: abs(edges[column - 1] - wanted)))
    return starts


def _add_head(sheet: _Sheet, fmt: Format, columns: Sequence[Column], head: ReturnHead) -> None:
    style = _set(_HEAD, fmt.looks.head)
    paths = [_head_path(column, head) for column in columns]
    depth = max(len(path) for path in paths)
    first = sheet.row + 1
    for _ in range(depth):
        sheet.begin_row(9, keep=True)
    for level in range(depth):
        column = 1
        for _, run in groupby(paths, key=lambda path: path[: level + 1]):
            path, across = _first_and_count(run)
            if level < len(path):
                down = depth - level if level + 1 == len(path) else 1
                text = clean(path[level])
                cell = GridCell(first + level, column, text, down, across, style)
                sheet.cells.append(cell)
            column += across


def _head_path(column: Column, head: ReturnHead) -> tuple[str, ...]:
    """The headings of a column; a unit's or a column's own name in them is no template."""
    named = column.field.partition(".")[2]
    return tuple(part if part == named else fill_template(part, head) for part in column.head)


def _first_and_count(run: Iterable[tuple[str, ...]]) -> tuple[tuple[str, ...], int]:
    paths = list(run)
    return paths[0], len(paths)


def _add_foot(sheet: _Sheet, fmt: Format, head: ReturnHead, widths: Sequence[float]) -> None:
    # A sign-off alone on a page signs nothing: it keeps the last line of the body with it.
    sheet.kept.add(sheet.row)
    for note in fmt.notes:
        if _has_content(note, head):
            sheet.begin_row(keep=True)
            sheet.put_across(fill_template(note, head), _NOTE)
    if fmt.foot:
        sheet.begin_row(12)
        _put_pieces(sheet, fmt, [fill_template(piece, head) for piece in fmt.foot], widths)


class _Body:
    """The lines, their group rows or merged labels, and the row of totals."""

    def __init__(
        self, sheet: _Sheet, fmt: Format, columns: Sequence[Column], view: ReturnView[Any]
    ) -> None:
        self._sheet = sheet
        self._fmt = fmt
        self._columns = columns
        self._view = view
        self._kind = CATALOGUES[fmt.rows]
        self._base = CellStyle(fmt.font, fmt.size, border=THIN_BORDER)
        self._values = [[self._read(line, column) for line in view.lines] for column in columns]

    def add(self) -> list[int]:
        """Put all of it on the sheet; returns the row of each line."""
        if not self._view.lines:
            text = self._fmt.empty or f"本期无{self._kind.noun}"
            self._sheet.begin_row(_EMPTY_ROW_MM)
            self._sheet.put_across(text, replace(self._base, align="center"))
            return []
        rows = self._add_rows()
        for index, column in enumerate(self._columns):
            self._add_column(index, column, rows)
        self._sheet.cells.sort(key=lambda cell: (cell.row, cell.column))
        if any(column.total for column in self._columns):
            self._add_totals()
        return rows

    def _read(self, line: Any, column: Column) -> Value:
        return self._kind.read(line, column.field, self._view.head, number=column.number)

    def _add_rows(self) -> list[int]:
        """Opens a row for each line, with the group rows before it; returns their numbers."""
        rows = []
        above: tuple[str, ...] = ()
        for line in self._view.lines:
            if self._fmt.group_rows:
                self._add_group_rows(above, line.groups)
                above = line.groups
            rows.append(self._sheet.begin_row(_BODY_ROW_MM))
        return rows

    def _add_group_rows(self, above: tuple[str, ...], groups: tuple[str, ...]) -> None:
        if above and not groups:
            self._add_group_row(NO_GROUP_TEXT, level=0)
        for level, name in enumerate(groups):
            if groups[: level + 1] != above[: level + 1]:
                self._add_group_row(name, level=level)

    def _add_group_row(self, name: str, *, level: int) -> None:
        style = replace(self._base, font=Font.HEI if level == 0 else Font.KAI)
        self._sheet.begin_row(_BODY_ROW_MM, keep=True)
        self._sheet.put_across(name, style)

    def _add_column(self, index: int, column: Column, rows: Sequence[int]) -> None:
        values = self._values[index]
        plain = replace(self._base, align=column.align)
        ends = self._ends_family(index)
        for first, last in self._runs(column, values, rows):
            value = values[first]
            style = _drawn(plain, value, ends=ends)
            self._sheet.cells.append(
                GridCell(
                    row=rows[first],
                    column=index + 1,
                    text=clean(value.text),
                    row_span=last - first + 1,
                    style=style,
                    number=value.number,
                    number_format=value.number_format,
                    repeats=column.repeats,
                ),
            )

    def _ends_family(self, index: int) -> bool:
        """Whether a column is the last of its family."""
        families = [column.field.partition(".")[0] for column in self._columns[index : index + 2]]
        return len(families) == 1 or families[0] != families[1]

    def _runs(
        self, column: Column, values: Sequence[Value], rows: Sequence[int]
    ) -> list[tuple[int, int]]:
        """First and last line of each cell of a column: one line, or equal neighbours merged."""
        runs: list[tuple[int, int]] = []
        lines = self._view.lines
        for index in range(len(lines)):
            adjoins = index > 0 and rows[index] == rows[index - 1] + 1
            if adjoins and column.merge and _is_same(column, values, lines, index):
                runs[-1] = (runs[-1][0], index)
            else:
                runs.append((index, index))
        return runs

    def _add_totals(self) -> None:
        """One row 合计, or one for each measure that several lines share."""
        measures = [self._kind.measure(line) for line in self._view.lines]
        several = dict.fromkeys(one for one in measures if measures.count(one) > 1)
        if len(set(measures)) == 1:
            self._add_total(TOTAL_TEXT, range(len(measures)))
            return
        for measure in several:
            text = f"{TOTAL_TEXT}（{measure}）" if measure else TOTAL_TEXT
            self._add_total(text, [at for at, one in enumerate(measures) if one == measure])

    def _add_total(self, text: str, lines: Sequence[int]) -> None:
        self._sheet.kept.add(self._sheet.row)
        self._sheet.begin_row(_BODY_ROW_MM)
        style = replace(self._base, font=Font.HEI, align="center")
        before = next(index for index, column in enumerate(self._columns) if column.total)
        if before:
            self._sheet.put(1, text, style, across=before)
        for index in range(before, len(self._columns)):
            column = self._columns[index]
            value = self._total(index, lines) if column.total else BLANK
            ends = self._ends_family(index)
            look = _drawn(replace(style, align=column.align), value, ends=ends)
            self._sheet.put(index + 1, value.text, look)
            self._sheet.cells[-1] = replace(
                self._sheet.cells[-1],
                number=value.number,
                number_format=value.number_format,
            )

    def _total(self, index: int, lines: Sequence[int]) -> Value:
        """The sum of a column; blank when a text in it can't be added, for it would be wrong.

        What is not asked of a line (— or /) adds nothing.
        """
        if self._view.total is not None:
            return self._read(self._view.total, self._columns[index])
        told = (self._values[index][at] for at in lines)
        values = [value for value in told if value.text.strip() not in _NOT_ASKED]
        numbers = [value.number for value in values if value.number is not None]
        if not numbers or len(numbers) < len(values):
            return BLANK
        code = self._columns[index].number
        return format_number(sum(numbers, Decimal(0)), code or "general")


def _drawn(style: CellStyle, value: Value, *, ends: bool) -> CellStyle:
    """The style of a cell that is a part of a drawing: its ground, a line only at the end."""
    if not value.joined:
        return style
    return replace(style, fill=value.fill, border=_ENDED if ends else _JOINED)


def _is_same(column: Column, values: Sequence[Value], lines: Sequence[Line], index: int) -> bool:
    """Whether a line's value is the label of the line above it: equal, not blank, same groups."""
    if not values[index].text or values[index] != values[index - 1]:
        return False
    level = group_level(column.field)
    return lines[index].groups[:level] == lines[index - 1].groups[:level]
