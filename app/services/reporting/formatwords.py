"""What became of a format, in the words of the history: 删去“责任单位”栏，纸张改为 A3 竖向."""

from collections.abc import Iterator
from dataclasses import fields

from app.reports.formats.format import Column, Format
from app.services.wording import shorten

_PARTS = {
    "kind": "报送周期",
    "only": "只印哪些",
    "empty": "没有内容时的话",
    "annex": "附件号",
    "title": "标题",
    "subtitle": "副标题",
    "above": "表上一行",
    "notes": "表下的注",
    "foot": "签字行",
    "group_rows": "分组行",
    "repeat_head": "每页重复表头",
    "font": "正文字体",
    "size": "正文字号",
    "looks": "字体字号",
}
_COLUMN = {
    "field": "内容",
    "width": "宽度",
    "align": "对齐",
    "merge": "相同合并",
    "number": "数字格式",
    "total": "合计",
    "repeats": "跨页重印",
}
_MOST = 3


def what_changed(before: Format, after: Format) -> str:
    """The difference of two formats as a short list; the first few where there are many."""
    told = [*_columns_changed(before.columns, after.columns), *_parts_changed(before, after)]
    more = f"等 {len(told)} 处" if len(told) > _MOST else ""
    return ("，".join(told[:_MOST]) or "改栏目") + more


def heading_of(column: Column) -> str:
    """A column's own heading on one line."""
    return "".join(column.head[-1].split())


def _columns_changed(before: tuple[Column, ...], after: tuple[Column, ...]) -> Iterator[str]:
    if len(before) == len(after) and sorted(before, key=repr) == sorted(after, key=repr):
        if before != after:
            yield "调整栏目顺序"
        return
    if len(before) == len(after):
        for old, new in zip(before, after, strict=True):
            yield from _column_changed(old, new)
        return
    gone = [one for one in before if one not in after]
    come = [one for one in after if one not in before]
    yield from (f"删去“{_short(one)}”栏" for one in gone)
    yield from (f"增加“{_short(one)}”栏" for one in come)


def _column_changed(old: Column, new: Column) -> Iterator[str]:
    if old.head != new.head:
        yield f"“{_short(old)}”栏标题改为“{_short(new)}”"
    parts = [
        _COLUMN[part.name]
        for part in fields(Column)
        if part.name != "head" and getattr(old, part.name) != getattr(new, part.name)
    ]
    if parts:
        yield f"“{_short(new)}”栏改{'、'.join(parts)}"


def _parts_changed(before: Format, after: Format) -> Iterator[str]:
    if before.page != after.page:
        turned = "横向" if after.page.landscape else "竖向"
        mode = "，公文附件样式" if after.page.mode == "annex" else ""
        yield f"纸张改为 {after.page.paper} {turned}{mode}"
    for name, word in _PARTS.items():
        if getattr(before, name) != getattr(after, name):
            yield f"改{word}"


def _short(column: Column) -> str:
    return shorten(heading_of(column), 12)
