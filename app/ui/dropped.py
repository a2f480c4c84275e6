"""What a drop or the clipboard holds: files, and tables copied elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication

_TABLES = (".xlsx", ".xlsm", ".xls", ".et", ".ods", ".csv", ".tsv", ".txt")
_TEXTS = (".docx", ".doc", ".wps")
_PAGES = (".html", ".htm", ".mht", ".mhtml", ".xml")
ENDINGS = (*_TABLES, *_TEXTS, *_PAGES)
"""The kind of a file is told by its content; the ending only says which files to offer."""

FORMS = (".xlsx", ".xlsm", ".xls", ".et")
"""The endings of a district's form that can be filled."""

PATTERN = " ".join(f"*{ending}" for ending in ENDINGS)
"""The endings as a file dialog wants them."""


@dataclass(frozen=True, slots=True)
class Pasted:
    """What was copied elsewhere: a file, or a table as HTML, as text or as both."""

    file: Path | None
    html: str | None
    text: str | None


def pasted_table() -> Pasted:
    """What the clipboard holds."""
    data = QGuiApplication.clipboard().mimeData() or QMimeData()
    html = data.html() if data.hasHtml() else None
    return Pasted(local_file(data), html, data.text() if data.hasText() else None)


def dropped_paths(data: QMimeData) -> tuple[Path, ...]:
    """The files and folders of a drop or of the clipboard."""
    return tuple(Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile())


def local_file(data: QMimeData) -> Path | None:
    """The first file, whatever its ending."""
    return next(iter(dropped_paths(data)), None)


def importable_file(data: QMimeData) -> Path | None:
    """The first file that a list may be read from: a table or a text, not a photo."""
    return next((path for path in dropped_paths(data) if path.suffix.lower() in ENDINGS), None)


class ListTarget:
    """A widget that takes a list dropped on it, and nothing else; put before the widget's class."""

    def take_list(self, file: Path) -> None:
        """Take the file dropped."""
        raise NotImplementedError

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802  Qt names it
        """A file a list may be read from is welcome."""
        if importable_file(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802  Qt names it
        """Take the first such file."""
        file = importable_file(event.mimeData())
        if file:
            event.acceptProposedAction()
            self.take_list(file)
