"""Self score 自评分: what a task's points come to by its 计分办法, with the working shown.

No published definition of Ⅰ and Ⅱ exists; by their use Ⅰ gives all points or none, and Ⅱ gives
points in proportion, points x min(1, done / planned to date).
"""

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from app.models.rules.normalise import compact
from app.models.rules.pace import plain

_ALL_OR_NOTHING = re.compile(
    r"[ⅠI1一]|完成(?:计|得)满分.*(?:没有|未)完成(?:计|得)?0分|未完成不得分"
)
_PROPORTION = re.compile(r"[Ⅱ2二]|II|按(?:完成)?比例|比例(?:计|得)分")
_DEDUCTION = re.compile(
    r"每(?:低于|少于|超过|高于|减少|未达)\D*?(\d+(?:\.\d+)?)\D{0,8}扣(\d+(?:\.\d+)?)分"
)
_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Score:
    """Points earned, or None with the reason; ``working`` is a Chinese phrase that shows it."""

    points: Decimal | None
    working: str


@dataclass(frozen=True, slots=True)
class Standing:
    """What a score rests on.

    Attributes:
        done: the amount reached to date, or None when nothing is counted.
        planned: the amount planned to date, in the same unit.
        reached: the period's milestone is reached.
    """

    done: Decimal | None
    planned: Decimal | None
    reached: bool


def self_score(full: str, method: str, standing: Standing) -> Score:
    """The points a task earns.

    Args:
        full: 分值 as printed.
        method: 计分办法 as printed: Ⅰ, Ⅱ or words.
        standing: what is done and what was planned.
    """
    points = _number(full)
    if points is None:
        return Score(None, "没有分值")
    words = compact(method)
    if deduction := _DEDUCTION.search(words):
        return _deduct(points, deduction, standing)
    if _PROPORTION.fullmatch(words) or "比例" in words:
        return _in_proportion(points, standing)
    if _ALL_OR_NOTHING.fullmatch(words) or _ALL_OR_NOTHING.match(words):
        return _all_or_nothing(points, standing)
    return Score(None, f"计分办法“{method}”需人工评分" if words else "没有计分办法")


def _all_or_nothing(points: Decimal, standing: Standing) -> Score:
    if standing.reached:
        return Score(points, f"达到，计{plain(points)}分")
    return Score(Decimal(0), "未达到，计0分")


def _in_proportion(points: Decimal, standing: Standing) -> Score:
    if standing.done is None or not standing.planned:
        return _all_or_nothing(points, standing)
    share = min(Decimal(1), standing.done / standing.planned)
    earned = _round(points * share)
    asked = plain(_round(standing.planned))
    return Score(earned, f"{plain(points)}×min(1，{plain(standing.done)}÷{asked})＝{plain(earned)}")


def _deduct(points: Decimal, rule: re.Match[str], standing: Standing) -> Score:
    """每低于目标1天扣0.2分, down to zero (扣完为止)."""
    if standing.done is None or standing.planned is None:
        return Score(None, "没有完成数，需人工评分")
    step, loss = Decimal(rule[1]), Decimal(rule[2])
    over = rule[0].startswith(("每超过", "每高于"))
    behind = standing.done - standing.planned if over else standing.planned - standing.done
    if step <= 0 or behind <= 0:
        return Score(points, f"达到目标，计{plain(points)}分")
    steps = Decimal(int(behind / step))
    earned = max(Decimal(0), points - steps * loss)
    return Score(earned, f"{plain(points)}－{plain(steps)}×{plain(loss)}＝{plain(earned)}")


def _number(text: str) -> Decimal | None:
    try:
        number = Decimal(compact(text).removesuffix("分"))
    except InvalidOperation:
        return None
    return number if number.is_finite() and number >= 0 else None


def _round(number: Decimal) -> Decimal:
    return number.quantize(_CENT, ROUND_HALF_UP)
