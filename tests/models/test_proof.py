"""Where the wording of an acceptance asks for proof, and where it only speaks of a deed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.models.rules.proof import proof_wanted


@pytest.mark.parametrize(
    ("acceptance", "named"),
    [
        ("验收报告", "验收报告"),
        ("改造合同、监测报告，氮氧化物不高于50毫克/立方米", "改造合同"),
        ("整治前后照片、验收意见", "整治前后照片"),
        ("水质报告、公众评议、销号单", "销号单"),
        ("处置台账", "处置台账"),
        ("提供竣工验收材料", "提供竣工验收材料"),
        ("印发实施方案的文件", "印发实施方案的文件"),
        ("以区水利局验收文件为准", "以区水利局验收文件为准"),
        ("取得环评批复", "取得环评批复"),
        ("1.巡查记录；2.整改回执", "整改回执"),
        ("公开网址", "公开网址"),
        ("一案一档", "一案一档"),
        ("建立管理台账", "建立管理台账"),
        ("上传全国系统的调查数据\n附现场照片", "上传全国系统的调查数据"),
        ("核算表（盖章）一份", "核算表（盖章）一份"),
    ],
)
def test_an_acceptance_that_names_documents_asks_for_proof(acceptance: str, named: str) -> None:
    verdict = proof_wanted(acceptance, text="完成23台锅炉改造")
    assert verdict.wanted
    assert verdict.why == f"认定标准写有“{named}”"


@pytest.mark.parametrize(
    "acceptance",
    [
        "",
        "/",
        "—",
        " 无 ",
        "氮氧化物不高于50毫克/立方米",
        "完成改造并投入运行",
        "生活污水集中收集率达到93%以上",
        "推行合同能源管理，节能率达到10%",
        "完善锅炉管理台账，年底前燃气锅炉基本完成低氮改造，推进生物质锅炉分类整治，"
        "编制工业炉窑综合整治方案并加快实施，做好日常巡查。",
        "无需提供佐证材料",
        "免予提交验收报告",
        "未列入负面清单",
    ],
)
def test_a_deed_or_a_figure_asks_for_none(acceptance: str) -> None:
    assert not proof_wanted(acceptance, text="完成23台锅炉改造").wanted


def test_a_duty_that_is_its_own_acceptance_asks_only_in_plain_words() -> None:
    duty = "建立锅炉管理台账"
    assert proof_wanted(duty, text="锅炉整治").wanted
    assert not proof_wanted(duty, text=duty).wanted
    handed_in = "建立锅炉管理台账，年底前提供验收材料"
    assert proof_wanted(handed_in, text=handed_in).wanted


def test_columns_on_proof_and_judging_are_read_too() -> None:
    verdict = proof_wanted("", others={"序号": "1", "考核/佐证材料": "铭牌、拆除前后对比"})
    assert verdict.why == "“佐证材料”一列写有“铭牌、拆除前后对比”"
    assert proof_wanted("", others={"验收标准": "检测报告"}).wanted
    assert not proof_wanted("", others={"佐证材料": "/"}).wanted
    assert not proof_wanted("", others={"备注": "上年已交检测报告"}).wanted
    assert not proof_wanted("达到要求", others={"认定标准": "达到要求"}).wanted


def test_the_clerk_has_the_last_word() -> None:
    assert proof_wanted("", decided="yes") == (True, "已设定为须有佐证")
    assert proof_wanted("验收报告", decided="no") == (False, "已设定为不需要佐证")


@given(st.text(), st.text(), st.dictionaries(st.text(), st.text(), max_size=3))
def test_any_wording_gets_a_verdict_with_a_reason(
    acceptance: str, text: str, others: dict[str, str]
) -> None:
    verdict = proof_wanted(acceptance, text=text, others=others)
    assert verdict.why
    assert "\n" not in verdict.why
    assert proof_wanted(acceptance, text=text, others=others, decided="yes").wanted
