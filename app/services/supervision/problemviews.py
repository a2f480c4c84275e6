"""Problems as they leave the ledger: with their steps, links and state as of a day."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from sqlalchemy import Row, Select, and_, func, select
from sqlalchemy.orm import Session, aliased

from app.models.registers import LinkView, ProblemView, StepView
from app.models.rules.closing import StepFacts, is_done, judge_problem
from app.models.supervision import Problem, ProblemLink, ProblemStep
from app.models.tasks import Task
from app.models.tracking import Evidence, Item
from app.models.units import Unit
from app.services.wording import shorten

UNITS_FIELD = "各责任单位"
"""Under what name a problem keeps the wording of its units where it names several."""
_LINKED = 60
_GONE = "（原来关联的内容已删除）"


def problem_views(
    session: Session, *, as_of: date, problem_ids: Collection[int] | None = None
) -> tuple[ProblemView, ...]:
    """The problems in the register's order; some of them, when their numbers are given."""
    steps = _steps(session, as_of, problem_ids)
    links = _links(session, problem_ids)
    columns = (*Problem.__table__.columns, Unit.name.label("unit"))
    query: Select[Any] = select(*columns, Task.serial, Task.text.label("task"))
    query = query.select_from(Problem)
    query = query.outerjoin(Unit, Unit.id == Problem.unit_id)
    query = query.outerjoin(Task, Task.id == Problem.task_id)
    query = _only(query, Problem.id, problem_ids).order_by(Problem.position, Problem.id)
    return tuple(
        _view(row, as_of, tuple(steps.get(row.id, ())), tuple(links.get(row.id, ())))
        for row in session.execute(query)
    )


def open_count(session: Session, as_of: date) -> int:
    """How many problems are not closed on a day, without reading them."""
    last = (
        select(ProblemStep.problem_id, func.max(ProblemStep.position).label("position"))
        .group_by(ProblemStep.problem_id)
        .subquery()
    )
    ends = and_(
        last.c.problem_id == ProblemStep.problem_id, last.c.position == ProblemStep.position
    )
    closed = select(func.count(ProblemStep.id)).join(last, ends)
    closed = closed.where(ProblemStep.done_on <= as_of)
    held = session.scalar(select(func.count(Problem.id))) or 0
    return held - (session.scalar(closed) or 0)


def facts_of(step: StepView | ProblemStep) -> StepFacts:
    """A step as the rule sees it."""
    return StepFacts(step.name, step.done_on, step.due)


def task_words(serial: str | None, text: str | None) -> str:
    """A task in a line: 12 完成23台天然气锅炉低氮改造."""
    return " ".join(f"{serial or ''} {text or ''}".split())


def _view(
    row: Row[Any], as_of: date, steps: tuple[StepView, ...], links: tuple[LinkView, ...]
) -> ProblemView:
    judgement = judge_problem([facts_of(step) for step in steps], due=row.due, as_of=as_of)
    return ProblemView(
        id=row.id,
        position=row.position,
        number=row.number,
        text=row.text,
        source=row.source,
        found_on=row.found_on,
        task_id=row.task_id,
        task=task_words(row.serial, row.task),
        unit_id=row.unit_id,
        unit=row.fields.get(UNITS_FIELD) or row.unit or "",
        person=row.person,
        goal=row.goal,
        measures=row.measures,
        progress=row.progress,
        deadline_text=row.deadline_text,
        due=row.due,
        notes=row.notes,
        fields={key: text for key, text in row.fields.items() if key != UNITS_FIELD},
        steps=steps,
        links=links,
        state=judgement.state,
        why=judgement.why,
        closed_on=judgement.closed_on,
    )


def _steps(
    session: Session, as_of: date, problem_ids: Collection[int] | None
) -> Mapping[int, list[StepView]]:
    """The steps by problem; one done after the day is shown as not done yet."""
    query = select(Evidence.step_id, func.count()).where(Evidence.step_id.is_not(None))
    proofs = {row[0]: row[1] for row in session.execute(query.group_by(Evidence.step_id))}
    rows = _only(select(*ProblemStep.__table__.columns), ProblemStep.problem_id, problem_ids)
    found: dict[int, list[StepView]] = defaultdict(list)
    for row in session.execute(rows.order_by(ProblemStep.position, ProblemStep.id)):
        done = is_done(StepFacts(row.name, row.done_on), as_of)
        found[row.problem_id].append(
            StepView(
                id=row.id,
                name=row.name,
                needs_proof=row.needs_proof,
                due=row.due,
                done_on=row.done_on if done else None,
                notes=row.notes,
                evidence=proofs.get(row.id, 0),
                later=None if done else row.done_on,
            )
        )
    return found


def _links(session: Session, problem_ids: Collection[int] | None) -> Mapping[int, list[LinkView]]:
    """The links by problem, in the words that what they point at has now."""
    other = aliased(Problem)
    query = select(
        *ProblemLink.__table__.columns,
        Task.serial,
        Task.text.label("task"),
        Item.name.label("item"),
        other.text.label("other"),
    ).select_from(ProblemLink)
    query = query.outerjoin(Task, Task.id == ProblemLink.task_id)
    query = query.outerjoin(Item, Item.id == ProblemLink.item_id)
    query = query.outerjoin(other, other.id == ProblemLink.other_id)
    rows = _only(query, ProblemLink.problem_id, problem_ids).order_by(ProblemLink.id)
    found: dict[int, list[LinkView]] = defaultdict(list)
    for row in session.execute(rows):
        now = task_words(row.serial, row.task) or row.item or row.other
        words = shorten(now, _LINKED) if now else row.text or _GONE
        found[row.problem_id].append(
            LinkView(row.id, words, row.task_id, row.item_id, row.other_id)
        )
    return found


def _only(query: Select[Any], column: Any, numbers: Collection[int] | None) -> Select[Any]:
    return query if numbers is None else query.where(column.in_(numbers))
