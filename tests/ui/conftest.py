"""The window for tests: the real one on a real ledger, its work run inline."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.models.database import Ledger
from app.ui.ledgerdesk import Desk
from app.ui.mainwindow import MainWindow
from app.ui.memory import Memory
from app.ui.operations import run_inline
from app.ui.style import apply_style
from app.ui.workspace import Workspace
from tests.ledgers import JUNE, boilers
from tests.ui.campaign import Campaign, play_campaign

MOST_LEFT = 500
"""Widgets: a window has over a thousand, a menu or a box a few dozen."""


@pytest.fixture
def dressed(qapp: QApplication) -> Iterator[QApplication]:
    """The application in its dress at 100 %, its work run inline; closed windows go at the end.

    What an earlier test left behind is dressed too, every time: it made the suite twice as long.
    """
    assert len(qapp.allWidgets()) < MOST_LEFT, "an earlier test left its window behind"
    apply_style(qapp)
    run_inline()
    yield qapp
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


@pytest.fixture
def memory(tmp_path: Path) -> Memory:
    """An empty memory of the window."""
    return Memory(tmp_path / "window.ini")


@pytest.fixture
def desk(dressed: QApplication, memory: Memory, tmp_path: Path) -> Iterator[Desk]:
    """The desk of a clerk who starts the program for the first time.

    Its window goes at the end, all of it: a closed one that stays is dressed with every later one.
    """
    made = Desk(memory, home=tmp_path / "文档")
    yield made
    made.close()
    if made.window:
        made.window.close()
        made.window.deleteLater()


@pytest.fixture
def workspace(dressed: QApplication, ledger: Ledger, memory: Memory) -> Workspace:
    """A workspace on the 23 boilers, three of them ticked, as of 2020-06-30."""
    boilers(ledger, ticked=3)
    return Workspace(ledger, memory, as_of=JUNE, list_id=1)


@pytest.fixture
def bare_workspace(dressed: QApplication, ledger: Ledger, memory: Memory) -> Workspace:
    """A workspace on a ledger without any list."""
    return Workspace(ledger, memory, as_of=JUNE)


@pytest.fixture
def open_window(qtbot: QtBot) -> Callable[[Workspace], MainWindow]:
    """Open the window of a workspace at 1366x768, on the 工作台; qtbot closes it."""

    def make(workspace: Workspace) -> MainWindow:
        window = MainWindow(workspace)
        window.resize(1366, 768)
        window.show_page("dashboard")
        qtbot.addWidget(window)
        window.show()
        qtbot.waitExposed(window)
        return window

    return make


@pytest.fixture
def window(open_window: Callable[[Workspace], MainWindow], workspace: Workspace) -> MainWindow:
    """The window on the 23 boilers."""
    return open_window(workspace)


@pytest.fixture
def campaign(ledger: Ledger) -> Campaign:
    """Six tasks in two themes."""
    return play_campaign(ledger)


@pytest.fixture
def campaign_window(
    dressed: QApplication,
    ledger: Ledger,
    memory: Memory,
    campaign: Campaign,
    open_window: Callable[[Workspace], MainWindow],
) -> MainWindow:
    """The window on the campaign in June."""
    return open_window(Workspace(ledger, memory, as_of=JUNE, list_id=campaign.list_id))
