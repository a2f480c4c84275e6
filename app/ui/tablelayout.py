"""How a table's columns stand: which are shown, in what order, how wide; remembered by table."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtWidgets import QMenu
from typing_extensions import override

from app.ui.style import px

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from PySide6.QtGui import QMouseEvent
    from PySide6.QtWidgets import QTableView

    from app.ui.itemmodels.columns import Column
    from app.ui.itemmodels.table import TableModel
    from app.ui.memory import Memory

_SAVE_AFTER_MS = 400


class TableLayout(QObject):
    """Lays out the columns of one table and keeps what the clerk changed of it.

    Signals:
        fitted: columns were laid out anew; widths may be others.
    """

    fitted = Signal()

    def __init__(
        self, table: QTableView, model: TableModel[Any], memory: Memory, name: str
    ) -> None:
        super().__init__(table)
        self._table, self._model = table, model
        self._memory, self._place = memory, f"tables/{name}"
        self._widths: dict[str, int] = {}
        self._choices: dict[str, bool] = {}
        self._usual: frozenset[str] | None = None
        self._busy = False
        self.extend: Callable[[QMenu, str], object] | None = None
        """Adds what the page can do with columns to the head's menu; gets the column's key."""
        self._save_later = QTimer(self, singleShot=True, interval=_SAVE_AFTER_MS)
        self._save_later.timeout.connect(self._save)

    def begin(self) -> None:
        """Take over the head of the table, once it has its model."""
        header = self._table.horizontalHeader()
        header.setSectionsMovable(True)
        header.setFirstSectionMovable(False)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(self._show_menu)
        self.restore()
        header.sectionResized.connect(self._on_resized)
        header.sectionMoved.connect(lambda *_: self._keep())
        header.sortIndicatorChanged.connect(lambda *_: self._keep())
        self._model.columns_changed.connect(self.restore)

    def restore(self) -> None:
        """Lay the columns out as they were left."""
        kept = self._kept()
        columns = self._model.columns
        self._choices = dict(kept.get("choices", {}))
        widths = kept.get("widths", {})
        self._widths = {column.key: widths.get(column.key, column.width) for column in columns}
        self._busy = True
        self._restore_order(kept.get("places", []))
        header = self._table.horizontalHeader()
        keys = [column.key for column in columns]
        if kept.get("sort") in keys:
            order = Qt.SortOrder(kept.get("order", 0))
            header.setSortIndicator(keys.index(kept["sort"]), order)
        else:
            header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self._busy = False
        self.fit()

    def switch(self, name: str, usual: frozenset[str] | None = None) -> None:
        """Stand as another view of the same rows, whose widths and choices are kept apart.

        Args:
            name: the view's name in the memory.
            usual: the columns it begins with; those that are not put away when None.
        """
        if self._save_later.isActive():
            self._save_later.stop()
            self._save()
        self._place, self._usual = f"tables/{name}", usual
        self.restore()

    def fit(self) -> None:
        """Hide spare columns where room is short, and give the stretching one what is left."""
        if self._busy or not self._model.columns:
            return
        self._busy = True
        room = self._table.viewport().width()
        widths = self._fitting_widths(room)
        for place, column in enumerate(self._model.columns):
            width = widths.get(column.key)
            if self._table.isColumnHidden(place) != (width is None):
                self._table.setColumnHidden(place, width is None)
            if width is not None and self._table.columnWidth(place) != width:
                self._table.setColumnWidth(place, width)
        self._busy = False
        self.fitted.emit()

    def is_chosen(self, column: Column[Any]) -> bool:
        """The clerk wants to see this column."""
        usual = not column.put_away if self._usual is None else column.key in self._usual
        return self._choices.get(column.key, usual)

    def choose(self, key: str, *, on: bool) -> None:
        """Show a column, or put it away."""
        self._choices[key] = on
        self._save()  # at once: the window may close before a timer is through
        self.fit()

    def forget(self) -> None:
        """Back to the columns, widths and order a table begins with."""
        self._save_later.stop()
        self._memory.keep(self._place, "{}")
        self.restore()

    def menu(self, key: str = "") -> QMenu:
        """The menu of the head: each column with its tick, and 恢复默认."""
        menu = StayingMenu(self._table)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        more: QMenu | None = None
        for column in self._model.columns:
            if column.stretch:
                continue
            if column.more and more is None:
                more = StayingMenu("原表各列", menu)
            self._offer(more if column.more and more else menu, column)
        if more:
            menu.addMenu(more)
        menu.addSeparator()
        menu.addAction("恢复默认列宽和次序", self.forget)
        if self.extend:
            self.extend(menu, key)
        return menu

    def _offer(self, menu: QMenu, column: Column[Any]) -> None:
        action = menu.addAction(" ".join(column.title.split()))
        action.setCheckable(True)
        action.setChecked(self.is_chosen(column))
        action.toggled.connect(lambda on: self.choose(column.key, on=on))

    def _show_menu(self, at: QPoint) -> None:
        header = self._table.horizontalHeader()
        place = header.logicalIndexAt(at)
        columns = self._model.columns
        key = columns[place].key if 0 <= place < len(columns) else ""
        self.menu(key).popup(header.mapToGlobal(at))

    def _fitting_widths(self, room: int) -> dict[str, int]:
        """For each column shown its width in pixels."""
        shown = [column for column in self._model.columns if self.is_chosen(column)]
        widths = {
            column.key: px(
                column.width if column.stretch else self._widths.get(column.key, column.width)
            )
            for column in shown
        }
        spare = sorted(
            (column for column in shown if column.spare and not self._choices.get(column.key)),
            key=lambda column: column.spare,
        )
        while spare and sum(widths.values()) > room:
            del widths[spare.pop().key]
        for column in shown:
            if column.least and column.key in widths and sum(widths.values()) > room:
                widths[column.key] = px(column.least)
        for column in shown:
            if column.stretch:
                left = room - sum(widths.values())
                widths[column.key] += max(left, 0)
        return widths

    def _restore_order(self, places: list[str]) -> None:
        header = self._table.horizontalHeader()
        keys = [column.key for column in self._model.columns]
        wanted = [key for key in places if key in keys]
        wanted += [key for key in keys if key not in wanted]
        if not places:
            wanted = keys
        for visual, key in enumerate(wanted):
            held = header.visualIndex(keys.index(key))
            if held != visual:
                header.moveSection(held, visual)

    def _on_resized(self, place: int, _old: int, new: int) -> None:
        if self._busy or not new:
            return
        self._widths[self._model.columns[place].key] = round(new / _scale())
        self.fit()
        self._keep()

    def _keep(self) -> None:
        if not self._busy:
            self._save_later.start()

    def _kept(self) -> dict[str, Any]:
        try:
            kept = json.loads(self._memory.text(self._place, "{}"))
        except ValueError:
            return {}
        return kept if isinstance(kept, dict) else {}

    def _save(self) -> None:
        """Only what the clerk changed: a width of ours may be set better by a later version."""
        columns, header = self._model.columns, self._table.horizontalHeader()
        usual = {column.key: column.width for column in columns}
        held: Mapping[str, int] = self._kept().get("widths", {}) | self._widths
        layout: dict[str, Any] = {
            "widths": {key: width for key, width in held.items() if usual.get(key) != width},
            "choices": self._choices,
        }
        places = [columns[header.logicalIndex(n)].key for n in range(len(columns))]
        if places != [column.key for column in columns]:
            layout["places"] = places
        at = header.sortIndicatorSection()
        if 0 <= at < len(columns):
            layout |= {"sort": columns[at].key, "order": header.sortIndicatorOrder().value}
        self._memory.keep(self._place, json.dumps(layout, ensure_ascii=False))


class StayingMenu(QMenu):
    """A menu of ticks that stays open while several are set."""

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        action = self.actionAt(event.position().toPoint())
        if action and action.isCheckable() and action.isEnabled():
            action.trigger()
            return
        super().mouseReleaseEvent(event)


def _scale() -> float:
    return max(px(100), 1) / 100
