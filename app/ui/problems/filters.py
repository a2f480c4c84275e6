"""Which problems the page shows: by state, source, unit, and the words searched for."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.models.rules.closing import ProblemState
from app.services.supervision.problems import units_named
from app.ui.controls import ChoiceBox
from app.ui.pinyin import Finder
from app.ui.style import px

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from app.models.registers import ProblemView

_OPEN = "未销号"
_LACKING = "缺佐证"
_NONE = "（未填）"


class ProblemFilters(QObject):
    """Three choices; the first of each keeps all.

    Signals:
        changed: another choice was made.
    """

    changed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.state = _box("状态")
        self.source = _box("来源")
        self.unit = _box("单位")
        self.boxes = (self.state, self.source, self.unit)
        self._rows: Sequence[ProblemView] = ()
        self._words = ""
        self._finder: Finder | None = None
        for box in self.boxes:
            box.currentIndexChanged.connect(lambda _: self.changed.emit())

    def offer(self, rows: Sequence[ProblemView]) -> None:
        """Offer what the rows hold, with how many of each; what is chosen stays."""
        self._rows, self._finder = rows, None
        states = Counter(row.state for row in rows)
        left = sum(row.closed_on is None for row in rows)
        lacking = sum(lacks_proof(row) for row in rows)
        words = {_OPEN: left} if left else {}
        words |= {state.label: states[state] for state in ProblemState if states[state]}
        words |= {_LACKING: lacking} if lacking else {}
        _refill(self.state, words)
        _refill(self.source, dict(Counter(row.source or _NONE for row in rows)))
        _refill(self.unit, dict(Counter(name for row in rows for name in _units_of(row))))

    def clear(self) -> bool:
        """Show all again; False when all were shown."""
        chosen = any(box.currentIndex() > 0 for box in self.boxes)
        for box in self.boxes:
            box.setCurrentIndex(0)
        return chosen

    def show_state(self, word: str) -> None:
        """Keep one state, by its word."""
        self.state.setCurrentIndex(max(self.state.findData(word), 0))

    def search(self, words: str) -> None:
        """Keep what holds the words, in any text or by pinyin initials; all when empty."""
        if words != self._words:
            self._words = words
            self.changed.emit()

    def test(self) -> Callable[[ProblemView], bool] | None:
        """Whether a row is to be shown, by what is chosen now; None where all are."""
        state, source, unit = (box.currentData() for box in self.boxes)
        found = self._found()
        if (state, source, unit, found) == (None, None, None, None):
            return None
        return lambda row: (
            (found is None or row.id in found)
            and _is_in(row, state)
            and source in {None, row.source or _NONE}
            and (unit is None or unit in _units_of(row))
        )

    def _found(self) -> set[int] | None:
        if not self._words.strip():
            return None
        if self._finder is None:
            self._finder = Finder((row.id, _searched(row)) for row in self._rows)
        return self._finder.find(self._words)


def lacks_proof(row: ProblemView) -> bool:
    """A step was finished although its proof is missing."""
    return any(step.needs_proof and step.done_on and not step.evidence for step in row.steps)


def _units_of(row: ProblemView) -> tuple[str, ...]:
    return units_named(row.unit) or (_NONE,)


def _searched(row: ProblemView) -> str:
    parts = (
        row.number, row.text, row.source, row.unit, row.person, row.measures, row.goal,
        row.progress, row.notes, row.deadline_text, *row.fields.values(),
    )  # fmt: skip
    return "\n".join(parts)


def _is_in(row: ProblemView, word: str | None) -> bool:
    if word == _OPEN:
        return row.closed_on is None
    if word == _LACKING:
        return lacks_proof(row)
    return word in {None, row.state.label}


def _box(name: str) -> ChoiceBox:
    box = ChoiceBox(name, widest=128)
    box.setMinimumWidth(px(96))
    box.setToolTip(f"按{name}筛选")
    box.addItem(f"{name}：全部", None)  # cut short, it still says which choice it is
    return box


def _refill(box: ChoiceBox, words: dict[str, int]) -> None:
    """Offer other words, and stay with the one chosen while it is still offered."""
    chosen = box.currentData()
    blocked = box.blockSignals(True)
    while box.count() > 1:
        box.removeItem(1)
    for word, count in words.items():
        box.addItem(f"{word}　{count}", word)
    box.setCurrentIndex(max(box.findData(chosen), 0))
    box.view().setMinimumWidth(px(200))
    box.blockSignals(blocked)
