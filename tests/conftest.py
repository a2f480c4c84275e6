"""What every test may ask for: a real ledger in a folder of its own, closed afterwards."""

import gc
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from app.models.database import Ledger
from tests.ledgers import a_ledger

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # before anything asks for a window

# What a test proves does not hang on how busy the machine is.
settings.register_profile("untimed", settings.default, deadline=None)
settings.load_profile("untimed")


def pytest_collection_finish() -> None:
    """Thousands of collected tests stay for good: no use in searching them for garbage."""
    gc.freeze()


@pytest.fixture(scope="session", autouse=True)
def _own_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Settings and log of the tests stay out of the developer's own folders."""
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        for name in ("XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"):
            patch.setenv(name, str(home))
        yield


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """An empty ledger of 牛塘镇."""
    made = a_ledger(tmp_path)
    yield made
    made.close()
