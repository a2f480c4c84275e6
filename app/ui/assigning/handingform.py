"""One form for an order or many: what, to whom, by when, with which demands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QLineEdit, QSplitter, QVBoxLayout, QWidget

from app.services import settings
from app.services.parties.units import list_units
from app.services.supervision import assignments, assignments_plan
from app.ui.assigning.thinglist import ThingList
from app.ui.assigning.unitpicker import UnitPicker
from app.ui.controls import ElidedLabel, label, row, surface
from app.ui.dayfield import DayField
from app.ui.style import px

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from decimal import Decimal

    from app.services.supervision.assignments import Order, Thing
    from app.services.supervision.assignments_plan import Handing, PlannedThing
    from app.ui.workspace import Workspace

_DEMANDS, _CONTACT = "handing/demands", "handing/contact"
_USUAL = "请明确专人负责，按时限完成，并书面反馈办理情况。"
_MOST_DOUBTS = 3


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the clerk put together, ready to be issued."""

    orders: tuple[Order, ...]
    due: date | None
    demands: str
    contact: str
    number: str
    words: str


NO_THINGS = "还没有交办事项"


class HandingForm(QWidget):
    """Things at the left, units at the right, the rest below; what will be made is always said.

    Signals:
        confirmed: Enter on the empty search field: issue.
        planned: other orders would be made now.
    """

    confirmed = Signal()
    planned = Signal()

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._handing: Handing | None = None
        self._suggested = ""
        self.list = ThingList(workspace)
        self.picker = UnitPicker(workspace)
        self.apart = QCheckBox("按责任单位分别交办")
        self.together = QCheckBox("统一时限")
        self.together.setToolTip("不勾选时，每项按自己的时限")
        self.day = DayField(workspace.as_of)
        self.day.setAccessibleName("统一时限")
        self.number = _field("编号")
        self.demands = _field("办理要求")
        self.contact = _field("联系方式")
        self.doubts = tuple(ElidedLabel("muted") for _ in range(_MOST_DOUBTS))
        self._lay_out()
        self._connect()

    def begin(self, things: Sequence[Thing], *, unit_id: int | None = None) -> None:
        """Start with some things, and a unit that is meant already."""
        workspace, memory = self._workspace, self._workspace.memory
        found = assignments_plan.look_up_things(workspace.ledger, things, as_of=workspace.as_of)
        units = list_units(workspace.ledger)
        own: dict[int, int] = {}
        for number in (number for one in found for number in one.units):
            own[number] = own.get(number, 0) + 1
        shares = self._shares(found)
        self.picker.ask_amounts(found[0].measure if len(found) == 1 and found[0].target else "")
        self.picker.show_units(units, own, shares)
        self.picker.choose([unit_id] if unit_id is not None else list(shares))
        self.list.show_things(found, {unit.id: unit.name for unit in units})
        with_unit = sum(bool(one.units) for one in found)
        self.apart.setText(f"按责任单位分别交办（{with_unit} 项已有责任单位）")
        self.apart.setVisible(bool(with_unit))
        self.apart.setChecked(bool(with_unit) and unit_id is None and not shares)
        dues = [one.due for one in found if one.due is not None]
        self.together.setChecked(False)
        self.day.show_day(max([*dues, workspace.as_of]))
        self._suggested = assignments.suggest_number(workspace.ledger, workspace.as_of)
        self.number.setText(self._suggested)
        self.demands.setText(memory.text(_DEMANDS, _USUAL))
        self.contact.setText(memory.text(_CONTACT, self._usual_contact()))
        self.plan()

    def take_focus(self) -> None:
        """The keyboard begins where most is still to be chosen: at the units, or the words."""
        first = self.picker.field if self.list.things else self.list.quick
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def plan(self) -> None:
        """Work out again what would be made, and say it."""
        workspace = self._workspace
        self.day.setEnabled(self.together.isChecked())
        amounts = self.picker.amounts() if self.picker.measure else None
        self._handing = assignments_plan.plan_handing(
            workspace.ledger,
            self.list.things,
            units=self.picker.chosen(),
            apart=self.apart.isChecked() and self.apart.isVisibleTo(self),
            on=workspace.as_of,
            due=self._due(),
            amounts=amounts,
        )
        self._show_doubts(self._handing.doubts)
        self.planned.emit()

    @property
    def words(self) -> str:
        """What would be made: 3 家单位，共 12 项; or what is still to be chosen."""
        if not self.list.things:
            return NO_THINGS
        return self._handing.words if self._handing else ""

    @property
    def is_ready(self) -> bool:
        """Something would be made."""
        return self._handing is not None and bool(self._handing.orders)

    def wanted(self) -> Wanted:
        """What the clerk put together."""
        memory = self._workspace.memory
        memory.keep(_DEMANDS, self.demands.text().strip())
        memory.keep(_CONTACT, self.contact.text().strip())
        number = self.number.text().strip()
        return Wanted(
            orders=self._handing.orders if self._handing else (),
            due=self._due(),
            demands=self.demands.text(),
            contact=self.contact.text(),
            number="" if number == self._suggested else number,
            words=self.words,
        )

    def _show_doubts(self, doubts: Sequence[str]) -> None:
        """One line a doubt; where there are more, the last line holds the rest."""
        lines = [*doubts[: _MOST_DOUBTS - 1], "　".join(doubts[_MOST_DOUBTS - 1 :])]
        for place, line in enumerate(self.doubts):
            line.setText(lines[place] if place < len(lines) else "")
            line.setVisible(bool(line.text()))

    def _due(self) -> date | None:
        return self.day.day() if self.together.isChecked() else None

    def _shares(self, found: Sequence[PlannedThing]) -> dict[int, Decimal]:
        """What villages carry of the one task there is, as it was broken down."""
        task_id = found[0].thing.task_id if len(found) == 1 else None
        if task_id is None or found[0].thing.item_id is not None:
            return {}
        return assignments_plan.shares_of(self._workspace.ledger, task_id)

    def _usual_contact(self) -> str:
        office = settings.office(self._workspace.ledger)
        return "，".join(part for part in (office.filled_by, office.phone) if part)

    def _lay_out(self) -> None:
        left, left_column = surface()
        left_column.addWidget(self.list)
        right, right_column = surface()
        right_column.addWidget(label("交办给", "heading"))
        right_column.addWidget(self.apart)
        right_column.addWidget(self.picker, 1)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setProperty("role", "clear")
        splitter.setHandleWidth(px(12))
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(left)
        splitter.addWidget(right)
        splitter.setSizes([px(600), px(440)])
        below = QGridLayout()
        below.setHorizontalSpacing(px(8))
        below.setVerticalSpacing(px(8))
        below.addWidget(label("办理要求", "muted"), 0, 0)
        below.addWidget(self.demands, 0, 1)
        below.addWidget(label("联系方式", "muted"), 0, 2)
        below.addWidget(self.contact, 0, 3)
        below.addLayout(row(self.together, self.day, None), 1, 1)
        below.addWidget(label("编号", "muted"), 1, 2)
        below.addWidget(self.number, 1, 3)
        below.setColumnStretch(1, 3)
        below.setColumnStretch(3, 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(8))
        column.addWidget(splitter, 1)
        column.addLayout(below)
        for line in self.doubts:
            column.addWidget(line)

    def _connect(self) -> None:
        self.list.changed.connect(self.plan)
        self.picker.changed.connect(self.plan)
        self.picker.confirmed.connect(self.confirmed)
        self.apart.toggled.connect(lambda _on: self.plan())
        self.together.toggled.connect(lambda _on: self.plan())
        self.day.picked.connect(lambda _day: self.plan())
        for part in (self.list, self.picker, self.day):
            part.refused.connect(self._workspace.complain)


def _field(name: str) -> QLineEdit:
    field = QLineEdit()
    field.setAccessibleName(name)
    return field
