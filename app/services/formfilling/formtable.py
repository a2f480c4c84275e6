"""Planning one table of a form: the rows the district has written, or its empty body."""

from collections.abc import Iterator, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from app.importing.layout import Table
from app.reports.formshape import FormShape
from app.reports.shifting import Growth
from app.services.formfilling.formanswers import has_boxes
from app.services.formfilling.formbody import Body, Segment
from app.services.formfilling.formcolumns import BoundColumn
from app.services.formfilling.formorigins import Writings
from app.services.formfilling.formsubject import Subject
from app.services.formfilling.formvalues import Spot


def reckoned_columns(table: Table, shape: FormShape) -> Iterator[int]:
    """Columns whose body is formulas."""
    rows = [row.row for row in table.rows] or [table.header_rows[-1] + 1]
    for column in table.columns:
        formulas = sum(1 for row in rows if shape.is_formula(row, column.index))
        if 2 * formulas > len(rows):
            yield column.index


class TableFiller:
    """Fills one table with what its rows are about.

    Args:
        writings: takes what is to be written.
        table: the form's table.
        shape: its sheet.
        subject: the lines of the ledger.
        last: whether no other table stands below it.
    """

    def __init__(
        self, writings: Writings, table: Table, shape: FormShape, subject: Subject, *, last: bool
    ) -> None:
        self._writings, self._table, self._shape = writings, table, shape
        self._subject, self._body = subject, Body(table, shape, last=last)
        self._written: set[tuple[int, int]] = set()
        self.inside = {*table.header_rows, *(row.row for row in table.rows)}

    @property
    def is_filled_in(self) -> bool:
        """Whether the district has written into the rows what they are about."""
        rows = [row for row in self._table.rows if row.row not in self._body.samples]
        return any(self._subject.names & row.cells.keys() for row in rows)

    def fill(self) -> bool:
        """Fill the rows the district has written, else the empty ones; whether there are any."""
        if self.is_filled_in:
            for row, line in self._subject.told().items():
                self._fill(row, row, line, self._wanted)
            return True
        segments = self._body.segments(self._subject.is_theme)
        for segment in reversed(segments):
            self._fill_segment(segment)
            self.inside |= set(segment.rows)
        return bool(segments)

    @property
    def _wanted(self) -> Sequence[BoundColumn]:
        return [one for one in self._subject.columns if one.field]

    def _fill_segment(self, segment: Segment) -> None:
        """Fill empty rows in the ledger's order, with more rows where they do not suffice."""
        lines = self._subject.listed(segment.theme)
        if len(lines) > len(segment.rows):
            added = len(lines) - len(segment.rows)
            self._writings.grow(Growth(self._table.sheet, segment.first, segment.last, added))
        for place in self._body.made_up_cells(segment):
            self._writings.put(self._table.sheet, *place, None)
        numbered = self._numbered(segment)
        wanted = [one for one in self._wanted if one.index != numbered]
        for at, line in enumerate(lines):
            row = segment.first + at
            if numbered and (row > segment.last or row in self._body.samples):
                self._writings.put(self._table.sheet, row, numbered, Decimal(at + 1))
            over = row > segment.last or row in self._body.samples
            self._fill(row, min(row, segment.last), line, wanted, over=over)

    def _numbered(self, segment: Segment) -> int:
        """The column whose empty rows the form has numbered itself, or 0."""
        serials = (one.index for one in self._wanted if one.field.endswith(("serial", "ordinal")))
        return next((at for at in serials if self._body.is_numbered(segment, at)), 0)

    def _fill(
        self, row: int, source: int, line: Any, wanted: Sequence[BoundColumn], *, over: bool = False
    ) -> None:
        """Fill a row's blank cells; ``source`` is the blank's row it looks like."""
        goal = self._goal(source)
        for column in wanted:
            top, left, _, _ = self._shape.area(source, column.index)
            if left != column.index or (top != source and (top, left) in self._written):
                continue
            if not over and not self._is_free(top, left):
                continue
            if self._shape.is_formula(top, left):
                continue
            value = self._subject.value(column, line, Spot(self._shape, source, left, goal))
            if value is not None:
                self._written.add((top, left))
                at = row if top == source else top
                origin = self._subject.origin(column, line)
                self._writings.put(self._table.sheet, at, left, value, origin)

    def _is_free(self, row: int, column: int) -> bool:
        """Whether a cell is blank, or holds nothing but boxes to tick."""
        text = self._shape.text(row, column)
        return not text.strip() or has_boxes(text)

    def _goal(self, row: int) -> Decimal | None:
        """The goal that the row itself prints."""
        for column in self._subject.columns:
            if column.field == "target":
                try:
                    return Decimal(self._shape.text(row, column.index).strip() or "x")
                except InvalidOperation:
                    return None
        return None
