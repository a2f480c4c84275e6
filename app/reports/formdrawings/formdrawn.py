"""What hangs over a form's sheet: pictures, shapes, charts and controls, each in its place."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from io import BytesIO

from app.errors import UserError
from app.reports.formdrawings.formboard import corners
from app.reports.formdrawings.formchartdata import Cells, read_chart
from app.reports.formdrawings.formcharts import chart_parts
from app.reports.formdrawings.formcolors import DrawnColors
from app.reports.formdrawings.formcontrols import control_parts, controls_in, objects_in
from app.reports.formdrawings.formshapes import shape_parts
from app.reports.forms.markup import Node
from app.reports.forms.officefont import MM_PER_PIXEL
from app.reports.forms.package import Package
from app.reports.looks import TextRun
from app.reports.rendering.rasters import open_raster
from app.reports.sketches import Picture, Sketch, Stroke, Words

_EMU_PER_MM = 36000
_WHOLE = 100_000
_FRAME, _FRAME_SIZE = "808080", 9.0
_UNDRAWN = "（此处的 {} 图片没有画出，请到电子表中查看）"
_ANCHORS = frozenset({"twoCellAnchor", "oneCellAnchor", "absoluteAnchor"})

Edge = Callable[[int], float]


@dataclass(frozen=True, slots=True)
class Frame:
    """A place on the sheet, in millimetres from its corner."""

    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Drawn:
    """Something hanging over the sheet; what is to be drawn counts from the frame's corner."""

    frame: Frame
    shown: Picture | Sketch


class Drawings:
    """The drawings of a workbook's sheets.

    Args:
        package: the workbook's parts.
        colors: its theme's colours.
        cells: its values, for charts.
    """

    def __init__(self, package: Package, colors: DrawnColors, cells: Cells) -> None:
        self._package, self._colors, self._cells = package, colors, cells
        self._sheets = package.sheets()

    def over(self, sheet: str, left_of: Edge, top_of: Edge) -> tuple[Drawn, ...]:
        """What hangs over a sheet, the lowest first.

        Args:
            sheet: the sheet's name.
            left_of: how far a column, counted from 1, begins from the sheet's left.
            top_of: the same for a row from the top.
        """
        part = self._sheets.get(sheet, "")
        links = self._package.links(part).values() if part else ()
        found: list[Drawn] = []
        for kind, target in links:
            if kind == "drawing" and self._package.has(target):
                for anchor in self._anchors(target):
                    found += self._hung(anchor, target, left_of, top_of)
            elif kind == "vmlDrawing" and self._package.has(target):
                found += _controls(self._package.read(target), left_of, top_of)
                found += self._objects(target, left_of, top_of)
        return tuple(found)

    def _objects(self, part: str, left_of: Edge, top_of: Edge) -> Iterator[Drawn]:
        """Objects of other programs, as the pictures kept of them."""
        links = self._package.links(part)
        for places, link in objects_in(self._package.read(part)):
            _, target = links.get(link, ("", ""))
            if self._package.has(target):
                frame = _old_frame(places, left_of, top_of)
                yield Drawn(frame, self._shown(target, frame))

    def _anchors(self, part: str) -> list[Node]:
        try:
            hung = _chosen(self._package.tree(part))
            return [one for one in hung if one.local in _ANCHORS and _is_printed(one)]
        except UserError:
            return []

    def _hung(self, anchor: Node, part: str, left_of: Edge, top_of: Edge) -> tuple[Drawn, ...]:
        # What programs leave in drawings is not always sound; it must not cost the whole page.
        try:
            frame = _frame(anchor, left_of, top_of)
            return tuple(
                drawn for node in _chosen(anchor) for drawn in self._drawn(node, frame, part)
            )
        except (UserError, ValueError, ArithmeticError, LookupError):
            return ()

    def _drawn(self, node: Node, frame: Frame, part: str) -> Iterator[Drawn]:
        if _is_hidden(node):
            return
        if node.local == "grpSp":
            for one in _chosen(node):
                inside = _inside(one, node, frame)
                if inside is not None:
                    yield from self._drawn(one, inside, part)
        elif node.local == "pic":
            picture = self._picture(node, frame, part)
            if picture is not None:
                yield Drawn(frame, picture)
        elif node.local == "graphicFrame" and _is_slicer(node):
            yield Drawn(frame, _named_frame(frame, _name(node)))
        elif node.local in {"sp", "cxnSp"}:
            strokes, words = shape_parts(node, frame.width, frame.height, self._colors)
            yield Drawn(frame, Sketch(0, 0.0, 0.0, strokes, words))
        elif node.local == "graphicFrame":
            yield from self._charts(node, frame, part)

    def _charts(self, node: Node, frame: Frame, part: str) -> Iterator[Drawn]:
        wanted = {
            value
            for one in node.walk()
            if one.local == "chart"
            for name, value in one.attributes.items()
            if name.endswith(":id")
        }
        for link, (kind, target) in self._package.links(part).items():
            if link in wanted and kind == "chart" and self._package.has(target):
                chart = read_chart(self._package.tree(target), self._cells, self._colors)
                strokes, words = chart_parts(chart, frame.width, frame.height)
                yield Drawn(frame, Sketch(0, 0.0, 0.0, strokes, words))

    def _picture(self, node: Node, frame: Frame, part: str) -> Picture | Sketch | None:
        fill = node.find("blipFill")
        blip = fill.find("blip") if fill else None
        told = blip.attributes.items() if blip else ()
        link = next((value for name, value in told if name.endswith(":embed")), "")
        _, target = self._package.links(part).get(link, ("", ""))
        if fill is None or not self._package.has(target):
            return None
        shown = self._shown(target, frame)
        if isinstance(shown, Sketch):
            return shown
        place = node.find("spPr", "xfrm")
        turn = float(place.attributes.get("rot", 0)) / 60000 if place else 0.0
        return replace(shown, content=_cropped(shown.content, fill.find("srcRect"), turn))

    def _shown(self, part: str, frame: Frame) -> Picture | Sketch:
        """A picture in its frame, or the frame with a word where it can't be drawn."""
        content = self._package.read(part)
        if open_raster(content) is None:
            return _named_frame(frame, _UNDRAWN.format(part.rpartition(".")[2].upper()))
        return Picture(0, 0.0, 0.0, frame.width, frame.height, content)


