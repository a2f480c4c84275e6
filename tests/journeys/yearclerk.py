"""The clerk of a whole year: what hands do on each page, and what eyes read there."""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTabBar, QWidget
from pytestqt.qtbot import QtBot

from app.models.database import Ledger
from app.models.views import TaskView
from app.services import queries
from app.ui.ledgerdesk import Desk
from app.ui.pages.returns import ReturnsPage
from app.ui.pages.tasklist.tasks import TasksPage
from app.ui.tables import Table
from tests.journeys.test_window import CTRL, LEFT, Clerk, key, type_in

ALT = Qt.KeyboardModifier.AltModifier
ENTER = Qt.Key.Key_Return


class Drawer:
    """Where the system's dialogs look: what lies on top is what the clerk picks."""

    def __init__(self) -> None:
        self.files: list[Path] = []
        self.folder = Path()

    def lay(self, *files: Path) -> None:
        """Lay files on top, to be picked by the next dialog."""
        self.files = list(files)

    def one(self, *_asked: object) -> tuple[str, str]:
        """The file picked, as QFileDialog tells it."""
        return str(self.files[0]), ""

    def many(self, *_asked: object) -> tuple[list[str], str]:
        """The files picked, as QFileDialog tells them."""
        return [str(path) for path in self.files], ""

    def place(self, *_asked: object) -> str:
        """The folder picked."""
        return str(self.folder)


class YearClerk(Clerk):
    """The clerk at the desk, for a year; with an album what is seen is kept there."""

    def __init__(self, desk: Desk, qtbot: QtBot, drawer: Drawer, album: str = "") -> None:
        super().__init__(desk, qtbot)
        self.drawer = drawer
        self._album = Path(album) if album else None
        self._seen = 0

    def look(self, name: str) -> None:
        """Keep a picture of the window, where there is an album."""
        if self._album:
            self._seen += 1
            self.qtbot.wait(60)
            self.window.grab().save(str(self._album / f"{self._seen:02d}-{name}.png"))

    @property
    def ledger(self) -> Ledger:
        """The ledger, to read back."""
        return self.window.workspace.ledger

    def on(self, day: str) -> None:
        """Alt+D, a day, Enter: 截至."""
        key(Qt.Key.Key_D, ALT)
        type_in(day)
        key(ENTER)
        assert self.window.workspace.as_of.isoformat() == day

    def tasks(self) -> dict[str, TaskView]:
        """The tasks as the table shows them today, by their words."""
        workspace = self.window.workspace
        rows = queries.list_tasks(self.ledger, as_of=workspace.as_of, period=workspace.period)
        return {row.text: row for row in rows}

    def task(self, words: str) -> TaskView:
        """The task that says these words."""
        (found,) = [row for text, row in self.tasks().items() if words in text]
        return found

    def open(self, words: str, part: str) -> TasksPage:
        """Find a task, Enter for its panel, click a part of it."""
        page = self.find(words)
        key(ENTER)
        current = page.panel.detail
        assert current is not None
        assert words in current.task.text
        click_tab(page.panel.bar, part)
        return page

    def command(self, words: str) -> None:
        """Ctrl+K, a command's name, Enter."""
        key(Qt.Key.Key_K, CTRL)
        box = QApplication.activePopupWidget()
        assert box is not None
        type_in(words)
        key(ENTER)

    def copy(self, rows: Iterable[Sequence[object]]) -> None:
        """Copy cells in a spreadsheet."""
        text = "\n".join("\t".join(map(str, row)) for row in rows)
        QApplication.clipboard().setText(text)

    def returns(self) -> ReturnsPage:
        """Ctrl+5."""
        key(Qt.Key.Key_5, CTRL)
        return self.page(ReturnsPage)


def write(words: str) -> None:
    """Type each letter where the keyboard is then: the first may open a cell."""
    for letter in words:
        field = QApplication.focusWidget()
        assert field is not None
        QTest.keyClicks(field, letter)
    QApplication.processEvents()


def click_tab(bar: QTabBar, words: str) -> None:
    """Click the tab that begins with these words."""
    (place,) = [n for n in range(bar.count()) if bar.tabText(n).startswith(words)]
    QTest.mouseClick(bar, LEFT, pos=bar.tabRect(place).center())
    QApplication.processEvents()


def row_of(table: Table, fits: Callable[[Any], bool]) -> int:
    """The place in view of the one row that fits."""
    order = table.order
    (place,) = [n for n in range(order.rowCount()) if fits(order.row_at(order.index(n, 0)))]
    return place


def drop(target: QWidget, paths: Iterable[Path]) -> None:
    """Let go of files over a widget; Qt itself delivers drops only while the system drags."""
    at = QPointF(target.rect().center())
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    held = Qt.KeyboardModifier.NoModifier
    event = QDropEvent(at, Qt.DropAction.CopyAction, mime, LEFT, held)
    target.dropEvent(event)
    QApplication.processEvents()
