"""The looks of a form's cell: typeface, colours, fill, rules and place, as its workbook says."""

import colorsys
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.styles.colors import COLOR_INDEX
from openpyxl.xml.functions import fromstring

from app.reports.formpages.formconditions import CellLook
from app.reports.looks import Border, CellStyle, Line, TextRun
from app.reports.rendering.faces import face
from app.reports.rendering.fitting import clean
from app.reports.rendering.setting import STACKED

_ALIGN = {
    "left": "left",
    "center": "center",
    "centerContinuous": "center",
    "right": "right",
    "distributed": "distributed",
    "justify": "justify",
}
_VALIGN = {"top": "top", "center": "middle", "distributed": "middle", "justify": "top"}
# A workbook counts the theme's colours light before dark.
_ACCENTS = (f"accent{at}" for at in range(1, 7))
_THEME_NAMES = ("lt1", "dk1", "lt2", "dk2", *_ACCENTS, "hlink", "folHlink")
_OFFICE_THEME = ["FFFFFF", "000000", "EEECE1", "1F497D", "4F81BD", "C0504D", "9BBB59"]
_OFFICE_THEME += ["8064A2", "4BACC6", "F79646", "0000FF", "800080"]
# How much of a pattern's cell its lines cover; a page shows the mixed colour.
_COVERED = {
    "gray0625": 0.0625, "gray125": 0.125, "lightGray": 0.25, "mediumGray": 0.5, "darkGray": 0.75,
    "lightHorizontal": 0.25, "lightVertical": 0.25, "lightDown": 0.25, "lightUp": 0.25,
    "lightGrid": 0.4375, "lightTrellis": 0.375, "darkHorizontal": 0.5, "darkVertical": 0.5,
    "darkDown": 0.5, "darkUp": 0.5, "darkGrid": 0.5, "darkTrellis": 0.75,
}  # fmt: skip
# Beyond these stand the desktop's own colours.
_INDEXED = 64
_POINTS_PER_INDENT = 9.0
_UNDERLINES = {"double": "double", "doubleAccounting": "double"}
_RISES = {"superscript": "super", "subscript": "sub"}


