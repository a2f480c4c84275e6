"""Where a problem stands: by its steps, its date and the day it is looked at."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.models.rules.closing import (
    ProblemJudgement,
    ProblemState,
    StepFacts,
    judge_problem,
    next_day,
)

NAMES = ("交办", "整改方案", "整改中", "完成整改", "验收", "公示", "销号")
DUE = date(2020, 6, 30)
DAYS = st.dates(date(2019, 1, 1), date(2022, 12, 31))


def steps(*days: date | None, names: tuple[str, ...] = NAMES) -> tuple[StepFacts, ...]:
    padded = (*days, *([None] * (len(names) - len(days))))
    return tuple(StepFacts(name, day) for name, day in zip(names, padded, strict=True))


def judged(
    *days: date | None, due: date | None = DUE, as_of: date = date(2020, 6, 1)
) -> ProblemJudgement:
    return judge_problem(steps(*days), due=due, as_of=as_of)


MAY = date(2020, 5, 4)
JULY = date(2020, 7, 6)


@pytest.mark.parametrize(
    ("days", "as_of", "state", "why"),
    [
        ((), date(2020, 6, 1), "not_started", "时限2020年6月30日，还有29天，7步都未完成。"),
        (
            (MAY, MAY),
            date(2020, 6, 1),
            "on_time",
            "时限2020年6月30日，还有29天，已完成2步，共7步，正在“整改中”。",
        ),
        (
            (MAY,),
            date(2020, 6, 15),
            "near",
            "时限2020年6月30日，还有15天，已完成1步，共7步，正在“整改方案”。",
        ),
        ((), DUE, "near", "时限2020年6月30日，今天到期，7步都未完成。"),
        ((), JULY, "overdue", "时限2020年6月30日，已超期6天，7步都未完成。"),
        ((MAY,) * 4, JULY, "rectified", "2020年5月4日完成整改，还差验收、公示、销号。"),
        (
            (MAY, MAY, MAY, JULY),
            JULY,
            "rectified",
            "2020年7月6日完成整改，比时限2020年6月30日晚6天，还差验收、公示、销号。",
        ),
        (
            (MAY,) * 4 + (JULY,) * 3,
            JULY,
            "closed",
            "2020年5月4日完成整改，2020年7月6日销号，未超时限2020年6月30日。",
        ),
        (
            (MAY, MAY, MAY) + (JULY,) * 4,
            JULY,
            "closed_late",
            "2020年7月6日完成整改并销号，比时限2020年6月30日晚6天。",
        ),
    ],
)
def test_the_state_and_why(days: tuple[date, ...], as_of: date, state: str, why: str) -> None:
    judgement = judged(*days, as_of=as_of)
    assert (judgement.state.value, judgement.why) == (state, why)


def test_closing_without_the_steps_before_counts_by_its_own_day_and_says_so() -> None:
    judgement = judged(None, None, None, None, None, None, JULY, as_of=JULY)
    assert judgement.state is ProblemState.CLOSED_LATE
    assert "前面还有6步未登记" in judgement.why


def test_without_a_date_nothing_is_near_or_late() -> None:
    assert judged(due=None).state is ProblemState.NOT_STARTED
    assert judged(MAY, due=None).why == "已完成1步，共7步，正在“整改方案”，没有整改时限。"
    assert judged(*(JULY,) * 7, due=None, as_of=JULY).state is ProblemState.CLOSED


def test_a_problem_without_steps_is_judged_by_its_date_alone() -> None:
    assert judge_problem((), due=DUE, as_of=JULY).state is ProblemState.OVERDUE
    assert "还没有整改步骤" in judge_problem((), due=None, as_of=JULY).why


def test_the_day_planned_for_rectifying_stands_for_a_missing_date() -> None:
    planned = tuple(StepFacts(name, due=DUE if name == "完成整改" else None) for name in NAMES)
    assert judge_problem(planned, due=None, as_of=JULY).state is ProblemState.OVERDUE


def test_a_step_past_its_planned_day_is_told() -> None:
    planned = (StepFacts("整改方案", due=MAY), StepFacts("销号"))
    judgement = judge_problem(planned, due=DUE, as_of=date(2020, 6, 1))
    assert judgement.why.endswith("；“整改方案”计划2020年5月4日，已过28天。")


def test_the_next_day_is_the_nearer_of_the_step_and_the_date() -> None:
    planned = (StepFacts("整改方案", due=MAY), StepFacts("完成整改"), StepFacts("销号", due=JULY))
    assert next_day(planned, due=DUE, as_of=MAY) == MAY
    done = (StepFacts("整改方案", MAY), StepFacts("完成整改"), StepFacts("销号", due=JULY))
    assert next_day(done, due=DUE, as_of=MAY) == DUE
    put_right = (StepFacts("完成整改", MAY), StepFacts("销号", due=JULY))
    assert next_day(put_right, due=DUE, as_of=MAY) == JULY
    assert next_day((StepFacts("销号", MAY),), due=DUE, as_of=MAY) is None


@given(st.lists(st.none() | DAYS, max_size=7), st.none() | DAYS, DAYS)
def test_what_comes_later_changes_nothing(
    days: list[date | None], due: date | None, as_of: date
) -> None:
    names = NAMES[7 - len(days) :]
    later = [None if day and day > as_of else day for day in days]
    assert judge_problem(steps(*days, names=names), due=due, as_of=as_of) == judge_problem(
        steps(*later, names=names), due=due, as_of=as_of
    )


@given(st.lists(st.none() | DAYS, min_size=1, max_size=7), st.none() | DAYS, DAYS)
def test_closed_means_the_last_step_is_done(
    days: list[date | None], due: date | None, as_of: date
) -> None:
    names = NAMES[7 - len(days) :]
    judgement = judge_problem(steps(*days, names=names), due=due, as_of=as_of)
    closed = days[-1] is not None and days[-1] <= as_of
    assert (judgement.closed_on == days[-1]) == closed or days[-1] is None
    assert closed == (judgement.state in {ProblemState.CLOSED, ProblemState.CLOSED_LATE})
    assert judgement.why.endswith("。")


@given(DAYS, st.integers(0, 400))
def test_a_closed_problem_stays_as_it_is(due: date, later: int) -> None:
    facts = steps(*(MAY,) * 7)
    now, then = MAY, MAY + timedelta(days=later)
    assert judge_problem(facts, due=due, as_of=now) == judge_problem(facts, due=due, as_of=then)
