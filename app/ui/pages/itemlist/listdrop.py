"""A file with a list, dropped where items are: a table, not a photo that proves something."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtCore import QMimeData

_LISTS = frozenset(
    (".xlsx", ".xlsm", ".xls", ".et", ".ods", ".csv", ".tsv", ".txt", ".docx", ".doc", ".wps",
     ".html", ".htm", ".mht", ".xml")
)  # fmt: skip


def dropped_list(data: QMimeData) -> Path | None:
    """The first dropped file a list may be read from."""
    paths = (Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile())
    return next((path for path in paths if path.suffix.lower() in _LISTS), None)
