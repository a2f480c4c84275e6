"""佐证 in the side panel: drop files, see them listed, open them, take them off."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QWidget
from typing_extensions import override

from app.models.views import EvidenceView
from app.services import evidence
from app.services.wording import size_words
from app.ui.controls import button, label, row
from app.ui.itemmodels.columns import Column
from app.ui.itemmodels.table import TableModel
from app.ui.operations import act, run_service
from app.ui.pages.paneltab import PanelTab
from app.ui.pages.sidepanel_facts import open_file
from app.ui.tables import Table
from app.ui.wording import stamp

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.models.views import TaskDetail
    from app.ui.workspace import Workspace


class FilesTab(PanelTab):
    """佐证: the proof files of a task and its items."""

    key = "evidence"
    title = "佐证"

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(workspace, parent)
        self._items: dict[int, str] = {}
        self.model = TableModel[EvidenceView](
            (
                Column("name", "文件", lambda file: file.file_name, 160, stretch=True,
                       tip=lambda file: file.file_name),
                Column("item", "清单项", self._item_name, 88, muted=True),
                Column("size", "大小", lambda file: size_words(file.size), 68, "right", muted=True),
                Column("at", "添加时间", _added, 100, muted=True),
            ),
            key=lambda file: file.id,
        )  # fmt: skip
        self.table = Table(self.model, workspace.memory, "panel-evidence")
        self.table.opened.connect(lambda file: self.open_files((file,)))
        self.table.delete_asked.connect(self.remove)
        self.table.selection_changed.connect(self._offer)
        self.add = button("添加文件…", self._choose, icon_name="plus")
        self.open = button("打开", lambda: self.open_files(self.table.selected_rows()))
        self.off = button("移除", lambda: self.remove(self.table.selected_rows()))
        self.hint = label(
            "把照片、合同、检测报告等文件拖到这里。佐证可以不加。", "muted", wrap=True
        )
        self.body.addLayout(row(self.add, None, self.open, self.off))
        self.body.addWidget(self.hint)
        self.body.addWidget(self.table, 100)
        self.body.addStretch(1)
        self.add.setEnabled(not workspace.readonly)
        self._offer()

    @override
    def show_detail(self, detail: TaskDetail) -> None:
        super().show_detail(detail)
        self._items = {item.id: item.name for item in detail.items}
        self.model.set_rows(detail.evidence)
        self.table.setVisible(bool(detail.evidence))
        self._offer()

    @override
    def count(self, detail: TaskDetail) -> str:
        return str(len(detail.evidence)) if detail.evidence else ""

    @override
    def begin(self) -> None:
        (self.table if self.model.rows else self.add).setFocus()

    def attach(self, paths: Sequence[Path], *, item_id: int | None = None) -> None:
        """Keep files as proof of the task shown, or of one of its items."""
        task_id, ledger = self.task_id(), self.workspace.ledger
        run_service(
            self,
            self.workspace,
            lambda monitor: evidence.attach(
                ledger, evidence.Owner(task_id, item_id), paths, monitor=monitor
            ),
            say=lambda attached: attached.words,
            title="正在保存佐证…",
        )

    def open_files(self, files: Sequence[EvidenceView]) -> None:
        """Open kept files with the desktop's own programs."""
        for file in files:
            if path := self._kept(file.id):
                open_file(path)

    def _kept(self, number: int) -> Path | None:
        ledger = self.workspace.ledger
        return act(
            self, self.workspace, lambda: evidence.evidence_path(ledger, number), changes=False
        )

    def remove(self, files: Sequence[EvidenceView]) -> None:
        """Take files off the task."""
        if files and not self.workspace.readonly:
            numbers = [file.id for file in files]
            self.act(
                lambda: evidence.detach(self.workspace.ledger, numbers),
                say=f"已移除佐证 {len(numbers)} 件",
            )

    def _choose(self) -> None:
        chosen, _ = QFileDialog.getOpenFileNames(self, "添加佐证")
        if chosen:
            self.attach([Path(name) for name in chosen])

    def _offer(self) -> None:
        files = self.table.selected_rows()
        self.open.setEnabled(bool(files))
        self.off.setEnabled(bool(files) and not self.workspace.readonly)

    def _item_name(self, file: EvidenceView) -> str:
        return self._items.get(file.item_id or 0, "")


def _added(file: EvidenceView) -> str:
    return stamp(file.added_at)
