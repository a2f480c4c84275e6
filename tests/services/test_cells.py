"""Blocks of cells are written whole or not at all, read as typed, and come back by one undo."""

from decimal import Decimal

import pytest

from app.errors import UserError
from app.models.database import Ledger
from app.models.views import TaskView
from app.services import queries
from app.services.history import journal
from app.services.work.cells import change_cells
from app.services.work.owncolumns import (
    add_own_column,
    own_columns,
    remove_own_column,
    rename_own_column,
)
from app.services.work.typed import read_target, split_units
from app.ui.targets import target_words
from tests.ledgers import JUNE, a_list, a_task


def tasks_in(ledger: Ledger) -> list[TaskView]:
    return list(queries.list_tasks(ledger, as_of=JUNE, period="2020Q2"))


@pytest.fixture
def pair(ledger: Ledger) -> tuple[int, int]:
    """Two tasks, the second with another target."""
    list_id = a_list(ledger)
    first = a_task(ledger, list_id, serial="12")
    return first, a_task(ledger, list_id, "建成5个充电站", serial="13")


def test_a_block_goes_to_each_field_and_comes_back_in_one_step(
    ledger: Ledger, pair: tuple[int, int]
) -> None:
    before = tasks_in(ledger)
    first, second = pair
    written = change_cells(
        ledger,
        [
            (first, "target", "≥83.3%"),
            (first, "responsible", "水利站、张村"),
            (first, "notes", "  需要资金 "),
            (first, "own.联系人", "王五"),
            (second, "deadline_text", "9月底前"),
            (second, "score", "2"),
        ],
    )
    assert (written.cells, written.tasks) == (6, 2)
    one, two = tasks_in(ledger)
    assert one.target is not None
    assert (one.target.number, one.target.comparator) == (Decimal("83.3"), ">=")
    assert (one.responsible, one.notes, one.own) == (
        ("水利站", "张村"),
        "需要资金",
        {"联系人": "王五"},
    )
    assert two.due is not None
    assert (two.due.month, two.score) == (9, "2")
    assert journal.undo_state(ledger).undo == "修改任务 2 项共 6 格"
    journal.undo(ledger)
    assert tasks_in(ledger) == before


@pytest.mark.parametrize(
    ("field", "text", "said"),
    [
        ("target", "很多", "序号13的目标“很多”看不懂"),
        ("deadline_text", "2020-13-45", "序号13的时限“2020-13-45”不是日期"),
        ("deadline_text", "2020-02-30", "序号13的时限里的“2020-02-30”，日历上没有这一天"),
        ("deadline_text", "２０２０．２．３０", "序号13的时限里的“2020.2.30”，日历上没有这一天"),
        ("deadline_text", "6月31日前", "序号13的时限里的“6月31日”，日历上没有这一天"),
        ("deadline_text", "6.31", "序号13的时限里的“6.31”，日历上没有这一天"),
        ("text", " ", "序号13的任务内容不能为空"),
        ("target", "-5%", "序号13的目标“-5%”看不懂"),
        ("proof", "也许", "序号13的须有佐证“也许”看不懂"),
    ],
)
def test_one_bad_cell_and_nothing_is_written(
    ledger: Ledger, pair: tuple[int, int], field: str, text: str, said: str
) -> None:
    before = tasks_in(ledger)
    first, second = pair
    with pytest.raises(UserError) as refused:
        change_cells(ledger, [(first, "notes", "好"), (second, field, text)])
    assert said in refused.value.message
    assert "一格都没有写入" in refused.value.message
    assert tasks_in(ledger) == before


@pytest.mark.parametrize(
    ("typed", "number", "unit", "comparator", "change"),
    [
        ("不少于45.5吨", "45.5", "吨", ">=", None),
        ("30-40台", "30", "台", ">=", None),
        ("58处以上", "58", "处", ">=", None),
        ("较2015年削减4%", "4", "%", "=", "-4"),
        ("下降 8 %", "8", "%", "=", "-8"),
    ],
)
def test_a_target_in_words_is_read_as_the_list_s_own(
    ledger: Ledger, pair: tuple[int, int], typed: str, number: str, unit: str, comparator: str,
    change: str | None,
) -> None:  # fmt: skip
    before = tasks_in(ledger)
    change_cells(ledger, [(pair[1], "target", typed)])
    target = tasks_in(ledger)[1].target
    assert target is not None
    assert (str(target.number), target.unit, target.comparator) == (number, unit, comparator)
    assert (None if target.change is None else str(target.change)) == change
    shown = target_words(target)
    change_cells(ledger, [(pair[0], "target", shown)])  # what is copied is read back
    assert target_words(tasks_in(ledger)[0].target) == shown
    journal.undo(ledger)
    journal.undo(ledger)
    assert tasks_in(ledger) == before


def test_cleared_cells_hold_nothing(ledger: Ledger, pair: tuple[int, int]) -> None:
    first, _ = pair
    change_cells(ledger, [(first, "own.联系人", "王五"), (first, "notes", "注")])
    fields = ("target", "deadline_text", "responsible", "notes", "own.联系人")
    change_cells(ledger, [(first, field, "") for field in fields])
    one = tasks_in(ledger)[0]
    assert (one.deadline_text, one.due, one.responsible, one.notes) == ("", None, (), "")
    assert one.own == {}
    assert one.target is None or one.target.number is None


def test_what_stays_the_same_leaves_no_step(ledger: Ledger, pair: tuple[int, int]) -> None:
    title = journal.undo_state(ledger).undo
    held = tasks_in(ledger)[0]
    change_cells(ledger, [(held.id, "text", held.text), (held.id, "notes", "")])
    change_cells(ledger, [(held.id, "deadline_text", held.deadline_text)])
    assert journal.undo_state(ledger).undo == title


def test_own_columns_are_added_renamed_and_taken_away(
    ledger: Ledger, pair: tuple[int, int]
) -> None:
    first, _ = pair
    add_own_column(ledger, 1, " 联系人 ")
    change_cells(ledger, [(first, "own.联系人", "王五")])
    rename_own_column(ledger, 1, "联系人", "经办")
    assert own_columns(ledger, 1) == own_columns(ledger, None) == ("经办",)
    assert tasks_in(ledger)[0].own == {"经办": "王五"}
    remove_own_column(ledger, 1, "经办")
    assert own_columns(ledger, 1) == ()
    assert tasks_in(ledger)[0].own == {}
    journal.undo(ledger)
    assert own_columns(ledger, 1) == ("经办",)
    assert tasks_in(ledger)[0].own == {"经办": "王五"}
    journal.undo(ledger)
    assert tasks_in(ledger)[0].own == {"联系人": "王五"}


def test_own_columns_need_a_name_of_their_own(ledger: Ledger, pair: tuple[int, int]) -> None:
    add_own_column(ledger, 1, "联系人")
    for name in ("联系人", "  "):
        with pytest.raises(UserError):
            add_own_column(ledger, 1, name)
    with pytest.raises(UserError):
        rename_own_column(ledger, 1, "没有的", "经办")
    with pytest.raises(UserError):
        remove_own_column(ledger, 1, "没有的")


def test_typed_words_are_read() -> None:
    target = read_target("1,200吨")
    assert target is not None
    assert (target.number, target.unit) == (Decimal(1200), "吨")
    assert split_units("水利站，张村; 李村") == ("水利站", "张村", "李村")
