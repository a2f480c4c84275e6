"""Units of measure of the paperwork: how they are written, and the one spelling we keep."""

import re

_COUNTS = (
    "台次|台套|艘次|人次|户次|家次|车次|班次|批次|件次|点次|场次|辆次|架次|名次|标台|站次|标箱|"
    "台|套|座|家|个|条|段|处|口|根|辆|艘|批|项|户|人|名|次|场|份|件|起|篇|幅|所|栋|幢|间|眼|盏|"
    "块|张|枚|只|头|羽|尾|株|棵|类|种|组|支|宗|例|封|册|本|部|片|排|行|层|架|列|面|桶|袋|车|箱|"
    "位|期|孔|扇|道"
)
_PLAIN = (
    "吨标准煤|吨标煤|吨级|载重吨|总吨|蒸吨|吨|公斤|千克|毫克|微克|克|毫升|升|"
    "平方公里|平方千米|平方厘米|平方米|平米|平方|立方米|立方|标方|方|公里|千米|厘米|毫米|米|"
    "公顷|亩|千瓦时|兆瓦|千瓦|千伏安|千伏|元|小时|分钟|天|周|倍|成|分贝|摄氏度|℃|度|分"
)
_LATIN = (
    r"(?i:km2|km|mg|kg|[μu]g|ng|kwh|kw|mw|kva|kv|m2|nm3|m3|mm|cm|db|teu|[tmglhd](?![A-Za-z]))"
    r"(?![a-z])"
)
# What follows a counter and makes another word of it: 3项目, 2人员, 5方案, 3类水.
_NOT_A_COUNT = "|".join(
    f"(?<={counter})[{following}]"
    for counter, following in (
        ("项", "目"),
        ("人", "工员为才均居民大社"),
        ("名", "单称录"),
        ("分", "钟别类级之期区步段布散公局"),
        ("方", "案式面法便向"),
        ("部", "门分署"),
        ("类", "水标地以"),
        ("面", "积源向上"),
        ("成", "立为果效本员品片"),
        ("期", "间限末刊"),
        ("行", "动业政"),
        ("组", "织建"),
        ("道", "路"),
        ("度", "假"),
        ("场", "所地"),
        ("位", "于置"),
        ("支", "持队撑"),
        ("口", "径"),
        ("元", "素"),
        ("条", "例件"),
        ("起", "草步止"),
        ("车", "间站"),
        ("本", "地级区市"),
        ("列", "入"),
        ("层", "面"),
        ("间", "接隔"),
    )
)
_COUNT = rf"(?:{_COUNTS})(?:\((?:{_COUNTS})\))?"
_BASE = rf"(?:个?百分点|个?名次|个月|{_COUNT}|{_PLAIN}|{_LATIN})"
_DENOMINATOR = rf"\d{{0,3}}(?:{_PLAIN}|{_LATIN}|{_COUNTS}|年|月|季度|日|时|a(?![a-z]))"
_SECOND = r"(?:[·?•・.*/]?(?:月|平方公里|平方千米|km2|年|日|天|公里|米|人))?"
_PER = rf"(?:/\({_DENOMINATOR}{_SECOND}\)|/{_DENOMINATOR}{_SECOND})"
UNIT = re.compile(rf"(?:%|‰|{_BASE}{_PER}?(?!{_NOT_A_COUNT}))")
COUNT = re.compile(_COUNT)
# Counters that a Chinese numeral may stand before (两次, 二十三台); others make words (三类水).
SPELLED_COUNTERS = re.compile(
    "(?:艘次|人次|批次|台套|台|套|座|家|个|条|处|口|辆|艘|项|户|名|次|场|份|件|起|所|栋|块|株|"
    "亩|公里|米|吨|平方米|人|成|倍|支|类(?=炉|企|行|重))"
)

_SAME = {
    "km": "公里",
    "km2": "平方公里",
    "t": "吨",
    "kg": "千克",
    "m": "米",
    "m2": "平方米",
    "m3": "立方米",
    "h": "小时",
    "d": "日",
    "a": "年",
    "kw": "千瓦",
    "mw": "兆瓦",
    "kwh": "千瓦时",
    "立方": "立方米",
    "方": "立方米",
    "平方": "平方米",
    "平米": "平方米",
    "吨标煤": "吨标准煤",
    "个百分点": "百分点",
    "个名次": "名次",
}
_DUST = re.compile(
    r"^(.+?)/\(?(?:月[·?•・.*/]?(平方公里|平方千米|km2)|(平方公里|平方千米|km2)[·?•・.*/]月)\)?$"
)


def canonical(unit: str) -> str:
    """One spelling of a unit as matched by ``UNIT``.

    Latin signs of whole units become words (km: 公里, t/d: 吨/日); concentrations keep their
    signs with a raised figure (mg/m3: mg/m³). 吨/时 is what boilers are rated in: 蒸吨/小时.
    A middle dot lost on the way is put back (吨/月?平方千米: 吨/(月·平方千米)).
    """
    dust = _DUST.match(unit)
    if dust:
        area = dust[2] or dust[3]
        return f"{canonical(dust[1])}/(月·{_SAME.get(area, area)})"
    if re.match(r"(?i)[mμun]g/", unit):
        return unit.replace("ug", "μg").replace("m3", "m³").replace("l", "L")
    parts = [_SAME.get(part.lower(), _SAME.get(part, part)) for part in unit.split("/")]
    if parts[-1] == "时":
        parts[-1] = "小时"
    if parts in (["吨", "小时"],):
        return "蒸吨/小时"
    return "/".join(parts)


def is_concentration(unit: str) -> bool:
    """Whether a unit measures how much of a pollutant is in air or water."""
    return bool(re.match(r"(?i)(?:[mμun]g|毫克|微克|纳克|克)/|吨/(?:\(月|平方)", unit))


def is_share(unit: str) -> bool:
    """Whether a unit is a share of something."""
    return unit in {"%", "‰", "成"}


def is_count(unit: str) -> bool:
    """Whether a unit counts things, so that a fraction makes no sense."""
    return bool(COUNT.fullmatch(unit))
