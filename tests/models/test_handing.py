"""How a handed line stands on a day, and how the next 交办单 is numbered."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.models.rules.handing import (
    LineState,
    Round,
    is_late,
    names_unit,
    next_number,
    rounds_by,
    stand,
)

DAY = date(2020, 6, 1)


def day(number: int) -> date:
    return DAY + timedelta(days=number)


ROUNDS = [
    Round(day(1), "returned", day(3)),
    Round(day(5), "accepted", day(8)),
]


@pytest.mark.parametrize(
    ("on", "state"),
    [
        (0, LineState.WAITING),
        (1, LineState.ANSWERED),
        (3, LineState.RETURNED),
        (5, LineState.ANSWERED),
        (7, LineState.ANSWERED),
        (8, LineState.SETTLED),
    ],
)
def test_the_last_round_of_the_day_decides(on: int, state: LineState) -> None:
    assert stand(ROUNDS, withdrawn_on=None, as_of=day(on)) is state


def test_what_is_withdrawn_waits_no_more_but_settled_stays_settled() -> None:
    assert stand([], withdrawn_on=day(2), as_of=day(2)) is LineState.WITHDRAWN
    assert stand([], withdrawn_on=day(2), as_of=day(1)) is LineState.WAITING
    assert stand(ROUNDS, withdrawn_on=day(9), as_of=day(9)) is LineState.SETTLED
    assert stand(ROUNDS[:1], withdrawn_on=day(4), as_of=day(4)) is LineState.WITHDRAWN


def test_late_is_past_its_day_and_not_settled() -> None:
    assert is_late(LineState.RETURNED, day(1), day(2))
    assert not is_late(LineState.WAITING, day(2), day(2))
    assert not is_late(LineState.SETTLED, day(1), day(2))
    assert not is_late(LineState.WITHDRAWN, day(1), day(2))
    assert not is_late(LineState.WAITING, None, day(2))


@given(
    st.lists(
        st.tuples(st.integers(0, 9), st.sampled_from(["", "returned", "accepted"])), max_size=4
    ),
    st.integers(0, 20),
)
def test_a_later_day_never_hides_an_answer(given_: list[tuple[int, str]], on: int) -> None:
    rounds = [Round(day(n), verdict, day(n + 1) if verdict else None) for n, verdict in given_]
    assert len(rounds_by(rounds, day(on))) <= len(rounds_by(rounds, day(on + 1)))
    state = stand(rounds, withdrawn_on=None, as_of=day(on))
    assert (state is LineState.WAITING) == all(n > on for n, _ in given_)


@pytest.mark.parametrize(
    ("numbers", "older", "following"),
    [
        ([], [], "交办〔2020〕1号"),
        (["交办〔2020〕1号", "交办〔2020〕2号"], [], "交办〔2020〕3号"),
        (["2020-07"], [], "2020-08"),
        (["攻坚交〔2020〕009号"], [], "攻坚交〔2020〕010号"),
        (["2020-07 交办第3号"], [], "2020-07 交办第4号"),
        ([], ["牛攻坚〔2019〕12号"], "牛攻坚〔2020〕1号"),
        (["交办〔2020〕5号", "交办〔2020〕2号"], [], "交办〔2020〕6号"),
        (["临时"], [], "交办〔2020〕1号"),
    ],
)
def test_numbers_go_on_in_the_offices_own_way(
    numbers: list[str], older: list[str], following: str
) -> None:
    assert next_number(numbers, 2020, older) == following


@given(st.integers(1, 300))
def test_no_number_is_given_twice(count: int) -> None:
    numbers: list[str] = []
    for _ in range(count):
        numbers.append(next_number(numbers, 2020))
    assert len(set(numbers)) == count


def test_every_village_is_meant_by_all_villages() -> None:
    own = frozenset({"漕溪村", "漕溪"})
    assert names_unit(["水利站", "漕溪"], own, "village")
    assert names_unit(["各村（社区）"], own, "village")
    assert names_unit(["各村、社区"], own, "village")
    assert not names_unit(["各村（社区）"], own, "department")
    assert not names_unit(["有关村"], own, "village")
    assert not names_unit(["漕溪村民小组"], own, "village")
