"""The clerk's verbs on problems (问题整改): list, add, edit, remove, and what is due soon."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from app.errors import UserError
from app.models.database import Ledger
from app.models.registers import NearProblem, ProblemDetail, ProblemView
from app.models.rules.closing import NEAR_DAYS, ProblemState, next_day
from app.models.rules.deadlines import read_deadline
from app.models.rules.moments import missing_day
from app.models.supervision import Problem, ProblemLink, ProblemStep
from app.models.tracking import Evidence
from app.models.views import EvidenceView, OperationView
from app.services.history.journal import history_of
from app.services.proof.evidence import evidence_view
from app.services.settings import problem_steps_in
from app.services.supervision.problemviews import UNITS_FIELD, facts_of, open_count, problem_views
from app.services.unitnames import unit_named
from app.services.wording import shorten

EDITABLE = frozenset({
    "number", "text", "source", "found_on", "task_id", "unit", "person", "goal", "measures",
    "progress", "deadline_text", "notes", "fields",
})  # fmt: skip
SOURCES = ("中央督察", "省督察", "市督察", "区督查", "信访", "审计", "自查")
"""Where problems usually come from; any other word will do."""
_CLOSED = (ProblemState.CLOSED, ProblemState.CLOSED_LATE)
_ANY_LEAP_YEAR = 2000
_SEVERAL = re.compile(r"[、，,；;/\n]+")


def list_problems(
    ledger: Ledger, *, as_of: date, problem_ids: Sequence[int] | None = None
) -> tuple[ProblemView, ...]:
    """The problems in the register's order, each with its state on a day."""
    with ledger.reading() as session:
        return problem_views(session, as_of=as_of, problem_ids=problem_ids)


def problem_detail(ledger: Ledger, problem_id: int, *, as_of: date) -> ProblemDetail:
    """What the side panel shows of one problem, but for its history.

    Raises:
        UserError: the problem is gone.
    """
    with ledger.reading() as session:
        found = problem_views(session, as_of=as_of, problem_ids=[problem_id])
        if not found:
            raise _gone()
        steps = [step.id for step in found[0].steps]
        proofs: dict[int, tuple[EvidenceView, ...]] = {}
        rows = session.scalars(
            select(Evidence).where(Evidence.step_id.in_(steps)).order_by(Evidence.id)
        )
        for row in rows:
            held = proofs.get(row.step_id or 0, ())
            proofs[row.step_id or 0] = (*held, evidence_view(row))
        return ProblemDetail(found[0], proofs)


def problem_history(ledger: Ledger, problem_id: int) -> tuple[OperationView, ...]:
    """The journal lines that touched a problem or anything of it, newest first."""
    with ledger.reading() as session:
        steps = select(ProblemStep.id).where(ProblemStep.problem_id == problem_id)
        links = select(ProblemLink.id).where(ProblemLink.problem_id == problem_id)
        files = select(Evidence.id).where(Evidence.step_id.in_(steps))
        parts: tuple[tuple[str, Sequence[int]], ...] = (
            (Problem.__tablename__, [problem_id]),
            (ProblemStep.__tablename__, session.scalars(steps).all()),
            (ProblemLink.__tablename__, session.scalars(links).all()),
            (Evidence.__tablename__, session.scalars(files).all()),
        )
        found = (history_of(session, record, numbers) for record, numbers in parts)
        lines = {line.id: line for group in found for line in group}
        return tuple(lines[number] for number in sorted(lines, reverse=True))


def count_open(ledger: Ledger, *, as_of: date) -> int:
    """How many problems are not yet closed (未销号) on a day."""
    with ledger.reading() as session:
        return open_count(session, as_of)


def problems_near(ledger: Ledger, *, as_of: date, days: int = NEAR_DAYS) -> tuple[NearProblem, ...]:
    """Open problems with a day to keep within some days, the overdue first.

    The day is 整改时限, or the day planned for the step at hand where that is nearer.
    """
    last = as_of + timedelta(days=days)
    found = []
    for view in list_problems(ledger, as_of=as_of):
        due = next_day([facts_of(step) for step in view.steps], due=view.due, as_of=as_of)
        if due is not None and due <= last:
            step = view.step.name if view.step else ""
            found.append(
                NearProblem(
                    view.id, due, view.text, view.unit, step, due < as_of, view.state, view.why
                )
            )
    return tuple(sorted(found, key=lambda one: (one.due, one.problem_id)))


def add_problem(ledger: Ledger, *, text: str, year: int | None = None, **fields: Any) -> int:
    """Add a problem at the end of the register, with the ledger's steps.

    Args:
        ledger: the ledger.
        text: what is wrong.
        year: the year for a deadline that names none; that of ``found_on``, or this one.
        fields: any of EDITABLE; without a number the next one is given.

    Raises:
        UserError: ``empty_text``.
    """
    if not text.strip():
        raise UserError("empty_text", "问题描述不能为空；请写明存在什么问题。")
    with ledger.transaction("add_problem", f"新增问题“{shorten(text)}”") as work:
        (number,) = add_records(work.session, [{"text": text.strip(), **fields}], year=year)
        return number