def _controls(drawing: bytes, left_of: Edge, top_of: Edge) -> Iterator[Drawn]:
    for control in controls_in(drawing):
        frame = _old_frame(control.anchor, left_of, top_of)
        strokes, words = control_parts(control, frame.width, frame.height)
        yield Drawn(frame, Sketch(0, 0.0, 0.0, strokes, words))


def _old_frame(anchor: tuple[int, ...], left_of: Edge, top_of: Edge) -> Frame:
    """A place told in the old drawing language: columns, rows and pixels beyond them."""
    column, right, row, down, last, far, foot, deep = anchor
    left = left_of(column + 1) + right * MM_PER_PIXEL
    top = top_of(row + 1) + down * MM_PER_PIXEL
    width = left_of(last + 1) + far * MM_PER_PIXEL - left
    return Frame(left, top, width, top_of(foot + 1) + deep * MM_PER_PIXEL - top)


def _is_slicer(node: Node) -> bool:
    return any(one.local == "slicer" for one in node.walk())


def _name(node: Node) -> str:
    """What a drawing is called."""
    told = (one for holder in node.nodes() for one in holder.nodes("cNvPr"))
    return next((one.attributes.get("name", "") for one in told), "")


def _named_frame(frame: Frame, words: str) -> Sketch:
    """The frame of what can't be drawn, with a word in its place."""
    ends = corners(0, 0, frame.width, frame.height)
    run = (TextRun(words, size=_FRAME_SIZE, color=_FRAME),)
    inside = Words(1, 1, max(1.0, frame.width - 2), max(1.0, frame.height - 2), run, "center")
    return Sketch(0, 0.0, 0.0, (Stroke(ends, True, "", _FRAME),), (inside,))


