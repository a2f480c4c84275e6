"""The 修订对照表: what a revised list adds, changes and drops, old beside new, on the Page grid."""

from collections import Counter

from app.models.revision import Comparison, ComparisonLine
from app.reports.grid import Grid, GridCell
from app.reports.looks import THIN_BORDER, CellStyle, Font
from app.reports.rendering.fitting import clean

_HEADS = ("类别", "原序号", "新序号", "项目", "修订前", "修订后")
_WIDTHS = (14.0, 14.0, 14.0, 22.0, 101.0, 102.0)
_TITLE = CellStyle(Font.TITLE, 18, align="center")
_BELOW = CellStyle(Font.KAI, 12, align="center")
_HEAD = CellStyle(Font.HEI, 10.5, align="center", border=THIN_BORDER)
_SHORT = CellStyle(Font.FANGSONG, 10.5, align="center", border=THIN_BORDER)
_LONG = CellStyle(Font.FANGSONG, 10.5, border=THIN_BORDER)
_HEAD_ROW = 3


def build_comparison(comparison: Comparison) -> Grid:
    """The comparison as a page: title, counts, one line a change; nothing changed is one line."""
    cells = [
        _across(1, f"“{comparison.title}”修订对照表", _TITLE),
        _across(2, _counts(comparison), _BELOW),
        *(GridCell(_HEAD_ROW, at, head, style=_HEAD) for at, head in enumerate(_HEADS, 1)),
    ]
    if not comparison.lines:
        cells.append(_across(_HEAD_ROW + 1, "两版没有不同", _SHORT))
    for row, line in enumerate(comparison.lines, _HEAD_ROW + 1):
        cells += _line(row, line)
    rows = _HEAD_ROW + max(1, len(comparison.lines))
    return Grid(
        title="修订对照表",
        cells=tuple(cells),
        column_widths=_WIDTHS,
        row_heights=(12.0, 9.0, 9.0, *[None] * (rows - _HEAD_ROW)),
        repeat_rows=(_HEAD_ROW, _HEAD_ROW),
        keep_with_next=frozenset({1, 2}),
    )


def _counts(comparison: Comparison) -> str:
    """第1版 → 第2版：新增4项，修改18项，取消3项，不变68项（2020年7月8日比较）."""
    tasks = {(line.kind, line.old_serial, line.serial) for line in comparison.lines}
    counts = Counter(kind for kind, _, _ in tasks)
    told = "，".join(f"{kind}{count}项" for kind, count in counts.items())
    day = comparison.compared_on
    return (
        f"第{comparison.old_edition}版 → 第{comparison.edition}版："
        f"{told + '，' if told else ''}不变{comparison.same}项"
        f"（{day.year}年{day.month}月{day.day}日比较）"
    )


def _line(row: int, line: ComparisonLine) -> list[GridCell]:
    short = (line.kind, line.old_serial, line.serial, line.field)
    return [
        *(GridCell(row, at, clean(text), style=_SHORT) for at, text in enumerate(short, 1)),
        *(
            GridCell(row, at, clean(text), style=_LONG)
            for at, text in ((5, line.old), (6, line.new))
        ),
    ]


def _across(row: int, text: str, style: CellStyle) -> GridCell:
    return GridCell(row, 1, clean(text), column_span=len(_HEADS), style=style)
