"""What no text holds: control signs, marks that turn the writing round, halves of letters."""

import re
from collections.abc import Mapping
from typing import Any

LONGEST = 32_767
"""The most letters of one text: what a cell of a workbook takes, so that every text can leave."""
_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_UNWANTED = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f"  # control signs; no XML takes them
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # marks that make a name read other than it is
    "\u00ad\u200b\u2060\ufeff"  # invisible: two names that look the same
    "\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"  # halves of letters, and no letters at all
)


def clean(text: str) -> str:
    """The text without what can't be seen or kept; every kind of line's end becomes one."""
    if text.isprintable():
        return text
    return _UNWANTED.sub("", _BREAKS.sub("\n", text))


def clean_line(text: str) -> str:
    """A name as typed: clean, on one line, without spaces at its ends."""
    return " ".join(clean(text).split())


def cleaned(value: Any) -> Any:
    """A text, or plain values that hold texts at any depth, clean."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, Mapping):
        return {cleaned(key): cleaned(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [cleaned(one) for one in value]
    return value


def longest_text(value: Any) -> int:
    """The length of the longest text in plain values."""
    if isinstance(value, str):
        return len(value)
    if isinstance(value, Mapping):
        return max((longest_text(one) for one in value.values()), default=0)
    if isinstance(value, list | tuple):
        return max(map(longest_text, value), default=0)
    return 0
