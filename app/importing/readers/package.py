"""Opening zipped office files safely: sizes are summed before anything is unpacked."""

import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

from app.errors import UserError
from app.files import telling_disk_faults
from app.importing.readers.xml import XmlError, XmlSink, parse_xml

ZIP = b"PK\x03\x04"
"""How a zipped file begins."""

MAX_INFLATED = 160 * 1024 * 1024
"""Bytes the parts of one file may unpack to; the largest real lists stay under a tenth of it."""

_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, XmlError)


def broken_file(path: Path, details: str = "") -> UserError:
    """The sentence for a file that is cut off or damaged."""
    message = f"文件“{path.name}”不完整或已损坏，没有读入任何内容；请重新下载，或请发文单位重发。"
    return UserError("unreadable_file", message, details=details)


def too_large(path: Path, details: str = "") -> UserError:
    """The sentence for a file that would unpack beyond all reason."""
    message = (
        f"文件“{path.name}”展开后过大，为安全起见没有读入；请只留下任务表，另存为新文件后再导入。"
    )
    return UserError("too_large", message, details=details)


class Package:
    """The parts of one zipped office file."""

    def __init__(self, path: Path, archive: zipfile.ZipFile) -> None:
        self.path = path
        self._archive = archive
        self.names = frozenset(archive.namelist())
        size = sum(info.file_size for info in archive.infolist() if _is_text(info.filename))
        if size > MAX_INFLATED:
            raise too_large(path, f"inflated size {size}")

    def read(self, name: str) -> bytes:
        """A part's bytes; empty when the file has no such part."""
        return self._archive.read(name) if name in self.names else b""

    def parse(self, name: str, sink: XmlSink) -> None:
        """Hand the events of an XML part to ``sink``; a missing part hands none."""
        if name in self.names:
            with self._archive.open(name) as stream:
                parse_xml(cast("BinaryIO", stream), sink)


def _is_text(name: str) -> bool:
    return name.lower().endswith((".xml", ".rels", ".vml"))


@contextmanager
def open_package(path: Path) -> Iterator[Package]:
    """Open a zipped office file; every fault of the file becomes a UserError.

    Raises:
        UserError: ``unreadable_file`` when cut off or damaged, ``too_large`` when it would unpack
            beyond :data:`MAX_INFLATED`, or a fault of the disk.
    """
    try:
        with telling_disk_faults(path), zipfile.ZipFile(path) as archive:
            yield Package(path, archive)
    except _BROKEN as error:
        raise broken_file(path, repr(error)) from error


def has_part(path: Path, test: Callable[[str], bool]) -> bool:
    """Whether a zipped file has a part whose name passes ``test``."""
    with open_package(path) as package:
        return any(test(name) for name in package.names)
