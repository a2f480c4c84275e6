"""A period's amounts and texts as cells: one step, blank, 0 and / apart, doubts told after."""

from decimal import Decimal

import pytest

from app.errors import UserError
from app.models.database import Ledger
from app.models.tasks import Target, Task
from app.models.tracking import Progress
from app.models.views import ProgressView, TaskView
from app.services import queries
from app.services.breakdown.items import tick_items
from app.services.history import journal
from app.services.work.cells import Cell, change_cells
from app.services.work.doubts import doubts_among, doubts_told
from app.services.work.entrycells import amount_words, period_entries, text_words
from app.services.work.progress import NIL_TEXT, Entry, record_progress
from tests.ledgers import JUNE, a_list, a_task, boilers, count_of

Q1, Q2 = "2020Q1", "2020Q2"


@pytest.fixture
def sewers(ledger: Ledger) -> list[int]:
    """Three tasks of 30 km each, serials 7, 12 and 15, with 9 km reported before."""
    list_id = a_list(ledger)
    made = []
    for serial in ("7", "12", "15"):
        made.append(a_task(ledger, list_id, "新建污水管网30公里", serial=serial))
        record_progress(ledger, made[-1], Q1, Entry(amount=Decimal(9), text="截至3月底，9公里。"))
    return made


def entry(ledger: Ledger, task_id: int) -> ProgressView | None:
    return period_entries(ledger, Q2, [task_id]).get(task_id)


def view(ledger: Ledger, task_id: int) -> TaskView:
    return queries.task_detail(ledger, task_id, as_of=JUNE, period=Q2).task


def amounts(ledger: Ledger, tasks: list[int], *texts: str) -> None:
    cells = [(n, "entry.amount", text) for n, text in zip(tasks, texts, strict=True)]
    change_cells(ledger, cells, period=Q2)


def test_a_block_of_entries_and_fields_is_one_step(ledger: Ledger, sewers: list[int]) -> None:
    before = period_entries(ledger, Q2)
    cells: list[Cell] = [
        (sewers[0], "entry.amount", "12.5公里"),
        (sewers[0], "entry.text", "已铺 12.5 公里"),
        (sewers[1], "entry.problems", "征迁慢"),
        (sewers[1], "entry.next_steps", "每周会办"),
        (sewers[2], "notes", "待核"),
    ]
    written = change_cells(ledger, cells, period=Q2)
    assert (written.cells, written.tasks) == (5, 3)
    first, second = entry(ledger, sewers[0]), entry(ledger, sewers[1])
    assert first
    assert second
    assert (first.amount, first.text) == (Decimal("12.5"), "已铺 12.5 公里")
    assert (second.amount, second.problems, second.next_steps) == (None, "征迁慢", "每周会办")
    assert entry(ledger, sewers[2]) is None
    assert journal.undo(ledger).title == "修改任务 3 项共 5 格"
    assert period_entries(ledger, Q2) == before
    assert view(ledger, sewers[2]).notes == ""


def test_the_step_is_named_by_what_was_filled(ledger: Ledger, sewers: list[int]) -> None:
    amounts(ledger, sewers, "10", "11", "12")
    assert journal.undo(ledger).title == "填写2020年第二季度完成数 3 项"
    change_cells(ledger, [(sewers[0], "entry.text", "在建")], period=Q2)
    assert journal.undo(ledger).title == "填写2020年第二季度进展“新建污水管网30公里”"


def test_blank_nought_and_slash_are_three_things(ledger: Ledger, sewers: list[int]) -> None:
    amounts(ledger, sewers, "", "0", "/")
    blank, nought, slash = (entry(ledger, number) for number in sewers)
    assert blank is None
    assert nought
    assert slash
    assert (nought.amount, slash.amount) == (Decimal(0), None)
    assert [amount_words(one) for one in (blank, nought, slash)] == ["", "0", "/"]
    assert [view(ledger, number).has_progress for number in sewers] == [False, True, True]


