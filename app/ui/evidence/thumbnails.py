"""Small pictures of proof files, made in the background and kept in the clerk's own cache."""

from __future__ import annotations

import logging
import os
from contextlib import suppress
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QRunnable, QSize, Qt, QThreadPool, Signal
from PySide6.QtGui import QColor, QImage, QImageReader, QPainter, QPixmap
from PySide6.QtWidgets import QApplication
from typing_extensions import override

from app.errors import Bug
from app.files import cache_dir
from app.ui.paper.pages import HAS_PDF

if HAS_PDF:
    from PySide6.QtPdf import QPdfDocument

if TYPE_CHECKING:
    from pathlib import Path

SIDE = 256
_FORMATS = frozenset(
    {"jpg", "jpeg", "jfif", "png", "gif", "bmp", "webp", "tif", "tiff", "heic", "heif"}
)
_PDF_LIMIT = 60 << 20
_PICTURE_LIMIT = 200 << 20
_MOST_PIXELS = 150_000_000
_CACHE_LIMIT = 128 << 20
_HELD = 600

_log = logging.getLogger(__name__)


class Thumbnails(QObject):
    """The small pictures of the running application.

    A picture's own claims are not trusted: only picture formats are read, within a limit of
    pixels and of memory, and what can't be read has no picture, just the sign of its kind.

    Signals:
        made: a picture is ready; carries the file's hash.
    """

    made = Signal(str)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._held: dict[str, QPixmap] = {}
        self._asked: set[str] = set()
        self._told = _Telling(self)
        self._told.ready.connect(self._keep)
        self._pool.start(_Tidying(thumbnail_folder()))

    def picture(self, path: Path, sha256: str) -> QPixmap | None:
        """The picture of a file, if it is at hand; else it is made and ``made`` tells."""
        held = self._held.pop(sha256, None)
        if held is not None:
            self._held[sha256] = held  # the ones used last stay longest
            return None if held.isNull() else held
        if sha256 not in self._asked and may_have_picture(path):
            self._asked.add(sha256)
            self._pool.start(_Making(path, sha256, self._told))
        return None

    def forget(self, sha256: str) -> None:
        """Make a picture anew when it is wanted next, for its file came back."""
        self._held.pop(sha256, None)
        self._asked.discard(sha256)

    def wait(self) -> None:
        """Wait until all pictures asked for are made."""
        self._pool.waitForDone()

    def _keep(self, sha256: str, image: QImage) -> None:
        self._asked.discard(sha256)
        self._held[sha256] = QPixmap.fromImage(image)
        while len(self._held) > _HELD:
            self._held.pop(next(iter(self._held)))
        self.made.emit(sha256)


class _Telling(QObject):
    """Carries a picture over to the window's thread."""

    ready = Signal(str, QImage)


class _Making(QRunnable):
    def __init__(self, path: Path, sha256: str, told: _Telling) -> None:
        super().__init__()
        self._path, self._sha256, self._told = path, sha256, told

    @override
    def run(self) -> None:
        try:
            image = kept_thumbnail(self._path, self._sha256)
        except Exception:  # noqa: BLE001  a picture that can't be made is no reason to stop
            _log.warning("no thumbnail of %s", self._path, exc_info=True)
            image = QImage()
        with suppress(RuntimeError):  # the window closed meanwhile
            self._told.ready.emit(self._sha256, image)


class _Tidying(QRunnable):
    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder

    @override
    def run(self) -> None:
        with suppress(OSError):
            tidy_cache(self._folder)


def thumbnails() -> Thumbnails:
    """The one maker of small pictures; it belongs to the running application."""
    application = QApplication.instance()
    if application is None:
        raise Bug("no application is running")
    return application.findChild(Thumbnails) or Thumbnails(application)


def thumbnail_folder() -> Path:
    """Where small pictures are kept: the clerk's own cache, never the ledger."""
    return cache_dir() / "thumbnails"


def may_have_picture(path: Path) -> bool:
    """Whether a picture of a file can be made, by its kind."""
    ending = path.suffix.lower().lstrip(".")
    return ending in _FORMATS or (ending == "pdf" and HAS_PDF)


def kept_thumbnail(path: Path, sha256: str) -> QImage:
    """The small picture of a file, from the cache or made now; null when there can be none."""
    cached = thumbnail_folder() / f"{sha256}.jpg"
    image = QImage(str(cached)) if cached.is_file() else QImage()
    if image.isNull() and path.is_file():
        image = make_thumbnail(path)
        if not image.isNull():
            _save(image, cached)
    return image


def make_thumbnail(path: Path) -> QImage:
    """Read a file as a picture of at most SIDE pixels; null when it can't or must not be read."""
    size = path.stat().st_size
    if path.suffix.lower() == ".pdf":
        return _first_page(path) if HAS_PDF and size <= _PDF_LIMIT else QImage()
    return _scaled_picture(path) if size <= _PICTURE_LIMIT else QImage()


def tidy_cache(folder: Path, limit: int = _CACHE_LIMIT) -> None:
    """Delete the oldest pictures until the cache is within its limit."""
    facts = [(one, one.stat()) for one in folder.glob("*.jpg")] if folder.is_dir() else []
    total = sum(stat.st_size for _, stat in facts)
    for path, stat in sorted(facts, key=lambda fact: fact[1].st_mtime):
        if total <= limit:
            return
        path.unlink(missing_ok=True)
        total -= stat.st_size


def _scaled_picture(path: Path) -> QImage:
    reader = QImageReader(str(path))
    reader.setAutoTransform(True)
    if reader.format().toStdString() not in _FORMATS:
        return QImage()
    size = reader.size()
    if not size.isValid() or size.width() * size.height() > _MOST_PIXELS:
        return QImage()
    if max(size.width(), size.height()) > SIDE:
        small = size.scaled(QSize(SIDE, SIDE), Qt.AspectRatioMode.KeepAspectRatio)
        reader.setScaledSize(small.expandedTo(QSize(1, 1)))
    return _on_white(reader.read())


def _first_page(path: Path) -> QImage:
    document = QPdfDocument()
    try:
        if document.load(str(path)) != QPdfDocument.Error.None_ or document.pageCount() < 1:
            return QImage()
        size = document.pagePointSize(0).toSize()
        if size.isEmpty():
            return QImage()
        return _on_white(
            document.render(0, size.scaled(QSize(SIDE, SIDE), Qt.AspectRatioMode.KeepAspectRatio))
        )
    finally:
        document.close()


def _on_white(image: QImage) -> QImage:
    """What is clear in a picture is paper."""
    if image.isNull() or not image.hasAlphaChannel():
        return image
    result = QImage(image.size(), QImage.Format.Format_RGB32)
    result.fill(QColor("white"))
    painter = QPainter(result)
    painter.drawImage(0, 0, image)
    painter.end()
    return result


def _save(image: QImage, path: Path) -> None:
    """Keep a picture whole or not at all; without a place to keep it, go on without."""
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_name(f".{os.getpid()}-{path.name}")  # its ending says the format
        if image.save(str(part), quality=82):
            part.replace(path)
        else:
            part.unlink(missing_ok=True)
