"""What was made of a form, in words: its columns, the rows to be told, and what to look at."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLineEdit, QPushButton, QVBoxLayout, QWidget

from app.ui.controls import clear, fill, hairline, label, scrolled
from app.ui.formdesk.formpicture import tag_of_column
from app.ui.formdesk.rowquestion import RowQuestion
from app.ui.style import px

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.services.formfilling.formchoices import FormRow
    from app.services.formfilling.formcolumns import BoundColumn
    from app.services.formfilling.forms import FilledForm
    from app.ui.formdesk.rowquestion import TaskName

_MOST_ROWS = 40
_MOST_KNOWN = 200
_WORDS = 208
_NONE = "不填"


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
        for words in form.lost:
            self._found.addWidget(label(words, "fault", wrap=True, selectable=True))
        self._add_asked(form, tasks)
        self._add_columns(columns)
        self._add_known([row for row in form.rows if not row.asked], tasks)
        self._found.addStretch(1)

    def _add_known(self, rows: Sequence[FormRow], tasks: Sequence[TaskName]) -> None:
        """The rows that are told, each to be told otherwise."""
        if not rows:
            return
        words = {task.id: task.words for task in tasks}
        self._found.addWidget(hairline())
        self._found.addWidget(label("每一行是哪一项，点一下可改：", "small", wrap=True))
        for row in rows[:_MOST_KNOWN]:
            task = words.get(row.task_id, _NONE) if row.task_id is not None else _NONE
            link = self._link(f"第{row.row}行　←{task}")
            link.clicked.connect(partial(self._ask_again, link, row, tasks))
            link.setToolTip(f"{' '.join(row.text.split())}\n{task}")
            self._found.addWidget(link)

    def _ask_again(
        self, link: QPushButton, row: FormRow, tasks: Sequence[TaskName], _on: bool = False
    ) -> None:
        """Put the question of a row in the place of its line."""
        question = self._question(row, tasks)
        self._found.insertWidget(self._found.indexOf(link), question)
        link.hide()
        link.deleteLater()
        question.choice.setFocus(Qt.FocusReason.OtherFocusReason)
        self.row_clicked.emit(row.row)

    def _question(self, row: FormRow, tasks: Sequence[TaskName]) -> RowQuestion:
        question = RowQuestion(row, tasks)
        question.setEnabled(not self._readonly)
        question.told.connect(partial(self.row_told.emit, row))
        question.looked_at.connect(partial(self.row_clicked.emit, row.row))
        return question

    def _add_asked(self, form: FilledForm, tasks: Sequence[TaskName]) -> None:
        asked = [row for row in form.rows if row.asked]
        if not asked:
            return
        self._found.addWidget(label("这些行是台账里的哪一项？", "small", wrap=True))
        for row in asked[:_MOST_ROWS]:
            self._found.addWidget(self._question(row, tasks))
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
        link = self._link(words)
        link.clicked.connect(partial(self._tell_column, column.index))
        link.setToolTip(f"{tag.heading}\n{tag.why}")
        return link

    def _tell_column(self, index: int, _on: bool = False) -> None:
        self.column_clicked.emit(index)

    def _link(self, words: str) -> QPushButton:
        link = QPushButton()
        link.setProperty("role", "link")
        link.setCursor(Qt.CursorShape.PointingHandCursor)
        link.setText(link.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, px(_WORDS)))
        link.setAccessibleName(words)
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
