"""What the frame round the pages tells of a ledger: its lists, its counts, how it is kept."""

from dataclasses import dataclass
from datetime import date, datetime

from app.models.database import Ledger
from app.models.views import ListView
from app.services.keeping.backup import last_backup
from app.services.keeping.keepingstate import keeping_of
from app.services.keeping.upkeep import Alarm, alarms
from app.services.queries import count_items, list_lists
from app.services.settings import office
from app.services.supervision.problems import count_open


@dataclass(frozen=True, slots=True)
class Glance:
    """A ledger at a glance.

    Attributes:
        items: named items of our tasks, of the list in view or of all.
        problems: problems not yet 销号.
        backed_up: when the newest copy was written, None when there is none.
        alarms: what is wrong with its keeping, the worst first.
    """

    office: str
    lists: tuple[ListView, ...]
    items: int
    problems: int
    backed_up: datetime | None
    alarms: tuple[Alarm, ...]


def glance(ledger: Ledger, *, list_id: int | None, as_of: date, now: datetime) -> Glance:
    """Read it.

    Args:
        ledger: the open ledger.
        list_id: the list in view, None for all.
        as_of: the day whose open problems are counted.
        now: what the days since the last copy are counted to.
    """
    return Glance(
        office=office(ledger).name,
        lists=list_lists(ledger),
        items=count_items(ledger, list_id=list_id),
        problems=count_open(ledger, as_of=as_of),
        backed_up=last_backup(ledger),
        alarms=alarms(keeping_of(ledger), now=now),
    )
