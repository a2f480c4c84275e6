"""Pictures of every page of the real window, for the tour and the readme."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, QThread, QThreadPool
from PySide6.QtWidgets import QApplication, QWidget

from app.errors import Bug
from app.files import telling_disk_faults
from app.services import queries
from app.services.breakdown import shares
from app.services.keeping.ledgers import open_ledger
from app.services.parties import units
from app.services.samples.sample import WORKBOOK
from app.services.samples.sample_papers import FORM, LIST, write_sample_form, write_sample_items
from app.services.samples.sample_workbook import write_revised_sample
from app.services.supervision import problems
from app.services.supervision.assignments import Thing
from app.services.supervision.assignments_reading import list_assignments
from app.ui.application import make_application
from app.ui.focus import workspace_of
from app.ui.formdesk.formpage import FormPage
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
_PATIENCE = 2000  # milliseconds
_BETWEEN_MS = 20
_FORM_ROWS = 12
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
    start.deleteLater()
    ledger = open_ledger(ledger_folder)
    try:
        window = MainWindow(workspace_of(ledger, memory))
        window.resize(SIZE)
        window.show()
        for spec in PAGES:
            window.show_page(spec.key)
            yield spec.label, window
        yield from _task_views(window)
        yield from _problem_view(window)
        yield from _village_views(window)
        window.go(Destination("proof", part="all"))
        yield "佐证", window
        yield from _paper_views(window)
        yield from _import_views(window, ledger_folder / WORKBOOK)
        window.show_page("history")
        yield "历史", window
        window.close()
        window.deleteLater()
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


def _problem_view(window: MainWindow) -> Iterator[tuple[str, QWidget]]:
    """The problem furthest on its way that is still open, in the panel."""
    workspace = window.workspace
    found = problems.list_problems(workspace.ledger, as_of=workspace.as_of)
    left = [one for one in found if one.closed_on is None]
    if left:
        further = max(left, key=lambda one: sum(bool(step.done_on) for step in one.steps))
        window.go(Destination("problems", problem_id=further.id))
        yield "问题-侧栏", window


def _village_views(window: MainWindow) -> Iterator[tuple[str, QWidget]]:
    """分解到村, then 交办 before and after, and the unit that was handed something last."""
    workspace = window.workspace
    number = _fullest_task(window)
    split = [row for row in shares.split_rows(workspace.ledger) if row.shares]
    fullest = max(split, key=lambda row: len(row.shares), default=None)
    window.go(Destination("split", task_id=fullest.task_id if fullest else number))
    yield "分解到村", window
    if number is not None:
        window.go(Destination("handing", things=(Thing(task_id=number),)))
        yield "交办", window
    orders = list_assignments(workspace.ledger, as_of=workspace.as_of)
    if orders:
        answered = [one for one in orders if any(line.feedback for line in one.lines)]
        order = (answered or list(orders))[0]
        window.go(Destination("handing", orders=(order.id,)))
        yield "交办单", window
        window.go(Destination("units", unit_id=order.unit_id, assignment_id=order.id))
        yield "单位-交办", window


def _paper_views(window: MainWindow) -> Iterator[tuple[str, QWidget]]:
    """A list of objects and a district's blank form, both as they are recognised."""
    workspace = window.workspace
    tasks = queries.list_tasks(
        workspace.ledger, as_of=workspace.as_of, period=workspace.period, ours=("yes",)
    )
    if not tasks:
        return
    villages = [unit.name for unit in units.list_units(workspace.ledger) if unit.kind == "village"]
    with TemporaryDirectory() as name:
        papers = Path(name)
        write_sample_items(papers / LIST, villages)
        write_sample_form(papers / FORM, ((one.serial, one.text) for one in tasks[:_FORM_ROWS]))
        number = _fullest_task(window)
        if number is not None:
            window.go(Destination("itemimport", task_id=number, file=papers / LIST))
            yield "导入清单", window
        window.go(Destination("form", file=papers / FORM))
        yield "用区里的空表", window
        page = window.current_page()
        if isinstance(page, FormPage):
            page.looks.choose("filled")
            yield "用区里的空表-填好", window


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
        QThread.msleep(_BETWEEN_MS)  # heights of rows follow their columns' widths a little later
        application = QApplication.instance()
        for pool in application.findChildren(QThreadPool) if application else ():
            pool.waitForDone(_PATIENCE)  # small pictures of proof come from the background
    with telling_disk_faults(path):
        if not widget.grab().save(str(path)):
            raise OSError(f"{path} was not written")
    return path
