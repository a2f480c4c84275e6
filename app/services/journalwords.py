"""The journal in the clerk's words: which record, which field, from what to what."""

from typing import Any

from sqlalchemy.orm import Session

from app.models.base import Base
from app.models.journal import Change
from app.models.migrations import RECORDS
from app.services.wording import shorten

_KINDS = {
    "problem": "问题",
    "problem_step": "整改步骤",
    "problem_link": "举一反三",
    "assignment": "交办单",
    "assignment_line": "交办事项",
    "feedback": "反馈",
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
    "position": "次序",
    "problems": "存在问题",
    "reached_on": "达到日期",
    "removed_in": "取消于第几版",
    "responsible": "责任单位",
    "score": "分值",
    "scoring_method": "计分办法",
    "serial": "序号",
    "state": "状态",
    "text": "内容",
    "title": "标题",
    "unit": "单位",
    "unit_id": "责任单位",
}
_VALUES = {"yes": "本镇", "no": "非本镇", "ask": "待确认", True: "是", False: "否"}
_SETTINGS = {"as_of": "截至日期", "pace": "亮灯标准", "reporter": "填报人"}
_HIDDEN = frozenset(
    {"id", "source_row", "source_sheet", "plans", "values", "deadline_kind", "precision", "start"}
)
_LABELS = ("name", "text", "title", "file_name", "key")
_LENGTH = 40


def in_words(session: Session, change: Change) -> str:
    """One change of the journal as a line; empty when nothing of it is for reading."""
    kind = _KINDS.get(change.record, change.record)
    if change.before is None:
        return f"新增{kind}{_quoted(_label_of(change.after))}"
    if change.after is None:
        return f"删除{kind}{_quoted(_label_of(change.before))}"
    fields = [
        f"{_FIELDS.get(key, key)}：{_value(change.before.get(key))} → {_value(after)}"
        for key, after in change.after.items()
        if key not in _HIDDEN
    ]
    if not fields:
        return ""
    row = session.get(RECORDS[change.record], change.record_id)
    named = _quoted(describe(row)) if row is not None else ""
    return f"{kind}{named}　{'；'.join(fields)}"


def describe(row: Base) -> str:
    """A record's own name, cut short."""
    return _label_of({key: getattr(row, key, None) for key in _LABELS})


def describe_kind(row: Base) -> str:
    """A record with its kind: 清单项“燃气锅炉01”."""
    return f"{_KINDS.get(row.__tablename__, row.__tablename__)}{_quoted(describe(row))}"


def _label_of(values: dict[str, Any] | None) -> str:
    found = next((values[key] for key in _LABELS if values.get(key)), "") if values else ""
    return shorten(_SETTINGS.get(found, str(found)), _LENGTH)


def _quoted(label: str) -> str:
    return f"“{label}”" if label else ""


def _value(value: Any) -> str:
    if isinstance(value, dict):
        return shorten("、".join(f"{key} {one}" for key, one in value.items()), _LENGTH) or "空"
    if isinstance(value, list):
        return shorten("、".join(map(str, value)), _LENGTH) or "空"
    if value is None or value == "":
        return "空"
    return shorten(_VALUES.get(value, str(value)), _LENGTH)
