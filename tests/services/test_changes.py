"""What the journal says was touched, and when everything has to be read again."""

from decimal import Decimal

from app.models.breakdown import Reading, Share, ShareReport
from app.models.database import Ledger
from app.models.supervision import Problem, ProblemStep
from app.models.tasks import Target
from app.models.tracking import Evidence
from app.services.breakdown.items import change_items, create_blanks, remove_items, tick_items
from app.services.history import journal
from app.services.history.changes import read_again, touched_since
from app.services.parties.units import add_unit
from app.services.settings import change_thresholds, thresholds
from app.services.work.progress import Entry, record_progress
from app.services.work.tasks import add_task, change_target, change_tasks, remove_tasks
from tests.ledgers import JUNE, boilers


def test_edits_touch_their_tasks_alone(ledger: Ledger) -> None:
    task_id, items = boilers(ledger, ticked=3)
    other = add_task(ledger, 1, text="巡查河道")
    seen = touched_since(ledger, 0).up_to
    assert touched_since(ledger, seen).tasks == frozenset()
    tick_items(ledger, items[3:5], JUNE)
    change_items(ledger, items[:1], notes="已签合同")
    remove_items(ledger, items[-1:])
    record_progress(ledger, task_id, "2020Q2", Entry(text="已完成5台。"), as_of=JUNE)
    change_target(ledger, task_id, number=Decimal(22), unit="台")
    add_unit(ledger, "张村", kind="village")
    assert touched_since(ledger, seen).tasks == frozenset({task_id})
    change_tasks(ledger, [other], text="每周巡查河道")
    assert touched_since(ledger, seen).tasks == frozenset({task_id, other})


def test_undo_touches_what_it_takes_back(ledger: Ledger) -> None:
    task_id, items = boilers(ledger)
    tick_items(ledger, items[:17], JUNE)
    seen = touched_since(ledger, 0).up_to
    journal.undo(ledger)
    assert touched_since(ledger, seen).tasks == frozenset({task_id})


def test_rows_that_come_or_go_and_settings_touch_everything(ledger: Ledger) -> None:
    task_id, _ = boilers(ledger)
    seen = touched_since(ledger, 0).up_to
    add_task(ledger, 1, text="巡查河道")
    assert touched_since(ledger, seen).tasks is None
    seen = touched_since(ledger, 0).up_to
    remove_tasks(ledger, [task_id])
    assert touched_since(ledger, seen).tasks is None
    seen = touched_since(ledger, 0).up_to
    limits = thresholds(ledger)
    change_thresholds(ledger, type(limits)(Decimal(5), Decimal(20), Decimal(10)))
    assert touched_since(ledger, seen).tasks is None


def test_many_ticks_of_one_task_touch_it_alone(ledger: Ledger) -> None:
    task_id, _ = boilers(ledger)
    items = create_blanks(ledger, task_id, 500, stem="锅炉")
    seen = touched_since(ledger, 0).up_to
    tick_items(ledger, items, JUNE)
    assert touched_since(ledger, seen).tasks == frozenset({task_id})


def test_changes_of_many_tasks_touch_everything(ledger: Ledger) -> None:
    boilers(ledger)
    numbers = [add_task(ledger, 1, text=f"巡查{number}") for number in range(401)]
    seen = touched_since(ledger, 0).up_to
    change_tasks(ledger, numbers, notes="已布置")
    assert touched_since(ledger, seen).tasks is None


def test_problems_and_their_proof_touch_no_task(ledger: Ledger) -> None:
    task_id, _ = boilers(ledger)
    seen = touched_since(ledger, 0).up_to
    with ledger.transaction("problem", "登记问题") as work:
        problem = Problem(position=1, text="废气直排", source="信访")
        problem.steps = [ProblemStep(position=1, name="交办")]
        work.session.add(problem)
        work.session.flush()
        work.session.add(
            Evidence(step_id=problem.steps[0].id, file_name="照片.jpg", sha256="0" * 64, size=1)
        )
    assert touched_since(ledger, seen).tasks == frozenset()
    with ledger.transaction("attach", "佐证改挂到任务") as work:
        work.session.query(Evidence).one().task_id = task_id
    assert touched_since(ledger, seen).tasks == frozenset({task_id})


def test_shares_and_readings_touch_the_task_of_their_target(ledger: Ledger) -> None:
    task_id, _ = boilers(ledger)
    change_target(ledger, task_id, number=Decimal(22), unit="台")
    village = add_unit(ledger, "张村", kind="village")
    seen = touched_since(ledger, 0).up_to
    with ledger.transaction("share", "分解") as work:
        target = work.session.query(Target).one()
        target.shares = [Share(unit_id=village, amount=Decimal(5))]
    assert touched_since(ledger, seen).tasks == frozenset({task_id})
    seen = touched_since(ledger, 0).up_to
    with ledger.transaction("report", "村上报") as work:
        share = work.session.query(Share).one()
        share.reports = [ShareReport(period="2020Q2", amount=Decimal(3))]
    assert touched_since(ledger, seen).tasks == frozenset({task_id})
    seen = touched_since(ledger, 0).up_to
    with ledger.transaction("report", "村改数") as work:
        work.session.query(ShareReport).one().amount = Decimal(4)
    with ledger.transaction("reading", "月度数据") as work:
        target = work.session.query(Target).one()
        target.readings = [Reading(period="2020M05", amount=Decimal("4.1"))]
    assert touched_since(ledger, seen).tasks == frozenset({task_id})


def test_tasks_read_again_are_as_they_stand(ledger: Ledger) -> None:
    task_id, items = boilers(ledger)
    tick_items(ledger, items[:17], JUNE)
    (task,) = read_again(ledger, [task_id], as_of=JUNE, period="2020Q2")
    assert task.items_done == 17
