"""What the functions in a form's formulas give: sums, counts, look-ups, texts, days."""

import fnmatch
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from decimal import ROUND_CEILING, ROUND_DOWN, ROUND_FLOOR, ROUND_UP, Decimal

Value = Decimal | str | bool | None
Arguments = Sequence[Sequence[Value]]

_CRITERION = re.compile(r"(<=|>=|<>|<|>|=)?(.*)", re.DOTALL)
_FIRST_DAY = date(1899, 12, 30)


class UnknownResultError(Exception):
    """The formula uses something that is not reckoned here."""


class ErrorResultError(UnknownResultError):
    """The formula's result is one of the sheet's own errors, such as #N/A."""

    def __init__(self, shown: str) -> None:
        super().__init__(shown)
        self.shown = shown


def call(name: str, arguments: Arguments) -> Value:
    """A function's result; each argument is the list of its values, one for a single value.

    Raises:
        UnknownResultError: the function is not known here.
        ErrorResultError: its result is an error.
    """
    known = _OF_VALUES.get(name)
    if known is not None:
        return known([value for argument in arguments for value in argument])
    shaped = _OF_ARGUMENTS.get(name)
    if shaped is None:
        raise UnknownResultError(name)
    try:
        return shaped(arguments)
    except IndexError as error:
        raise UnknownResultError(name) from error


def number(value: Value) -> Decimal:
    """A value where a number is wanted.

    Raises:
        UnknownResultError: it is a text.
    """
    if value is None or isinstance(value, bool):
        return Decimal(bool(value))
    if isinstance(value, Decimal):
        return value
    raise UnknownResultError(f"text in sum: {value!r}")


def divided(left: Value, right: Value) -> Decimal:
    """A division.

    Raises:
        ErrorResultError: by nothing.
    """
    if not number(right):
        raise ErrorResultError("#DIV/0!")
    return number(left) / number(right)


