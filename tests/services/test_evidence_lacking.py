"""What lacks proof: done or reported, required by the wording, and without a file."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from app.models.database import Ledger
from app.services.breakdown.items import create_blanks, tick_items
from app.services.history.journal import undo
from app.services.proof.evidence import Owner, attach
from app.services.proof.prooflack import Lacking, decide_proof, lacking_proof, proof_needed
from app.services.work.progress import Entry, record_progress
from app.services.work.tasks import decide_ours, finish_tasks
from tests.ledgers import JUNE, a_list, a_task

Attach = Callable[[Owner], None]


@pytest.fixture
def add(ledger: Ledger, tmp_path: Path) -> Attach:
    """Attach a file of its own."""
    count = iter(range(99))

    def attach_one(owner: Owner) -> None:
        path = tmp_path / "照片.jpg"
        path.write_bytes(b"%d" % next(count))
        attach(ledger, owner, [path])

    return attach_one


@pytest.fixture
def task_id(ledger: Ledger) -> int:
    """A task whose acceptance names a document."""
    return a_task(ledger, a_list(ledger), "完成污水管网排查", serial="41", acceptance="排查报告")


def lacking(ledger: Ledger, *, as_of: date = JUNE, period: str = "2020Q2") -> tuple[Lacking, ...]:
    return lacking_proof(ledger, as_of=as_of, period=period)


def test_what_is_neither_done_nor_reported_lacks_nothing(ledger: Ledger, task_id: int) -> None:
    assert lacking(ledger) == ()


def test_a_finished_task_lacks_proof_until_it_has_some(
    ledger: Ledger, task_id: int, add: Attach
) -> None:
    finish_tasks(ledger, [task_id], date(2020, 6, 20))
    (line,) = lacking(ledger)
    assert (line.serial, line.name, line.what) == ("41", "完成污水管网排查", "已完成 2020-06-20")
    assert line.why == "认定标准写有“排查报告”"
    assert line.owner == Owner(task_id)
    assert lacking(ledger, as_of=date(2020, 6, 19)) == ()
    add(line.owner)
    assert lacking(ledger) == ()


def test_an_entry_of_the_period_lacks_proof(ledger: Ledger, task_id: int, add: Attach) -> None:
    record_progress(ledger, task_id, "2020Q1", Entry(text="已排查3公里。"))
    (line,) = lacking(ledger, as_of=date(2020, 3, 31), period="2020Q1")
    assert line.what == "2020年第一季度已填进展"
    assert line.owner == Owner(task_id, period="2020Q1")
    add(line.owner)
    assert lacking(ledger, as_of=date(2020, 3, 31), period="2020Q1") == ()
    record_progress(ledger, task_id, "2020Q2", Entry(text="已排查6公里。"))
    assert [one.period for one in lacking(ledger)] == ["2020Q2"]
    add(Owner(task_id))
    assert lacking(ledger) == ()


def test_a_nil_report_claims_nothing(ledger: Ledger, task_id: int) -> None:
    record_progress(ledger, task_id, "2020Q2", Entry(nil_report=True))
    assert lacking(ledger) == ()


def test_items_are_proved_one_by_one(ledger: Ledger, add: Attach) -> None:
    boilers = a_task(ledger, a_list(ledger), serial="12", acceptance="改造合同、监测报告")
    items = create_blanks(ledger, boilers, 5, stem="燃气锅炉")
    tick_items(ledger, items[:3], date(2020, 6, 20))
    assert [line.item for line in lacking(ledger)] == ["燃气锅炉01", "燃气锅炉02", "燃气锅炉03"]
    add(lacking(ledger)[1].owner)
    assert [line.item_id for line in lacking(ledger)] == [items[0], items[2]]
    add(Owner(boilers))
    assert len(lacking(ledger)) == 2, "an item has its own proof: so must the others"
    assert [line.item for line in lacking(ledger, as_of=date(2020, 6, 19))] == []


def test_proof_of_the_whole_counts_where_no_item_has_any(ledger: Ledger, add: Attach) -> None:
    boilers = a_task(ledger, a_list(ledger), acceptance="验收材料")
    tick_items(ledger, create_blanks(ledger, boilers, 2, stem="锅炉"), JUNE)
    assert len(lacking(ledger)) == 2
    add(Owner(boilers))
    assert lacking(ledger) == ()


def test_the_clerk_s_word_stands_over_the_wording(ledger: Ledger, task_id: int) -> None:
    other = a_task(ledger, a_list(ledger), "完成宣传", acceptance="")
    finish_tasks(ledger, [task_id, other], JUNE)
    assert [line.task_id for line in lacking(ledger)] == [task_id]
    decide_proof(ledger, [task_id], "no")
    decide_proof(ledger, [other], "yes")
    assert [line.task_id for line in lacking(ledger)] == [other]
    assert proof_needed(ledger, task_id) == (False, "已设定为不需要佐证")
    undo(ledger)
    undo(ledger)
    assert [line.task_id for line in lacking(ledger)] == [task_id]
    with pytest.raises(TypeError):
        decide_proof(ledger, [task_id], "maybe")


def test_what_is_not_ours_lacks_nothing(ledger: Ledger, task_id: int) -> None:
    finish_tasks(ledger, [task_id], JUNE)
    decide_ours(ledger, [task_id], "ask")
    assert lacking(ledger) == ()


def test_a_target_reached_by_amount_is_done(ledger: Ledger) -> None:
    target = a_task(ledger, a_list(ledger), "完成整治河道3条", acceptance="验收资料")
    record_progress(ledger, target, "2020Q2", Entry(amount=Decimal(3), text="3条全部完成。"))
    (line,) = lacking(ledger)
    assert line.what.startswith("已完成")
    assert line.owner == Owner(target)


def test_several_hundred_tasks_are_looked_at_in_a_few_queries(ledger: Ledger) -> None:
    list_id = a_list(ledger)
    numbers = [a_task(ledger, list_id, f"任务{n}", acceptance="验收报告") for n in range(30)]
    finish_tasks(ledger, numbers, JUNE)
    assert len(lacking_proof(ledger, as_of=JUNE, period="2020Q2", list_id=list_id)) == 30
    assert lacking_proof(ledger, as_of=JUNE, period="2020Q2", list_id=list_id + 1) == ()
