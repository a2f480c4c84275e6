"""What was deleted comes back with all that went with it, and what came after stays."""

from datetime import date
from decimal import Decimal

import pytest

from app.errors import UserError
from app.models.database import Ledger
from app.models.supervision import Assignment, AssignmentLine, Problem, ProblemStep
from app.models.units import Unit
from app.services.breakdown import items
from app.services.history import deleted, journal
from app.services.history.deleted import list_deleted, restore
from app.services.parties import units
from app.services.queries import list_items, list_tasks
from app.services.work import progress, tasks
from tests.ledgers import JUNE, a_list, a_task, boilers
from tests.services.test_journal import contents


def remove(ledger: Ledger, record: type[Problem] | type[Assignment], number: int) -> None:
    with ledger.transaction("remove", "删除") as work:
        work.session.delete(work.session.get(record, number))


def bring_back(ledger: Ledger, place: int = 0) -> journal.UndoResult:
    one = list_deleted(ledger)[place]
    return restore(ledger, one.operation_id, one.record, one.record_id)


def test_a_task_comes_back_whole_and_later_work_stays(ledger: Ledger) -> None:
    task_id, made = boilers(ledger, ticked=17)
    entry = progress.Entry(text="已完成17台", amount=Decimal(17))
    progress.record_progress(ledger, task_id, "2020Q2", entry)
    other = a_task(ledger, 1, "整治河道")
    before = contents(ledger)
    tasks.remove_tasks(ledger, [task_id])
    (one,) = list_deleted(ledger)
    assert (one.record, one.kind, one.who) == ("task", "任务", "张三")
    assert one.parts == "进展 1、清单项 23、目标 1"
    tasks.change_tasks(ledger, [other], notes="之后写的")
    result = bring_back(ledger)
    assert result.title == "恢复任务“完成23台天然气锅炉低氮改造”"
    assert result.place is not None
    assert result.place.task_id == task_id
    assert sum(item.done_on is not None for item in list_items(ledger)) == 17
    assert list_deleted(ledger) == ()
    tasks.change_tasks(ledger, [other], notes="")
    assert contents(ledger) == before
    assert len(made) == 23


def test_a_restoring_is_one_step_to_take_back(ledger: Ledger) -> None:
    task_id, _ = boilers(ledger)
    tasks.remove_tasks(ledger, [task_id])
    gone = contents(ledger)
    bring_back(ledger)
    assert journal.undo_state(ledger).undo.startswith("恢复任务")
    journal.undo(ledger)
    assert contents(ledger) == gone
    assert len(list_deleted(ledger)) == 1
    journal.redo(ledger)
    assert list_deleted(ledger) == ()


def test_what_is_undone_is_no_longer_deleted(ledger: Ledger) -> None:
    task_id, _ = boilers(ledger)
    tasks.remove_tasks(ledger, [task_id])
    journal.undo(ledger)
    assert list_deleted(ledger) == ()
    journal.redo(ledger)
    assert len(list_deleted(ledger)) == 1


def test_what_came_back_and_went_again_stands_once(ledger: Ledger) -> None:
    task_id, made = boilers(ledger)
    items.remove_items(ledger, made[:1])
    bring_back(ledger)
    tasks.remove_tasks(ledger, [task_id])
    assert [one.record for one in list_deleted(ledger)] == ["task"]


def test_items_deleted_together_come_back_one_by_one(ledger: Ledger) -> None:
    _, made = boilers(ledger, ticked=2)
    items.remove_items(ledger, made[:3])
    found = list_deleted(ledger)
    assert [one.name for one in found] == ["燃气锅炉03", "燃气锅炉02", "燃气锅炉01"]
    restore(ledger, found[1].operation_id, "item", made[1])
    assert {one.name for one in list_deleted(ledger)} == {"燃气锅炉01", "燃气锅炉03"}
    (back,) = [item for item in list_items(ledger) if item.id == made[1]]
    assert back.done_on == date(2020, 6, 20)


