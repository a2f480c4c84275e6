"""Two tasks joined by a revision: items, entries and proof go along unless the clerk says no."""

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import pytest

from app.models.database import Ledger
from app.services.breakdown.items import create_blanks
from app.services.history.journal import undo
from app.services.intake.imports import ImportPlan, commit_import, plan_import, read_file
from app.services.queries import find_task, task_detail
from app.services.work.progress import Entry, record_progress
from tests.importing.builders import a_workbook
from tests.ledgers import JUNE

HEAD = ("序号", "任务内容", "完成时限", "责任单位")
BOILERS = "完成23台燃气锅炉低氮改造并通过验收"
DREDGE = "完成五条镇级河道清淤疏浚和垃圾清理"
SHORE = "完成镇区河道岸坡整治和绿化补植工程"
OLD = (BOILERS, DREDGE, SHORE)
NEW = (BOILERS, f"{DREDGE}；{SHORE}")


def planned(
    ledger: Ledger, folder: Path, texts: Sequence[str], *, staying: frozenset[int] = frozenset()
) -> tuple[ImportPlan, Path]:
    rows = [("2020年牛塘镇任务分解表",), HEAD]
    rows += [(str(n), text, "2020年底", "牛塘镇") for n, text in enumerate(texts, 1)]
    path = a_workbook(folder / f"{len(texts)}项.xlsx", rows, ("A1:D1",))
    return plan_import(ledger, read_file(path).lists[0], staying=staying), path


@pytest.fixture
def worked_on(ledger: Ledger, tmp_path: Path) -> Ledger:
    """Three tasks, the last two of which have items and entries."""
    plan, path = planned(ledger, tmp_path, OLD)
    commit_import(ledger, plan, path)
    dredge, shore = find_task(ledger, "2"), find_task(ledger, "3")
    create_blanks(ledger, dredge, 2, stem="河道")
    create_blanks(ledger, shore, 3, stem="岸坡")
    record_progress(ledger, dredge, "2020Q1", Entry(text="清淤已进场。"))
    record_progress(ledger, shore, "2020Q1", Entry(text="岸坡已放样。", amount=Decimal(1)))
    record_progress(ledger, shore, "2020Q2", Entry(text="岸坡完成一半。"))
    return ledger


def test_what_hangs_on_a_dropped_task_is_told(worked_on: Ledger, tmp_path: Path) -> None:
    shore = find_task(worked_on, "3")
    plan, _ = planned(worked_on, tmp_path, NEW)
    (join,) = plan.joins
    assert (join.held_id, join.old_serial, join.serial) == (shore, "3", "2")
    assert join.holds == "清单3项、进展2期"
    assert plan.moving == {shore}


def test_it_goes_along_and_comes_back(worked_on: Ledger, tmp_path: Path) -> None:
    dredge, shore = find_task(worked_on, "2"), find_task(worked_on, "3")
    before = task_detail(worked_on, shore, as_of=JUNE, period="2020Q1")
    plan, path = planned(worked_on, tmp_path, NEW)
    commit_import(worked_on, plan, path)
    after = task_detail(worked_on, dredge, as_of=JUNE, period="2020Q1")
    names = [item.name for item in after.items]
    assert [name[:2] for name in names] == ["河道"] * 2 + ["岸坡"] * 3
    assert {entry.period: entry.text for entry in after.progress} == {
        "2020Q1": "清淤已进场。\n（原第3项）累计1。岸坡已放样。",
        "2020Q2": "岸坡完成一半。",
    }
    undo(worked_on)
    back = task_detail(worked_on, shore, as_of=JUNE, period="2020Q1")
    assert back == before


def test_by_the_clerks_word_everything_stays(worked_on: Ledger, tmp_path: Path) -> None:
    dredge, shore = find_task(worked_on, "2"), find_task(worked_on, "3")
    plan, path = planned(worked_on, tmp_path, NEW, staying=frozenset({shore}))
    commit_import(worked_on, plan, path)
    after = task_detail(worked_on, dredge, as_of=JUNE, period="2020Q1")
    assert len(after.items) == 2
    assert [entry.text for entry in after.progress] == ["清淤已进场。"]


def test_a_joined_task_with_nothing_on_it_is_not_asked(ledger: Ledger, tmp_path: Path) -> None:
    plan, path = planned(ledger, tmp_path, OLD)
    commit_import(ledger, plan, path)
    assert planned(ledger, tmp_path, NEW)[0].joins == ()
