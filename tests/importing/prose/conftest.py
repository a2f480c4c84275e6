"""Plans in prose, read whole."""

import pytest

from app.importing.drafts import DraftList
from tests.importing.prose.hands import PLAN, read


@pytest.fixture(scope="module")
def plan() -> DraftList:
    return read(PLAN)
