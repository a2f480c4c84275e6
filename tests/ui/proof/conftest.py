"""佐证 through the real window, over a campaign of boilers."""

import pytest
from PySide6.QtWidgets import QApplication

from app.models.database import Ledger
from app.services.work.tasks import change_tasks
from app.ui.mainwindow import MainWindow
from app.ui.memory import Memory
from app.ui.workspace import Workspace
from tests.ledgers import JUNE
from tests.ui.campaign import Campaign, play_campaign
from tests.ui.proof.hands import Open


@pytest.fixture
def campaign(ledger: Ledger) -> Campaign:
    """Six tasks in two themes; the boilers must be proved."""
    played = play_campaign(ledger)
    change_tasks(ledger, [played.boilers], acceptance="改造合同、监测报告")
    return played


@pytest.fixture
def desk(
    dressed: QApplication, ledger: Ledger, memory: Memory, campaign: Campaign, open_window: Open
) -> MainWindow:
    """The window on the campaign."""
    return open_window(Workspace(ledger, memory, as_of=JUNE, list_id=campaign.list_id))