def test_an_entry_that_is_emptied_is_none_any_more(ledger: Ledger, sewers: list[int]) -> None:
    amounts(ledger, sewers, "10", "11", "/")
    change_cells(ledger, [(sewers[1], "entry.text", "在建")], period=Q2)
    amounts(ledger, sewers, "", "", "")
    kept = entry(ledger, sewers[1])
    assert kept
    assert (kept.amount, kept.text) == (None, "在建")
    assert set(period_entries(ledger, Q2)) == {sewers[1]}
    journal.undo(ledger)
    assert amount_words(entry(ledger, sewers[0])) == "10"
    assert amount_words(entry(ledger, sewers[2])) == "/"


def test_one_amount_that_cannot_be_read_stops_all(ledger: Ledger, sewers: list[int]) -> None:
    entries = count_of(ledger, Progress)
    with pytest.raises(UserError) as caught:
        amounts(ledger, sewers, "10", "十一", "-3")
    assert caught.value.message == (
        "序号12的完成数“十一”不是数字；序号15的完成数“-3”小于 0，一格都没有写入；"
        "完成数只写数字，没有数的写 / 或留空。"
    )
    assert count_of(ledger, Progress) == entries


def test_what_is_counted_by_ticks_is_not_typed(ledger: Ledger) -> None:
    task_id, items = boilers(ledger, ticked=3)
    with pytest.raises(UserError, match="序号12的完成数按清单勾选计，不用填写"):
        amounts(ledger, [task_id], "9")
    change_cells(ledger, [(task_id, "entry.text", "已改造3台")], period=Q2)
    tick_items(ledger, items[3:4], JUNE.replace(month=3))
    assert view(ledger, task_id).amount == 4
    assert view(ledger, task_id).before == 1


def test_nil_reports_are_typed_and_taken_back_by_words(ledger: Ledger, sewers: list[int]) -> None:
    task_id = sewers[0]
    change_cells(ledger, [(task_id, "entry.text", "零报告")], period=Q2)
    held = entry(ledger, task_id)
    assert held
    assert (held.nil_report, held.text, text_words(held)) == (True, None, "零报告")
    change_cells(ledger, [(task_id, "entry.text", NIL_TEXT)], period=Q2)
    held = entry(ledger, task_id)
    assert held
    assert (held.nil_report, held.text) == (True, NIL_TEXT)
    change_cells(ledger, [(task_id, "entry.text", "已开工")], period=Q2)
    held = entry(ledger, task_id)
    assert held
    assert not held.nil_report


def test_words_of_other_fields_and_periods_stay(ledger: Ledger, sewers: list[int]) -> None:
    record_progress(ledger, sewers[0], Q2, Entry(text="人写的话", problems="缺地"))
    amounts(ledger, sewers[:1], "12")
    held = entry(ledger, sewers[0])
    assert held
    assert (held.amount, held.text, held.problems) == (Decimal(12), "人写的话", "缺地")
    earlier = period_entries(ledger, Q1)[sewers[0]]
    assert (earlier.amount, earlier.text) == (Decimal(9), "截至3月底，9公里。")
    assert view(ledger, sewers[0]).before == 9


def test_what_does_not_add_up_is_counted_and_named(ledger: Ledger, sewers: list[int]) -> None:
    amounts(ledger, sewers, "8", "31", "3")
    found = doubts_among(ledger, sewers, Q2)
    assert doubts_told(found) == "2 项比上期少：7、15；1 项超过目标：12"
    amounts(ledger, sewers, "9", "30", "10")
    assert doubts_told(doubts_among(ledger, sewers, Q2)) == ""


def test_five_hundred_tasks_are_written_and_looked_at_together(ledger: Ledger) -> None:
    list_id = a_list(ledger)
    with ledger.transaction("made", "") as work:
        made = [
            Task(
                list_id=list_id, position=n, text="新建管网3公里", groups=[], ours="yes",
                targets=[Target(number=Decimal(3), unit="公里", comparator="=")],
            )
            for n in range(420)
        ]  # fmt: skip
        work.session.add_all(made)
        work.session.flush()
        tasks = [task.id for task in made]
    amounts(ledger, tasks, *(["4"] * len(tasks)))
    assert len(period_entries(ledger, Q2, tasks)) == len(tasks)
    assert len(doubts_among(ledger, tasks, Q2)) == len(tasks)
    journal.undo(ledger)
    assert period_entries(ledger, Q2) == {}
