"""The list at the left of the returns page: the formats, and below them what was filed."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)
from typing_extensions import override

from app.models.returnviews import FiledReturn
from app.services.reporting.formats import FormatName
from app.ui.filing.choices import GROUPS
from app.ui.style import Ink, px, sized_font
from app.ui.wording import period_label

if TYPE_CHECKING:
    from collections.abc import Sequence

Choice = FormatName | FiledReturn
_CHOICE = Qt.ItemDataRole.UserRole + 1
_SECOND = Qt.ItemDataRole.UserRole + 2


class ReturnList(QListWidget):
    """Formats and filed returns to choose from, in one list for the arrow keys.

    Signals:
        chosen: another line is current; carries a FormatName or a FiledReturn.
    """

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setItemDelegate(_LineDelegate(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setStyleSheet("QListWidget { border: none; }")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setAccessibleName("报表格式与已定稿报表")
        self.currentItemChanged.connect(self._on_current_changed)

    def show_choices(
        self, formats: Sequence[FormatName], filed: Sequence[FiledReturn], *, keep: Choice | None
    ) -> None:
        """Fill the list; ``keep`` stays current when it is still there, else the first format."""
        blocked = self.blockSignals(True)
        self.clear()
        for name, group in groupby(formats, key=lambda fmt: GROUPS[fmt.rows]):
            self._add_heading(name)
            for fmt in group:
                self._add(fmt, fmt.name, "")
        self._add_heading("已定稿" if filed else "已定稿　暂无")
        for one in filed:
            self._add(one, f"{period_label(one.period)}", _filed_words(one))
        self.blockSignals(blocked)
        self._restore(keep)

    def choose(self, choice: Choice) -> None:
        """Make a line current."""
        self._restore(choice)

    def choose_format(self, key: str) -> None:
        """Make a format or a kept form current; nothing happens where there is none of the key."""
        self._restore(FormatName(key, ""), fallback=False)

    def choose_filed(self, filed_id: int) -> None:
        """Make a filed return current."""
        for place in range(self.count()):
            choice = self.item(place).data(_CHOICE)
            if isinstance(choice, FiledReturn) and choice.id == filed_id:
                self.setCurrentRow(place)

    def current_choice(self) -> Choice | None:
        """What is current."""
        item = self.currentItem()
        return item.data(_CHOICE) if item else None

    @property
    def format_in_view(self) -> FormatName | None:
        """The format that is current; None when it is a filed return, or nothing."""
        choice = self.current_choice()
        return choice if isinstance(choice, FormatName) else None

    @property
    def filed_in_view(self) -> FiledReturn | None:
        """The filed return that is current; None when it is a format, or nothing."""
        choice = self.current_choice()
        return choice if isinstance(choice, FiledReturn) else None

    @property
    def name_in_view(self) -> str:
        """What the return in view is called."""
        choice = self.current_choice()
        if isinstance(choice, FiledReturn):
            return choice.format_name
        return choice.name if choice else ""

    def _add_heading(self, text: str) -> None:
        item = QListWidgetItem(text)
        item.setFlags(Qt.ItemFlag.NoItemFlags)
        self.addItem(item)

    def _add(self, choice: Choice, text: str, second: str) -> None:
        item = QListWidgetItem(text)
        item.setData(_CHOICE, choice)
        item.setData(_SECOND, second)
        item.setToolTip("\n".join(part for part in (text, second) if part))
        self.addItem(item)

    def _restore(self, keep: Choice | None, *, fallback: bool = True) -> None:
        choices = [self.item(place).data(_CHOICE) for place in range(self.count())]
        wanted = [place for place, one in enumerate(choices) if _same(one, keep)]
        first = fallback * [
            place for place, one in enumerate(choices) if isinstance(one, FormatName)
        ]
        for place in (wanted or first)[:1]:
            self.setCurrentRow(place)

    def _on_current_changed(self, item: QListWidgetItem | None, _old: object) -> None:
        choice = item.data(_CHOICE) if item else None
        if choice is not None:
            self.chosen.emit(choice)


def _same(one: object, other: Choice | None) -> bool:
    if isinstance(one, FiledReturn) and isinstance(other, FiledReturn):
        return one.id == other.id
    if isinstance(one, FormatName) and isinstance(other, FormatName):
        return one.key == other.key
    return False


def _filed_words(filed: FiledReturn) -> str:
    states = {"superseded": "已被替代", "returned": "已退回"}
    state = states.get(filed.state, f"{filed.filed_on:%Y-%m-%d}")
    return f"{filed.format_name}\n第{filed.version}版　{state}"


class _LineDelegate(QStyledItemDelegate):
    """Draws a heading quietly, a format on one line, a filed return on three."""

    @override
    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        painter.save()
        choice, text = index.data(_CHOICE), str(index.data(Qt.ItemDataRole.DisplayRole))
        box = option.rect.adjusted(px(16), 0, -px(8), 0)
        if choice is None:
            painter.setPen(QColor(Ink.MUTED.value))
            painter.setFont(sized_font(9))
            low = box.adjusted(0, 0, 0, -px(6))
            left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom
            painter.drawText(low, int(left), text)
        else:
            self._paint_choice(painter, option, box, text, str(index.data(_SECOND)))
        painter.restore()

    def _paint_choice(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        box: QRect,
        text: str,
        second: str,
    ) -> None:
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        if selected or hovered:
            ground = Ink.ACCENT_TINT if selected else Ink.RAISED
            painter.fillRect(option.rect, QColor(ground.value))
        if selected:
            bar = QRect(option.rect.topLeft(), QSize(px(3), option.rect.height()))
            painter.fillRect(bar, QColor(Ink.ACCENT.value))
        lines = [text, *second.split("\n")] if second else [text]
        heights = [px(20) if place == 0 else px(18) for place in range(len(lines))]
        top = box.center().y() - sum(heights) // 2
        for place, (line, height) in enumerate(zip(lines, heights, strict=True)):
            painter.setFont(sized_font(9 if place else 10.5, bold=selected and place == 0))
            painter.setPen(QColor((Ink.MUTED if place else Ink.TEXT).value))
            room = QRect(box.left(), top, box.width(), height)
            end = Qt.TextElideMode.ElideRight
            words = painter.fontMetrics().elidedText(line, end, room.width())
            painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter), words)
            top += height

    @override
    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        if index.data(_CHOICE) is None:
            return QSize(px(120), px(30))
        return QSize(px(120), px(72) if index.data(_SECOND) else px(32))
