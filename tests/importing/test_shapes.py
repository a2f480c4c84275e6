"""Shapes of task tables as offices make them: heads, merges broken or filled in, places as rows."""

import pytest

from app.importing.tables.columns import map_columns
from app.importing.tables.headings import is_plan_of_period, sense_of
from app.importing.tables.layout import find_tables
from tests.importing.builders import Row, a_sheet, a_table, drafts_of

QUARTERS: list[Row] = [
    ["序号", "工作任务", "形象进度安排", "", "责任分工", ""],
    ["", "", "2020年", "", "牵头单位", "责任单位"],
    ["", "", "一季度", "二季度", "", ""],
    [1, "完成生态河道建设8条", "方案编制", "完成2条", "水利局", "各区镇"],
]
FILLED_QUARTERS: list[Row] = [
    ["序号", "工作任务", "形象进度安排", "形象进度安排", "责任分工", "责任分工"],
    ["序号", "工作任务", "2020年", "2020年", "牵头单位", "责任单位"],
    ["序号", "工作任务", "一季度", "二季度", "牵头单位", "责任单位"],
    [1, "完成生态河道建设8条", "方案编制", "完成2条", "水利局", "各区镇"],
]
PATHS = [
    ("序号",),
    ("工作任务",),
    ("形象进度安排", "2020年", "一季度"),
    ("形象进度安排", "2020年", "二季度"),
    ("责任分工", "牵头单位"),
    ("责任分工", "责任单位"),
]


@pytest.mark.parametrize("rows", [QUARTERS, FILLED_QUARTERS], ids=["broken", "filled"])
def test_three_row_heads_without_their_merges(rows: list[Row]) -> None:
    table = a_table(rows)
    assert table.header_rows == (1, 2, 3)
    assert [column.path for column in table.columns] == PATHS
    (task,) = drafts_of(rows).tasks
    assert (task.quarters, task.lead) == ({"1": "方案编制", "2": "完成2条"}, ("水利局",))


def test_titles_and_group_rows_filled_in_all_over() -> None:
    rows: list[Row] = [
        ["任务分解表"] * 4,
        ["序号", "工作任务", "责任单位", "完成时限"],
        ["一、大气"] * 4,
        [1, "锅炉改造", "环保局", "年底"],
    ]
    table = a_table(rows)
    assert (table.title, table.rows[0].groups) == ("任务分解表", ("一、大气",))


def test_labels_filled_in_are_groups_and_never_the_task_itself() -> None:
    rows: list[Row] = [
        ["序号", "工作类别", "主要任务", "达到标准", "完成时限"],
        [1, "大气", "1、锅炉", "淘汰燃煤锅炉", "年底"],
        [2, "大气", "1、锅炉", "燃气锅炉低氮改造", "年底"],
        [3, "大气", "2、工地扬尘达标率95%以上", "2、工地扬尘达标率95%以上", "年底"],
    ]
    tasks = drafts_of(rows).tasks
    assert [task.groups for task in tasks] == [("大气", "1、锅炉")] * 2 + [("大气",)]


def test_a_second_level_below_an_unmerged_head_of_one_column() -> None:
    rows: list[Row] = [
        ["序号", "断面名称", "现状", "目标", "", "责任地区"],
        ["", "", "2019年", "2020年", "2021年", ""],
        [1, "三和大桥", "Ⅳ", "Ⅲ", "Ⅲ", "汇东镇"],
    ]
    table = a_table(rows)
    assert [column.path for column in table.columns][2:5] == [
        ("现状", "2019年"),
        ("目标", "2020年"),
        ("目标", "2021年"),
    ]


def test_the_second_column_of_a_broken_head_has_the_name_of_the_first() -> None:
    rows: list[Row] = [
        ["序号", "工作任务", "具体措施", "", "完成时限"],
        [1, "应急减排", "更新清单", "更新减排清单1200家", "2020年9月"],
        [2, "秸秆禁烧", "建立网格化禁烧责任体系", "", "长期"],
    ]
    values = [list(task.values) for task in drafts_of(rows).tasks]
    assert values[0][2:4] == ["具体措施", "具体措施(2)"]


