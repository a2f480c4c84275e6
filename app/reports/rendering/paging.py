"""Cuts a Page grid's rows into pages: heads again on each, rows too high for one split."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from app.reports.grid import Grid
from app.reports.rendering.setting import POINTS_PER_MM, SetCell, SetText, by_row, row_heights

_NEAR = 0.01
# A row higher than this part of a page is split rather than carried over whole.
_SPLIT_SHARE = 0.5
# The least room at a page's foot worth beginning a split row in, and the most a head may take.
_LEAST_START = 60.0
_MOST_HEAD_SHARE = 0.6
_MOST_ROWS_BACK = 6
_SIZE_STEP = 0.5  # points; a label's smallest size may lie this much above its limit
# A label on a piece of its merged area may be set this much smaller before it is spread out.
LABEL_SHRINK = 0.75


@dataclass(frozen=True, slots=True)
class Part:
    """A row on a page, or the part of a split row that stands there.

    Attributes:
        row: the row's number in the grid, from 1.
        height: in points.
        texts: of a split row, what this part holds by column; None for a whole row.
    """

    row: int
    height: float
    texts: Mapping[int, SetText] | None = None


@dataclass(frozen=True, slots=True)
class PageRows:
    """What stands on one page: the head printed again, then the body's rows."""

    head: tuple[Part, ...]
    body: tuple[Part, ...]


def page_rows(grid: Grid, cells: Sequence[SetCell], scale: float) -> tuple[PageRows, ...]:
    """The grid's rows page by page.

    Args:
        grid: the grid.
        cells: its cells, set.
        scale: how much smaller than life the grid is drawn, at most 1.
    """
    return _Pager(grid, cells, scale).pages()


@dataclass(slots=True)
class _OpenPage:
    """The page being filled."""

    full: float
    head: list[Part] = field(default_factory=list)
    body: list[Part] = field(default_factory=list)

    @property
    def room(self) -> float:
        return self.full - sum(part.height for part in (*self.head, *self.body))


