"""Units: who has what on a day; pasted from a sheet, merged, kept while something needs them."""

from datetime import date
from decimal import Decimal

import pytest

from app.errors import UserError
from app.models.breakdown import Share, ShareReport
from app.models.database import Ledger
from app.models.registers import Duty, UnitStanding
from app.models.rules.unit_kinds import guess_kind
from app.models.supervision import Assignment, Problem, ProblemStep
from app.models.tasks import Task
from app.services.breakdown.items import change_items, tick_items
from app.services.history.journal import undo
from app.services.parties.unitmerging import merge_units
from app.services.parties.unitpasting import paste_units
from app.services.parties.units import add_unit, list_units, remove_unit
from app.services.queries import list_items
from app.services.supervision.assignments import Thing, issue_assignments, same_to_each
from app.services.supervision.assignments_feedback import accept, record_feedback, return_back
from app.services.supervision.assignments_reading import list_assignments
from app.services.supervision.unitstanding import unit_duties, unit_standing
from tests.ledgers import JUNE, a_list, a_task, boilers

MAY = date(2020, 5, 10)


def standing_of(ledger: Ledger, name: str, *, as_of: date = JUNE) -> UnitStanding:
    return next(one for one in unit_standing(ledger, as_of=as_of) if one.name == name)


def duties_of(ledger: Ledger, name: str, *, as_of: date = JUNE) -> tuple[Duty, ...]:
    return unit_duties(ledger, standing_of(ledger, name).id, as_of=as_of)


def a_share(ledger: Ledger, task_id: int, unit_id: int, amount: int, reported: int | None) -> None:
    with ledger.transaction("share", "分解") as work:
        target = work.session.get_one(Task, task_id).targets[0]
        reports = (
            [] if reported is None else [ShareReport(period="2020Q2", amount=Decimal(reported))]
        )
        target.shares.append(Share(unit_id=unit_id, amount=Decimal(amount), reports=reports))


def a_problem(ledger: Ledger, unit_id: int, *, due: date) -> None:
    with ledger.transaction("problem", "登记问题") as work:
        problem = Problem(position=1, text="河岸堆放垃圾", unit_id=unit_id, due=due)
        problem.steps = [ProblemStep(position=1, name="销号")]
        work.session.add(problem)


@pytest.fixture
def busy(ledger: Ledger) -> Ledger:
    """漕溪村 with a task, four items, an order of two lines, a problem and a share."""
    village = add_unit(ledger, "漕溪村", kind="village", aliases=("漕溪",))
    task_id, items = boilers(ledger)
    change_items(ledger, items[:4], unit="漕溪")
    change_items(ledger, items[:1], due=date(2020, 6, 1))
    tick_items(ledger, items[3:4], date(2020, 6, 20))
    a_task(ledger, 1, "清理河道", assist=("漕溪",), deadline_text="2020年5月底前")
    things = [Thing(item_id=items[1]), Thing("报送名单")]
    issue_assignments(ledger, same_to_each([village], things), on=MAY, due=date(2020, 6, 10))
    a_problem(ledger, village, due=date(2020, 6, 15))
    a_share(ledger, task_id, village, 5, 2)
    return ledger


def test_what_a_village_owes_is_all_there_late_first(busy: Ledger) -> None:
    duties = duties_of(busy, "漕溪村")
    told = [(one.kind, one.text, one.state, one.late) for one in duties]
    assert told == [
        ("task", "清理河道", "超期", True),
        ("item", "燃气锅炉01", "已超期", True),
        ("line", "燃气锅炉02", "待反馈", True),
        ("line", "报送名单", "待反馈", True),
        ("problem", "河岸堆放垃圾", "超期", True),
        ("item", "燃气锅炉03", "未完成", False),
        ("share", "完成23台天然气锅炉低氮改造", "未完成", False),
        ("item", "燃气锅炉04", "已完成", False),
    ]
    share = next(one for one in duties if one.kind == "share")
    assert (share.amount, share.role) == ("2/5台", "分解数")
    assert next(one for one in duties if one.kind == "task").role == "配合"


