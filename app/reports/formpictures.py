"""The pictures of a form: where each stands on its sheet, and its file."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

_EMU_PER_MM = 36000


@dataclass(frozen=True, slots=True)
class Placed:
    """A picture on its sheet, in millimetres from the sheet's corner."""

    left: float
    top: float
    width: float
    height: float
    content: bytes


Edge = Callable[[int], float]


def pictures_of(sheet: Any, left_of: Edge, top_of: Edge) -> Iterator[Placed]:
    """The pictures the program can draw; those in a drawing's own language are left out.

    Args:
        sheet: the sheet.
        left_of: how far a column, counted from 1, begins from the sheet's left.
        top_of: the same for a row from the top.
    """
    for image in sheet._images:
        anchor = image.anchor
        if isinstance(anchor, str):
            continue
        place = _place(anchor, left_of, top_of)
        if place[2] > 0 and place[3] > 0:
            yield Placed(*place, image._data())


def _place(anchor: Any, left_of: Edge, top_of: Edge) -> tuple[float, float, float, float]:
    """Left, top, width and height; hung on one cell, on two, or on none."""
    start = getattr(anchor, "_from", None)
    if start is None:
        left, top = anchor.pos.x / _EMU_PER_MM, anchor.pos.y / _EMU_PER_MM
    else:
        left, top = _corner(start, left_of, top_of)
    end = getattr(anchor, "to", None)
    if end is not None:
        right, bottom = _corner(end, left_of, top_of)
        return left, top, right - left, bottom - top
    return left, top, anchor.ext.width / _EMU_PER_MM, anchor.ext.height / _EMU_PER_MM


def _corner(marker: Any, left_of: Edge, top_of: Edge) -> tuple[float, float]:
    return (
        left_of(marker.col + 1) + marker.colOff / _EMU_PER_MM,
        top_of(marker.row + 1) + marker.rowOff / _EMU_PER_MM,
    )
