"""A return as it would be handed up now: its lines, its page, and what speaks against it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import UserError
from app.models.database import Ledger
from app.models.rules.pace import CEILINGS, State, plain
from app.models.rules.periods import Period
from app.models.rules.scoring import Standing, self_score
from app.models.tasks import Checkpoint, Task, TaskList
from app.models.tracking import Progress
from app.models.views import CheckFinding, ReturnHead, ReturnLine, ReturnView, TaskView
from app.reports.catalogues import CATALOGUES
from app.reports.fields import TASKS
from app.reports.formats import load_formats
from app.reports.registerfields import GROUPS
from app.services.registers import register_lines, summary_total
from app.services.settings import office_in
from app.services.standing import task_views
from app.services.wording import shorten

_LAGGING = (State.BEHIND, State.FAR_BEHIND, State.OVERDUE)
_FINISHED = (State.DONE, State.DONE_LATE)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which return: of which list, in which format, for which period, filled in on which day."""

    format_key: str
    period: str
    list_id: int
    filled_on: date


@dataclass(frozen=True, slots=True)
class FormatName:
    """A built-in format's key and name, the beat it is handed up by, and what its lines are."""

    key: str
    name: str
    kind: str = "any"
    rows: str = "tasks"


def list_formats() -> tuple[FormatName, ...]:
    """The built-in formats in their order."""
    return tuple(
        FormatName(fmt.key, fmt.name, fmt.kind, fmt.rows) for fmt in load_formats().values()
    )


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
        UserError: the list is gone.
    """
    fmt = load_formats().get(wanted.format_key)
    if fmt is None or fmt.rows == TASKS.rows:
        view = _task_return(ledger, wanted, ours)
    else:
        view = _register(ledger, wanted, fmt.rows)
    if fmt is None or not fmt.only:
        return view
    kept = CATALOGUES[fmt.rows].only[fmt.only]
    return replace(view, lines=tuple(line for line in view.lines if kept(line)))


def _task_return(ledger: Ledger, wanted: Wanted, ours: Sequence[str]) -> ReturnView[Any]:
    span = Period.parse(wanted.period)
    with ledger.reading() as session:
        task_list = _list_in(session, wanted)
        views = task_views(session, as_of=span.end, period=span, list_id=task_list.id, ours=ours)
        return ReturnView(_head(session, task_list, span, wanted), _lines(session, views, span))


def _register(ledger: Ledger, wanted: Wanted, rows: str) -> ReturnView[Any]:
    span = Period.parse(wanted.period)
    with ledger.reading() as session:
        head = _head(session, _list_in(session, wanted), span, wanted)
    lines = register_lines(ledger, rows, list_id=wanted.list_id, span=span)
    return ReturnView(head, lines, summary_total(lines) if rows == GROUPS.rows else None)


def _list_in(session: Session, wanted: Wanted) -> TaskList:
    task_list = session.get(TaskList, wanted.list_id)
    if task_list is None:
        raise UserError("no_list", "任务分解表已被删除；请刷新后再试。")
    return task_list


def check_return(ledger: Ledger, wanted: Wanted) -> tuple[CheckFinding, ...]:
    """What speaks against filing now; hard findings stop it, soft ones want a word."""
    view = draft_return(ledger, wanted)
    return (*_hard_findings(view), *_soft_findings(ledger, wanted, view))


def _head(session: Session, task_list: TaskList, span: Period, wanted: Wanted) -> ReturnHead:
    office = office_in(session)
    return ReturnHead(
        office=office.name,
        list_title=task_list.title,
        document_number=task_list.document_number,
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
    checkpoints = _checkpoints(session, ids)
    return tuple(
        _line(view, written[view.id], entries.get(view.id, {}), checkpoints.get(view.id, {}), span)
        for view in views
    )


def _entries(session: Session, ids: list[int], span: Period) -> dict[int, dict[str, Progress]]:
    """The entries of each task up to the period, by period; later ones are none of this return."""
    found: dict[int, dict[str, Progress]] = {}
    for row in session.scalars(select(Progress).where(Progress.task_id.in_(ids))):
        if Period.parse(row.period).end <= span.end:
            found.setdefault(row.task_id, {})[row.period] = row
    return found


def _checkpoints(session: Session, ids: list[int]) -> dict[int, dict[str, str]]:
    found: dict[int, dict[str, str]] = {}
    for row in session.scalars(select(Checkpoint).where(Checkpoint.task_id.in_(ids))):
        found.setdefault(row.task_id, {})[row.period] = row.text
    return found


def _line(
    view: TaskView,
    written: tuple[Mapping[str, str], Mapping[str, str]],
    entries: Mapping[str, Progress],
    checkpoints: Mapping[str, str],
    span: Period,
) -> ReturnLine:
    entry = entries.get(span.key)
    before = entries.get(span.previous.key)
    score = self_score(view.score, view.scoring_method, _standing(view, span))
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
        checkpoint=checkpoints.get(span.key, ""),
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
        forecast=view.forecast,
    )


def _standing(view: TaskView, span: Period) -> Standing:
    """What the self score rests on: done against what should be done by now."""
    expected = view.judgement.expected
    whole = view.target.number if view.target is not None else None
    state = view.judgement.state
    return Standing(
        done=view.amount,
        planned=None if expected is None or whole is None else expected * whole,
        reached=state not in (*_LAGGING, State.NOT_STARTED),
        target=whole,
        late_days=max(0, ((view.done_on or span.end) - view.due).days) if view.due else None,
    )


def _hard_findings(view: ReturnView) -> list[CheckFinding]:
    if view.head.office:
        return []
    return [CheckFinding("no_office", True, "本单位名称还没有填写；请在设置里填写。")]


def _soft_findings(ledger: Ledger, wanted: Wanted, view: ReturnView) -> list[CheckFinding]:
    before = _amounts_before(ledger, view, Period.parse(wanted.period))
    found = []
    if not view.lines:
        found.append(CheckFinding("no_tasks", False, "没有本镇任务，报表是空的"))
    for line in view.lines:
        found += _line_findings(line, before.get(line.task_id))
    with ledger.reading() as session:
        asked = session.scalars(
            select(Task.id).where(
                Task.list_id == wanted.list_id, Task.ours == "ask", Task.removed_in.is_(None)
            )
        ).all()
    if asked:
        message = f"{len(asked)} 项还没有确认是否本镇任务，没有列入报表"
        found.append(CheckFinding("unconfirmed", False, message, asked[0]))
    return found


def _line_findings(line: ReturnLine, before: Decimal | None) -> list[CheckFinding]:
    name = f"{line.serial}　{shorten(line.text, 18)}".strip()
    found = []

    def say(code: str, words: str) -> None:
        found.append(CheckFinding(code, False, f"{name}：{words}", line.task_id))

    finished = line.state in {state.label for state in _FINISHED}
    if not (line.progress_text or line.nil_report or finished):
        say("missing_progress", "本期没有填写进展")
    ceiling = line.target is not None and line.target.comparator in CEILINGS
    if line.amount is not None and before is not None and line.amount < before and not ceiling:
        say("amount_fell", f"完成数 {plain(line.amount)} 少于上期的 {plain(before)}")
    if line.state in {state.label for state in _LAGGING} and not line.problems:
        say("lag_unexplained", f"{line.state}，没有写存在问题")
    return found


def _amounts_before(ledger: Ledger, view: ReturnView, span: Period) -> dict[int, Decimal]:
    """What each task reported last before the period."""
    ids = [line.task_id for line in view.lines]
    query = select(Progress.task_id, Progress.amount).where(
        Progress.task_id.in_(ids), Progress.amount.is_not(None), Progress.dated < span.start
    )
    with ledger.reading() as session:
        rows = session.execute(query.order_by(Progress.dated))
        return {row.task_id: row.amount for row in rows if row.amount is not None}
