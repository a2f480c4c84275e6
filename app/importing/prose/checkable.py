"""What makes a clause one that can be checked on its own, and what makes it exhortation."""

import re
from dataclasses import dataclass
from functools import lru_cache

from app.importing.prose.timing import NO_TIMING, Timing, read_timing
from app.models.rules.names import names_in
from app.models.rules.quantities import Quantity, read_quantities

ENOUGH = 3
"""The weight from which a clause stands as a task."""

_DESCRIBES = frozenset({"threshold", "capacity", "scope", "trigger", "whole", "score"})
_QUOTED = re.compile(r"“(?!回头看)[^“”]*”|《[^《》]*》")
_TITLES = re.compile(r"《[^《》]*》")
_GROUND = re.compile(
    r"^(?:(?:严格|充分)?(?:按照?|根据|依据|依照|结合|围绕|通过|参照|遵循|为|依托|对照)[^,]*,|(?:到|至)?20\d\d年[^,]{0,4},)+"
)
_TAIL = r"(?:工作|工程|任务|行动|项目|提升|建设|攻坚|达标|活动|措施|的)*[,。;]?$"
_WORK = (
    r"排查|摸底|调查|普查|评估|勘界|定标|鉴[定别]|检测|溯源|监测|核查|清查|巡查|检查|抽查|回头看|整治|治理|改造|"
    r"修复|试点|关停|搬迁|退出|淘汰|拆除|取缔|销号|清理|清淤|安装|联网|审核|采集|筛查|整合|核发|消除|"
    r"建档|创建|评价|考核|分流|审计|整改|评选|调度|编码|登记|备案"
)
_PAPER = (
    r"清单|名录|名单|台账|档案|方案|计划|规划(?!环评)|报告|目录|布局图|走向图|预案|责任书|协议|导则|指南|办法|细则|"
    r"一[口企河点厂湖园区村]一[档策牌案管]|储备库|项目库|数据库|站点|网点|示范[区点]"
)
_MAKES = (
    "制定|制订|编制|出台|印发|发布|修订|修编|更新|形成|绘制|列出|划定|建立(?!健全|完善|和完善)|"
    "设立|成立|组建|编写|签订|完善|建档"
)
_FILE = re.compile(
    rf"(?:{_MAKES})(?!、)[^,。;]{{0,40}}(?:{_PAPER})|(?:{_PAPER})[^,。;]{{0,4}}(?:编制|制定|修编|修订)(?:工作)?$"
)
_REGIME = re.compile(
    r"(?:建立(?!健全|完善|和完善)|制定|(?<!健全)完善|设立)[^,。;]{0,36}制度(?=$|[,。;和与及、])|"
    r"(?:建立|设立|推行)[^,。;]{0,36}[长员”]制(?=$|[,。;和与及、])"
)
_DOES = re.compile(
    rf"(?:开展|实施|组织|进行|做好|抓好|启动|推进|同步)[^,。;]{{0,60}}?(?:{_WORK})(?:和|及|或|、|与|\w{{0,2}})?(?:{_WORK})?{_TAIL}|"
    r"(?:开展|实施)[^,。;]{0,40}“”行动"
)
_ACTS = re.compile(rf"(?:{_WORK})")
_SPECIAL = re.compile(
    r"全镇|全市|全区|全县|辖区|范围内|(?:^|,)(?:对|将)[^,。;]{2,}?(?:进行|开展|实施|予以)|(?:^|,)在[^,。;]{2,}?(?:开展|实施)"
)
_CAMPAIGN = re.compile(r"专项|集中")
_DONE = re.compile(
    r"完成(?!情况|率|质量|工作任务的|时限|任务的)|建成(?!区|后)|竣工|投运|投用|投产|投入(?:试|正式)?(?:运行|运营|使用|生产)|办结|清零|摸清|并轨|具备[^,。]{2,}(?:能力|条件)|"
    r"(?:整[改治]|落实|处置|退出|关停)到位(?=$|[,。])|"
    r"实现[^,。]{0,20}(?:联网|覆盖|清零|达标|并轨|销号|消除|退出)"
)
_ENDS = re.compile(r"(?:关停|关闭|淘汰|拆除|取缔|搬迁|退出|销号|消除|清除|停用|报废)")
_ENDS_FIRST = re.compile(
    r"^(?:全面|依法|坚决|基本|加快|完成)?(?:关停|关闭|淘汰|拆除|取缔|搬迁)(?![、和与及])"
)
_BUILDS = re.compile(
    r"新建(?!建筑|项目)|改建(?!项目)|扩建(?!项目)|迁建|新增|"
    r"(?:^|[,;]|并|加快|规划|启动|开工|逐步|统一|同步|[处内上]|应|要|需)建设"
    r"(?!项目|工地|工程|标准|水平|成果|行动|主管|单位|用地|生产)(?=[^,。;]{2})|"
    r"安装(?!情况)|配备|购置|铺设|敷设|增设|布设"
)
_WHOLE = re.compile(
    r"全部|全覆盖|所有(?!制)|一律|均(?:须|应|要|需|按)?(?=安装|完成|达|建|纳入|实|配|采用|做到|落实|接)|逐[一个项户家企](?=[^步])|每个|"
    r"应(\S)尽\1|全面(?=完成|消除|取缔|淘汰|供应|排查|建成|实现|实行|关停|清理|禁止|执行|达到|达标)|"
    r"全口径|100%|百分之百|日产日清|各级各类"
)
_RHYTHM = re.compile(
    r"每个?(?:月|季度?|周|旬|半年|年)|按(?:月|季度?|周)|逐月|逐季|全天候|一月一|一季一"
)
_BEAT = re.compile(r"不?定期")
_BAN = re.compile(r"^(?:一律|坚决|全面)?(?:严禁|禁止|不得|不准)|全[年天][^,。]{0,8}禁止")
_LIST = re.compile(
    r"(?:[^,。;、]{2,}、)[^,。;、]{2,}(?:等|和|及|与|或|以及)|(?P<of>行业|企业|场所|单位|区域|学校|村)(?:及|和|与|或)[^,。;、]{2,8}(?P=of)"
)
_LONG_LIST = re.compile(r"[^,。;、]{2,}(?:、[^,。;、]{1,}){2,}")
_OWN_NAMES = re.compile(
    r"有限公司|集团公司|[^工化水电钢药厂]厂区|[\u4e00-\u9fff]{2,}[东西南北中]路"
)
_NORMS = re.compile(r"执行[^,。]{0,30}(?:标准|限值|限行)")
_TREND = re.compile(
    r"(?:(?<!质)量|率|浓度|比例|比重|天数|强度|面积|指数)[^,。;]{0,4}"
    r"(?:下降|减少|上升|提[升高]|改善|降低|增长|不(?:下降|反弹|恶化|降低|增加|上升))$|"
    r"(?:水质|断面|浓度|水源地?|比例)[^,。;]{0,12}(?:稳定达标|达到[^,。;]{1,10}(?:标准|要求|目标)|优于[^,。;]{1,4}类)"
)

