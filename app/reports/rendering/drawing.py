"""Draws the cells on a page of a grid: fills, marks, rules, texts upright or turned."""

import math
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from reportlab.lib.colors import HexColor, black

from app.reports.looks import Line, TextRun
from app.reports.rendering.fitting import clean
from app.reports.rendering.lettering import ASCENT, Letters, as_run
from app.reports.rendering.placing import Box
from app.reports.rendering.richlines import cut, spans
from app.reports.rendering.setting import CLOSE_PAD, SPACED, STACKED, pad_x
from app.reports.rendering.sketching import draw_mark

_WEIGHTS = {
    Line.HAIR: 0.25,
    Line.MEDIUM: 1.0,
    Line.THICK: 1.5,
    Line.DOUBLE: 0.5,
    Line.MEDIUM_DASHED: 1.0,
    Line.MEDIUM_DASH_DOT: 1.0,
    Line.MEDIUM_DASH_DOT_DOT: 1.0,
    Line.SLANT_DASH_DOT: 1.0,
}
_THIN = 0.5
# Lengths of strokes and gaps, in points.
_DASHES: dict[Line, tuple[float, ...]] = {
    Line.DOTTED: (0.5, 1.5),
    Line.DASHED: (2.5, 1.5),
    Line.DASH_DOT: (5, 1.8, 1.2, 1.8),
    Line.DASH_DOT_DOT: (5, 1.8, 1.2, 1.8, 1.2, 1.8),
    Line.MEDIUM_DASHED: (5, 2.5),
    Line.MEDIUM_DASH_DOT: (6, 2.5, 2, 2.5),
    Line.MEDIUM_DASH_DOT_DOT: (6, 2.5, 2, 2.5, 2, 2.5),
    Line.SLANT_DASH_DOT: (6, 2.5, 2, 2.5),
}
_DOUBLE_GAP = 0.75
_SPREADING = frozenset({"justify", "distributed"})

Point = tuple[float, float]


def draw_boxes(canvas: Any, boxes: Sequence[Box], letters: Letters) -> None:
    """The fills below, then the rules, then the texts."""
    _fill(canvas, boxes)
    _rule(canvas, boxes)
    for box in boxes:
        if box.text.lines:
            _write(canvas, box, letters)


def _fill(canvas: Any, boxes: Iterable[Box]) -> None:
    for box in boxes:
        if box.style.fill:
            canvas.setFillColor(HexColor(f"#{box.style.fill}"))
            canvas.rect(box.x, -box.y - box.height, box.width, box.height, stroke=0, fill=1)
        for mark in box.cell.marks:
            draw_mark(canvas, mark, (box.x, -box.y - box.height, box.width, box.height))
    canvas.setFillColor(black)


def _rule(canvas: Any, boxes: Iterable[Box]) -> None:
    canvas.setLineCap(2)
    weight, color = 0.0, ""
    for box in boxes:
        for line, start, end, wanted in _sides(box):
            if _WEIGHTS.get(line, _THIN) != weight:
                weight = _WEIGHTS.get(line, _THIN)
                canvas.setLineWidth(weight)
            if wanted != color:
                color = wanted
                canvas.setStrokeColor(HexColor(f"#{color}") if color else black)
            _draw_line(canvas, line, start, end)
    if color:
        canvas.setStrokeColor(black)


def _sides(box: Box) -> Iterator[tuple[Line, Point, Point, str]]:
    border = box.style.border
    left, right, top, bottom = box.x, box.x + box.width, -box.y, -box.y - box.height
    across = border.colors or ("", "", "", "", "")
    sides = (
        (border.left, (left, top), (left, bottom), across[0]),
        (border.top, (left, top), (right, top), across[1]),
        (border.right, (right, top), (right, bottom), across[2]),
        (border.bottom, (left, bottom), (right, bottom), across[3]),
        (border.falling, (left, top), (right, bottom), across[4]),
        (border.rising, (left, bottom), (right, top), across[4]),
    )
    return (side for side in sides if side[0])


def _draw_line(canvas: Any, line: Line, start: Point, end: Point) -> None:
    if line in _DASHES:
        # A square cap would close the gaps.
        canvas.saveState()
        canvas.setLineCap(0)
        canvas.setDash(list(_DASHES[line]))
        canvas.line(*start, *end)
        canvas.restoreState()
    elif line is Line.DOUBLE:
        long = math.dist(start, end) or 1.0
        aside = ((end[1] - start[1]) / long * _DOUBLE_GAP, (start[0] - end[0]) / long * _DOUBLE_GAP)
        for way in (1, -1):
            canvas.line(
                start[0] + way * aside[0],
                start[1] + way * aside[1],
                end[0] + way * aside[0],
                end[1] + way * aside[1],
            )
    else:
        canvas.line(*start, *end)


