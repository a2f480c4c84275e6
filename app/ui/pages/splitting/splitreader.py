"""The matrix as the ledger holds it; after an edit only the tasks it touched are read."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from operator import attrgetter
from typing import TYPE_CHECKING

from app.models.rules.periods import Period
from app.services.breakdown.shares import split_rows, split_units
from app.services.history.changes import newest_step, touched_since
from app.ui.pages.splitting.splitlines import lines_of
from app.ui.paper.latest import Latest

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from PySide6.QtWidgets import QWidget

    from app.models.database import Ledger
    from app.models.views import UnitView
    from app.monitor import Monitor
    from app.ui.pages.splitting.splitlines import SplitLine
    from app.ui.workspace import Workspace

    Lines = tuple[SplitLine, ...]

_AT_ONCE = 60


@dataclass(frozen=True, slots=True)
class SplitRows:
    """What was read.

    Attributes:
        lines: the rows of the matrix.
        units: the units a target may be split over.
        period: whose reports are shown; empty for the plan.
        used: the units that carry something.
        still: how many lines are not wholly split.
    """

    lines: Lines = ()
    units: tuple[UnitView, ...] = ()
    period: str = ""
    used: frozenset[int] = frozenset()
    still: int = 0


@dataclass(frozen=True, slots=True)
class _Wish:
    list_id: int | None
    period: str


class SplitReader:
    """Reads what the journal says has changed; the whole matrix in the background.

    Args:
        page: whose matrix it is; it stays as it is and in use while all is read.
        workspace: the ledger, the list in view and its period.
        is_plan: whether planned parts are wished for, not reports.
        show: gets the matrix as it is now, and whether all of it was read.
    """

    def __init__(
        self,
        page: QWidget,
        workspace: Workspace,
        is_plan: Callable[[], bool],
        show: Callable[[SplitRows, bool], object],
    ) -> None:
        self._workspace, self._is_plan, self._show = workspace, is_plan, show
        self._whole = Latest(page, workspace, self._reading, self._take)
        self._seen = 0
        self._held: tuple[_Wish, SplitRows] | None = None

    @property
    def is_reading(self) -> bool:
        """The whole matrix is being read."""
        return self._whole.is_busy

    def ask(self) -> None:
        """Have the matrix shown as it is now; at once where only few tasks have changed."""
        ledger = self._workspace.ledger
        if self._held is None or self._held[0] != self._wish() or self.is_reading:
            self._whole.ask()
            return
        found = touched_since(ledger, self._seen)
        few = found.tasks is not None and len(found.tasks) <= _AT_ONCE
        rows = _with(ledger, self._held[1], found.tasks or ()) if few else None
        if rows is None:
            self._whole.ask()
            return
        self._held, self._seen = (self._held[0], rows), found.up_to
        self._show(rows, False)

    def _wish(self) -> _Wish:
        period = "" if self._is_plan() else self._workspace.period
        return _Wish(self._workspace.list_id, period)

    def _reading(self) -> Callable[[Monitor], tuple[int, _Wish, SplitRows]]:
        ledger, wish = self._workspace.ledger, self._wish()
        # The journal is looked at first: what comes meanwhile is read once more.
        return lambda _monitor: (newest_step(ledger), wish, _all(ledger, wish))

    def _take(self, read: tuple[int, _Wish, SplitRows]) -> None:
        self._seen, wish, rows = read
        self._held = wish, rows
        self._show(rows, True)


def _all(ledger: Ledger, wish: _Wish) -> SplitRows:
    rows = split_rows(ledger, list_id=wish.list_id, period=wish.period)
    return _summed(lines_of(rows, _span(wish.period)), split_units(ledger), wish.period)


def _with(ledger: Ledger, held: SplitRows, touched: Collection[int]) -> SplitRows | None:
    """The matrix with some tasks read again; None when they have other lines now."""
    units = split_units(ledger)
    if not touched:
        return held if units == held.units else _summed(held.lines, units, held.period)
    rows = split_rows(ledger, period=held.period, task_ids=sorted(touched))
    fresh = {line.key: line for line in lines_of(rows, _span(held.period))}
    before = {line.key: line for line in held.lines if line.row.task_id in touched}
    if _outlines(fresh) != _outlines(before):
        return None
    lines = tuple(fresh.get(line.key, line) for line in held.lines)
    return _summed(lines, units, held.period)


def _outlines(lines: Mapping[tuple[int, int], SplitLine]) -> dict[tuple[int, int], str]:
    """What lines there are, and what is searched in them."""
    return {key: f"{line.row.serial} {line.row.text}" for key, line in lines.items()}


def _summed(lines: Lines, units: tuple[UnitView, ...], period: str) -> SplitRows:
    used = frozenset(chain.from_iterable(map(attrgetter("shares"), lines)))
    still = sum(map(attrgetter("is_open"), lines))
    return SplitRows(lines, units, period, used, still)


def _span(period: str) -> Period | None:
    return Period.parse(period) if period else None
