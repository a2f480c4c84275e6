"""Tables found in sheets, and every row told what it is."""

from collections.abc import Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.importing.tables.layout import find_tables
from tests.importing.builders import HEAD, Row, a_sheet, a_table

FRONT = [["附件1"], ["2020年重点任务分解表"], ["填报单位：攻坚办", "", "", "2020年6月10日"]]
TASKS = [[1, "锅炉改造23台", "2020年底", "环保局", "各区镇"], [2, "清淤", "6月底", "水利局", ""]]


def whys(rows: Iterable[Row], merges: tuple[str, ...] = ()) -> dict[int, str]:
    return {row.row: row.why for row in a_table(rows, merges).skipped}


def test_front_head_and_foot_are_told() -> None:
    foot = [
        ["注：1.按月调度。"],
        ["2.责任单位为空的由牵头单位负责。"],
        ["填报人：", "", "审核人："],
    ]
    table = a_table([*FRONT, HEAD, *TASKS, [], *foot])
    assert (table.title, table.annex) == ("2020年重点任务分解表", "附件1")
    assert table.unit_line == "填报单位：攻坚办 2020年6月10日"
    assert [row.row for row in table.rows] == [5, 6]
    assert {row.row: row.why for row in table.skipped} == {
        1: "annex",
        2: "title",
        3: "unit_line",
        4: "head",
        8: "note",
        9: "note",
        10: "signature",
    }


def test_a_red_head_is_no_title() -> None:
    rows = [["某市委办公室文件"], ["某办〔2020〕70号"], ["任务分解表"], HEAD, *TASKS]
    assert whys(rows) == {1: "red_head", 2: "document_number", 3: "title", 4: "head"}


def test_annex_and_title_on_one_line() -> None:
    table = a_table([["附表5.1：治理黑臭水体任务表"], HEAD, *TASKS])
    assert (table.annex, table.title) == ("附表5.1", "治理黑臭水体任务表")


def test_the_unit_beside_the_title_is_not_the_title() -> None:
    table = a_table([["任务分解表", "", "", "", "单位：个"], HEAD, *TASKS])
    assert (table.title, table.unit_line) == ("任务分解表", "单位：个")


def test_two_row_head_with_merges() -> None:
    rows: list[Row] = [
        ["序号", "工作任务", "年度计划", "", "责任单位"],
        ["", "", "2019年", "2020年", ""],
        [1, "清淤", "5条", "8条", "水利局"],
    ]
    table = a_table(rows, ["A1:A2", "B1:B2", "C1:D1", "E1:E2"])
    assert table.header_rows == (1, 2)
    assert [column.path for column in table.columns][2] == ("年度计划", "2019年")


def test_two_row_head_whose_merges_were_broken() -> None:
    rows: list[Row] = [
        ["序号", "工作任务", "年度计划", "", "责任单位"],
        ["", "", "2019年", "2020年", ""],
        [1, "清淤", "5条", "8条", "水利局"],
    ]
    table = a_table(rows)
    assert table.header_rows == (1, 2)
    assert [column.path for column in table.columns][3] == ("年度计划", "2020年")


def test_three_row_head() -> None:
    rows: list[Row] = [
        ["序号", "工作任务", "年度计划", "", "责任单位"],
        ["", "", "2020年", "", ""],
        ["", "", "一季度", "二季度", ""],
        [1, "清淤", "进场", "完工", "水利局"],
    ]
    merges = ["A1:A3", "B1:B3", "C1:D1", "C2:D2", "E1:E3"]
    table = a_table(rows, merges)
    assert table.header_rows == (1, 2, 3)
    assert table.columns[3].path == ("年度计划", "2020年", "二季度")


def test_repeated_heads_and_titles_are_skipped() -> None:
    rows = [["任务分解表"], HEAD, TASKS[0], ["任务分解表"], HEAD, TASKS[1], ["续表"], HEAD]
    assert whys(rows) == {
        1: "title",
        2: "head",
        4: "title",
        5: "head_repeated",
        7: "title",
        8: "head_repeated",
    }


def test_groups_totals_examples_and_spare_rows() -> None:
    rows: list[Row] = [
        list(HEAD),
        ["例", "完成某事", "某日", "某局", ""],
        ["一、大气"],
        [1, "锅炉改造", "年底", "环保局", ""],
        ["（一）工业"],
        ["二", "水环境"],
        [1, "清淤", "年底", "水利局", ""],
        ["合计", "", "", "", "2"],
        [3],
    ]
    assert whys(rows) == {
        1: "head",
        2: "example",
        3: "group",
        5: "group",
        6: "group",
        8: "total",
        9: "blank",
    }
    assert [row.groups for row in a_table(rows).rows] == [("一、大气",), ("二、水环境",)]


