"""Heads and shapes of other offices' lists: which column words the task, which is its group."""

from pathlib import Path

import pytest

from app.importing.reading import read_file
from app.importing.tables.headings import sense_of
from tests.importing.builders import drafts_of
from tests.importing.wordfiles import a_document, p, tbl, tr


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("责任主体", "main_responsible"),
        ("责任单位\n（排第一位为牵头单位）", "responsible"),
        ("牵头部门（责任部门）", "responsible"),
        ("部门分工", "responsible"),
        ("责任部门和单位", "responsible"),
        ("包抓单位", "responsible"),
        ("其他责任单位", "assist"),
        ("行业主管", "lead"),
        ("时限清单", "deadline"),
        ("月份", "deadline"),
        ("考核标准及办法", "scoring_method"),
        ("协同整改单位", "assist"),
        ("任务ID", "serial"),
        ("建成时间", "deadline"),
        ("基础分", "score"),
        ("2021年工作目标", "wording"),
        ("市州", "place"),
        ("建制村", "village"),
        ("主办", "lead"),
        ("归口部门", "lead"),
        ("竣工时间", "deadline"),
        ("开工时间", ""),
        ("子项", "wording"),
    ],
)
def test_headings_of_other_offices(heading: str, field: str) -> None:
    sense = sense_of(heading)
    assert sense is not None
    assert sense.field == field


@pytest.mark.parametrize(
    ("wide", "narrow"),
    [
        ("战役名称", "主要任务"),
        ("工作举措", "主要任务"),
        ("主要工作", "具体安排"),
        ("工作阶段", "工作任务"),
        ("某某工程包", "工作任务"),
    ],
)
def test_a_label_merged_over_rows_stands_over_the_tasks_beside_it(wide: str, narrow: str) -> None:
    drafts = drafts_of(
        [
            ("序号", wide, narrow, "完成时限", "牵头单位"),
            (1, "城市黑臭水体整治", "中心城区黑臭水体全部消除", "2018年底", "市住建局"),
            (2, "", "城区排水管网改造12公里", "2018年底", "市住建局"),
            (3, "非法码头整治", "取缔长江干线非法码头57个", "2018年底", "市交通局"),
        ],
        ["B2:B3"],
    )
    assert [task.groups for task in drafts.tasks] == [
        ("城市黑臭水体整治",),
        ("城市黑臭水体整治",),
        ("非法码头整治",),
    ]
    assert drafts.tasks[1].text == "城区排水管网改造12公里"


def test_lists_of_four_say_the_task_under_its_list() -> None:
    drafts = drafts_of(
        [
            ("序号", "问题清单", "任务清单", "责任清单", "时限清单"),
            (1, "初期雨水直排", "新建初期雨水池2座", "化工园区管委会", "2020年10月"),
            (2, "渗滤液收集不全", "完善防渗和收集系统", "生态环境局", "2020年12月"),
        ]
    )
    assert [task.text for task in drafts.tasks] == ["新建初期雨水池2座", "完善防渗和收集系统"]
    assert drafts.tasks[0].deadline.due is not None


def test_a_standard_beside_a_way_of_scoring_is_what_must_be_reached() -> None:
    drafts = drafts_of(
        [
            ("考核项目", "序号", "考核内容", "考核标准", "分值", "评分办法"),
            ("环境质量", 1, "空气质量", "PM2.5年均浓度达到年度目标", 15, "未达标不得分"),
            ("重点任务", 2, "污水管网", "完成年度管网建设任务", 20, "按完成比例得分"),
        ]
    )
    assert drafts.tasks[1].text == "完成年度管网建设任务"
    assert drafts.tasks[1].scoring_method == "按完成比例得分"
    assert drafts.tasks[1].groups == ("重点任务", "污水管网")


def test_the_sum_beside_the_head_that_spans_the_towns_is_no_town() -> None:
    drafts = drafts_of(
        [
            ("序号", "任务名称", "全区任务数", "各镇（街道）任务数", "", "牵头部门"),
            ("", "", "", "永安镇", "新城街道", ""),
            (1, "治理餐饮油烟", 86, 40, 46, "城管局"),
            (2, "整治入河排口", 34, 20, 14, "水务局"),
        ],
        ["A1:A2", "B1:B2", "C1:C2", "D1:E1", "F1:F2"],
    )
    assert drafts.tasks[0].towns == {"永安镇": "40", "新城街道": "46"}


def test_a_head_cell_below_a_wider_one_of_the_same_words_is_a_level_of_its_own() -> None:
    drafts = drafts_of(
        [
            ("序号", "整改任务", "责任部门", "", "时限"),
            ("", "", "牵头部门", "责任部门", ""),
            (1, "清退保护区内工矿企业11家", "市林业局", "市自然资源局", "2020年6月"),
        ],
        ["A1:A2", "B1:B2", "C1:D1", "E1:E2"],
    )
    assert drafts.tasks[0].values["责任部门/责任部门"] == "市自然资源局"
    assert drafts.tasks[0].responsible == ("市自然资源局",)


