"""A list from any sheet becomes a task's items: compared by name, doubtful ones asked, one undo."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook

from app.errors import UserError
from app.importing.readers.delimited import sheet_of_text
from app.importing.registers.itemcolumns import map_item_columns
from app.importing.registers.itemtables import find_item_tables
from app.models.database import Ledger
from app.models.tracking import Item
from app.services.breakdown.itemimport import (
    commit_items,
    plan_items,
    read_item_clipboard,
    read_item_file,
)
from app.services.breakdown.itemplans import ItemFile, Wanted
from app.services.breakdown.items import add_items, change_items, tick_items
from app.services.history.journal import redo, undo, undo_state
from app.services.parties.units import list_units
from app.services.queries import list_items, task_detail
from tests.ledgers import JUNE, a_list, a_task, boilers, count_of

BOILERS = """2020年燃气锅炉低氮改造名单
序号\t使用单位\t锅炉型号\t额定蒸发量(t/h)\t所在村（社区）\t完成时限\t完成日期\t备注
1\t华东印染厂\tWNS4\t4\t漕溪村\t2020年10月底\t2020-6-2\t
2\t福顺家具\tWNS2\t2\t塘口村\t尽快\t\t搬迁
合计\t\t\t6\t\t\t\t
注：蒸吨按铭牌。
"""


def pasted(ledger: Ledger, text: str) -> ItemFile:
    return read_item_clipboard(ledger, None, text)


def wanting(task_id: int | None, **more: object) -> Wanted:
    return replace(Wanted(task_id, 1, JUNE), **more)  # type: ignore[arg-type]


def fields_of(text: str) -> list[str | None]:
    (table,) = find_item_tables(sheet_of_text("表", text))
    return [column.field for column in map_item_columns(table).columns]


def kinds(ledger: Ledger, text: str, wanted: Wanted) -> list[str]:
    return [line.kind for line in plan_items(ledger, pasted(ledger, text), wanted).lines]


@pytest.fixture
def task(ledger: Ledger) -> int:
    """The task of the 23 boilers, without items."""
    return a_task(ledger, a_list(ledger), serial="12")


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("序号\t企业名称\t吨位\t所在村\n1\t甲厂\t4\t张村\n2\t乙厂\t2\t李村\n",
         ["serial", "name", None, "unit"]),
        ("河道名称\t起止点\t长度（公里）\t河长\t所属村\n东沟\tA-B\t1.2\t张三\t漕溪村\n西浜\tC\t1\t李\t王村\n",
         ["name", None, None, None, "unit"]),
        ("户主姓名\t村组\t改厕类型\t是否完成\n张三\t漕溪村三组\t三格式\t是\n李四\t漕溪村\t三格式\t否\n",
         ["name", "unit", None, "done_on"]),
        ("单位名称\t责任单位\t计划完成时间\t完成时间\n甲\t张村\t2020.9\t2020.6\n乙\t张村\t2020.9\t2020.6\n",
         ["name", "unit", "due", "done_on"]),
        ("点位\t整治措施\t完成时间\n人民路\t修\t6月底\n沿河路\t修\t7月底\n", ["name", None, "due"]),
        ("任务序号\t企业名称\n12\t甲厂\n13\t乙厂\n", ["task", "name"]),
        ("企业名称\t锅炉编号\t吨位\n华东\t1#\t4\n华东\t2#\t4\n福顺\t1#\t2\n",
         ["name", "tail", None]),
        ("甲厂\t漕溪村\t4\n乙厂\t塘口村\t2\n", ["name", "unit", None]),
        ("企业名称\n甲厂\n乙厂\n", ["name"]),
    ],
)  # fmt: skip
def test_parts_of_columns_are_told_by_words_and_content(
    text: str, fields: list[str | None]
) -> None:
    assert fields_of(text) == fields


def test_a_register_comes_with_its_own_columns(ledger: Ledger, task: int) -> None:
    plan = commit_items(ledger, pasted(ledger, BOILERS), wanting(task))
    detail = task_detail(ledger, task, as_of=JUNE, period="2020Q2")
    first, second = detail.items
    assert detail.item_columns == ("锅炉型号", "额定蒸发量(t/h)", "完成时限")
    assert (first.name, first.unit, first.fields["额定蒸发量(t/h)"]) == (
        "华东印染厂",
        "漕溪村",
        "4",
    )
    assert (first.due, first.done_on) == (date(2020, 10, 31), date(2020, 6, 2))
    assert (second.due, second.fields["完成时限"], second.notes) == (None, "尽快", "搬迁")
    assert [(row.row, row.why) for row in plan.left_out] == [
        (1, "title"), (2, "head"), (5, "total"), (6, "note")
    ]  # fmt: skip
    assert plan.counts[0].words == "名单 2 项，目标 23 台"
    assert undo_state(ledger).undo == "导入清单 新增 2 项：完成23台天然气锅炉低氮改造"
    undo(ledger)
    after = task_detail(ledger, task, as_of=JUNE, period="2020Q2")
    assert (after.items, after.item_columns) == ((), ())
    assert {unit.name for unit in list_units(ledger)} == {"牛塘镇"}
    redo(ledger)
    assert len(list_items(ledger)) == 2


def test_every_row_is_an_item_or_told(ledger: Ledger, task: int) -> None:
    text = "企业名称\t吨位\t燃料\n甲厂\t4\t气\n\t5\t煤\n乙厂\t\t\n小计\t9\t\n填报人：张三\t\t\n"
    plan = plan_items(ledger, pasted(ledger, text), wanting(task))
    assert [line.draft.name for line in plan.lines] == ["甲厂", "乙厂"]
    assert [(row.row, row.why) for row in plan.left_out] == [
        (1, "head"), (3, "no_name"), (5, "total"), (6, "signature")
    ]  # fmt: skip


def test_group_rows_that_name_villages_say_who_answers(ledger: Ledger, task: int) -> None:
    text = "序号\t名称\t面积（亩）\n一、漕溪村\n1\t大塘\t3\n2\t小塘\t1\n二、塘口村\n1\t新塘\t5\n"
    commit_items(ledger, pasted(ledger, text), wanting(task))
    assert [(item.name, item.unit) for item in list_items(ledger)] == [
        ("大塘", "漕溪村"), ("小塘", "漕溪村"), ("新塘", "塘口村")
    ]  # fmt: skip


def test_a_hamlets_items_are_the_villages(ledger: Ledger, task: int) -> None:
    text = "户主姓名\t村组\n张三\t漕溪村三组\n李四\t漕溪村第12村民小组\n"
    commit_items(ledger, pasted(ledger, text), wanting(task))
    assert {(item.unit, item.fields["村组"]) for item in list_items(ledger)} == {
        ("漕溪村", "漕溪村三组"), ("漕溪村", "漕溪村第12村民小组")
    }  # fmt: skip


def test_the_same_list_again_changes_nothing(ledger: Ledger, task: int) -> None:
    commit_items(ledger, pasted(ledger, BOILERS), wanting(task))
    assert kinds(ledger, BOILERS, wanting(task)) == ["same", "same"]
    commit_items(ledger, pasted(ledger, BOILERS), wanting(task))
    undo(ledger)
    assert list_items(ledger) == ()


def test_a_newer_list_updates_adds_and_keeps(ledger: Ledger, task: int) -> None:
    commit_items(ledger, pasted(ledger, BOILERS), wanting(task))
    newer = "使用单位\t额定蒸发量(t/h)\t备注\n华东印染厂 \t6\t\n丙厂\t1\t新\n"
    plan = commit_items(ledger, pasted(ledger, newer), wanting(task))
    assert [line.kind for line in plan.lines] == ["update", "add"]
    assert plan.lines[0].changes == (("额定蒸发量(t/h)", "4", "6"),)
    assert plan.missing == {task: ("福顺家具",)}
    names = {item.name: item for item in list_items(ledger)}
    assert list(names) == ["华东印染厂", "福顺家具", "丙厂"]
    assert names["华东印染厂"].done_on == date(2020, 6, 2)
    assert names["华东印染厂"].fields["锅炉型号"] == "WNS4"
    assert names["福顺家具"].notes == "搬迁"


def test_real_names_fill_numbered_blanks(ledger: Ledger) -> None:
    task_id, items = boilers(ledger, ticked=2)
    text = "企业名称\t完成日期\n甲厂\t\n乙厂\t2020-6-2\n丙厂\t\n"
    plan = plan_items(ledger, pasted(ledger, text), wanting(task_id))
    assert [(line.kind, line.held) for line in plan.lines] == [
        ("fill", "燃气锅炉03"), ("fill", "燃气锅炉01"), ("fill", "燃气锅炉04")
    ]  # fmt: skip
    assert (plan.blanks, plan.ticked_blanks) == (23, 1)
    commit_items(ledger, pasted(ledger, text), wanting(task_id))
    found = {item.id: item for item in list_items(ledger)}
    assert len(found) == 23
    assert found[items[0]].name == "乙厂"
    assert found[items[2]].done_on is None
    undo(ledger)
    assert list_items(ledger)[0].name == "燃气锅炉01"


def test_blanks_of_a_village_are_filled_by_its_own(ledger: Ledger) -> None:
    task_id, items = boilers(ledger)
    change_items(ledger, items[:2], unit="漕溪村")
    change_items(ledger, items[2:], unit="塘口村")
    text = "企业名称\t所在村\n甲厂\t塘口村\n乙厂\t漕溪村\n丙厂\t人民社区\n丁厂\t\n"
    lines = plan_items(ledger, pasted(ledger, text), wanting(task_id)).lines
    assert [(line.kind, line.held) for line in lines] == [
        ("fill", "燃气锅炉03"), ("fill", "燃气锅炉01"), ("add", ""), ("fill", "燃气锅炉02")
    ]  # fmt: skip


def test_blanks_stay_when_the_clerk_says_so(ledger: Ledger) -> None:
    task_id, _ = boilers(ledger)
    source = pasted(ledger, "企业名称\n甲厂\n乙厂\n")
    plan = commit_items(ledger, source, wanting(task_id, fill=False))
    assert plan.counts[0].words == "名单 2 项，目标 23 台，导入后清单共 25 项"
    assert len(list_items(ledger)) == 25


def test_a_road_with_a_number_is_no_blank(ledger: Ledger, task: int) -> None:
    add_items(ledger, task, ["国道G312", "省道S239"])
    assert kinds(ledger, "路段\n人民路\n", wanting(task)) == ["add"]


def test_names_only_alike_are_asked(ledger: Ledger, task: int) -> None:
    add_items(ledger, task, ["常州市华东印染有限公司", "1#锅炉房"])
    text = "企业名称\n华东印染有限公司\n2#锅炉房\n"
    plan = plan_items(ledger, pasted(ledger, text), wanting(task))
    assert [(line.kind, line.asked) for line in plan.lines] == [("update", True), ("add", False)]
    assert plan.asked[0].alike == "常州市华东印染有限公司"
    row = plan.asked[0].draft.row
    other = plan_items(ledger, pasted(ledger, text), wanting(task, answers={row: False}))
    assert [line.kind for line in other.lines] == ["add", "add"]
    assert [line.asked for line in other.lines] == [True, False]


def test_alike_names_of_other_villages_are_taken_apart(ledger: Ledger, task: int) -> None:
    (held,) = add_items(ledger, task, ["华东印染有限公司"])
    change_items(ledger, [held], unit="漕溪村")
    text = "企业名称\t所在村\n新华东印染有限公司\t塘口村\n"
    assert kinds(ledger, text, wanting(task)) == ["add"]


def test_the_same_boiler_twice_in_one_list(ledger: Ledger, task: int) -> None:
    text = "企业名称\t吨位\n甲厂\t4\n甲厂\t4\n甲厂\t6\n"
    plan = plan_items(ledger, pasted(ledger, text), wanting(task))
    assert [(line.kind, line.asked, line.twin) for line in plan.lines] == [
        ("add", False, 0), ("twin", False, 2), ("add", True, 2)
    ]  # fmt: skip
    assert kinds(ledger, text, wanting(task, answers={4: True})) == ["add", "twin", "twin"]
    commit_items(ledger, pasted(ledger, text), wanting(task))
    assert [item.fields["吨位"] for item in list_items(ledger)] == ["4", "6"]
    again = kinds(ledger, text, wanting(task))
    assert "add" not in again


def test_only_names_that_repeat_get_a_tail(ledger: Ledger, task: int) -> None:
    text = "企业名称\t锅炉编号\n华东\t1#\n华东\t2#\n福顺\t1#\n"
    commit_items(ledger, pasted(ledger, text), wanting(task))
    assert [(item.name, item.fields) for item in list_items(ledger)] == [
        ("华东 1#", {"锅炉编号": "1#"}),
        ("华东 2#", {"锅炉编号": "2#"}),
        ("福顺", {"锅炉编号": "1#"}),
    ]  # fmt: skip


def test_rows_name_their_tasks(ledger: Ledger, task: int) -> None:
    other = a_task(ledger, 1, "完成9台生物质锅炉综合整治", serial="13")
    text = "任务序号\t企业名称\n12\t甲厂\n13\t乙厂\n99\t丙厂\n"
    plan = commit_items(ledger, pasted(ledger, text), wanting(None))
    assert [(line.task_id, line.draft.name) for line in plan.lines] == [
        (task, "甲厂"), (other, "乙厂")
    ]  # fmt: skip
    assert [(row.row, row.why) for row in plan.left_out] == [(1, "head"), (4, "no_task")]
    assert undo_state(ledger).undo == "导入清单 新增 2 项：2 项任务"
    undo(ledger)
    assert list_items(ledger) == ()


def test_a_column_that_names_no_task_of_ours_is_like_any_other(ledger: Ledger, task: int) -> None:
    text = "主要任务\t企业名称\n全面治理大气\t甲厂\n全面治理大气\t乙厂\n"
    commit_items(ledger, pasted(ledger, text), wanting(task))
    assert [(item.task_id, item.fields) for item in list_items(ledger)] == [
        (task, {"主要任务": "全面治理大气"})
    ] * 2


def test_tasks_are_named_by_their_words_too(ledger: Ledger, task: int) -> None:
    text = "所属任务\t企业名称\n天然气锅炉低氮改造\t甲厂\n"
    (line,) = plan_items(ledger, pasted(ledger, text), wanting(None)).lines
    assert line.task_id == task


def test_done_without_a_day_is_done_on_the_day_in_view(ledger: Ledger, task: int) -> None:
    text = "户主\t是否完成\n张三\t是\n李四\t否\n"
    plan = commit_items(ledger, pasted(ledger, text), wanting(task))
    assert plan.undated == 1
    assert [item.done_on for item in list_items(ledger)] == [JUNE, None]


def test_what_is_ticked_stays_ticked_on_its_day(ledger: Ledger, task: int) -> None:
    (item,) = add_items(ledger, task, ["张三"])
    tick_items(ledger, [item], date(2020, 5, 1))
    commit_items(ledger, pasted(ledger, "户主\t是否完成\n张三\t是\n"), wanting(task))
    assert list_items(ledger)[0].done_on == date(2020, 5, 1)


def test_columns_put_right_are_remembered(ledger: Ledger, task: int) -> None:
    source = pasted(ledger, BOILERS).correcting(3, "name")
    assert source.mapping.of("name") == source.mapping.columns[2]
    assert source.mapping.columns[1].field is None
    commit_items(ledger, source, wanting(task))
    assert [item.name for item in list_items(ledger)] == ["WNS4", "WNS2"]
    again = pasted(ledger, BOILERS)
    assert again.mapping.of("name") == replace(
        again.mapping.columns[2], field="name", confidence=1.0, why="同样的表头上次已确认"
    )


def test_a_workbook_with_merged_villages(ledger: Ledger, task: int, tmp_path: Path) -> None:
    path = tmp_path / "改厕名单.xlsx"
    rows = [
        ("2020年改厕名单",), ("村", "户主姓名", "完成时间"),
        ("漕溪村", "张三", date(2020, 9, 30)), (None, "李四", None), ("塘口村", "王五", None),
    ]  # fmt: skip
    book = Workbook()
    for row in rows:
        book.active.append(row)  # type: ignore[union-attr]
    book.active.merge_cells("A1:C1")  # type: ignore[union-attr]
    book.active.merge_cells("A3:A4")  # type: ignore[union-attr]
    book.save(path)
    commit_items(ledger, read_item_file(ledger, path), wanting(task))
    assert [(item.name, item.unit, item.due) for item in list_items(ledger)] == [
        ("张三", "漕溪村", date(2020, 9, 30)), ("李四", "漕溪村", None), ("王五", "塘口村", None)
    ]  # fmt: skip


def test_a_plan_changes_nothing(ledger: Ledger, task: int) -> None:
    plan_items(ledger, pasted(ledger, BOILERS), wanting(task))
    assert count_of(ledger, Item) == 0


def test_five_thousand_rows_are_the_most(ledger: Ledger, task: int) -> None:
    rows = "".join(f"厂房甲{number}乙\t漕溪村\n" for number in range(5001))
    with pytest.raises(UserError, match="最多导入 5000"):
        commit_items(ledger, pasted(ledger, "企业名称\t所在村\n" + rows), wanting(task))
    assert count_of(ledger, Item) == 0


def test_nothing_to_import_is_said(ledger: Ledger, task: int) -> None:
    with pytest.raises(UserError, match="没有可以导入的项"):
        commit_items(ledger, pasted(ledger, "任务序号\t企业名称\n99\t甲厂\n"), wanting(None))


def test_two_lists_of_one_task_stand_beside_each_other(ledger: Ledger, task: int) -> None:
    commit_items(ledger, pasted(ledger, "企业名称\t吨位\n甲厂\t4\n"), wanting(task))
    commit_items(ledger, pasted(ledger, "河道名称\t长度\n东沟\t1.2\n"), wanting(task))
    detail = task_detail(ledger, task, as_of=JUNE, period="2020Q2")
    assert detail.item_columns == ("吨位", "长度")
    assert [item.name for item in detail.items] == ["甲厂", "东沟"]
