"""How the text and the cells of a page look: typefaces by their role, rules, colours, place."""

from dataclasses import dataclass
from enum import StrEnum


class Font(StrEnum):
    """The role a typeface plays on official paper; the renderer finds the file for it."""

    FANGSONG = "仿宋"
    SONG = "宋体"
    HEI = "黑体"
    KAI = "楷体"
    TITLE = "小标宋"


class Line(StrEnum):
    """The weight and kind of one side of a cell's border; the value is the workbook's own word."""

    NONE = ""
    HAIR = "hair"
    THIN = "thin"
    MEDIUM = "medium"
    THICK = "thick"
    DOUBLE = "double"
    DOTTED = "dotted"
    DASHED = "dashed"
    DASH_DOT = "dashDot"
    DASH_DOT_DOT = "dashDotDot"
    MEDIUM_DASHED = "mediumDashed"
    MEDIUM_DASH_DOT = "mediumDashDot"
    MEDIUM_DASH_DOT_DOT = "mediumDashDotDot"
    SLANT_DASH_DOT = "slantDashDot"


@dataclass(frozen=True, slots=True)
class Border:
    """The four sides of a cell, or of a merged area as a whole, and the lines across it.

    Attributes:
        falling: the diagonal from the top left to the bottom right.
        rising: the diagonal from the bottom left to the top right.
        colors: RRGGBB of left, top, right, bottom and the diagonals; empty when all are black.
    """

    left: Line = Line.NONE
    top: Line = Line.NONE
    right: Line = Line.NONE
    bottom: Line = Line.NONE
    falling: Line = Line.NONE
    rising: Line = Line.NONE
    colors: tuple[str, ...] = ()


NO_BORDER = Border()


THIN_BORDER = Border(Line.THIN, Line.THIN, Line.THIN, Line.THIN)


@dataclass(frozen=True, slots=True)
class CellStyle:
    """How a cell looks.

    Attributes:
        size: type size in points (五号 = 10.5).
        align: left, center, right, justify (lines but the last fill the width), distributed
            (all do), or start and fill (a line of an office paper, from edge to edge).
        valign: top, middle or bottom.
        wrap: long text runs on over several lines; without it, the text shrinks into one line.
        fill: background as RRGGBB, or empty.
        color: of the text as RRGGBB, or empty for black.
        underline: single or double, or empty.
        indent: white space before the text (after it, when flush right), in points.
        turn: degrees the text is turned, from -90 (reads down) to 90 (reads up); 255 sets the
            characters below each other.
        close: lines and white space as office programs set them, closer than on our own pages.
    """

    font: Font = Font.SONG
    size: float = 10.5
    bold: bool = False
    align: str = "left"
    valign: str = "middle"
    border: Border = NO_BORDER
    wrap: bool = True
    fill: str = ""
    color: str = ""
    italic: bool = False
    underline: str = ""
    strike: bool = False
    indent: float = 0.0
    turn: int = 0
    close: bool = False


PLAIN = CellStyle()


@dataclass(frozen=True, slots=True)
class TextRun:
    """A part of a cell's text in a look of its own; ``rise`` is super, sub or empty."""

    text: str
    font: Font = Font.SONG
    size: float = 10.5
    bold: bool = False
    italic: bool = False
    underline: str = ""
    strike: bool = False
    color: str = ""
    rise: str = ""
