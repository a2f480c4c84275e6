"""Which column plays which part."""

import pytest

from app.importing.tables.columns import ColumnMapping, map_columns, with_field
from app.importing.tables.headings import is_plan_of_period, sense_of
from tests.importing.builders import HEAD, Row, a_table


def mapped(rows: list[Row], merges: tuple[str, ...] = ()) -> ColumnMapping:
    return map_columns(a_table(rows, merges))


def fields(rows: list[Row], merges: tuple[str, ...] = ()) -> dict[str, str | None]:
    return {column.name: column.field for column in mapped(rows, merges).columns}


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("序\u3000号", "serial"),
        ("编号", "serial"),
        ("完成\n时限：", "deadline"),
        ("办结时限", "deadline"),
        ("时间节点", "deadline"),
        ("牵头单位", "lead"),
        ("主责单位", "lead"),
        ("市级牵头部门", "lead"),
        ("责任部门", "responsible"),
        ("承办单位", "responsible"),
        ("牵头部门（责任部门）", "responsible"),
        ("责任单位及责任人", "responsible"),
        ("配合单位", "assist"),
        ("参与部门", "assist"),
        ("主体责任单位", "main_responsible"),
        ("认定标准", "acceptance"),
        ("计分办法", "scoring_method"),
        ("分值（分）", "score"),
        ("所在村（社区）", "village"),
        ("县（市、区）", "place"),
        ("责任人", ""),
        ("总投资（万元）", ""),
        ("督导单位", ""),
        ("达到标准", "wording"),
    ],
)
def test_headings_by_their_words(heading: str, field: str) -> None:
    sense = sense_of(heading)
    assert sense is not None
    assert sense.field == field


@pytest.mark.parametrize(
    "text", ["生态环境局", "2020年12月底前", "完成23台燃气锅炉低氮改造。", "1", ""]
)
def test_cells_of_the_body_are_no_headings(text: str) -> None:
    assert sense_of(text) is None


@pytest.mark.parametrize(
    ("path", "field"),
    [
        (("形象进度安排", "一季度"), "quarters.1"),
        (("第四季度形象进度",), "quarters.4"),
        (("年度工作计划", "2020年", "2季度"), "quarters.2"),
        (("推进计划", "十一月份"), "months.11"),
        (("1月底",), "months.1"),
        (("分年度工作任务", "２０１８ 年"), "years.2018"),
        (("2020年目标值",), "years.2020"),
        (("一季度", "工作安排"), "quarters.1"),
        (("2020年计划投资",), None),
        (("一季度", "完成情况"), None),
        (("2015年现状",), None),
        (("2020年牵头单位",), None),
    ],
)
def test_periods(path: tuple[str, ...], field: str | None) -> None:
    assert is_plan_of_period(path) == field


def test_the_most_specific_wording_is_the_text() -> None:
    rows: list[Row] = [
        ["序号", "主要任务", "内容", "达到标准", "完成时限", "牵头单位"],
        [1, "一、蓝天", "1、工业", "烧结砖瓦行业完成治理", "年底", "环保局"],
        [2, "", "", "锅炉完成改造", "年底", "环保局"],
    ]
    merges = ("B2:B3", "C2:C3")
    assert list(fields(rows, merges).values()) == [
        "serial",
        "groups",
        "content",
        "text",
        "deadline",
        "lead",
    ]
    assert mapped(rows, merges).playing("text")[0].also == "acceptance"


def test_an_enterprise_list_is_about_its_enterprises() -> None:
    rows: list[Row] = [
        ["序号", "区", "企业名称", "行业类型", "整治措施", "完成时间"],
        [1, "启东", "甲公司", "化工", "上RTO焚烧炉", "年底"],
        [2, "启东", "乙公司", "化工", "上RTO焚烧炉", "年底"],
    ]
    assert list(fields(rows).values()) == ["serial", "place", "text", None, None, "deadline"]


def test_counts_by_town() -> None:
    rows: list[Row] = [
        ["序号", "项目", "单位", "合计", "汇龙", "吕四港", "南阳"],
        [1, "试点小区", "个", 17, 8, 5, 4],
        [2, "回收点", "个", 4, "3/198", "", "—"],
    ]
    found = fields(rows)
    assert found["单位"] == "unit"
    assert [found[name] for name in ("合计", "汇龙", "吕四港", "南阳")] == [
        None,
        "towns.汇龙",
        "towns.吕四港",
        "towns.南阳",
    ]


def test_a_head_that_stands_twice_is_numbered() -> None:
    rows: list[Row] = [
        ["序号", "具体措施", "", "责任单位"],
        [1, "泄漏检测", "全面开展泄漏检测并按季度建账。", "环保局"],
    ]
    found = mapped(rows, ("B1:C1",))
    assert [column.name for column in found.columns][1:3] == ["具体措施", "具体措施(2)"]
    assert [column.field for column in found.columns][1:3] == ["groups", "text"]


def test_bare_unit_headings_are_told_by_content() -> None:
    rows: list[Row] = [["序号", "工作任务", "单位"], [1, "清淤", "水利局"], [2, "绿化", "住建局"]]
    assert fields(rows)["单位"] == "responsible"


def test_unknown_headings_are_told_by_content() -> None:
    rows: list[Row] = [
        ["甲列", "乙列", "丙列"],
        [1, "全面完成排水户整治", "2020年6月"],
        [2, "推进河道清障", "2020年9月"],
    ]
    assert list(fields(rows).values()) == ["serial", "text", "deadline"]


def test_a_summary_by_unit_has_no_text() -> None:
    rows: list[Row] = [["序号", "牵头单位", "任务数", "备注"], [1, "环保局", 52, ""]]
    assert not mapped(rows).has("text")


def test_every_guess_says_why() -> None:
    rows: list[Row] = [list(HEAD), [1, "清淤", "年底", "水利局", ""]]
    assert all(column.why for column in mapped(rows).columns)


def test_a_confirmed_mapping_is_remembered_by_its_head() -> None:
    table = a_table([HEAD, [1, "清淤", "年底", "水利局", ""]])
    mark = map_columns(table).fingerprint
    again = map_columns(table, remembered={mark: {"牵头单位": "assist", "完成时限": None}})
    assert {column.name: column.field for column in again.columns} == {
        "序号": "serial",
        "主要任务": "text",
        "完成时限": None,
        "牵头单位": "assist",
        "责任单位": "responsible",
    }


def test_the_mark_of_a_head_ignores_blanks_and_line_breaks() -> None:
    first = mapped([HEAD, [1, "清淤", "年底", "水利局", ""]])
    second = mapped([["序 号", "主要\n任务", *HEAD[2:]], [1, "绿化", "年底", "住建局", ""]])
    assert first.fingerprint == second.fingerprint


def test_the_clerk_moves_a_part_to_another_column() -> None:
    before = mapped([HEAD, [1, "清淤", "年底", "水利局", ""]])
    after = with_field(before, 3, "text")
    assert [column.field for column in after.columns] == [
        "serial",
        None,
        "text",
        "lead",
        "responsible",
    ]
