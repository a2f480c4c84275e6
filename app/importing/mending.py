"""Rows of a table as plain texts by column, broken merges mended: what a blank cell stands for."""

from collections.abc import Iterator
from dataclasses import dataclass

from app.importing.columns import ColumnMapping, MappedColumn
from app.importing.layout import Table
from app.importing.rows import BodyCell, BodyRow

_CARRIED = ("groups", "content", "serial", "deadline", "unit", "village", "place")
_SENTENCE = 16
_BLOCKS = ("quarters", "months", "years")


@dataclass(frozen=True, slots=True)
class MendedRow:
    """A row with every column's text.

    Attributes:
        row: the row as it came.
        cells: what each column shows, by column number, blanks left out.
        carried: columns whose text was carried down from a row above.
    """

    row: BodyRow
    cells: dict[int, BodyCell]
    carried: frozenset[int] = frozenset()

    def text(self, column: MappedColumn) -> str:
        """What a column shows, empty for blank."""
        cell = self.cells.get(column.index)
        return cell.text if cell else ""


def mend_rows(table: Table, mapping: ColumnMapping) -> Iterator[MendedRow]:
    """The rows of a table, blanks of broken merges filled.

    In a table whose body has no cell merged over rows, a blank group cell means the label above;
    so does a blank deadline once the labels show that merges were broken, and a wholly blank
    block of periods where the others hold whole sentences.  Columns of units are never filled: a
    blank one means that the lead carries it.  A wording that stands one column too far left was
    merged sideways and fills the task column.
    """
    if table.merged:
        yield from (MendedRow(row, dict(row.cells)) for row in table.rows)
        return
    mender = _Mender(table, mapping)
    for row in table.rows:
        yield mender.mend(row)


def _is_shared_prose(table: Table, block: list[MappedColumn]) -> bool:
    """Whether a block of periods holds sentences, such as several tasks share by a merge.

    A blank block of short marks and numbers says that nothing is planned, so it stays blank.
    """
    indexes = [column.index for column in block]
    texts = [row.cells[at].text for row in table.rows for at in indexes if at in row.cells]
    return len(block) > 1 and bool(texts) and sum(map(len, texts)) >= _SENTENCE * len(texts)


class _Mender:
    def __init__(self, table: Table, mapping: ColumnMapping) -> None:
        self._mapping = mapping
        self._text = next(iter(mapping.playing("text")), None)
        self._labels = [*mapping.playing("groups"), *mapping.playing("content")]
        self._single = [
            column
            for field in _CARRIED[2:]
            for column in mapping.playing(field)
            if field == "serial" or self._labels_broken(table)
        ]
        blocks = [list(mapping.in_family(name).values()) for name in _BLOCKS]
        self._blocks = [block for block in blocks if _is_shared_prose(table, block)]
        self._above: dict[int, BodyCell] = {}

    def _labels_broken(self, table: Table) -> bool:
        """Whether the outermost labels stand only in the first row of their group."""
        return any(
            column.index not in row.cells and row.cells
            for column in self._labels[:1]
            for row in table.rows[1:]
        )

    def mend(self, row: BodyRow) -> MendedRow:
        cells = dict(row.cells)
        carried: set[int] = set()
        if self._is_sideways(cells):
            self._spread_sideways(cells)
        self._carry_labels(cells, carried)
        for column in self._single:
            self._carry(column, cells, carried)
        for block in self._blocks:
            if not any(column.index in cells for column in block):
                for column in block:
                    self._carry(column, cells, carried)
        self._above = cells
        return MendedRow(row, cells, frozenset(carried))

    def _is_sideways(self, cells: dict[int, BodyCell]) -> bool:
        text = self._text
        return bool(
            text
            and text.index not in cells
            and any(label.index in cells for label in self._labels if label.index < text.index)
        )

    def _spread_sideways(self, cells: dict[int, BodyCell]) -> None:
        text = self._text
        source = max(
            (c.index for c in self._labels if text and c.index < text.index and c.index in cells),
            default=None,
        )
        if text and source is not None:
            cells[text.index] = cells[source]

    def _carry_labels(self, cells: dict[int, BodyCell], carried: set[int]) -> None:
        """Labels from above, outermost first; a new outer label ends the inner ones."""
        text = self._text
        sideways = text is not None and self._is_copy(cells, text.index)
        for label in self._labels:
            if label.index in cells:
                return
            if sideways and label is self._labels[-1]:
                return
            self._carry(label, cells, carried)

    def _is_copy(self, cells: dict[int, BodyCell], index: int) -> bool:
        cell = cells.get(index)
        return cell is not None and cell.column != index

    def _carry(self, column: MappedColumn, cells: dict[int, BodyCell], carried: set[int]) -> None:
        above = self._above.get(column.index)
        if above and column.index not in cells and above.column == column.index:
            cells[column.index] = above
            carried.add(column.index)