def test_halves_of_years_are_columns_not_tasks() -> None:
    rows: list[Row] = [
        ["序号", "工作内容", "年度任务", "", "责任单位"],
        ["", "", "上半年", "下半年", ""],
        [1, "规模养殖场治理", "60%", "完成治理", "农业农村局"],
    ]
    merges = ("A1:A2", "B1:B2", "C1:D1", "E1:E2")
    assert [task.text for task in drafts_of(rows, merges).tasks] == ["规模养殖场治理"]


def test_a_row_without_number_and_task_shares_those_above_it() -> None:
    rows: list[Row] = [
        ["序号", "工作任务", "完成时限", "牵头部门", "责任单位"],
        [1, "汽修企业全部密闭喷涂", "2017年10月", "交通局", "交通局"],
        ["", "", "", "", "各镇"],
        [2, "加油站油气回收", "2017年6月", "商务局", ""],
    ]
    tasks = drafts_of(rows).tasks
    assert [(task.serial, task.text, task.lead) for task in tasks][1] == (
        "1",
        "汽修企业全部密闭喷涂",
        ("交通局",),
    )
    assert [task.responsible for task in tasks] == [("交通局",), ("各镇",), ()]


def test_a_list_of_duties_carries_its_bearer_down() -> None:
    rows: list[Row] = [
        ["责任单位", "责任内容", "协办单位"],
        ["生态环境局", "组织实施重污染天气应急响应", "各成员单位"],
        ["", "督查锅炉、炉窑专项整治", ""],
        ["公安局", "限行高污染车辆", "城管局"],
    ]
    tasks = drafts_of(rows).tasks
    assert [task.responsible for task in tasks] == [("生态环境局",)] * 2 + [("公安局",)]
    assert [task.assist for task in tasks] == [("各成员单位",), (), ("城管局",)]


def test_what_holds_always_holds_for_every_year() -> None:
    rows: list[Row] = [
        ["序号", "工作任务", "2017年", "2018年", "责任部门"],
        [1, "雨污分流", "常年", "", "住建局"],
        [2, "污泥处置", "完成", "", "住建局"],
    ]
    tasks = drafts_of(rows).tasks
    assert [task.years for task in tasks] == [{"2017": "常年", "2018": "常年"}, {"2017": "完成"}]


def test_places_as_rows() -> None:
    rows: list[Row] = [
        ["镇", "化肥使用量（吨）", "减量目标（吨）"],
        ["甲镇", 1200, 60],
        ["乙镇", 900, 45],
        ["全市合计", 2100, 105],
    ]
    drafts = drafts_of(rows)
    assert [task.text for task in drafts.tasks] == ["甲镇", "乙镇"]
    assert not drafts.tasks[0].towns
    assert [row.why for row in drafts.skipped] == ["head", "total"]


def test_units_as_rows_count_work_not_tasks() -> None:
    work: list[Row] = [["单位", "造林任务", "完成时限"], ["甲镇", 1200, "年底"], ["乙镇", 900, ""]]
    assert [task.text for task in drafts_of(work).tasks] == ["甲镇", "乙镇"]


def test_the_sum_of_all_is_no_town() -> None:
    rows: list[Row] = [
        ["序号", "任务名称", "全市", "开发区", "汇东镇", "完成时限"],
        [1, "关闭养殖场", 20, 12, 8, "年底"],
    ]
    assert drafts_of(rows).tasks[0].towns == {"开发区": "12", "汇东镇": "8"}


def test_short_amounts_are_what_must_be_reached() -> None:
    rows: list[Row] = [
        ["序号", "主要任务", "目标值", "进度安排"],
        [1, "钢铁超低排放改造", "100%", "2022年底前"],
        [2, "建设污水管网", "120公里以上", "2025年底前"],
    ]
    tasks = drafts_of(rows).tasks
    assert [(task.text, task.acceptance) for task in tasks] == [
        ("钢铁超低排放改造", "100%"),
        ("建设污水管网", "120公里以上"),
    ]


