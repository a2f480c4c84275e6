"""What a column can print of a return's line: named fields, read to a text and its number."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal

from app.models.rules.pace import State
from app.models.views import ReturnHead, ReturnLine, TargetView

UNIT_SEPARATOR = "、"
NIL_REPORT = "零报告"
# A workbook keeps 15 significant digits; a longer number stays text so that none is lost.
_EXACT_DIGITS = 15
_SHEET_DIGITS = Context(prec=_EXACT_DIGITS, rounding=ROUND_HALF_UP)
_PLAIN_NUMBER = re.compile(r"-?(0|[1-9]\d*)(\.(\d+))?")
_KEYED = re.compile(r"(checkpoints|progress_texts|values)\.(.+)", re.DOTALL)
_LEVEL = re.compile(r"groups\.([1-9])(\+?)")
_COMPARATORS = {">=": "≥", "<=": "≤", "=": "", "~": "约"}
_ON_PACE = frozenset({State.ON_PACE, State.AHEAD, State.DONE, State.DONE_LATE})
_DONE = frozenset({State.DONE, State.DONE_LATE})

Raw = str | Decimal | int | None


@dataclass(frozen=True, slots=True)
class Value:
    """What a cell prints, and the number behind it under its workbook format."""

    text: str = ""
    number: Decimal | None = None
    number_format: str = "General"


BLANK = Value()


def is_field(name: str) -> bool:
    """Whether a format may name this field."""
    return name in _FIELDS or bool(_LEVEL.fullmatch(name) or _KEYED.fullmatch(name))


def read_field(line: ReturnLine, name: str, head: ReturnHead, *, number: str = "") -> Value:
    """What a line prints under a field; blank, ``/``, ``—`` and ``0`` stay four things.

    Args:
        line: the task's line.
        name: the field, see docs/formats.md; ``{year}`` and ``{period}`` in it are the head's.
        head: the return's head.
        number: the number format of the column, ``general`` or empty for text.
    """
    raw = _raw(line, name.replace("{year}", str(head.year)).replace("{period}", head.period))
    if raw is None or raw == "":
        return BLANK
    if isinstance(raw, str):
        return _written(raw) if number else Value(raw)
    return format_number(Decimal(raw), number or "general")


def group_level(name: str) -> int | None:
    """How many group levels, from the outermost, decide the field; None when all do."""
    level = _LEVEL.fullmatch(name)
    return int(level[1]) if level and not level[2] else None


def format_number(number: Decimal, code: str) -> Value:
    """A number as printed, with the workbook format under which it reads the same.

    Args:
        number: the value; a share is 0.739 for 73.9 %.
        code: ``general`` for as many places as it has, else such as ``0.0``, ``#,##0``, ``0.0%``.
    """
    if code == "general":
        number = _plain(number)
        places = max(0, -_exponent(number))
        code = "0." + "0" * places if places else "0"
    else:
        number = _SHEET_DIGITS.plus(number)
    text = _spell(number, code)
    if len(number.as_tuple().digits) > _EXACT_DIGITS:
        return Value(text)
    return Value(text, number, code)


def _plain(number: Decimal) -> Decimal:
    number = number.normalize()
    return Decimal(f"{number:f}") if number else Decimal(0)


def _exponent(number: Decimal) -> int:
    exponent = number.as_tuple().exponent
    return exponent if isinstance(exponent, int) else 0


def _spell(number: Decimal, code: str) -> str:
    percent = "%" if code.endswith("%") else ""
    shown = number * 100 if percent else number
    places = len(code.rstrip("%").partition(".")[2])
    shown = shown.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    return f"{shown:,f}{percent}" if code.startswith("#,##") else f"{shown:f}{percent}"


def _written(text: str) -> Value:
    """A text that may be a number keeps its spelling: ``2.0`` stays 2.0, ``007`` stays text."""
    match = _PLAIN_NUMBER.fullmatch(text)
    if not match or len(text) > _EXACT_DIGITS or Decimal(text).is_signed():
        return Value(text)
    places = len(match[3] or "")
    return Value(text, Decimal(text), "0." + "0" * places if places else "0")


def _raw(line: ReturnLine, name: str) -> Raw:
    if plain := _FIELDS.get(name):
        return plain(line)
    if level := _LEVEL.fullmatch(name):
        first = int(level[1]) - 1
        return _lines(line.groups[first:] if level[2] else line.groups[first : first + 1])
    if keyed := _KEYED.fullmatch(name):
        mapping: Mapping[str, str] = getattr(line, keyed[1])
        return mapping.get(keyed[2])
    return None


def _units(names: Iterable[str]) -> str:
    return UNIT_SEPARATOR.join(names)


def _lines(groups: Iterable[str]) -> str:
    return "\n".join(groups)


def state_of(line: ReturnLine) -> State | None:
    """The line's state, whether it carries the key or the printed word."""
    for state in State:
        if line.state in {state.value, state.label}:
            return state
    return None


