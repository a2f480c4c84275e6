"""Opening the file a task came from: a copy, with the program the desktop knows for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from app.files import data_dir
from app.services.intake import sources
from app.ui.operations import run_service

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from app.ui.workspace import Workspace


def open_source(parent: QWidget, workspace: Workspace, task_id: int) -> None:
    """Open a copy of the file a task came from."""
    ledger = workspace.ledger
    run_service(
        parent,
        workspace,
        lambda _monitor: sources.copy_source(ledger, task_id, opened_folder()),
        done=open_file,
        title="正在打开来源文件…",
        changes=False,
    )


def opened_folder() -> Path:
    """Where copies of source files lie that were opened outside."""
    return data_dir() / "opened"


def open_file(path: Path) -> None:
    """Open a file with the program the desktop knows for it."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
