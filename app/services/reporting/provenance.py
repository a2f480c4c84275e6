"""数字来源: what a number of a task is made of, down to the entry, tick, file or cell."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import UserError
from app.models.breakdown import Reading
from app.models.database import Ledger
from app.models.origins import How, Lead, Part
from app.models.rules.measure import Measured
from app.models.rules.measure_units import is_concentration, is_share
from app.models.rules.pace import Thresholds, plain, points
from app.models.rules.periods import Period
from app.models.rules.scoring import points_of, rule_words
from app.models.tasks import Task
from app.models.tracking import Evidence, Item, Progress
from app.models.views import TaskView
from app.services.history.staying import portions
from app.services.reporting.furthertargets import HOW, further_parts, is_gathered
from app.services.reporting.provenance_context import accepted_part, carried_part, target_part
from app.services.reporting.provenance_writers import Written, writers
from app.services.reporting.scores import score_book, score_of, standing_of
from app.services.settings import thresholds_in
from app.services.standing import Facts, collect_facts, measured, task_views
from app.services.wording import shorten

KINDS = ("amount", "share", "self_score", "target", "evidence", "items", "items_done", "state")
_NAME = 40


@dataclass(frozen=True, slots=True)
class _Known:
    """A task with all that its numbers rest on."""

    session: Session
    span: Period
    task: Task
    view: TaskView
    facts: Facts
    done: Measured
    limits: Thresholds
    made: dict[str, Part]

    def part(self, what: str) -> Part:
        """One of its numbers; several numbers rest on the same amount and target."""
        if what not in self.made:
            self.made[what] = _PARTS[what](self)
        return self.made[what]

    @property
    def as_of(self) -> date:
        return self.span.end

    def lead(self, part: str, item_id: int | None = None) -> Lead:
        place = "task" if item_id is None else "item"
        return Lead(place, self.task.id, item_id=item_id, part=part)

    def words(self, amount: Decimal | None) -> str:
        """An amount with the task's unit."""
        return "未填" if amount is None else f"{plain(amount)} {self.done.unit}".rstrip()


def provenance(ledger: Ledger, task_id: int, period: str, what: str) -> Part:
    """What a number of a task is made of at the end of a period.

    Args:
        ledger: the open ledger.
        task_id: the task.
        period: the period of the return.
        what: one of `KINDS`.

    Raises:
        UserError: the task is gone.
    """
    return TaskTrees(ledger).part(task_id, period, what)


class TaskTrees:
    """What the numbers of tasks are made of; what they rest on is read for many tasks at once.

    Args:
        ledger: the open ledger, which does not change meanwhile.
        task_ids: the tasks that will be asked for; any other is read when it is.
    """

    def __init__(self, ledger: Ledger, task_ids: Iterable[int] = ()) -> None:
        self._ledger, self._ids = ledger, tuple(dict.fromkeys(task_ids))
        self._views: dict[str, dict[int, TaskView]] = {}
        self._facts: dict[str, Mapping[int, Facts]] = {}
        self._made: dict[tuple[int, str], dict[str, Part]] = {}

    def part(self, task_id: int, period: str, what: str) -> Part:
        """What a number of a task is made of at the end of a period; see `provenance`."""
        made = self._made.setdefault((task_id, period), {})
        if what not in made:
            with self._ledger.reading() as session:
                self._known(session, task_id, Period.parse(period), made).part(what)
        return made[what]

    def _known(self, session: Session, task_id: int, span: Period, made: dict[str, Part]) -> _Known:
        task = session.get(Task, task_id)
        if task_id not in self._views.get(span.key, {}):
            self._read(session, [task_id, *self._ids], span)
        view = self._views[span.key].get(task_id)
        if task is None or view is None:
            raise UserError("not_found", "任务已被删除；请刷新后再试。")
        facts = self._facts[span.key].get(task_id) or Facts()
        done = measured(facts, task.done_on, as_of=span.end, due=task.due)
        return _Known(session, span, task, view, facts, done, thresholds_in(session), made)

    def _read(self, session: Session, task_ids: Sequence[int], span: Period) -> None:
        for some in portions(list(dict.fromkeys(task_ids))):
            views = task_views(
                session, as_of=span.end, period=span, task_ids=some, ours=("yes", "ask", "no")
            )
            facts = collect_facts(session, as_of=span.end, period=span, task_ids=some)
            self._views[span.key] = self._views.get(span.key, {}) | {one.id: one for one in views}
            self._facts[span.key] = {**self._facts.get(span.key, {}), **facts}


