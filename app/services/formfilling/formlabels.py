"""The cells of a form beside and behind labels: who fills it in, when, for which period."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from app.importing.tables.headings import squash
from app.models.returnviews import ReturnHead
from app.models.rules.periods import Period
from app.reports.forms.formshape import FormShape
from app.services.formfilling.formblanks import GAP, fill_blanks

_DOING = "跟踪|核实|自查|回复|提交|排查|梳理|录入|登记|承诺|上传|呈报|呈送|报备|统计上报|填列|填制"
"""What the office does with a form: 核实单位 is who fills it in."""

_BRACKET = r"(?:\s*[(（][^)）]{0,8}[)）])?"
_KINDS: Mapping[str, tuple[str, ...]] = {
    "office": (
        "填报单位", "填表单位", "单位全称", "填报单位全称", "填报单位名称", "单位名称",
        "报送单位", "上报单位", "报告单位",
        "填报镇", "填报区镇", "乡镇名称", "镇名称", "区镇名称", "乡镇街道", "填报部门",
        "乡镇街道名称", "填报乡镇", "报表单位", "编报单位", "填报镇街", "填报地区",
        "反馈单位", "办理单位", "乡镇", "镇街", "区镇", "镇区", "街道", "乡镇园区", "责任镇街",
        "填报乡镇街道", "填报镇街道", "填表镇", "填写单位", "申报单位", "填报机关", "编制单位",
    ),
    "date": (
        "填报日期", "填报时间", "填表日期", "填表时间", "报送日期", "报送时间", "上报日期",
        "上报时间", "制表日期", "制表时间", "日期", "填制日期",
    ),
    "period": (
        "报送期别", "填报期别", "报告期", "报告期别", "期别", "所属期", "填报期间", "报送周期",
        "统计期", "统计期间", "报表期别", "填报周期", "报告期间", "统计时段", "填报季度",
        "报送季度",
    ),
    "until": ("截至日期", "截止日期", "数据截至", "数据截止", "数据截止时间", "截至时间",
              "统计截止日期", "统计截止时间", "数据截至日期"),
    "filled_by": ("填报人", "填表人", "制表人", "经办人"),
    "checked_by": ("审核人", "复核人"),
    "phone": ("联系电话", "电话", "联系方式"),
}  # fmt: skip
_BARE_OFFICE = re.compile(
    rf"单{GAP}*位(?:{GAP}*[(（]\s*(?:盖章|公章|签章|章)\s*[)）]|(?=[:：](?:\s*$|{GAP}{{4}})))"
)
_SEAL = re.compile(r"[(（]\s*(?:盖章|公章|签章|章|加盖公章)\s*[)）]")
_EMPTY_BRACKET = re.compile(rf"{GAP}*([(（]){GAP}+([)）])")
_DATE_BLANK = rf"(?P<year>20\d\d|{GAP}*)年{GAP}*月{GAP}*日"
_FULL_DATE = re.compile(_DATE_BLANK)
_LONE_DAY = re.compile(rf"(?<=[ \u3000\u00a0]){_DATE_BLANK}{GAP}*$")


def _pattern(words: tuple[str, ...]) -> str:
    longest = sorted(words, key=len, reverse=True)
    return "|".join(rf"{GAP}*".join(re.escape(sign) for sign in word) for word in longest)


_LABELS = {kind: re.compile(_pattern(words)) for kind, words in _KINDS.items()}
_LABELS["office"] = re.compile(
    rf"{_LABELS['office'].pattern}|(?:综合|{_DOING})(?:单位|机关)(?:名称)?"
)
_ANY = "|".join(f"(?P<{kind}>{pattern.pattern})" for kind, pattern in _LABELS.items())
_LABEL = re.compile(
    rf"(?<![\u4e00-\u9fff])(?:{_ANY}|(?P<bare>{_BARE_OFFICE.pattern})){_BRACKET}{GAP}*[:：]"
)
_WHOLE = re.compile(rf"(?:{_ANY}|(?P<bare>{_BARE_OFFICE.pattern})){_BRACKET}{GAP}*[:：]?")


@dataclass(frozen=True, slots=True)
class LabelFacts:
    """What goes behind labels; empty for what the ledger does not know."""

    values: Mapping[str, str]
    filled_on: tuple[int, int, int]
    period: Period


def facts_of(head: ReturnHead) -> LabelFacts:
    """What a return's head says for the labels of a form."""
    day, end = head.filled_on, Period.parse(head.period).end
    values = {
        "office": head.office,
        "bare": head.office,
        "date": f"{day.year}年{day.month}月{day.day}日",
        "period": head.period_label,
        "until": f"{end.year}年{end.month}月{end.day}日",
        "filled_by": head.filled_by,
        "checked_by": head.checked_by,
        "phone": head.phone,
    }
    return LabelFacts(values, (day.year, day.month, day.day), Period.parse(head.period))


