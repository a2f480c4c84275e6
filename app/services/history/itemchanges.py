"""What the newest steps of the journal did to the items, so that their page reads only those."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from app.models.database import Ledger
from app.models.tasks import Task, TaskList
from app.models.tracking import Evidence, Item
from app.models.units import Unit
from app.services.history.changes import journalled_since

# What an item's line is made of; whatever else changes, it stays the same.
_ITEM, _EVIDENCE, _TASK = (one.__tablename__ for one in (Item, Evidence, Task))
_NAMING = frozenset({Unit.__tablename__, TaskList.__tablename__})
_OF_TASK = frozenset(
    {"serial", "text", "due", "ours", "removed_in", "list_id", "position", "item_columns"}
)
_MOVING = frozenset({"task_id", "position"})


@dataclass(frozen=True, slots=True)
class TouchedItems:
    """What changed among the items since a journal line.

    Attributes:
        up_to: the newest journal line now; 0 for none.
        items: the items touched; None when items came, went or moved, or any may differ.
        many: whether more changed than was to be looked through; ``items`` is None then.
    """

    up_to: int
    items: frozenset[int] | None
    many: bool = False


def items_touched_since(ledger: Ledger, operation_id: int, *, most: int) -> TouchedItems:
    """The items touched by the journal lines after ``operation_id``; at most so many changes."""
    with ledger.reading() as session:
        newest, changes = journalled_since(session, operation_id, most=most)
    if changes is None:
        return TouchedItems(newest, None, many=True)
    return TouchedItems(newest, _items_of(changes))


def _items_of(changes: Sequence[tuple[Any, ...]]) -> frozenset[int] | None:
    touched: set[int | None] = set()
    renamed = False
    for record, record_id, before, after in changes:
        known = before is not None and after is not None
        keys = (before or {}).keys() | (after or {}).keys()
        if record == _ITEM:
            if not known or _MOVING & keys:
                return None
            touched.add(record_id)
        elif record == _EVIDENCE:
            touched |= {(side or {}).get("item_id") for side in (before, after)}
        elif record == _TASK:
            renamed = renamed or not known or bool(_OF_TASK & keys)
        elif record in _NAMING:  # one that comes or goes is named by no item
            renamed = renamed or known
    return None if renamed else frozenset(one for one in touched if one is not None)
