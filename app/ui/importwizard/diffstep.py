"""Step 4: what the import changes, task by task, field by field, before anything is kept."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QSplitter, QVBoxLayout, QWidget

from app.ui.comparing import marked
from app.ui.controls import button, clear, fill, hairline, label, row, scrolled
from app.ui.importwizard.comparisonbar import ComparisonBar
from app.ui.importwizard.differences import KINDS, SIGNS, DiffLine, FieldLine
from app.ui.importwizard.segments import SegmentBar
from app.ui.itemmodels.columns import Column
from app.ui.itemmodels.table import TableModel
from app.ui.style import Ink, px
from app.ui.tables import Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.services.intake.imports import ImportPlan
    from app.ui.workspace import Workspace

_SEGMENTS = (*KINDS.items(), ("all", "全部"))
_NOTHING = "（空）"
_UNANSWERED = "不回答也可以导入：按同一项处理，进展、清单和佐证都跟着走。"
_JOIN_UNANSWERED = "不回答也可以导入：都跟着转过去；留在原项的，只能在历史里查到。"
_INKS = {
    "ask": Ink.DOUBT,
    "added": Ink.ACCENT,
    "changed": Ink.CHANGED,
    "removed": Ink.FAULT,
    "same": Ink.MUTED,
}


class DiffStep(QWidget):
    """The tasks by kind of change at the left, old and new at the right.

    Signals:
        pair_answered: the clerk said whether two tasks are the same: (held id, row), bool.
        join_answered: whether what hangs on a joined task goes along: its id, bool.
        asked_again: the clerk takes back all those answers.
    """

    pair_answered = Signal(object, bool)
    join_answered = Signal(int, bool)
    asked_again = Signal()

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines: tuple[DiffLine, ...] = ()
        self.summary = label("", "heading", wrap=True)
        self.segments = SegmentBar(_SEGMENTS)
        self.model: TableModel[DiffLine] = TableModel(
            _columns(), key=lambda line: line.key, parent=self
        )
        self.table = Table(self.model, workspace.memory, "import-diff", sortable=False)
        self.comparison = ComparisonBar(workspace)
        self.again = button("", self.asked_again.emit, role="link")
        self._fields = QVBoxLayout()
        self._fields.setSpacing(px(8))
        self._lay_out()
        self.segments.chosen.connect(self._on_segment)
        self.table.selection_changed.connect(self._show_fields)

    def show_plan(self, plan: ImportPlan, lines: Sequence[DiffLine], summary: str) -> None:
        """Show a comparison, its lines and its summary; and offer it on paper."""
        self.comparison.show_plan(plan)
        self._lines = tuple(lines)
        self.summary.setText(summary)
        counts = {kind: sum(1 for line in lines if line.kind == kind) for kind in KINDS}
        self.segments.show_counts(counts | {"all": len(lines)}, hide_empty=frozenset({"ask"}))
        self.model.set_rows(self._lines)
        self.segments.choose(next((kind for kind in KINDS if counts[kind]), "all"))

    def show_answered(self, count: int) -> None:
        """Say how many pairs were answered, with the way to answer them otherwise."""
        self.again.setText(f"重新确认已答的 {count} 处")
        self.again.setVisible(bool(count))

    def _lay_out(self) -> None:
        inner = QWidget()
        inner.setProperty("role", "clear")
        inner.setLayout(self._fields)
        self._fields.setContentsMargins(px(16), px(12), px(16), px(12))
        panel = QFrame()
        panel.setProperty("role", "surface")
        column = QVBoxLayout(panel)
        column.setContentsMargins(1, 1, 1, 1)
        column.addWidget(scrolled(inner))
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setHandleWidth(px(16))
        splitter.setStyleSheet("QSplitter::handle { background: transparent; }")
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(self.table)
        splitter.addWidget(panel)
        splitter.setStretchFactor(0, 3)
        splitter.setStretchFactor(1, 2)
        splitter.setSizes([px(680), px(440)])
        panel.setMinimumWidth(px(280))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(px(12))
        told = row(self.summary, self.again)
        told.setStretch(0, 1)
        fill(layout, told, row(self.segments, None, self.comparison), self.comparison.notice)
        layout.addWidget(splitter, 1)
        self.setFocusProxy(self.table)

    def _on_segment(self, key: str) -> None:
        self.table.order.keep(lambda line: key in {"all", line.kind})
        self.table.selectRow(0)
        self._show_fields()

    def _show_fields(self) -> None:
        clear(self._fields)
        line: DiffLine | None = self.table.current_row()
        if line is None or not self.table.selected_rows():
            self._fields.addStretch(1)
            return
        self._fields.addWidget(label(f"{line.serial}　{KINDS[line.kind]}".strip(), "heading"))
        if line.kind == "ask":
            self._add_question(line)
            self._add_join(line)
        if line.kind == "same":
            self._fields.addWidget(label(line.text, wrap=True, selectable=True))
        for field in line.fields:
            self._add_field(field, both=line.kind in {"changed", "ask"})
        self._fields.addStretch(1)

    def _add_question(self, line: DiffLine) -> None:
        pair = line.pair
        if pair is None:
            return
        key = (pair.held_id, pair.row)
        self._fields.addWidget(label(line.told, "muted", wrap=True))
        self._fields.addLayout(
            row(
                button("是同一项", partial(self.pair_answered.emit, key, True)),
                button("不是", partial(self.pair_answered.emit, key, False)),
                None,
            )
        )
        self._fields.addWidget(label(_UNANSWERED, "small", wrap=True))

    def _add_join(self, line: DiffLine) -> None:
        join = line.join
        if join is None:
            return
        go, stay = partial(self.join_answered.emit, join.held_id), "留在原项"
        self._fields.addWidget(label(line.told, "muted", wrap=True))
        self._fields.addLayout(
            row(
                button(f"转到第 {join.serial} 项", partial(go, True)),
                button(stay, partial(go, False)),
                None,
            )
        )
        self._fields.addWidget(label(_JOIN_UNANSWERED, "small", wrap=True))

    def _add_field(self, field: FieldLine, *, both: bool) -> None:
        words = f"{field.name}　仅名称或写法不同" if field.soft else field.name
        fill(self._fields, hairline(), label(words, "small"))
        if not both:
            self._fields.addWidget(label(field.old or field.new, wrap=True, selectable=True))
            return
        before, after = marked(field.old, field.new)
        self._add_side("原", before or _NOTHING)
        self._add_side("新", after or _NOTHING)

    def _add_side(self, name: str, rich: str) -> None:
        words = QLabel(rich)
        words.setTextFormat(Qt.TextFormat.RichText)
        words.setWordWrap(True)
        words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        side = label(name, "muted")
        side.setAlignment(Qt.AlignmentFlag.AlignTop)
        line = row(side, words)
        line.setStretch(1, 1)
        self._fields.addLayout(line)


def _columns() -> tuple[Column[DiffLine], ...]:
    return (
        Column(
            "kind",
            "变化",
            lambda line: f"{SIGNS[line.kind]} {KINDS[line.kind]}",
            width=88,
            colour=lambda line: _INKS[line.kind].value,
        ),
        Column("serial", "序号", lambda line: line.serial, width=96),
        Column("text", "任务", lambda line: line.text, stretch=True, tip=lambda line: line.text),
        Column("told", "说明", lambda line: line.told, width=140, muted=True, tip=lambda r: r.told),
    )
