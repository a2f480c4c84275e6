"""Hangs the drawings of a binary workbook over the sheets of the workbook it becomes."""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from app.reports.formpages.formsize import Sizes
from app.reports.forms.markup import Node, legal
from app.reports.forms.package import Package
from app.reports.oldforms.olddrawings import Anchor, OldShape
from app.reports.oldforms.oldlooks import Palette
from app.reports.oldforms.oldrecords import TextRecord

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_DRAWINGML = "http://schemas.openxmlformats.org/drawingml/2006"
_PART_TYPE = "application/vnd.openxmlformats-officedocument.drawing+xml"
_EMU_PER_MM = 36_000
_WHOLE = 65_536
_SHAPES = {
    1: "rect", 2: "roundRect", 3: "ellipse", 4: "diamond", 5: "triangle", 6: "rtTriangle",
    7: "parallelogram", 8: "trapezoid", 9: "hexagon", 10: "octagon", 11: "plus", 12: "star5",
    13: "rightArrow", 15: "homePlate", 20: "line", 22: "can", 23: "donut",
    32: "straightConnector1", 33: "bentConnector2", 34: "bentConnector3", 55: "chevron",
    56: "pentagon", 61: "wedgeRectCallout", 62: "wedgeRoundRectCallout",
    63: "wedgeEllipseCallout", 65: "foldedCorner", 66: "leftArrow", 67: "downArrow",
    68: "upArrow", 69: "leftRightArrow", 70: "upDownArrow", 85: "leftBracket",
    86: "rightBracket", 87: "leftBrace", 88: "rightBrace", 109: "flowChartProcess",
    110: "flowChartDecision", 111: "flowChartInputOutput", 112: "flowChartPredefinedProcess",
    114: "flowChartDocument", 116: "flowChartTerminator", 117: "flowChartPreparation",
    119: "flowChartManualOperation", 120: "flowChartConnector", 127: "flowChartExtract",
    128: "flowChartMerge", 176: "flowChartAlternateProcess", 202: "rect",
}  # fmt: skip
_LINES = frozenset({20, 32, 33, 34, 85, 86, 87, 88})
_BOX = 202
_ACROSS = {1: "l", 2: "ctr", 3: "r", 4: "just", 7: "dist"}
_UPRIGHT = {1: "t", 2: "ctr", 3: "b"}
_TURNS = {1: "wordArtVert", 2: "vert270", 3: "vert"}
_TYPES = {"jpeg": "image/jpeg", "png": "image/png", "bmp": "image/bmp", "emf": "image/x-emf",
          "wmf": "image/x-wmf"}  # fmt: skip
# Before these a sheet's XML names its drawing.
_LATER = ("legacyDrawing", "legacyDrawingHF", "picture", "oleObjects", "controls",
          "webPublishItems", "tableParts", "extLst")  # fmt: skip
_CROPS = {0x0102: "l", 0x0100: "t", 0x0103: "r", 0x0101: "b"}


def hang_drawings(
    package: Package,
    sheets: Mapping[str, tuple[Sequence[OldShape], Sizes]],
    pictures: Sequence[tuple[str, bytes]],
    book: Any,
) -> None:
    """Give the workbook what hung over its sheets.

    Args:
        package: the workbook without drawings.
        sheets: by name what hangs over each, and how large its rows and columns are.
        pictures: the pictures shapes show, with their endings.
        book: the old workbook, for its colours and fonts.
    """
    for number, (name, (shapes, sizes)) in enumerate(sheets.items(), 1):
        drawing = _Drawing(sizes, pictures, book)
        anchors = "".join(drawing.anchor(shape) for shape in shapes)
        if anchors:
            _put(package, package.sheets()[name], number, anchors, drawing.used)
    _put_pictures(package, pictures)


def is_known_shape(shape: OldShape) -> bool:
    """Whether a shape keeps its outline."""
    if shape.parts:
        return all(map(is_known_shape, shape.parts))
    return bool(shape.picture) or shape.kind in _SHAPES


