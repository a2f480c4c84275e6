"""Tasks of the office's own: put below another, copied, moved and regrouped, each undoable."""

import pytest

from app.errors import UserError
from app.models.database import Ledger
from app.models.tasks import Task
from app.services import journal, queries
from app.services.items import create_blanks
from app.services.tasks import add_task, duplicate_task, move_task, regroup_tasks
from tests.ledgers import JUNE, a_list, a_task

AIR = ("一、打赢蓝天保卫战",)


def texts(ledger: Ledger) -> list[str]:
    return [task.text for task in queries.list_tasks(ledger, as_of=JUNE, period="2020Q2")]


@pytest.fixture
def three(ledger: Ledger) -> list[int]:
    """甲, 乙 and 丙 in one theme."""
    list_id = a_list(ledger)
    return [a_task(ledger, list_id, text) for text in ("甲", "乙", "丙")]


def test_a_task_is_added_right_below_another(ledger: Ledger, three: list[int]) -> None:
    add_task(ledger, 1, text="新", groups=AIR, after=three[0])
    assert texts(ledger) == ["甲", "新", "乙", "丙"]
    add_task(ledger, 1, text="再", groups=AIR, after=three[2])
    assert texts(ledger) == ["甲", "新", "乙", "丙", "再"]
    journal.undo(ledger)
    journal.undo(ledger)
    assert texts(ledger) == ["甲", "乙", "丙"]


def test_a_copy_has_the_duty_and_no_work_done(ledger: Ledger, three: list[int]) -> None:
    first = a_task(ledger, 1, serial="12", responsible=["水利站"])
    create_blanks(ledger, first, 3, stem="锅炉")
    copy = duplicate_task(ledger, first)
    held, made = queries.list_tasks(ledger, as_of=JUNE, period="2020Q2")[-2:]
    assert (held.id, made.id) == (first, copy)
    assert (made.text, made.responsible, made.due, made.groups) == (
        held.text,
        held.responsible,
        held.due,
        held.groups,
    )
    assert made.target is not None
    assert held.target is not None
    assert (made.target.number, made.target.unit) == (23, "台")
    assert (made.serial, made.items, made.is_own) == ("", 0, True)
    journal.undo(ledger)
    assert len(texts(ledger)) == 4


def test_own_tasks_move_among_themselves(ledger: Ledger, three: list[int]) -> None:
    assert move_task(ledger, three[2], down=False)
    assert texts(ledger) == ["甲", "丙", "乙"]
    assert not move_task(ledger, three[0], down=False)
    journal.undo(ledger)
    assert texts(ledger) == ["甲", "乙", "丙"]


def test_own_tasks_go_under_another_theme(ledger: Ledger, three: list[int]) -> None:
    regroup_tasks(ledger, three[1:], ("二、碧水",))
    tasks = queries.list_tasks(ledger, as_of=JUNE, period="2020Q2")
    assert [task.groups for task in tasks] == [AIR, ("二、碧水",), ("二、碧水",)]
    journal.undo(ledger)
    tasks = queries.list_tasks(ledger, as_of=JUNE, period="2020Q2")
    assert {task.groups for task in tasks} == {AIR}


def test_the_district_s_tasks_stay_where_the_list_has_them(
    ledger: Ledger, three: list[int]
) -> None:
    with ledger.transaction("listed", "来自附件") as work:
        task = work.session.get(Task, three[1])
        assert task is not None
        task.source_row = 7
    for change in (
        lambda: move_task(ledger, three[1], down=True),
        lambda: regroup_tasks(ledger, three, ("二、碧水",)),
    ):
        with pytest.raises(UserError) as refused:
            change()
        assert refused.value.code == "listed"
    assert texts(ledger) == ["甲", "乙", "丙"]
    assert move_task(ledger, three[0], down=True)
    assert texts(ledger) == ["丙", "乙", "甲"]
