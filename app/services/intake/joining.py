"""Joined tasks of a revised list: what hangs on a dropped one goes along to the joined row."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.importing.comparing.diff import ChangeSet
from app.models.supervision import AssignmentLine, Problem, ProblemLink
from app.models.tasks import Task
from app.models.tracking import Evidence, Item, Progress

_HELD = (
    (Item, "清单", "项"),
    (Progress, "进展", "期"),
    (Evidence, "佐证", "份"),
    (Problem, "问题", "个"),
    (AssignmentLine, "交办", "件"),
)
Kind = TypeVar("Kind", Item, Progress, Evidence, Problem, ProblemLink, AssignmentLine)
_WORDS = ("text", "problems", "next_steps")


@dataclass(frozen=True, slots=True)
class Join:
    """A dropped task with something on it, and the row that seems to hold it now.

    Attributes:
        held_id: the dropped task's id.
        row: the row of the new edition it went into.
        old_serial: its serial in the ledger.
        serial: the row's serial.
        holds: what hangs on the dropped task, such as 清单5项、进展2期.
    """

    held_id: int
    row: int
    old_serial: str
    serial: str
    holds: str


def find_joins(session: Session, changes: ChangeSet) -> tuple[Join, ...]:
    """The dropped tasks of a comparison whose items, entries or proof could go along."""
    joined = [one for one in changes.related if one.kind == "joined"]
    found = [(one, _holds(session, one.held_id)) for one in joined]
    return tuple(
        Join(one.held_id, one.row, one.old_serial, one.serial, holds)
        for one, holds in found
        if holds
    )


def go_along(session: Session, dropped: Task, into: Task) -> None:
    """Put what hangs on a dropped task to the one it was joined into; nothing is lost or mixed.

    An entry of a period that the other has an entry of already stays where it is: its words are
    added to the other's, its amount is told, for only the clerk knows whether the two add up.
    """
    last = session.scalar(select(func.max(Item.position)).where(Item.task_id == into.id)) or 0
    for place, item in enumerate(_on(session, Item, dropped), last + 1):
        item.task_id, item.position = into.id, place
    own = {entry.period: entry for entry in _on(session, Progress, into)}
    for entry in _on(session, Progress, dropped):
        if entry.period in own:
            _add_words(own[entry.period], entry, dropped.serial)
        else:
            entry.task_id = into.id
    things: tuple[Evidence | Problem | ProblemLink | AssignmentLine, ...] = (
        *_on(session, Evidence, dropped),
        *_on(session, Problem, dropped),
        *_on(session, ProblemLink, dropped),
        *_on(session, AssignmentLine, dropped),
    )
    for thing in things:
        thing.task_id = into.id
    into.item_columns = list(dict.fromkeys((*into.item_columns, *dropped.item_columns)))
    session.flush()
    session.expire(dropped)
    session.expire(into)


def _on(session: Session, kind: type[Kind], task: Task) -> Sequence[Kind]:
    return session.scalars(select(kind).where(kind.task_id == task.id).order_by(kind.id)).all()


def _holds(session: Session, task_id: int) -> str:
    counted = [
        (name, session.scalar(select(func.count()).where(kind.task_id == task_id)) or 0, measure)
        for kind, name, measure in _HELD
    ]
    return "、".join(f"{name}{count}{measure}" for name, count, measure in counted if count)


def _add_words(own: Progress, other: Progress, serial: str) -> None:
    """The other entry's words below one's own, under the number of the task they came from."""
    for field in _WORDS:
        words = getattr(other, field)
        if field == "text" and other.amount is not None:
            words = f"累计{other.amount:f}。{words or ''}"
        if words:
            told = f"（原第{serial}项）{words}"
            mine = getattr(own, field)
            setattr(own, field, f"{mine}\n{told}" if mine else told)
    own.nil_report = own.nil_report and other.nil_report
