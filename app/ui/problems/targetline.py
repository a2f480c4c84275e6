"""A line that finds tasks, items and problems while one types, to link a problem to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QStringListModel, Qt, QTimer, Signal
from PySide6.QtWidgets import QCompleter, QLineEdit

from app.models.registers import LinkTarget

if TYPE_CHECKING:
    from collections.abc import Callable

_FIND_AFTER_MS = 120
_SHOWN = 60


class TargetLine(QLineEdit):
    """Typing offers what holds the words; one of those or, on Enter, the words themselves.

    Signals:
        chosen: a LinkTarget.
    """

    chosen = Signal(object)

    def __init__(
        self, hint: str, find: Callable[[str], tuple[LinkTarget, ...]], *, free: bool
    ) -> None:
        super().__init__()
        self.setPlaceholderText(hint)
        self.setAccessibleName(hint)
        self._find, self._free = find, free
        self._offered: dict[str, LinkTarget] = {}
        self._words = QStringListModel(self)
        completer = QCompleter(self._words, self)
        completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.setCompleter(completer)
        self._find_later = QTimer(self, singleShot=True, interval=_FIND_AFTER_MS)
        self._find_later.timeout.connect(self.offer)
        self.textEdited.connect(lambda _: self._find_later.start())
        completer.activated.connect(self._take)
        self.returnPressed.connect(self._enter)

    def offer(self) -> None:
        """Offer what holds the words typed."""
        found = self._find(self.text().strip())
        self._offered = {_one_line(target.text): target for target in found}
        self._words.setStringList(list(self._offered))
        if found and self.hasFocus():
            self.completer().complete()

    def _take(self, words: str) -> None:
        target = self._offered.get(words)
        if target is not None:
            self._offered = {}
            QTimer.singleShot(0, self.clear)  # the completer writes its words afterwards
            self.chosen.emit(target)

    def _enter(self) -> None:
        """Enter takes what was offered, or the words as they are."""
        self._find_later.stop()
        words = self.text().strip()
        if words in self._offered:
            self._take(words)
        elif words and self._free:
            self.clear()
            self.chosen.emit(LinkTarget(words))


def _one_line(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _SHOWN else f"{flat[: _SHOWN - 1]}…"
