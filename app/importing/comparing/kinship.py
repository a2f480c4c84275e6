"""Split and joined rows of a revised list: new rows cut from an old one, old ones put together."""

from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from app.importing.comparing.pairs import HeldTask, text_key

_CONTAINED = 88.0
_LEAST = 8
_MOST_PAIRS = 40_000


@dataclass(frozen=True, slots=True)
class Related:
    """A new row that comes out of a held task, or a held one that goes into a new row.

    Attributes:
        kind: ``split`` (the row was part of the held task) or ``joined`` (the held task is now
            part of the row).
        held_id: the task's id in the ledger.
        row: the row of the new edition.
        old_serial: the task's serial in the ledger.
        serial: the row's serial in the new edition.
    """

    kind: str
    held_id: int
    row: int
    old_serial: str
    serial: str


def find_related(
    held: Sequence[HeldTask],
    new: Sequence[HeldTask],
    *,
    removed: Sequence[HeldTask],
    added: Sequence[HeldTask],
    unchanged: frozenset[int],
) -> tuple[Related, ...]:
    """What was split and what was joined, to be told; nothing is paired by it.

    Args:
        held: the tasks held.
        new: the rows of the new edition.
        removed: held tasks without a row.
        added: rows without a held task.
        unchanged: ids of held tasks whose wording stayed.
    """
    changed = [task for task in held if task.id not in unchanged]
    split = [
        Related("split", old.id, row.id, old.serial, row.serial)
        for row, old in _contained(added, changed)
    ]
    joined = [
        Related("joined", old.id, row.id, old.serial, row.serial)
        for old, row in _contained(removed, new)
    ]
    return (*split, *joined)


def _contained(
    parts: Sequence[HeldTask], wholes: Sequence[HeldTask]
) -> list[tuple[HeldTask, HeldTask]]:
    """Each part with the whole whose wording holds nearly all of its own."""
    if len(parts) * len(wholes) > _MOST_PAIRS:
        return []
    texts = [(whole, text_key(whole.text)) for whole in wholes]
    found = []
    for part in parts:
        key = text_key(part.text)
        longer = [(whole, text) for whole, text in texts if len(text) > len(key)]
        scored = [(fuzz.partial_ratio(key, text), whole) for whole, text in longer]
        best = max(scored, key=lambda pair: pair[0], default=None)
        if len(key) >= _LEAST and best is not None and best[0] >= _CONTAINED:
            found.append((part, best[1]))
    return found
