"""The journal as it is read: narrowed, in portions, and every change of a step in full."""

import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from app.models.database import Ledger
from app.models.migrations import RECORDS
from app.models.returns import BlankForm
from app.models.supervision import Problem
from app.models.tasks import Target, Task
from app.models.tracking import Evidence
from app.models.units import LearnedMapping
from app.services import settings
from app.services.breakdown import items
from app.services.history import chronicle, journal
from app.services.history.chronicle import StepFilter, changes_of, list_steps
from app.services.history.journalwords import FieldChange, field_word
from app.services.work import tasks
from app.ui.wording import today
from tests.ledgers import JUNE, a_list, a_task, boilers


def titles(ledger: Ledger, **wanted: object) -> list[str]:
    return [one.title for one in list_steps(ledger, StepFilter(**wanted))]  # type: ignore[arg-type]


@pytest.fixture
def worked(ledger: Ledger) -> int:
    """Boilers ticked, a second task changed, the first one's notes too."""
    task_id, made = boilers(ledger)
    other = a_task(ledger, 1, "整治河道")
    items.tick_items(ledger, made[:2], date(2020, 6, 20))
    tasks.change_tasks(ledger, [other], notes="百分之_五十%")
    tasks.change_tasks(ledger, [task_id], notes="区里来电确认，按二季度口径报。")
    return task_id


def test_words_are_found_in_titles_and_in_what_was_changed(ledger: Ledger, worked: int) -> None:
    assert titles(ledger, words="区里来电")[0].startswith("修改任务“完成23台")
    assert titles(ledger, words="勾选") == ["勾选 2 项"]
    assert titles(ledger, words="_五十%") == ["修改任务“整治河道”"]
    assert titles(ledger, words="没有这几个字") == []


def test_one_task_has_its_own_and_its_parts_steps(ledger: Ledger, worked: int) -> None:
    mine = titles(ledger, task_id=worked)
    assert "勾选 2 项" in mine
    assert not any("整治河道" in title for title in mine)
    tasks.remove_tasks(ledger, [worked])
    assert titles(ledger, task_id=worked) == [titles(ledger)[0], *mine]


def test_people_days_and_verbs(ledger: Ledger, worked: int) -> None:
    assert chronicle.list_people(ledger) == ("张三",)
    assert titles(ledger, who="李四") == []
    assert titles(ledger, first=today(), last=today()) == titles(ledger)
    assert titles(ledger, last=today() - timedelta(days=1)) == []
    assert titles(ledger, verbs=frozenset({"tick_items"})) == ["勾选 2 项"]


def test_portions_join_without_a_gap(ledger: Ledger, worked: int) -> None:
    whole = list_steps(ledger)
    first = list_steps(ledger, limit=3)
    rest = list_steps(ledger, before=first[-1].id)
    assert (*first, *rest) == whole


def test_every_change_is_read_in_full_by_portions(ledger: Ledger, worked: int) -> None:
    made = next(one for one in list_steps(ledger) if one.verb == "add_items")
    assert chronicle.count_of(ledger, made.id) == 23
    names = [one.name for one in changes_of(ledger, made.id, skip=20)]
    assert names == ["燃气锅炉21", "燃气锅炉22", "燃气锅炉23"]
    (first,) = changes_of(ledger, list_steps(ledger)[0].id)
    assert (first.verb, first.kind) == ("修改", "任务")
    assert first.fields == (FieldChange("备注", "", "区里来电确认，按二季度口径报。"),)


def test_pointers_and_own_columns_are_told_by_name(ledger: Ledger) -> None:
    _, made = boilers(ledger)
    items.change_items(ledger, made[:1], unit="张村", fields={"吨位": "4t"})
    (first, *_) = [
        one for one in changes_of(ledger, list_steps(ledger)[0].id) if one.kind == "清单项"
    ]
    told = {one.label: one.after for one in first.fields}
    assert told == {"责任单位": "张村", "自定列·吨位": "4t"}


