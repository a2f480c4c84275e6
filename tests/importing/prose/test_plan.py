"""Plans in prose: titles, headings as groups, brackets as roles; nothing lost, nothing invented."""

import re
from collections.abc import Sequence
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from app.importing.drafts import DraftList
from app.importing.paragraphs import paragraphs_of, tight
from app.importing.prose.plan import read_prose
from app.importing.reading import read_file
from tests.importing.prose.hands import read, the_task
from tests.importing.wordfiles import a_document, p

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
