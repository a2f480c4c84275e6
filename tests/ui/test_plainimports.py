"""Qt's look into the source of every module is taken out of Python's import."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_ASK = """
import app.ui, linecache, sqlalchemy
from PySide6.QtWidgets import QApplication
print(sum(name.endswith(".py") for name in linecache.cache))
"""


def test_no_source_is_kept_of_what_is_imported() -> None:
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    asked = subprocess.run(
        [sys.executable, "-c", _ASK], env=environment, check=True, capture_output=True, text=True
    )
    assert int(asked.stdout) == 0
