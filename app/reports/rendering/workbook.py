"""A page as a workbook; the room that writes it is loaded with the first one, for it is large."""

from collections.abc import Sequence
from pkgutil import resolve_name
from typing import cast

from app.reports.grid import Grid

_ONE, _SEVERAL = "app.reports.rendering.xlsx:render_xlsx", "app.reports.rendering.xlsx:render_xlsxs"


def render_xlsx(grid: Grid) -> bytes:
    """The page as an .xlsx file; the same page gives the same bytes.

    Raises:
        UserError: a text is longer than a workbook's cell can hold.
    """
    return cast("bytes", resolve_name(_ONE)(grid))


def render_xlsxs(grids: Sequence[Grid]) -> bytes:
    """Several pages as one .xlsx file, a sheet each.

    Raises:
        UserError: a text is longer than a workbook's cell can hold.
    """
    return cast("bytes", resolve_name(_SEVERAL)(grids))
