"""What speaks against filing a return: each kind of lines has its own few checks."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from app.models.database import Ledger
from app.models.registerlines import AssignedLine, ItemLine, ProblemLine, ShareLine
from app.models.returnviews import CheckFinding, ReturnLine, ReturnView
from app.models.rules.closing import ProblemState
from app.models.rules.handing import LineState
from app.models.rules.itemdue import is_item_late
from app.models.rules.pace import CEILINGS, State, plain
from app.models.rules.periods import Period
from app.models.tasks import Task
from app.models.tracking import Progress
from app.services.proof.prooflack import lacking_proof
from app.services.reporting.consistency import (
    Table,
    contradictions,
    figures_of_draft,
    is_any_filed,
)
from app.services.wording import shorten
from app.services.work.doubts import doubts_among

_LAGGING = frozenset(state.label for state in (State.BEHIND, State.FAR_BEHIND, State.OVERDUE))
_FINISHED = frozenset(state.label for state in (State.DONE, State.DONE_LATE))
_TOLD = frozenset({"amount_fell", "same_text"})
"""Doubts about an entry that are told otherwise here, or contradict nothing."""
_WORDS = 18


@dataclass(frozen=True, slots=True)
class Checked:
    """The return to look at.

    Attributes:
        view: its lines.
        rows: their kind.
        list_id: its list.
        format_key: its format.
        whole: its format picks no lines.
        is_form: it is a district's form, which need not print all of the lines.
    """

    view: ReturnView[Any]
    rows: str
    list_id: int | None
    format_key: str
    whole: bool = True
    is_form: bool = False

    @property
    def span(self) -> Period:
        """The return's period."""
        return Period.parse(self.view.head.period)


def findings_of(ledger: Ledger, checked: Checked) -> tuple[CheckFinding, ...]:
    """What speaks against filing now; hard findings stop it, soft ones want a word."""
    found: list[CheckFinding] = []
    if not checked.view.head.office:
        found.append(CheckFinding("no_office", True, "本单位名称还没有填写；请在设置里填写。"))
    if checked.rows == "tasks":
        found += _task_findings(ledger, checked)
    look = _LOOKS.get(checked.rows)
    found += (one for line in checked.view.lines if look for one in look(line))
    return with_filed(found, _against_filed(ledger, checked))


def with_filed(
    found: Sequence[CheckFinding], against: Sequence[CheckFinding]
) -> tuple[CheckFinding, ...]:
    """Findings with those against filed tables, but what the ledger's entries have told already."""
    fallen = {one.task_id for one in found if one.code == "amount_fell"}
    rest = (one for one in against if one.code != "amount_fell" or one.task_id not in fallen)
    return (*found, *rest)


def _against_filed(ledger: Ledger, checked: Checked) -> tuple[CheckFinding, ...]:
    """Where the return contradicts what was filed; a district's form says itself what is on it."""
    if checked.is_form or not is_any_filed(ledger, checked.list_id):
        return ()
    view, span = checked.view, checked.span
    figures = figures_of_draft(ledger, view.lines, checked.rows, span, whole=checked.whole)
    table = Table("本表", checked.format_key, span, figures)
    return contradictions(ledger, table, checked.list_id)


def _task_findings(ledger: Ledger, checked: Checked) -> Iterator[CheckFinding]:
    lines: Sequence[ReturnLine] = checked.view.lines
    if checked.whole and not lines:
        yield CheckFinding("no_tasks", False, "没有本镇任务，报表是空的")
    before = _amounts_before(ledger, lines, checked.span)
    for line in lines:
        yield from _line_findings(line, before.get(line.task_id))
    yield from _contradicted(ledger, checked, lines)
    yield from _unproved(ledger, checked, lines)
    if checked.whole and checked.list_id is not None:
        yield from _unconfirmed(ledger, checked.list_id)


def _line_findings(line: ReturnLine, before: Decimal | None) -> Iterator[CheckFinding]:
    if not (line.progress_text or line.nil_report or line.state in _FINISHED):
        yield _of_task("missing_progress", line, "本期没有填写进展")
    ceiling = line.target is not None and line.target.comparator in CEILINGS
    if line.amount is not None and before is not None and line.amount < before and not ceiling:
        words = f"完成数 {plain(line.amount)} 少于上期的 {plain(before)}"
        yield _of_task("amount_fell", line, words)
    if line.state in _LAGGING and not line.problems:
        yield _of_task("lag_unexplained", line, f"{line.state}，没有写存在问题")


def _of_task(code: str, line: ReturnLine, words: str) -> CheckFinding:
    name = f"{line.serial}　{shorten(line.text, _WORDS)}".strip()
    return CheckFinding(code, False, f"{name}：{words}", line.task_id)


