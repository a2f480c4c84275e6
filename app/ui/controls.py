"""Small parts that pages are put together from: labels, buttons, lines, empty pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QBoxLayout,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QStyle,
    QStyleOptionComboBox,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from app.ui.icons import icon, picture
from app.ui.style import Ink, px
from app.ui.wording import in_lines

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtGui import QPaintEvent, QShowEvent


_SENTENCE = 520  # the width of an empty page's sentence, in pixels at 100 %

_MEASURED = 200


def label(
    text: str = "", role: str = "", *, wrap: bool = False, selectable: bool = False
) -> QLabel:
    """A label; roles are title, heading, muted, small, large, figure and fault."""
    result = QLabel(text)
    result.setTextFormat(Qt.TextFormat.PlainText)
    if role:
        result.setProperty("role", role)
    if wrap:
        result.setWordWrap(True)
    if selectable:
        result.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return result


class ElidedLabel(QLabel):
    """A line that gives way when there is little room; the tooltip keeps all its words."""

    def __init__(self, role: str = "") -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        if role:
            self.setProperty("role", role)

    @override
    def setText(self, text: str) -> None:
        super().setText(text)
        self.setToolTip(in_lines(text))
        self.setMaximumWidth(self.sizeHint().width() + 1)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        words = self.fontMetrics().elidedText(
            self.text(), Qt.TextElideMode.ElideRight, self.contentsRect().width()
        )
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(self.contentsRect(), self.alignment(), words)


class ChoiceBox(QComboBox):
    """A choice that is as wide as its words while there is room, and narrower when there isn't."""

    def __init__(
        self, name: str, *, role: str = "", widest: int = 180, narrowest: int = 88
    ) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.setMinimumContentsLength(1)  # else Qt measures all words for the least width too
        self.setMaximumWidth(px(widest))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._narrowest = px(narrowest)
        if role:
            self.setProperty("role", role)

    @override
    def sizeHint(self) -> QSize:
        """Thousands of words are not measured: some of them need all the width there is."""
        if self.count() <= _MEASURED:
            return super().sizeHint()
        return QSize(self.maximumWidth(), super().minimumSizeHint().height())

    @override
    def minimumSizeHint(self) -> QSize:
        wished, least = self.sizeHint(), super().minimumSizeHint()
        return QSize(min(self._narrowest, wished.width()), least.height())

    @override
    def initStyleOption(self, option: QStyleOptionComboBox) -> None:
        """Words that have no room end in an ellipsis, not in the middle of a sign."""
        super().initStyleOption(option)
        box, part = QStyle.ComplexControl.CC_ComboBox, QStyle.SubControl.SC_ComboBoxEditField
        room = self.style().subControlRect(box, option, part, self).width()
        option.currentText = self.fontMetrics().elidedText(
            option.currentText, Qt.TextElideMode.ElideRight, room
        )


def button(
    text: str, run: Callable[[], object], *, role: str = "", icon_name: str = ""
) -> QPushButton:
    """A push button; roles are primary (one a page) and link."""
    result = QPushButton(text)
    if role:
        result.setProperty("role", role)
    if role == "link":
        result.setCursor(Qt.CursorShape.PointingHandCursor)
    if icon_name:
        result.setIcon(icon(icon_name))
        result.setIconSize(QSize(px(16), px(16)))
    result.clicked.connect(lambda: run())
    return result


def hairline() -> QFrame:
    """A thin line across."""
    line = QFrame()
    line.setProperty("role", "hairline")
    line.setFixedHeight(1)
    return line


def surface(
    *, role: str = "surface", margins: tuple[int, int] = (16, 12)
) -> tuple[QFrame, QVBoxLayout]:
    """A white surface with a hairline round it, and its layout."""
    frame = QFrame()
    frame.setProperty("role", role)
    layout = QVBoxLayout(frame)
    across, down = (px(margin) for margin in margins)
    layout.setContentsMargins(across, down, across, down)
    layout.setSpacing(px(8))
    return frame, layout


