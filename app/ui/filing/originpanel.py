"""数字来源: the tree of what a number is made of; each part leads to its cell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from app.models.origins import How, Part, made_up
from app.models.rules.pace import plain
from app.ui.controls import label
from app.ui.filing.leads import destination_of
from app.ui.filing.origincell import PartCell, words_of
from app.ui.itemmodels.columns import Role
from app.ui.style import px

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QResizeEvent

_NOTHING = "双击预览里的数字，这里列出它由哪些数据得来，逐项可以打开。"
_KEYS = "Enter 打开所在的格，← → 收起、展开"
_MOST = 500


class OriginTree(QTreeWidget):
    """The parts under their number; Enter and a double click open one.

    Signals:
        left_for: a Destination of the window.
    """

    left_for = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setColumnCount(1)
        self.setHeaderHidden(True)
        self.header().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.setWordWrap(True)
        self.setUniformRowHeights(False)
        self.setIndentation(px(14))
        self.setFrameShape(QTreeWidget.Shape.NoFrame)
        self.setProperty("role", "plain")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setExpandsOnDoubleClick(False)
        self.setItemDelegate(PartCell(self))
        self.setAccessibleName("数字来源")
        self.itemDoubleClicked.connect(lambda item, _column: self._open(item))

    def show_part(self, part: Part) -> None:
        """Show a number; what explains it stays folded."""
        self.clear()
        top = self._add(None, part)
        top.setExpanded(True)
        for child in _under(top):
            told: Part | None = child.data(0, Role.ROW)
            child.setExpanded(told is not None and told.counts and child.childCount() <= 3)
        self.setCurrentItem(top)

    @property
    def words(self) -> tuple[str, ...]:
        """All that is said, from top to bottom, folded or not."""
        found: list[str] = []

        def walk(item: QTreeWidgetItem) -> None:
            found.append(item.text(0))
            for child in _under(item):
                walk(child)

        walk(self.invisibleRootItem())
        return tuple(found[1:])

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()  # other widths, other heights

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        item = self.currentItem()
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and item is not None:
            self._open(item)
            return
        super().keyPressEvent(event)

    def _open(self, item: QTreeWidgetItem) -> None:
        """Go to the cell; what has none is unfolded."""
        part: Part | None = item.data(0, Role.ROW)
        lead = part.lead if part is not None else None
        if lead is not None:
            self.left_for.emit(destination_of(lead))
        elif item.childCount():
            item.setExpanded(not item.isExpanded())

    def _add(self, parent: QTreeWidgetItem | None, part: Part) -> QTreeWidgetItem:
        item = QTreeWidgetItem(["\n".join(words_of(part)).strip()])
        item.setData(0, Role.ROW, part)
        item.setData(0, Qt.ItemDataRole.AccessibleTextRole, " ".join(words_of(part)))
        item.setToolTip(0, _tip(part))
        if parent is None:
            self.addTopLevelItem(item)
        else:
            parent.addChild(item)
        for child in part.parts[:_MOST]:
            self._add(item, child)
        if len(part.parts) > _MOST:
            item.addChild(QTreeWidgetItem([f"其余 {len(part.parts) - _MOST} 项未列出"]))
        return item


class OriginPanel(QWidget):
    """The tree under a line that says how the parts make the number."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tree = OriginTree()
        self._told = label(_NOTHING, "muted", wrap=True, selectable=True)
        self._told.setContentsMargins(px(16), px(12), px(16), px(4))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(px(4))
        layout.addWidget(self._told)
        layout.addWidget(self.tree, 1)
        self.tree.hide()
        layout.addStretch(0)
        layout.setAlignment(self._told, Qt.AlignmentFlag.AlignTop)

    @property
    def words(self) -> str:
        """The line above the tree."""
        return self._told.text()

    def show_part(self, part: Part) -> None:
        """Show what a number is made of."""
        self._told.setText(f"{_sum_words(part)}{_KEYS}。")
        self.tree.show_part(part)
        self.tree.show()

    def show_nothing(self) -> None:
        """Another return is in view."""
        self._told.setText(_NOTHING)
        self.tree.clear()
        self.tree.hide()


def _under(item: QTreeWidgetItem) -> list[QTreeWidgetItem]:
    """The lines right under one."""
    held = (item.child(place) for place in range(item.childCount()))
    return [child for child in held if child is not None]


def _tip(part: Part) -> str:
    return "双击或按 Enter 打开" if part.lead else ""


def _sum_words(part: Part) -> str:
    """How the parts make the number: 17 个部分合计 17."""
    counted = sum(one.counts and one.amount is not None for one in part.parts)
    made = made_up(part)
    if part.how is How.STATED or made is None or not counted:
        return ""
    if part.how is How.RATIO:
        first, second = (one for one in part.parts if one.counts)
        return f"{first.value} ÷ {second.value} = {part.value}。"
    exact = plain(made.quantize(made.__class__("0.01")) if made != made.to_integral() else made)
    return f"{counted} 个部分{part.how.value} {part.value or exact}。"
