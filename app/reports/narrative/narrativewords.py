"""How a work report names a task and says how far it is: the plan's wording, our number."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from app.models.rules.pace import CEILINGS, State, plain, points
from app.models.rules.periods import Period
from app.models.views import TaskView

LAGGING = (State.OVERDUE, State.FAR_BEHIND, State.BEHIND)
FINISHED = (State.DONE, State.DONE_LATE)
_PERCENT = frozenset({"%", "％"})
_PARTS = re.compile(r"[，。；\n]")
_NUMBERED = re.compile(r"^(?:\d+[、.．])?(?:[（(]\d+[)）])?")
_STOPS, _OPENING, _CLOSING = "，。；：,;", "“（《(", "”）》)"
# 到2020年底前, 按照规划要求: when and by what is said elsewhere.
_LEADING = re.compile(
    r"(?:力争|确保)?(?:到|至)?(?:\d{4}年)?(?:\d{1,2}月)?(?:底|末)?(?:之)?前?|"
    r"(?:按照|根据|立足|围绕|依据).*"
)
# 漕溪浜、周家浜、跃进河等5条黑臭水体: the names stand in the list, the number says it here.
_LISTED = re.compile(r"(?<=[对将])?(?:[^，。；、]{1,40}、)+[^，。；、]{1,40}?等(?=\d)")
_LEADS = re.compile(
    r"^(?:(?:积极|加快|继续|全面|配合|认真|扎实|切实)*(?:推进|开展|做好|完成|实施))+(?=\S{4})"
)
_ALL = re.compile(r"全部|全面(?=完成)")
_BOUND = r"(?:达到|达|不少于|不低于|不高于|低于|高于|超过|控制在|至少|保持在?)?"
_MORE = r"(?:以上|以下|以内|左右)?"
_LEVEL = re.compile(
    r"(?:分别)?(?:[比较]\d{4}年)?(?:分别)?(?:减少|下降|降低|削减|增长|提高|达到|达|不低于|不少于|不高于|"
    r"不得?超过|低于|高于)+\d.*$"
)
# 餐饮企业用电监控完成调查: the name is the matter, whether it is done is said beside it.
_ENDING = re.compile(r"完成(?=[^，]{2,4}$)|(?<=创建)完成$")
_MAKING = re.compile(r"^(?:建立|建成|制订|制定|编制|印发|出台|组建|新建|更新)")
_SHORTEST, _LEAST_SHARED, _REPEATED = 3, 3, 0.5
_LONGEST_EXTRA = 40
_HUNDRED = Decimal(100)
_MOST_NAMES, _NAMES_LENGTH = 3, 40
_BLANK_NAME = re.compile(r"\d+$")


@dataclass(frozen=True, slots=True)
class Subject:
    """One task as the report tells of it: how it stands, and what was written for the period.

    ``ticked`` are the names of its items done in the period.
    """

    view: TaskView
    text: str = ""
    problems: str = ""
    next_steps: str = ""
    ticked: tuple[str, ...] = ()

    @property
    def state(self) -> State:
        """Its light."""
        return self.view.judgement.state


def bare(text: str) -> str:
    """A sentence without its stop, on one line."""
    return " ".join(text.split()).rstrip("。；;. ")


def clause_of(text: str) -> str:
    """The clause that says what is to be done, without number, date, basis and a list of names."""
    words = _NUMBERED.sub("", "".join(text.split()))
    words = re.sub(r"^对(?=.*等\d)", "", _LISTED.sub("", words))
    found = [one for one in _clauses(words) if not _LEADING.fullmatch(one)]
    return found[0] if found and len(found[0]) >= _SHORTEST else bare(words)


def _clauses(text: str) -> list[str]:
    """The text cut at its stops, but not within quotes and brackets."""
    found, depth, clause = [], 0, ""
    for char in text:
        depth = max(0, depth + (char in _OPENING) - (char in _CLOSING))
        if depth == 0 and char in _STOPS:
            found.append(clause)
            clause = ""
        else:
            clause += char
    return [one for one in (*found, clause) if one]


def name_of(view: TaskView) -> str:
    """What a task is called in a sentence: 天然气锅炉低氮改造 for 完成23台天然气锅炉低氮改造."""
    words = _ALL.sub("", clause_of(view.text))
    named = _LEADS.sub("", words)
    named = _ENDING.sub("", _LEVEL.sub("", named))
    whole = whole_of(view)
    if whole and not whole.endswith(tuple(_PERCENT)):
        named = re.sub(rf"{_BOUND}{re.escape(whole)}{_MORE}(?!范围|内)", "", named, count=1)
    return named if len(named) >= _SHORTEST else words


def whole_of(view: TaskView) -> str:
    """All that is to be done, as the plan writes it: 23台; empty where no number says so."""
    target = view.target
    if target is None or target.number is None:
        return ""
    return f"{plain(target.number)}{target.unit}"


def told(subject: Subject, period: Period) -> str:
    """The sentence on one task, without its stop; empty when there is nothing to tell."""
    view = subject.view
    target = view.target
    if view.amount is None or target is None or target.number is None:
        return _unmeasured(subject, period)
    if view.gathered or target.comparator in CEILINGS:
        return _level(subject)
    return _counted(subject)


def gap_words(view: TaskView) -> str:
    """By how much it lags: 落后序时进度20个百分点; empty where no share says so."""
    expected, actual = view.judgement.expected, view.judgement.actual
    if expected is None or actual is None or actual >= expected:
        return ""
    return f"落后序时进度{points(expected - actual)}个百分点"


def _unmeasured(subject: Subject, period: Period) -> str:
    view, said = subject.view, bare(subject.text)
    name = name_of(view)
    if subject.state in FINISHED and view.done_on is not None:
        done = _done(view, name, period)
        return _joined(done, "" if _repeats(said, done) else said)
    if not said or _share_words(said, name):
        return said
    return f"{name}，{said}" if view.due is None else f"{name}方面，{said}"


def _done(view: TaskView, name: str, period: Period) -> str:
    """摸底调查已于6月24日完成; 6月19日建立“点位长”制度."""
    day = view.done_on
    if day is None:
        return ""
    on = f"{f'{day.year}年' if day.year != period.year else ''}{day.month}月{day.day}日"
    late = view.judgement.state is State.DONE_LATE
    if _MAKING.match(name) and not late:
        return f"{on}{name}"
    return f"{name}已于{on}{'补齐' if late else '完成'}"


def _repeats(said: str, done: str) -> bool:
    """Whether a text only says again what the sentence before it says."""
    pairs = {said[at : at + 2] for at in range(len(said) - 1)}
    return bool(pairs) and sum(pair in done for pair in pairs) > _REPEATED * len(pairs)


def _share_words(said: str, name: str) -> bool:
    """Whether what the clerk wrote names its matter, so that the task need not be said before."""
    pieces = (name[at : at + _LEAST_SHARED] for at in range(len(name) - _LEAST_SHARED + 1))
    return any(piece in said for piece in pieces)


def _level(subject: Subject) -> str:
    """An indicator: its value, and whether it keeps to its line."""
    view, target = subject.view, subject.view.target
    if target is None or target.number is None or view.amount is None:
        return ""
    line = plain(target.number)
    name = re.sub(rf"(?:{_BOUND}|[<>≤≥]){re.escape(line)}.*$", "", clause_of(view.text))
    name = name if len(name) >= 2 else name_of(view)
    ceiling = target.comparator in CEILINGS
    bound = {"<": "低于", "<=": "不高于"}.get(target.comparator, "不低于")
    holds = subject.state not in LAGGING
    verdict = "符合" if holds else "超过" if ceiling else "未达到"
    value = f"{name}{view.gathered}{plain(view.amount)}{target.unit}"
    return f"{value}，{verdict}{bound}{line}{target.unit}的目标"


def _counted(subject: Subject) -> str:
    """The plan's wording with the number reached in it, then the share and what is new."""
    view, target = subject.view, subject.view.target
    if target is None or target.number is None or view.amount is None:
        return ""
    left = target.number - view.amount
    extra = _extra(subject, left, target.unit)
    if left <= 0:
        return _joined(_complete(view), extra)
    if not view.amount:
        return f"{name_of(view)}方面，{extra}" if extra else _none_done(subject)
    words, share = _reached(view, view.amount, target.unit), ""
    if target.unit not in _PERCENT:
        share = f"占计划{whole_of(view)}的{points(view.amount / target.number)}%"
    elif target.number != _HUNDRED or whole_of(view) in clause_of(view.text):
        share = f"目标{whole_of(view)}"
    return _joined(words, share, extra or _newly(subject))


