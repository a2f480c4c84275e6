"""The further targets of a task in 填写: what each has reached, by the months of the period."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from app.models.rules.periods import Period, periods_of_year
from app.models.rules.readings import Gathering
from app.services.work.goals import target_standings
from app.services.work.readings import record_readings
from app.services.work.typed import read_amount
from app.ui.controls import ElidedLabel, button, clear, label, row
from app.ui.fields import LightLabel
from app.ui.operations import act
from app.ui.readingcell import ReadingCell
from app.ui.style import px
from app.ui.targets import named_target
from app.ui.workspace import Destination

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.models.registers import TargetStanding
    from app.models.views import TaskDetail
    from app.ui.workspace import Workspace

_MOST_MONTHS = 3
_CELL = 72


class TargetAmounts(QWidget):
    """One line a target: its words, the months to fill, and its light.

    The first target's amount is typed in the form; it stands here only where it follows from
    its own months. What is cumulative wants the period's last month alone.
    """

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._shape: tuple[object, ...] = ()
        self._lights: list[LightLabel] = []
        self.cells: dict[tuple[int, str], ReadingCell] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(px(8))
        self._grid.setVerticalSpacing(px(4))
        self._grid.setColumnStretch(3, 1)

    def show_task(self, detail: TaskDetail, *, after: QWidget) -> None:
        """Show a task's further targets; Tab comes to them from ``after``."""
        task, workspace = detail.task, self._workspace
        standings: tuple[TargetStanding, ...] = ()
        if len(detail.targets) > 1 or task.gathered:
            standings = target_standings(
                workspace.ledger, task.id, as_of=workspace.as_of, period=workspace.period
            )
        lines = standings if task.gathered else standings[1:]
        shape = (task.id, workspace.period, tuple((one.target.id, one.how) for one in lines))
        if shape != self._shape:
            self._shape = shape
            self._rebuild(task.id, lines, after)
        for light, line in zip(self._lights, lines, strict=True):
            light.show_state(line.judgement.state)
            light.setToolTip(line.judgement.why)
            held = {reading.period: reading.amount for reading in line.readings}
            for (number, key), cell in self.cells.items():
                if number == line.target.id:
                    cell.show_amount(held.get(key))
        self.setVisible(bool(lines))

    def begin(self) -> bool:
        """Put the keyboard into the first empty month; False when there is none."""
        empty = next((cell for cell in self.cells.values() if not cell.text()), None)
        if empty is not None:
            empty.setFocus(Qt.FocusReason.TabFocusReason)
        return empty is not None

    def leave(self) -> None:
        """Save what was typed."""
        for cell in tuple(self.cells.values()):
            cell.leave()

    def _rebuild(self, task_id: int, lines: Sequence[TargetStanding], after: QWidget) -> None:
        clear(self._grid)
        self.cells, self._lights = {}, []
        months = _months(self._workspace.period)
        for place, line in enumerate(lines):
            name = ElidedLabel("muted")
            name.setText(named_target(line.target))
            light = LightLabel()
            self._lights.append(light)
            self._grid.addWidget(name, place, 0)
            asked = months[-1:] if line.how is Gathering.LATEST else months
            if len(asked) > _MOST_MONTHS:
                to_months = partial(self._go_to_months, task_id)
                self._grid.addWidget(button("填各月数据", to_months, role="link"), place, 1)
            else:
                self._grid.addLayout(row(*self._fields(line, asked), spacing=4), place, 1)
            self._grid.addWidget(light, place, 2)
        for cell in self.cells.values():
            self.setTabOrder(after, cell)
            after = cell

    def _fields(self, line: TargetStanding, months: Sequence[Period]) -> list[QWidget]:
        number = line.target.id or 0
        told: list[QWidget] = []
        for month in months:
            cell = ReadingCell(month.start.month)
            cell.setFixedWidth(px(_CELL))
            cell.setReadOnly(self._workspace.readonly)
            cell.setAccessibleName(f"{named_target(line.target)}{month.start.month}月")
            cell.setToolTip("累计数" if line.how is Gathering.LATEST else "本月数")
            cell.typed.connect(partial(self._save, number, month.key, cell))
            self.cells[number, month.key] = cell
            told += [label(f"{month.start.month}月", "muted"), cell]
        return told

    def _save(self, number: int, key: str, cell: ReadingCell) -> None:
        try:
            amount = read_amount(cell.text())
        except ValueError:
            words = f"{cell.month}月的“{cell.text().strip()}”不是数字；请重新填写。"
            self._workspace.complain(words)
            return
        ledger = self._workspace.ledger
        act(
            self,
            self._workspace,
            lambda: record_readings(ledger, number, {key: amount}),
            say=f"已保存{cell.month}月数据",
        )

    def _go_to_months(self, task_id: int) -> None:
        self._workspace.go(Destination("tasks", task_id=task_id, part="checkpoints"))


def _months(period: str) -> tuple[Period, ...]:
    """The months of a period, in order."""
    span = Period.parse(period)
    months = periods_of_year(span.year, "month")
    return tuple(month for month in months if span.contains(month.start))
