"""Where on the paper a line stands: a point on a page leads to what its row is made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QRectF

from app.models.registerlines import AssignedLine, GroupLine, ItemLine, ProblemLine, ShareLine
from app.reports.setting import POINTS_PER_MM
from app.ui.workspace import Destination

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from app.reports.build import Laid
    from app.reports.grid import Grid
    from app.reports.placing import Box, Layout


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of the return on a page (from 0), its place there in points."""

    row: int
    column: int
    page: int
    place: QRectF


class Origins:
    """Finds the row and the cell of a return that a point lies in."""

    def __init__(self, grid: Grid, layout: Layout, places: Mapping[int, Destination]) -> None:
        self._grid, self._layout = grid, layout
        self._places = places

    def place_at(self, page: int, x: float, y: float) -> Destination | None:
        """Where the row that covers a point leads, None beside the rows.

        Args:
            page: counted from 0.
            x: points from the paper's left edge.
            y: points from the paper's top edge.
        """
        if not self._places:
            return None
        layout, margins = self._layout, self._grid.page.margins_of(page + 1)
        across = (x - margins.left * POINTS_PER_MM) / layout.scale - layout.indent
        down = (y - margins.top * POINTS_PER_MM) / layout.scale
        rows = [
            box.row
            for box in layout.pages[page]
            if box.row in self._places and box.y <= down <= box.y + box.height
            if box.x <= across <= box.x + box.width
        ]
        return self._places[rows[-1]] if rows else None

    def cell_at(self, page: int, x: float, y: float) -> Cell | None:
        """The cell that covers a point, in points from the paper's top left corner."""
        boxes = [box for box in self._layout.pages[page] if self._frame(page, box).contains(x, y)]
        return self._cell(page, boxes[-1]) if boxes else None

    def cells(self, wanted: Callable[[int, int], bool]) -> tuple[Cell, ...]:
        """The cells with a text of wanted rows and columns, from top to bottom."""
        found = (
            self._cell(page, box)
            for page, boxes in enumerate(self._layout.pages)
            for box in boxes
            if any(box.text.lines) and wanted(box.row, box.column)
        )
        return tuple(sorted(found, key=lambda one: (one.page, one.row, one.column)))

    def _cell(self, page: int, box: Box) -> Cell:
        return Cell(box.row, box.column, page, self._frame(page, box))

    def _frame(self, page: int, box: Box) -> QRectF:
        layout, margins = self._layout, self._grid.page.margins_of(page + 1)
        left = (box.x + layout.indent) * layout.scale + margins.left * POINTS_PER_MM
        top = box.y * layout.scale + margins.top * POINTS_PER_MM
        return QRectF(left, top, box.width * layout.scale, box.height * layout.scale)


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
