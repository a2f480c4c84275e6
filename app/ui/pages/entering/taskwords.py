"""What is told of the task in hand above its entry: which it is, how it stands, what is due."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout

from app.ui.controls import ElidedLabel, fill, label, row
from app.ui.fields import LightLabel
from app.ui.style import px
from app.ui.targets import explained, one_line, opening
from app.ui.wording import in_lines

if TYPE_CHECKING:
    from app.models.views import TaskDetail, TaskView

_TITLE = 110


class TaskWords(QVBoxLayout):
    """Place among the tasks and theme; the task; its light with the reason; the period's 节点."""

    def __init__(self) -> None:
        super().__init__()
        self.setSpacing(px(4))
        self.place = label("", "muted")
        self.path = ElidedLabel("muted")
        self.title = label("", "title", wrap=True, selectable=True)
        self.light = LightLabel()
        self.why = label("", "muted", wrap=True)
        self.checkpoint = label("", wrap=True, selectable=True)
        self.addLayout(row(self.place, self.path, None, self.light))
        fill(self, self.title, self.why, self.checkpoint)

    def show_place(self, number: int, count: int) -> None:
        """Say which of how many tasks this is."""
        self.place.setText(f"{number} / {count}" if count else "")

    def show_task(self, detail: TaskDetail, period: str) -> None:
        """Tell of a task; a 节点 the reason names already is not said twice."""
        task = detail.task
        self.path.setText(" / ".join(one_line(part) for part in task.groups))
        serial = f"{task.serial}　" if task.serial else ""
        self.title.setText(f"{serial}{opening(task.text, _TITLE)}")
        self.title.setToolTip(in_lines(task.text))
        self.light.show_state(task.judgement.state)
        self.show_why(task)
        points = [point for point in detail.checkpoints if point.period == period]
        self.checkpoint.setText("".join(f"本期节点：{point.text}" for point in points))
        told = all(point.text in task.judgement.why for point in points)
        self.checkpoint.setVisible(not told)

    def show_why(self, task: TaskView) -> None:
        """Say why the light is what it is, or will be."""
        self.why.setText(explained(task))
