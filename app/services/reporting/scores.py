"""自评分: the rule behind every 计分办法 as the clerk has it, points by hand, and the sums."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import UserError
from app.models.database import Ledger
from app.models.rules.normalise import compact
from app.models.rules.pace import State, plain
from app.models.rules.periods import Period
from app.models.rules.scoring import (
    KIND_WORDS,
    Rule,
    Score,
    Standing,
    could_bring,
    points_of,
    read_rule,
    rule_words,
    self_score,
)
from app.models.tasks import Task
from app.models.units import Setting
from app.models.views import TaskView, theme_of
from app.services.standing import task_views
from app.services.wording import shorten

_RULE, _POINTS = "scoring:", "points:"
_METHOD, _WORDS, _GIVEN = "计分办法", "规则", "自评分"
_LAGGING = frozenset({State.BEHIND, State.FAR_BEHIND, State.OVERDUE, State.NOT_STARTED})
_EXAMPLES = (
    "“完成计满分，未完成计0分”“按完成比例计分”“每低于目标1天扣0.2分，扣完为止”"
    "“得分=70×达标率-63，低于90%不得分”“手工评分”"
)


@dataclass(frozen=True, slots=True)
class ScoreBook:
    """The clerk's own rules by 计分办法 (folded), and points given by hand by task and period."""

    rules: Mapping[str, str] = field(default_factory=dict)
    given: Mapping[tuple[int, str], Decimal] = field(default_factory=dict)

    def rule_of(self, method: str) -> Rule | None:
        """The rule a 计分办法 is scored by: the clerk's, else what its words say."""
        return read_rule(self.rules.get(compact(method)) or method)

    def points_of(self, task_id: int, span: Period) -> Decimal | None:
        """The points given for a period, or another kind of period that ends with it."""
        held = (self.given.get((task_id, one.key)) for one in span.ending_together)
        return next((points for points in held if points is not None), None)


@dataclass(frozen=True, slots=True)
class ScoreLine:
    """One task with its points.

    Attributes:
        full: the points it can bring in all, None where 分值 is no number.
        kind: the rule's kind in words; empty where there is none.
        rule: the rule in words.
        is_own: the rule is the clerk's, not read out of the list's words.
        by_hand: the points were given by hand.
        left: what it could still bring.
    """

    task_id: int
    serial: str
    groups: tuple[str, ...]
    text: str
    score: str
    method: str
    full: Decimal | None
    kind: str
    rule: str
    points: Decimal | None
    working: str
    left: Decimal | None
    is_own: bool = False
    by_hand: bool = False

    @property
    def group(self) -> str:
        """The theme it is summed under."""
        return theme_of(self.groups)


@dataclass(frozen=True, slots=True)
class ScoreSum:
    """The points of a theme, or of all; ``unknown`` counts the tasks without points."""

    name: str
    tasks: int
    full: Decimal
    points: Decimal
    left: Decimal
    unknown: int


@dataclass(frozen=True, slots=True)
class ScoreSheet:
    """The tasks with 分值, and their sums."""

    lines: tuple[ScoreLine, ...]
    groups: tuple[ScoreSum, ...]
    total: ScoreSum


def score_sheet(ledger: Ledger, *, list_id: int | None, period: str) -> ScoreSheet:
    """What every task of ours scores in a period, with its working, and the sums.

    Only tasks with a 分值 or a 计分办法 are listed.
    """
    span = Period.parse(period)
    with ledger.reading() as session:
        views = task_views(session, as_of=span.end, period=span, list_id=list_id, ours=("yes",))
        book = score_book(session)
    lines = tuple(
        _line(view, span, book) for view in views if view.score.strip() or view.scoring_method
    )
    names = dict.fromkeys(line.group for line in lines)
    groups = tuple(_sum(name, [one for one in lines if one.group == name]) for name in names)
    return ScoreSheet(lines, groups, _sum("合计", lines))


def set_rule(ledger: Ledger, method: str, words: str) -> None:
    """Score every task of a 计分办法 by a rule in words; empty goes back to what the list says.

    Raises:
        UserError: ``bad_rule``: the words are no rule that can be read.
    """
    rule = read_rule(words) if words.strip() else None
    if words.strip() and rule is None:
        raise UserError(
            "bad_rule", f"规则“{shorten(words, 30)}”未能识别；可以写成{_EXAMPLES}之一。"
        )
    kept = rule_words(rule) if rule else ""
    with ledger.transaction("set_rule", f"修改计分规则“{shorten(method) or '无计分办法'}”") as work:
        _keep(work.session, _rule_key(method), {_METHOD: method.strip(), _WORDS: kept})


