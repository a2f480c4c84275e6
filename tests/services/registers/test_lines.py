"""Registers: which lines stand on them as of a period, and what speaks against them."""

from datetime import date
from decimal import Decimal

from app.models.database import Ledger
from app.services.breakdown.items import change_items, tick_items
from app.services.breakdown.shares import set_shares, split_rows
from app.services.dashboard import dashboard
from app.services.parties.units import add_unit
from app.services.reporting.filedpapers import filed_papers
from app.services.reporting.filing import (
    file_return,
)
from app.services.reporting.formats import list_formats
from app.services.reporting.returns import check_return, draft_return
from app.services.supervision.assignments import Thing, issue_assignments, same_to_each
from app.services.supervision.assignments_feedback import record_feedback
from app.services.supervision.problems import add_problem
from app.services.work.progress import Entry, record_progress
from app.services.work.tasks import change_tasks
from tests.ledgers import JUNE, a_list, a_task, boilers
from tests.services.registers.hands import codes, wanted


def texts(ledger: Ledger, key: str) -> list[str]:
    """What the filed return of a format prints."""
    filed = file_return(ledger, wanted(key), default_word="属实")
    return [cell.text for cell in filed_papers(ledger, filed.id).papers[0].cells]


def test_formats_tell_what_they_print() -> None:
    kinds = {one.key: (one.kind, one.rows) for one in list_formats()}
    assert len(kinds) >= 12
    assert kinds["half_review"] == ("half", "tasks")
    assert kinds["problem_register"] == ("any", "problems")


def test_items_stand_as_of_the_period_with_their_own_columns(ledger: Ledger) -> None:
    _, items = boilers(ledger)
    change_items(ledger, items[:1], name="华东印染", unit="牛塘村", fields={"吨位": "4"})
    tick_items(ledger, items[:2], date(2020, 6, 30))
    tick_items(ledger, items[2:3], date(2020, 7, 1))
    shown = texts(ledger, "item_register")
    assert shown.count("是") == 2, "ticked after the period's end is not done in it"
    assert {"吨位", "4", "牛塘村", "12　完成23台天然气锅炉低氮改造"} <= set(shown)


def test_items_without_unit_or_late_are_told(ledger: Ledger) -> None:
    _, items = boilers(ledger)
    change_items(ledger, items, unit="牛塘村")
    assert codes(ledger, "item_register") == []
    change_items(ledger, items[:1], unit="", due=date(2020, 5, 1))
    (unit, late) = check_return(ledger, wanted("item_register"))
    assert (unit.code, late.code) == ("item_without_unit", "item_overdue")
    assert unit.item_id == items[0]
    change_items(ledger, items[:1], notes="企业停产")
    assert codes(ledger, "item_register") == ["item_without_unit"]


def test_problems_by_source_without_later_ones(ledger: Ledger) -> None:
    task_id = a_task(ledger, a_list(ledger))
    add_problem(ledger, text="排口直排", source="信访", found_on=date(2020, 4, 1), task_id=task_id)
    add_problem(ledger, text="裸土未盖", source="自查", found_on=date(2020, 5, 1))
    add_problem(ledger, text="雨污混接", source="信访", found_on=date(2020, 6, 1))
    add_problem(ledger, text="七月的问题", source="自查", found_on=date(2020, 7, 1))
    view = draft_return(ledger, wanted("problem_register"))
    assert [line.problem.text for line in view.lines] == ["排口直排", "雨污混接", "裸土未盖"]
    assert [line.ordinal for line in view.lines] == [1, 2, 3]
    assert {"信访", "自查", "销号", "整改方案"} <= set(texts(ledger, "problem_register"))


def test_an_overdue_problem_without_words_is_told(ledger: Ledger) -> None:
    a_list(ledger)
    number = add_problem(
        ledger, text="排口直排", unit="牛塘村", deadline_text="2020年5月底前", year=2020
    )
    (finding,) = check_return(ledger, wanted("problem_register"))
    assert (finding.code, finding.problem_id) == ("problem_overdue", number)
    add_problem(ledger, text="裸土未盖")
    assert codes(ledger, "problem_register") == [
        "problem_overdue",
        "problem_without_unit",
        "problem_without_due",
    ]


def test_what_was_handed_over_is_on_the_register(ledger: Ledger) -> None:
    task_id = a_task(ledger, a_list(ledger))
    unit = add_unit(ledger, "牛塘村", kind="village")
    (order,) = issue_assignments(
        ledger,
        same_to_each([unit], [Thing(task_id=task_id, amount=Decimal(7), measure="台")]),
        on=date(2020, 5, 8),
        due=date(2020, 6, 15),
    )
    (finding,) = check_return(ledger, wanted("supervision_register"))
    assert (finding.code, finding.assignment_id) == ("assignment_unanswered", order)
    (line,) = draft_return(ledger, wanted("supervision_register")).lines
    record_feedback(ledger, [line.assigned.id], on=date(2020, 6, 18), text="已完成5台")
    assert codes(ledger, "supervision_register") == ["assignment_unjudged"]
    assert {"已过期", "7台", "已完成5台", "待审核", "-15"} <= set(
        texts(ledger, "supervision_register")
    )
    may = wanted("supervision_register", "2020-04")
    assert draft_return(ledger, may).lines == ()


