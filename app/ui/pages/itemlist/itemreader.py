"""The items of the page as the ledger holds them; after a change only those it touched are read."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING

from app.services import queries
from app.services.breakdown import itemcolumns
from app.services.history.changes import newest_step
from app.services.history.itemchanges import items_touched_since
from app.services.parties.units import unit_names
from app.ui.operations import run_service
from app.ui.pages.itemlist.itemchoice import ItemSearch
from app.ui.pages.itemlist.itemlines import kept, label_of, lines_of, with_items

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from PySide6.QtWidgets import QWidget

    from app.models.database import Ledger
    from app.ui.pages.itemlist.itemlines import ItemLine
    from app.ui.workspace import Workspace

NO_UNIT = "（未定单位）"
_LONG = 2_000
_AT_ONCE, _MOST = 50, 3_000


@dataclass(frozen=True, slots=True)
class ItemRows:
    """What was read, with all that is reckoned from every line.

    Attributes:
        lines: the items in the order of tasks and items.
        done: how many are ticked off.
        units: the units offered in a cell.
        unit_words: the units to filter by.
        tasks: the tasks to filter by, as they are offered, with their numbers.
        columns: the own columns of a task's items.
        search: finds among the lines.
    """

    lines: tuple[ItemLine, ...] = ()
    done: int = 0
    units: tuple[str, ...] = ()
    unit_words: tuple[str, ...] = ()
    tasks: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    columns: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    search: ItemSearch = field(default_factory=ItemSearch)


Focus = tuple[int | None, "date"]


class ItemReader:
    """Reads all items of the list in view, or only what the journal says has changed.

    A long list is read in the background, while the page stays as it is and in use.
    """

    def __init__(self, parent: QWidget, workspace: Workspace) -> None:
        self._parent, self._workspace = parent, workspace
        self._seen = self._round = 0
        self._focus: Focus | None = None
        self.rows = ItemRows()
        self.is_reading = False

    def read(self, done: Callable[[ItemRows], object]) -> None:
        """Hand over the items as they are now."""
        ledger, focus = self._workspace.ledger, (self._workspace.list_id, self._workspace.as_of)
        self._round += 1
        up_to, touched, many = newest_step(ledger), None, False
        if focus == self._focus and not self.is_reading:
            found = items_touched_since(ledger, self._seen, most=_AT_ONCE)
            up_to, touched, many = found.up_to, found.items, found.many
        if touched is not None:
            fresh = with_touched(ledger, self.rows, touched, focus[1])
            self._take(fresh, up_to, focus)
            done(self.rows)
        else:
            self._read_much(focus, up_to, done, again=many)

    def _read_much(
        self, focus: Focus, up_to: int, done: Callable[[ItemRows], object], *, again: bool
    ) -> None:
        ledger, held, seen = self._workspace.ledger, self.rows, self._seen
        work = (
            partial(_again, ledger, held, seen, focus)
            if again
            else partial(_all, ledger, held, focus)
        )
        if queries.count_items(ledger, list_id=focus[0]) <= _LONG:
            self._take(work(), up_to, focus)
            done(self.rows)
            return
        mine, self.is_reading = self._round, True

        def take(rows: ItemRows) -> None:
            if mine == self._round:  # nothing newer was asked for meanwhile
                self._take(rows, up_to, focus)
                done(rows)

        def prepared() -> ItemRows:
            rows = work()
            rows.search.prepare()
            return rows

        run_service(
            self._parent, self._workspace, lambda _monitor: prepared(), done=take, changes=False
        )

    def _take(self, rows: ItemRows, up_to: int, focus: Focus) -> None:
        self.rows, self._seen, self._focus, self.is_reading = rows, up_to, focus, False


def with_touched(ledger: Ledger, held: ItemRows, touched: frozenset[int], as_of: date) -> ItemRows:
    """The same rows, some of their items read again; the search follows their words."""
    fresh = queries.list_items(ledger, item_ids=sorted(touched)) if touched else ()
    lines, changed = with_items(held.lines, fresh, as_of)
    rows = _renewed(ledger, held, lines, changed)
    reworded = [place for place in changed if _reworded(held.lines[place], lines[place])]
    held.search.take(lines, reworded)
    return rows


def _again(ledger: Ledger, held: ItemRows, seen: int, focus: Focus) -> ItemRows:
    """Many changed: still far fewer than all, mostly."""
    touched = items_touched_since(ledger, seen, most=_MOST).items
    if touched is None:
        return _all(ledger, held, focus)
    fresh = queries.list_items(ledger, item_ids=sorted(touched))
    lines, changed = with_items(held.lines, fresh, focus[1])
    rows = _renewed(ledger, held, lines, changed)
    if any(_reworded(held.lines[place], lines[place]) for place in changed):
        return replace(rows, search=ItemSearch(lines))
    return rows


def _renewed(
    ledger: Ledger, held: ItemRows, lines: tuple[ItemLine, ...], changed: Sequence[int]
) -> ItemRows:
    """The rows with other lines at some places; nobody goes through all of them for that."""
    done = sum(lines[place].is_done - held.lines[place].is_done for place in changed)
    rows = replace(held, lines=lines, done=held.done + done)
    if all(lines[place].item.unit == held.lines[place].item.unit for place in changed):
        return rows
    return replace(rows, unit_words=_unit_words(lines), units=unit_names(ledger))


def _all(ledger: Ledger, held: ItemRows, focus: Focus) -> ItemRows:
    list_id, as_of = focus
    rows = queries.list_items(ledger, list_id=list_id)
    names = queries.task_names(ledger, list_id=list_id)
    lines = kept(held.lines, lines_of(rows, names, as_of))
    tasks: dict[str, dict[int, None]] = {}
    for number, line in {line.item.task_id: line for line in reversed(lines)}.items():
        tasks.setdefault(label_of(line), {})[number] = None
    return ItemRows(
        lines=lines,
        done=sum(line.is_done for line in lines),
        units=unit_names(ledger),
        unit_words=_unit_words(lines),
        tasks={label: tuple(tasks[label]) for label in reversed(tasks)},
        columns={task: own for task, _, own in itemcolumns.column_sets(ledger)},
        search=ItemSearch(lines),
    )


def _unit_words(lines: Sequence[ItemLine]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(line.item.unit or NO_UNIT for line in lines))


def _reworded(old: ItemLine, new: ItemLine) -> bool:
    return (old.item.name, old.item.unit) != (new.item.name, new.item.unit)
