"""The page of an index of files (目录): title, whose and when, a line a file under headings."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.reports.grid import Grid, GridCell
from app.reports.looks import THIN_BORDER, CellStyle, Font
from app.reports.pagesetup import Margins, PageSetup
from app.reports.rendering.fitting import clean

_TITLE = CellStyle(Font.TITLE, 18, align="center")
_BELOW = CellStyle(Font.KAI, 12)
_HEAD = CellStyle(Font.HEI, 10.5, align="center", border=THIN_BORDER)
_GROUP = CellStyle(Font.HEI, 10.5, border=THIN_BORDER)
_HEAD_ROW = 3

SHORT = CellStyle(Font.FANGSONG, 10.5, align="center", border=THIN_BORDER)
LONG = CellStyle(Font.FANGSONG, 10.5, border=THIN_BORDER)
HASH = CellStyle(Font.SONG, 6.5, border=THIN_BORDER)
"""How a number or day, a text, and a file's hash stand in their cells."""


@dataclass(frozen=True, slots=True)
class IndexColumn:
    """A column: its heading, its width in millimetres, how its texts look."""

    head: str
    width: float
    style: CellStyle


def build_index_page(
    title: str,
    below: str,
    columns: Sequence[IndexColumn],
    lines: Sequence[tuple[str, Sequence[str]]],
    empty: str = "",
) -> Grid:
    """The index as a page.

    Args:
        title: what it is.
        below: the words under the title.
        columns: from left to right; the first counts the lines.
        lines: the heading each line stands under, and its texts from the second column on.
        empty: what a page without lines says.
    """
    cells = [
        _across(1, title, _TITLE, columns),
        _across(2, below, _BELOW, columns),
        *(GridCell(_HEAD_ROW, at, one.head, style=_HEAD) for at, one in enumerate(columns, 1)),
    ]
    row, above = _HEAD_ROW, None
    headings = {1, 2}
    for number, (group, texts) in enumerate(lines, 1):
        if group != above:
            row, above = row + 1, group
            headings.add(row)
            cells.append(_across(row, group, _GROUP, columns))
        row += 1
        cells += _line(row, columns, (str(number), *texts))
    if empty and not lines:
        row += 1
        cells.append(_across(row, empty, SHORT, columns))
    return Grid(
        title=title,
        cells=tuple(cells),
        column_widths=tuple(one.width for one in columns),
        row_heights=(12.0, 9.0, 9.0, *[None] * (row - _HEAD_ROW)),
        page=PageSetup(margins=Margins(top=15, right=15, bottom=15, left=15)),
        repeat_rows=(_HEAD_ROW, _HEAD_ROW),
        keep_with_next=frozenset(headings),
    )


def exported_on(day: date) -> str:
    """When an index was made: 2020年7月8日导出."""
    return f"{day.year}年{day.month}月{day.day}日导出"


def _line(row: int, columns: Sequence[IndexColumn], texts: Sequence[str]) -> list[GridCell]:
    return [
        GridCell(row, at, clean(text), style=column.style)
        for at, (column, text) in enumerate(zip(columns, texts, strict=True), 1)
    ]


def _across(row: int, text: str, style: CellStyle, columns: Sequence[IndexColumn]) -> GridCell:
    return GridCell(row, 1, clean(text), column_span=len(columns), style=style)
