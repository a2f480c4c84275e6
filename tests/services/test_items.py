"""Named items: made, pasted, proposed, ticked; the task's amount and light follow."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from app.errors import UserError
from app.models.database import Ledger
from app.models.rules.pace import State
from app.services.breakdown.itemcolumns import (
    add_item_column,
    column_sets,
    remove_item_column,
    rename_item_column,
    take_over_columns,
)
from app.services.breakdown.items import (
    change_items,
    create_blanks,
    list_open_items,
    move_items,
    paste_items,
    propose_items,
    remove_items,
    tick_items,
)
from app.services.history.journal import undo, undo_state
from app.services.parties.units import list_units
from app.services.proof.evidence import Owner, attach
from app.services.queries import list_items, list_tasks, task_detail
from tests.ledgers import JUNE, a_list, a_task, boilers


def test_twenty_three_blanks_are_numbered(ledger: Ledger) -> None:
    boilers(ledger)
    names = [item.name for item in list_items(ledger)]
    assert names[0] == "燃气锅炉01"
    assert names[-1] == "燃气锅炉23"
    assert len(names) == 23


def test_amount_share_and_light_follow_from_the_ticks(ledger: Ledger) -> None:
    boilers(ledger, ticked=17)
    (task,) = list_tasks(ledger, as_of=JUNE, period="2020Q2")
    assert (task.items, task.items_done, task.amount) == (23, 17, Decimal(17))
    assert task.target is not None
    assert (task.target.number, task.target.unit) == (Decimal(23), "台")
    assert task.judgement.state is State.AHEAD


def test_an_earlier_day_shows_the_ticks_of_that_day(ledger: Ledger) -> None:
    boilers(ledger, ticked=17, on=date(2020, 6, 20))
    (task,) = list_tasks(ledger, as_of=date(2020, 6, 19), period="2020Q2")
    assert task.items_done == 0


def test_the_last_tick_finishes_the_task_and_unticking_reopens_it(ledger: Ledger) -> None:
    _, items = boilers(ledger, ticked=23)
    (task,) = list_tasks(ledger, as_of=JUNE, period="2020Q2")
    assert task.judgement.state is State.DONE
    assert task.done_on == date(2020, 6, 20)
    tick_items(ledger, items[:1], None)
    (task,) = list_tasks(ledger, as_of=JUNE, period="2020Q2")
    assert task.judgement.state is State.AHEAD


def test_rows_from_a_sheet_bring_their_own_columns(ledger: Ledger) -> None:
    task_id = a_task(ledger, a_list(ledger))
    paste_items(
        ledger,
        task_id,
        [
            ["序号", "企业名称", "吨位", "氮氧化物浓度", "所在村", "完成日期"],
            ["1", "华东印染厂", "4", "48", "漕溪村", "2020年6月2日"],
            ["2", "福顺家具", "2", "", "塘口村", ""],
            ["", "", "", "", "", ""],
        ],
    )
    detail = task_detail(ledger, task_id, as_of=JUNE, period="2020Q2")
    assert detail.item_columns == ("吨位", "氮氧化物浓度")
    first, second = detail.items
    assert first.fields == {"吨位": "4", "氮氧化物浓度": "48"}
    assert (first.unit, first.done_on) == ("漕溪村", date(2020, 6, 2))
    assert second.done_on is None
    assert {unit.name: unit.kind for unit in list_units(ledger)}["漕溪村"] == "village"


def test_rows_without_heads_are_names_and_plain_columns(ledger: Ledger) -> None:
    task_id = a_task(ledger, a_list(ledger))
    paste_items(ledger, task_id, [["东沟"], ["西浜"]])
    assert [item.name for item in list_items(ledger)] == ["东沟", "西浜"]


def test_nothing_pasted_is_said(ledger: Ledger) -> None:
    task_id = a_task(ledger, a_list(ledger))
    with pytest.raises(UserError, match="剪贴板"):
        paste_items(ledger, task_id, [["", " "]])


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "完成牛溪河、张家浜、南庙浜、塘田浜、东沟等5条黑臭水体整治",
            ("牛溪河", "张家浜", "南庙浜", "塘田浜", "东沟"),
        ),
        (
            "推进甲乙建材有限公司、丙丁混凝土有限公司两家企业堆场整治",
            ("甲乙建材有限公司", "丙丁混凝土有限公司"),
        ),
        ("加强扬尘管控、严格执法、提升水平", ()),
    ],
)
def test_names_are_proposed_from_the_text(
    ledger: Ledger, text: str, names: tuple[str, ...]
) -> None:
    assert propose_items(ledger, a_task(ledger, a_list(ledger), text)) == names


def test_a_new_column_is_filled_for_several_at_once(ledger: Ledger) -> None:
    task_id, items = boilers(ledger)
    add_item_column(ledger, task_id, "吨位")
    change_items(ledger, items[:3], fields={"吨位": "4"}, unit="漕溪村")
    found = list_items(ledger)
    assert [item.fields.get("吨位") for item in found[:4]] == ["4", "4", "4", None]
    assert [item.unit for item in found[:4]] == ["漕溪村"] * 3 + [""]


def test_the_first_open_ones_are_found_by_count(ledger: Ledger) -> None:
    task_id, items = boilers(ledger, ticked=2)
    assert list_open_items(ledger, task_id, count=3) == items[2:5]
    with pytest.raises(UserError, match="只有 21 项"):
        list_open_items(ledger, task_id, count=22)
    with pytest.raises(UserError, match="没有名为"):
        list_open_items(ledger, task_id, name="燃气锅炉01")


@pytest.mark.parametrize("count", [0, -1, 5001])
def test_an_absurd_number_of_blanks_is_refused(ledger: Ledger, count: int) -> None:
    task_id = a_task(ledger, a_list(ledger))
    with pytest.raises(UserError, match="1 到 5000"):
        create_blanks(ledger, task_id, count, stem="点位")


def test_removed_items_are_gone_from_the_count(ledger: Ledger) -> None:
    _, items = boilers(ledger, ticked=17)
    remove_items(ledger, items[:17])
    (task,) = list_tasks(ledger, as_of=JUNE, period="2020Q2")
    assert (task.items, task.items_done) == (6, 0)
    with pytest.raises(UserError, match="已被删除"):
        tick_items(ledger, items[:1], JUNE)


def test_heads_of_other_words_are_known_when_pasted(ledger: Ledger) -> None:
    task_id = a_task(ledger, a_list(ledger))
    paste_items(ledger, task_id, [["使用单位", "蒸吨(t/h)", "属地"], ["华东印染厂", "4", "漕溪村"]])
    (item,) = list_items(ledger)
    assert (item.name, item.unit, item.fields) == ("华东印染厂", "漕溪村", {"蒸吨(t/h)": "4"})


def test_the_same_rows_pasted_again_are_not_doubled(ledger: Ledger) -> None:
    task_id = a_task(ledger, a_list(ledger))
    paste_items(ledger, task_id, [["东沟"], ["西浜"]])
    tick_items(ledger, [list_items(ledger)[0].id], JUNE)
    paste_items(ledger, task_id, [["名称", "备注"], ["东沟", "已验收"], ["南浜", ""]])
    found = list_items(ledger)
    assert [(item.name, item.notes) for item in found] == [
        ("东沟", "已验收"), ("西浜", ""), ("南浜", "")
    ]  # fmt: skip
    assert found[0].done_on == JUNE


def test_a_column_gets_another_name_with_what_stands_in_it(ledger: Ledger) -> None:
    task_id, items = boilers(ledger)
    add_item_column(ledger, task_id, "吨位")
    add_item_column(ledger, task_id, "燃料")
    change_items(ledger, items[:2], fields={"吨位": "4"})
    rename_item_column(ledger, task_id, "吨位", "蒸吨(t/h)")
    assert list_items(ledger)[1].fields == {"蒸吨(t/h)": "4"}
    assert column_sets(ledger)[0][2] == ("蒸吨(t/h)", "燃料")
    undo(ledger)
    assert list_items(ledger)[1].fields == {"吨位": "4"}
    assert column_sets(ledger)[0][2] == ("吨位", "燃料")


def test_a_column_goes_with_what_stands_in_it_and_comes_back(ledger: Ledger) -> None:
    task_id, items = boilers(ledger)
    add_item_column(ledger, task_id, "吨位")
    change_items(ledger, items[:2], fields={"吨位": "4"})
    assert remove_item_column(ledger, task_id, "吨位") == 2
    assert (list_items(ledger)[0].fields, column_sets(ledger)) == ({}, ())
    undo(ledger)
    assert list_items(ledger)[0].fields == {"吨位": "4"}


@pytest.mark.parametrize("name", ["", " ", "吨位", "备注"])
def test_a_column_that_is_there_or_nameless_is_refused(ledger: Ledger, name: str) -> None:
    task_id, _ = boilers(ledger)
    add_item_column(ledger, task_id, "吨位")
    add_item_column(ledger, task_id, "燃料")
    with pytest.raises(UserError, match="列"):
        add_item_column(ledger, task_id, name)
    with pytest.raises(UserError, match="列"):
        rename_item_column(ledger, task_id, "燃料", name)


def test_a_task_takes_over_the_columns_of_another(ledger: Ledger) -> None:
    task_id, _ = boilers(ledger)
    add_item_column(ledger, task_id, "吨位")
    other = a_task(ledger, 1, "完成9台生物质锅炉整治")
    assert take_over_columns(ledger, other, task_id) == 1
    assert task_detail(ledger, other, as_of=JUNE, period="2020Q2").item_columns == ("吨位",)
    assert [number for number, *_ in column_sets(ledger, but=other)] == [task_id]
    undo(ledger)
    assert task_detail(ledger, other, as_of=JUNE, period="2020Q2").item_columns == ()


def test_items_move_to_another_task_with_columns_and_proof(ledger: Ledger, tmp_path: Path) -> None:
    task_id, items = boilers(ledger, ticked=2)
    photo = tmp_path / "照片.jpg"
    photo.write_bytes(b"photo")
    attach(ledger, Owner(task_id, item_id=items[0]), [photo])
    change_items(ledger, items[:1], fields={"吨位": "4"})
    other = a_task(ledger, 1, "完成9台生物质锅炉整治")
    move_items(ledger, items[:2], other)
    moved = task_detail(ledger, other, as_of=JUNE, period="2020Q2")
    assert [item.name for item in moved.items] == ["燃气锅炉01", "燃气锅炉02"]
    assert (moved.task.items_done, moved.item_columns, len(moved.evidence)) == (2, ("吨位",), 1)
    assert undo_state(ledger).undo.startswith("移动清单 2 项到“完成9台")
    undo(ledger)
    back = task_detail(ledger, task_id, as_of=JUNE, period="2020Q2")
    assert (len(back.items), back.task.items_done, len(back.evidence)) == (23, 2, 1)
    assert back.items[0].name == "燃气锅炉01"


def test_a_removed_item_leaves_its_proof_with_the_task(ledger: Ledger, tmp_path: Path) -> None:
    task_id, items = boilers(ledger)
    photo = tmp_path / "照片.jpg"
    photo.write_bytes(b"photo")
    attach(ledger, Owner(task_id, item_id=items[0]), [photo])
    remove_items(ledger, items[:1])
    detail = task_detail(ledger, task_id, as_of=JUNE, period="2020Q2")
    (proof,) = detail.evidence
    assert (proof.task_id, proof.item_id, len(detail.items)) == (task_id, None, 22)
    undo(ledger)
    (proof,) = task_detail(ledger, task_id, as_of=JUNE, period="2020Q2").evidence
    assert (proof.item_id, list_items(ledger)[0].evidence) == (items[0], 1)
