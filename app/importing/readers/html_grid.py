"""One HTML table laid out on its grid: where cells go, what spans cover, what is hidden."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from app.importing.readers.addresses import MAX_COLUMN, MAX_ROW
from app.importing.readers.css import PLAIN, Style
from app.importing.readers.html_cells import lines_of, shown_cell, shown_text
from app.importing.readers.limits import MAX_CELLS, TooManyCellsError
from app.importing.sheet import Address, Cell, Merge

_MAX_COLSPAN, _MAX_ROWSPAN = 1_000, 65_534
_MAX_SPANNED = 3_000_000
_DIGITS = re.compile(r"\s*(\d{1,9})")


@dataclass(slots=True)
class OpenCell:
    """The cell whose text is being read."""

    row: int
    column: int
    attributes: Mapping[str, str]
    style: Style
    parts: list[str] = field(default_factory=list)


@dataclass(slots=True)
class HtmlTable:
    """A table on its grid.

    Attributes:
        lead: lines of text that stand before it, since the table above.
        cells: cells with text, by (row, column).
        merges: spans of more than one cell.
        rows: how many rows it has.
        columns: how many columns it has.
        nested: whether it stands inside another.
    """

    lead: list[str] = field(default_factory=list)
    cells: dict[Address, Cell] = field(default_factory=dict)
    merges: list[Merge] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    rows: int = 0
    columns: int = 0
    nested: bool = False

    @property
    def is_list(self) -> bool:
        """Whether it is more than a few words set in two columns."""
        filled = {row for row, _ in self.cells}
        return len(filled) > 1 and len({column for _, column in self.cells}) > 2

    def take_lines(self) -> list[str]:
        """Its texts in reading order, taken out of it."""
        lines = [self.cells[at].value for at in sorted(self.cells)]
        self.cells.clear()
        self.merges.clear()
        return lines


class TableBuilder:
    """One table while it is read: where the next cell goes and which places spans have taken."""

    def __init__(self, lead: list[str], *, nested: bool) -> None:
        self.table = HtmlTable(lead, nested=nested)
        self.open: OpenCell | None = None
        self.stray: list[str] = []
        self._column = 0
        self._taken: dict[int, int] = {}
        self._covered = 0
        self._unhidden: set[int] = set()
        self._hidden: set[int] = set()
        self._spanned = 0
        self._columns_told = 0
        self._pending: list[Merge] = []

    def start_row(self, style: Style) -> None:
        """The next row; its cells fill from the left what spans from above leave free."""
        self.close_cell()
        self.table.rows += 1
        self._column = self._covered = 0
        if self.table.rows > MAX_ROW:
            raise TooManyCellsError
        if style.hidden:
            self.table.hidden_rows.add(self.table.rows)

    def start_section(self) -> None:
        """Spans end where head, body or foot ends (HTML, 4.9.12)."""
        self.close_cell()
        self._settle_merges()
        self._taken.clear()

    def start_column(self, attributes: Mapping[str, str], style: Style) -> None:
        """A ``<col>`` says of the next columns whether they are hidden."""
        first = self._columns_told + 1
        self._columns_told += min(_span(attributes, "span"), _MAX_COLSPAN)
        if style.hidden and self._columns_told <= MAX_COLUMN:
            self.table.hidden_columns.update(range(first, self._columns_told + 1))

    def start_cell(self, attributes: Mapping[str, str], style: Style) -> None:
        """The next cell of the row; a hidden one that stands for a covered place is left out."""
        self.close_cell()
        if not self.table.rows:
            self.start_row(PLAIN)
        if style.hidden and self._is_covered():
            self.open = OpenCell(0, 0, attributes, style)
            return
        row, column = self.table.rows, self._next_free()
        across = min(_span(attributes, "colspan"), _MAX_COLSPAN)
        down = min(_span(attributes, "rowspan", nought=_MAX_ROWSPAN), _MAX_ROWSPAN)
        self._take(row, column, across, down)
        (self._hidden if style.hidden else self._unhidden).add(column)
        self.open = OpenCell(row, column, attributes, style)

    def close_cell(self) -> None:
        """Keep the open cell's text."""
        cell, self.open = self.open, None
        if cell is None or not cell.row:
            return
        text = shown_text(cell.parts)
        if text and not text.isspace():
            shown = shown_cell(text, cell.attributes, cell.style)
            at = (cell.row, cell.column)
            self.table.cells[at] = Cell(shown.text, *at, shown.number, shown.day)

    def finish(self) -> HtmlTable:
        """The table as laid out."""
        self.close_cell()
        self._settle_merges()
        self.table.lead += lines_of(self.stray)
        self.table.hidden_columns |= self._hidden - self._unhidden
        return self.table

    def _is_covered(self) -> bool:
        """Whether a hidden cell only stands for a place that a span has taken already."""
        if self._covered:
            self._covered -= 1
            return True
        if self._taken.get(self._column + 1, 0) >= self.table.rows:
            self._column += 1
            return True
        return False

    def _next_free(self) -> int:
        column = self._column + 1
        while self._taken.get(column, 0) >= self.table.rows:
            column += 1
        return column

    def _take(self, row: int, column: int, across: int, down: int) -> None:
        self._spanned += across
        last = column + across - 1
        if self._spanned > _MAX_SPANNED or last > MAX_COLUMN or len(self.table.cells) > MAX_CELLS:
            raise TooManyCellsError
        if down > 1:
            self._taken.update(dict.fromkeys(range(column, last + 1), row + down - 1))
        self._column, self._covered = last, across - 1
        self.table.columns = max(self.table.columns, last)
        if down > 1 or across > 1:
            self._pending.append(Merge(row, column, row + down - 1, last))

    def _settle_merges(self) -> None:
        """Spans that go on beyond the rows there are, cut to them."""
        for area in self._pending:
            bottom = min(area.bottom, self.table.rows)
            if bottom > area.top or area.right > area.left:
                self.table.merges.append(Merge(area.top, area.left, bottom, area.right))
        self._pending.clear()


def _span(attributes: Mapping[str, str], name: str, *, nought: int = 1) -> int:
    match = _DIGITS.match(attributes.get(name, ""))
    return (int(match[1]) or nought) if match else 1
