"""None must not run out while Qt hands it back."""

import gc
import sys

import pytest
from PySide6.QtCore import QObject

import app.ui  # noqa: F401  pins the singletons


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="singletons are immortal from 3.12 on")
def test_none_survives_more_answers_than_it_had_references() -> None:
    thing = QObject()
    for _ in range(100_000):
        thing.property("missing")
    gc.collect()
    assert sys.getrefcount(None) > 1_000_000
