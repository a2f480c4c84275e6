"""What speaks against filing, and what a filing keeps."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import pytest

from app.errors import UserError
from app.models.database import Ledger
from app.services.breakdown.items import change_items
from app.services.queries import list_tasks
from app.services.reporting.filing import file_return, filed_returns
from app.services.reporting.returns import Wanted, check_return, draft_return
from app.services.work.progress import Entry, record_progress
from app.services.work.tasks import decide_ours
from tests.ledgers import JUNE, a_list, a_task, boilers

Q2 = Wanted("quarterly_tasks", "2020Q2", 1, JUNE)


def codes(ledger: Ledger) -> Sequence[str]:
    return [finding.code for finding in check_return(ledger, Q2)]


def test_missing_progress_and_lag_are_found(ledger: Ledger) -> None:
    boilers(ledger, ticked=2)
    assert codes(ledger) == ["missing_progress", "lag_unexplained"]


def test_a_filled_task_has_nothing_against_it(ledger: Ledger) -> None:
    task_id, _ = boilers(ledger, ticked=17)
    record_progress(ledger, task_id, "2020Q2", Entry(text="已完成17台"))
    assert codes(ledger) == []


def test_a_nil_report_is_no_blank(ledger: Ledger) -> None:
    task_id, _ = boilers(ledger, ticked=17, on=date(2020, 3, 20))
    record_progress(ledger, task_id, "2020Q2", Entry(nil_report=True))
    assert codes(ledger) == []
    assert draft_return(ledger, Q2).lines[0].nil_report


def test_a_nil_report_against_ticks_is_a_contradiction(ledger: Ledger) -> None:
    task_id, _ = boilers(ledger, ticked=17, on=date(2020, 6, 20))
    record_progress(ledger, task_id, "2020Q2", Entry(nil_report=True))
    assert codes(ledger) == ["entry_doubted"]


def test_an_amount_below_the_last_quarter_is_questioned(ledger: Ledger) -> None:
    task_id = a_task(ledger, a_list(ledger), "农膜回收60吨")
    record_progress(ledger, task_id, "2020Q1", Entry(amount=Decimal(40), text="一季度"))
    record_progress(ledger, task_id, "2020Q2", Entry(amount=Decimal(35), text="二季度"))
    assert codes(ledger) == ["amount_fell"]


def test_a_reading_under_a_ceiling_may_fall(ledger: Ledger) -> None:
    task_id = a_task(ledger, a_list(ledger), "PM2.5年均浓度不高于33微克/立方米")
    record_progress(ledger, task_id, "2020Q1", Entry(amount=Decimal(41), text="一季度"))
    record_progress(ledger, task_id, "2020Q2", Entry(amount=Decimal(32), text="二季度"))
    assert codes(ledger) == []


def test_asked_tasks_are_told_and_left_out(ledger: Ledger) -> None:
    task_id, _ = boilers(ledger, ticked=17)
    decide_ours(ledger, [task_id], "ask")
    assert codes(ledger) == ["no_tasks", "unconfirmed"]
    assert draft_return(ledger, Q2).lines == ()


def test_a_soft_finding_wants_a_word_that_is_kept(ledger: Ledger) -> None:
    boilers(ledger, ticked=17)
    with pytest.raises(UserError, match="请说明") as told:
        file_return(ledger, Q2)
    assert told.value.code == "unexplained"
    assert filed_returns(ledger) == ()
    file_return(ledger, Q2, explanations={"missing_progress": "锅炉由区里统一填报"})
    assert [(one.version, one.state) for one in filed_returns(ledger)] == [(1, "filed")]


def test_later_quarters_are_not_on_an_earlier_return(ledger: Ledger) -> None:
    task_id, _ = boilers(ledger)
    for quarter, text in (("2020Q1", "一"), ("2020Q2", "二"), ("2020Q3", "三")):
        record_progress(ledger, task_id, quarter, Entry(text=text))
    line = draft_return(ledger, Q2).lines[0]
    assert (line.previous_text, line.progress_text) == ("一", "二")
    assert set(line.progress_texts) == {"2020Q1", "2020Q2"}


def test_blank_dash_slash_and_nought_stay_four_things(ledger: Ledger) -> None:
    list_id = a_list(ledger)
    for text in (None, "—", "/", "0"):
        task_id = a_task(ledger, list_id, f"任务{text}")
        record_progress(ledger, task_id, "2020Q2", Entry(text=text))
    lines = draft_return(ledger, Q2).lines
    assert [line.progress_text for line in lines] == [None, "—", "/", "0"]


def test_a_renamed_item_keeps_its_tick(ledger: Ledger) -> None:
    _, items = boilers(ledger, ticked=17)
    change_items(ledger, items[:1], name="华东印染4吨锅炉")
    assert list_tasks(ledger, as_of=JUNE, period="2020Q2")[0].items_done == 17
