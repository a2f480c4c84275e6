"""An entry is dated by the day in view, within its period, whichever way it is written."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from app.models.database import Ledger
from app.models.tracking import Progress
from app.services.history import journal
from app.services.queries import task_detail
from app.services.supervision.assignments_feedback import take_over_amount
from app.services.work.cells import change_cells
from app.services.work.progress import Entry, record_progress
from tests.ledgers import a_list, a_task

Write = Callable[[Ledger, int, date, int], object]


def _by_form(ledger: Ledger, task: int, as_of: date, amount: int) -> None:
    record_progress(ledger, task, "2020Q2", Entry(amount=Decimal(amount)), as_of=as_of)


def _by_cell(ledger: Ledger, task: int, as_of: date, amount: int) -> None:
    change_cells(ledger, [(task, "entry.amount", str(amount))], period="2020Q2", as_of=as_of)


def _by_feedback(ledger: Ledger, task: int, as_of: date, amount: int) -> None:
    take_over_amount(ledger, task, period="2020Q2", as_of=as_of, amount=Decimal(amount))


def _dated(ledger: Ledger) -> date:
    with ledger.reading() as session:
        return session.query(Progress).one().dated


def _amount(ledger: Ledger, task: int, as_of: date) -> Decimal | None:
    return task_detail(ledger, task, as_of=as_of, period="2020Q2").task.amount


@pytest.mark.parametrize("write", [_by_form, _by_cell, _by_feedback])
def test_every_way_dates_alike(ledger: Ledger, write: Write) -> None:
    task = a_task(ledger, a_list(ledger))
    write(ledger, task, date(2020, 6, 10), 5)
    assert _dated(ledger) == date(2020, 6, 10)
    write(ledger, task, date(2020, 7, 3), 17)
    assert _dated(ledger) == date(2020, 6, 30)  # never out of its period
    assert _amount(ledger, task, date(2020, 6, 10)) is None  # 17 were not done by then
    write(ledger, task, date(2020, 6, 20), 12)
    assert _amount(ledger, task, date(2020, 6, 20)) == 12  # what is written counts at once
    journal.undo(ledger)
    assert _dated(ledger) == date(2020, 6, 30)
    assert _amount(ledger, task, date(2020, 6, 30)) == 17


def test_words_alone_leave_the_day(ledger: Ledger) -> None:
    task = a_task(ledger, a_list(ledger))
    _by_form(ledger, task, date(2020, 6, 10), 5)
    record_progress(ledger, task, "2020Q2", Entry(text="余下的在建。"), as_of=date(2020, 6, 28))
    assert _dated(ledger) == date(2020, 6, 10)


def test_a_day_before_the_period_is_its_first(ledger: Ledger) -> None:
    task = a_task(ledger, a_list(ledger))
    _by_form(ledger, task, date(2020, 3, 1), 5)
    assert _dated(ledger) == date(2020, 4, 1)
