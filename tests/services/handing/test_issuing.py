"""交办: what is handed to whom, numbered and dated; what is told before it goes out."""

from datetime import date

import pytest

from app.errors import UserError
from app.models.database import Ledger
from app.models.supervision import Assignment, AssignmentLine
from app.services.breakdown.items import change_items, tick_items
from app.services.history.journal import redo, undo
from app.services.parties.units import add_unit
from app.services.supervision.assignments import (
    Thing,
    add_lines,
    change_assignment,
    change_lines,
    issue_assignments,
    same_to_each,
    suggest_number,
)
from app.services.supervision.assignments_paper import assignment_page
from app.services.supervision.assignments_plan import look_up_things, plan_handing
from app.services.supervision.assignments_reading import (
    list_assignments,
)
from tests.ledgers import JUNE, a_list, a_task, boilers, count_of
from tests.services.handing.hands import DUE, FREE, MAY, the_order, villages


def test_twelve_items_go_to_their_three_villages_in_one_step(ledger: Ledger) -> None:
    _, items = boilers(ledger)
    for place, name in enumerate(("漕溪村", "塘口村", "丫河村")):
        change_items(ledger, items[place * 4 : place * 4 + 4], unit=name)
    things = look_up_things(ledger, [Thing(item_id=item) for item in items[:12]], as_of=JUNE)
    handing = plan_handing(ledger, things, units=(), apart=True, on=JUNE, due=None)
    assert handing.words == "3 家单位，共 12 项"
    made = issue_assignments(ledger, handing.orders, on=JUNE, demands="专人负责", contact="李四")
    orders = list_assignments(ledger, as_of=JUNE, ids=made)
    assert [(order.unit, len(order.lines)) for order in orders] == [
        ("漕溪村", 4), ("塘口村", 4), ("丫河村", 4),
    ]  # fmt: skip
    assert [order.number for order in orders] == [
        "交办〔2020〕1号", "交办〔2020〕2号", "交办〔2020〕3号",
    ]  # fmt: skip
    assert orders[0].lines[0].text == "燃气锅炉01"
    assert orders[0].lines[0].due == date(2020, 12, 31)
    assert undo(ledger).title == "交办 3 家单位，共 12 项"
    assert count_of(ledger, AssignmentLine) == count_of(ledger, Assignment) == 0
    redo(ledger)
    assert list_assignments(ledger, as_of=JUNE, ids=made) == orders


def test_sixty_villages_at_once_get_a_number_each(ledger: Ledger) -> None:
    made = issue_assignments(ledger, same_to_each([f"第{n}村" for n in range(60)], [FREE]), on=MAY)
    numbers = [order.number for order in list_assignments(ledger, as_of=JUNE, ids=made)]
    assert len(set(numbers)) == 60
    assert numbers[-1] == "交办〔2020〕60号"


def test_numbers_are_unique_in_their_year_only(ledger: Ledger) -> None:
    issue_assignments(ledger, same_to_each(["漕溪村", "塘口村"], [FREE]), on=MAY, number="2020-07")
    assert suggest_number(ledger, JUNE) == "2020-09"
    with pytest.raises(UserError, match="已有编号“2020-08”的交办单（塘口村）"):
        issue_assignments(ledger, same_to_each(["漕溪村"], [FREE]), on=JUNE, number="2020-08")
    first = min(order.id for order in list_assignments(ledger, as_of=JUNE))
    with pytest.raises(UserError, match="2020-08"):
        change_assignment(ledger, first, number="2020-08")
    change_assignment(ledger, first, number="2020-07")
    issue_assignments(
        ledger, same_to_each(["漕溪村"], [FREE]), on=date(2021, 3, 1), number="2020-08"
    )


@pytest.mark.parametrize(
    ("units", "things", "words"),
    [
        ([], [FREE], "还没有选"),
        (["漕溪村"], [], "没有要交办"),
        (["漕溪村"], [Thing(" ")], "不能为空"),
        ([99], [FREE], "已被删除"),
        (["漕溪村"], [Thing(item_id=99)], "已被删除"),
    ],
)
def test_what_can_not_be_handed_is_said_and_nothing_is_kept(
    ledger: Ledger, units: list[int | str], things: list[Thing], words: str
) -> None:
    with pytest.raises(UserError, match=words):
        issue_assignments(ledger, same_to_each(units, things), on=MAY)
    assert count_of(ledger, Assignment) == 0


