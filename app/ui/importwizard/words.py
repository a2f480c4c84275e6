"""The clerk's words for parts of a table, reasons of skipped rows, and verdicts."""

from __future__ import annotations

from app.importing.tables.columns import FIELDS

PARTS = {
    "serial": "序号",
    "groups": "主题",
    "content": "内容",
    "text": "任务",
    "deadline": "完成时限",
    "lead": "牵头单位",
    "responsible": "责任单位",
    "assist": "配合单位",
    "main_responsible": "主体责任",
    "acceptance": "认定标准",
    "score": "分值",
    "scoring_method": "计分办法",
    "unit": "计量单位",
    "village": "村（社区）",
    "place": "区镇",
}
KEPT = "原样保留"
OFFERED = tuple(field for field in FIELDS if field in PARTS)

_QUARTERS = ("一季度", "二季度", "三季度", "四季度")
_DIFF_FIELDS = {"deadline_text": "完成时限"}
_REASONS = {
    "annex": ("附件号", "附件号，不是任务"),
    "title": ("标题", "标题，不是任务"),
    "red_head": ("文头", "文件头，不是任务"),
    "document_number": ("文号", "文号，不是任务"),
    "unit_line": ("填报", "填报单位、日期一行，不是任务"),
    "head": ("表头", "表头"),
    "head_repeated": ("表头", "换页后重复的表头"),
    "group": ("分组", "分组标题，归入下面各项任务的主题"),
    "note": ("注", "注，不是任务"),
    "signature": ("签字", "签字、落款一行，不是任务"),
    "example": ("示例", "填写示例，不是任务"),
    "total": ("合计", "合计行，不是任务"),
    "blank": ("空行", "只有序号，没有内容"),
    "front": ("文头", "正文之前的话，不是任务"),
    "addressee": ("主送", "主送单位，不是任务"),
    "units": ("责任", "责任单位，归入相应任务"),
    "timing": ("时限", "完成时限，归入相应任务"),
    "too_long": ("过长", "段落过长，没有识别，请自行查看"),
    "context": ("背景", "没有可以核对的数字、时限或对象，留作背景"),
}
_OTHER_REASON = ("其他", "没有认作任务")


def part_word(field: str | None) -> str:
    """A part in the clerk's words: deadline is 完成时限, quarters.1 is 一季度."""
    if field is None:
        return KEPT
    family, dot, rest = field.partition(".")
    if not dot:
        return _DIFF_FIELDS.get(field) or PARTS.get(field, field)
    match family:
        case "quarters":
            return _QUARTERS[int(rest) - 1] if rest in {"1", "2", "3", "4"} else rest
        case "months":
            return f"{rest}月"
        case "years":
            return f"{rest}年"
    return rest


def reason_words(why: str) -> tuple[str, str]:
    """A skipped row's reason: one word for the margin, and a phrase."""
    return _REASONS.get(why, _OTHER_REASON)
