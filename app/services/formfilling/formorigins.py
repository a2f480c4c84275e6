"""Where each filled cell of a form has its value from, kept with the cell through growing rows."""

from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from app.models.rules.periods import Period
from app.reports.forms.formsheet import FormCell
from app.reports.forms.shifting import Growth


@dataclass(frozen=True, slots=True)
class Origin:
    """What a cell was filled from.

    Attributes:
        line: the line of the ledger: a task's, a problem's, an object's, a village's.
        field: what the cell took of it, such as ``amount`` or ``progress_text``.
        period: the period it tells of.
        name: the column's head path, for a heading.
        unit: the village, where a line has a part for each; of a count, the label it stands at.
        is_own: whether it tells of the return's own period.
        target: the number of the further target it speaks of; 0 for the counted one.
        goal: the goal that the form's own row prints, by which a share or a rest is reckoned.
    """

    line: Any
    field: str
    period: Period
    name: str
    unit: str = ""
    is_own: bool = True
    goal: Decimal | None = None
    target: int = 0


@dataclass(frozen=True, slots=True)
class PlannedCell:
    """A cell to be written, and its origin; None for labels, numbers of rows and cleared cells."""

    cell: FormCell
    origin: Origin | None = None

    def moved(self, growth: Growth) -> "PlannedCell":
        """Where it stands once rows are put in above it."""
        if self.cell.sheet != growth.sheet:
            return self
        return replace(self, cell=replace(self.cell, row=growth.row(self.cell.row)))


@dataclass(frozen=True, slots=True)
class FilledCell:
    """What a cell of a filled form holds, and where it is from."""

    value: str | Decimal
    origin: Origin


@dataclass(slots=True)
class Writings:
    """What is to be written into one form, and where rows are put in; rows move with the growth."""

    planned: list[PlannedCell] = field(default_factory=list)
    growths: list[Growth] = field(default_factory=list)

    def put(
        self,
        sheet: str,
        row: int,
        column: int,
        value: str | Decimal | None,
        origin: Origin | None = None,
    ) -> None:
        """Write a cell; the row counts the rows put in so far."""
        self.planned.append(PlannedCell(FormCell(sheet, row, column, value), origin))

    def grow(self, growth: Growth) -> None:
        """Put rows in; what is planned below moves along."""
        self.growths.append(growth)
        self.planned[:] = [one.moved(growth) for one in self.planned]

    def row_of(self, sheet: str, row: int) -> int:
        """Where a row of the blank stands after all that was put in."""
        for growth in self.growths:
            row = growth.row(row) if growth.sheet == sheet else row
        return row

    @property
    def cells(self) -> list[FormCell]:
        """Every cell to be written."""
        return [one.cell for one in self.planned]

    @property
    def filled(self) -> dict[tuple[str, int, int], FilledCell]:
        """What was filled in from the ledger, by sheet, row and column of the filled form."""
        return {
            (one.cell.sheet, one.cell.row, one.cell.column): FilledCell(one.cell.value, one.origin)
            for one in self.planned
            if one.origin is not None and one.cell.value is not None
        }
