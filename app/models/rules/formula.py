"""A clerk's formula over a few named numbers, read by a small parser of its own: 70×达标率-63."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from app.models.rules.normalise import compact

NAMES = ("达标率", "完成率", "完成数", "目标数", "计划数", "分值")
_LONGEST = 120
_TOKEN = re.compile(
    rf"(?P<number>\d{{1,12}}(?:\.\d{{1,6}})?)(?P<percent>%)?|(?P<name>{'|'.join(NAMES)})"
    r"|(?P<sign>[-+×xX*·÷/()])"
)
_TIMES, _BY = frozenset("×xX*·"), frozenset("÷/")


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula that was understood.

    Attributes:
        text: as it was written, spaces and widths folded.
        steps: numbers, names and signs in the order they are reckoned (each sign after its two
            numbers).
    """

    text: str
    steps: tuple[Decimal | str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The named numbers it asks for, each once."""
        return tuple(name for name in NAMES if name in self.steps)

    def result(self, values: Mapping[str, Decimal]) -> Decimal | None:
        """What it comes to; None when it divides by nothing."""
        held: list[Decimal] = []
        for step in self.steps:
            if isinstance(step, Decimal):
                held.append(step)
            elif step in values:
                held.append(values[step])
            else:
                right, left = held.pop(), held.pop()
                if step == "÷" and not right:
                    return None
                held.append(_reckon(step, left, right))
        return held[0]


class _UnreadableError(Exception):
    """The text is no formula."""


def read_formula(text: str) -> Formula | None:
    """The formula a text states; None where anything in it is not understood."""
    words = compact(text)
    if not words or len(words) > _LONGEST:
        return None
    try:
        reader = _Reader(_split(words))
        reader.whole()
    except _UnreadableError:
        return None
    return Formula(words, tuple(reader.steps))


def _split(words: str) -> list[Decimal | str]:
    tokens: list[Decimal | str] = []
    at = 0
    while at < len(words):
        found = _TOKEN.match(words, at)
        if found is None:
            raise _UnreadableError(words[at:])
        at = found.end()
        if found["number"]:
            number = Decimal(found["number"])
            tokens.append(number / 100 if found["percent"] else number)
        else:
            tokens.append(found["name"] or _sign(found["sign"]))
    return tokens


def _sign(sign: str) -> str:
    """One spelling of each sign."""
    return "×" if sign in _TIMES else "÷" if sign in _BY else sign


def _reckon(sign: str, left: Decimal, right: Decimal) -> Decimal:
    match sign:
        case "+":
            return left + right
        case "-":
            return left - right
        case "×":
            return left * right
        case _:
            return left / right


class _Reader:
    """Reads from left to right; × and ÷ before + and -."""

    def __init__(self, tokens: list[Decimal | str]) -> None:
        self._tokens = tokens
        self._at = 0
        self.steps: list[Decimal | str] = []

    def whole(self) -> None:
        self._sum()
        if self._at < len(self._tokens):
            raise _UnreadableError

    def _take(self, *signs: str) -> str:
        token = self._tokens[self._at] if self._at < len(self._tokens) else ""
        if isinstance(token, str) and token in signs:
            self._at += 1
            return token
        return ""

    def _sum(self) -> None:
        self._product()
        while sign := self._take("+", "-"):
            self._product()
            self.steps.append(sign)

    def _product(self) -> None:
        self._single()
        while sign := self._take("×", "÷"):
            self._single()
            self.steps.append(sign)

    def _single(self) -> None:
        if self._take("-"):
            self.steps.append(Decimal(0))
            self._single()
            self.steps.append("-")
        elif self._take("("):
            self._sum()
            if not self._take(")"):
                raise _UnreadableError
        else:
            self._atom()

    def _atom(self) -> None:
        token = self._tokens[self._at] if self._at < len(self._tokens) else ""
        if isinstance(token, str) and token not in NAMES:
            raise _UnreadableError
        self.steps.append(token)
        self._at += 1
