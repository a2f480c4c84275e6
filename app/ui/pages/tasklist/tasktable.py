"""The table of the task page: groups that fold, rows of two lines, columns that give way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelection, QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QFontMetricsF
from typing_extensions import override

from app.models.views import TaskView
from app.ui.dropped import dropped_paths
from app.ui.itemmodels.columns import Role
from app.ui.itemmodels.grouped import GroupedModel, row_key
from app.ui.itemmodels.grouping import Group
from app.ui.itemmodels.taskcells import TaskDelegate
from app.ui.style import ROW_HEIGHT, body_font, px
from app.ui.tables import Table
from app.ui.targets import one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence
    from pathlib import Path

    from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QKeyEvent
    from PySide6.QtWidgets import QAbstractItemView, QWidget

    from app.ui.itemmodels.columns import Column
    from app.ui.memory import Memory

TWO_LINES = 48
_PROOFS = frozenset(
    {".jpg", ".jpeg", ".png", ".bmp", ".gif", ".webp", ".heic", ".pdf", ".ofd", ".mp4", ".zip"}
)
_COMMANDS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
_FIT_AFTER_MS = 30


class TaskTable(Table):
    """The grouped table of cells. Space finishes, Enter opens, Left and Right fold a group row.

    Signals:
        files_dropped: a task and the paths of files dropped on its row.
    """

    files_dropped = Signal(object, object)

    def __init__(
        self, model: GroupedModel, memory: Memory, *, parent: QWidget | None = None
    ) -> None:
        self._grouped = model
        self._was_reset = self._fitting = False
        self._widths: dict[str, float] = {}
        self._metrics = QFontMetricsF(body_font())
        self._heights_later = QTimer(singleShot=True, interval=_FIT_AFTER_MS)
        super().__init__(model, memory, "tasks", cells=True, parent=parent)
        self.setAccessibleName("任务")
        self.setItemDelegate(TaskDelegate(self))
        self.setAcceptDrops(True)
        self._heights_later.timeout.connect(self.fit_heights)
        self.finish: Callable[[tuple[TaskView, ...]], object] | None = None
        self.clicked.connect(self._on_clicked)
        self.layout_of_columns.fitted.connect(self._heights_later.start)
        self.verticalScrollBar().valueChanged.connect(lambda _: self.fit_heights())
        self.selectionModel().currentRowChanged.connect(self._mark_row)
        for signal in (self.order.modelReset, self.order.rowsInserted, self.order.rowsRemoved):
            signal.connect(lambda *_: self._lay_out_rows())
        self.order.dataChanged.connect(lambda *_: self._heights_later.start())
        header = self.horizontalHeader()
        header.sortIndicatorChanged.connect(self._sort)
        self._sort(header.sortIndicatorSection(), header.sortIndicatorOrder())

    def show_groups(self, groups: Sequence[Group], *, stay: bool = True) -> None:
        """Show these groups; selection and cursor stay with their tasks.

        Args:
            groups: with their tasks.
            stay: keep the place scrolled to, else go to the cursor, after another grouping.
        """
        self._change_rows(lambda: self._grouped.set_groups(groups), stay=stay)

    def show_columns(self, columns: Sequence[Column[TaskView]]) -> None:
        """Show the same tasks under other columns."""
        current, column = self._cursor()
        self._grouped.set_columns(columns)
        self._restore((), current, column)

    def fold_all(self, *, folded: bool) -> None:
        """Fold all groups away, or show all rows."""
        self._grouped.fold_all(folded=folded)

    def current_column_key(self) -> str:
        """The column the cursor stands in, by its key; empty before there is a cursor."""
        at = self.currentIndex().column()
        return self._grouped.columns[at].key if at >= 0 else ""

    def show_task(self, task_id: int, *, column: str = "text") -> bool:
        """Put the cursor on a task, unfolding its group; False when the filter hides it."""
        group = self._grouped.group_of(task_id)
        if group is None:
            return False
        self._grouped.fold(group.key, folded=False)
        return self.select_key(task_id, column=column)

    def current_task(self) -> TaskView | None:
        """The task the cursor stands on."""
        row = self.current_row()
        return row if isinstance(row, TaskView) else None

    def fit_heights(self) -> None:
        """Give rows in view whose text does not fit on one line the height for two."""
        first, rows = self.rowAt(0), self._grouped.rows
        if self._fitting or first < 0:
            return
        self._fitting = True
        header = self.verticalHeader()
        room = self.columnWidth(self._grouped.column_of("text")) - px(22)
        low, high = px(ROW_HEIGHT), px(TWO_LINES)
        left = self.viewport().height() + high
        for place in range(first, len(rows)):
            row = rows[place]
            tall = isinstance(row, TaskView) and self._text_width(row) > room
            height = high if tall else low
            if header.sectionSize(place) != height:
                header.resizeSection(place, height)
            left -= height
            if left < 0:
                break
        self._fitting = False

    @override
    def may_select(self, place: int) -> bool:
        return isinstance(self._grouped.rows[place], TaskView)

    @override
    def moveCursor(
        self,
        action: QAbstractItemView.CursorAction,
        modifiers: Qt.KeyboardModifier,
    ) -> QModelIndex:
        """While a block grows by Shift and an arrow, the heads of groups are passed over."""
        index = super().moveCursor(action, modifiers)
        if modifiers & Qt.KeyboardModifier.ShiftModifier and index.isValid():
            down = 1 if index.row() > self.currentIndex().row() else -1
            row, column = index.row(), self.currentIndex().column()
            while 0 <= row < len(self._grouped.rows) and not self.may_select(row):
                row += down
                index = self.order.index(row, column)
        return index if index.isValid() else self.currentIndex()

    @override
    def tick_selected(self) -> bool:
        if self.finish is None:
            return False
        self.finish(tuple(row for row in self.selected_rows() if isinstance(row, TaskView)))
        return True

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self.current_row()
        if isinstance(row, Group) and self._fold_by_key(row, event.key()):
            event.accept()
            return
        reason = self._why_not(event)
        if reason:
            event.accept()
            self.refused.emit(f"{reason}。")
            return
        super().keyPressEvent(event)

    def _why_not(self, event: QKeyEvent) -> str:
        """Why what is typed into this cell can't be taken; empty where it can."""
        index, text = self.currentIndex(), event.text()
        begins = event.key() == Qt.Key.Key_F2 or (text.isprintable() and text.strip())
        if not index.isValid() or not begins or event.modifiers() & _COMMANDS:
            return ""
        return self.work.why_not(index.row(), index.column())

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _proofs(event):
            event.acceptProposedAction()
        else:
            event.ignore()

    @override
    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        row = self.indexAt(event.position().toPoint()).data(Role.ROW)
        if isinstance(row, TaskView) and _proofs(event):
            event.acceptProposedAction()
        else:
            event.ignore()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        row, paths = self.indexAt(event.position().toPoint()).data(Role.ROW), _proofs(event)
        if isinstance(row, TaskView) and paths:
            event.acceptProposedAction()
            self.files_dropped.emit(row, paths)

    def _fold_by_key(self, group: Group, key: int) -> bool:
        folded = group.key in self._grouped.folded
        match key:
            case Qt.Key.Key_Space | Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self._grouped.fold(group.key, folded=not folded)
            case Qt.Key.Key_Left if not folded:
                self._grouped.fold(group.key, folded=True)
            case Qt.Key.Key_Right if folded:
                self._grouped.fold(group.key, folded=False)
            case Qt.Key.Key_F2 | Qt.Key.Key_Delete | Qt.Key.Key_Left | Qt.Key.Key_Right:
                return True
            case _:
                return False
        return True

    def _on_clicked(self, index: QModelIndex) -> None:
        row = self.order.row_at(index)
        if isinstance(row, Group):
            self._grouped.fold(row.key, folded=row.key not in self._grouped.folded)

    @override
    def _on_double_clicked(self, index: QModelIndex) -> None:
        if not isinstance(self.order.row_at(index), Group):
            super()._on_double_clicked(index)

    def _sort(self, place: int, order: Qt.SortOrder) -> None:
        """Sort inside the groups, as the head was clicked; a third click gives back the list's."""
        columns = self._grouped.columns
        key = columns[place].key if 0 <= place < len(columns) else ""
        backwards = order == Qt.SortOrder.DescendingOrder
        self._change_rows(lambda: self._grouped.sort_tasks(key, backwards=backwards), stay=False)

    def _change_rows(self, change: Callable[[], object], *, stay: bool) -> None:
        """Let other rows come in; selection and cursor stay with their tasks."""
        chosen, only_cells = self._chosen(), self._only_cells
        current, column = self._cursor()
        scrolled, stood = self.verticalScrollBar().value(), self.currentIndex().row()
        self._was_reset = False
        change()
        if not self._was_reset:
            return
        if stay and current is not None and self._grouped.row_of(current) is None:
            current = self._task_near(stood)  # deleted, or out of the filter: go on from there
        self._restore(chosen, current, column)
        self._only_cells = only_cells
        if stay:
            self.verticalScrollBar().setValue(scrolled)
        else:
            self.scrollTo(self.currentIndex(), self.ScrollHint.PositionAtCenter)
        self.fit_heights()

    def _lay_out_rows(self) -> None:
        self._was_reset = True
        self.clearSpans()
        columns = len(self._grouped.columns)
        for place, row in enumerate(self._grouped.rows):
            if isinstance(row, Group):
                self.setSpan(place, 0, 1, columns)
        self._heights_later.start()

    def _mark_row(self, current: QModelIndex, previous: QModelIndex) -> None:
        """The row of the cursor is tinted: draw it and the one it left."""
        for index in (current, previous):
            top = self.rowViewportPosition(index.row()) if index.isValid() else -1
            height = self.rowHeight(index.row())
            self.viewport().update(0, top, self.viewport().width(), height)

    def _text_width(self, task: TaskView) -> float:
        text = task.text
        if text not in self._widths:
            self._widths[text] = self._metrics.horizontalAdvance(one_line(text))
        return self._widths[text] + (px(64) if task.ours != "yes" else 0)

    def _cursor(self) -> tuple[Hashable, str]:
        index, row = self.currentIndex(), self.current_row()
        if row is None:
            return None, ""
        return row_key(row), self._grouped.columns[index.column()].key

    def _task_near(self, place: int) -> Hashable:
        """The task that stands at a place now, or the nearest below it, or above."""
        rows = self._grouped.rows
        around = (*range(place, len(rows)), *range(min(place, len(rows)) - 1, -1, -1))
        tasks = (rows[at] for at in around if at >= 0)
        return next((row.id for row in tasks if isinstance(row, TaskView)), None)

    def _first_task(self) -> Hashable:
        tasks = (row.id for row in self._grouped.rows if isinstance(row, TaskView))
        return next(tasks, None)

    def _chosen(self) -> list[tuple[list[Hashable], int, int]]:
        """The selected blocks by the keys of their rows, to be found again among other rows."""
        rows = self._grouped.rows
        return [
            (
                [row_key(row) for row in rows[part.top() : part.bottom() + 1]],
                part.left(),
                part.right(),
            )
            for part in self.selectionModel().selection().toList()
        ]

    def _restore(
        self,
        chosen: Sequence[tuple[Sequence[Hashable], int, int]],
        current: Hashable,
        column: str,
    ) -> None:
        row_of = self._grouped.row_of
        selection = self.selectionModel()
        flags = selection.SelectionFlag
        place = row_of(current) if current is not None else None
        if place is None:
            current, column = self._first_task(), "text"
            place = row_of(current) if current is not None else None
        columns = [held.key for held in self._grouped.columns]
        if place is not None:
            at = columns.index(column) if column in columns else columns.index("text")
            selection.setCurrentIndex(self.order.index(place, at), flags.NoUpdate)
        again = QItemSelection()
        for keys, left, right in chosen:
            found = sorted(row for key in keys if (row := row_of(key)) is not None)
            for top, bottom in _runs(found):
                last = min(right, len(columns) - 1)
                again.select(self.order.index(top, left), self.order.index(bottom, last))
        if again.isEmpty() and self.currentIndex().isValid():
            again.select(self.currentIndex(), self.currentIndex())
        selection.select(again, flags.Select)


def _proofs(event: QDropEvent) -> tuple[Path, ...]:
    """The files of a drop that are proof by their kind; a list is left to the import."""
    paths = dropped_paths(event.mimeData())
    proof = paths and all(path.suffix.lower() in _PROOFS for path in paths)
    return paths if proof else ()


def _runs(places: Sequence[int]) -> list[tuple[int, int]]:
    """Sorted places as runs without a gap, first and last."""
    runs: list[tuple[int, int]] = []
    for place in places:
        if runs and runs[-1][1] == place - 1:
            runs[-1] = (runs[-1][0], place)
        else:
            runs.append((place, place))
    return runs
