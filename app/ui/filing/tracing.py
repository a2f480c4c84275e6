"""From a number on the paper to what it is made of: by double click, or by keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPointF, Qt

from app.ui.filing.origins import Cell, Origins
from app.ui.operations import run_service

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from app.models.origins import Part
    from app.ui.filing.desk import Numbers, Prepared
    from app.ui.filing.rightpanel import RightPanel
    from app.ui.paper.paperview import PaperView
    from app.ui.workspace import Workspace


class Tracing(QObject):
    """Opens numbers of the paper in the panel at the right; other cells lead to their record.

    Attributes:
        origins: where what stands on the paper in view; None before the first.
    """

    def __init__(
        self, page: QWidget, workspace: Workspace, view: PaperView, panel: RightPanel
    ) -> None:
        super().__init__(page)
        self._page, self._workspace = page, workspace
        self._view, self._panel = view, panel
        self.origins: Origins | None = None
        self._numbers: Numbers | None = None
        self._followed: tuple[object, int | None] | None = None
        self._cells: tuple[Cell, ...] | None = None
        self._current: Cell | None = None
        view.pointed.connect(self._on_pointed)
        view.stepped.connect(self._on_stepped)
        view.entered.connect(self._on_entered)
        panel.left_for.connect(workspace.go)

    def follow(self, prepared: Prepared) -> None:
        """Another paper is in view, or the same one laid out again."""
        self.origins = Origins(prepared.papers, prepared.places)
        self._numbers = numbers = prepared.numbers
        self._cells = self._current = None
        before, self._followed = self._followed, (numbers.wanted, numbers.filed_id)
        if self._followed != before:  # not the same return, perhaps with other numbers
            self._panel.forget_origin()

    def rest(self) -> None:
        """Let go of what stands where; which return it was is kept, and what was opened of it."""
        self.origins = self._numbers = self._cells = self._current = None

    def go_back(self) -> bool:
        """Esc: back to the paper from what a number is made of; False when there was nothing."""
        if not self._panel.leave_origin():
            return False
        self._view.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def _on_pointed(self, page: int, at: QPointF) -> None:
        """Open the number under a point, or what its row is about."""
        if self.origins is None or self._numbers is None:
            return
        cell = self.origins.cell_at(page, at.x(), at.y())
        if cell is not None and self._numbers.has(cell.row, cell.column, cell.paper):
            self._open(cell)
            return
        place = self.origins.place_at(page, at.x(), at.y())
        if place is not None:
            self._workspace.go(place)

    def _on_stepped(self, across: int, down: int) -> None:
        """Go to the next number in a direction; to the first one in view before there was any."""
        cells = self._traced()
        if not cells:
            return
        now = self._current
        if now is None:
            below = [cell for cell in cells if cell.page >= self._view.page]
            self._mark(next(iter(below or cells)))
            return
        if across:
            place = cells.index(now) + across
            self._mark(cells[min(max(place, 0), len(cells) - 1)])
            return
        column = [cell for cell in cells if cell.column == now.column]
        place = column.index(now) + down
        self._mark(column[min(max(place, 0), len(column) - 1)])

    def _on_entered(self) -> None:
        if self._current is None:
            self._on_stepped(1, 0)
        else:
            self._open(self._current)

    def _traced(self) -> tuple[Cell, ...]:
        """The numbers of the paper; found when they are first asked for."""
        if self._cells is None and self.origins is not None and self._numbers is not None:
            self._cells = self.origins.cells(self._numbers.has)
        return self._cells or ()

    def _mark(self, cell: Cell) -> None:
        self._current = cell
        self._view.mark(cell.page, cell.place)

    def _open(self, cell: Cell) -> None:
        """Read what a number is made of in the background, and show it."""
        numbers, ledger = self._numbers, self._workspace.ledger
        if numbers is None:
            return
        self._mark(cell)
        run_service(
            self._page,
            self._workspace,
            lambda _monitor: numbers.trace(ledger, cell.row, cell.column, cell.paper),
            done=self._show,
            failed=lambda error: self._workspace.complain(error.message),
            title="正在查找来源…",
            say="",
            changes=False,
        )

    def _show(self, part: Part | None) -> None:
        if part is None:
            return
        self._panel.origin.show_part(part)
        self._panel.show_origin()
        self._panel.origin.tree.setFocus(Qt.FocusReason.OtherFocusReason)