_URGES = re.compile(
    r"^(?:要|将|应当?|须|还|同时|并|且|继续|有效|有力|切实|充分|坚决|着力|全力(?!助)|努力|主动|严格(?!执行)|严厉|科学|合理|规范|"
    r"进一步|持续|不断|大力|积极|深入|深化|稳步|稳妥|有序|逐步|统筹|扎实|巩固|加强|强化|加大|加快|加速|提升|提高|增强|改善|"
    r"优化|推动|促进|引导|鼓励|支持|倡导|营造|弘扬|培育|发挥|探索|研究(?!制定|制订|编制)|推广|推行|发展|打造|打击|坚持|牢固|树立|遵循|"
    r"把握|把|抓住|落实|贯彻|压实|保障|保证|维护|保护|防止|防控|防范|遏制|严防|严查|严控|从严|控制|协调|协助|依法|让|"
    r"依托|服务|关注|重点|突出|注重|广泛|高标准|高质量|高水平|扩大|降低|减少|杜绝|督促|指导|见缝)"
    r"|(?:持续|继续|大力|积极|不断|逐步|进一步|深入|加快|稳步|有序|坚决|要)(?:推进|开展|加强|实施|推动|提升|完善|建设|做好|强化|创建|争创|进行|坚决|保持)"
)
_STRIVES = re.compile(
    r"^(?:研究(?!制定|制订|编制)|探索|逐步|鼓励|支持|引导|倡导|促进|推动|营造|弘扬|培育|发挥|坚持|牢固|遵循|加大|提升|提高|增强|发展|打造|打击|严厉|强化|企业应当)"
)
_PUSHES = re.compile(r"^(?:全面|着力)?推进")
_VAGUE = re.compile(
    r"力度|意识|氛围|水平(?!比)|(?<!的)能力|长效|常态|日常|责任(?!清单|书)|成果|积极性|监督管理|环境秩序|转型升级|高质量发展|"
    r"工作格局|引导|舆论|宣传|环境风险(?!隐患|企业|源)"
)
_FORMAL = re.compile(
    r"制[定订]本(?:方案|计划|意见|办法)|特制[定订]|印发给你们|贯彻执行|自(?:发布|印发)之日|另行(?:通知|制定)|"
    r"(?:通知|要求|安排|说明|方案|意见)如下"
)