class _Pager:
    """Fills pages row by row."""

    def __init__(self, grid: Grid, cells: Sequence[SetCell], scale: float) -> None:
        self._grid = grid
        self._scale = scale
        self._own, self._heights = row_heights(grid, cells)
        self._rows = by_row(cells)
        self._areas = [each for each in cells if each.cell.row_span > 1]
        self._done: list[PageRows] = []
        self._page = _OpenPage(self._full_height())

    def pages(self) -> tuple[PageRows, ...]:
        row = 1
        while row <= len(self._heights):
            height = self._height_here(row)
            if height <= self._page.room + _NEAR:
                self._page.body.append(Part(row, height))
                row += 1
                self._end_page_by_hand(row)
            elif self._is_worth_splitting(row, height) or not self._page.body:
                self._split(row)
                row += 1
            else:
                row = self._turn(row)
        self._close()
        return tuple(self._done)

    def _end_page_by_hand(self, row: int) -> None:
        """Begins a new page with ``row`` where a district's form says so."""
        if row - 1 in self._grid.breaks and row <= len(self._heights):
            self._begin_page(row)

    def _full_height(self) -> float:
        setup = self._grid.page
        margins = setup.margins_of(len(self._done) + 1)
        return (setup.size[1] - margins.top - margins.bottom) * POINTS_PER_MM / self._scale

    def _close(self) -> None:
        self._done.append(PageRows(tuple(self._page.head), tuple(self._page.body)))

    def _begin_page(self, row: int) -> None:
        """Closes the page and opens the next, which goes on with ``row``."""
        self._close()
        self._page = _OpenPage(self._full_height())
        head = [Part(each, self._heights[each - 1]) for each in self._rows_again(row)]
        if sum(part.height for part in head) <= self._page.full * _MOST_HEAD_SHARE:
            self._page.head = head

    def _rows_again(self, row: int) -> Iterator[int]:
        """The rows printed again on a page that goes on with ``row``."""
        if self._grid.headed:
            yield 1
        repeat = self._grid.repeat_rows
        if repeat and repeat[1] < row <= (self._grid.repeat_through or row):
            yield from range(repeat[0], repeat[1] + 1)

    def _height_here(self, row: int) -> float:
        """The row's height on this page; the piece of a label's area that ends in it must hold it.

        A label is printed again on the next page, where its area may have too few rows left.
        """
        height = self._heights[row - 1]
        if row in self._grid.fixed_rows:
            return height
        first = self._page.body[0].row if self._page.body else row
        for area in self._areas:
            if area.cell.last_row == row and area.cell.row < first:
                above = self._piece_height(area, self._page.body)
                need = area.text.height
                if need < self._page.full * _SPLIT_SHARE:
                    height = max(height, need - above)
        return height

    @staticmethod
    def _piece_height(area: SetCell, parts: Sequence[Part]) -> float:
        rows = range(area.cell.row, area.cell.last_row + 1)
        return sum(part.height for part in parts if part.row in rows)

    def _is_worth_splitting(self, row: int, height: float) -> bool:
        if row in self._grid.fixed_rows and height <= self._page.full:
            return False
        return height > self._page.full * _SPLIT_SHARE and self._page.room > _LEAST_START

    def _turn(self, row: int) -> int:
        """Turns the page before ``row``, or some rows earlier; returns the row to go on with."""
        body = self._page.body
        cut = self._cut_for_labels(self._cut_for_kept_rows(len(body)), row)
        if cut < len(body):
            row = body[cut].row
            del body[cut:]
        self._begin_page(row)
        return row

    def _cut_for_kept_rows(self, cut: int) -> int:
        """Moves a cut up so that no heading stands last on its page, if the page allows it."""
        body, wanted = self._page.body, cut
        while cut > 0 and body[cut - 1].row in self._grid.keep_with_next:
            if body[cut - 1].texts is not None:
                return wanted
            cut -= 1
        return cut or wanted

    def _cut_for_labels(self, wanted: int, row: int) -> int:
        """Moves a cut up a little where the labels cut through would not fit above it."""
        body, cut = self._page.body, wanted
        if row in self._grid.fixed_rows:
            return wanted
        for _ in range(_MOST_ROWS_BACK):
            following = body[cut].row if cut < len(body) else row
            if self._labels_fit(cut, following):
                return cut
            if cut < 2 or body[cut - 1].texts is not None:
                break
            cut = self._cut_for_kept_rows(cut - 1)
        return wanted

    def _labels_fit(self, cut: int, following: int) -> bool:
        return all(
            self._piece_height(area, self._page.body[:cut]) >= _least_height(area.text)
            for area in self._areas
            if area.cell.row < following <= area.cell.last_row
        )

    def _split(self, row: int) -> None:
        """Sets a row over as many pages as it takes, each cell going on where it stopped."""
        rest = {each.cell.column: each.text for each in self._rows.get(row, ())}
        area_needs = self._heights[row - 1] > self._own[row - 1] + _NEAR
        left = self._heights[row - 1] if area_needs else 0.0
        while True:
            room = self._page.room
            height = max([left, *(text.height for text in rest.values())])
            if height <= room + _NEAR:
                self._add_part(row, height, rest, rest)
                return
            taken = self._take(rest, room)
            height = max([min(room, left), *(text.height for text in taken.values())])
            self._add_part(row, height, taken, rest)
            left -= height
            rest = {column: text.part(len(taken[column].lines)) for column, text in rest.items()}
            self._begin_page(row)

    def _take(self, rest: Mapping[int, SetText], room: float) -> dict[int, SetText]:
        """What of each cell goes into this page: as many lines as fit, on a fresh page one."""
        least = 0 if self._page.body else 1
        return {
            column: text.part(0, max(least, text.lines_in(room))) for column, text in rest.items()
        }

    def _add_part(
        self,
        row: int,
        height: float,
        taken: Mapping[int, SetText],
        rest: Mapping[int, SetText],
    ) -> None:
        """Adds a part; labels of the row that are used up are printed again."""
        texts = dict(taken)
        for each in self._rows.get(row, ()):
            column, text = each.cell.column, each.text
            if each.cell.repeats and not rest[column].lines and text.height <= height:
                texts[column] = text
        self._page.body.append(Part(row, height, texts))


def _least_height(text: SetText) -> float:
    """The height of a label as small as a piece of its area may set it: white space stays."""
    if not text.lines:
        return 0.0
    white = 2 * text.pad
    return white + (text.height - white) * (LABEL_SHRINK + _SIZE_STEP / text.size)
