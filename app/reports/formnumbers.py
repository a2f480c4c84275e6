"""Shows a value the way its cell does: number formats of numbers, percentages, days and texts."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import lru_cache

from openpyxl.utils.datetime import from_excel

from app.reports.chinesedigits import SIGNS, in_signs, spelt

# What the numbers of built-in formats mean on a Chinese desktop, where it differs.
LOCAL_FORMATS = {
    14: "yyyy/m/d",
    22: "yyyy/m/d h:mm",
    27: 'yyyy"年"m"月"',
    28: 'm"月"d"日"',
    29: 'm"月"d"日"',
    30: "m/d/yy",
    31: 'yyyy"年"m"月"d"日"',
    32: 'h"时"mm"分"',
    33: 'h"时"mm"分"ss"秒"',
    36: 'yyyy"年"m"月"',
    50: 'yyyy"年"m"月"',
    57: 'yyyy"年"m"月"',
    58: 'm"月"d"日"',
}
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
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)(-?[\d.]+)")
_WEEK = "一二三四五六日"
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_MOST_DIGITS = 10
_LARGE = Decimal(10) ** 11
_DAYS = frozenset("yedhsa")


@dataclass(frozen=True, slots=True)
class Shown:
    """What a cell shows, and the colour its format gives it (RRGGBB or empty)."""

    text: str
    color: str = ""


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str


def show_value(value: object, code: str) -> Shown:
    """A value as its cell shows it under a format code."""
    if isinstance(value, bool):
        return Shown("TRUE" if value else "FALSE")
    sections = _sections(code)
    if isinstance(value, datetime | date | time | timedelta):
        return _show_day(value, sections)
    if isinstance(value, int | float | Decimal):
        return _show_number(Decimal(str(value)), sections)
    return _show_text(str(value), sections)


def _digits_in(section: Sequence[_Token]) -> str:
    """The kind of Chinese signs a format wants for its digits; empty for none."""
    return next((token.text for token in section if token.kind == "digits in"), "")


@lru_cache(maxsize=256)
def _sections(code: str) -> tuple[tuple[_Token, ...], ...]:
    """The format's sections, each as what it is made of."""
    sections: list[list[_Token]] = [[]]
    for match in _TOKEN.finditer(code or "General"):
        literal, escaped, space, bracket, noon, general, day, digits, power, other = match.groups()
        if other == ";":
            sections.append([])
        elif literal is not None or escaped or space:
            sections[-1].append(_Token("text", " " if space else literal or escaped or ""))
        elif bracket is not None:
            sections[-1].append(_bracket(bracket))
        elif noon or general:
            sections[-1].append(_Token("noon" if noon else "general", noon or general))
        elif day:
            sections[-1].append(_Token("day", day.lower()))
        elif digits or power:
            sections[-1].append(_Token("digits" if digits else "power", digits or power))
        elif other:
            sections[-1].append(_Token("sign", other))
    return tuple(tuple(_with_minutes(section)) for section in sections)


def _bracket(text: str) -> _Token:
    if text.startswith("$"):
        return _Token("text", text[1:].partition("-")[0])
    if text.lower() in _COLORS:
        return _Token("color", _COLORS[text.lower()])
    if _CONDITION.fullmatch(text):
        return _Token("condition", text)
    if text.upper() in SIGNS:
        return _Token("digits in", text.upper())
    if text and not text.lower().strip("hms"):
        return _Token("elapsed", text.lower())
    return _Token("text", "")


def _with_minutes(section: Sequence[_Token]) -> list[_Token]:
    """An m beside hours or seconds counts minutes."""
    found = list(section)
    days = [at for at, token in enumerate(found) if token.kind in ("day", "elapsed")]
    for place, at in enumerate(days):
        if found[at].kind == "day" and found[at].text[0] == "m" and len(found[at].text) < 3:
            before = found[days[place - 1]].text[0] if place else ""
            after = found[days[place + 1]].text[0] if place + 1 < len(days) else ""
            if before == "h" or after == "s":
                found[at] = _Token("minute", found[at].text)
    return found


def _is_day(section: Sequence[_Token]) -> bool:
    return any(token.kind in ("day", "minute", "elapsed") for token in section)


def _color(section: Sequence[_Token]) -> str:
    return next((token.text for token in section if token.kind == "color"), "")


def _show_text(text: str, sections: Sequence[Sequence[_Token]]) -> Shown:
    section = sections[3] if len(sections) > 3 else sections[-1]
    if len(sections) < 4 and not any(token.text == "@" for token in section):
        return Shown(text)
    parts = [
        text if token.text == "@" else token.text if token.kind in ("text", "sign") else ""
        for token in section
    ]
    return Shown("".join(parts), _color(section))


