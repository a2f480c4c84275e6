"""交办: answers of the units, accepted or sent back, and the amounts they offer to a task."""

from datetime import date
from decimal import Decimal

import pytest

from app.errors import UserError
from app.models.database import Ledger
from app.services.history.journal import undo
from app.services.queries import list_items, task_detail
from app.services.supervision.assignments import (
    Order,
    Thing,
    issue_assignments,
    same_to_each,
    withdraw_assignments,
)
from app.services.supervision.assignments_feedback import (
    accept,
    change_feedback,
    record_feedback,
    remove_feedback,
    reported_amounts,
    return_back,
    take_back_verdict,
    take_over_amount,
)
from app.services.supervision.assignments_plan import look_up_things, plan_handing
from app.services.supervision.assignments_reading import (
    list_assignments,
)
from tests.ledgers import JUNE, a_list, a_task, boilers
from tests.services.handing.hands import DUE, MAY, the_line, the_order, villages


def test_several_rounds_are_kept_until_one_is_accepted(ledger: Ledger, line: int) -> None:
    record_feedback(ledger, [line], text="已完成", on=date(2020, 6, 1))
    assert the_line(ledger).state_label == "待审核"
    return_back(ledger, [line], "没有照片", on=date(2020, 6, 3), due=date(2020, 6, 20))
    assert (the_line(ledger).state_label, the_line(ledger).due) == ("已退回", date(2020, 6, 20))
    record_feedback(ledger, [line], text="补报照片", amount=Decimal(2), on=date(2020, 6, 15))
    accept(ledger, [line], on=date(2020, 6, 16), why="属实")
    shown = the_line(ledger)
    assert shown.state_label == "已办结"
    assert [(one.text, one.verdict, one.verdict_why) for one in shown.feedback] == [
        ("已完成", "returned", "没有照片"), ("补报照片", "accepted", "属实"),
    ]  # fmt: skip
    take_back_verdict(ledger, [line])
    assert the_line(ledger).state_label == "待审核"
    for _ in range(5):
        undo(ledger)
    assert (the_line(ledger).state_label, the_line(ledger).feedback) == ("待反馈", ())
    assert the_line(ledger).due == DUE


def test_an_earlier_day_shows_how_it_stood_then(ledger: Ledger, line: int) -> None:
    record_feedback(ledger, [line], text="已完成", on=date(2020, 6, 1))
    return_back(ledger, [line], "没有照片", on=date(2020, 6, 3))
    withdraw_assignments(ledger, [the_order(ledger).id], date(2020, 6, 20))
    states = {
        day: the_line(ledger, as_of=date(2020, *day)).state_label
        for day in ((5, 31), (6, 2), (6, 3), (6, 20))
    }
    assert list(states.values()) == ["待反馈", "待审核", "已退回", "已撤回"]
    assert the_line(ledger, as_of=date(2020, 6, 2)).feedback[0].verdict_why == ""
    assert the_order(ledger, as_of=date(2020, 6, 19)).withdrawn_on is None
    assert list_assignments(ledger, as_of=date(2020, 5, 9)) == ()


def test_accepting_ticks_the_item_only_when_asked(ledger: Ledger) -> None:
    _, items = boilers(ledger)
    issue_assignments(
        ledger, same_to_each(["漕溪村"], [Thing(item_id=i) for i in items[:2]]), on=MAY
    )
    first, second = (line.id for line in the_order(ledger).lines)
    accept(ledger, [first], on=JUNE)
    assert list_items(ledger)[0].done_on is None
    assert the_order(ledger).lines[0].item_open
    accept(ledger, [second], on=JUNE, tick=True)
    assert list_items(ledger)[1].done_on == JUNE
    undo(ledger)
    assert list_items(ledger)[1].done_on is None
    assert the_order(ledger).lines[1].state_label == "待反馈"


