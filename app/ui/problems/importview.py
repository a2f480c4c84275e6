"""What a file of problems was understood as: columns, rows and dates, before anything is kept."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from app.importing.registers.problemheads import PARTS
from app.importing.registers.problemtables import with_part
from app.services.supervision import problemimport
from app.services.supervision.problems import SOURCES
from app.ui.controls import ChoiceBox, ElidedLabel, button, clear, label, row
from app.ui.itemmodels.cells import offer
from app.ui.itemmodels.columns import Column
from app.ui.itemmodels.table import TableModel
from app.ui.itemmodels.taskcells import TaskDelegate
from app.ui.style import px
from app.ui.tables import Table

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from app.services.supervision.problemimport import ProblemPreview, ReadProblem
    from app.ui.workspace import Workspace

_KEEP = "原样保留"
_WHY = {
    "title": "标题", "head": "表头", "head_repeated": "重复的表头", "group": "分类行",
    "note": "注", "signature": "签字行", "total": "合计", "blank": "空行", "example": "示例",
    "unit_line": "单位行", "annex": "附件号", "document_number": "文号", "red_head": "文头",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Line:
    """A row of the preview, taken or not."""

    problem: ReadProblem
    taken: bool

    def text(self, part: str) -> str:
        """What stands in a part."""
        return self.problem.draft.values.get(part, "")


class ImportView(QWidget):
    """One screen: which column is what, which rows are taken.

    Signals:
        wanted: a preview, the rows to take, and the source of those that name none.
        left: the clerk goes back without importing.
    """

    wanted = Signal(object, object, str)
    left = Signal()

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self.workspace = workspace
        self._previews: tuple[ProblemPreview, ...] = ()
        self._taken: set[int] = set()
        self.preview: ProblemPreview | None = None
        self.sheets = ChoiceBox("清单", widest=260)
        self.sheets.currentIndexChanged.connect(self._choose_sheet)
        self.told = ElidedLabel("muted")
        self.source = QLineEdit()
        self.source.setPlaceholderText("表里没有写来源的，统一填")
        self.source.setAccessibleName("来源")
        self.source.setFixedWidth(px(176))
        offer(self.source, SOURCES)
        self.columns: dict[int, ChoiceBox] = {}
        self.model = TableModel[_Line](
            self._table_columns(), key=lambda line: line.problem.draft.row
        )
        self.table = Table(self.model, workspace.memory, "problem-import", sortable=False)
        self.table.setAccessibleName("认出的问题")
        self.table.setItemDelegate(TaskDelegate(self.table))
        self.table.verticalHeader().setDefaultSectionSize(px(48))
        self.take = button("导入", self._finish, role="primary")
        self._lay_out()

    def show_previews(self, previews: Sequence[ProblemPreview]) -> None:
        """Show what was read of a file."""
        self._previews = tuple(previews)
        blocked = self.sheets.blockSignals(True)
        self.sheets.clear()
        for one in previews:
            self.sheets.addItem(one.table.title or one.table.sheet)
        self.sheets.blockSignals(blocked)
        self.sheets.setVisible(len(previews) > 1)
        self._choose_sheet(0)
        self.table.setFocus()

    def _choose_sheet(self, place: int) -> None:
        if 0 <= place < len(self._previews):
            self.source.setText(self._previews[place].table.source)
            self._show(self._previews[place], fresh=True)

    def _show(self, preview: ProblemPreview, *, fresh: bool) -> None:
        self.preview = preview
        if fresh:
            self._taken = set(preview.fresh)
        self._show_columns(preview)
        self._show_rows()

    def _show_columns(self, preview: ProblemPreview) -> None:
        clear(self._grid)
        self.columns = {}
        for place, column in enumerate(preview.table.columns):
            box = ChoiceBox(f"“{column.name}”一列是", widest=132)
            box.addItem(_KEEP, None)
            for part, word in PARTS.items():
                box.addItem(word, part)
            box.setCurrentIndex(max(box.findData(column.part), 0))
            box.activated.connect(partial(self._read_otherwise, column.index))
            box.setMinimumWidth(px(116))
            head = ElidedLabel("small")
            head.setText(column.name)
            self._grid.addWidget(head, 0, place)
            self._grid.addWidget(box, 1, place)
            self.columns[column.index] = box

    def _show_rows(self) -> None:
        preview = self.preview
        if preview is None:
            return
        self.model.set_rows(
            tuple(_Line(one, one.draft.row in self._taken) for one in preview.problems)
        )
        count = sum(one.draft.row in self._taken for one in preview.problems)
        self.take.setText(f"导入 {count} 个问题")
        self.take.setEnabled(count > 0)
        self.told.setText(_told(preview))

    def _read_otherwise(self, index: int, _place: int) -> None:
        """The clerk says what a column is; the rows are read again."""
        preview = self.preview
        if preview is None:
            return
        table = with_part(preview.table, index, self.columns[index].currentData())
        again = problemimport.preview(
            self.workspace.ledger, table, file=preview.file, year=preview.year
        )
        place = max(self.sheets.currentIndex(), 0)
        self._previews = (*self._previews[:place], again, *self._previews[place + 1 :])
        self._show(again, fresh=True)
        self.columns[index].setFocus()

    def _take_rows(self, lines: tuple[_Line, ...], on: bool) -> None:
        rows = {line.problem.draft.row for line in lines}
        self._taken = self._taken | rows if on else self._taken - rows
        self._show_rows()

    def _finish(self) -> None:
        if self.preview is not None:
            self.wanted.emit(self.preview, frozenset(self._taken), self.source.text().strip())

    def _table_columns(self) -> list[Column[_Line]]:
        def part(key: str, width: int, *, stretch: bool = False, spare: int = 0) -> Column[_Line]:
            return Column(
                key, PARTS[key], lambda line: line.text(key), width, long=True, stretch=stretch,
                spare=spare, tip=lambda line: line.text(key),
            )  # fmt: skip

        return [
            Column(
                "taken", "导入", lambda line: line.taken, 56, "center",
                ticked=lambda line: line.taken,
                tick=lambda line, on: self._take_rows((line,), on),
                tick_many=self._take_rows,
            ),
            part("number", 64),
            part("text", 200, stretch=True),
            part("source", 84, spare=1),
            part("unit", 104),
            part("measures", 160, spare=3),
            part("deadline_text", 104),
            Column("due", "时限读作", lambda line: _due_words(line.problem), 104, muted=True),
            Column(
                "note", "说明",
                lambda line: "台账里已有" if line.problem.held else _others(line.problem), 120,
                muted=True, long=True, spare=2, tip=lambda line: _others(line.problem),
            ),
        ]  # fmt: skip

    def _lay_out(self) -> None:
        strip = QWidget()
        strip.setProperty("role", "clear")
        self._grid = QGridLayout(strip)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(px(8))
        self._grid.setVerticalSpacing(px(2))
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFixedHeight(px(76))
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(strip)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(px(8))
        top = row(
            self.sheets, self.told, None, label("来源", "muted"), self.source,
            button("取消", self.left.emit), self.take,
        )  # fmt: skip
        layout.addLayout(top)
        layout.addWidget(scroll)
        layout.addWidget(self.table, 1)


def _told(preview: ProblemPreview) -> str:
    held = sum(one.held for one in preview.problems)
    parts = [f"{preview.file}：识别到 {len(preview.problems)} 个问题"]
    if held:
        parts.append(f"{held} 个台账里已有，没有勾选")
    others = [row for row in preview.table.skipped if row.why not in {"head", "title"}]
    if others:
        kinds = "、".join(dict.fromkeys(_WHY.get(row.why, "其他") for row in others))
        parts.append(f"{len(others)} 行不是问题（{kinds}）")
    return "，".join(parts)


def _due_words(problem: ReadProblem) -> str | date:
    if problem.due is not None:
        return problem.due
    return "没有日期" if problem.draft.values.get("deadline_text") else ""


def _others(problem: ReadProblem) -> str:
    return "；".join(f"{name}：{text}" for name, text in problem.draft.fields.items())
