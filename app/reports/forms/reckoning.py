"""The results of a form's simple formulas, so that every reader shows the right number."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation, localcontext

from openpyxl.utils.cell import range_boundaries

from app.reports.forms.formfunctions import (
    ErrorResultError,
    UnknownResultError,
    Value,
    call,
    compare,
    day_number,
    divided,
    number,
    shown,
)
from app.reports.forms.formnumbers import show_value

Place = tuple[str, int, int]

_TOKENS = re.compile(
    r"\s*(?:(?P<text>\"(?:[^\"]|\"\")*\")|(?P<number>\d+(?:\.\d+)?(?:[Ee][+-]?\d+)?%?)"
    r"|(?P<area>(?:(?:'(?:[^']|'')+'|[\w.]+)!)?\$?[A-Z]{1,3}\$?\d+(?::\$?[A-Z]{1,3}\$?\d+)?(?![\w(]))"
    r"|(?P<truth>(?:TRUE|FALSE)(?![\w(.]))"
    r"|(?P<name>[A-Z][A-Z.]*(?=\())|(?P<sign><=|>=|<>|[-+*/^&=<>(),]))"
)
_LARGEST = 100_000
_CHOOSING = frozenset({"IF", "IFERROR", "IFNA", "ISERROR", "ISERR", "ISNA", "ISNUMBER"})


class Reckoner:
    """Works formulas out over the values and formulas of a workbook.

    Args:
        formulas: each formula without its sign ``=``, by sheet, row and column.
        value_of: the value of any other cell.
        today: the day TODAY() means; without one, formulas that ask for it are not reckoned.
    """

    def __init__(
        self,
        formulas: Mapping[Place, str],
        value_of: Callable[[Place], Value],
        today: date | None = None,
    ) -> None:
        self._formulas, self._value_of, self._today = formulas, value_of, today
        self._known: dict[Place, Value] = {}
        self._under_way: set[Place] = set()

    def result(self, place: Place) -> Value:
        """A formula's result.

        Raises:
            ErrorResultError: the result is an error, such as #DIV/0!.
            UnknownResultError: it is beyond the functions known here.
        """
        if place in self._known:
            return self._known[place]
        if place in self._under_way:
            raise UnknownResultError("circle")
        self._under_way.add(place)
        try:
            self._known[place] = self.told(self._formulas[place], place)
        finally:
            self._under_way.discard(place)
        return self._known[place]

    def told(self, formula: str, place: Place) -> Value:
        """What a formula gives that does not stand in the cell it speaks from.

        Raises:
            ErrorResultError: the result is an error, such as #DIV/0!.
            UnknownResultError: it is beyond the functions known here.
        """
        try:
            with localcontext() as context:
                context.prec = 17
                return _Reading(formula, place, self.value, self._today).whole()
        except (InvalidOperation, RecursionError, ValueError) as error:
            raise UnknownResultError(repr(error)) from error

    def value(self, place: Place) -> Value:
        """What a cell shows, whether a formula or a value."""
        return self.result(place) if place in self._formulas else self._value_of(place)


class _Reading:
    """Reads one formula from left to right, reckoning on the way."""

    def __init__(
        self, formula: str, place: Place, value: Callable[[Place], Value], today: date | None
    ) -> None:
        self._tokens = _split(formula)
        self._place, self._value, self._today, self._at = place, value, today, 0

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
            left = compare(left, sign, self._joined())
        return left

    def _joined(self) -> Value:
        left = self._sum()
        while self._take("&"):
            left = shown(left) + shown(self._sum())
        return left

    def _sum(self) -> Value:
        left = self._product()
        while sign := self._take("+", "-"):
            right = number(self._product())
            left = number(left) + right if sign == "+" else number(left) - right
        return left

    def _product(self) -> Value:
        left = self._single()
        while sign := self._take("*", "/"):
            right = number(self._single())
            left = number(left) * right if sign == "*" else divided(left, right)
        return left

    def _single(self) -> Value:
        if sign := self._take("-", "+"):
            operand = number(self._single())
            return -operand if sign == "-" else operand
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
        if kind == "truth":
            return token == "TRUE"
        if kind == "name":
            return self._call(token)
        raise UnknownResultError(token)

    def _places(self, token: str) -> list[Place]:
        sheet, _, area = token.rpartition("!")
        name = sheet.strip("'").replace("''", "'") or self._place[0]
        left, top, right, bottom = range_boundaries(area.replace("$", ""))
        if None in {left, top, right, bottom}:
            raise UnknownResultError(token)
        rows, columns = range(top or 1, (bottom or 0) + 1), range(left or 1, (right or 0) + 1)
        if len(rows) * len(columns) > _LARGEST:
            raise UnknownResultError(token)
        return [(name, row, column) for row in rows for column in columns]

    def _call(self, name: str) -> Value:
        self._expect("(")
        if name in _CHOOSING:
            return self._choice(name)
        if name in {"ROW", "COLUMN"}:
            return self._where(name)
        arguments: list[list[Value]] = []
        widths: list[int] = []
        while not self._take(")"):
            if arguments:
                self._expect(",")
            values, width = self._argument()
            arguments.append(values)
            widths.append(width)
        if name == "TODAY" and self._today:
            return day_number(self._today)
        if name in {"VLOOKUP", "INDEX"}:
            return _looked_up(name, arguments, widths)
        if name == "TEXT" and len(arguments) == 2:
            value = arguments[0][0]
            return shown(value) if value is None else show_value(value, shown(arguments[1][0])).text
        return call(name, arguments)

    def _argument(self) -> tuple[list[Value], int]:
        """The values of an argument, row by row, and how many stand in a row."""
        kind, token = self._tokens[self._at] if self._at < len(self._tokens) else ("", "")
        if kind == "area" and ":" in token:
            self._at += 1
            places = self._places(token)
            width = sum(1 for place in places if place[1] == places[0][1])
            return [self._value(place) for place in places], width
        if self._peek() in {",", ")"}:
            return [None], 1
        return [self._comparison()], 1

    def _where(self, name: str) -> Value:
        """ROW and COLUMN, of a cell or of the one the formula speaks from."""
        place = self._place
        if not self._take(")"):
            kind, token = self._tokens[self._at] if self._at < len(self._tokens) else ("", "")
            if kind != "area":
                raise UnknownResultError(token)
            self._at += 1
            place = self._places(token)[0]
            self._expect(")")
        return Decimal(place[1] if name == "ROW" else place[2])

    def _choice(self, name: str) -> Value:
        """IF, IFERROR and their like: the branch not taken may fail without harm."""
        branches: list[Value | Exception] = []
        while True:
            start = self._at
            try:
                branches.append(self._comparison())
            except (UnknownResultError, InvalidOperation) as error:
                branches.append(error)
                self._skip(start)
            if self._take(")"):
                break
            self._expect(",")
        first = branches[0]
        # What is merely beyond this reckoner is no error of the sheet's.
        is_error = isinstance(first, ErrorResultError)
        if name in {"IFERROR", "IFNA"}:
            chosen = branches[1] if is_error else first
        elif name != "IF" and (is_error or not isinstance(first, Exception)):
            return isinstance(first, Decimal) if name == "ISNUMBER" else is_error
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


def _looked_up(name: str, arguments: list[list[Value]], widths: list[int]) -> Value:
    """VLOOKUP of the very value, and INDEX."""
    if name == "INDEX":
        values, width = arguments[0], widths[0]
        row = int(number(arguments[1][0])) if len(arguments) > 1 else 1
        column = int(number(arguments[2][0])) if len(arguments) > 2 else 1
        if width > 1 and len(values) == width and len(arguments) == 2:
            row, column = 1, row
    else:
        if len(arguments) < 4 or arguments[3][0] not in {False, Decimal(0), None}:
            raise UnknownResultError("nearest")
        values, width = arguments[1], widths[1]
        firsts = values[::width]
        found = [at for at, value in enumerate(firsts, 1) if _is_like(value, arguments[0][0])]
        if not found:
            raise ErrorResultError("#N/A")
        row, column = found[0], int(number(arguments[2][0]))
    if row < 1 or column < 1:
        raise UnknownResultError("whole rows")
    if column > width or row > len(values) // width:
        raise ErrorResultError("#REF!")
    return values[(row - 1) * width + column - 1]


def _is_like(value: Value, sought: Value) -> bool:
    return value is not None and compare(value, "=", sought)