def _is_printed(anchor: Node) -> bool:
    told = anchor.find("clientData")
    return told is None or told.attributes.get("fPrintsWithSheet") not in {"0", "false"}


def _is_hidden(node: Node) -> bool:
    return any(
        told.attributes.get("hidden") in {"1", "true"}
        for one in node.nodes()
        if one.local.startswith("nv")
        for told in one.nodes("cNvPr")
    )


def _chosen(holder: Node) -> Iterator[Node]:
    """The elements inside; of alternatives the first, as newer programs take it."""
    for node in holder.nodes():
        if node.local == "AlternateContent":
            choice = node.find("Choice") or node.find("Fallback")
            yield from _chosen(choice) if choice else ()
        else:
            yield node


def _frame(anchor: Node, left_of: Edge, top_of: Edge) -> Frame:
    start, end = anchor.find("from"), anchor.find("to")
    size, place = anchor.find("ext"), anchor.find("pos")
    left, top = _corner(start, left_of, top_of) if start else _pair(place, "x", "y")
    if end is not None:
        right, bottom = _corner(end, left_of, top_of)
        return Frame(left, top, max(0.0, right - left), max(0.0, bottom - top))
    return Frame(left, top, *_pair(size, "cx", "cy"))


def _corner(marker: Node, left_of: Edge, top_of: Edge) -> tuple[float, float]:
    told = {node.local: int(float(node.text or 0)) for node in marker.nodes()}
    # An offset beyond its cell ends with the cell.
    x, y = told.get("colOff", 0) / _EMU_PER_MM, told.get("rowOff", 0) / _EMU_PER_MM
    column, row = told.get("col", 0) + 1, told.get("row", 0) + 1
    left, top = left_of(column), top_of(row)
    return left + min(x, left_of(column + 1) - left), top + min(y, top_of(row + 1) - top)


def _pair(node: Node | None, first: str, second: str) -> tuple[float, float]:
    told = node.attributes if node else {}
    return float(told.get(first, 0)) / _EMU_PER_MM, float(told.get(second, 0)) / _EMU_PER_MM


def _inside(node: Node, group: Node, frame: Frame) -> Frame | None:
    """The frame of a group's member, in the scale the group is shown at."""
    place, whole = _place(node), group.find("grpSpPr", "xfrm")
    if place is None or whole is None:
        return None
    left, top = _pair(whole.find("chOff"), "x", "y")
    wide, high = _pair(whole.find("chExt"), "cx", "cy")
    across, down = frame.width / (wide or 1.0), frame.height / (high or 1.0)
    x, y = _pair(place.find("off"), "x", "y")
    width, height = _pair(place.find("ext"), "cx", "cy")
    return Frame(
        frame.left + (x - left) * across,
        frame.top + (y - top) * down,
        width * across,
        height * down,
    )


def _place(node: Node) -> Node | None:
    return node.find("spPr", "xfrm") or node.find("grpSpPr", "xfrm") or node.find("xfrm")


def _cropped(content: bytes, crop: Node | None, turn: float) -> bytes:
    """A picture without what the sheet cuts off it, and turned as it stands there."""
    cuts = [float(crop.attributes.get(side, 0)) / _WHOLE for side in "ltrb"] if crop else [0.0] * 4
    if not any(cuts) and not turn:
        return content
    whole = open_raster(content)
    if whole is None:
        return content
    wide, high = whole.size
    left, top, right, bottom = cuts
    box = (left * wide, top * high, (1 - right) * wide, (1 - bottom) * high)
    try:
        shown = whole.crop(box)
    except ValueError:  # cut to less than nothing
        return content
    if turn:
        shown = shown.rotate(-turn, expand=False, fillcolor=(255, 255, 255, 0))
    stream = BytesIO()
    shown.save(stream, "PNG")
    return stream.getvalue()


def hung_on(drawn: Drawn, row: int, left: float, top: float) -> Picture | Sketch:
    """What is drawn, hung on a row of a page: from the page's left and the row's top."""
    return replace(drawn.shown, row=row, left=left, top=top)
