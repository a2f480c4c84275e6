"""The results of a form's simple formulas, so that every reader shows the right number."""

import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal, DivisionByZero, InvalidOperation, localcontext

from openpyxl.utils.cell import range_boundaries

Value = Decimal | str | bool | None
Place = tuple[str, int, int]

_TOKENS = re.compile(
    r"\s*(?:(?P<text>\"(?:[^\"]|\"\")*\")|(?P<number>\d+(?:\.\d+)?(?:[Ee][+-]?\d+)?%?)"
    r"|(?P<area>(?:(?:'(?:[^']|'')+'|[\w.]+)!)?\$?[A-Z]{1,3}\$?\d+(?::\$?[A-Z]{1,3}\$?\d+)?(?![\w(]))"
    r"|(?P<name>[A-Z][A-Z.]*(?=\())|(?P<sign><=|>=|<>|[-+*/^&=<>(),]))"
)
_LARGEST = 100_000


class UnknownResultError(Exception):
    """The formula uses something that is not reckoned here."""


class Reckoner:
    """Works formulas out over the values and formulas of a workbook.

    Args:
        formulas: each formula without its sign ``=``, by sheet, row and column.
        value_of: the value of any other cell.
    """

    def __init__(self, formulas: Mapping[Place, str], value_of: Callable[[Place], Value]) -> None:
        self._formulas, self._value_of = formulas, value_of
        self._known: dict[Place, Value] = {}
        self._under_way: set[Place] = set()

    def result(self, place: Place) -> Value:
        """A formula's result.

        Raises:
            UnknownResultError: it is beyond the few functions known here, or leads to an error.
        """
        if place in self._known:
            return self._known[place]
        if place in self._under_way:
            raise UnknownResultError("circle")
        self._under_way.add(place)
        try:
            with localcontext() as context:
                context.prec = 17
                value = _Reading(self._formulas[place], place[0], self.value).whole()
        except (DivisionByZero, InvalidOperation, RecursionError, ValueError) as error:
            raise UnknownResultError(repr(error)) from error
        finally:
            self._under_way.discard(place)
        self._known[place] = value
        return value

    def value(self, place: Place) -> Value:
        """What a cell shows, whether a formula or a value."""
        return self.result(place) if place in self._formulas else self._value_of(place)


class _Reading:
    """Reads one formula from left to right, reckoning on the way."""

    def __init__(self, formula: str, sheet: str, value: Callable[[Place], Value]) -> None:
        self._tokens = _split(formula)
        self._sheet, self._value, self._at = sheet, value, 0

    def whole(self) -> Value:
        value = self._comparison()
        if self._at < len(self._tokens):
            raise UnknownResultError(self._tokens[self._at][1])
        return Decimal(0) if value is None else value

    def _peek(self) -> str:
        return self._tokens[self._at][1] if self._at < len(self._tokens) else ""

    def _take(self, *signs: str) -> str:
        if self._at < len(self._tokens) and self._tokens[self._at][0] == "sign":
            sign = self._tokens[self._at][1]
            if sign in signs:
                self._at += 1
                return sign
        return ""

    def _expect(self, sign: str) -> None:
        if not self._take(sign):
            raise UnknownResultError(self._peek())

    def _comparison(self) -> Value:
        left = self._joined()
        while sign := self._take("=", "<>", "<", ">", "<=", ">="):
            left = _compare(left, sign, self._joined())
        return left

    def _joined(self) -> Value:
        left = self._sum()
        while self._take("&"):
            left = _shown(left) + _shown(self._sum())
        return left

    def _sum(self) -> Value:
        left = self._product()
        while sign := self._take("+", "-"):
            right = _number(self._product())
            left = _number(left) + right if sign == "+" else _number(left) - right
        return left

    def _product(self) -> Value:
        left = self._single()
        while sign := self._take("*", "/"):
            right = _number(self._single())
            left = _number(left) * right if sign == "*" else _number(left) / right
        return left

    def _single(self) -> Value:
        if sign := self._take("-", "+"):
            number = _number(self._single())
            return -number if sign == "-" else number
        if self._take("("):
            value = self._comparison()
            self._expect(")")
            return value
        return self._atom()

    def _atom(self) -> Value:
        if self._at >= len(self._tokens):
            raise UnknownResultError("end")
        kind, token = self._tokens[self._at]
        self._at += 1
        if kind == "text":
            return token[1:-1].replace('""', '"')
        if kind == "number":
            percent = token.endswith("%")
            return Decimal(token.rstrip("%")) / (100 if percent else 1)
        if kind == "area" and ":" not in token:
            return self._value(self._places(token)[0])
        if kind == "name":
            return self._call(token)
        raise UnknownResultError(token)

    def _places(self, token: str) -> list[Place]:
        sheet, _, area = token.rpartition("!")
        name = sheet.strip("'").replace("''", "'") or self._sheet
        left, top, right, bottom = range_boundaries(area.replace("$", ""))
        if None in {left, top, right, bottom}:
            raise UnknownResultError(token)
        rows, columns = range(top or 1, (bottom or 0) + 1), range(left or 1, (right or 0) + 1)
        if len(rows) * len(columns) > _LARGEST:
            raise UnknownResultError(token)
        return [(name, row, column) for row in rows for column in columns]

    def _call(self, name: str) -> Value:
        self._expect("(")
        if name in {"IF", "IFERROR"}:
            return self._choice(name)
        arguments: list[list[Value]] = []
        while not self._take(")"):
            if arguments:
                self._expect(",")
            arguments.append(self._argument())
        return _reckon(name, arguments)

    def _argument(self) -> list[Value]:
        kind, token = self._tokens[self._at] if self._at < len(self._tokens) else ("", "")
        if kind == "area" and ":" in token:
            self._at += 1
            return [self._value(place) for place in self._places(token)]
        return [self._comparison()]

    def _choice(self, name: str) -> Value:
        """IF and IFERROR: the branch not taken may fail without harm."""
        branches: list[Value | Exception] = []
        while True:
            start = self._at
            try:
                branches.append(self._comparison())
            except (UnknownResultError, DivisionByZero, InvalidOperation) as error:
                branches.append(error)
                self._skip(start)
            if self._take(")"):
                break
            self._expect(",")
        first = branches[0]
        if name == "IFERROR":
            # Only a division tells a true error from what is merely beyond this reckoner.
            chosen = branches[1] if isinstance(first, DivisionByZero | InvalidOperation) else first
        elif isinstance(first, Exception):
            raise first
        else:
            chosen = branches[1] if first else branches[2] if len(branches) > 2 else False
        if isinstance(chosen, Exception):
            raise chosen
        return chosen

    def _skip(self, start: int) -> None:
        """Go on behind an argument that could not be reckoned."""
        self._at, depth = start, 0
        while self._at < len(self._tokens):
            token = self._tokens[self._at][1]
            if depth == 0 and token in {",", ")"}:
                return
            depth += (token == "(") - (token == ")")
            self._at += 1


