"""An import taken back later: what was worked on since stays whole, the rest goes."""

from datetime import date
from pathlib import Path

from app.models.database import Ledger
from app.models.tasks import Checkpoint, ListSource, Target, Task
from app.services.history.journal import redo, undo_operation
from app.services.intake.imports import commit_import, plan_import, read_file
from app.services.queries import find_task, list_tasks, task_detail
from app.services.work.progress import Entry, record_progress
from app.services.work.tasks import change_tasks, reach_checkpoint
from tests.importing.builders import a_workbook
from tests.ledgers import JUNE, count_of

ROWS = (
    ("2020年牛塘镇污染防治攻坚战任务分解表",),
    ("序号", "任务内容", "完成时限", "责任单位", "形象进度安排", ""),
    ("", "", "", "", "二季度", "四季度"),
    ("1", "完成23台燃气锅炉低氮改造。", "2020年底", "牛塘镇", "完成10台", "全部完成"),
    ("2", "完成5条河道整治。", "2020年底", "牛塘镇", "完成2条", "全部完成"),
    ("3", "修复3块化工地块。", "2020年底", "牛塘镇", "完成1块", "全部完成"),
)
MERGES = ("A1:F1", "E2:F2", "A2:A3", "B2:B3", "C2:C3", "D2:D3")


def imported(ledger: Ledger, folder: Path) -> int:
    """Import the list; the number of the step."""
    path = a_workbook(folder / "任务分解表.xlsx", ROWS, MERGES, name="附件1")
    draft_list = read_file(path).lists[0]
    return commit_import(ledger, plan_import(ledger, draft_list), path)


def test_what_nobody_touched_goes_without_a_trace(ledger: Ledger, tmp_path: Path) -> None:
    step = imported(ledger, tmp_path)
    assert undo_operation(ledger, step).kept == ()
    assert [count_of(ledger, kind) for kind in (Task, Target, Checkpoint, ListSource)] == [0] * 4


def test_a_task_with_progress_stays_whole(ledger: Ledger, tmp_path: Path) -> None:
    step = imported(ledger, tmp_path)
    rivers = find_task(ledger, "2")
    before = task_detail(ledger, rivers, as_of=JUNE, period="2020Q2")
    record_progress(ledger, rivers, "2020Q2", Entry(text="已完成2条。"))
    result = undo_operation(ledger, step)
    assert [line.partition("：")[0] for line in result.kept] == ["任务“完成5条河道整治。”"]
    after = task_detail(ledger, rivers, as_of=JUNE, period="2020Q2")
    assert (after.targets, after.checkpoints) == (before.targets, before.checkpoints)
    assert after.source == before.source  # the list and its file stay with the task
    assert count_of(ledger, Task) == 1


def test_what_was_edited_is_named_and_its_task_stays(ledger: Ledger, tmp_path: Path) -> None:
    step = imported(ledger, tmp_path)
    change_tasks(ledger, [find_task(ledger, "1")], notes="区里来电确认")
    detail = task_detail(ledger, find_task(ledger, "3"), as_of=JUNE, period="2020Q2")
    reach_checkpoint(ledger, detail.checkpoints[0].id, date(2020, 6, 20))
    kept = undo_operation(ledger, step).kept
    assert [line.partition("：")[0] for line in kept] == [
        "任务“完成23台燃气锅炉低氮改造。”",
        "形象进度“完成1块”",
    ]
    left = list_tasks(ledger, as_of=JUNE, period="2020Q2")
    assert [task.serial for task in left] == ["1", "3"]
    assert all(task.target for task in left)


def test_redo_brings_back_what_went(ledger: Ledger, tmp_path: Path) -> None:
    step = imported(ledger, tmp_path)
    record_progress(ledger, find_task(ledger, "2"), "2020Q2", Entry(text="已完成2条。"))
    undo_operation(ledger, step)
    redo(ledger)
    assert count_of(ledger, Task) == 3
    assert count_of(ledger, Checkpoint) == 6