def _none_done(subject: Subject) -> str:
    view = subject.view
    several = view.target is not None and view.target.number not in {None, Decimal(1)}
    return f"{whole_of(view) if several else ''}{name_of(view)}{'均未' if several else '尚未'}完成"


def _complete(view: TaskView) -> str:
    whole, name = whole_of(view), name_of(view)
    if view.target is None or view.target.unit not in _PERCENT:
        return f"{whole}{name}已全部完成"
    clause = clause_of(view.text)
    return clause if whole in clause else f"{clause}，已达到目标"


def _reached(view: TaskView, amount: Decimal, unit: str) -> str:
    """完成23台天然气锅炉低氮改造 becomes 完成17台天然气锅炉低氮改造."""
    clause = clause_of(view.text)
    wanted = re.compile(rf"{_BOUND}{re.escape(whole_of(view))}{_MORE}")
    if not unit or not wanted.search(clause):
        return f"{name_of(view)}已完成{plain(amount)}{unit}"
    put = f"{'为' if unit in _PERCENT else ''}{plain(amount)}{unit}"
    words = _LEADS.sub("", wanted.sub(put, _ALL.sub("", clause), count=1))
    done = words.startswith(put) or _LEADS.match(clause)
    return f"完成{words}" if done and unit not in _PERCENT else words


