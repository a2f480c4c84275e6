"""Which problems the newest steps of the journal touched: only those need be read again."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models.database import Ledger
from app.models.supervision import Problem, ProblemLink, ProblemStep
from app.services.history.changes import journalled_since

_MOST = 400
_PARTS: dict[str, type[ProblemStep | ProblemLink]] = {
    "problem_step": ProblemStep,
    "problem_link": ProblemLink,
}
_LINKED_BY = {
    "task": ProblemLink.task_id,
    "item": ProblemLink.item_id,
    "problem": ProblemLink.other_id,
}
_NAMED_BY = {"task": Problem.task_id, "unit": Problem.unit_id}


@dataclass(frozen=True, slots=True)
class TouchedProblems:
    """What changed since a journal line.

    Attributes:
        up_to: the newest journal line now; 0 for none.
        problems: the problems touched, come and gone ones too; None when many changed.
    """

    up_to: int
    problems: frozenset[int] | None


def problems_touched_since(ledger: Ledger, operation_id: int) -> TouchedProblems:
    """The problems touched by the journal lines after ``operation_id``."""
    with ledger.reading() as session:
        newest, changes = journalled_since(session, operation_id, most=_MOST)
        found = None if changes is None else _touched(session, changes)
        return TouchedProblems(newest, found)


def _touched(session: Session, changes: Iterable[tuple[Any, ...]]) -> frozenset[int]:
    touched: set[int] = set()
    others: dict[str, set[int]] = defaultdict(set)
    for record, record_id, before, after in changes:
        known = {**(before or {}), **(after or {})}
        if record == "problem":
            touched.add(record_id)
        elif record in _PARTS and known.get("problem_id"):
            touched.add(known["problem_id"])
        elif record == "evidence" and known.get("step_id"):
            others["problem_step"].add(known["step_id"])
        else:
            others[record].add(record_id)
    others["problem"] = touched
    return frozenset(touched | set(_pointing(session, others)))


def _pointing(session: Session, others: dict[str, set[int]]) -> Iterable[int]:
    """The problems that other records belong to, name, or are named by."""
    for record, mapped in _PARTS.items():
        if others[record]:
            query = select(mapped.problem_id).where(mapped.id.in_(others[record]))
            yield from session.scalars(query)
    for record, pointer in _NAMED_BY.items():
        if others[record]:
            yield from session.scalars(select(Problem.id).where(pointer.in_(others[record])))
    for record, link in _LINKED_BY.items():
        if others[record]:
            query = select(ProblemLink.problem_id).where(link.in_(others[record]))
            yield from session.scalars(query)
