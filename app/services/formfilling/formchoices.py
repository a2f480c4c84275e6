"""What the clerk has said about a form: what a column takes, and which task a row is about."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from app.importing.tables.headings import squash

FORM_FIELDS: Mapping[str, str] = {
    "": "留给人工填写",
    "progress_text": "进展情况",
    "amount": "累计完成数",
    "amount_added": "本期完成数",
    "share": "完成率",
    "left": "剩余数",
    "target": "目标数",
    "target_unit": "计量单位",
    "on_pace": "是否达到序时进度",
    "done": "是否完成",
    "state": "进度状态",
    "light": "亮灯",
    "problems": "存在问题",
    "next_steps": "下一步措施",
    "problems+next_steps": "问题及措施",
    "self_score": "自评得分",
    "checkpoint": "形象进度",
    "serial": "序号",
    "ordinal": "本表顺序号",
    "text": "任务内容",
    "groups": "类别",
    "acceptance": "认定标准",
    "deadline_text": "完成时限",
    "lead": "牵头单位",
    "responsible": "责任单位",
    "assist": "配合单位",
    "main_responsible": "主体责任单位",
    "score": "分值",
    "scoring_method": "计分办法",
}
"""What a column may take, in the order offered; a column of the list itself is ``values.NAME``."""

REGISTER_FIELDS: Mapping[str, str] = {
    "problems.ordinal": "序号",
    "problems.number": "问题编号",
    "problems.text": "问题",
    "problems.source": "问题来源",
    "problems.found_on": "发现日期",
    "problems.unit": "责任单位",
    "problems.person": "责任人",
    "problems.goal": "整改目标",
    "problems.measures": "整改措施",
    "problems.deadline": "整改时限",
    "problems.progress": "整改进展",
    "problems.state": "整改状态",
    "problems.step": "所处环节",
    "problems.is_rectified": "是否完成整改",
    "problems.is_closed": "是否销号",
    "problems.closed_on": "销号时间",
    "problems.notes": "备注",
    "items.ordinal": "序号",
    "items.name": "名称",
    "items.unit": "所在村或责任单位",
    "items.due": "完成时限",
    "items.done_on": "完成时间",
    "items.is_done": "是否完成",
    "items.state": "完成状态",
    "items.notes": "备注",
    "groups.count": "任务项数",
    "villages.ordinal": "序号",
    "villages.unit": "村（社区）",
    "villages.target": "分解数",
    "villages.amount": "累计完成数",
    "villages.amount_added": "本期完成数",
    "villages.share": "完成率",
    "villages.left": "剩余数",
}
"""What a column about problems, single objects or villages takes."""

_OWN = "values."


@dataclass(frozen=True, slots=True)
class FormChoices:
    """The clerk's corrections to what the program made of a form.

    Attributes:
        columns: the field by sheet and column name; empty leaves the column to the clerk.
        rows: the task's number by sheet and row (see `row_key`); None leaves the row blank.
    """

    columns: Mapping[tuple[str, str], str] = field(default_factory=dict)
    rows: Mapping[tuple[str, str], int | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FormRow:
    """A row the district has written, and the task it is about.

    Attributes:
        sheet: the sheet it stands on.
        row: its number in the blank.
        key: what it is remembered by.
        text: its wording.
        task_id: the task, None when none is sure or the clerk left it out.
        asked: nobody has said yet which task it is.
    """

    sheet: str
    row: int
    key: str
    text: str
    task_id: int | None
    asked: bool = False


def form_key(path: Path) -> str:
    """The key under which returns on a form are filed."""
    return f"form:{path.stem}"[:60]


def field_label(key: str) -> str:
    """The Chinese name of what a column takes."""
    if key.startswith(_OWN):
        return f"任务表“{key.removeprefix(_OWN)}”栏"
    if key.startswith("items.fields."):
        return f"清单“{key.removeprefix('items.fields.')}”栏"
    if key.startswith("towns."):
        return field_label(key.removeprefix("towns."))
    if known := FORM_FIELDS.get(key) or REGISTER_FIELDS.get(key):
        return known
    return "、".join(FORM_FIELDS.get(part, part) for part in key.split("+"))


def row_key(serial: str, text: str) -> str:
    """What a row is known by again in the next period: its serial and wording without spaces."""
    return f"{squash(serial)}|{squash(text)}"


def choices_to_plain(choices: FormChoices) -> dict[str, Any]:
    """The choices as JSON keeps them."""
    return {
        "columns": [[*place, taken] for place, taken in choices.columns.items()],
        "rows": [[*place, task_id] for place, task_id in choices.rows.items()],
    }


def choices_from_plain(kept: Mapping[str, Any]) -> FormChoices:
    """The choices as they were kept."""
    return FormChoices(
        {(sheet, name): taken for sheet, name, taken in kept.get("columns", ())},
        {(sheet, key): task_id for sheet, key, task_id in kept.get("rows", ())},
    )
