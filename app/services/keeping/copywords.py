"""What is said of a copy when it is written: its hash and its counts, in a small file beside it.

That file holds its own hash: a flipped byte in it would otherwise take away, unseen, what the copy
is compared with.
"""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.errors import UserError
from app.files import atomic_write, telling_disk_faults

_CHECK = "check"


@dataclass(frozen=True, slots=True)
class Told:
    """What a copy was when it was written."""

    sha256: str
    counts: dict[str, int]


def words_file(copy: Path) -> Path:
    """Where it is said of a copy what it is."""
    return copy.with_suffix(".json")


def tell_of(copy: Path, sha256: str, counts: dict[str, int]) -> None:
    """Say what a copy is.

    Raises:
        UserError: the disk is full or gone.
    """
    raw = {"sha256": sha256, "counts": counts}
    with atomic_write(words_file(copy)) as stream:
        stream.write(json.dumps({_CHECK: _digest(raw), **raw}).encode())


def told_of(copy: Path) -> Told | None:
    """What was said of a copy when it was written; None of one that came without these words.

    Raises:
        UserError: ``words_damaged``: they are no longer what was written.
    """
    path = words_file(copy)
    with telling_disk_faults(path):
        if not path.is_file():
            return None
        content = path.read_bytes()
    try:
        raw: dict[str, Any] = json.loads(content)
        if raw.pop(_CHECK) != _digest(raw):
            raise ValueError(_CHECK)
        return Told(str(raw["sha256"]), {str(kind): int(n) for kind, n in raw["counts"].items()})
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        raise UserError(
            "words_damaged",
            f"备份“{copy.name}”的校验记录坏了，不能证明备份没有变；请换一份备份，"
            f"没有别的可换时先删去“{path.name}”再恢复。",
            details=repr(error),
        ) from error


def _digest(raw: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(raw, sort_keys=True).encode()).hexdigest()