LONGEST_CLAUSE = 800
"""Characters of a clause; the longest seen in a plan has some two hundred."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why a clause can be checked, or why not.

    Attributes:
        weight: :data:`ENOUGH` and more make a task.
        marks: what was found, such as ``number``, ``date``, ``whole``, ``done``, ``file``.
        timing: when.
        quantities: the amounts found.
    """

    weight: int
    marks: tuple[str, ...] = ()
    timing: Timing = NO_TIMING
    quantities: tuple[Quantity, ...] = ()

    @property
    def is_enough(self) -> bool:
        """Whether the clause is a task."""
        return self.weight >= ENOUGH

    @property
    def is_firm(self) -> bool:
        """Whether it has a number, a date, the whole, or an end of its own."""
        return bool({"number", "date", "whole", "done", "rhythm"} & set(self.marks))

    @property
    def urges(self) -> bool:
        """Whether it opens as exhortation does (加强, 大力, 进一步)."""
        return "urges" in self.marks

    @property
    def is_opening(self) -> bool:
        """Whether it only says which work is meant, for the clauses after it to spell out."""
        return "works" in self.marks and not set(self.marks) - _COMMON


_WEIGHTS = {
    "number": 6,
    "date": 5,
    "rhythm": 5,
    "whole": 3,
    "done": 3,
    "ban": 3,
    "file": 4,
    "norm": 3,
    "trend": 3,
    "works": 3,
    "regime": 3,
    "builds": 3,
    "beat": 2,
    "ends": 2,
    "ends first": 1,
    "names": 2,
    "long list": 2,
    "special": 1,
    "campaign": 1,
    "list": 1,
    "acts": 1,
    "urges": -2,
    "strives": -1,
    "pushes": -1,
    "vague": -1,
    "formal": -9,
}
_COMMON = frozenset(
    {"works", "campaign", "ends", "acts", "list", "urges", "pushes", "vague", "strives"}
)
_WORDED = (
    ("whole", _WHOLE),
    ("done", _DONE),
    ("ban", _BAN),
    ("norm", _NORMS),
    ("trend", _TREND),
    ("works", _DOES),
    ("builds", _BUILDS),
    ("ends", _ENDS),
    ("ends first", _ENDS_FIRST),
    ("names", _OWN_NAMES),
    ("special", _SPECIAL),
    ("campaign", _CAMPAIGN),
)


@lru_cache(maxsize=4096)
def weigh(words: str, *, year: int) -> Evidence:
    """Weigh a clause.

    Args:
        words: the clause, tight (half-width signs, no white space).
        year: the plan's year, for its dates.
    """
    if len(words) > LONGEST_CLAUSE:
        return Evidence(0)
    timing = read_timing(words, year=year)
    quantities = read_quantities(words)
    marks = [*_measured(quantities), *_timed(timing, words), *_worded(words)]
    if not {"number", "date"} & set(marks):
        marks += _held_back(words)
    if _FORMAL.search(words):
        marks.append("formal")
    weight = sum(_WEIGHTS[mark] for mark in marks)
    return Evidence(weight, tuple(marks), timing, quantities)


def without_ground(words: str) -> str:
    """A clause without the grounds and years put in front: 按统一部署，…, 2020年，…."""
    return _GROUND.sub("", words)


def _measured(quantities: tuple[Quantity, ...]) -> list[str]:
    binding = [each for each in quantities if each.role not in _DESCRIBES]
    if any(each.comparator != "all" for each in binding):
        return ["number"]
    return ["whole"] if binding else []


def _timed(timing: Timing, words: str) -> list[str]:
    if timing.deadline.due or timing.deadline.start:
        return ["date"]
    if _RHYTHM.search(words):
        return ["rhythm"]
    return ["beat"] if _BEAT.search(words) else []


def _worded(words: str) -> list[str]:
    """The marks that words give, quoted slogans and titles of other papers left out."""
    words = without_ground(words)
    bare = _QUOTED.sub("“”", words)
    found = [mark for mark, pattern in _WORDED if pattern.search(bare)]
    if not {"works", "done", "ends"} & set(found) and _ACTS.search(bare):
        found.append("acts")
    if "names" not in found and names_in(bare):
        found.append("names")
    if _LONG_LIST.search(bare):
        found.append("long list")
    elif _LIST.search(bare):
        found.append("list")
    return found + _made(words)


def _made(words: str) -> list[str]:
    """Papers and rules that are to be there in the end."""
    untitled = _TITLES.sub("《》", words)
    if _FILE.search(untitled):
        return ["file"]
    if _REGIME.search(untitled):
        return ["regime"]
    return []


def _held_back(words: str) -> list[str]:
    words = without_ground(words)
    return [mark for mark, pattern in _HOLDS_BACK if pattern.search(words)]


_HOLDS_BACK = (
    ("urges", _URGES),
    ("strives", _STRIVES),
    ("pushes", _PUSHES),
    ("vague", _VAGUE),
)