def test_a_step_knows_that_it_is_taken_back(ledger: Ledger, worked: int) -> None:
    newest = list_steps(ledger)[0].id
    journal.undo(ledger)
    found = chronicle.step(ledger, newest)
    assert found is not None
    assert found.undone
    assert chronicle.step(ledger, 10**6) is None


def test_every_column_has_a_word() -> None:
    columns = {
        column.name
        for name, record in RECORDS.items()
        if name not in {"operation", "change"}
        for column in record.__table__.columns
    }
    assert [
        name for name in sorted(columns) if field_word(name).isascii() and field_word(name)
    ] == []


def test_what_a_setting_holds_is_told_in_words(ledger: Ledger) -> None:
    settings.change_as_of(ledger, JUNE)
    limits = settings.thresholds(ledger)
    settings.change_thresholds(ledger, replace(limits, green=Decimal(5)))
    settings.change_office(ledger, replace(settings.office(ledger), filled_by="张三"))
    told = {
        field
        for step in list_steps(ledger)[:3]
        for change in changes_of(ledger, step.id)
        for field in change.fields
    }
    assert {
        FieldChange("日期", "", "2020-06-30"),
        FieldChange("绿灯到（百分点）", "", "5"),
        FieldChange("填报人", "", "张三"),
    } <= told
    assert [field.label for field in told if field.label.isascii()] == []


def test_what_only_the_program_reads_is_not_spelled_out(ledger: Ledger) -> None:
    with ledger.transaction("learn", "记住列对应") as work:
        work.session.add(LearnedMapping(fingerprint="a", fields={"序号": "serial"}))
    with ledger.transaction("learn", "记住列对应") as work:
        work.session.query(LearnedMapping).one().fields = {"序号": None}
    last, first = (changes_of(ledger, step.id)[0] for step in list_steps(ledger)[:2])
    assert last.fields == (FieldChange("列对应", "原有", "已更新"),)
    assert first.fields == ()


@pytest.fixture
def in_shanghai() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TZ", "Asia/Shanghai")
        time.tzset()
        yield
    time.tzset()


def newest(ledger: Ledger) -> set[FieldChange]:
    last = list_steps(ledger)[0]
    return {field for change in changes_of(ledger, last.id) for field in change.fields}


def test_a_moment_is_told_by_the_clock_on_the_wall(ledger: Ledger, in_shanghai: None) -> None:
    boilers(ledger)
    with ledger.transaction("attach", "添加佐证") as work:
        at = datetime(2020, 6, 20, 17, 30)  # noqa: DTZ001 - UTC, as the ledger keeps it
        work.session.add(Evidence(task_id=1, file_name="现场.jpg", sha256="a", size=1, added_at=at))
    assert FieldChange("添加时间", "", "2020-06-21 01:30") in newest(ledger)


def test_a_column_is_called_what_it_is_in_its_record(ledger: Ledger) -> None:
    a_task(ledger, a_list(ledger))
    with ledger.transaction("problem", "新增问题") as work:
        work.session.add(Problem(position=1, number="XF-03", text="废气直排", source="信访"))
        work.session.add(BlankForm(list_id=1, key="a", name="季报", file_name="", sha256=""))
        work.session.add(Target(task_id=1, number=Decimal(5), unit="%", comparator="all"))
    told = newest(ledger)
    assert {FieldChange("编号", "", "XF-03"), FieldChange("报送周期", "", "季度")} <= told
    assert FieldChange("比较", "", "全部") in told


def test_what_the_plan_wrote_is_told_period_by_period(ledger: Ledger) -> None:
    task_id = a_task(ledger, a_list(ledger))
    plans = {"quarters": {"2": "完成12台"}, "months": {}, "years": {"2021": "23台"}, "towns": {}}
    with ledger.transaction("import", "导入") as work:
        work.session.get_one(Task, task_id).plans = plans
    assert newest(ledger) == {
        FieldChange("年度安排·二季度", "", "完成12台"),
        FieldChange("年度安排·2021年", "", "23台"),
    }
