"""An indicator's months in the side panel: twelve cells to type or paste into, and their line."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLineEdit, QVBoxLayout, QWidget

from app.models.rules.pace import plain
from app.models.rules.periods import Period
from app.models.rules.readings import Gathering, Goal
from app.services.work import goals
from app.services.work.readings import record_readings
from app.services.work.typed import read_amount
from app.ui.controls import ChoiceBox, label, row
from app.ui.linechart import LineChart, Months
from app.ui.operations import act
from app.ui.readingcell import ReadingCell
from app.ui.style import px

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

    from app.models.registers import TargetStanding
    from app.ui.workspace import Workspace

_MONTHS = 12
_ACROSS = 6


class ReadingBlock(QWidget):
    """The readings of one target in the year of the period looked at."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self._line: TargetStanding | None = None
        self._year = 0
        self.head = label("", "muted", wrap=True)
        self.cells = tuple(ReadingCell(month) for month in range(1, _MONTHS + 1))
        self.how = ChoiceBox("各月汇总方式", widest=136)
        for way in Gathering:
            self.how.addItem(f"按{way.label}计", way.value)
        self.how.setToolTip(
            "全年值由各月怎样得出：平均（浓度、比率）、合计（天数、吨）、最新（累计数）"
        )
        self.how.activated.connect(self._choose)
        self.base_words = label("基准值", "muted")
        self.base = QLineEdit()
        self.base.setFixedWidth(px(72))
        self.base.setAccessibleName("基准值")
        self.base.editingFinished.connect(self._save_base)
        self.chart = LineChart()
        self._lay_out()
        self._connect()

    def show_target(self, line: TargetStanding) -> None:
        """Show a target's months; what is being typed stays."""
        self._line = line
        self._year = Period.parse(self.workspace.period).year
        held = {row.period: row.amount for row in line.readings}
        for cell in self.cells:
            cell.show_amount(held.get(self._key(cell.month)))
        self.how.setCurrentIndex(self.how.findData(line.how.value))
        changes = line.target.change is not None
        self.base.setVisible(changes)
        self.base_words.setVisible(changes)
        year = f"{line.target.baseline_year}年" if line.target.baseline_year else ""
        self.base_words.setText(f"{year}基准值")
        if not self.base.hasFocus():
            self.base.setText("" if line.target.base is None else plain(line.target.base))
        self.head.setText(self._words(line))
        values = {
            cell.month: held[self._key(cell.month)]
            for cell in self.cells
            if self._key(cell.month) in held
        }
        goal = Goal(line.goal.number, line.goal.unit, line.goal.comparator)
        if line.goal.change is not None:
            goal = Goal(None, "", "=")
        self.chart.show_months(Months(values, goal, line.target.name))
        self.chart.setVisible(bool(values))

    def begin(self) -> None:
        """Put the keyboard into the first empty month."""
        first = next((cell for cell in self.cells if not cell.text()), self.cells[0])
        first.setFocus(Qt.FocusReason.TabFocusReason)

    def _words(self, line: TargetStanding) -> str:
        unit = f"（{line.goal.unit}）" if line.goal.unit and line.goal.change is None else ""
        head = f"{self._year}年各月数据{unit}"
        if line.target.change is not None and line.target.base is None:
            return f"{head}　填入基准值后才能与目标比较。"
        if line.gathered is not None:
            return f"{head}　{line.gathered.words} {plain(line.gathered.value)}"
        return f"{head}　可从 Excel 粘贴一行；月末以后计入。"

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(px(4))
        grid.setVerticalSpacing(px(2))
        for place, cell in enumerate(self.cells):
            down, across = divmod(place, _ACROSS)
            head = label(f"{cell.month}月", "small")
            head.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            grid.addWidget(head, down * 2, across)
            grid.addWidget(cell, down * 2 + 1, across)
            grid.setColumnStretch(across, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, px(4), 0, px(4))
        layout.setSpacing(px(4))
        layout.addWidget(self.head)
        layout.addLayout(grid)
        layout.addLayout(row(self.how, self.base_words, self.base, None))
        layout.addWidget(self.chart)

    def _connect(self) -> None:
        readonly = self.workspace.readonly
        for cell in self.cells:
            cell.setReadOnly(readonly)
            cell.typed.connect(partial(self._save_cell, cell))
            cell.pasted.connect(partial(self._paste, cell))
        self.how.setEnabled(not readonly)
        self.base.setReadOnly(readonly)

    def _key(self, month: int) -> str:
        return Period(self._year, "month", month).key

    def _save_cell(self, cell: ReadingCell) -> None:
        self._save({cell.month: cell.text()})

    def _paste(self, cell: ReadingCell, texts: tuple[str, ...]) -> None:
        room = _MONTHS - cell.month + 1
        self._save({cell.month + place: text for place, text in enumerate(texts[:room])})

    def _save(self, texts: Mapping[int, str]) -> None:
        if self._line is None or self._line.target.id is None:
            return
        amounts: dict[str, Decimal | None] = {}
        for month, text in texts.items():
            try:
                amounts[self._key(month)] = read_amount(text)
            except ValueError:
                self.workspace.complain(f"{month}月的“{text.strip()}”不是数字；请重新填写。")
                return
        number = self._line.target.id
        months = f"{min(texts)}—{max(texts)}月" if len(texts) > 1 else f"{min(texts)}月"
        act(
            self,
            self.workspace,
            lambda: record_readings(self.workspace.ledger, number, amounts),
            say=f"已保存{months}数据",
        )

    def _choose(self, _place: int) -> None:
        self._change(gathering=self.how.currentData())

    def _save_base(self) -> None:
        line = self._line
        if line is None or not self.base.isModified():
            return
        self.base.setModified(False)
        try:
            base = read_amount(self.base.text())
        except ValueError:
            self.workspace.complain(f"“{self.base.text().strip()}”不是数字；请重新填写基准值。")
            return
        if base != line.target.base:
            self._change(base=base)

    def _change(self, **facts: object) -> None:
        line = self._line
        if line is None or line.target.id is None:
            return
        number = line.target.id
        act(
            self,
            self.workspace,
            lambda: goals.change_target_facts(self.workspace.ledger, number, **facts),
            say="已修改指标设置",
        )