def test_counts_are_those_of_the_duties(busy: Ledger) -> None:
    for as_of in (date(2020, 5, 1), date(2020, 6, 5), JUNE, date(2021, 1, 1)):
        for standing in unit_standing(busy, as_of=as_of):
            duties = unit_duties(busy, standing.id, as_of=as_of)
            assert standing.open == sum(one.is_open for one in duties)
            assert standing.late == sum(one.late for one in duties)
            assert standing.tasks == sum(one.kind == "task" and one.is_open for one in duties)
            assert standing.lines_open == sum(one.kind == "line" and one.is_open for one in duties)


def test_an_earlier_day_shows_what_was_owed_then(busy: Ledger) -> None:
    before = standing_of(busy, "漕溪村", as_of=date(2020, 5, 1))
    assert (before.lines_open, before.items_open, before.items_done, before.orders) == (0, 4, 0, 0)
    now = standing_of(busy, "漕溪村")
    assert (now.lines_open, now.items_open, now.items_done, now.items_late) == (2, 3, 1, 1)


def test_feedback_is_counted_with_its_last_day(busy: Ledger) -> None:
    (order,) = list_assignments(busy, as_of=JUNE)
    first, second = (line.id for line in order.lines)
    record_feedback(busy, [first, second], text="已办", on=date(2020, 6, 8))
    return_back(busy, [first], "补照片", on=date(2020, 6, 9))
    accept(busy, [second], on=date(2020, 6, 9))
    standing = standing_of(busy, "漕溪村")
    assert (standing.lines_open, standing.lines_returned, standing.last_feedback) == (
        1, 1, date(2020, 6, 8),
    )  # fmt: skip
    assert standing_of(busy, "漕溪村", as_of=date(2020, 6, 8)).lines_answered == 2


def test_an_item_in_an_order_is_owed_once(busy: Ledger) -> None:
    texts = [one.text for one in duties_of(busy, "漕溪村") if one.is_open]
    assert texts.count("燃气锅炉02") == 1


def test_all_villages_are_meant_by_each_village(ledger: Ledger) -> None:
    a_task(ledger, a_list(ledger), "开展摸排", responsible=("各村（社区）",))
    for name, kind in (("漕溪村", "village"), ("水利站", "department")):
        add_unit(ledger, name, kind=kind)
    assert standing_of(ledger, "漕溪村").tasks == 1
    assert standing_of(ledger, "水利站").tasks == 0


def test_two_units_that_are_one_become_one_and_come_apart_again(busy: Ledger) -> None:
    other = add_unit(busy, "漕溪行政村", kind="village", contact="王五")
    task_id = list_items(busy)[0].task_id
    a_share(busy, task_id, other, 3, 1)
    issue_assignments(busy, same_to_each([other], [Thing("报数")]), on=JUNE)
    before = unit_standing(busy, as_of=JUNE)
    into = standing_of(busy, "漕溪村").id
    merge_units(busy, other, into)
    one = standing_of(busy, "漕溪村")
    assert (one.aliases, one.contact, one.orders) == (("漕溪", "漕溪行政村"), "王五", 2)
    share = next(duty for duty in duties_of(busy, "漕溪村") if duty.kind == "share")
    assert share.amount == "3/8台"
    assert "漕溪行政村" not in {unit.name for unit in list_units(busy)}
    assert undo(busy).title == "将“漕溪行政村”并入“漕溪村”"
    assert unit_standing(busy, as_of=JUNE) == before


def test_a_merge_that_makes_no_sense_is_refused(busy: Ledger) -> None:
    office = next(unit.id for unit in list_units(busy) if unit.kind == "office")
    village = standing_of(busy, "漕溪村").id
    with pytest.raises(UserError, match="不能并入自己"):
        merge_units(busy, village, village)
    with pytest.raises(UserError, match="本单位不能并入"):
        merge_units(busy, office, village)
    with pytest.raises(UserError, match="已被删除"):
        merge_units(busy, village, 999)


