"""单位 through the real window, over villages that owe boilers and an order."""

from datetime import date

import pytest

from app.models.database import Ledger
from app.services.breakdown.items import change_items
from app.services.parties.units import add_unit
from app.services.queries import list_items
from app.services.supervision.assignments import Thing, issue_assignments, same_to_each
from app.ui.mainwindow import MainWindow
from app.ui.workspace import Workspace
from tests.ui.units.hands import Open


@pytest.fixture
def desk(workspace: Workspace, ledger: Ledger, open_window: Open) -> MainWindow:
    """The 23 boilers, four of them 漕溪村's; an order of two lines to it, due on 10 June."""
    village = add_unit(ledger, "漕溪村", kind="village", aliases=("漕溪",))
    add_unit(ledger, "塘口村", kind="village")
    add_unit(ledger, "水利站", kind="department")
    items = [item.id for item in list_items(ledger)]
    change_items(ledger, items[2:6], unit="漕溪村")
    change_items(ledger, items[4:5], due=date(2020, 6, 1))
    things = [Thing(item_id=items[5]), Thing("报送名单")]
    issue_assignments(
        ledger, same_to_each([village], things), on=date(2020, 5, 10), due=date(2020, 6, 10)
    )
    return open_window(workspace)
