"""One step on the way to 销号: its dot on the line, its days, its proof."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
)
from typing_extensions import override

from app.models.rules.pace import State
from app.ui.controls import ElidedLabel, button, clear, label, row
from app.ui.dropped import dropped_paths
from app.ui.icons import icon
from app.ui.problems.dayline import DayLine
from app.ui.style import Ink, light_mark, paint_mark, px

if TYPE_CHECKING:
    from datetime import date

    from PySide6.QtGui import QDragEnterEvent, QDropEvent, QPaintEvent

    from app.models.registers import StepView
    from app.models.views import EvidenceView

_DOT, _RAIL, _NAME = 16, 28, 232
_LACKS = "缺佐证"


class StepDot(QCheckBox):
    """The dot of a step on the line from first to last; Space or a click ticks it."""

    def __init__(self) -> None:
        super().__init__()
        self.current, self.first, self.last = False, False, False
        self.setFixedWidth(px(_RAIL))
        self.setMinimumHeight(px(32))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)

    @override
    def sizeHint(self) -> QSize:
        return QSize(px(_RAIL), px(32))

    @override
    def hitButton(self, position: object) -> bool:
        del position
        return True

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = px(_DOT)
        middle = QPointF(self.width() / 2, px(16))
        painter.setPen(QPen(QColor(Ink.EDGE.value), max(1, px(1.5))))
        if not self.first:
            painter.drawLine(QPointF(middle.x(), 0), QPointF(middle.x(), middle.y() - side / 2))
        if not self.last:
            end = QPointF(middle.x(), self.height())
            painter.drawLine(QPointF(middle.x(), middle.y() + side / 2), end)
        self._paint_dot(painter, QRectF(middle.x() - side / 2, middle.y() - side / 2, side, side))

    def _paint_dot(self, painter: QPainter, box: QRectF) -> None:
        done, lit = self.isChecked(), self.current or self.hasFocus()
        edge = Ink.ACCENT if done or lit else Ink.EDGE
        painter.setPen(QPen(QColor(edge.value), max(1, px(2 if lit else 1.5))))
        painter.setBrush(QColor((Ink.ACCENT_TINT if done else Ink.SURFACE).value))
        painter.drawEllipse(box.adjusted(1, 1, -1, -1))
        if done:
            inset = box.width() * 0.22
            tick = light_mark(State.DONE)
            paint_mark(painter, tick, box.adjusted(inset, inset, -inset, -inset))
        if self.hasFocus():
            painter.setPen(QPen(QColor(Ink.ACCENT.value), 1, Qt.PenStyle.DotLine))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(box.adjusted(-px(3), -px(3), px(3), px(3)))


class StepRow(QFrame):
    """A step with everything that can be done to it; files dropped on it are its proof.

    Signals:
        ticked: finish it, or take it back.
        done_picked: another day of finishing, None to take it back.
        due_picked: another planned day, or None.
        noted: other notes.
        files_wanted: choose files as proof.
        files_dropped: paths dropped here.
        file_opened: a proof file's number.
        file_removed: a proof file's number.
        refused: a sentence for what was typed.
    """

    ticked = Signal(bool)
    done_picked = Signal(object)
    due_picked = Signal(object)
    noted = Signal(str)
    files_wanted = Signal()
    files_dropped = Signal(object)
    file_opened = Signal(int)
    file_removed = Signal(int)
    refused = Signal(str)

    def __init__(self, *, readonly: bool) -> None:
        super().__init__()
        self._readonly = readonly
        self._files: tuple[EvidenceView, ...] | None = None
        self._notes = ""
        self.setAcceptDrops(not readonly)
        self.dot = StepDot()
        self.name = ElidedLabel()
        self.tag = label("", "small")
        self.due, self.done = DayLine("计划日期"), DayLine("完成日期")
        self.add = QToolButton()
        self.add.setIcon(icon("clip"))
        self.add.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.add.clicked.connect(self.files_wanted.emit)
        self.notes = QLineEdit()
        self.notes.setProperty("role", "quiet")
        self.notes.setPlaceholderText("说明（可不填）")
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        self._connect()
        self._lay_out()
        self.dot.setEnabled(not readonly)
        self.add.setVisible(not readonly)
        for line in (self.due, self.done, self.notes):
            line.setReadOnly(readonly)

    def show_step(
        self,
        step: StepView,
        files: tuple[EvidenceView, ...],
        *,
        current: bool,
        ends: tuple[bool, bool],
        before: date | None,
        year: int,
    ) -> None:
        """Show a step; the same step again after a change.

        Args:
            step: the step.
            files: its proof.
            current: it is the one at hand.
            ends: whether it is the first and the last.
            before: the day the step before it was done, to tell a day that can't be right.
            year: the year of a day typed without one.
        """
        self.dot.current = current
        self.dot.first, self.dot.last = ends
        self.dot.setChecked(step.done_on is not None)
        self.dot.setAccessibleName(f"{step.name}，{'已完成' if step.done_on else '未完成'}")
        self.dot.setToolTip("完成这一步（空格）" if step.done_on is None else "取消完成（空格）")
        self.dot.update()
        self.name.setText(step.name)
        _dress(self.name, "heading" if current else "")
        self._show_tag(step, before)
        for line, day, what in (
            (self.due, step.due, "计划日期"),
            (self.done, step.done_on, "完成日期"),
        ):
            line.year = year
            line.show_day(day)
            line.setAccessibleName(f"{step.name}{what}")
        self.add.setAccessibleName(f"给“{step.name}”添加佐证")
        self.add.setToolTip("添加佐证，也可以把文件拖到这一步上")
        self._show_notes(step, current=current)
        self._show_files(files)

    def leave(self) -> None:
        """Save what was typed."""
        text = self.notes.text().strip()
        if text != self._notes and not self._readonly:
            self._notes = text
            self.noted.emit(text)

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped_paths(event.mimeData()):
            event.acceptProposedAction()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        paths = dropped_paths(event.mimeData())
        if paths:
            event.acceptProposedAction()
            self.files_dropped.emit(paths)

    def _show_tag(self, step: StepView, before: date | None) -> None:
        words = ""
        if step.later is not None:
            words = f"{step.later:%Y-%m-%d} 完成，晚于截至日"
        elif step.lacks_proof:
            words = _LACKS if step.done_on else "须有佐证"
        if step.done_on and before and step.done_on < before:
            words = f"{words}　完成日期早于上一步".strip()
        self.tag.setText(words)
        _dress(self.tag, "fault" if words.startswith(_LACKS) else "small")
        self.tag.setVisible(bool(words))

    def _show_notes(self, step: StepView, *, current: bool) -> None:
        if not (self.notes.hasFocus() and self.notes.text() != self._notes):
            self._notes = step.notes
            self.notes.setText(step.notes)
            self.notes.setCursorPosition(0)
        self.notes.setAccessibleName(f"{step.name}说明")
        writing = current and not self._readonly
        self.notes.setVisible(bool(step.notes) or writing or self.notes.hasFocus())

    def _show_files(self, files: tuple[EvidenceView, ...]) -> None:
        if files == self._files:
            return
        self._files = files
        clear(self._list)
        for file in files:
            number = file.id
            shown = self.fontMetrics().elidedText(
                file.file_name, Qt.TextElideMode.ElideMiddle, px(_NAME)
            )
            look = button(shown, partial(self.file_opened.emit, number), role="link")
            look.setToolTip(f"打开“{file.file_name}”")
            off = button("移除", partial(self.file_removed.emit, number), role="link")
            off.setAccessibleName(f"移除“{file.file_name}”")
            if self._readonly:  # to show it here, before it has its place, would flash a window
                off.hide()
            self._list.addLayout(row(look, off, None))

    def _connect(self) -> None:
        self.dot.clicked.connect(lambda: self.ticked.emit(self.dot.isChecked()))
        self.due.picked.connect(self.due_picked.emit)
        self.done.picked.connect(self.done_picked.emit)
        for line in (self.due, self.done):
            line.refused.connect(self.refused.emit)
        self.notes.editingFinished.connect(self.leave)

    def _lay_out(self) -> None:
        head = row(self.name, None, self.due, self.done, self.add, spacing=4)
        body = QVBoxLayout()
        body.setContentsMargins(0, 0, 0, px(4))
        body.setSpacing(0)
        body.addLayout(head)
        body.addWidget(self.tag)
        body.addWidget(self.notes)
        body.addLayout(self._list)
        body.addStretch(1)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(px(4))
        outer.addWidget(self.dot)
        outer.addLayout(body, 1)


def _dress(words: QLabel, role: str) -> None:
    """Give words another role; dressing anew costs, so those that keep theirs are left alone."""
    if words.property("role") != role:
        words.setProperty("role", role)
        words.style().polish(words)
