"""Blocks of columns that stand side by side under one head said again: each is a table."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from app.importing.tables.headings import sense_of, squash
from app.importing.tables.layout import HeadColumn, Table
from app.importing.tables.rows import BodyRow

_LEAST = 3
_NAME, _NUMBER = "wording", "serial"
_NAMING = frozenset({"category", "label", "name", "content", "wording", "object"})


def side_by_side(table: Table) -> tuple[Table, ...]:
    """The tables that a table's head makes when it says the same several times, from the left."""
    columns = [column for column in table.columns if column.path]
    starts = _whole_repeats(columns) or _named_starts(table, columns)
    if not starts:
        return (table,)
    parts = [columns[at:end] for at, end in pairwise([*starts, len(columns)])]
    return tuple(_part(table, tuple(part), first=not at) for at, part in enumerate(parts))


def _whole_repeats(columns: Sequence[HeadColumn]) -> Sequence[int]:
    """Where the blocks begin of a head that is nothing but one head over and over."""
    heads = [tuple(map(squash, column.path)) for column in columns]
    for size in range(_LEAST, len(heads) // 2 + 1):
        if len(heads) % size == 0 and heads == heads[:size] * (len(heads) // size):
            return range(0, len(heads), size)
    return ()


def _named_starts(table: Table, columns: Sequence[HeadColumn]) -> Sequence[int]:
    """Where blocks begin that each name their rows and ask what the first block asks too.

    One row then speaks of several tasks: read as one table, a task would get another's words.
    """
    kinds = [_kind(table, column) for column in columns]
    starts = [0]
    for at, kind in enumerate(kinds):
        asked = {one for one in kinds[starts[-1] : at] if one not in {_NAME, _NUMBER}}
        if kind == _NAME and _NAME in kinds[starts[-1] : at] and asked:
            starts.append(at - 1 if kinds[at - 1] == _NUMBER else at)
    blocks = [kinds[at:end] for at, end in pairwise([*starts, len(kinds)])]
    first = {*blocks[0]} - {_NAME, _NUMBER}
    alike = all({*block} <= first | {_NAME, _NUMBER} and first & {*block} for block in blocks[1:])
    return starts if len(blocks) > 1 and alike else ()


def _kind(table: Table, column: HeadColumn) -> str:
    """What a column is for a block: the names of its rows, their numbers, or what its head says."""
    leaf = squash(column.path[-1])
    sense = sense_of(leaf)
    if sense is not None and sense.field == _NUMBER:
        return _NUMBER
    cells = [row.cells[column.index] for row in table.rows if column.index in row.cells]
    worded = sum(1 for cell in cells if not cell.number)
    naming = sense is not None and sense.field == "wording" and sense.kind in _NAMING
    return _NAME if naming and 2 * worded > len(cells) else leaf


def _part(table: Table, columns: tuple[HeadColumn, ...], *, first: bool) -> Table:
    """A block as a table of its own; what is no row of it belongs to the first."""
    indexes = {column.index for column in columns}
    rows = tuple(_rows(table, indexes))
    return replace(table, columns=columns, rows=rows, skipped=table.skipped if first else ())


def _rows(table: Table, indexes: set[int]) -> Iterator[BodyRow]:
    for row in table.rows:
        cells = {at: cell for at, cell in row.cells.items() if at in indexes}
        if cells:
            yield replace(row, cells=cells)
