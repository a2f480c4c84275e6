"""Start-up to first paint with 5,000 tasks and 20,000 items, beside a bare PySide6 table window.

Run: ``python bench/startup.py [RUNS]``. Prints the median of both, each in processes of their own,
and their ratio; the window may take at most three times the bare one.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TASKS, ITEMS_EACH = 5_000, 4
BARE = """
import sys
from PySide6.QtCore import QAbstractTableModel, Qt, QTimer
from PySide6.QtWidgets import QApplication, QTableView
class Model(QAbstractTableModel):
    def rowCount(self, parent=None): return 10_000
    def columnCount(self, parent=None): return 7
    def data(self, index, role=Qt.ItemDataRole.DisplayRole):
        return f"{index.row()} {index.column()}" if role == Qt.ItemDataRole.DisplayRole else None
class View(QTableView):
    def paintEvent(self, event):
        super().paintEvent(event)
        QTimer.singleShot(0, QApplication.quit)
application = QApplication(sys.argv)
view = View()
view.setModel(Model())
view.resize(1366, 768)
view.show()
application.exec()
"""
OURS = """
import sys
from pathlib import Path
from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication
from app.services.ledgers import open_ledger
from app.ui.application import make_application
from app.ui.focus import workspace_of
from app.ui.mainwindow import MainWindow
from app.ui.memory import Memory
from app.ui.style import apply_style
class Painted(QObject):
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint:
            QTimer.singleShot(0, QApplication.quit)
        return False
application = make_application()
apply_style(application)
folder = Path(sys.argv[1])
ledger = open_ledger(folder)
window = MainWindow(workspace_of(ledger, Memory(folder / "window.ini")))
painted = Painted()
window.centralWidget().installEventFilter(painted)
window.resize(1366, 768)
window.show()
application.exec()
ledger.close()
"""


def main(runs: int) -> None:
    """Time both, in turn, and print the medians and the ratio."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "台账"
        _fill(folder)
        pairs = [(_seconds(BARE, folder), _seconds(OURS, folder)) for _ in range(runs + 1)][1:]
    bare, ours = (statistics.median(times) for times in zip(*pairs, strict=True))
    print(f"bare table window  {bare:6.2f} s")
    print(f"main window        {ours:6.2f} s   ({TASKS} tasks, {TASKS * ITEMS_EACH} items)")
    print(f"ratio              {ours / bare:6.2f}     (at most 3)")


def _seconds(code: str, folder: Path) -> float:
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", code, str(folder)], env=environment, check=True)
    return time.perf_counter() - start


def _fill(folder: Path) -> None:
    """A ledger of that size, in a process of its own like the rest."""
    code = f"""
import sys
from pathlib import Path
from bench.largeledger import fill
fill(Path(sys.argv[1]), tasks={TASKS}, items_each={ITEMS_EACH})
"""
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    subprocess.run([sys.executable, "-c", code, str(folder)], env=environment, check=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
