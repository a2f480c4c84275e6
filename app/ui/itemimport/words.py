"""The clerk's words for the parts of a list of objects, and for what becomes of its rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.importing.registers.itemheadings import FIELDS
from app.ui.importwizard.picture import ColumnTag, RowMark, SheetPicture
from app.ui.wording import day_in_year

if TYPE_CHECKING:
    from datetime import date

    from app.importing.registers.itemcolumns import ItemColumn
    from app.importing.tables.rows import SkippedRow
    from app.services.breakdown.itemplans import ItemFile, ItemLine, ItemPlan

KEPT = "原样保留"
PARTS = {
    "name": "名称",
    "tail": "名称（接后）",
    "unit": "责任单位",
    "due": "时限",
    "done_on": "完成日期",
    "notes": "备注",
    "task": "所属任务",
    "serial": "行号",
}
OFFERED: tuple[str | None, ...] = (None, *FIELDS)
KINDS = {
    "add": "新增",
    "fill": "填入编号项",
    "update": "更新",
    "same": "不变",
    "twin": "重复，不导入",
}
_REASONS = {
    "annex": ("附件号", "附件号，不是清单项"),
    "title": ("标题", "标题，不是清单项"),
    "red_head": ("文头", "文件头，不是清单项"),
    "document_number": ("文号", "文号，不是清单项"),
    "unit_line": ("填报", "填报单位、计量单位一行，不是清单项"),
    "head": ("表头", "表头"),
    "head_repeated": ("表头", "换页后重复的表头"),
    "group": ("分组", "分组，村名作下面各项的责任单位，其余记在“分组”列"),
    "note": ("注", "注，不是清单项"),
    "signature": ("签字", "签字、落款一行，不是清单项"),
    "example": ("示例", "填写示例，不是清单项"),
    "total": ("合计", "合计行，不是清单项"),
    "blank": ("空行", "只有序号，没有内容"),
    "no_name": ("无名称", "这一行没有名称，没有导入"),
    "no_task": ("无任务", "没有说明属于哪项任务，或台账里没有这项任务"),
}
_OTHER = ("其他", "没有认作清单项")
_QUIET = frozenset({"head", "head_repeated", "group"})
_SURE = 0.6


def part_word(field: str | None) -> str:
    """A part in the clerk's words."""
    return KEPT if field is None else PARTS[field]


def reason_words(why: str) -> tuple[str, str]:
    """A left out row's reason: one word for the margin, and a phrase."""
    return _REASONS.get(why, _OTHER)


def tag_of(column: ItemColumn) -> ColumnTag:
    """A column's tag."""
    return ColumnTag(
        column=column.index,
        heading=column.name,
        field=column.field,
        part=part_word(column.field),
        sure=column.confidence >= _SURE,
        why=f"“{column.name}”：{column.why}",
    )


def picture_of(source: ItemFile, plan: ItemPlan | None) -> SheetPicture | None:
    """The sheet with what becomes of its rows and the parts of its columns."""
    if source.sheet is None:
        return None
    skipped = plan.left_out if plan else source.table.skipped
    rows = {row.row: RowMark("task") for row in source.table.rows}
    rows |= {one.row: _mark(one) for one in skipped}
    for line in plan.lines if plan else ():
        rows[line.draft.row] = RowMark("task", KINDS[line.kind][:2], line_words(line))
    columns = (plan.drafts.mapping if plan else source.mapping).columns
    return SheetPicture(source.sheet, rows, {column.index: tag_of(column) for column in columns})


def _mark(skipped: SkippedRow) -> RowMark:
    word, why = reason_words(skipped.why)
    if skipped.why in {"head", "head_repeated"}:
        return RowMark("head", word, why)
    return RowMark("group" if skipped.why == "group" else "skipped", word, why)


def line_words(line: ItemLine) -> str:
    """What becomes of a row, in a sentence."""
    changed = "；".join(f"{name} {old or '空'} → {new}" for name, old, new in line.changes)
    match line.kind:
        case "twin":
            return f"与第 {line.twin} 行相同，不导入"
        case "fill":
            return f"填入“{line.held}”"
        case "update":
            return f"更新：{changed}"
        case "same":
            return "已有，没有变化"
    return f"与第 {line.twin} 行同名，另作一项" if line.twin else "新增"


def question(line: ItemLine) -> str:
    """What the clerk is asked of a row; yes means the same."""
    if line.twin:
        return f"第 {line.draft.row} 行“{line.draft.name}”与第 {line.twin} 行是同一项（不导入）"
    return f"第 {line.draft.row} 行“{line.draft.name}”就是已有的“{line.alike}”"


def is_same(line: ItemLine) -> bool:
    """The answer as it stands: the row is taken for the same."""
    return line.kind == "twin" if line.twin else line.item_id is not None


def count_words(plan: ItemPlan) -> str:
    """新增 12 项，更新 3 项."""
    count = plan.count()
    parts = [f"{word} {count[kind]} 项" for kind, word in KINDS.items() if count[kind]]
    return "，".join(parts) or "没有可以导入的项"


def told_rows(plan: ItemPlan) -> tuple[SkippedRow, ...]:
    """The rows that came to nothing; heads and groups are used."""
    return tuple(row for row in plan.left_out if row.why not in _QUIET)


def told_words(rows: tuple[SkippedRow, ...]) -> str:
    """4 行未导入：标题、合计、注."""
    reasons = "、".join(dict.fromkeys(reason_words(row.why)[0] for row in rows))
    return f"{len(rows)} 行未导入：{reasons}"


def fill_words(plan: ItemPlan) -> str:
    """What filling numbered blanks means."""
    ticked = plan.ticked_blanks
    rest = f"，其中 {ticked} 项已勾选，请核对" if ticked else ""
    return f"用名单填上已有的 {plan.blanks} 个编号项{rest}"


def undated_words(plan: ItemPlan, day: date) -> str:
    """What becomes of rows that only say that they are done."""
    return f"{plan.undated} 项只写了“已完成”，完成日期按 {day_in_year(day)} 记"


def imported_words(plan: ItemPlan) -> str:
    """What was imported, for the foot of the window."""
    count = plan.count()
    parts = [
        f"{word} {count[kind]} 项"
        for kind, word in (("add", "新增"), ("fill", "填入"), ("update", "更新"))
        if count[kind]
    ]
    target = plan.counts[0].words if len(plan.counts) == 1 else f"{len(plan.counts)} 项任务"
    return f"已导入清单：{'，'.join(parts) or '没有变化'}（{target}）"