def give_points(ledger: Ledger, task_id: int, period: str, points: Decimal | None) -> None:
    """Give a task its points of a period by hand; None goes back to its rule.

    Raises:
        UserError: ``bad_points``: no number between 0 and the full points, or the task is gone.
    """
    span = Period.parse(period)
    with ledger.transaction("give_points", "") as work:
        task = work.session.get(Task, task_id)
        if task is None:
            raise UserError("not_found", "任务已被删除；请刷新后再试。")
        full = points_of(task.score)
        if points is not None and not (points.is_finite() and 0 <= points <= (full or points)):
            most = f"到 {plain(full)} " if full is not None else "以上"
            raise UserError("bad_points", f"自评分应在 0 {most}之间；请重新填写。")
        kept = "" if points is None else plain(points)
        _keep(work.session, f"{_POINTS}{task_id}:{span.key}", {_GIVEN: kept})
        verb = "手工评分" if kept else "取消手工评分"
        work.entitle(f"{verb}“{shorten(task.text)}”{span.label}")


def score_book(session: Session) -> ScoreBook:
    """The clerk's rules and points, within a transaction that runs."""
    rules: dict[str, str] = {}
    given: dict[tuple[int, str], Decimal] = {}
    kept = Setting.key.startswith(_RULE) | Setting.key.startswith(_POINTS)
    for key, value in session.execute(select(Setting.key, Setting.value).where(kept)):
        if key.startswith(_RULE):
            rules[compact(value.get(_METHOD, ""))] = value.get(_WORDS, "")
        elif value.get(_GIVEN):
            _, task_id, period = key.split(":", 2)
            given[int(task_id), period] = Decimal(value[_GIVEN])
    return ScoreBook(rules, given)


def score_of(view: TaskView, span: Period, book: ScoreBook) -> Score:
    """The points of a task in a period: given by hand, else by its rule."""
    by_rule = self_score(view.score, _method(view, book), standing_of(view, span))
    given = book.points_of(view.id, span)
    if given is None:
        return by_rule
    instead = "" if by_rule.points is None else f"（按规则为{plain(by_rule.points)}分）"
    return Score(given, f"手工评定{plain(given)}分{instead}")


def standing_of(view: TaskView, span: Period) -> Standing:
    """What the self score rests on: done against what should be done by now."""
    expected = view.judgement.expected
    whole = view.target.number if view.target is not None else None
    return Standing(
        done=view.amount,
        planned=None if expected is None or whole is None else expected * whole,
        reached=view.judgement.state not in _LAGGING,
        target=whole,
        late_days=max(0, ((view.done_on or span.end) - view.due).days) if view.due else None,
        unit=view.target.unit if view.target is not None else "",
    )


def _method(view: TaskView, book: ScoreBook) -> str:
    return book.rules.get(compact(view.scoring_method)) or view.scoring_method


def _line(view: TaskView, span: Period, book: ScoreBook) -> ScoreLine:
    rule = book.rule_of(view.scoring_method)
    score = score_of(view, span, book)
    full = points_of(view.score)
    return ScoreLine(
        task_id=view.id,
        serial=view.serial,
        groups=view.groups,
        text=view.text,
        score=view.score,
        method=view.scoring_method,
        full=full,
        kind=KIND_WORDS[rule.kind] if rule else "",
        rule=rule_words(rule) if rule else "",
        points=score.points,
        working=score.working,
        left=None if full is None else could_bring(rule, full, score),
        is_own=bool(book.rules.get(compact(view.scoring_method))),
        by_hand=book.points_of(view.id, span) is not None,
    )


def _sum(name: str, lines: Iterable[ScoreLine]) -> ScoreSum:
    held = list(lines)
    return ScoreSum(
        name=name,
        tasks=len(held),
        full=_added(line.full for line in held),
        points=_added(line.points for line in held),
        left=_added(line.left for line in held),
        unknown=sum(line.points is None for line in held),
    )


def _added(amounts: Iterable[Decimal | None]) -> Decimal:
    return sum((one for one in amounts if one is not None), Decimal(0))


def _rule_key(method: str) -> str:
    """A key short enough for any database, however long the wording."""
    return _RULE + hashlib.sha256(compact(method).encode()).hexdigest()[:24]


def _keep(session: Session, key: str, value: dict[str, str]) -> None:
    row = session.scalar(select(Setting).where(Setting.key == key))
    if row is None:
        if any(text for name, text in value.items() if name != _METHOD):
            session.add(Setting(key=key, value=value))
    elif row.value != value:
        row.value = value
