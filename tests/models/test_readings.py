"""Monthly readings: the line of a change, how months are put together, what is left to come."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.models.rules.measure import Aim, Known, measure
from app.models.rules.readings import Gathering, Goal, gather, gathering_of, goal_of, leeway

END = date(2020, 12, 31)
JUNE = date(2020, 6, 30)
AIR = "微克/立方米"


def months(*amounts: str, year: int = 2020) -> list[tuple[str, Decimal]]:
    return [(f"{year}-{n:02d}", Decimal(text)) for n, text in enumerate(amounts, 1) if text]


@pytest.mark.parametrize(
    ("unit", "comparator", "change", "base", "number", "own", "bound"),
    [
        ("%", "=", "-20", "50", "40", "", "<="),
        ("%", ">=", "-18", "50", "41", "", "<="),
        ("%", "<=", "-5", "40", "38", "", ">="),
        ("%", "=", "10", "50", "55", "", ">="),
        ("百分点", ">=", "3.1", "71.8", "74.9", "%", ">="),
        ("吨", "=", "-5", "50", "45", "吨", "<="),
        ("%", "<=", "0", "50", "50", "", "<="),
        ("%", "=", "-20", None, None, "", "<="),
    ],
)
def test_a_change_against_a_base_is_a_line(
    unit: str, comparator: str, change: str, base: str | None, number: str | None, own: str,
    bound: str,
) -> None:  # fmt: skip
    goal = goal_of(
        abs(Decimal(change)), unit, comparator, Decimal(change), Decimal(base) if base else None
    )
    assert goal == Goal(Decimal(number) if number else None, own, bound)


def test_a_bare_concentration_is_a_ceiling() -> None:
    assert goal_of(Decimal(33), AIR, "=").is_ceiling
    assert not goal_of(Decimal(33), "台", "=").is_ceiling


@pytest.mark.parametrize(
    ("unit", "how"),
    [(AIR, "average"), ("%", "average"), ("吨/(月·平方公里)", "average"), ("天", "sum"),
     ("吨", "sum"), ("户", "latest"), ("公里", "latest")],
)  # fmt: skip
def test_the_unit_says_how_months_are_put_together(unit: str, how: str) -> None:
    assert gathering_of(unit) is Gathering(how)
    assert gathering_of(unit, "latest") is Gathering.LATEST


def test_only_months_that_are_over_count() -> None:
    held = months("30", "31", "32", "33", "34", "35", "99")
    assert gather(held, Gathering.SUM, date(2020, 6, 29)) is not None
    june = gather(held, Gathering.AVERAGE, JUNE)
    assert june is not None
    assert (june.value, june.words) == (Decimal("32.5"), "1—6月平均")
    may = gather(held, Gathering.AVERAGE, date(2020, 6, 29))
    assert may is not None
    assert may.value == Decimal(32)
    assert gather(held, Gathering.AVERAGE, date(2020, 1, 30)) is None


def test_missing_months_are_named_and_another_year_begins_anew() -> None:
    held = gather(months("30", "", "33"), Gathering.AVERAGE, JUNE)
    assert held is not None
    assert held.words == "1—3月平均（缺2月）"
    both = [*months("30", "30"), *months("50", year=2021)]
    later = gather(both, Gathering.AVERAGE, date(2021, 3, 1))
    assert later is not None
    assert (later.year, later.value) == (2021, Decimal(50))


def test_averages_round_to_even_with_one_figure_more() -> None:
    held = gather(months("33", "34", "33"), Gathering.AVERAGE, JUNE)
    assert held is not None
    assert held.value == Decimal("33.3")
    half = gather(months("0.1", "0.2", "0.1", "0.1"), Gathering.AVERAGE, JUNE)
    assert half is not None
    assert half.value == Decimal("0.12")


def test_what_is_left_for_the_rest_of_the_year() -> None:
    held = gather(months(*["40"] * 6), Gathering.AVERAGE, JUNE)
    assert held is not None
    left = leeway(held, Goal(Decimal(33), AIR, "<="), as_of=JUNE, due=END)
    assert left is not None
    assert (left.months, left.each, left.possible) == (6, Decimal(26), True)
    gone = leeway(held, Goal(Decimal(15), AIR, "<="), as_of=JUNE, due=END)
    assert gone is not None
    assert not gone.possible
    rate = gather(months(*["60"] * 10), Gathering.AVERAGE, date(2020, 10, 31))
    assert rate is not None
    never = leeway(rate, Goal(Decimal(80), "%", ">="), as_of=date(2020, 10, 31), due=END)
    assert never is not None
    assert not never.possible


def test_a_month_that_is_not_over_is_still_to_come() -> None:
    held = gather(months(*["40"] * 5), Gathering.AVERAGE, date(2020, 6, 15))
    assert held is not None
    left = leeway(held, Goal(Decimal(33), AIR, "<="), as_of=date(2020, 6, 15), due=END)
    assert left is not None
    assert (left.months, left.each) == (7, Decimal(28))


def test_a_change_against_a_base_is_held_in_the_base_s_unit() -> None:
    aim = Aim(Decimal(4), "%", "=", change=Decimal(-4), base=Decimal(1000))
    held = measure(aim, Known(reported=[(JUNE, Decimal(958))]), as_of=JUNE, due=END)
    assert (held.target, held.unit, held.comparator) == (Decimal(960), "", "<=")
    without = Aim(Decimal(4), "%", "=", change=Decimal(-4))
    assert measure(without, Known(), as_of=JUNE, due=END).unit in {"", "%"}


def air(*amounts: str, as_of: date, done_on: date | None = None) -> date | None:
    aim = Aim(Decimal(33), AIR, "<=")
    known = Known(readings=months(*amounts), done_on=done_on)
    return measure(aim, known, as_of=as_of, due=END).done_on


def test_an_average_is_decided_at_the_deadline_only() -> None:
    good, bad = ["30"] * 12, ["40"] * 12
    assert air(*good[:6], as_of=JUNE) is None
    assert air(*good, as_of=END) == END
    assert air(*good, as_of=date(2021, 1, 20)) == END
    assert air(*bad, as_of=date(2021, 1, 20)) is None
    assert air(*good[:6], as_of=date(2021, 1, 20)) is None
    assert air(*bad, as_of=JUNE, done_on=date(2020, 5, 1)) == date(2020, 5, 1)


def test_a_sum_is_done_in_the_month_it_is_reached() -> None:
    aim = Aim(Decimal(10), "吨", ">=")
    done = measure(aim, Known(readings=months("4", "4", "4")), as_of=JUNE, due=END)
    assert (done.amount, done.done_on, done.is_level) == (Decimal(12), date(2020, 3, 31), False)


def test_a_rate_reached_at_the_deadline_is_done_and_after_it_late() -> None:
    aim = Aim(Decimal(90), "%", ">=")
    at_end = Known(reported=[(END, Decimal(95))])
    later = Known(reported=[(END, Decimal(80)), (date(2021, 2, 1), Decimal(91))])
    looked = date(2021, 3, 1)
    assert measure(aim, at_end, as_of=looked, due=END).done_on == END
    assert measure(aim, later, as_of=looked, due=END).done_on == date(2021, 2, 1)
    assert measure(aim, at_end, as_of=date(2020, 12, 30), due=END).done_on is None


def test_readings_beat_reports_and_wait_for_the_base() -> None:
    known = Known(reported=[(JUNE, Decimal(7))], readings=months("30", "32"))
    assert measure(Aim(Decimal(33), AIR, "<="), known, as_of=JUNE, due=END).amount == Decimal(31)
    fall = Aim(Decimal(20), "%", "=", Decimal(-20))
    assert measure(fall, known, as_of=JUNE, due=END).amount == Decimal(7)


AMOUNTS = st.lists(st.integers(0, 100).map(Decimal), min_size=1, max_size=11)


@given(amounts=AMOUNTS, line=st.integers(1, 100).map(Decimal))
def test_holding_to_what_is_left_holds_the_year(amounts: list[Decimal], line: Decimal) -> None:
    """Fill the months to come with what they may average: the year comes out on the line."""
    keys = [f"2020-{n:02d}" for n in range(1, 13)]
    goal = Goal(line, AIR, "<=")
    held = list(zip(keys, amounts, strict=False))
    as_of = date(2020, len(amounts) + 1, 1)
    gathered = gather(held, Gathering.AVERAGE, as_of)
    assert gathered is not None
    left = leeway(gathered, goal, as_of=date(2020, len(amounts), 1), due=END)
    assert left is not None
    total = sum(amounts, Decimal(0)) + left.each * left.months
    assert abs(total / 12 - line) < Decimal("0.000001")
    assert left.possible == (left.each >= 0)


@given(amounts=AMOUNTS)
def test_an_average_lies_between_its_months(amounts: list[Decimal]) -> None:
    held = gather(months(*map(str, amounts)), Gathering.AVERAGE, END)
    assert held is not None
    assert min(amounts) <= held.value <= max(amounts)