def fill_text(text: str, facts: LabelFacts, *, ends: bool = True) -> str:
    """A cell's text with the blanks behind its labels filled.

    Args:
        text: the cell's text.
        facts: what to put in.
        ends: whether a label that ends the cell takes its value there.
    """
    labels = list(_LABEL.finditer(text))
    for label in reversed(labels):
        text = _fill_label(text, label, facts, ends=ends)
    text = fill_blanks(text, facts.period, facts.values.get("office", ""))
    signed = any(_kind(label) in {"bare", "office"} for label in labels)
    return _fill_lone_day(text, facts) if signed else text


def _fill_lone_day(text: str, facts: LabelFacts) -> str:
    """The day that ends a line which begins with the office, without a label of its own."""
    found = _LONE_DAY.search(text)
    if found is None:
        return text
    year = found["year"].strip(" \u3000\u00a0\t_＿")
    fits = not year or int(year) == facts.filled_on[0]
    gap = "" if year else found["year"]
    return text[: found.start()] + gap + facts.values["date"] if fits else text


def _fill_label(text: str, label: re.Match[str], facts: LabelFacts, *, ends: bool) -> str:
    kind = str(label.lastgroup) if label.lastgroup in facts.values else _kind(label)
    value, start = facts.values.get(kind, ""), label.end()
    if kind == "date":
        date = re.compile(rf"{GAP}*{_DATE_BLANK}").match(text, start)
        if date:
            year = date["year"].strip(" \u3000\u00a0\t_＿")
            fits = not year or int(year) == facts.filled_on[0]
            return text[:start] + value + text[date.end() :] if fits else text
    inside = _EMPTY_BRACKET.match(text, start)
    if value and inside and kind in {"office", "bare", "period", "until", "date"}:
        return text[:start] + inside[1] + value + inside[2] + text[inside.end() :]
    gap = re.compile(rf"{GAP}*").match(text, start)
    end = gap.end() if gap else start
    last = not text[end:].strip()
    if value and kind in {"office", "bare"} and _SEAL.match(text, end):
        return text[:start] + value + text[end:]
    if not value or (last and not ends) or (not last and end == start and text[end] != "\n"):
        return text
    room = text[start:end]
    taken = sum(1 if ord(sign) < 0x2000 else 2 for sign in value)
    left = " " * max(0 if last else 2, _cells(room) - taken)
    return text[:start] + value + left + text[end:]


def _cells(gap: str) -> int:
    return sum(2 if sign in "\u3000＿" else 1 for sign in gap)


def _kind(label: re.Match[str]) -> str:
    return next((kind for kind, found in label.groupdict().items() if found), "")


def fill_labels(
    cells: Mapping[tuple[int, int], str], shape: FormShape, facts: LabelFacts
) -> dict[tuple[int, int], str]:
    """The new texts of a sheet's labelled cells, by address.

    Args:
        cells: the texts outside the table's body and head.
        shape: the sheet, for the blanks beside labels.
        facts: what to put in.
    """
    filled: dict[tuple[int, int], str] = {}
    for (row, column), text in cells.items():
        if shape.is_formula(row, column):
            continue
        beside = _beside(row, column, text, shape)
        if beside is not None:
            kind = _kind_of_whole(text)
            value = facts.values.get(kind, "")
            blank = shape.text(*beside)
            if squash(blank):
                value = fill_text(f"日期：{blank}", facts)[3:] if kind == "date" else ""
            if value and value != blank:
                filled[beside] = value
            continue
        new = fill_text(text, facts)
        if new != text:
            filled[row, column] = new
    return filled


def _kind_of_whole(text: str) -> str:
    match = _WHOLE.fullmatch(text.strip())
    return _kind(match) if match else ""


def _beside(row: int, column: int, text: str, shape: FormShape) -> tuple[int, int] | None:
    """The blank cell to the right that a label by itself stands before, if there is one."""
    kind = _kind_of_whole(text)
    if not kind:
        return None
    _, left, _, right = shape.area(row, column)
    place = (row, right + 1)
    top, first, _, last = shape.area(*place)
    if (top, first) != place:
        return None
    blank = shape.text(*place)
    if squash(blank) and not (kind == "date" and _FULL_DATE.fullmatch(blank.strip())):
        return None
    if squash(blank) or not text.strip().endswith((":", "：")):
        ruled = shape.is_ruled(*place) or shape.is_ruled(row, left)
        return place if squash(blank) or ruled else None
    single = right == left and last > first
    apart = single or shape.is_underlined(*place) or shape.is_flush(row, column)
    return place if apart else None
