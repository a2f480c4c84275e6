"""Pages are loaded ahead in small pieces, and what the clerk does comes first."""

import sys
import time

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from app.ui.pages.catalogue import PAGES, UNLISTED
from app.ui.preloading import Preloader


def test_all_pages_are_loaded_ahead(qtbot: QtBot) -> None:
    preloader = Preloader()
    asked = list(preloader.left)
    preloader.start()
    qtbot.waitUntil(lambda: not preloader.left, timeout=60_000)
    assert {spec.place.partition(":")[0] for spec in (*PAGES, *UNLISTED)} <= set(asked)
    missing = [piece for piece in asked if piece not in sys.modules]
    assert not missing  # a piece that was renamed or moved has to be renamed here too


def test_a_key_puts_the_loading_off(qtbot: QtBot) -> None:
    field = QLineEdit()
    qtbot.addWidget(field)
    field.show()
    preloader = Preloader()
    preloader.start()
    preloader._timer.start(1)
    qtbot.waitUntil(lambda: preloader._thread is not None and not preloader._thread.is_alive())
    preloader._timer.start(40)
    held, end = len(preloader.left), time.monotonic() + 0.4
    while time.monotonic() < end:
        QTest.keyClick(field, Qt.Key.Key_A)
        QTest.qWait(5)
    assert len(preloader.left) == held
    qtbot.waitUntil(lambda: len(preloader.left) < held, timeout=5_000)
    preloader._timer.stop()
