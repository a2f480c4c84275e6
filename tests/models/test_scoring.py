"""Self scores by their written methods, with the working shown."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.models.rules.scoring import Standing, points_of, read_rule, self_score

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
