"""Shows a value the way its cell does: number formats of numbers, percentages, days and texts."""

import re
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from openpyxl.utils.datetime import from_excel

from app.reports.forms.chinesedigits import in_signs, spelt
from app.reports.forms.formcodes import (
    CONDITION,
    Shown,
    Token,
    color_of,
    digits_in,
    is_day,
    sections_of,
)
from app.reports.forms.formdays import show_day

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
_MOST_DIGITS = 10
_LARGE = Decimal(10) ** 11
_OVER = Token("sign", "/")
_BETWEEN = frozenset(" -()")


def show_value(value: object, code: str) -> Shown:
    """A value as its cell shows it under a format code."""
    if isinstance(value, bool):
        return Shown("TRUE" if value else "FALSE")
    sections = sections_of(code)
    if isinstance(value, datetime | date | time | timedelta):
        return show_day(value, sections)
    if isinstance(value, int | float | Decimal):
        return _show_number(Decimal(str(value)), sections)
    return _show_text(str(value), sections)


def _show_text(text: str, sections: Sequence[Sequence[Token]]) -> Shown:
    section = sections[3] if len(sections) > 3 else sections[-1]
    if len(sections) < 4 and not any(token.text == "@" for token in section):
        return Shown(text)
    parts = [
        text if token.text == "@" else token.text if token.kind in ("text", "sign") else ""
        for token in section
    ]
    return Shown("".join(parts), color_of(section))


def _choose(value: Decimal, sections: Sequence[Sequence[Token]]) -> tuple[Decimal, int]:
    """The section for a number, and the number it shows."""
    for at, section in enumerate(sections[:2]):
        told = [token.text for token in section if token.kind == "condition"]
        if told:
            match = CONDITION.fullmatch(told[0])
            if match and _holds(value, match[1], Decimal(match[2])):
                # Where only what is below nothing comes, the words tell it, not a sign.
                is_below = match[1] in {"<", "<="} and Decimal(match[2]) <= 0
                return abs(value) if is_below else value, at
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


def _show_number(value: Decimal, sections: Sequence[Sequence[Token]]) -> Shown:
    value, at = _choose(value, sections)
    section = sections[at]
    if is_day(section) and value >= 0:
        # A calendar that counts a day too many in its first year is none for hours that add up.
        is_sum = any(token.kind == "elapsed" for token in section)
        day = timedelta(days=float(value)) if is_sum else from_excel(float(value))
        return show_day(day, (section,))
    if any(token.kind == "general" for token in section) or (not section and len(sections) == 1):
        shown = spelt(_general(value), digits_in(section))
        parts = [
            shown if token.kind == "general" else token.text
            for token in section
            if token.kind in ("general", "text", "sign")
        ]
        return Shown("".join(parts), color_of(section))
    if any(token.text == "@" for token in section):
        return Shown(_general(value), color_of(section))
    return Shown(in_signs(_digits(value, section), digits_in(section)), color_of(section))


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


def _digits(value: Decimal, section: Sequence[Token]) -> str:
    """A number by its places, with what stands around and between them."""
    places = [at for at, token in enumerate(section) if token.kind == "digits"]
    if not places:
        return ("-" if value < 0 else "") + _around(section)
    first, last = places[0], places[-1]
    core = section[first : last + 1]
    signs = "".join(token.text for token in section if token.kind == "sign")
    value *= Decimal(100) ** signs.count("%")
    after = section[last + 1 :]
    while after and after[0] == Token("sign", ","):
        value, after = value / 1000, after[1:]
    if section[:first] and section[first - 1] == Token("sign", "."):
        core, first = section[first - 1 : last + 1], first - 1
    minus = "-" if value < 0 else ""
    if after[:1] == (_OVER,) and after[1:] and after[1].text.isdigit():
        below = "".join(token.text for token in after[1:] if token.text.isdigit())
        shown, after = _fraction(abs(value), int(below), fixed=True), ()
    elif _OVER in core:
        below = core[-1].text
        largest = int(below) if below.isdigit() and int(below) else 10 ** len(below) - 1
        shown = _fraction(abs(value), largest)
    elif any(token.kind == "power" for token in core):
        shown = _power(abs(value), core)
    else:
        shown = _plain(abs(value), core)
    if not shown.strip("0.,%"):
        minus = ""
    return minus + _around(section[:first]) + shown + _around(after)


def _around(tokens: Sequence[Token]) -> str:
    return "".join(token.text for token in tokens if token.kind in ("text", "sign"))


def _plain(value: Decimal, core: Sequence[Token]) -> str:
    point = next((at for at, token in enumerate(core) if token == Token("sign", ".")), len(core))
    before = "".join(token.text for token in core[:point] if token.kind == "digits")
    behind = "".join(token.text for token in core[point:] if token.kind == "digits")
    shown = format(value.quantize(Decimal(1).scaleb(-len(behind)), ROUND_HALF_UP), "f")
    whole, _, rest = shown.partition(".")
    whole = (
        whole.lstrip("0").rjust(before.count("0"), "0") if before.count("0") else whole.lstrip("0")
    )
    if any(token == Token("sign", ",") for token in core[:point]):
        whole = re.sub(r"(?<=\d)(?=(\d{3})+$)", ",", whole)
    least = len(behind.rstrip("#?"))
    while len(rest) > least and rest.endswith("0"):
        rest = rest[:-1]
    literals = [token.text for token in core[point + 1 :] if token.kind == "text"]
    if literals and not rest.strip("0") and not least:
        return whole + "".join(literals)
    dotted = f"{whole}.{rest}" if point < len(core) and (rest or least) else whole
    inner = [token for token in core[:point] if _stands_between(token)]
    return _with_literals(dotted, core) if inner else dotted


def _stands_between(token: Token) -> bool:
    """Whether a token stands between digits as it is, as in a telephone number."""
    if token.kind == "sign":
        return token.text in _BETWEEN
    return token.kind == "text" and bool(token.text.strip())


def _with_literals(shown: str, core: Sequence[Token]) -> str:
    """Digits put into a pattern with words between its places, from the right."""
    rest, parts = list(shown), []
    for token in reversed(core):
        if token.kind == "text" or (token.kind == "sign" and token.text in _BETWEEN):
            parts.append(token.text)
        elif token.kind == "digits":
            taken = [rest.pop() for _ in token.text if rest]
            parts.append("".join(reversed(taken)))
        elif token == Token("sign", ".") and rest and rest[-1] == ".":
            parts.append(rest.pop())
    return "".join(rest) + "".join(reversed(parts))


def _power(value: Decimal, core: Sequence[Token]) -> str:
    at = next(at for at, token in enumerate(core) if token.kind == "power")
    _, _, behind = "".join(token.text for token in core[:at]).partition(".")
    head, _, power = f"{value:.{len(behind)}E}".partition("E")
    width = sum(len(token.text) for token in core[at + 1 :] if token.kind == "digits")
    sign = power[0] if core[at].text[1] == "+" or power[0] == "-" else ""
    return f"{head}E{sign}{power[1:].zfill(width)}"


def _fraction(value: Decimal, largest: int, *, fixed: bool = False) -> str:
    """A simple fraction: 3 3/4; with ``fixed`` always over the same number."""
    whole = int(value)
    above = round((value - whole) * largest)
    if fixed:
        part, told = Fraction(above, largest), f"{above}/{largest}"
    else:
        part = Fraction(value - whole).limit_denominator(largest)
        told = str(part)
    if part == 1:
        whole, part = whole + 1, Fraction(0)
    if not part:
        return str(whole)
    return f"{whole} {told}" if whole else told
