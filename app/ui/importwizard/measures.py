"""How wide columns and how high rows of a shown sheet are, reckoned from the text, not laid out."""

from __future__ import annotations

import math
from collections import defaultdict
from typing import TYPE_CHECKING

from app.ui.style import px

if TYPE_CHECKING:
    from app.importing.sheet import Merge, Sheet

_EM = 14.0
_LATIN = 0.58  # a digit or Latin letter, in widths of a Chinese character
_LINE = 19
_PAD = 16
_LEAST_WIDTH, _MOST_WIDTH = 64, 260
_MOST_LINES = 7
_SAMPLE = 400


def ems(text: str) -> float:
    """How wide a text is in widths of a Chinese character, reckoned by its bytes in GB 18030."""
    wide = len(text.encode("gb18030", "replace")) - len(text)
    return wide + _LATIN * (len(text) - wide)


def column_widths(sheet: Sheet, tags: dict[int, str]) -> list[int]:
    """The width of each column in pixels: short words fit, long wordings wrap.

    Args:
        sheet: the sheet.
        tags: the words of the tag over a column, which must fit as well.
    """
    spanned = {(m.top, m.left) for m in sheet.merges if m.columns > 1}
    lengths: dict[int, list[float]] = defaultdict(list)
    for (row, column), cell in sheet.cells.items():
        if row <= _SAMPLE and (row, column) not in spanned:
            lengths[column].append(max(ems(line) for line in cell.value.split("\n")))
    return [
        _width(sorted(lengths[column]), tags.get(column, ""))
        for column in range(1, sheet.column_count + 1)
    ]


def _width(lengths: list[float], tag: str) -> int:
    usual = lengths[int(0.9 * (len(lengths) - 1))] if lengths else 0.0
    wanted = usual if usual <= 9 else 9 + (usual - 9) * 0.35
    across = max(wanted * _EM + _PAD, (ems(tag) + 3) * _EM * 0.86 + _PAD)
    return px(min(max(across, _LEAST_WIDTH), _MOST_WIDTH))


def row_heights(sheet: Sheet, widths: list[int], em: int) -> list[int]:
    """The height of each row in pixels, so that its text shows up to a few lines.

    Args:
        sheet: the sheet.
        widths: the columns' widths in pixels.
        em: the width of a Chinese character in pixels.
    """
    pad = px(_PAD)
    anchors = {(m.top, m.left): m for m in sheet.merges}
    last = sheet.row_count
    lines = [1] * (last + 1)
    tall: list[tuple[Merge, int]] = []
    for (row, column), cell in sheet.cells.items():
        merge = anchors.get((row, column))
        right = merge.right if merge else column
        room = max(1, (sum(widths[column - 1 : right]) - pad) // em)
        needed = min(_lines(cell.value, room), _MOST_LINES)
        if merge and merge.rows > 1:
            tall.append((merge, needed))
        elif needed > lines[row]:
            lines[row] = needed
    for merge, needed in tall:
        bottom = min(merge.bottom, last)
        lines[bottom] += max(0, needed - sum(lines[merge.top : bottom + 1]))
    return [px(_LINE * count + 12) for count in lines[1:]]


def _lines(text: str, room: float) -> int:
    return sum(max(1, math.ceil(ems(line) / room)) for line in text.split("\n"))
