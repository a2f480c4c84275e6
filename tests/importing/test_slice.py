"""Which rows are ours, and why."""

import pytest

from app.importing.slice import is_own_list, judge_ours
from tests.importing.test_diff import a_draft

OFFICE = "牛塘镇"


def verdict(text: str = "锅炉改造", **more: object) -> tuple[str, str]:
    duty = a_draft(1, text, **({"lead": ()} | more))
    judged = judge_ours(duty, office=OFFICE, aliases=("牛塘",))
    return judged.verdict, judged.why


@pytest.mark.parametrize(
    ("units", "expected"),
    [
        (("牛塘镇",), "yes"),
        (("牛塘",), "yes"),
        (("牛塘镇人民政府",), "yes"),
        (("武进区牛塘镇",), "yes"),
        (("生态环境局", "各区镇"), "yes"),
        (("各镇（街道）",), "yes"),
        (("各镇（园区）",), "yes"),
        (("相关区镇",), "ask"),
        (("有关镇",), "ask"),
        (("相关部门", "相关区镇"), "ask"),
        (("生态环境局",), "no"),
        (("湖塘镇",), "no"),
    ],
)
def test_by_units(units: tuple[str, ...], expected: str) -> None:
    assert verdict(responsible=units)[0] == expected


def test_our_role_may_be_any() -> None:
    assert verdict(lead=("住建局",), assist=("牛塘镇",))[0] == "yes"
    assert verdict(main_responsible=("牛塘镇",))[1] == "主体责任单位写明“牛塘镇”。"


def test_an_empty_cell_leaves_it_to_the_lead() -> None:
    found = verdict(lead=("水利局", "住建局"))
    assert found == ("no", "责任单位为空，由牵头单位“水利局、住建局”负责。")


def test_a_share_by_town() -> None:
    assert verdict(towns={"牛塘": "8", "湖塘": "3"}) == ("yes", "分解到“牛塘”的任务是8。")
    assert verdict(towns={"牛塘": "—", "湖塘": "3"})[0] == "no"
    assert verdict(towns={"湖塘": "3"})[0] == "no"


def test_by_place() -> None:
    assert verdict(place="牛塘镇")[0] == "yes"
    assert verdict(place="湖塘镇")[0] == "no"


def test_without_units_the_clerk_is_asked_unless_the_text_names_us() -> None:
    assert verdict()[0] == "ask"
    assert verdict("完成牛塘镇污水管网")[0] == "yes"


def test_our_own_plan_is_all_ours() -> None:
    duty = a_draft(1, "锅炉改造", lead=("农业农村局",))
    assert judge_ours(duty, office=OFFICE, own_list=True).verdict == "yes"
    assert is_own_list("牛塘镇2020年实施意见", office=OFFICE)
    assert not is_own_list("2020年任务分解表", office=OFFICE)


def test_a_word_for_other_kinds_of_bodies_is_asked() -> None:
    assert verdict(responsible=("各街道",))[0] == "ask"
    assert verdict(responsible=("各镇、街道",))[0] == "yes"
