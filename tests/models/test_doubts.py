"""What is questioned in an entry, and what is not; the sentence it begins with."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from app.models.rules.doubts import EntryFacts, entry_doubts
from app.models.rules.pace import State
from app.models.rules.periods import Period
from app.models.rules.telling import Beside, Told, sentence, topic

Q2 = Period(2020, "quarter", 2)
BASE = EntryFacts(
    Q2, amount=Decimal(17), counted=Decimal(17), text="已完成17台，余6台。", before=Decimal(9),
    before_text="已完成9台。", target=Decimal(23), unit="台",
)  # fmt: skip


def codes(**facts: Any) -> list[str]:
    return [doubt.code for doubt in entry_doubts(replace(BASE, **facts))]


def test_what_adds_up_is_not_questioned() -> None:
    assert codes() == []
    assert codes(amount=None, counted=None, text="") == []


@pytest.mark.parametrize(
    ("facts", "found"),
    [
        ({"amount": Decimal(8), "counted": Decimal(8), "text": ""}, ["amount_fell"]),
        ({"amount": Decimal(8), "counted": Decimal(8), "text": "", "is_level": True}, []),
        ({"amount": Decimal(25), "counted": Decimal(25), "text": ""}, ["amount_exceeds"]),
        ({"amount": Decimal(25), "counted": Decimal(25), "text": "", "comparator": ">="}, []),
        ({"ticked": 15}, ["ticks_differ"]),
        ({"text": "23台锅炉已全部完成。"}, ["says_done"]),
        ({"text": "锅炉改造已完成。", "amount": None, "counted": None}, ["says_done"]),
        ({"text": "已全部完成。", "amount": Decimal(23), "counted": Decimal(23)}, []),
        ({"text": "方案已完成编制，正在施工。"}, []),
        ({"text": "尚未全部完成，抓紧推进。"}, []),
        ({"text": "截至6月底，已完成12台。"}, ["text_number"]),
        ({"text": "截至3月底，已完成17台。"}, ["old_month"]),
        ({"text": "截至2019年6月，已完成17台。"}, ["old_month"]),
        ({"text": "已完成9台。", "amount": Decimal(9), "counted": Decimal(9)}, ["same_text"]),
        ({"nil_report": True, "text": "", "done_on": date(2020, 5, 1)}, ["done_nil"]),
        ({"nil_report": True, "text": "", "ticked_now": 3}, ["nil_but_ticked"]),
        ({"nil_report": True, "text": ""}, ["nil_but_grown"]),
        ({"nil_report": True, "text": "", "amount": Decimal(9)}, []),
    ],
)
def test_each_contradiction_has_its_question(facts: dict[str, Any], found: list[str]) -> None:
    assert codes(**facts) == found


def test_questions_are_sentences() -> None:
    said = entry_doubts(replace(BASE, amount=Decimal(8), counted=Decimal(8), text="截至3月底。"))
    assert [doubt.message for doubt in said] == [
        "完成数8台比上期的9台少。",
        "文字写的是“截至3月底”，本期是2020年第二季度。",
    ]


TOLD = Told(
    Q2, "天然气锅炉低氮改造", State.AHEAD, Decimal("0.5"), Decimal(17) / 23, Decimal(17),
    Decimal(23), "台", left_by=date(2020, 11, 30),
)  # fmt: skip


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({}, "截至6月底，计划23台，已完成17台，占73.9%，超序时进度23.9个百分点，"
         "余6台计划11月底前完成。"),
        ({"state": State.ON_PACE, "amount": Decimal(10), "actual": Decimal(10) / 23},
         "截至6月底，计划23台，已完成10台，占43.5%，落后序时进度6.5个百分点，余13台计划11月底前完成。"),
        ({"state": State.ON_PACE, "amount": Decimal(12), "actual": Decimal(12) / 23,
          "ticked": ("张村锅炉", "李村锅炉")},
         "截至6月底，计划23台，已完成12台，占52.2%，本期新完成张村锅炉、李村锅炉，达到序时进度，"
         "余11台计划11月底前完成。"),
        ({"amount": Decimal(23), "actual": Decimal(1), "state": State.DONE},
         "截至6月底，计划23台，已完成23台，占100%，已全部完成。"),
        ({"amount": None, "ticked": ("a", "b", "c", "d")},
         "截至6月底，天然气锅炉低氮改造（计划23台）正在推进，本期新完成4台，超序时进度23.9个百分点，"
         "计划11月底前完成。"),
        ({"amount": None, "checkpoint": "完成招投标", "reached": True},
         "截至6月底，天然气锅炉低氮改造已达到本期形象进度“完成招投标”。"),
        ({"amount": Decimal(40), "target": Decimal(33), "unit": "微克/立方米", "comparator": "<=",
          "state": State.BEHIND, "gathered": "1—6月平均",
          "forecast": "后6个月平均须不高于26微克/立方米"},
         "截至6月底，1—6月平均40微克/立方米，超过目标（不高于33微克/立方米），"
         "后6个月平均须不高于26微克/立方米。"),
        ({"amount": Decimal(85), "target": Decimal(80), "unit": "%", "comparator": ">=",
          "state": State.ON_PACE, "gathered": "1—6月平均"},
         "截至6月底，1—6月平均85%，符合不低于80%的目标。"),
        ({"amount": Decimal(0), "actual": Decimal(0), "state": State.FAR_BEHIND},
         "截至6月底，计划23台，尚未完成，落后序时进度50个百分点，余23台计划11月底前完成。"),
        ({"amount": Decimal(25), "actual": Decimal(25) / 23, "state": State.DONE},
         "截至6月底，计划23台，已完成25台，占108.7%，超额完成2台。"),
        ({"amount": Decimal(23), "actual": Decimal(1), "state": State.DONE_LATE},
         "截至6月底，计划23台，已完成23台，占100%，已全部完成（逾期后补齐）。"),
        ({"amount": Decimal(9), "actual": Decimal(9) / 23, "state": State.OVERDUE,
          "due": date(2020, 3, 31), "left_by": date(2020, 3, 31)},
         "截至6月底，计划23台，已完成9台，占39.1%，已超过完成时限（2020年3月31日），余14台正抓紧推进。"),
        ({"amount": None, "state": State.OVERDUE, "due": date(2020, 3, 31), "left_by": None},
         "截至6月底，天然气锅炉低氮改造（计划23台）正在推进，已超过完成时限（2020年3月31日）。"),
        ({"amount": None, "target": None, "actual": None, "checkpoint": "完成招投标"},
         "截至6月底，天然气锅炉低氮改造正在推进，本期形象进度“完成招投标”尚未达到，计划11月底前完成。"),
        ({"amount": Decimal(9), "actual": Decimal(9) / 23, "done_on": date(2020, 6, 2),
          "state": State.DONE}, "截至6月底，计划23台，已完成9台，占39.1%，已于2020年6月2日办结。"),
        ({"amount": Decimal("4.5"), "target": Decimal("4.5"), "unit": "吨", "comparator": "<",
          "state": State.BEHIND}, "截至6月底，现为4.5吨，未达到目标（低于4.5吨）。"),
        ({"amount": Decimal(34), "target": Decimal(33), "unit": "微克/立方米", "comparator": "<=",
          "state": State.ON_PACE, "checkpoint": "降至35"},
         "截至6月底，现为34微克/立方米，超过目标（不高于33微克/立方米），符合本期形象进度“降至35”。"),
        ({"amount": Decimal(600), "target": Decimal(1200), "unit": "吨", "comparator": ">=",
          "actual": Decimal("0.5"), "state": State.ON_PACE, "gathered": "1—6月合计"},
         "截至6月底，计划1200吨，已完成600吨，占50%，达到序时进度，余600吨计划11月底前完成。"),
        ({"amount": Decimal(85), "target": Decimal("83.3"), "unit": "%", "comparator": ">=",
          "actual": Decimal(85) / Decimal("83.3")},
         "截至6月底，已完成85%，目标83.3%，已达到目标。"),
        ({"amount": Decimal(29999), "target": Decimal(30000), "unit": "亩",
          "actual": Decimal(29999) / 30000, "left_by": date(2020, 11, 15)},
         "截至6月底，计划30000亩，已完成29999亩，占99.9%，超序时进度50个百分点，余1亩计划11月15日前完成。"),
        ({"amount": Decimal(23), "actual": Decimal(1), "state": State.DONE,
          "beside": (Beside("削减煤炭", Decimal(1200), "吨", Decimal(800)),)},
         "截至6月底，计划23台，已完成23台，占100%，已全部完成，削减煤炭已达800吨（目标1200吨）。"),
        ({"left_by": date(2020, 6, 30), "state": State.ON_PACE, "amount": Decimal(10),
          "actual": Decimal(10) / 23},
         "截至6月底，计划23台，已完成10台，占43.5%，落后序时进度6.5个百分点，余13台正抓紧推进。"),
    ],
)  # fmt: skip
def test_the_sentence_tells_number_share_pace_and_rest(facts: dict[str, Any], words: str) -> None:
    assert sentence(replace(TOLD, **facts)) == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("完成23台锅炉低氮改造。", "23台锅炉低氮改造"),
        ("加快推进老旧管网排查；建立台账。", "老旧管网排查等"),
        ("1.建立河长制。2.完成排口排查", "建立河长制等"),
        ("完成", "完成"),
        ("完成率达95%", "完成率达95%"),
        ("加强巡查", "加强巡查"),
        ("2.5万亩造林", "2.5万亩造林"),
    ],
)
def test_what_a_task_is_about_can_be_said_to_go_on(text: str, words: str) -> None:
    assert topic(text) == words
