"""Pictures of every page of the real window, for the tour and the readme."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication, QWidget

from app.errors import Bug
from app.files import telling_disk_faults
from app.services import queries
from app.services.ledgers import open_ledger
from app.services.sample import WORKBOOK
from app.services.sample_workbook import write_revised_sample
from app.ui.application import make_application
from app.ui.focus import workspace_of
from app.ui.importwizard.stepbar import STEPS
from app.ui.importwizard.wizard import DIFF, READ, SLICE, ImportPage
from app.ui.mainwindow import MainWindow
from app.ui.memory import Memory
from app.ui.operations import run_inline
from app.ui.pages.catalogue import PAGES
from app.ui.pages.start import StartPage
from app.ui.style import apply_style
from app.ui.workspace import Destination

if TYPE_CHECKING:
    from collections.abc import Iterator

SIZE = QSize(1366, 768)
_SETTLE_ROUNDS = 5
_REVISED = "附件1 任务分解表（年中调整，示例）.xlsx"


def take_pictures(ledger_folder: Path, out: Path, *, percent: int = 100) -> list[Path]:
    """Open a ledger in the real window and save a picture of every page.

    Args:
        ledger_folder: the ledger; nothing of it is changed.
        out: where the pictures go, numbered in the order of the pages.
        percent: the text size.

    Raises:
        UserError: the ledger can't be opened or the folder not written.
    """
    application = QApplication.instance() or make_application()
    if not isinstance(application, QApplication):
        raise Bug("no window application")
    apply_style(application, percent=percent)
    run_inline()
    with telling_disk_faults(out):
        out.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as name:
        memory = Memory(Path(name) / "window.ini")  # what a clerk remembers stays out of pictures
        return [
            _save(widget, out / f"{place:02d}-{name}.png")
            for place, (name, widget) in enumerate(_views(ledger_folder, memory), 1)
        ]


def _views(ledger_folder: Path, memory: Memory) -> Iterator[tuple[str, QWidget]]:
    """The start page, then every page of the window, each ready to be pictured."""
    start = StartPage((ledger_folder,))
    start.resize(SIZE)
    start.show()
    yield "起始页", start
    start.close()
    ledger = open_ledger(ledger_folder)
    try:
        window = MainWindow(workspace_of(ledger, memory))
        window.resize(SIZE)
        window.show()
        for spec in PAGES:
            window.show_page(spec.key)
            yield spec.label, window
        yield from _task_views(window)
        yield from _import_views(window, ledger_folder / WORKBOOK)
        window.show_page("history")
        yield "历史", window
        window.close()
    finally:
        ledger.close()


def _task_views(window: MainWindow) -> Iterator[tuple[str, QWidget]]:
    """The task page with its side panel open, and filling in."""
    number = _fullest_task(window)
    if number is not None:
        window.go(Destination("tasks", task_id=number, part="items"))
        yield "任务-侧栏", window
    window.go(Destination("tasks", part="fill"))
    yield "任务-填写进展", window
    window.show_page("dashboard")


def _fullest_task(window: MainWindow) -> int | None:
    """The task with the most items; None when there is none."""
    workspace = window.workspace
    rows = queries.list_items(workspace.ledger, list_id=workspace.list_id)
    counts = Counter(row.task_id for row in rows)
    return counts.most_common(1)[0][0] if counts else None


def _import_views(window: MainWindow, workbook: Path) -> Iterator[tuple[str, QWidget]]:
    """The steps of an import: the sample's list anew, and as revised; nothing is committed."""
    if not workbook.is_file():
        return
    with TemporaryDirectory() as folder:
        revised = Path(folder) / _REVISED
        write_revised_sample(revised)
        for path, steps in ((workbook, (READ, SLICE)), (revised, (DIFF,))):
            window.go(Destination("import", file=path))
            page = window.current_page()
            for step in steps:
                if isinstance(page, ImportPage) and page.show_step(step):
                    yield f"导入-{STEPS[step]}", window
    number = _fullest_task(window)
    if number is not None:
        window.go(Destination("source", task_id=number))
        yield "来源", window


def _save(widget: QWidget, path: Path) -> Path:
    for _ in range(_SETTLE_ROUNDS):
        QApplication.processEvents()
    with telling_disk_faults(path):
        if not widget.grab().save(str(path)):
            raise OSError(f"{path} was not written")
    return path
