"""Several targets a task: typed, reworded, ordered, kept through a revision, and undone."""

from datetime import date
from decimal import Decimal

import pytest

from app.errors import UserError
from app.importing.drafts import DraftTask
from app.models.breakdown import Share
from app.models.database import Ledger
from app.models.registers import TargetStanding
from app.models.rules.deadlines import read_deadline
from app.models.rules.pace import State
from app.models.rules.quantities import read_quantities
from app.models.tasks import Task
from app.models.units import Unit
from app.services import queries
from app.services.history import journal
from app.services.work import goals
from app.services.work.drafting import revise
from app.services.work.progress import Entry, record_progress
from app.services.work.readings import record_readings
from app.ui.targets import named_target
from tests.ledgers import JUNE, a_list, a_task


def standings(ledger: Ledger, task_id: int, as_of: date = JUNE) -> tuple[TargetStanding, ...]:
    return goals.target_standings(ledger, task_id, as_of=as_of, period="2020Q2")


def month(number: int) -> str:
    return f"2020-{number:02d}"


@pytest.fixture
def sewer(ledger: Ledger) -> int:
    """A task with a target of its own, read from its text."""
    return a_task(ledger, a_list(ledger), "新建污水管网3公里", serial="20")


@pytest.mark.parametrize(
    ("words", "name", "number", "unit", "comparator", "change"),
    [
        ("3公里", "", "3", "公里", "=", None),
        ("接管 200户", "接管", "200", "户", "=", None),
        ("≥83.3%", "", "83.3", "%", ">=", None),
        ("PM2.5比2015年下降20%", "PM2.5", "20", "%", "=", "-20"),
        ("PM2.5≤33微克/立方米", "PM2.5", "33", "微克/立方米", "<=", None),
    ],
)
def test_a_target_is_what_is_typed(
    ledger: Ledger, sewer: int, words: str, name: str, number: str, unit: str, comparator: str,
    change: str | None,
) -> None:  # fmt: skip
    added = goals.add_target(ledger, sewer, words)
    target = standings(ledger, sewer)[-1].target
    assert (target.id, target.name, target.number, target.unit, target.comparator) == (
        added,
        name,
        Decimal(number),
        unit,
        comparator,
    )
    assert target.change == (None if change is None else Decimal(change))
    journal.undo(ledger)
    assert len(standings(ledger, sewer)) == 1


@pytest.mark.parametrize("words", ["", "抓紧推进", "3公里和200户"])
def test_what_is_no_target_is_told(ledger: Ledger, sewer: int, words: str) -> None:
    with pytest.raises(UserError) as fault:
        goals.add_target(ledger, sewer, words)
    assert fault.value.code == "bad_target"
    assert len(standings(ledger, sewer)) == 1


def test_rewording_keeps_unit_and_name_left_out(ledger: Ledger, sewer: int) -> None:
    number = goals.add_target(ledger, sewer, "接管200户")
    goals.reword_target(ledger, number, "250")
    target = standings(ledger, sewer)[1].target
    assert (target.name, target.number, target.unit) == ("接管", Decimal(250), "户")
    journal.undo(ledger)
    assert standings(ledger, sewer)[1].target.number == Decimal(200)


def test_the_first_target_is_counted_and_the_clerk_picks(ledger: Ledger, sewer: int) -> None:
    number = goals.add_target(ledger, sewer, "接管200户")
    record_progress(ledger, sewer, "2020Q2", Entry(amount=Decimal(2)), as_of=JUNE)
    first, second = standings(ledger, sewer)
    assert (first.amount, second.amount) == (Decimal(2), None)
    goals.move_target(ledger, number, 0)
    view = queries.task_detail(ledger, sewer, as_of=JUNE, period="2020Q2").task
    assert view.target is not None
    assert (view.target.name, view.target.unit) == ("接管", "户")
    journal.undo(ledger)
    assert [one.target.unit for one in standings(ledger, sewer)] == ["公里", "户"]


def test_a_removed_target_comes_back_with_its_readings(ledger: Ledger, sewer: int) -> None:
    number = goals.add_target(ledger, sewer, "接管200户")
    record_readings(ledger, number, {month(5): Decimal(40), month(6): Decimal(90)})
    goals.remove_target(ledger, number)
    assert len(standings(ledger, sewer)) == 1
    journal.undo(ledger)
    found = standings(ledger, sewer)[1]
    assert [row.amount for row in found.readings] == [Decimal(40), Decimal(90)]
    assert found.amount == Decimal(90)
    assert found.judgement.why == "应达50%（按时间），实达45%（90/200户），差5个点。"
    assert found.forecast == "按目前进度预计2021年2月完成，后6个月每月需完成18.4户"


def test_each_target_has_a_light_of_its_own(ledger: Ledger, sewer: int) -> None:
    air = goals.add_target(ledger, sewer, "PM2.5≤33微克/立方米")
    record_readings(ledger, air, {month(n): Decimal(40) for n in range(1, 7)})
    record_progress(ledger, sewer, "2020Q2", Entry(amount=Decimal(2)), as_of=JUNE)
    first, second = standings(ledger, sewer)
    assert first.judgement.state is State.AHEAD
    assert second.judgement.state is State.BEHIND
    assert second.judgement.why == "1—6月平均40微克/立方米，超过上限33。"
    assert second.forecast == "后6个月平均须不高于26微克/立方米"


