"""A typeface's file as reportlab wants it, held in little memory: mapped, its tables packed.

A Chinese typeface has 20 MB and 30,000 characters; as Python objects its tables are larger still.
"""

import mmap as mapping
import re
from array import array
from collections.abc import Iterator, Mapping
from mmap import ACCESS_READ, mmap
from pathlib import Path
from threading import Lock
from typing import Any

from reportlab.pdfbase.ttfonts import TTFont

_SURROGATED = re.compile(rb"<([0-9A-F]{2})> <([0-9A-F]{5,6})>")
# A larger part of a file than this is looked into rather than copied.
_COPIED = 1 << 20
# reportlab reads a font's file at one place for all as it is written out: one document at a time.
_writing = Lock()


class EmbeddedFont(TTFont):
    """A TrueType font whose characters beyond the BMP copy out of the PDF as themselves."""

    def __init__(self, name: str, path: Path) -> None:
        with path.open("rb") as file:
            content = mmap(file.fileno(), 0, access=ACCESS_READ)
        super().__init__(name, _Source(str(path), content), subfontIndex=0)
        _pack(self.face, content)
        self._content = content
        self._let_go()

    def addObjects(self, doc: Any) -> None:  # noqa: N802  (reportlab's name)
        """Write the font; ToUnicode wants UTF-16BE, so U+20BB7 goes in as D842DFB7."""
        with _writing:
            super().addObjects(doc)
        self._let_go()
        for key, stream in doc.idToObject.items():
            if key.startswith("toUnicodeCMap:"):
                content = stream.content
                raw = content if isinstance(content, bytes) else content.encode("ascii")
                stream.content = _SURROGATED.sub(_as_utf16, raw).decode("ascii")

    def _let_go(self) -> None:
        """Hold no page of the file until it is looked at again, where that can be said."""
        if hasattr(self._content, "madvise"):
            self._content.madvise(mapping.MADV_DONTNEED)


class _Numbers:
    """A small number for each code there is one for, in pages of 256; the rest take no room."""

    def __init__(self, held: Mapping[int, int], kind: str) -> None:
        self._pages: dict[int, array[int]] = {}
        blank = array(kind, [0]) * 256
        for code, number in held.items():
            self._pages.setdefault(code >> 8, blank[:])[code & 255] = number

    def at(self, code: int) -> int:
        """The number of a code; 0 for none."""
        page = self._pages.get(code >> 8)
        return page[code & 255] if page else 0

    def __iter__(self) -> Iterator[int]:
        for first in sorted(self._pages):
            yield from ((first << 8) + low for low, held in enumerate(self._pages[first]) if held)


class CharacterTable(Mapping[int, int]):
    """The glyph of each character: a number for each code, one more than the glyph's."""

    def __init__(self, glyphs: Mapping[int, int]) -> None:
        self._places = _Numbers({code: glyph + 1 for code, glyph in glyphs.items()}, "I")
        self._count = len(glyphs)

    def __getitem__(self, code: int) -> int:
        place = self._places.at(code)
        if not place:
            raise KeyError(code)
        return place - 1

    def __contains__(self, code: object) -> bool:
        return isinstance(code, int) and self._places.at(code) != 0

    def __iter__(self) -> Iterator[int]:
        return iter(self._places)

    def __len__(self) -> int:
        return self._count


class WidthTable:
    """The width of each character, by the glyph it has; `get` is all that is asked of it."""

    def __init__(self, widths: Mapping[int, float]) -> None:
        kinds = dict.fromkeys(widths.values())
        self._kinds = tuple(kinds)
        places = {width: place for place, width in enumerate(kinds, 1)}
        self._places = _Numbers({code: places[width] for code, width in widths.items()}, "H")

    def get(self, code: int, default: float) -> float:
        """The width of a character, in thousandths of the type size."""
        place = self._places.at(code)
        return self._kinds[place - 1] if place else default


class _Pairs:
    """Advance and bearing of each glyph."""

    def __init__(self, pairs: list[tuple[float, int]]) -> None:
        self._advances = array("d", (advance for advance, _ in pairs))
        self._bearings = array("H", (bearing for _, bearing in pairs))

    def __getitem__(self, glyph: int) -> tuple[float, int]:
        return self._advances[glyph], self._bearings[glyph]


class _Source:
    """A file that is read by mapping it."""

    def __init__(self, name: str, content: mmap) -> None:
        self.name, self._content = name, content

    def read(self) -> mmap:
        """All of it."""
        return self._content


class _Window:
    """A part of a mapped file: small slices are copied, large ones are windows again."""

    def __init__(self, content: mmap, start: int, end: int) -> None:
        self._content, self._start, self._end = content, start, end

    def __len__(self) -> int:
        return self._end - self._start

    def __getitem__(self, place: int | slice) -> Any:
        if isinstance(place, int):
            return self._content[self._start + place]
        first, last, _ = place.indices(len(self))
        start, end = self._start + first, self._start + max(first, last)
        if end - start > _COPIED:
            return _Window(self._content, start, end)
        return self._content[start:end]


def _pack(face: Any, content: mmap) -> None:
    """Hold a face's tables as plain numbers; what only shaping asks for is let go."""
    face._ttf_data = _Window(content, 0, len(content))
    face.glyphToChar = {}
    face.charToGlyph = CharacterTable(face.charToGlyph)
    face.charWidths = WidthTable(face.charWidths)
    face.hmetrics = _Pairs(face.hmetrics)
    face.glyphPos = array("I", face.glyphPos)


def _as_utf16(match: re.Match[bytes]) -> bytes:
    character = chr(int(match[2], 16)).encode("utf-16-be").hex().upper()
    return b"<%s> <%s>" % (match[1], character.encode())