def _choose(value: Decimal, sections: Sequence[Sequence[_Token]]) -> tuple[Decimal, int]:
    """The section for a number, and the number it shows."""
    for at, section in enumerate(sections[:2]):
        told = [token.text for token in section if token.kind == "condition"]
        if told:
            match = _CONDITION.fullmatch(told[0])
            if match and _holds(value, match[1], Decimal(match[2])):
                return value, at
            if at == len(sections[:2]) - 1:
                return value, min(2, len(sections) - 1)
    if any(token.kind == "condition" for section in sections for token in section):
        return value, min(1, len(sections) - 1)
    if value < 0 and len(sections) > 1:
        return -value, 1
    return value, 2 if value == 0 and len(sections) > 2 else 0


def _holds(value: Decimal, sign: str, than: Decimal) -> bool:
    return {
        "<": value < than,
        ">": value > than,
        "=": value == than,
        "<=": value <= than,
        ">=": value >= than,
        "<>": value != than,
    }[sign]


def _show_number(value: Decimal, sections: Sequence[Sequence[_Token]]) -> Shown:
    value, at = _choose(value, sections)
    section = sections[at]
    if _is_day(section) and value >= 0:
        return _show_day(from_excel(float(value)), (section,))
    if any(token.kind == "general" for token in section) or (not section and len(sections) == 1):
        shown = spelt(_general(value), _digits_in(section))
        parts = [
            shown if token.kind == "general" else token.text
            for token in section
            if token.kind in ("general", "text", "sign")
        ]
        return Shown("".join(parts), _color(section))
    if any(token.text == "@" for token in section):
        return Shown(_general(value), _color(section))
    return Shown(in_signs(_digits(value, section), _digits_in(section)), _color(section))


def show_rounded(value: object, room: int) -> Shown | None:
    """A number without a format in a narrow cell: decimals give way, as on the screen.

    Args:
        value: the cell's value.
        room: how many digits the cell's width takes.

    Returns:
        None when the value is no number, or is shown no other way for want of room.
    """
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return None
    number = Decimal(str(value))
    whole, _, decimals = _general(number).partition(".")
    if not decimals or "E" in decimals or len(whole) + 1 + len(decimals) <= room:
        return None
    places = max(0, room - len(whole) - 1)
    shown = format(number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP), "f")
    return Shown(shown.rstrip("0").rstrip(".") if "." in shown else shown)


def _general(value: Decimal) -> str:
    """A number without a format, at most ten digits of it."""
    if abs(value) >= _LARGE or (value and abs(value) < Decimal("1e-9")):
        head, _, power = f"{value:.5E}".partition("E")
        return f"{head.rstrip('0').rstrip('.')}E{power[0]}{power[1:].zfill(2)}"
    whole = len(str(abs(int(value))))
    places = Decimal(1).scaleb(-max(0, _MOST_DIGITS - whole))
    shown = format(value.quantize(places, ROUND_HALF_UP), "f")
    return shown.rstrip("0").rstrip(".") if "." in shown else shown


def _digits(value: Decimal, section: Sequence[_Token]) -> str:
    """A number by its places, with what stands around and between them."""
    places = [at for at, token in enumerate(section) if token.kind == "digits"]
    if not places:
        return ("-" if value < 0 else "") + _around(section)
    first, last = places[0], places[-1]
    core = section[first : last + 1]
    signs = "".join(token.text for token in section if token.kind == "sign")
    value *= Decimal(100) ** signs.count("%")
    after = section[last + 1 :]
    while after and after[0] == _Token("sign", ","):
        value, after = value / 1000, after[1:]
    if section[:first] and section[first - 1] == _Token("sign", "."):
        core, first = section[first - 1 : last + 1], first - 1
    minus = "-" if value < 0 else ""
    if any(token.text == "/" for token in core):
        shown = _fraction(abs(value), core)
    elif any(token.kind == "power" for token in core):
        shown = _power(abs(value), core)
    else:
        shown = _plain(abs(value), core)
    if not shown.strip("0.,%"):
        minus = ""
    return minus + _around(section[:first]) + shown + _around(after)


def _around(tokens: Sequence[_Token]) -> str:
    return "".join(token.text for token in tokens if token.kind in ("text", "sign"))


def _plain(value: Decimal, core: Sequence[_Token]) -> str:
    point = next((at for at, token in enumerate(core) if token == _Token("sign", ".")), len(core))
    before = "".join(token.text for token in core[:point] if token.kind == "digits")
    behind = "".join(token.text for token in core[point:] if token.kind == "digits")
    shown = format(value.quantize(Decimal(1).scaleb(-len(behind)), ROUND_HALF_UP), "f")
    whole, _, rest = shown.partition(".")
    whole = (
        whole.lstrip("0").rjust(before.count("0"), "0") if before.count("0") else whole.lstrip("0")
    )
    if any(token == _Token("sign", ",") for token in core[:point]):
        whole = re.sub(r"(?<=\d)(?=(\d{3})+$)", ",", whole)
    least = len(behind.rstrip("#?"))
    while len(rest) > least and rest.endswith("0"):
        rest = rest[:-1]
    literals = [token.text for token in core[point + 1 :] if token.kind == "text"]
    if literals and not rest.strip("0") and not least:
        return whole + "".join(literals)
    dotted = f"{whole}.{rest}" if point < len(core) and (rest or least) else whole
    inner = [token.text for token in core[:point] if token.kind == "text" and token.text.strip()]
    return _with_literals(dotted, core) if inner else dotted