def _state(line: ReturnLine) -> str:
    state = state_of(line)
    return state.label if state else line.state


def _is_done(line: ReturnLine) -> str:
    state = state_of(line)
    return "" if state is None else "是" if state in _DONE else "否"


def _is_on_pace(line: ReturnLine) -> str:
    """是 or 否; a task whose time has not come is neither, and says so."""
    state = state_of(line)
    if state is None or state is State.NOT_STARTED:
        return _state(line)
    return "是" if state in _ON_PACE else "否"


def _target(target: TargetView | None) -> str:
    """The target as words: 23台, ≥83.3%, 全部, 比2015年下降18%."""
    if target is None:
        return ""
    if target.comparator == "all":
        return "全部"
    if target.number is None:
        return ""
    size = format_number(target.number, "general").text + target.unit
    if target.change is not None:
        since = f"比{target.baseline_year}年" if target.baseline_year else ""
        return f"{since}{'下降' if target.change < 0 else '增长'}{size}"
    return _COMPARATORS.get(target.comparator, target.comparator) + size


def _amount_with_unit(line: ReturnLine) -> str:
    if line.amount is None:
        return ""
    unit = line.target.unit if line.target else ""
    return format_number(line.amount, "general").text + unit


def _progress(line: ReturnLine) -> str | None:
    return NIL_REPORT if line.nil_report and not line.progress_text else line.progress_text


def _ticks(line: ReturnLine) -> str:
    return f"{line.items_done}/{line.items}" if line.items else ""


_FIELDS: dict[str, Callable[[ReturnLine], Raw]] = {
    "serial": lambda line: line.serial,
    "groups": lambda line: _lines(line.groups),
    "text": lambda line: line.text,
    "acceptance": lambda line: line.acceptance,
    "deadline_text": lambda line: line.deadline_text,
    "lead": lambda line: _units(line.lead),
    "responsible": lambda line: _units(line.responsible),
    "assist": lambda line: _units(line.assist),
    "main_responsible": lambda line: _units(line.main_responsible),
    "score": lambda line: line.score,
    "scoring_method": lambda line: line.scoring_method,
    "target": lambda line: _target(line.target),
    "target_number": lambda line: line.target.number if line.target else None,
    "target_unit": lambda line: line.target.unit if line.target else None,
    "goal": lambda line: _target(line.target) or line.acceptance,
    "amount": lambda line: line.amount,
    "amount_with_unit": _amount_with_unit,
    "share": lambda line: line.share,
    "ticks": _ticks,
    "evidence": lambda line: line.evidence,
    "state": _state,
    "state_why": lambda line: line.state_why,
    "is_done": _is_done,
    "is_on_pace": _is_on_pace,
    "checkpoint": lambda line: line.checkpoint,
    "previous_text": lambda line: line.previous_text,
    "progress_text": _progress,
    "problems": lambda line: line.problems,
    "next_steps": lambda line: line.next_steps,
    "self_score": lambda line: line.self_score,
    "self_score_why": lambda line: line.self_score_why,
}
