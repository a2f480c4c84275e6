"""Plans in prose: headings, clauses, brackets, dates; nothing lost, nothing invented."""

import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import UserError
from app.importing.describe import as_json
from app.importing.drafts import DraftList, DraftTask
from app.importing.paragraphs import paragraphs_of, tight
from app.importing.prose.checkable import ENOUGH, weigh
from app.importing.prose.plan import read_prose
from app.importing.prose.timing import read_timing
from app.importing.readers.limits import MAX_PARAGRAPHS
from app.importing.reading import in_year, read_file, read_source
from app.models.database import Ledger
from app.services.intake.importcommand import largest
from app.services.intake.imports import commit_import, plan_import
from app.services.queries import list_tasks, task_detail
from tests.importing.wordfiles import a_document, p, tbl, tr

PLAN = """清河镇2020年碧水行动
工作方案
清政发〔2020〕7号
各村（社区），各有关单位：
为改善水环境质量，结合我镇实际，制定本方案。
一、工作目标
到2020年底，全镇断面优Ⅲ比例达到80%以上，氨氮浓度比2015年下降12%；力争农村污水处理率达到60%。
二、主要任务
（一）治理河道
1.消除黑臭水体。大力营造爱河护河氛围，9月底前完成柳溪河、杏花河、王家河等3条河道清淤，年底前全面消除黑臭水体。\
（镇水利站牵头，镇环保办、住建办配合，各村（社区）负责落实。以下均需各村（社区）落实，不再列出）
2.规范入河排口。对沿河排口进行全面排查，列出问题清单，明确整改时限。建立“一口一档”。（镇环保办）
（二）整治农村污水
加强管网建设。2020年新建管网4.5公里，完成2个片区改造；开展管网错接排查。不断提升群众满意度。
一是抓好养殖污染。6月底前关停禁养区内5家养殖场。（镇农业农村局牵头）二是抓好厕所改造。新建公厕6座。（镇住建局）
三、保障措施
切实加强组织领导，强化责任意识。每月召开一次调度会。
清河镇人民政府
2020年4月1日
（此件公开发布）
"""


def read(text: str, *, year: int = 2020) -> DraftList:
    return read_prose(paragraphs_of(text), year=year)


def the_task(drafts: DraftList, words: str) -> DraftTask:
    (task,) = [task for task in drafts.tasks if words in task.text]
    return task


@pytest.fixture(scope="module")
def plan() -> DraftList:
    return read(PLAN)


def test_title_of_two_lines_and_the_form_around_the_plan_are_told(plan: DraftList) -> None:
    kinds = {skipped.row: skipped.why for skipped in plan.skipped}
    assert plan.title == "清河镇2020年碧水行动工作方案"
    assert plan.kind == "prose"
    assert [kinds[row] for row in (1, 2, 3, 4, 5)] == [
        "title",
        "title",
        "document_number",
        "addressee",
        "front",
    ]
    assert [kinds[row] for row in (17, 18, 19)] == ["signature", "signature", "note"]


def test_headings_are_the_groups_numbered_and_run_in(plan: DraftList) -> None:
    assert the_task(plan, "清淤").groups == ("二、主要任务", "（一）治理河道", "1.消除黑臭水体")
    assert the_task(plan, "4.5公里").groups == (
        "二、主要任务",
        "（二）整治农村污水",
        "加强管网建设",
    )
    assert the_task(plan, "公厕").groups[-1] == "二是抓好厕所改造"


def test_clauses_stand_alone_with_number_and_paragraph(plan: DraftList) -> None:
    texts = [task.text for task in plan.tasks]
    assert "9月底前完成柳溪河、杏花河、王家河等3条河道清淤" in texts
    assert "年底前全面消除黑臭水体" in texts
    assert "完成2个片区改造" in texts
    assert [task.row for task in plan.tasks] == list(range(1, len(texts) + 1))
    assert the_task(plan, "清淤").source_row == 10


