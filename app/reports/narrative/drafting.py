"""Drafts the period's work report (工作进展情况报告) section by section from the ledger's facts."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from app.models.registerlines import GroupLine
from app.models.registers import ProblemView
from app.models.returnviews import ReturnHead
from app.models.rules.closing import ProblemState
from app.models.rules.numerals import in_chinese
from app.models.rules.pace import State, points
from app.models.rules.periods import Period
from app.models.views import theme_of
from app.reports.narrative.narrativewords import (
    FINISHED,
    LAGGING,
    Subject,
    bare,
    gap_words,
    listed,
    name_of,
    told,
)

TITLE, TO, OPENING, PROBLEMS, NEXT, ANNEX = "title", "to", "opening", "problems", "next", "annex"
GROUP = "group:"
_NUMBERED = re.compile(r"^(?:（[一二三四五六七八九十]+）|[一二三四五六七八九十]+、|\d+[.．、])\s*")
_MOST_OF_PART, _MOST_WHOLE, _MOST_POINTS, _MOST_LISTED = 3, 8, 9, 4
_CLOSED = (ProblemState.CLOSED, ProblemState.CLOSED_LATE)
_OURS = ("镇", "乡", "街道", "园区", "区", "县")
# A title within a title wears single marks.
_INNER = str.maketrans("《》", "〈〉")
_LAG_WORDS = {
    State.OVERDUE: "已超时限",
    State.FAR_BEHIND: "进度严重滞后",
    State.BEHIND: "进度滞后",
}


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the report: its heading (empty for the parts before the first) and its text."""

    key: str
    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class Facts:
    """What the report is drafted from, as of the period's last day.

    Attributes:
        head: office, list and period.
        subjects: our tasks in the list's order.
        groups: how each theme stands, as the summary prints it.
        total: the line of the whole.
        problems: the problems registered by then.
    """

    head: ReturnHead
    subjects: tuple[Subject, ...]
    groups: tuple[GroupLine, ...] = ()
    total: GroupLine | None = None
    problems: tuple[ProblemView, ...] = ()

    @property
    def period(self) -> Period:
        """The period reported on."""
        return Period.parse(self.head.period)


def draft(facts: Facts) -> tuple[Section, ...]:
    """Every section as the ledger has it now; those that may be left empty are empty."""
    title = f"{facts.head.office}{facts.head.period_label}污染防治攻坚战\n工作进展情况报告"
    return (
        Section(TITLE, "", title),
        Section(TO, "", ""),
        Section(OPENING, "", _opening(facts)),
        *(_group(facts, group) for group in facts.groups),
        Section(PROBLEMS, "存在问题", "\n".join(_problems(facts))),
        Section(NEXT, "下一步打算", "\n".join(_next(facts))),
        Section(ANNEX, "", ""),
    )


def us(office: str) -> str:
    """我镇 for 牛塘镇."""
    return next((f"我{kind}" for kind in _OURS if office.endswith(kind)), "本单位")


def plain_name(group: str) -> str:
    """A group without its own number: 打赢蓝天保卫战 for （一）打赢蓝天保卫战."""
    return _NUMBERED.sub("", "".join(group.split())).rstrip("，。；：、")


def _opening(facts: Facts) -> str:
    head, total = facts.head, facts.total
    number = f"（{head.document_number}）" if head.document_number else ""
    plan = f"《{head.list_title.translate(_INNER)}》{number}"
    ours = us(head.office)
    start = f"{head.period_label}，{ours}对照{plan}，推进污染防治攻坚各项任务。"
    day = f"截至{head.as_of.month}月底"
    if total is None:
        return f"{start}{day}，台账中还没有{ours}承担的任务。"
    counts = f"{day}，{ours}承担的{total.tasks}项任务中，{_counts(total)}。"
    return f"{start}{counts}{_completion(total)}现将有关情况报告如下。"


def _counts(line: GroupLine) -> str:
    """已完成6项，达到或超过序时进度40项，滞后10项（其中严重滞后2项、超期1项），尚未启动5项."""
    parts = (
        _of_which("已完成", _sum(line, FINISHED), {"逾期后补齐": _sum(line, (State.DONE_LATE,))}),
        _of_which("达到或超过序时进度", _sum(line, (State.ON_PACE, State.AHEAD))),
        _of_which(
            "滞后",
            _sum(line, LAGGING),
            {"严重滞后": _sum(line, (State.FAR_BEHIND,)), "超期": _sum(line, (State.OVERDUE,))},
        ),
        _of_which("尚未启动", _sum(line, (State.NOT_STARTED,))),
    )
    return "，".join(part for part in parts if part)


