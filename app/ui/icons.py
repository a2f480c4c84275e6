"""The icons, drawn as SVG in one line weight; coloured when they are loaded."""

from functools import cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from app.files import resource_path
from app.ui.style import Ink

_SIZES = (16, 20, 24, 32, 48, 64)


def icon(name: str, *, colour: Ink = Ink.MUTED, on: Ink = Ink.ACCENT) -> QIcon:
    """An icon by its name in resources/icons; ``on`` is its colour when selected or checked."""
    return _icon(name, colour.value, on.value, Ink.EDGE.value)


def picture(name: str, size: int, *, colour: str = "", ratio: float = 1.0) -> QPixmap:
    """An icon as a picture of ``size`` pixels, sharp at a device pixel ratio."""
    result = _drawn(_drawing(name, colour or Ink.MUTED.value), round(size * ratio))
    result.setDevicePixelRatio(ratio)
    return result


@cache
def _icon(name: str, colour: str, on: str, off: str) -> QIcon:
    result = QIcon()
    usual, chosen, disabled = (_drawing(name, ink) for ink in (colour, on, off))
    for size in _SIZES:
        lit = _drawn(chosen, size)
        result.addPixmap(_drawn(usual, size), QIcon.Mode.Normal, QIcon.State.Off)
        result.addPixmap(lit, QIcon.Mode.Normal, QIcon.State.On)
        result.addPixmap(lit, QIcon.Mode.Selected, QIcon.State.Off)
        result.addPixmap(_drawn(disabled, size), QIcon.Mode.Disabled)
    return result


@cache
def _lines(name: str) -> str:
    return resource_path("icons", f"{name}.svg").read_text(encoding="utf-8")


def _drawing(name: str, colour: str) -> QSvgRenderer:
    return QSvgRenderer(QByteArray(_lines(name).replace("currentColor", colour).encode()))


def _drawn(drawing: QSvgRenderer, size: int) -> QPixmap:
    result = QPixmap(QSize(size, size))
    result.fill(Qt.GlobalColor.transparent)
    painter = QPainter(result)
    drawing.render(painter, QRectF(0, 0, size, size))
    painter.end()
    return result
