"""Breaks a title that needs two lines where it reads well: lines of like length, whole words."""

import re
from itertools import accumulate

_BEGINNINGS = re.compile(
    r"污染防治|目标|任务|工作|重点|形象进度|投资|进展|完成情况|自评|自查|调度|问题|整改|清单"
)
_WORD_BONUS = 5.0
"""Characters a line may be off the middle for the sake of a whole word."""
_NEVER_FIRST = frozenset("，。；：、！？）》」』】〉”’年月日季度表")
_MM_PER_POINT = 25.4 / 72


def balanced(title: str, size: float, room: float) -> str:
    """The title, in two lines where it is wider than the room; left as it is beyond two.

    Args:
        title: in one line.
        size: of the type, in points.
        room: in millimetres.
    """
    most = room / (size * _MM_PER_POINT)
    widths = [0.5 if char.isascii() else 1.0 for char in title]
    whole = sum(widths)
    if "\n" in title or not most < whole <= 2 * most:
        return title
    words = {found.start() for found in _BEGINNINGS.finditer(title)}
    places = [
        (abs(whole / 2 - before) - _WORD_BONUS * (at in words), at)
        for at, before in enumerate(accumulate(widths), 1)
        if at < len(title) and before <= most and whole - before <= most and _may_break(title, at)
    ]
    if not places:
        return title
    at = min(places)[1]
    return f"{title[:at]}\n{title[at:]}"


def _may_break(title: str, at: int) -> bool:
    """Whether a line may begin here: not within a number, not with what ends a word."""
    return title[at] not in _NEVER_FIRST and not (title[at - 1].isascii() and title[at].isascii())