def _of_which(word: str, count: int, within: Mapping[str, int] | None = None) -> str:
    """滞后10项（其中严重滞后2项）; where all are of one kind, that kind's word alone."""
    held = {name: some for name, some in (within or {}).items() if some}
    if not count or count in held.values():
        return next((f"{name}{some}项" for name, some in held.items()), "")
    more = "、".join(f"{name}{some}项" for name, some in held.items())
    return f"{word}{count}项" + (f"（其中{more}）" if more else "")


def _sum(line: GroupLine, states: Iterable[State]) -> int:
    return sum(line.states.get(state, 0) for state in states)


def _completion(line: GroupLine) -> str:
    if line.actual is None or not line.counted:
        return ""
    expected = f"，序时应达{points(line.expected)}%" if line.expected is not None else ""
    return f"可量化的{line.counted}项任务平均完成{points(line.actual)}%{expected}。"


def _group(facts: Facts, line: GroupLine) -> Section:
    """A theme: how many stand where, then its tasks, by the plan's own parts where it has some."""
    held = [one for one in facts.subjects if _theme(one) == line.name]
    first = f"共{line.tasks}项任务，{_counts(line)}。{_completion(line)}"
    parts = _merged([(name, list(some)) for name, some in groupby(held, key=_part)])
    if len(parts) < 2:
        words, rest = _sentences(held, facts.period, _MOST_WHOLE)
        texts = [first, words + _going_on(rest)]
    else:
        texts = [first, *_parts(parts, facts.period)]
    return Section(f"{GROUP}{line.name}", plain_name(line.name), _lines(*texts))


def _parts(parts: Sequence[tuple[str, list[Subject]]], period: Period) -> list[str]:
    """The parts of a theme one below the other, each under its own head."""
    texts: list[str] = []
    left = 0
    for name, some in parts:
        words, rest = _sentences(some, period, _MOST_OF_PART)
        left += rest
        if words:
            place = len(texts) // 2 + 1
            texts += [f"（{in_chinese(place)}）{plain_name(name) or '其他'}", words]
    return [*texts, _going_on(left, "本类")]


def _going_on(count: int, where: str = "") -> str:
    return f"{where}其余{count}项任务按计划推进。" if count else ""


def _merged(parts: Sequence[tuple[str, list[Subject]]]) -> list[tuple[str, list[Subject]]]:
    """The parts of one name together, where its first row stands."""
    found: dict[str, list[Subject]] = defaultdict(list)
    for name, some in parts:
        found[name] += some
    return list(found.items())


def _theme(subject: Subject) -> str:
    return theme_of(subject.view.groups)


def _part(subject: Subject) -> str:
    return subject.view.groups[1] if len(subject.view.groups) > 1 else ""


def _sentences(held: Sequence[Subject], period: Period, most: int) -> tuple[str, int]:
    """What matters most of some tasks, in the plan's order; how many more go on as planned."""
    said = [(one, words) for one in held if (words := told(one, period))]
    chosen = sorted(said, key=lambda pair: _weight(pair[0], period))[:most]
    kept = {id(one) for one, _ in chosen}
    words = "".join(f"{text}。" for one, text in said if id(one) in kept)
    waiting = [one for one in held if one.state is State.NOT_STARTED and id(one) not in kept]
    rest = [
        one for one in held if one.state in (State.ON_PACE, State.AHEAD) and id(one) not in kept
    ]
    if waiting and words:
        words += f"{listed([name_of(one.view) for one in waiting], _MOST_LISTED)}尚未启动。"
    return words, len(rest)


def _weight(subject: Subject, period: Period) -> tuple[int, int]:
    """The smaller, the more it matters: done now, ticked now, lagging, measured, worded."""
    view = subject.view
    done_now = view.done_on is not None and period.contains(view.done_on)
    rank = (
        0 if done_now
        else 1 if subject.ticked or view.gathered
        else 2 if subject.state in LAGGING
        else 3 if view.amount is not None and subject.state not in FINISHED
        else 4 if view.due is not None and subject.state not in FINISHED
        else 5
    )  # fmt: skip
    return rank, view.position


