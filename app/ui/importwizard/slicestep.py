"""Step 3: which rows are ours, each with its reason, one by one or many at once."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QFrame, QLineEdit, QMenu, QVBoxLayout, QWidget
from typing_extensions import override

from app.ui.controls import button, clear, fill, label, row, surface
from app.ui.importwizard.choices import VERDICTS, SliceRow, count_verdicts, questions, slice_rows
from app.ui.importwizard.segments import SegmentBar
from app.ui.itemmodels.columns import Column
from app.ui.itemmodels.table import TableModel
from app.ui.pinyin import Finder
from app.ui.style import Ink, px
from app.ui.tables import Table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from PySide6.QtGui import QResizeEvent

    from app.importing.drafts import DraftTask
    from app.importing.slice import Ours
    from app.ui.importwizard.choices import Question
    from app.ui.memory import Memory

_SEGMENTS = (("ask", "待确认"), ("yes", "本镇"), ("no", "其他"), ("all", "全部"))
_INKS = {"yes": Ink.ACCENT, "ask": Ink.DOUBT, "no": Ink.MUTED}
_NARROW = 960
_SIGNS = {"yes": "✓", "ask": "?", "no": "—"}


class SliceStep(QWidget):
    """The rows in three groups; Space says ours or not.

    Signals:
        decided_changed: the clerk decided about rows; see ``decided``.
        alias_learned: words that mean our office from now on.

    Attributes:
        decided: the clerk's verdict by row.
    """

    decided_changed = Signal()
    alias_learned = Signal(str)

    def __init__(self, memory: Memory, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.decided: dict[int, str] = {}
        self._tasks: Sequence[DraftTask] = ()
        self._judged: Mapping[int, Ours] = {}
        self._rows: tuple[SliceRow, ...] = ()
        self._kept: frozenset[int] = frozenset()
        self._finder: Finder | None = None
        self.segments = SegmentBar(_SEGMENTS)
        self.filter = QLineEdit()
        self.filter.setPlaceholderText("筛选任务、单位（可用拼音首字母）")
        self.filter.setClearButtonEnabled(True)
        self.filter.setAccessibleName("筛选")
        self.model: TableModel[SliceRow] = TableModel(
            self._columns(), key=lambda one: one.row, parent=self
        )
        self.table = Table(self.model, memory, "import-slice", sortable=False)
        self._questions = QVBoxLayout()
        self._questions.setSpacing(px(4))
        self._detail, detail_layout = surface()
        self._words = label("", wrap=True, selectable=True)
        self._why = label("", "muted", wrap=True, selectable=True)
        fill(detail_layout, self._words, self._why, self._verbs())
        self._lay_out()
        self._connect()

    def show_rows(self, tasks: Sequence[DraftTask], judged: Mapping[int, Ours]) -> None:
        """Show the rows of a list with what was judged of them; decisions already made stay."""
        self._tasks, self._judged = tasks, judged
        self._finder = None
        self._refresh()
        counts = count_verdicts(self._rows)
        self.segments.choose("ask" if counts.get("ask") else "yes" if counts.get("yes") else "all")
        self.table.selectRow(0)

    def forget(self) -> None:
        """Another list is read: nothing is decided about it."""
        self.decided = {}

    def decide(self, rows: Sequence[int], verdict: str) -> None:
        """Take the clerk's word on rows."""
        self.decided |= dict.fromkeys(rows, verdict)
        self._refresh()
        self.decided_changed.emit()

    def answer(self, question: Question, verdict: str) -> None:
        """Take the clerk's word on all rows that hang on the same words."""
        self.decide(question.rows, verdict)

    @property
    def counts(self) -> dict[str, int]:
        """How many rows of each verdict there are now."""
        return count_verdicts(self._rows)

    def _columns(self) -> tuple[Column[SliceRow], ...]:
        return (
            Column(
                "ours",
                "本镇",
                lambda one: one.verdict == "yes",
                width=56,
                align="center",
                ticked=lambda one: one.verdict == "yes",
                tick=lambda one, on: self.decide([one.row], "yes" if on else "no"),
                tick_many=lambda rows, on: self.decide(
                    [one.row for one in rows], "yes" if on else "no"
                ),
            ),
            Column("serial", "序号", lambda one: one.serial, width=56),
            Column("text", "任务", lambda one: one.text, stretch=True, tip=_whole),
            Column("units", "单位", lambda one: one.units, width=180, tip=_units),
            Column(
                "verdict",
                "判断",
                lambda one: f"{_SIGNS[one.verdict]} {VERDICTS[one.verdict]}",
                width=96,
                colour=lambda one: _INKS[one.verdict].value,
            ),
            Column("why", "理由", lambda one: one.why, width=336, muted=True, tip=lambda r: r.why),
        )

    def _verbs(self) -> QWidget:
        frame = QWidget()
        self._alias = button("记作本镇的名称…", self._offer_aliases, role="link")
        self._alias.setToolTip("表里用了本镇的另一个名称：记下来，以后都认得")
        line = row(
            button("是本镇", partial(self._decide_selected, "yes")),
            button("不是", partial(self._decide_selected, "no")),
            button("待确认", partial(self._decide_selected, "ask")),
            label("空格键勾选，可多选", "small"),
            None,
            self._alias,
        )
        line.setContentsMargins(0, 0, 0, 0)
        frame.setLayout(line)
        return frame

    def _lay_out(self) -> None:
        self.filter.setFixedWidth(px(280))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(px(12))
        fill(layout, row(self.segments, None, self.filter), self._questions)
        layout.addWidget(self.table, 1)
        layout.addWidget(self._detail)
        self.setFocusProxy(self.table)

    def _connect(self) -> None:
        self.segments.chosen.connect(self._on_segment)
        self.filter.textChanged.connect(lambda _text: self._filter())
        self.table.selection_changed.connect(self._show_detail)

    def _refresh(self) -> None:
        self._rows = slice_rows(self._tasks, self._judged, self.decided)
        self.model.set_rows(self._rows)
        counts = count_verdicts(self._rows) | {"all": len(self._rows)}
        self.segments.show_counts(counts, hide_empty=frozenset())
        self._show_questions()
        self._show_detail()

    def _on_segment(self, key: str) -> None:
        """Rows stay in view while they are decided; another segment gathers anew."""
        self._kept = frozenset(one.row for one in self._rows if key in {"all", one.verdict})
        self._filter()

    def _filter(self) -> None:
        words = self.filter.text().strip()
        found = self._find(words) if words else None
        self.table.order.keep(
            lambda one: one.row in self._kept and (found is None or one.row in found)
        )

    def _find(self, words: str) -> set[int] | None:
        if self._finder is None:
            self._finder = Finder(
                (task.row, " ".join((task.serial, task.text, *task.responsible, *task.lead)))
                for task in self._tasks
            )
        return self._finder.find(words)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is little room the reason stands below the table alone."""
        super().resizeEvent(event)
        narrow = self.width() < px(_NARROW)
        self.table.setColumnHidden(self.model.column_of("why"), narrow)

    def _show_questions(self) -> None:
        clear(self._questions)
        for question in questions(self._rows)[:3]:
            if len(question.rows) > 1 or question.wording:
                self._questions.addWidget(self._question(question))

    def _question(self, question: Question) -> QFrame:
        frame, layout = surface(role="notice", margins=(12, 4))
        count = len(question.rows)
        named = f"“{question.wording}”" if question.wording else "没有写责任单位的任务"
        if question.answer:
            said = f"{named}：{count} 项已定为{VERDICTS[question.answer]}"
            words = label(said, wrap=True)
            verbs = [button("改", partial(self._ask_again, question), role="link")]
        else:
            words = label(f"{named}：{count} 项，是否含本镇？", wrap=True)
            verbs = [
                button("全部是", partial(self.answer, question, "yes"), role="link"),
                button("全部不是", partial(self.answer, question, "no"), role="link"),
            ]
        line = row(words, *verbs, spacing=12)
        line.setStretch(0, 1)
        layout.addLayout(line)
        return frame

    def _ask_again(self, question: Question) -> None:
        for number in question.rows:
            self.decided.pop(number, None)
        self._refresh()
        self.decided_changed.emit()

    def _selected(self) -> tuple[SliceRow, ...]:
        rows: tuple[SliceRow, ...] = self.table.selected_rows()
        return rows

    def _decide_selected(self, verdict: str) -> None:
        rows = [one.row for one in self._selected()]
        if rows:
            self.decide(rows, verdict)

    def _show_detail(self) -> None:
        rows = self._selected()
        self._detail.setEnabled(bool(rows))
        if len(rows) > 1:
            self._words.setText(f"已选 {len(rows)} 项")
            self._why.setText("")
        else:
            self._words.setText(_whole(rows[0]) if rows else "")
            self._why.setText(f"{_units(rows[0])}　{rows[0].why}" if rows else "")
        self._alias.setVisible(len(rows) == 1 and bool(rows[0].units))

    def _offer_aliases(self) -> None:
        menu = self.alias_menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self._alias.mapToGlobal(QPoint(0, self._alias.height())))

    def alias_menu(self) -> QMenu:
        """Which unit of the row is our office under another name."""
        menu = QMenu(self)
        for one in self._selected()[:1]:
            for unit in one.units:
                action = menu.addAction(f"“{unit}”就是本镇")
                action.triggered.connect(partial(self._learn, unit))
        return menu

    def _learn(self, unit: str, _checked: bool = False) -> None:
        self.alias_learned.emit(unit)


def _whole(one: SliceRow) -> str:
    return f"{one.serial}　{one.text}".strip()


def _units(one: SliceRow) -> str:
    return "、".join(one.units)
