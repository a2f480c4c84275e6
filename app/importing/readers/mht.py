"""Reading .mht, a page saved with all its parts in one file, under whatever name."""

import re
from dataclasses import replace
from email import message_from_bytes
from email.message import Message
from pathlib import Path

from app.files import telling_disk_faults
from app.importing.readers.encoding import Decoded, decode_text
from app.importing.readers.limits import TooManyCellsError
from app.importing.readers.package import broken_file, too_large
from app.importing.readers.webpage import sheets_of_html
from app.importing.sheet import Sheet
from app.monitor import SILENT, Monitor

MAX_FILE = 48 * 1024 * 1024
"""Bytes a saved page may have, its pictures included."""

_MIME = re.compile(rb"^mime-version:", re.IGNORECASE | re.MULTILINE)
_KIND = re.compile(rb"^content-type:\s*(?:multipart/|text/html)", re.IGNORECASE | re.MULTILINE)
# Excel names each sheet in the first part, and beside it the part that holds the sheet.
_SHEET = re.compile(
    r"<x:Name>\s*([^<]*?)\s*</x:Name>\s*<x:WorksheetSource\s+HRef=[\"']?([^\"'>]+)", re.IGNORECASE
)


def is_mht(path: Path, head: bytes) -> bool:
    """Whether the content is that of a message with a page in it (RFC 2557)."""
    del path
    return bool(_MIME.search(head) and _KIND.search(head))


def read_mht(path: Path, *, monitor: Monitor = SILENT) -> tuple[Sheet, ...]:
    """Every table of a saved page as a sheet, named as Excel named it.

    Raises:
        UserError: the file is damaged, or holds more than any list.
    """
    with telling_disk_faults(path):
        if path.stat().st_size > MAX_FILE:
            raise too_large(path, "saved page")
        data = path.read_bytes()
    monitor.report(0, 1, "正在读取网页格式的表格")
    try:
        pages = _pages(message_from_bytes(data))
        return tuple(_sheets(pages, path.stem))
    except TooManyCellsError as error:
        raise too_large(path, "too many cells") from error
    except (RecursionError, LookupError, ValueError) as error:
        raise broken_file(path, repr(error)) from error


def _pages(message: Message) -> list[tuple[str, Decoded]]:
    """The pages of a message with the ends of their places."""
    found = []
    for part in message.walk():
        content = part.get_payload(decode=True)
        if part.get_content_type() == "text/html" and isinstance(content, bytes):
            decoded = decode_text(content)
            if decoded:
                found.append((_last_step(str(part.get("Content-Location", ""))), decoded))
    return found


def _last_step(place: str) -> str:
    return place.replace("\\", "/").rpartition("/")[2].strip().lower()


def _sheets(pages: list[tuple[str, Decoded]], name: str) -> list[Sheet]:
    named = {
        _last_step(place): title for _, page in pages for title, place in _SHEET.findall(page.text)
    }
    wanted = [(place, page) for place, page in pages if place in named] or pages
    sheets = []
    for place, page in wanted:
        for sheet in sheets_of_html(page.text, named.get(place, name)):
            if sheet.cells:
                sheets.append(replace(sheet, notes=(*page.notes, *sheet.notes)))
    return sheets