def _problems(facts: Facts) -> list[str]:
    lag = [one for state in LAGGING for one in facts.subjects if one.state is state]
    explained = [one for one in lag if one.problems]
    others = [one for one in facts.subjects if one.problems and one.state not in LAGGING]
    points_ = [_trouble(one) for one in (*explained, *others)][:_MOST_POINTS]
    silent = [one for one in lag if not one.problems]
    paragraphs = [_enumerated(points_)] if points_ else []
    if silent:
        names = listed([name_of(one.view) for one in silent], _MOST_LISTED)
        also = "此外，" if points_ else ""
        paragraphs.append(f"{also}{names}进度滞后。")
    paragraphs += _register(facts)
    day = f"截至{facts.head.as_of.month}月底"
    return paragraphs or [f"{day}，没有进度滞后的任务，没有未销号的问题。"]


def _trouble(subject: Subject) -> str:
    word = _LAG_WORDS.get(subject.state, "")
    gap = gap_words(subject.view) if subject.state in (State.FAR_BEHIND, State.BEHIND) else ""
    head = f"{name_of(subject.view)}{gap or word}"
    return f"{head}，{bare(subject.problems)}" if head else bare(subject.problems)


def _register(facts: Facts) -> list[str]:
    """The 问题整改 register: how many, how many closed, which are overdue."""
    if not facts.problems:
        return []
    closed = sum(one.state in _CLOSED for one in facts.problems)
    late = [one for one in facts.problems if one.state is ProblemState.OVERDUE]
    left = len(facts.problems) - closed
    words = [f"问题整改方面，累计登记问题{len(facts.problems)}个"]
    words += [f"已销号{closed}个"] if closed else []
    words += [f"未销号{left}个"] if left else []
    text = "，".join(words)
    if late:
        shown = "；".join(f"{bare(one.text)}{_limit(one.due)}" for one in late[:_MOST_LISTED])
        text += f"，其中超期{len(late)}个：{shown}"
    return [f"{text}。"]


def _limit(due: date | None) -> str:
    return "" if due is None else f"（时限{due.month}月{due.day}日）"


def _next(facts: Facts) -> list[str]:
    lag = [one for state in LAGGING for one in facts.subjects if one.state is state]
    late = [f"{name_of(one.view)}，{bare(one.next_steps)}" for one in lag if one.next_steps]
    others = [
        one for one in facts.subjects if one.next_steps and one.state not in (*LAGGING, *FINISHED)
    ]
    paragraphs = []
    if lag and not late:
        paragraphs.append(f"抓紧补齐{len(lag)}项滞后任务。")
    if late:
        paragraphs.append(f"抓紧补齐滞后任务。{_enumerated(_distinct(late)[:_MOST_POINTS])}")
    if others:
        steps = [f"{name_of(one.view)}，{bare(one.next_steps)}" for one in others]
        words = "".join(f"{step}。" for step in _distinct(steps)[:_MOST_POINTS])
        paragraphs.append(f"持续推进其他任务。{words}" if late else words)
    paragraphs += _coming(facts)
    return paragraphs or ["按照年度计划继续推进各项任务。"]


def _coming(facts: Facts) -> list[str]:
    """What falls due in the next period, by month."""
    ahead = facts.period.next
    due: dict[tuple[int, int], list[str]] = defaultdict(list)
    for one in facts.subjects:
        day = one.view.due
        if day is not None and ahead.contains(day) and one.state not in FINISHED:
            due[day.year, day.month].append(name_of(one.view))
    if not due:
        return []
    count = sum(len(names) for names in due.values())
    months = "；".join(
        f"{month}月底前完成{listed(names, _MOST_LISTED)}"
        for (_, month), names in sorted(due.items())
    )
    return [f"按期完成近期到期任务。{ahead.label}到期任务{count}项：{months}。"]


def _enumerated(parts: Sequence[str]) -> str:
    """一是…。二是…。; a single one stands as it is."""
    if len(parts) == 1:
        return f"{parts[0]}。"
    return "".join(f"{in_chinese(place)}是{part}。" for place, part in enumerate(parts, 1))


def _distinct(parts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(parts))


def _lines(*parts: str) -> str:
    return "\n".join(part for part in parts if part)
