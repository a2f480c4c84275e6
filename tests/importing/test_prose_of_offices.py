"""Plans in prose of other offices: lines and brackets that say who and when, their headings."""

from datetime import date
from pathlib import Path

from app.importing.drafts import DraftList, DraftTask
from app.importing.paragraphs import paragraphs_of
from app.importing.prose.plan import read_prose
from app.importing.reading import read_file
from app.models.rules.quantities import read_quantities

OTHER_OFFICES = """新河街道2020年“百日攻坚”专项行动方案
壹、行动任务
任务一：工业企业治理
分管领导：王建国  牵头科室：生态环境科  责任科室：经济发展科
●完成12家企业整改；
●清理堆场，面积不低于90%。
完成时限：2020年9月20日
任务二：水环境整治
①改造小区3个，年底前全部完工；封堵排口7个【完成时限：2020年6月底】。【责任单位：水务站；责任主体：各社区】
②取缔露天烧烤摊点。
责任科室：执法局
完成时限：2020年10月底
附件
攻坚行动指挥部组成人员名单
新河街道办事处办公室 2020年8月18日印发
"""


def read(text: str) -> DraftList:
    return read_prose(paragraphs_of(text), year=2020)


def the_task(drafts: DraftList, words: str) -> DraftTask:
    (task,) = [task for task in drafts.tasks if words in task.text]
    return task


def test_a_line_below_a_heading_says_who_answers_and_one_below_the_duties_by_when() -> None:
    task = the_task(read(OTHER_OFFICES), "12家企业")
    assert task.groups == ("壹、行动任务", "任务一：工业企业治理")
    assert (task.lead, task.responsible) == (("生态环境科",), ("经济发展科",))
    assert task.deadline.due == date(2020, 9, 20)


def test_a_line_below_the_duties_answers_for_those_without_a_bracket() -> None:
    drafts = read(OTHER_OFFICES)
    last, first = the_task(drafts, "烧烤"), the_task(drafts, "小区3个")
    assert (last.responsible, last.deadline.due) == (("执法局",), date(2020, 10, 31))
    assert (first.responsible, first.main_responsible) == (("水务站",), ("各社区",))


def test_a_date_behind_a_duty_is_its_own_and_one_in_a_bracket_that_of_what_it_closes() -> None:
    drafts = read(OTHER_OFFICES)
    dated = the_task(drafts, "小区3个")
    assert dated.deadline.due == date(2020, 12, 31)
    assert [target.unit for target in dated.targets] == ["个"]
    closed = the_task(drafts, "排口7个")
    assert (closed.text, closed.deadline.due) == ("封堵排口7个", date(2020, 6, 30))


def test_bullets_measures_without_a_subject_and_the_foot_of_the_paper() -> None:
    drafts = read(OTHER_OFFICES)
    assert the_task(drafts, "90%").text == "清理堆场，面积不低于90%"
    assert {task.text[0] for task in drafts.tasks} == {"完", "清", "改", "封", "取"}


def test_a_text_file_whose_sentences_end_in_square_brackets_is_prose(tmp_path: Path) -> None:
    path = tmp_path / "计划.txt"
    duty = "（1）新建污水管网46.5公里，改造雨污混接点213处。【责任单位：区住建局、各镇街】"
    path.write_text(f"2020年碧水行动计划\n一、重点任务\n{duty}\n{duty}\n", encoding="utf-8")
    assert len(read_file(path).lists[0].tasks) == 4


def test_amounts_that_only_pick_objects_and_brackets_around_units() -> None:
    picked, counted = read_quantities("对贮存量超过50吨的12家企业开展检查")
    assert (picked.role, counted.role) == ("threshold", "target")
    assert read_quantities("城北水厂（3万吨/日）投入运行")[0].unit == "吨/日"


def test_articles_stand_between_chapters_and_what_is_numbered_below_them() -> None:
    drafts = read(
        "开发区2020年实施计划\n第一章 大气\n第一条 治理重点行业\n"
        "〔牵头部门：生态环境局；完成时间：2020年10月底前〕\n（一）完成8家企业检测；\n"
        "（二）拆除锅炉3台。\n第二条 管控扬尘\n在建工地监测安装率达到100%。\n"
    )
    assert the_task(drafts, "锅炉").groups == ("第一章 大气", "第一条 治理重点行业")
    assert the_task(drafts, "锅炉").lead == ("生态环境局",)
    assert the_task(drafts, "锅炉").deadline.due == date(2020, 10, 31)
    assert the_task(drafts, "工地").lead == ()
