"""The side panel of the task page: one task with its checkpoints, items, progress and proof."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget
from typing_extensions import override

from app.services import queries
from app.ui.controls import button, label, row
from app.ui.dropped import dropped_paths
from app.ui.operations import act
from app.ui.pages.sidepanels.detailpanel import DetailPanel
from app.ui.pages.sidepanels.latetab import LateTab
from app.ui.pages.sidepanels.sidepanel_checkpoints import CheckpointTab
from app.ui.pages.sidepanels.sidepanel_facts import HistoryTab, SourceTab
from app.ui.pages.sidepanels.sidepanel_files import FilesTab
from app.ui.pages.sidepanels.sidepanel_items import ItemsTab
from app.ui.pages.sidepanels.sidepanel_progress import ProgressTab
from app.ui.style import px
from app.ui.targets import explained, one_line

if TYPE_CHECKING:
    from PySide6.QtGui import QDragEnterEvent, QDropEvent

    from app.models.views import TaskDetail
    from app.ui.taskverbs import TaskVerbs
    from app.ui.workspace import Workspace

_TITLE = 90


class SidePanel(DetailPanel):
    """One task in full."""

    def __init__(
        self, workspace: Workspace, verbs: TaskVerbs, parent: QWidget | None = None
    ) -> None:
        self._checkpoints = LateTab(CheckpointTab, workspace)
        self._items = LateTab(ItemsTab, workspace)
        self._progress = LateTab(ProgressTab, workspace)
        self._files = LateTab(FilesTab, workspace)
        self._history = LateTab(HistoryTab, workspace)
        self._source = LateTab(SourceTab, workspace)
        self.tabs: tuple[LateTab[Any], ...] = (
            self._checkpoints, self._items, self._progress, self._files, self._history,
            self._source,
        )  # fmt: skip
        super().__init__(workspace, self.tabs, parent)
        self.setAcceptDrops(not workspace.readonly)
        self._verbs = verbs
        self.detail: TaskDetail | None = None
        self.finish = button("标记完成", self._finish, role="link")
        self.asked = self._asked_notice()
        self.lay_out(verbs=(self.finish,), notice=self.asked)
        self.show_part(workspace.memory.text("tasks/tab", ItemsTab.key))
        self._carry_paste()

    @property
    def checkpoints(self) -> CheckpointTab:
        """节点 of the task."""
        return self._checkpoints.part

    @property
    def items(self) -> ItemsTab:
        """清单 of the task."""
        return self._items.part

    @property
    def progress(self) -> ProgressTab:
        """进展 of the task."""
        return self._progress.part

    @property
    def files(self) -> FilesTab:
        """佐证 of the task."""
        return self._files.part

    @property
    def history(self) -> HistoryTab:
        """历史 of the task."""
        return self._history.part

    @property
    def source(self) -> SourceTab:
        """来源 of the task."""
        return self._source.part

    def show_part(self, key: str) -> None:
        """Bring a part into view by its key, such as items or progress."""
        place = next((n for n, tab in enumerate(self.tabs) if tab.key == key), None)
        if place is not None:
            self.bar.setCurrentIndex(place)

    def make_part(self) -> None:
        """Make the part in view before there is a task to show in it."""
        self.tabs[self.bar.currentIndex()].make()

    @override
    def read(self, number: int) -> bool:
        workspace = self.workspace
        self.detail = detail = act(
            self,
            workspace,
            lambda: queries.task_detail(
                workspace.ledger, number, as_of=workspace.as_of, period=workspace.period
            ),
            changes=False,
        )
        if detail is None:
            return False
        self._show_head(detail)
        for tab in self.tabs:
            tab.show_detail(detail)
        self.show_counts([tab.kind.count(detail, workspace.period) for tab in self.tabs])
        return True

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls() and self.detail:
            event.acceptProposedAction()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        paths = dropped_paths(event.mimeData())
        if paths:
            event.acceptProposedAction()
            item_id = self._item_under(event)
            self.show_part(FilesTab.key)
            self.files.attach(paths, item_id=item_id)

    def _item_under(self, event: QDropEvent) -> int | None:
        """The item whose line files are dropped on: they prove that item."""
        table = self._items.made.table if self._items.made else None
        if table is None or not table.isVisible():
            return None
        point = table.viewport().mapFrom(self, event.position().toPoint())
        index = table.indexAt(point) if table.viewport().rect().contains(point) else QModelIndex()
        return int(table.order.row_at(index).item.id) if index.isValid() else None

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

    def _show_head(self, detail: TaskDetail) -> None:
        task = detail.task
        path = " / ".join(one_line(part) for part in task.groups)
        serial = f"序号 {task.serial}" if task.serial else ""
        self.show_title((serial, path), task.text, _TITLE)
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
        if self.current_part() is self._files:
            self.addAction(self.files.box.paste_action)
        elif self._files.made is not None:
            self.removeAction(self._files.made.box.paste_action)

    @override
    def _on_tab_changed(self, place: int) -> None:
        super()._on_tab_changed(place)
        self._carry_paste()
        self.workspace.memory.keep("tasks/tab", self.tabs[place].key)
