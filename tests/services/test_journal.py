"""Undo and redo by the journal."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.errors import UserError
from app.models.base import Base
from app.models.database import Ledger
from app.services.breakdown.items import change_items, remove_items, tick_items
from app.services.history.journal import recent_operations, redo, undo, undo_operation, undo_state
from app.services.keeping.ledgers import open_ledger
from app.services.queries import list_items, list_tasks
from app.services.work.progress import Entry, record_progress
from app.services.work.tasks import change_tasks, remove_tasks
from tests.ledgers import JUNE, a_ledger, boilers

_JOURNAL = {"operation", "change"}


def contents(ledger: Ledger) -> dict[str, list[tuple[object, ...]]]:
    """Everything the ledger holds but the journal."""
    with ledger.engine.connect() as connection:
        return {
            table.name: sorted(map(tuple, connection.execute(table.select())), key=str)
            for table in Base.metadata.sorted_tables
            if table.name not in _JOURNAL
        }


def done_of(ledger: Ledger) -> Decimal | None:
    return list_tasks(ledger, as_of=JUNE, period="2020Q2")[0].amount


def test_seventeen_ticks_are_one_step(ledger: Ledger) -> None:
    _, items = boilers(ledger)
    before = contents(ledger)
    tick_items(ledger, items[:17], date(2020, 6, 20))
    assert done_of(ledger) == 17
    assert undo(ledger).title == "勾选 17 项"
    assert contents(ledger) == before
    redo(ledger)
    assert done_of(ledger) == 17


def test_undo_survives_a_restart(ledger: Ledger) -> None:
    _, items = boilers(ledger)
    tick_items(ledger, items[:5], JUNE)
    ledger.close()
    again = open_ledger(ledger.folder)
    assert undo_state(again).undo == "勾选 5 项"
    undo(again)
    assert all(item.done_on is None for item in list_items(again))
    again.close()


def test_a_deleted_task_comes_back_with_all_under_it(ledger: Ledger) -> None:
    task_id, _ = boilers(ledger, ticked=17)
    record_progress(ledger, task_id, "2020Q2", Entry(text="已完成17台", amount=Decimal(17)))
    before = contents(ledger)
    remove_tasks(ledger, [task_id])
    assert list_tasks(ledger, as_of=JUNE, period="2020Q2") == ()
    undo(ledger)
    assert contents(ledger) == before


def test_an_old_step_undone_keeps_what_was_edited_since(ledger: Ledger) -> None:
    _, items = boilers(ledger)
    tick_items(ledger, items[:2], date(2020, 5, 1))
    step = recent_operations(ledger)[0].id
    tick_items(ledger, items[:1], date(2020, 6, 1))
    result = undo_operation(ledger, step)
    days = {item.id: item.done_on for item in list_items(ledger)}
    assert days[items[0]] == date(2020, 6, 1)
    assert days[items[1]] is None
    assert len(result.kept) == 1
    assert "燃气锅炉01" in result.kept[0]


def test_a_step_is_undone_once(ledger: Ledger) -> None:
    _, items = boilers(ledger)
    tick_items(ledger, items[:2], JUNE)
    step = recent_operations(ledger)[0].id
    undo_operation(ledger, step)
    with pytest.raises(UserError, match="已经撤销"):
        undo_operation(ledger, step)


def test_something_new_ends_redo(ledger: Ledger) -> None:
    _, items = boilers(ledger)
    tick_items(ledger, items[:2], JUNE)
    undo(ledger)
    assert undo_state(ledger).redo
    change_items(ledger, items[:1], name="华东印染4t锅炉")
    assert undo_state(ledger).redo == ""
    with pytest.raises(UserError, match="没有可以重做"):
        redo(ledger)


def test_at_the_beginning_there_is_nothing_to_undo(ledger: Ledger) -> None:
    with pytest.raises(UserError, match="没有可以撤销"):
        undo(ledger)


def test_the_journal_says_who_and_what(ledger: Ledger) -> None:
    task_id, _ = boilers(ledger)
    change_tasks(ledger, [task_id], notes="区里来电确认")
    line = recent_operations(ledger)[0]
    assert line.who == "张三"
    assert "修改任务" in line.title
    assert any("区里来电确认" in words for words in line.details)


STEPS = st.lists(st.tuples(st.sampled_from("txnpu"), st.integers(0, 22)), max_size=12)


@given(steps=STEPS)
@settings(max_examples=25)
def test_undoing_all_steps_leads_back(steps: list[tuple[str, int]]) -> None:
    with TemporaryDirectory() as folder, a_ledger(Path(folder)) as ledger:
        _play(ledger, steps)


def _play(ledger: Ledger, steps: list[tuple[str, int]]) -> None:
    task_id, made = boilers(ledger)
    items = list(made)
    before = contents(ledger)
    for step, place in steps:
        if step == "x" and items:
            remove_items(ledger, [items.pop(place % len(items))])
        elif step == "t" and items:
            tick_items(ledger, [items[place % len(items)]], date(2020, 5, 1 + place))
        elif step == "n":
            change_tasks(ledger, [task_id], notes=f"记 {place}")
        elif step == "p":
            record_progress(ledger, task_id, "2020Q2", Entry(amount=Decimal(place)))
        elif step == "u" and contents(ledger) != before:
            undo(ledger)
            items = [item.id for item in list_items(ledger)]
    while contents(ledger) != before:
        undo(ledger)
