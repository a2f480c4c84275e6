"""Self scores by their written methods, with the working shown."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.models.rules.formula import NAMES, read_formula
from app.models.rules.scoring import (
    Standing,
    could_bring,
    points_of,
    read_rule,
    rule_words,
    self_score,
)

D = Decimal


@pytest.mark.parametrize(
    "method", ["Ⅰ", "I", "完成计满分没有完成计0分", "完成得满分，未完成不得分"]
)
def test_the_milestone_gives_all_or_nothing(method: str) -> None:
    assert self_score("2", method, Standing(reached=True)).points == D(2)
    assert self_score("2", method, Standing(reached=False)).points == D(0)
    unknown = self_score("2", method, Standing())
    assert unknown.points is None
    assert unknown.working == "本期节点是否达到尚未认定"


@pytest.mark.parametrize("method", ["Ⅱ", "II", "按完成比例计分", "按比例得分"])
def test_the_share_of_what_was_planned(method: str) -> None:
    score = self_score("2分", method, Standing(done=D(17), planned=D(23)))
    assert score.points == D("1.48")
    assert score.working.endswith("2分×min(1，17÷23)=1.48分")
    assert self_score("2", method, Standing(done=D(30), planned=D(23))).points == D(2)


def test_without_numbers_the_share_goes_by_the_checkpoint() -> None:
    assert self_score("2", "Ⅱ", Standing(done=None, planned=D(5))).points is None
    assert self_score("2", "Ⅱ", Standing(planned=D(5), reached=True)).points == D(2)
    assert self_score("2", "Ⅱ", Standing(done=D(5), reached=False)).points == D(0)


@pytest.mark.parametrize(
    ("method", "facts", "points"),
    [
        ("每低于目标1天扣0.2分，扣完为止", {"done": D(296), "target": D(300)}, "4.2"),
        ("每低于目标1天扣0.2分，扣完为止", {"done": D(310), "target": D(300)}, "5"),
        ("每低于目标1天扣0.2分，扣完为止", {"done": D(200), "target": D(300)}, "0"),
        ("每超过1个百分点扣0.5分", {"done": D(12), "target": D(10)}, "4"),
        ("每低于目标1个百分点扣1分", {"done": D("88.5"), "target": D(90)}, "3.5"),
        (
            "每低于1个百分点扣1分，不足1个百分点按1个百分点计",
            {"done": D("88.5"), "target": D(90)},
            "3",
        ),
        ("按时完成得满分，每逾期1天扣0.5分", {"late_days": 3}, "3.5"),
        ("按时完成得满分，每逾期1天扣0.5分", {"late_days": 0}, "5"),
        ("每少2家扣1分", {"done": D(6), "target": D(10)}, "3"),
    ],
)
def test_deductions(method: str, facts: dict[str, Decimal], points: str) -> None:
    score = self_score("5", method, Standing(**facts))  # type: ignore[arg-type]
    assert score.points == D(points)
    assert score.working


def test_a_deduction_without_its_facts_says_what_is_missing() -> None:
    assert self_score("5", "每低于目标1天扣0.2分", Standing()).working.endswith(
        "缺实际值和目标值，无法计分"
    )
    assert self_score("5", "每逾期1天扣0.5分", Standing()).working.endswith("缺逾期天数，无法计分")


@pytest.mark.parametrize(
    ("rate", "points"), [("100", "7"), ("95", "3.5"), ("90", "0"), ("80", "0")]
)
def test_linear_formula(rate: str, points: str) -> None:
    method = "得分=70×达标率-63，达标率低于90%不得分"
    assert self_score("7", method, Standing(done=D(rate))).points == D(points)


def test_linear_formula_shows_its_working() -> None:
    assert (
        self_score("7", "得分＝70×达标率－63", Standing(done=D(95))).working == "得分=70×95%-63=3.5"
    )


@pytest.mark.parametrize(
    ("score", "method", "working"),
    [
        ("", "Ⅰ", "没有分值"),
        ("/", "Ⅰ", "分值“/”不是数字，请手工评分"),
        ("2", "", "没有计分办法，请手工评分"),
        ("2", "另行通知", "计分办法“另行通知”未能识别，请手工评分"),
    ],
)
def test_what_cannot_be_known_says_why(score: str, method: str, working: str) -> None:
    result = self_score(score, method, Standing(done=D(1), planned=D(1), reached=True))
    assert (result.points, result.working) == (None, working)


_AMOUNTS = st.none() | st.decimals(0, 10**9, places=3)


@given(
    st.one_of(st.text(), st.sampled_from(["Ⅰ", "Ⅱ", "每低于1天扣0.2分", "得分=70×达标率-63"])),
    _AMOUNTS,
    _AMOUNTS,
    st.none() | st.booleans(),
    _AMOUNTS,
    st.none() | st.integers(0, 9999),
)
def test_points_stay_between_nothing_and_full(
    method: str,
    done: Decimal | None,
    planned: Decimal | None,
    reached: bool | None,
    target: Decimal | None,
    late_days: int | None,
) -> None:
    standing = Standing(done, planned, reached, target, late_days)
    score = self_score("3", method, standing)
    assert score.working
    assert score.points is None or 0 <= score.points <= 3


@given(st.text(), st.text())
def test_never_raises(score: str, method: str) -> None:
    assert self_score(score, method, Standing(done=D(1), planned=D(2))).working


def test_a_rule_is_data() -> None:
    rule = read_rule("每低于目标1天扣0.2分")
    assert rule is not None
    assert (rule.step, rule.unit, rule.per_step) == (D(1), "天", D("0.2"))
    assert points_of("1.5分") == D("1.5")


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("70×达标率-63", "3.5"),
        ("70 * 达标率 － 63", "3.5"),
        ("分值×完成数÷目标数", "4.75"),
        ("(完成数-目标数)/2", "-2.5"),
        ("-2+3×4", "10"),
        ("2×(3+4)-1", "13"),
        ("8-3-2", "3"),
        ("8÷4÷2", "1"),
        ("90%×10", "9"),
    ],
)
def test_a_formula_is_reckoned_as_on_paper(text: str, result: str) -> None:
    formula = read_formula(text)
    assert formula is not None
    known = {"达标率": D("0.95"), "完成数": D(95), "目标数": D(100), "分值": D(5)}
    assert formula.result(known) == D(result)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "达标率达标率",
        "2+",
        "(2",
        "2)",
        "2**3",
        "__import__('os')",
        "完成数.real",
        "1;2",
        "2" * 200,
    ],
)
def test_what_is_no_formula_is_not_reckoned(text: str) -> None:
    assert read_formula(text) is None


def test_dividing_by_nothing_gives_no_points() -> None:
    score = self_score("5", "得分=5×完成数÷目标数", Standing(done=D(1), target=D(0)))
    assert score.points is None
    assert "除数是0" in score.working


@given(st.text("+-×÷()0123456789.%达标率完成数目标分值计划 ", max_size=140))
def test_any_text_is_a_formula_or_not(text: str) -> None:
    formula = read_formula(text)
    if formula is not None:
        formula.result({name: D(2) for name in NAMES})


_PARTS = st.integers(0, 99).map(str) | st.sampled_from(["完成数", "目标数"])


@given(st.lists(_PARTS, min_size=2, max_size=9), st.data())
def test_the_formula_agrees_with_python(parts: list[str], data: st.DataObject) -> None:
    signs = [data.draw(st.sampled_from("+-×")) for _ in parts[1:]]
    text = parts[0] + "".join(sign + part for sign, part in zip(signs, parts[1:], strict=True))
    formula = read_formula(text)
    assert formula is not None
    plain = text.replace("完成数", "17").replace("目标数", "23").replace("×", "*")
    assert formula.result({"完成数": D(17), "目标数": D(23)}) == D(sum(_signed(plain)))


def _signed(plain: str) -> list[int]:
    """The summands of a sum of products, reckoned the long way round."""
    found = []
    for part in plain.replace("-", "+-").split("+"):
        product = 1
        for factor in part.split("*"):
            product *= int(factor)
        found.append(product)
    return found


def test_a_formula_of_a_count_goes_by_its_share() -> None:
    score = self_score(
        "7", "得分=70×达标率-63，低于90%不得分", Standing(D(22), target=D(23), unit="台")
    )
    assert score.points == D("3.96")
    assert score.working == "得分=70×95.65%-63=3.96"
    low = self_score(
        "7", "得分=70×达标率-63，低于90%不得分", Standing(D(20), target=D(23), unit="台")
    )
    assert low.points == 0
    assert low.working == "达标率86.96%，低于90%，计0分"


@pytest.mark.parametrize(
    "method",
    [
        "Ⅰ",
        "Ⅱ",
        "完成计满分没有完成计0分",
        "按完成比例计分，低于60%不得分",
        "每低于目标1天扣0.2分，扣完为止",
        "每低于1个百分点扣1分，不足1个百分点按1个百分点计",
        "按时完成得满分，每逾期1天扣0.5分",
        "每少2家扣1分",
        "得分=70×达标率-63，达标率低于90%不得分",
        "得分=70×优良率-63",
        "得分=分值×(完成数+1)÷目标数",
        "手工评分",
    ],
)
def test_a_rule_in_words_reads_as_the_same_rule(method: str) -> None:
    rule = read_rule(method)
    assert rule is not None
    again = read_rule(rule_words(rule))
    assert again is not None
    assert rule_words(again) == rule_words(rule)
    for done in (D(0), D(9), D(17), D(23), D(30)):
        facts = Standing(done, D(20), done >= 20, D(23), 3, "台")
        assert apply(method, facts) == apply(rule_words(rule), facts)


def apply(method: str, facts: Standing) -> Decimal | None:
    return self_score("5", method, facts).points


def test_what_is_lost_by_being_late_stays_lost() -> None:
    late, share = "每逾期1天扣0.5分", "Ⅱ"
    facts = Standing(done=D(1), planned=D(2), late_days=2)
    assert could_bring(read_rule(late), D(5), self_score("5", late, facts)) == 0
    assert could_bring(read_rule(share), D(5), self_score("5", share, facts)) == D("2.5")
    unknown = self_score("5", "手工评分", facts)
    assert could_bring(read_rule("手工评分"), D(5), unknown) == 5