def _contradicted(
    ledger: Ledger, checked: Checked, lines: Sequence[ReturnLine]
) -> Iterator[CheckFinding]:
    """Entries that speak against ticks, villages, the target or their own words."""
    told = (line for line in lines if line.progress_text or line.nil_report or line.amount)
    printed = {line.task_id: line for line in told}
    for one in doubts_among(ledger, list(printed), checked.span.key):
        for doubt in one.doubts:
            if doubt.code not in _TOLD:
                words = doubt.message.removesuffix("。")
                yield _of_task("entry_doubted", printed[one.task_id], words)


def _unproved(
    ledger: Ledger, checked: Checked, lines: Sequence[ReturnLine]
) -> Iterator[CheckFinding]:
    """What must be proved and is not, as far as it stands on the return; a task is told once."""
    printed = {line.task_id: line for line in lines}
    span = checked.span
    told: set[int] = set()
    for one in lacking_proof(ledger, as_of=span.end, period=span.key, list_id=checked.list_id):
        if one.task_id in printed and one.task_id not in told:
            told.add(one.task_id)
            yield _of_task("proof_missing", printed[one.task_id], f"{one.what}，还没有佐证材料")


def _unconfirmed(ledger: Ledger, list_id: int) -> Iterator[CheckFinding]:
    query = select(Task.id).where(
        Task.list_id == list_id, Task.ours == "ask", Task.removed_in.is_(None)
    )
    with ledger.reading() as session:
        asked = session.scalars(query.order_by(Task.position)).all()
    if asked:
        message = f"{len(asked)} 项还没有确认是否本镇任务，没有列入报表"
        yield CheckFinding("unconfirmed", False, message, asked[0])


def _amounts_before(
    ledger: Ledger, lines: Sequence[ReturnLine], span: Period
) -> dict[int, Decimal]:
    """What each task reported last before the period."""
    ids = [line.task_id for line in lines]
    query = select(Progress.task_id, Progress.amount).where(
        Progress.task_id.in_(ids), Progress.amount.is_not(None), Progress.dated < span.start
    )
    with ledger.reading() as session:
        rows = session.execute(query.order_by(Progress.dated))
        return {row.task_id: row.amount for row in rows if row.amount is not None}


def _look_at_item(line: ItemLine) -> Iterator[CheckFinding]:
    item = line.item

    def say(code: str, words: str) -> CheckFinding:
        name = shorten(item.name, _WORDS)
        return CheckFinding(code, False, f"{name}：{words}", item.task_id, item_id=item.id)

    if not item.unit:
        yield say("item_without_unit", "没有责任单位")
    if is_item_late(item.falls_due, item.done_on, line.as_of) and not item.notes:
        yield say("item_overdue", "已过时限没有完成，备注没有说明")


def _look_at_problem(line: ProblemLine) -> Iterator[CheckFinding]:
    problem = line.problem

    def say(code: str, words: str) -> CheckFinding:
        name = f"{problem.number}　{shorten(problem.text, _WORDS)}".strip()
        return CheckFinding(code, False, f"{name}：{words}", problem.task_id, problem_id=problem.id)

    if problem.state is ProblemState.OVERDUE and not problem.progress:
        yield say("problem_overdue", "已过整改时限，没有写整改进展")
    closed = problem.state in {ProblemState.CLOSED, ProblemState.CLOSED_LATE}
    if not closed and not problem.unit:
        yield say("problem_without_unit", "没有责任单位")
    if not closed and problem.due is None and not problem.deadline_text:
        yield say("problem_without_due", "没有整改时限")


def _look_at_assigned(line: AssignedLine) -> Iterator[CheckFinding]:
    order, assigned = line.assignment, line.assigned

    def say(code: str, words: str) -> CheckFinding:
        name = f"{order.unit}　{shorten(assigned.text, _WORDS)}"
        return CheckFinding(
            code, False, f"{name}：{words}", assigned.task_id, assignment_id=order.id
        )

    if line.due is not None and line.due < line.as_of and assigned.state == LineState.WAITING:
        yield say("assignment_unanswered", "已过办结时限，没有反馈")
    if assigned.state == LineState.ANSWERED:
        yield say("assignment_unjudged", "已反馈，还没有审核")


def _look_at_share(line: ShareLine) -> Iterator[CheckFinding]:
    split = line.split
    if not split.left:
        return
    name = f"{split.serial}　{shorten(split.text, _WORDS)}".strip()
    over = split.left < 0
    words = (
        f"分解数比目标{'多' if over else '少'} {plain(abs(split.left))} {split.measure}".rstrip()
    )
    yield CheckFinding("share_differs", False, f"{name}：{words}", split.task_id)


_LOOKS: Mapping[str, Callable[[Any], Iterator[CheckFinding]]] = {
    "items": _look_at_item,
    "problems": _look_at_problem,
    "assignments": _look_at_assigned,
    "villages": _look_at_share,
}
