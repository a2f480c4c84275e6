"""Start-up to first paint, 5,000 tasks and 20,000 items, beside a bare PySide6 table window.

Run: ``PYTHONPATH=. python bench/startup.py [RUNS]``.
Each start is a process of its own, timed from its launch, by the clock and by what it worked itself
(neighbours on a shared machine lengthen only the first). The outline of our window is painted
first; then the database's rooms load and the ledger opens.
"""

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.apart import SEEING, run_apart

TASKS, ITEMS_EACH = 5_000, 4
BARE = """
import sys, time
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
        print(time.time() - float(sys.argv[2]), time.process_time())
        QTimer.singleShot(0, QApplication.quit)
application = QApplication([])
view = View()
view.setModel(Model())
view.resize(1366, 768)
view.show()
application.exec()
"""
OURS = """
import sys, time
from pathlib import Path
from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication
from app.ui.application import Starter, make_application
from app.ui.memory import Memory
from app.ui.style import apply_style
start = float(sys.argv[2])
class Watch(QObject):
    seen = set()
    def is_filled(self, tile):
        page = tile
        while page and type(page).__name__ != "DashboardPage":
            page = page.parentWidget()
        return page and page._view
    def eventFilter(self, watched, event):
        kind = type(watched).__name__
        known = {"Outline", "MainWindow", "LightTile"} - self.seen
        if event.type() == QEvent.Type.Paint and kind in known:
            if kind == "LightTile" and not self.is_filled(watched):
                return False
            self.seen.add(kind)
            print(time.time() - start, time.process_time())
            if kind == "LightTile":
                QTimer.singleShot(0, QApplication.quit)
        return False
application = make_application()
apply_style(application)
watch = Watch()
application.installEventFilter(watch)
folder = Path(sys.argv[1])
starter = Starter(Memory(folder / "window.ini"), folder)
starter.begin()
application.exec()
starter.close()
"""


def main(runs: int) -> None:
    """Time both, in turn, and print the medians and the ratio."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "台账"
        run_apart(f"bench.largeledger.fill(path, tasks={TASKS}, items_each={ITEMS_EACH})", folder)
        rounds = [(*_seconds(BARE, folder), *_seconds(OURS, folder)) for _ in range(runs + 1)][1:]
    middle = [statistics.median(times) for times in zip(*rounds, strict=True)]
    names = (
        "a bare table window",
        "our window's outline",
        "our window with the ledger",
        "the first page's figures",
    )
    for place, name in enumerate(names):
        clock, worked = middle[2 * place : 2 * place + 2]
        times = f"{clock:6.2f} s {clock / middle[0]:6.2f} x   worked {worked:6.2f} s"
        print(f"{name:<28}{times} {worked / middle[1]:6.2f} x")
    print(f"({TASKS} tasks, {TASKS * ITEMS_EACH} items; the outline at most 3 x)")


def _seconds(code: str, folder: Path) -> list[float]:
    """What the process prints: the seconds to each first paint, and those it worked till then."""
    environment = SEEING | {"QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-c", code, str(folder), str(time.time())]
    done = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)
    return [float(word) for word in done.stdout.split()]


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
