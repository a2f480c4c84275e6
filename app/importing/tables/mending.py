"""Rows of a table as plain texts by column, broken merges mended: what a blank cell stands for."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from app.importing.tables.columns import ColumnMapping, MappedColumn
from app.importing.tables.headings import squash
from app.importing.tables.layout import Table
from app.importing.tables.rows import BodyCell, BodyRow

_CARRIED = ("groups", "content", "serial", "deadline", "unit", "village", "place")
_SENTENCE = 16
_ALWAYS_CARRIED = ("serial", "village", "place")
_BEARERS = ("lead", "responsible")
_BLOCKS = ("quarters", "months", "years")
_STANDING = re.compile(
    r"(?:常年|全年|长期|持续|每[年月季周日]|逐[年月季]|常态化)(?:实施|开展|推进|进行|坚持)?"
)


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
    block of periods where the others hold whole sentences.  A row that words no task of its own
    shares all it lacks with the row above.  Else columns of units are not filled, for a blank one
    means that the lead carries it, unless the only one stands before the task, as in a list of
    duties.  A wording that stands one column too far left was merged sideways and fills the task
    column; 常年 in the first of several blank years holds for all of them.
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
            if field in _ALWAYS_CARRIED or self._labels_broken(table)
        ]
        self._single += self._duty_bearers()
        self._beside = [c for c in mapping.columns if c.field is None and self._is_before_text(c)]
        self._periods = [list(mapping.in_family(name).values()) for name in _BLOCKS]
        self._blocks = [block for block in self._periods if _is_shared_prose(table, block)]
        self._sideways_kept = any(
            cell.column != at for row in table.rows for at, cell in row.cells.items()
        )
        self._above: dict[int, BodyCell] = {}

    def _labels_broken(self, table: Table) -> bool:
        """Whether the outermost labels stand only in the first row of their group."""
        return any(
            column.index not in row.cells and row.cells
            for column in self._labels[:1]
            for row in table.rows[1:]
        )

    def _is_before_text(self, column: MappedColumn) -> bool:
        return self._text is not None and column.index < self._text.index

    def _duty_bearers(self) -> list[MappedColumn]:
        """The only column of units, standing before the task: 责任单位 of a list of duties."""
        bearers = [c for c in self._mapping.columns if c.field in _BEARERS]
        return bearers if len(bearers) == 1 and self._is_before_text(bearers[0]) else []

    def mend(self, row: BodyRow) -> MendedRow:
        cells = dict(row.cells)
        carried: set[int] = set()
        if self._is_sideways(cells):
            self._spread_sideways(cells)
        if self._goes_on(cells):
            for column in self._mapping.columns:
                if "." not in (column.field or ""):
                    self._carry(column, cells, carried)
            self._carry_blank_blocks(self._periods, cells, carried)
        self._carry_labels(cells, carried)
        for column in self._single:
            self._carry(column, cells, carried)
        if carried & {column.index for column in (*self._single, *self._labels)}:
            for column in self._beside:
                self._carry(column, cells, carried)
        self._carry_blank_blocks(self._blocks, cells, carried)
        self._spread_standing(cells, carried)
        self._above = cells
        return MendedRow(row, cells, frozenset(carried))

    def _goes_on(self, cells: dict[int, BodyCell]) -> bool:
        """Whether a row neither numbers nor words a task: it shares that of the row above."""
        own = [self._text, *self._labels, *self._mapping.playing("serial")]
        return self._text is not None and not any(c and c.index in cells for c in own)

    def _carry_blank_blocks(
        self, blocks: list[list[MappedColumn]], cells: dict[int, BodyCell], carried: set[int]
    ) -> None:
        for block in blocks:
            if not any(column.index in cells for column in block):
                for column in block:
                    self._carry(column, cells, carried)

    def _spread_standing(self, cells: dict[int, BodyCell], carried: set[int]) -> None:
        """常年 in the first period alone was merged over all of them."""
        for block in self._periods:
            filled = [column for column in block if column.index in cells]
            if self._sideways_kept or len(block) < 2 or filled != block[:1]:
                continue
            first = cells[block[0].index]
            if _STANDING.fullmatch(squash(first.text)):
                cells |= {column.index: first for column in block[1:]}
                carried |= {column.index for column in block[1:]}

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
