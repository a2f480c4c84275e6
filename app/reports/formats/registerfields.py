"""What a column can print of a register's line: items, problems, 交办 lines, shares, groups."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from app.models.registerlines import AssignedLine, GroupLine, ItemLine, ProblemLine, ShareLine
from app.models.registers import FeedbackView
from app.models.rules.closing import RECTIFIED_STEP, ProblemState
from app.models.rules.pace import State
from app.models.rules.periods import Period
from app.models.rules.splitting import added, reported_by
from app.reports.formats.catalogue import Catalogue, Family, by_heading, lines_of
from app.reports.formats.values import Raw, Value, format_number, in_print

BAR_PARTS = 20
# Dark what is done, light what is done too little: both are told apart on grey paper.
_DONE_FILL, _GAP_FILL = "4A6572", "D5DCE0"
_YES, _NO = "是", "否"
_CLOSED = frozenset({ProblemState.CLOSED, ProblemState.CLOSED_LATE})
_LIGHTS = {"overdue": "已过期", "near": "即将到期", "fine": "正常"}
_NEAR_DAYS = 15


def _yes(*, holds: bool) -> str:
    return _YES if holds else _NO


def _days_left(due: date | None, as_of: date, *, ended: bool) -> int | None:
    return None if due is None or ended else (due - as_of).days


def _light(due: date | None, as_of: date, *, ended: bool) -> str:
    left = _days_left(due, as_of, ended=ended)
    if left is None:
        return "" if not ended else "已办结"
    return _LIGHTS["overdue" if left < 0 else "near" if left <= _NEAR_DAYS else "fine"]


def _item_done(line: ItemLine) -> date | None:
    done = line.item.done_on
    return done if done and done <= line.as_of else None


def _item_state(line: ItemLine) -> str:
    due, done = line.item.falls_due, _item_done(line)
    if done:
        return "逾期完成" if due and done > due else "已完成"
    return "超期" if due and due < line.as_of else "未完成"


ITEMS: Catalogue[ItemLine] = Catalogue(
    rows="items",
    noun="清单项",
    identity=lambda line: str(line.item.id),
    label=lambda line: line.item.name,
    plain={
        "ordinal": lambda line: line.ordinal,
        "serial": lambda line: line.serial,
        "task": lambda line: line.task,
        "name": lambda line: line.item.name,
        "unit": lambda line: line.item.unit,
        "due": lambda line: line.item.falls_due,
        "done_on": _item_done,
        "is_done": lambda line: _yes(holds=_item_done(line) is not None),
        "state": _item_state,
        "evidence": lambda line: line.item.evidence,
        "notes": lambda line: line.item.notes,
    },
    families={"fields": Family(lambda line: line.item.fields, by_heading)},
    only={"open": lambda line: _item_done(line) is None},
)


def _problem_ended(line: ProblemLine) -> bool:
    return line.problem.state in _CLOSED


def _step_days(line: ProblemLine) -> Mapping[str, Raw]:
    """The day each step was done, as far as it was by the register's day."""
    return {
        step.name: step.done_on if step.done_on and step.done_on <= line.as_of else None
        for step in line.problem.steps
    }


def _steps_done(line: ProblemLine) -> str:
    days = _step_days(line).items()
    return lines_of(f"{in_print(day)} {name}" for name, day in days if isinstance(day, date))


def _deadline(line: ProblemLine) -> Raw:
    return line.problem.deadline_text or line.problem.due


def _number(line: ProblemLine) -> Raw:
    return line.problem.number or line.ordinal


def _current_step(line: ProblemLine) -> str:
    waiting = (name for name, day in _step_days(line).items() if day is None)
    return next(waiting, "")


def _is_rectified(line: ProblemLine) -> str:
    days = _step_days(line)
    state = line.problem.state
    return _yes(
        holds=days.get(RECTIFIED_STEP) is not None
        or state is ProblemState.RECTIFIED
        or state in _CLOSED
    )


PROBLEMS: Catalogue[ProblemLine] = Catalogue(
    rows="problems",
    noun="问题",
    identity=lambda line: str(line.problem.id),
    label=lambda line: f"{line.problem.number}　{line.problem.text}".strip(),
    plain={
        "ordinal": lambda line: line.ordinal,
        "number": _number,
        "text": lambda line: line.problem.text,
        "source": lambda line: line.problem.source,
        "found_on": lambda line: line.problem.found_on,
        "task": lambda line: line.problem.task,
        "unit": lambda line: line.problem.unit,
        "person": lambda line: line.problem.person,
        "goal": lambda line: line.problem.goal,
        "measures": lambda line: line.problem.measures,
        "progress": lambda line: line.problem.progress,
        "deadline": _deadline,
        "due": lambda line: line.problem.due,
        "state": lambda line: line.problem.state.label,
        "state_why": lambda line: line.problem.why,
        "step": _current_step,
        "steps_done": _steps_done,
        "is_rectified": _is_rectified,
        "is_closed": lambda line: _yes(holds=_problem_ended(line)),
        "closed_on": lambda line: line.problem.closed_on,
        "days_left": lambda line: _days_left(
            line.problem.due, line.as_of, ended=_problem_ended(line)
        ),
        "links": lambda line: lines_of(link.text for link in line.problem.links),
        "evidence": lambda line: sum(step.evidence for step in line.problem.steps),
        "notes": lambda line: line.problem.notes,
    },
    families={
        "steps": Family(_step_days, follows=True),
        "fields": Family(lambda line: line.problem.fields, by_heading),
    },
    only={"open": lambda line: not _problem_ended(line)},
)


def _last_feedback(line: AssignedLine) -> FeedbackView | None:
    given = [one for one in line.assigned.feedback if one.given_on <= line.as_of]
    return given[-1] if given else None


