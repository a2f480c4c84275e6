"""The text of a binary Word document with the properties of its characters and paragraphs.

Only what a list needs of MS-DOC: the piece table (2.8.35), the pages of paragraph and character
properties (2.9.165, 2.9.33), and the single property modifiers (2.6) that make tables.
"""

import struct
import sys
from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from app.importing.readers.ole import Compound
from app.importing.readers.package import broken_file, locked_file, too_large
from app.importing.readers.word_symbols import symbol

MAX_CHARACTERS = 5_000_000
"""Characters one document may hold; a plan with all its annexes has under 200,000."""

_PAGE = 512
_WORD97 = 0xC1
_MAGIC = 0xA5EC
_ENCRYPTED, _TABLE_ONE = 0x0100, 0x0200
_TEXT_LENGTH = 0x4C
_PAIRS = 0x9A
_CHARACTERS, _PARAGRAPHS, _CLX = 12, 13, 33
_LISTS, _OVERRIDES = 73, 74
_COMPRESSED = 0x40000000

_VANISH, _DELETED, _SYMBOL, _HUGE = 0x083C, 0x0800, 0x6A09, (0x6646, 0x6645)
_DEF_TABLE, _CHANGE_TABS = 0xD608, 0xC615
_MARKS = frozenset(map(ord, "\r\x07\x0c"))
_UTF16 = "utf-16-le" if sys.byteorder == "little" else "utf-16-be"
_MOST_RUNS = 500_000
_MOST_WORK = 20_000_000
_SIZES = {0: 1, 1: 1, 2: 2, 3: 4, 4: 2, 5: 2, 7: 3}

Sprms = Mapping[int, bytes]
"""Property modifiers by their number; the last one of a number counts."""

_PageReader = Callable[[bytes, int, int], bytes]


@dataclass(frozen=True, slots=True)
class _Piece:
    """A run of text as it lies in the stream."""

    first: int
    last: int
    start: int
    step: int


@dataclass(frozen=True, slots=True)
class DocParagraph:
    """A paragraph: its text, the mark that ends it, its property modifiers."""

    text: str
    mark: str
    sprms: Sprms


class OldWordError(Exception):
    """The document was written by a Word before Word 97."""


