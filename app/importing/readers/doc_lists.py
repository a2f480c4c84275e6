"""Automatic numbers of binary Word documents, in the shape those of .docx have."""

import struct

from app.importing.readers.word_numbering import Level, Numbering, NumberingSink

_KINDS = {
    1: "upperRoman", 2: "lowerRoman", 3: "upperLetter", 4: "lowerLetter", 10: "chineseCounting",
    11: "chineseCounting", 14: "decimalFullWidth", 16: "chineseLegalSimplified",
    18: "decimalEnclosedCircle", 19: "decimalFullWidth", 22: "decimalZero", 23: "bullet",
    26: "decimalEnclosedFullstop", 27: "decimalEnclosedParen", 28: "decimalEnclosedCircle",
    29: "ideographEnclosedCircle", 30: "ideographTraditional", 31: "ideographZodiac",
    33: "chineseCounting", 35: "chineseCounting", 37: "chineseCounting",
    38: "chineseLegalSimplified", 39: "chineseCountingThousand", 255: "none",
}  # fmt: skip
"""Number formats by their code (MS-OSHARED 2.2.1.3); others count 1, 2, 3."""

_PATTERN, _LEVEL, _OVERRIDE = 28, 28, 16
_MOST = 4096


def read_lists(
    patterns: tuple[bytes, int, int], overrides: tuple[bytes, int, int]
) -> NumberingSink:
    """The numberings of a document (MS-DOC 2.9.131, 2.9.132, 2.9.148, 2.9.150).

    Args:
        patterns: the table stream, with start and length of its list patterns.
        overrides: the same of its list overrides, which paragraphs name from 1.

    Returns:
        What is there; a cut off table gives what could be read before the cut.
    """
    found = NumberingSink()
    try:
        _read_patterns(found, *patterns)
        _read_overrides(found, *overrides)
    except (struct.error, IndexError):
        return found
    return found


def _read_patterns(found: NumberingSink, table: bytes, start: int, length: int) -> None:
    if length < 2:
        return
    count = min(int(struct.unpack_from("<H", table, start)[0]), _MOST)
    at = start + length
    for index in range(count):
        head = start + 2 + index * _PATTERN
        (identity,) = struct.unpack_from("<i", table, head)
        levels = found.patterns.setdefault(str(identity), {})
        for level in range(1 if table[head + 26] & 1 else 9):
            levels[level], at = _read_level(table, at)


def _read_level(table: bytes, at: int) -> tuple[Level, int]:
    start, kind = struct.unpack_from("<iB", table, at)
    at += _LEVEL + table[at + 24] + table[at + 25]
    (size,) = struct.unpack_from("<H", table, at)
    text = table[at + 2 : at + 2 + 2 * size].decode("utf-16-le", "replace")
    pattern = "".join(f"%{ord(char) + 1}" if ord(char) < 9 else char for char in text)
    return Level(max(start, 0), _KINDS.get(kind, "decimal"), pattern), at + 2 + 2 * size


def _read_overrides(found: NumberingSink, table: bytes, start: int, length: int) -> None:
    if length < 4:
        return
    count = min(int(struct.unpack_from("<I", table, start)[0]), _MOST)
    for index in range(count):
        (identity,) = struct.unpack_from("<i", table, start + 4 + index * _OVERRIDE)
        found.numberings[str(index + 1)] = Numbering(str(identity))