def test_group_rows_nest_by_their_numbers() -> None:
    rows = [
        HEAD,
        ["二、重点任务"],
        ["（一）蓝天"],
        ["1、工业"],
        TASKS[0],
        ["（二）碧水"],
        TASKS[1],
    ]
    merges = ["A2:E2", "A3:E3", "A4:E4", "A6:E6"]
    table = a_table(rows, merges)
    assert [row.groups for row in table.rows] == [
        ("二、重点任务", "（一）蓝天", "1、工业"),
        ("二、重点任务", "（二）碧水"),
    ]


def test_lines_after_the_last_task_are_no_groups() -> None:
    assert whys([HEAD, *TASKS, ["抄送：各成员单位"]]) == {1: "head", 4: "note"}


def test_two_rows_under_one_serial_are_two_tasks() -> None:
    rows = [HEAD, [1, "禁烧", "全年", "", "甲镇"], ["", "", "", "", "乙镇"]]
    table = a_table(rows, ["A2:A3", "B2:B3", "C2:C3"])
    assert [row.cells[5].text for row in table.rows] == ["甲镇", "乙镇"]
    assert [row.cells[2].text for row in table.rows] == ["禁烧", "禁烧"]


def test_two_tables_of_one_sheet() -> None:
    rows = [
        ["大气任务表"],
        HEAD,
        TASKS[0],
        ["填报人：", "", "审核人："],
        [],
        ["企业清单"],
        ["序号", "企业名称", "整治措施", "完成时间"],
        [1, "甲公司", "关停", "年底"],
    ]
    first, second = find_tables(a_sheet(rows))
    assert (first.title, second.title) == ("大气任务表", "企业清单")
    assert [(row.row, row.why) for row in first.skipped] == [
        (1, "title"),
        (2, "head"),
        (4, "signature"),
    ]
    assert [(row.row, row.why) for row in second.skipped] == [(6, "title"), (7, "head")]


def test_the_same_head_under_a_new_annex_is_a_new_table() -> None:
    rows = [["附表1"], HEAD, TASKS[0], ["附表2"], ["水任务表"], HEAD, TASKS[1]]
    assert [table.annex for table in find_tables(a_sheet(rows))] == ["附表1", "附表2"]


def test_a_head_of_unknown_words_stands_over_numbered_rows() -> None:
    table = a_table([["甲列", "乙列", "丙列"], [1, "排水户整治", "张三"], [2, "清障", "李四"]])
    assert table.header_rows == (1,)


def test_a_sheet_of_prose_has_no_table() -> None:
    assert find_tables(a_sheet([["填表说明"], ["1.每月25日前上报。"]])) == ()


TEXTS = st.sampled_from(
    [
        *("", "", "1", "2", "一、大气", "（一）工业", "锅炉改造", "2020年底", "环保局", "各区镇"),
        *("注：说明", "合计", "序号", "责任单位", "完成时限", "主要任务", "填报人：", "附件2"),
        *("任务清单", "/", "——"),
    ]
)


@settings(max_examples=150)
@given(st.lists(st.lists(TEXTS, min_size=1, max_size=6), max_size=12), st.booleans())
def test_every_row_with_text_is_accounted_for(body: list[list[str]], merge: bool) -> None:
    rows = [["任务分解表"], list(HEAD), *body]
    merges = ["A3:E3", "B4:B5"] if merge else []
    sheet = a_sheet(rows, merges)
    tables = find_tables(sheet)
    told = [row.row for table in tables for row in table.rows]
    told += [row.row for table in tables for row in table.skipped]
    covered = {
        (row, column)
        for row, column in sheet.cells
        for area in sheet.merges
        if area.covers(row, column) and (area.top, area.left) in sheet.cells
        if (area.top, area.left) != (row, column)
    }
    shown = {at for at, cell in sheet.cells.items() if cell.value.strip()} - covered
    assert sorted(told) == sorted({row for row, _ in shown})


@pytest.mark.parametrize("merges", [["A1:XFD1"], ["B2:B1048576"], ["F3:XFD1048576"]])
def test_merges_beyond_the_text_cost_nothing(merges: list[str]) -> None:
    assert len(a_table([["任务分解表"], HEAD, *TASKS], merges).rows) == 2
