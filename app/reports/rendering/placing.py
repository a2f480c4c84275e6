"""Places the cells of a Page grid on pages: boxes with their lines of text, ready to draw."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from app.reports.grid import Grid, GridCell
from app.reports.looks import CellStyle
from app.reports.rendering.paging import LABEL_SHRINK, PageRows, Part, page_rows
from app.reports.rendering.setting import (
    POINTS_PER_MM,
    SetCell,
    Setter,
    SetText,
    WidthOf,
    by_row,
    column_edges,
    set_cells,
)
from app.reports.sketches import Picture, Sketch


@dataclass(frozen=True, slots=True)
class Box:
    """A cell, or the piece of it that stands on one page; points from the block's top left.

    ``cell`` is the grid's.
    """

    cell: GridCell
    x: float
    y: float
    width: float
    height: float
    text: SetText
    valign: str

    @property
    def row(self) -> int:
        """The cell's row in the grid."""
        return self.cell.row

    @property
    def column(self) -> int:
        """The cell's column in the grid."""
        return self.cell.column

    @property
    def style(self) -> CellStyle:
        """How the cell looks."""
        return self.cell.style


@dataclass(frozen=True, slots=True)
class Layout:
    """The pages of a grid; ``scale`` is at most 1, ``indent`` centres a narrow table.

    ``drops`` says how far each page's rows stand below the block's top; ``pictures`` what stands
    over them: left and top in points, and the picture.
    """

    pages: tuple[tuple[Box, ...], ...]
    scale: float
    indent: float
    drops: tuple[float, ...]
    pictures: tuple[tuple[tuple[float, float, Picture | Sketch], ...], ...] = ()


@dataclass(frozen=True, slots=True)
class _Piece:
    """The piece of a merged area on one page."""

    page: int
    top: float
    height: float


def lay_out(grid: Grid, width_of: WidthOf) -> Layout:
    """Where everything of the grid stands.

    Args:
        grid: the grid.
        width_of: a text's width in a font's role, in parts of the type size.
    """
    setter = Setter(width_of)
    cells = set_cells(grid, setter)
    block = grid.page.block_width * POINTS_PER_MM
    total = column_edges(grid.column_widths)[-1]
    scale = grid.page.scale or (min(1.0, block / total) if total else 1.0)
    pages = page_rows(grid, cells, scale)
    placer = _Placer(grid, cells, setter, pages)
    indent = max(0.0, (block / scale - total) / 2) if grid.page.centred else 0.0
    drops = tuple(_drop(grid, page, scale) for page in pages)
    return Layout(placer.boxes(), scale, indent, drops, placer.pictures())


def _drop(grid: Grid, page: PageRows, scale: float) -> float:
    """How far a page's rows begin below the block's top: half of what they leave free, or not."""
    if not grid.page.middle:
        return 0.0
    margins = grid.page.margins
    block = (grid.page.size[1] - margins.top - margins.bottom) * POINTS_PER_MM / scale
    return max(0.0, (block - sum(part.height for part in (*page.head, *page.body))) / 2)


class _Placer:
    """Turns rows on pages into boxes."""

    def __init__(
        self, grid: Grid, cells: Sequence[SetCell], setter: Setter, pages: Sequence[PageRows]
    ) -> None:
        self._grid = grid
        self._setter = setter
        self._rows = by_row(cells)
        self._areas = [each for each in cells if each.cell.row_span > 1]
        self._edges = column_edges(grid.column_widths)
        self._tops = [list(_with_tops(page)) for page in pages]

    def boxes(self) -> tuple[tuple[Box, ...], ...]:
        pages: list[list[tuple[float, float, Box]]] = [[] for _ in self._tops]
        for page, parts in enumerate(self._tops):
            for part, top in parts:
                for each in self._rows.get(part.row, ()):
                    box = self._box(each, top, part)
                    pages[page].append((box.y, box.x, box))
        for area in self._areas:
            for page, box in self._area_boxes(area):
                pages[page].append((box.y, box.x, box))
        return tuple(
            tuple(box for _, _, box in sorted(page, key=lambda entry: entry[:2])) for page in pages
        )

    def pictures(self) -> tuple[tuple[tuple[float, float, Picture | Sketch], ...], ...]:
        """The pictures of each page: where the row they hang on stands."""
        return tuple(
            tuple(
                (one.left * POINTS_PER_MM, top + one.top * POINTS_PER_MM, one)
                for one in self._grid.pictures
                for part, top in parts
                if part.row == one.row
            )
            for parts in self._tops
        )

    def _box(self, each: SetCell, top: float, part: Part) -> Box:
        text = each.text if part.texts is None else part.texts[each.cell.column]
        is_cut = len(text.lines) < len(each.text.lines)
        valign = "top" if is_cut else each.cell.style.valign
        return self._place(each, top, part.height, text, valign)

    def _place(self, each: SetCell, top: float, height: float, text: SetText, valign: str) -> Box:
        cell = each.cell
        left = self._edges[cell.column - 1]
        return Box(cell, left, top, each.width, height, text, valign)

    def _area_boxes(self, area: SetCell) -> Iterator[tuple[int, Box]]:
        pieces = self._pieces(area)
        for piece, text in zip(pieces, self._area_texts(area, pieces), strict=True):
            valign = area.cell.style.valign
            yield piece.page, self._place(area, piece.top, piece.height, text, valign)

    def _pieces(self, area: SetCell) -> list[_Piece]:
        rows = range(area.cell.row, area.cell.last_row + 1)
        pieces = []
        for page, parts in enumerate(self._tops):
            inside = [(part, top) for part, top in parts if part.row in rows]
            if inside:
                height = sum(part.height for part, _ in inside)
                pieces.append(_Piece(page, inside[0][1], height))
        return pieces

    def _area_texts(self, area: SetCell, pieces: Sequence[_Piece]) -> list[SetText]:
        """What stands in each piece: the label again, or a text too long for it spread over all."""
        if len(pieces) < 2:
            return [area.text for _ in pieces]
        repeated = []
        for piece in pieces:
            text = self._setter.shrink(area, partial(_is_within, room=piece.height))
            if text.height > piece.height or text.size < area.text.size * LABEL_SHRINK:
                return self._spread(area, pieces)
            repeated.append(text)
        return repeated

    def _spread(self, area: SetCell, pieces: Sequence[_Piece]) -> list[SetText]:
        heights = [piece.height for piece in pieces]
        whole = self._setter.shrink(area, partial(_is_within_all, rooms=heights))
        texts, start = [], 0
        for room in heights[:-1]:
            end = start + whole.part(start).lines_in(room)
            texts.append(whole.part(start, end))
            start = end
        return [*texts, whole.part(start)]


def _is_within(text: SetText, room: float) -> bool:
    return text.height <= room


def _is_within_all(text: SetText, rooms: Sequence[float]) -> bool:
    return sum(text.lines_in(room) for room in rooms) >= len(text.lines)


def _with_tops(page: PageRows) -> Iterator[tuple[Part, float]]:
    top = 0.0
    for part in (*page.head, *page.body):
        yield part, top
        top += part.height
