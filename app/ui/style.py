"""How the window looks: colours, type, measures, and the marks of the lights.

White surfaces on a very light ground, hairlines instead of boxes, one accent colour for the one
thing to do next. Measures are given for a text size of 100 %; ``px`` brings them to the size set.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QMarginsF, QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontDatabase,
    QFontMetricsF,
    QPainter,
    QPainterPath,
    QPalette,
    QPen,
)
from PySide6.QtWidgets import QApplication, QStyleFactory

from app.models.rules.pace import State
from app.ui.stylesheet import style_sheet

BODY_POINTS = 10.5
ROW_HEIGHT = 32
TEXT_SIZES = (100, 115, 130, 150)
_SCALE = "gongjian_text_scale"

# Sans faces for the screen, best first; what the desktop set comes last.
_FACES = (
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "Source Han Sans CN",
    "Microsoft YaHei UI",
    "Microsoft YaHei",
    "PingFang SC",
    "HarmonyOS Sans SC",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
    "Droid Sans Fallback",
    "SimHei",
    "SimSun",
)


class Ink(StrEnum):
    """The colours of the window; on paper they keep apart in grey."""

    GROUND = "#F5F5F2"
    SURFACE = "#FFFFFF"
    RAISED = "#FBFBF9"
    HAIRLINE = "#E2E1DB"
    EDGE = "#C9C8C1"
    TEXT = "#20262B"
    MUTED = "#5C646B"
    FAINT = "#8B9196"
    ACCENT = "#1F5C8B"
    ACCENT_DARK = "#17486E"
    ACCENT_TINT = "#E6EEF4"
    FAULT = "#A8231B"
    FAULT_TINT = "#FBECEA"


@dataclass(frozen=True, slots=True)
class LightMark:
    """A light as shape, word and colour; each alone is enough to tell it.

    Attributes:
        shape: the sign in text, such as ``▲``; ``paint_mark`` draws the same.
        word: the field's word, such as 滞后.
        colour: ``#rrggbb``, dark enough to be read on white.
        tint: a very light ground of the same hue.
    """

    shape: str
    word: str
    colour: str
    tint: str

    @property
    def text(self) -> str:
        """Shape and word: ▲ 滞后."""
        return f"{self.shape} {self.word}"


_MARKS = {
    State.NOT_STARTED: LightMark("○", State.NOT_STARTED.label, "#6B7278", "#F1F2F2"),
    State.ON_PACE: LightMark("●", State.ON_PACE.label, "#0F766E", "#E5F2F0"),
    State.AHEAD: LightMark("◆", State.AHEAD.label, "#5B4B9A", "#EEECF6"),
    State.BEHIND: LightMark("▲", State.BEHIND.label, "#96620A", "#FAF1DF"),
    State.FAR_BEHIND: LightMark("■", State.FAR_BEHIND.label, "#B3261E", "#FBE9E7"),
    State.OVERDUE: LightMark("■", State.OVERDUE.label, "#B3261E", "#FBE9E7"),
    State.DONE: LightMark("✓", State.DONE.label, "#33566E", "#E9EFF3"),
    State.DONE_LATE: LightMark("↺", State.DONE_LATE.label, "#7A5230", "#F5EDE5"),
}


def light_mark(state: State) -> LightMark:
    """The mark of a state: shape, word and colour."""
    return _MARKS[state]


def text_scale() -> float:
    """The text size set, 1.0 at 100 %."""
    application = QApplication.instance()
    value = application.property(_SCALE) if application else None
    return float(value) if value else 1.0


def px(measure: float) -> int:
    """A measure of the 8 px grid at the text size set."""
    return round(measure * text_scale())


def apply_style(application: QApplication, *, percent: int = 100) -> None:
    """Dress the application: face, palette and style sheet at a text size in percent."""
    scale = percent / 100
    application.setProperty(_SCALE, scale)
    application.setStyle(QStyleFactory.create("Fusion"))
    application.setFont(body_font(scale))
    application.setPalette(_palette())
    application.setStyleSheet(style_sheet({ink.name: ink.value for ink in Ink}, scale))


def body_font(scale: float | None = None) -> QFont:
    """The face of running text; digits stand in columns."""
    font = QFont(_face())
    font.setPointSizeF(BODY_POINTS * (text_scale() if scale is None else scale))
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    font.setStyleStrategy(QFont.StyleStrategy.PreferAntialias)
    font.setFeature(QFont.Tag("tnum"), 1)
    return font


def sized_font(points: float, *, bold: bool = False) -> QFont:
    """The face at another size, in points at 100 %."""
    font = body_font()
    font.setPointSizeF(points * text_scale())
    font.setBold(bold)
    return font


def paint_mark(painter: QPainter, mark: LightMark, box: QRectF) -> None:
    """Draw the shape of a light in the middle of a box, the same on every system."""
    side = min(box.width(), box.height())
    frame = QRectF(0, 0, side, side)
    frame.moveCenter(box.center())
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    colour = QColor(mark.colour)
    if mark.shape in "○✓↺":
        painter.setPen(QPen(colour, max(1.4, side * 0.14), c=Qt.PenCapStyle.RoundCap))
        painter.setBrush(Qt.BrushStyle.NoBrush)
    else:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
    painter.drawPath(_shape(mark.shape, frame))
    painter.restore()


def text_width(text: str, font: QFont | None = None) -> int:
    """The width of a line of text in pixels."""
    return round(QFontMetricsF(font or body_font()).horizontalAdvance(text)) + 1


def _shape(sign: str, box: QRectF) -> QPainterPath:
    path = QPainterPath()
    inner = box.marginsRemoved(_margins(box, 0.08))
    match sign:
        case "●" | "○":
            path.addEllipse(box.marginsRemoved(_margins(box, 0.12)))
        case "■":
            path.addRect(box.marginsRemoved(_margins(box, 0.14)))
        case "▲":
            top = QPointF(inner.center().x(), inner.top())
            path.addPolygon([top, inner.bottomRight(), inner.bottomLeft(), top])
        case "◆":
            middle = inner.center()
            top, bottom = QPointF(middle.x(), inner.top()), QPointF(middle.x(), inner.bottom())
            left, right = QPointF(inner.left(), middle.y()), QPointF(inner.right(), middle.y())
            path.addPolygon([top, right, bottom, left, top])
        case "✓":
            path.moveTo(inner.left(), box.top() + box.height() * 0.55)
            path.lineTo(box.left() + box.width() * 0.4, box.top() + box.height() * 0.82)
            path.lineTo(inner.right(), box.top() + box.height() * 0.22)
        case _:
            ring = box.marginsRemoved(_margins(box, 0.14))
            path.arcMoveTo(ring, 150)
            path.arcTo(ring, 150, 285)
            path.moveTo(box.left() + box.width() * 0.1, box.top() + box.height() * 0.06)
            path.lineTo(box.left() + box.width() * 0.17, box.top() + box.height() * 0.37)
            path.lineTo(box.left() + box.width() * 0.49, box.top() + box.height() * 0.33)
    return path


def _margins(box: QRectF, part: float) -> QMarginsF:
    margin = box.width() * part
    return QMarginsF(margin, margin, margin, margin)


def _face() -> str:
    present = set(QFontDatabase.families())
    return next((face for face in _FACES if face in present), QFont().family())


def _palette() -> QPalette:
    palette = QPalette()
    roles = {
        QPalette.ColorRole.Window: Ink.GROUND,
        QPalette.ColorRole.WindowText: Ink.TEXT,
        QPalette.ColorRole.Base: Ink.SURFACE,
        QPalette.ColorRole.AlternateBase: Ink.RAISED,
        QPalette.ColorRole.Text: Ink.TEXT,
        QPalette.ColorRole.Button: Ink.SURFACE,
        QPalette.ColorRole.ButtonText: Ink.TEXT,
        QPalette.ColorRole.Highlight: Ink.ACCENT_TINT,
        QPalette.ColorRole.HighlightedText: Ink.TEXT,
        QPalette.ColorRole.PlaceholderText: Ink.FAINT,
        QPalette.ColorRole.Link: Ink.ACCENT,
        QPalette.ColorRole.ToolTipBase: Ink.SURFACE,
        QPalette.ColorRole.ToolTipText: Ink.TEXT,
        QPalette.ColorRole.Accent: Ink.ACCENT,
    }
    for role, ink in roles.items():
        palette.setColor(role, QColor(ink.value))
    for role in (
        QPalette.ColorRole.WindowText,
        QPalette.ColorRole.Text,
        QPalette.ColorRole.ButtonText,
    ):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(Ink.FAINT.value))
    return palette
