"""The side panel of the task page: one task with its checkpoints, items, progress and proof."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QStackedWidget, QTabBar, QToolButton, QVBoxLayout, QWidget
from typing_extensions import override

from app.services import queries
from app.ui.controls import ElidedLabel, button, label, row
from app.ui.fields import LightLabel
from app.ui.icons import icon
from app.ui.operations import act
from app.ui.pages.sidepanels.sidepanel_checkpoints import CheckpointTab
from app.ui.pages.sidepanels.sidepanel_facts import HistoryTab, SourceTab
from app.ui.pages.sidepanels.sidepanel_files import FilesTab
from app.ui.pages.sidepanels.sidepanel_items import ItemsTab
from app.ui.pages.sidepanels.sidepanel_progress import ProgressTab
from app.ui.style import px
from app.ui.targets import explained, one_line, opening

if TYPE_CHECKING:
    from PySide6.QtGui import QDragEnterEvent, QDropEvent

    from app.models.views import TaskDetail
    from app.ui.pages.sidepanels.paneltab import PanelTab
    from app.ui.taskverbs import TaskVerbs
    from app.ui.workspace import Workspace

LEAST_WIDTH, LEAST_HEIGHT = 400, 240
_READ_AFTER_MS = 50
_TITLE = 90


class SidePanel(QFrame):
    """One task in full.

    Signals:
        closed: the clerk closed the panel.
    """

    closed = Signal()

    def __init__(
        self, workspace: Workspace, verbs: TaskVerbs, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("role", "surface")
        self.setAcceptDrops(not workspace.readonly)
        self.setMinimumWidth(px(LEAST_WIDTH))
        self.workspace, self._verbs = workspace, verbs
        self.detail: TaskDetail | None = None
        self._wanted: int | None = None
        self._read_later = QTimer(self, singleShot=True, interval=_READ_AFTER_MS)
        self._read_later.timeout.connect(self._read)
        self.checkpoints = CheckpointTab(workspace)
        self.items = ItemsTab(workspace)
        self.progress = ProgressTab(workspace)
        self.files = FilesTab(workspace)
        self.history = HistoryTab(workspace)
        self.source = SourceTab(workspace)
        self.tabs: tuple[PanelTab, ...] = (
            self.checkpoints, self.items, self.progress, self.files, self.history, self.source,
        )  # fmt: skip
        self._make_head()
        self._lay_out()
        kept = workspace.memory.text("tasks/tab", self.items.key)
        self.show_part(kept)
        self._carry_paste()
        self.bar.currentChanged.connect(self._on_tab_changed)

    @property
    def task_id(self) -> int | None:
        """The task shown or about to be."""
        return self._wanted

    def show_task(self, task_id: int, *, at_once: bool = False) -> None:
        """Show a task; while keys run down the table only the last one is read."""
        if task_id != self._wanted:
            self.leave()
        self._wanted = task_id
        if at_once:
            self._read()
        else:
            self._read_later.start()

    def refresh(self) -> None:
        """Read the task again."""
        if self._wanted is not None:
            self._read()

    def show_part(self, key: str) -> None:
        """Bring a part into view by its key, such as items or progress."""
        place = next((n for n, tab in enumerate(self.tabs) if tab.key == key), None)
        if place is not None:
            self.bar.setCurrentIndex(place)
            self._stack.setCurrentIndex(place)

    def begin(self) -> None:
        """Put the keyboard into the part in view."""
        self.tabs[self.bar.currentIndex()].begin()

    def leave(self) -> None:
        """Save what was typed."""
        for tab in self.tabs:
            tab.leave()

    def go_back(self) -> bool:
        """Esc: close an open form first; False when there was none."""
        return self.items.close_forms() or self.checkpoints.close_forms()

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(px(LEAST_WIDTH), px(LEAST_HEIGHT))

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls() and self.detail:
            event.acceptProposedAction()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        urls = event.mimeData().urls()
        paths = [Path(url.toLocalFile()) for url in urls if url.isLocalFile()]
        if paths:
            event.acceptProposedAction()
            item_id = self._item_under(event)
            self.show_part(self.files.key)
            self.files.attach(paths, item_id=item_id)

    def _item_under(self, event: QDropEvent) -> int | None:
        """The item whose line files are dropped on: they prove that item."""
        table = self.items.table
        if table is None or not table.isVisible():
            return None
        point = table.viewport().mapFrom(self, event.position().toPoint())
        index = table.indexAt(point) if table.viewport().rect().contains(point) else QModelIndex()
        return int(table.order.row_at(index).id) if index.isValid() else None

    def _read(self) -> None:
        self._read_later.stop()
        number, workspace = self._wanted, self.workspace
        if number is None:
            return
        detail = act(
            self,
            workspace,
            lambda: queries.task_detail(
                workspace.ledger, number, as_of=workspace.as_of, period=workspace.period
            ),
            changes=False,
        )
        if detail is None:
            self._wanted = self.detail = None
            self.closed.emit()
            return
        self.detail = detail
        self._show_head(detail)
        for place, tab in enumerate(self.tabs):
            tab.show_detail(detail)
            count = tab.count(detail)
            self.bar.setTabText(place, f"{tab.title} {count}" if count else tab.title)

    def _make_head(self) -> None:
        self.path = ElidedLabel("small")
        self.title = label("", "large", wrap=True, selectable=True)
        self.light = LightLabel()
        self.why = label("", "muted", wrap=True, selectable=True)
        self.close_button = QToolButton()
        self.close_button.setIcon(icon("close"))
        self.close_button.setIconSize(QSize(px(16), px(16)))
        self.close_button.setToolTip("关闭（Esc）")
        self.close_button.setAccessibleName("关闭侧栏")
        self.close_button.clicked.connect(self.closed.emit)
        self.finish = button("标记完成", self._finish, role="link")
        self.asked = self._asked_notice()

    def _asked_notice(self) -> QFrame:
        frame = QFrame()
        frame.setProperty("role", "notice")
        self.asked_words = label("", wrap=True)
        yes = button("是本镇任务", lambda: self._decide("yes"))
        no = button("不是", lambda: self._decide("no"))
        layout = QVBoxLayout(frame)
        layout.setContentsMargins(px(12), px(8), px(12), px(8))
        layout.setSpacing(px(8))
        layout.addWidget(self.asked_words)
        layout.addLayout(row(yes, no, None))
        frame.setEnabled(not self.workspace.readonly)
        return frame

    def _lay_out(self) -> None:
        self.bar = QTabBar()
        self.bar.setProperty("role", "tight")
        self.bar.setDrawBase(False)
        self.bar.setExpanding(False)
        self.bar.setUsesScrollButtons(True)
        self.bar.setElideMode(Qt.TextElideMode.ElideNone)
        self._stack = QStackedWidget()
        for tab in self.tabs:
            self.bar.addTab(tab.title)
            self._stack.addWidget(tab)
        top = row(self.path, self.finish, self.close_button)
        top.setStretch(0, 1)
        told = row(self.light, self.why)
        told.setStretch(1, 1)
        told.setAlignment(self.light, Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(px(16), px(8), px(16), px(12))
        layout.setSpacing(px(4))
        layout.addLayout(top)
        layout.addWidget(self.title)
        layout.addLayout(told)
        layout.addWidget(self.asked)
        layout.addSpacing(px(4))
        layout.addWidget(self.bar)
        layout.addWidget(self._stack, 1)

    def _show_head(self, detail: TaskDetail) -> None:
        task = detail.task
        path = " / ".join(one_line(part) for part in task.groups)
        serial = f"序号 {task.serial}" if task.serial else ""
        self.path.setText("　".join(part for part in (serial, path) if part))
        self.title.setText(opening(task.text, _TITLE))
        self.title.setToolTip(task.text)
        self.light.show_state(task.judgement.state)
        self.why.setText(explained(task))
        self.asked.setVisible(task.ours != "yes")
        self.asked_words.setText(
            f"待确认是否本镇任务：{task.ours_why}" if task.ours == "ask" else task.ours_why
        )
        self.finish.setText("取消完成" if task.done_on else "标记完成")
        self.finish.setEnabled(not self.workspace.readonly)

    def _finish(self) -> None:
        if self.detail:
            self._verbs.finish((self.detail.task,))

    def _decide(self, verdict: str) -> None:
        if self.detail:
            self._verbs.decide((self.detail.task,), verdict)

    def _carry_paste(self) -> None:
        """Where the files are in view, Ctrl+V anywhere on the panel adds to them."""
        shown = self.tabs[self.bar.currentIndex()] is self.files
        (self.addAction if shown else self.removeAction)(self.files.box.paste_action)

    def _on_tab_changed(self, place: int) -> None:
        self._stack.setCurrentIndex(place)
        self._carry_paste()
        self.workspace.memory.keep("tasks/tab", self.tabs[place].key)
