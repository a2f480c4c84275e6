"""Boxes for what is chosen of a page's look: a typeface, a size by its 号, a margin."""

from __future__ import annotations

from PySide6.QtCore import QLocale, Signal
from PySide6.QtGui import QDoubleValidator
from PySide6.QtWidgets import QLineEdit

from app.reports.looks import Font
from app.ui.controls import ChoiceBox
from app.ui.style import px

SIZES = {
    "小初": 36.0,
    "一号": 26.0,
    "小一": 24.0,
    "二号": 22.0,
    "小二": 18.0,
    "三号": 16.0,
    "小三": 15.0,
    "四号": 14.0,
    "小四": 12.0,
    "五号": 10.5,
    "小五": 9.0,
    "六号": 7.5,
    "小六": 6.5,
}
_FACES = {Font.TITLE: "小标宋", Font.SONG: "宋体", Font.FANGSONG: "仿宋", Font.HEI: "黑体",
          Font.KAI: "楷体"}  # fmt: skip
_MOST_MARGIN = 200.0


class FontBox(ChoiceBox):
    """A typeface.

    Signals:
        chosen: the Font chosen.
    """

    chosen = Signal(object)

    def __init__(self, name: str) -> None:
        super().__init__(name)
        for font, word in _FACES.items():
            self.addItem(word, font)
        self.activated.connect(lambda _at: self.chosen.emit(Font(self.currentData())))

    def show_font(self, font: Font) -> None:
        """Show a typeface."""
        self.setCurrentIndex(self.findData(font))


class SizeBox(ChoiceBox):
    """A size of type by its 号, or in points where it has none.

    Signals:
        chosen: the size in points.
    """

    chosen = Signal(float)

    def __init__(self, name: str) -> None:
        super().__init__(name)
        for word, points in SIZES.items():
            self.addItem(word, points)
        self.activated.connect(lambda _at: self.chosen.emit(float(self.currentData())))

    def show_size(self, points: float) -> None:
        """Show a size; one without a 号 is offered as well."""
        if self.findData(points) < 0:
            self.addItem(f"{points:g} 磅", points)
        self.setCurrentIndex(self.findData(points))


class MarginBox(QLineEdit):
    """A margin in millimetres.

    Signals:
        chosen: it is another now.
    """

    chosen = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setFixedWidth(px(64))
        bounds = QDoubleValidator(0.0, _MOST_MARGIN, 1, self)
        bounds.setLocale(QLocale.c())
        bounds.setNotation(QDoubleValidator.Notation.StandardNotation)
        self.setValidator(bounds)
        self._shown = 0.0
        self.editingFinished.connect(self._tell)

    def show_margin(self, millimetres: float) -> None:
        """Show a margin."""
        self._shown = millimetres
        self.setText(f"{millimetres:g}")

    def margin(self) -> float:
        """The margin shown."""
        return float(self.text()) if self.hasAcceptableInput() else self._shown

    def _tell(self) -> None:
        if self.margin() != self._shown:
            self.chosen.emit()
