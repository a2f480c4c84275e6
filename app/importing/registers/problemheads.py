"""What the headings of a problem list (问题清单) mean: which part of a problem a column holds."""

import re
from collections.abc import Sequence

from app.importing.tables.headings import heading_key, without_bracket

PARTS = {
    "number": "编号",
    "text": "问题",
    "source": "来源",
    "found_on": "发现日期",
    "unit": "责任单位",
    "person": "责任人",
    "goal": "整改目标",
    "measures": "整改措施",
    "deadline_text": "整改时限",
    "progress": "整改进展",
    "notes": "备注",
}
"""The parts a column may play, with the word for each; any other column is kept as it is."""

_SURE = {
    "number": r"序号|编号|问题编号|问题序号|台账编号|任务编号|号|No\.?",
    "text": r"(?:反馈|存在|突出|主要|具体|检查|排查|发现|督察|整改|交办|环境)*(?:的)?(?:主要|突出)?"
    r"(?:问题|隐患)(?:描述|内容|概要|概况|简述|事项|情况|表现|点位情况|及线索|线索)?|"
    r"问题线索(?:概要)?|概要|整改任务|(?:举报|信访|投诉|反映)(?:问题|内容|事项)+",
    "source": r"(?:问题|台账|线索|任务|信息)?来源|问题出处|发现渠道|反馈来源|"
    r"督[察查](?:类型|来源|批次)|来源渠道|交办来源",
    "found_on": r"(?:发现|交办|反馈|检查|督[察查]|移交|受理|核查交办)(?:时间|日期)",
    "unit": r"(?:整改)?(?:责任|承办|落实|整改|实施)(?:主体|单位|部门|镇街)(?:名称)?|责任主体单位|"
    r"整改主体|属地",
    "person": r"(?:整改|单位)?(?:第一|直接|主要|包保|具体)?责任(?:人|领导)(?:员)?|整改负责人|"
    r"负责人|包保领导|包案领导|联系领导",
    "goal": r"整改(?:目标|标准|要求|成效目标)|目标(?:要求)?|达到目标|整改任务目标",
    "measures": r"(?:具体|主要)?整改?(?:措施|举措|内容)(?:及要求)?|"
    r"(?:具体|整治|治理|解决)(?:措施|办法)|措施|整改方案|整改任务及措施",
    "deadline_text": r"(?:整改|完成|办结|销号|治理|计划|要求|任务|限期|最终|预计)*(?:完成)?"
    r"(?:时限|期限|限期|时间节点|时限要求|完成时间|办结时间)|整改时间|完成日期|完成时间|限期",
    "progress": r"(?:整改|办理|工作|落实|目前|当前|最新)*(?:进展|进度|落实|完成|办理)(?:情况)?|"
    r"整改情况|目前状况|整改完成情况|整改结果",
    "notes": r"备注|说明|其他说明",
}
_PATTERNS = {part: re.compile(pattern, re.IGNORECASE) for part, pattern in _SURE.items()}
_LEADS = re.compile(r"牵头(?:单位|部门)|整改牵头(?:单位|部门)")
_TITLES = re.compile(r"问题|整改|销号|督[察查]|信访|隐患")
_SOURCES = (
    (
        "中央督察",
        re.compile(r"中央.{0,8}督察|中央环保督察|国家.{0,6}督察|中督|长江经济带.{0,6}警示片"),
    ),
    ("省督察", re.compile(r"省.{0,10}(?:督察|警示片)|省级.{0,6}督察|苏环督")),
    ("市督察", re.compile(r"市.{0,10}督[察查]")),
    ("区督查", re.compile(r"[区县].{0,10}督[察查]")),
    ("信访", re.compile(r"信访|12369|12345|举报|投诉")),
    ("审计", re.compile(r"审计")),
    ("自查", re.compile(r"自查|自排|排查")),
)


def part_of(path: Sequence[str]) -> str | None:
    """The part a column plays by its head texts, outermost first; None when they name none."""
    keys = [heading_key(text) for text in path]
    told = (*reversed(keys), "".join(keys))
    for key in told:
        for form in (key, without_bracket(key)):
            found = next((part for part, one in _PATTERNS.items() if one.fullmatch(form)), None)
            if found:
                return found
    return None


def is_lead(path: Sequence[str]) -> bool:
    """A column of 牵头单位: it answers where no other unit is named."""
    return any(_LEADS.fullmatch(heading_key(text)) for text in path)


def speaks_of_problems(text: str) -> bool:
    """Whether a title is that of a list of problems, not of tasks."""
    return bool(_TITLES.search(text))


def source_in(text: str) -> str:
    """The source that a title or a group row names, such as 中央督察; empty when none."""
    return next((name for name, pattern in _SOURCES if pattern.search(text)), "")
