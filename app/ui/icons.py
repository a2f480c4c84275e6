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
    result = _picture(name, round(size * ratio), colour or Ink.MUTED.value)
    result.setDevicePixelRatio(ratio)
    return result


@cache
def _icon(name: str, colour: str, on: str, off: str) -> QIcon:
    result = QIcon()
    for size in _SIZES:
        result.addPixmap(_picture(name, size, colour), QIcon.Mode.Normal, QIcon.State.Off)
        result.addPixmap(_picture(name, size, on), QIcon.Mode.Normal, QIcon.State.On)
        result.addPixmap(_picture(name, size, on), QIcon.Mode.Selected, QIcon.State.Off)
        result.addPixmap(_picture(name, size, off), QIcon.Mode.Disabled)
    return result


def _picture(name: str, size: int, colour: str) -> QPixmap:
    text = resource_path("icons", f"{name}.svg").read_text(encoding="utf-8")
    renderer = QSvgRenderer(QByteArray(text.replace("currentColor", colour).encode()))
    result = QPixmap(QSize(size, size))
    result.fill(Qt.GlobalColor.transparent)
    painter = QPainter(result)
    renderer.render(painter, QRectF(0, 0, size, size))
    painter.end()
    return result
