"""任务 through the real window, over a campaign of boilers."""

import pytest

from app.ui.mainwindow import MainWindow
from app.ui.pages.tasklist.tasks import TasksPage
from tests.ui.tasks.hands import page_of


@pytest.fixture
def desk(campaign_window: MainWindow) -> MainWindow:
    """The window on the campaign, the task page in view."""
    campaign_window.show_page("tasks")
    return campaign_window


@pytest.fixture
def page(desk: MainWindow) -> TasksPage:
    """The task page."""
    return page_of(desk)
