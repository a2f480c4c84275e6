"""办理事项: everything one unit owes, late first; Enter leads to the very cell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QTabBar, QVBoxLayout, QWidget

from app.services.supervision.assignments import Thing
from app.ui.controls import label
from app.ui.itemmodels.columns import Column
from app.ui.itemmodels.table import TableModel
from app.ui.style import Ink, px
from app.ui.tables import Table, select_only
from app.ui.workspace import Destination

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.models.registers import Duty
    from app.ui.workspace import Workspace

_PARTS = ("未完", "超期", "全部")
_NOTHING = ("没有未完的事项。", "没有超期的事项。", "名下还没有任务、清单和交办事项。")


class DutiesTab(QWidget):
    """The duties in one table.

    Signals:
        line_wanted: an assigned line is to be looked at, by its number.
    """

    line_wanted = Signal(int)

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self.parts = QTabBar()
        self.parts.setProperty("role", "tight")
        self.parts.setDrawBase(False)
        self.parts.setExpanding(False)
        self.parts.setAccessibleName("看哪些事项")
        for word in _PARTS:
            self.parts.addTab(word)
        self.parts.currentChanged.connect(lambda _place: self._keep())
        self.model: TableModel[Duty] = TableModel(
            _columns(), key=lambda duty: (duty.kind, duty.id), parent=self
        )
        self.table = Table(self.model, workspace.memory, "unit-duties", parent=self)
        self.table.setAccessibleName("办理事项")
        self.table.opened.connect(self._open)
        self.nothing = label("", "muted")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, px(8), 0, 0)
        column.setSpacing(px(8))
        column.addWidget(self.parts)
        column.addWidget(self.nothing)
        column.addWidget(self.table, 1)
        self.setTabOrder(self.parts, self.table)

    def show_duties(self, duties: Sequence[Duty]) -> None:
        """Show what a unit owes."""
        self.model.set_rows(duties)
        counts = (
            sum(duty.is_open for duty in duties),
            sum(duty.late for duty in duties),
            len(duties),
        )
        for place, (word, count) in enumerate(zip(_PARTS, counts, strict=True)):
            self.parts.setTabText(place, f"{word} {count}")
        self._keep()

    def chosen_things(self) -> tuple[Thing, ...]:
        """What is selected to be handed over; what is done or on a 交办单 needs no other."""
        chosen: Sequence[Duty] = self.table.selected_rows()
        wanted = (duty for duty in chosen if duty.is_open and duty.kind != "line")
        return tuple(dict.fromkeys(map(_thing_of, wanted)))

    def take_focus(self) -> None:
        """Put the keyboard on the first duty."""
        self.table.setFocus()
        if self.table.order.rowCount() and not self.table.selected_rows():
            select_only(self.table, 0)

    def _keep(self) -> None:
        tests = (lambda duty: duty.is_open, lambda duty: duty.late, None)
        place = self.parts.currentIndex()
        self.table.order.keep(tests[place])
        empty = not self.table.order.rowCount()
        self.nothing.setText(_NOTHING[place])
        self.nothing.setVisible(empty)

    def _open(self, duty: Duty) -> None:
        if duty.kind == "line" and duty.line_id is not None:
            self.line_wanted.emit(duty.line_id)
        else:
            self._workspace.go(destination_of(duty))


def destination_of(duty: Duty) -> Destination:
    """The very cell where a duty is worked on."""
    if duty.kind == "problem":
        return Destination("problems", problem_id=duty.problem_id)
    if duty.kind == "item":
        return Destination("tasks", task_id=duty.task_id, item_id=duty.item_id, part="items")
    if duty.kind == "share":
        return Destination("split", task_id=duty.task_id)
    return Destination("tasks", task_id=duty.task_id, part="progress")


def _thing_of(duty: Duty) -> Thing:
    if duty.kind == "problem":
        return Thing(problem_id=duty.problem_id)
    if duty.kind == "item":
        return Thing(item_id=duty.item_id)
    return Thing(task_id=duty.task_id)


def _columns() -> list[Column[Duty]]:
    return [
        Column(
            "state",
            "状态",
            lambda duty: duty.state,
            104,
            colour=_colour,
            tip=lambda duty: "已超期" if duty.late else "",
        ),
        Column(
            "text",
            "事项",
            lambda duty: " ".join(duty.text.split()),
            160,
            stretch=True,
            tip=lambda duty: duty.text,
        ),
        Column("role", "来源", lambda duty: duty.role, 150, muted=True, tip=lambda duty: duty.role),
        Column("serial", "序号", lambda duty: duty.serial, 56, muted=True, spare=2),
        Column("amount", "数量", lambda duty: duty.amount, 80, "right", spare=1),
        Column("due", "时限", lambda duty: duty.due, 104, colour=_due_colour, tip=_due_tip),
    ]


def _colour(duty: Duty) -> str | None:
    if duty.late:
        return Ink.FAULT.value
    return None if duty.is_open else Ink.MUTED.value


def _due_tip(duty: Duty) -> str:
    return "没有自己的时限，随任务的时限" if duty.due_with_task else ""


def _due_colour(duty: Duty) -> str | None:
    return Ink.FAULT.value if duty.late else None