def _amount(known: _Known) -> Part:
    """The amount done so far: the ticks, the months, or the entries that make it."""
    parts, how = _MADE_OF[known.done.made_of](known)
    about = [
        carried_part(known.session, known.task.id, known.span),
        accepted_part(known.session, known.task.id, known.as_of),
    ]
    further = further_parts(known.session, known.task.id, known.as_of)
    aside = (*(one for one in about if one is not None), *further)
    amount = known.done.amount
    if amount is None:
        how, parts = How.STATED, ()
    note = known.done.gathered.words if known.done.gathered else f"截至{_day(known.as_of)}"
    lead = known.lead("progress")
    return Part("完成数", known.words(amount), amount, how, (*parts, *aside), note, lead=lead)


def _ticked(known: _Known) -> tuple[tuple[Part, ...], How]:
    """Every item ticked by the day counts one; how many are open is said beside it."""
    done, left = _items_of(known)
    parts = _each(known, done, "item", "done_on")
    aside = () if not left else (Part("未完成", f"{len(left)} 项", counts=False),)
    return (*parts, *aside), How.SUM


def _items_of(known: _Known) -> tuple[list[Item], list[Item]]:
    query = select(Item).where(Item.task_id == known.task.id).order_by(Item.position, Item.id)
    done: list[Item] = []
    left: list[Item] = []
    for item in known.session.scalars(query):
        is_done = item.done_on is not None and item.done_on <= known.as_of
        (done if is_done else left).append(item)
    return done, left


def _each(known: _Known, items: Sequence[Item], record: str, field: str) -> tuple[Part, ...]:
    """Each item as one, with who ticked it and when."""
    ids = select(Item.id).where(Item.task_id == known.task.id)
    wrote = writers(known.session, record, ids, field)
    return tuple(
        _signed(
            Part(
                item.name,
                "1",
                Decimal(1),
                note=f"{_day(item.done_on)}完成" if item.done_on and field == "done_on" else "",
                lead=known.lead("items", item.id),
            ),
            wrote.get(item.id),
        )
        for item in items
    )


def _monthly(known: _Known) -> tuple[tuple[Part, ...], How]:
    """The months of the year that are over."""
    gathered, target = known.done.gathered, known.facts.target
    if gathered is None or target is None:
        return (), How.STATED
    of_target = Reading.target_id == target.id
    wrote = writers(known.session, "reading", select(Reading.id).where(of_target), "amount")
    rows = known.session.scalars(select(Reading).where(of_target).order_by(Reading.period))
    parts = [_month(known, row, wrote) for row in rows if is_gathered(row.period, gathered)]
    return tuple(parts), HOW[gathered.how]


def _month(known: _Known, row: Reading, wrote: Mapping[int, Written]) -> Part:
    label = Period.parse(row.period).label
    part = Part(label, known.words(row.amount), row.amount, note=row.notes)
    return _signed(part, wrote.get(row.id), known.lead("targets"))


def _entries(known: _Known) -> tuple[tuple[Part, ...], How]:
    """What each entry added to the one before; of a level only the newest counts."""
    of_task = Progress.task_id == known.task.id
    query = select(Progress).where(of_task, Progress.amount.is_not(None))
    query = query.where(Progress.dated <= known.as_of).order_by(Progress.dated, Progress.id)
    wrote = writers(known.session, "progress", select(Progress.id).where(of_task), "amount")
    unit = known.done.unit
    level = known.done.is_level or is_share(unit) or is_concentration(unit)
    parts, before = [], Decimal(0)
    for row in known.session.scalars(query):
        amount = row.amount or Decimal(0)
        added = amount if level else amount - before
        part = Part(
            Period.parse(row.period).label,
            known.words(amount) if level else f"{'+' if added >= 0 else ''}{plain(added)}",
            added,
            note=_entry_note(known, row, level=level),
            lead=known.lead("progress"),
        )
        parts.append(_signed(part, wrote.get(row.id)))
        before = amount
    return tuple(parts), How.LATEST if level else How.SUM


def _entry_note(known: _Known, row: Progress, *, level: bool) -> str:
    told = "" if level else f"累计 {known.words(row.amount)}"
    return "　".join(part for part in (told, shorten(row.text or "", _NAME)) if part)


def _share(known: _Known) -> Part:
    """The part of the target reached, with what it is judged by."""
    share = known.view.share
    amount, target = known.part("amount"), known.part("target")
    quotient = None
    if amount.amount is not None and target.amount:
        quotient = amount.amount / target.amount
    divided = share is not None and quotient == share
    value = "无法计算" if share is None else f"{points(share)}%"
    parts = (amount, target, *_judged(known))
    how = How.RATIO if divided else How.STATED
    note = "" if divided else known.view.judgement.why
    return Part("完成率", value, share, how, parts, note, lead=known.lead("progress"))


def _state(known: _Known) -> Part:
    judgement = known.view.judgement
    share = known.part("share")
    return Part(
        "状态", judgement.state.label, parts=(share,), note=judgement.why, lead=share.lead
    )  # fmt: skip


