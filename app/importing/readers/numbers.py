"""Showing stored numbers as the sheet shows them: dates, percent, decimals, words in the format."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import lru_cache

BUILTIN_FORMATS: dict[int, str] = {
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    9: "0%",
    10: "0.00%",
    14: "yyyy/m/d",
    15: "d-mmm-yy",
    16: "d-mmm",
    17: "mmm-yy",
    18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM",
    20: "h:mm",
    21: "h:mm:ss",
    22: "yyyy/m/d h:mm",
    27: 'yyyy"年"m"月"',
    28: 'm"月"d"日"',
    29: 'm"月"d"日"',
    30: "m-d-yy",
    31: 'yyyy"年"m"月"d"日"',
    32: 'h"时"mm"分"',
    33: 'h"时"mm"分"ss"秒"',
    36: 'yyyy"年"m"月"',
    37: "#,##0",
    38: "#,##0",
    39: "#,##0.00",
    40: "#,##0.00",
    50: 'yyyy"年"m"月"',
    51: 'm"月"d"日"',
    52: 'yyyy"年"m"月"',
    53: 'm"月"d"日"',
    54: 'm"月"d"日"',
    55: 'yyyy"年"m"月"',
    56: 'm"月"d"日"',
    57: 'yyyy"年"m"月"',
    58: 'm"月"d"日"',
}
"""Formats that files name by number alone, as a Chinese Excel shows them (ECMA-376 18.8.30)."""

_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|_.|\*.|\[(?P<bracket>[^\]]*)\]'
    r"|(?P<ampm>AM/PM|A/P|上午/下午)|(?P<year>[yYeE]+)|(?P<month>[mM]+)|(?P<day>[dD]+)|(?P<aaa>a{3,4})"
    r"|(?P<hour>[hH]+)|(?P<second>[sS]+)|(?P<digits>[0#?,]*[0#?](?:\.[0#?]*)?|\.[0#?]+)"
    r"|(?P<percent>%)|(?P<at>@)|(?P<other>.)",
    re.DOTALL,
)
_WEEKDAYS = "一二三四五六日"
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_PLAIN_FORMATS = frozenset({"", "general", "g/通用格式", "@"})
_LAST_SERIAL = 2_958_465
_BEYOND_DOUBLE = 309
"""Powers of ten no sheet can store; working them out would take for ever."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What a stored number looks like and is."""

    text: str
    number: Decimal | None
    day: date | None


@lru_cache(maxsize=512)
def _tokens(code: str) -> tuple[tuple[str, str], ...]:
    """The first section of a format as (kind, text) pairs; colours and paddings are dropped."""
    found = []
    section = _first_section(code)
    if section.strip().lower() in _PLAIN_FORMATS:
        return ()
    for match in _TOKEN.finditer(section):
        kind = match.lastgroup
        if kind in {"quoted", "escaped"}:
            found.append(("literal", match[kind]))
        elif kind == "other":
            found.append(("literal", match[0]))
        elif kind and kind != "bracket":
            found.append((kind, match[0]))
    return tuple(found)


def _first_section(code: str) -> str:
    quoted = False
    for index, char in enumerate(code):
        if char == '"':
            quoted = not quoted
        elif char == ";" and not quoted:
            return code[:index]
    return code


@lru_cache(maxsize=512)
def is_date_format(code: str) -> bool:
    """Whether a format shows a day, month or year."""
    return any(kind in {"year", "day", "aaa"} for kind, _ in _tokens(code)) or (
        any(kind == "month" for kind, _ in _tokens(code))
        and not any(kind in {"hour", "second", "digits"} for kind, _ in _tokens(code))
    )


def date_of(serial: Decimal, *, from_1904: bool) -> datetime | None:
    """The moment a date serial stands for; None when it stands for none.

    The 1900 system counts a 29 February 1900 that never was (ECMA-376 18.17.4.1).
    """
    days = int(serial)
    if not 0 < days <= _LAST_SERIAL:
        return None
    start = datetime(1904, 1, 1) if from_1904 else datetime(1899, 12, 30)  # noqa: DTZ001
    if not from_1904 and days < 60:
        start += timedelta(days=1)
    seconds = int(((serial - days) * 86_400).to_integral_value(ROUND_HALF_UP))
    return start + timedelta(days=days, seconds=seconds)


