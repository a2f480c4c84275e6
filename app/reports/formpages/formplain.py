"""A form's page as it is printed in black and white: no fills, no colours, no bars and signs."""

from dataclasses import replace
from typing import TYPE_CHECKING

from app.reports.grid import Grid

if TYPE_CHECKING:
    from app.reports.looks import CellStyle


def in_black_and_white(grid: Grid) -> Grid:
    """The grid with all its ink black on white paper; pictures stay as they are."""
    known: dict[CellStyle, CellStyle] = {}
    for cell in grid.cells:
        if cell.style not in known:
            border = replace(cell.style.border, colors=())
            known[cell.style] = replace(cell.style, fill="", color="", border=border)
    cells = (
        replace(
            cell,
            style=known[cell.style],
            runs=tuple(replace(run, color="") for run in cell.runs),
            marks=(),
        )
        for cell in grid.cells
    )
    return replace(grid, cells=tuple(cells))
