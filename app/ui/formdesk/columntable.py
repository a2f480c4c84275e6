"""The columns of a format as a table: one row each, edited in place, dragged into their order."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QMimeData, QPoint, Qt, Signal
from PySide6.QtGui import QColor, QDrag, QPainter, QPen
from typing_extensions import override

from app.reports.formats.catalogue import SPREAD
from app.reports.formats.fieldwords import field_word
from app.ui.formdesk.templates import from_words, in_words, typed
from app.ui.itemmodels.columns import Column as Shown
from app.ui.itemmodels.columns import for_reading
from app.ui.itemmodels.table import TableModel
from app.ui.style import Ink
from app.ui.tables import Table

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from PySide6.QtGui import (
        QDragEnterEvent,
        QDragLeaveEvent,
        QDragMoveEvent,
        QDropEvent,
        QPaintEvent,
    )

    from app.reports.formats.format import Column, Format
    from app.ui.workspace import Workspace

ALIGNS = {"左": "left", "中": "center", "右": "right"}
_CARRIED = "application/x-gongjian-column"
_LEVELS = " / "
_WIDEST = 500


@dataclass(frozen=True, slots=True)
class ColumnRow:
    """One column of the format, its place from 0, how wide it prints, and what is said of it."""

    at: int
    column: Column
    rows: str
    millimetres: float
    remark: str = ""

    @property
    def upper(self) -> str:
        """The headings above its own, the outermost first."""
        return _LEVELS.join(_flat(part) for part in self.column.head[:-1])

    @property
    def head(self) -> str:
        """Its own heading on one line; a family's stands for all its keys."""
        last = self.column.head[-1]
        return "（各项名称）" if last == SPREAD else _flat(last)


