"""The Page grid: what every printed table is before it becomes a PDF or a workbook."""

from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

_PAPER_MM = {
    "A4": (210.0, 297.0),
    "A3": (297.0, 420.0),
    "A5": (148.0, 210.0),
    "B4": (257.0, 364.0),
    "B5": (182.0, 257.0),
    "Letter": (215.9, 279.4),
    "Legal": (215.9, 355.6),
    "16K": (195.0, 270.0),
}


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


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture on the sheet, such as a seal; millimetres from the corner of its row.

    Attributes:
        row: the row its top stands in, from 1.
        left: from the left of the first column.
        top: from the top of the row.
        content: the picture's file (PNG, JPEG, BMP, GIF).
    """

    row: int
    left: float
    top: float
    width: float
    height: float
    content: bytes


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line or an outline on a sketch, as an unbroken way through points.

    Attributes:
        points: millimetres from the sketch's corner, to the right and down.
        closed: whether the way leads back to its start.
        fill: RRGGBB inside, or empty.
        color: RRGGBB of the line, or empty for none.
        width: of the line, in points.
        dashes: lengths of strokes and gaps in points; empty for a whole line.
    """

    points: tuple[tuple[float, float], ...]
    closed: bool = False
    fill: str = ""
    color: str = ""
    width: float = 0.75
    dashes: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Words:
    """A paragraph on a sketch, set into a box in millimetres from the sketch's corner.

    Attributes:
        runs: its parts; line feeds break lines.
        align: left, center, right or distributed; valign: top, middle or bottom.
        wrap: long lines are broken at the box's width.
        turn: degrees the text is turned about the box's middle, upwards.
        aligns: of each line the text breaks itself, where they differ.
    """

    left: float
    top: float
    width: float
    height: float
    runs: tuple[TextRun, ...]
    align: str = "left"
    valign: str = "top"
    wrap: bool = True
    turn: int = 0
    aligns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sketch:
    """Something drawn over the sheet, such as a text box or a chart; placed like a picture."""

    row: int
    left: float
    top: float
    strokes: tuple[Stroke, ...] = ()
    words: tuple[Words, ...] = ()