class DocFile:
    """An opened binary Word document.

    Args:
        path: the file.
        compound: its streams.

    Raises:
        UserError: ``password_protected``, ``unreadable_file`` or ``too_large``.
        OldWordError: it is older than Word 97.
    """

    def __init__(self, path: Path, compound: Compound) -> None:
        self._path = path
        self._main = compound.stream("WordDocument")
        magic, version, flags = self._u16(0), self._u16(2), self._u16(0x0A)
        if magic != _MAGIC or version < _WORD97:
            raise OldWordError
        if flags & _ENCRYPTED:
            raise locked_file(path)
        self._table = compound.stream("1Table" if flags & _TABLE_ONE else "0Table")
        self._data = compound.stream("Data")
        self.length = struct.unpack_from("<i", self._main, _TEXT_LENGTH)[0]
        if not 0 < self.length <= MAX_CHARACTERS:
            raise too_large(path, f"{self.length} characters")
        self.hidden = self.deleted = self._work = 0
        self._pieces = self._read_pieces()
        self._runs = self._read_runs(_PARAGRAPHS, self._paragraph_page)
        self._starts = [run[0] for run in self._runs]
        self._known: dict[bytes, Sprms] = {}
        self._text = self._read_text()

    def _u16(self, at: int) -> int:
        return int(struct.unpack_from("<H", self._main, at)[0])

    def part(self, index: int) -> tuple[bytes, int, int]:
        """The table stream with the start and length of one of its parts (MS-DOC 2.5.6)."""
        start, length = struct.unpack_from("<II", self._main, _PAIRS + 8 * index)
        return self._table, start, length

    def lists(self) -> tuple[tuple[bytes, int, int], tuple[bytes, int, int]]:
        """Where the patterns of automatic numbers lie, and what numberings follow them."""
        return self.part(_LISTS), self.part(_OVERRIDES)

    def paragraphs(self) -> Iterator[DocParagraph]:
        """The paragraphs of the main text, in order."""
        start = 0
        for at, unit in enumerate(self._text):
            if unit in _MARKS:
                yield DocParagraph(self._shown(start, at), chr(unit), self._sprms_at(at))
                start = at + 1
        if start < len(self._text):
            yield DocParagraph(self._shown(start, len(self._text)), "\r", {})

    def _shown(self, start: int, end: int) -> str:
        """The text between two places, without what was taken out."""
        raw = self._text[start:end].tobytes()
        return raw.decode(_UTF16, "replace").replace("\0", "")

    def _read_pieces(self) -> list[_Piece]:
        table, start, length = self.part(_CLX)
        clx = table[start : start + length]
        at = 0
        while clx[at] == 1:
            at += 3 + int(struct.unpack_from("<H", clx, at + 1)[0])
        if clx[at] != 2:
            raise broken_file(self._path, "no piece table")
        size = int(struct.unpack_from("<I", clx, at + 1)[0])
        count = (size - 4) // 12
        at += 5
        places = struct.unpack_from(f"<{count + 1}i", clx, at)
        found: list[_Piece] = []
        for index in range(count):
            (raw,) = struct.unpack_from("<I", clx, at + 4 * (count + 1) + 8 * index + 2)
            first, last = places[index], min(places[index + 1], self.length)
            step = 1 if raw & _COMPRESSED else 2
            begin = (raw & 0x3FFFFFFF) // (3 - step)
            if first < (found[-1].last if found else 0):
                raise broken_file(self._path, "pieces out of order")
            if first < last:
                found.append(_Piece(first, last, begin, step))
        return found

    def _read_text(self) -> "array[int]":
        """The characters as UTF-16, one for each place; what is not shown is zero."""
        text = array("H", bytes(2 * self.length))
        for piece in self._pieces:
            end = piece.start + (piece.last - piece.first) * piece.step
            raw = self._main[piece.start : end]
            if len(raw) < end - piece.start:
                raise broken_file(self._path, "text cut off")
            if piece.step == 1:
                raw = raw.decode("cp1252", "replace").encode("utf-16-le")
            text[piece.first : piece.last] = _units(raw)
        for start, end, raw in self._read_runs(_CHARACTERS, self._character_page):
            self._apply(text, start, end, self._sprms(raw))
        return text

    def _apply(self, text: "array[int]", start: int, end: int, sprms: Sprms) -> None:
        """Take out what a run hides or deletes, and put in the symbol it stands for."""
        hidden, deleted = (bool(sprms.get(key, b"\0")[0] & 1) for key in (_VANISH, _DELETED))
        special = sprms.get(_SYMBOL)
        if not (hidden or deleted or special):
            return
        for at in self._places(start, end):
            if text[at] in _MARKS:
                continue
            self.deleted += deleted
            self.hidden += hidden and not deleted
            if hidden or deleted:
                text[at] = 0
            elif special:
                text[at] = ord(symbol("", struct.unpack_from("<H", special, 2)[0]) or "\0")

    def _places(self, start: int, end: int) -> Iterator[int]:
        """The characters whose bytes lie between two places of the stream."""
        for piece in self._pieces:
            size = (piece.last - piece.first) * piece.step
            low, high = max(start, piece.start), min(end, piece.start + size)
            self._work += 1 + max(0, high - low)
            if self._work > _MOST_WORK:
                raise too_large(self._path, "properties over properties")
            if low < high:
                begin = piece.first + (low - piece.start) // piece.step
                yield from range(begin, piece.first + (high - piece.start) // piece.step)

    def _read_runs(self, part: int, read_page: _PageReader) -> list[tuple[int, int, bytes]]:
        table, start, length = self.part(part)
        count = max(0, (length - 4) // 8)
        pages = struct.unpack_from(f"<{count}I", table, start + 4 * (count + 1))
        found: list[tuple[int, int, bytes]] = []
        for number in dict.fromkeys(page & 0x3FFFFF for page in pages):
            page = self._main[number * _PAGE : (number + 1) * _PAGE]
            if len(page) < _PAGE:
                raise broken_file(self._path, "properties cut off")
            runs = page[-1]
            edges = struct.unpack_from(f"<{runs + 1}I", page, 0)
            found += [(edges[at], edges[at + 1], read_page(page, runs, at)) for at in range(runs)]
            if len(found) > _MOST_RUNS:
                raise too_large(self._path, "runs without end")
        return sorted(found, key=lambda run: run[0])

    @staticmethod
    def _character_page(page: bytes, runs: int, at: int) -> bytes:
        place = page[4 * (runs + 1) + at] * 2
        return page[place + 1 : place + 1 + page[place]] if place else b""

    @staticmethod
    def _paragraph_page(page: bytes, runs: int, at: int) -> bytes:
        """The modifiers of a paragraph; the style number before them is left out."""
        place = page[4 * (runs + 1) + 13 * at] * 2
        if not place:
            return b""
        half = page[place]
        if half:
            return page[place + 3 : place + 2 * half]
        return page[place + 4 : place + 2 + 2 * page[place + 1]]

    def _sprms_at(self, place: int) -> Sprms:
        known = bisect_right(self._pieces, place, key=lambda piece: piece.first) - 1
        if known < 0 or place >= self._pieces[known].last:
            return {}
        piece = self._pieces[known]
        byte = piece.start + (place - piece.first) * piece.step
        at = bisect_right(self._starts, byte) - 1
        if at < 0 or byte >= self._runs[at][1]:
            return {}
        return self._sprms(self._runs[at][2])

    def _sprms(self, raw: bytes) -> Sprms:
        known = self._known.get(raw)
        if known is None:
            known = dict(_modifiers(raw))
            for key in _HUGE:
                if key in known:
                    known |= self._huge(known[key])
            self._known[raw] = known
        return known

    def _huge(self, operand: bytes) -> Sprms:
        """Modifiers too long for their page lie in the data stream (MS-DOC 2.9.189)."""
        (start,) = struct.unpack("<I", operand)
        if start + 2 > len(self._data):
            return {}
        (size,) = struct.unpack_from("<H", self._data, start)
        return dict(_modifiers(self._data[start + 2 : start + 2 + size]))


def _modifiers(raw: bytes) -> Iterator[tuple[int, bytes]]:
    """The single property modifiers of a list (MS-DOC 2.6.1); a broken one ends it."""
    at = 0
    while at + 2 <= len(raw):
        code = raw[at] | raw[at + 1] << 8
        at += 2
        size, skip = _operand(raw, at, code)
        if at + skip + size > len(raw):
            return
        yield code, raw[at + skip : at + skip + size]
        at += skip + size


def _operand(raw: bytes, at: int, code: int) -> tuple[int, int]:
    """(size, bytes before it) of a modifier's operand."""
    if code == _DEF_TABLE:
        size = raw[at] | raw[at + 1] << 8 if at + 2 <= len(raw) else 1
        return max(0, size - 1), 2
    if code >> 13 == 6:
        size = raw[at] if at < len(raw) else 0
        if code == _CHANGE_TABS and size == 255:
            return len(raw), 1
        return size, 1
    return _SIZES[code >> 13], 0


def _units(raw: bytes) -> "array[int]":
    units = array("H", raw)
    if sys.byteorder == "big":
        units.byteswap()
    return units
