"""The outlines of shapes in a form's drawings: known ones by name, own ones by their paths."""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from app.reports.forms.markup import Node

Point = tuple[float, float]

_LINES = frozenset({"line", "straightConnector1"})
_CORNER = 0.16667
_ARC_STEPS, _CURVE_STEPS = 48, 12
_WHOLE = 100_000
_TIP = (-20833.0, 62500.0)
_ARROW_TURNS = {"rightArrow": 0, "downArrow": 1, "leftArrow": 2, "upArrow": 3}
_ROUND = frozenset({"ellipse", "flowChartConnector", "donut", "cloud"})
_SOFT = {"flowChartAlternateProcess": _CORNER, "flowChartTerminator": 0.5}
_BOX = ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0))
_DIAMOND = ((0.5, 0), (1, 0.5), (0.5, 1), (0, 0.5))
_SHAPES: Mapping[str, Sequence[Point]] = {
    "triangle": ((0.5, 0), (1, 1), (0, 1)),
    "flowChartExtract": ((0.5, 0), (1, 1), (0, 1)),
    "flowChartMerge": ((0, 0), (1, 0), (0.5, 1)),
    "rtTriangle": ((0, 0), (1, 1), (0, 1)),
    "diamond": _DIAMOND,
    "flowChartDecision": _DIAMOND,
    "parallelogram": ((0.25, 0), (1, 0), (0.75, 1), (0, 1)),
    "flowChartInputOutput": ((0.2, 0), (1, 0), (0.8, 1), (0, 1)),
    "trapezoid": ((0.25, 0), (0.75, 0), (1, 1), (0, 1)),
    "flowChartManualOperation": ((0, 0), (1, 0), (0.8, 1), (0.2, 1)),
    "hexagon": ((0.25, 0), (0.75, 0), (1, 0.5), (0.75, 1), (0.25, 1), (0, 0.5)),
    "flowChartPreparation": ((0.2, 0), (0.8, 0), (1, 0.5), (0.8, 1), (0.2, 1), (0, 0.5)),
    "octagon": (
        *((0.29, 0), (0.71, 0), (1, 0.29), (1, 0.71)),
        *((0.71, 1), (0.29, 1), (0, 0.71), (0, 0.29)),
    ),
    "plus": (
        *((0.25, 0), (0.75, 0), (0.75, 0.25), (1, 0.25), (1, 0.75), (0.75, 0.75)),
        *((0.75, 1), (0.25, 1), (0.25, 0.75), (0, 0.75), (0, 0.25), (0.25, 0.25)),
    ),
    "homePlate": ((0, 0), (0.75, 0), (1, 0.5), (0.75, 1), (0, 1)),
    "chevron": ((0, 0), (0.7, 0), (1, 0.5), (0.7, 1), (0, 1), (0.3, 0.5)),
    "pentagon": ((0.5, 0), (1, 0.38), (0.81, 1), (0.19, 1), (0, 0.38)),
    "leftRightArrow": (
        *((0, 0.5), (0.2, 0), (0.2, 0.25), (0.8, 0.25), (0.8, 0)),
        *((1, 0.5), (0.8, 1), (0.8, 0.75), (0.2, 0.75), (0.2, 1)),
    ),
    "upDownArrow": (
        *((0.5, 0), (1, 0.2), (0.75, 0.2), (0.75, 0.8), (1, 0.8)),
        *((0.5, 1), (0, 0.8), (0.25, 0.8), (0.25, 0.2), (0, 0.2)),
    ),
    "star5": (
        *((0.5, 0), (0.62, 0.38), (1, 0.38), (0.69, 0.62), (0.81, 1)),
        *((0.5, 0.76), (0.19, 1), (0.31, 0.62), (0, 0.38), (0.38, 0.38)),
    ),
}
_OPEN: Mapping[str, Sequence[Point]] = {
    "leftBracket": ((1, 0), (0.3, 0.02), (0, 0.08), (0, 0.92), (0.3, 0.98), (1, 1)),
    "rightBracket": ((0, 0), (0.7, 0.02), (1, 0.08), (1, 0.92), (0.7, 0.98), (0, 1)),
    "leftBrace": (
        *((1, 0), (0.65, 0.02), (0.5, 0.08), (0.5, 0.42), (0.35, 0.48), (0, 0.5)),
        *((0.35, 0.52), (0.5, 0.58), (0.5, 0.92), (0.65, 0.98), (1, 1)),
    ),
    "rightBrace": (
        *((0, 0), (0.35, 0.02), (0.5, 0.08), (0.5, 0.42), (0.65, 0.48), (1, 0.5)),
        *((0.65, 0.52), (0.5, 0.58), (0.5, 0.92), (0.35, 0.98), (0, 1)),
    ),
    "bentConnector2": ((0, 0), (1, 0), (1, 1)),
    "bentConnector3": ((0, 0), (0.5, 0), (0.5, 1), (1, 1)),
}


