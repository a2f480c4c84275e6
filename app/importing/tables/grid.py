"""A sheet seen as a grid: merges resolved, rows asked for their own text."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass

from app.importing.sheet import Address, Merge, Sheet
from app.importing.tables.headings import has_text


@dataclass(frozen=True, slots=True)
class Place:
    """One filled area of a row: a cell, or a merged area that begins in the row."""

    text: str
    left: int
    right: int
    bottom: int

    @property
    def width(self) -> int:
        """How many columns it covers."""
        return self.right - self.left + 1


class Grid:
    """Look-ups over one sheet that the layout asks again and again.

    Args:
        sheet: the sheet.
        asked: tells the heads of columns that a form wants filled in.
    """

    def __init__(self, sheet: Sheet, asked: Callable[[str], bool] | None = None) -> None:
        self.sheet, self._asked = sheet, asked
        self.last_row = sheet.row_count
        self.last_column = sheet.column_count
        self._merges = self._clipped(sheet.merges)
        self._covering = self._cover()
        self._places = self._by_row()
        self.rows = tuple(sorted(self._places))

    def is_asked(self, text: str) -> bool:
        """Whether a text heads a column that is to be filled in, where the reader expects such."""
        return self._asked is not None and self._asked(text)

    def _clipped(self, merges: tuple[Merge, ...]) -> list[Merge]:
        """Merges cut to the area with text, so a merged blank area costs nothing."""
        return [
            Merge(m.top, m.left, min(m.bottom, self.last_row), min(m.right, self.last_column))
            for m in merges
            if m.top <= self.last_row and m.left <= self.last_column
        ]

    def _cover(self) -> dict[Address, Merge]:
        covering: dict[Address, Merge] = {}
        for merge in self._merges:
            if (merge.top, merge.left) in self.sheet.cells:
                for row in range(merge.top, merge.bottom + 1):
                    for column in range(merge.left, merge.right + 1):
                        covering[row, column] = merge
        return covering

    def _by_row(self) -> dict[int, tuple[Place, ...]]:
        """What begins in each row with text, from left to right."""
        rows: dict[int, list[Place]] = defaultdict(list)
        for address, cell in self.sheet.cells.items():
            merge = self._covering.get(address)
            if not has_text(cell.value):
                continue
            if merge is None:
                rows[cell.row].append(Place(cell.value, cell.column, cell.column, cell.row))
            elif (merge.top, merge.left) == address:
                rows[cell.row].append(Place(cell.value, merge.left, merge.right, merge.bottom))
        return {row: tuple(sorted(found, key=_left)) for row, found in rows.items()}

    def merge_at(self, row: int, column: int) -> Merge | None:
        """The merged area with text that covers a cell."""
        return self._covering.get((row, column))

    def anchor(self, row: int, column: int) -> Address:
        """Where the text shown at a cell is stored."""
        merge = self._covering.get((row, column))
        return (merge.top, merge.left) if merge else (row, column)

    def shown(self, row: int, column: int) -> str:
        """The text shown at a cell, merges resolved."""
        return self.sheet.text(*self.anchor(row, column))

    def places(self, row: int) -> tuple[Place, ...]:
        """What begins in a row, from left to right; merges from above are not in it."""
        return self._places.get(row, ())

    def row_text(self, row: int) -> str:
        """All the text of a row, for accounting."""
        return " ".join(place.text.strip() for place in self.places(row))

    def has_vertical_merge(self, rows: frozenset[int]) -> bool:
        """Whether a filled area covers at least two of the given rows."""
        return any(
            m.rows > 1 and sum(1 for row in range(m.top, m.bottom + 1) if row in rows) > 1
            for m in self._merges
            if (m.top, m.left) in self.sheet.cells
        )


def _left(place: Place) -> int:
    return place.left
