"""Checkpoints: written in place, read again, spread over quarters, and how they decide a light."""

from datetime import date
from decimal import Decimal

import pytest

from app.errors import UserError
from app.models.database import Ledger
from app.models.rules.pace import State
from app.models.views import TaskDetail
from app.services import queries
from app.services.history import journal
from app.services.work.checkpoints import (
    change_checkpoint,
    remove_checkpoint,
    spread_amounts,
    spread_target,
    write_checkpoint,
)
from app.services.work.tasks import reach_checkpoint
from tests.ledgers import JUNE, boilers


@pytest.fixture
def task_id(ledger: Ledger) -> int:
    """The boilers, ten of 23 ticked in June."""
    return boilers(ledger, ticked=10)[0]


def detail_of(ledger: Ledger, task_id: int, period: str = "2020Q2") -> TaskDetail:
    return queries.task_detail(ledger, task_id, as_of=JUNE, period=period)


@pytest.mark.parametrize(
    ("text", "amount", "unit", "state"),
    [
        ("完成12台", Decimal(12), "台", State.ON_PACE),
        ("完成50%", Decimal(50), "%", State.ON_PACE),
        ("完成20台", Decimal(20), "台", State.FAR_BEHIND),
        ("完成招投标", None, "", State.BEHIND),
    ],
)
def test_a_text_is_read_for_its_number(
    ledger: Ledger, task_id: int, text: str, amount: Decimal | None, unit: str, state: State
) -> None:
    write_checkpoint(ledger, task_id, "2020Q2", text)
    (point,) = detail_of(ledger, task_id).checkpoints
    assert (point.text, point.amount, point.unit) == (text, amount, unit)
    assert detail_of(ledger, task_id).task.judgement.state is state
    journal.undo(ledger)
    assert detail_of(ledger, task_id).checkpoints == ()


def test_a_period_has_one_checkpoint(ledger: Ledger, task_id: int) -> None:
    first = write_checkpoint(ledger, task_id, "2020Q2", "完成12台")
    assert write_checkpoint(ledger, task_id, "2020Q2", "完成10台") == first
    other = write_checkpoint(ledger, task_id, "2020Q3", "完成18台")
    with pytest.raises(UserError) as fault:
        change_checkpoint(ledger, other, period="2020Q2")
    assert fault.value.code == "period_taken"
    change_checkpoint(ledger, other, period="2020-09", text="过半")
    assert [point.period for point in detail_of(ledger, task_id).checkpoints] == [
        "2020-09",
        "2020Q2",
    ]
    with pytest.raises(UserError):
        change_checkpoint(ledger, other, text=" ")


def test_removing_comes_back_with_its_mark(ledger: Ledger, task_id: int) -> None:
    point = write_checkpoint(ledger, task_id, "2020Q2", "完成招投标")
    reach_checkpoint(ledger, point, date(2020, 6, 20))
    remove_checkpoint(ledger, point)
    journal.undo(ledger)
    (again,) = detail_of(ledger, task_id).checkpoints
    assert again.reached_on == date(2020, 6, 20)


@pytest.mark.parametrize("way", ["time", "even"])
def test_a_target_spreads_over_the_quarters_in_one_step(
    ledger: Ledger, task_id: int, way: str
) -> None:
    spread = spread_amounts(detail_of(ledger, task_id).task, way=way)
    assert [(span.key, amount) for span, amount in spread] == [
        ("2020Q1", Decimal(6)),
        ("2020Q2", Decimal(12)),
        ("2020Q3", Decimal(18)),
        ("2020Q4", Decimal(23)),
    ]
    spread_target(ledger, task_id, {span.key: amount for span, amount in spread})
    points = detail_of(ledger, task_id).checkpoints
    assert [point.text for point in points][1] == "累计完成12台"
    assert [point.amount for point in points] == [amount for _, amount in spread]
    journal.undo(ledger)
    assert detail_of(ledger, task_id).checkpoints == ()


def test_cumulative_amounts_do_not_fall(ledger: Ledger, task_id: int) -> None:
    with pytest.raises(UserError) as fault:
        spread_target(ledger, task_id, {"2020Q2": Decimal(9), "2020Q1": Decimal(10)})
    assert fault.value.code == "amounts_fall"


def test_a_half_year_sees_the_quarter_s_checkpoint(ledger: Ledger, task_id: int) -> None:
    write_checkpoint(ledger, task_id, "2020Q2", "完成20台")
    assert "完成20台" in detail_of(ledger, task_id, "2020H1").task.judgement.why


def test_at_the_beginning_of_a_quarter_its_checkpoint_is_not_missed_yet(
    ledger: Ledger, task_id: int
) -> None:
    """10 of 23 in June as asked: on 2 July that is no lag, though September asks for 20."""
    for period, words in (("2020Q2", "完成10台"), ("2020Q3", "完成20台")):
        write_checkpoint(ledger, task_id, period, words)

    def on(day: date, period: str) -> tuple[State, str]:
        judged = queries.task_detail(ledger, task_id, as_of=day, period=period).task.judgement
        return judged.state, judged.why

    assert on(JUNE, "2020Q2")[0] is State.ON_PACE
    state, why = on(date(2020, 7, 2), "2020Q3")
    assert state is State.ON_PACE
    assert why.startswith("应达44.4%（本期形象进度“完成20台”，按时间折算）")
    assert on(date(2020, 9, 30), "2020Q3")[0] is State.FAR_BEHIND
    assert on(date(2020, 9, 30), "2020-09")[0] is State.FAR_BEHIND
