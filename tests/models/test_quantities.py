"""Numbers found in wordings: what they measure and how they bind."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.models.rules.quantities import Quantity, read_quantities


def only(text: str) -> Quantity:
    (quantity,) = read_quantities(text)
    return quantity


def brief(text: str) -> list[tuple[str, str, str]]:
    return [(str(q.number), q.unit, q.comparator) for q in read_quantities(text)]


@pytest.mark.parametrize(
    ("text", "number", "unit", "comparator"),
    [
        ("完成17台锅炉改造", "17", "台", "="),
        ("完成１７台", "17", "台", "="),
        ("完成17\n台", "17", "台", "="),
        ("完成 17 台", "17", "台", "="),
        ("完成十七台锅炉改造", "17", "台", "="),
        ("每月至少开展两次", "2", "次", ">="),
        ("新建停车场三处", "3", "处", "="),
        ("造林1,250亩", "1250", "亩", "="),
        ("0.3万亩", "3000", "亩", "="),
        ("2.5亿立方米左右", "250000000", "立方米", "~"),
        ("6万千瓦", "60000", "千瓦", "="),
        ("9km", "9", "公里", "="),
        ("3万t/d", "30000", "吨/日", "="),
        ("21条（段）", "21", "条(段)", "="),
        ("200个以上批次", "200", "批次", ">="),
        ("300辆以上标准车", "300", "辆(标准车)", ">="),
        ("不低于85％", "85", "%", ">="),
        ("不少于9家", "9", "家", ">="),
        ("至少3个", "3", "个", ">="),
        ("≥95%", "95", "%", ">="),
        ("大于或等于95%", "95", "%", ">="),
        ("不超过4%", "4", "%", "<="),
        ("控制在120万吨以内", "1200000", "吨", "<="),
        ("不得高于30mg/m3", "30", "mg/m³", "<="),
        ("低于5吨/月·平方公里", "5", "吨/(月·平方公里)", "<"),
        ("不超过5吨/月?平方公里", "5", "吨/(月·平方公里)", "<="),
        ("占比超过70%", "70", "%", ">"),
        ("约12公里", "12", "公里", "~"),
        ("30余家", "30", "家", "~"),
        ("达到88.8%以上", "88.8", "%", ">="),
        ("达标率75%", "75", "%", ">="),
        ("百分之八十五", "85", "%", ">="),
        ("八成以上", "80", "%", ">="),
        ("三分之二以上", "66.67", "%", ">="),
        ("优良天数比率达81.2%", "81.2", "%", ">="),
        ("PM10年均浓度达60微克/立方米", "60", "微克/立方米", "<="),
        ("臭氧浓度达到160微克/立方米", "160", "微克/立方米", "<="),
        ("氨氮去除率达到90%", "90", "%", ">="),
        ("劣Ⅴ类断面比例3%", "3", "%", "<="),
        ("重污染天数控制在4天以内", "4", "天", "<="),
        ("下降到30%以下", "30", "%", "<="),
        ("提高到92%", "92", "%", ">="),
        ("进入全省前8名", "8", "名", "<="),
        ("岸电APU12个", "12", "个", "="),
        ("1.完成6台整治", "6", "台", "="),
        ("（2）完成6台整治", "6", "台", "="),
        ("2.6座桥", "6", "座", "="),
        ("2021年9月底前完成14家", "14", "家", "="),
        ("31", "31", "", "="),
        ("7村", "7", "村", "="),
    ],
)
def test_one_amount(text: str, number: str, unit: str, comparator: str) -> None:
    quantity = only(text)
    assert (quantity.number, quantity.unit) == (Decimal(number), unit)
    assert quantity.comparator == comparator
    assert quantity.change is None


@pytest.mark.parametrize(
    ("text", "change", "year", "comparator"),
    [
        ("比2016年下降12%", "-12", 2016, "="),
        ("较2016年削减7.5%以上", "-7.5", 2016, ">="),
        ("较2016年增长150%", "150", 2016, "="),
        ("比2016年减少6万吨", "-60000", 2016, "="),
        ("比2016年提高2个百分点以上", "2", 2016, ">="),
        ("在2016年基础上翻一番", "100", 2016, "="),
        ("在2016年基础上翻两番", "300", 2016, "="),
        ("消减4%", "-4", None, "="),
        ("削减煤炭消费量5万吨", "-50000", None, "="),
        ("农药使用量零增长", "0", None, "<="),
        ("劣Ⅴ类比例不增加", "0", None, "<="),
        ("降幅不低于15%", "-15", None, ">="),
        ("降低15%左右", "-15", None, "~"),
    ],
)
def test_change(text: str, change: str, year: int | None, comparator: str) -> None:
    quantity = only(text)
    assert quantity.change == Decimal(change)
    assert quantity.number == abs(Decimal(change))
    assert (quantity.baseline_year, quantity.comparator) == (year, comparator)


def test_the_year_before_is_a_baseline_in_words() -> None:
    quantity = only("PM2.5浓度同比下降3%")
    assert (quantity.change, quantity.baseline_year) == (Decimal(-3), None)
    assert quantity.baseline == "上年同期"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("完成12个锅炉改造和5个炉窑整治", [("12", "个", "="), ("5", "个", "=")]),
        (
            "不低于80米、30米和2行乔木",
            [("80", "米", ">="), ("30", "米", ">="), ("2", "行", ">=")],
        ),
        ("开工数100%，完工数不少于总数的60%", [("100", "%", ">="), ("60", "%", ">=")]),
        (
            "PM10、PM2.5分别不超过70、35微克/立方米",
            [("70", "微克/立方米", "<="), ("35", "微克/立方米", "<=")],
        ),
        ("库容6万立方，日处理9吨", [("60000", "立方米", "="), ("9", "吨/日", "=")]),
        ("3/198", [("3", "", "="), ("198", "", "=")]),
        ("完成9台改造，在线监控全覆盖", [("9", "台", "="), ("100", "%", "all")]),
    ],
)
def test_several(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert brief(text) == expected


def test_one_fall_for_each() -> None:
    quantities = read_quantities("较2016年分别削减8%、9.5%和11%以上")
    assert [q.change for q in quantities] == [Decimal(-8), Decimal("-9.5"), Decimal(-11)]
    assert {(q.baseline_year, q.comparator) for q in quantities} == {(2016, ">=")}


@pytest.mark.parametrize("text", ["3-5家", "3～5家", "3至5家"])
def test_range(text: str) -> None:
    quantity = only(text)
    assert (quantity.number, quantity.high, quantity.unit) == (Decimal(3), Decimal(5), "家")


@pytest.mark.parametrize(
    ("text", "soft"),
    [
        ("全覆盖", False),
        ("2021年底前全部关闭", False),
        ("应改尽改", False),
        ("基本消除", True),
    ],
)
def test_the_whole(text: str, soft: bool) -> None:
    quantity = only(text)
    assert (quantity.comparator, quantity.number, quantity.unit) == ("all", Decimal(100), "%")
    assert quantity.soft is soft


@pytest.mark.parametrize(
    "text",
    [
        "",
        "333",
        "3366",
        "“263”专项行动",
        "“四个一批”",
        "六个百分之百",
        "工地落实“六个百分之百”",
        "苏政发〔2020〕70号",
        "2021年6月30日前",
        "2021.06",
        "三级标准",
        "Ⅲ类水",
        "五期工程",
        "第二批",
        "三年行动计划",
        "PM2.5",
        "GB3838-2002",
        "稳步下降",
        "达到省下达目标任务",
        "建成",
        "收到通知后30日内",
    ],
)
def test_no_amount(text: str) -> None:
    assert read_quantities(text) == ()


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("10蒸吨/小时及以上", "threshold"),
        ("2000平方米及以上餐饮单位", "threshold"),
        ("年产量2000万块以上", "threshold"),
        ("大于3000吨", "threshold"),
        ("9000吨/年", "capacity"),
        ("新增3万吨/日", "increment"),
        ("每下降一个名次扣0.3分", "score"),
        ("完成12台", "target"),
    ],
)
def test_role(text: str, role: str) -> None:
    assert only(text).role == role


def test_roles_of_a_pair() -> None:
    whole, part = read_quantities("20家企业，40%完成验收")
    assert (whole.role, part.role) == ("whole", "part")
    increment, total = read_quantities("扩建2万t/d，达到8万t/d")
    assert (increment.role, total.role) == ("increment", "total")
    baseline, target = read_quantities("由20家增加到50家")
    assert (baseline.role, target.role, target.comparator) == ("baseline", "target", ">=")


def test_further_facts() -> None:
    assert only("力争完成5家").soft
    assert only("累计完成全年目标的60%").cumulative
    assert only("累计完成全年目标的60%").of == "全年目标"
    assert only("每天洒水3次").per == "day"
    assert only("秸秆综合利用率达到96%").metric == "秸秆综合利用率"
    assert only("每低于目标1天扣0.2分").change == Decimal("-0.2")


_WORDS = st.one_of(
    st.sampled_from("0123456789.,，、。%％台个米吨/-~年月日第每一二十百千万亿余\n 比达约"),
    st.sampled_from(
        ["以上", "不低于", "不超过", "下降", "2015年", "分之", "立方米", "全部", "翻一番"]
    ),
)


@given(st.one_of(st.text(), st.lists(_WORDS, max_size=16).map("".join)))
def test_never_raises(text: str) -> None:
    for quantity in read_quantities(text):
        assert quantity.comparator in {"=", ">=", "<=", ">", "<", "~", "all"}
        assert quantity.number >= 0
        assert quantity.change is None or abs(quantity.change) == quantity.number


@given(
    st.integers(1, 99999),
    st.sampled_from(["台", "家", "座", "公里", "%", "亩", "吨/日", "蒸吨/小时"]),
)
def test_every_number_with_a_unit_is_found(number: int, unit: str) -> None:
    quantity = only(f"完成不少于{number}{unit}")
    assert (quantity.number, quantity.unit, quantity.comparator) == (Decimal(number), unit, ">=")


@pytest.mark.parametrize(
    ("wording", "role"),
    [
        ("年销售汽油量5000吨以上的加油站安装监控设备", "threshold"),
        ("规模养殖场粪污利用率达到98%以上", "target"),
        ("农膜回收60吨以上", "target"),
    ],
)
def test_what_describes_the_objects_is_no_target(wording: str, role: str) -> None:
    (quantity,) = read_quantities(wording)
    assert quantity.role == role
