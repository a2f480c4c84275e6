"""数字来源: every kind of number opens to parts, and the parts add up to the number printed."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.models.database import Ledger
from app.models.origins import How, Part, adds_up, made_up
from app.models.registerlines import GroupLine, ShareLine
from app.models.tasks import Task
from app.reports.formats.fields import read_field
from app.reports.formats.formatfiles import load_formats
from app.services.breakdown.items import change_items, create_blanks, tick_items
from app.services.breakdown.shares import report_shares, set_shares, take_reports
from app.services.parties.units import add_unit, list_units
from app.services.proof.evidence import Owner, attach
from app.services.queries import list_tasks, task_detail
from app.services.reporting.filedpapers import filed_papers
from app.services.reporting.filing import file_return
from app.services.reporting.provenance import KINDS, provenance
from app.services.reporting.provenance_filed import FiledNumbers, numbers_of_filed
from app.services.reporting.provenance_lines import is_traced, total_part, trace
from app.services.reporting.returns import Wanted, draft_return
from app.services.supervision.assignments import Thing, issue_assignments, same_to_each
from app.services.supervision.assignments_feedback import accept, record_feedback
from app.services.supervision.assignments_reading import list_assignments
from app.services.work.goals import add_target
from app.services.work.progress import Entry, record_progress
from app.services.work.readings import record_readings
from app.services.work.tasks import change_target, change_tasks
from tests.forms.district import play_district
from tests.ledgers import JUNE, a_list, a_task, boilers
from tests.ui.campaign import Campaign, play_campaign

D = Decimal
Q2 = "2020Q2"
_NAMES = {"serial", "ordinal"}
FILED = date(2020, 7, 8)


def wanted(key: str) -> Wanted:
    return Wanted(key, Q2, 1, FILED)


def opened(ledger: Ledger, numbers: FiledNumbers, field: str) -> Part:
    """What the first cell of a filed return under a field opens to."""
    asked = {place: numbers.kept.asked(place).field for place in numbers.kept.cells}
    asked |= {(0, *place): one.asked.field for place, one in numbers.words.items()}
    (_paper, row, column), *_ = sorted(place for place, name in asked.items() if name == field)
    part = numbers.trace(ledger, row, column)
    assert part is not None
    return part


def river(ledger: Ledger, unit: str = "公里", number: str = "12") -> int:
    task_id = a_task(ledger, a_list(ledger), "整治河道12公里")
    change_target(ledger, task_id, number=D(number), unit=unit)
    return task_id


def test_ticks_are_counted_one_by_one_with_who_and_when(ledger: Ledger) -> None:
    task_id, items = boilers(ledger, ticked=3)
    part = provenance(ledger, task_id, Q2, "amount")
    ticked = [one for one in part.parts if one.counts]
    assert (part.amount, part.how, made_up(part)) == (D(3), How.SUM, D(3))
    assert [one.lead.item_id for one in ticked if one.lead] == list(items[:3])
    assert {one.by for one in ticked} == {"张三"}
    assert all(one.at and one.note == "2020年6月20日完成" for one in ticked)
    assert [one.value for one in part.parts if not one.counts] == ["20 项"]
    tick_items(ledger, items[3:5], date(2020, 7, 2))
    assert provenance(ledger, task_id, Q2, "amount") == part  # July is none of June's


def test_entries_tell_what_each_added(ledger: Ledger) -> None:
    task_id = river(ledger)
    record_progress(ledger, task_id, "2020Q1", Entry(amount=D(4), text="整治4公里"))
    record_progress(ledger, task_id, Q2, Entry(amount=D("6.5")))
    part = provenance(ledger, task_id, Q2, "amount")
    assert [(one.label, one.amount) for one in part.parts] == [
        ("2020年第一季度", 4),
        ("2020年第二季度", D("2.5")),
    ]
    assert part.amount == made_up(part) == D("6.5")
    assert part.parts[0].note == "累计 4 公里　整治4公里"
    assert part.parts[0].by == "张三"


@pytest.mark.parametrize(
    ("unit", "how", "value"), [("%", How.MEAN, "81.5"), ("天", How.SUM, "163")]
)
def test_months_are_put_together(ledger: Ledger, unit: str, how: How, value: str) -> None:
    task_id = river(ledger, unit=unit, number="300")
    (target,) = task_detail(ledger, task_id, as_of=JUNE, period=Q2).targets
    assert target.id is not None
    record_readings(ledger, target.id, {"2020-01": D(80), "2020-02": D(83), "2020-08": D(1)})
    part = provenance(ledger, task_id, Q2, "amount")
    assert (part.amount, part.how) == (D(value), how)
    assert [one.label for one in part.parts] == ["2020年1月", "2020年2月"]
    assert adds_up(part)


def test_the_share_is_the_amount_by_the_target_and_says_what_it_is_judged_by(
    ledger: Ledger,
) -> None:
    task_id, _items = boilers(ledger, ticked=17)
    part = provenance(ledger, task_id, Q2, "share")
    amount, target = (one for one in part.parts if one.counts)
    assert (amount.amount, target.amount) == (D(17), D(23))
    assert made_up(part) == part.amount == D(17) / 23
    assert part.value == "73.9%"
    assert {"应达", "亮灯标准"} <= {one.label for one in part.parts if not one.counts}


def test_further_targets_stand_on_the_return_and_beside_the_number(ledger: Ledger) -> None:
    task_id, _items = boilers(ledger, ticked=9)
    target_id = add_target(ledger, task_id, "接管120户")
    record_readings(ledger, target_id, {"2020-03": D(30), "2020-06": D(50), "2020-09": D(9)})
    view = draft_return(ledger, wanted("quarterly_scored"))
    (line,) = view.lines
    assert [(one.number, one.unit, one.amount) for one in line.more] == [(D(120), "户", D(50))]
    assert read_field(line, "goal", view.head).text == "23台；接管120户"
    assert read_field(line, "amount_with_unit", view.head).text == "9台；接管50户"
    for what in ("amount", "target"):
        (beside,) = [
            one
            for one in provenance(ledger, task_id, Q2, what).parts
            if one.label == "另一目标：接管"
        ]
        assert (beside.value, beside.note, beside.counts) == ("120 户", "已完成 50 户", False)


def test_the_score_is_the_full_points_less_what_is_lost(ledger: Ledger) -> None:
    task_id, _items = boilers(ledger, ticked=9)
    change_tasks(ledger, [task_id], score="2", scoring_method="Ⅱ")
    part = provenance(ledger, task_id, Q2, "self_score")
    assert [(one.label, one.amount) for one in part.parts if one.counts] == [
        ("分值", 2),
        ("未得分", D("-0.43")),
    ]
    assert part.amount == made_up(part) == D("1.57")
    assert part.note == "Ⅱ：2分×min(1，9÷11.5)=1.57分"


def test_proof_is_counted_file_by_file(ledger: Ledger, tmp_path: Path) -> None:
    task_id, items = boilers(ledger)
    for place, owner in enumerate((Owner(task_id=task_id), Owner(item_id=items[0]))):
        path = tmp_path / f"照片{place}.jpg"
        path.write_bytes(bytes([place]) * 9)
        attach(ledger, owner, [path])
    part = provenance(ledger, task_id, Q2, "evidence")
    assert part.amount == made_up(part) == 2
    assert [one.label for one in part.parts] == ["照片0.jpg", "照片1.jpg"]
    assert {one.by for one in part.parts} == {"张三"}


def test_village_reports_and_accepted_answers_stand_beside_the_entry(ledger: Ledger) -> None:
    task_id = river(ledger)
    (target,) = task_detail(ledger, task_id, as_of=JUNE, period=Q2).targets
    assert target.id is not None
    zhang, li = (add_unit(ledger, name, kind="village") for name in ("张村", "李村"))
    set_shares(ledger, {(target.id, zhang): D(7), (target.id, li): D(5)})
    report_shares(ledger, Q2, {(target.id, zhang): D(3), (target.id, li): D(2)})
    take_reports(ledger, target.id, Q2)
    issue_assignments(ledger, same_to_each([zhang], [Thing(task_id=task_id)]), on=date(2020, 5, 10))
    (order,) = list_assignments(ledger, as_of=JUNE)
    record_feedback(ledger, [order.lines[0].id], text="已完成", amount=D(3), on=date(2020, 6, 1))
    accept(ledger, [order.lines[0].id], on=date(2020, 6, 2))
    part = provenance(ledger, task_id, Q2, "amount")
    told = {one.label: one for one in part.parts if not one.counts}
    assert told["村（社区）上报"].amount == part.amount == 5
    assert [one.label for one in told["村（社区）上报"].parts] == ["张村", "李村"]
    assert told["认可的反馈"].amount == 3
    assert adds_up(part)
    (line,) = draft_return(ledger, wanted("village_matrix")).lines
    assert isinstance(line, ShareLine)
    for field, value in (
        ("shares.张村", 7), ("reports.李村", 2), ("allotted", 12), ("reported", 5), ("left", 0),
        ("total", 12), ("reported_share", D(5) / 12),
    ):  # fmt: skip
        found = trace(ledger, line, field, list_id=1, period=Q2)
        assert found is not None
        assert found.amount == value, field
        assert adds_up(found)


def test_a_matrix_counted_by_items_opens_to_the_items(ledger: Ledger) -> None:
    task_id = a_task(ledger, a_list(ledger), "推进锅炉整治")
    items = create_blanks(ledger, task_id, 7, stem="锅炉")
    tick_items(ledger, items[:3], date(2020, 6, 20))
    add_unit(ledger, "张村", kind="village")
    change_items(ledger, items[:5], unit="张村")
    (line,) = draft_return(ledger, wanted("village_progress")).lines
    assert line.split.task_id == task_id
    carried = trace(ledger, line, "shares.张村", list_id=1, period=Q2)
    told = trace(ledger, line, "reports.张村", list_id=1, period=Q2)
    assert carried
    assert told
    assert (carried.amount, told.amount) == (made_up(carried), made_up(told))
    assert told.amount == 3


def test_every_number_of_every_task_adds_up(ledger: Ledger) -> None:
    campaign: Campaign = play_campaign(ledger)
    lines = {one.task_id: one for one in draft_return(ledger, wanted("quarterly_tasks")).lines}
    for view in list_tasks(ledger, as_of=JUNE, period=Q2, ours=("yes",)):
        parts = {what: provenance(ledger, view.id, Q2, what) for what in KINDS}
        assert all(adds_up(part) for part in parts.values()), view.text
        line = lines[view.id]
        assert parts["amount"].amount == line.amount
        assert parts["share"].amount == line.share
        assert parts["self_score"].amount == line.self_score
        assert parts["evidence"].amount == line.evidence
        assert parts["items_done"].amount == line.items_done
        assert parts["state"].value == line.state
    assert campaign.boilers in lines


def test_the_summary_counts_and_averages_its_tasks(ledger: Ledger) -> None:
    play_campaign(ledger)
    lines = draft_return(ledger, wanted("progress_summary")).lines
    assert len(lines) == 2
    for line in lines:
        assert isinstance(line, GroupLine)
        printed = {
            "tasks": line.tasks, "actual": line.actual, "expected": line.expected,
            **{f"states.{state}": count for state, count in line.states.items()},
        }  # fmt: skip
        for field, value in printed.items():
            part = trace(ledger, line, field, list_id=1, period=Q2)
            assert part is not None
            assert part.amount == value, field
            assert adds_up(part)
            assert all(one.lead and one.lead.task_id for one in part.parts)


def test_what_is_no_number_has_no_tree(ledger: Ledger) -> None:
    boilers(ledger)
    (line,) = draft_return(ledger, wanted("quarterly_tasks")).lines
    assert not is_traced(line, "text")
    assert trace(ledger, line, "text", list_id=1, period=Q2) is None


def test_a_filed_number_keeps_its_parts_and_says_what_changed(ledger: Ledger) -> None:
    task_id, items = boilers(ledger, ticked=9)
    change_tasks(ledger, [task_id], score="2", scoring_method="Ⅱ")
    filed = file_return(ledger, wanted("quarterly_scored"), default_word="已核")
    numbers = numbers_of_filed(ledger, filed.id)
    before = opened(ledger, numbers, "self_score")
    assert before.amount == made_up(before) == D("1.57")
    assert [one.value for one in before.parts if one.label == "定稿以后"] == ["没有变化"]
    tick_items(ledger, items[9:12], date(2020, 6, 30))
    after = opened(ledger, numbers, "self_score")
    assert (after.amount, adds_up(after)) == (D("1.57"), True)
    told = {one.label: one for one in after.parts}
    assert told["现在为"].amount == 2
    assert told["定稿以后变化"].value == "+0.43"
    assert len(told["定稿以后的操作"].parts) == 1
    amount = told["完成数"]
    assert len([one for one in amount.parts if one.counts]) == amount.amount == 9
    assert {one.by for one in amount.parts if one.counts} == {"张三"}


def test_words_of_a_filed_return_open_too(ledger: Ledger) -> None:
    task_id, _items = boilers(ledger, ticked=9)
    record_progress(ledger, task_id, Q2, Entry(text="完成9台。"))
    filed = file_return(ledger, wanted("quarterly_tasks"), default_word="已核")
    record_progress(ledger, task_id, Q2, Entry(text="完成9台，其余在建。"))
    numbers = numbers_of_filed(ledger, filed.id)
    words = opened(ledger, numbers, "progress_text")
    told = {one.label: one.value for one in words.parts}
    assert (words.value, words.by, told["现在为"]) == ("完成9台。", "张三", "完成9台，其余在建。")
    assert words.lead
    assert words.lead.task_id == task_id
    assert opened(ledger, numbers, "text").parts[0].value == "没有变化"


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    """A ledger with a line for every built-in format."""
    district = play_district(tmp_path_factory.mktemp("played"))
    held = district.ledger
    change_tasks(held, [district.ids["2"], district.ids["3"]], score="2.5")
    with held.transaction("columns", "列") as work:
        work.session.get_one(Task, district.ids["5"]).values = {"总投资（万元）": "320"}
    units = {unit.name: unit.id for unit in list_units(held)}
    things = [Thing(task_id=district.ids["5"], amount=D(3))]
    issue_assignments(held, same_to_each([units["厚恕村"]], things), on=date(2020, 5, 10))
    (order,) = list_assignments(held, as_of=JUNE)
    record_feedback(held, [order.lines[0].id], text="过半", amount=D(2), on=date(2020, 6, 1))
    yield held
    held.close()


@pytest.mark.parametrize("key", sorted(load_formats()))
def test_every_number_of_every_format_opens_filed_and_adds_up(played: Ledger, key: str) -> None:
    fmt = load_formats()[key]
    period = {"month": "2020-06", "half": "2020H1", "year": "2020"}.get(fmt.kind, Q2)
    order = Wanted(key, period, 1, FILED)
    filed = file_return(played, order, default_word="已核")
    assert draft_return(played, order).lines
    numbers = numbers_of_filed(played, filed.id)
    told = 0
    for cell in filed_papers(played, filed.id).papers[0].cells:
        if cell.number is None:
            continue
        if (0, cell.row, cell.column) not in numbers.kept.cells:
            assert numbers.words[cell.row, cell.column].asked.field in _NAMES
            continue
        told += 1
        part = numbers.kept.part((0, cell.row, cell.column))
        assert adds_up(part), part
        assert part.amount is not None
        assert round(part.amount, 12) == round(cell.number, 12), part
        if told % 7 == 1:  # each asks the ledger anew
            now = numbers.trace(played, cell.row, cell.column)
            assert now is not None
            since = [one.value for one in now.parts if one.label.startswith("定稿以后")]
            assert since == ["没有变化"], now
    assert told or not any(column.number for column in fmt.columns if column.field not in _NAMES)


def test_a_total_is_its_lines(ledger: Ledger) -> None:
    play_campaign(ledger)
    lines = draft_return(ledger, wanted("progress_summary")).lines
    part = total_part("合计", [(line.name, None, D(line.tasks), str(line.tasks)) for line in lines])
    assert part.amount == 4
    assert adds_up(part)


_NUMBERS = st.decimals(0, 10**6, places=2)


@given(st.lists(_NUMBERS, min_size=1, max_size=9), _NUMBERS)
def test_parts_that_do_not_add_up_are_told(amounts: list[Decimal], off: Decimal) -> None:
    parts = tuple(Part(str(place), amount=amount) for place, amount in enumerate(amounts))
    whole = sum(amounts, D(0))
    assert adds_up(Part("", amount=whole, how=How.SUM, parts=parts))
    assert adds_up(Part("", amount=whole + off, how=How.SUM, parts=parts)) == (off == 0)
    assert adds_up(Part("", amount=whole / len(amounts), how=How.MEAN, parts=parts))
    assert adds_up(Part("", amount=amounts[-1], how=How.LATEST, parts=parts))
    nested = (Part("", amount=whole + 1, how=How.SUM, parts=parts),)
    assert not adds_up(Part("", amount=whole + 1, how=How.SUM, parts=nested))


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.none() | _NUMBERS, min_size=6, max_size=6), st.sampled_from(["公里", "%"]))
def test_whatever_is_entered_adds_up(
    ledger: Ledger, amounts: list[Decimal | None], unit: str
) -> None:
    task_id = a_task(ledger, a_list(ledger, title=str(len(amounts))), "整治河道")
    change_target(ledger, task_id, number=D(12), unit=unit)
    for month, amount in enumerate(amounts, 1):
        record_progress(ledger, task_id, f"2020-{month:02d}", Entry(amount=amount, text="有进展"))
    (view,) = [one for one in list_tasks(ledger, as_of=JUNE, period=Q2) if one.id == task_id]
    for what, printed in (("amount", view.amount), ("share", view.share)):
        part = provenance(ledger, task_id, Q2, what)
        assert part.amount == printed
        assert adds_up(part)
