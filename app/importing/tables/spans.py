"""Merged cells that someone filled in: one text side by side, or on top of itself in a head."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

from app.importing.sheet import Address, Cell, Merge, Sheet
from app.importing.tables.headings import is_heading, sense_of, squash

MAX_HEAD_ROWS = 4
_LEAST_ALIKE = 3
_LEAST_HEADINGS = 2

_Rows = dict[int, dict[int, Cell]]


def restore_spans(sheet: Sheet) -> Sheet:
    """The sheet with the filled-in merges of heads, titles and group rows made whole again.

    Only rows whose cells all say the same, and heads that say in one row what the row above says
    in the same column, are told from cells that happen to be equal; bodies are left as they are.
    """
    rows: _Rows = defaultdict(dict)
    for cell in sheet.cells.values():
        if cell.value.strip():
            rows[cell.row][cell.column] = cell
    areas = list(_filled_rows(rows))
    for area in areas:
        del rows[area.top]
    areas += _filled_heads(rows)
    if not areas:
        return sheet
    copies = {at for area in areas for at in _copies(area)}
    cells = {at: cell for at, cell in sheet.cells.items() if at not in copies}
    return replace(sheet, cells=cells, merges=(*sheet.merges, *areas))


def _copies(area: Merge) -> Iterator[Address]:
    for row in range(area.top, area.bottom + 1):
        for column in range(area.left, area.right + 1):
            if (row, column) != (area.top, area.left):
                yield row, column


def _filled_rows(rows: _Rows) -> Iterator[Merge]:
    """Rows of one text in every cell, from the sheet's first column on: titles and groups."""
    first = min((min(cells) for cells in rows.values()), default=1)
    for row, cells in rows.items():
        left, right = min(cells), max(cells)
        whole = len(cells) == right - left + 1 >= _LEAST_ALIKE and left == first
        if whole and len({cell.value for cell in cells.values()}) == 1 and _is_label(cells[left]):
            yield Merge(row, left, row, right)


def _is_label(cell: Cell) -> bool:
    text = squash(cell.value)
    return len(text) > 1 and not text.replace(".", "").isdigit()


def _filled_heads(rows: _Rows) -> Iterator[Merge]:
    bottom = 0
    first_wide = min((row for row in rows if len(rows[row]) >= _LEAST_ALIKE), default=0)
    for row in sorted(rows):
        if row <= bottom or not _continues(rows, row):
            continue
        if row != first_wide and not _is_headlike(rows[row]):
            continue
        bottom = row + 1
        while bottom - row + 1 < MAX_HEAD_ROWS and _continues(rows, bottom):
            bottom += 1
        yield from _areas(rows, row, bottom)


def _is_headlike(cells: dict[int, Cell]) -> bool:
    texts = {squash(cell.value) for cell in cells.values() if is_heading(cell.value)}
    return len(texts) >= _LEAST_HEADINGS and 2 * len(texts) >= len(
        {squash(cell.value) for cell in cells.values()}
    )


def _continues(rows: _Rows, row: int) -> bool:
    """Whether the row below repeats headings in their columns, and says something new besides."""
    above, below = rows[row], rows.get(row + 1, {})
    same = {column for column in above if _same(above[column], below.get(column))}
    new = any(column not in same for column in below)
    return new and any(sense_of(above[column].value) for column in same)


def _same(cell: Cell, other: Cell | None) -> bool:
    return other is not None and cell.value == other.value


def _areas(rows: _Rows, top: int, bottom: int) -> Iterator[Merge]:
    """The rectangles of equal texts in a head, widest first."""
    taken: set[Address] = set()
    for row in range(top, bottom + 1):
        for column in sorted(rows[row]):
            if (row, column) in taken:
                continue
            area = _area(rows, row, column, bottom)
            taken.update(_copies(area))
            if area.rows > 1 or (area.columns > 1 and row < bottom):
                yield area


def _area(rows: _Rows, row: int, column: int, bottom: int) -> Merge:
    cell = rows[row][column]
    right = column
    while _same(cell, rows[row].get(right + 1)):
        right += 1
    last = row
    while last < bottom and all(
        _same(cell, rows[last + 1].get(at)) for at in range(column, right + 1)
    ):
        last += 1
    return Merge(row, column, last, right)