def _judged(known: _Known) -> tuple[Part, ...]:
    """What is expected by now, the checkpoint and the thresholds: they explain, and add nothing."""
    judgement, checkpoint = known.view.judgement, known.facts.checkpoint
    parts = []
    if judgement.expected is not None:
        parts.append(Part("应达", f"{points(judgement.expected)}%", note=judgement.why))
    if checkpoint is not None:
        reached = checkpoint.reached_on
        note = f"{_day(reached)}达到" if reached and reached <= known.as_of else "未登记达到"
        lead = known.lead("checkpoints")
        parts.append(Part("形象进度", shorten(checkpoint.text, _NAME), note=note, lead=lead))
    limits = known.limits
    told = (
        f"差 {plain(limits.green)} 点以内为达到序时进度，差过 {plain(limits.yellow)} 点为严重滞后"
    )
    parts.append(Part("亮灯标准", note=told, lead=Lead("settings")))
    return tuple(_aside(one) for one in parts)


def _score(known: _Known) -> Part:
    """The full points less what is not earned; rule, amount and plan explain it."""
    book = score_book(known.session)
    score = score_of(known.view, known.span, book)
    rule = book.rule_of(known.view.scoring_method)
    scores = Lead("scores", known.task.id)
    full = points_of(known.view.score)
    parts: list[Part] = []
    if full is not None and score.points is not None:
        lost = score.points - full
        parts = [Part("分值", f"{plain(full)} 分", full, lead=_source_lead(known))]
        parts.append(Part("未得分", f"{plain(lost)} 分", lost))
    how = How.SUM if parts else How.STATED
    stated = rule_words(rule) if rule else "未能识别"
    method = known.view.scoring_method
    parts.append(_aside(Part("计分规则", stated, note=f"计分办法：{method}", lead=scores)))
    planned = standing_of(known.view, known.span).planned
    if planned is not None:
        parts.append(_aside(Part("应完成", known.words(_rounded(planned)))))
    parts.append(_aside(known.part("amount")))
    parts += _judged(known)
    value = "未评" if score.points is None else f"{plain(score.points)} 分"
    return Part("自评分", value, score.points, how, tuple(parts), score.working, lead=scores)


def _target(known: _Known) -> Part:
    part = target_part(known.session, known.task, known.view.target, len(known.facts.ticks))
    further = further_parts(known.session, known.task.id, known.as_of)
    return replace(part, parts=(*part.parts, *further)) if further else part


def _evidence(known: _Known) -> Part:
    """Every file of the task, its items and entries."""
    of_task = Evidence.task_id == known.task.id
    rows = known.session.scalars(select(Evidence).where(of_task).order_by(Evidence.id)).all()
    ids = select(Evidence.id).where(of_task)
    wrote = writers(known.session, "evidence", ids, "sha256")
    lead = known.lead("evidence")
    parts = tuple(
        _signed(Part(row.file_name, "1", Decimal(1), lead=lead), wrote.get(row.id)) for row in rows
    )
    count = Decimal(len(rows))
    return Part("佐证", f"{len(rows)} 件", count, How.SUM, parts, lead=lead)


def _items(known: _Known) -> Part:
    done, left = _items_of(known)
    parts = _each(known, sorted((*done, *left), key=lambda one: one.position), "item", "name")
    count = Decimal(len(parts))
    return Part("清单", f"{len(parts)} 项", count, How.SUM, parts, lead=known.lead("items"))


def _items_done(known: _Known) -> Part:
    parts, how = _ticked(known)
    count = Decimal(sum(part.counts for part in parts))
    return Part("已完成", f"{count} 项", count, how, parts, lead=known.lead("items"))


def _source_lead(known: _Known) -> Lead | None:
    return None if known.task.source_row is None else Lead("source", known.task.id)


def _signed(part: Part, written: Written | None, lead: Lead | None = None) -> Part:
    """The same part with who wrote it and when."""
    if written is not None:
        part = replace(part, by=written.who, at=written.at)
    return replace(part, lead=lead or part.lead)


def _aside(part: Part) -> Part:
    return replace(part, counts=False)


def _rounded(amount: Decimal) -> Decimal:
    return amount.quantize(Decimal("0.01"))


def _day(day: date | None) -> str:
    return "" if day is None else f"{day.year}年{day.month}月{day.day}日"


_MADE_OF: Mapping[str, Callable[[_Known], tuple[tuple[Part, ...], How]]] = {
    "ticks": _ticked,
    "readings": _monthly,
    "reports": _entries,
}
_PARTS: Mapping[str, Callable[[_Known], Part]] = {
    "amount": _amount,
    "share": _share,
    "self_score": _score,
    "target": _target,
    "evidence": _evidence,
    "items": _items,
    "items_done": _items_done,
    "state": _state,
}
