"""Questions about files that stand in the page itself: so many? which item? where to?"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QCompleter, QFrame, QVBoxLayout, QWidget

from app.services.proof.proofplaces import Placing
from app.ui.controls import button, label, row
from app.ui.itemmodels.columns import Column
from app.ui.itemmodels.table import TableModel
from app.ui.style import px
from app.ui.tables import Table

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from PySide6.QtWidgets import QPushButton

    from app.services.proof.evidence import Owner
    from app.ui.memory import Memory

_STAYS = "（留在任务）"
_PLACING_HEIGHT = 200


class Bar(QFrame):
    """A quiet notice with a sentence and its answers; Esc answers no.

    Signals:
        shown: it came into view or went.
    """

    shown = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "notice")
        self.words = label("", wrap=True)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(px(12), px(8), px(12), px(8))
        self.body.setSpacing(px(8))
        self.body.addWidget(self.words)
        self.hide()

    def close_bar(self) -> bool:
        """Go away; False when it was not in view."""
        if self.isHidden():
            return False
        self.hide()
        self.shown.emit()
        return True

    def _come(self, first: QWidget) -> None:
        self.show()
        first.setFocus(Qt.FocusReason.OtherFocusReason)
        self.shown.emit()


class AskBar(Bar):
    """One sentence, yes or no."""

    def __init__(self) -> None:
        super().__init__()
        self._run: Callable[[], object] | None = None
        self.yes = answer("", self._say_yes)
        self.no = answer("不添加", self.close_bar)
        self.body.addLayout(row(self.yes, self.no, None))

    def ask(self, words: str, yes: str, run: Callable[[], object], *, no: str = "不添加") -> None:
        """Ask; ``run`` is done on yes."""
        self.words.setText(words)
        self.yes.setText(yes)
        self.no.setText(no)
        self._run = run
        self._come(self.yes)

    def _say_yes(self) -> None:
        self.close_bar()
        if self._run:
            self._run()


class PlacingBar(Bar):
    """Which file proves which item, proposed by the files' names; each can be put right.

    Signals:
        settled: the placings to carry out.
    """

    settled = Signal(object)

    def __init__(self, memory: Memory) -> None:
        super().__init__()
        self._items: Mapping[str, int] = {}
        self.model = TableModel[Placing](
            (
                Column("file", "文件", lambda one: one.path.name, 120, stretch=True,
                       tip=lambda one: one.path.name),
                Column("item", "清单项", lambda one: one.item or _STAYS, 130,
                       edit=self._place, choices=lambda _one: (_STAYS, *self._items),
                       closed=True, tip=lambda one: one.why),
            ),
            key=lambda one: one.path,
        )  # fmt: skip
        self.table = Table(self.model, memory, "proof-placing", sortable=False)
        self.table.setMinimumHeight(px(64))
        self.table.setMaximumHeight(px(_PLACING_HEIGHT))
        self.each = answer("按清单项添加", self._settle)
        self.whole = answer("全部加到任务", self._settle_whole)
        self.no = answer("不添加", self.close_bar)
        self.body.addWidget(self.table)
        self.body.addLayout(row(self.each, self.whole, self.no, None))

    def ask(self, placings: Sequence[Placing], items: Mapping[str, int]) -> None:
        """Show the placings; ``items`` are the names to choose from."""
        self._items = items
        self._show(placings)
        self._come(self.each)

    def waiting(self) -> tuple[Path, ...]:
        """The files that wait for an answer."""
        return () if self.isHidden() else tuple(one.path for one in self.model.rows)

    def _show(self, placings: Sequence[Placing]) -> None:
        self.model.set_rows(placings)
        placed = sum(one.item_id is not None for one in placings)
        left = len(placings) - placed
        rest = f"，其余 {left} 个留在任务" if left else ""
        self.words.setText(f"{len(placings)} 个文件中 {placed} 个按文件名对上清单项{rest}。")

    def _place(self, placing: Placing, name: str) -> None:
        number = self._items.get(name)
        fresh = replace(placing, item_id=number, item=name if number is not None else "", why="")
        rows = self.model.rows
        self._show([fresh if one.path == placing.path else one for one in rows])

    def _settle(self) -> None:
        self.close_bar()
        self.settled.emit(self.model.rows)

    def _settle_whole(self) -> None:
        self.close_bar()
        self.settled.emit(tuple(Placing(one.path) for one in self.model.rows))


class MoveBar(Bar):
    """Where the chosen files go: typing a few letters finds the item.

    Signals:
        chosen: the Owner they move to.
    """

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._targets: Mapping[str, Owner] = {}
        self.box = QComboBox()
        self.box.setEditable(True)
        self.box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.box.setAccessibleName("移到")
        self.box.setMinimumContentsLength(12)
        line = self.box.lineEdit()
        if line is not None:
            line.returnPressed.connect(self._settle)
        self.go = answer("移动", self._settle)
        self.no = answer("取消", self.close_bar)
        self.body.addWidget(self.box)
        self.body.addLayout(row(self.go, self.no, None))

    def ask(self, count: int, targets: Mapping[str, Owner]) -> None:
        """Ask where ``count`` files go."""
        self._targets = targets
        self.words.setText(f"{count} 件佐证移到：")
        self.box.clear()
        self.box.addItems(list(targets))
        completer = QCompleter(list(targets), self.box)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.box.setCompleter(completer)
        self._come(self.box)
        line = self.box.lineEdit()
        if line is not None:
            line.selectAll()

    def _settle(self) -> None:
        owner = self._targets.get(self.box.currentText().strip())
        if owner is not None:
            self.close_bar()
            self.chosen.emit(owner)


def answer(text: str, run: Callable[[], object]) -> QPushButton:
    """A button that Enter presses too."""
    result = button(text, run)
    result.setAutoDefault(True)
    return result
