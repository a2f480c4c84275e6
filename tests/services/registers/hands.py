"""What the tests of registers ask of the ledger."""

from datetime import date

from app.models.database import Ledger
from app.services.reporting.returns import Wanted, check_return


def wanted(key: str, period: str = "2020Q2", on: date = date(2020, 7, 8)) -> Wanted:
    return Wanted(key, period, 1, on)


def codes(ledger: Ledger, key: str) -> list[str]:
    return [finding.code for finding in check_return(ledger, wanted(key))]
