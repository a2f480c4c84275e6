"""The index of handed-over proof (佐证材料目录): every file with its task, day and hash."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.reports.fitting import clean
from app.reports.grid import THIN_BORDER, CellStyle, Font, Grid, GridCell, Margins, PageSetup

_HEADS = ("编号", "任务序号", "任务", "清单项、时期", "文件", "添加日期", "大小", "SHA-256 校验码")
_WIDTHS = (11.0, 13.0, 62.0, 34.0, 62.0, 22.0, 17.0, 46.0)
_TITLE = CellStyle(Font.TITLE, 18, align="center")
_BELOW = CellStyle(Font.KAI, 12)
_HEAD = CellStyle(Font.HEI, 10.5, align="center", border=THIN_BORDER)
_GROUP = CellStyle(Font.HEI, 10.5, border=THIN_BORDER)
_SHORT = CellStyle(Font.FANGSONG, 10.5, align="center", border=THIN_BORDER)
_LONG = CellStyle(Font.FANGSONG, 10.5, border=THIN_BORDER)
_HASH = CellStyle(Font.SONG, 6.5, border=THIN_BORDER)
_HEAD_ROW = 3


@dataclass(frozen=True, slots=True)
class IndexLine:
    """One file of the index; ``fault`` says that it is missing or altered."""

    group: str
    serial: str
    task: str
    what: str
    file: str
    added_on: date
    size: str
    sha256: str
    fault: str = ""


@dataclass(frozen=True, slots=True)
class ProofIndex:
    """The whole index; ``told`` says of how much, such as 2020年第二季度."""

    office: str
    told: str
    made_on: date
    lines: tuple[IndexLine, ...]
    total: str


def build_proof_index(index: ProofIndex) -> Grid:
    """The index as a page: title, whose and how much, one line a file under its group."""
    cells = [
        _across(1, "佐证材料目录", _TITLE),
        _across(2, _below(index), _BELOW),
        *(GridCell(_HEAD_ROW, at, head, style=_HEAD) for at, head in enumerate(_HEADS, 1)),
    ]
    row, group = _HEAD_ROW, None
    headings = {1, 2}
    for number, line in enumerate(index.lines, 1):
        if line.group != group:
            row, group = row + 1, line.group
            headings.add(row)
            cells.append(_across(row, group or "未分组", _GROUP))
        row += 1
        cells += _line(row, number, line)
    if not index.lines:
        row += 1
        cells.append(_across(row, "没有佐证材料", _SHORT))
    return Grid(
        title="佐证材料目录",
        cells=tuple(cells),
        column_widths=_WIDTHS,
        row_heights=(12.0, 9.0, 9.0, *[None] * (row - _HEAD_ROW)),
        page=PageSetup(margins=Margins(top=15, right=15, bottom=15, left=15)),
        repeat_rows=(_HEAD_ROW, _HEAD_ROW),
        keep_with_next=frozenset(headings),
    )


def _below(index: ProofIndex) -> str:
    day = index.made_on
    parts = [f"单位：{index.office}"] if index.office else []
    parts += [index.told] if index.told else []
    parts.append(f"{len(index.lines)} 件，{index.total}")
    parts.append(f"{day.year}年{day.month}月{day.day}日导出")
    faults = sum(bool(line.fault) for line in index.lines)
    return "　".join([*parts, f"其中 {faults} 件缺失或被改动"] if faults else parts)


def _line(row: int, number: int, line: IndexLine) -> Sequence[GridCell]:
    file = f"{line.file}（{line.fault}）" if line.fault else line.file
    texts = (
        (str(number), _SHORT),
        (line.serial, _SHORT),
        (line.task, _LONG),
        (line.what, _LONG),
        (file, _LONG),
        (f"{line.added_on:%Y-%m-%d}", _SHORT),
        (line.size, _SHORT),
        (line.sha256, _HASH),
    )
    return [
        GridCell(row, at, clean(text), style=style) for at, (text, style) in enumerate(texts, 1)
    ]


def _across(row: int, text: str, style: CellStyle) -> GridCell:
    return GridCell(row, 1, clean(text), column_span=len(_HEADS), style=style)
