"""The fingerprint a ledger gets when it is closed: with it a single altered byte is seen.

SQLite's own checks see a broken structure, not a letter that has become another one. The file
is written as ``sha256sum`` writes it. While the ledger is open it is empty: nothing is claimed
then, nor after a crash.
"""

import os
import re
from pathlib import Path

from app.files import sha256_of

_CLAIM = re.compile(r"([0-9a-f]{64})  \S+\n")


def take_back(database: Path) -> bool:
    """Claim nothing any more, before the first change; durable when it returns.

    Emptied in place, for that is on the disk as soon as the file is flushed: a claim that came
    back after a power cut would call a sound ledger damaged.

    Returns:
        Whether something was claimed, for then the ledger was closed as it should be.
    """
    claimed = bool(_claim(database))
    path = _path(database)
    if path.exists():
        with path.open("r+b") as stream:
            stream.truncate(0)
            os.fsync(stream.fileno())
    return claimed


def leave(database: Path) -> None:
    """Write down what a closed database is; with work in its log still, nothing.

    Raises:
        UserError: it can't be read.
        OSError: it can't be written.
    """
    if any(_size(database, ending) for ending in ("-wal", "-journal")):
        return
    words = f"{sha256_of(database)}  {database.name}\n"
    with _path(database).open("wb") as stream:
        stream.write(words.encode("ascii"))
        stream.flush()
        os.fsync(stream.fileno())


def is_altered(database: Path) -> bool:
    """True when a database is not what it was when it was closed.

    Raises:
        UserError: it can't be read.
    """
    claimed = _claim(database)
    if not claimed or sha256_of(database) == claimed:
        return False
    return _claim(database) == claimed  # taken back meanwhile: somebody has begun to write


def _claim(database: Path) -> str:
    try:
        found = _CLAIM.fullmatch(_path(database).read_text(encoding="ascii"))
    except (OSError, ValueError):
        return ""
    return found[1] if found else ""


def _path(database: Path) -> Path:
    return database.with_name(f"{database.name}.sha256")


def _size(database: Path, ending: str) -> int:
    side = database.with_name(database.name + ending)
    return side.stat().st_size if side.exists() else 0
