"""任务 through the real window, over a campaign of boilers."""

import pytest
from PySide6.QtWidgets import QApplication

from app.models.database import Ledger
from app.ui.mainwindow import MainWindow
from app.ui.memory import Memory
from app.ui.pages.tasklist.tasks import TasksPage
from app.ui.workspace import Workspace
from tests.ledgers import JUNE
from tests.ui.campaign import Campaign, play_campaign
from tests.ui.tasks.hands import Open, page_of


@pytest.fixture
def campaign(ledger: Ledger) -> Campaign:
    """Six tasks in two themes."""
    return play_campaign(ledger)


@pytest.fixture
def desk(
    dressed: QApplication, ledger: Ledger, memory: Memory, campaign: Campaign, open_window: Open
) -> MainWindow:
    """The window on the campaign, the task page in view."""
    window = open_window(Workspace(ledger, memory, as_of=JUNE, list_id=campaign.list_id))
    window.show_page("tasks")
    return window


@pytest.fixture
def page(desk: MainWindow) -> TasksPage:
    """The task page."""
    return page_of(desk)
