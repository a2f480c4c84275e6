"""Parts of the side panel that mostly show: history, and where the task came from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget
from typing_extensions import override

from app.models.views import OperationView
from app.services import queries
from app.ui.controls import button, clear, label, row, scrolled_parts
from app.ui.itemmodels.columns import Column
from app.ui.itemmodels.table import TableModel
from app.ui.pages.past.operationpanel import can_undo, what_words, why_no_undo
from app.ui.pages.sidepanels.paneltab import PanelTab
from app.ui.paper.latest import Latest
from app.ui.sourcefile import open_source
from app.ui.style import px
from app.ui.tables import Table
from app.ui.undoing import undo_step
from app.ui.wording import stamp
from app.ui.workspace import Destination

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from app.models.database import Ledger
    from app.models.views import TaskDetail
    from app.monitor import Monitor
    from app.ui.workspace import Workspace

_ROW, _TALL = 32, 48


class HistoryTab(PanelTab):
    """历史: who changed what and when, read in the background.

    Args:
        history: reads the journal lines of a record by its number.
    """

    key = "history"
    title = "历史"

    def __init__(
        self,
        workspace: Workspace,
        parent: QWidget | None = None,
        *,
        history: Callable[[Ledger, int], tuple[OperationView, ...]] = queries.task_history,
    ) -> None:
        super().__init__(workspace, parent)
        self._history, self._number = history, 0
        self.model = TableModel[OperationView](
            (
                Column("at", "时间", _when, 104, muted=True),
                Column("title", "操作", what_words, 180, stretch=True, tip=_details),
                Column("who", "经办", lambda line: line.who, 72, muted=True),
            ),
            key=lambda line: line.id,
        )
        self.table = Table(
            self.model, workspace.memory, "panel-history", sortable=False, parent=self
        )
        self.table.setAccessibleName("任务的操作历史")
        self.table.opened.connect(lambda _step: self._look())
        self.table.selection_changed.connect(self._show_verbs)
        self.undo_button = button("撤销这一步", self._undo, role="link")
        self.look_button = button("看全部改动", self._look, role="link")
        self.body.addWidget(self.table, 1)
        self.body.addLayout(row(self.undo_button, self.look_button, None))
        self._latest = Latest(self, workspace, self._reading, self._show, failed=lambda _gone: None)
        self._show_verbs()

    @override
    def show_detail(self, detail: TaskDetail) -> None:
        super().show_detail(detail)
        self.show_record(detail.task.id)

    def show_record(self, number: int) -> None:
        """Show the journal lines of a record; of the same again as they are now."""
        if number != self._number:
            self._number = number
            self._show(())
        self._latest.ask()

    def _show(self, lines: tuple[OperationView, ...]) -> None:
        self.model.set_rows(lines)
        self._show_verbs()

    @override
    def begin(self) -> None:
        self.table.setFocus()

    def _reading(self) -> Callable[[Monitor], tuple[OperationView, ...]]:
        ledger, number = self.workspace.ledger, self._number
        return lambda _monitor: self._history(ledger, number)

    def _step(self) -> OperationView | None:
        rows: tuple[OperationView, ...] = self.table.selected_rows()
        return rows[0] if rows else None

    def _show_verbs(self) -> None:
        step = self._step()
        self.look_button.setEnabled(step is not None)
        self.undo_button.setEnabled(can_undo(step) and not self.workspace.readonly)
        self.undo_button.setToolTip(why_no_undo(step))

    def _undo(self) -> None:
        step = self._step()
        if step:
            undo_step(self, self.workspace, step.id)

    def _look(self) -> None:
        step = self._step()
        if step:
            self.workspace.go(Destination("history", part=str(step.id)))


class SourceTab(PanelTab):
    """来源: the file, sheet and row, with every column as it was written."""

    key = "source"
    title = "来源"

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(workspace, parent)
        self.place = label("", wrap=True, selectable=True)
        self.look = button("查看原表", self._look, icon_name="book")
        self.look.setToolTip("在窗口里打开来源，并标出这一项")
        self.open = button("打开原文件", self._open, role="link")
        self.open.setToolTip("用WPS或Excel打开一份副本；台账里的原件不会改动")
        self.values = FactGrid()
        self.body.addWidget(self.place)
        self.body.addLayout(row(self.look, self.open, None))
        scrolled_parts(self.values, into=self.body)

    @override
    def show_detail(self, detail: TaskDetail) -> None:
        super().show_detail(detail)
        self.place.setText(detail.source.strip())
        for verb in (self.look, self.open):
            verb.setVisible(bool(detail.values))
        ours = {"任务范围": detail.task.ours_why} if detail.task.ours_why else {}
        self.values.show_facts(ours | dict(detail.values))

    def _look(self) -> None:
        self.workspace.go(Destination("source", task_id=self.task_id()))

    def _open(self) -> None:
        open_source(self, self.workspace, self.task_id())


class FactGrid(QWidget):
    """Names and what they hold, below each other; every text can be selected."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(px(16))
        self._grid.setVerticalSpacing(px(8))
        self._grid.setColumnStretch(1, 1)
        self._shown: dict[str, str] = {}

    def show_facts(self, facts: Mapping[str, str]) -> None:
        """Show the facts that hold anything."""
        held = {name: text for name, text in facts.items() if text.strip()}
        if held == self._shown:
            return
        self._shown = held
        clear(self._grid)
        for place, (name, text) in enumerate(held.items()):
            head = label(" ".join(name.split()), "muted", wrap=True)
            head.setFixedWidth(px(112))
            words = label(text, wrap=True, selectable=True)
            top = Qt.AlignmentFlag.AlignTop
            self._grid.addWidget(head, place, 0, top)
            self._grid.addWidget(words, place, 1, top)


def _when(line: OperationView) -> str:
    return stamp(line.at)


def _details(line: OperationView) -> str:
    return "\n".join((line.title, *line.details))
