"""The numbers of a return by their place on its page, and what each of them is made of."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from app.models.database import Ledger
from app.models.origins import Part
from app.models.returnviews import ReturnView
from app.reports.formats.build import TOTAL_TEXT, Laid
from app.reports.formats.catalogues import CATALOGUES
from app.reports.formats.format import Column, Format
from app.reports.formats.spreading import spread_columns
from app.reports.formats.values import Value
from app.reports.grid import Grid
from app.services.reporting.keptparts import Asked, OpenCell
from app.services.reporting.provenance_filed import TOTALLED
from app.services.reporting.provenance_lines import Tracer, in_measure, is_traced, lines_total
from app.services.reporting.provenance_registers import is_made
from app.services.reporting.returns import Wanted

_NAMES = frozenset({"serial", "ordinal", "number"})
"""Numbers that only tell lines apart: they are made of nothing."""


@dataclass(frozen=True, slots=True)
class PageNumbers:
    """Which cells of a page open to what they are made of.

    Attributes:
        rows: the line, counted from 0, by its row of the grid.
        columns: its columns, from the first.
        wanted: the return.
        fmt: its format.
        view: its lines.
        totals: the label of each total row.
    """

    rows: Mapping[int, int] = field(default_factory=dict)
    columns: tuple[Column, ...] = ()
    wanted: Wanted | None = None
    fmt: Format | None = None
    view: ReturnView[Any] | None = None
    totals: Mapping[int, str] = field(default_factory=dict)
    filed_id: None = field(default=None, init=False)

    @property
    def fields(self) -> tuple[str, ...]:
        """What each column prints."""
        return tuple(column.field for column in self.columns)

    def has(self, row: int, column: int, paper: int = 0) -> bool:
        """Whether a cell prints a number that can be opened; a return is one paper."""
        if paper or self.view is None or not 1 <= column <= len(self.columns):
            return False
        name, place = self.columns[column - 1].field, self.rows.get(row)
        if place is None:
            return row in self.totals and self.columns[column - 1].total
        if is_traced(self.view.lines[place], name):
            return True
        return name not in _NAMES and self._read(place, column).number is not None

    def trace(self, ledger: Ledger, row: int, column: int, paper: int = 0) -> Part | None:
        """What a cell's number is made of, None where it is none.

        Raises:
            UserError: what it tells of is gone.
        """
        if self.wanted is None or not self.has(row, column, paper):
            return None
        tracer = Tracer(ledger, self.wanted.list_id, self.wanted.period)
        return self._open(tracer, row, column)

    def open_all(self, ledger: Ledger) -> Iterator[OpenCell]:
        """Every number of the page with what it is made of, to be kept when it is filed.

        Raises:
            UserError: the list is gone.
        """
        view, wanted, fmt = self.view, self.wanted, self.fmt
        if view is None or wanted is None or fmt is None:
            return
        kind = CATALOGUES[fmt.rows]
        ids = [id_ for line in view.lines if (id_ := line.task_id) is not None]
        tracer = Tracer(ledger, wanted.list_id, wanted.period, ids)
        for row in (*self.rows, *self.totals):
            place = self.rows.get(row)
            for column, name in enumerate(self.fields, 1):
                made = place is not None and is_made(view.lines[place], name)
                opens = made or self.has(row, column)
                part = self._open(tracer, row, column) if opens else None
                if part is None or not (part.value or part.amount):
                    continue
                told = self.totals[row] if place is None else kind.identity(view.lines[place])
                asks = TOTALLED + name if place is None else name
                asked = Asked(fmt.rows, told, asks, wanted.period)
                yield OpenCell(0, row, column, part, asked)

    def _open(self, tracer: Tracer, row: int, column: int) -> Part | None:
        view, name = self.view, self.columns[column - 1].field
        if view is None:
            return None
        if row in self.totals:
            return self._total(tracer, self.totals[row], name)
        place = self.rows[row]
        line = view.lines[place]
        found = tracer.number(line, name)
        value, label = self._read(place, column), called(self.columns[column - 1])
        if found is not None:
            number = value.number
            if number is None or found.amount in {None, number}:
                return found
            return in_measure(found, label, value.text, number) or found
        return replace(tracer.words(line, name, value.text), label=label, amount=value.number)

    def _read(self, place: int, column: int) -> Value:
        if self.view is None or self.fmt is None:
            return Value()
        line, told = self.view.lines[place], self.columns[column - 1]
        kind = CATALOGUES[self.fmt.rows]
        return kind.read(line, told.field, self.view.head, number=told.number)

    def _total(self, tracer: Tracer, label: str, name: str) -> Part | None:
        """The whole of all lines, or of those of one measure: 合计（台）."""
        view, fmt = self.view, self.fmt
        if view is None or fmt is None:
            return None
        if view.total is not None:
            return tracer.number(view.total, name)
        return lines_total(view, CATALOGUES[fmt.rows], name, label)


def numbers_of_draft(fmt: Format, view: ReturnView[Any], laid: Laid, wanted: Wanted) -> PageNumbers:
    """The numbers of a return as the ledger stands."""
    columns = spread_columns(fmt, view.lines)
    rows = {row: place for place, row in enumerate(laid.rows)}
    totals = _totals(laid.grid, laid.rows)
    return PageNumbers(rows, columns, wanted, fmt, view, totals)


def called(column: Column) -> str:
    """The innermost of a column's headings, in one line."""
    return "".join(column.head[-1].split())


def _totals(grid: Grid, rows: tuple[int, ...]) -> dict[int, str]:
    """The rows below the last line that begin with 合计, and how each is called."""
    last = max(rows, default=0)
    return {
        cell.row: cell.text
        for cell in grid.cells
        if cell.row > last and cell.column == 1 and cell.text.startswith(TOTAL_TEXT)
    }