def test_targets_and_dates_are_read_and_a_date_holds_to_the_end_of_its_sentence(
    plan: DraftList,
) -> None:
    grade = the_task(plan, "优Ⅲ")
    assert (str(grade.targets[0].number), grade.targets[0].comparator) == ("80", ">=")
    ammonia = the_task(plan, "氨氮")
    assert (str(ammonia.targets[0].change), ammonia.deadline_text) == ("-12", "到2020年底")
    assert the_task(plan, "清淤").deadline.due == date(2020, 9, 30)
    assert the_task(plan, "2个片区").deadline.due == date(2020, 12, 31)
    assert the_task(plan, "公厕").deadline.kind == "none"


def test_brackets_give_lead_and_assist_and_what_holds_for_what_follows(plan: DraftList) -> None:
    dredging = the_task(plan, "清淤")
    assert dredging.lead == ("镇水利站",)
    assert dredging.assist == ("镇环保办", "住建办")
    assert dredging.responsible == ("各村（社区）",)
    assert the_task(plan, "一口一档").lead == ("镇环保办",)
    assert the_task(plan, "养殖场").lead == ("镇农业农村局",)
    assert the_task(plan, "公厕").lead == ("镇住建局",)
    assert the_task(plan, "4.5公里").lead == ()
    assert the_task(plan, "4.5公里").responsible == ("各村（社区）",)


def test_exhortation_is_context_and_no_task(plan: DraftList) -> None:
    context = " ".join(skipped.text for skipped in plan.skipped if skipped.why == "context")
    for words in ("大力营造爱河护河氛围", "不断提升群众满意度", "切实加强组织领导"):
        assert words in context
        assert not any(words in task.text for task in plan.tasks)


def test_a_survey_takes_what_follows_upon_it_along(plan: DraftList) -> None:
    task = the_task(plan, "全面排查")
    assert task.text == "对沿河排口进行全面排查，列出问题清单，明确整改时限"
    assert task.values["原文"].startswith("对沿河排口")


def test_a_line_of_units_answers_for_the_duty_above_it() -> None:
    drafts = read(
        "一、重点任务\n"
        "1.完成3家企业清洁生产审核。\n责任单位：发改局、各镇；配合单位：环保局。\n"
        "2.淘汰2台燃煤锅炉。\n（市场监管局牵头）\n"
    )
    audit, boilers = drafts.tasks
    assert (audit.responsible, audit.assist) == (("发改局", "各镇"), ("环保局",))
    assert boilers.lead == ("市场监管局",)
    assert audit.groups == ("一、重点任务",)


def test_a_heading_may_carry_the_units_of_all_beneath_it() -> None:
    drafts = read(
        "一、重点任务\n（一）治理扬尘（牵头单位：住建局）\n年底前完成4个工地整改。\n"
        "（二）治理油烟\n年底前安装9套净化设施。\n"
    )
    sites, fumes = drafts.tasks
    assert (sites.lead, sites.groups[-1]) == (("住建局",), "（一）治理扬尘")
    assert fumes.lead == ()


def test_a_duty_of_one_short_sentence_before_its_bracket_is_a_task() -> None:
    drafts = read(
        "一、任务\n1.完成柳溪河综合整治。（市水利局牵头）\n2.建成王村泵站（市住建局）。\n"
        "3.加强宣传。（市委宣传部）\n（二）岸线\n全面取缔非法码头。（市交通局牵头）\n"
    )
    assert [(task.text, task.lead) for task in drafts.tasks] == [
        ("完成柳溪河综合整治", ("市水利局",)),
        ("建成王村泵站", ("市住建局",)),
        ("全面取缔非法码头", ("市交通局",)),
    ]


def test_square_and_hexagonal_brackets_name_units_too() -> None:
    drafts = read(
        "一、任务\n1.控制用水。年底前更换管网3公里。〔市水务局牵头，工信局参与〕\n"
        "2.节水。年底前完成5家企业水平衡测试。[市水务局、市工信局]\n"
    )
    assert drafts.tasks[0].assist == ("市工信局",)
    assert drafts.tasks[1].lead == ("市水务局", "市工信局")


