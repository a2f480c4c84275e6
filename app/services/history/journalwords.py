"""The journal in the clerk's words: which record, which field, from what to what."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy.orm import Session

from app.models.base import Base
from app.models.journal import Change
from app.models.migrations import RECORDS
from app.models.rules.periods import Period
from app.services.wording import shorten

_KINDS = {
    "problem": "问题",
    "problem_step": "整改步骤",
    "problem_link": "举一反三",
    "assignment": "交办单",
    "assignment_line": "交办事项",
    "feedback": "反馈",
    "blank_form": "空白表",
    "own_format": "报表格式",
    "share": "分解数",
    "share_report": "分解进展",
    "reading": "月度数据",
    "task_list": "任务分解表",
    "list_source": "来源文件",
    "task": "任务",
    "target": "目标",
    "checkpoint": "形象进度",
    "item": "清单项",
    "progress": "进展",
    "evidence": "佐证",
    "unit": "单位",
    "setting": "设置",
    "learned_mapping": "列对应",
    "filed_return": "报表",
    "report_text": "工作报告",
}
_FIELDS = {
    "base": "基准值",
    "baseline_year": "基准年",
    "change": "变幅",
    "demands": "要求",
    "found_on": "发现日期",
    "gathering": "汇总方式",
    "given_on": "反馈日期",
    "goal": "整改目标",
    "issued_on": "交办日期",
    "measure": "单位",
    "measures": "整改措施",
    "needs_proof": "须有佐证",
    "own": "自有列",
    "own_columns": "自有列",
    "person": "责任人",
    "progress": "整改进展",
    "proof": "须有佐证",
    "returned_on": "退回日期",
    "returned_why": "退回原因",
    "source": "来源",
    "verdict": "审核",
    "verdict_on": "审核日期",
    "verdict_why": "审核意见",
    "withdrawn_on": "撤回日期",
    "acceptance": "认定标准",
    "aliases": "别名",
    "amount": "完成数",
    "assist": "配合单位",
    "comparator": "比较",
    "contact": "联系人",
    "deadline_text": "完成时限",
    "done_on": "完成日期",
    "due": "到期日",
    "edition": "版次",
    "fields": "自定列",
    "file_name": "文件名",
    "groups": "分组",
    "item_columns": "清单列",
    "kind": "类别",
    "lead": "牵头单位",
    "main_responsible": "主体责任单位",
    "name": "名称",
    "next_steps": "下一步措施",
    "nil_report": "零报告",
    "notes": "备注",
    "number": "数量",
    "ours": "是否本镇",
    "ours_why": "理由",
    "phone": "电话",
    "problems": "存在问题",
    "reached_on": "达到日期",
    "removed_in": "取消于第几版",
    "responsible": "责任单位",
    "score": "分值",
    "scoring_method": "计分办法",
    "serial": "序号",
    "state": "状态",
    "task_id": "对应任务",
    "text": "内容",
    "title": "标题",
    "unit": "单位",
    "unit_id": "责任单位",
}
_MORE_FIELDS = {
    "added_at": "添加时间",
    "choices": "可选项",
    "content": "报表内容",
    "dated": "填报日期",
    "draft": "草稿",
    "demands": "要求",
    "document_number": "文号",
    "done": "完成",
    "files": "文件",
    "filed_by": "定稿人",
    "filed_on": "定稿日期",
    "format_name": "报表格式",
    "imported_at": "导入时间",
    "period": "报告期",
    "plans": "年度安排",
    "retired": "停用",
    "sheet": "工作表",
    "start": "起始日",
    "value": "内容",
    "values": "原表各列",
    "version": "稿次",
    "year": "年度",
}
_VALUES = {
    "yes": "本镇", "no": "非本镇", "ask": "待确认", True: "是", False: "否",
    "accepted": "认可", "returned": "退回", "filed": "已定稿", "superseded": "已被替换",
    "average": "取平均", "sum": "累加", "latest": "取最新",
    "office": "本单位", "superior": "上级部门", "department": "本镇部门", "village": "村、社区",
    "town": "其他区镇", "enterprise": "企业", "other": "其他",
}  # fmt: skip
_MORE_VALUES = {
    "year": "年度", "half": "半年", "quarter": "季度", "month": "月度", "all": "全部", "~": "约",
}  # fmt: skip
_CODED = frozenset({"ours", "verdict", "state", "gathering", "kind", "comparator"})
_OWN_FIELDS = {
    ("problem", "number"): "编号",
    ("assignment", "number"): "文号",
    ("assignment_line", "amount"): "交办数",
    ("blank_form", "kind"): "报送周期",
    ("checkpoint", "amount"): "应达数",
    ("problem_step", "name"): "步骤",
    ("reading", "amount"): "数值",
    ("share", "amount"): "分解数",
}
"""What a column is called in one kind of record, where it is another thing than elsewhere."""
_QUARTERS = {"1": "一季度", "2": "二季度", "3": "三季度", "4": "四季度"}
_PLANS = {"months": "月", "years": "年"}
_MOMENTS = frozenset({"added_at", "imported_at"})
_PROOF = {"yes": "是", "no": "否", "": "按认定标准"}
_POINTERS = {
    "task_id": "任务",
    "item_id": "清单项",
    "unit_id": "单位",
    "problem_id": "问题",
    "other_id": "另一问题",
    "list_id": "任务分解表",
    "target_id": "目标",
    "step_id": "整改步骤",
    "line_id": "交办事项",
    "assignment_id": "交办单",
    "share_id": "分解数",
}
_SETTINGS = {"as_of": "截至日期", "pace": "亮灯标准", "reporter": "填报人",
             "scoring": "计分规则", "points": "手工评分"}  # fmt: skip
_PARTS = {
    "day": "日期",
    "green": "绿灯到（百分点）", "yellow": "黄灯到（百分点）", "ahead": "超前（百分点）",
    "filled_by": "填报人", "checked_by": "审核人", "signed_by": "签发人", "phone": "电话",
}  # fmt: skip
"""The parts of what a setting holds; other dicts go by the words of the office or the list."""
_SHUT = {
    ("filed_return", "content"): "报表内容",
    ("blank_form", "choices"): "填法",
    ("learned_mapping", "fields"): "列对应",
}
"""What a record keeps for the program alone: only that it is another is told."""
_HIDDEN = frozenset(
    {
        "id", "source_row", "source_sheet", "deadline_kind", "precision", "sha256", "size",
        "design", "fingerprint", "format_key", "key", "ours_decided", "position", "section",
    }
)  # fmt: skip
_LABELS = ("name", "text", "title", "file_name", "number", "period", "key")
_LENGTH = 40
_ADDED, _CHANGED, _REMOVED = "新增", "修改", "删除"
_Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field, from what to what; an empty side was empty, or was not there."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class RecordChange:
    """One record's change in words: 修改, 任务, its name, and its fields."""

    verb: str
    kind: str
    name: str
    fields: tuple[FieldChange, ...]


