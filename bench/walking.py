"""The window of a walk: what is done in it, and the longest pause at each action."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtTest import QTest

from bench.benched import Benched
from bench.watches import held_mb

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

DAY = date(2020, 6, 30)


class Walk(Benched):
    """The window, and the longest pause at each action of the walk."""

    def __init__(self, folder: Path, settings: Path) -> None:
        super().__init__(folder, settings, DAY)
        self.found: dict[str, float] = {}
        self.load_ahead()
        self.settle()

    def step(self, name: str, act: Callable[[], object]) -> None:
        """One action of the clerk, and all that comes of it."""
        self.settle()
        self.heart.reset()
        act()
        self.settle()
        self.found[name] = max(self.found.get(name, 0.0), self.heart.most_worked)
        print(f"    {name:<44}{self.heart}  {held_mb():.0f} MB", flush=True)

    def page(self, key: str) -> Any:
        """A page, shown and through with reading."""
        page = self.window.show_page(key)
        self.settle()
        return page

    def type(self, words: str, name: str) -> None:
        """Words typed into the search field letter by letter, and cleared."""
        box = self.window.topbar.search
        box.setFocus()
        for letter in words:
            self.step(name, partial(QTest.keyClicks, box, letter))
        self.step(name, box.clear)
