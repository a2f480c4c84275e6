"""The units by kind with what they have open and late; found by name or initials while typing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from typing_extensions import override

from app.services.parties.units import KINDS
from app.ui.itemmodels.columns import Column
from app.ui.itemmodels.table import Index, TableModel
from app.ui.pinyin import Finder
from app.ui.style import Ink, px
from app.ui.tables import Table

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtGui import QKeyEvent

    from app.models.registers import UnitStanding
    from app.ui.workspace import Workspace

_ORDER = ("village", "department", "enterprise", "other", "superior", "town", "office")
_READ_AFTER_MS = 60
_ENTER = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A unit, or the head of a kind: then ``unit`` is None."""

    name: str
    kind: str
    unit: UnitStanding | None = None


class _UnitModel(TableModel[UnitRow]):
    """Heads of kinds can't be selected."""

    @override
    def flags(self, index: Index) -> Qt.ItemFlag:
        if index.isValid() and self.rows[index.row()].unit is None:
            return Qt.ItemFlag.ItemIsEnabled
        return super().flags(index)


class UnitList(QWidget):
    """A search field over the units.

    Signals:
        chosen: another unit is in view; carries its number.
        entered: Enter: the clerk wants to go on with the unit.
    """

    chosen = Signal(int)
    entered = Signal()

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._finder = Finder(())
        self._told = 0
        self._later = QTimer(self, singleShot=True, interval=_READ_AFTER_MS)
        self._later.timeout.connect(self._tell)
        self.field = QLineEdit()
        self.field.setProperty("role", "search")
        self.field.setPlaceholderText("找单位：名称或首字母")
        self.field.setAccessibleName("找单位")
        self.field.setToolTip("如 cxc 找“漕溪村”；Enter 到办理事项，Esc 显示全部")
        self.field.setClearButtonEnabled(True)
        self.field.textChanged.connect(self.search)
        self.field.installEventFilter(self)
        self.model = _UnitModel(_columns(), key=_key, parent=self)
        self.table = Table(self.model, workspace.memory, "unit-list", sortable=False, parent=self)
        self.table.setAccessibleName("单位")
        self.table.selection_changed.connect(self._later.start)
        self.table.opened.connect(lambda _row: self.entered.emit())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(8))
        column.addWidget(self.field)
        column.addWidget(self.table, 1)
        self.setTabOrder(self.field, self.table)

    @property
    def unit(self) -> UnitStanding | None:
        """The unit in view."""
        row: UnitRow | None = self.table.current_row()
        return row.unit if row else None

    def show_units(self, units: Sequence[UnitStanding]) -> None:
        """Show units under the heads of their kinds, staying with the one in view."""
        held = self.unit
        self._finder = Finder((unit.id, " ".join((unit.name, *unit.aliases))) for unit in units)
        rows: list[UnitRow] = []
        for kind in _ORDER:
            inside = [unit for unit in units if unit.kind == kind]
            if inside:
                rows.append(UnitRow(f"{KINDS[kind]}　{len(inside)}", kind))
                rows += [UnitRow(unit.name, kind, unit) for unit in inside]
        self.model.set_rows(rows)
        self._keep()
        if held is None or not self.table.select_key(held.id):
            self.choose_first()

    def choose(self, unit_id: int) -> bool:
        """Bring a unit into view, whatever is searched for; False when it is gone."""
        if self.table.select_key(unit_id):
            return True
        self.field.clear()
        return self.table.select_key(unit_id)

    def search(self, words: str) -> None:
        """Keep the units that the words find, and bring the first into view."""
        if words != self.field.text():
            self.field.setText(words)  # comes back here
            return
        self._keep()
        if words.strip() or self.unit is None:
            self.choose_first()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """From the field Down and Up go into the list, Enter to what the unit owes."""
        if watched is self.field and event.type() == QEvent.Type.KeyPress:
            pressed: QKeyEvent = event  # type: ignore[assignment]
            if pressed.key() in {Qt.Key.Key_Down, Qt.Key.Key_Up}:
                self.table.setFocus(Qt.FocusReason.OtherFocusReason)
                return True
            if pressed.key() in _ENTER and self.unit is not None:
                self.tell_now()
                self.entered.emit()
                return True
        return super().eventFilter(watched, event)

    def tell_now(self) -> None:
        """Say at once which unit is in view, not after the keys have come to rest."""
        if self._later.isActive():
            self._tell()

    def _keep(self) -> None:
        found = self._finder.find(self.field.text())
        kinds = {
            row.kind
            for row in self.model.rows
            if row.unit is not None and (found is None or row.unit.id in found)
        }
        self.table.order.keep(_keeper(found, kinds))

    def choose_first(self) -> None:
        """Bring the first unit shown into view."""
        first = next((row for row in self.table.order.rows() if row.unit is not None), None)
        if first is not None:
            self.table.select_key(_key(first), column="name")

    def _tell(self) -> None:
        self._later.stop()
        unit = self.unit
        if unit is not None:
            self.chosen.emit(unit.id)


def _keeper(found: set[int] | None, kinds: set[str]) -> Callable[[UnitRow], bool]:
    """Units that were found, and the heads above them."""

    def keeps(row: UnitRow) -> bool:
        if row.unit is None:
            return row.kind in kinds
        return found is None or row.unit.id in found

    return keeps


def _key(row: UnitRow) -> int | str:
    return row.unit.id if row.unit is not None else f"kind {row.kind}"


def _columns() -> list[Column[UnitRow]]:
    return [
        Column(
            "name",
            "单位",
            lambda row: row.name,
            120,
            stretch=True,
            colour=lambda row: Ink.MUTED.value if row.unit is None else None,
            tip=lambda row: "、".join((row.name, *row.unit.aliases)) if row.unit else "",
        ),
        Column(
            "open", "未完", lambda row: (row.unit.open or None) if row.unit else None, 56, "right"
        ),
        Column(
            "late",
            "超期",
            lambda row: (row.unit.late or None) if row.unit else None,
            56,
            "right",
            colour=lambda _: Ink.FAULT.value,
        ),
    ]
