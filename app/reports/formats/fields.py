"""What a column can print of a task's line: named fields, read to a text and its number."""

from collections.abc import Callable, Mapping

from app.models.returnviews import ReturnHead, ReturnLine
from app.models.rules.pace import State
from app.models.targetlines import TargetLine
from app.models.views import TargetView
from app.reports.formats.catalogue import Catalogue, Family, by_heading, unit_names
from app.reports.formats.values import Raw, Value, format_number

NIL_REPORT = "零报告"
_SEVERAL = "；"
_COMPARATORS = {">=": "≥", "<=": "≤", "=": "", "~": "约"}
_ON_PACE = frozenset({State.ON_PACE, State.AHEAD, State.DONE, State.DONE_LATE})
_DONE = frozenset({State.DONE, State.DONE_LATE})
_LAGGING = frozenset({State.BEHIND, State.FAR_BEHIND, State.OVERDUE})
_WARNINGS = {State.BEHIND: "黄色", State.FAR_BEHIND: "红色", State.OVERDUE: "红色"}
_PER_WAN = {"元": 10000, "万元": 1}
_INVESTED = "本年度累计完成投资|本年累计完成投资|本年度完成投资|本年完成投资|本年度投资计划完成情况"


def read_field(line: ReturnLine, name: str, head: ReturnHead, *, number: str = "") -> Value:
    """What a task's line prints under a field, see `Catalogue.read`."""
    return TASKS.read(line, name, head, number=number)


def state_of(line: ReturnLine) -> State | None:
    """The line's state, whether it carries the key or the printed word."""
    for state in State:
        if line.state in {state.value, state.label}:
            return state
    return None


def _state(line: ReturnLine) -> str:
    state = state_of(line)
    return state.label if state else line.state


def _is_done(line: ReturnLine) -> str:
    state = state_of(line)
    return "" if state is None else "是" if state in _DONE else "否"


def _is_on_pace(line: ReturnLine) -> str:
    """是 or 否; a task whose time has not come is neither, and says so."""
    state = state_of(line)
    if state is None or state is State.NOT_STARTED:
        return _state(line)
    return "是" if state in _ON_PACE else "否"


def _target(target: TargetView | TargetLine | None) -> str:
    """The target as words: 23台, ≥83.3%, 全部, 比2015年下降18%."""
    if target is None:
        return ""
    if target.comparator == "all":
        return "全部"
    if target.number is None:
        return ""
    size = format_number(target.number, "general").text + target.unit
    if target.change is not None:
        since = f"比{target.baseline_year}年" if target.baseline_year else ""
        return f"{since}{'下降' if target.change < 0 else '增长'}{size}"
    return _COMPARATORS.get(target.comparator, target.comparator) + size


def _targets(line: ReturnLine) -> str:
    """Every target of the task, the counted one first: 23台；减排120吨."""
    further = (one.name + _target(one) for one in line.more if one.number is not None)
    return _SEVERAL.join(filter(None, (_target(line.target), *further)))


def _amount_with_unit(line: ReturnLine) -> str:
    """What is done of every target: 17台；减排80吨."""
    told = (
        [] if line.amount is None else [("", line.amount, line.target.unit if line.target else "")]
    )
    told += [(one.name, one.amount, one.unit) for one in line.more if one.amount is not None]
    return _SEVERAL.join(
        name + format_number(amount, "general").text + unit for name, amount, unit in told
    )


def _progress(line: ReturnLine) -> str | None:
    return NIL_REPORT if line.nil_report and not line.progress_text else line.progress_text


def _ticks(line: ReturnLine) -> str:
    return f"{line.items_done}/{line.items}" if line.items else ""


def _is_lagging(line: ReturnLine) -> bool:
    return state_of(line) in _LAGGING


def _is_invested(line: ReturnLine) -> bool:
    """The list or the office states money for it, or its target is money."""
    stated = (text for name, text in _columns(line).items() if "投资" in name)
    counted = line.target is not None and line.target.unit in _PER_WAN
    return counted or any(text not in (None, "") for text in stated)


def _columns(line: ReturnLine) -> Mapping[str, Raw]:
    return {**line.values, **line.own}


def _warning(line: ReturnLine) -> str:
    """The colour of the warning: 黄色 for what lags, 红色 for far behind and overdue."""
    state = state_of(line)
    return _WARNINGS.get(state, "") if state else ""


def _invested(line: ReturnLine) -> Raw:
    """What was invested this year in 万元: the amount where it counts money, else as written."""
    unit = line.target.unit if line.target else ""
    if line.amount is not None and unit in _PER_WAN:
        return line.amount / _PER_WAN[unit]
    return by_heading(_columns(line), _INVESTED)


_PLAIN: Mapping[str, Callable[[ReturnLine], Raw]] = {
    "serial": lambda line: line.serial,
    "text": lambda line: line.text,
    "acceptance": lambda line: line.acceptance,
    "deadline_text": lambda line: line.deadline_text,
    "lead": lambda line: unit_names(line.lead),
    "responsible": lambda line: unit_names(line.responsible),
    "assist": lambda line: unit_names(line.assist),
    "main_responsible": lambda line: unit_names(line.main_responsible),
    "score": lambda line: line.score,
    "scoring_method": lambda line: line.scoring_method,
    "target": _targets,
    "target_number": lambda line: line.target.number if line.target else None,
    "target_unit": lambda line: line.target.unit if line.target else None,
    "goal": lambda line: _targets(line) or line.acceptance,
    "amount": lambda line: line.amount,
    "amount_with_unit": _amount_with_unit,
    "share": lambda line: line.share,
    "ticks": _ticks,
    "evidence": lambda line: line.evidence,
    "state": _state,
    "state_why": lambda line: line.state_why,
    "is_done": _is_done,
    "is_on_pace": _is_on_pace,
    "checkpoint": lambda line: line.checkpoint,
    "previous_text": lambda line: line.previous_text,
    "progress_text": _progress,
    "problems": lambda line: line.problems,
    "next_steps": lambda line: line.next_steps,
    "forecast": lambda line: line.forecast,
    "warning": _warning,
    "invested": _invested,
    "self_score": lambda line: line.self_score,
    "self_score_why": lambda line: line.self_score_why,
}


TASKS: Catalogue[ReturnLine] = Catalogue(
    rows="tasks",
    noun="任务",
    plain=_PLAIN,
    identity=lambda line: str(line.task_id),
    label=lambda line: f"{line.serial}　{line.text}".strip(),
    families={
        "checkpoints": Family(lambda line: line.checkpoints, follows=True),
        "progress_texts": Family(lambda line: line.progress_texts, follows=True),
        "values": Family(_columns, by_heading),
        "own": Family(lambda line: line.own),
    },
    only={"lagging": _is_lagging, "invested": _is_invested},
)
