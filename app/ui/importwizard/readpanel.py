"""What was recognised, in words: how many tasks, which list, which columns, which rows not."""

from __future__ import annotations

from functools import partial
from html import escape
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.ui.controls import button, clear, fill, fill_scrolled, hairline, label, row
from app.ui.importwizard.naming import SHORT, Naming
from app.ui.importwizard.understood import heads_words, left_out, left_out_words, tag_of
from app.ui.importwizard.words import reason_words
from app.ui.style import px

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.importing.drafts import DraftList
    from app.importing.tables.rows import SkippedRow
    from app.ui.importwizard.picture import ColumnTag

_MOST_PROBLEMS = 6
_PROSE = "左边着色的句子作任务：有数字、时限或点名的对象，可以核对。其余留作背景。"
_COLUMN_WORDS = 204


class ReadPanel(QFrame):
    """The summary beside the sheet.

    Signals:
        table_chosen: another table of the file, by its place.
        column_clicked: a column whose tag is to be put right, from 1.
        row_clicked: a row of the sheet to look at, from 1.
        filling_wanted: the file is no list but a blank form to be filled.
    """

    table_chosen = Signal(int)
    column_clicked = Signal(int)
    row_clicked = Signal(int)
    filling_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "surface")
        self._show_skipped = False
        self._drafts: DraftList | None = None
        self.summary = label("", "heading", wrap=True)
        self.tables = QComboBox()
        self.tables.setAccessibleName("选择表")
        self.tables.setSizeAdjustPolicy(SHORT)
        self.tables.activated.connect(self.table_chosen)
        self.naming = Naming()
        self.form = button("这是要填的空表，去填报", self.filling_wanted.emit, role="link")
        self.form.setToolTip("区里发的报表：由台账填好，不作任务分解表导入")
        self._found = QVBoxLayout()
        self._found.setSpacing(px(4))
        fill_scrolled(
            self, self.summary, self.tables, self.naming, self.form, hairline(), self._found
        )

    def offer_filling(self, *, offered: bool) -> None:
        """Show the way to filling the file in, where it can be a form."""
        self.form.setVisible(offered)

    def show_tables(self, names: Sequence[str], current: int) -> None:
        """Offer the tables of a file just read; nothing to choose when there is one."""
        self._show_skipped = False
        self.tables.clear()
        for name in names:
            self.tables.addItem(name)
            self.tables.setItemData(self.tables.count() - 1, name, Qt.ItemDataRole.ToolTipRole)
        self.tables.setCurrentIndex(current)
        self.tables.setVisible(len(names) > 1)

    def show_table(self, drafts: DraftList) -> None:
        """Show what was recognised of a table."""
        self._drafts = drafts
        prose = drafts.kind == "prose"
        heads = "取自正文" if prose else heads_words(drafts)
        self.summary.setText(f"识别到 {len(drafts.tasks)} 项任务" + (f"，{heads}" if heads else ""))
        clear(self._found)
        if prose:
            self._found.addWidget(label(_PROSE, "small", wrap=True))
        else:
            self._add_columns([tag_of(column) for column in drafts.mapping.columns])
        self._add_problems(drafts)
        self._add_skipped(left_out(drafts))
        self._found.addStretch(1)

    def _add_columns(self, tags: Sequence[ColumnTag]) -> None:
        doubtful = sum(1 for tag in tags if tag.field and not tag.sure)
        words = f"，{doubtful} 列请核对" if doubtful else ""
        self._found.addWidget(label(f"{len(tags)} 列{words}，点标签可改", "small", wrap=True))
        for tag in tags:
            self._found.addWidget(self._column(tag))

    def _column(self, tag: ColumnTag) -> QPushButton:
        heading = "".join(tag.heading.split())
        same = heading == tag.part
        words = f"{tag.sign} {tag.part}" + ("" if same else f"　←“{heading}”")
        if tag.field is None:
            words = f"{tag.sign} “{heading}” 原样保留"
        link = button("", partial(self.column_clicked.emit, tag.column), role="link")
        room = px(_COLUMN_WORDS)
        link.setText(link.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, room))
        link.setToolTip(tag.why)
        link.setAccessibleName(words)
        return link

    def _add_problems(self, drafts: DraftList) -> None:
        problems = drafts.problems
        if not problems:
            return
        fill(self._found, 8, hairline())
        self._found.addWidget(label(f"{len(problems)} 处请核对", "heading"))
        for problem in problems[:_MOST_PROBLEMS]:
            where = f"{self._place(problem.row)}：" if problem.row else ""
            self._found.addWidget(self._row_link(f"{where}{problem.message}", problem.row))
        if len(problems) > _MOST_PROBLEMS:
            rest = len(problems) - _MOST_PROBLEMS
            self._found.addWidget(label(f"其余 {rest} 处导入后在任务页标出", "small", wrap=True))

    def _add_skipped(self, rows: Sequence[SkippedRow]) -> None:
        if not rows:
            return
        fill(self._found, 8, hairline())
        unit = "处" if self._is_prose else "行"
        words = label(f"{len(rows)} {unit}未作任务：{left_out_words(tuple(rows))}", wrap=True)
        more = button("收起" if self._show_skipped else "查看", self._fold_skipped, role="link")
        head = row(words, more, spacing=4)
        head.setStretch(0, 1)
        self._found.addLayout(head)
        for skipped in rows if self._show_skipped else ():
            word, why = reason_words(skipped.why)
            text = " ".join(skipped.text.split())
            self._found.addWidget(
                self._row_link(f"{self._place(skipped.row)}　{word}　{text}", skipped.row, tip=why)
            )

    @property
    def _is_prose(self) -> bool:
        return self._drafts is not None and self._drafts.kind == "prose"

    def _place(self, row: int) -> str:
        return f"第 {row} {'段' if self._is_prose else '行'}"

    def _row_link(self, words: str, at: int | None, *, tip: str = "") -> QWidget:
        """Words that lead to a row of the sheet, on at most two lines."""
        if at is None:
            return label(words, "small", wrap=True)
        link = _WrappedLink(words)
        link.setToolTip(tip or words)
        link.linkActivated.connect(lambda _href: self.row_clicked.emit(at))
        return link

    def _fold_skipped(self) -> None:
        self._show_skipped = not self._show_skipped
        if self._drafts:
            self.show_table(self._drafts)


class _WrappedLink(QLabel):
    """A link of several lines."""

    def __init__(self, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.RichText)
        shown = words if len(words) <= 60 else f"{words[:59]}…"
        self.setText(f'<a href="row" style="text-decoration:none">{escape(shown)}</a>')
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.LinksAccessibleByMouse
            | Qt.TextInteractionFlag.LinksAccessibleByKeyboard
        )
        self.setAccessibleName(words)
