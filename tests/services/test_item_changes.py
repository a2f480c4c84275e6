"""What the journal says of the items: which were touched, and when all must be read again."""

from collections.abc import Callable

import pytest

from app.models.database import Ledger
from app.services.breakdown.itemcolumns import add_item_column
from app.services.breakdown.items import change_items, create_blanks, remove_items, tick_items
from app.services.history import journal
from app.services.history.changes import newest_step
from app.services.history.itemchanges import items_touched_since
from app.services.parties.units import add_unit, change_unit
from app.services.work.progress import Entry, record_progress
from app.services.work.tasks import change_tasks, remove_tasks
from tests.ledgers import JUNE, boilers


def touched(ledger: Ledger, work: Callable[[], object]) -> frozenset[int] | None:
    seen = newest_step(ledger)
    work()
    return items_touched_since(ledger, seen, most=100).items


def test_edits_touch_their_items_and_undo_touches_them_again(ledger: Ledger) -> None:
    _, items = boilers(ledger)
    change_items(ledger, items[:1], unit="张村")
    for work in (
        lambda: tick_items(ledger, items[3:5], JUNE),
        lambda: change_items(ledger, items[3:5], notes="已签合同", unit="李村"),
    ):
        assert touched(ledger, work) == frozenset(items[3:5])
        assert touched(ledger, lambda: journal.undo(ledger)) == frozenset(items[3:5])
        journal.redo(ledger)


def test_what_no_line_of_an_item_tells_touches_none(ledger: Ledger) -> None:
    task_id, _ = boilers(ledger)

    def work() -> None:
        record_progress(ledger, task_id, "2020Q2", Entry(text="已完成5台。"), as_of=JUNE)
        change_tasks(ledger, [task_id], notes="月底前再看")
        add_unit(ledger, "王村", kind="village")

    assert touched(ledger, work) == frozenset()


@pytest.mark.parametrize("what", ["came", "went", "task", "gone", "column", "unit"])
def test_what_many_lines_tell_of_asks_for_all(ledger: Ledger, what: str) -> None:
    task_id, items = boilers(ledger)
    unit = add_unit(ledger, "张村", kind="village")
    works: dict[str, Callable[[], object]] = {
        "came": lambda: create_blanks(ledger, task_id, 2, stem="锅炉"),
        "went": lambda: remove_items(ledger, items[:1]),
        "task": lambda: change_tasks(ledger, [task_id], text="完成锅炉改造"),
        "gone": lambda: remove_tasks(ledger, [task_id]),
        "column": lambda: add_item_column(ledger, task_id, "吨位"),
        "unit": lambda: change_unit(ledger, unit, name="新张村"),
    }
    assert touched(ledger, works[what]) is None


def test_more_changes_than_asked_for_are_said_to_be_many(ledger: Ledger) -> None:
    _, items = boilers(ledger)
    seen = newest_step(ledger)
    tick_items(ledger, items[:5], JUNE)
    assert items_touched_since(ledger, seen, most=4).many
    assert items_touched_since(ledger, seen, most=5).items == frozenset(items[:5])
