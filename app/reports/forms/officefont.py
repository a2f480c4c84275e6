"""How wide an office program takes a sheet's columns: they are counted in digits of its font."""

import shutil
import subprocess
from contextlib import closing
from functools import lru_cache
from typing import Any

from fontTools.ttLib import TTFont, TTLibError  # type: ignore[import-untyped]

MM_PER_POINT = 25.4 / 72
MM_PER_PIXEL = 25.4 / 96
_PATIENCE = 5
# Excel counts whole pixels at 96 dpi; these are the digits' widths at 11 pt.
_PIXELS_AT_11 = {"calibri": 7, "times new roman": 7, "arial": 8, "宋体": 8, "simsun": 8, "等线": 8}
_USUAL_PIXELS = 8
_DIGITS = "0123456789"


@lru_cache(maxsize=64)
def digit_width(name: str, size: float) -> float:
    """The width of one unit of column width, in millimetres.

    A font that is here counts as Excel counts it, in whole pixels. For one that is not, the
    program that prints puts another in its place and counts that one's digits; so do we.

    Args:
        name: the workbook's default font (style Normal).
        size: its size in points.
    """
    substitute = _substitute(name)
    if substitute:
        advance = _digit_advance(substitute)
        if advance:
            return advance * size * MM_PER_POINT
    pixels = _PIXELS_AT_11.get(name.lower(), _USUAL_PIXELS) * size / 11
    return round(pixels) * MM_PER_PIXEL


def _substitute(name: str) -> str:
    """The file that stands in for a font that is missing; empty when it is here, or none is known.

    Fontconfig answers for Linux desktops; elsewhere the usual fonts are taken to be installed.
    """
    program = shutil.which("fc-match")
    if program is None:
        return ""
    command = [program, "--format=%{family}\n%{file}", name]
    try:
        told = subprocess.run(
            command, capture_output=True, text=True, timeout=_PATIENCE, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    families, _, file = told.stdout.partition("\n")
    is_here = name.lower() in {family.strip().lower() for family in families.split(",")}
    return "" if is_here else file.strip()


def _digit_advance(file: str) -> float:
    """The widest digit of a font file, in parts of the type size; 0 when it can't be read."""
    try:
        with closing(TTFont(file, fontNumber=0, lazy=True)) as opened:
            font: Any = opened
            known, widths = font.getBestCmap(), font["hmtx"].metrics
            advances = [widths[known[ord(digit)]][0] for digit in _DIGITS if ord(digit) in known]
            return float(max(advances, default=0) / font["head"].unitsPerEm)
    except (OSError, TTLibError, KeyError):
        return 0.0