def test_a_day_before_the_order_is_refused(ledger: Ledger) -> None:
    with pytest.raises(UserError, match="早于交办日期"):
        issue_assignments(ledger, same_to_each(["漕溪村"], [FREE]), on=JUNE, due=MAY)
    issue_assignments(ledger, same_to_each(["漕溪村"], [FREE]), on=MAY, due=DUE)
    with pytest.raises(UserError, match="早于交办日期"):
        change_assignment(ledger, the_order(ledger).id, due=date(2020, 5, 1))
    assert the_order(ledger).due == DUE


def test_what_was_handed_before_what_is_done_and_who_has_no_contact_is_told(
    ledger: Ledger,
) -> None:
    _, items = boilers(ledger)
    (village,) = villages(ledger, "漕溪村")
    things = look_up_things(ledger, [Thing(item_id=item) for item in items[:3]], as_of=JUNE)
    first = plan_handing(ledger, things, units=[village], apart=False, on=JUNE)
    assert first.doubts == ("漕溪村没有登记联系人，可在单位的“资料”里补上。",)
    issue_assignments(ledger, first.orders, on=JUNE)
    tick_items(ledger, items[:1], JUNE)
    things = look_up_things(ledger, [Thing(item_id=item) for item in items[:3]], as_of=JUNE)
    doubts = plan_handing(ledger, things, units=[village], apart=False, on=JUNE).doubts
    assert "“燃气锅炉01”已交办给漕溪村（交办〔2020〕1号），还没有办结，这样的共 3 项" in doubts[0]
    assert doubts[1] == "“燃气锅炉01”已经完成。"


def test_a_task_goes_to_the_village_it_names_and_the_rest_is_counted(ledger: Ledger) -> None:
    listed = a_list(ledger)
    named = a_task(ledger, listed, responsible=("漕溪",))
    every = a_task(ledger, listed, responsible=("各村（社区）",))
    nobody = a_task(ledger, listed, responsible=("牛塘镇",))
    villages(ledger, "塘口村")
    add_unit(ledger, "漕溪村", kind="village", aliases=("漕溪",), contact="王五")
    asked = [Thing(task_id=task) for task in (named, every, nobody)]
    things = look_up_things(ledger, asked, as_of=JUNE)
    handing = plan_handing(ledger, things, units=(), apart=True, on=JUNE)
    assert handing.words == "2 家单位，共 3 项，另有 1 项没有责任单位，未列入"
    assert sorted(len(order.things) for order in handing.orders) == [1, 2]


def test_a_line_has_demands_of_its_own_and_they_are_printed(ledger: Ledger, line: int) -> None:
    order = the_order(ledger).id
    add_lines(ledger, order, [Thing("报送名单", demands="盖章后报送纸质件。")])
    change_lines(ledger, [line], demands="每次巡查拍照。")
    assert [one.demands for one in the_order(ledger).lines] == [
        "每次巡查拍照。",
        "盖章后报送纸质件。",
    ]
    texts = {cell.text for cell in assignment_page(ledger, order).cells}
    assert {f"{FREE.text}\n要求：每次巡查拍照。", "报送名单\n要求：盖章后报送纸质件。"} <= texts
    undo(ledger)
    assert the_order(ledger).lines[0].demands == ""


def test_a_unit_chosen_by_hand_that_gets_nothing_is_named(ledger: Ledger) -> None:
    _, items = boilers(ledger)
    change_items(ledger, items[:2], unit="漕溪村")
    (other,) = villages(ledger, "塘口村")
    things = look_up_things(ledger, [Thing(item_id=item) for item in items[:2]], as_of=JUNE)
    apart = plan_handing(ledger, things, units=[other], apart=True, on=JUNE)
    assert any("塘口村没有分到事项" in doubt for doubt in apart.doubts)
    together = plan_handing(ledger, things, units=[other], apart=False, on=JUNE)
    assert not any("没有分到" in doubt for doubt in together.doubts)