def row(*parts: QWidget | QLayout | int | None, spacing: int = 8) -> QHBoxLayout:
    """Widgets beside each other; a number is a gap, None takes the room that is left."""
    layout = QHBoxLayout()
    layout.setSpacing(px(spacing))
    fill(layout, *parts)
    return layout


def fill(layout: QBoxLayout, *parts: QWidget | QLayout | int | None) -> None:
    """Add widgets, layouts, gaps (numbers) and stretches (None) to a layout."""
    for part in parts:
        if part is None:
            layout.addStretch(1)
        elif isinstance(part, int):
            layout.addSpacing(px(part))
        elif isinstance(part, QLayout):
            layout.addLayout(part)
        else:
            layout.addWidget(part)


def column(*parts: QWidget | QLayout | int | None, grow: Sequence[QWidget] = ()) -> QWidget:
    """Widgets below each other, without margins; those that ``grow`` take the room there is."""
    result = QWidget()
    layout = QVBoxLayout(result)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(px(8))
    fill(layout, *parts)
    for part in grow:
        layout.setStretchFactor(part, 1)
    return result


def clear(layout: QLayout) -> None:
    """Take everything out of a layout."""
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
        elif (inner := item.layout()) is not None:
            clear(inner)


class EmptyState(QWidget):
    """An empty page that teaches: one picture, one sentence, one button."""

    def __init__(
        self,
        icon_name: str,
        text: str,
        *,
        action: str = "",
        run: Callable[[], object] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        sign = QLabel()
        size = px(56)
        sign.setPixmap(
            picture(icon_name, size, colour=Ink.EDGE.value, ratio=self.devicePixelRatioF())
        )
        sign.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._words = label(text, "large", wrap=True)
        self._words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._words.setFixedWidth(px(_SENTENCE))
        self.say(text)
        layout = QVBoxLayout(self)
        layout.setSpacing(px(16))
        layout.addStretch(2)
        layout.addWidget(sign)
        layout.addWidget(self._words, 0, Qt.AlignmentFlag.AlignHCenter)
        self.button: QPushButton | None = None
        if action and run:
            self.button = button(action, run, role="primary")
            layout.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(3)

    def say(self, text: str) -> None:
        """Change the sentence."""
        self._words.setText(text)
        self._fit()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fit()  # now in the size of type of its role

    def _fit(self) -> None:
        """A layout that centres a widget gives it one line's height: ask for all the lines."""
        self._words.setMinimumHeight(self._words.heightForWidth(px(_SENTENCE)))


def scrolled(inner: QWidget) -> QScrollArea:
    """A column that scrolls down rather than be cut; the keyboard stays with its fields."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(inner)
    return area


def scrolled_parts(*parts: QWidget, into: QBoxLayout | None = None) -> QScrollArea:
    """Parts below each other that scroll together, as the one that grows in a layout.

    They come in where they stay: whatever is moved is dressed anew, with all it holds.
    """
    inner = QWidget()
    inner.setProperty("role", "clear")
    layout = QVBoxLayout(inner)
    layout.setContentsMargins(0, 0, px(8), 0)
    layout.setSpacing(px(12))
    area = scrolled(inner)
    if into is not None:
        into.addWidget(area, 1)
    fill(layout, *parts, None)
    return area


def fill_scrolled(frame: QFrame, *parts: QWidget | QLayout | int | None) -> None:
    """Lay parts below each other into a frame; they scroll inside its hairline."""
    inner = QWidget()
    inner.setProperty("role", "clear")
    column = QVBoxLayout(inner)
    column.setContentsMargins(px(16), px(12), px(16), px(12))
    column.setSpacing(px(8))
    outer = QVBoxLayout(frame)
    outer.setContentsMargins(1, 1, 1, 1)
    outer.addWidget(scrolled(inner))
    fill(column, *parts)
