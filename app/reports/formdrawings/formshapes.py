"""A form's text boxes, lines and shapes, as strokes and words of a sketch."""

import math
from collections.abc import Sequence
from dataclasses import replace

from app.reports.formdrawings.formcolors import NONE, DrawnColors
from app.reports.formdrawings.formoutlines import Outline, Point, outlines_of
from app.reports.forms.markup import Node
from app.reports.looks import Font, TextRun
from app.reports.rendering.faces import face
from app.reports.sketches import Stroke, Words

Spot = tuple[float, float, float, float]

_EMU_PER_MM = 36000
_INSETS = {"lIns": 91440, "tIns": 45720, "rIns": 91440, "bIns": 45720}
_ALIGNS = {"ctr": "center", "r": "right", "dist": "distributed"}
_VALIGNS = {"ctr": "middle", "b": "bottom"}
_USUAL = TextRun("", Font.SONG, 11)
_TURNS = {"vert": -90, "vert270": 90}
_BELOW_EACH_OTHER = frozenset({"eaVert", "wordArtVert", "wordArtVertRtl", "mongolianVert"})
_PITCH = 1.2


def shape_parts(
    node: Node, width: float, height: float, colors: DrawnColors
) -> tuple[tuple[Stroke, ...], tuple[Words, ...]]:
    """What a shape draws into its frame, in millimetres.

    Args:
        node: the shape (sp) or connector (cxnSp).
        width: its frame's width.
        height: its frame's height.
        colors: the workbook's colours.
    """
    look, style = node.find("spPr"), node.find("style")
    strokes: list[Stroke] = []
    for outline in outlines_of(look, width, height):
        stroke = _stroked(outline, look, style, colors)
        strokes += [stroke] if stroke.fill or stroke.color else []
        strokes += _heads(stroke, look) if stroke.color else []
    turn = _angle(look)
    if turn:
        strokes = [_turned(one, turn, (width / 2, height / 2)) for one in strokes]
    words = _words(node, width, height, colors, -round(turn))
    return tuple(strokes), words


def _angle(look: Node | None) -> float:
    place = look.find("xfrm") if look else None
    return float(place.attributes.get("rot", 0)) / 60000 if place else 0.0


def _stroked(
    outline: Outline, look: Node | None, style: Node | None, colors: DrawnColors
) -> Stroke:
    fill = colors.fill(look) or _from_style(style, "fillRef", colors)
    line, width, dashes = colors.line(look)
    line = line or _from_style(style, "lnRef", colors)
    return Stroke(
        outline.points,
        outline.is_closed,
        "" if fill == NONE or not outline.is_closed else fill,
        "" if line == NONE else line,
        width or 0.75,
        dashes,
    )


def _from_style(style: Node | None, name: str, colors: DrawnColors) -> str:
    reference = style.find(name) if style else None
    if reference is None or reference.attributes.get("idx") == "0":
        return ""
    return colors.of(reference)


def _heads(stroke: Stroke, look: Node | None) -> list[Stroke]:
    """The arrow heads of a line."""
    line = look.find("ln") if look else None
    if line is None or stroke.closed or len(stroke.points) < 2:
        return []
    heads = []
    for name, (start, end) in (("headEnd", stroke.points[1::-1]), ("tailEnd", stroke.points[-2:])):
        node = line.find(name)
        if node is not None and node.attributes.get("type", "none") != "none":
            heads.append(_head(start, end, stroke))
    return heads


def _head(start: Point, end: Point, stroke: Stroke) -> Stroke:
    long = math.dist(start, end) or 1.0
    size = max(1.6, stroke.width * 1.1)
    x, y = (end[0] - start[0]) / long * size, (end[1] - start[1]) / long * size
    back = (end[0] - x, end[1] - y)
    sides = ((back[0] - y / 2, back[1] + x / 2), (back[0] + y / 2, back[1] - x / 2))
    return Stroke((end, *sides), True, stroke.color)


def _turned(stroke: Stroke, degrees: float, middle: Point) -> Stroke:
    """A stroke turned clockwise."""
    cos, sin = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    points = tuple(
        (
            middle[0] + (x - middle[0]) * cos - (y - middle[1]) * sin,
            middle[1] + (x - middle[0]) * sin + (y - middle[1]) * cos,
        )
        for x, y in stroke.points
    )
    return replace(stroke, points=points)


