"""What a cell of a form takes from the ledger: a text, a number, or nothing at all."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from app.models.rules.pace import plain
from app.models.rules.periods import Period
from app.models.views import ProgressView, ReturnHead, ReturnLine
from app.reports.fields import NIL_REPORT, read_field
from app.reports.formshape import FormShape
from app.services.formfilling.formcolumns import BoundColumn

_SERIAL = re.compile(r"[1-9]\d{0,8}")
_YES = (
    "是",
    "√",
    "达到",
    "已达到",
    "达到序时进度",
    "已达到序时进度",
    "达序时进度",
    "已完成",
    "完成",
    "有",
)
_NO = (
    "否",
    "×",
    "未达到",
    "未达到序时进度",
    "未达序时进度",
    "滞后",
    "未完成",
    "正在推进",
    "推进中",
    "无",
)
_RAW = frozenset(
    {"text", "deadline_text", "lead", "responsible", "assist", "main_responsible", "acceptance",
     "groups", "scoring_method"}
)  # fmt: skip
_ASKED = {"done": "is_done", "on_pace": "is_on_pace"}
_JUDGED = frozenset({*_ASKED, "state", "self_score", "share"})


@dataclass(frozen=True, slots=True)
class TaskFacts:
    """A task on a form: its line and its entries by period key."""

    line: ReturnLine
    entries: Mapping[str, ProgressView]
    head: ReturnHead

    @property
    def period(self) -> Period:
        """The return's period."""
        return Period.parse(self.head.period)

    @property
    def entry(self) -> ProgressView | None:
        """The entry of the return's own period."""
        return self.entries.get(self.head.period)


@dataclass(frozen=True, slots=True)
class Spot:
    """A cell to be filled: where it stands on the blank, and the goal its own row prints."""

    shape: FormShape
    row: int
    column: int
    goal: Decimal | None = None


def value_for(column: BoundColumn, facts: TaskFacts, spot: Spot) -> str | Decimal | None:
    """The value for a cell; None where the ledger has nothing, which leaves it blank."""
    line, field = facts.line, column.field
    if field == "serial":
        return Decimal(line.serial) if _SERIAL.fullmatch(line.serial) else line.serial or None
    if field in _RAW:
        return read_field(line, field, facts.head).text or None
    if field == "score":
        return _numeric(line.score)
    if field.startswith("values."):
        return line.values.get(field.removeprefix("values.")) or None
    if field == "checkpoint":
        period = column.period or facts.period
        return line.checkpoints.get(period.key) or None
    return _of_entry(column, facts, spot)


def _numeric(text: str) -> str | Decimal | None:
    match = re.fullmatch(r"\d{1,12}(?:\.\d{1,6})?", text.strip())
    return Decimal(match[0]) if match else text or None


def _of_entry(column: BoundColumn, facts: TaskFacts, spot: Spot) -> str | Decimal | None:
    """What was reported for the column's period; what is yet to come is blank."""
    period = column.period or facts.period
    if period.end > facts.period.end:
        return None
    entry = facts.entries.get(period.key)
    texts = [_text(name, entry) for name in column.field.split("+")]
    if any(texts):
        return "\n".join(text for text in texts if text)
    if column.field == "amount":
        return _amount(facts, entry, own=column.period is None)
    if column.field == "amount_added":
        return _added(facts, entry, period)
    judged = column.field in _JUDGED and column.period is None
    return _judged(column, facts, spot) if judged else None


def _text(name: str, entry: ProgressView | None) -> str | None:
    """One of an entry's three texts; None for any other field."""
    if name == "progress_text":
        return _progress(entry)
    if entry is None or name not in {"problems", "next_steps"}:
        return None
    return entry.problems if name == "problems" else entry.next_steps


def _added(facts: TaskFacts, entry: ProgressView | None, period: Period) -> Decimal | None:
    """What one period brought: the amounts are reported to date, so the one before goes off."""
    if entry is None or entry.amount is None:
        return None
    if period.number == 1:
        return entry.amount
    before = facts.entries.get(period.previous.key)
    return entry.amount - before.amount if before and before.amount is not None else None


def _progress(entry: ProgressView | None) -> str | None:
    if entry is None:
        return None
    return entry.text or (NIL_REPORT if entry.nil_report else None)


def _amount(facts: TaskFacts, entry: ProgressView | None, *, own: bool) -> Decimal | None:
    """The amount reported; without one, the ticks of the task's own items."""
    if entry is not None and entry.amount is not None:
        return entry.amount
    return Decimal(facts.line.items_done) if own and facts.line.items else None


def _judged(column: BoundColumn, facts: TaskFacts, spot: Spot) -> str | Decimal | None:
    """A judgement on the task as of the period's end, where the period has something to judge."""
    line = facts.line
    amount = _amount(facts, facts.entry, own=True)
    if column.field == "share":
        return _share(amount, facts, spot)
    if (
        facts.entry is None
        and not line.items_done
        and read_field(line, "is_done", facts.head).text != "是"
    ):
        return None
    if column.field in _ASKED:
        answer = read_field(line, _ASKED[column.field], facts.head).text
        return _word(answer, column, spot)
    if column.field == "state":
        choices = spot.shape.choices(spot.row, spot.column)
        return line.state if not choices or line.state in choices else None
    return line.self_score


def _word(answer: str, column: BoundColumn, spot: Spot) -> str | None:
    """是 or 否 in the words the form offers."""
    if answer not in {"是", "否"}:
        return None
    words = _YES if answer == "是" else _NO
    choices = spot.shape.choices(spot.row, spot.column)
    if choices:
        return next((word for word in words if word in choices), None)
    marks = "√" in column.name and "×" in column.name
    return words[1] if marks else words[0]


def _share(amount: Decimal | None, facts: TaskFacts, spot: Spot) -> str | Decimal | None:
    target = facts.line.target
    goal = spot.goal
    if goal is None and target is not None and target.change is None:
        goal = target.number if target.comparator in {"=", ">="} else None
    if amount is None or not goal:
        return None
    share = amount / goal
    if spot.shape.is_percent(spot.row, spot.column):
        return round(share, 6)
    return f"{plain(round(share * 100, 1))}%"
