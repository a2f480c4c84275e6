"""The Page grid: what every printed table is before it becomes a PDF or a workbook."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Any

from app.errors import UserError

_VERSION = 1
_PAPER_MM = {"A4": (210.0, 297.0), "A3": (297.0, 420.0)}


class Font(StrEnum):
    """The role a typeface plays on official paper; the renderer finds the file for it."""

    FANGSONG = "仿宋"
    SONG = "宋体"
    HEI = "黑体"
    KAI = "楷体"
    TITLE = "小标宋"


class Line(StrEnum):
    """The weight of one side of a cell's border; the value is the workbook's own word."""

    NONE = ""
    HAIR = "hair"
    THIN = "thin"
    MEDIUM = "medium"
    THICK = "thick"


@dataclass(frozen=True, slots=True)
class Border:
    """The four sides of a cell, or of a merged area as a whole."""

    left: Line = Line.NONE
    top: Line = Line.NONE
    right: Line = Line.NONE
    bottom: Line = Line.NONE


NO_BORDER = Border()
THIN_BORDER = Border(Line.THIN, Line.THIN, Line.THIN, Line.THIN)


@dataclass(frozen=True, slots=True)
class CellStyle:
    """How a cell looks.

    Attributes:
        size: type size in points (五号 = 10.5).
        align: left, center or right.
        valign: top, middle or bottom.
        wrap: long text runs on over several lines; without it, the text shrinks into one line.
        fill: background as RRGGBB, or empty.
    """

    font: Font = Font.SONG
    size: float = 10.5
    bold: bool = False
    align: str = "left"
    valign: str = "middle"
    border: Border = NO_BORDER
    wrap: bool = True
    fill: str = ""


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell or merged area; rows and columns count from 1, as on a sheet.

    Attributes:
        text: what is printed, exactly; empty prints nothing.
        number: the value behind the text, so that a workbook can reckon with it; None for text.
        number_format: the workbook's format code under which ``number`` reads as ``text``.
        repeats: a label that is printed again where its row goes on over a page break (a merged
            area that crosses a page break is always printed again).
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
class PageSetup:
    """The paper.

    Attributes:
        paper: A4 or A3.
        margins: for mode ``report``; mode ``annex`` takes those of GB/T 9704-2012.
        mode: ``report`` numbers pages 第1页 共2页; ``annex`` prints ``— 1 —`` at the outer side;
            ``bare`` prints none.
        scale: how large the sheet is drawn, as a district's form sets it; None to fit the width.
        centred: a table narrower than the block stands in its middle.
        middle: a page's rows stand half way down it, as on a cover.
        header: what a district's form prints above the block: left, middle, right; ``&P`` is
            the page's number, ``&N`` the count of pages.
        footer: the same below it.
        edges: millimetres from the paper's top to the header and from its foot to the footer.
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


def grid_to_dict(grid: Grid) -> dict[str, Any]:
    """The grid as plain JSON values, so that a filed return can be kept and printed again."""
    styles: dict[CellStyle, int] = {}
    cells = [_cell_to_list(cell, styles) for cell in grid.cells]
    margins = grid.page.margins
    return {
        "version": _VERSION,
        "title": grid.title,
        "column_widths": list(grid.column_widths),
        "row_heights": list(grid.row_heights),
        "repeat_rows": list(grid.repeat_rows) if grid.repeat_rows else None,
        "keep_with_next": sorted(grid.keep_with_next),
        "repeat_through": grid.repeat_through,
        "fixed_rows": sorted(grid.fixed_rows),
        "page": {
            "paper": grid.page.paper,
            "landscape": grid.page.landscape,
            "margins": [margins.top, margins.right, margins.bottom, margins.left],
            "mode": grid.page.mode,
            "scale": grid.page.scale,
            "centred": grid.page.centred,
            "middle": grid.page.middle,
            "header": list(grid.page.header),
            "footer": list(grid.page.footer),
            "edges": list(grid.page.edges),
        },
        "styles": [_style_to_dict(style) for style in styles],
        "cells": cells,
    }


def grid_from_dict(data: Mapping[str, Any]) -> Grid:
    """The grid kept by `grid_to_dict`.

    Raises:
        UserError: the kept grid is damaged or from a newer version of the program.
    """
    if data.get("version") != _VERSION:
        raise UserError("grid_unreadable", "这份留存报表由更新版本的程序生成；请升级程序后再打印。")
    try:
        return _read_grid(data)
    except (KeyError, TypeError, ValueError, ArithmeticError, LookupError) as error:
        message = "这份留存报表的数据已损坏；请从备份恢复台账后再打印。"
        raise UserError("grid_unreadable", message, details=repr(error)) from error


def _read_grid(data: Mapping[str, Any]) -> Grid:
    styles = [_style_from_dict(style) for style in data["styles"]]
    page, repeat = data["page"], data["repeat_rows"]
    return Grid(
        title=data["title"],
        cells=tuple(_cell_from_list(values, styles) for values in data["cells"]),
        column_widths=tuple(data["column_widths"]),
        row_heights=tuple(data["row_heights"]),
        repeat_rows=(repeat[0], repeat[1]) if repeat else None,
        keep_with_next=frozenset(data["keep_with_next"]),
        repeat_through=data.get("repeat_through"),
        fixed_rows=frozenset(data.get("fixed_rows", ())),
        page=_read_page(page),
    )


def _read_page(page: Mapping[str, Any]) -> PageSetup:
    """The paper as it was kept; what older versions did not keep is as usual."""
    usual = PageSetup()
    left, middle, right = page.get("header", usual.header)
    below_left, below, below_right = page.get("footer", usual.footer)
    top, bottom = page.get("edges", usual.edges)
    return PageSetup(
        page["paper"],
        page["landscape"],
        Margins(*page["margins"]),
        page["mode"],
        page.get("scale"),
        page.get("centred", True),
        page.get("middle", False),
        (left, middle, right),
        (below_left, below, below_right),
        (top, bottom),
    )


def _cell_to_list(cell: GridCell, styles: dict[CellStyle, int]) -> list[Any]:
    style = styles.setdefault(cell.style, len(styles))
    values = [cell.row, cell.column, cell.text, cell.row_span, cell.column_span, style]
    number = None if cell.number is None else str(cell.number)
    return [*values, cell.repeats, number, cell.number_format]


def _cell_from_list(values: list[Any], styles: list[CellStyle]) -> GridCell:
    row, column, text, row_span, column_span, style, repeats, number, number_format = values
    return GridCell(
        row,
        column,
        text,
        row_span,
        column_span,
        styles[style],
        None if number is None else Decimal(number),
        number_format,
        repeats,
    )


def _style_to_dict(style: CellStyle) -> dict[str, Any]:
    border = style.border
    return {
        "font": style.font.value,
        "size": style.size,
        "bold": style.bold,
        "align": style.align,
        "valign": style.valign,
        "border": [border.left, border.top, border.right, border.bottom],
        "wrap": style.wrap,
        "fill": style.fill,
    }


def _style_from_dict(data: Mapping[str, Any]) -> CellStyle:
    return CellStyle(
        font=Font(data["font"]),
        size=data["size"],
        bold=data["bold"],
        align=data["align"],
        valign=data["valign"],
        border=Border(*(Line(side) for side in data["border"])),
        wrap=data["wrap"],
        fill=data["fill"],
    )