def test_the_wording_of_one_year_is_the_task() -> None:
    rows: list[Row] = [
        ["序号", "项目名称", "2021年目标任务", "一季度目标", "二季度目标"],
        [1, "污水厂", "建成投运1万吨/日污水处理厂", "桩基施工", "主体施工"],
        [2, "尾水湿地", "建成尾水湿地60亩", "设计", "施工"],
    ]
    tasks = drafts_of(rows).tasks
    assert (tasks[1].groups, tasks[1].text) == (("尾水湿地",), "建成尾水湿地60亩")


def test_a_long_task_beside_a_name_is_the_task() -> None:
    rows: list[Row] = [
        ["序号", "河流名称", "主要整治任务", "责任单位"],
        [1, "通启运河", "沿线排口整治45个", "水利局"],
        [2, "焦港河", "养殖场治理12家", "农业农村局"],
    ]
    tasks = drafts_of(rows).tasks
    assert (tasks[0].groups, tasks[0].text) == (("通启运河",), "沿线排口整治45个")


def test_units_in_brackets_of_a_table_without_columns_for_them() -> None:
    rows: list[Row] = [
        ["序号", "任务内容及责任单位", "完成时限"],
        [1, "整治锅炉40台。（市场监管局牵头，各区镇负责）", "6月"],
        [2, "路检6000辆次（含柴油货车）。", "年底"],
    ]
    first, second = drafts_of(rows).tasks
    assert (first.lead, first.responsible) == (("市场监管局",), ("各区镇",))
    assert not any((second.lead, second.responsible, second.assist))


def test_the_column_of_running_numbers_is_the_serial() -> None:
    rows: list[Row] = [
        ["序号", "任务类别", "序号", "重点任务", "责任单位"],
        ["一", "大气", 1, "VOCs治理8家", "环保局"],
        ["", "", 2, "道路扬尘控制", "城管局"],
        ["二", "水", 3, "排污口整治", "水利局"],
    ]
    merges = ("A2:A3", "B2:B3")
    assert [task.serial for task in drafts_of(rows, merges).tasks] == ["1", "2", "3"]


def test_a_person_of_a_unit_is_no_unit() -> None:
    rows: list[Row] = [
        ["序号", "工作任务", "牵头单位", "牵头单位责任人"],
        [1, "黑臭水体治理3条", "城管局", "钱某"],
    ]
    assert drafts_of(rows).tasks[0].lead == ("城管局",)


def test_numbered_lists_one_below_the_other() -> None:
    head: Row = ["序号", "项目名称", "建设内容", "责任单位"]
    rows: list[Row] = [
        ["一、大气污染防治工程项目清单"],
        head,
        [1, "超低排放", "2台锅炉改造", "热电厂"],
        [],
        ["二、水污染防治工程项目清单"],
        head,
        [1, "污水厂扩建", "新增1万吨/日", "水务公司"],
    ]
    assert [table.title for table in find_tables(a_sheet(rows))] == [rows[0][0], rows[4][0]]


def test_a_title_with_a_year_is_no_date() -> None:
    head: Row = ["序号", "工作任务", "责任单位"]
    rows: list[Row] = [["二〇二〇年度任务表"], head, [1, "清淤", "水利局"]]
    assert a_table(rows).title == "二〇二〇年度任务表"


def test_a_filled_head_of_measures_by_place() -> None:
    rows: list[Row] = [
        ["县（市、区）", "PM2.5浓度", "PM2.5浓度", "优良天数比率（%）", "优良天数比率（%）"],
        ["县（市、区）", "2019年实绩", "2020年目标", "2019年实绩", "2020年目标"],
        ["海明市", 36, 34, 81.2, 82.5],
        ["如港市", 38, 35, 80.1, 81.0],
    ]
    drafts = drafts_of(rows)
    assert [task.text for task in drafts.tasks] == ["海明市", "如港市"]
    assert drafts.tasks[0].values["优良天数比率（%）/2020年目标"] == "82.5"
    assert not drafts.tasks[0].years


