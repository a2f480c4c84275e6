"""What the task page can do with tasks beside typing: its ⋯ menu, and the menu of a cell."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtWidgets import QMenu

from app.ui.assigning.handover import hand_over_tasks
from app.ui.keys import COPY_TASK, HAND, TASK_DOWN, TASK_UP
from app.ui.targets import opening
from app.ui.workspace import Destination

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtGui import QAction

    from app.models.views import TaskView
    from app.ui.pages.page import Page
    from app.ui.pages.tasklist.tasktable import TaskTable
    from app.ui.taskverbs import TaskVerbs

_NAME = 24


class TaskActions(QObject):
    """The verbs on the tasks of the selected cells.

    Signals:
        made: an own task was made from another one; carries its number.
    """

    made = Signal(int)

    def __init__(self, page: Page, table: TaskTable, verbs: TaskVerbs) -> None:
        super().__init__(page)
        self._table, self._verbs = table, verbs
        self._readonly = page.workspace.readonly
        self._groups: tuple[tuple[str, ...], ...] = ()
        self._page = page
        self.hand = page.add_action(
            "交办…",
            lambda: hand_over_tasks(page.workspace, table.selected_rows()),
            shortcut=HAND.sequence,
            tip="把所选任务交办给村（社区）、部门",
        )
        add = page.add_rare
        self.fold = add("全部折叠", lambda: table.fold_all(folded=True))
        self.unfold = add("全部展开", lambda: table.fold_all(folded=False))
        self.duplicate = add("复制任务", self._duplicate, shortcut=COPY_TASK.sequence)
        self.up = add("上移", lambda: self._move(down=False), shortcut=TASK_UP.sequence)
        self.down = add("下移", lambda: self._move(down=True), shortcut=TASK_DOWN.sequence)
        self.ours = add("所选是本镇任务", lambda: self.decide("yes"))
        self.others = add("所选不是本镇任务", lambda: self.decide("no"))
        self.remove = add("删除所选任务", self._remove)
        self.split = add("分解到村…", self._split)
        self.scores = add("计分…", lambda: page.workspace.go(Destination("scores")))
        self.columns = add("选择列…", self.choose_columns)
        table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        table.customContextMenuRequested.connect(self._show_menu)
        table.delete_asked.connect(self._remove)

    def offer_groups(self, tasks: Sequence[TaskView]) -> None:
        """The themes an own task may be put under."""
        self._groups = tuple(dict.fromkeys(task.groups for task in tasks if task.groups))

    def show_chosen(self, rows: Sequence[TaskView]) -> None:
        """What can be done with the tasks selected now."""
        chosen = bool(rows) and not self._readonly
        for action in (self.hand, self.ours, self.others, self.remove):
            action.setEnabled(chosen)
        self.duplicate.setEnabled(chosen and len(rows) == 1)
        for action in (self.up, self.down):
            action.setEnabled(chosen and len(rows) == 1 and rows[0].is_own)

    def decide(self, verdict: str) -> None:
        """Say whether the selected tasks are ours."""
        self._verbs.decide(self._table.selected_rows(), verdict)

    def choose_columns(self, at: QPoint | None = None) -> None:
        """Open the menu of columns."""
        menu = self._table.layout_of_columns.menu(self._table.current_column_key())
        header = self._table.horizontalHeader()
        menu.popup(at or header.mapToGlobal(header.rect().bottomRight() - QPoint(240, 0)))
        menu.setActiveAction(menu.actions()[0])

    def _remove(self, _rows: object = None) -> None:
        if not self._readonly:
            self._verbs.remove(self._table.selected_rows())

    def _split(self) -> None:
        """Divide the targets over villages, the cursor on this task's row."""
        tasks = self._table.selected_rows()
        number = tasks[0].id if tasks else None
        self._page.workspace.go(Destination("split", task_id=number))

    def _duplicate(self) -> None:
        task = self._table.current_task()
        made = self._verbs.duplicate(task) if task else None
        if made is not None:
            self.made.emit(made)

    def _move(self, *, down: bool) -> None:
        task = self._table.current_task()
        if task:
            self._verbs.move(task, down=down)
            self._table.show_task(task.id, column=self._table.current_column_key() or "text")

    def _show_menu(self, at: QPoint) -> None:
        menu = QMenu(self._table)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        rows = self._table.selected_rows()
        self._offer_cells(menu)
        if rows and not self._readonly:
            menu.addSeparator()
            add = next((a for a in self._page.actions() if a.text() == "新增任务"), None)
            if add:
                self._put(menu, "在下面新增任务", add.trigger, "Ctrl+N")
            menu.addActions([self.hand, self.duplicate, self.up, self.down])
            self._offer_themes(menu, rows)
            menu.addSeparator()
            menu.addActions([self.ours, self.others])
            self._put(menu, f"删除任务 {len(rows)} 项", self._remove, "Ctrl+-")
        menu.popup(self._table.viewport().mapToGlobal(at))

    def _offer_cells(self, menu: QMenu) -> None:
        table, work = self._table, self._table.work
        task = table.current_task()
        if task:
            self._put(menu, "打开侧栏", lambda: table.opened.emit(task), "Enter")
        self._put(menu, "复制", work.copy, "Ctrl+C")
        if self._readonly:
            return
        self._put(menu, "粘贴", work.paste, "Ctrl+V")
        self._put(menu, "向下填充", work.fill_down, "Ctrl+D")
        self._put(menu, "清除内容", work.clear, "Delete")
        self._put(menu, "选中整行", table.select_whole_rows, "Shift+空格")
        menu.addSeparator()
        self._put(menu, "标记完成或取消", table.tick_selected, "空格")

    def _offer_themes(self, menu: QMenu, rows: Sequence[TaskView]) -> None:
        """Own tasks may go under another theme; those of the list stay as printed."""
        if not all(row.is_own for row in rows) or not self._groups:
            return
        themes = menu.addMenu("移到主题")
        for groups in self._groups:
            words = opening(groups[-1], _NAME)
            themes.addAction(words, partial(self._verbs.regroup, rows, groups))

    @staticmethod
    def _put(menu: QMenu, text: str, run: Callable[[], object], keys: str) -> QAction:
        """A line of the menu with its keys beside it; the keys themselves work in the table."""
        return menu.addAction(f"{text}\t{keys}", lambda: run() and None)
