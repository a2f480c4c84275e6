"""The numbers of a return by their place on its page, and what each of them is made of."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from app.models.database import Ledger
from app.models.origins import Part
from app.models.views import ReturnView
from app.reports.build import TOTAL_TEXT, Laid
from app.reports.catalogues import CATALOGUES
from app.reports.formats import Format
from app.reports.grid import Grid
from app.reports.spreading import spread_columns
from app.services.reporting.filing import TakenCell
from app.services.reporting.provenance_filed import (
    filed_places,
    is_kept,
    trace_filed,
    trace_taken,
)
from app.services.reporting.provenance_lines import is_traced, lead_of, total_part, trace
from app.services.reporting.returns import Wanted


@dataclass(frozen=True, slots=True)
class PageNumbers:
    """Which cells of a page open to what they are made of.

    Attributes:
        rows: the line, counted from 0, by its row of the grid.
        fields: what each column prints, from the first.
        wanted: the return, None for a filed one.
        filed_id: the filed return, None for a draft.
        fmt: the format of a draft.
        view: the lines of a draft.
        totals: of a draft, the label of each total row.
        cells: of a filed form, what it kept of each cell that was filled from a task.
    """

    rows: Mapping[int, int] = field(default_factory=dict)
    fields: tuple[str, ...] = ()
    wanted: Wanted | None = None
    filed_id: int | None = None
    fmt: Format | None = None
    view: ReturnView[Any] | None = None
    totals: Mapping[int, str] = field(default_factory=dict)
    cells: Mapping[tuple[int, int], TakenCell] = field(default_factory=dict)

    def has(self, row: int, column: int, paper: int = 0) -> bool:
        """Whether a cell prints a number that can be opened; a return is one paper."""
        if not paper and (row, column) in self.cells:
            return True
        if paper or not 1 <= column <= len(self.fields):
            return False
        name, place = self.fields[column - 1], self.rows.get(row)
        if place is None:
            return row in self.totals and self._is_totalled(column)
        if self.view is not None:
            return is_traced(self.view.lines[place], name)
        return self.filed_id is not None and is_kept(name)

    def trace(self, ledger: Ledger, row: int, column: int, paper: int = 0) -> Part | None:
        """What a cell's number is made of, None where it is none.

        Raises:
            UserError: what it tells of is gone.
        """
        if not self.has(row, column, paper):
            return None
        if self.filed_id is not None and (taken := self.cells.get((row, column))):
            return trace_taken(ledger, self.filed_id, taken)
        name = self.fields[column - 1]
        if row in self.totals:
            return self._total(ledger, self.totals[row], name)
        place = self.rows[row]
        if self.filed_id is not None:
            return trace_filed(ledger, self.filed_id, place, name)
        return self._draft(ledger, self.view.lines[place] if self.view else None, name)

    def _draft(self, ledger: Ledger, line: object, name: str) -> Part | None:
        wanted = self.wanted
        if wanted is None:
            return None
        return trace(ledger, line, name, list_id=wanted.list_id, period=wanted.period)

    def _is_totalled(self, column: int) -> bool:
        if self.fmt is None or self.view is None:
            return False
        return spread_columns(self.fmt, self.view.lines)[column - 1].total

    def _total(self, ledger: Ledger, label: str, name: str) -> Part | None:
        """The whole of all lines, or of those of one measure: 合计（台）."""
        view, fmt = self.view, self.fmt
        if view is None or fmt is None:
            return None
        if view.total is not None:
            return self._draft(ledger, view.total, name)
        kind = CATALOGUES[fmt.rows]
        measure = label.removeprefix(TOTAL_TEXT).strip("（）")
        alike = len({kind.measure(line) for line in view.lines}) == 1
        told = []
        for line in view.lines:
            if alike or kind.measure(line) == measure:
                value = kind.read(line, name, view.head, number="general")
                told.append((kind.label(line), lead_of(line), value.number, value.text))
        return total_part(label or TOTAL_TEXT, told)


def numbers_of_draft(fmt: Format, view: ReturnView[Any], laid: Laid, wanted: Wanted) -> PageNumbers:
    """The numbers of a return as the ledger stands."""
    fields = tuple(column.field for column in spread_columns(fmt, view.lines))
    rows = {row: place for place, row in enumerate(laid.rows)}
    return PageNumbers(
        rows, fields, wanted, fmt=fmt, view=view, totals=_totals(laid.grid, laid.rows)
    )


def numbers_of_filed(ledger: Ledger, filed_id: int) -> PageNumbers:
    """The numbers of a filed return."""
    places = filed_places(ledger, filed_id)
    rows = {row: place for place, row in enumerate(places.rows)}
    cells = {(cell.row, cell.column): cell for cell in places.cells}
    return PageNumbers(rows, places.fields, filed_id=filed_id, cells=cells)


def _totals(grid: Grid, rows: tuple[int, ...]) -> dict[int, str]:
    """The rows below the last line that begin with 合计, and how each is called."""
    last = max(rows, default=0)
    return {
        cell.row: cell.text
        for cell in grid.cells
        if cell.row > last and cell.column == 1 and cell.text.startswith(TOTAL_TEXT)
    }
