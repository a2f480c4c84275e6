"""Looks that depend on values: a sheet's conditional formats, as they show in each cell."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from openpyxl.utils.datetime import to_excel

from app.reports.formpages.formmarks import newer_bar, older_bar, sign_of
from app.reports.formpages.formnewer import NewerBar, NewerRules
from app.reports.forms.formfunctions import UnknownResultError, Value, compare, number, shown
from app.reports.forms.reckoning import Place, Reckoner
from app.reports.forms.shifting import stepped
from app.reports.grid import Mark

_SIGNS = {
    "equal": "=", "notEqual": "<>", "greaterThan": ">", "lessThan": "<",
    "greaterThanOrEqual": ">=", "lessThanOrEqual": "<=",
}  # fmt: skip
_TEXTS: Mapping[str, Callable[[str, str], bool]] = {
    "containsText": lambda text, sought: sought in text,
    "notContainsText": lambda text, sought: sought not in text,
    "beginsWith": str.startswith,
    "endsWith": str.endswith,
}
_NONE, _ZERO = NewerRules(), Decimal(0)
_AMONG = frozenset({"duplicateValues", "uniqueValues", "top10", "aboveAverage"})


@dataclass(slots=True)
class CellLook:
    """What the conditions that hold put over a cell's own look.

    Attributes:
        looks: the differential looks, the first one that says anything wins.
        fill: RRGGBB of a colour scale, or empty.
        marks: bars and signs.
        hides_value: whether only the mark is shown.
    """

    looks: list[Any] = field(default_factory=list)
    fill: str = ""
    marks: list[Mark] = field(default_factory=list)
    hides_value: bool = False


@dataclass(frozen=True, slots=True)
class _Condition:
    """A rule with the areas it is for: left, top, right, bottom each."""

    rule: Any
    areas: tuple[tuple[int, int, int, int], ...]

    def holds_for(self, row: int, column: int) -> bool:
        return any(
            left <= column <= right and top <= row <= bottom
            for left, top, right, bottom in self.areas
        )


class Conditions:
    """The conditional formats of one sheet.

    Args:
        sheet: the sheet with values.
        color_of: a workbook's colour as RRGGBB.
        today: the day TODAY() means; without one, rules that ask for it do not hold.
        newer: what the sheet says in the newer way.
    """

    def __init__(
        self,
        sheet: Any,
        color_of: Callable[[Any], str],
        today: date | None = None,
        newer: NewerRules = _NONE,
    ) -> None:
        self._sheet, self._color_of, self._newer = sheet, color_of, newer
        found = [
            _Condition(rule, tuple(area.bounds for area in formats.sqref.ranges))
            for formats in sheet.conditional_formatting
            for rule in formats.rules
        ]
        found += [_Condition(rule, areas) for areas, rule in newer.rules]
        self._conditions = sorted(found, key=lambda one: int(one.rule.priority or 0))
        self._reckoner = Reckoner({}, self._value_at, today)
        self._gathered: dict[int, _Gathered] = {}

    def look(self, row: int, column: int) -> CellLook | None:
        """What the conditions make of a cell; None when none holds."""
        here = [one for one in self._conditions if one.holds_for(row, column)]
        if not here:
            return None
        look = CellLook()
        value = self._value_at((self._sheet.title, row, column))
        for condition in here:
            if self._apply(condition, look, value, (row, column)) and condition.rule.stopIfTrue:
                break
        return look

    def _apply(
        self, condition: _Condition, look: CellLook, value: Value, at: tuple[int, int]
    ) -> bool:
        rule = condition.rule
        if rule.type in {"colorScale", "dataBar", "iconSet"}:
            if isinstance(value, Decimal):
                self._measure(condition, look, value)
            return False
        try:
            holds = self._holds(condition, value, at)
        except UnknownResultError:
            return False
        if holds and rule.dxf is not None:
            look.looks.append(rule.dxf)
        return holds

    def _holds(self, condition: _Condition, value: Value, at: tuple[int, int]) -> bool:
        rule = condition.rule
        if rule.type == "cellIs":
            return self._compares(condition, value, at)
        if rule.type in _TEXTS and rule.text:
            return _TEXTS[rule.type](shown(value).lower(), str(rule.text).lower())
        if rule.type in {"containsBlanks", "notContainsBlanks"}:
            return (not shown(value).strip()) == (str(rule.type) == "containsBlanks")
        if rule.type in _AMONG:
            return self._all(condition).stands_out(rule, value)
        return bool(rule.formula) and bool(self._told(condition, 0, at))

    def _compares(self, condition: _Condition, value: Value, at: tuple[int, int]) -> bool:
        first = self._told(condition, 0, at)
        between = condition.rule.operator in {"between", "notBetween"}
        if not between:
            return compare(value, _SIGNS.get(condition.rule.operator, "="), first)
        second = self._told(condition, 1, at)
        low, high = (first, second) if compare(first, "<=", second) else (second, first)
        inside = compare(value, ">=", low) and compare(value, "<=", high)
        return inside == (str(condition.rule.operator) == "between")

    def _told(self, condition: _Condition, which: int, at: tuple[int, int]) -> Value:
        """What a rule's formula gives for a cell: it is written for the first of its areas."""
        if len(condition.rule.formula) <= which:
            raise UnknownResultError("no formula")
        left, top = min(area[0] for area in condition.areas), min(a[1] for a in condition.areas)
        formula = str(condition.rule.formula[which])
        moved = stepped(formula, at[0] - top, at[1] - left)
        return self._reckoner.told(moved, (self._sheet.title, *at))

    def _value_at(self, place: Place) -> Value:
        book = self._sheet.parent
        if place[0] not in book.sheetnames:
            raise UnknownResultError(place[0])
        cell = book[place[0]]._cells.get(place[1:])
        if cell is None:
            return None
        if cell.data_type == "e":
            raise UnknownResultError(str(cell.value))
        return _plain(cell.value)

    def _all(self, condition: _Condition) -> "_Gathered":
        """The values of all cells a rule is for."""
        key = id(condition.rule)
        if key not in self._gathered:
            values = [
                _plain(cell.value)
                for left, top, right, bottom in condition.areas
                for (row, column), cell in self._sheet._cells.items()
                if left <= column <= right and top <= row <= bottom and cell.data_type != "e"
            ]
            self._gathered[key] = _Gathered(values)
        return self._gathered[key]

    def _measure(self, condition: _Condition, look: CellLook, value: Decimal) -> None:
        """A colour, a bar or a sign by where a number stands among the others."""
        rule, gathered = condition.rule, self._all(condition)
        told = rule.colorScale or rule.dataBar or rule.iconSet
        newer = self._newer.bars.get(condition.areas) if rule.dataBar else None
        if isinstance(told, NewerBar):
            newer = told
        elif newer is not None:
            told = newer
        try:
            steps = [self._step(one, gathered, condition) for one in told.cfvo]
        except (UnknownResultError, ArithmeticError):
            return
        if rule.colorScale and not look.fill:
            colors = [self._color_of(color) or "FFFFFF" for color in told.color]
            look.fill = _scaled(value, steps, colors)
        elif rule.dataBar:
            look.marks.append(self._bar(rule.dataBar, newer, value, steps))
        elif rule.iconSet:
            over = [value > step if one.gte is False else value >= step
                    for one, step in zip(told.cfvo[1:], steps[1:], strict=True)]  # fmt: skip
            sign = sign_of(told, sum(over), len(steps))
            look.marks += [sign] if sign else []
        look.hides_value = look.hides_value or getattr(told, "showValue", None) is False

    def _bar(self, own: Any, newer: NewerBar | None, value: Decimal, steps: list[Decimal]) -> Mark:
        if newer is not None:
            return newer_bar(newer, own.color, value, steps, self._color_of)
        is_newer = self._newer.has_bars
        if is_newer and own.cfvo[0].type == "min":
            steps[0] = min(steps[0], Decimal(0))
        return older_bar(own, value, steps, self._color_of, is_newer=is_newer)

    def _step(self, told: Any, gathered: "_Gathered", condition: _Condition) -> Decimal:
        """The number a scale's stop stands for."""
        numbers = gathered.numbers
        if not numbers:
            raise UnknownResultError("no numbers")
        if told.type in {"autoMin", "autoMax"}:
            return min(numbers[0], _ZERO) if told.type == "autoMin" else max(numbers[-1], _ZERO)
        if told.type in {"min", "max"}:
            return numbers[0] if told.type == "min" else numbers[-1]
        left, top, _, _ = condition.areas[0]
        place = (self._sheet.title, top, left)
        amount = number(self._reckoner.told(str(told.val), place))
        if told.type == "percent":
            return numbers[0] + (numbers[-1] - numbers[0]) * amount / 100
        if told.type == "percentile":
            return _percentile(numbers, amount / 100)
        return amount


