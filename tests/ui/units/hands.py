"""What the tests of 单位 do to its page."""

from collections.abc import Callable

from PySide6.QtTest import QTest

from app.models.database import Ledger
from app.models.registers import AssignedView
from app.services.supervision.assignments_reading import list_assignments
from app.ui.mainwindow import MainWindow
from app.ui.pages.unitlist.units import UnitsPage
from app.ui.workspace import Workspace
from tests.ledgers import JUNE

Open = Callable[[Workspace], MainWindow]


def units_page(window: MainWindow) -> UnitsPage:
    page = window.show_page("units")
    assert isinstance(page, UnitsPage)
    return page


def see(page: UnitsPage, letters: str) -> None:
    """Type initials into the search of units."""
    QTest.keyClicks(page.list.field, letters)
    page.list.tell_now()


def lines(ledger: Ledger) -> tuple[AssignedView, ...]:
    (order,) = list_assignments(ledger, as_of=JUNE)
    return order.lines
