"""The index of a period's folder (报送材料目录): every return and the proof, with day and hash."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.reports.fitting import clean
from app.reports.grid import THIN_BORDER, CellStyle, Font, Grid, GridCell, Margins, PageSetup

TITLE = "报送材料目录"
_HEADS = ("编号", "材料", "文件", "说明", "大小", "SHA-256 校验码")
_WIDTHS = (12.0, 62.0, 74.0, 52.0, 19.0, 48.0)
_HEADING = CellStyle(Font.TITLE, 18, align="center")
_BELOW = CellStyle(Font.KAI, 12)
_HEAD = CellStyle(Font.HEI, 10.5, align="center", border=THIN_BORDER)
_GROUP = CellStyle(Font.HEI, 10.5, border=THIN_BORDER)
_SHORT = CellStyle(Font.FANGSONG, 10.5, align="center", border=THIN_BORDER)
_LONG = CellStyle(Font.FANGSONG, 10.5, border=THIN_BORDER)
_HASH = CellStyle(Font.SONG, 6.5, border=THIN_BORDER)
_HEAD_ROW = 3


@dataclass(frozen=True, slots=True)
class Entry:
    """One file: under which heading it stands, what it is, its path in the folder."""

    group: str
    name: str
    file: str
    note: str
    size: str
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class PeriodIndex:
    """The whole index; ``total`` says how many files of what size."""

    office: str
    period: str
    made_on: date
    entries: tuple[Entry, ...]
    total: str


def build_period_index(index: PeriodIndex) -> Grid:
    """The index as a page: title, whose and when, one line a file under its heading."""
    cells = [
        _across(1, f"{index.period}{TITLE}", _HEADING),
        _across(2, _below(index), _BELOW),
        *(GridCell(_HEAD_ROW, at, head, style=_HEAD) for at, head in enumerate(_HEADS, 1)),
    ]
    row, group = _HEAD_ROW, ""
    headings = {1, 2}
    for number, entry in enumerate(index.entries, 1):
        if entry.group != group:
            row, group = row + 1, entry.group
            headings.add(row)
            cells.append(_across(row, group, _GROUP))
        row += 1
        cells += _line(row, number, entry)
    return Grid(
        title=f"{index.period}{TITLE}",
        cells=tuple(cells),
        column_widths=_WIDTHS,
        row_heights=(12.0, 9.0, 9.0, *[None] * (row - _HEAD_ROW)),
        page=PageSetup(margins=Margins(top=15, right=15, bottom=15, left=15)),
        repeat_rows=(_HEAD_ROW, _HEAD_ROW),
        keep_with_next=frozenset(headings),
    )


def _below(index: PeriodIndex) -> str:
    day = index.made_on
    whose = f"报送单位：{index.office}　" if index.office else ""
    return f"{whose}{index.total}　{day.year}年{day.month}月{day.day}日导出"


def _line(row: int, number: int, entry: Entry) -> Sequence[GridCell]:
    texts = (
        (str(number), _SHORT),
        (entry.name, _LONG),
        (entry.file, _LONG),
        (entry.note, _LONG),
        (entry.size, _SHORT),
        (entry.sha256, _HASH),
    )
    return [
        GridCell(row, at, clean(text), style=style) for at, (text, style) in enumerate(texts, 1)
    ]


def _across(row: int, text: str, style: CellStyle) -> GridCell:
    return GridCell(row, 1, clean(text), column_span=len(_HEADS), style=style)
