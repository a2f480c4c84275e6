"""What lacks proof as a table: files are dropped or pasted right on the line they prove."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from typing_extensions import override

from app.services.proof.prooflack import Lacking
from app.ui.dropped import dropped_paths
from app.ui.itemmodels.columns import Column
from app.ui.itemmodels.table import TableModel
from app.ui.tables import Table
from app.ui.wording import short_period

if TYPE_CHECKING:
    from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent

    from app.ui.memory import Memory


class LackTable(Table):
    """The lines; Enter goes to the task.

    Signals:
        files_dropped: paths, and the Lacking they prove.
        proof_pasted: Ctrl+V was pressed on a line.
    """

    files_dropped = Signal(object, object)
    proof_pasted = Signal()

    def __init__(self, model: TableModel[Lacking], memory: Memory, *, readonly: bool) -> None:
        super().__init__(model, memory, "proof-lacking")
        self.setAcceptDrops(not readonly)
        self.setAccessibleName("缺佐证的任务和清单项")

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Paste):
            self.proof_pasted.emit()
            return
        super().keyPressEvent(event)

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped_paths(event.mimeData()):
            event.acceptProposedAction()

    @override
    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        line = self._line_at(event)
        if line is None:
            event.ignore()
            return
        self.select_key(key_of(line))
        event.acceptProposedAction()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        line = self._line_at(event)
        if line is not None and (paths := dropped_paths(event.mimeData())):
            event.acceptProposedAction()
            self.files_dropped.emit(paths, line)

    def _line_at(self, event: QDropEvent) -> Any | None:
        index = self.indexAt(event.position().toPoint())
        return self.order.row_at(index) if index.isValid() else None


def lack_model() -> TableModel[Lacking]:
    """The columns of what lacks proof."""
    return TableModel[Lacking](
        (
            Column("serial", "序号", lambda one: one.serial, 56),
            Column("task", "任务", lambda one: one.task, 160, stretch=True,
                   tip=lambda one: one.task),
            Column("what", "清单项、时期", part_of, 128, tip=part_of),
            Column("told", "情况", lambda one: "已填进展" if one.period else one.what, 152,
                   muted=True, spare=1),
            Column("why", "依据", lambda one: one.why, 176, muted=True, spare=2,
                   tip=lambda one: one.why),
        ),
        key=key_of,
    )  # fmt: skip


def key_of(one: Lacking) -> tuple[int, int | None, str]:
    """What tells one line from the others."""
    return (one.task_id, one.item_id, one.period)


def part_of(one: Lacking) -> str:
    """The item or the period; empty for the task itself."""
    return one.item or (short_period(one.period) if one.period else "")
