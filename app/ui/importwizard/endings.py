"""The usual endings of files a list may come in, for the file dialog and for what is dropped."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtCore import QMimeData

_TABLES = (".xlsx", ".xlsm", ".xls", ".et", ".ods", ".csv", ".tsv", ".txt")
_TEXTS = (".docx", ".doc", ".wps")
_PAGES = (".html", ".htm", ".mht", ".mhtml", ".xml")
ENDINGS = (*_TABLES, *_TEXTS, *_PAGES)
"""The kind of a file is told by its content; the ending only says which files to offer."""

PATTERN = " ".join(f"*{ending}" for ending in ENDINGS)
"""The endings as a file dialog wants them."""


def local_file(data: QMimeData) -> Path | None:
    """The first file of what is dropped or pasted, whatever its ending."""
    return next((Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()), None)


def importable_file(data: QMimeData) -> Path | None:
    """The first file of what is dropped that a list may be read from."""
    paths = (Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile())
    return next((path for path in paths if path.suffix.lower() in ENDINGS), None)
