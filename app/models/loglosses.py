"""Steps that stood in the log after a crash and could not be read back: counted, and remembered.

SQLite reads its write-ahead log up to the first piece whose sum is wrong and drops the rest
without a word. Where whole steps stand behind that piece, the log was damaged, and what the clerk
was told is saved is gone: that must be said.
"""

import struct
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from app.files import atomic_write

_HEAD = struct.Struct(">8I")
_FRAME = struct.Struct(">6I")
_PAGE_SIZE_AT = 16
_LITTLE = 0x377F0682


def steps_ends(database: Path) -> tuple[bool, ...]:
    """For each frame of the log whether a step ends with it; none where no log is left.

    Frames of a former round, which lie behind those of this one, are not counted.
    """
    log = database.with_name(f"{database.name}-wal")
    try:
        with database.open("rb") as stream:
            stream.seek(_PAGE_SIZE_AT)
            told = int.from_bytes(stream.read(2), "big")
        content = log.read_bytes()
    except OSError:
        return ()
    if len(content) < _HEAD.size:
        return ()
    frames = list(_frames(content, _FRAME.size + (65536 if told == 1 else max(told, 512))))
    *_, first, second, _, _ = _HEAD.unpack_from(content)
    if not _is_head_whole(content) and frames:
        _, _, first, second, _, _ = frames[0]
    mine = [place for place, frame in enumerate(frames) if frame[2:4] == (first, second)]
    last = mine[-1] if mine else -1
    return tuple(frame[1] != 0 for frame in frames[: last + 1])


def note_losses(database: Path, ends: tuple[bool, ...], read_back: int) -> None:
    """Remember how many steps stand behind the frames that were read back, if any.

    Raises:
        UserError: it can't be written.
    """
    lost = sum(ends[read_back:])
    if lost:
        with atomic_write(_note(database.parent)) as stream:
            stream.write(str(lost + lost_steps(database.parent)).encode())


def lost_steps(folder: Path) -> int:
    """How many steps of a ledger were not read back, until somebody has looked."""
    try:
        return int(_note(folder).read_bytes()[:9])
    except (OSError, ValueError):
        return 0


def forget_losses(folder: Path) -> None:
    """The clerk has looked."""
    with suppress(OSError):
        _note(folder).unlink(missing_ok=True)


def _frames(content: bytes, length: int) -> Iterator[tuple[int, ...]]:
    for at in range(_HEAD.size, len(content) - length + 1, length):
        yield _FRAME.unpack_from(content, at)


def _is_head_whole(content: bytes) -> bool:
    """Whether the head has the sum it tells; SQLite drops the whole log when not."""
    order = "<" if _HEAD.unpack_from(content)[0] == _LITTLE else ">"
    first = second = 0
    words = struct.unpack_from(f"{order}6I", content)
    for even, odd in zip(words[::2], words[1::2], strict=True):
        first = (first + even + second) & 0xFFFFFFFF
        second = (second + odd + first) & 0xFFFFFFFF
    return (first, second) == _HEAD.unpack_from(content)[6:8]


def _note(folder: Path) -> Path:
    return folder / "ledger.db.lost"
