"""A part that is made when it is first looked at: behind a tab, or in another's place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from app.ui.operations import soon

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QShowEvent

W = TypeVar("W", bound=QWidget)


class LatePart(QWidget, Generic[W]):
    """The place of a part: it stands in the tab or stack, and the part comes into it.

    Whoever asks for ``part`` gets it made and filled, in view or not.

    Args:
        make: makes the part, in the place it is given.
    """

    def __init__(self, make: Callable[[QWidget], W], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._make = make
        self._fill: Callable[[W], object] | None = None
        self.made: W | None = None
        self.setProperty("role", "clear")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)

    @property
    def part(self) -> W:
        """The part as it should be now."""
        return self._settle()

    def make(self) -> None:
        """Make the part before it is looked at, with nothing in it yet."""
        if self.made is None:
            self._bring()

    def tell(self, fill: Callable[[W], object]) -> None:
        """Let the part be filled: at once in view, otherwise when it is looked at; the last counts.

        What is kept for later must go for the part as a whole, for an earlier one is forgotten.
        """
        self._fill = fill
        if self.isVisible():
            self._settle()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self.made is not None or self._fill is None:
            self._settle()
            return
        self._bring()  # filled in a turn of its own, and painted then
        self.setUpdatesEnabled(False)
        soon(self, self._show_filled, after_ms=1)

    def _show_filled(self) -> None:
        try:
            self._settle()
        finally:
            self.setUpdatesEnabled(True)

    def _settle(self) -> W:
        made = self._bring() if self.made is None else self.made
        fill, self._fill = self._fill, None
        if fill:
            fill(made)
        return made

    def _bring(self) -> W:
        self.made = made = self._make(self)
        layout = self.layout()
        if layout is not None:
            layout.addWidget(made)
        made.show()
        return made
