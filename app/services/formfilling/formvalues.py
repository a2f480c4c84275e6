"""What a cell of a form takes from the ledger: a text, a number, or nothing at all."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from app.models.returnviews import ReturnHead, ReturnLine
from app.models.rules.pace import plain
from app.models.rules.periods import Period
from app.models.views import ProgressView
from app.reports.formats.fields import NIL_REPORT, read_field
from app.reports.forms.formshape import FormShape
from app.services.formfilling.formanswers import (
    answer_word,
    boxed_words,
    fill_gap,
    fitting_word,
    has_boxes,
    has_gap,
    state_word,
    tick_boxes,
    tick_word,
)
from app.services.formfilling.formcolumns import ANSWERED, BoundColumn

_SERIAL = re.compile(r"[1-9]\d{0,8}")
_MONEY = re.compile(r"投资|资金|经费")
_RAW = frozenset(
    {"text", "deadline_text", "lead", "responsible", "assist", "main_responsible", "acceptance",
     "groups", "scoring_method"}
)  # fmt: skip
_ASKED = {"done": "is_done", "on_pace": "is_on_pace"}
_JUDGED = frozenset({*_ASKED, "state", "light", "self_score", "share"})
_MEASURES: Mapping[str, tuple[str, Decimal]] = {
    unit: (kind, Decimal(size))
    for kind, sizes in {
        "money": {"元": "1", "万元": "10000", "亿元": "100000000"},
        "mass": {"千克": "0.001", "公斤": "0.001", "吨": "1", "万吨": "10000"},
        "length": {"米": "0.001", "公里": "1", "千米": "1"},
        "area": {"平方米": "1", "万平方米": "10000", "公顷": "10000", "平方公里": "1000000"},
        "land": {"亩": "1", "万亩": "10000"},
    }.items()
    for unit, size in sizes.items()
}
"""The measures that heads count in, each with how much of the kind it is."""


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
        return self.entry_of(self.period)

    def entry_of(self, period: Period) -> ProgressView | None:
        """The entry of a period, or of another kind of period that ends with it."""
        held = (self.entries.get(one.key) for one in (period, *period.ending_together))
        return next((one for one in held if one is not None), None)


@dataclass(frozen=True, slots=True)
class Spot:
    """A cell to be filled: where it stands on the blank, and the goal its own row prints."""

    shape: FormShape
    row: int
    column: int
    goal: Decimal | None = None

    @property
    def is_joined(self) -> bool:
        """Whether it belongs to a cell of a row above."""
        return self.shape.area(self.row, self.column)[0] < self.row

    @property
    def choices(self) -> tuple[str, ...]:
        """The words its boxes or its list let one choose from."""
        boxed = boxed_words(self.shape.text(self.row, self.column))
        return boxed or self.shape.choices(self.row, self.column)

    def chosen(self, word: str) -> str | None:
        """A word as the cell offers it: the box beside it ticked, or as its list has it."""
        written = self.shape.text(self.row, self.column)
        if has_boxes(written):
            return word if "☑" in word else tick_word(written, word)
        return fitting_word(word, self.choices) if self.choices else word

    def answered(self, answer: str, head: str) -> str | None:
        """是 or 否 in its boxes, or in the words it offers."""
        written = self.shape.text(self.row, self.column)
        if has_boxes(written):
            return tick_boxes(written, answer)
        return answer_word(answer, head, self.choices)

    def numbered(self, number: Decimal) -> str | Decimal:
        """A number as the cell takes it: by itself, or in the gap its words leave."""
        written = self.shape.text(self.row, self.column)
        if not has_gap(written):
            return number
        goal = self.goal
        share = plain(round(number / goal * 100, 1)) if goal else ""
        return fill_gap(written, plain(number), share)

    def rated(self, number: Decimal, unit: str) -> Decimal:
        """A number of per cent in a cell that shows percentages is a hundredth of it."""
        shown = self.shape.is_percent(self.row, self.column)
        return number / 100 if shown and unit in {"%", ""} and number > 1 else number

    def percent(self, share: Decimal, unit: str) -> str | Decimal:
        """A share as the cell shows it: a percentage, a number of per cent, or words."""
        if self.shape.is_percent(self.row, self.column):
            return round(share, 6)
        percent = round(share * 100, 1)
        return percent if unit == "%" else f"{plain(percent)}%"


def value_for(column: BoundColumn, facts: TaskFacts, spot: Spot) -> str | Decimal | None:
    """The value for a cell; None where the ledger has nothing, which leaves it blank."""
    line, field = facts.line, column.field
    if field in _RAW:
        return read_field(line, field, facts.head).text or None
    if field.startswith("values."):
        return line.values.get(field.removeprefix("values.")) or None
    if field == "checkpoint":
        period = column.period or facts.period
        return line.checkpoints.get(period.key) or None
    printed = _PRINTED.get(field)
    return printed(column, facts) if printed else _of_entry(column, facts, spot)


def _serial(_column: BoundColumn, facts: TaskFacts) -> str | Decimal | None:
    serial = facts.line.serial
    return Decimal(serial) if _SERIAL.fullmatch(serial) else serial or None


def _points(_column: BoundColumn, facts: TaskFacts) -> str | Decimal | None:
    return _numeric(facts.line.score)


def _of_target(column: BoundColumn, facts: TaskFacts) -> str | Decimal | None:
    """What is to be reached, or what it is counted in; a change against a year is no plain goal."""
    target = facts.line.target
    other = column.period is not None and column.period.year != facts.period.year
    if target is None or target.change is not None or other:
        return None
    if column.field == "target_unit":
        return target.unit or None
    return _measured(target.number, column, facts)


def _numeric(text: str) -> str | Decimal | None:
    match = re.fullmatch(r"\d{1,12}(?:\.\d{1,6})?", text.strip())
    return Decimal(match[0]) if match else text or None


def _of_entry(column: BoundColumn, facts: TaskFacts, spot: Spot) -> str | Decimal | None:
    """What was reported for the column's period; what is yet to come is blank."""
    period = column.period or facts.period
    if period.end > facts.period.end:
        return None
    entry = facts.entry_of(period)
    texts = [_text(name, entry) for name in column.field.split("+")]
    if any(texts):
        return "\n".join(text for text in texts if text)
    own = column.period is None
    if column.field == "amount":
        number = _measured(_amount(facts, entry, own=own), column, facts)
        unit = facts.line.target.unit if facts.line.target else ""
        return None if number is None else spot.rated(number, unit)
    if column.field == "amount_added":
        return _measured(_added(facts, entry, period), column, facts)
    if column.field == "left":
        return _measured(_left(facts, spot), column, facts)
    return _judged(column, facts, spot) if own and column.field in _JUDGED else None


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
    before = facts.entry_of(period.previous)
    return entry.amount - before.amount if before and before.amount is not None else None


