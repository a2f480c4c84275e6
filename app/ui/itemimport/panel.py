"""Beside the sheet: how many items, which columns, what is asked and what is left out."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFrame,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.ui.controls import button, clear, fill, fill_scrolled, hairline, label
from app.ui.itemimport.words import (
    count_words,
    fill_words,
    is_same,
    question,
    reason_words,
    tag_of,
    told_rows,
    told_words,
    undated_words,
)
from app.ui.style import px

if TYPE_CHECKING:
    from datetime import date

    from app.importing.registers.itemcolumns import ItemColumn
    from app.services.breakdown.itemplans import ItemFile, ItemPlan

_MOST = 40
_NAMES = 6
_WORDS, _EDGES = 236, 64


class ItemPanel(QFrame):
    """The summary of an import of items.

    Signals:
        table_chosen: another list of the file, by its place.
        column_clicked: a column whose part is to be put right, from 1.
        row_clicked: a row of the sheet to look at, from 1.
        answered: a row and whether it is the same as what it is like.
        fill_chosen: whether real names take the places of numbered blanks.
    """

    table_chosen = Signal(int)
    column_clicked = Signal(int)
    row_clicked = Signal(int)
    answered = Signal(int, bool)
    fill_chosen = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "surface")
        self.summary = label("", "heading", wrap=True)
        self.counts = label("", wrap=True)
        self.tables = QComboBox()
        self.tables.setAccessibleName("选择表")
        self.tables.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.tables.activated.connect(self.table_chosen)
        self.fill = QCheckBox()
        self.fill.toggled.connect(self.fill_chosen)
        self.fill_words = label("", "small", wrap=True)
        self.questions: list[QCheckBox] = []
        self._found = QVBoxLayout()
        self._found.setSpacing(px(4))
        self._lay_out()

    def show_tables(self, source: ItemFile) -> None:
        """Offer the lists of a file; nothing to choose when there is one."""
        self.tables.clear()
        for table, _ in source.tables:
            name = table.title or table.sheet
            self.tables.addItem(f"{name}（{len(table.rows)} 行）")
        self.tables.setCurrentIndex(source.current)
        self.tables.setVisible(len(source.tables) > 1)

    def show_plan(self, plan: ItemPlan, day: date) -> None:
        """Show what would be imported."""
        self.summary.setText(_summary(plan))
        self.counts.setText(count_words(plan))
        self.fill.setText("填上编号项")
        self.fill_words.setText(fill_words(plan))
        for part in (self.fill, self.fill_words):
            part.setVisible(plan.blanks > 0)
        clear(self._found)
        self.questions = []
        self._add_questions(plan)
        self._add_told(plan, day)
        self._add_columns(plan.drafts.mapping.columns)
        self._add_left_out(plan)
        self._found.addStretch(1)

    def _lay_out(self) -> None:
        self.fill.setChecked(True)
        found = (self.fill, self.fill_words, hairline(), self._found)
        fill_scrolled(self, self.summary, self.counts, self.tables, *found)

    def _add_questions(self, plan: ItemPlan) -> None:
        asked = plan.asked
        if not asked:
            return
        self._found.addWidget(label(f"{len(asked)} 项请确认：打勾为同一项", "heading", wrap=True))
        for line in asked[:_MOST]:
            box = QCheckBox(self._cut(question(line)))
            box.setToolTip(question(line))
            box.setAccessibleName(question(line))
            box.setChecked(is_same(line))
            box.toggled.connect(partial(self.answered.emit, line.draft.row))
            self.questions.append(box)
            self._found.addWidget(box)
        if len(asked) > _MOST:
            rest = f"其余 {len(asked) - _MOST} 项按左边表里所示导入"
            self._found.addWidget(label(rest, "small", wrap=True))
        fill(self._found, 4, hairline(), 4)

    def _add_told(self, plan: ItemPlan, day: date) -> None:
        lines = [undated_words(plan, day)] if plan.undated else []
        for names in plan.missing.values():
            more = "等" if len(names) > _NAMES else ""
            shown = "、".join(names[:_NAMES])
            lines.append(f"已有的 {len(names)} 项名单里没有，仍保留：{shown}{more}")
        for line in lines:
            self._found.addWidget(label(line, "small", wrap=True))
        if lines:
            fill(self._found, 4, hairline(), 4)

    def _add_columns(self, columns: tuple[ItemColumn, ...]) -> None:
        self._found.addWidget(label(f"{len(columns)} 列，点标签可改", "small", wrap=True))
        for column in columns:
            self._found.addWidget(self._column(column))

    def _column(self, column: ItemColumn) -> QPushButton:
        tag = tag_of(column)
        words = (
            f"{tag.sign} {tag.part}　←“{column.name}”" if tag.field else f"“{column.name}” 原样保留"
        )
        link = button(
            self._cut(words), partial(self.column_clicked.emit, column.index), role="link"
        )
        link.setToolTip(tag.why)
        link.setAccessibleName(words)
        return link

    def _add_left_out(self, plan: ItemPlan) -> None:
        rows = told_rows(plan)
        if not rows:
            return
        fill(self._found, 4, hairline(), 4)
        self._found.addWidget(label(told_words(rows), "small", wrap=True))
        for row in rows[:_MOST]:
            word, why = reason_words(row.why)
            text = " ".join(row.text.split())
            words = f"第 {row.row} 行　{word}　{text}"
            link = button(self._cut(words), partial(self.row_clicked.emit, row.row), role="link")
            link.setToolTip(f"{why}\n{text}")
            self._found.addWidget(link)

    def _cut(self, words: str) -> str:
        room = min(px(_WORDS), self.width() - px(_EDGES))
        return self.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, room)


def _summary(plan: ItemPlan) -> str:
    """名单 21 项，目标 23 台; of several tasks how many."""
    if not plan.counts:
        return "请在上面选这份名单属于哪项任务"
    if len(plan.counts) == 1:
        return plan.counts[0].words
    return f"{sum(count.listed for count in plan.counts)} 项，分到 {len(plan.counts)} 项任务"
