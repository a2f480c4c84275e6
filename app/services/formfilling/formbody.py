"""The empty rows of a form's table: how far they reach, under which themes, what they show."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from app.importing.headings import squash
from app.importing.layout import Table
from app.reports.formshape import FormShape

_FOOT = frozenset({"note", "signature", "total", "group"})
_PASSED_OVER = frozenset({"head_repeated", "total"})
_SAMPLE = re.compile(r"示例|样例|范例|^[(（]?例[)）:：]|[×xX＊*]{2,}|某某|某(?:镇|村|企业|公司)")
_FAR = 200


@dataclass(frozen=True, slots=True)
class Segment:
    """Empty rows to be filled: all of a table's, or those under one theme it prints."""

    first: int
    last: int
    theme: str = ""

    @property
    def rows(self) -> range:
        """The rows' numbers."""
        return range(self.first, self.last + 1)


class Body:
    """Look-ups over one table's rows.

    Args:
        table: the form's table.
        shape: its sheet.
        last: whether no other table stands below it.
    """

    def __init__(self, table: Table, shape: FormShape, *, last: bool) -> None:
        self._table, self._shape, self._last = table, shape, last
        self._first = table.header_rows[-1] + 1
        self._skipped = {row.row: row for row in table.skipped}
        self.samples = frozenset(self._made_up())

    def _made_up(self) -> Iterator[int]:
        """Rows that only show how to fill the form in: so marked, or speaking of 某某 and XX."""
        yield from (row.row for row in self._table.skipped if row.why == "example")
        for row in self._table.rows:
            if any(_SAMPLE.search(squash(cell.text)) for cell in row.cells.values() if cell.own):
                yield row.row

    def segments(self, is_theme: Callable[[str], bool]) -> tuple[Segment, ...]:
        """The runs of empty rows, from above: one under each theme the form prints, or one."""
        themes = [
            row
            for row, one in sorted(self._skipped.items())
            if row >= self._first and one.why in {"note", "group"} and is_theme(one.text)
        ]
        if not themes:
            return tuple(self._segment(self._first, None, ""))
        ends = [*themes[1:], None]
        return tuple(
            segment
            for row, end in zip(themes, ends, strict=True)
            for segment in self._segment(row + 1, end, self._skipped[row].text)
        )

    def _segment(self, first: int, limit: int | None, theme: str) -> Iterator[Segment]:
        """The empty rows from one on, up to the foot or the next theme; none if there are none."""
        while (one := self._skipped.get(first)) is not None and one.why in _PASSED_OVER:
            first += 1
        foot = (row for row, one in sorted(self._skipped.items())
                if row >= first and one.why in _FOOT)  # fmt: skip
        far = (self._shape.last_row if self._last else first + _FAR) + 1
        end = next(foot, limit or far) - 1
        ruled = [row for row in range(first, end + 1) if self._is_ruled(row)]
        unruled = end if self._skipped and end < self._shape.last_row else 0
        last = max(ruled, default=unruled)
        if last >= first:
            yield Segment(first, last, theme)

    def _is_ruled(self, row: int) -> bool:
        return any(self._shape.is_ruled(row, column.index) for column in self._table.columns)

    def is_numbered(self, segment: Segment, column: int) -> bool:
        """Whether the form has numbered the empty rows itself in a column."""
        sample = segment.first in self.samples
        row, number = (segment.first + 1, "2") if sample else (segment.first, "1")
        return self._shape.text(row, column).strip() == number

    def made_up_cells(self, segment: Segment) -> Iterator[tuple[int, int]]:
        """The cells of a segment's sample rows that hold something made up."""
        for row in sorted(self.samples & set(segment.rows)):
            for column in self._table.columns:
                place = (row, column.index)
                blank = not self._shape.text(*place) or self._shape.is_formula(*place)
                if not blank and self._shape.area(*place)[:2] == place:
                    yield place
