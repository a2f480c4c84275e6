"""Which reader a file needs, told by its content and never by its ending."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from app.errors import UserError
from app.files import telling_disk_faults
from app.importing.readers.delimited import is_text, read_delimited
from app.importing.readers.docx import is_word, read_word
from app.importing.readers.mht import is_mht, read_mht
from app.importing.readers.ods import is_ods, read_ods
from app.importing.readers.package import MAX_INFLATED, open_package, too_large
from app.importing.readers.refusals import refuse_place, require_merges, unknown_file
from app.importing.readers.remarks import require_sheets
from app.importing.readers.spreadsheetml import is_spreadsheetml, read_spreadsheetml
from app.importing.readers.webpage import is_webpage, read_webpage
from app.importing.readers.xls import is_xls, read_xls
from app.importing.readers.xlsx import is_workbook, read_xlsx
from app.importing.sheet import Sheet
from app.monitor import SILENT, Monitor

ZIP = b"PK\x03\x04"

_HEAD = 4096


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


FORMATS: tuple[Format, ...] = (
    Format("Excel 工作簿（.xlsx）", _is_xlsx, read_xlsx),
    Format("OpenDocument 表格（.ods）", is_ods, read_ods),
    Format("文字文档（.docx、.doc、.wps）", is_word, read_word),
    Format("97-2003 工作簿（.xls、.et）", is_xls, read_xls),
    Format("XML 表格 2003（.xml、.xls）", is_spreadsheetml, read_spreadsheetml),
    Format("单个文件网页（.mht）", is_mht, read_mht),
    Format("网页（.html，或另存为 .xls 的网页）", is_webpage, read_webpage),
    Format("文本（.csv、.tsv、.txt）", is_text, read_delimited),
)
"""Every format that can be read, one row each; the first that matches reads."""


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
            sheets = require_sheets(path, known.read(path, monitor=monitor))
            return require_merges(path, sheets)
    raise unknown_file(path, head)


def _head(path: Path) -> bytes:
    refuse_place(path)
    with telling_disk_faults(path):
        size = path.stat().st_size
        with path.open("rb") as stream:
            head = stream.read(_HEAD)
    if not size:
        raise UserError("empty_file", f"文件“{path.name}”是空的（0字节）；请重新下载后再导入。")
    if size > MAX_INFLATED:
        raise too_large(path, f"size {size}")
    return head
