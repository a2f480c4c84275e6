"""The printable comparison of a revised list with the one held, from an import's plan."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from app.importing.comparing.diff import FieldChange, Value
from app.models.revision import Comparison, ComparisonLine
from app.reports.grid import Grid
from app.reports.papers.comparison import build_comparison
from app.services.intake.imports import ImportPlan
from app.services.reporting.filing import write_pair

FIELD_NAMES = {
    "text": "任务内容",
    "groups": "分组",
    "deadline_text": "完成时限",
    "lead": "牵头单位",
    "responsible": "责任单位",
    "assist": "配合单位",
    "main_responsible": "主体责任单位",
    "acceptance": "认定标准",
    "score": "分值",
    "scoring_method": "计分办法",
}
_QUARTERS = {"1": "一季度", "2": "二季度", "3": "三季度", "4": "四季度"}


def compare_editions(plan: ImportPlan, *, on: date) -> Comparison:
    """The plan of a revised list as lines to read: added, changed, dropped, to be confirmed."""
    return Comparison(
        title=plan.title,
        old_edition=plan.edition - 1,
        edition=plan.edition,
        same=len(plan.change_set.same),
        lines=tuple(_lines(plan)),
        compared_on=on,
    )


def comparison_grid(plan: ImportPlan, *, on: date) -> Grid:
    """The comparison on its page."""
    return build_comparison(compare_editions(plan, on=on))


def write_comparison(plan: ImportPlan, out: Path, *, on: date) -> tuple[Path, Path]:
    """Write the comparison into a folder, as workbook and as PDF.

    Raises:
        UserError: the folder can't be written.
    """
    stem = f"修订对照表_第{plan.edition - 1}版至第{plan.edition}版"
    return write_pair(comparison_grid(plan, on=on), out, stem)


def field_name(field: str) -> str:
    """A field in the clerk's words: quarters.2 is 二季度, years.2018 is 2018年."""
    family, _, part = field.partition(".")
    if family == "quarters":
        return _QUARTERS.get(part, part)
    if family in {"months", "years"}:
        return f"{part}{'月' if family == 'months' else '年'}"
    return FIELD_NAMES.get(field, part or field)


def _lines(plan: ImportPlan) -> Iterator[ComparisonLine]:
    changes = plan.change_set
    texts = {draft.row: draft.text for draft in plan.draft_list.tasks}
    split = {one.row: one.old_serial for one in changes.related if one.kind == "split"}
    joined = {one.held_id: one.serial for one in changes.related if one.kind == "joined"}
    for draft in changes.added:
        name = f"任务内容（拆自原{split[draft.row]}）" if draft.row in split else "任务内容"
        yield ComparisonLine("新增", "", draft.serial, name, "", draft.text)
    for change in changes.changed:
        yield _changed(change)
    for task in changes.removed:
        name = f"任务内容（并入{joined[task.id]}）" if task.id in joined else "任务内容"
        yield ComparisonLine("取消", task.serial, "", name, task.text, "")
    for pair in changes.asked:
        why = "、".join(pair.why)
        yield ComparisonLine("待确认", pair.old_serial, pair.serial, why, "", texts[pair.row])


def _changed(change: FieldChange) -> ComparisonLine:
    return ComparisonLine(
        "修改",
        change.old_serial,
        change.serial,
        field_name(change.field) + ("（仅写法）" if change.soft else ""),
        _text(change.old),
        _text(change.new),
    )


def _text(value: Value) -> str:
    return value if isinstance(value, str) else "、".join(value)