def test_a_bracket_that_names_no_unit_stays_in_its_clause() -> None:
    drafts = read("一、任务\n完成3个工业园区（集聚区）雨污分流改造（含管网检测）。\n")
    assert drafts.tasks[0].text == "完成3个工业园区（集聚区）雨污分流改造（含管网检测）"
    assert drafts.tasks[0].lead == ()


def test_numbered_duties_without_a_heading_keep_the_groups_above() -> None:
    drafts = read("一、任务\n1.2020年底前，完成8个村庄污水治理。\n2.6月底前拆除2座码头。\n")
    assert [task.groups for task in drafts.tasks] == [("一、任务",), ("一、任务",)]
    assert [task.text for task in drafts.tasks] == [
        "2020年底前，完成8个村庄污水治理",
        "6月底前拆除2座码头",
    ]


def test_several_plans_in_one_document_are_told_apart_by_their_titles() -> None:
    drafts = read(
        "一、任务\n年底前完成2家企业关停。\n水环境治理工作方案\n一、任务\n年底前完成3条河道整治。\n"
    )
    assert [task.groups for task in drafts.tasks] == [
        ("一、任务",),
        ("水环境治理工作方案", "一、任务"),
    ]


@pytest.mark.parametrize(
    ("words", "wording", "due"),
    [
        ("6月底前完成登记", "6月底前", date(2020, 6, 30)),
        ("年底前建成投用", "年底前", date(2020, 12, 31)),
        ("到2020年,绿化率达到30%", "到2020年", date(2020, 12, 31)),
        ("2020年三季度末完成整改", "2020年三季度末", date(2020, 9, 30)),
        ("力争上半年完成", "力争上半年", date(2020, 6, 30)),
        ("到“十四五”末建成", "到“十四五”末", date(2025, 12, 31)),
        ("2020年重污染天数比2015年下降5天", "2020年", date(2020, 12, 31)),
        ("PM2.5浓度比2018年下降5%", "", None),
        ("在2018年排查的基础上巩固成果", "", None),
        ("根据《2018-2020年清单》整改", "", None),
        ("每月开展一次巡查", "每月", None),
    ],
)
def test_when_a_clause_is_due(words: str, wording: str, due: date | None) -> None:
    timing = read_timing(words, year=2020)
    assert (timing.wording, timing.deadline.due) == (wording, due)


@pytest.mark.parametrize(
    "words",
    [
        "完成12家企业改造",
        "9月底前建成泵站",
        "所有加油站安装油气回收装置",
        "编制农村污水专项规划",
        "建立排污口名录",
        "禁止露天焚烧秸秆",
        "每季度通报一次断面水质",
        "化肥使用量稳步下降",
        "在汛期开展防汛专项检查",
    ],
)
def test_what_can_be_checked_is_a_task(words: str) -> None:
    assert weigh(words, year=2020).is_enough


@pytest.mark.parametrize(
    "words",
    [
        "进一步提高思想认识",
        "大力推进绿色发展",
        "不断完善长效管理机制",
        "积极营造良好氛围",
        "切实加强日常监管力度",
        "为改善环境质量,制定本方案",
        "严厉打击违法行为",
    ],
)
def test_exhortation_is_not_enough(words: str) -> None:
    assert weigh(words, year=2020).weight < ENOUGH


