"""Blocks of columns that stand side by side under one head said again: each is a table."""

from collections.abc import Iterator
from dataclasses import replace

from app.importing.headings import squash
from app.importing.layout import HeadColumn, Table
from app.importing.rows import BodyRow

_LEAST = 3


def side_by_side(table: Table) -> tuple[Table, ...]:
    """The tables that a table's head makes when it says the same several times, from the left."""
    columns = [column for column in table.columns if column.path]
    heads = [tuple(map(squash, column.path)) for column in columns]
    for size in range(_LEAST, len(heads) // 2 + 1):
        if len(heads) % size == 0 and heads == heads[:size] * (len(heads) // size):
            return tuple(
                _part(table, tuple(columns[at : at + size]), first=at == 0)
                for at in range(0, len(columns), size)
            )
    return (table,)


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
