"""The program's window on a ledger, as the benches watch it: opened, loaded ahead, let live."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

import app.ui  # noqa: F401  first, as the program does: it sees to how all else is loaded
from app.services.keeping.ledgers import open_ledger
from app.ui.application import make_application
from app.ui.mainwindow import MainWindow
from app.ui.memory import Memory
from app.ui.operations import is_working
from app.ui.pages.slices import Slices
from app.ui.preloading import Preloader
from app.ui.style import apply_style
from app.ui.workspace import Workspace
from bench.watches import Heart, live

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

QUIET_S = 0.15


class Benched:
    """The window with its first page in view, and the heart that beats beside it.

    Args:
        folder: the ledger's.
        settings: where the window keeps its own settings.
        as_of: the day the ledger is looked at.
    """

    def __init__(self, folder: Path, settings: Path, as_of: date) -> None:
        apply_style(make_application())
        self.ledger = open_ledger(folder)
        self.window = MainWindow(Workspace(self.ledger, Memory(settings), as_of=as_of, list_id=1))
        self.window.resize(1366, 768)
        self.window.show()
        self.heart = Heart()
        self.window.show_page("dashboard")
        self.settle()

    def load_ahead(self) -> None:
        """Load every page and library, as the program does while the clerk looks at the first."""
        preloader = Preloader()
        preloader.start()
        while preloader.left:
            live()

    def settle(self, quiet_s: float = QUIET_S) -> None:
        """Let everything that was begun come to its end, with the window alive meanwhile."""
        end = time.perf_counter() + quiet_s
        while time.perf_counter() < end:
            live()
            if is_working() or self._is_making():
                end = time.perf_counter() + quiet_s
        QApplication.processEvents()

    def close(self) -> None:
        """Close window and ledger."""
        self.window.close()
        self.ledger.close()

    def _is_making(self) -> bool:
        """Something in view is still to be made."""
        return any(
            one.owner.isVisible() and not one.is_through for one in self.window.findChildren(Slices)
        )