def test_a_unit_with_orders_or_shares_stays(busy: Ledger) -> None:
    with pytest.raises(UserError, match="“漕溪村”名下有 1 份交办单、 1 项分解数，不能删除"):
        remove_unit(busy, standing_of(busy, "漕溪村").id)


def test_a_removed_unit_leaves_its_items_and_problems_and_comes_back(ledger: Ledger) -> None:
    _, items = boilers(ledger)
    change_items(ledger, items[:2], unit="塘口村")
    village = standing_of(ledger, "塘口村").id
    a_problem(ledger, village, due=JUNE)
    remove_unit(ledger, village)
    assert {item.unit for item in list_items(ledger)} == {""}
    undo(ledger)
    assert standing_of(ledger, "塘口村").open == 3
    with ledger.reading() as session:
        assert session.query(Assignment).count() == 0


def test_units_come_from_a_sheet_with_their_contacts(ledger: Ledger) -> None:
    add_unit(ledger, "漕溪村", kind="other", aliases=("漕溪",))
    pasted = paste_units(
        ledger,
        [
            ["序号", "村（社区）", "简称", "联系人", "联系电话", "备注"],
            ["1", "漕溪", "漕溪行政村", "王五", "13800000000", ""],
            ["2", "塘口村", "塘口、塘口行政村", "赵六", "", "含工业园"],
            ["3", "水利站", "", "", "", ""],
            ["", "", "", "", "", ""],
        ],
    )
    assert pasted.words == "已粘贴单位：新增 2 个，更新 1 个"
    units = {unit.name: unit for unit in list_units(ledger)}
    assert (units["漕溪村"].contact, units["漕溪村"].phone) == ("王五", "13800000000")
    assert units["漕溪村"].aliases == ("漕溪", "漕溪行政村")
    assert (units["塘口村"].kind, units["塘口村"].aliases) == ("village", ("塘口", "塘口行政村"))
    assert (units["水利站"].kind, units["塘口村"].notes) == ("department", "含工业园")
    again = paste_units(ledger, [["名称", "联系人"], ["塘口村", "赵六"]])
    assert again.words == "已粘贴单位：与现有的相同"
    undo(ledger)
    assert {unit.name for unit in list_units(ledger)} == {"牛塘镇", "漕溪村"}


@pytest.mark.parametrize(
    ("rows", "name", "contact", "phone"),
    [
        ([["塘口村"]], "塘口村", "", ""),
        ([["塘口村", "赵六", "0519-86391234"]], "塘口村", "赵六", "0519-86391234"),
        ([["塘口村", "13900000000"]], "塘口村", "", "13900000000"),
        ([["1", "塘口村", "赵六"]], "塘口村", "赵六", ""),
    ],
)
def test_rows_without_headings_are_understood(
    ledger: Ledger, rows: list[list[str]], name: str, contact: str, phone: str
) -> None:
    paste_units(ledger, rows)
    unit = list_units(ledger)[-1]
    assert (unit.name, unit.contact, unit.phone, unit.kind) == (name, contact, phone, "village")


def test_a_kind_of_the_sheet_wins_and_nothing_pasted_is_said(ledger: Ledger) -> None:
    paste_units(ledger, [["单位名称", "类别"], ["供销合作总社", "镇部门"], ["派出所", "其他"]])
    kinds = {unit.name: unit.kind for unit in list_units(ledger)}
    assert (kinds["供销合作总社"], kinds["派出所"]) == ("department", "other")
    with pytest.raises(UserError, match="剪贴板里没有单位名称"):
        paste_units(ledger, [["", ""]])


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("牛塘一社区", "village"),
        ("卢家巷村委会", "village"),
        ("牛塘镇水利站", "department"),
        ("生态环境办", "department"),
        ("区水利局", "superior"),
        ("市发改委", "superior"),
        ("湖塘镇", "town"),
        ("西湖街道", "town"),
        ("常州市伟业混凝土有限公司", "enterprise"),
        ("市场监管局牛塘分局", "department"),
        ("张三", "other"),
    ],
)
def test_what_a_unit_is_shows_in_its_name(name: str, kind: str) -> None:
    assert guess_kind(name, office="牛塘镇") == kind
