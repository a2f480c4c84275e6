"""The paper a page is printed on: its size, its margins, and what stands above and below."""

from dataclasses import dataclass

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


USUAL_PAGE = PageSetup()
