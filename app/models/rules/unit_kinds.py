"""Guess what a unit is from its name: village, our own department, superior, town, enterprise."""

import re

_VILLAGE = re.compile(r".+(?:村|社区|居委会|村委会|居民委员会|村民委员会|嘎查|大队)(?:[（(].*)?")
_ENTERPRISE = re.compile(
    r".*(?:公司|集团|厂|合作社|经营部|加工点|加油站|商行|工作室|养殖场|农场|饭店|酒店|超市)(?:[（(].*)?"
)
_SUPERIOR = re.compile(r"(?:省|市(?!场|政|民|容)|区|县|[^镇乡街道]{2,4}[市区县]).+")
_TOWN = re.compile(r".+(?:镇|乡|街道|开发区|高新区|园区|管委会|办事处)(?:人民政府|政府)?")
_DEPARTMENT = re.compile(
    r".+(?:局|办|办公室|所|站|中心|科|室|股|中队|大队|分局|会|部|委|院|窗口|服务队)(?:[（(].*)?"
)


def guess_kind(name: str, *, office: str = "") -> str:
    """The kind a unit most likely is; ``other`` when its name says nothing.

    Args:
        name: the unit's name.
        office: our own name: 牛塘镇水利站 is a department of 牛塘镇.
    """
    name = name.strip()
    own = bool(office) and name.startswith(office) and name != office
    bare = name.removeprefix(office) if own else name
    if _VILLAGE.fullmatch(bare):
        return "village"
    if _ENTERPRISE.fullmatch(bare):
        return "enterprise"
    if not own and _SUPERIOR.fullmatch(bare) and not _TOWN.fullmatch(bare):
        return "superior"
    if not own and _TOWN.fullmatch(bare):
        return "town"
    return "department" if _DEPARTMENT.fullmatch(bare) else "other"
