"""The table of the task page: groups that fold, rows of two lines, columns that give way."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QMenu, QWidget
from typing_extensions import override

from app.models.views import TaskView
from app.ui.itemmodels.columns import Role
from app.ui.itemmodels.grouped import GroupedModel, row_key
from app.ui.itemmodels.grouping import Group
from app.ui.itemmodels.taskcells import TaskDelegate
from app.ui.style import ROW_HEIGHT, body_font, px
from app.ui.tables import Table
from app.ui.targets import one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence

    from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QKeyEvent

    from app.ui.memory import Memory

TWO_LINES = 48
_PROOFS = frozenset(
    {".jpg", ".jpeg", ".png", ".bmp", ".gif", ".webp", ".heic", ".pdf", ".ofd", ".mp4", ".zip"}
)
_SHAPE_WIDTH = 52
_FIT_AFTER_MS = 30


class TaskTable(Table):
    """The grouped table. Space finishes, Enter opens, Left and Right fold a group row.

    Signals:
        files_dropped: a task and the paths of files dropped on its row.
    """

    files_dropped = Signal(object, object)

    def __init__(
        self, model: GroupedModel, memory: Memory, *, parent: QWidget | None = None
    ) -> None:
        self._grouped = model
        self._widths: dict[str, float] = {}
        self._metrics = QFontMetricsF(body_font())
        self._heights_later = QTimer(singleShot=True, interval=_FIT_AFTER_MS)
        self._hidden = set(memory.text("tasks/hidden", "lead acceptance score").split())
        self._text_at = model.column_of("text")
        self._light_width = 0
        super().__init__(model, memory, "tasks", sortable=False, parent=parent)
        delegate = TaskDelegate(self)
        delegate.entered_for_all.connect(self._save_for_all)
        self.setItemDelegate(delegate)
        self.setAcceptDrops(True)
        self._heights_later.timeout.connect(self.fit_heights)
        self.finish: Callable[[tuple[TaskView, ...]], object] | None = None
        self.clicked.connect(self._on_clicked)
        header = self.horizontalHeader()
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(self._show_column_menu)
        for signal in (model.modelReset, model.rowsInserted, model.rowsRemoved, model.dataChanged):
            signal.connect(lambda *_: self._lay_out_rows())

    def show_groups(self, groups: Sequence[Group], *, stay: bool = True) -> None:
        """Show these groups; selection and cursor stay with their tasks.

        Args:
            groups: with their tasks.
            stay: keep the place scrolled to, else go to the cursor, after another grouping.
        """
        keys = [row_key(row) for row in self.selected_rows()]
        current, column = self._cursor()
        scrolled = self.verticalScrollBar().value()
        before = [row_key(row) for row in self._grouped.rows]
        self._grouped.set_groups(groups)
        if before != [row_key(row) for row in self._grouped.rows]:
            self.fit_heights()
            self._restore(keys, current, column)
            if stay:
                self.verticalScrollBar().setValue(scrolled)
            else:
                self.scrollTo(self.currentIndex(), self.ScrollHint.PositionAtCenter)

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
        """Give rows whose text does not fit on one line the height for two."""
        header = self.verticalHeader()
        room = self.columnWidth(self._text_at) - px(22)
        low, high = px(ROW_HEIGHT), px(TWO_LINES)
        for place, row in enumerate(self._grouped.rows):
            tall = isinstance(row, TaskView) and self._text_width(row) > room
            height = high if tall else low
            if header.sectionSize(place) != height:
                header.resizeSection(place, height)

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
        super().keyPressEvent(event)

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

    def _save_for_all(self, text: str) -> None:
        column = self._current_column()
        if column:
            column.save(self.selected_rows(), text)

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

    def _lay_out_rows(self) -> None:
        self.clearSpans()
        columns = len(self._grouped.columns)
        for place, row in enumerate(self._grouped.rows):
            if isinstance(row, Group):
                self.setSpan(place, 0, 1, columns)
        self._heights_later.start()

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

    def _first_task(self) -> Hashable:
        tasks = (row.id for row in self._grouped.rows if isinstance(row, TaskView))
        return next(tasks, None)

    def _restore(self, keys: Sequence[Hashable], current: Hashable, column: str) -> None:
        places = {row_key(row): place for place, row in enumerate(self._grouped.rows)}
        selection = self.selectionModel()
        flags = selection.SelectionFlag
        if current not in places:
            current, column = self._first_task(), "text"
        if current in places:
            index = self.order.index(places[current], self._grouped.column_of(column))
            selection.setCurrentIndex(index, flags.NoUpdate)
        for key in keys:
            if key in places:
                selection.select(self.order.index(places[key], 0), flags.Select | flags.Rows)

    @override
    def _fit(self) -> None:
        """Hide what the clerk has put away, then spare columns until the text has its room."""
        if self._fitting or self.model() is None:
            return
        self._fitting = True
        wanted = [n for n, column in enumerate(self._columns) if column.key not in self._hidden]
        for place in range(len(self._columns)):
            self.setColumnHidden(place, place not in wanted)
        spare = sorted(
            (n for n in wanted if self._columns[n].spare), key=lambda n: self._columns[n].spare
        )
        room = self.viewport().width()
        while spare and self._width_wanted() > room:
            self.setColumnHidden(spare.pop(), True)
        self._squeeze_light(room)
        least = px(self._columns[self._text_at].width)
        self.setColumnWidth(self._text_at, max(room - self._width_wanted() + least, least))
        self._fitting = False
        self._heights_later.start()

    def _squeeze_light(self, room: int) -> None:
        """In the narrowest table the light stands as its shape alone; the tooltip says the rest."""
        at = self._grouped.column_of("light")
        if self._light_width:
            self.setColumnWidth(at, self._light_width)
            self._light_width = 0
        if self._width_wanted() > room:
            self._light_width = self.columnWidth(at)
            self.setColumnWidth(at, px(_SHAPE_WIDTH))

    @override
    def _save_layout(self) -> None:
        if not self._light_width:
            super()._save_layout()

    def _show_column_menu(self, at: QPoint) -> None:
        """Choose which columns are shown."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for column in self._grouped.columns:
            if column.key != "text":
                action = menu.addAction(column.title)
                action.setCheckable(True)
                action.setChecked(column.key not in self._hidden)
                action.toggled.connect(lambda on, key=column.key: self._choose_column(key, on=on))
        menu.popup(self.horizontalHeader().mapToGlobal(at))

    def _choose_column(self, key: str, *, on: bool) -> None:
        (self._hidden.discard if on else self._hidden.add)(key)
        self._memory.keep("tasks/hidden", " ".join(sorted(self._hidden)))
        self._fit()


def _proofs(event: QDropEvent) -> tuple[Path, ...]:
    """The files of a drop that are proof by their kind; a list is left to the import."""
    paths = tuple(Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile())
    proof = paths and all(path.suffix.lower() in _PROOFS for path in paths)
    return paths if proof else ()