def test_an_item_waits_for_its_task(ledger: Ledger) -> None:
    task_id, made = boilers(ledger)
    items.remove_items(ledger, made[:1])
    tasks.remove_tasks(ledger, [task_id])
    lost = list_deleted(ledger)[1]
    with pytest.raises(UserError, match="所属的任务已经删除；请先恢复它所属的内容"):
        restore(ledger, lost.operation_id, lost.record, lost.record_id)
    bring_back(ledger)
    assert len(list_items(ledger)) == 22
    bring_back(ledger)
    assert len(list_items(ledger)) == 23


def test_twice_is_refused(ledger: Ledger) -> None:
    _, made = boilers(ledger)
    items.remove_items(ledger, made[:1])
    (one,) = list_deleted(ledger)
    restore(ledger, one.operation_id, one.record, one.record_id)
    with pytest.raises(UserError, match="已经恢复"):
        restore(ledger, one.operation_id, one.record, one.record_id)


def test_a_unit_is_pointed_at_again(ledger: Ledger) -> None:
    _, made = boilers(ledger)
    unit = units.add_unit(ledger, "张村", kind="village")
    items.change_items(ledger, made[:3], unit="张村")
    units.remove_unit(ledger, unit)
    items.change_items(ledger, made[2:3], unit="李村")
    bring_back(ledger)
    assert [one.unit for one in list_items(ledger)[:4]] == ["张村", "张村", "李村", ""]


def test_a_unit_whose_name_is_taken_says_so(ledger: Ledger) -> None:
    unit = units.add_unit(ledger, "张村", kind="village")
    units.remove_unit(ledger, unit)
    units.add_unit(ledger, "张村", kind="village")
    with pytest.raises(UserError, match="单位“张村”：现在另有一条相同的；请"):
        bring_back(ledger)


def test_a_problem_and_a_handed_out_paper_come_back_with_their_lines(ledger: Ledger) -> None:
    task_id = a_task(ledger, a_list(ledger))
    with ledger.transaction("add", "新增") as work:
        unit = Unit(name="张村", kind="village")
        problem = Problem(position=1, text="小作坊污水直排", task_id=task_id)
        problem.steps = [ProblemStep(position=n, name=f"步骤{n}") for n in range(3)]
        work.session.add_all([unit, problem])
        work.session.flush()
        paper = Assignment(number="〔2020〕1号", unit_id=unit.id, issued_on=JUNE)
        paper.lines = [AssignmentLine(position=1, problem_id=problem.id, text="整改")]
        work.session.add(paper)
        work.session.flush()
        numbers = problem.id, paper.id
    before = contents(ledger)
    remove(ledger, Problem, numbers[0])
    remove(ledger, Assignment, numbers[1])
    assert [(one.kind, one.name, one.parts) for one in list_deleted(ledger)] == [
        ("交办单", "〔2020〕1号", "交办事项 1"),
        ("问题", "小作坊污水直排", "整改步骤 3"),
    ]
    bring_back(ledger, 1)
    bring_back(ledger)
    after = contents(ledger)
    assert after["problem"] == before["problem"]
    assert after["problem_step"] == before["problem_step"]
    assert after["assignment"] == before["assignment"]


def test_older_deletions_come_in_portions(ledger: Ledger) -> None:
    _, made = boilers(ledger)
    for number in made[:5]:
        items.remove_items(ledger, [number])
    first = list_deleted(ledger, steps=2)
    assert [one.name for one in first] == ["燃气锅炉05", "燃气锅炉04"]
    rest = list_deleted(ledger, before=first[-1].operation_id, steps=10)
    assert [one.name for one in rest] == ["燃气锅炉03", "燃气锅炉02", "燃气锅炉01"]
    assert len(list_tasks(ledger, as_of=JUNE, period="2020Q2")) == 1
    assert deleted.list_deleted(ledger, before=1) == ()
