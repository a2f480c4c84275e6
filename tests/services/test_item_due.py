"""An item without a day of its own is due with its task, for every page that tells of lateness."""

from datetime import date

import pytest

from app.models.database import Ledger
from app.models.rules.itemdue import due_tip, is_item_late, item_due, with_task
from app.services.breakdown.items import change_items, create_blanks, tick_items
from app.services.parties.units import add_unit, list_units
from app.services.queries import list_items
from app.services.supervision.unitstanding import unit_duties, unit_standing
from app.ui.pages.itemlist.itemlines import fits, lines_of
from tests.ledgers import a_list, a_task

OWN, TASK, LATER = date(2020, 6, 20), date(2020, 9, 30), date(2020, 10, 1)


@pytest.fixture
def items(ledger: Ledger) -> list[int]:
    """Two items of a village, the first with a day of its own, the task due in September."""
    task_id = a_task(ledger, a_list(ledger), "完成2个点位整治", deadline_text="2020年9月底前")
    village = add_unit(ledger, "张村", kind="village")
    made = list(create_blanks(ledger, task_id, 2, stem="点位"))
    change_items(ledger, made, unit="张村")
    change_items(ledger, made[:1], due=OWN)
    assert village
    return made


def test_the_day_that_counts() -> None:
    assert (item_due(OWN, TASK), item_due(None, TASK), item_due(None, None)) == (OWN, TASK, None)
    assert is_item_late(TASK, None, LATER)
    assert not is_item_late(TASK, None, TASK)
    assert not is_item_late(TASK, LATER, LATER)
    assert is_item_late(TASK, date(2020, 10, 2), LATER)
    assert not is_item_late(None, None, LATER)
    assert (with_task(TASK), with_task(None)) == ("随 2020-09-30", "")
    assert due_tip(None, TASK, late=True) == "没有自己的时限，随任务的时限；已超期"


@pytest.mark.parametrize(("day", "late"), [(OWN, 0), (TASK, 1), (LATER, 2)])
def test_pages_and_units_agree_on_what_is_late(
    ledger: Ledger, items: list[int], day: date, late: int
) -> None:
    lines = lines_of(list_items(ledger), {}, day)
    assert sum(fits(line, "已超期") for line in lines) == late
    (village,) = [unit for unit in list_units(ledger, as_of=day) if unit.name == "张村"]
    assert village.overdue_items == late
    duties = [one for one in unit_duties(ledger, village.id, as_of=day) if one.kind == "item"]
    assert sum(one.late for one in duties) == late
    assert sorted(one.due_with_task for one in duties) == [False, True]
    (standing,) = [one for one in unit_standing(ledger, as_of=day) if one.name == "张村"]
    assert standing.items_late == late


def test_what_is_ticked_is_not_late(ledger: Ledger, items: list[int]) -> None:
    tick_items(ledger, items, TASK)
    assert not any(line.is_late for line in lines_of(list_items(ledger), {}, LATER))
