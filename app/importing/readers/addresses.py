"""Cell references and areas as files write them: B12, $B$12, A1:C3."""

import re

from app.importing.sheet import Address, Merge

MAX_ROW = 1_048_576
MAX_COLUMN = 16_384

_REFERENCE = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d{1,7})")


def column_number(letters: str) -> int:
    """The number of a column by its letters: A is 1, AA is 27."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


def column_letters(number: int) -> str:
    """The letters of a column by its number: 1 is A, 27 is AA."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def read_address(text: str) -> Address | None:
    """(row, column) of a reference; None when it is none or lies beyond any sheet."""
    match = _REFERENCE.fullmatch(text)
    if not match:
        return None
    row, column = int(match[2]), column_number(match[1])
    return (row, column) if 0 < row <= MAX_ROW and column <= MAX_COLUMN else None


def read_area(text: str) -> Merge | None:
    """The area of a range such as ``A1:C3``; None for a single cell or no range."""
    first, _, last = text.partition(":")
    start, end = read_address(first), read_address(last or first)
    if start is None or end is None or start == end:
        return None
    top, bottom = sorted((start[0], end[0]))
    left, right = sorted((start[1], end[1]))
    return Merge(top, left, bottom, right)


def whole(text: str | None, highest: int = 1_000_000) -> int:
    """A count as a file writes it: never below 0, never beyond ``highest``; 0 for what is none."""
    return (
        min(int(text), highest)
        if text and text.isascii() and text.isdigit() and len(text) < 12
        else 0
    )
