"""Tasks of the office's own: put below another, copied, moved and regrouped, each undoable."""

from decimal import Decimal
from pathlib import Path

import pytest

from app.errors import UserError
from app.models.database import Ledger
from app.models.tasks import Task
from app.services import queries
from app.services.breakdown.items import create_blanks
from app.services.history import journal
from app.services.intake.imports import commit_import, plan_import, read_file
from app.services.supervision.problems import add_problem, change_problems
from app.services.work.tasks import (
    add_task,
    change_tasks,
    duplicate_task,
    move_task,
    regroup_tasks,
)
from tests.importing.builders import a_workbook
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


@pytest.mark.parametrize("wording", ["2020-02-30", "2020年2月30日前", "6月31日底前"])
def test_a_day_no_calendar_has_is_no_deadline(
    ledger: Ledger, three: list[int], wording: str
) -> None:
    problem = add_problem(ledger, text="河道有垃圾")
    with pytest.raises(UserError, match="日历上没有这一天"):
        change_tasks(ledger, three, deadline_text=wording)
    with pytest.raises(UserError, match="日历上没有这一天"):
        change_problems(ledger, [problem], deadline_text=wording)
    kept = [task.deadline_text for task in queries.list_tasks(ledger, period="2020Q2", as_of=JUNE)]
    assert wording not in kept


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
    assert (made.target.number, made.target.unit) == (Decimal(23), "台")
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


def test_own_tasks_keep_their_place_below_the_listed_ones_through_a_revision(
    ledger: Ledger, tmp_path: Path
) -> None:
    head = (("2020年任务分解表",), ("序号", "任务内容", "完成时限", "责任单位"))
    words = {
        "1": "完成23台燃气锅炉低氮改造。", "2": "完成5条河道整治。",
        "3": "修复3块化工地块。", "4": "新建污水管网3公里。",
    }  # fmt: skip

    def bring(name: str, *serials: str) -> None:
        rows = [(number, words[number], "2020年底", "牛塘镇") for number in serials]
        path = a_workbook(tmp_path / name, (*head, *rows), ("A1:D1",), name="附件1")
        commit_import(ledger, plan_import(ledger, read_file(path).lists[0]), path)

    bring("一版.xlsx", "1", "2", "3")
    first, second, _ = queries.list_tasks(ledger, as_of=JUNE, period="2020Q2")
    own = [
        add_task(ledger, first.list_id, text=text, after=after)
        for text, after in (("自加乙", second.id), ("自加甲", first.id))
    ]
    assert len(own) == 2
    bring("二版.xlsx", "4", "1", "3")
    assert texts(ledger) == [words["4"], words["1"], "自加甲", "自加乙", words["3"]]
    journal.undo(ledger)
    assert texts(ledger) == [words["1"], "自加甲", words["2"], "自加乙", words["3"]]
