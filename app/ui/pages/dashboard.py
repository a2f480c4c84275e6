"""工作台: what is due, how all tasks stand, what comes next, and what to do about it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from app.models.rules.pace import State
from app.services import queries, settings
from app.services.dashboard import THEME, UNIT, dashboard
from app.ui.charts import GroupBar, LightTile
from app.ui.controls import ChoiceBox, EmptyState, clear, label, row, surface
from app.ui.dayfield import DayField
from app.ui.itemmodels.table import TableModel
from app.ui.pages.duties import (
    DUTIES,
    SPANS,
    destination_of,
    of_kind,
    todo_columns,
    upcoming_columns,
    within,
)
from app.ui.pages.page import Page
from app.ui.pages.tasklist.taskfilters import SURE
from app.ui.paper.latest import Latest
from app.ui.style import px
from app.ui.tables import Table
from app.ui.wording import day_in_prose, day_in_year, short_period
from app.ui.workspace import Destination

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from PySide6.QtGui import QResizeEvent

    from app.models.views import Dashboard, ListView, Todo, Upcoming
    from app.monitor import Monitor
    from app.ui.itemmodels.columns import Column
    from app.ui.workspace import Workspace

_ALWAYS = (
    State.FAR_BEHIND,
    State.BEHIND,
    State.ON_PACE,
    State.AHEAD,
    State.DONE,
    State.NOT_STARTED,
)
_TILES = (State.OVERDUE, *_ALWAYS[:5], State.DONE_LATE, State.NOT_STARTED)
_BY = {"按主题": THEME, "按单位": UNIT}
_MOST_ROWS = 200
_BAR, _MOST_BARS = 32, 7
# What stands round bars and duties, in pixels at 100 %, in a usual and in a low window.
_TAKEN, _TAKEN_LOW, _LOW = 304, 262, 480
_NO_LISTS = "还没有任务分解表。把区里发的表拖到窗口里，或从文件导入。"
_NO_TASKS = "这份任务表里还没有本镇的任务；可以重新导入，或到任务里新增、确认。"


class DashboardPage(Page):
    """The first page: one look, then to the very cell."""

    title: ClassVar[str] = "工作台"

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self.day = DayField(workspace.as_of)
        self.day.setProperty("role", "quiet")
        self.day.setToolTip("亮灯按这一天判定")
        self.day.setAccessibleName("截至日期")
        self.day.picked.connect(workspace.use_as_of)
        self.day.refused.connect(workspace.complain)
        self.tiles = {state: LightTile(state) for state in _TILES}
        self._bars = 1
        self._groups = QVBoxLayout()
        self._view: Dashboard | None = None
        self._reading = Latest(self, workspace, self._work, self._take)
        self.by = _choice("完成情况的分法", _BY)
        self.kind = _choice("待办的种类", DUTIES)
        self.span = _choice("到期的范围", SPANS)
        self.todos = _plain_table(todo_columns(), workspace, "todos")
        self.upcoming = _plain_table(upcoming_columns(), workspace, "upcoming")
        self._empty = EmptyState(
            "import",
            _NO_LISTS,
            action="导入任务分解表",
            run=lambda: workspace.go(Destination("import")),
        )
        self.set_primary("去填写", self._fill, tip="逐项填写本期进展")
        self._lay_out()
        for state, tile in self.tiles.items():
            tile.clicked.connect(lambda _=False, state=state: self._show_state(state))
        self.by.currentIndexChanged.connect(lambda _: self.refresh())
        for box in (self.kind, self.span):
            box.currentIndexChanged.connect(lambda _: self._show_duties())
        self.todos.setAccessibleName("待办")
        self.upcoming.setAccessibleName("近期到期")
        for table in (self.todos, self.upcoming):
            table.opened.connect(self._open)
            table.clicked.connect(lambda index, table=table: self._open(table.order.row_at(index)))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_height()

    @override
    def refresh(self) -> None:
        workspace = self.workspace
        self.day.show_day(workspace.as_of)
        if self._view is None:
            self.note("正在读取…")
        self._reading.ask()

    def _work(self) -> Callable[[Monitor], tuple[tuple[ListView, ...], Dashboard]]:
        """Reading the page as it is wished now, with nothing of the window in it."""
        workspace, by = self.workspace, _BY[self.by.currentText()]
        ledger, list_id = workspace.ledger, workspace.list_id
        day, period = workspace.as_of, workspace.period
        look = partial(dashboard, ledger, as_of=day, period=period, list_id=list_id, by=by)
        return lambda _monitor: (queries.list_lists(ledger), look())

    def _take(self, read: tuple[tuple[ListView, ...], Dashboard]) -> None:
        lists, view = read
        chosen = [one for one in lists if self.workspace.list_id in (None, one.id)]
        has_tasks = any(one.ours + one.ask for one in chosen)
        # Problems and 交办单 press without a task of ours too.
        pressing = has_tasks or bool(view.todos or view.upcoming)
        self._empty.say(_NO_TASKS if lists else _NO_LISTS)
        self._stack.setCurrentIndex(0 if pressing else 1)
        if pressing:
            self._show(view)
        if not has_tasks:
            self.note("")
        if self.primary_action:
            self.primary_action.setVisible(has_tasks)

    def _show(self, view: Dashboard) -> None:
        due = day_in_year(view.return_due)
        if view.return_due.year != view.as_of.year:
            due = day_in_prose(view.return_due)
        missing = f"还差 {view.missing_progress} 项进展" if view.missing_progress else "进展已填齐"
        self.note(f"{short_period(view.period)}报表 {due}前报，{missing}")
        if self.primary_action:
            to_fill = view.missing_progress and not self.workspace.readonly
            self.primary_action.setText("去填写" if to_fill else "去报表")
        for state, tile in self.tiles.items():
            count = view.counts.get(state.value, 0)
            tile.show_count(count)
            tile.setVisible(state in _ALWAYS or count > 0)
        self._view = view
        self._show_groups(view)
        self._show_duties()

    def _show_duties(self) -> None:
        """The to-do list and what is due, as far as their choices keep them."""
        view = self._view
        if view is None:
            return
        todos = of_kind(view.todos, self.kind.currentText())
        upcoming = within(view.upcoming, self.span.currentText(), view.as_of)
        _fill_table(self.todos, todos)
        _fill_table(self.upcoming, upcoming)
        self._todo_head.setText(f"待办 {len(todos)} 件" if todos else "待办已清")
        overdue = sum(one.overdue for one in upcoming)
        near = len(upcoming) - overdue
        parts = [f"近期到期 {near} 件"] if near or not overdue else []
        parts += [f"已超期 {overdue} 件"] if overdue else []
        self._upcoming_head.setText("，".join(parts))

    def _show_groups(self, view: Dashboard) -> None:
        clear(self._groups)
        limits = settings.thresholds(self.workspace.ledger)
        for group in view.groups:
            bar = GroupBar(group, limits)
            bar.clicked.connect(lambda _=False, name=group.name: self._show_group(name))
            self._groups.addWidget(bar)
        self._groups.addStretch(1)
        self._bars = len(view.groups)
        self._share_height()

    def _fill(self) -> None:
        missing = self.primary_action and self.primary_action.text() == "去填写"
        page, part = ("tasks", "fill") if missing else ("returns", "")
        self.workspace.go(Destination(page, part=part))

    def _show_state(self, state: State) -> None:
        self.workspace.go(Destination("tasks", states=(state.value,), ours=SURE))

    def _show_group(self, name: str) -> None:
        by_unit = _BY[self.by.currentText()] == UNIT
        unit, group = (name, "") if by_unit else ("", name)
        self.workspace.go(Destination("tasks", unit=unit, group=group, ours=SURE))

    def _open(self, row: Todo | Upcoming) -> None:
        self.workspace.go(destination_of(row))

    def _lay_out(self) -> None:
        self.head_tools.addSpacing(px(8))
        tiles = QHBoxLayout()
        tiles.setSpacing(px(8))
        for tile in self.tiles.values():
            tiles.addWidget(tile)
        left = QVBoxLayout()
        left.setSpacing(px(16))
        left.addWidget(self._chart_frame())
        self._todo_head = label("待办", "heading")
        left.addWidget(_frame(self._todo_head, self.kind, self.todos), 1)
        self._upcoming_head = label("近期到期", "heading")
        lower = QHBoxLayout()
        lower.setSpacing(px(16))
        lower.addLayout(left, 3)
        lower.addWidget(_frame(self._upcoming_head, self.span, self.upcoming), 2)
        full = QWidget()
        column = QVBoxLayout(full)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(16))
        column.addLayout(tiles)
        column.addLayout(lower, 1)
        self._stack = QStackedLayout()
        self._stack.addWidget(full)
        self._stack.addWidget(self._empty)
        self.body.addLayout(self._stack)

    def _share_height(self) -> None:
        """Share the height in whole rows between bars and duties; a low window drops the rest."""
        low = self.height() < px(_LOW)
        self._day_part.setVisible(not low)  # the status line has the same day
        for tile in self.tiles.values():
            tile.setMaximumHeight(px(58 if low else 72))
        room = self.height() - px(_TAKEN_LOW if low else _TAKEN)
        self._groups_area.show_rows(min(self._bars, room // px(_BAR) // 2))

    def _chart_frame(self) -> QFrame:
        frame, layout = surface(margins=(12, 12))
        inner = QWidget()
        inner.setProperty("role", "clear")
        inner.setLayout(self._groups)
        self._groups.setContentsMargins(0, 0, 0, 0)
        self._groups.setSpacing(0)
        self._groups_area = _GroupArea(inner)
        head = QHBoxLayout()
        head.setContentsMargins(px(8), 0, px(8), 0)
        head.addWidget(label("完成情况", "heading"))
        head.addWidget(self.by)
        head.addStretch(1)
        self._day_part = QWidget()
        day = row(label("截至", "muted"), self.day)
        day.setContentsMargins(0, 0, 0, 0)
        self._day_part.setLayout(day)
        head.addWidget(self._day_part)
        layout.addLayout(head)
        layout.addWidget(self._groups_area)
        return frame


class _GroupArea(QScrollArea):
    """A whole number of bars high, scrolling when there are more."""

    def __init__(self, inner: QWidget) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(inner)

    def show_rows(self, rows: int) -> None:
        """Take the height of so many bars."""
        self.setFixedHeight(max(1, min(rows, _MOST_BARS)) * px(_BAR) + px(2))


def _choice(name: str, words: Iterable[str]) -> ChoiceBox:
    box = ChoiceBox(name, role="filter")
    box.addItems(list(words))
    return box


def _plain_table(columns: list[Column[Any]], workspace: Workspace, name: str) -> Table:
    """A list without head and frame inside a surface."""
    model: TableModel[Any] = TableModel(columns, key=lambda row: row)
    table = Table(model, workspace.memory, name, sortable=False)
    model.setParent(table)
    table.horizontalHeader().hide()
    table.setMinimumHeight(px(48))
    table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    table.setProperty("role", "plain")
    table.setCursor(Qt.CursorShape.PointingHandCursor)
    return table


def _fill_table(table: Table, rows: tuple[Any, ...]) -> None:
    model = table.order.sourceModel()
    if isinstance(model, TableModel):
        model.set_rows(rows[:_MOST_ROWS])


def _frame(head: QWidget, choice: ChoiceBox, table: Table) -> QFrame:
    frame, layout = surface(margins=(12, 12))
    line = row(head, None, choice)
    line.setContentsMargins(px(8), 0, 0, 0)
    layout.addLayout(line)
    layout.addWidget(table, 1)
    return frame
