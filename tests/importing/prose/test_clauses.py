"""Plans in prose: which clauses are tasks, with their targets and dates, and which are context."""

from datetime import date

import pytest

from app.importing.drafts import DraftList
from app.importing.prose.checkable import ENOUGH, weigh
from app.importing.prose.timing import read_timing
from app.importing.reading import in_year
from tests.importing.prose.hands import read, the_task


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


def test_exhortation_is_context_and_no_task(plan: DraftList) -> None:
    context = " ".join(skipped.text for skipped in plan.skipped if skipped.why == "context")
    for words in ("大力营造爱河护河氛围", "不断提升群众满意度", "切实加强组织领导"):
        assert words in context
        assert not any(words in task.text for task in plan.tasks)


def test_a_survey_takes_what_follows_upon_it_along(plan: DraftList) -> None:
    task = the_task(plan, "全面排查")
    assert task.text == "对沿河排口进行全面排查，列出问题清单，明确整改时限"
    assert task.values["原文"].startswith("对沿河排口")


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


def test_reading_in_another_year_moves_the_dates(plan: DraftList) -> None:
    moved = in_year(plan, 2021)
    assert the_task(moved, "清淤").deadline.due == date(2021, 9, 30)
    assert moved.title == plan.title
