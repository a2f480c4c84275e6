"""Shows a day or a time the way its cell does, by the number format it has."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from app.reports.forms.chinesedigits import in_signs, spelt
from app.reports.forms.formcodes import Shown, Token, digits_in, is_day

_WEEK = "一二三四五六日"
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def show_day(value: date | time | timedelta, sections: Sequence[Sequence[Token]]) -> Shown:
    """A day, a time or a length of time under its format."""
    section = sections[0]
    if isinstance(value, timedelta):
        whole = value
        moment = datetime(1899, 12, 30) + value  # noqa: DTZ001  (a sheet's days have no zone)
    elif isinstance(value, time):
        moment = datetime.combine(date(1899, 12, 30), value)
        whole = moment - datetime(1899, 12, 30)  # noqa: DTZ001
    elif isinstance(value, datetime):
        moment, whole = value, value - datetime(1899, 12, 30)  # noqa: DTZ001
    else:
        moment = datetime.combine(value, time())
        whole = moment - datetime(1899, 12, 30)  # noqa: DTZ001
    if not is_day(section):
        return Shown(f"{moment.year}年{moment.month}月{moment.day}日")
    moment, whole = _to_the_second(section, moment, whole)
    half = any(token.kind == "noon" for token in section)
    parts = (_day_part(token, moment, whole, half=half) for token in section)
    kind = digits_in(section)
    if kind:
        parts = (_day_spelt(part, token, kind) for part, token in zip(parts, section, strict=True))
    return Shown("".join(parts))


def _to_the_second(
    section: Sequence[Token], moment: datetime, whole: timedelta
) -> tuple[datetime, timedelta]:
    """A time rounded to what its format shows last, if that is seconds."""
    counts = any(t.kind in {"day", "elapsed"} and t.text[0] == "s" for t in section)
    if not counts or any(token.kind == "digits" for token in section):
        return moment, whole
    half = timedelta(milliseconds=500)
    return moment + half, whole + half


def _day_spelt(part: str, token: Token, kind: str) -> str:
    """A part of a day in Chinese signs: a year sign by sign, other numbers as they are read."""
    if token.kind not in {"day", "minute"} or not part.isdigit():
        return part
    return in_signs(part, kind) if token.text[0] in "ye" else spelt(str(int(part)), kind)


def _day_part(token: Token, moment: datetime, whole: timedelta, *, half: bool) -> str:
    if token.kind in ("text", "sign"):
        return "" if token.text == "@" else token.text
    if token.kind == "digits":
        return f"{moment.microsecond:06d}"[: len(token.text)]
    if token.kind == "noon":
        am, pm = token.text.split("/")
        return am if moment.hour < 12 else pm
    if token.kind == "minute":
        return f"{moment.minute:0{len(token.text)}d}"
    if token.kind == "elapsed":
        by = {"h": 3600, "m": 60, "s": 1}[token.text[0]]
        return f"{int(whole.total_seconds() // by):0{len(token.text)}d}"
    return _calendar(token.text, moment, half=half) if token.kind == "day" else ""


def _calendar(code: str, moment: datetime, *, half: bool) -> str:
    kind, width = code[0], len(code)
    weekday = moment.weekday()
    if kind in "ye":
        return f"{moment.year % 100:02d}" if kind == "y" and width < 3 else str(moment.year)
    if kind == "a":
        return ("星期" if width > 3 else "") + _WEEK[weekday]
    if kind == "m" and width > 2:
        name = _MONTHS[moment.month - 1]
        return name[:3] if width == 3 else name[0] if width == 5 else name
    if kind == "d" and width > 2:
        return _WEEKDAYS[weekday][:3] if width == 3 else _WEEKDAYS[weekday]
    hour = (moment.hour % 12 or 12) if half else moment.hour
    number = {"m": moment.month, "d": moment.day, "h": hour, "s": moment.second}[kind]
    return f"{number:0{min(width, 2)}d}"