def test_a_summary_by_places_is_no_list() -> None:
    rows: list[Row] = [["镇（街道）", "任务数", "完成数"], ["甲镇", 12, 3], ["乙镇", 8, 2]]
    table = a_table(rows)
    assert not map_columns(table).has("text")


def test_rows_of_measures_and_column_numbers_are_no_tasks() -> None:
    head: Row = ["序号", "项目名称", "数量", "单价", "责任单位"]
    rows: list[Row] = [
        head,
        ["甲", "乙", "1", "2", "3"],
        ["", "", "个", "万元", ""],
        [1, "监测站", 2, 3, "环保局"],
    ]
    assert [(row.row, row.why) for row in a_table(rows).skipped] == [
        (1, "head"),
        (2, "head_repeated"),
        (3, "unit_line"),
    ]


def test_a_long_lone_text_is_a_task_where_tasks_stand_first() -> None:
    rows: list[Row] = [
        ["工作任务", "责任单位", "完成时间"],
        ["城东片区", "", ""],
        ["建设监测站", "环保局", "6月"],
        ["建设雨水泵站两座并全部入网", "", ""],
        ["河道清淤", "水利局", ""],
    ]
    tasks = drafts_of(rows).tasks
    assert [task.text for task in tasks] == [
        "建设监测站",
        "建设雨水泵站两座并全部入网",
        "河道清淤",
    ]
    assert tasks[0].groups == ("城东片区",)


def test_shares_of_places_below_the_target_of_a_year() -> None:
    rows: list[Row] = [
        ["序号", "工作内容", "2017年目标任务", "", "", "责任部门"],
        ["", "", "合计", "汇东镇", "吕湾镇", ""],
        [1, "新增无害化户厕", 518, 198, 320, "农工办"],
        [2, "污水治理行政村", 3, 3, "", "住建局"],
    ]
    merges = ("A1:A2", "B1:B2", "C1:E1", "F1:F2")
    tasks = drafts_of(rows, merges).tasks
    assert [task.towns for task in tasks] == [{"汇东镇": "198", "吕湾镇": "320"}, {"汇东镇": "3"}]


def test_units_that_answer_for_counted_work() -> None:
    rows: list[Row] = [
        ["责任单位", "生猪（头）", "家禽（羽）", "完成时限"],
        ["汇东镇", 1200, 30000, "6月底"],
        ["吕湾镇", 800, 5000, "6月底"],
        ["合计", 2000, 35000, ""],
    ]
    assert [task.text for task in drafts_of(rows).tasks] == ["汇东镇", "吕湾镇"]


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("工期", "deadline"),
        ("实施年度", "deadline"),
        ("计划完工时间", "deadline"),
        ("牵头（责任）单位", "lead"),
        ("组织实施单位", "responsible"),
        ("责任县（市、区）", "responsible"),
        ("项目业主", "responsible"),
        ("投资估算（万元）", ""),
        ("问题来源", ""),
        ("任务序列号", "serial"),
        ("工程地点", "place"),
        ("治理方式", "wording"),
        ("隐患描述", "wording"),
        ("重点任务（责任单位）", "wording"),
    ],
)
def test_headings_as_annexes_write_them(heading: str, field: str) -> None:
    sense = sense_of(heading)
    assert sense is not None
    assert sense.field == field


@pytest.mark.parametrize(
    ("path", "field"),
    [
        (("推进计划", "1—3月"), "quarters.1"),
        (("推进计划", "10月-12月"), "quarters.4"),
        (("2017年底前",), "years.2017"),
        (("一季度阶段目标",), "quarters.1"),
        (("2019年完成情况",), None),
    ],
)
def test_periods_as_annexes_write_them(path: tuple[str, ...], field: str | None) -> None:
    assert is_plan_of_period(path) == field