@dataclass(frozen=True, slots=True)
class Outline:
    """A way through points, in millimetres."""

    points: tuple[Point, ...]
    is_closed: bool = True


def outlines_of(look: Node | None, width: float, height: float) -> tuple[Outline, ...]:
    """The outlines of a shape's properties in its frame; a plain box where none is known."""
    outlines = _own(look, width, height) or (_named(look, width, height),)
    return tuple(_mirrored(one, look, width, height) for one in outlines)


def _own(look: Node | None, width: float, height: float) -> tuple[Outline, ...]:
    """The outlines of a shape drawn by hand; none where its places are reckoned."""
    paths = look.find("custGeom", "pathLst") if look else None
    if paths is None:
        return ()
    try:
        found = [_Path(one, width, height).outlines() for one in paths.nodes("path")]
    except ValueError:
        return ()
    return tuple(one for path in found for one in path if len(one.points) > 1)


def _named(look: Node | None, width: float, height: float) -> Outline:
    geometry = look.find("prstGeom") if look else None
    kind = geometry.attributes.get("prst", "rect") if geometry else "rect"
    if kind in _OPEN:
        return Outline(_scaled(_OPEN[kind], width, height), is_closed=False)
    if kind in _LINES or "Connector" in kind:
        return Outline(((0.0, 0.0), (width, height)), is_closed=False)
    return Outline(tuple(_closed(kind, geometry, width, height)))


def _closed(kind: str, geometry: Node | None, width: float, height: float) -> Iterable[Point]:
    if kind in _ARROW_TURNS:
        return _arrow(_ARROW_TURNS[kind], width, height)
    if kind in _ROUND:
        return _arc(width / 2, height / 2, width / 2, height / 2, 0, 360)
    if kind.startswith("wedge") and "Callout" in kind:
        return _callout(geometry, width, height)
    if "round" in kind.lower() or kind in _SOFT:
        return _rounded(width, height, _SOFT.get(kind, _CORNER))
    return _scaled(_SHAPES.get(kind, _BOX), width, height)


def _scaled(shares: Sequence[Point], width: float, height: float) -> tuple[Point, ...]:
    return tuple((x * width, y * height) for x, y in shares)


def _mirrored(outline: Outline, look: Node | None, width: float, height: float) -> Outline:
    place = look.find("xfrm") if look else None
    told = place.attributes if place else {}
    across, down = (told.get(name) in {"1", "true"} for name in ("flipH", "flipV"))
    if not (across or down):
        return outline
    points = tuple(
        (width - x if across else x, height - y if down else y) for x, y in outline.points
    )
    return Outline(points, outline.is_closed)


