"""What the clerk is shown of a blank form: its sheet, its columns' tags, its rows' tasks; no Qt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.services.formfilling.formchoices import field_label
from app.ui.importwizard.picture import ColumnTag, RowMark, SheetPicture

if TYPE_CHECKING:
    from app.services.formfilling.formchoices import FormRow
    from app.services.formfilling.formcolumns import BoundColumn
    from app.services.formfilling.forms import FilledForm

_SURE = 0.75


def picture_of_form(form: FilledForm, sheet_name: str) -> SheetPicture:
    """A sheet of the blank with what each column takes and which rows are known."""
    sheet = next(one for one in form.sheets if one.name == sheet_name)
    rows = {row: RowMark("head", "表头") for row in form.heads.get(sheet_name, ())}
    rows |= {row.row: _mark(row) for row in form.rows if row.sheet == sheet_name}
    tags = {one.index: tag_of_column(one) for one in form.columns.get(sheet_name, ())}
    return SheetPicture(sheet, rows, tags)


def tag_of_column(column: BoundColumn) -> ColumnTag:
    """The tag over a column: what it takes, and how sure that is."""
    period = f"（{column.period.label}）" if column.period and column.field else ""
    return ColumnTag(
        column=column.index,
        heading=column.name,
        field=column.field or None,
        part=field_label(column.field) + period,
        sure=column.confidence >= _SURE,
        why=column.why,
    )


def _mark(row: FormRow) -> RowMark:
    if row.asked:
        return RowMark("here", "待认", "没有把握是台账里的哪一项，请在右边选定")
    if row.task_id is None:
        return RowMark("skipped", "不填", "您选择了不填这一行")
    return RowMark("task")