class Looks:
    """The looks of one workbook's cells."""

    def __init__(self, book: Any) -> None:
        self.theme = _theme(book.loaded_theme)
        self._known: dict[tuple[object, ...], CellStyle] = {}

    def style(self, cell: Any, border: Border, value: object) -> CellStyle:
        """How a cell looks; numbers that are not told to stand elsewhere stand at the right."""
        kind = "number" if _is_number(value) else "truth" if isinstance(value, bool) else "text"
        kind = "truth" if cell.data_type == "e" else kind
        key = (cell._style.fontId, cell._style.fillId, cell._style.alignmentId, border, kind)
        if key not in self._known:
            self._known[key] = self._read(cell, border, kind)
        return self._known[key]

    def _read(self, cell: Any, border: Border, kind: str) -> CellStyle:
        alignment, font = cell.alignment, cell.font
        turn = _turn(int(alignment.textRotation or 0))
        general = {"number": "right", "truth": "center"}.get(kind, _general(turn))
        align = _ALIGN.get(alignment.horizontal, general)
        spreads = alignment.horizontal in ("justify", "distributed")
        return CellStyle(
            font=face(str(font.name or "")),
            size=float(font.size or 11),
            bold=bool(font.bold),
            align=align,
            valign=_VALIGN.get(alignment.vertical, "bottom"),
            border=border,
            wrap=kind == "text" and (bool(alignment.wrap_text) or spreads),
            fill=self._fill(cell.fill),
            color=self._ink(font.color),
            italic=bool(font.italic),
            underline=_underline(font.underline),
            strike=bool(font.strike),
            indent=_indent(alignment),
            turn=turn,
            close=True,
        )

    def over(self, style: CellStyle, look: CellLook) -> CellStyle:
        """A style with what conditions put over it; of several the first one is on top."""
        if look.fill:
            style = replace(style, fill=look.fill)
        for dxf in reversed(look.looks):
            style = self._put_over(style, dxf)
        return style

    def _put_over(self, style: CellStyle, dxf: Any) -> CellStyle:
        if dxf.fill is not None:
            style = replace(style, fill=self._overlay(dxf.fill) or style.fill)
        if dxf.border is not None:
            sides = self.border(dxf.border, dxf.border)
            style = replace(style, border=_joined(style.border, sides))
        font = dxf.font
        if font is None:
            return style
        return replace(
            style,
            bold=style.bold or bool(font.bold),
            italic=style.italic or bool(font.italic),
            strike=style.strike or bool(font.strike),
            underline=_underline(font.underline) or style.underline,
            color=self._ink(font.color) if font.color is not None else style.color,
        )

    def _overlay(self, fill: Any) -> str:
        """A condition's fill: a plain one names its colour as the ground."""
        if _is_gradient(fill) or fill.fill_type not in (None, "solid"):
            return self._fill(fill)
        ground = "" if _is_unset(fill.bgColor) else self.color(fill.bgColor)
        return ground or ("" if _is_unset(fill.fgColor) else self.color(fill.fgColor))

    def border(self, first: Any, last: Any) -> Border:
        """The rules around a cell, or around a merged area from its first and last cells."""
        sides = (first.left, first.top, last.right, last.bottom)
        slant = first.diagonal
        left, top, right, bottom = (_line(side) for side in sides)
        falling = _line(slant) if first.diagonalDown else Line.NONE
        rising = _line(slant) if first.diagonalUp else Line.NONE
        inks = tuple(
            self._ink(side.color) if side is not None and side.style else ""
            for side in (*sides, slant)
        )
        colors = inks if any(inks) else ()
        return Border(left, top, right, bottom, falling, rising, colors)

    def runs(self, cell: Any, text: str, style: CellStyle) -> tuple[TextRun, ...]:
        """The parts of a rich or a raised text; empty for one of a single look."""
        value, usual = cell.value, _usual_run(style)
        rise = _RISES.get(cell.font.vertAlign, "")
        if not isinstance(value, CellRichText):
            return (replace(usual, text=text, rise=rise),) if rise and text else ()
        found = [
            self._run(part.font, clean(str(part.text)), usual)
            if isinstance(part, TextBlock)
            else replace(usual, text=clean(str(part)))
            for part in value
        ]
        looks = {replace(run, text="") for run in found}
        return () if looks == {usual} else tuple(run for run in found if run.text)

    def _run(self, font: Any, text: str, usual: TextRun) -> TextRun:
        return TextRun(
            text,
            face(str(font.rFont)) if font.rFont else usual.font,
            float(font.sz or usual.size),
            bool(font.b),
            bool(font.i),
            _underline(font.u),
            bool(font.strike),
            self._ink(font.color),
            _RISES.get(font.vertAlign, ""),
        )

    def _fill(self, fill: Any) -> str:
        if _is_gradient(fill):
            ends = [self.color(stop.color) or "FFFFFF" for stop in fill.stop]
            return _mixed(ends[0], ends[-1], 0.5) if ends else ""
        kind = fill.fill_type
        if kind is None or kind == "none":
            return ""
        ink = self.color(fill.fgColor)
        if kind == "solid":
            return ink
        ground = "FFFFFF" if _is_unset(fill.bgColor) else self.color(fill.bgColor) or "FFFFFF"
        ink = "000000" if _is_unset(fill.fgColor) else ink or "000000"
        return _mixed(ink, ground, _COVERED.get(kind, 0.5))

    def _ink(self, color: Any) -> str:
        """A colour of text or rules; black is the usual one."""
        found = self.color(color)
        return "" if found == "000000" else found

    def color(self, color: Any) -> str:
        """A colour as RRGGBB; empty for the automatic one."""
        if color is None or color.type == "auto":
            return ""
        if color.type == "rgb":
            return color.rgb[-6:].upper() if isinstance(color.rgb, str) else ""
        if color.type == "theme":
            at = int(color.theme)
            base = self.theme[at] if at < len(self.theme) else "000000"
        else:
            at = int(color.indexed)
            base = COLOR_INDEX[at][-6:] if at < _INDEXED else ""
        return _tinted(base, float(color.tint or 0)) if base else ""


