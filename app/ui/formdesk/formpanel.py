"""What was made of a form, in words: its columns, the rows to be told, and what to look at."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLineEdit, QPushButton, QVBoxLayout, QWidget

from app.ui.controls import button, clear, fill, hairline, label, scrolled
from app.ui.formdesk.formpicture import tag_of_column
from app.ui.formdesk.rowquestion import RowQuestion
from app.ui.style import px

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.services.formfilling.formcolumns import BoundColumn
    from app.services.formfilling.forms import FilledForm
    from app.ui.formdesk.rowquestion import TaskName

_MOST_ROWS = 40
_WORDS = 208


class FormPanel(QFrame):
    """The summary beside the form.

    Signals:
        column_clicked: a column whose tag is to be put right, from 1.
        row_clicked: a row of the blank to look at.
        row_told: a row of the form, and its task or None to leave it blank.
    """

    column_clicked = Signal(int)
    row_clicked = Signal(int)
    row_told = Signal(object, object)

    def __init__(self, *, readonly: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "surface")
        self._readonly = readonly
        self.name = QLineEdit()
        self.name.setAccessibleName("表的名称")
        self.name.setToolTip("报表格式里用的名称，可改")
        self.name.setReadOnly(readonly)
        self.summary = label("", "heading", wrap=True)
        self._found = QVBoxLayout()
        self._found.setSpacing(px(4))
        self._lay_out()

    def show_form(self, form: FilledForm, sheet: str, tasks: Sequence[TaskName]) -> None:
        """Show what was made of a sheet of the form."""
        columns = form.columns.get(sheet, ())
        taken = [one for one in columns if one.field]
        asked = [row for row in form.rows if row.asked]
        words = f"{len(columns)} 栏，由台账填 {len(taken)} 栏"
        known = [row for row in form.rows if row.task_id is not None]
        if form.rows:
            words += f"；{len(form.rows)} 行已对上 {len(known)} 行"
        self.summary.setText(words + (f"，{len(asked)} 行待认" if asked else ""))
        clear(self._found)
        self._add_asked(form, tasks)
        self._add_columns(columns)
        self._found.addStretch(1)

    def _add_asked(self, form: FilledForm, tasks: Sequence[TaskName]) -> None:
        asked = [row for row in form.rows if row.asked]
        if not asked:
            return
        self._found.addWidget(label("这些行是台账里的哪一项？", "small", wrap=True))
        for row in asked[:_MOST_ROWS]:
            question = RowQuestion(row, tasks)
            question.setEnabled(not self._readonly)
            question.told.connect(partial(self.row_told.emit, row))
            question.looked_at.connect(partial(self.row_clicked.emit, row.row))
            self._found.addWidget(question)
        if len(asked) > _MOST_ROWS:
            self._found.addWidget(label(f"还有 {len(asked) - _MOST_ROWS} 行", "small"))
        self._found.addWidget(hairline())

    def _add_columns(self, columns: Sequence[BoundColumn]) -> None:
        self._found.addWidget(label("每一栏填什么，点一下可改：", "small", wrap=True))
        for column in columns:
            self._found.addWidget(self._column(column))

    def _column(self, column: BoundColumn) -> QPushButton:
        tag = tag_of_column(column)
        heading = "".join(tag.heading.rpartition("/")[2].split())
        words = f"{tag.part}　←“{heading}”" if tag.field else f"“{heading}”不填"
        link = button("", partial(self.column_clicked.emit, column.index), role="link")
        link.setText(link.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, px(_WORDS)))
        link.setAccessibleName(words)
        link.setToolTip(f"{tag.heading}\n{tag.why}")
        link.setEnabled(not self._readonly)
        return link

    def _lay_out(self) -> None:
        inner = QWidget()
        inner.setProperty("role", "clear")
        column = QVBoxLayout(inner)
        column.setContentsMargins(px(16), px(12), px(16), px(12))
        column.setSpacing(px(8))
        fill(column, self.name, self.summary, hairline(), self._found)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(1, 1, 1, 1)
        outer.addWidget(scrolled(inner))