def _put(package: Package, sheet: str, number: int, anchors: str, used: Mapping[int, str]) -> None:
    part = f"xl/drawings/olddrawing{number}.xml"
    xml = (
        f'<xdr:wsDr xmlns:xdr="{_DRAWINGML}/spreadsheetDrawing" xmlns:a="{_DRAWINGML}/main" '
        f'xmlns:r="{_OFFICE}">{anchors}</xdr:wsDr>'
    )
    package.add(part, xml.encode(), _PART_TYPE)
    for at, ending in used.items():
        package.link(part, f"rId{at}", "image", f"/xl/media/old{at}.{ending}")
    link = f"rIdDrawing{number}"
    package.link(sheet, link, "drawing", f"/{part}")
    root = package.tree(sheet, change=True)
    later = (
        at
        for at, node in enumerate(root.children)
        if isinstance(node, Node) and node.local in _LATER
    )
    place = next(later, len(root.children))
    root.children.insert(place, Node("drawing", {"xmlns:r": _OFFICE, "r:id": link}))


def _put_pictures(package: Package, pictures: Sequence[tuple[str, bytes]]) -> None:
    for at, (kind, content) in enumerate(pictures, 1):
        if content:
            package.add(f"xl/media/old{at}.{kind}", content, _TYPES[kind])