def _feedback_text(line: AssignedLine) -> str:
    last = _last_feedback(line)
    return last.text if last else ""


def _feedback_day(line: AssignedLine) -> date | None:
    last = _last_feedback(line)
    return last.given_on if last else None


def _feedback_amount(line: AssignedLine) -> Decimal | None:
    last = _last_feedback(line)
    return last.amount if last else None


def _verdict(line: AssignedLine) -> str:
    """What we said to the last answer: 办结, or 退回 with the reason."""
    last = _last_feedback(line)
    if last is None or not last.verdict or (last.verdict_on and last.verdict_on > line.as_of):
        return ""
    if last.verdict == "accepted":
        return "已办结"
    return f"退回重报：{last.verdict_why}" if last.verdict_why else "退回重报"


def _assigned_amount(line: AssignedLine) -> str:
    amount = line.assigned.amount
    return "" if amount is None else format_number(amount, "general").text + line.assigned.measure


ASSIGNMENTS: Catalogue[AssignedLine] = Catalogue(
    rows="assignments",
    noun="交办事项",
    identity=lambda line: str(line.assigned.id),
    label=lambda line: f"{line.assignment.unit}　{line.assigned.text}".strip(),
    plain={
        "ordinal": lambda line: line.ordinal,
        "number": lambda line: line.assignment.number,
        "unit": lambda line: line.assignment.unit,
        "contact": lambda line: line.assignment.contact,
        "issued_on": lambda line: line.assignment.issued_on,
        "demands": lambda line: line.assignment.demands,
        "serial": lambda line: line.assigned.serial,
        "text": lambda line: line.assigned.text,
        "amount": lambda line: line.assigned.amount,
        "amount_with_unit": _assigned_amount,
        "measure": lambda line: line.assigned.measure,
        "due": lambda line: line.due,
        "state": lambda line: line.assigned.state_label,
        "light": lambda line: _light(line.due, line.as_of, ended=not line.assigned.is_open),
        "days_left": lambda line: _days_left(line.due, line.as_of, ended=not line.assigned.is_open),
        "feedback": _feedback_text,
        "feedback_on": _feedback_day,
        "feedback_amount": _feedback_amount,
        "verdict": _verdict,
        "evidence": lambda line: line.assigned.evidence,
    },
    only={"open": lambda line: line.assigned.is_open, "late": lambda line: line.assigned.late},
)


def _allotted(line: ShareLine) -> Decimal | None:
    return added(share.amount for share in line.split.shares)


def _by_unit(line: ShareLine, amounts: Mapping[str, Decimal | None]) -> Mapping[str, Raw]:
    """An amount or a blank for every unit of the matrix, in the units' order."""
    return {unit: amounts.get(unit) for unit in line.units}


def _shares(line: ShareLine) -> Mapping[str, Raw]:
    return _by_unit(line, {share.unit: share.amount for share in line.split.shares})


def _told(line: ShareLine) -> dict[str, Decimal | None]:
    """What each unit reported up to the period's end."""
    span = Period.parse(line.period)
    return {share.unit: reported_by(share.reports, span) for share in line.split.shares}


def _reported_sum(line: ShareLine) -> Decimal | None:
    return added(_told(line).values())


def _reported_share(line: ShareLine) -> Decimal | None:
    done, whole = _reported_sum(line), _allotted(line)
    return done / whole if done is not None and whole else None


def _split_name(line: ShareLine) -> str:
    """The task, with the target's name where it has one of its own."""
    split = line.split
    return f"{split.text}（{split.name}）" if split.name else split.text


VILLAGES: Catalogue[ShareLine] = Catalogue(
    rows="villages",
    noun="分解到村（社区）的任务",
    identity=lambda line: f"{line.split.task_id}/{line.split.target_id}",
    label=lambda line: f"{line.split.serial}　{line.split.text}".strip(),
    plain={
        "ordinal": lambda line: line.ordinal,
        "serial": lambda line: line.split.serial,
        "text": _split_name,
        "name": lambda line: line.split.name,
        "measure": lambda line: line.split.measure,
        "total": lambda line: line.split.total,
        "allotted": _allotted,
        "left": lambda line: line.split.left,
        "reported": _reported_sum,
        "reported_share": _reported_share,
    },
    families={
        "shares": Family(_shares),
        "reports": Family(lambda line: _by_unit(line, _told(line))),
    },
    measure=lambda line: line.split.measure,
)


def _gap(line: GroupLine) -> Decimal | None:
    if line.actual is None or line.expected is None:
        return None
    return line.actual - line.expected


def _bar(line: GroupLine) -> Mapping[str, Raw]:
    """A bar drawn of cells, each a twentieth: dark what is done, light what is lacking."""
    actual, expected = line.actual or Decimal(0), line.expected or Decimal(0)
    parts: dict[str, Raw] = {}
    for place in range(BAR_PARTS):
        reached = (place + Decimal("0.5")) / BAR_PARTS
        fill = _DONE_FILL if reached <= actual else _GAP_FILL if reached <= expected else ""
        parts[str(place + 1)] = Value(fill=fill, joined=True)
    return parts


GROUPS: Catalogue[GroupLine] = Catalogue(
    rows="groups",
    noun="任务",
    identity=lambda line: line.name,
    label=lambda line: line.name,
    plain={
        "ordinal": lambda line: line.ordinal,
        "name": lambda line: line.name,
        "tasks": lambda line: line.tasks,
        "actual": lambda line: line.actual,
        "expected": lambda line: line.expected,
        "gap": _gap,
        "lagging": lambda line: lines_of(line.lagging),
    },
    families={
        "states": Family(
            lambda line: {state.value: line.states.get(state.value, 0) for state in State}
        ),
        "bar": Family(_bar),
    },
)