def change_problems(
    ledger: Ledger, problem_ids: Sequence[int], *, year: int | None = None, **fields: Any
) -> None:
    """Set the same fields of one or several problems; a deadline's wording is read again.

    Raises:
        UserError: ``empty_text``, or a problem is gone.
    """
    _check_fields(fields)
    with ledger.transaction("change_problem", "") as work:
        found = problems_of(work.session, problem_ids)
        for problem in found:
            _set_fields(work.session, problem, fields, year)
        work.entitle(f"修改问题{counted(found)}")


def remove_problems(ledger: Ledger, problem_ids: Sequence[int]) -> None:
    """Take problems out of the register with their steps and proof; undo brings all back."""
    with ledger.transaction("remove_problems", "") as work:
        found = problems_of(work.session, problem_ids)
        work.entitle(f"删除问题{counted(found)}")
        for problem in found:
            work.session.delete(problem)


def add_records(
    session: Session, records: Sequence[Mapping[str, Any]], *, year: int | None = None
) -> list[int]:
    """Add problems from values by field, within a transaction that runs; their numbers."""
    for record in records:
        _check_fields(record)
    last = session.scalar(select(func.max(Problem.position))) or 0
    steps = problem_steps_in(session)
    known: dict[str, int | None] = {}
    numbers = _next_numbers(session)
    made = []
    for place, record in enumerate(records, last + 1):
        problem = Problem(position=place, text=str(record["text"]), fields={})
        given = record if "number" in record else {**record, "number": next(numbers)}
        _set_fields(session, problem, given, year, known=known)
        problem.steps = [
            ProblemStep(position=at, name=step.name, needs_proof=step.needs_proof)
            for at, step in enumerate(steps, 1)
        ]
        made.append(problem)
    session.add_all(made)
    session.flush()
    return [problem.id for problem in made]


def problems_of(session: Session, problem_ids: Sequence[int]) -> list[Problem]:
    """The problems by number, in the register's order, with all that hangs on them.

    Raises:
        UserError: one of them is gone.
    """
    query = select(Problem).where(Problem.id.in_(problem_ids)).order_by(Problem.position)
    query = query.options(
        selectinload(Problem.steps).selectinload(ProblemStep.evidence),
        selectinload(Problem.links),
    )
    found = list(session.scalars(query))
    if len(found) != len(set(problem_ids)):
        raise _gone()
    return found


def counted(found: Sequence[Problem]) -> str:
    """Which problems, for a title: one by its text, several by their count."""
    return f"“{shorten(found[0].text)}”" if len(found) == 1 else f" {len(found)} 个"


@lru_cache(maxsize=1_000)
def units_named(text: str) -> tuple[str, ...]:
    """The units of a cell such as 生态环境局、住建局."""
    return tuple(name for part in _SEVERAL.split(text) if (name := part.strip()))


def _gone() -> UserError:
    return UserError("not_found", "问题已被删除；请刷新后再试。")


def _check_fields(fields: Mapping[str, Any]) -> None:
    unknown = set(fields) - EDITABLE
    if unknown:
        raise TypeError(f"no such problem fields: {sorted(unknown)}")
    if not str(fields.get("text", "-")).strip():
        raise UserError("empty_text", "问题描述不能为空；要去掉这个问题，请按 Delete。")
    if missing := missing_day(str(fields.get("deadline_text", "")), year=_ANY_LEAP_YEAR):
        raise UserError(
            "no_such_day", f"整改时限里的“{missing}”，日历上没有这一天；请核对日期后重新填写。"
        )


def _set_fields(
    session: Session,
    problem: Problem,
    fields: Mapping[str, Any],
    year: int | None,
    *,
    known: dict[str, int | None] | None = None,
) -> None:
    for key, value in fields.items():
        match key:
            case "unit":
                _set_unit(session, problem, value, {} if known is None else known)
            case "fields":
                problem.fields = {**(problem.fields or {}), **value}
            case "deadline_text":
                problem.deadline_text = value
            case _:
                setattr(problem, key, value.strip() if isinstance(value, str) else value)
    if "deadline_text" in fields:
        found_in = problem.found_on.year if problem.found_on else None
        spoken_of = year or found_in or datetime.now(UTC).astimezone().year
        problem.due = read_deadline(problem.deadline_text, year=spoken_of).due


def _set_unit(session: Session, problem: Problem, text: str, known: dict[str, int | None]) -> None:
    """The first unit answers; where several are named, their wording is kept too."""
    names = units_named(text)
    first = names[0] if names else ""
    if first not in known:
        known[first] = unit_named(session, first)
    problem.unit_id = known[first]
    others = {key: value for key, value in (problem.fields or {}).items() if key != UNITS_FIELD}
    problem.fields = others | ({UNITS_FIELD: text.strip()} if len(names) > 1 else {})


def _next_numbers(session: Session) -> Iterator[str]:
    """The numbers that follow the highest of the register's own."""
    held = session.scalars(select(Problem.number)).all()
    highest = max((int(one) for one in held if one.isdecimal()), default=0)
    return (str(number) for number in range(highest + 1, 10**9))
