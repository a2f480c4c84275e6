"""任务: every task of the list in one table, with a side panel for the one in hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QThreadPool
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from app.models.rules.pace import State
from app.ui.controls import EmptyState
from app.ui.itemmodels.grouped import GroupedModel
from app.ui.itemmodels.grouping import group_tasks
from app.ui.itemmodels.taskcolumns import TYPED
from app.ui.lateparts import LatePart
from app.ui.pages.entering.filling import FillingView
from app.ui.pages.page import Page
from app.ui.pages.tasklist.askednotice import AskedNotice
from app.ui.pages.tasklist.paneldesk import PanelDesk
from app.ui.pages.tasklist.taskactions import TaskActions
from app.ui.pages.tasklist.taskcolumnset import TaskColumnSet
from app.ui.pages.tasklist.taskentries import FillTable
from app.ui.pages.tasklist.taskfilters import FilterBar, TaskFilter
from app.ui.pages.tasklist.taskreader import TaskReader
from app.ui.pages.tasklist.tasksearch import TaskSearch
from app.ui.pages.tasklist.tasktable import TaskTable
from app.ui.pinyin import warm
from app.ui.style import px
from app.ui.taskverbs import TaskVerbs
from app.ui.wording import period_label, this_period
from app.ui.workspace import Destination

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from PySide6.QtGui import QHideEvent, QShowEvent

    from app.models.views import TaskView
    from app.ui.pages.sidepanels.sidepanel import SidePanel
    from app.ui.workspace import Workspace

_FILL_PARTS = frozenset({"fill", "filling"})


class TasksPage(Page):
    """The grouped table of tasks, its side panel, and 填写本季进展 in its place."""

    title = "任务"
    searchable = True

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(workspace, parent)
        self.verbs = TaskVerbs(self, workspace)
        self._reader = TaskReader(self, workspace)
        self._tasks: tuple[TaskView, ...] = ()
        self._words = ""
        self._kept = self._ours = self._asking = 0
        self._pending: Destination | None = None
        self._search = TaskSearch()
        self.make_in_slices(self._make())

    def _make(self) -> Iterator[None]:
        """The table where it stands, then what is above it, then what can be done."""
        workspace = self.workspace
        self.columns = TaskColumnSet(self, workspace, self.verbs)
        self.model = GroupedModel(self.columns.fixed, typed=TYPED)
        self._make_frames()
        self.table = self.rows = TaskTable(self.model, workspace.memory)
        self._over_table.addWidget(self.table, 1)
        yield
        self.filters = FilterBar(workspace.memory)
        self.asked = AskedNotice()
        for place, part in enumerate((self.filters, self.asked)):
            self._over_table.insertWidget(place, part)
        yield
        self._make_actions()
        self._lay_out()
        self._connect()
        if not workspace.readonly:
            self.table.finish = self.verbs.finish
            self.table.work.write = lambda entries, skipped: self.verbs.write(
                [(e.row.id, e.column.field, e.text) for e in entries], skipped=skipped
            )

    @property
    def filling(self) -> FillingView:
        """填写本季进展, made when it is first begun."""
        return self._filling.part

    @property
    def panel(self) -> SidePanel:
        """The side panel of the task in hand."""
        return self.splitter.panel

    @override
    def refresh(self) -> None:
        columns = self.columns.read()
        if columns is not None:
            self.table.show_columns(columns)
        self._reader.read(self._take)
        if self._reader.is_reading:
            self._show_right_view()

    def _take(self, tasks: tuple[TaskView, ...]) -> None:
        """Show the tasks as they were read, and go where one wanted to go meanwhile."""
        self._tasks = tasks
        self.columns.entries.take(tasks)
        self.actions_of_tasks.offer_groups(tasks)
        ours = [task for task in tasks if task.ours != "no"]
        self._ours, self._asking = len(ours), sum(task.ours == "ask" for task in ours)
        self.filters.offer(tasks)
        self._show_right_view()
        if self.splitter.is_open and not self.is_filling():
            self.panel.refresh()
        if self.is_filling():
            self.filling.refresh(tasks)
        pending, self._pending = self._pending, None
        if pending:
            self.go_to(pending)

    @override
    def go_to(self, destination: Destination) -> None:
        if self._reader.is_reading:
            self._pending = destination
            return
        if destination.part in _FILL_PARTS:
            self.begin_filling(destination.task_id)
            return
        self.end_filling()
        wanted = TaskFilter(
            states=tuple(State(key) for key in destination.states),
            unit=destination.unit,
            group=destination.group,
            ours=destination.ours or "ours",
        )
        if wanted != TaskFilter() or destination.task_id is not None:
            self.filters.show_filter(wanted)
        self.table.setFocus()  # first: the panel takes the keyboard to the very cell
        if destination.task_id is not None:
            self._open_task(destination)

    @override
    def search(self, words: str) -> None:
        if words != self._words:
            self._words = words
            self._show_rows(stay=False)

    @override
    def go_back(self) -> bool:
        if self.is_filling():
            self.end_filling()
            return True
        if self.splitter.is_open:
            if not self.panel.go_back():
                self.close_panel()
            return True
        if not self.filters.filter().is_open:
            self.filters.clear()
            return True
        return self.fill_table.leave()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        QThreadPool.globalInstance().start(warm)
        self.window().installEventFilter(self)

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        """Another page comes into view: what was typed is saved."""
        self.save_typed()
        super().hideEvent(event)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The window is about to close, the ledger still open: what was typed is saved."""
        if event.type() == QEvent.Type.Close and watched is self.window():
            self.save_typed()
        return super().eventFilter(watched, event)

    def save_typed(self) -> None:
        """Save what stands in a field and is not yet written."""
        if not self.is_whole:
            return
        if self.is_filling():
            self.filling.leave()
        elif self.splitter.is_open:
            self.splitter.leave()

    @override
    def setFocus(self, reason: Qt.FocusReason = Qt.FocusReason.OtherFocusReason) -> None:
        """The keyboard goes to the work, not to the page's frame."""
        if not self.is_whole:
            super().setFocus(reason)
        elif self.is_filling():
            self.filling.begin_field()
        else:
            self.table.setFocus(reason)

    def is_filling(self) -> bool:
        """填写本季进展 is in view."""
        return self._stack.currentWidget() is self._filling

    def begin_filling(self, task_id: int | None = None) -> None:
        """填写本季进展: task after task, from one of them or the first unfilled."""
        self.splitter.leave()
        self._stack.setCurrentWidget(self._filling)
        self.filling.begin(self._tasks, task_id)
        self._show_actions()

    def end_filling(self) -> None:
        """Back to the table, with the cursor on the task filled last."""
        if not self.is_filling():
            return
        self.filling.leave()
        last = self.filling.task_id
        self._show_right_view(stay=False)
        if last is not None:
            self.table.show_task(last)
        self._show_actions()
        self.table.setFocus()

    def open_panel(self, task: TaskView) -> None:
        """Open the side panel on a task and put the keyboard into it."""
        self.splitter.begin(task.id)

    def close_panel(self) -> None:
        """Close the side panel; the keyboard goes back to the table."""
        self.splitter.close_panel()
        self.workspace.memory.keep("tasks/panel", "")
        self.table.setFocus()

    def _make_actions(self) -> None:
        self._import = self.add_action("导入…", self._go_import, tip="导入任务分解表（Ctrl+I）")
        self._add = self.add_action("新增任务", self._begin_adding, shortcut="Ctrl+N")
        self.actions_of_tasks = TaskActions(self, self.table, self.verbs)
        self.fill_table = FillTable(self, self.table, self.close_panel)
        self._fill = self.set_primary(
            "填写本季进展", self.begin_filling, tip="一项接一项填写本期进展"
        )
        for action in (self._import, self._add):
            action.setEnabled(not self.workspace.readonly)

    def _make_frames(self) -> None:
        """First what the rest is made in: whatever moves is dressed anew, with all it holds."""
        self._stack = QStackedWidget()
        self.body.addWidget(self._stack, 1)
        self.splitter = PanelDesk(self.workspace, self.verbs)
        self._stack.addWidget(self.splitter)
        self._over_table = QVBoxLayout(self.splitter.left)
        self._over_table.setContentsMargins(0, 0, 0, 0)
        self._over_table.setSpacing(px(8))

    def _lay_out(self) -> None:
        self.empty = EmptyState(
            "tasks",
            "还没有任务。导入区里发来的任务分解表，选出本镇的任务；没有表的，按“新增任务”自己写。",
            action="导入…",
            run=self._go_import,
        )
        self.nothing = EmptyState("filter", "没有符合条件的任务。")
        self._over_table.addWidget(self.nothing, 1)
        self._filling = LatePart(self._make_filling)
        for view in (self.empty, self._filling):
            self._stack.addWidget(view)

    def _make_filling(self, place: QWidget) -> FillingView:
        view = FillingView(self.workspace, place)
        view.left.connect(self.end_filling)
        view.noted.connect(self.note)
        return view

    def _connect(self) -> None:
        self.asked.look_wanted.connect(self._look_at_asked)
        self.asked.decided.connect(self.actions_of_tasks.decide)
        self.actions_of_tasks.made.connect(self._show_made)
        self.filters.columns_wanted.connect(self._choose_columns)
        self.table.layout_of_columns.extend = self.columns.extend_menu
        self.filters.changed.connect(lambda: self._show_rows(stay=False))
        self.table.opened.connect(self.open_panel)
        self.table.selection_changed.connect(self._on_selected)
        self.table.selectionModel().currentChanged.connect(
            lambda *_: self.splitter.follow(self.table.current_task())
        )
        self.table.files_dropped.connect(self._attach)
        self.table.refused.connect(self.workspace.complain)
        self.splitter.closed.connect(self.close_panel)

    def _show_rows(self, *, stay: bool = True) -> None:
        wanted = self.filters.filter()
        self._search.take(self._tasks)
        found = self._search.find(self._words)
        among = self._tasks if found is None else [t for t in self._tasks if t.id in found]
        kept = wanted.chosen(among, self.workspace.as_of, self._reader.unproved)
        self.table.show_groups(group_tasks(kept, self.filters.group_by()), stay=stay)
        self._kept = len(kept)
        if not kept and self.table.hasFocus():
            self.filters.grouping.setFocus()
        self.table.setVisible(bool(kept))
        self.nothing.setVisible(not kept)
        missed = f"含“{self._words}”" if self._words else "符合条件"
        reading = self._reader.is_reading and not self._tasks
        told = "正在读取任务…" if reading else f"没有{missed}的任务；按 Esc 显示全部。"
        self.nothing.say(told)
        self._show_asked(wanted)

    def _show_asked(self, wanted: TaskFilter) -> None:
        deciding = wanted.ours == "ask"
        self.asked.show_count(0 if self.workspace.readonly else self._asking, deciding=deciding)
        self._on_selected()

    def _show_right_view(self, *, stay: bool = True) -> None:
        """The table, or the page that teaches while there is no task at all."""
        if self.is_filling() and stay and self._tasks:
            return
        some = bool(self._tasks) or self._reader.is_reading
        self._stack.setCurrentWidget(self.splitter if some else self.empty)
        self._show_actions()

    def _show_actions(self) -> None:
        filling, any_tasks = self.is_filling(), bool(self._tasks)
        self._fill.setVisible(any_tasks and not filling)
        self._fill.setEnabled(not self.workspace.readonly)
        self._add.setVisible(not filling)
        self._import.setVisible(any_tasks and not filling)
        for action in (self.actions_of_tasks.hand, self.fill_table.action):
            action.setVisible(any_tasks and not filling)
        if self._more:
            self._more.setVisible(any_tasks and not filling)
        self._fill.setText(f"填写{this_period(self.workspace.period)}进展")
        period = period_label(self.workspace.period)
        self._title.setText(f"填写{period}进展" if filling else self.title)
        if not filling:
            self._show_rows()

    def _open_task(self, destination: Destination) -> None:
        number = destination.task_id
        if number is None:
            return
        if not self.table.show_task(number):
            self._words = ""
            self.filters.show_filter(TaskFilter(ours="all"))
            self.table.show_task(number)
        if destination.part or destination.item_id is not None:
            self.splitter.lead(destination, number)

    def _on_selected(self) -> None:
        rows = self.table.selected_rows()
        if not self.is_filling():
            among = max(self._ours, self._kept)  # others' tasks are shown as well on asking
            shown = f"{self._kept} 项" if self._kept == among else f"{self._kept} / {among} 项"
            self.note(f"{shown}，{self._chosen_words(len(rows))}" if len(rows) > 1 else shown)
        self.actions_of_tasks.show_chosen(rows)
        self.asked.show_chosen(chosen=bool(rows) and not self.workspace.readonly)

    def _chosen_words(self, rows: int) -> str:
        if self.table.whole_rows():
            return f"选中 {rows} 项"
        return f"选中 {self.table.work.count()} 格（{rows} 项）"

    def _go_import(self) -> None:
        self.workspace.go(Destination("import"))

    def _look_at_asked(self) -> None:
        self.filters.show_filter(TaskFilter(ours="ask"))
        self.table.setFocus()

    def _attach(self, task: TaskView, paths: tuple[Path, ...]) -> None:
        if not self.workspace.readonly:
            self.table.show_task(task.id)
            self.splitter.attach(task.id, paths)

    def _choose_columns(self) -> None:
        button = self.filters.columns_button
        self.actions_of_tasks.choose_columns(button.mapToGlobal(button.rect().bottomLeft()))

    def _begin_adding(self) -> None:
        """A new row below the current one, under its theme, its text open for typing."""
        current = self.table.current_task()
        beside = current or next(iter(self._tasks), None)
        list_id = self.workspace.list_id or (beside.list_id if beside else None)
        groups, after = (current.groups, current.id) if current else ((), None)
        number = self.verbs.add(list_id, "新任务", groups, after)
        if number is not None:
            self._show_made(number)
            self.table.edit(self.table.currentIndex())

    def _show_made(self, number: int) -> None:
        """Go to a task just made, whatever filter would hide it."""
        if not self.table.show_task(number):
            self._words = ""
            self.filters.clear()
            self.table.show_task(number)
