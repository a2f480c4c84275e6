"""Where on the paper a line stands: a point on a page leads to what its row is made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QRectF

from app.models.registerlines import AssignedLine, GroupLine, ItemLine, ProblemLine, ShareLine
from app.reports.rendering.fonts import installed_fonts
from app.reports.rendering.placing import lay_out
from app.reports.rendering.setting import POINTS_PER_MM
from app.ui.workspace import Destination

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from app.reports.formats.build import Laid
    from app.reports.grid import Grid
    from app.reports.rendering.placing import Box, Layout


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of the return on a page (from 0), its place there in points.

    ``paper`` is which of the return's papers (from 0), where a form prints several sheets.
    """

    row: int
    column: int
    page: int
    place: QRectF
    paper: int = 0


@dataclass(frozen=True, slots=True)
class Paper:
    """A grid as it is laid out on its pages."""

    grid: Grid
    layout: Layout


class Origins:
    """Finds the row and the cell of a return that a point lies in.

    Args:
        papers: what is printed, one behind the other.
        places: where the rows of the first lead to.
    """

    def __init__(self, papers: Sequence[Paper], places: Mapping[int, Destination]) -> None:
        self._papers, self._places = tuple(papers), places

    def _on(self, page: int) -> tuple[int, int]:
        """The paper a page belongs to, and which of its pages it is."""
        for at, paper in enumerate(self._papers):
            if page < len(paper.layout.pages):
                return at, page
            page -= len(paper.layout.pages)
        return 0, 0

    def place_at(self, page: int, x: float, y: float) -> Destination | None:
        """Where the row that covers a point leads, None beside the rows.

        Args:
            page: counted from 0.
            x: points from the paper's left edge.
            y: points from the paper's top edge.
        """
        at, own = self._on(page)
        if not self._places or at:
            return None
        boxes = [box for box in self._papers[at].layout.pages[own] if box.row in self._places]
        rows = [box.row for box in boxes if self._frame(at, own, box).contains(x, y)]
        return self._places[rows[-1]] if rows else None

    def cell_at(self, page: int, x: float, y: float) -> Cell | None:
        """The cell that covers a point, in points from the paper's top left corner."""
        at, own = self._on(page)
        if at >= len(self._papers):
            return None
        pages = self._papers[at].layout.pages
        boxes = [box for box in pages[own] if self._frame(at, own, box).contains(x, y)]
        return self._cell(at, own, page, boxes[-1]) if boxes else None

    def cells(self, wanted: Callable[[int, int, int], bool]) -> tuple[Cell, ...]:
        """The cells with a text of wanted rows, columns and papers, from top to bottom."""
        found: list[Cell] = []
        before = 0
        for at, paper in enumerate(self._papers):
            for own, boxes in enumerate(paper.layout.pages):
                found += (
                    self._cell(at, own, before + own, box)
                    for box in boxes
                    if any(box.text.lines) and wanted(box.row, box.column, at)
                )
            before += len(paper.layout.pages)
        return tuple(sorted(found, key=lambda one: (one.page, one.row, one.column)))

    def _cell(self, at: int, own: int, page: int, box: Box) -> Cell:
        return Cell(box.row, box.column, page, self._frame(at, own, box), at)

    def _frame(self, at: int, own: int, box: Box) -> QRectF:
        grid, layout = self._papers[at].grid, self._papers[at].layout
        margins = grid.page.margins_of(own + 1)
        left = (box.x + layout.indent) * layout.scale + margins.left * POINTS_PER_MM
        top = (box.y + layout.drops[own]) * layout.scale + margins.top * POINTS_PER_MM
        return QRectF(left, top, box.width * layout.scale, box.height * layout.scale)


def laid_papers(grids: Sequence[Grid]) -> tuple[Paper, ...]:
    """Grids laid out on their pages."""
    return tuple(Paper(grid, lay_out(grid, installed_fonts().width)) for grid in grids)


def places_of(laid: Laid, lines: Sequence[Any]) -> dict[int, Destination]:
    """Where each row that prints a line leads to."""
    return {row: _place(line) for row, line in zip(laid.rows, lines, strict=True)}


def _place(line: Any) -> Destination:
    match line:
        case ItemLine():
            return Destination("items", task_id=line.task_id, item_id=line.item.id)
        case ProblemLine():
            return Destination("problems", problem_id=line.problem.id)
        case AssignedLine():
            return Destination("units", assignment_id=line.assignment.id)
        case ShareLine():
            return Destination("split", task_id=line.task_id)
        case GroupLine():
            return Destination("tasks", group=line.name)
        case _:
            return Destination("tasks", task_id=line.task_id, part="progress")
