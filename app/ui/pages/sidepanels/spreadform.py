"""A small form that spreads a target over quarters or months, amounts to be changed before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLineEdit

from app.models.rules.pace import plain
from app.services.work.checkpoints import spread_amounts
from app.services.work.typed import read_amount
from app.ui.controls import ChoiceBox, button, clear, label, row
from app.ui.pages.itemlist.itemmaking import InlineForm
from app.ui.style import px
from app.ui.wording import short_period

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from decimal import Decimal

    from app.models.views import TaskView

_ACROSS = 4


class SpreadForm(InlineForm):
    """累计完成 by each period's end: proposed by time or evenly, then as the clerk types it.

    Args:
        write: carries the amounts out.
        complain: says what can't be read.
    """

    def __init__(
        self,
        write: Callable[[Mapping[str, Decimal]], object],
        complain: Callable[[str], object],
    ) -> None:
        super().__init__()
        self._write, self._complain = write, complain
        self._task: TaskView | None = None
        self.cells: dict[str, QLineEdit] = {}
        self.way = ChoiceBox("怎样分", widest=120)
        for name, key in (("按时间", "time"), ("平均分", "even")):
            self.way.addItem(name, key)
        self.kind = ChoiceBox("分到", widest=120)
        for name, key in (("各季度", "quarter"), ("各月", "month")):
            self.kind.addItem(name, key)
        for box in (self.way, self.kind):
            box.currentIndexChanged.connect(self._propose)
        self.words = label("到各期末累计完成，可以改", "muted")
        self.write = button("写入节点", self._finish)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(px(8))
        self._grid.setVerticalSpacing(px(4))
        self.body.addLayout(row(self.way, self.kind, None))
        self.body.addWidget(self.words)
        self.body.addLayout(self._grid)
        self.body.addLayout(row(None, self.write, button("取消", self.hide)))

    def begin(self, task: TaskView) -> None:
        """Open with a proposal for a task's target."""
        self._task = task
        self._propose()
        self.show()
        first = next(iter(self.cells.values()), None)
        if first is not None:
            first.setFocus(Qt.FocusReason.TabFocusReason)

    def _propose(self) -> None:
        if self._task is None:
            return
        clear(self._grid)
        self.cells = {}
        target = self._task.target
        unit = target.unit if target else ""
        self.words.setText(f"到各期末累计完成{f'（{unit}）' if unit else ''}，可以改")
        amounts = spread_amounts(
            self._task, way=self.way.currentData(), kind=self.kind.currentData()
        )
        for place, (span, amount) in enumerate(amounts):
            field = QLineEdit(plain(amount))
            field.setAlignment(Qt.AlignmentFlag.AlignRight)
            field.setAccessibleName(f"{span.label}累计完成")
            field.setMinimumWidth(px(56))
            field.returnPressed.connect(self._finish)
            down, across = divmod(place, _ACROSS)
            self._grid.addWidget(label(short_period(span.key), "small"), down * 2, across)
            self._grid.addWidget(field, down * 2 + 1, across)
            self.cells[span.key] = field

    def _finish(self) -> None:
        amounts: dict[str, Decimal] = {}
        for key, field in self.cells.items():
            try:
                amount = read_amount(field.text())
            except ValueError:
                self._complain(f"{short_period(key)}的“{field.text()}”不是数字；请重新填写。")
                field.setFocus()
                return
            if amount is not None:
                amounts[key] = amount
        if amounts and self._write(amounts) is not None:
            self.hide()
