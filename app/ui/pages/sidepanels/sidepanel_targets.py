"""目标 in the side panel: what a task must reach, typed, named and ordered, each with its light."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from app.models.registers import TargetStanding
from app.models.rules.pace import plain
from app.services.work import goals
from app.ui.controls import button, label, row
from app.ui.itemmodels.columns import Column
from app.ui.itemmodels.table import TableModel
from app.ui.itemmodels.taskcells import TaskDelegate
from app.ui.lateparts import LatePart
from app.ui.operations import act
from app.ui.pages.sidepanels.sidepanel_readings import ReadingBlock
from app.ui.style import light_mark, px
from app.ui.tables import Table
from app.ui.targets import named_target, target_words

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.ui.workspace import Workspace

_ROW = 32


class TargetBlock(QWidget):
    """The targets of one task as a small table, and the monthly data of the one selected.

    F2 or typing edits, Delete takes out, Alt+Up and Alt+Down order them; the first is counted.

    Signals:
        resized: it has become higher or lower.
    """

    resized = Signal()

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self._task_id = 0
        self.model = TableModel[TargetStanding](self._columns(), key=_number)
        self.table = Table(
            self.model, workspace.memory, "panel-targets", sortable=False, parent=self
        )
        self.table.setItemDelegate(TaskDelegate(self.table))
        self.table.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.table.setAccessibleName("目标")
        self.table.selection_changed.connect(self._show_selected)
        self.table.delete_asked.connect(self._remove)
        self.table.opened.connect(lambda _line: self.table.edit(self.table.currentIndex()))
        self.heading = label("", "muted", wrap=True, selectable=True)
        self.typed = QLineEdit()
        self.typed.setPlaceholderText("再加一个目标，如 接管200户、≥83.3%，回车新增")
        self.typed.setAccessibleName("新目标")
        self.typed.returnPressed.connect(self._add)
        self.up = button("作为主要目标", lambda: self._move_to(0), role="link")
        self.up.setToolTip("表格里的完成数和进度按排在第一的目标计（Alt+↑、Alt+↓ 调整次序）")
        self.months = button("填月度数据", self._begin_readings, role="link")
        self.months.setToolTip("PM2.5、优良天数比率这类按月监测的指标，逐月填写，自动汇总")
        self._readings = LatePart(lambda place: ReadingBlock(workspace, place))
        self._asked_for: int | None = None
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(px(4))
        layout.addWidget(self.table)
        layout.addWidget(self.heading)
        layout.addWidget(self._readings)
        layout.addLayout(row(self.months, self.up, None, spacing=12))
        layout.addWidget(self.typed)
        self.typed.setVisible(not workspace.readonly)
        for keys, step in (("Alt+Up", -1), ("Alt+Down", 1)):
            shortcut = QShortcut(QKeySequence(keys), self.table, lambda by=step: self._move_by(by))
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)

    @property
    def readings(self) -> ReadingBlock:
        """The months of the indicator selected."""
        return self._readings.part

    def show_targets(self, task_id: int, standings: tuple[TargetStanding, ...]) -> None:
        """Show a task's targets; the one selected stays selected."""
        if task_id != self._task_id:
            self._task_id, self._asked_for = task_id, None
            self.typed.clear()
        self.model.set_rows(standings)
        self.table.setVisible(bool(standings))
        self.table.setFixedHeight(px(_ROW) * (len(standings) + 1) + px(4))
        if standings and not self.table.selected_rows():
            self.table.select_key(_number(standings[0]))
        self._show_selected()

    def selected(self) -> TargetStanding | None:
        """The target selected; the only one there is, or the first."""
        rows: tuple[TargetStanding, ...] = self.table.selected_rows()
        current = rows[0] if rows else None
        return current or (self.model.rows[0] if self.model.rows else None)

    def _columns(self) -> tuple[Column[Any], ...]:
        return (
            Column(
                "target", "目标", lambda line: named_target(line.target), 96, stretch=True,
                tip=_goal_words, **self._saving(self._reword),
            ),
            Column("done", "完成", _done_words, 84, "right", tip=lambda line: line.judgement.why),
            Column(
                "light", "进度", lambda line: line.judgement.state.label, 128,
                mark=lambda line: light_mark(line.judgement.state),
                tip=lambda line: line.judgement.why,
            ),
        )  # fmt: skip

    def _saving(self, edit: Callable[[TargetStanding, str], object]) -> dict[str, Any]:
        return {} if self.workspace.readonly else {"edit": edit}

    def _show_selected(self) -> None:
        line = self.selected()
        writable = line is not None and not self.workspace.readonly
        shown = line is not None and (bool(line.readings) or line.target.id == self._asked_for)
        told = [line.judgement.why, f"{line.forecast}。" if line.forecast else ""] if line else []
        first = bool(line and self.model.rows and line == self.model.rows[0])
        self.heading.setText("" if first else "".join(told))  # the panel's head tells of the first
        self.heading.setVisible(bool(self.heading.text()))
        self.up.setVisible(writable and not first)
        self.months.setVisible(writable and not shown)
        self._readings.setVisible(shown)
        if line is not None and shown:
            self._readings.tell(lambda readings: readings.show_target(line))
        self.resized.emit()

    def _begin_readings(self) -> None:
        line = self.selected()
        if line is not None:
            self._asked_for = line.target.id
            self._show_selected()
            self.readings.begin()

    def _add(self) -> None:
        words, ledger, task_id = self.typed.text().strip(), self.workspace.ledger, self._task_id
        if not words:
            return
        made = act(
            self, self.workspace, lambda: goals.add_target(ledger, task_id, words),
            say=f"已新增目标：{words}",
        )  # fmt: skip
        if made:
            self.typed.clear()
            self.table.select_key(made)
            self.typed.setFocus()

    def _reword(self, line: TargetStanding, words: str) -> None:
        number = _number(line)
        if not words.strip():
            self.workspace.complain("目标不能为空；要去掉它，请按 Delete。")
            return
        act(
            self, self.workspace,
            lambda: goals.reword_target(self.workspace.ledger, number, words),
            say=f"已修改目标：{words}",
        )  # fmt: skip

    def _remove(self, lines: tuple[TargetStanding, ...]) -> None:
        if self.workspace.readonly or not lines:
            return
        number = _number(lines[0])
        act(
            self, self.workspace,
            lambda: goals.remove_target(self.workspace.ledger, number),
            say=f"已删除目标：{target_words(lines[0].target) or '无'}",
        )  # fmt: skip

    def _move_by(self, step: int) -> None:
        line = self.selected()
        if line is not None:
            place = self.model.rows.index(line) + step
            if 0 <= place < len(self.model.rows):
                self._move_to(place)

    def _move_to(self, place: int) -> None:
        line = self.selected()
        if line is None or self.workspace.readonly:
            return
        number = _number(line)
        act(
            self, self.workspace,
            lambda: goals.move_target(self.workspace.ledger, number, place),
            say="已调整目标次序",
        )  # fmt: skip
        self.table.select_key(number)


def _number(line: TargetStanding) -> int:
    return line.target.id or 0


def _done_words(line: TargetStanding) -> str:
    """17/23, 39.2; empty where nothing is known."""
    if line.amount is None:
        return ""
    goal = line.goal
    level = line.gathered is not None or goal.comparator in {"<", "<="}
    if goal.number is None or level or goal.unit == "%":
        return f"{plain(line.amount)}{'%' if goal.unit == '%' else ''}"
    return f"{plain(line.amount)}/{plain(goal.number)}"


def _goal_words(line: TargetStanding) -> str:
    """Of a change the line it comes to: 即 ≤ 40."""
    words = named_target(line.target)
    if line.target.change is None or line.goal.number is None or line.goal.change is not None:
        return words
    return f"{words}，即 {target_words(line.goal)}"
