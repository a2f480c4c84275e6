"""Self score 自评分: a scoring method read as data, applied, and its working shown.

Ⅰ and Ⅱ have no published definition; by their use Ⅰ is the milestone reached or not, Ⅱ is
proportional to what was planned to date.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal, InvalidOperation

from app.models.rules.formula import read_formula
from app.models.rules.normalise import compact

ZERO = Decimal(0)
HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Score:
    """What the town gives itself.

    Attributes:
        points: the points, to two places; None when they can't be known.
        working: the calculation in Chinese, or why there is none.
    """

    points: Decimal | None
    working: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A scoring method as data.

    Attributes:
        kind: ``milestone`` full or nothing; ``share`` points x min(1, done / planned);
            ``deduct`` so many points for every step missed; ``linear`` factor x rate + constant;
            ``formula`` any sum over the named numbers; ``manual`` the clerk gives the points.
        name: what the working calls it.
        step: the size of one step of a deduction, in ``unit``.
        unit: 天, 名次, 个百分点, 家 and the like.
        per_step: the points a step costs.
        measure: ``short`` below the target, ``over`` above it, ``late`` past the deadline.
        whole_steps: a broken step counts as a whole one.
        factor: of a linear rule.
        constant: of a linear rule.
        nothing_below: a rate in per cent below which there are no points, or None.
        expression: of a formula.
    """

    kind: str
    name: str = ""
    step: Decimal = Decimal(1)
    unit: str = ""
    per_step: Decimal = ZERO
    measure: str = "short"
    whole_steps: bool = False
    factor: Decimal = ZERO
    constant: Decimal = ZERO
    nothing_below: Decimal | None = None
    expression: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a task stands when it is scored.

    Attributes:
        done: the cumulative amount, or the value of an indicator (95 for 95 %).
        planned: the amount planned to date.
        reached: whether the checkpoint of the period is reached.
        target: the number to reach in the end; without it what was planned stands for it.
        late_days: days past the deadline, 0 when in time.
        unit: of what is done; where it is a rate itself (or unknown) it is taken as per cent.
    """

    done: Decimal | None = None
    planned: Decimal | None = None
    reached: bool | None = None
    target: Decimal | None = None
    late_days: int | None = None
    unit: str = ""

    @property
    def rate(self) -> Decimal | None:
        """How much of the target is reached, in per cent."""
        if self.done is None or self.unit in {"", "%", "％"}:
            return self.done
        whole = self.planned if self.target is None else self.target
        return self.done / whole * HUNDRED if whole else None


_NUMBER = r"\d{1,12}(?:\.\d{1,6})?"
_MILESTONE = re.compile(
    r"完成.{0,6}?(?:计|得|给)?满分.{0,3}(?:没有|未|不|没)(?:能|按时|按期|如期)?(?:完成|达到?).{0,4}?(?:0分|零分|不得分|不计分)"
    r"|(?:未|没有|不)(?:按时|按期)?完成.{0,4}?(?:不得分|0分|零分)|达到?标?得?满分"
)
_SHARE = re.compile(r"按(?:照)?.{0,6}?(?:比例|完成率|进度|百分比)|比例(?:计|得|赋)分")
_DEDUCT = re.compile(
    rf"每(?P<way>低于|低|少于|少|未完成|未达到?|差|超过|超|高于|高|增加|上升|逾期|延迟|推迟|滞后|下降|落后|降低)"
    rf"[^\d,。;扣减]{{0,8}}?(?P<step>{_NUMBER})?(?P<unit>个百分点|百分点|个名次|名次|%|[\u4e00-\u9fff]{{1,3}}?),?"
    rf"(?:扣|减|递减|扣减|扣除)(?P<points>{_NUMBER})分"
)
_LINEAR = re.compile(
    rf"得分=(?P<factor>{_NUMBER})[×xX*·](?P<name>[^\d×+\-=,。;]{{1,16}})"
    rf"(?:(?P<sign>[+-])(?P<constant>{_NUMBER}))?(?![-\d×xX*÷/+])"
)
_FORMULA = re.compile(r"得分=(?P<text>[^,;。=]{1,120})")
_MANUAL = re.compile(r"由?(?:手工|人工|手动)(?:评分|打分|计分)")
_NOTHING_BELOW = re.compile(
    rf"(?:低于|小于|不足|<)(?P<rate>{_NUMBER})%.{{0,3}}?(?:不得分|不计分|0分|零分|为0|计0)"
)
_ONE = re.compile(r"(?:Ⅰ|I|i|一|1)(?:类|型|式|法)?")
_TWO = re.compile(r"(?:Ⅱ|II|ii|二|2)(?:类|型|式|法)?")
_NAMED = (
    (_ONE, Rule("milestone", "Ⅰ")),
    (_TWO, Rule("share", "Ⅱ")),
    (_MANUAL, Rule("manual", "手工评分")),
)
_OVER = {"超过", "超", "高于", "高", "增加", "上升"}
_LATE = {"逾期", "延迟", "推迟", "滞后"}


def read_rule(method: str) -> Rule | None:
    """The rule a scoring method states, or None when it can't be read."""
    words = compact(method).strip("。;,")
    for wording, rule in _NAMED:
        if wording.fullmatch(words):
            return rule
    below = _NOTHING_BELOW.search(words)
    floor = Decimal(below["rate"]) if below else None
    if formula := _formula_in(words, floor):
        return formula
    deduct = _DEDUCT.search(words)
    if deduct:
        return _deduction(deduct, words, floor)
    if _MILESTONE.search(words):
        return Rule("milestone", "完成计满分")
    return Rule("share", "按比例计分", nothing_below=floor) if _SHARE.search(words) else None


