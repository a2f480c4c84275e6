"""Cells of the task table: texts typed or pasted into many fields of many tasks, all or none."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import UserError
from app.models.database import Ledger
from app.models.rules.deadlines import read_deadline
from app.models.rules.moments import missing_day
from app.models.tasks import Target, Task, TaskList
from app.models.views import TargetView
from app.services.wording import shorten
from app.services.work.entrycells import AMOUNT, ENTRY, ENTRY_NAMES, EntryWriter
from app.services.work.targets import put, target_in
from app.services.work.tasks import EDITABLE, set_deadline, tasks_of
from app.services.work.typed import read_target, split_units

Cell = tuple[int, str, str]
"""A task, one of its fields, and the text it is to hold."""

OWN = "own."
"""Before the name of one of the office's own columns: ``own.联系人``."""

FIELD_NAMES: Mapping[str, str] = {
    "serial": "序号", "text": "任务", "target": "目标", "deadline_text": "时限",
    "responsible": "责任单位", "lead": "牵头单位", "assist": "配合单位",
    "main_responsible": "主体责任", "acceptance": "认定标准", "score": "分值",
    "scoring_method": "计分办法", "notes": "备注", "proof": "须有佐证", **ENTRY_NAMES,
}  # fmt: skip
_UNITS = frozenset({"lead", "responsible", "assist", "main_responsible"})
_PROOF = {"": "", "是": "yes", "须有": "yes", "否": "no", "不要": "no"}
_ALL_FIELDS = (EDITABLE - {"groups"}) | {"target", "proof"} | ENTRY_NAMES.keys()
_DATE_LIKE = re.compile(r"[\d\s./\-年月日]*\d[\d\s./\-年月日]*")
_HOW: tuple[tuple[frozenset[str], str], ...] = (
    (frozenset({AMOUNT}), "完成数只写数字，没有数的写 / 或留空"),
    (frozenset({"target"}), "目标写成 23台、≥90%、下降8% 或 全部"),
    (frozenset({"deadline_text"}), "日期写成 2020-06-20"),
    (frozenset({"text"}), "请写明要做的事"),
    (frozenset({"proof"}), "须有佐证写 是 或 否"),
)
_MINUS = ("-", "－", "−")  # a fall is written 下降8%
_NAMED = 3
_IDS_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Written:
    """How many cells of how many tasks were written."""

    cells: int
    tasks: int


def change_cells(
    ledger: Ledger, cells: Sequence[Cell], *, period: str = "", as_of: date | None = None
) -> Written:
    """Write texts into fields of tasks, as one step: all of them, or none when one can't be read.

    Fields are those of a task, ``target`` (23台, ≥90%, 全部), ``own.`` with a column's name and
    ``entry.`` with a field of what the task reports for ``period``. Of an amount, blank is none,
    0 is 0, and / says that there is no number to report. A cell named twice holds the last text.
    ``as_of`` is the day in view, which dates what is reported.

    Raises:
        UserError: ``bad_cells`` names the first cells that can't be read.
    """
    wanted = {(task_id, field): text.strip() for task_id, field, text in cells}
    unknown = {field for _, field in wanted if not _is_known(field)}
    if unknown:
        raise TypeError(f"no such task fields: {sorted(unknown)}")
    reported = [number for number, field in wanted if field.startswith(ENTRY)]
    verb = "record_progress" if len(reported) == len(wanted) else "change_task"
    with ledger.transaction(verb, "") as work:
        tasks = _tasks(work.session, [task_id for task_id, _ in wanted])
        entries = EntryWriter(work.session, period, reported, as_of) if reported else None
        faults = _put_all(work.session, wanted, tasks, entries)
        if faults:
            raise _refused(faults, wanted)
        work.entitle(_title(wanted, tasks, entries.span.label if entries else ""))
    return Written(len(wanted), len(tasks))


def field_name(field: str) -> str:
    """A field as the table heads it."""
    return FIELD_NAMES.get(field, field.removeprefix(OWN))


def _put_all(
    session: Session,
    wanted: Mapping[tuple[int, str], str],
    tasks: Mapping[int, Task],
    entries: EntryWriter | None,
) -> list[str]:
    """Put every text where it belongs; what is wrong, in words."""
    years = _years(session, tasks)
    if entries:
        entries.look_at_amounts([number for number, field in wanted if field == AMOUNT])
    faults: list[str] = []
    for (task_id, field), text in wanted.items():
        task = tasks[task_id]
        if entries and field.startswith(ENTRY):
            fault = entries.put(task, field, text)
        else:
            fault = _set(task, field, text, years[task.list_id])
        if fault:
            faults.append(f"{_row_words(task)}的{fault}")
    if entries and not faults:
        entries.settle()
    return faults


def _is_known(field: str) -> bool:
    return field in _ALL_FIELDS or (field.startswith(OWN) and field != OWN)


