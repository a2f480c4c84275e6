"""What is questioned in an entry, and what is not; the sentence it begins with."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from app.models.rules.doubts import EntryFacts, entry_doubts
from app.models.rules.pace import State
from app.models.rules.periods import Period
from app.models.rules.telling import Told, sentence

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
         "截至6月底，天然气锅炉低氮改造正在推进，本期新完成4项。"),
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
        ({"left_by": date(2020, 6, 30), "state": State.ON_PACE, "amount": Decimal(10),
          "actual": Decimal(10) / 23},
         "截至6月底，计划23台，已完成10台，占43.5%，落后序时进度6.5个百分点，余13台正抓紧推进。"),
    ],
)  # fmt: skip
def test_the_sentence_tells_number_share_pace_and_rest(facts: dict[str, Any], words: str) -> None:
    assert sentence(replace(TOLD, **facts)) == words