def _words(
    node: Node, width: float, height: float, colors: DrawnColors, turn: int
) -> tuple[Words, ...]:
    body = node.find("txBody")
    if body is None:
        return ()
    told = body.find("bodyPr") or Node("bodyPr")
    color = _from_style(node.find("style"), "fontRef", colors)
    usual = replace(_USUAL, color="" if color == "000000" else color)
    runs, aligns = text_runs(body, colors, usual)
    way = told.attributes.get("vert", "horz")
    left, top, right, bottom = (
        float(told.attributes.get(name, usual)) / _EMU_PER_MM for name, usual in _INSETS.items()
    )
    box = (left, top, max(1.0, width - left - right), max(1.0, height - top - bottom))
    valign = _VALIGNS.get(told.attributes.get("anchor", "t"), "top")
    if way in _BELOW_EACH_OTHER:
        return _columns(runs, box, valign)
    if way in _TURNS:
        # A turned text is set into its box laid on the side.
        turn += _TURNS[way]
        across, down = box[2], box[3]
        box = (box[0] + (across - down) / 2, box[1] + (down - across) / 2, down, across)
    words = Words(
        *box,
        runs,
        aligns[0] if aligns else "left",
        valign,
        told.attributes.get("wrap") != "none",
        turn,
        aligns if len(set(aligns)) > 1 else (),
    )
    return (words,) if "".join(run.text for run in runs).strip() else ()


def _columns(runs: Sequence[TextRun], box: Spot, anchor: str) -> tuple[Words, ...]:
    """Characters below each other, column by column from the right."""
    left, top, width, height = box
    look = max(runs, key=lambda run: len(run.text), default=_USUAL)
    pitch = look.size * _PITCH * 25.4 / 72
    room = max(1, int(height / pitch))
    lines = "".join(run.text for run in runs).split("\n")
    columns = [line[at : at + room] for line in lines for at in range(0, max(1, len(line)), room)]
    # The way a text is anchored is told from its first line on: the right side here.
    spare = width - pitch * len(columns)
    right = left + width - {"top": 0.0, "middle": spare / 2}.get(anchor, spare)
    return tuple(
        Words(
            right - (at + 1) * pitch,
            top,
            pitch,
            height,
            (replace(look, text="\n".join(column)),),
            "center",
            wrap=False,
        )
        for at, column in enumerate(columns)
        if column.strip()
    )


def text_runs(
    body: Node, colors: DrawnColors, usual: TextRun
) -> tuple[tuple[TextRun, ...], tuple[str, ...]]:
    """The parts of a text in a drawing, and where each of its own lines stands.

    Args:
        body: holds the paragraphs.
        colors: the workbook's colours.
        usual: the look of what is told none.
    """
    runs: list[TextRun] = []
    aligns = []
    for at, paragraph in enumerate(body.nodes("p")):
        told = paragraph.find("pPr")
        aligns.append(_ALIGNS.get(told.attributes.get("algn", "l") if told else "l", "left"))
        base = run_look(told.find("defRPr") if told else None, colors, usual)
        if at and runs:
            runs[-1] = replace(runs[-1], text=runs[-1].text + "\n")
        for one in paragraph.nodes():
            if one.local == "br" and runs:
                runs[-1] = replace(runs[-1], text=runs[-1].text + "\n")
                aligns.append(aligns[-1])
            elif one.local in {"r", "fld"}:
                words = one.find("t")
                look = run_look(one.find("rPr"), colors, base)
                runs.append(replace(look, text=words.text if words else ""))
        if not paragraph.nodes("r") and not paragraph.nodes("fld"):
            runs.append(base)
    return tuple(runs), tuple(aligns)


def run_look(told: Node | None, colors: DrawnColors, usual: TextRun) -> TextRun:
    """A run's look from its properties."""
    if told is None:
        return usual
    name = told.find("ea") or told.find("latin")
    color = colors.of(told.find("solidFill"))
    typeface = name.attributes.get("typeface", "") if name else ""
    marks = told.attributes
    return replace(
        usual,
        size=float(marks["sz"]) / 100 if "sz" in marks else usual.size,
        bold=marks.get("b") in {"1", "true"} if "b" in marks else usual.bold,
        italic=marks.get("i") in {"1", "true"} if "i" in marks else usual.italic,
        underline={"none": "", "dbl": "double"}.get(marks.get("u", "none"), "single"),
        strike=marks.get("strike", "noStrike") != "noStrike",
        color=("" if color == "000000" else color) if color else usual.color,
        font=face(typeface) if typeface and not typeface.startswith("+") else usual.font,
    )