@dataclass(frozen=True, slots=True)
class Mark:
    """What a value's rank draws into its cell.

    Attributes:
        kind: bar, circle, flag, up, rising, right, falling, down, peak up, peak down, dash, star
            or box.
        color: RRGGBB.
        end: where a bar ends in the cell's width, from 0 to 1; how full a star or box is.
        start: where a bar begins.
        is_flat: whether a bar's colour stays the same along it.
    """

    kind: str
    color: str
    end: float = 0.0
    start: float = 0.0
    is_flat: bool = False


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell or merged area; rows and columns count from 1, as on a sheet.

    Attributes:
        text: what is printed, exactly; empty prints nothing.
        number: the value behind the text, so that a workbook can reckon with it; None for text.
        number_format: the workbook's format code under which ``number`` reads as ``text``.
        repeats: a label that is printed again where its row goes on over a page break (a merged
            area that crosses a page break is always printed again).
        runs: the parts of the text where their looks differ; together they are ``text``.
        spill: millimetres an unwrapped text may run over blank neighbours, all told.
        marks: bars and signs under the text.
    """

    row: int
    column: int
    text: str
    row_span: int = 1
    column_span: int = 1
    style: CellStyle = CellStyle()
    number: Decimal | None = None
    number_format: str = "General"
    repeats: bool = False
    runs: tuple[TextRun, ...] = ()
    spill: float = 0.0
    marks: tuple[Mark, ...] = ()

    @property
    def last_row(self) -> int:
        """The last row the cell covers."""
        return self.row + self.row_span - 1

    @property
    def last_column(self) -> int:
        """The last column the cell covers."""
        return self.column + self.column_span - 1


@dataclass(frozen=True, slots=True)
class Margins:
    """White space around the text block, in millimetres."""

    top: float
    right: float
    bottom: float
    left: float


@dataclass(frozen=True, slots=True)
class HeadPicture:
    """A picture in a header or footer; its part counts from 0 at the left, its size is in mm."""

    is_below: bool
    part: int
    width: float
    height: float
    content: bytes


@dataclass(frozen=True, slots=True)
class Heads:
    """What some pages print above and below their block, as `PageSetup` has it for all."""

    header: tuple[str, str, str] = ("", "", "")
    footer: tuple[str, str, str] = ("", "", "")
    pictures: tuple[HeadPicture, ...] = ()


@dataclass(frozen=True, slots=True)
class PageSetup:
    """The paper.

    Attributes:
        paper: A4 or A3; a district's form may want others.
        margins: for mode ``report``; mode ``annex`` takes those of GB/T 9704-2012.
        mode: ``report`` numbers pages 第1页 共2页; ``annex`` prints ``— 1 —`` at the outer side;
            ``bare`` prints none.
        scale: how large the sheet is drawn, as a district's form sets it; None to fit the width.
        centred: a table narrower than the block stands in its middle.
        middle: a page's rows stand half way down it, as on a cover.
        header: what a district's form prints above the block: left, middle, right; ``&P`` is
            the page's number, ``&N`` the count of pages.
        footer: the same below it.
            Codes for looks (``&14``, ``&"黑体,Bold"``) stand where they begin.
        edges: millimetres from the paper's top to the header and from its foot to the footer.
        first_heads: header and footer of the first page, where they differ.
        even_heads: those of pages with even numbers, where they differ.
        first_number: the number its pages begin with; 0 to go on from the sheet before.
        head_pictures: what header and footer show beside their texts.
    """

    paper: str = "A4"
    landscape: bool = True
    margins: Margins = Margins(top=15, right=15, bottom=15, left=15)
    mode: str = "report"
    scale: float | None = None
    centred: bool = True
    middle: bool = False
    header: tuple[str, str, str] = ("", "", "")
    footer: tuple[str, str, str] = ("", "", "")
    edges: tuple[float, float] = (7.6, 7.6)
    first_heads: Heads | None = None
    even_heads: Heads | None = None
    first_number: int = 0
    head_pictures: tuple[HeadPicture, ...] = ()

    @property
    def size(self) -> tuple[float, float]:
        """Width and height in millimetres, as the page is read."""
        short, long = _PAPER_MM[self.paper]
        return (long, short) if self.landscape else (short, long)

    def margins_of(self, page: int) -> Margins:
        """The margins of a page, counted from 1.

        In mode ``annex`` (GB/T 9704-2012): text block 156 x 225 mm, top 37 mm, binding side
        28 mm; a landscape table keeps its head at the portrait page's left side.
        """
        if self.mode != "annex" or self.paper != "A4":
            return self.margins
        inner, outer = (28.0, 26.0) if page % 2 else (26.0, 28.0)
        if self.landscape:
            return Margins(top=inner, right=37.0, bottom=outer, left=35.0)
        return Margins(top=37.0, right=outer, bottom=35.0, left=inner)

    def heads_of(self, page: int, number: int) -> Heads:
        """What a page prints above and below.

        Args:
            page: which of the sheet's pages it is, from 1.
            number: the number it bears.
        """
        usual = Heads(self.header, self.footer, self.head_pictures)
        if page == 1 and self.first_heads is not None:
            return self.first_heads
        return self.even_heads or usual if number % 2 == 0 else usual

    @property
    def block_width(self) -> float:
        """The width of the text block in millimetres."""
        margins = self.margins_of(1)
        return self.size[0] - margins.left - margins.right


@dataclass(frozen=True, slots=True)
class Grid:
    """A table ready for paper.

    Attributes:
        title: the document's name, for its properties; the printed title is a cell.
        column_widths: millimetres, one a column; together at most the text block, else the
            whole is drawn smaller.
        row_heights: the least height of each row in millimetres, None to fit the text; a row
            grows until nothing of its text is cut.
        repeat_rows: first and last row printed again on every page, or None.
        repeat_through: the last row of the table the repeated head belongs to; a page that
            begins after it prints no head. None for all rows.
        keep_with_next: rows that must not stand last on a page, such as a group's heading.
        fixed_rows: rows of a district's form that keep their height: a long text is set smaller.
        breaks: rows of a district's form a page ends after.
        pictures: what stands over the cells, the lowest first.
        headed: the first row names the sheet's columns and stands on every page.
        is_beside: its pages stand beside those of the grid before, and are printed page by page
            with them.
    """

    title: str
    cells: tuple[GridCell, ...]
    column_widths: tuple[float, ...]
    row_heights: tuple[float | None, ...]
    page: PageSetup = PageSetup()
    repeat_rows: tuple[int, int] | None = None
    keep_with_next: frozenset[int] = field(default_factory=frozenset)
    repeat_through: int | None = None
    fixed_rows: frozenset[int] = field(default_factory=frozenset)
    breaks: frozenset[int] = field(default_factory=frozenset)
    pictures: tuple[Picture | Sketch, ...] = ()
    headed: bool = False
    is_beside: bool = False