def show_number(stored: str, code: str, *, from_1904: bool = False) -> Shown:
    """The text a sheet shows for a stored number under a number format.

    Args:
        stored: the number as the file writes it.
        code: the number format; empty or ``General`` shows the number plainly.
        from_1904: whether the workbook counts its dates from 1904.
    """
    try:
        number = Decimal(stored)
    except InvalidOperation:
        return Shown(stored, None, None)
    if not number.is_finite() or not -400 < number.adjusted() < _BEYOND_DOUBLE:
        return Shown(stored, None, None)
    if is_date_format(code):
        moment = date_of(number, from_1904=from_1904)
        if moment:
            return Shown(_show_date(moment, code), None, moment.date())
    return Shown(_show_plain(number, code), number, None)


def plain(number: Decimal) -> str:
    """A number as the General format shows it, with the noise of binary fractions rounded off."""
    rounded = number
    if len(number.as_tuple().digits) > 15 or number.as_tuple().exponent not in range(-15, 1):
        rounded = Decimal(f"{number:.15g}")
    if rounded == rounded.to_integral_value():
        return str(rounded.quantize(Decimal(1))) if abs(rounded) < 10**20 else str(rounded)
    return f"{rounded.normalize():f}"


def _show_plain(number: Decimal, code: str) -> str:
    tokens = _tokens(code)
    digits = next((text for kind, text in tokens if kind == "digits"), "")
    if not digits or "E+" in code.upper():
        return plain(number)
    percent = any(kind == "percent" for kind, _ in tokens)
    shown = _show_digits(number * 100 if percent else number, digits)
    parts, placed = [], False
    for kind, text in tokens:
        if kind == "digits":
            parts.append("" if placed else shown)
            placed = True
        elif kind in {"literal", "percent"}:
            parts.append(text)
    return "".join(parts).strip()


def _show_digits(number: Decimal, pattern: str) -> str:
    whole, _, fraction = pattern.partition(".")
    places = len(fraction)
    rounded = number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    text = f"{rounded:,f}" if "," in whole else f"{rounded:f}"
    optional = len(fraction) - len(fraction.rstrip("#?"))
    while optional and text.endswith("0") and "." in text:
        text, optional = text[:-1], optional - 1
    width = whole.count("0")
    if "." not in text and text.isdigit():
        text = text.zfill(width)
    return text.rstrip(".")


def _show_date(moment: datetime, code: str) -> str:
    tokens = _tokens(code)
    parts: list[str] = []
    after_hour = False
    for index, (kind, text) in enumerate(tokens):
        minutes = kind == "month" and (after_hour or _next_kind(tokens, index) == "second")
        parts.append(_show_minute(moment, text) if minutes else _show_part(moment, kind, text))
        if kind in {"hour", "second", "year", "day"}:
            after_hour = kind == "hour"
    return "".join(parts).strip()


def _next_kind(tokens: tuple[tuple[str, str], ...], index: int) -> str:
    return next((kind for kind, _ in tokens[index + 1 :] if kind != "literal"), "")


def _show_minute(moment: datetime, text: str) -> str:
    return f"{moment.minute:02d}" if len(text) > 1 else str(moment.minute)


def _show_part(moment: datetime, kind: str, text: str) -> str:
    wide = len(text) > 1
    if kind == "year":
        return f"{moment.year % 100:02d}" if len(text) == 2 else str(moment.year)
    if kind == "month":
        return _show_month(moment, len(text))
    if kind == "aaa":
        return ("星期" if len(text) > 3 else "") + _WEEKDAYS[moment.weekday()]
    if kind == "ampm":
        return "下午" if moment.hour >= 12 else "上午"
    values = {"day": moment.day, "hour": moment.hour, "second": moment.second}
    if kind in values:
        return f"{values[kind]:02d}" if wide else str(values[kind])
    return text if kind in {"literal", "digits", "percent"} else ""


def _show_month(moment: datetime, width: int) -> str:
    if width >= 3:
        return _MONTHS[moment.month - 1]
    return f"{moment.month:02d}" if width == 2 else str(moment.month)
