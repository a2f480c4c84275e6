"""口径一致: figures that two tables share are held against each other, and nothing else is."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from app.models.database import Ledger
from app.models.returnviews import CheckFinding
from app.models.tasks import Task, TaskList
from app.services.breakdown.items import tick_items
from app.services.breakdown.shares import report_shares, set_shares
from app.services.formfilling.formchoices import form_key
from app.services.formfilling.forms import fill_blank
from app.services.parties.units import list_units
from app.services.queries import list_items, task_detail
from app.services.reporting.filing import check_form, file_form, file_return
from app.services.reporting.returns import Wanted, check_return
from app.services.supervision.problems import add_problem, list_problems, remove_problems
from app.services.supervision.problemsteps import complete_step, reopen_step
from app.services.work.goals import add_target
from app.services.work.progress import Entry, record_progress
from app.services.work.readings import record_readings
from app.services.work.tasks import change_target
from tests.forms import a_form, saved
from tests.forms.district import DUTIES, District, play_district

D = Decimal
ON = date(2020, 7, 8)
JUNE = date(2020, 6, 30)


@pytest.fixture
def district(tmp_path: Path) -> Iterator[District]:
    played = play_district(tmp_path)
    yield played
    played.ledger.close()


def wanted(key: str, period: str = "2020Q2") -> Wanted:
    return Wanted(key, period, 1, ON)


def told(ledger: Ledger, key: str, period: str = "2020Q2") -> list[CheckFinding]:
    """What a return says against filed ones."""
    found = check_return(ledger, wanted(key, period))
    return [one for one in found if one.code.endswith(("_differs", "_fell"))]


def filed(ledger: Ledger, key: str, period: str = "2020Q2") -> None:
    file_return(ledger, wanted(key, period), default_word="属实")


def entry(district: District, serial: str, amount: str, period: str = "2020Q2") -> None:
    record_progress(
        district.ledger, district.ids[serial], period, Entry(amount=D(amount), text="有进展")
    )


def test_amounts_and_targets_of_two_tables_of_a_day(district: District) -> None:
    ledger = district.ledger
    filed(ledger, "half_review", "2020H1")
    assert told(ledger, "quarterly_scored") == []
    entry(district, "2", "18")
    change_target(ledger, district.ids["3"], number=D(130), unit="辆")
    target, amount = sorted(told(ledger, "quarterly_scored"), key=lambda one: -(one.task_id or 0))
    assert (amount.code, amount.task_id) == ("amount_differs", district.ids["2"])
    assert amount.message.startswith("2　完成23台")
    assert amount.message.endswith(
        "完成数 18 台，与已定稿的2020年上半年《半年自查表》（17 台）不一致"
    )
    assert "目标数 130 辆" in target.message
    assert "120 辆" in target.message


def test_other_days_and_other_spans_are_let_be(district: District, tmp_path: Path) -> None:
    """A table of May, a form that tells what the month brought: neither contradicts the quarter."""
    ledger = district.ledger
    entry(district, "2", "12", "2020-05")
    filed(ledger, "monthly_dispatch", "2020-05")
    head = ["序号", "目标任务", "累计完成数", "本期完成数"]
    blank = saved(a_form([head], [["1", DUTIES["2"].text, None, None]]), tmp_path / "月报.xlsx")
    month = Wanted(form_key(blank), "2020-06", 1, ON)
    form = fill_blank(ledger, blank, period="2020-06", list_id=1, filled_on=ON)
    file_form(ledger, month, form.files, default_word="属实")
    quarter = fill_blank(ledger, blank, period="2020Q2", list_id=1, filled_on=ON)
    found = check_form(ledger, Wanted("form:季报", "2020Q2", 1, ON), quarter.files)
    assert not [one for one in found if one.code.endswith("_differs")]
    assert told(ledger, "quarterly_tasks") == []


def test_a_list_filed_before_a_revision_may_have_other_targets(district: District) -> None:
    ledger = district.ledger
    filed(ledger, "half_review", "2020H1")
    change_target(ledger, district.ids["3"], number=D(130), unit="辆")
    assert len(told(ledger, "quarterly_scored")) == 1
    with ledger.transaction("revise", "修订") as work:
        work.session.get_one(TaskList, 1).edition = 2
    assert told(ledger, "quarterly_scored") == []
    entry(district, "2", "18")
    assert [one.code for one in told(ledger, "quarterly_scored")] == ["amount_differs"]


def test_what_grows_may_not_fall_and_what_is_a_level_may(district: District) -> None:
    ledger, boilers = district.ledger, district.ids["2"]
    target = add_target(ledger, boilers, "接管200户")
    rate = add_target(ledger, boilers, "达标率95%以上")
    record_readings(ledger, target, {"2020-03": D(90)})
    record_readings(ledger, rate, {"2020-03": D(97)})
    filed(ledger, "quarterly_scored", "2020Q1")
    record_readings(ledger, target, {"2020-03": D(40), "2020-06": D(10)})
    record_readings(ledger, rate, {"2020-06": D(93)})
    (fell,) = told(ledger, "quarterly_tasks")
    assert (fell.code, fell.task_id) == ("amount_fell", boilers)
    assert "本表完成数（接管） 10 户，少于" in fell.message
    assert "已定稿的2020年第一季度《形象进度自评表》（90 户）" in fell.message
    entry(district, "2", "5")
    amounts = [one for one in told(ledger, "quarterly_tasks") if "完成数 5" in one.message]
    assert len(amounts) == 1, "told once, whether against the entry or the filed table"


def test_objects_are_counted_alike(district: District) -> None:
    ledger, rivers = district.ledger, district.ids["6"]
    filed(ledger, "item_register")
    items = [one.id for one in list_items(ledger, list_id=1)]
    tick_items(ledger, items[1:2], JUNE)
    assert [one.task_id for one in told(ledger, "quarterly_tasks")] == [rivers]
    assert "清单已完成 2 项" in told(ledger, "quarterly_tasks")[0].message
    tick_items(ledger, items[1:2], None)
    assert told(ledger, "quarterly_tasks") == []


def test_problems_are_counted_alike(district: District) -> None:
    ledger = district.ledger
    filed(ledger, "problem_register", "2020-06")
    assert told(ledger, "problem_register") == []
    add_problem(ledger, text="又一处渣土", source="自查", year=2020, found_on=date(2020, 6, 1))
    (more,) = [one for one in told(ledger, "problem_register") if "总数" in one.message]
    assert more.code == "problems_differs"
    assert "问题总数 4 个，与已定稿的2020年6月《问题整改销号台账》（3 个）不一致" in more.message


def test_villages_and_themes(district: District) -> None:
    ledger, sewer = district.ledger, district.ids["5"]
    filed(ledger, "village_progress")
    filed(ledger, "progress_summary")
    (detail,) = task_detail(ledger, sewer, as_of=JUNE, period="2020Q2").targets
    unit = next(one.id for one in list_units(ledger) if one.name == "厚恕村")
    assert detail.id is not None
    report_shares(ledger, "2020Q2", {(detail.id, unit): D("2.5")})
    (part,) = told(ledger, "village_matrix")
    assert (part.code, part.task_id) == ("shares_differs", sewer)
    assert "本表厚恕村上报数 2.5 公里，" in part.message
    assert "《村级任务进度表》（2.7 公里）" in part.message
    entry(district, "2", "23")
    themes = [one for one in told(ledger, "quarterly_tasks") if one.code == "themes_differs"]
    assert {one.group for one in themes} == {"一、打赢蓝天保卫战"}


def test_problems_once_closed_stay_closed(district: District) -> None:
    ledger = district.ledger
    first, second = (one.steps[-1].id for one in list_problems(ledger, as_of=JUNE)[:2])
    complete_step(ledger, first, date(2020, 4, 10), earlier="too", proofless=True)
    filed(ledger, "problem_register", "2020-05")
    complete_step(ledger, second, date(2020, 6, 10), earlier="too", proofless=True)
    assert told(ledger, "problem_register", "2020-06") == [], "more are closed than in May"
    for step in (first, second):
        reopen_step(ledger, step)
    (fell,) = told(ledger, "problem_register", "2020-06")
    assert (fell.code, fell.hard) == ("problems_fell", False)
    assert "本表已销号数 0 个，少于已定稿的2020年5月《问题整改销号台账》（1 个）" in fell.message


def test_fewer_open_problems_are_no_fall(district: District) -> None:
    ledger = district.ledger
    filed(ledger, "problem_register", "2020-05")
    remove_problems(ledger, [list_problems(ledger, as_of=JUNE)[0].id])
    assert told(ledger, "problem_register", "2020-06") == []


def test_what_a_village_reports_may_not_fall(district: District) -> None:
    ledger, sewer = district.ledger, district.ids["5"]
    (detail,) = task_detail(ledger, sewer, as_of=JUNE, period="2020Q2").targets
    unit = next(one.id for one in list_units(ledger) if one.name == "厚恕村")
    assert detail.id is not None
    place = (detail.id, unit)
    report_shares(ledger, "2020Q1", {place: D("2.0")})
    filed(ledger, "village_progress", "2020Q1")
    assert told(ledger, "village_progress") == [], "2.7 is more than 2.0"
    report_shares(ledger, "2020Q2", {place: D("1.5")})
    (fell,) = told(ledger, "village_progress")
    assert (fell.code, fell.task_id) == ("shares_fell", sewer)
    assert "本表厚恕村上报数 1.5 公里，少于已定稿的2020年第一季度" in fell.message
    report_shares(ledger, "2020Q2", {place: None})
    assert told(ledger, "village_matrix") == [], "what is not told yet has not fallen"


def test_a_village_may_be_given_less(district: District) -> None:
    ledger, sewer = district.ledger, district.ids["5"]
    (detail,) = task_detail(ledger, sewer, as_of=JUNE, period="2020Q2").targets
    unit = next(one.id for one in list_units(ledger) if one.name == "厚恕村")
    assert detail.id is not None
    filed(ledger, "village_progress", "2020Q1")
    set_shares(ledger, {(detail.id, unit): D("2.8")})
    assert not [one for one in told(ledger, "village_progress") if one.code.startswith("shares_")]


def invest(district: District, **columns: tuple[str, str]) -> None:
    """Write own columns of the sewer and of the plant."""
    with district.ledger.transaction("change_cells", "改投资") as work:
        for at, serial in enumerate("58"):
            task = work.session.get_one(Task, district.ids[serial])
            task.own = {**task.own, **{name: each[at] for name, each in columns.items()}}


def test_sums_invested_are_held_against_tables_of_the_same_projects(district: District) -> None:
    ledger = district.ledger
    invest(district, 总投资=("1,200", "800"), 本年累计完成投资=("300", "100"), 本月投资=("9", "5"))
    filed(ledger, "investment_monthly", "2020-05")
    filed(ledger, "investment_monthly", "2020-06")
    invest(district, 本年累计完成投资=("320", "60"), 本月投资=("1", "1"))
    differs, fell = told(ledger, "quarterly_tasks")
    assert (differs.code, fell.code) == ("invested_differs", "invested_fell")
    assert "本表本年累计完成投资合计 380，与已定稿的2020年6月" in differs.message
    assert "（400）不一致" in differs.message
    assert "380，少于已定稿的2020年5月" in fell.message
    invest(district, 本年累计完成投资=("300", "100"), 总投资=("1200", "800"))
    assert told(ledger, "quarterly_tasks") == []


def test_sums_of_other_projects_and_of_words_are_let_be(district: District) -> None:
    ledger = district.ledger
    invest(district, 总投资=("1200", "800"), 本年累计完成投资=("300", "100"))
    filed(ledger, "investment_monthly", "2020-06")
    invest(district, 总投资=("1200", "待定"), 本年累计完成投资=("350", ""))
    assert told(ledger, "quarterly_tasks") == []


def test_a_form_is_held_against_tables_in_what_stands_on_it(
    district: District, tmp_path: Path
) -> None:
    ledger = district.ledger
    filed(ledger, "quarterly_scored")
    entry(district, "2", "18")
    entry(district, "3", "50")
    rows = [["1", DUTIES["2"].text, None, None]]
    blank = saved(a_form([["序号", "任务", "目标数", "完成数"]], rows), tmp_path / "某表.xlsx")
    form = fill_blank(ledger, blank, period="2020Q2", list_id=1, filled_on=ON)
    order = Wanted(form_key(blank), "2020Q2", 1, ON)
    against = check_form(ledger, order, form.files)
    (found,) = [one for one in against if one.code == "amount_differs"]
    assert found.task_id == district.ids["2"]
    file_form(ledger, order, form.files, default_word="属实")
    entry(district, "2", "19")
    messages = [one.message for one in told(ledger, "half_review", "2020H1")]
    assert any("完成数 19 台" in one and "《某表》（18）" in one for one in messages)


def test_a_summary_is_held_against_the_forms_own_rows(district: District, tmp_path: Path) -> None:
    book = a_form([["序号", "目标任务", "完成数"]], [["1", DUTIES["2"].text, None]])
    counts = book.create_sheet("汇总")
    for row in (["专题", "任务数", "滞后"], ["打赢蓝天保卫战", None, None]):
        counts.append(row)
    blank = saved(book, tmp_path / "两页.xlsx")
    form = fill_blank(district.ledger, blank, period="2020Q2", list_id=1, filled_on=ON)
    (found,) = [one for one in form.findings if one.code == "counts_differ"]
    assert found.message == "打赢蓝天保卫战：“汇总”第2行任务数 4 项，正表列有 1 项，不一致"
