"""Conditional formats and validations of a binary sheet, put on the sheet it becomes."""

import struct
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from openpyxl.formatting.rule import Rule
from openpyxl.styles import Border, Font, PatternFill, Side
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.cell_range import MultiCellRange
from openpyxl.worksheet.datavalidation import DataValidation

from app.reports.oldforms.oldformulas import (
    Code,
    Place,
    UnreadableFormulaError,
    spelt_formula,
    words_at,
)
from app.reports.oldforms.oldlooks import UNDERLINES, Palette, line_of

_OPERATORS = (
    "between", "notBetween", "equal", "notEqual", "greaterThan", "lessThan",
    "greaterThanOrEqual", "lessThanOrEqual",
)  # fmt: skip
_KINDS = ("none", "whole", "decimal", "list", "date", "time", "textLength", "custom")
_STYLES = ("stop", "warning", "information")
_FONT_SIZE, _SOLID = 118, 1
_SIDES = ("left", "right", "top", "bottom")

Area = tuple[int, int, int, int]


def add_conditions(
    target: Any, kept: Sequence[tuple[bytes, list[bytes]]], book: Any, palette: Palette
) -> bool:
    """Put a sheet's conditional formats on it; False when one could not be read."""
    whole, priority = True, 0
    for head, rules in kept:
        areas = _areas(head, 12)
        for body in rules:
            priority += 1
            try:
                rule = _rule(body, book, palette, _corner(areas), priority)
                target.conditional_formatting.add(_reference(areas), rule)
            except (UnreadableFormulaError, struct.error, IndexError, ValueError, TypeError):
                whole = False
    return whole


def _areas(data: bytes, at: int) -> list[Area]:
    (count,) = struct.unpack_from("<H", data, at)
    return [struct.unpack_from("<4H", data, at + 2 + 8 * number) for number in range(count)]


def _corner(areas: Sequence[Area]) -> Place:
    return min(area[0] for area in areas), min(area[2] for area in areas)


def _reference(areas: Sequence[Area]) -> str:
    return " ".join(
        f"{get_column_letter(left + 1)}{top + 1}:{get_column_letter(right + 1)}{bottom + 1}"
        for top, bottom, left, right in areas
    )


def _rule(body: bytes, book: Any, palette: Palette, at: Place, priority: int) -> Rule:
    kind, operator, first, second = struct.unpack_from("<BBHH", body)
    ends = (len(body) - second - first, len(body) - second, len(body))
    told = [body[start:end] for start, end in pairwise(ends) if end > start]
    formulas = [spelt_formula(book, Code(code), at) for code in told]
    look = _look(body[6 : ends[0]], palette)
    if kind == 1:
        sign: Any = _OPERATORS[operator - 1]
        return Rule("cellIs", operator=sign, formula=formulas, dxf=look, priority=priority)
    return Rule("expression", formula=formulas, dxf=look, priority=priority)


def _look(data: bytes, palette: Palette) -> DifferentialStyle:
    """What a condition puts over a cell's own look."""
    flags, more = struct.unpack_from("<IH", data)
    at, found = 6, dict[str, Any]()
    if flags >> 25 & 1:
        # A number format told in words brings its length, one by number takes two bytes.
        at += struct.unpack_from("<H", data, at)[0] if more & 1 else 2
    if flags >> 26 & 1:
        found["font"] = _font(data[at : at + _FONT_SIZE], palette)
        at += _FONT_SIZE
    at += 8 if flags >> 27 & 1 else 0
    if flags >> 28 & 1:
        found["border"] = _border(data[at : at + 8], flags, palette)
        at += 8
    if flags >> 29 & 1:
        found["fill"] = _fill(data[at : at + 4], flags, palette)
    return DifferentialStyle(**found)


def _font(data: bytes, palette: Palette) -> Font:
    _, strokes, weight, _, under = struct.unpack_from("<iIHHB", data, 64)
    (color,) = struct.unpack_from("<i", data, 80)
    kept_strokes, _, kept_under, kept_weight = struct.unpack_from("<4I", data, 88)
    return Font(
        bold=None if kept_weight & 1 else weight >= 600,
        italic=None if kept_strokes & 2 or kept_weight & 1 else bool(strokes & 2),
        strike=None if kept_strokes & 0x80 else bool(strokes & 0x80),
        underline=None if kept_under & 1 else UNDERLINES.get(under),  # type: ignore[arg-type]
        color=palette.color(color) if color >= 0 else None,
    )


def _border(data: bytes, flags: int, palette: Palette) -> Border:
    lines, inks = struct.unpack("<II", data)
    colors = (lines >> 16 & 0x7F, lines >> 23 & 0x7F, inks & 0x7F, inks >> 7 & 0x7F)
    sides: dict[str, Any] = {
        name: Side(style=line_of(lines >> 4 * at & 0xF), color=palette.color(colors[at]))
        for at, name in enumerate(_SIDES)
        if not flags >> 10 + at & 1
    }
    return Border(**sides)


def _fill(data: bytes, flags: int, palette: Palette) -> PatternFill:
    (told,) = struct.unpack("<I", data)
    ink, ground = palette.color(told >> 16 & 0x7F), palette.color(told >> 23 & 0x7F)
    if flags >> 16 & 1 or told >> 10 & 0x3F == _SOLID or not told >> 10 & 0x3F:
        # A plain fill names its colour as the ground.
        return PatternFill(bgColor=(ink if flags >> 18 & 1 else ground) or "FFFFFFFF")
    kind: Any = palette.pattern(told >> 10 & 0x3F)
    return PatternFill(kind, fgColor=ink or "FF000000", bgColor=ground or "FFFFFFFF")


def add_validations(target: Any, kept: Sequence[bytes], book: Any) -> bool:
    """Put a sheet's validations on it; False when one could not be read."""
    whole = True
    for body in kept:
        try:
            target.add_data_validation(_validation(body, book))
        except (UnreadableFormulaError, struct.error, IndexError, ValueError, TypeError):
            whole = False
    return whole


def _validation(body: bytes, book: Any) -> DataValidation:
    (flags,) = struct.unpack_from("<I", body)
    texts, at = [], 4
    for _ in range(4):
        words, at = words_at(body, at)
        texts.append(words.strip("\0") or None)
    codes = []
    for _ in range(2):
        (size,) = struct.unpack_from("<H", body, at)
        codes.append(body[at + 4 : at + 4 + size])
        at += 4 + size
    areas = _areas(body, at)
    told = [_told(code, book, _corner(areas)) for code in codes]
    kind: Any = _KINDS[flags & 0xF]
    operator: Any = _OPERATORS[flags >> 20 & 0xF]
    style: Any = _STYLES[flags >> 4 & 7]
    return DataValidation(
        type=kind,
        formula1=told[0],
        formula2=told[1] if flags >> 20 & 0xF < 2 and kind != "list" else None,
        showDropDown=bool(flags >> 9 & 1) or None,
        showErrorMessage=bool(flags >> 19 & 1),
        showInputMessage=bool(flags >> 18 & 1),
        allow_blank=bool(flags >> 8 & 1),
        errorStyle=style if style != "stop" else None,
        operator=operator if flags >> 20 & 0xF else None,
        promptTitle=texts[0],
        errorTitle=texts[1],
        prompt=texts[2],
        error=texts[3],
        sqref=MultiCellRange(_reference(areas)),
    )


def _told(code: bytes, book: Any, at: Place) -> str | None:
    """A validation's formula; a list's words are kept with a sign between them that is none."""
    words = spelt_formula(book, Code(code), at) if code else None
    return words.replace("\0", ",") if words else None
