"""The waist of the way in: one sheet as its cells, whatever format it came in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from app.models.rules.cleaning import clean

Address = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell that holds something.

    Attributes:
        value: the text as the sheet shows it, line breaks kept, nothing trimmed but what can't be
            seen or kept.
        row: the sheet's own row number, from 1.
        column: the column number, from 1.
        number: the stored number, when the cell holds one that is no date.
        day: the stored date, when the cell holds one.
        formula: whether ``value`` is the kept result of a formula.
    """

    value: str
    row: int
    column: int
    number: Decimal | None = None
    day: date | None = None
    formula: bool = False

    def __post_init__(self) -> None:
        """Clean the text, whatever format it came in."""
        if not self.value.isprintable():
            object.__setattr__(self, "value", clean(self.value))


@dataclass(frozen=True, slots=True)
class Merge:
    """A merged area, all four edges belonging to it, numbered from 1."""

    top: int
    left: int
    bottom: int
    right: int

    @property
    def rows(self) -> int:
        """How many rows the area covers."""
        return self.bottom - self.top + 1

    @property
    def columns(self) -> int:
        """How many columns the area covers."""
        return self.right - self.left + 1

    def covers(self, row: int, column: int) -> bool:
        """Whether the cell lies in the area."""
        return self.top <= row <= self.bottom and self.left <= column <= self.right


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet's filled cells with what the layout needs to know of the rest.

    Attributes:
        name: the sheet's name; for files without sheets, the file's own name.
        cells: every cell with text, by (row, column); blank cells are not kept.
        merges: merged areas of more than one cell.
        hidden_rows: numbers of rows the sheet hides.
        hidden_columns: numbers of columns the sheet hides.
        hidden: whether the sheet as a whole is hidden.
        notes: what the reader could not carry over, one Chinese sentence each.
        row_count: the last row that holds text; 0 for an empty sheet.
        column_count: the last column that holds text; 0 for an empty sheet.
    """

    name: str
    cells: Mapping[Address, Cell]
    merges: tuple[Merge, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    hidden: bool = False
    notes: tuple[str, ...] = field(default=())
    row_count: int = field(init=False, compare=False)
    column_count: int = field(init=False, compare=False)

    def __post_init__(self) -> None:
        """Measure it once: a long sheet is asked for its size by everyone."""
        object.__setattr__(self, "row_count", max((row for row, _ in self.cells), default=0))
        widest = max((column for _, column in self.cells), default=0)
        object.__setattr__(self, "column_count", widest)

    def text(self, row: int, column: int) -> str:
        """The cell's own text, empty for a blank cell; merged areas are not resolved."""
        cell = self.cells.get((row, column))
        return cell.value if cell else ""
