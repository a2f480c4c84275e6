"""Pages are loaded ahead in small pieces, and what the clerk does comes first."""

import os
import subprocess
import sys
import time
from pathlib import Path

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
    ahead = {spec.place.partition(":")[0] for spec in (*PAGES, *UNLISTED) if spec.ahead}
    assert ahead <= set(asked)
    missing = [piece for piece in asked if piece not in sys.modules]
    assert not missing  # a piece that was renamed or moved has to be renamed here too


def test_no_page_loaded_ahead_brings_the_spreadsheet_library() -> None:
    load = "import sys; from importlib import import_module; [import_module(one) for one in {}]"
    tell = "; print({{'openpyxl', 'numpy'}} & set(sys.modules))"
    code = (load + tell).format([one for one in Preloader().left if one.startswith("app.")])
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).resolve().parents[2])}
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, check=True, capture_output=True, text=True
    )
    assert done.stdout.strip() == "set()"


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
