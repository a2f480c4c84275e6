"""Reporting periods: a year, half, quarter or month with its days, its name and its due day."""

import calendar
import re
from dataclasses import dataclass
from datetime import date

_MONTHS = {"year": 12, "half": 6, "quarter": 3, "month": 1}
_LETTERS = {"half": "H", "quarter": "Q"}
_KEY = re.compile(r"(\d{4})(?:[-]?([HQ])(\d)|-(\d{1,2}))?", re.IGNORECASE)
_NUMERALS = "一二三四"
_RETURN_DAY = 10


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A reporting period.

    Attributes:
        year: the calendar year.
        kind: ``year``, ``half``, ``quarter`` or ``month``.
        number: which one of its year, from 1; 1 for a whole year.
    """

    year: int
    kind: str
    number: int = 1

    @classmethod
    def parse(cls, key: str) -> "Period":
        """Read a key: ``2020Q2``, ``2020H1``, ``2020-06`` or ``2020``.

        Raises:
            ValueError: it is none of these.
        """
        match = _KEY.fullmatch(key.strip())
        if match is None:
            raise ValueError(f"no period: {key!r}")
        year, letter, number, month = match.groups()
        kind = {"H": "half", "Q": "quarter"}[letter.upper()] if letter else "month"
        if letter is None and month is None:
            kind = "year"
        count = int(number or month or 1)
        if not 1 <= count <= 12 // _MONTHS[kind] or int(year) < 1:
            raise ValueError(f"no period: {key!r}")
        return cls(int(year), kind, count)

    @classmethod
    def of(cls, day: date, kind: str = "quarter") -> "Period":
        """The period of a kind that a day lies in."""
        return cls(day.year, kind, (day.month - 1) // _MONTHS[kind] + 1)

    @property
    def key(self) -> str:
        """The short form that sorts within its kind: ``2020Q2``, ``2020-06``."""
        if self.kind == "year":
            return f"{self.year:04d}"
        if self.kind == "month":
            return f"{self.year:04d}-{self.number:02d}"
        return f"{self.year:04d}{_LETTERS[self.kind]}{self.number}"

    @property
    def label(self) -> str:
        """The name printed: 2020年第二季度, 2020年上半年, 2020年6月, 2020年."""
        year = f"{self.year}年"
        if self.kind == "quarter":
            return f"{year}第{_NUMERALS[self.number - 1]}季度"
        if self.kind == "half":
            return f"{year}{'上' if self.number == 1 else '下'}半年"
        return f"{year}{self.number}月" if self.kind == "month" else year

    @property
    def start(self) -> date:
        """The first day."""
        return date(self.year, (self.number - 1) * _MONTHS[self.kind] + 1, 1)

    @property
    def end(self) -> date:
        """The last day."""
        month = self.number * _MONTHS[self.kind]
        return date(self.year, month, calendar.monthrange(self.year, month)[1])

    @property
    def return_due(self) -> date:
        """The day its return is due: the 10th of the month after it."""
        if self.end.month == 12:
            return date(min(self.year + 1, date.max.year), 1, _RETURN_DAY)
        return date(self.year, self.end.month + 1, _RETURN_DAY)

    @property
    def previous(self) -> "Period":
        """The period of the same kind just before."""
        if self.number > 1:
            return Period(self.year, self.kind, self.number - 1)
        return Period(self.year - 1, self.kind, 12 // _MONTHS[self.kind])

    @property
    def next(self) -> "Period":
        """The period of the same kind just after."""
        if self.number < 12 // _MONTHS[self.kind]:
            return Period(self.year, self.kind, self.number + 1)
        return Period(self.year + 1, self.kind, 1)

    @property
    def ending_together(self) -> tuple["Period", ...]:
        """This period, then those of other kinds that end on the same day: June, 2020Q2, 2020H1."""
        others = (Period.of(self.end, kind) for kind in _MONTHS if kind != self.kind)
        return (self, *(other for other in others if other.end == self.end))

    def contains(self, day: date) -> bool:
        """Whether a day lies in the period."""
        return self.start <= day <= self.end


def periods_of_year(year: int, kind: str = "quarter") -> tuple[Period, ...]:
    """All periods of a kind in a year, in order."""
    return tuple(Period(year, kind, n) for n in range(1, 12 // _MONTHS[kind] + 1))