class _Drawing:
    """Writes shapes as the newer format has them."""

    def __init__(self, sizes: Sizes, pictures: Sequence[tuple[str, bytes]], book: Any) -> None:
        self._sizes, self._pictures, self._book = sizes, pictures, book
        self._palette = Palette(book)
        self._count = 1
        self.used: dict[int, str] = {}

    def anchor(self, shape: OldShape) -> str:
        """A shape on the sheet; empty for what is none."""
        if shape.anchor is None or not shape.is_drawn:
            return ""
        inside = self._element(shape)
        if not inside:
            return ""
        return (
            f"<xdr:twoCellAnchor>{self._corners(shape.anchor)}{inside}"
            "<xdr:clientData/></xdr:twoCellAnchor>"
        )

    def _corners(self, anchor: Anchor) -> str:
        ends = (("from", anchor.left, anchor.top), ("to", anchor.right, anchor.bottom))
        return "".join(
            f"<xdr:{name}><xdr:col>{x[0]}</xdr:col><xdr:colOff>{self._across(*x)}</xdr:colOff>"
            f"<xdr:row>{y[0]}</xdr:row><xdr:rowOff>{self._down(*y)}</xdr:rowOff></xdr:{name}>"
            for name, x, y in ends
        )

    def _across(self, column: int, share: float) -> int:
        return round(self._sizes.width(column + 1) * share * _EMU_PER_MM)

    def _down(self, row: int, share: float) -> int:
        high = 0.0 if self._sizes.is_hidden(row + 1) else self._sizes.height(row + 1)
        return round(high * share * _EMU_PER_MM)

    def _element(self, shape: OldShape) -> str:
        if shape.parts:
            return self._group(shape)
        if shape.picture:
            return self._picture(shape)
        return self._box(shape)

    def _names(self, holder: str, kind: str) -> str:
        self._count += 1
        name = f'<xdr:cNvPr id="{self._count}" name="{kind}{self._count}"/>'
        return f"<xdr:nv{holder}Pr>{name}<xdr:cNv{holder}Pr/></xdr:nv{holder}Pr>"

    def _group(self, shape: OldShape) -> str:
        inside = "".join(self._element(one) for one in shape.parts if one.is_drawn)
        names = self._names("GrpSp", "组合")
        place = _place(shape.box, shape) if shape.anchor is None else _place(shape.inner, shape)
        left, top, right, bottom = shape.inner
        child = f'<a:chOff x="{left}" y="{top}"/><a:chExt cx="{right - left}" cy="{bottom - top}"/>'
        place = place.replace("</a:xfrm>", f"{child}</a:xfrm>")
        return f"<xdr:grpSp>{names}<xdr:grpSpPr>{place}</xdr:grpSpPr>{inside}</xdr:grpSp>"

    def _picture(self, shape: OldShape) -> str:
        at = shape.picture
        if at > len(self._pictures) or not self._pictures[at - 1][1]:
            return ""
        self.used[at] = self._pictures[at - 1][0]
        cuts = "".join(
            f' {side}="{round(_signed(shape.told[code]) * 100_000 / _WHOLE)}"'
            for code, side in _CROPS.items()
            if shape.told.get(code)
        )
        crop = f"<a:srcRect{cuts}/>" if cuts else ""
        return (
            f"<xdr:pic>{self._names('Pic', '图片')}"
            f'<xdr:blipFill><a:blip r:embed="rId{at}"/>{crop}<a:stretch><a:fillRect/></a:stretch>'
            f"</xdr:blipFill><xdr:spPr>{_place(shape.box, shape)}"
            '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></xdr:spPr></xdr:pic>'
        )

    def _box(self, shape: OldShape) -> str:
        kind = _SHAPES.get(shape.kind, "rect")
        is_line = shape.kind in _LINES
        fill = "" if is_line else self._fill(shape)
        look = (
            f'{_place(shape.box, shape)}<a:prstGeom prst="{kind}"><a:avLst/></a:prstGeom>'
            f"{fill}{self._line(shape)}"
        )
        text = "" if is_line or shape.text is None else self._text(shape.text)
        names = self._names("Sp", "文本框" if shape.kind == _BOX else "形状")
        return f'<xdr:sp macro="" textlink="">{names}<xdr:spPr>{look}</xdr:spPr>{text}</xdr:sp>'

    def _fill(self, shape: OldShape) -> str:
        told = shape.told.get(0x01BF, 0)
        if told >> 20 & 1 and not told >> 4 & 1:
            return "<a:noFill/>"
        return _solid(self._color(shape.told.get(0x0181, 0xFFFFFF)))

    def _line(self, shape: OldShape) -> str:
        told, width = shape.told.get(0x01FF, 0), shape.told.get(0x01CB, 9525)
        if told >> 19 & 1 and not told >> 3 & 1:
            return "<a:ln><a:noFill/></a:ln>"
        return f'<a:ln w="{width}">{_solid(self._color(shape.told.get(0x01C0, 0)))}</a:ln>'

    def _color(self, told: int) -> str:
        """A drawing's colour: by value, or by its number among the workbook's."""
        if told >> 24 & 0x08:
            return (self._palette.color(told & 0xFF) or "FF000000")[2:]
        if told >> 24 & 0x10:
            return "FFFFFF" if told & 0xFF else "000000"
        return f"{told & 0xFF:02X}{told >> 8 & 0xFF:02X}{told >> 16 & 0xFF:02X}"

    def _text(self, text: TextRecord) -> str:
        anchor = _UPRIGHT.get(text.flags >> 4 & 7, "t")
        turn = f' vert="{_TURNS[text.turn]}"' if text.turn in _TURNS else ""
        align = _ACROSS.get(text.flags >> 1 & 7, "l")
        lines = self._paragraphs(text)
        paragraphs = "".join(f'<a:p><a:pPr algn="{align}"/>{line}</a:p>' for line in lines)
        body = f'<a:bodyPr anchor="{anchor}"{turn}/><a:lstStyle/>'
        return f"<xdr:txBody>{body}{paragraphs}</xdr:txBody>"

    def _paragraphs(self, text: TextRecord) -> list[str]:
        """The text's lines as runs, each in its font."""
        words = legal(text.words)
        starts = [(at, font) for at, font in text.fonts if at < len(words)] or [(0, 0)]
        ends = [at for at, _ in starts[1:]] + [len(words)]
        lines = [""]
        for (start, font), end in zip(starts, ends, strict=True):
            for number, part in enumerate(words[start:end].split("\n")):
                if number:
                    lines.append("")
                lines[-1] += self._run(part, font) if part else ""
        return lines

    def _run(self, words: str, number: int) -> str:
        font = self._book.font_list[number]
        color = (self._palette.color(font.colour_index) or "FF000000")[2:]
        face = escape(str(font.name), quote=True)
        marks = f' b="{int(font.weight >= 600)}" i="{int(bool(font.italic))}"'
        marks += ' u="sng"' if font.underline_type else ""
        return (
            f'<a:r><a:rPr lang="zh-CN" sz="{font.height * 5}"{marks}>{_solid(color)}'
            f'<a:latin typeface="{face}"/><a:ea typeface="{face}"/></a:rPr>'
            f"<a:t>{escape(words, quote=False)}</a:t></a:r>"
        )


def _solid(color: str) -> str:
    return f'<a:solidFill><a:srgbClr val="{color}"/></a:solidFill>'


def _place(box: tuple[int, int, int, int], shape: OldShape) -> str:
    """A shape's box, how it is turned and mirrored."""
    left, top, right, bottom = box
    turn = round(_signed(shape.told.get(0x0004, 0)) / _WHOLE * 60_000) % 21_600_000
    marks = f' rot="{turn}"' if turn else ""
    marks += ' flipH="1"' if shape.flips & 1 else ""
    marks += ' flipV="1"' if shape.flips & 2 else ""
    return (
        f'<a:xfrm{marks}><a:off x="{left}" y="{top}"/>'
        f'<a:ext cx="{right - left}" cy="{bottom - top}"/></a:xfrm>'
    )


def _signed(value: int) -> int:
    return value - (1 << 32) if value >> 31 else value