def _with_literals(shown: str, core: Sequence[_Token]) -> str:
    """Digits put into a pattern with words between its places, from the right."""
    rest, parts = list(shown), []
    for token in reversed(core):
        if token.kind == "text":
            parts.append(token.text)
        elif token.kind == "digits":
            taken = [rest.pop() for _ in token.text if rest]
            parts.append("".join(reversed(taken)))
        elif token == _Token("sign", ".") and rest and rest[-1] == ".":
            parts.append(rest.pop())
    return "".join(rest) + "".join(reversed(parts))


def _power(value: Decimal, core: Sequence[_Token]) -> str:
    at = next(at for at, token in enumerate(core) if token.kind == "power")
    _, _, behind = "".join(token.text for token in core[:at]).partition(".")
    head, _, power = f"{value:.{len(behind)}E}".partition("E")
    width = sum(len(token.text) for token in core[at + 1 :] if token.kind == "digits")
    sign = power[0] if core[at].text[1] == "+" or power[0] == "-" else ""
    return f"{head}E{sign}{power[1:].zfill(width)}"


def _fraction(value: Decimal, core: Sequence[_Token]) -> str:
    """A simple fraction: 3 3/4."""
    below = core[-1].text
    largest = int(below) if below.isdigit() and int(below) else 10 ** len(below) - 1
    whole = int(value)
    part = Fraction(value - whole).limit_denominator(largest)
    if part == 1:
        whole, part = whole + 1, Fraction(0)
    if not part:
        return str(whole)
    return f"{whole} {part}" if whole else str(part)


def _show_day(value: date | time | timedelta, sections: Sequence[Sequence[_Token]]) -> Shown:
    section = sections[0]
    if isinstance(value, timedelta):
        whole = value
        moment = datetime(1899, 12, 30) + value  # noqa: DTZ001  (a sheet's days have no zone)
    elif isinstance(value, time):
        moment = datetime.combine(date(1899, 12, 30), value)
        whole = moment - datetime(1899, 12, 30)  # noqa: DTZ001
    elif isinstance(value, datetime):
        moment, whole = value, value - datetime(1899, 12, 30)  # noqa: DTZ001
    else:
        moment = datetime.combine(value, time())
        whole = moment - datetime(1899, 12, 30)  # noqa: DTZ001
    if not _is_day(section):
        return Shown(f"{moment.year}年{moment.month}月{moment.day}日")
    half = any(token.kind == "noon" for token in section)
    parts = (_day_part(token, moment, whole, half=half) for token in section)
    kind = _digits_in(section)
    if kind:
        parts = (_day_spelt(part, token, kind) for part, token in zip(parts, section, strict=True))
    return Shown("".join(parts))


def _day_spelt(part: str, token: _Token, kind: str) -> str:
    """A part of a day in Chinese signs: a year sign by sign, other numbers as they are read."""
    if token.kind not in {"day", "minute"} or not part.isdigit():
        return part
    return in_signs(part, kind) if token.text[0] in "ye" else spelt(str(int(part)), kind)


def _day_part(token: _Token, moment: datetime, whole: timedelta, *, half: bool) -> str:
    if token.kind in ("text", "sign"):
        return "" if token.text == "@" else token.text
    if token.kind == "digits":
        return f"{moment.microsecond:06d}"[: len(token.text)]
    if token.kind == "noon":
        am, pm = token.text.split("/")
        return am if moment.hour < 12 else pm
    if token.kind == "minute":
        return f"{moment.minute:0{len(token.text)}d}"
    if token.kind == "elapsed":
        by = {"h": 3600, "m": 60, "s": 1}[token.text[0]]
        return f"{int(whole.total_seconds() // by):0{len(token.text)}d}"
    return _calendar(token.text, moment, half=half) if token.kind == "day" else ""


def _calendar(code: str, moment: datetime, *, half: bool) -> str:
    kind, width = code[0], len(code)
    weekday = moment.weekday()
    if kind in "ye":
        return f"{moment.year % 100:02d}" if kind == "y" and width < 3 else str(moment.year)
    if kind == "a":
        return ("星期" if width > 3 else "") + _WEEK[weekday]
    if kind == "m" and width > 2:
        name = _MONTHS[moment.month - 1]
        return name[:3] if width == 3 else name[0] if width == 5 else name
    if kind == "d" and width > 2:
        return _WEEKDAYS[weekday][:3] if width == 3 else _WEEKDAYS[weekday]
    hour = (moment.hour % 12 or 12) if half else moment.hour
    number = {"m": moment.month, "d": moment.day, "h": hour, "s": moment.second}[kind]
    return f"{number:0{min(width, 2)}d}"
