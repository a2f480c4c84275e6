"""Rows read as draft tasks."""

from datetime import date
from pathlib import Path

import openpyxl
import pytest

from app.errors import UserError
from app.importing.describe import as_json
from app.importing.reading import read_file
from tests.importing.builders import HEAD, Row, a_workbook, drafts_of

LEVELS: Row = ("序号", "主要任务", "内容", "达到标准", "完成时限", "责任单位")


def test_a_plain_task() -> None:
    rows: list[Row] = [HEAD, ["7", "锅炉改造23台", "2020年6月底前", "环保局\n住建局", "各区镇"]]
    (task,) = drafts_of(rows).tasks
    assert (task.row, task.serial, task.text) == (2, "7", "锅炉改造23台")
    assert task.deadline.due == date(2020, 6, 30)
    assert (task.lead, task.responsible) == (("环保局", "住建局"), ("各区镇",))
    assert task.values["牵头单位"] == "环保局\n住建局"


def test_labels_of_one_cell_and_their_parents() -> None:
    rows: list[Row] = [
        LEVELS,
        [1, "一、工作目标", "PM2.5达33微克", "", "年底", ""],
        [2, "二、重点任务\n（一）蓝天", "1、工业", "砖瓦行业治理", "年底", ""],
        [3, "", "", "锅炉改造", "年底", ""],
        [4, "（二）碧水", "2、河道", "清淤", "年底", ""],
    ]
    merges = ["C2:D2", "B3:B4", "C3:C4"]
    tasks = drafts_of(rows, merges).tasks
    assert [task.groups for task in tasks] == [
        ("一、工作目标",),
        ("二、重点任务", "（一）蓝天", "1、工业"),
        ("二、重点任务", "（一）蓝天", "1、工业"),
        ("二、重点任务", "（二）碧水", "2、河道"),
    ]
    assert [task.text for task in tasks] == ["PM2.5达33微克", "砖瓦行业治理", "锅炉改造", "清淤"]
    assert tasks[0].acceptance == "PM2.5达33微克"


def test_broken_merges_are_mended_and_told() -> None:
    rows: list[Row] = [
        LEVELS,
        [1, "一、工作目标", "PM2.5达33微克", "", "年底", "各区镇"],
        [2, "二、重点任务", "1、工业", "砖瓦行业治理", "年底", "各区镇"],
        [3, "", "", "锅炉改造", "年底", ""],
        [4, "三、其他", "", "清淤", "年底", ""],
    ]
    drafts = drafts_of(rows)
    assert [task.groups for task in drafts.tasks] == [
        ("一、工作目标",),
        ("二、重点任务", "1、工业"),
        ("二、重点任务", "1、工业"),
        ("三、其他",),
    ]
    assert drafts.tasks[0].text == drafts.tasks[0].values["达到标准"] == "PM2.5达33微克"
    assert drafts.tasks[2].responsible == ()
    assert [(problem.code, problem.row) for problem in drafts.problems] == [("carried_down", 4)]


def test_a_shared_block_of_sentences_is_carried_but_short_marks_are_not() -> None:
    head: Row = ("序号", "工作任务", "一季度", "二季度")
    long = "全面排查并建立问题清单，明确责任和时限。"
    shared = drafts_of([head, [1, "甲任务", long, long], [2, "乙任务", "", ""]]).tasks[1]
    assert shared.quarters == {"1": long, "2": long}
    marks = drafts_of([head, [1, "甲任务", "3个", "5个"], [2, "乙任务", "", ""]]).tasks[1]
    assert marks.quarters == {}


def test_cells_merged_over_periods_stand_in_each() -> None:
    rows: list[Row] = [
        ["序号", "工作任务", "2019年", "2020年"],
        [1, "清淤", "31个", "/"],
        [2, "绿化", "常年", ""],
    ]
    tasks = drafts_of(rows, ["C3:D3"]).tasks
    assert [task.years for task in tasks] == [
        {"2019": "31个", "2020": "/"},
        {"2019": "常年", "2020": "常年"},
    ]


def test_a_sentence_over_lead_and_assist_is_read_once() -> None:
    rows: list[Row] = [
        ["序号", "工作任务", "牵头单位", "协助单位"],
        [1, "关停小锅炉", "发改委牵头，环保局配合", ""],
    ]
    (task,) = drafts_of(rows, ["C2:D2"]).tasks
    assert (task.lead, task.assist) == (("发改委",), ("环保局",))


def test_main_units_come_from_their_own_column_when_there_is_one() -> None:
    rows: list[Row] = [
        ["序号", "工作任务", "责任单位", "主体责任单位"],
        [1, "规范园区", "发改部门牵头，化工园区主体实施", ""],
    ]
    (task,) = drafts_of(rows).tasks
    assert (task.lead, task.responsible, task.main_responsible) == (
        ("发改部门",),
        ("化工园区",),
        (),
    )


