"""Old binary office files as the streams they hold (MS-CFB), safe against loops and wild chains."""

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from app.files import telling_disk_faults
from app.importing.readers.package import broken_file, too_large

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

MAX_FILE = 64 * 1024 * 1024
"""Bytes an old binary file may have; lists have under one million."""

_HEADER = struct.Struct("<8s16x5H6x9I")
_ENTRY_SIZE = 128
_ENTRY = struct.Struct("<64sHBx3I36xIQ")
_LAST_SECTOR = 0xFFFFFFFA
_NONE = 0xFFFFFFFF
_STREAM, _ROOT = 2, 5


@dataclass(frozen=True, slots=True)
class _Entry:
    name: str
    kind: int
    left: int
    right: int
    child: int
    start: int
    size: int


class Compound:
    """An opened compound file: the streams at its top, those of embedded objects left out.

    Args:
        path: the file.

    Raises:
        UserError: ``unreadable_file`` when its directory can't be followed, ``too_large``.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        with telling_disk_faults(path):
            if path.stat().st_size > MAX_FILE:
                raise too_large(path, "compound file")
            self._data = path.read_bytes()
        try:
            self._open()
        except (struct.error, IndexError, ValueError) as error:
            raise broken_file(path, repr(error)) from error

    @property
    def names(self) -> frozenset[str]:
        """The names of the top streams and storages, in small letters."""
        return frozenset(self._top)

    def stream(self, name: str) -> bytes:
        """The bytes of a top stream; empty when there is none.

        Raises:
            UserError: ``unreadable_file`` when the stream is cut off.
        """
        entry = self._top.get(name.lower())
        if entry is None or entry.kind != _STREAM:
            return b""
        found = self._content(entry)[: entry.size]
        if len(found) < entry.size:
            raise broken_file(self.path, f"{name}: {len(found)} of {entry.size} bytes")
        return found

    def _content(self, entry: _Entry) -> bytes:
        if entry.size >= self._mini_cutoff:
            return self._sectors(entry.start)
        size = self._mini_size
        sectors = self._chain(entry.start, self._mini_fat)
        return b"".join(self._mini[at * size : (at + 1) * size] for at in sectors)

    def _open(self) -> None:
        magic, _, _, _, shift, mini_shift, *rest = _HEADER.unpack_from(self._data)
        if magic != OLE or shift not in {9, 12} or not 4 <= mini_shift <= shift:
            raise ValueError("no compound file")
        _, _, directory, _, self._mini_cutoff, mini_fat, _, difat, _ = rest
        self._size, self._mini_size = 1 << shift, 1 << mini_shift
        self._fat = self._read_fat(difat)
        entries = self._entries(self._sectors(directory))
        self._top = _top_entries(entries)
        self._mini_fat = _numbers(self._sectors(mini_fat))
        self._mini = self._sectors(entries[0].start)

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self._size
        return self._data[start : start + self._size]

    def _read_fat(self, difat: int) -> Sequence[int]:
        """The table of what sector follows which; its own sectors are listed in the header."""
        listed = list(struct.unpack_from("<109I", self._data, 76))
        seen: set[int] = set()
        while difat < _LAST_SECTOR and difat not in seen:
            seen.add(difat)
            numbers = _numbers(self._sector(difat))
            if not numbers:
                break
            listed.extend(numbers[:-1])
            difat = numbers[-1]
        most = len(self._data) // self._size + 1
        used = [number for number in listed if number < _LAST_SECTOR][:most]
        return _numbers(b"".join(self._sector(number) for number in used))

    def _chain(self, start: int, table: Sequence[int]) -> list[int]:
        """The sectors of a stream in order; a loop or a cut ends it."""
        found: list[int] = []
        seen: set[int] = set()
        while start < len(table) and start not in seen:
            seen.add(start)
            found.append(start)
            start = table[start]
        return found

    def _sectors(self, start: int) -> bytes:
        return b"".join(self._sector(number) for number in self._chain(start, self._fat))

    def _entries(self, directory: bytes) -> list[_Entry]:
        found = []
        for at in range(0, len(directory) - _ENTRY_SIZE + 1, _ENTRY_SIZE):
            name, length, kind, left, right, child, start, size = _ENTRY.unpack_from(directory, at)
            text = name[: max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
            # The upper half of the size is rubbish in files of version 3 (MS-CFB 2.6.1).
            found.append(_Entry(text.lower(), kind, left, right, child, start, size & 0xFFFFFFFF))
        if not found or found[0].kind != _ROOT:
            raise ValueError("no root entry")
        return found


def _numbers(data: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(data) // 4}I", data[: len(data) // 4 * 4])


def _top_entries(entries: Sequence[_Entry]) -> dict[str, _Entry]:
    """What lies directly under the root: its child and all siblings of that."""
    found: dict[str, _Entry] = {}
    waiting, seen = [entries[0].child], set[int]()
    while waiting:
        at = waiting.pop()
        if at >= len(entries) or at in seen:
            continue
        seen.add(at)
        found[entries[at].name] = entries[at]
        waiting += [entries[at].left, entries[at].right]
    return found
