"""The questions of an entry, from a real ledger, before it is saved."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from app.models.database import Ledger
from app.services.breakdown.items import tick_items
from app.services.breakdown.shares import report_share, set_share
from app.services.history.journal import undo, undo_state
from app.services.parties.units import add_unit
from app.services.queries import task_detail
from app.services.work.doubts import doubts_of
from app.services.work.goals import add_target, move_target
from app.services.work.progress import Entry, draft_text, record_progress
from app.services.work.readings import record_readings
from app.services.work.tasks import finish_tasks
from tests.ledgers import JUNE, a_list, a_task, boilers

MARCH = date(2020, 3, 31)


def codes(ledger: Ledger, task_id: int, entry: Entry) -> list[str]:
    return [doubt.code for doubt in doubts_of(ledger, task_id, "2020Q2", entry)]


def sewer(ledger: Ledger) -> int:
    task_id = a_task(ledger, a_list(ledger), "新建污水管网3公里")
    told = Entry(amount=Decimal("1.5"), text="截至3月底，已完成1.5公里。")
    record_progress(ledger, task_id, "2020Q1", told, as_of=MARCH)
    return task_id


def test_nothing_is_asked_of_a_plain_entry(ledger: Ledger) -> None:
    task_id = sewer(ledger)
    entry = Entry(amount=Decimal(2), text="截至6月底，已完成2公里。")
    assert codes(ledger, task_id, entry) == []
    assert task_detail(ledger, task_id, as_of=JUNE, period="2020Q2").task.amount == Decimal("1.5")


def test_amounts_are_held_against_before_and_target(ledger: Ledger) -> None:
    task_id = sewer(ledger)
    assert codes(ledger, task_id, Entry(amount=Decimal(1))) == ["amount_fell"]
    assert codes(ledger, task_id, Entry(amount=Decimal(4))) == ["amount_exceeds"]


def test_last_period_s_words_are_noticed(ledger: Ledger) -> None:
    task_id = sewer(ledger)
    entry = Entry(amount=Decimal(2), text="截至3月底，已完成1.5公里。")
    assert codes(ledger, task_id, entry) == ["text_number", "old_month"]


def test_what_is_left_alone_is_taken_from_the_entry_held(ledger: Ledger) -> None:
    task_id = sewer(ledger)
    held = Entry(amount=Decimal(1), text="已全部完成。")
    record_progress(ledger, task_id, "2020Q2", held, as_of=JUNE)
    assert codes(ledger, task_id, Entry(problems="缺材料")) == ["amount_fell", "says_done"]


def test_ticks_and_nil_reports(ledger: Ledger) -> None:
    task_id, items = boilers(ledger, ticked=3)
    assert codes(ledger, task_id, Entry(amount=Decimal(5))) == ["ticks_differ"]
    assert codes(ledger, task_id, Entry(nil_report=True)) == ["nil_but_ticked"]
    tick_items(ledger, items, JUNE)
    finish_tasks(ledger, [task_id], JUNE)
    assert codes(ledger, task_id, Entry(nil_report=True)) == ["done_nil"]


def test_what_villages_report_is_held_against_the_amount(ledger: Ledger) -> None:
    task_id = sewer(ledger)
    target = task_detail(ledger, task_id, as_of=JUNE, period="2020Q2").task.target
    assert target is not None
    assert target.id is not None
    village = add_unit(ledger, "张村", kind="village")
    share = set_share(ledger, target.id, village, Decimal(3))
    assert share
    report_share(ledger, "2020Q2", target.id, village, Decimal("2.5"))
    record_progress(ledger, task_id, "2020Q2", Entry(amount=Decimal(2)), as_of=JUNE)
    assert "village" in codes(ledger, task_id, Entry(amount=Decimal(2)))


def test_the_draft_tells_of_readings_and_of_a_typed_amount(ledger: Ledger) -> None:
    task_id = sewer(ledger)
    assert draft_text(ledger, task_id, "2020Q2", amount=Decimal("2.4")) == (
        "截至6月底，计划3公里，已完成2.4公里，占80%，超序时进度30个百分点，余0.6公里计划12月底前完成。"
    )
    air = add_target(ledger, task_id, "PM2.5≤33微克/立方米")
    move_target(ledger, air, 0)
    record_readings(ledger, air, {f"2020-{n:02d}": Decimal(31) for n in range(1, 7)})
    assert draft_text(ledger, task_id, "2020Q2") == (
        "截至6月底，1—6月平均31微克/立方米，符合不高于33微克/立方米的目标。"
    )
    assert codes(ledger, task_id, Entry(amount=Decimal(1))) == []


def test_the_draft_names_what_was_ticked_in_the_period(ledger: Ledger) -> None:
    task_id, items = boilers(ledger)
    tick_items(ledger, items[:2], JUNE)
    assert "本期新完成燃气锅炉01、燃气锅炉02" in draft_text(ledger, task_id, "2020Q2")
    assert "本期新完成" not in draft_text(ledger, task_id, "2020Q3")


def test_the_draft_tells_of_every_target(ledger: Ledger) -> None:
    task_id = sewer(ledger)
    add_target(ledger, task_id, "泵站2座")
    homes = add_target(ledger, task_id, "接管200户")
    record_readings(ledger, homes, {"2020-05": Decimal(30), "2020-06": Decimal(80)})
    said = draft_text(ledger, task_id, "2020Q2", amount=Decimal(3))
    assert said.endswith("，已全部完成，接管已达80户（目标200户）。")
    assert "泵站" not in said  # nothing is known of them


def test_an_entry_that_was_emptied_reports_nothing(ledger: Ledger) -> None:
    task_id = a_task(ledger, a_list(ledger), "新建污水管网3公里")
    blank = Entry(None, None, None, None, nil_report=False)

    def is_filled() -> bool:
        return task_detail(ledger, task_id, as_of=JUNE, period="2020Q2").task.has_progress

    record_progress(ledger, task_id, "2020Q2", blank, as_of=JUNE)
    assert not is_filled()
    record_progress(ledger, task_id, "2020Q2", replace(blank, nil_report=True), as_of=JUNE)
    assert is_filled()
    record_progress(ledger, task_id, "2020Q2", blank, as_of=JUNE)
    assert not is_filled()
    assert undo_state(ledger).undo.startswith("清空2020年第二季度进展")
    undo(ledger)
    assert is_filled()