@dataclass(slots=True)
class _Gathered:
    """The values of an area."""

    values: list[Value]
    numbers: list[Decimal] = field(init=False)
    counts: Counter[str] = field(init=False)

    def __post_init__(self) -> None:
        self.numbers = sorted(value for value in self.values if isinstance(value, Decimal))
        self.counts = Counter(shown(value).lower() for value in self.values if value is not None)

    def stands_out(self, rule: Any, value: Value) -> bool:
        """Whether a value is there twice or once, among the first, or beyond the average."""
        if rule.type in {"duplicateValues", "uniqueValues"}:
            count = self.counts[shown(value).lower()]
            return value is not None and (count > 1) == (str(rule.type) == "duplicateValues")
        if not self.numbers or not isinstance(value, Decimal):
            return False
        if rule.type == "aboveAverage":
            average = sum(self.numbers, Decimal(0)) / len(self.numbers)
            if rule.aboveAverage is False:
                return value < average or (bool(rule.equalAverage) and value == average)
            return value > average or (bool(rule.equalAverage) and value == average)
        count = int(rule.rank or 10)
        if rule.percent:
            count = max(1, len(self.numbers) * count // 100)
        count = min(count, len(self.numbers))
        return value <= self.numbers[count - 1] if rule.bottom else value >= self.numbers[-count]


def _plain(value: object) -> Value:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int | float):
        return Decimal(repr(value))
    if isinstance(value, datetime | date | time | timedelta):
        return Decimal(repr(float(to_excel(value))))  # type: ignore[no-untyped-call]
    return str(value)


def _percentile(numbers: Sequence[Decimal], share: Decimal) -> Decimal:
    at = (len(numbers) - 1) * share
    low = int(at)
    high = min(low + 1, len(numbers) - 1)
    return numbers[low] + (numbers[high] - numbers[low]) * (at - low)


def _scaled(value: Decimal, steps: Sequence[Decimal], colors: Sequence[str]) -> str:
    """The colour between the two stops a number lies between."""
    if value <= steps[0]:
        return colors[0]
    for at in range(1, len(steps)):
        if value <= steps[at] and steps[at] > steps[at - 1]:
            share = float((value - steps[at - 1]) / (steps[at] - steps[at - 1]))
            return _between(colors[at - 1], colors[at], share)
    return colors[-1]


def _between(first: str, second: str, share: float) -> str:
    parts = (
        round(int(first[at : at + 2], 16) * (1 - share) + int(second[at : at + 2], 16) * share)
        for at in (0, 2, 4)
    )
    return "".join(f"{part:02X}" for part in parts)
