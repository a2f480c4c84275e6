"""The bar over the task table: how it is grouped and which tasks are kept."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, QSize, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget
from typing_extensions import override

from app.models.rules.pace import State
from app.models.views import NO_THEME
from app.services.dashboard import NO_UNIT
from app.ui.controls import ChoiceBox, ElidedLabel, button, label
from app.ui.itemmodels.grouping import (
    STATES_BY_CARE,
    Grouping,
    count_states,
)
from app.ui.style import light_mark, px, text_width

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtGui import QResizeEvent
    from PySide6.QtWidgets import QStyleOptionComboBox

    from app.models.views import TaskView
    from app.ui.memory import Memory

SURE = "sure"
OURS_CHOICES = {
    "ours": ("本镇", ("yes", "ask")),
    SURE: ("已确认", ("yes",)),
    "ask": ("待确认", ("ask",)),
    "own": ("自加任务", ("yes", "ask", "no")),
    "listed": ("区里任务", ("yes", "ask")),
    "all": ("全部", ("yes", "ask", "no")),
}
_NEAR = timedelta(days=30)
_DONE = (State.DONE, State.DONE_LATE)
UNPROVED = "unproved"
EXTRAS: dict[str, tuple[str, Callable[[TaskView, date], bool]]] = {
    "near": ("30天内到期", lambda task, day: _is_near(task, day)),
    UNPROVED: ("须有佐证而没有", lambda _task, _day: True),  # told by the ledger, see chosen
    "unreported": ("本期没有进展", lambda task, _day: not task.has_progress),
    "noted": ("有备注", lambda task, _day: bool(task.notes)),
}
_BY_ORIGIN = frozenset({"own", "listed"})
_LAGGING = (State.OVERDUE, State.FAR_BEHIND, State.BEHIND)
_LAG_KEY = "lagging"
_WIDEST = 200


@dataclass(frozen=True, slots=True)
class TaskFilter:
    """What is kept.

    Attributes:
        states: only these states; all when empty.
        unit: only tasks this unit carries; all when empty.
        ours: a key of OURS_CHOICES.
        group: only this theme, at any level; all when empty.
        extra: a key of EXTRAS; all when empty.
    """

    states: tuple[State, ...] = ()
    unit: str = ""
    ours: str = "ours"
    group: str = ""
    extra: str = ""

    def keeps(self, task: TaskView, day: date) -> bool:
        """Whether a task is shown on a day."""
        return (
            (not self.states or task.judgement.state in self.states)
            and (not self.unit or self.unit in (task.carriers or (NO_UNIT,)))
            and (not self.group or self.group in (task.groups or (NO_THEME,)))
            and task.ours in OURS_CHOICES[self.ours][1]
            and (self.ours not in _BY_ORIGIN or task.is_own == (self.ours == "own"))
            and (not self.extra or EXTRAS[self.extra][1](task, day))
        )

    def chosen(
        self, tasks: Sequence[TaskView], day: date, unproved: Callable[[], frozenset[int]]
    ) -> list[TaskView]:
        """The tasks shown on a day; ``unproved`` looks up those that lack proof they need."""
        if self.extra == UNPROVED:
            lacking = unproved()
            tasks = [task for task in tasks if task.id in lacking]
        if self == TaskFilter():  # the usual case, over thousands of tasks
            return [task for task in tasks if task.ours != "no"]
        return [task for task in tasks if self.keeps(task, day)]

    @property
    def is_open(self) -> bool:
        """Nothing of our own tasks is filtered away."""
        narrowed = self.states or self.unit or self.group or self.extra
        return not narrowed and self.ours in {"ours", "all"}


class FilterBar(QWidget):
    """分组, 状态, 单位, 范围, and a way back to all of them.

    Signals:
        changed: another grouping or filter was chosen.
        columns_wanted: the clerk wants to choose columns.
    """

    changed = Signal()
    columns_wanted = Signal()

    def __init__(self, memory: Memory, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._memory = memory
        self._group = self._counted = ""
        self._tasks: Sequence[TaskView] = ()
        self.grouping = NarrowChoice("分组")
        self.states = NarrowChoice("进度")
        self.units = NarrowChoice("单位")
        self.ours = NarrowChoice("范围")
        self.extras = NarrowChoice("条件")
        self.columns_button = button("列", self.columns_wanted.emit, role="link")
        self.columns_button.setToolTip("选择显示哪些列，增加自有列")
        self.columns_button.setAccessibleName("选择列")
        self.clear_button = button("显示全部", self.clear, role="link")
        self._note = ElidedLabel("muted")
        self._words = []
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(px(4))
        for word, box in (
            ("分组", self.grouping),
            ("进度", self.states),
            ("单位", self.units),
            ("范围", self.ours),
            ("条件", self.extras),
        ):
            head = label(word, "muted")
            self._words.append(head)
            layout.addWidget(head)
            layout.addWidget(box)
            layout.addSpacing(px(4))
        layout.addWidget(self.clear_button)
        layout.addWidget(self._note)
        layout.addStretch(1)
        layout.addWidget(self.columns_button)
        self._offer_fixed()
        self.clear_button.hide()

    def group_by(self) -> Grouping:
        """How the rows are grouped."""
        return Grouping(self.grouping.currentData())

    def filter(self) -> TaskFilter:
        """What is kept."""
        key = self.states.currentData()
        states = _LAGGING if key == _LAG_KEY else (State(key),) if key else ()
        return TaskFilter(
            states,
            self.units.currentData() or "",
            self.ours.currentData(),
            self._group,
            self.extras.currentData() or "",
        )

    def show_filter(self, wanted: TaskFilter) -> None:
        """Set the bar to a filter, such as one the 工作台 asked for."""
        states = set(wanted.states)
        key = wanted.states[0].value if wanted.states else ""
        if len(states) > 1:
            key = _LAG_KEY
        if states == {State.OVERDUE, State.FAR_BEHIND}:
            key = State.FAR_BEHIND.value
        self._group = wanted.group
        for box, value in ((self.ours, wanted.ours), (self.extras, wanted.extra)):
            with QSignalBlocker(box):
                box.setCurrentIndex(max(box.findData(value), 0))
        with QSignalBlocker(self.units):
            self._choose_unit(wanted.unit)
        if self._counted != wanted.ours:
            self._offer_states()
        with QSignalBlocker(self.states):
            self.states.setCurrentIndex(max(self.states.findData(key), 0))
        self._on_changed()

    def clear(self) -> None:
        """Show all tasks again."""
        self.show_filter(TaskFilter())

    def offer(self, tasks: Sequence[TaskView]) -> None:
        """Offer the states and units that stand in these tasks, with how many each."""
        self._tasks = tasks
        self._offer_states()
        named = {unit for task in tasks if task.ours != "no" for unit in task.carriers}
        with QSignalBlocker(self.units):
            chosen = self.units.currentData()
            self.units.clear()
            self.units.addItem("全部", "")
            for unit in sorted(named):
                self.units.addItem(unit, unit)
            self._choose_unit(chosen)

    def _offer_states(self) -> None:
        """The states with how many tasks of the range chosen stand in each."""
        self._counted = self.ours.currentData()
        among = TaskFilter(ours=self._counted)
        counts = dict(count_states(among.chosen(self._tasks, date.min, frozenset)))
        lag = sum(counts.get(state, 0) for state in _LAGGING)
        states: list[tuple[str, str, State | None]] = [
            ("全部", "", None),
            (f"滞后和超期　{lag}", _LAG_KEY, None),
        ]
        states += [
            (f"{state.label}　{counts[state]}", state.value, state)
            for state in STATES_BY_CARE
            if state in counts
        ]
        with QSignalBlocker(self.states):
            kept = self.states.currentData()
            self.states.clear()
            for word, value, state in states:
                self.states.addItem(f"{light_mark(state).shape} {word}" if state else word, value)
            self.states.setCurrentIndex(max(self.states.findData(kept), 0))

    def _choose_unit(self, unit: str) -> None:
        """Choose a unit; one that is not among those offered, such as 未定单位, is added."""
        if unit and self.units.findData(unit) < 0:
            self.units.addItem(unit, unit)
        self.units.setCurrentIndex(max(self.units.findData(unit), 0))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(px(5 * 72), super().minimumSizeHint().height())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._give_way()

    def _give_way(self) -> None:
        """Without room the choices stand alone, and those that keep all show their names."""
        boxes = self._boxes()
        wanted = sum(box.sizeHint().width() for box in boxes)
        wanted += sum(word.sizeHint().width() + px(12) for word in self._words)
        if self.clear_button.isVisibleTo(self):
            wanted += self.clear_button.sizeHint().width()
        named = wanted <= self.width()
        for word in self._words:
            word.setVisible(named)
        for box in boxes:
            box.stand_alone(alone=not named)

    def _boxes(self) -> tuple[NarrowChoice, ...]:
        return (self.grouping, self.states, self.units, self.ours, self.extras)

    def _offer_fixed(self) -> None:
        for grouping in Grouping:
            self.grouping.addItem(grouping.label, grouping.value)
        for key, (word, _) in OURS_CHOICES.items():
            self.ours.addItem(word, key)
        self.states.addItem("全部", "")
        self.units.addItem("全部", "")
        kept = self._memory.text("tasks/grouping", Grouping.THEME.value)
        self.grouping.setCurrentIndex(max(self.grouping.findData(kept), 0))
        self.extras.addItem("全部", "")
        for key, (word, _) in EXTRAS.items():
            self.extras.addItem(word, key)
        for box in self._boxes():
            box.currentIndexChanged.connect(self._on_changed)

    def _on_changed(self) -> None:
        self._memory.keep("tasks/grouping", self.grouping.currentData())
        if self._counted != self.ours.currentData():
            self._offer_states()
        wanted = self.filter()
        self.clear_button.setVisible(
            wanted != replace(wanted, states=(), unit="", group="", ours="ours", extra="")
        )
        self._note.setText(f"主题：{self._group}" if self._group else "")
        self._give_way()
        self.changed.emit()


def _is_near(task: TaskView, day: date) -> bool:
    """Due within the next days, or past due, and not done."""
    open_still = task.judgement.state not in _DONE
    return open_still and task.due is not None and task.due <= day + _NEAR


class NarrowChoice(ChoiceBox):
    """A choice as wide as the word chosen; its list is as wide as the longest."""

    _alone = False  # asked for while the box is still being made

    def __init__(self, name: str) -> None:
        super().__init__(name, role="filter", widest=_WIDEST)
        self.setMaxVisibleItems(16)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.currentTextChanged.connect(lambda _: self.updateGeometry())

    @override
    def sizeHint(self) -> QSize:
        width = text_width(self.currentText()) + px(44)
        return QSize(min(width, px(_WIDEST)), super().sizeHint().height())

    def stand_alone(self, *, alone: bool) -> None:
        """With no name beside it, a choice that keeps all shows its name: 进度, not 全部."""
        if alone != self._alone:
            self._alone = alone
            self.update()

    @override
    def initStyleOption(self, option: QStyleOptionComboBox) -> None:
        super().initStyleOption(option)
        if self._alone and not self.currentData():
            option.currentText = self.accessibleName()

    @override
    def showPopup(self) -> None:
        words = [self.itemText(place) for place in range(self.count())]
        self.view().setMinimumWidth(max(map(text_width, words), default=0) + px(32))
        super().showPopup()