def test_the_matrix_has_a_column_a_village_and_its_totals(ledger: Ledger) -> None:
    task_id = a_task(ledger, a_list(ledger))
    ids = [add_unit(ledger, name, kind="village") for name in ("牛塘村", "漕溪村")]
    (row,) = split_rows(ledger)
    target = row.target_id
    set_shares(ledger, {(target, ids[1]): Decimal(9), (target, ids[0]): Decimal(10)})
    view = draft_return(ledger, wanted("village_matrix"))
    assert [line.units for line in view.lines] == [("牛塘村", "漕溪村")]
    shown = texts(ledger, "village_matrix")
    at = shown.index("23")
    assert shown[at : at + 5] == ["23", "10", "9", "19", "4"]
    (finding,) = check_return(ledger, wanted("village_matrix"))
    assert (finding.code, finding.task_id) == ("share_differs", task_id)
    assert "少 4 台" in finding.message


def test_the_summary_says_what_the_dashboard_says(ledger: Ledger) -> None:
    boilers(ledger, ticked=8)
    change_tasks(ledger, [a_task(ledger, 1, "农膜回收60吨")], groups=("三、净土",))
    lines = draft_return(ledger, wanted("progress_summary")).lines
    shown = dashboard(ledger, as_of=JUNE, period="2020Q2", list_id=1)
    assert {line.name: (line.actual, line.expected) for line in lines} == {
        group.name: (group.actual, group.expected) for group in shown.groups
    }
    total = draft_return(ledger, wanted("progress_summary")).total
    assert total is not None
    assert total.tasks == sum(shown.counts.values()) == 2
    assert sum(total.states.values()) == 2


def test_only_what_lags_is_warned_of(ledger: Ledger) -> None:
    task_id, items = boilers(ledger, ticked=1)
    a_task(ledger, 1, "开展环保宣传")
    (line,) = draft_return(ledger, wanted("lag_warning")).lines
    assert line.task_id == task_id
    assert line.forecast
    assert "lag_unexplained" in codes(ledger, "lag_warning")
    shown = texts(ledger, "lag_warning")
    assert "红色" in shown
    tick_items(ledger, items, date(2020, 6, 30))
    assert draft_return(ledger, wanted("lag_warning")).lines == ()
    assert codes(ledger, "lag_warning") == [], "that nothing lags is no fault"


def test_a_half_year_takes_what_its_second_quarter_says(ledger: Ledger) -> None:
    task_id, _ = boilers(ledger, ticked=17)
    record_progress(ledger, task_id, "2020Q2", Entry(text="二季度进展"))
    half = wanted("half_review", "2020H1")
    assert draft_return(ledger, half).lines[0].progress_text == "二季度进展"
    assert "missing_progress" not in [one.code for one in check_return(ledger, half)]
    record_progress(ledger, task_id, "2020H1", Entry(text="半年进展"))
    assert draft_return(ledger, half).lines[0].progress_text == "半年进展"


def test_amounts_contradicting_another_filing_are_told(ledger: Ledger) -> None:
    task_id = a_task(ledger, a_list(ledger), "农膜回收60吨")
    record_progress(ledger, task_id, "2020Q2", Entry(amount=Decimal(40), text="回收"))
    file_return(ledger, wanted("monthly_dispatch", "2020-06"), default_word="属实")
    assert codes(ledger, "quarterly_tasks") == []
    record_progress(ledger, task_id, "2020Q2", Entry(amount=Decimal(45)))
    (finding,) = check_return(ledger, wanted("quarterly_tasks"))
    assert (finding.code, finding.task_id) == ("amount_differs", task_id)
    told = "本表完成数 45 吨，与已定稿的2020年6月《月调度表》（40 吨）不一致"
    assert finding.message.endswith(told)


def test_missing_proof_is_told_where_it_is_required(ledger: Ledger) -> None:
    task_id = a_task(ledger, a_list(ledger), "农膜回收60吨")
    record_progress(ledger, task_id, "2020Q2", Entry(amount=Decimal(40), text="回收"))
    assert codes(ledger, "quarterly_tasks") == []
    change_tasks(ledger, [task_id], acceptance="提供回收台账和照片")
    (finding,) = check_return(ledger, wanted("quarterly_tasks"))
    assert (finding.code, finding.task_id) == ("proof_missing", task_id)
