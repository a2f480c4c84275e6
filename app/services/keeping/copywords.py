"""What is said of a copy when it is written: its hash and its counts, in a small file beside it.

That file holds its own hash: a flipped byte in it would otherwise take away, unseen, what the copy
is compared with.
"""

from dataclasses import dataclass
from pathlib import Path

from app.errors import UserError
from app.files import atomic_write, telling_disk_faults
from app.services.keeping.selfchecked import checked, with_check


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
    with atomic_write(words_file(copy)) as stream:
        stream.write(with_check({"copy": sha256, "counts": counts}))


def told_of(copy: Path) -> Told | None:
    """What was said of a copy when it was written; None of one that came without these words.

    Raises:
        UserError: ``words_damaged``: they are no longer what was written.
    """
    path = words_file(copy)
    with telling_disk_faults(path):
        if not path.is_file():
            return None
        told = checked(path.read_bytes())
    if told is None:
        raise UserError(
            "words_damaged",
            f"备份“{copy.name}”的校验记录坏了，不能证明备份没有变；请换一份备份，"
            f"没有别的可换时先删去“{path.name}”再恢复。",
        )
    return Told(told["copy"], told["counts"])
