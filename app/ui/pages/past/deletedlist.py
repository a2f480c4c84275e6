"""What was deleted and is still gone: found by its name, brought back with all that went along."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedLayout, QVBoxLayout, QWidget

from app.services.history import deleted
from app.ui.controls import EmptyState, button, row
from app.ui.itemmodels.columns import Column
from app.ui.itemmodels.table import TableModel
from app.ui.operations import run_service
from app.ui.pinyin import Finder
from app.ui.style import px
from app.ui.tables import Table, select_only
from app.ui.undoing import undo_words
from app.ui.wording import stamp

if TYPE_CHECKING:
    from app.services.history.deleted import Deleted
    from app.services.history.journal import UndoResult
    from app.ui.workspace import Workspace

_PORTION = 100


class DeletedList(QWidget):
    """Deleted things, newest first.

    Signals:
        noted: others are shown; ``note_words`` tells how many.
    """

    noted = Signal()

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self.note_words = ""
        self._words = ""
        self._is_read = False
        self._finder = Finder(())
        self._places: dict[tuple[str, int], int] = {}
        self.model: TableModel[Deleted] = TableModel(
            _columns(), key=lambda one: (one.record, one.record_id), parent=self
        )
        self.table = Table(self.model, workspace.memory, "deleted", sortable=False)
        self.table.setAccessibleName("已删除的内容")
        self.restore_button = button("恢复", self._restore, role="primary")
        self.restore_button.setToolTip("连同一起删除的内容恢复；之后的改动不受影响（Enter）")
        self.more = button("更早的…", self._read_more, role="link")
        self.table.selection_changed.connect(self._show_verbs)
        if not workspace.readonly:
            self.table.opened.connect(lambda _row: self._restore())
        self._lay_out()
        self._show_verbs()

    def forget(self) -> None:
        """What is shown may no longer hold."""
        self._is_read = False

    def read(self) -> None:
        """Read what was deleted, when it isn't known."""
        if not self._is_read:
            self._read(before=None)

    def search(self, words: str) -> None:
        """Keep what is named so."""
        self._words = words
        self._filter()

    def _lay_out(self) -> None:
        full = QWidget()
        column = QVBoxLayout(full)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(8))
        column.addWidget(self.table, 1)
        column.addLayout(row(self.restore_button, self.more, None))
        self._stack = QStackedLayout(self)
        self._stack.setContentsMargins(0, px(12), 0, 0)
        self._stack.addWidget(full)
        self._stack.addWidget(
            EmptyState(
                "trash", "没有删除过什么。删除的任务、清单项、问题和单位，以后都可以在这里恢复。"
            )
        )

    def _read(self, *, before: int | None) -> None:
        ledger, held = self.workspace.ledger, self.model.rows if before else ()

        def show(found: tuple[Deleted, ...]) -> None:
            self._is_read = True
            self._show((*held, *found), more=bool(found) and found != ())

        run_service(
            self,
            self.workspace,
            lambda _monitor: deleted.list_deleted(ledger, before=before, steps=_PORTION),
            done=show,
            title="正在读取…",
            changes=False,
        )

    def _show(self, rows: tuple[Deleted, ...], *, more: bool) -> None:
        self._finder = Finder((n, f"{one.kind} {one.name} {one.who}") for n, one in enumerate(rows))
        self._places = {_key(one): place for place, one in enumerate(rows)}
        self.model.set_rows(rows)
        steps = {one.operation_id for one in rows}
        self.more.setVisible(more and len(steps) >= _PORTION)
        self._stack.setCurrentIndex(0 if rows else 1)
        self._filter()

    def _filter(self) -> None:
        found = self._finder.find(self._words) if self._words else None
        self.table.order.keep(lambda one: found is None or self._places[_key(one)] in found)
        if self.table.order.rowCount() and not self.table.selected_rows():
            select_only(self.table, 0)
        self.note_words = f"{self.table.order.rowCount()} 项可恢复"
        self.noted.emit()
        self._show_verbs()

    def _read_more(self) -> None:
        if self.model.rows:
            self._read(before=self.model.rows[-1].operation_id)

    def _show_verbs(self) -> None:
        self.restore_button.setEnabled(
            bool(self.table.selected_rows()) and not self.workspace.readonly
        )

    def _restore(self) -> None:
        rows: tuple[Deleted, ...] = self.table.selected_rows()
        if not rows:
            return
        one, ledger = rows[0], self.workspace.ledger
        run_service(
            self,
            self.workspace,
            lambda _monitor: deleted.restore(ledger, one.operation_id, one.record, one.record_id),
            failed=lambda error: self.workspace.complain(error.message),
            title="正在恢复…",
            say=_words,
        )


def _words(result: UndoResult) -> str:
    return undo_words("已", result).replace("已：恢复", "已恢复", 1)


def _key(one: Deleted) -> tuple[str, int]:
    return one.record, one.record_id


def _parts(one: Deleted) -> str:
    return one.parts


def _columns() -> tuple[Column[Deleted], ...]:
    return (
        Column("at", "删除时间", lambda one: stamp(one.at), 128, muted=True),
        Column("kind", "类别", lambda one: one.kind, 96),
        Column("name", "名称", lambda one: one.name, 240, stretch=True, tip=lambda one: one.name),
        Column("parts", "一起删除的", lambda one: one.parts, 300, muted=True, spare=1, tip=_parts),
        Column("who", "经办", lambda one: one.who, 96, muted=True, spare=2),
    )
