"""What the tests of 佐证 do to the panel and the page."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication

from app.models.views import EvidenceView
from app.services import queries
from app.ui.evidence.lacktable import LackTable
from app.ui.evidence.places import PlaceList
from app.ui.mainwindow import MainWindow
from app.ui.pages.proof import ProofPage
from app.ui.pages.sidepanels.sidepanel_files import FilesTab
from app.ui.pages.tasklist.tasks import TasksPage
from app.ui.workspace import Destination, Saying, Workspace
from tests.ledgers import JUNE

Open = Callable[[Workspace], MainWindow]


def photos(folder: Path, *names: str) -> list[Path]:
    paths = [folder / name for name in names]
    for number, path in enumerate(paths):
        path.write_bytes(b"photo %d %s" % (number, path.name.encode()))
    return paths


def tab_of(desk: MainWindow, task_id: int) -> FilesTab:
    desk.go(Destination("tasks", task_id=task_id, part="evidence"))
    page = desk.current_page()
    assert isinstance(page, TasksPage)
    return page.panel.files


def page_of(desk: MainWindow) -> ProofPage:
    desk.go(Destination("proof"))
    page = desk.current_page()
    assert isinstance(page, ProofPage)
    return page


def held(desk: MainWindow, task_id: int) -> tuple[EvidenceView, ...]:
    ledger = desk.workspace.ledger
    return queries.task_detail(ledger, task_id, as_of=JUNE, period="2020Q2").evidence


def items_of(desk: MainWindow, task_id: int) -> dict[str, int]:
    detail = queries.task_detail(desk.workspace.ledger, task_id, as_of=JUNE, period="2020Q2")
    return {item.name: item.id for item in detail.items}


def copy_files(*paths: Path) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    QGuiApplication.clipboard().setMimeData(mime)


def drop_on(target: PlaceList | LackTable, mime: QMimeData, at: QPoint) -> None:
    event = QDropEvent(
        QPointF(at),
        Qt.DropAction.CopyAction,
        mime,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    target.dropEvent(event)


def file_mime(*paths: Path) -> QMimeData:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return mime


def sayings(desk: MainWindow) -> list[Saying]:
    said: list[Saying] = []
    desk.workspace.said.connect(said.append)
    return said
