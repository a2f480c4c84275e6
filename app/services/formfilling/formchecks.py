"""What a filled form itself speaks against: texts too long, blanks forbidden, goals that differ."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from app.importing.tables.headings import squash
from app.models.returnviews import CheckFinding, ReturnLine
from app.models.rules.pace import plain
from app.reports.forms.formshape import FormShape
from app.services.formfilling.formcolumns import BoundColumn
from app.services.formfilling.formtasks import ENTERED
from app.services.wording import shorten

_LIMIT = re.compile(
    r"(?:限|不超过|不得超过|控制在|不多于)?(\d{2,4})(?:个)?字(?:以内|之内|内|以下)?"
)
_MUST = re.compile(r"必填|[*＊★]$|^[*＊★]|不(?:得|能|可|要)(?:为空|留空|空)")
_NO_BLANKS = re.compile(
    r"(?:不(?:得|能|可|允许)(?:有)?(?:空项|留空|空白|空格|缺项|漏项|为空)|"
    r"(?:所有|各|每)(?:栏|项|列|格)(?:目)?(?:均|都)?(?:须|需|应|要|必须)(?:要)?填)"
)
_WORDS = 18


@dataclass(frozen=True, slots=True)
class TaskRow:
    """A row of a form that was filled for a task: where the blank has it, and what it got."""

    row: int
    line: ReturnLine
    goal: Decimal | None
    values: Mapping[int, str | Decimal]


def row_findings(
    row: TaskRow, columns: tuple[BoundColumn, ...], shape: FormShape, *, no_blanks: bool
) -> Iterator[CheckFinding]:
    """What speaks against a row as it is filled.

    Args:
        row: the row.
        columns: what its columns take.
        shape: the blank's sheet.
        no_blanks: whether the form says that no cell may stay blank.
    """
    target = row.line.target
    if row.goal is not None and target is not None and target.number is not None:
        plainly = target.change is None and target.comparator in {"=", ">="}
        if plainly and row.goal != target.number:
            words = f"表上印的目标 {plain(row.goal)} 与任务的目标 {plain(target.number)} 不一致"
            yield _finding("goal_differs", row, words)
    for column in columns:
        value = row.values.get(column.index)
        asked = bool(ENTERED & set(column.field.split("+"))) and column.period is None
        name = column.head
        if value is None and asked and not column.answer:
            free = not shape.text(row.row, column.index).strip()
            if free and (no_blanks or _MUST.search(squash(column.name))):
                yield _finding("blank_forbidden", row, f"“{name}”不得留空")
        elif isinstance(value, str):
            yield from _too_long(row, column, value, shape)


def _too_long(
    row: TaskRow, column: BoundColumn, text: str, shape: FormShape
) -> Iterator[CheckFinding]:
    """A text beyond what the head or the cell's own rule allows, or what the cell can show."""
    stated = _LIMIT.search(squash(column.name))
    limits = [int(stated[1])] if stated else []
    limits += filter(None, (shape.longest(row.row, column.index),))
    length, name = len(text), column.head
    if limits and length > min(limits):
        words = f"“{name}”{length} 字，最多 {min(limits)} 字"
        yield _finding("text_too_long", row, words)
    elif not shape.has_room(row.row, column.index, text):
        yield _finding("text_too_long", row, f"“{name}”{length} 字，格子里放不下")


def forbids_blanks(text: str) -> bool:
    """Whether a line of the form says that nothing may stay blank."""
    return bool(_NO_BLANKS.search(squash(text)))


def _finding(code: str, row: TaskRow, words: str) -> CheckFinding:
    line = row.line
    name = f"{line.serial}　{shorten(line.text, _WORDS)}".strip()
    return CheckFinding(code, False, f"{name}：{words}", line.task_id)