def in_words(session: Session, change: Change) -> str:
    """One change of the journal as a line; empty when nothing of it is for reading."""
    told = told_in_full(session, change)
    name = _quoted(shorten(told.name, _LENGTH))
    if told.verb != _CHANGED:
        return f"{told.verb}{told.kind}{name}"
    if not told.fields:
        return ""
    fields = (f"{one.label}：{_short(one.before)} → {_short(one.after)}" for one in told.fields)
    return f"{told.kind}{name}　{'；'.join(fields)}"


def told_in_full(session: Session, change: Change) -> RecordChange:
    """One change of the journal with every field that is for reading, nothing cut short."""
    verb = _ADDED if change.before is None else _REMOVED if change.after is None else _CHANGED
    before, after = change.before or {}, change.after or {}
    name = _name_of(session, change)
    fields = [
        field
        for key in (after or before)
        for field in _field(session, change.record, key, before.get(key), after.get(key))
        if verb == _CHANGED or name not in {field.before, field.after}
    ]
    return RecordChange(verb, kind_word(change.record), name, tuple(fields))


def clock_time(at: datetime) -> datetime:
    """A moment by the clock on the wall; the ledger keeps UTC without a zone mark."""
    return at.replace(tzinfo=at.tzinfo or UTC).astimezone()


def field_word(column: str) -> str:
    """What a column is called on the screen; empty for one that is not for reading."""
    if column in _HIDDEN:
        return ""
    return _FIELDS.get(column) or _MORE_FIELDS.get(column) or _POINTERS.get(column, column)


def kind_word(record: str) -> str:
    """What a record is called: 清单项."""
    return _KINDS.get(record, record)