def _formula_in(words: str, floor: Decimal | None) -> Rule | None:
    """A formula over the named numbers, else a line over a rate of any name."""
    stated = _FORMULA.search(words)
    formula = read_formula(stated["text"]) if stated else None
    if formula is not None:
        return Rule("formula", "公式", expression=formula.text, nothing_below=floor)
    linear = _LINEAR.search(words)
    if linear is None:
        return None
    constant = Decimal(linear["constant"] or 0) * (-1 if linear["sign"] == "-" else 1)
    factor = Decimal(linear["factor"])
    return Rule("linear", linear["name"], factor=factor, constant=constant, nothing_below=floor)


def _deduction(found: re.Match[str], words: str, floor: Decimal | None) -> Rule:
    way = found["way"]
    step = Decimal(found["step"] or 1)
    return Rule(
        "deduct",
        f"每{way}{step}{found['unit']}扣{found['points']}分",
        step=step if step else Decimal(1),
        unit=found["unit"],
        per_step=Decimal(found["points"]),
        measure="late" if way in _LATE else "over" if way in _OVER else "short",
        whole_steps=bool(re.search(r"不足.{0,8}?按.{0,8}?计", words)) or way in _LATE,
        nothing_below=floor,
    )


def self_score(full: str, method: str, standing: Standing) -> Score:
    """The points of one task by its own scoring method.

    Args:
        full: 分值 as printed (2, 2分).
        method: 计分办法 as printed (Ⅰ, Ⅱ, 完成计满分…, 每低于目标1天扣0.2分, 得分=70×达标率-63).
        standing: what is done and what was planned.
    """
    points = points_of(full)
    if points is None:
        given = full.strip()
        return Score(None, f"分值“{given}”不是数字，请手工评分" if given else "没有分值")
    if not method.strip():
        return Score(None, "没有计分办法，请手工评分")
    rule = read_rule(method)
    if rule is None:
        return Score(None, f"计分办法“{method.strip()}”未能识别，请手工评分")
    return apply_rule(rule, points, standing)


KIND_WORDS = {
    "milestone": "达到计满分",
    "share": "按比例",
    "deduct": "扣分",
    "linear": "公式",
    "formula": "公式",
    "manual": "手工评分",
}


def rule_words(rule: Rule) -> str:
    """A rule as a clerk writes it; `read_rule` reads the same rule out of it."""
    floor = "" if rule.nothing_below is None else f"，低于{_text(rule.nothing_below)}%不得分"
    match rule.kind:
        case "milestone":
            return "完成计满分，未完成计0分"
        case "share":
            return f"按完成比例计分{floor}"
        case "deduct":
            late = rule.measure == "late"
            whole = f"，不足1{rule.unit}按1{rule.unit}计" if rule.whole_steps and not late else ""
            return f"{rule.name}{whole}{floor}，扣完为止"
        case "linear":
            sign = "+" if rule.constant >= 0 else "-"
            tail = f"{sign}{_text(abs(rule.constant))}" if rule.constant else ""
            return f"得分={_text(rule.factor)}×{rule.name}{tail}{floor}"
        case "formula":
            return f"得分={rule.expression}{floor}"
    return "手工评分"


def could_bring(rule: Rule | None, full: Decimal, score: Score) -> Decimal:
    """The points that are still to be had: what is lost by being late stays lost."""
    if score.points is None:
        return full
    lost = rule is not None and rule.kind == "deduct" and rule.measure == "late"
    return ZERO if lost else full - score.points


def points_of(score: str) -> Decimal | None:
    """The number of a 分值 cell, or None."""
    found = re.fullmatch(rf"({_NUMBER})分?", compact(score))
    try:
        return Decimal(found[1]) if found else None
    except InvalidOperation:
        return None


def apply_rule(rule: Rule, full: Decimal, standing: Standing) -> Score:
    """The points a rule gives, never below 0 nor above the full points."""
    return _KINDS[rule.kind](rule, full, standing)


def _milestone(rule: Rule, full: Decimal, standing: Standing) -> Score:
    if standing.reached is None:
        return Score(None, "本期节点是否达到尚未认定")
    if standing.reached:
        return Score(_round(full), f"{rule.name}：节点已达到，计满分{_text(full)}分")
    return Score(ZERO, f"{rule.name}：节点未达到，计0分")


