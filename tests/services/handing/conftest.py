"""交办 on a real ledger: orders to villages, with their lines answered and judged."""

import pytest

from app.models.database import Ledger
from app.services.supervision.assignments import (
    issue_assignments,
    same_to_each,
)
from tests.services.handing.hands import DUE, FREE, MAY, the_line


@pytest.fixture
def line(ledger: Ledger) -> int:
    """One free thing, handed to 漕溪村 on 10 May, due on 10 June."""
    issue_assignments(ledger, same_to_each(["漕溪村"], [FREE]), on=MAY, due=DUE)
    return the_line(ledger).id
