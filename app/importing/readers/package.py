"""Opening zipped office files safely: what they claim is checked before anything is unpacked."""

import errno
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

from app.errors import UserError
from app.files import telling_disk_faults
from app.importing.readers.limits import TooManyCellsError
from app.importing.readers.xml import XmlError, XmlSink, XmlTooLargeError, parse_xml

ZIP = b"PK\x03\x04"
"""How a zipped file begins."""

MAX_INFLATED = 160 * 1024 * 1024
"""Bytes the parts of one file may unpack to; the largest real lists stay under a tenth of it."""

MAX_DIRECTORY = 4 * 1024 * 1024
"""Bytes the list of a file's parts may have: some forty thousand parts."""

_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    XmlError,
)
_END, _END_SIZE, _TAIL = b"PK\x05\x06", 22, 66_000
_END_64 = b"PK\x06\x06"
_ENCRYPTED = 0x1


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


def locked_file(path: Path) -> UserError:
    """The sentence for a file that opens with a password only."""
    message = f"文件“{path.name}”设有打开密码；请在WPS或Office中取消密码，另存后再导入。"
    return UserError("password_protected", message)


class Package:
    """The parts of one zipped office file, by their names with ``/``, whatever their case.

    Raises:
        UserError: ``too_large``, ``password_protected``, or ``unreadable_file`` when two parts
            have the same name, so that nobody can say which one counts.
    """

    def __init__(self, path: Path, archive: zipfile.ZipFile) -> None:
        self.path = path
        self._archive = archive
        files = [info for info in archive.infolist() if not info.filename.endswith("/")]
        self._parts = {_key(info.filename): info for info in files}
        self.names = frozenset(info.filename.replace("\\", "/") for info in files)
        if len(self._parts) < len(files):
            raise broken_file(path, "two parts of one name")
        if any(info.flag_bits & _ENCRYPTED for info in files if _is_text(info.filename)):
            raise locked_file(path)
        size = sum(info.file_size for info in files if _is_text(info.filename))
        if size > MAX_INFLATED:
            raise too_large(path, f"inflated size {size}")
        self._left = 2 * MAX_INFLATED

    def has(self, name: str) -> bool:
        """Whether the file has a part."""
        return _key(name) in self._parts

    def read(self, name: str) -> bytes:
        """A part's bytes; empty when the file has no such part."""
        return self._archive.read(self._claim(name)) if self.has(name) else b""

    def parse(self, name: str, sink: XmlSink) -> None:
        """Hand the events of an XML part to ``sink``; a missing part hands none."""
        if self.has(name):
            try:
                with self._archive.open(self._claim(name)) as stream:
                    parse_xml(cast("BinaryIO", stream), sink)
            except (TooManyCellsError, XmlTooLargeError) as error:
                raise too_large(self.path, f"{name}: {error!r}") from error

    def _claim(self, name: str) -> zipfile.ZipInfo:
        """A part about to be read, its size taken off what one file may unpack to."""
        info = self._parts[_key(name)]
        self._left -= info.file_size
        if info.file_size > MAX_INFLATED or self._left < 0:
            raise too_large(self.path, f"{name} unpacks to {info.file_size}")
        return info


def _key(name: str) -> str:
    """Part names are the same whatever their case (ECMA-376 part 2, 6.2.2.3)."""
    return name.replace("\\", "/").lower()


def _is_text(name: str) -> bool:
    return name.lower().endswith((".xml", ".rels", ".vml"))


@contextmanager
def open_package(path: Path) -> Iterator[Package]:
    """Open a zipped office file; every fault of the file becomes a UserError.

    Raises:
        UserError: ``unreadable_file`` when cut off or damaged, ``too_large`` when it would unpack
            beyond :data:`MAX_INFLATED`, ``password_protected``, or a fault of the disk.
    """
    try:
        with telling_disk_faults(path):
            _check_directory(path)
            with zipfile.ZipFile(path) as archive, _telling_wild_places():
                yield Package(path, archive)
    except _BROKEN as error:
        raise broken_file(path, repr(error)) from error


@contextmanager
def _telling_wild_places() -> Iterator[None]:
    """A part said to lie before the file's beginning is damage, not a fault of the disk."""
    try:
        yield
    except OSError as error:
        if error.errno == errno.EINVAL:
            raise zipfile.BadZipFile("part outside the file") from error
        raise


def _check_directory(path: Path) -> None:
    """Refuse a list of parts that would fill the memory by itself."""
    with path.open("rb") as stream:
        stream.seek(0, 2)
        stream.seek(max(0, stream.tell() - _TAIL))
        tail = stream.read()
    at = tail.rfind(_END)
    if at < 0 or at + _END_SIZE > len(tail):
        raise zipfile.BadZipFile("no end of central directory")
    size = int(struct.unpack_from("<I", tail, at + 12)[0])
    longer = tail.rfind(_END_64, 0, at)
    if longer >= 0 and longer + 48 <= len(tail):
        size = max(size % 0xFFFFFFFF, int(struct.unpack_from("<Q", tail, longer + 40)[0]))
    if size > MAX_DIRECTORY:
        raise too_large(path, f"central directory of {size} bytes")


def has_part(path: Path, test: Callable[[str], bool]) -> bool:
    """Whether a zipped file has a part whose name passes ``test``."""
    with open_package(path) as package:
        return any(test(name) for name in package.names)