def test_prose_is_described_as_one_table_of_its_kind(tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    path.write_bytes(PLAN.encode("gb18030"))
    (table,) = as_json(read_file(path))["tables"]
    assert table["kind"] == "prose"
    (task,) = [one for one in table["tasks"] if "清淤" in one["text"]]
    assert task["row"] == 10
    assert task["lead"] == ["镇水利站"]
    assert task["deadline"]["due"] == "2020-09-30"
    assert task["targets"] == [{"number": "3", "unit": "条", "comparator": "="}]
    assert "serial" not in task


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "gb18030"])
def test_text_in_any_encoding_reads_the_same(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "plan.txt"
    path.write_bytes(PLAN.encode(encoding))
    (drafts,) = read_file(path).lists
    assert drafts.tasks == read(PLAN).tasks
    assert drafts.year == 2020


def test_a_document_gives_the_same_tasks_as_its_text(tmp_path: Path) -> None:
    path = a_document(tmp_path / "plan.docx", *(p(line) for line in PLAN.splitlines()))
    (drafts,) = read_file(path).lists
    assert [task.text for task in drafts.tasks] == [task.text for task in read(PLAN).tasks]


def test_prose_and_annex_are_two_lists_and_the_table_is_imported(tmp_path: Path) -> None:
    table = tbl(
        tr("序号", "主要任务", "完成时限", "责任单位"),
        tr("1", "锅炉改造", "2020年6月底前", "牛塘镇"),
        tr("2", "河道清淤", "2020年底前", "牛塘镇"),
    )
    lines = [p(line) for line in PLAN.splitlines()]
    path = a_document(tmp_path / "plan.docx", *lines, p("附件1"), p("任务分解表"), table)
    lists = read_file(path).lists
    assert [one.kind for one in lists] == ["table", "prose"]
    assert largest(lists).kind == "table"
    assert [one.kind for one in read_file(path, sheet="正文").lists] == ["prose"]
    assert "任务分解表" not in [task.text for task in lists[1].tasks]


def test_a_letter_above_a_table_is_no_list(tmp_path: Path) -> None:
    table = tbl(
        tr("序号", "主要任务", "完成时限", "责任单位"), tr("1", "锅炉改造", "2020年6月", "镇")
    )
    letter = p("各单位：现将任务分解表印发给你们，请于4月底前完成任务分解。")
    path = a_document(tmp_path / "letter.docx", p("关于印发任务分解表的通知"), letter, table)
    assert [one.kind for one in read_file(path).lists] == ["table"]


def test_the_source_of_prose_is_shown_as_a_sheet_of_paragraphs(tmp_path: Path) -> None:
    path = a_document(tmp_path / "plan.docx", *(p(line) for line in PLAN.splitlines()))
    (sheet,) = read_source(path)
    assert sheet.name == "正文"
    assert sheet.text(6, 1) == "一、工作目标"


def test_reading_in_another_year_moves_the_dates(plan: DraftList) -> None:
    moved = in_year(plan, 2021)
    assert the_task(moved, "清淤").deadline.due == date(2021, 9, 30)
    assert moved.title == plan.title


def test_prose_is_imported_and_a_second_time_changes_nothing(
    ledger: Ledger, tmp_path: Path
) -> None:
    path = tmp_path / "plan.txt"
    path.write_text(PLAN, encoding="utf-8")
    (drafts,) = read_file(path).lists
    commit_import(ledger, plan_import(ledger, drafts), path)
    again = plan_import(ledger, drafts)
    assert again.change_set.is_empty
    assert len(again.change_set.same) == len(drafts.tasks)
    views = list_tasks(ledger, as_of=date(2020, 6, 30), period="2020Q2", ours=("yes", "ask", "no"))
    (view,) = [one for one in views if "清淤" in one.text]
    detail = task_detail(ledger, view.id, as_of=date(2020, 6, 30), period="2020Q2")
    assert "第 10 段" in detail.source


MARKS = ("一、", "（二）", "3.", "（4）", "⑤", "一是", "", "", "")
WORDS = (
    "完成23台锅炉改造",
    "年底前",
    "加强领导",
    "（市水利局牵头，环保局配合）",
    "（市水利局）",
    "（集聚区）",
    "“一口一档”",
    "以下均需各镇落实，不再列出",
    "到2020年，",
    "比2015年下降5%",
    "，",
    "；",
    "。",
    "：",
    " ",
    "《方案》",
    "（",
    "”",
    "责任单位：市住建局",
    "三是抓好落实。",
    "清河镇人民政府",
)
LINES = st.builds(
    lambda mark, words: mark + "".join(words),
    st.sampled_from(MARKS),
    st.lists(st.sampled_from(WORDS) | st.text(max_size=6), max_size=8),
)


def characters(texts: Sequence[str]) -> str:
    """What is left of texts without blanks, stops and the numbers of 一是."""
    joined = tight("".join(texts))
    return re.sub(r"第?[一二三四五六七八九十]+[是要]|[,。;:、!.]", "", joined)


@given(st.lists(LINES, max_size=12))
def test_every_paragraph_is_told_and_no_character_invented(lines: list[str]) -> None:
    paragraphs = paragraphs_of("\n".join(lines))
    drafts = read_prose(paragraphs, year=2020)
    told = {task.source_row for task in drafts.tasks} | {each.row for each in drafts.skipped}
    for paragraph in paragraphs:
        pieces = [task.text for task in drafts.tasks if task.source_row == paragraph.number]
        assert all(piece in paragraph.text for piece in pieces)
        pieces += [each.text for each in drafts.skipped if each.row == paragraph.number]
        assert sorted(characters(pieces)) == sorted(characters([paragraph.text]))
        if characters([paragraph.text]):
            assert paragraph.number in told


@given(st.text(max_size=200))
def test_no_text_is_too_strange(text: str) -> None:
    drafts = read(text)
    assert all(task.text for task in drafts.tasks)


def test_word_headings_without_numbers_are_groups_too(tmp_path: Path) -> None:
    style = '<w:outlineLvl w:val="0"/>'
    lines = [
        p("清河镇2020年净土行动实施方案"),
        p("强化土壤管控", properties=style),
        p("年底前完成3块污染地块调查。"),
    ]
    (drafts,) = read_file(a_document(tmp_path / "plan.docx", *lines)).lists
    assert [task.groups for task in drafts.tasks] == [("强化土壤管控",)]


def test_rows_of_a_text_table_are_no_prose(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    rows = "".join(
        f"{n},完成{n}家企业清洁生产审核并通过验收。按季度报送进展,发改局,是\n" for n in range(9)
    )
    path.write_text(rows, encoding="utf-8")
    with pytest.raises(UserError) as caught:
        read_file(path)
    assert caught.value.code == "no_task_table"


def test_a_goal_counts_and_a_principle_does_not() -> None:
    drafts = read(
        "一、总体要求\n（一）基本原则\n坚持源头治理，开展专项整治。\n"
        "（二）主要目标\n完成区下达的减排任务。\n"
    )
    assert [task.text for task in drafts.tasks] == ["完成区下达的减排任务"]


def test_a_date_alone_leads_to_what_is_due() -> None:
    drafts = read("一、任务\n完成4座泵站检修；9月底前，全面拆除小码头。\n")
    assert drafts.tasks[1].text == "9月底前，全面拆除小码头"


def test_a_date_alone_behind_a_duty_dates_it() -> None:
    drafts = read("一、任务\n5000平方米以上工地全部安装视频监控并联网，4月底前完成。\n")
    (task,) = drafts.tasks
    assert task.text == "5000平方米以上工地全部安装视频监控并联网，4月底前完成"
    assert (task.deadline.due or date.min).month == 4


def test_a_second_date_is_a_step_of_its_own() -> None:
    drafts = read("一、任务\n6月底前新建3座泵站，年底前全部完成。\n")
    assert [task.text for task in drafts.tasks] == ["6月底前新建3座泵站", "年底前全部完成"]


def test_names_of_annexes_are_no_tasks() -> None:
    drafts = read(
        "一、任务\n年底前拆除2座码头。\n附件：1．2021年重点工程项目表\n2．2021年完成情况统计表\n"
    )
    assert len(drafts.tasks) == 1
    assert [skipped.why for skipped in drafts.skipped][-2:] == ["annex", "annex"]


def test_a_paragraph_too_long_to_be_one_is_told() -> None:
    drafts = read("一、任务\n" + "完成5项治理，" * 2000 + "\n年底前拆除2座码头。\n")
    assert [task.text for task in drafts.tasks] == ["年底前拆除2座码头"]
    assert "too_long" in [skipped.why for skipped in drafts.skipped]


def test_a_text_longer_than_any_plan_is_refused(tmp_path: Path) -> None:
    path = a_document(tmp_path / "太长.docx", p("完成整治1家。") * (MAX_PARAGRAPHS + 1))
    with pytest.raises(UserError, match=r"太长\.docx") as told:
        read_file(path)
    assert told.value.code == "too_large"
