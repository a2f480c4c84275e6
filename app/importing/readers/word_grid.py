"""Lining up the cells of Word tables: rows dragged a little apart stand in the same columns."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from app.importing.readers.word_blocks import Block, Paragraph, WordCell, WordRow, WordTable

_NARROW = 567
"""A gap between edges, in twentieths of a point (1 cm), that may be dragging by hand."""

_DEFAULT_WIDTH = 1000
_MOST_EDGES = 200


@dataclass(frozen=True, slots=True)
class Placed:
    """A cell with the columns it covers, from 1."""

    cell: WordCell
    left: int
    right: int


@dataclass(slots=True)
class _Edges:
    """A cell with the places of its edges."""

    cell: WordCell
    left: int
    right: int


def text_of(blocks: Sequence[Block]) -> str:
    """What a cell shows: its paragraphs, tables inside it row by row."""
    return "\n".join(_lines(blocks)).strip("\n")


def _lines(blocks: Sequence[Block]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block.text
        else:
            for row in block.rows:
                yield "\t".join(text_of(cell.blocks) for cell in row.cells)


def place_rows(tables: Sequence[WordTable]) -> list[list[list[Placed]]]:
    """The rows of tables that stand below each other, their cells in common columns."""
    rows = [_edges_of_rows(table) for table in tables]
    cells = [cell for table in rows for row in table for cell in row]
    column = _columns(cells)
    return [
        [
            [
                Placed(each.cell, column[each.left], max(column[each.left], column[each.right] - 1))
                for each in row
            ]
            for row in table
        ]
        for table in rows
    ]


def _edges_of_rows(table: WordTable) -> list[list[_Edges]]:
    places = _Ruler(table.widths)
    return [_edges_of_row(row, places) for row in table.rows]


def _edges_of_row(row: WordRow, places: "_Ruler") -> list[_Edges]:
    found: list[_Edges] = []
    index = row.before
    for cell in row.cells:
        right = index + cell.span
        if cell.beside and found:
            found[-1].right = places.edge(right)
            found[-1].cell.blocks.extend(cell.blocks)
        else:
            found.append(_Edges(cell, places.edge(index), places.edge(right)))
        index = right
    return found


class _Ruler:
    """The place of each edge of a grid; columns without a width count as equally wide."""

    def __init__(self, widths: Sequence[int]) -> None:
        self._edges = [0]
        known = all(width > 0 for width in widths)
        for width in widths:
            self._edges.append(self._edges[-1] + (width if known else _DEFAULT_WIDTH))

    def edge(self, index: int) -> int:
        """The place of an edge, beyond the grid too."""
        beyond = index - len(self._edges) + 1
        if beyond <= 0:
            return self._edges[index]
        return self._edges[-1] + beyond * _DEFAULT_WIDTH


def _columns(cells: Sequence[_Edges]) -> dict[int, int]:
    """The column that begins at each edge, from 1; edges dragged apart by hand fall together."""
    spans = {(cell.left, cell.right) for cell in cells}
    edges = sorted({edge for span in spans for edge in span})
    moved = {edge: edge for edge in edges}
    while len(edges) <= _MOST_EDGES:
        pair = _dragged(edges, spans)
        if pair is None:
            break
        kept, gone = pair
        edges.remove(gone)
        moved = {edge: kept if to == gone else to for edge, to in moved.items()}
        spans = {(moved[left], moved[right]) for left, right in spans}
    number = {edge: at for at, edge in enumerate(edges, start=1)}
    return {edge: number[to] for edge, to in moved.items()}


def _dragged(edges: list[int], spans: set[tuple[int, int]]) -> tuple[int, int] | None:
    """The closest two neighbouring edges between which no cell stands on its own."""
    gaps = [
        (right - left, left, right)
        for left, right in pairwise(edges)
        if right - left < _NARROW and (left, right) not in spans
    ]
    if not gaps:
        return None
    _, kept, gone = min(gaps)
    return kept, gone