def name_in(values: _Values | None) -> str:
    """A record's own name, by what it holds or held."""
    return _label_of(values)


def describe(row: Base) -> str:
    """A record's own name, cut short."""
    return shorten(_label_of({key: getattr(row, key, None) for key in _LABELS}), _LENGTH)


def describe_kind(row: Base) -> str:
    """A record with its kind: 清单项“燃气锅炉01”."""
    return f"{kind_word(row.__tablename__)}{_quoted(describe(row))}"


def lost_words(record: str, values: _Values) -> str:
    """A record that is gone with its kind, by what it held."""
    return f"{kind_word(record)}{_quoted(shorten(_label_of(values), _LENGTH))}"


def _name_of(session: Session, change: Change) -> str:
    if change.before is None or change.after is None:
        return _label_of(change.before or change.after)
    row = session.get(RECORDS[change.record], change.record_id)
    return _label_of({key: getattr(row, key, None) for key in _LABELS}) if row else ""


def _label_of(values: _Values | None) -> str:
    found = next((values[key] for key in _LABELS if values.get(key)), "") if values else ""
    return _SETTINGS.get(str(found).partition(":")[0], str(found))


def _short(text: str) -> str:
    return shorten(text, _LENGTH) or "空"


def _quoted(label: str) -> str:
    return f"“{label}”" if label else ""


def _field(session: Session, record: str, key: str, before: Any, after: Any) -> list[FieldChange]:
    """A field as lines for reading; a dict is told key by key, what is alike is left out."""
    word = _OWN_FIELDS.get((record, key)) or field_word(key)
    if not word or before == after:
        return []
    if (record, key) in _SHUT:
        told = FieldChange(_SHUT[record, key], "原有", "已更新")
        return [told] if before and after else []
    if key == "files":
        before, after = (sorted(one or {}) for one in (before, after))
    if key == "plans":
        before, after = _planned(before), _planned(after)
    if isinstance(before, dict) or isinstance(after, dict):
        head = "" if record == "setting" else f"{word}·"
        return _parts(head, before or {}, after or {})
    if key in _POINTERS:
        before, after = (_pointed(session, key, one) for one in (before, after))
    told = FieldChange(word, _value(key, before), _value(key, after))
    return [told] if told.before != told.after else []


def _planned(plans: _Values | None) -> dict[str, str]:
    """What a list writes for each quarter, month, year and town: 一季度, 6月, 2019年, 汇龙."""
    return {
        _QUARTERS.get(name, name) if kind == "quarters" else f"{name}{_PLANS.get(kind, '')}": text
        for kind, written in (plans or {}).items()
        for name, text in written.items()
    }


def _parts(head: str, old: _Values, new: _Values) -> list[FieldChange]:
    """A dict part by part, by the words its keys are called."""
    return [
        FieldChange(
            f"{head}{_PARTS.get(one, one)}", _value("", old.get(one)), _value("", new.get(one))
        )
        for one in {**old, **new}
        if old.get(one) != new.get(one)
    ]


def _pointed(session: Session, key: str, number: int | None) -> str:
    """The name of the record a number points at."""
    if number is None:
        return ""
    record = _RECORD_OF.get(key, key.removesuffix("_id"))
    row = session.get(RECORDS[record], number) if record in RECORDS else None
    return describe(row) if row is not None else "（已删除）"


_RECORD_OF = {
    "other_id": "problem",
    "list_id": "task_list",
    "step_id": "problem_step",
    "line_id": "assignment_line",
}


def _value(key: str, value: Any) -> str:
    """A value as it reads on the screen; empty for nothing."""
    if key == "proof":
        return _PROOF.get(str(value or ""), "")
    if value is None or value == "":
        return ""
    if isinstance(value, dict):
        return "、".join(f"{name} {one}" for name, one in value.items())
    if isinstance(value, list):
        return "、".join(map(str, value))
    if isinstance(value, bool) or key in _CODED:
        return _VALUES.get(value) or _MORE_VALUES.get(value, str(value))
    return _in_time(key, str(value))


def _in_time(key: str, value: str) -> str:
    if key in _MOMENTS:
        return f"{clock_time(datetime.fromisoformat(value)):%Y-%m-%d %H:%M}"
    return _period(value) if key == "period" else value


def _period(key: str) -> str:
    try:
        return Period.parse(key).label
    except ValueError:
        return key