def _progress(entry: ProgressView | None) -> str | None:
    if entry is None:
        return None
    return entry.text or (NIL_REPORT if entry.nil_report else None)


def _amount(facts: TaskFacts, entry: ProgressView | None, *, own: bool) -> Decimal | None:
    """The amount reported; of a task with items the ticks, as every built-in return prints it."""
    if own and facts.line.items:
        return facts.line.amount
    return entry.amount if entry is not None else None


def _goal(facts: TaskFacts, spot: Spot) -> Decimal | None:
    """What is to be reached: as the form's own row prints it, else as the ledger has it."""
    target = facts.line.target
    if spot.goal is not None or target is None or target.change is not None:
        return spot.goal
    return target.number if target.comparator in {"=", ">="} else None


def _left(facts: TaskFacts, spot: Spot) -> Decimal | None:
    amount, goal = _amount(facts, facts.entry, own=True), _goal(facts, spot)
    return None if amount is None or goal is None else max(Decimal(0), goal - amount)


def _measured(amount: Decimal | None, column: BoundColumn, facts: TaskFacts) -> Decimal | None:
    """An amount in the measure the column counts in; None where that measures something else."""
    target = facts.line.target
    unit, counted = target.unit if target else "", _counted_in(column)
    own, asked = _MEASURES.get(unit), _MEASURES.get(counted)
    if amount is None or own == asked or not unit or not counted:
        return amount
    if own is None or asked is None:
        # Machines and households are both counted; money is none of it.
        return None if "money" in {own and own[0], asked and asked[0]} else amount
    return amount * own[1] / asked[1] if own[0] == asked[0] else None


def _counted_in(column: BoundColumn) -> str:
    """What a column counts in: as its head says, else 万元 where it speaks of money."""
    return column.unit if not _MONEY.search(column.name) else column.unit or "万元"


def _judged(column: BoundColumn, facts: TaskFacts, spot: Spot) -> str | Decimal | None:
    """A judgement on the task as of the period's end, where the period has something to judge."""
    line = facts.line
    if column.field == "share":
        return _share(column, facts, spot)
    done = read_field(line, "is_done", facts.head).text
    if facts.entry is None and not line.items_done and done != "是":
        return None
    if column.field in ANSWERED:
        return _answer(read_field(line, _ASKED[column.field], facts.head).text, column, spot)
    if column.field in {"state", "light"}:
        light, offered = column.field == "light", column.options or spot.choices
        word = state_word(line.state, offered, light=light)
        return word if not column.options else "√" if word == column.answer else None
    return line.self_score


def _answer(answer: str, column: BoundColumn, spot: Spot) -> str | None:
    """是 or 否 in the words the form offers, as a tick, or in its boxes."""
    if answer not in {"是", "否"}:
        return None
    if column.answer:
        return "√" if answer == column.answer else None
    return spot.answered(answer, column.name)


def _share(column: BoundColumn, facts: TaskFacts, spot: Spot) -> str | Decimal | None:
    target = facts.line.target
    if _MONEY.search(column.name) and target and _MEASURES.get(target.unit, ("",))[0] != "money":
        return None
    amount, goal = _amount(facts, facts.entry, own=True), _goal(facts, spot)
    return spot.percent(amount / goal, column.unit) if amount is not None and goal else None


_PRINTED: Mapping[str, Callable[[BoundColumn, TaskFacts], str | Decimal | None]] = {
    "serial": _serial,
    "score": _points,
    "target": _of_target,
    "target_unit": _of_target,
}
