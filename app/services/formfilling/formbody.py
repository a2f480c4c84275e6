"""The empty rows of a form's table: how far they reach, under which themes, what they show."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from app.importing.tables.headings import squash
from app.importing.tables.layout import Table
from app.importing.tables.rows import BodyRow
from app.reports.forms.formshape import FormShape

_FOOT = frozenset({"note", "signature", "total", "group"})
_LABELS = frozenset({"note", "group"})
_PASSED_OVER = frozenset({"head_repeated", "total"})
_SAMPLE = re.compile(r"示例|样例|范例|^[(（]?例[)）:：]|[×xX＊*]{2,}|某某|某(?:镇|村|企业|公司)")
_FAR = 200


@dataclass(frozen=True, slots=True)
class Segment:
    """Empty rows to be filled: all of a table's, or those of one theme it prints.

    Attributes:
        first: the first row.
        last: the last row.
        theme: the theme printed above them or beside them.
        beside: the column in which the theme is printed beside them, or 0.
    """

    first: int
    last: int
    theme: str = ""
    beside: int = 0

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
            own = {at: squash(cell.text) for at, cell in row.cells.items() if cell.own}
            if any(_SAMPLE.search(words) for words in own.values()) or self._is_faint(row, own):
                yield row.row

    def _is_faint(self, row: BodyRow, own: Mapping[int, str]) -> bool:
        """Whether a row's words are grey or slanted, while others of the table are not."""
        wordy = [at for at, words in own.items() if not words.isdecimal()]
        plain = any(
            not self._shape.is_faint(one.row, at)
            for one in self._table.rows
            if one.row != row.row
            for at in one.cells
        )
        told = bool(wordy) and all(self._shape.is_faint(row.row, at) for at in wordy)
        return told and (plain or len(self._table.rows) == 1)

    def segments(
        self, is_theme: Callable[[str], bool], beside: Sequence[int]
    ) -> tuple[Segment, ...]:
        """The runs of empty rows, from above: one for each theme the form prints, or one.

        Args:
            is_theme: tells whether a label is a theme of the lines.
            beside: the columns left of the wording in which labels may stand beside their rows.
        """
        if blocks := tuple(self._blocks(is_theme, beside)):
            return blocks
        themes = [
            row
            for row, one in sorted(self._skipped.items())
            if row >= self._first and one.why in {"note", "group"} and is_theme(one.text)
        ]
        if not themes:
            return tuple(self._segment(self._first, None, ""))
        opening = self._table.title if is_theme(self._table.title) else ""
        ends = [*themes[1:], None]
        return (
            *(self._segment(self._first, themes[0], opening) if opening else ()),
            *(
                segment
                for row, end in zip(themes, ends, strict=True)
                for segment in self._segment(row + 1, end, self._skipped[row].text)
            ),
        )

    def side_labels(
        self, is_theme: Callable[[str], bool], beside: Sequence[int]
    ) -> dict[int, dict[int, str]]:
        """What is printed beside empty rows, themes among it: by column, by row."""
        found: dict[int, dict[int, str]] = {}
        for column in beside:
            labels = {
                row: words
                for row in range(self._first, self._shape.last_row + 1)
                if (words := self._shape.text(row, column).strip())
                and self._shape.area(row, column)[3] == column
                and (row not in self._skipped or self._skipped[row].why in _LABELS)
            }
            if any(is_theme(words) for words in labels.values()):
                found[column] = labels
        return found

    def _blocks(self, is_theme: Callable[[str], bool], beside: Sequence[int]) -> Iterator[Segment]:
        """The blocks of rows that labels beside them make, by the innermost labels."""
        found = self.side_labels(is_theme, beside)
        for column in sorted(found, reverse=True)[:1]:
            labels = sorted(found[column].items())
            ends = [*(row for row, _ in labels[1:]), None]
            for (row, words), end in zip(labels, ends, strict=True):
                if is_theme(words):
                    yield from self._block(row, column, end, words)

    def _block(self, row: int, column: int, end: int | None, theme: str) -> Iterator[Segment]:
        _, _, bottom, _ = self._shape.area(row, column)
        if bottom > row:
            yield Segment(row, bottom, theme, column)
            return
        for one in self._segment(row, end, theme, own=row):
            yield Segment(one.first, one.last, theme, column)

    def _segment(
        self, first: int, limit: int | None, theme: str, own: int = 0
    ) -> Iterator[Segment]:
        """The empty rows from one on, up to the foot or the next theme; none if there are none.

        ``own`` is a row that holds the theme's own label beside it.
        """
        while (one := self._skipped.get(first)) is not None and one.why in _PASSED_OVER:
            first += 1
        foot = (row for row, one in sorted(self._skipped.items())
                if row >= first and row != own and one.why in _FOOT)  # fmt: skip
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