def _tasks(session: Session, task_ids: Sequence[int]) -> dict[int, Task]:
    """The tasks by number; a few hundred at a time, for a database takes only so many."""
    numbers = list(dict.fromkeys(task_ids))
    found: dict[int, Task] = {}
    for start in range(0, len(numbers), _IDS_AT_ONCE):
        part = tasks_of(session, numbers[start : start + _IDS_AT_ONCE])
        found |= {task.id: task for task in part}
    return found


def _years(session: Session, tasks: Mapping[int, Task]) -> dict[int, int]:
    lists = {task.list_id for task in tasks.values()}
    rows = session.execute(select(TaskList.id, TaskList.year).where(TaskList.id.in_(lists)))
    return {row[0]: row[1] or date.today().year for row in rows}  # noqa: DTZ011 - the clerk's day


def _set(task: Task, field: str, text: str, year: int) -> str:
    """Put a text into a field; what is wrong with it, in words, or nothing."""
    if field == "text" and not text:
        return "任务内容不能为空"
    if field == "deadline_text":
        return _set_deadline(task, text, year)
    if field == "target":
        return _set_target(task, text)
    if field == "proof":
        return _set_proof(task, text)
    if field in _UNITS:
        _put(task, field, list(split_units(text)))
    elif field.startswith(OWN):
        _set_own(task, field.removeprefix(OWN), text)
    else:
        _put(task, field, text)
    return ""


def _put(task: Task, field: str, value: object) -> None:
    if getattr(task, field) != value:
        setattr(task, field, value)


def _set_deadline(task: Task, text: str, year: int) -> str:
    """Any wording is a deadline; only what looks like a date and is none is refused."""
    if text == task.deadline_text:
        return ""
    unread = read_deadline(text, year=year).kind == "unknown"
    if unread and _DATE_LIKE.fullmatch(text):
        return f"时限“{text}”不是日期"
    if missing := missing_day(text, year=year):
        return f"时限里的“{missing}”，日历上没有这一天"
    set_deadline(task, text, year)
    return ""


def _set_target(task: Task, text: str) -> str:
    target = read_target(text)
    if target is None:
        return _set_worded_target(task, text)
    if task.targets:
        _retarget(task.targets[0], target)
    elif target.number is not None:
        fresh = Target(number=target.number, unit=target.unit, comparator=target.comparator)
        task.targets.append(fresh)
    return ""


def _set_worded_target(task: Task, text: str) -> str:
    """A target in words (不少于45.5吨, 比2015年下降20%), as the side panel reads it."""
    try:
        quantity = target_in(text)
    except UserError:
        return f"目标“{text}”看不懂"
    if text.startswith(_MINUS):
        return f"目标“{text}”看不懂"
    if not task.targets:
        task.targets.append(Target(position=0, name=quantity.metric))
    put(task.targets[0], quantity)
    return ""


def _retarget(held: Target, target: TargetView) -> None:
    """A target typed anew is an amount, no change against a base year any more."""
    same = (held.number, held.unit, held.comparator, held.change)
    if same != (target.number, target.unit, target.comparator, None):
        held.number, held.unit, held.comparator = target.number, target.unit, target.comparator
        held.change = None


def _set_proof(task: Task, text: str) -> str:
    if text not in _PROOF:
        return f"须有佐证“{text}”看不懂"
    _put(task, "proof", _PROOF[text])
    return ""


def _set_own(task: Task, name: str, text: str) -> None:
    held = {key: value for key, value in task.own.items() if key != name}
    _put(task, "own", held | ({name: text} if text else {}))


def _row_words(task: Task) -> str:
    return f"序号{task.serial}" if task.serial else f"“{shorten(task.text, 12)}”"


def _refused(faults: Sequence[str], wanted: Mapping[tuple[int, str], str]) -> UserError:
    told = "；".join(faults[:_NAMED])
    more = f" 等 {len(faults)} 处" if len(faults) > _NAMED else ""
    whole = "，一格都没有写入" if len(wanted) > 1 else ""
    hows = [how for fields, how in _HOW if any(field in fields for _, field in wanted)]
    how = f"；{'，'.join(hows)}。" if hows else "。"
    return UserError("bad_cells", f"{told}{more}{whole}{how}", details="\n".join(faults))


def _title(wanted: Mapping[tuple[int, str], str], tasks: Mapping[int, Task], period: str) -> str:
    fields = list(dict.fromkeys(field for _, field in wanted))
    reported = all(field.startswith(ENTRY) for field in fields)
    if len(tasks) == 1:
        name = shorten(next(iter(tasks.values())).text)
        return f"填写{period}进展“{name}”" if reported else f"修改任务“{name}”"
    if len(fields) == 1:
        name = field_name(fields[0])
        return (
            f"{f'填写{period}' if reported else '修改'}{name.removeprefix('本期')} {len(tasks)} 项"
        )
    if reported:
        return f"填写{period}进展 {len(tasks)} 项共 {len(wanted)} 格"
    return f"修改任务 {len(tasks)} 项共 {len(wanted)} 格"
