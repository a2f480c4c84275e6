"""What every test may ask for: a real ledger in a folder of its own, closed afterwards."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.models.database import Ledger
from tests.ledgers import a_ledger


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """An empty ledger of 牛塘镇."""
    made = a_ledger(tmp_path)
    yield made
    made.close()