def _write(canvas: Any, box: Box, letters: Letters) -> None:
    if box.style.turn not in (0, STACKED):
        _write_turned(canvas, box, letters)
        return
    text, top = box.text, _top(box)
    for index, (runs, ends) in enumerate(_lines(box)):
        middle = top + (index + 0.5) * text.pitch
        baseline = -(middle - text.size / 2 + ASCENT * text.size)
        if box.style.align == "left":
            x, spread = box.x + pad_x(box.style) + box.style.indent, 0.0
        else:
            count = sum(len(run.text) for run in runs)
            x, spread = _start(box, letters.width(runs), count, ends=ends)
        letters.write_runs(runs, x, baseline, spread=spread)


def _top(box: Box) -> float:
    """Where the first line's room begins."""
    text = box.text
    block = len(text.lines) * text.pitch
    over = 0.0
    if text.close:
        # Office programs count no white space above the first line nor below the last.
        over = (text.pitch - text.size) / 2
        block -= 2 * over
    free = box.height - block
    lead = {"top": text.pad, "bottom": free - text.pad}.get(box.valign, free / 2)
    if text.close and free < 2 * text.pad:
        lead = free / 2
    return box.y + lead - over


def _start(box: Box, width: float, count: int, *, ends: bool) -> tuple[float, float]:
    """Where a line of the cell begins, and the room between its characters."""
    style = box.style
    align, pad, indent = style.align, pad_x(style), style.indent
    if align in SPACED:
        gives = align == "fill" or width > box.width
        return box.x, (box.width - width) / max(1, count - 1) if gives else 0.0
    if style.turn == STACKED and align in _SPREADING:
        align = "center"
    if align in _SPREADING:
        spare = box.width - 2 * pad - indent - width
        if count > 1 and spare > 0 and (align == "distributed" or not ends):
            return box.x + pad + indent, spare / (count - 1)
        align = "center" if align == "distributed" else "left"
    if align == "left":
        return box.x + pad + indent, 0.0
    spare = box.width - width
    return box.x + (spare / 2 if align == "center" else spare - pad - indent), 0.0


def _lines(box: Box) -> Iterator[tuple[tuple[TextRun, ...], bool]]:
    """Each line as runs, and whether it ends a paragraph."""
    cell, style, size = box.cell, box.style, box.text.size
    if not cell.runs and style.align not in _SPREADING:
        yield from (((as_run(line, style, size),), True) for line in box.text.lines)
        return
    source = clean(cell.text)
    for line, (start, end) in zip(box.text.lines, spans(source, box.text.lines), strict=True):
        ends = not source[end:].strip(" ") or source[end:].lstrip(" ").startswith("\n")
        if cell.runs:
            yield cut(cell.runs, start, end, size / style.size), ends
        else:
            yield (as_run(line, style, size),), ends


def _write_turned(canvas: Any, box: Box, letters: Letters) -> None:
    """A text on its side or aslant: its block, turned about its middle."""
    text, style = box.text, box.style
    lines = [runs for runs, _ in _lines(box)]
    long = max(letters.width(runs) for runs in lines)
    thick = len(lines) * text.pitch
    angle = math.radians(style.turn)
    cos, sin = abs(math.cos(angle)), abs(math.sin(angle))
    wide, high = long * cos + thick * sin, long * sin + thick * cos
    canvas.saveState()
    canvas.translate(
        box.x + wide / 2 + _lead(style.align, box.width - wide, pad_x(style)),
        -(box.y + high / 2 + _lead(style.valign, box.height - high, CLOSE_PAD)),
    )
    canvas.rotate(style.turn)
    for index, runs in enumerate(lines):
        up = thick / 2 - (index + 0.5) * text.pitch
        x = -long / 2 + (long - letters.width(runs)) * _along(box)
        letters.write_runs(runs, x, up + text.size / 2 - ASCENT * text.size)
    canvas.restoreState()


def _lead(way: str, spare: float, pad: float) -> float:
    """The room before a block that stands at one side or in the middle."""
    return {"left": pad, "top": pad, "right": spare - pad, "bottom": spare - pad}.get(
        way, spare / 2
    )


def _along(box: Box) -> float:
    """Where shorter lines of a turned text stand along the longest: 0 at its start, 1 its end."""
    if abs(box.style.turn) != 90:
        return 0.5
    ends = {"bottom": 0.0, "top": 1.0}.get(box.style.valign, 0.5)
    return ends if box.style.turn > 0 else 1 - ends