def gridded(border: Border) -> Border:
    """A cell's rules where the sheet's own gridlines are printed with them."""
    sides = (border.left, border.top, border.right, border.bottom)
    left, top, right, bottom = (side or Line.HAIR for side in sides)
    return replace(border, left=left, top=top, right=right, bottom=bottom)


def _joined(under: Border, over: Border) -> Border:
    """The rules of a condition where it has any, else the cell's own."""
    sides = zip(
        (over.left, over.top, over.right, over.bottom),
        (under.left, under.top, under.right, under.bottom),
        over.colors or ("",) * 5,
        under.colors or ("",) * 5,
        strict=False,
    )
    chosen = [(a, one) if a else (b, other) for a, b, one, other in sides]
    left, top, right, bottom = (line for line, _ in chosen)
    inks = (*(ink for _, ink in chosen), (under.colors or ("",))[-1])
    colors = inks if any(inks) else ()
    return Border(left, top, right, bottom, under.falling, under.rising, colors)


def _theme(xml: bytes | None) -> Sequence[str]:
    """The twelve colours of a workbook's theme."""
    if not xml:
        return _OFFICE_THEME
    try:
        root = fromstring(xml)
    except (SyntaxError, ValueError):
        return _OFFICE_THEME
    space = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
    scheme = root.find(f".//{space}clrScheme")
    if scheme is None:
        return _OFFICE_THEME
    found = {}
    for entry in scheme:
        for color in entry:
            told = color.get("lastClr") or color.get("val") or ""
            if re.fullmatch("[0-9A-Fa-f]{6}", told):
                found[entry.tag.removeprefix(space)] = told.upper()
    return [found.get(name, usual) for name, usual in zip(_THEME_NAMES, _OFFICE_THEME, strict=True)]


def _tinted(color: str, tint: float) -> str:
    """A colour made lighter (above 0) or darker (below 0)."""
    if not tint:
        return color
    red, green, blue = (int(color[at : at + 2], 16) / 255 for at in (0, 2, 4))
    hue, light, depth = colorsys.rgb_to_hls(red, green, blue)
    light = light * (1 + tint) if tint < 0 else light * (1 - tint) + tint
    return _hex(colorsys.hls_to_rgb(hue, min(1.0, max(0.0, light)), depth))


def _mixed(ink: str, ground: str, share: float) -> str:
    parts = (
        (int(ink[at : at + 2], 16) * share + int(ground[at : at + 2], 16) * (1 - share)) / 255
        for at in (0, 2, 4)
    )
    return _hex(tuple(parts))


def _hex(parts: Sequence[float]) -> str:
    return "".join(f"{round(part * 255):02X}" for part in parts)


def _is_unset(color: Any) -> bool:
    """Whether a pattern's colour was left to the program; the library puts a clear black there."""
    if color is None or color.type == "auto":
        return True
    if color.type == "indexed":
        return int(color.indexed) >= _INDEXED
    return bool(color.type == "rgb" and color.rgb == "00000000")


def _is_gradient(fill: Any) -> bool:
    # A cell's fill comes wrapped, so that its class does not tell.
    return str(fill.tagname) == "gradientFill"


def _usual_run(style: CellStyle) -> TextRun:
    return TextRun(
        "",
        style.font,
        style.size,
        style.bold,
        style.italic,
        style.underline,
        style.strike,
        style.color,
    )


def _underline(kind: str | None) -> str:
    return _UNDERLINES.get(kind, "single") if kind and kind != "none" else ""


def _indent(alignment: Any) -> float:
    """White space beside the text; one that is told no side keeps none."""
    if alignment.horizontal not in ("left", "right", "distributed", "justify"):
        return 0.0
    return float(alignment.indent or 0) * _POINTS_PER_INDENT


def _turn(told: int) -> int:
    """Degrees from -90 to 90; the workbook counts downward ones from 90 on."""
    if told == STACKED:
        return STACKED
    return 90 - told if told > 90 else told


def _general(turn: int) -> str:
    """Where a text stands that is told nothing."""
    if turn == STACKED:
        return "center"
    return "right" if turn > 0 and turn == 90 else "left"


def _is_number(value: object) -> bool:
    return value is not None and not isinstance(value, str | bool | CellRichText)


def _line(side: Any) -> Line:
    if side is None or not side.style:
        return Line.NONE
    return Line(side.style)