def _arrow(turns: int, width: float, height: float) -> list[Point]:
    """An arrow with a head half as long as it is thick, by quarter turns from the right."""
    long, thick = (height, width) if turns % 2 else (width, height)
    neck = max(0.0, long - min(width, height) / 2)
    points: list[Point] = [(0, 0.25), (neck, 0.25), (neck, 0), (long, 0.5)]
    points += [(neck, 1), (neck, 0.75), (0, 0.75)]
    placed = [(x, y * thick) for x, y in points]
    if turns >= 2:
        placed = [(long - x, y) for x, y in placed]
    return [(y, x) for x, y in placed] if turns % 2 else placed


def _arc(x: float, y: float, wide: float, high: float, start: int, end: int) -> list[Point]:
    count = max(2, round(_ARC_STEPS * abs(end - start) / 360))
    angles = (math.radians(start + (end - start) * at / count) for at in range(count + 1))
    return [(x + wide * math.cos(angle), y + high * math.sin(angle)) for angle in angles]


def _rounded(width: float, height: float, share: float) -> list[Point]:
    r = min(width, height) * share
    return [
        *_arc(r, r, r, r, 180, 270),
        *_arc(width - r, r, r, r, 270, 360),
        *_arc(width - r, height - r, r, r, 0, 90),
        *_arc(r, height - r, r, r, 90, 180),
    ]


def _callout(geometry: Node | None, width: float, height: float) -> Iterator[Point]:
    """A box with a tip at what it speaks of, from the side that is nearest."""
    told = (geometry.find("avLst") if geometry else None) or Node("avLst")
    marks = [_guide(node) for node in told.nodes("gd")] or [*_TIP]
    across, down = (*marks, *_TIP)[:2] if len(marks) >= 2 else _TIP
    tip = (width * (0.5 + across / _WHOLE), height * (0.5 + down / _WHOLE))
    corners = _scaled(_BOX, width, height)
    is_upright = abs(down) >= abs(across)
    side = (2 if down > 0 else 0) if is_upright else (1 if across > 0 else 3)
    for at, corner in enumerate(corners):
        yield corner
        if at == side:
            after = corners[(at + 1) % 4]
            near = 0.2 if (across < 0) == (side in {0, 3}) else 0.6
            for share in (near, None, near + 0.2):
                yield tip if share is None else _between(corner, after, share)


def _guide(node: Node) -> float:
    return float(node.attributes.get("fmla", "val 0").rpartition(" ")[2])


def _between(start: Point, end: Point, share: float) -> Point:
    return start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share


class _Path:
    """A path of a shape of its own."""

    def __init__(self, path: Node, width: float, height: float) -> None:
        self._path = path
        wide = float(path.attributes.get("w", 0)) or 1.0
        high = float(path.attributes.get("h", 0)) or 1.0
        self._scale = (width / wide, height / high)
        self._points: list[Point] = []

    def outlines(self) -> list[Outline]:
        """The unbroken ways of the path."""
        found: list[Outline] = []
        for node in self._path.nodes():
            if node.local == "moveTo":
                found += self._done(is_closed=False)
            elif node.local == "close":
                found += self._done(is_closed=True)
                continue
            self._go(node)
        return found + self._done(is_closed=False)

    def _done(self, *, is_closed: bool) -> list[Outline]:
        points, self._points = tuple(self._points), []
        return [Outline(points, is_closed)] if points else []

    def _go(self, node: Node) -> None:
        places = [self._place(one) for one in node.nodes("pt")]
        if node.local in {"cubicBezTo", "quadBezTo"} and self._points:
            bends = [self._points[-1], *places]
            steps = (at / _CURVE_STEPS for at in range(1, _CURVE_STEPS + 1))
            self._points += [_bent(bends, share) for share in steps]
        else:
            self._points += places

    def _place(self, node: Node) -> Point:
        x, y = (float(node.attributes.get(name, 0)) for name in ("x", "y"))
        return x * self._scale[0], y * self._scale[1]


def _bent(points: Sequence[Point], share: float) -> Point:
    """A Bézier curve's place: between its points, again and again."""
    while len(points) > 1:
        points = [_between(a, b, share) for a, b in pairwise(points)]
    return points[0]