def test_the_heading_above_the_head_labels_the_first_rows_where_others_follow() -> None:
    head = ("序号", "工作任务", "牵头单位", "完成时限")
    rows = [
        ("2020年污染防治攻坚工作安排",),
        ("一、大气污染防治",),
        head,
        (1, "完成45家企业大气绩效升级", "生态环境局", "11月底"),
        ("二、水污染防治",),
        head,
        (1, "完成28个雨污混接点改造", "住建局", "10月底"),
    ]
    drafts = drafts_of(rows, ["A1:D1", "A2:D2", "A5:D5"])
    assert drafts.title == "2020年污染防治攻坚工作安排"
    assert [task.groups for task in drafts.tasks] == [("一、大气污染防治",), ("二、水污染防治",)]


def test_a_numbered_heading_without_others_below_stays_in_the_title() -> None:
    rows = [
        ("2020年工作安排",),
        ("一、重点任务表",),
        ("序号", "工作任务", "牵头单位", "完成时限"),
        (1, "完成45家企业大气绩效升级", "生态环境局", "11月底"),
    ]
    drafts = drafts_of(rows, ["A1:D1", "A2:D2"])
    assert drafts.title == "2020年工作安排一、重点任务表"
    assert drafts.tasks[0].groups == ()


def test_who_answers_for_a_unit_is_no_part_of_its_name() -> None:
    drafts = drafts_of(
        [
            ("序号", "工作任务", "牵头单位及责任人", "责任单位"),
            (1, "农村厕所改造", "农业农村局（郭勇）", "各镇（街道）"),
            (2, "生活垃圾治理", "各镇（街道）", "城管局（环卫处）"),
        ]
    )
    assert [task.lead for task in drafts.tasks] == [("农业农村局",), ("各镇（街道）",)]
    assert drafts.tasks[1].responsible == ("城管局（环卫处）",)


def test_a_target_at_length_is_more_than_the_measure_that_names_it() -> None:
    drafts = drafts_of(
        [
            ("重点任务", "工作举措", "量化目标", "时限"),
            ("源头减量", "推广可降解产品", "商超药店可降解塑料袋使用率达到80%", "2023年底"),
            ("回收利用", "布设回收点", "新增可回收物回收点36个", "2023年9月"),
        ]
    )
    assert drafts.tasks[1].text == "新增可回收物回收点36个"
    assert drafts.tasks[1].groups == ("回收利用", "布设回收点")


def test_a_measure_at_length_is_more_than_the_aim_beside_it() -> None:
    drafts = drafts_of(
        [
            ("整改措施", "整改目标", "时限"),
            ("扩建初期雨水收集池至500立方米并联网", "完善港区设施", "2023年底"),
            ("编制一库一策并完成闭库和生态修复", "消除安全隐患", "2023年9月"),
        ]
    )
    assert drafts.tasks[0].text == "扩建初期雨水收集池至500立方米并联网"


def test_offices_under_a_heading_nobody_knows_answer_for_the_task() -> None:
    drafts = drafts_of(
        [
            ("序号", "整治内容", "完成时限", "作战主力", "配合单位"),
            (1, "关停不达标砖瓦窑6座", "2019年8月底", "县工信局", "各乡镇"),
            (2, "完成露天矿山整治9处", "2019年10月底", "县自然资源局", "县应急局"),
        ]
    )
    assert [task.responsible for task in drafts.tasks] == [("县工信局",), ("县自然资源局",)]


def test_the_goal_of_one_year_said_at_length_words_the_task() -> None:
    drafts = drafts_of(
        [
            ("战役", "任务项目", "2018年目标", "完成时限", "牵头部门"),
            ("蓝天", "煤炭消费压减", "压减煤炭消费45万吨以上", "2018年底", "市发改委"),
            ("碧水", "城市污水处理", "新建污水处理厂2座并投运", "2018年底", "市住建局"),
        ]
    )
    assert [task.text for task in drafts.tasks] == [
        "压减煤炭消费45万吨以上",
        "新建污水处理厂2座并投运",
    ]


@pytest.mark.parametrize("line", ["续表", "附件1（续）", "2020年任务分解表（续一）"])
def test_a_line_that_says_it_goes_on_opens_no_other_list(line: str) -> None:
    head = ("序号", "工作任务", "完成时限", "牵头单位")
    rows = [
        ("2020年任务分解表",),
        head,
        (1, "完成45家企业大气绩效升级", "11月底", "生态环境局"),
        (line,),
        head,
        (2, "完成28个雨污混接点改造", "10月底", "住建局"),
    ]
    drafts = drafts_of(rows, ["A1:D1", "A4:D4"])
    assert [task.serial for task in drafts.tasks] == ["1", "2"]
    assert drafts.tasks[1].groups == ()


def test_a_table_in_word_goes_on_below_such_a_line(tmp_path: Path) -> None:
    head = tr("序号", "工作任务", "完成时限", "牵头单位")
    upper = tbl(head, tr("1", "新建管网5公里", "11月底", "住建局"))
    lower = tbl(head, tr("2", "改造厕所20座", "10月底", "住建局"))
    path = a_document(tmp_path / "续.docx", p("2020年任务表"), upper, p("附件1（续）"), lower)
    (drafts,) = read_file(path, year=2020).lists
    assert [task.serial for task in drafts.tasks] == ["1", "2"]
