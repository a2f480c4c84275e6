"""A sheet's notes as pages of their own behind it, where they are to be printed."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from app.reports.formpages.formsize import Area
from app.reports.grid import Grid, GridCell
from app.reports.looks import CellStyle, Font
from app.reports.pagesetup import PageSetup
from app.reports.rendering.fitting import clean

_AT_END = "atEnd"
_PLACE_SHARE = 0.12
_STYLE = CellStyle(font=Font.SONG, size=10, valign="top", close=True)


def notes_behind(sheet: Any, page: PageSetup, title: str, area: Area) -> Iterator[Grid]:
    """The notes of a printed area as a list, if the sheet asks for one.

    Args:
        sheet: the sheet.
        page: the paper it is printed on.
        title: the document's name.
        area: what is printed.
    """
    if str(sheet.page_setup.cellComments or "") != _AT_END:
        return
    held = sorted(sheet._cells.items())
    notes = [
        (cell.coordinate, clean(str(cell.comment.text or "")))
        for (row, column), cell in held
        if cell.comment is not None and row in area.rows and column in area.columns
    ]
    if not notes:
        return
    cells = [
        GridCell(row, column, text, style=_STYLE)
        for row, (place, words) in enumerate(notes, 1)
        for column, text in ((1, f"{place}："), (2, words))
    ]
    width = page.block_width
    yield Grid(
        title=title,
        cells=tuple(cells),
        column_widths=(width * _PLACE_SHARE, width * (1 - _PLACE_SHARE)),
        row_heights=(None,) * len(notes),
        page=replace(page, scale=1.0, centred=False, middle=False),
    )
