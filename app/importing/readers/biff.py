"""The record stream of an old Excel workbook, looked through before it is read (MS-XLS 2.1.4).

Blank formatted cells are struck out, so that a used range blown up to row 65536 costs nothing.
"""

import struct
from collections import Counter
from dataclasses import dataclass, field

from app.importing.readers.limits import MAX_CELLS, MAX_MERGES, TooManyCellsError
from app.importing.sheet import Address

BIFF8 = 0x0600

_HEAD = struct.Struct("<HH")
_ADDRESS = struct.Struct("<HH")
_BOUND = struct.Struct("<IBB")
_BOF, _EOF, _BOUNDSHEET, _FILEPASS, _FORMULA, _MULRK = (
    0x0809,
    0x000A,
    0x0085,
    0x002F,
    0x0006,
    0x00BD,
)
_BLANKS = frozenset({0x0201, 0x00BE})
_SINGLE = frozenset({0x00FD, 0x0204, 0x0203, 0x027E, 0x00D6, 0x0205})
_STRUCK_OUT = struct.pack("<H", 0x0FFF)
_WORKSHEET = 0
_FORMULA_SIZE = 14
_EMPTY_RESULT = 3
_SST, _MERGED, _COLINFO = 0x00FC, 0x00E5, 0x007D
_MAX_RECORDS = 3_000_000
_MAX_OTHERS = 300_000
_MAX_COLINFOS = 5_000
_NOTED = frozenset({_MULRK, _FORMULA, _BOF, _BOUNDSHEET, _SST, _MERGED, _FILEPASS})


@dataclass(slots=True)
class Survey:
    """What a look through the records tells.

    Attributes:
        version: of the format, 0x0600 for Excel 97 and later.
        encrypted: whether the workbook opens with a password only.
        filled: how many cells hold something.
        merged: how many areas are merged.
        strings: how many different texts there are.
        formulas: where formulas stand, by the offset of their sheet.
        unsaved: formulas without a kept result, by the offset of their sheet.
        sheets: offsets of the worksheets, in the order of their tabs.
    """

    version: int = 0
    encrypted: bool = False
    filled: int = 0
    merged: int = 0
    strings: int = 0
    formulas: dict[int, set[Address]] = field(default_factory=dict)
    unsaved: dict[int, int] = field(default_factory=dict)
    sheets: list[int] = field(default_factory=list)


def survey(stream: bytearray) -> Survey:
    """Look through a workbook's records and strike out blank cells in place.

    Raises:
        TooManyCellsError: there are more of anything than a list has.
    """
    found = Survey()
    counts: Counter[int] = Counter()
    end = len(stream)
    at = passed = depth = sheet = 0
    while at + _HEAD.size <= end:
        kind, size = _HEAD.unpack_from(stream, at)
        body = at + _HEAD.size
        counts[kind] += 1
        passed += 1
        if passed > _MAX_RECORDS:
            raise TooManyCellsError
        if kind in _BLANKS:
            stream[at : at + 2] = _STRUCK_OUT
        elif kind == _BOF:
            if not depth:
                sheet = at
            depth += 1
        elif kind == _EOF:
            depth = max(0, depth - 1)
        if kind in _NOTED and body + size <= end:
            _note(found, kind, stream[body : body + size], sheet)
        at = body + size
    _require_sane(found, counts)
    return found


def _require_sane(found: Survey, counts: Counter[int]) -> None:
    """Refuse what would keep the reader busy for minutes; real lists stay far below."""
    found.filled += sum(counts[kind] for kind in _SINGLE)
    others = counts.total() - sum(counts[kind] for kind in _SINGLE | _BLANKS | {_FORMULA, _MULRK})
    if (
        found.filled > MAX_CELLS
        or found.strings > MAX_CELLS
        or found.merged > MAX_MERGES
        or others > _MAX_OTHERS
        or counts[_COLINFO] > _MAX_COLINFOS
    ):
        raise TooManyCellsError


def _note(found: Survey, kind: int, body: bytearray, sheet: int) -> None:
    size = len(body)
    if kind == _MULRK:
        found.filled += max(0, size - 6) // 6
    elif kind == _FORMULA and size >= _FORMULA_SIZE:
        found.filled += 1
        row, column = _ADDRESS.unpack_from(body)
        found.formulas.setdefault(sheet, set()).add((row, column))
        if body[12:14] == b"\xff\xff" and body[6] == _EMPTY_RESULT:
            found.unsaved[sheet] = found.unsaved.get(sheet, 0) + 1
    elif kind == _BOF and size >= 2 and not found.version:
        found.version = int.from_bytes(body[:2], "little")
    elif kind == _BOUNDSHEET and size >= _BOUND.size:
        offset, _, type_ = _BOUND.unpack_from(body)
        if type_ == _WORKSHEET:
            found.sheets.append(offset)
    elif kind == _SST and size >= 8:
        found.strings += int.from_bytes(body[4:8], "little")
    elif kind == _MERGED:
        found.merged += size // 8
    elif kind == _FILEPASS:
        found.encrypted = True
