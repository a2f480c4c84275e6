"""Laying out steps: names, order and which need proof, for one problem or all new ones."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QScrollArea,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from app.models.registers import StepPlan
from app.models.rules.closing import RECTIFIED_STEP
from app.ui.controls import button, clear, label, row
from app.ui.icons import icon
from app.ui.pages.itemlist.itemmaking import InlineForm
from app.ui.style import px

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


WAY_WORDS = f"最后一步完成即为销号；名为“{RECTIFIED_STEP}”的一步完成即不再算超期。"
"""What the rules make of the steps, told where they are laid out."""


class _PlanRow(QWidget):
    """One step: name, whether it needs proof, up, down, away.

    Args:
        plan: the step.
        ends: whether it is the first and the last.
        move: called with the row and -1, 1, or 0 to take it away.
    """

    def __init__(
        self, plan: StepPlan, ends: tuple[bool, bool], move: Callable[[_PlanRow, int], object]
    ) -> None:
        super().__init__()
        self._id = plan.id
        self.name = QLineEdit(plan.name)
        self.name.setPlaceholderText("步骤名称")
        self.name.setAccessibleName("步骤名称")
        self.proof = QCheckBox("须佐证")
        self.proof.setChecked(plan.needs_proof)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(px(4))
        layout.addWidget(self.name, 1)
        layout.addWidget(self.proof)
        self.tools = {
            way: _tool(sign, word, partial(move, self, way))
            for sign, word, way in (
                ("arrow-up", "上移", -1), ("arrow-down", "下移", 1), ("trash", "去掉这一步", 0)
            )
        }  # fmt: skip
        for tool in self.tools.values():
            layout.addWidget(tool)
        self.tools[-1].setDisabled(ends[0])
        self.tools[1].setDisabled(ends[1])
        self.tools[0].setDisabled(all(ends))
        self.name.textChanged.connect(self._call_tools)
        self._call_tools(plan.name)

    def _call_tools(self, name: str) -> None:
        """Say aloud which step a tool is about: they look alike in every row."""
        for tool in self.tools.values():
            tool.setAccessibleName(f"{tool.toolTip()}“{name}”")
        self.proof.setAccessibleName(f"“{name}”须佐证")

    def plan(self) -> StepPlan:
        """The step as typed."""
        return StepPlan(self.name.text().strip(), self.proof.isChecked(), self._id)


class _Grown(QScrollArea):
    """As high as what is in it while there is room; it scrolls where there isn't."""

    def __init__(self, inner: QWidget) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMinimumHeight(px(72))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._inner = inner
        self.setWidget(inner)

    @override
    def sizeHint(self) -> QSize:
        return self._inner.minimumSizeHint() + QSize(0, 2)


class StepsForm(InlineForm):
    """The form; it stays open until what is typed could be saved.

    Signals:
        saved: carries the steps as a tuple of StepPlan.
    """

    saved = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.head = label("", wrap=True)
        inner = QWidget()
        inner.setProperty("role", "clear")
        self._list = QVBoxLayout(inner)
        self._list.setContentsMargins(0, 0, px(8), 0)
        self._list.setSpacing(px(4))
        self._scroll = _Grown(inner)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.rows: list[_PlanRow] = []
        self.save = button("保存", self._save)
        self.add = button("加一步", self._add, role="link", icon_name="plus")
        self.body.addWidget(self.head)
        self.body.addWidget(self._scroll)
        self.body.addLayout(row(self.add, None, self.save, button("取消", self.hide)))
        self.hide()

    def begin(self, head: str, plans: Sequence[StepPlan]) -> None:
        """Open with the steps as they are."""
        self.head.setText(head)
        self._show(plans)
        self.show()
        if self.rows:
            self.rows[0].name.setFocus()

    def end(self, *, saved: bool) -> None:
        """Close when it was saved; else go on where the mistake is."""
        if saved:
            self.hide()

    def plans(self) -> tuple[StepPlan, ...]:
        """The steps as typed."""
        return tuple(one.plan() for one in self.rows)

    def _show(self, plans: Sequence[StepPlan]) -> None:
        clear(self._list)
        last = len(plans) - 1
        self.rows = [
            _PlanRow(plan, (place == 0, place == last), self._move)
            for place, plan in enumerate(plans)
        ]
        for one in self.rows:
            one.name.returnPressed.connect(self._save)
            self._list.addWidget(one)
        self._scroll.updateGeometry()

    def _move(self, moved: _PlanRow, way: int) -> None:
        """Up or down by one; 0 takes it away."""
        plans, at = list(self.plans()), self.rows.index(moved)
        plan = plans.pop(at)
        to = max(0, min(at + way, len(plans)))
        if way:
            plans.insert(to, plan)
        self._show(plans)
        if self.rows:
            here = self.rows[min(to, len(self.rows) - 1)]
            tool = here.tools[way]
            (tool if way and tool.isEnabled() else here.name).setFocus()

    def _add(self) -> None:
        """Before the last one, which closes the problem."""
        plans = list(self.plans())
        plans.insert(max(len(plans) - 1, 0), StepPlan(""))
        self._show(plans)
        self.rows[max(len(plans) - 2, 0)].name.setFocus()

    def _save(self) -> None:
        self.saved.emit(self.plans())


def _tool(sign: str, word: str, run: Callable[[], object]) -> QToolButton:
    result = QToolButton()
    result.setIcon(icon(sign))
    result.setToolTip(word)
    result.setAccessibleName(word)
    result.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    result.clicked.connect(lambda: run())
    return result
