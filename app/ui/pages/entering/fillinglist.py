"""The list beside the filling form: which tasks, each with its light, its words, if filled."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QTableView
from typing_extensions import override

from app.models.rules.pace import State
from app.ui.itemmodels.cells import paint_ground
from app.ui.itemmodels.columns import Role
from app.ui.style import Ink, light_mark, paint_mark, px
from app.ui.targets import one_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.models.views import TaskView

Index = QModelIndex | QPersistentModelIndex
_WIDTH, _ROW = 272, 32
_FINISHED = (State.DONE, State.DONE_LATE)


def tasks_to_fill(tasks: Sequence[TaskView], *, keep: int | None = None) -> tuple[TaskView, ...]:
    """Our tasks that a return asks progress of: open ones, and those filled already."""
    return tuple(
        task
        for task in tasks
        if task.id == keep
        or (task.ours == "yes" and (task.has_progress or task.judgement.state not in _FINISHED))
    )


class FillingList(QTableView):
    """A list that looks at nothing but the lines in view, however many there are."""

    def __init__(self, model: QAbstractItemModel) -> None:
        super().__init__()
        self.setAccessibleName("要填的任务")
        self.setModel(model)
        self.setItemDelegate(LineDelegate(self))
        self.setFixedWidth(px(_WIDTH))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setShowGrid(False)
        self.setEditTriggers(QTableView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        self.horizontalHeader().hide()
        self.horizontalHeader().setStretchLastSection(True)
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(px(_ROW))
        self.verticalHeader().setDefaultSectionSize(px(_ROW))


class LineDelegate(QStyledItemDelegate):
    """One task of the list: its light, its words on one line, and whether it is filled."""

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        task: TaskView = index.data(Role.ROW)
        paint_ground(painter, option)
        box, side = QRectF(option.rect), px(11)
        painter.save()
        middle = box.center().y()
        mark = light_mark(task.judgement.state)
        paint_mark(painter, mark, QRectF(box.left() + px(12), middle - side / 2, side, side))
        words = box.adjusted(px(32), 0, -px(32), 0)
        painter.setFont(option.font)
        painter.setPen(QColor((Ink.MUTED if task.has_progress else Ink.TEXT).value))
        text = one_line(task.text)
        text = option.fontMetrics.elidedText(text, Qt.TextElideMode.ElideRight, int(words.width()))
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
        if task.has_progress:
            place = QRectF(box.right() - px(24), middle - side / 2, side, side)
            paint_mark(painter, light_mark(State.DONE), place)
        painter.setPen(QPen(QColor(Ink.HAIRLINE.value), 1))
        painter.drawLine(option.rect.bottomLeft(), option.rect.bottomRight())
        painter.restore()
