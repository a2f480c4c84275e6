"""The desk of one unit: its name and how it answers, above what it owes, its orders, its facts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from app.services.parties.units import KINDS
from app.ui.controls import ElidedLabel, button, row
from app.ui.lateparts import LatePart
from app.ui.pages.unitlist.units_duties import DutiesTab
from app.ui.pages.unitlist.units_facts import FactsTab
from app.ui.pages.unitlist.units_orders import OrdersTab
from app.ui.style import px
from app.ui.wording import day_in_year

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.models.registers import AssignmentView, Duty, UnitStanding
    from app.services.supervision.assignments import Thing
    from app.ui.workspace import Workspace

DUTIES, ORDERS, FACTS = range(3)


class UnitDesk(QWidget):
    """The unit in view, with a tab for all there is of it.

    Signals:
        merged: the unit went into another one, by its number.
        hand_asked: a 交办单 for the unit is wanted.
    """

    merged = Signal(int)
    hand_asked = Signal()

    def __init__(self, workspace: Workspace, parent: QWidget) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self.name = ElidedLabel("large")
        self.about = ElidedLabel("muted")
        self.hand = button("交办…", self.hand_asked.emit, icon_name="plus")
        self.hand.setToolTip("给这家单位开一份交办单；办理事项里选中的行一并列入")
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.setAccessibleName("办理事项、交办单、资料")
        self.tabs.tabBar().setAccessibleName(self.tabs.accessibleName())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(4))
        column.addLayout(row(self.name, self.about, None, self.hand))
        self.hand.setVisible(not workspace.readonly)
        column.addWidget(self.tabs, 1)

    def make_tabs(self) -> None:
        """What the unit owes; the other tabs are made when they are looked at."""
        self.duties = DutiesTab(self._workspace)
        self._orders = LatePart(lambda place: OrdersTab(self._workspace, place))
        self._facts = LatePart(self._make_facts)
        for part, word in (
            (self.duties, "办理事项"),
            (self._orders, "交办单"),
            (self._facts, "资料"),
        ):
            self.tabs.addTab(part, word)
        self.duties.line_wanted.connect(self._show_line)

    @property
    def orders(self) -> OrdersTab:
        """交办单 of the unit in view."""
        return self._orders.part

    @property
    def facts(self) -> FactsTab:
        """资料 of the unit in view."""
        return self._facts.part

    def chosen_things(self) -> tuple[Thing, ...]:
        """The duties selected, while they are in view."""
        return self.duties.chosen_things() if self.tabs.currentIndex() == DUTIES else ()

    def leave(self) -> None:
        """Another unit comes into view: what is being written of this one is kept."""
        if self._facts.made is not None:
            self._facts.made.leave()

    def show_unit(
        self,
        unit: UnitStanding,
        units: tuple[UnitStanding, ...],
        duties: tuple[Duty, ...],
        orders: tuple[AssignmentView, ...],
    ) -> None:
        """Show a unit, one of all units, with what it owes and its orders."""
        self.name.setText(unit.name)
        self.about.setText(_about(unit))
        self.duties.show_duties(duties)
        self._orders.tell(lambda tab: tab.show_orders(orders))
        self._facts.tell(lambda tab: tab.show_unit(unit, units))
        self._count(unit, orders)

    def take_focus(self) -> None:
        """Put the keyboard into the tab in view."""
        place = self.tabs.currentIndex()
        tab = self.duties if place == DUTIES else self.orders if place == ORDERS else self.facts
        tab.take_focus()

    def _count(self, unit: UnitStanding, orders: Sequence[AssignmentView]) -> None:
        lines = sum(order.open for order in orders)
        self.tabs.setTabText(DUTIES, f"办理事项 {unit.open}" if unit.open else "办理事项")
        self.tabs.setTabText(ORDERS, f"交办单 {lines}" if lines else "交办单")

    def _make_facts(self, place: QWidget) -> FactsTab:
        facts = FactsTab(self._workspace, place)
        facts.merged.connect(self.merged)
        return facts

    def _show_line(self, line_id: int) -> None:
        self.tabs.setCurrentIndex(ORDERS)
        self.orders.show_line(line_id)
        self.orders.take_focus()


def _about(unit: UnitStanding) -> str:
    """Kind, contact, and how its answers stand: 村（社区）　王五　最近反馈 6月28日，待审核 1 项."""
    heard = f"最近反馈 {day_in_year(unit.last_feedback)}" if unit.last_feedback else ""
    counts = ((unit.lines_answered, "待审核"), (unit.lines_returned, "已退回"))
    told = "，".join([heard, *(f"{word} {count} 项" for count, word in counts if count)])
    parts = (KINDS.get(unit.kind, ""), unit.contact, unit.phone, told.strip("，"))
    return "　".join(part for part in parts if part)
