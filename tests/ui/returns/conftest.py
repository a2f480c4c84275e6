"""报表 through the real window."""

import pytest

from app.ui.mainwindow import MainWindow
from app.ui.pages.returns import ReturnsPage


@pytest.fixture
def page(window: MainWindow) -> ReturnsPage:
    """The returns page of the window on the 23 boilers."""
    found = window.show_page("returns")
    assert isinstance(found, ReturnsPage)
    return found
