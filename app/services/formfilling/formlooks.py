"""What the blank cells below a form's heads look like: lists to choose from, formats of numbers."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from app.importing.tables.layout import Table
from app.importing.tables.rows import BodyCell, BodyRow
from app.reports.forms.formshape import FormShape
from app.services.formfilling.formanswers import boxed_words, has_gap

_FEW = 40
_LITTLE = frozenset({"unit_line", "blank"})
_ROW = re.compile(r"\$?[A-Z]{1,3}\$?(\d+)")


@dataclass(frozen=True, slots=True)
class BlankLooks:
    """The cells a column is to be filled in.

    Attributes:
        offered: the words its cells let one choose from, by column.
        counted: the columns whose cells are made for numbers.
        percent: the columns whose cells show percentages.
        gapped: the columns whose cells hold words around a gap for a number.
        reckoned: the columns the form reckons itself.
        sums: the rows that add other rows up.
        joined: rows with a unit at most, that cells of the row above reach into.
    """

    offered: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    counted: frozenset[int] = frozenset()
    percent: frozenset[int] = frozenset()
    gapped: frozenset[int] = frozenset()
    reckoned: frozenset[int] = frozenset()
    sums: frozenset[int] = frozenset()
    joined: tuple[BodyRow, ...] = ()


def blank_looks(table: Table, shape: FormShape) -> BlankLooks:
    """The looks of a table's body, column by column, as most of its rows have them."""
    rows = tuple(_body_rows(table))[:_FEW]
    formatted = _formatted(table, shape, rows)
    indexes = [column.index for column in table.columns]
    offered = {at: _offered(shape, rows, at) for at in indexes}
    return BlankLooks(
        {at: words for at, words in offered.items() if words},
        frozenset(at for at in indexes if at in formatted or _holds_numbers(table, at)),
        frozenset(at for at in indexes if _is_most(rows, shape.is_percent, at)),
        frozenset(
            at
            for at in indexes
            if _is_most(rows, lambda row, column: has_gap(shape.text(row, column)), at)
        ),
        frozenset(at for at in indexes if _is_most(rows, shape.is_formula, at)),
        frozenset(_sums(table, shape)),
        tuple(_joined(table, shape)),
    )


def _formatted(table: Table, shape: FormShape, rows: tuple[int, ...]) -> frozenset[int]:
    """The columns with a format of numbers; one that most columns have says nothing of any."""
    indexes = [column.index for column in table.columns]
    found = frozenset(at for at in indexes if _is_most(rows, shape.is_counted, at))
    return found if 2 * len(found) <= len(indexes) else frozenset()


def _holds_numbers(table: Table, column: int) -> bool:
    """Whether the district has written numbers into a column, and next to nothing else."""
    held = [row.cells[column] for row in table.rows if column in row.cells]
    return bool(held) and 2 * sum(1 for cell in held if cell.number) > len(held)


def _sums(table: Table, shape: FormShape) -> Iterator[int]:
    """The rows with a formula that reads other rows and not its own."""
    for row in (*(one.row for one in table.rows), *(one.row for one in table.skipped)):
        formulas = [shape.text(row, column.index) for column in table.columns
                    if shape.is_formula(row, column.index)]  # fmt: skip
        told = [{int(number) for number in _ROW.findall(formula)} for formula in formulas]
        if any(rows and row not in rows for rows in told):
            yield row


def _joined(table: Table, shape: FormShape) -> Iterator[BodyRow]:
    """The rows below a task's that hold too little to be read as one and share its cells."""
    known = {row.row for row in table.rows}
    known |= {row.row for row in table.skipped if row.why not in _LITTLE}
    columns = [column.index for column in table.columns]
    for first in table.rows:
        row = first.row + 1
        while row not in known and (cells := _shared_cells(first, row, columns, shape)):
            yield BodyRow(row, cells, first.groups, first.hidden)
            row += 1


def _shared_cells(
    first: BodyRow, row: int, columns: list[int], shape: FormShape
) -> dict[int, BodyCell]:
    """A row's cells with those of the row above that reach into it; none where none does."""
    shared = [at for at in columns if shape.area(row, at)[0] == first.row and at in first.cells]
    if not shared:
        return {}
    own = {at: shape.text(row, at) for at in columns if at not in shared}
    stored = {at: BodyCell(text, row, at, own=True) for at, text in own.items() if text.strip()}
    return {at: first.cells[at] for at in shared} | stored


def _body_rows(table: Table) -> Iterator[int]:
    """The rows the district has written, else the first below the head."""
    yield from (row.row for row in table.rows)
    if not table.rows:
        yield table.header_rows[-1] + 1


def _is_most(rows: tuple[int, ...], is_so: Callable[[int, int], bool], column: int) -> bool:
    return 2 * sum(1 for row in rows if is_so(row, column)) > len(rows)


def _offered(shape: FormShape, rows: tuple[int, ...], column: int) -> tuple[str, ...]:
    """The list that most rows have in a column."""
    lists = Counter(
        boxed_words(shape.text(row, column)) or shape.choices(row, column) for row in rows
    )
    words, count = lists.most_common(1)[0] if lists else ((), 0)
    return words if 2 * count > len(rows) else ()