def test_amounts_of_three_villages_are_offered_to_the_task(ledger: Ledger) -> None:
    task = a_task(ledger, a_list(ledger))
    parts = zip(villages(ledger, "漕溪村", "塘口村", "丫河村"), (10, 8, 5), strict=True)
    orders = [
        Order(unit, (Thing(task_id=task, amount=Decimal(n), measure="台"),)) for unit, n in parts
    ]
    issue_assignments(ledger, orders, on=MAY, due=DUE)
    lines = [order.lines[0].id for order in list_assignments(ledger, as_of=JUNE)]
    assert reported_amounts(ledger, lines, period="2020Q2", as_of=JUNE) == ()
    for line in lines[:2]:
        record_feedback(ledger, [line], amount=Decimal(4), on=JUNE)
        accept(ledger, [line], on=JUNE)
    (offer,) = reported_amounts(ledger, lines[:1], period="2020Q2", as_of=JUNE)
    assert (offer.amount, offer.held, offer.units, offer.of_units) == (Decimal(8), None, 2, 3)
    take_over_amount(ledger, task, period="2020Q2", as_of=JUNE, amount=offer.amount)
    detail = task_detail(ledger, task, as_of=JUNE, period="2020Q2")
    assert (detail.task.amount, detail.progress[0].text) == (Decimal(8), None)
    assert reported_amounts(ledger, lines, period="2020Q2", as_of=JUNE) == ()
    undo(ledger)
    assert task_detail(ledger, task, as_of=JUNE, period="2020Q2").progress == ()


@pytest.mark.parametrize(
    ("amounts", "words"),
    [
        ((10, 8, 5), None),
        ((10, 8, 2), "合计 20 台，目标 23 台，还差 3 台"),
        ((10, 10, 10), "合计 30 台，目标 23 台，多出 7 台"),
    ],
)
def test_amounts_that_miss_the_target_are_told(
    ledger: Ledger, amounts: tuple[int, ...], words: str | None
) -> None:
    task = a_task(ledger, a_list(ledger))
    units = villages(ledger, "漕溪村", "塘口村", "丫河村")
    things = look_up_things(ledger, [Thing(task_id=task)], as_of=JUNE)
    given = dict(zip(units, map(Decimal, amounts), strict=True))
    handing = plan_handing(ledger, things, units=units, apart=False, on=MAY, amounts=given)
    told = [doubt for doubt in handing.doubts if "合计" in doubt]
    assert len(told) == (words is not None)
    assert words is None or words in told[0]
    issue_assignments(ledger, handing.orders, on=MAY)
    again = plan_handing(
        ledger, things, units=units[:1], apart=False, on=MAY, amounts={units[0]: Decimal(1)}
    )
    assert any(f"含以前交办的 {sum(amounts)}" in doubt for doubt in again.doubts)


def test_settled_and_withdrawn_take_no_more_answers(ledger: Ledger, line: int) -> None:
    with pytest.raises(UserError, match="还没有反馈"):
        return_back(ledger, [line], "补材料", on=JUNE)
    with pytest.raises(UserError, match="原因"):
        return_back(ledger, [line], " ", on=JUNE)
    with pytest.raises(UserError, match="至少填一项"):
        record_feedback(ledger, [line], on=JUNE)
    with pytest.raises(UserError, match="0 或正数"):
        record_feedback(ledger, [line], amount=Decimal(-1), on=JUNE)
    with pytest.raises(UserError, match="没有审核过"):
        take_back_verdict(ledger, [line])
    accept(ledger, [line], on=JUNE)
    with pytest.raises(UserError, match="已办结"):
        record_feedback(ledger, [line], text="再报", on=JUNE)
    take_back_verdict(ledger, [line])
    assert the_line(ledger).state_label == "待反馈"
    withdraw_assignments(ledger, [the_order(ledger).id], JUNE)
    with pytest.raises(UserError, match="已撤回"):
        accept(ledger, [line], on=JUNE)


def test_feedback_is_mended_and_taken_out(ledger: Ledger, line: int) -> None:
    (number,) = record_feedback(ledger, [line], text="已完成", on=DUE)
    change_feedback(ledger, number, text="完成一半", amount=Decimal(1), on=JUNE)
    (shown,) = the_line(ledger).feedback
    assert (shown.text, shown.amount, shown.given_on) == ("完成一半", Decimal(1), JUNE)
    remove_feedback(ledger, number)
    assert the_line(ledger).feedback == ()
    undo(ledger)
    assert the_line(ledger).feedback == (shown,)
