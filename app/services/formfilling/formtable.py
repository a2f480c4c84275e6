"""Planning one table of a form: the rows the district has written, or its empty body."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from app.importing.tables.headings import squash
from app.importing.tables.layout import Table
from app.reports.forms.formshape import FormShape
from app.reports.forms.shifting import Growth
from app.services.formfilling.formanswers import has_boxes, has_gap
from app.services.formfilling.formbody import Body, Segment
from app.services.formfilling.formchecks import TaskRow
from app.services.formfilling.formcolumns import UNKNOWN, BoundColumn
from app.services.formfilling.formorigins import Origin, Writings
from app.services.formfilling.formsubject import Subject
from app.services.formfilling.formtargets import number_said
from app.services.formfilling.formtasks import ENTERED
from app.services.formfilling.formvalues import Spot, TaskFacts
from app.services.formfilling.formwords import is_ignored

_ADDED = frozenset(
    {"target", "amount", "amount_added", "left", "self_score", "villages.target", "villages.amount",
     "villages.amount_added", "villages.left"}
)  # fmt: skip
_NUMBERS = ("serial", "ordinal")
_WORDINGS = frozenset({"text", "problems.text", "items.name", "villages.unit"})


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
        self._numbers: dict[tuple[int, int], tuple[Decimal, Origin]] = {}
        self._sums = {row.row: squash(row.text) for row in table.skipped if row.why == "total"}
        self.rows: list[TaskRow] = []
        self.locked: dict[str, None] = {}
        self._told: set[int] = set()
        self.inside = {*table.header_rows, *(row.row for row in table.rows)}

    @property
    def is_filled_in(self) -> bool:
        """Whether the district has written into the rows what they are about."""
        rows = [row for row in self._table.rows if row.row not in self._body.samples]
        named = any(self._subject.names & row.cells.keys() for row in rows)
        return named or bool(self._subject.told().keys() - self._body.samples)

    @property
    def unknown(self) -> Sequence[str]:
        """The columns left blank in the rows told, since nothing is known of their heads."""
        heads = {one.index for one in self._table.columns if one.path}
        return [
            one.name
            for one in self._subject.columns
            if one.index in heads - self._subject.names and one.why == UNKNOWN
            if not one.field and not is_ignored(squash(one.name)) and self._is_blank(one.index)
        ]

    def _is_blank(self, column: int) -> bool:
        """Whether the form leaves a column to be filled in, in the rows told."""
        rows = self._told - self._body.samples
        tops = [self._shape.area(row, column)[:2] for row in rows]
        # What is merged sideways belongs to the column it begins in.
        own = [(top, left) for top, left in tops if left == column]
        blank = [place for place in own if not self._shape.text(*place).strip()]
        return 2 * len(blank) > len(rows)

    def fill(self) -> bool:
        """Fill the rows the district has written, else the empty ones; whether there are any."""
        if self.is_filled_in:
            told = self._subject.told()
            wanted = [one for one in self._wanted if not self._is_given(one, told)]
            for row, line in sorted(told.items()):
                self._fill(row, row, line, wanted)
            self._fill_totals()
            return True
        if self._is_written_into:
            return False
        segments = self._body.segments(self._subject.is_theme, self._beside)
        for segment in reversed(segments):
            self._fill_segment(segment)
            self.inside |= set(segment.rows)
        return bool(segments)

    def _is_given(self, column: BoundColumn, rows: Collection[int]) -> bool:
        """Whether the district has filled a column of the plan itself: a blank there is meant."""
        if not set(column.field.split("+")).isdisjoint(ENTERED) or column.period:
            return False
        tops = (self._shape.area(row, column.index)[:2] for row in rows)
        held = [place for place in tops if self._shape.text(*place).strip()]
        return 2 * len(held) >= len(rows)

    def _fill_totals(self) -> None:
        """Add up what was filled above a 小计 or 合计 that has no formula, in one measure."""
        for column in self._wanted:
            held: list[tuple[Decimal, Origin]] = []
            every: list[tuple[Decimal, Origin]] = []
            for row in sorted({*self._sums, *(at for at, _ in self._numbers)}):
                if (row, column.index) in self._numbers:
                    held.append(self._numbers[row, column.index])
                elif row in self._sums:
                    part = self._sums[row].startswith("小计")
                    every += held
                    self._fill_total(row, column, held if part else every)
                    held = []

    def _fill_total(
        self, row: int, column: BoundColumn, told: Sequence[tuple[Decimal, Origin]]
    ) -> None:
        place = (row, column.index)
        if not told or column.field not in _ADDED or self._shape.is_formula(*place):
            return
        units = {self._subject.measure(column, origin.line) for _, origin in told}
        if self._is_free(*place) and self._shape.area(*place)[:2] == place and len(units) == 1:
            whole = sum((number for number, _ in told), Decimal(0))
            origin = Origin(tuple(one for _, one in told), "total", told[0][1].period, column.name)
            at = self._writings.row_of(self._table.sheet, row)
            self._writings.put(self._table.sheet, at, column.index, whole, origin)

    @property
    def _is_written_into(self) -> bool:
        """Whether rows hold something but numbers, so that they are no empty body."""
        serials = {one.index for one in self._wanted if one.field.endswith(_NUMBERS)}
        labelled = set(self._body.side_labels(self._subject.is_theme, self._beside))
        return any(
            at not in serials | labelled and cell.own
            for row in self._table.rows
            if row.row not in self._body.samples
            for at, cell in row.cells.items()
        )

    @property
    def _wanted(self) -> Sequence[BoundColumn]:
        return [one for one in self._subject.columns if one.field]

    @property
    def _beside(self) -> Sequence[int]:
        """The columns left of the wording that hold no numbers of rows."""
        named = {one.index for one in self._subject.columns if one.field in _WORDINGS}
        text = min(named or self._subject.names, default=0)
        serials = {one.index for one in self._subject.columns if one.field.endswith(_NUMBERS)}
        indexes = (column.index for column in self._table.columns)
        return [at for at in indexes if at < text and at not in serials]

    def _fill_segment(self, segment: Segment) -> None:
        """Fill empty rows in the ledger's order, with more rows where they do not suffice."""
        lines = self._subject.listed(segment.theme)
        if len(lines) > len(segment.rows):
            added = len(lines) - len(segment.rows)
            self._writings.grow(Growth(self._table.sheet, segment.first, segment.last, added))
        for place in self._body.made_up_cells(segment):
            self._writings.put(self._table.sheet, *place, None)
        numbered = self._numbered(segment)
        wanted = [one for one in self._wanted if one.index not in range(1, segment.beside + 1)]
        wanted = [one for one in wanted if one.index != numbered]
        counted = [one.index for one in wanted if one.field == "ordinal"]
        for at, line in enumerate(lines):
            row = segment.first + at
            for column in counted:
                self._writings.put(self._table.sheet, row, column, Decimal(at + 1))
            if numbered and (row > segment.last or row in self._body.samples):
                self._writings.put(self._table.sheet, row, numbered, Decimal(at + 1))
            over = row > segment.last or row in self._body.samples
            self._fill(row, min(row, segment.last), line, wanted, over=over)

    def _numbered(self, segment: Segment) -> int:
        """The column whose empty rows the form has numbered itself, or 0."""
        serials = (one.index for one in self._wanted if one.field.endswith(_NUMBERS))
        return next((at for at in serials if self._body.is_numbered(segment, at)), 0)

    def _fill(
        self, row: int, source: int, line: Any, wanted: Sequence[BoundColumn], *, over: bool = False
    ) -> None:
        """Fill a row's blank cells; ``source`` is the blank's row it looks like."""
        self._told.add(source)
        goal = self._goal(source)
        values: dict[int, str | Decimal] = {}
        for column in wanted:
            top, left, _, _ = self._shape.area(source, column.index)
            if left != column.index or (top != source and (top, left) in self._written):
                continue
            if not over and not self._is_free(top, left):
                continue
            if self._shape.is_formula(top, left):
                continue
            value = self._value(column, line, Spot(self._shape, source, left, goal))
            if value is not None and self._shape.is_locked(top, left):
                self.locked[column.head] = None
            elif value is not None:
                values[left] = value
                self._written.add((top, left))
                at = row if top == source else top
                origin = self._subject.origin(column, line)
                origin = origin and replace(origin, goal=goal)
                self._writings.put(self._table.sheet, at, left, value, origin)
                if isinstance(value, Decimal) and origin is not None:
                    self._numbers[source, left] = (value, origin)
        if isinstance(line, TaskFacts):
            self.rows.append(TaskRow(source, line.line, goal, values))

    def _value(self, column: BoundColumn, line: Any, spot: Spot) -> str | Decimal | None:
        """The value for a cell; words that it does not offer are none."""
        value = self._subject.value(column, line, spot)
        if isinstance(value, Decimal):
            return spot.numbered(value)
        return spot.chosen(value) if value is not None and spot.choices else value

    def _is_free(self, row: int, column: int) -> bool:
        """Whether a cell is blank, or holds nothing but boxes to tick."""
        text = self._shape.text(row, column)
        return not text.strip() or has_boxes(text) or has_gap(text)

    def _goal(self, row: int) -> Decimal | None:
        """The goal that the row itself prints."""
        for column in self._subject.columns:
            if column.field == "target":
                return number_said(self._shape.text(row, column.index))
        return None
