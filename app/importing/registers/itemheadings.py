"""The words of heads over lists of objects: 企业名单, 锅炉台账, 河道名录, 改厕名单."""

import re

from app.importing.tables.headings import heading_key, sense_of, without_bracket

FIELDS = ("name", "tail", "unit", "due", "done_on", "notes", "task", "serial")
"""The parts of an item's columns; ``tail`` stands behind the name where names alone repeat."""

_OBJECT = (
    "企业|公司|厂家?|工厂|商户|店铺|单位|业主|户主|农户|养殖户|经营户|养殖场|场所|站点|加油站|码头|"
    "工地|河道|河流|河湖|水体|黑臭水体|断面|湖泊|塘坝|沟塘|点位|地块|排口|排污口|泵站|小区|道路|路段|"
    "学校|医院|饭店|餐饮店?|园区|网格|水源地"
)
# The first pattern that fits decides; the number says which of several columns is the name.
_NAMES = (
    (
        100,
        rf"(涉及|使用|产权|排污|运营|治理|整治|改造|被查|上报|纳管)?({_OBJECT})(全称|名称|名|姓名)",
    ),
    (95, "(使用|产权|用热|业主|排污|用能)单位|户主|业主|清单项|名称|对象(名称)?"),
    (90, f"({_OBJECT})"),
    (80, "(项目|工程|设备|锅炉|设施|车辆|机械|活动|问题|点源|事项|子项)(名称|名)"),
    (75, "(户主|业主|农户)?姓名|锅炉|设备|设施|项目|工程"),
    (60, ".*(名称|名)"),
)
_UNITS = (
    (
        100,
        "(所在|所属|属地|涉及|责任|实施|落实|行政|管理|包保)*(村|村居|社区|村委|居委)"
        r"(\(社区\)|\(居\)|\(居委会\)|/社区|、社区|社区|居|组|委|委会|委员会)?(名称?)?",
    ),
    (90, "(责任|落实|管护|管理|监管|包保|整改|实施)(单位|部门|主体)(名称)?"),
    (85, "属地(单位|村|管理)?|所属单位|归口单位"),
    (70, "(牵头|主管|承办)(单位|部门)"),
    (60, "单位|部门"),
)
_OTHERS_NAMES = re.compile(
    "(责任|联系|负责|经办|法定代表|法人|填报|审核)人?.*|(镇|乡|街道|区|县|市|乡镇|镇街)(名称?|街道)?|"
    ".*(燃料|产品|工艺|材料|药剂|品种|文件|部门).*"
)
_DONE = re.compile(
    "(实际|已|完工|竣工|验收|销号|办结)(完成|竣工|验收|改造|拆除|淘汰|关停|整治|销号)*(的)?(时间|日期)|"
    "完成日期|已完成|已改造|已拆除|已淘汰|是否(已)?(完成|改造|整治|拆除|淘汰|关停|验收|销号)(改造|整治)?|"
    "(完成|改造|整治)(状态|与否)"
)
_PLAIN_END = re.compile("(完成|改造|整治|竣工)(时间|情况)")
_NOTES = re.compile("备注|说明|附注|备考|其他说明")
_TASK = re.compile(
    "(所属|对应|归属|涉及|相关)(的)?任务(序号|编号|名称)?|任务(序号|编号|名称|内容)?|(主要|重点|工作|目标)任务"
)
TAIL = re.compile(
    ".*(编号|编码|代码|证号|设备|锅炉|炉号|炉型|型号|规格|点位|位置|地址|地点|路段|车牌|名称|门牌)(号|号码)?"
)
"""Columns that may tell objects of one name apart."""


def key_of(heading: str) -> str:
    """A heading for looking up; the measure in its trailing bracket plays no part."""
    key = heading_key(heading)
    bare = without_bracket(key)
    return key if rank_among(_UNITS, key) else bare


def name_rank(heading: str) -> int:
    """How plainly a heading names the objects; 0 when it doesn't."""
    key = key_of(heading)
    return 0 if _OTHERS_NAMES.fullmatch(key) or unit_rank(heading) > 60 else rank_among(_NAMES, key)


def unit_rank(heading: str) -> int:
    """How plainly a heading names who answers for the objects; 0 when it doesn't."""
    return rank_among(_UNITS, key_of(heading))


def rank_among(patterns: tuple[tuple[int, str], ...], key: str) -> int:
    """The number of the first pattern that fits a heading; 0 for none."""
    return next((rank for rank, pattern in patterns if re.fullmatch(pattern, key)), 0)


def other_part(heading: str) -> str:
    """The part a heading names beside name and unit; ``end`` for 完成时间, which may mean two."""
    key = key_of(heading)
    if _DONE.fullmatch(key):
        return "done_on"
    if _PLAIN_END.fullmatch(key):
        return "end"
    if _NOTES.fullmatch(key):
        return "notes"
    if _TASK.fullmatch(key):
        return "task"
    sense = sense_of(heading)
    if sense and sense.field == "deadline":
        return "due"
    return "serial" if sense and sense.field == "serial" else ""


def is_item_heading(text: str) -> bool:
    """Whether a cell's words are those of a head over a list of objects."""
    return bool(name_rank(text) or unit_rank(text) or other_part(text))
