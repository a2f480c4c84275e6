"""What the tests of 交办 hand over, and how they look at it."""

from datetime import date

from app.models.database import Ledger
from app.models.registers import AssignedView, AssignmentView
from app.services.parties.units import add_unit
from app.services.supervision.assignments import (
    Thing,
)
from app.services.supervision.assignments_reading import (
    list_assignments,
)
from tests.ledgers import JUNE

MAY = date(2020, 5, 10)
DUE = date(2020, 6, 10)
FREE = Thing("每周五前报送巡查记录")


def villages(ledger: Ledger, *names: str) -> list[int]:
    return [add_unit(ledger, name, kind="village") for name in names]


def the_order(ledger: Ledger, *, as_of: date = JUNE) -> AssignmentView:
    (order,) = list_assignments(ledger, as_of=as_of)
    return order


def the_line(ledger: Ledger, *, as_of: date = JUNE) -> AssignedView:
    (line,) = the_order(ledger, as_of=as_of).lines
    return line
