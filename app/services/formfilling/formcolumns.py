"""Which column of a district's form wants which part of the ledger, by its own head alone."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.importing.tables.columns import MappedColumn
from app.importing.tables.headings import is_measure, sense_of, squash, trailing_bracket
from app.importing.tables.layout import Table
from app.models.rules.measure_units import canonical
from app.models.rules.periods import Period
from app.services.formfilling.formperiods import names_own, period_of
from app.services.formfilling.formtowns import Town
from app.services.formfilling.formwords import answer_of, field_of, without_bracket

PLAN = re.compile(r"计划|目标|要求|节点|安排表|序时$|任务安排|进度安排|形象进度安排")
"""Words of heads over what was planned."""

_MEASURE_LINE = re.compile(r"单位[:：]([^\s:：]{1,8})$")
ANSWERED = frozenset({"done", "on_pace"})
"""What is answered with yes or no."""

UNKNOWN = "表头没有对应的台账内容"
"""Why a column stays blank that no rule knows anything of."""

_NEVER = re.compile(r"(?!)")
_NOT_KNOWN = {
    "deadline_text": re.compile(
        r"开工|验收|实际|预计|启动|投产|投运|填报|上报|报送|核查|反馈|移交|竣工|"
        r"(?:整改|销号|办结).*(?:时间|日期)"
    ),
    "scoring_method": re.compile(r"(?:扣分|得分|失分)(?:说明|原因|情况|理由)"),
}
"""Words of heads that look like a list's own column and ask for something else."""

_LEDGER_FIELDS = {
    "serial": "serial",
    "groups": "groups",
    "content": "groups",
    "text": "text",
    "deadline": "deadline_text",
    "lead": "lead",
    "responsible": "responsible",
    "assist": "assist",
    "main_responsible": "main_responsible",
    "acceptance": "acceptance",
    "score": "score",
    "scoring_method": "scoring_method",
    "unit": "target_unit",
}


@dataclass(frozen=True, slots=True)
class BoundColumn:
    """A column of the form with what it wants.

    Attributes:
        index: the sheet's column number.
        name: its head path joined with ``/``.
        field: the part of the ledger it takes, or empty: then it is left to the clerk.
        period: the period it speaks of, when that is another than the return's own.
        confidence: 0 to 1.
        why: the reason, a Chinese phrase.
        answer: 是 or 否, or one of ``options``, where the column is ticked for one answer only.
        options: what its neighbours under the same head are ticked for, where those are states.
        unit: the measure its head or the line above the table counts in: 万元, %.
    """

    index: int
    name: str
    field: str
    period: Period | None
    confidence: float
    why: str
    answer: str = ""
    unit: str = ""
    options: tuple[str, ...] = ()

    @property
    def head(self) -> str:
        """The innermost words of its head, as they are written."""
        return self.name.rpartition("/")[2]

    @property
    def leaf(self) -> str:
        """The innermost words of its head, without spaces and brackets."""
        return without_bracket(squash(self.head))

    @property
    def part(self) -> str:
        """What it takes of a line of a register: ``amount`` of ``villages.amount``."""
        return self.field.partition(".")[2]


def bind_label(index: int, text: str, period: Period) -> BoundColumn:
    """What a label with a blank beside it asks for, by its words alone."""
    sense = sense_of(text)
    known = _LEDGER_FIELDS.get(sense.field, "") if sense else ""
    one = BoundColumn(index, text, *_bind((text,), period, known))
    return replace(one, unit=_bracketed((text,)))


def bound_column(
    column: MappedColumn, period: Period, *, plans: bool, town: Town | None = None
) -> BoundColumn:
    """A column by its head alone; ``plans`` where a period by itself heads what was planned.

    Our own town's name above a head or below it says whose the column is, and not what it asks.
    """
    family, _, part = (column.field or "").partition(".")
    path = column.path[:-1] if family == "towns" and len(column.path) > 1 else column.path
    if town is not None and len(column.path) > 1 and any(map(town.is_ours, column.path)):
        path = tuple(one for one in column.path if not town.is_ours(one)) or column.path
    one = BoundColumn(column.index, column.name, *_bind(path, period, _known(column)))
    if one.field in ANSWERED and len(path) > 1 and (answer := answer_of(path)):
        return replace(one, answer=answer, why=f"在“{answer}”栏打勾")
    if plans and family in {"quarters", "months"} and one.field in {"", "progress_text"}:
        kind = "quarter" if family == "quarters" else "month"
        planned = Period(period.year, kind, int(part))
        return replace(one, field="checkpoint", period=planned, why="表头是分期安排")
    return one


def measure_of(path: Sequence[str], table: Table) -> str:
    """The measure in the bracket of a head, the innermost first, else of the line above."""
    if told := _bracketed(path):
        return told
    line = _MEASURE_LINE.search(table.unit_line.strip())
    return canonical(squash(line[1])) if line and is_measure(squash(line[1])) else ""


def _bracketed(path: Sequence[str]) -> str:
    """The measure in the bracket of a head, the innermost first."""
    measures = (trailing_bracket(squash(part)) for part in reversed(path))
    return next((canonical(one) for one in measures if one and is_measure(one)), "")


def _known(column: MappedColumn) -> str:
    return _LEDGER_FIELDS.get(column.field or "", "")


def _bind(path: Sequence[str], period: Period, known: str) -> tuple[str, Period | None, float, str]:
    """The field of a head path, the period if it is another, how sure, and why."""
    words = [squash(part) for part in path]
    whole = "/".join(words)
    other = period_of(words, period)
    field, confidence, word = field_of(words, known)
    if known and _NOT_KNOWN.get(known, _NEVER).search(words[-1]):
        return "", None, 0.0, "表头问的不是任务表里的这一栏"
    if field == "next_steps" and other is None and names_own(words[-1], period):
        return "", None, 0.0, "是本期原来的计划"
    if known and confidence < 0.9:
        return known, None, 0.9, "按表头认定为任务表的栏目"
    if not field:
        return "", None, 0.0, UNKNOWN
    if field == "next_steps" and other and other.start > period.end and word in words[-1]:
        other = None  # 下半年打算: what is to come is told now
    if field == "progress_text" and PLAN.search(words[0]) and "形象进度" in whole:
        field = "checkpoint"
    return field, other, confidence, f"表头含“{word}”"