class ColumnTable(Table):
    """The columns from left to right as rows from top to bottom.

    Signals:
        changed: a column is another now: its place and the column.
        moved_to: rows were dropped: their places, and before which place.
        complained: what was typed can't be, in a sentence.
    """

    changed = Signal(int, object)
    moved_to = Signal(object, int)
    complained = Signal(str)

    def __init__(self, workspace: Workspace) -> None:
        columns = self._columns()
        self._held: TableModel[ColumnRow] = TableModel(
            for_reading(columns) if workspace.readonly else columns, key=lambda row: row.at
        )
        super().__init__(self._held, workspace.memory, "design-columns", sortable=False)
        self._held.setParent(self)
        self._line: int | None = None
        self.setAccessibleName("报表的栏目")
        self.setDragEnabled(not workspace.readonly)
        self.setAcceptDrops(not workspace.readonly)

    def show_format(self, fmt: Format, widths: Sequence[float], remarks: Mapping[int, str]) -> None:
        """Show the columns of a format, with what is said of them."""
        known = widths if len(widths) == len(fmt.columns) else ()
        self._held.set_rows([
            ColumnRow(at, column, fmt.rows, known[at] if known else 0.0, remarks.get(at, ""))
            for at, column in enumerate(fmt.columns)
        ])  # fmt: skip

    def places(self) -> tuple[int, ...]:
        """The places of the columns chosen."""
        return tuple(row.at for row in self.selected_rows())

    def select_places(self, first: int, last: int) -> None:
        """Choose the columns from one place to another."""
        if self.select_key(first, column="head") and last > first:
            self.selectionModel().setCurrentIndex(
                self.order.index(first, max(self.currentIndex().column(), 0)),
                self.selectionModel().SelectionFlag.NoUpdate,
            )
            for at in range(first + 1, last + 1):
                flags = self.selectionModel().SelectionFlag
                self.selectionModel().select(self.order.index(at, 0), flags.Select | flags.Rows)

    @override
    def startDrag(self, _actions: Qt.DropAction) -> None:
        drag, carried = QDrag(self), QMimeData()
        carried.setData(_CARRIED, b"")
        drag.setMimeData(carried)
        drag.exec(Qt.DropAction.MoveAction)
        self._mark(None)

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        self._judge(event)

    @override
    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        self._judge(event)
        self._mark(self._gap_at(event.position().toPoint()))

    @override
    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._mark(None)

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        if event.mimeData().hasFormat(_CARRIED):
            event.acceptProposedAction()
            self._mark(None)
            self.moved_to.emit(self.places(), self._gap_at(event.position().toPoint()))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._line is None:
            return
        last = self.order.rowCount() - 1
        at = self.rowViewportPosition(min(self._line, last))
        y = at + (self.rowHeight(last) if self._line > last else 0)
        painter = QPainter(self.viewport())
        painter.setPen(QPen(QColor(Ink.ACCENT.value), 2))
        painter.drawLine(QPoint(0, y), QPoint(self.viewport().width(), y))

    def _judge(self, event: QDragMoveEvent) -> None:
        if event.mimeData().hasFormat(_CARRIED) and event.source() is self:
            event.acceptProposedAction()
        else:
            event.ignore()

    def _gap_at(self, point: QPoint) -> int:
        """The place before which rows would be dropped."""
        row = self.rowAt(point.y())
        if row < 0:
            return self.order.rowCount()
        return row + (point.y() > self.rowViewportPosition(row) + self.rowHeight(row) // 2)

    def _mark(self, line: int | None) -> None:
        self._line = line
        self.viewport().update()

    def _columns(self) -> list[Shown[ColumnRow]]:
        return [
            Shown("at", "栏", lambda row: row.at + 1, 40, "right", muted=True),
            Shown("head", "标题", lambda row: row.head, 88, edit=self._name, stretch=True,
                  tip=lambda row: row.remark or "按 F2 改标题",
                  colour=lambda row: Ink.DOUBT.value if row.remark else None),
            Shown("field", "印什么", lambda row: field_word(row.rows, row.column.field), 112,
                  muted=True, tip=lambda row: field_word(row.rows, row.column.field), spare=2),
            Shown("upper", "上级表头", lambda row: row.upper, 80, edit=self._group, least=64,
                  tip=lambda _row: "相邻几栏写得一样，就合成一个上级表头；再上一级用 / 隔开"),
            Shown("width", "宽", lambda row: f"{row.column.width:g}", 48, "right",
                  edit=self._widen, tip=_width_tip),
            Shown("align", "对齐", lambda row: _word(ALIGNS, row.column.align), 52,
                  edit=self._choose("align", ALIGNS), choices=lambda _row: tuple(ALIGNS),
                  closed=True),
        ]  # fmt: skip

    def _choose(self, name: str, words: Mapping[str, object]) -> Callable[[ColumnRow, str], object]:
        return partial(self._set, name, words)

    def _set(self, name: str, words: Mapping[str, Any], row: ColumnRow, text: str) -> None:
        if text in words:
            self.changed.emit(row.at, replace(row.column, **{name: words[text]}))

    def _name(self, row: ColumnRow, text: str) -> None:
        if row.column.head[-1] == SPREAD:
            self.complained.emit("这一栏按台账里的各项自动展开，标题就是各项的名称。")
            return
        if not typed(text).strip():
            words = f"第 {row.at + 1} 栏的标题不能为空；不要这一栏，请按 Delete 删去。"
            self.complained.emit(words)
            return
        head = (*row.column.head[:-1], _heading(text))
        self.changed.emit(row.at, replace(row.column, head=head))

    def _group(self, row: ColumnRow, text: str) -> None:
        upper = [_heading(part) for part in text.split(_LEVELS.strip()) if typed(part).strip()]
        head = (*upper[:2], row.column.head[-1])
        self.changed.emit(row.at, replace(row.column, head=head))

    def _widen(self, row: ColumnRow, text: str) -> None:
        try:
            width = float(text.replace("毫米", "").strip())
        except ValueError:
            width = 0.0
        if not 1 <= width <= _WIDEST:
            words = f"第 {row.at + 1} 栏的宽度“{text[:12]}”不对；请填 1 到 {_WIDEST} 之间的数。"
            self.complained.emit(words)
            return
        self.changed.emit(row.at, replace(row.column, width=width))


def _width_tip(row: ColumnRow) -> str:
    printed = f"，印出来 {row.millimetres:.0f} 毫米" if row.millimetres else ""
    return f"各栏按比例撑满纸面{printed}"


def _word(words: Mapping[str, str], value: str) -> str:
    return next((word for word, held in words.items() if held == value), value)


def _flat(part: str) -> str:
    return in_words("".join(part.split("\n"))) if part != SPREAD else part


def _heading(text: str) -> str:
    return from_words(typed(text).strip())
