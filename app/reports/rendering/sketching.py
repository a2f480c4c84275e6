"""Draws what stands over and under a grid's texts: pictures, sketches, marks of values."""

import math
from collections.abc import Iterable, Sequence
from typing import Any

from reportlab.lib.colors import HexColor, toColor
from reportlab.lib.utils import ImageReader

from app.reports.grid import Mark
from app.reports.rendering.lettering import ASCENT, Letters
from app.reports.rendering.rasters import open_raster
from app.reports.rendering.richlines import break_rich, cut, run_size, spans
from app.reports.sketches import Picture, Sketch, Stroke, Words

_POINTS_PER_MM = 72 / 25.4
_PITCH = 1.2
_SIGN_SHARE, _MOST_SIGN = 0.62, 9.0
_PALE = 0.75
_ANGLES = {"up": 90, "rising": 45, "right": 0, "falling": -45, "down": -90}

_OUTLINES = {
    "peak up": [(-0.5, -0.4), (0.5, -0.4), (0, 0.45)],
    "peak down": [(-0.5, 0.4), (0.5, 0.4), (0, -0.45)],
    "dash": [(-0.5, -0.13), (0.5, -0.13), (0.5, 0.13), (-0.5, 0.13)],
}
_BOX = [(-0.5, -0.5), (0.5, -0.5), (0.5, 0.5), (-0.5, 0.5)]
_STAR = [
    (far * math.sin(math.pi * at / 5), far * math.cos(math.pi * at / 5))
    for at, far in enumerate((0.55, 0.22) * 5)
]

Place = tuple[float, float, float, float]


def draw_over(
    canvas: Any, placed: Iterable[tuple[float, float, Picture | Sketch]], letters: Letters
) -> None:
    """Pictures and sketches at their places: points to the right and down."""
    for left, top, one in placed:
        if isinstance(one, Picture):
            _draw_picture(canvas, left, top, one)
        else:
            canvas.saveState()
            canvas.translate(left, -top)
            canvas.scale(_POINTS_PER_MM, _POINTS_PER_MM)
            for stroke in one.strokes:
                _draw_stroke(canvas, stroke)
            canvas.restoreState()
            for words in one.words:
                _draw_words(canvas, left, top, words, letters)


def _draw_picture(canvas: Any, left: float, top: float, picture: Picture) -> None:
    """A picture; one that can't be read is left out."""
    width, height = picture.width * _POINTS_PER_MM, picture.height * _POINTS_PER_MM
    shown = open_raster(picture.content)
    if shown is None:
        return
    canvas.drawImage(ImageReader(shown), left, -top - height, width, height, mask="auto")


def _draw_stroke(canvas: Any, stroke: Stroke) -> None:
    path = canvas.beginPath()
    path.moveTo(stroke.points[0][0], -stroke.points[0][1])
    for x, y in stroke.points[1:]:
        path.lineTo(x, -y)
    if stroke.closed:
        path.close()
    if stroke.fill:
        canvas.setFillColor(HexColor(f"#{stroke.fill}"))
    if stroke.color:
        canvas.setStrokeColor(HexColor(f"#{stroke.color}"))
        canvas.setLineWidth(stroke.width / _POINTS_PER_MM)
        canvas.setDash([length / _POINTS_PER_MM for length in stroke.dashes])
    canvas.drawPath(path, stroke=int(bool(stroke.color)), fill=int(bool(stroke.fill)))


def _draw_words(canvas: Any, left: float, top: float, words: Words, letters: Letters) -> None:
    """A paragraph in its box; it may run beyond it, as office programs let it."""
    text = "".join(run.text for run in words.runs)
    if not text.strip():
        return
    width, height = words.width * _POINTS_PER_MM, words.height * _POINTS_PER_MM
    room = width if words.wrap and width > 0 else math.inf
    lines = break_rich(words.runs, room, letters.width_of, 1.0)
    parts = [cut(words.runs, *span) for span in spans(text, lines)]
    pitches = [_PITCH * max((run_size(run) for run in part), default=10.5) for part in parts]
    canvas.saveState()
    canvas.translate(
        left + words.left * _POINTS_PER_MM + width / 2, -(top + words.top * _POINTS_PER_MM)
    )
    canvas.translate(0, -height / 2)
    canvas.rotate(words.turn)
    spare = height - sum(pitches)
    y = height / 2 - {"top": 0.0, "bottom": spare}.get(words.valign, spare / 2)
    paragraphs = [text.count("\n", 0, start) for start, _ in spans(text, lines)]
    for part, pitch, paragraph in zip(parts, pitches, paragraphs, strict=True):
        align = words.aligns[paragraph] if paragraph < len(words.aligns) else words.align
        free = width - letters.width(part)
        count = sum(len(run.text) for run in part)
        spread = free / (count - 1) if align == "distributed" and count > 1 else 0.0
        lead = {"left": 0.0, "right": free, "distributed": 0.0}.get(align, free / 2)
        x = -width / 2 + lead
        size = pitch / _PITCH
        letters.write_runs(part, x, y - (pitch - size) / 2 - ASCENT * size, spread=spread)
        y -= pitch
    canvas.restoreState()