def _extra(subject: Subject, left: Decimal, unit: str) -> str:
    """Of the clerk's own words the clauses that add to the ledger's number and can't contradict it.

    A clause with figures counts only where they are the rest that is still to be done.
    """
    rest, kept = {f"{plain(left)}{unit}", plain(left)}, []
    for clause in _PARTS.split(bare(subject.text)):
        figures = re.findall(r"\d+(?:\.\d+)?", clause)
        if "%" in clause or (figures and not (clause.startswith(("余", "其余")) and left > 0)):
            continue
        if figures and not {figures[0]} <= rest:
            continue
        if clause and len(clause) <= _LONGEST_EXTRA and clause not in subject.view.text:
            kept.append(clause)
    return "，".join(kept[:2])


def _newly(subject: Subject) -> str:
    """What was ticked in the period, by name while that is short and names something."""
    if not subject.ticked:
        return ""
    names, count = "、".join(subject.ticked), len(subject.ticked)
    all_now = subject.view.amount == count
    blank = any(_BLANK_NAME.search(name) for name in subject.ticked)
    if blank or count > _MOST_NAMES or len(names) > _NAMES_LENGTH:
        unit = subject.view.target.unit if subject.view.target else ""
        return "" if all_now else f"本期新完成{count}{unit or '项'}"
    return f"{'分别' if count > 1 else ''}为{names}" if all_now else f"本期新完成{names}"


def _joined(*parts: str) -> str:
    return "，".join(part for part in parts if part)


def listed(names: Sequence[str], most: int) -> str:
    """甲、乙、丙, or 甲、乙等5项 where there are more than some; 、 within a name makes it ，."""
    shown = names[:most]
    words = ("，" if any("、" in name for name in shown) else "、").join(shown)
    return words if len(names) <= most else f"{words}等{len(names)}项"
