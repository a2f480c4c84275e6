"""Blank forms written down as they are to come out: what a cell is to take stands in the cell."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

_THIN = Side(style="thin")
RULED = Border(_THIN, _THIN, _THIN, _THIN)
Place = tuple[str, int, int]


@dataclass(frozen=True, slots=True)
class Fill:
    """A cell that holds ``blank`` on the district's form and ``value`` once it is filled in."""

    value: Any
    blank: Any = None


@dataclass(slots=True)
class Blank:
    """A blank form, and what each cell must hold afterwards; every other cell stays as it is.

    Attributes:
        grown: how many rows are put in below a row, by sheet.
        want: the cells that change, where they stand afterwards.
    """

    book: Workbook = field(default_factory=Workbook)
    want: dict[Place, Any] = field(default_factory=dict)
    grown: dict[str, tuple[int, int]] = field(default_factory=dict)
    period: str = "2020Q2"
    ending: str = "xlsx"

    def sheet(self, title: str) -> Worksheet:
        """A new sheet; the first takes the place of the workbook's own."""
        first = self.book.worksheets[0]
        if len(self.book.worksheets) == 1 and first.title == "Sheet":
            first.title = title
            return first
        made: Worksheet = self.book.create_sheet(title)
        return made

    def lay(
        self,
        sheet: Worksheet,
        rows: Iterable[Sequence[Any]],
        *,
        top: int = 1,
        ruled: bool = True,
        merges: Iterable[str] = (),
        added: int = 0,
    ) -> int:
        """Write rows down and note what their cells are to take; the row after the last.

        Args:
            sheet: where.
            rows: the cells from the left; a `Fill` says what the cell is to hold.
            top: the first row.
            ruled: whether the cells have borders.
            merges: areas to be merged.
            added: so many of the rows, the last ones, are put in by the filling.
        """
        rows = list(rows)
        first_added = top + len(rows) - added
        for row, cells in enumerate(rows, top):
            for column, one in enumerate(cells, 1):
                if row < first_added:
                    _write(sheet, row, column, one, ruled=ruled)
                if isinstance(one, Fill):
                    self.want[sheet.title, row, column] = one.value
                elif row >= first_added and one is not None:
                    self.want[sheet.title, row, column] = one
        for area in merges:
            sheet.merge_cells(area)
        if added:
            self.grown[sheet.title] = (first_added - 1, added)
        return first_added

    def choices(self, sheet: Worksheet, area: str, words: str) -> None:
        """A list to choose from."""
        rule = DataValidation(type="list", formula1=f'"{words}"', allow_blank=True)
        rule.add(area)
        sheet.add_data_validation(rule)


def _write(sheet: Worksheet, row: int, column: int, one: Any, *, ruled: bool) -> None:
    value = one.blank if isinstance(one, Fill) else one
    cell = sheet.cell(row, column, value)
    if ruled:
        cell.border = RULED
        cell.alignment = Alignment(wrap_text=True, vertical="center")
        cell.font = Font(name="仿宋", size=11)


@dataclass(frozen=True, slots=True)
class Score:
    """How a filled form compares with what it should hold."""

    right: int
    wanted: int
    faults: tuple[str, ...]


def compare(blank: Blank, filled: Mapping[str, Mapping[tuple[int, int], Any]]) -> Score:
    """Hold a filled form against the blank: what was to be filled, and all the rest."""
    faults = []
    right = 0
    for place, value in blank.want.items():
        name, row, column = place
        got = filled[name].get((row, column))
        if is_same(value, got):
            right += 1
        else:
            faults.append(f"{name} R{row}C{column}: {got!r}，应为 {value!r}")
    for sheet in blank.book.worksheets:
        after, added = blank.grown.get(sheet.title, (0, 0))
        plain = {
            (row + added if added and row > after else row, column): value
            for (row, column), value in cells_of(blank.book)[sheet.title].items()
        }
        for at in plain.keys() | filled[sheet.title].keys():
            held, got = plain.get(at), filled[sheet.title].get(at)
            if (sheet.title, *at) not in blank.want and not is_same(held, got):
                faults.append(f"{sheet.title} R{at[0]}C{at[1]}: 多填 {got!r}，原为 {held!r}")
    return Score(right, len(blank.want), tuple(faults))


def is_same(value: Any, got: Any) -> bool:
    """Whether a cell holds what it should; numbers are numbers however they are kept."""
    if isinstance(value, Decimal):
        return isinstance(got, int | float) and abs(float(value) - got) < 1e-6
    return bool(value == got and (value is None) == (got is None))


def cells_of(book: Workbook) -> dict[str, dict[tuple[int, int], Any]]:
    """Every cell of a workbook, by sheet."""
    return {
        sheet.title: {
            (row, column): value
            for row, values in enumerate(sheet.iter_rows(values_only=True), 1)
            for column, value in enumerate(values, 1)
        }
        for sheet in book.worksheets
    }