def draw_mark(canvas: Any, mark: Mark, place: Place) -> None:
    """A value's bar or sign in its cell: left, bottom, width and height in points."""
    left, bottom, width, height = place
    if mark.kind == "bar":
        _draw_bar(canvas, mark, place)
        return
    size = min(height * _SIGN_SHARE, width / 2, _MOST_SIGN)
    canvas.saveState()
    canvas.setFillColor(HexColor(f"#{mark.color}"))
    canvas.translate(left + 1.5 + size / 2, bottom + height / 2)
    if mark.kind in _ANGLES:
        canvas.rotate(_ANGLES[mark.kind])
        _draw_shape(canvas, [(-0.5, 0.16), (0, 0.16), (0, 0.5), (0.5, 0), (0, -0.5), (0, -0.16),
                             (-0.5, -0.16)], size)  # fmt: skip
    elif mark.kind in _OUTLINES:
        _draw_shape(canvas, _OUTLINES[mark.kind], size)
    elif mark.kind in {"star", "box"}:
        _draw_filled(canvas, _STAR if mark.kind == "star" else _BOX, mark.end, size)
    elif mark.kind == "flag":
        _draw_shape(canvas, [(-0.4, 0.5), (0.5, 0.2), (-0.3, 0), (-0.3, -0.5), (-0.4, -0.5)], size)
    else:
        canvas.circle(0, 0, size / 2, stroke=0, fill=1)
    canvas.restoreState()


def _draw_bar(canvas: Any, mark: Mark, place: Place) -> None:
    left, bottom, width, height = place
    left += (width - 2) * mark.start
    long = (width - 2) * (mark.end - mark.start)
    if long <= 0:
        return
    if mark.is_flat:
        canvas.saveState()
        canvas.setFillColor(HexColor(f"#{mark.color}"))
        canvas.rect(left + 1, bottom + 1, long, height - 2, stroke=0, fill=1)
        canvas.restoreState()
        return
    color = HexColor(f"#{mark.color}")
    pale = toColor([part + (1 - part) * _PALE for part in color.rgb()])
    canvas.saveState()
    path = canvas.beginPath()
    path.rect(left + 1, bottom + 1, long, height - 2)
    canvas.clipPath(path, stroke=0, fill=0)
    canvas.linearGradient(left + 1, 0, left + 1 + long, 0, (color, pale), extend=False)
    canvas.restoreState()


def _draw_filled(
    canvas: Any, points: Sequence[tuple[float, float]], share: float, size: float
) -> None:
    """An outline, filled from the left as far as its share goes."""
    canvas.setStrokeColor(canvas._fillColorObj)
    canvas.setLineWidth(0.5)
    for is_fill in (True, False):
        canvas.saveState()
        path = canvas.beginPath()
        for at, (x, y) in enumerate(points):
            (path.lineTo if at else path.moveTo)(x * size, y * size)
        path.close()
        if is_fill:
            canvas.clipPath(path, stroke=0, fill=0)
            canvas.rect(-size, -size, size / 2 + size * share, 2 * size, stroke=0, fill=1)
        else:
            canvas.drawPath(path, stroke=1, fill=0)
        canvas.restoreState()


def _draw_shape(canvas: Any, points: Iterable[tuple[float, float]], size: float) -> None:
    path = canvas.beginPath()
    for at, (x, y) in enumerate(points):
        (path.lineTo if at else path.moveTo)(x * size, y * size)
    path.close()
    canvas.drawPath(path, stroke=0, fill=1)
