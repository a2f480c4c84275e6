"""分解到村: parts that agree with the target, reports that agree with ticks, all undoable."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import UserError
from app.models.breakdown import Share, ShareReport
from app.models.database import Ledger
from app.models.registers import SplitRow
from app.models.rules.splitting import can_be_split, even_parts
from app.models.tasks import Target
from app.models.tracking import Progress
from app.models.units import Unit
from app.services.breakdown.items import add_items, change_items, tick_items
from app.services.breakdown.shares import (
    add_villages,
    drop_unit_shares,
    report_share,
    report_shares,
    set_share,
    set_shares,
    split_by_items,
    split_evenly,
    split_rows,
    split_units,
    take_reports,
)
from app.services.history.journal import redo, undo, undo_state
from app.services.work.sharing import share_doubts
from app.services.work.tasks import change_target
from tests.ledgers import a_list, a_task, boilers, count_of

VILLAGES = ("漕溪村", "塘口村", "人民社区", "卢家巷村")
Q2 = "2020Q2"


def villages(ledger: Ledger) -> list[int]:
    add_villages(ledger, VILLAGES)
    return [unit.id for unit in split_units(ledger)]


def only(ledger: Ledger) -> SplitRow:
    (row,) = split_rows(ledger)
    return row


def amounts(row: SplitRow) -> dict[str, Decimal | None]:
    return {share.unit: share.amount for share in row.shares}


@pytest.fixture
def row(ledger: Ledger) -> SplitRow:
    """The 23 boilers, with four villages to split them over."""
    boilers(ledger)
    villages(ledger)
    return only(ledger)


def test_villages_are_added_by_their_names_in_one_step(ledger: Ledger) -> None:
    assert add_villages(ledger, ["漕溪村", " 塘口村 ", "", "漕溪村"]) == 2
    assert add_villages(ledger, ["塘口村", "人民社区"]) == 1
    assert [unit.name for unit in split_units(ledger)] == ["漕溪村", "塘口村", "人民社区"]
    undo(ledger)
    undo(ledger)
    assert split_units(ledger) == ()


def test_a_name_known_as_something_else_becomes_a_village(ledger: Ledger) -> None:
    with ledger.transaction("a", "a") as work:
        work.session.add(Unit(name="沿河自然组", kind="other"))
    assert add_villages(ledger, ["沿河自然组"]) == 1
    assert split_units(ledger)[0].kind == "village"


def test_a_target_is_split_and_the_rest_is_known(ledger: Ledger, row: SplitRow) -> None:
    first, second, *_ = villages(ledger)
    assert (row.total, row.measure, row.left) == (Decimal(23), "台", Decimal(23))
    cells = {(row.target_id, first): Decimal(12), (row.target_id, second): Decimal(9)}
    assert set_shares(ledger, cells) == 2
    assert amounts(only(ledger)) == {"漕溪村": Decimal(12), "塘口村": Decimal(9)}
    assert only(ledger).left == Decimal(2)
    assert undo_state(ledger).undo == "分解“目标 23台” 2 处"
    undo(ledger)
    assert only(ledger).shares == ()
    redo(ledger)
    assert only(ledger).left == Decimal(2)


def test_a_part_taken_out_leaves_nothing_behind(ledger: Ledger, row: SplitRow) -> None:
    first = villages(ledger)[0]
    set_share(ledger, row.target_id, first, Decimal(3))
    set_share(ledger, row.target_id, first, None)
    assert count_of(ledger, Share) == 0
    undo(ledger)
    assert amounts(only(ledger)) == {"漕溪村": Decimal(3)}


def test_the_same_again_leaves_no_step(ledger: Ledger, row: SplitRow) -> None:
    first = villages(ledger)[0]
    set_share(ledger, row.target_id, first, Decimal(3))
    assert set_share(ledger, row.target_id, first, Decimal(3)) == 0
    undo(ledger)
    assert only(ledger).shares == ()


@pytest.mark.parametrize("amount", [Decimal(-1), Decimal("NaN"), Decimal("1.5")])
def test_strange_numbers_are_refused(ledger: Ledger, row: SplitRow, amount: Decimal) -> None:
    first = villages(ledger)[0]
    with pytest.raises(UserError, match="请"):
        set_share(ledger, row.target_id, first, amount)
    assert only(ledger).shares == ()


def test_kilometres_may_be_split_finely(ledger: Ledger) -> None:
    task_id = a_task(ledger, a_list(ledger), "整治河道10公里")
    change_target(ledger, task_id, number=Decimal(10), unit="公里")
    units = villages(ledger)[:3]
    target = only(ledger).target_id
    split_evenly(ledger, target, units)
    assert list(amounts(only(ledger)).values()) == [
        Decimal("3.34"), Decimal("3.33"), Decimal("3.33")
    ]  # fmt: skip
    set_share(ledger, target, units[0], Decimal("3.335"))
    assert only(ledger).left == Decimal("0.005")


def test_even_parts_of_objects_are_whole(ledger: Ledger, row: SplitRow) -> None:
    units = villages(ledger)
    split_evenly(ledger, row.target_id, units)
    assert list(amounts(only(ledger)).values()) == [Decimal(n) for n in (6, 6, 6, 5)]
    assert only(ledger).left == 0


def test_what_others_carry_is_left_to_them(ledger: Ledger, row: SplitRow) -> None:
    units = villages(ledger)
    set_share(ledger, row.target_id, units[3], Decimal(20))
    split_evenly(ledger, row.target_id, units[:2])
    assert list(amounts(only(ledger)).values()) == [Decimal(n) for n in (2, 1, 20)]
    set_share(ledger, row.target_id, units[3], Decimal(23))
    with pytest.raises(UserError, match="其他单位"):
        split_evenly(ledger, row.target_id, units[:2])
    with pytest.raises(UserError, match="选单位"):
        split_evenly(ledger, row.target_id, [])


@given(
    total=st.decimals(min_value=0, max_value=10**6, places=3),
    count=st.integers(min_value=1, max_value=80),
)
def test_even_parts_add_up_and_differ_by_one_step(total: Decimal, count: int) -> None:
    parts = even_parts(total, count, whole=False)
    assert sum(parts) == total
    assert max(parts) - min(parts) <= Decimal("0.01")
    objects = even_parts(total.to_integral_value(), count, whole=True)
    assert sum(objects) == total.to_integral_value()
    assert all(part == part.to_integral_value() for part in objects)
    assert list(objects) == sorted(objects, reverse=True)


def test_parts_follow_the_items_of_the_villages(ledger: Ledger) -> None:
    _, items = boilers(ledger)
    change_items(ledger, items[:12], unit="漕溪村")
    change_items(ledger, items[12:20], unit="塘口村")
    row = only(ledger)
    assert split_by_items(ledger, row.target_id) == 3
    assert amounts(only(ledger)) == {"漕溪村": Decimal(12), "塘口村": Decimal(8)}
    change_items(ledger, items[12:20], unit="漕溪村")
    split_by_items(ledger, row.target_id)
    assert amounts(only(ledger)) == {"漕溪村": Decimal(20)}


def test_items_without_units_make_no_parts(ledger: Ledger, row: SplitRow) -> None:
    with pytest.raises(UserError, match="责任单位"):
        split_by_items(ledger, row.target_id)


def test_a_task_with_items_alone_is_split_by_them(ledger: Ledger) -> None:
    task_id = a_task(ledger, a_list(ledger), "老旧管网排查")
    items = add_three(ledger, task_id)
    change_items(ledger, items[:2], unit="漕溪村")
    tick_items(ledger, items[:1], date(2020, 5, 1))
    (row,) = split_rows(ledger, period=Q2)
    assert (row.target_id, row.total, row.left) == (0, Decimal(3), Decimal(1))
    assert amounts(row) == {"漕溪村": Decimal(2)}
    assert row.shares[0].reports == {Q2: Decimal(1)}
    (before,) = split_rows(ledger, period="2020Q1")
    assert before.shares[0].reports == {"2020Q1": Decimal(0)}


def add_three(ledger: Ledger, task_id: int) -> list[int]:
    return list(add_items(ledger, task_id, ["甲路", "乙路", "丙路"]))


@pytest.mark.parametrize(
    ("unit", "comparator", "splits"),
    [("台", "=", True), ("公里", ">=", True), ("吨", "=", True), ("%", ">=", False),
     ("微克/立方米", "<=", False), ("天", ">=", False), ("个百分点", "=", False)],
)  # fmt: skip
def test_rates_are_nobodys_part(unit: str, comparator: str, splits: bool) -> None:
    assert can_be_split(unit, comparator, None) is splits
    assert not can_be_split(unit, comparator, Decimal(1))


def test_villages_report_cumulative_amounts(ledger: Ledger, row: SplitRow) -> None:
    first, second, *_ = villages(ledger)
    set_share(ledger, row.target_id, first, Decimal(12))
    report_share(ledger, "2020Q1", row.target_id, first, Decimal(3))
    cells = {(row.target_id, first): Decimal(5), (row.target_id, second): Decimal(1)}
    assert report_shares(ledger, Q2, cells) == 2
    shares = {share.unit: share for share in only(ledger).shares}
    assert shares["漕溪村"].reports == {"2020Q1": Decimal(3), Q2: Decimal(5)}
    assert (shares["塘口村"].amount, shares["塘口村"].reports) == (None, {Q2: Decimal(1)})
    undo(ledger)
    assert count_of(ledger, ShareReport) == 1
    assert "塘口村" not in amounts(only(ledger))


def test_a_report_taken_out_takes_an_empty_part_along(ledger: Ledger, row: SplitRow) -> None:
    second = villages(ledger)[1]
    report_share(ledger, Q2, row.target_id, second, Decimal(0))
    assert only(ledger).shares[0].reports == {Q2: Decimal(0)}
    report_share(ledger, Q2, row.target_id, second, None)
    assert count_of(ledger, Share) == 0
    undo(ledger)
    assert only(ledger).shares[0].reports == {Q2: Decimal(0)}


def test_the_sum_of_reports_becomes_the_tasks_amount_when_asked(
    ledger: Ledger, row: SplitRow
) -> None:
    first, second, *_ = villages(ledger)
    report_share(ledger, "2020Q1", row.target_id, second, Decimal(4))
    report_share(ledger, Q2, row.target_id, first, Decimal(5))
    assert count_of(ledger, Progress) == 0
    assert take_reports(ledger, row.target_id, Q2) == Decimal(9)
    with ledger.reading() as session:
        (entry,) = session.query(Progress).all()
        assert (entry.period, entry.amount) == (Q2, Decimal(9))
    undo(ledger)
    assert count_of(ledger, Progress) == 0


def test_nothing_reported_is_not_taken(ledger: Ledger, row: SplitRow) -> None:
    with pytest.raises(UserError, match="还没有报"):
        take_reports(ledger, row.target_id, Q2)


def test_only_the_first_target_counts_for_the_task(ledger: Ledger, row: SplitRow) -> None:
    with ledger.transaction("a", "a") as work:
        work.session.add(Target(task_id=row.task_id, position=1, number=Decimal(3), unit="家"))
    second = split_rows(ledger)[1]
    report_share(ledger, Q2, second.target_id, villages(ledger)[0], Decimal(1))
    with pytest.raises(UserError, match="第一个目标"):
        take_reports(ledger, second.target_id, Q2)


def test_contradictions_are_told(ledger: Ledger) -> None:
    task_id, items = boilers(ledger, ticked=2)
    change_items(ledger, items[:5], unit="漕溪村")
    (unit,) = (unit.id for unit in split_units(ledger))
    target = only(ledger).target_id
    assert share_doubts(ledger, task_id, Q2) == ()
    set_share(ledger, target, unit, Decimal(4))
    report_share(ledger, "2020Q1", target, unit, Decimal(6))
    report_share(ledger, Q2, target, unit, Decimal(5))
    assert share_doubts(ledger, task_id, Q2) == (
        "各村（社区）计划数合计 4，目标 23，差 19 台。",
        "各村（社区）上报合计 5，任务完成数 2，多 3 台。",
        "漕溪村上报 5 台，超过计划 4 台。",
        "漕溪村上报 5 台，比上期的 6 台少。",
        "漕溪村上报 5 台，清单中勾选 2 项。",
    )


def test_what_agrees_raises_no_doubt(ledger: Ledger) -> None:
    task_id, items = boilers(ledger, ticked=2)
    change_items(ledger, items, unit="漕溪村")
    target = only(ledger).target_id
    split_by_items(ledger, target)
    report_share(ledger, Q2, target, only(ledger).shares[0].unit_id, Decimal(2))
    assert share_doubts(ledger, task_id, Q2) == ()


def test_a_units_parts_go_and_come_back(ledger: Ledger, row: SplitRow) -> None:
    first = villages(ledger)[0]
    set_share(ledger, row.target_id, first, Decimal(12))
    report_share(ledger, Q2, row.target_id, first, Decimal(3))
    assert drop_unit_shares(ledger, first) == 1
    assert only(ledger).shares == ()
    undo(ledger)
    share = only(ledger).shares[0]
    assert (share.amount, share.reports) == (Decimal(12), {Q2: Decimal(3)})


def test_gone_targets_and_units_are_said(ledger: Ledger, row: SplitRow) -> None:
    with pytest.raises(UserError, match="已被删除"):
        set_share(ledger, row.target_id, 999, Decimal(1))
    with pytest.raises(UserError, match="已被删除"):
        set_share(ledger, 999, villages(ledger)[0], Decimal(1))