def shown(value: Value) -> str:
    """A value where a text is wanted."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, Decimal):
        return format(value.normalize(), "f") if value else "0"
    return "" if value is None else value


def compare(left: Value, sign: str, right: Value) -> bool:
    """Whether a comparison holds; any text is greater than any number."""
    first, second = _alike(left, right), _alike(right, left)
    if isinstance(first, str) != isinstance(second, str):
        equal, less = False, isinstance(second, str)
    else:
        equal, less = first == second, first < second  # type: ignore[operator]
    return {
        "=": equal,
        "<>": not equal,
        "<": less,
        ">": not less and not equal,
        "<=": less or equal,
        ">=": not less,
    }[sign]


def day_number(day: date) -> Decimal:
    """A day as sheets count it."""
    return Decimal((day - _FIRST_DAY).days)


def _alike(value: Value, other: Value) -> Decimal | str:
    """A blank cell counts as an empty text beside a text, as 0 beside a number."""
    if value is None:
        return "" if isinstance(other, str) else Decimal(0)
    if isinstance(value, bool):
        return Decimal(value)
    return value.lower() if isinstance(value, str) else value


def _numbers(values: Sequence[Value]) -> list[Decimal]:
    return [value for value in values if isinstance(value, Decimal)]


def _meets(value: Value, criterion: Value) -> bool:
    """Whether a value is what COUNTIF and its like look for."""
    if not isinstance(criterion, str):
        return value is not None and compare(value, "=", criterion)
    sign, told = (part or "" for part in _CRITERION.fullmatch(criterion).groups())  # type: ignore[union-attr]
    try:
        wanted: Value = Decimal(told)
    except ArithmeticError:
        wanted = told
    if isinstance(wanted, Decimal):
        holds = isinstance(value, Decimal) and compare(value, sign or "=", wanted)
        return holds or (sign == "<>" and not isinstance(value, Decimal))
    if sign in {"", "=", "<>"}:
        text = shown(value).lower()
        pattern = wanted.lower().replace("[", "[[]") if isinstance(wanted, str) else ""
        return fnmatch.fnmatchcase(text, pattern) != (sign == "<>")
    return isinstance(value, str) and compare(value, sign, wanted)


def _met(pairs: Arguments) -> list[bool]:
    """For ranges and criteria in turn: whether all hold, place by place."""
    if len(pairs) % 2 or len({len(area) for area in pairs[::2]}) != 1:
        raise UnknownResultError("criteria")
    tests = list(zip(pairs[::2], (one[0] for one in pairs[1::2]), strict=True))
    return [
        all(_meets(area[at], criterion) for area, criterion in tests) for at in range(len(pairs[0]))
    ]


def _sum_if(arguments: Arguments) -> Value:
    taken = arguments[2] if len(arguments) > 2 else arguments[0]
    return _sum_of(taken, _met(arguments[:2]))


def _sum_of(values: Sequence[Value], met: Sequence[bool]) -> Decimal:
    if len(values) != len(met):
        raise UnknownResultError("SUMIF")
    taken = [value for value, holds in zip(values, met, strict=True) if holds]
    return sum(_numbers(taken), Decimal(0))


def _average_if(arguments: Arguments) -> Value:
    taken = arguments[2] if len(arguments) > 2 else arguments[0]
    met = _met(arguments[:2])
    count = sum(1 for value, holds in zip(taken, met, strict=True) if holds and _numbers([value]))
    return divided(_sum_of(taken, met), Decimal(count))


def _sum_of_products(arguments: Arguments) -> Value:
    if len({len(argument) for argument in arguments}) != 1:
        raise UnknownResultError("SUMPRODUCT")
    total = Decimal(0)
    for values in zip(*arguments, strict=True):
        product = Decimal(1)
        for value in values:
            product *= value if isinstance(value, Decimal) else 0
        total += product
    return total


def _match(arguments: Arguments) -> Value:
    if len(arguments) < 3 or number(arguments[2][0]):
        raise UnknownResultError("MATCH")
    for at, value in enumerate(arguments[1], 1):
        if value is not None and compare(value, "=", arguments[0][0]):
            return Decimal(at)
    raise ErrorResultError("#N/A")


def _rank(arguments: Arguments) -> Value:
    sought, values = number(arguments[0][0]), _numbers(arguments[1])
    rising = len(arguments) > 2 and bool(number(arguments[2][0]))
    if sought not in values:
        raise ErrorResultError("#N/A")
    return Decimal(1 + sum(1 for one in values if (one < sought if rising else one > sought)))


def _subtotal(arguments: Arguments) -> Value:
    kind = int(number(arguments[0][0])) % 100
    name = {1: "AVERAGE", 2: "COUNT", 3: "COUNTA", 4: "MAX", 5: "MIN", 9: "SUM"}.get(kind, "")
    return call(name, arguments[1:])


def _rounded(mode: str) -> Callable[[Sequence[Value]], Value]:
    def to_places(values: Sequence[Value]) -> Value:
        if len(values) != 2:
            raise UnknownResultError(mode)
        return number(values[0]).quantize(Decimal(1).scaleb(-int(number(values[1]))), mode)

    return to_places


def _average(values: Sequence[Value]) -> Value:
    return divided(sum(_numbers(values), Decimal(0)), Decimal(len(_numbers(values))))


def _only(values: Sequence[Value]) -> Value:
    if len(values) != 1:
        raise UnknownResultError("one value")
    return values[0]


def _mod(values: Sequence[Value]) -> Value:
    left, right = (number(value) for value in values)
    return left - right * divided(left, right).to_integral_value(ROUND_FLOOR)


def _ceiling(values: Sequence[Value]) -> Value:
    left, step = (number(value) for value in values)
    return divided(left, step).to_integral_value(ROUND_CEILING) * step


def _part(values: Sequence[Value], *, from_end: bool) -> Value:
    text = shown(values[0])
    count = int(number(values[1])) if len(values) > 1 else 1
    if from_end:
        return text[max(0, len(text) - count) :]
    return text[:count]


def _middle(values: Sequence[Value]) -> Value:
    start = int(number(values[1])) - 1
    return shown(values[0])[start : start + int(number(values[2]))]


def _found(values: Sequence[Value], *, same_case: bool) -> Value:
    sought, text = shown(values[0]), shown(values[1])
    if not same_case:
        sought, text = sought.lower(), text.lower()
    start = int(number(values[2])) - 1 if len(values) > 2 else 0
    at = text.find(sought, start)
    if at < 0:
        raise ErrorResultError("#VALUE!")
    return Decimal(at + 1)


def _replaced(values: Sequence[Value]) -> Value:
    if len(values) != 3:
        raise UnknownResultError("SUBSTITUTE")
    return shown(values[0]).replace(shown(values[1]), shown(values[2]))


def _day(values: Sequence[Value]) -> date:
    return _FIRST_DAY + timedelta(days=int(number(_only(values))))


def _date(values: Sequence[Value]) -> Value:
    year, month, day = (int(number(value)) for value in values)
    months = year * 12 + month - 1
    return day_number(date(months // 12, months % 12 + 1, 1)) + day - 1


def _value(values: Sequence[Value]) -> Value:
    told = _only(values)
    if not isinstance(told, str):
        return number(told)
    try:
        return Decimal(told.strip().replace(",", ""))
    except ArithmeticError as error:
        raise ErrorResultError("#VALUE!") from error


_OF_VALUES: Mapping[str, Callable[[Sequence[Value]], Value]] = {
    "SUM": lambda values: sum(_numbers(values), Decimal(0)),
    "AVERAGE": _average,
    "COUNT": lambda values: Decimal(len(_numbers(values))),
    "COUNTA": lambda values: Decimal(sum(1 for value in values if value is not None)),
    "COUNTBLANK": lambda values: Decimal(sum(1 for value in values if value in {None, ""})),
    "MAX": lambda values: max(_numbers(values), default=Decimal(0)),
    "MIN": lambda values: min(_numbers(values), default=Decimal(0)),
    "ABS": lambda values: abs(number(_only(values))),
    "ROUND": _rounded("ROUND_HALF_UP"),
    "ROUNDUP": _rounded(ROUND_UP),
    "ROUNDDOWN": _rounded(ROUND_DOWN),
    "INT": lambda values: number(_only(values)).to_integral_value(ROUND_FLOOR),
    "CEILING": _ceiling,
    "MOD": _mod,
    "AND": all,
    "OR": any,
    "NOT": lambda values: not _only(values),
    "TRUE": lambda _values: True,
    "FALSE": lambda _values: False,
    "ISBLANK": lambda values: _only(values) is None,
    "ISTEXT": lambda values: isinstance(_only(values), str),
    "LEN": lambda values: Decimal(len(shown(_only(values)))),
    "TRIM": lambda values: " ".join(shown(_only(values)).split(" ")).strip(),
    "LEFT": lambda values: _part(values, from_end=False),
    "RIGHT": lambda values: _part(values, from_end=True),
    "MID": _middle,
    "FIND": lambda values: _found(values, same_case=True),
    "SEARCH": lambda values: _found(values, same_case=False),
    "SUBSTITUTE": _replaced,
    "CONCATENATE": lambda values: "".join(shown(value) for value in values),
    "VALUE": _value,
    "EXACT": lambda values: shown(values[0]) == shown(values[1]),
    "DATE": _date,
    "YEAR": lambda values: Decimal(_day(values).year),
    "MONTH": lambda values: Decimal(_day(values).month),
    "DAY": lambda values: Decimal(_day(values).day),
}
_OF_ARGUMENTS: Mapping[str, Callable[[Arguments], Value]] = {
    "COUNTIF": lambda arguments: Decimal(sum(_met(arguments))),
    "COUNTIFS": lambda arguments: Decimal(sum(_met(arguments))),
    "SUMIF": _sum_if,
    "SUMIFS": lambda arguments: _sum_of(arguments[0], _met(arguments[1:])),
    "AVERAGEIF": _average_if,
    "SUMPRODUCT": _sum_of_products,
    "MATCH": _match,
    "RANK": _rank,
    "SUBTOTAL": _subtotal,
}