def _split(formula: str) -> list[tuple[str, str]]:
    tokens, at = [], 0
    formula = formula.strip()
    while at < len(formula):
        match = _TOKENS.match(formula, at)
        if match is None:
            raise UnknownResultError(formula[at:])
        tokens.append((str(match.lastgroup), match[str(match.lastgroup)]))
        at = match.end()
    return tokens


def _reckon(name: str, arguments: list[list[Value]]) -> Value:
    values = [value for argument in arguments for value in argument]
    known = _FUNCTIONS.get(name)
    if known is None:
        raise UnknownResultError(name)
    return known(values)


def _numbers(values: Sequence[Value]) -> list[Decimal]:
    return [value for value in values if isinstance(value, Decimal)]


def _rounded(values: Sequence[Value]) -> Decimal:
    if len(values) != 2:
        raise UnknownResultError("ROUND")
    unit = Decimal(1).scaleb(-int(_number(values[1])))
    return _number(values[0]).quantize(unit, "ROUND_HALF_UP")


def _number(value: Value) -> Decimal:
    if value is None or isinstance(value, bool):
        return Decimal(bool(value))
    if isinstance(value, Decimal):
        return value
    raise UnknownResultError(f"text in sum: {value!r}")


def _shown(value: Value) -> str:
    if isinstance(value, Decimal):
        return format(value.normalize(), "f") if value else "0"
    return "" if value is None else str(value)


def _compare(left: Value, sign: str, right: Value) -> bool:
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


def _alike(value: Value, other: Value) -> Decimal | str:
    """A blank cell counts as an empty text beside a text, as 0 beside a number."""
    if value is None:
        return "" if isinstance(other, str) else Decimal(0)
    if isinstance(value, bool):
        return Decimal(value)
    return value.lower() if isinstance(value, str) else value


_FUNCTIONS: Mapping[str, Callable[[Sequence[Value]], Value]] = {
    "SUM": lambda values: sum(_numbers(values), Decimal(0)),
    "AVERAGE": lambda values: sum(_numbers(values), Decimal(0)) / len(_numbers(values)),
    "COUNT": lambda values: Decimal(len(_numbers(values))),
    "COUNTA": lambda values: Decimal(sum(1 for value in values if value is not None)),
    "COUNTBLANK": lambda values: Decimal(sum(1 for value in values if value in {None, ""})),
    "MAX": lambda values: max(_numbers(values), default=Decimal(0)),
    "MIN": lambda values: min(_numbers(values), default=Decimal(0)),
    "ABS": lambda values: abs(_number(values[0] if len(values) == 1 else "")),
    "ROUND": _rounded,
    "AND": all,
    "OR": any,
}
