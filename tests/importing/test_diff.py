"""Two editions compared: what is new, gone, changed, and what must be asked."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import Cancelled
from app.importing.comparing.diff import ChangeSet, compare, held_from
from app.importing.comparing.pairs import HeldTask
from app.importing.drafts import DraftTask
from app.models.rules.deadlines import Deadline

BOILERS = "完善锅炉管理台账，燃气锅炉基本完成低氮燃烧改造，完成低氮改造23台。"
RIVERS = "完成五条河道清淤疏浚和岸坡整治，逐步恢复水体自净能力。"
YARDS = "两家企业堆场落实封闭措施，安装喷淋并联网。"


def a_draft(row: int, text: str, **more: object) -> DraftTask:
    values: dict[str, object] = {
        "row": row,
        "sheet": "附件1",
        "serial": str(row),
        "groups": ("一、蓝天",),
        "text": text,
        "deadline_text": "2020年12月底前",
        "deadline": Deadline("due", date(2020, 12, 31)),
        "lead": ("环保局",),
    }
    return DraftTask(**(values | more))  # type: ignore[arg-type]


def changes(old: list[DraftTask], new: list[DraftTask]) -> ChangeSet:
    return compare([held_from(task) for task in old], new)


def test_the_same_list_changes_nothing() -> None:
    tasks = [a_draft(1, BOILERS), a_draft(2, RIVERS)]
    found = changes(tasks, tasks)
    assert found.is_empty
    assert found.same == ((1, 1), (2, 2))
    assert found.renumbered == ()


def test_renumbering_alone_is_no_change() -> None:
    found = changes([a_draft(1, BOILERS), a_draft(2, RIVERS)], [a_draft(1, RIVERS)])
    assert [task.text for task in found.removed] == [BOILERS]
    assert found.renumbered == (("2", "1"),)
    assert found.changed == ()


def test_added_removed_and_changed() -> None:
    old = [a_draft(1, BOILERS), a_draft(2, RIVERS)]
    new = [a_draft(1, BOILERS.replace("23", "25")), a_draft(2, YARDS)]
    found = changes(old, new)
    assert [task.text for task in found.added] == [YARDS]
    assert [task.text for task in found.removed] == [RIVERS]
    (change,) = found.changed
    assert (change.field, change.old_serial, change.serial, change.soft) == (
        "text",
        "1",
        "1",
        False,
    )


def test_every_field_is_compared() -> None:
    old = a_draft(1, BOILERS, quarters={"1": "排查"}, score="2", towns={"甲镇": "3"})
    new = a_draft(
        1,
        BOILERS,
        groups=("二、碧水",),
        deadline_text="2020年11月底前",
        deadline=Deadline("due", date(2020, 11, 30)),
        lead=("环保局", "住建局"),
        quarters={"1": "完成", "2": "/"},
        score="3",
        towns={},
    )
    assert [change.field for change in changes([old], [new]).changed] == [
        "score",
        "groups",
        "deadline_text",
        "lead",
        "quarters.1",
        "quarters.2",
        "towns.甲镇",
    ]


def test_a_group_that_only_moved_its_number_is_no_change() -> None:
    old = a_draft(1, BOILERS, groups=("二、重点", "8、河道"))
    new = a_draft(1, BOILERS, groups=("二、重点", "9、河道"))
    assert changes([old], [new]).is_empty


def test_renamed_units_and_the_same_date_are_soft() -> None:
    old = a_draft(1, f"{BOILERS}由环保局验收。", lead=("市环保局",))
    new = a_draft(
        1,
        f"{BOILERS}由生态环境局验收。",
        lead=("生态环境局",),
        deadline_text="2020.12",
    )
    found = changes([old], [new])
    assert {change.field: change.soft for change in found.changed} == {
        "text": True,
        "deadline_text": True,
        "lead": True,
    }


def test_an_acceptance_that_is_the_text_is_not_told_twice() -> None:
    old = a_draft(1, BOILERS, acceptance=BOILERS)
    changed = BOILERS.replace("23", "25")
    found = changes([old], [a_draft(1, changed, acceptance=changed)])
    assert [change.field for change in found.changed] == ["text"]


def doubtful() -> tuple[HeldTask, DraftTask]:
    old = held_from(a_draft(1, "完成锅炉低氮改造并建立管理台账", lead=("环保局",)))
    new = a_draft(9, "完成工业锅炉低氮改造，建立台账和清单", lead=("住建局",), groups=("三、净土",))
    return old, new


def test_doubtful_pairs_are_asked_and_neither_added_nor_removed() -> None:
    old, new = doubtful()
    found = compare([old], [new])
    (asked,) = found.asked
    assert (asked.held_id, asked.row) == (1, 9)
    assert 0.4 < asked.score < 0.8
    assert asked.why[:2] == ("任务内容差别较大", "所在分组不同")
    assert (found.added, found.removed) == ((), ())


def test_the_clerk_decides_doubtful_pairs() -> None:
    old, new = doubtful()
    same = compare([old], [new], decided={(1, 9): True})
    assert same.asked == ()
    assert same.altered == ((1, 9),)
    other = compare([old], [new], decided={(1, 9): False})
    assert other.asked == ()
    assert (len(other.added), len(other.removed)) == (1, 1)


def test_tasks_that_share_a_wording_are_paired_by_what_else_they_say() -> None:
    old = [a_draft(1, YARDS, lead=("甲镇",)), a_draft(2, YARDS, lead=("乙镇",))]
    new = [a_draft(1, YARDS, lead=("乙镇",)), a_draft(2, YARDS, lead=("甲镇",))]
    found = changes(old, new)
    assert sorted(found.same) == [(1, 2), (2, 1)]


def test_empty_editions() -> None:
    assert changes([], []).is_empty
    assert len(changes([], [a_draft(1, YARDS)]).added) == 1
    assert len(changes([a_draft(1, YARDS)], []).removed) == 1


WORDS = st.sampled_from([BOILERS, RIVERS, YARDS, "绿化", "清障", "清障。", "", "12"])
DRAFTS = st.lists(
    st.tuples(WORDS, st.sampled_from(["环保局", "住建局"]), st.sampled_from(["甲", "乙"])),
    max_size=9,
).map(
    lambda made: [
        a_draft(at, text, lead=(lead,), groups=(group,))
        for at, (text, lead, group) in enumerate(made, start=1)
    ]
)


@given(DRAFTS)
def test_a_list_against_itself_is_all_same(tasks: list[DraftTask]) -> None:
    found = changes(tasks, tasks)
    assert found.is_empty
    assert len(found.same) == len(tasks)


@given(DRAFTS, DRAFTS)
def test_every_task_of_both_sides_is_in_one_place(
    old: list[DraftTask], new: list[DraftTask]
) -> None:
    found = changes(old, new)
    held = [pair[0] for pair in (*found.same, *found.altered)]
    held += [task.id for task in found.removed] + [pair.held_id for pair in found.asked]
    rows = [pair[1] for pair in (*found.same, *found.altered)]
    rows += [task.row for task in found.added] + [pair.row for pair in found.asked]
    assert sorted(held) == [task.row for task in old]
    assert sorted(rows) == [task.row for task in new]


def test_a_long_comparison_is_stopped() -> None:
    heard: list[str] = []

    class Stopping:
        def report(self, done: int, total: int, text: str = "") -> None:
            heard.append(text)
            if done:
                raise Cancelled

    held = [held_from(a_draft(row, f"{BOILERS}第{row}批")) for row in range(1, 401)]
    new = [a_draft(row, f"{RIVERS}又{row}处") for row in range(1, 401)]
    with pytest.raises(Cancelled):
        compare(held, new, monitor=Stopping())
    assert heard == ["正在比较文字", "正在比较文字"]