def _share(rule: Rule, full: Decimal, standing: Standing) -> Score:
    if standing.done is None or standing.planned is None or standing.planned <= 0:
        # Nothing is counted, or nothing planned yet: the checkpoint is all there is to go by.
        return _milestone(rule, full, standing)
    if _below(rule, standing):
        return Score(ZERO, f"{rule.name}：低于{_text(rule.nothing_below or ZERO)}%，计0分")
    share = min(Decimal(1), max(ZERO, standing.done / standing.planned))
    points = _round(full * share)
    quotient = f"{_text(standing.done)}÷{_text(standing.planned)}"
    return Score(points, f"{rule.name}：{_text(full)}分×min(1，{quotient})={_text(points)}分")


def _deduct(rule: Rule, full: Decimal, standing: Standing) -> Score:
    missed = _missed(rule, standing)
    if missed is None:
        wanted = "逾期天数" if rule.measure == "late" else "实际值和目标值"
        return Score(None, f"{rule.name}：缺{wanted}，无法计分")
    if _below(rule, standing):
        return Score(ZERO, f"{rule.name}：低于{_text(rule.nothing_below or ZERO)}%，计0分")
    steps = max(ZERO, missed) / rule.step
    if rule.whole_steps:
        steps = steps.to_integral_value(ROUND_CEILING)
    points = _round(max(ZERO, full - steps * rule.per_step))
    cost = f"{_text(_round(steps))}×{_text(rule.per_step)}"
    end = "，扣完为止" if steps * rule.per_step > full else ""
    return Score(points, f"{rule.name}：{_text(full)}-{cost}={_text(points)}分{end}")


def _missed(rule: Rule, standing: Standing) -> Decimal | None:
    """How far past the mark, in the rule's unit; negative when there is room left."""
    if rule.measure == "late":
        return None if standing.late_days is None else Decimal(standing.late_days)
    target = standing.planned if standing.target is None else standing.target
    if standing.done is None or target is None:
        return None
    gap = target - standing.done
    return -gap if rule.measure == "over" else gap


def _linear(rule: Rule, full: Decimal, standing: Standing) -> Score:
    rate = standing.rate
    if rate is None:
        return Score(None, f"还没有填写{rule.name}")
    if _below(rule, standing):
        return Score(ZERO, _nothing(rule.name, rule, rate))
    raw = rule.factor * rate / HUNDRED + rule.constant
    sign = "+" if rule.constant >= 0 else "-"
    tail = f"{sign}{_text(abs(rule.constant))}" if rule.constant else ""
    return _worked(f"{_text(rule.factor)}×{_text(rate)}%{tail}", raw, full)


def _formula(rule: Rule, full: Decimal, standing: Standing) -> Score:
    formula = read_formula(rule.expression)
    if formula is None:
        return Score(None, f"公式“{rule.expression}”未能识别，请改正计分规则")
    rate = standing.rate
    known = {
        "达标率": None if rate is None else rate / HUNDRED,
        "完成率": None if rate is None else rate / HUNDRED,
        "完成数": standing.done,
        "目标数": standing.target,
        "计划数": standing.planned,
        "分值": full,
    }
    values = {name: value for name, value in known.items() if value is not None}
    missing = [name for name in formula.names if name not in values]
    if missing:
        return Score(None, f"还没有填写{'、'.join(missing)}")
    if rate is not None and _below(rule, standing):
        return Score(ZERO, _nothing("达标率", rule, rate))
    raw = formula.result(values)
    if raw is None:
        return Score(None, f"得分={formula.text}：除数是0，无法计分")
    shown = formula.text
    for name in formula.names:
        of_rate = name.endswith("率")
        shown = shown.replace(
            name, f"{_text(values[name] * (HUNDRED if of_rate else 1))}{'%' if of_rate else ''}"
        )
    return _worked(shown, raw, full)


def _worked(shown: str, raw: Decimal, full: Decimal) -> Score:
    """A sum with its outcome, which is held between nothing and the full points."""
    points = _round(min(full, max(ZERO, raw)))
    note = "" if points == _round(raw) else f"，计{_text(points)}分"
    return Score(points, f"得分={shown}={_text(_round(raw))}{note}")


def _nothing(name: str, rule: Rule, rate: Decimal) -> str:
    return f"{name}{_text(rate)}%，低于{_text(rule.nothing_below or ZERO)}%，计0分"


def _manual(_rule: Rule, _full: Decimal, _standing: Standing) -> Score:
    return Score(None, "手工评分：请填写自评分")


def _below(rule: Rule, standing: Standing) -> bool:
    floor, rate = rule.nothing_below, standing.rate
    return floor is not None and rate is not None and rate < floor


def _round(number: Decimal) -> Decimal:
    return number.quantize(Decimal("0.01"), ROUND_HALF_UP)


def _text(number: Decimal) -> str:
    """A number without needless noughts."""
    whole = number.to_integral_value()
    return f"{whole:f}" if whole == number else f"{number.quantize(Decimal('0.01')).normalize():f}"


_KINDS: dict[str, Callable[[Rule, Decimal, Standing], Score]] = {
    "milestone": _milestone,
    "share": _share,
    "deduct": _deduct,
    "linear": _linear,
    "formula": _formula,
    "manual": _manual,
}
