"""Which units get an order: found by name or initials, ticked by Enter or the space bar."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from typing_extensions import override

from app.services.parties.units import KINDS
from app.services.work.typed import read_amount
from app.ui.itemmodels.columns import Column
from app.ui.itemmodels.table import TableModel
from app.ui.pinyin import Finder
from app.ui.style import px
from app.ui.tables import Table, select_only

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from decimal import Decimal

    from PySide6.QtGui import QKeyEvent

    from app.models.views import UnitView
    from app.ui.workspace import Workspace

_ORDER = {
    kind: place for place, kind in enumerate(("village", "department", "enterprise", "other"))
}


@dataclass(frozen=True, slots=True)
class Receiver:
    """A unit that may be chosen, with the amount it is to do and the things that are its own."""

    unit: UnitView
    chosen: bool = False
    amount: Decimal | None = None
    own: int = 0


class UnitPicker(QWidget):
    """The units of the town to hand things to.

    Enter in the search field ticks the unit found and empties the field for the next; on an
    empty field it is the clerk's word to go on.

    Signals:
        changed: others are chosen, or amounts are others.
        confirmed: Enter on the empty search field.
        refused: a sentence on what was typed.
    """

    changed = Signal()
    confirmed = Signal()
    refused = Signal(str)

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._finder = Finder(())
        self.measure = ""
        self.field = QLineEdit()
        self.field.setProperty("role", "search")
        self.field.setPlaceholderText("找单位：名称或拼音首字母，Enter 选中")
        self.field.setAccessibleName("找要交办的单位")
        self.field.setClearButtonEnabled(True)
        self.field.textChanged.connect(self._keep)
        self.field.installEventFilter(self)
        self.model: TableModel[Receiver] = TableModel(
            self._columns(amounts=False), key=lambda one: one.unit.id, parent=self
        )
        self.table = Table(self.model, workspace.memory, "handing-units", sortable=False)
        self.table.setAccessibleName("交办给哪些单位")
        self.table.opened.connect(self._toggle)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(8))
        column.addWidget(self.field)
        column.addWidget(self.table, 1)

    def show_units(
        self, units: Sequence[UnitView], own: Mapping[int, int], amounts: Mapping[int, Decimal]
    ) -> None:
        """Offer units: villages first, then our departments, enterprises and others."""
        offered = sorted(
            (unit for unit in units if unit.kind in _ORDER), key=lambda unit: _ORDER[unit.kind]
        )
        rows = [
            Receiver(unit, amount=amounts.get(unit.id), own=own.get(unit.id, 0)) for unit in offered
        ]
        self._finder = Finder((unit.id, " ".join((unit.name, *unit.aliases))) for unit in offered)
        self.model.set_rows(rows)
        self.field.clear()
        self._keep()

    def ask_amounts(self, measure: str) -> None:
        """Show a column for each unit's amount; without a measure there is none."""
        self.measure = measure
        self.model.set_columns(self._columns(amounts=bool(measure)))

    def choose(self, unit_ids: Sequence[int]) -> None:
        """Tick some units."""
        for receiver in self.model.rows:
            if receiver.unit.id in unit_ids:
                self._set(replace(receiver, chosen=True))

    def chosen(self) -> tuple[int, ...]:
        """The units ticked, in the order shown."""
        return tuple(one.unit.id for one in self.model.rows if one.chosen)

    def amounts(self) -> dict[int, Decimal | None]:
        """The amount of each unit ticked."""
        return {one.unit.id: one.amount for one in self.model.rows if one.chosen}

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter ticks what was found, Down goes into the table."""
        if watched is self.field and event.type() == QEvent.Type.KeyPress:
            pressed: QKeyEvent = event  # type: ignore[assignment]
            plain = not pressed.modifiers() & Qt.KeyboardModifier.ControlModifier
            if pressed.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and plain:
                self._enter()
                return True
            if pressed.key() == Qt.Key.Key_Down:
                self.table.setFocus(Qt.FocusReason.OtherFocusReason)
                return True
        return super().eventFilter(watched, event)

    def _enter(self) -> None:
        if not self.field.text().strip():
            self.confirmed.emit()
            return
        found = self.table.current_row()
        if found is None:
            self.refused.emit(f"没有找到“{self.field.text()}”；可以先在“单位”里新增。")
            return
        self._toggle(found)
        self.field.clear()

    def _keep(self) -> None:
        found = self._finder.find(self.field.text())
        self.table.order.keep(None if found is None else lambda one: one.unit.id in found)
        if self.table.order.rowCount():
            select_only(self.table, 0)

    def _columns(self, *, amounts: bool) -> list[Column[Receiver]]:
        columns: list[Column[Receiver]] = [
            Column(
                "chosen",
                "选",
                lambda one: one.chosen,
                48,
                "center",
                ticked=lambda one: one.chosen,
                tick=lambda one, on: self._tick((one,), on),
                tick_many=self._tick,
            ),
            Column(
                "name",
                "单位",
                lambda one: one.unit.name,
                100,
                stretch=True,
                tip=lambda one: "、".join(one.unit.aliases),
            ),
            Column("kind", "类别", lambda one: KINDS[one.unit.kind], 96, muted=True, spare=2),
            Column("contact", "联系人", lambda one: one.unit.contact, 80, muted=True, spare=3),
            Column("own", "名下", lambda one: one.own or None, 56, "right", spare=1),
        ]
        if amounts:
            title = f"数量（{self.measure}）"
            columns.append(
                Column("amount", title, lambda one: one.amount, 96, "right", edit=self._amount)
            )
        return columns

    def _toggle(self, receiver: Receiver) -> None:
        self._tick((receiver,), not receiver.chosen)

    def _tick(self, receivers: tuple[Receiver, ...], on: bool) -> None:
        for receiver in receivers:
            self._set(replace(receiver, chosen=on))
        self.changed.emit()

    def _amount(self, receiver: Receiver, text: str) -> None:
        """An amount typed chooses its unit too; an empty one takes it back."""
        try:
            amount = read_amount(text, self.measure)
        except ValueError:
            self.refused.emit(f"“{text}”不是数；请只填数字。")
            return
        if amount is not None and amount < 0:
            self.refused.emit("数量应是 0 或正数；请重新填写。")
            return
        self._set(replace(receiver, amount=amount, chosen=receiver.chosen or amount is not None))
        self.changed.emit()

    def _set(self, receiver: Receiver) -> None:
        rows = [receiver if one.unit.id == receiver.unit.id else one for one in self.model.rows]
        self.model.set_rows(rows)
