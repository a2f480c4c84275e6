"""历史: the whole journal, newest first, to look things up and to take back any step."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter
from typing_extensions import override

from app.services import journal
from app.ui.controls import ChoiceBox, button, row
from app.ui.itemmodels.columns import Column
from app.ui.itemmodels.table import TableModel
from app.ui.pages.operationpanel import OperationPanel
from app.ui.pages.page import Page
from app.ui.pinyin import Finder
from app.ui.style import Ink, px
from app.ui.tables import Table, select_only
from app.ui.undoing import undo_step
from app.ui.wording import stamp

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from app.models.views import OperationView
    from app.services.journal import UndoResult
    from app.ui.workspace import Destination, Workspace

_AT_ONCE = 300
_TASKS = (
    "add_task", "change_task", "change_target", "remove_tasks", "decide_ours", "finish_tasks",
    "reach_checkpoint",
)  # fmt: skip
_ITEMS = ("add_items", "change_items", "tick_items", "remove_items", "add_item_column")
_PROGRESS = ("record_progress", "remove_progress", "attach", "detach")
KINDS: tuple[tuple[str, frozenset[str]], ...] = (
    ("全部", frozenset()),
    ("导入", frozenset({"import"})),
    ("任务", frozenset(_TASKS)),
    ("清单", frozenset(_ITEMS)),
    ("进展、佐证", frozenset(_PROGRESS)),
    ("报表", frozenset({"file_return"})),
)
"""What the steps can be narrowed to, by their verbs; no verbs for all."""


class HistoryPage(Page):
    """Steps at the left, the one chosen in full at the right."""

    title: ClassVar[str] = "历史"
    searchable: ClassVar[bool] = True

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(workspace, parent)
        self._limit = _AT_ONCE
        self._words = ""
        self._finder = Finder(())
        self.kinds = ChoiceBox("操作类别")
        self.kinds.addItems([name for name, _ in KINDS])
        self.kinds.activated.connect(lambda _place: self._filter())
        self.model: TableModel[OperationView] = TableModel(
            _columns(), key=lambda step: step.id, parent=self
        )
        self.table = Table(self.model, workspace.memory, "history", sortable=False)
        self.table.selection_changed.connect(self._show_step)
        self.panel = OperationPanel(readonly=workspace.readonly)
        self.panel.undo_asked.connect(self._undo)
        self.more = button("更早的…", self._show_more, role="link")
        self.head_tools.addWidget(self.kinds)
        self._lay_out()
        self.home = self.table

    @override
    def refresh(self) -> None:
        chosen = self.table.current_row()
        steps = journal.recent_operations(self.workspace.ledger, self._limit)
        self._finder = Finder((step.id, f"{step.title} {step.who}") for step in steps)
        self.model.set_rows(steps)
        self.more.setVisible(len(steps) == self._limit)
        self._filter()
        if chosen is None or not self.table.select_key(chosen.id):
            self._select_first()
        self._show_step()

    @override
    def go_to(self, destination: Destination) -> None:
        if destination.part.isdigit():
            self.kinds.setCurrentIndex(0)
            self._filter()
            self.table.select_key(int(destination.part))

    @override
    def search(self, words: str) -> None:
        self._words = words
        self._filter()

    def _lay_out(self) -> None:
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setHandleWidth(px(16))
        splitter.setStyleSheet("QSplitter::handle { background: transparent; }")
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(self.table)
        splitter.addWidget(self.panel)
        splitter.setStretchFactor(0, 3)
        splitter.setStretchFactor(1, 2)
        splitter.setSizes([px(680), px(440)])
        self.panel.setMinimumWidth(px(240))
        self.table.setMinimumWidth(px(280))
        self.body.addWidget(splitter, 1)
        self.body.addLayout(row(self.more, None))

    def _filter(self) -> None:
        _, verbs = KINDS[max(self.kinds.currentIndex(), 0)]
        found = self._finder.find(self._words) if self._words else None
        self.table.order.keep(
            lambda step: (not verbs or step.verb in verbs) and (found is None or step.id in found)
        )
        self.note(f"{self.table.order.rowCount()} 步")
        if not self.table.selected_rows():
            self._select_first()

    def _select_first(self) -> None:
        if self.table.order.rowCount():
            select_only(self.table, 0)

    def _show_step(self) -> None:
        rows = self.table.selected_rows()
        self.panel.show_step(rows[0] if rows else None)

    def _show_more(self) -> None:
        self._limit *= 2
        self.refresh()

    def _undo(self, operation_id: int) -> None:
        def keep(result: UndoResult) -> None:
            self.panel.keep(operation_id, result)

        undo_step(self, self.workspace, operation_id, done=keep)


def _columns() -> tuple[Column[OperationView], ...]:
    return (
        Column("at", "时间", lambda step: stamp(step.at), 128, muted=True, tip=_clock),
        Column(
            "title",
            "操作",
            lambda step: step.title,
            200,
            stretch=True,
            tip=lambda step: step.title,
            colour=lambda step: Ink.FAINT.value if step.undone or step.kind != "do" else None,
        ),
        Column("state", "状态", lambda step: "已撤销" if step.undone else "", 72, muted=True),
        Column("who", "经办", lambda step: step.who, 96, muted=True, spare=1),
    )


def _clock(step: OperationView) -> str:
    return f"{step.at:%Y-%m-%d %H:%M:%S}"
