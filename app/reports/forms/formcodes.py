"""A number format's code taken apart: its sections, and what each is made of."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from openpyxl.styles.colors import COLOR_INDEX

from app.reports.forms.chinesedigits import SIGNS

_COLORS = {
    "red": "FF0000", "红色": "FF0000", "blue": "0000FF", "蓝色": "0000FF", "green": "00FF00",
    "绿色": "00FF00", "yellow": "FFFF00", "黄色": "FFFF00", "white": "FFFFFF", "白色": "FFFFFF",
    "magenta": "FF00FF", "洋红": "FF00FF", "cyan": "00FFFF", "青色": "00FFFF",
}  # fmt: skip
_TOKEN = re.compile(
    r'"([^"]*)"|[\\!](.)|_(.)|\*.|\[([^\]]*)\]|(AM/PM|A/P|上午/下午)|(General|G/通用格式)'
    r"|(y+|e+(?![+-])|m+|d+|h+|s+|a{3,4})|([0#?]+)|(E[+-])|(.)",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"(?:color|颜色)\s*(\d{1,2})", re.IGNORECASE)
_MOST_COLORS = 56
CONDITION = re.compile(r"(<=|>=|<>|<|>|=)(-?[\d.]+)")


@dataclass(frozen=True, slots=True)
class Shown:
    """What a cell shows, and the colour its format gives it (RRGGBB or empty)."""

    text: str
    color: str = ""


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a section: what kind of piece it is, and its words."""

    kind: str
    text: str


def digits_in(section: Sequence[Token]) -> str:
    """The kind of Chinese signs a format wants for its digits; empty for none."""
    return next((token.text for token in section if token.kind == "digits in"), "")


@lru_cache(maxsize=256)
def sections_of(code: str) -> tuple[tuple[Token, ...], ...]:
    """The format's sections, each as what it is made of."""
    sections: list[list[Token]] = [[]]
    for match in _TOKEN.finditer(code or "General"):
        literal, escaped, space, bracket, noon, general, day, digits, power, other = match.groups()
        if other == ";":
            sections.append([])
        elif literal is not None or escaped or space:
            sections[-1].append(Token("text", " " if space else literal or escaped or ""))
        elif bracket is not None:
            sections[-1].append(_bracket(bracket))
        elif noon or general:
            sections[-1].append(Token("noon" if noon else "general", noon or general))
        elif day:
            sections[-1].append(Token("day", day.lower()))
        elif digits or power:
            sections[-1].append(Token("digits" if digits else "power", digits or power))
        elif other:
            sections[-1].append(Token("sign", other))
    return tuple(tuple(_with_minutes(section)) for section in sections)


def _bracket(text: str) -> Token:
    if text.startswith("$"):
        return Token("text", text[1:].partition("-")[0])
    color = _color_named(text)
    if color:
        return Token("color", color)
    if CONDITION.fullmatch(text):
        return Token("condition", text)
    if text.upper() in SIGNS:
        return Token("digits in", text.upper())
    if text and not text.lower().strip("hms"):
        return Token("elapsed", text.lower())
    return Token("text", "")


def _color_named(text: str) -> str:
    """A colour by its name or its number; empty where it is none."""
    numbered = _NUMBERED.fullmatch(text)
    if numbered and 1 <= int(numbered[1]) <= _MOST_COLORS:
        return str(COLOR_INDEX[int(numbered[1]) + 7])[-6:]
    return _COLORS.get(text.lower(), "")


def _with_minutes(section: Sequence[Token]) -> list[Token]:
    """An m beside hours or seconds counts minutes."""
    found = list(section)
    days = [at for at, token in enumerate(found) if token.kind in ("day", "elapsed")]
    for place, at in enumerate(days):
        if found[at].kind == "day" and found[at].text[0] == "m" and len(found[at].text) < 3:
            before = found[days[place - 1]].text[0] if place else ""
            after = found[days[place + 1]].text[0] if place + 1 < len(days) else ""
            if before == "h" or after == "s":
                found[at] = Token("minute", found[at].text)
    return found


def is_day(section: Sequence[Token]) -> bool:
    """Whether a section shows a day or a time."""
    return any(token.kind in ("day", "minute", "elapsed") for token in section)


def color_of(section: Sequence[Token]) -> str:
    """The colour a section gives its text; empty for none."""
    return next((token.text for token in section if token.kind == "color"), "")
