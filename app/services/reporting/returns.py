"""A return as it would be handed up now: its lines, its page, and what speaks against it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import UserError
from app.models.database import Ledger
from app.models.returnviews import CheckFinding, ReturnHead, ReturnLine, ReturnView
from app.models.rules.periods import Period
from app.models.rules.scoring import Score
from app.models.targetlines import TargetLine
from app.models.tasks import Checkpoint, Task, TaskList
from app.models.tracking import Progress
from app.models.views import TaskView
from app.reports.formats.catalogues import CATALOGUES
from app.reports.formats.fields import TASKS
from app.reports.formats.format import Format
from app.reports.formats.registerfields import GROUPS
from app.services.reporting.formats import find_format
from app.services.reporting.furthertargets import further_targets
from app.services.reporting.registers import register_lines, summary_total
from app.services.reporting.returnchecks import Checked, findings_of
from app.services.reporting.scores import score_book, score_of
from app.services.settings import office_in
from app.services.standing import task_views

Found = TypeVar("Found")
FORM = "form:"
"""What the keys of districts' own forms begin with."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which return: of which list, in which format, for which period, filled in on which day.

    ``list_id`` is None in a ledger without a task list: its problems and 交办 print all the same.
    """

    format_key: str
    period: str
    list_id: int | None
    filled_on: date


def list_if_any(ledger: Ledger, title: str | None = None) -> int | None:
    """As `only_list`; None in a ledger without a list, whose registers are handed up all the same.

    Raises:
        UserError: ``no_list`` for a title that no list has, or ``several_lists``.
    """
    with ledger.reading() as session:
        held = session.scalar(select(TaskList.id).limit(1))
    return None if held is None and title is None else only_list(ledger, title)


def only_list(ledger: Ledger, title: str | None = None) -> int:
    """The list meant: the one of that title, or the only one there is.

    Raises:
        UserError: ``no_list`` or ``several_lists``.
    """
    with ledger.reading() as session:
        found = session.execute(select(TaskList.id, TaskList.title)).all()
    if title is not None:
        found = [row for row in found if row.title == title]
    if not found:
        raise UserError("no_list", "台账里还没有任务分解表；请先导入。")
    if len(found) > 1:
        names = "、".join(f"“{row.title}”" for row in found)
        raise UserError("several_lists", f"台账里有几个任务表：{names}；请用 --list 指明。")
    return int(found[0].id)


def draft_return(
    ledger: Ledger, wanted: Wanted, *, ours: Sequence[str] = ("yes",)
) -> ReturnView[Any]:
    """The return as the ledger stands, judged on the period's last day.

    Its lines are of the kind the format prints; tasks for a district's own form.

    Args:
        ledger: the open ledger.
        wanted: which return.
        ours: whose tasks are listed: ``yes``, ``ask``, ``no``.

    Raises:
        UserError: the list is gone, or the format is damaged.
    """
    fmt = find_format(ledger, wanted.format_key)
    if fmt is None:
        return _task_return(ledger, wanted, ours)
    return draft_lines(ledger, wanted, fmt, ours=ours)


def draft_lines(
    ledger: Ledger, wanted: Wanted, fmt: Format, *, ours: Sequence[str] = ("yes",)
) -> ReturnView[Any]:
    """The lines a format prints, also one that is being made and is kept nowhere yet.

    Raises:
        UserError: the list is gone.
    """
    if fmt.rows == TASKS.rows:
        view = _task_return(ledger, wanted, ours)
    else:
        view = _register(ledger, wanted, fmt.rows)
    if not fmt.only:
        return view
    kept = CATALOGUES[fmt.rows].only[fmt.only]
    return replace(view, lines=tuple(line for line in view.lines if kept(line)))


def _task_return(ledger: Ledger, wanted: Wanted, ours: Sequence[str]) -> ReturnView[Any]:
    span = Period.parse(wanted.period)
    with ledger.reading() as session:
        task_list = _list_in(session, wanted)
        if task_list is None:
            raise UserError("no_list", "报表要按任务分解表汇总；请先导入，有几个时在上方选一个。")
        views = task_views(session, as_of=span.end, period=span, list_id=task_list.id, ours=ours)
        return ReturnView(_head(session, task_list, span, wanted), _lines(session, views, span))


def _register(ledger: Ledger, wanted: Wanted, rows: str) -> ReturnView[Any]:
    span = Period.parse(wanted.period)
    with ledger.reading() as session:
        head = _head(session, _list_in(session, wanted), span, wanted)
    lines = register_lines(ledger, rows, list_id=wanted.list_id, span=span)
    return ReturnView(head, lines, summary_total(lines) if rows == GROUPS.rows else None)


def _list_in(session: Session, wanted: Wanted) -> TaskList | None:
    """The list a return is of; None where the ledger is asked as a whole.

    Raises:
        UserError: ``no_list``: it is gone.
    """
    task_list = session.get(TaskList, wanted.list_id) if wanted.list_id is not None else None
    if task_list is None and wanted.list_id is not None:
        raise UserError("no_list", "任务分解表已被删除；请刷新后再试。")
    return task_list


def check_return(
    ledger: Ledger,
    wanted: Wanted,
    view: ReturnView[Any] | None = None,
    *,
    tasks: Collection[int] | None = None,
) -> tuple[CheckFinding, ...]:
    """What speaks against filing now; hard findings stop it, soft ones want a word.

    ``view`` is the return where it is drafted already, ``tasks`` are those a form has rows for.
    """
    fmt = find_format(ledger, wanted.format_key)
    view = view or draft_return(ledger, wanted)
    rows, whole = (fmt.rows, not fmt.only) if fmt else (TASKS.rows, tasks is None)
    if tasks is not None:
        view = replace(view, lines=tuple(one for one in view.lines if one.task_id in tasks))
    is_form = wanted.format_key.startswith(FORM)
    checked = Checked(view, rows, wanted.list_id, wanted.format_key, whole, is_form)
    return findings_of(ledger, checked)


def _head(session: Session, task_list: TaskList | None, span: Period, wanted: Wanted) -> ReturnHead:
    office = office_in(session)
    return ReturnHead(
        office=office.name,
        list_title=task_list.title if task_list else "",
        document_number=task_list.document_number if task_list else "",
        year=span.year,
        period=span.key,
        period_label=span.label,
        as_of=span.end,
        filled_on=wanted.filled_on,
        filled_by=office.filled_by,
        checked_by=office.checked_by,
        signed_by=office.signed_by,
        phone=office.phone,
    )


def _lines(session: Session, views: tuple[TaskView, ...], span: Period) -> tuple[ReturnLine, ...]:
    ids = [view.id for view in views]
    columns = session.execute(select(Task.id, Task.values, Task.own).where(Task.id.in_(ids)))
    written = {row.id: (row.values, row.own) for row in columns}
    entries = _entries(session, ids, span)
    checkpoints, book = _checkpoints(session, ids), score_book(session)
    before = span.previous.end if span.number > 1 else None
    more = further_targets(session, ids, span.end, before)
    return tuple(
        _line(
            view,
            written[view.id],
            entries.get(view.id, {}),
            checkpoints.get(view.id, {}),
            score_of(view, span, book),
            span,
            more.get(view.id, ()),
        )
        for view in views
    )


def _entries(session: Session, ids: list[int], span: Period) -> dict[int, dict[str, Any]]:
    """The entries of each task up to the period, by period; later ones are none of this return."""
    found: dict[int, dict[str, Any]] = {}
    columns = (Progress.task_id, Progress.period, Progress.text, Progress.problems)
    query = select(*columns, Progress.next_steps, Progress.nil_report)
    for row in session.execute(query.where(Progress.task_id.in_(ids))):
        if Period.parse(row.period).end <= span.end:
            found.setdefault(row.task_id, {})[row.period] = row
    return found


def _checkpoints(session: Session, ids: list[int]) -> dict[int, dict[str, str]]:
    found: dict[int, dict[str, str]] = {}
    query = select(Checkpoint.task_id, Checkpoint.period, Checkpoint.text)
    for row in session.execute(query.where(Checkpoint.task_id.in_(ids))):
        found.setdefault(row.task_id, {})[row.period] = row.text
    return found


def _line(
    view: TaskView,
    written: tuple[Mapping[str, str], Mapping[str, str]],
    entries: Mapping[str, Any],
    checkpoints: Mapping[str, str],
    score: Score,
    span: Period,
    more: tuple[TargetLine, ...],
) -> ReturnLine:
    entry = _of_span(entries, span)
    before = _of_span(entries, span.previous)
    return replace(
        _of_task(view),
        checkpoint=_of_span(checkpoints, span) or "",
        checkpoints=checkpoints,
        previous_text=before.text if before else None,
        progress_text=entry.text if entry else None,
        progress_texts={key: row.text for key, row in entries.items() if row.text is not None},
        problems=entry.problems if entry else None,
        next_steps=entry.next_steps if entry else None,
        nil_report=bool(entry and entry.nil_report),
        self_score=score.points,
        self_score_why=score.working,
        values=written[0],
        own=written[1],
        more=more,
    )


def _of_task(view: TaskView) -> ReturnLine:
    """The line as the task alone tells it, before anything of the period."""
    return ReturnLine(
        task_id=view.id,
        serial=view.serial,
        groups=view.groups,
        text=view.text,
        acceptance=view.acceptance,
        deadline_text=view.deadline_text,
        lead=view.lead,
        responsible=view.responsible,
        assist=view.assist,
        main_responsible=view.main_responsible,
        score=view.score,
        scoring_method=view.scoring_method,
        target=view.target,
        amount=view.amount,
        share=view.share,
        items=view.items,
        items_done=view.items_done,
        evidence=view.evidence,
        state=view.judgement.state.label,
        state_why=view.judgement.why,
        forecast=view.forecast,
    )


def _of_span(by_period: Mapping[str, Found], span: Period) -> Found | None:
    """What is held for a period, or for another kind of period that ends with it.

    A half-year's return thus prints what was filled in for its second quarter.
    """
    held = (by_period[one.key] for one in span.ending_together if one.key in by_period)
    return next(held, None)