def test_a_fall_against_a_base_is_a_line(ledger: Ledger, sewer: int) -> None:
    air = goals.add_target(ledger, sewer, "PM2.5比2015年下降20%")
    goals.move_target(ledger, air, 0)
    record_readings(ledger, air, {month(n): Decimal(39) for n in range(1, 7)})
    before = queries.task_detail(ledger, sewer, as_of=JUNE, period="2020Q2").task
    assert before.amount is None
    goals.change_target_facts(ledger, air, base=Decimal(50))
    after = queries.task_detail(ledger, sewer, as_of=JUNE, period="2020Q2").task
    assert after.target is not None
    assert (after.target.number, after.target.comparator) == (Decimal(40), "<=")
    assert after.amount == Decimal(39)
    assert after.judgement.state is State.ON_PACE
    with pytest.raises(UserError):
        goals.change_target_facts(ledger, air, base=Decimal(0))


def test_readings_count_up_to_the_day_only(ledger: Ledger, sewer: int) -> None:
    rate = goals.add_target(ledger, sewer, "优良天数比率≥80%")
    goals.move_target(ledger, rate, 0)
    record_readings(ledger, rate, {month(n): Decimal(70 + n) for n in range(1, 10)})
    may = queries.task_detail(ledger, sewer, as_of=date(2020, 5, 31), period="2020Q2").task
    june = queries.task_detail(ledger, sewer, as_of=JUNE, period="2020Q2").task
    assert (may.amount, june.amount) == (Decimal(73), Decimal("73.5"))


def test_readings_are_one_step_and_blank_takes_out(ledger: Ledger, sewer: int) -> None:
    rate = goals.add_target(ledger, sewer, "优良天数比率≥80%")
    record_readings(ledger, rate, {month(n): Decimal(80) for n in range(1, 13)})
    record_readings(ledger, rate, {month(12): None, month(11): Decimal(81)})
    assert len(standings(ledger, sewer)[1].readings) == 11
    journal.undo(ledger)
    assert [row.amount for row in standings(ledger, sewer)[1].readings] == [Decimal(80)] * 12
    journal.undo(ledger)
    assert standings(ledger, sewer)[1].readings == ()


def test_readings_are_of_months(ledger: Ledger, sewer: int) -> None:
    with pytest.raises(UserError):
        record_readings(ledger, 1, {"2020Q1": Decimal(1)})


def revised(ledger: Ledger, task_id: int, text: str) -> None:
    draft = DraftTask(
        row=4,
        sheet="附件1",
        serial="20",
        groups=("一、打赢蓝天保卫战",),
        text=text,
        deadline_text="2020年底前",
        deadline=read_deadline("2020年底前", year=2020),
        targets=read_quantities(text),
    )
    with ledger.transaction("import", "修订") as work:
        task = work.session.get(Task, task_id)
        assert task is not None
        revise(task, draft, year=2020)


def test_a_revised_number_keeps_what_hangs_on_the_target(ledger: Ledger, sewer: int) -> None:
    number = standings(ledger, sewer)[0].target.id
    assert number is not None
    goals.change_target_facts(ledger, number, name="新建管网")
    record_readings(ledger, number, {month(3): Decimal(1)})
    with ledger.transaction("share", "分解") as work:
        unit = Unit(name="张村", kind="village")
        work.session.add(unit)
        work.session.flush()
        work.session.add(Share(target_id=number, unit_id=unit.id, amount=Decimal(2)))
    revised(ledger, sewer, "新建污水管网5公里，接管300户")
    first, second = standings(ledger, sewer)
    assert (first.target.id, first.target.name, first.target.number) == (
        number,
        "新建管网",
        Decimal(5),
    )
    assert [row.amount for row in first.readings] == [Decimal(1)]
    assert (second.target.number, second.target.unit) == (Decimal(300), "户")
    with ledger.reading() as session:
        assert session.query(Share).filter_by(target_id=number).count() == 1
    journal.undo(ledger)
    (again,) = standings(ledger, sewer)
    assert (again.target.id, again.target.number) == (number, Decimal(3))
    journal.redo(ledger)
    assert len(standings(ledger, sewer)) == 2


def test_a_revision_drops_what_nobody_used_and_keeps_what_the_clerk_read(
    ledger: Ledger, sewer: int
) -> None:
    kept = goals.add_target(ledger, sewer, "降尘量≤4.5吨/(月·平方公里)")
    goals.add_target(ledger, sewer, "20%")
    revised(ledger, sewer, "新建污水管网6公里")
    found = standings(ledger, sewer)
    assert [one.target.unit for one in found] == ["公里", "吨/(月·平方公里)"]
    assert found[1].target.id == kept


@pytest.mark.parametrize(
    "words",
    ["3公里", "≥83.3%", "比2015年下降20%", "全部", "<4.5吨/(月·平方公里)",
     "比2015年提高3个百分点以上",
     "≤33微克/立方米", "下降18%以上", "优良天数比率 ≥83.3%", "接管 200户"],
)  # fmt: skip
def test_what_is_shown_is_read_back_as_the_same(ledger: Ledger, sewer: int, words: str) -> None:
    number = goals.add_target(ledger, sewer, words)
    before = standings(ledger, sewer)[-1].target
    goals.reword_target(ledger, number, named_target(before))
    assert standings(ledger, sewer)[-1].target == before


def test_a_name_is_taken_away_where_only_the_number_is_left(ledger: Ledger) -> None:
    task_id = a_task(ledger, a_list(ledger), "做好管网建设")
    number = goals.add_target(ledger, task_id, "新建管网3公里")

    def held() -> tuple[str, Decimal | None]:
        target = queries.task_detail(ledger, task_id, as_of=JUNE, period="2020Q2").targets[0]
        return target.name, target.number

    name = held()[0]
    assert name
    goals.reword_target(ledger, number, "5公里")
    assert held() == (name, Decimal(5))
    goals.reword_target(ledger, number, f"{name} 5公里")
    assert held() == (name, Decimal(5))
    goals.reword_target(ledger, number, "5公里")
    assert held() == ("", Decimal(5))
    journal.undo(ledger)
    assert held() == (name, Decimal(5))
