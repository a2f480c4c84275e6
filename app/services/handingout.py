"""Many files handed over at once: into a new folder or zip that is whole or not there at all."""

import hashlib
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from app.files import atomic_write, copy_file, pieces_of, telling_disk_faults

_DENSE = frozenset({
    ".jpg", ".jpeg", ".png", ".gif", ".webp", ".heic", ".mp4", ".mov", ".avi", ".mp3", ".zip",
    ".rar", ".7z", ".docx", ".xlsx", ".pptx", ".pdf",
})  # fmt: skip
"""Kinds that are packed already: packing them again only takes time."""


class Target(Protocol):
    """What files are put into: a folder or a zip."""

    def copy(self, source: Path, name: str, tell: Callable[[int], object]) -> str:
        """Copy a file in under a name; its SHA-256 as it was copied."""

    def write(self, name: str, content: bytes) -> None:
        """Write a small file in."""


def free_name(folder: Path, stem: str, ending: str) -> Path:
    """A name not yet taken: what was handed over before is never written over."""
    path, number = folder / (stem + ending), 1
    while path.exists():
        number += 1
        path = folder / f"{stem} ({number}){ending}"
    return path


class _Folder:
    """A folder that files are copied into."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def copy(self, source: Path, name: str, tell: Callable[[int], object]) -> str:
        return copy_file(source, self._root / name, tell=tell)

    def write(self, name: str, content: bytes) -> None:
        with atomic_write(self._root / name) as out:
            out.write(content)


class _Zip:
    """A zip that files are streamed into."""

    def __init__(self, archive: zipfile.ZipFile, root: str) -> None:
        self._archive, self._root = archive, root

    def copy(self, source: Path, name: str, tell: Callable[[int], object]) -> str:
        running = hashlib.sha256()
        dense = source.suffix in _DENSE
        entry = zipfile.ZipInfo.from_file(source, f"{self._root}/{name}", strict_timestamps=False)
        entry.compress_type = zipfile.ZIP_STORED if dense else zipfile.ZIP_DEFLATED
        with self._archive.open(entry, "w", force_zip64=True) as out:
            for piece in pieces_of(source):
                running.update(piece)
                out.write(piece)
                tell(len(piece))
        return running.hexdigest()

    def write(self, name: str, content: bytes) -> None:
        self._archive.writestr(f"{self._root}/{name}", content)


@contextmanager
def laying_out(target: Path) -> Iterator[Target]:
    """A new folder, put in its place when it is whole."""
    with telling_disk_faults(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        beside = Path(tempfile.mkdtemp(prefix=".writing-", dir=target.parent))
        try:
            yield _Folder(beside)
            beside.chmod(0o755)
            beside.replace(target)
        except BaseException:
            shutil.rmtree(beside, ignore_errors=True)
            raise


@contextmanager
def packing(target: Path, root: str) -> Iterator[Target]:
    """A new zip with one folder in it, put in its place when it is whole."""
    with atomic_write(target) as stream, zipfile.ZipFile(stream, "w") as archive:
        yield _Zip(archive, root)
