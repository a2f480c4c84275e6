"""Bars and signs a value's rank draws into its cell, as conditional formats tell them."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

from app.reports.formpages.formnewer import NewerBar, NewerIcons
from app.reports.grid import Mark

_BAR_ENDS = (10, 90)
_BLUE = "638EC6"
_GREEN, _AMBER, _RED, _BLACK, _GRAY = "00B050", "FFC000", "C00000", "404040", "A6A6A6"
_BY_COUNT = {3: (_RED, _AMBER, _GREEN), 4: (_RED, _AMBER, _AMBER, _GREEN),
             5: (_RED, _AMBER, _AMBER, _AMBER, _GREEN)}  # fmt: skip
_ARROWS = {3: ("down", "right", "up"), 4: ("down", "falling", "rising", "up"),
           5: ("down", "falling", "right", "rising", "up")}  # fmt: skip
_TRIANGLES = ("peak down", "dash", "peak up")

ColorOf = Callable[[Any], str]


def older_bar(
    told: Any, value: Decimal, steps: Sequence[Decimal], color_of: ColorOf, *, is_newer: bool
) -> Mark:
    """A bar from its cell's left side.

    Args:
        told: the rule's bar.
        value: the cell's.
        steps: the least and the greatest value a bar shows.
        color_of: a workbook's colour as RRGGBB.
        is_newer: whether it begins at nothing and may reach its cell's end.
    """
    ends = (0, 100) if is_newer else _BAR_ENDS
    least = ends[0] if told.minLength is None else told.minLength
    most = ends[1] if told.maxLength is None else told.maxLength
    end = (least + (most - least) * _share(value, steps)) / 100
    return Mark("bar", color_of(told.color) or _BLUE, end)


def newer_bar(
    told: NewerBar, own: Any, value: Decimal, steps: Sequence[Decimal], color_of: ColorOf
) -> Mark:
    """A bar to the right or left of where nothing stands; ``own`` is the sheet's own colour."""
    color = color_of(told.color if told.color is not None else own) or _BLUE
    low, high = steps[0], steps[-1]
    if not told.has_axis or low >= 0 or high <= low:
        share = (told.minLength + (told.maxLength - told.minLength) * _share(value, steps)) / 100
        return Mark("bar", color, share, 0.0, told.is_flat)
    axis, place = _share(Decimal(0), steps), _share(value, steps)
    if value >= 0:
        return Mark("bar", color, place, axis, told.is_flat)
    below = told.negative if isinstance(told.negative, str) else color_of(told.negative)
    return Mark("bar", below or color, axis, place, told.is_flat)


def _share(value: Decimal, steps: Sequence[Decimal]) -> float:
    low, high = steps[0], steps[-1]
    return min(1.0, max(0.0, float((value - low) / (high - low)))) if high > low else 1.0


def sign_of(told: Any, at: int, count: int) -> Mark | None:
    """The sign of a set for the step a number has reached, counted from 0; None for none."""
    at = count - 1 - at if told.reverse else at
    if isinstance(told, NewerIcons) and told.icons:
        name, number = told.icons[min(at, len(told.icons) - 1)]
        return None if name == "NoIcons" else _of_set(name, number, _size_of(name))
    return _of_set(str(told.iconSet or "3TrafficLights1"), at, count)


def _size_of(name: str) -> int:
    return int(name[0]) if name[:1].isdigit() else 3


def _of_set(name: str, at: int, count: int) -> Mark:
    colors: Sequence[str] = _BY_COUNT.get(count, _BY_COUNT[3])
    at = min(at, len(colors) - 1)
    if "Stars" in name:
        return Mark("star", _AMBER, at / 2)
    if "Boxes" in name:
        return Mark("box", "4472C4", at / 4)
    if "Gray" in name or "Rating" in name or "Quarters" in name:
        colors = (_GRAY,) * count
    elif "RedToBlack" in name:
        colors = (_BLACK, _GRAY, "FF9999", _RED)
    elif name == "4TrafficLights":
        colors = (_BLACK, _RED, _AMBER, _GREEN)
    if "Triangles" in name:
        return Mark(_TRIANGLES[min(at, 2)], colors[at])
    kinds = _ARROWS.get(count, _ARROWS[3]) if "Arrows" in name else ("circle",) * count
    return Mark("flag" if "Flags" in name else kinds[at], colors[at])
