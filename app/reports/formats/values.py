"""What a cell of a return prints: a text with the number behind it, the same on paper and sheet."""

import re
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Context, Decimal

# A workbook keeps 15 significant digits; a longer number stays text so that none is lost.
_EXACT_DIGITS = 15
_SHEET_DIGITS = Context(prec=_EXACT_DIGITS, rounding=ROUND_HALF_UP)
_PLAIN_NUMBER = re.compile(r"-?(0|[1-9]\d*)(\.(\d+))?")


@dataclass(frozen=True, slots=True)
class Value:
    """What a cell prints, and the number behind it under its workbook format.

    Attributes:
        fill: the cell's ground as RRGGBB; empty for none.
        joined: the cell is a part of a drawing, without lines to its neighbours in the row.
    """

    text: str = ""
    number: Decimal | None = None
    number_format: str = "General"
    fill: str = ""
    joined: bool = False


Raw = str | Decimal | int | date | Value | None
BLANK = Value()


def to_value(raw: Raw, number: str = "") -> Value:
    """The value of what a field holds; blank, ``/``, ``—`` and ``0`` stay four things.

    Args:
        raw: what the field holds.
        number: the number format of the column, ``general`` or empty for text.
    """
    if raw is None or raw == "":
        return BLANK
    if isinstance(raw, Value):
        return raw
    if isinstance(raw, date):
        return Value(in_print(raw))
    if isinstance(raw, str):
        return _written(raw) if number else Value(raw)
    return format_number(Decimal(raw), number or "general")


def in_print(day: date) -> str:
    """A day as official paper writes it: 2020年6月20日."""
    return f"{day.year}年{day.month}月{day.day}日"


def format_number(number: Decimal, code: str) -> Value:
    """A number as printed, with the workbook format under which it reads the same.

    Args:
        number: the value; a share is 0.739 for 73.9 %.
        code: ``general`` for as many places as it has, else such as ``0.0``, ``#,##0``, ``0.0%``.
    """
    if code == "general":
        number = _plain(number)
        places = max(0, -_exponent(number))
        code = "0." + "0" * places if places else "0"
    else:
        number = _SHEET_DIGITS.plus(number)
    text = _spell(number, code)
    if len(number.as_tuple().digits) > _EXACT_DIGITS:
        return Value(text)
    return Value(text, number, code)


def _plain(number: Decimal) -> Decimal:
    number = number.normalize()
    return Decimal(f"{number:f}") if number else Decimal(0)


def _exponent(number: Decimal) -> int:
    exponent = number.as_tuple().exponent
    return exponent if isinstance(exponent, int) else 0


def _spell(number: Decimal, code: str) -> str:
    percent = "%" if code.endswith("%") else ""
    shown = number * 100 if percent else number
    places = len(code.rstrip("%").partition(".")[2])
    shown = shown.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    return f"{shown:,f}{percent}" if code.startswith("#,##") else f"{shown:f}{percent}"


def _written(text: str) -> Value:
    """A text that may be a number keeps its spelling: ``2.0`` stays 2.0, ``007`` stays text."""
    match = _PLAIN_NUMBER.fullmatch(text)
    if not match or len(text) > _EXACT_DIGITS or Decimal(text).is_signed():
        return Value(text)
    places = len(match[3] or "")
    return Value(text, Decimal(text), "0." + "0" * places if places else "0")
