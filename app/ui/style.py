"""How the window looks: colours, type, measures, and the marks of the lights.

White surfaces on a very light ground, hairlines instead of boxes, one accent colour for the one
thing to do next. Measures are given for a text size of 100 %; ``px`` brings them to the size set.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

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
from typing_extensions import override

from app.models.rules.pace import State
from app.ui.contrast import SETS, Contrast, settle
from app.ui.stylesheet import style_sheet

BODY_POINTS = 10.5
ROW_HEIGHT = 32
TEXT_SIZES = (100, 115, 130, 150, 175)
_SCALE, _CONTRAST = "gongjian_text_scale", "gongjian_contrast"

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


class Ink(Enum):
    """The colours of the window, as the set it wears gives them; on paper they keep apart."""

    GROUND = "GROUND"
    SURFACE = "SURFACE"
    RAISED = "RAISED"
    HAIRLINE = "HAIRLINE"
    EDGE = "EDGE"
    TEXT = "TEXT"
    MUTED = "MUTED"
    FAINT = "FAINT"
    ACCENT = "ACCENT"
    ACCENT_DARK = "ACCENT_DARK"
    ACCENT_TINT = "ACCENT_TINT"
    ACCENT_DEEP_TINT = "ACCENT_DEEP_TINT"
    FAULT = "FAULT"
    FAULT_TINT = "FAULT_TINT"
    DOUBT = "DOUBT"
    DOUBT_TINT = "DOUBT_TINT"
    CHANGED = "CHANGED"

    @property
    @override
    def value(self) -> str:
        """The colour as ``#rrggbb``; asked anew, for the clerk may change the set."""
        return SETS[contrast()].inks[self.name]

    @override
    def __str__(self) -> str:
        return self.value


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


_SHAPES = {
    State.NOT_STARTED: "○",
    State.ON_PACE: "●",
    State.AHEAD: "◆",
    State.BEHIND: "▲",
    State.FAR_BEHIND: "■",
    State.OVERDUE: "■",
    State.DONE: "✓",
    State.DONE_LATE: "↺",
}


def light_mark(state: State) -> LightMark:
    """The mark of a state: shape, word and colour."""
    return LightMark(_SHAPES[state], state.label, *SETS[contrast()].lights[state])


def contrast() -> Contrast:
    """The set of colours the window wears."""
    application = QApplication.instance()
    worn = application.property(_CONTRAST) if application else None
    return Contrast(worn) if worn else Contrast.USUAL


def text_scale() -> float:
    """The text size set, 1.0 at 100 %."""
    application = QApplication.instance()
    value = application.property(_SCALE) if application else None
    return float(value) if value else 1.0


def px(measure: float) -> int:
    """A measure of the 8 px grid at the text size set."""
    return round(measure * text_scale())


def apply_style(
    application: QApplication, *, percent: int = 100, contrast: Contrast = Contrast.USUAL
) -> None:
    """Dress the application: face, palette and style sheet at a text size in percent."""
    scale, worn = percent / 100, settle(contrast, application)
    application.setProperty(_SCALE, scale)
    application.setProperty(_CONTRAST, worn.value)
    application.setStyle(QStyleFactory.create("Fusion"))
    application.setFont(body_font(scale))
    application.setPalette(_palette())
    colours = SETS[worn]
    application.setStyleSheet(style_sheet(colours.inks, scale, dark=colours.is_dark))


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