def test_a_row_without_wording_is_kept_and_told() -> None:
    drafts = drafts_of([HEAD, [1, "清淤", "年底", "", ""], [2, "", "年底", "环保局", ""]])
    assert [task.text for task in drafts.tasks] == ["清淤", ""]
    assert [(problem.code, problem.row) for problem in drafts.problems] == [("no_text", 3)]


def test_hidden_rows_are_tasks_and_are_told() -> None:
    rows: list[Row] = [HEAD, [1, "清淤", "年底", "", ""], [2, "绿化", "年底", "", ""]]
    drafts = drafts_of(rows, hidden_rows=frozenset({3}), hidden_columns=frozenset({4}))
    assert [task.hidden for task in drafts.tasks] == [False, True]
    assert {problem.code for problem in drafts.problems} == {"hidden_rows", "hidden_column"}


def test_a_stored_number_2020_1_is_october_and_asked(tmp_path: Path) -> None:
    path = a_workbook(tmp_path / "a.xlsx", [HEAD, [1, "清淤", 2020.1, "水利局", ""]])
    drafts = read_file(path, year=2020).lists[0]
    deadline = drafts.tasks[0].deadline
    assert (deadline.due, deadline.ambiguous) == (date(2020, 10, 31), True)
    assert drafts.tasks[0].deadline_text == "2020.1"
    assert [problem.code for problem in drafts.problems] == ["deadline_ambiguous"]


def test_an_unreadable_deadline_is_told() -> None:
    drafts = drafts_of([HEAD, [1, "清淤", "见附件", "水利局", ""]])
    assert [problem.column for problem in drafts.problems] == ["完成时限"]


def test_what_read_json_says(tmp_path: Path) -> None:
    rows: list[Row] = [
        ["2020年任务分解表"],
        ["序号", "重点工作", "工作内容", "完成时限", "分值", "牵头单位"],
        [1, "一、蓝天", "锅炉改造23台", "2020.12", 2, "环保局"],
    ]
    (table,) = as_json(read_file(a_workbook(tmp_path / "表.xlsx", rows)))["tables"]
    assert table["header_rows"] == [2]
    assert table["title"] == "2020年任务分解表"
    (task,) = table["tasks"]
    assert task["deadline"] == {"kind": "due", "due": "2020-12-31", "precision": "month"}
    assert task["groups"] == ["一、蓝天"]
    assert task["values"]["分值"] == "2"
    assert "assist" not in task
    assert "quarters" not in task
    assert {"row": 1, "why": "title", "text": "2020年任务分解表"} in table["skipped"]


@pytest.mark.parametrize(
    ("title", "name", "year"),
    [("2017年度任务表", "表.xlsx", 2017), ("任务表", "2019年任务.xlsx", 2019)],
)
def test_the_year_comes_from_title_or_file_name(
    tmp_path: Path, title: str, name: str, year: int
) -> None:
    path = a_workbook(tmp_path / name, [[title], HEAD, [1, "清淤", "6月底前", "水利局", ""]])
    assert read_file(path).lists[0].tasks[0].deadline.due == date(year, 6, 30)


def test_sheets_without_tasks_are_told_apart(tmp_path: Path) -> None:
    path = a_workbook(tmp_path / "a.xlsx", [["序号", "牵头单位", "任务数"], [1, "环保局", 52]])
    with pytest.raises(UserError, match=r"a\.xlsx") as caught:
        read_file(path)
    assert caught.value.code == "no_task_table"


def test_a_sheet_can_be_chosen_by_name(tmp_path: Path) -> None:
    path = a_workbook(tmp_path / "a.xlsx", [HEAD, [1, "清淤", "年底", "", ""]], name="任务")
    assert read_file(path, sheet="任务").lists[0].sheet == "任务"
    with pytest.raises(UserError, match="现有：任务") as caught:
        read_file(path, sheet="别的")
    assert caught.value.code == "no_such_sheet"


def test_a_list_without_a_year_in_its_title_takes_that_of_its_cells(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["序号", "主要任务", "完成时限", "责任单位"])
    sheet.append(["1", "化肥用量比2015年下降5%", "2020年底前", "各镇"])
    sheet.append(["2", "完成五条河道整治", "2020年9月底前", "各镇"])
    sheet.append(["3", "完成公厕改造", "9月底前", "各镇"])
    book.save(tmp_path / "任务表.xlsx")
    (drafts,) = read_file(tmp_path / "任务表.xlsx").lists
    assert drafts.year == 2020
    assert drafts.tasks[2].deadline.due == date(2020, 9, 30)
