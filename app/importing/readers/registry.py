"""Which reader a file needs, told by its content and never by its ending."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from app.errors import UserError
from app.files import telling_disk_faults
from app.importing.readers.package import MAX_INFLATED, has_part, open_package, too_large
from app.importing.readers.xlsx import is_workbook, read_xlsx, require_sheets
from app.importing.sheet import Sheet
from app.monitor import SILENT, Monitor

ZIP = b"PK\x03\x04"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_HEAD = 4096
_OLE_SCAN = 8 * 1024 * 1024


class Reader(Protocol):
    """A reader of one format."""

    def __call__(self, path: Path, *, monitor: Monitor = SILENT) -> tuple[Sheet, ...]:
        """Every sheet of the file."""


@dataclass(frozen=True, slots=True)
class Format:
    """One format: its name for the clerk, how its content is known, its reader."""

    name: str
    matches: Callable[[Path, bytes], bool]
    read: Reader


def _is_xlsx(path: Path, head: bytes) -> bool:
    return head.startswith(ZIP) and _package_is(path, is_workbook)


def _package_is(path: Path, test: Callable[[frozenset[str]], bool]) -> bool:
    with open_package(path) as package:
        return test(package.names)


FORMATS: tuple[Format, ...] = (Format("Excel 工作簿（.xlsx）", _is_xlsx, read_xlsx),)
"""Every format that can be read; the first that matches reads."""


def read_sheets(path: Path, *, monitor: Monitor = SILENT) -> tuple[Sheet, ...]:
    """Every sheet of a file, its format told by its content.

    Args:
        path: the file.
        monitor: hears how far the reading is and may cancel it.

    Raises:
        UserError: ``not_found``, ``empty_file``, ``unreadable_file``, ``password_protected``,
            ``wrong_format`` or ``too_large``; nothing was read.
    """
    head = _head(path)
    for known in FORMATS:
        if known.matches(path, head):
            return require_sheets(path, known.read(path, monitor=monitor))
    raise _unknown(path, head)


def _head(path: Path) -> bytes:
    with telling_disk_faults(path):
        size = path.stat().st_size
        with path.open("rb") as stream:
            head = stream.read(_HEAD)
    if not size:
        raise UserError("empty_file", f"文件“{path.name}”是空的（0字节）；请重新下载后再导入。")
    if size > MAX_INFLATED:
        raise too_large(path, f"size {size}")
    return head


def _unknown(path: Path, head: bytes) -> UserError:
    if head.startswith(OLE):
        return _unknown_ole(path)
    if head.startswith(ZIP) and has_part(path, lambda name: name.startswith("word/")):
        advice = "这是Word文档；请把其中的任务表复制到Excel，另存为.xlsx后再导入。"
        return UserError("wrong_format", f"文件“{path.name}”不是工作簿：{advice}")
    message = f"文件“{path.name}”不是能识别的表格；请用WPS或Excel打开，另存为.xlsx后再导入。"
    return UserError("wrong_format", message, details=f"starts with {head[:8]!r}")


def _unknown_ole(path: Path) -> UserError:
    """An old binary file, or a new one behind a password (MS-OFFCRYPTO 2.3.4: EncryptedPackage)."""
    with telling_disk_faults(path), path.open("rb") as stream:
        content = stream.read(_OLE_SCAN)
    if "EncryptedPackage".encode("utf-16-le") in content:
        message = f"文件“{path.name}”设有打开密码；请在WPS或Excel中取消密码，另存后再导入。"
        return UserError("password_protected", message)
    message = f"文件“{path.name}”是旧格式；请用WPS或Excel打开，另存为.xlsx后再导入。"
    return UserError("wrong_format", message, details="OLE compound file")
