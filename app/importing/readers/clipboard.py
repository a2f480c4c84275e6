"""What was copied in WPS, Excel, Word or a browser: its tables, else its tabbed text."""

from dataclasses import dataclass
from pathlib import Path

from app.errors import UserError
from app.files import atomic_write
from app.importing.readers.delimited import sheet_of_text
from app.importing.readers.encoding import MAX_TEXT
from app.importing.readers.limits import TooManyCellsError
from app.importing.readers.refusals import require_merges
from app.importing.readers.webpage import sheets_of_html
from app.importing.sheet import Sheet

PASTED = "粘贴的内容"
"""The name of what was pasted, where a file has its own."""


@dataclass(frozen=True, slots=True)
class Pasted:
    """What of a clipboard is read.

    Attributes:
        source: the HTML or the text, as it came.
        suffix: ``.html`` or ``.txt``, for keeping it as a file.
        sheets: what it shows.
    """

    source: str
    suffix: str
    sheets: tuple[Sheet, ...]


def read_clipboard(html: str | None, text: str | None) -> tuple[Sheet, ...]:
    """The sheets that a clipboard holds.

    Args:
        html: what the clipboard offers as HTML, with the header of Windows or without.
        text: what it offers as plain text: cells by tabs, those with line breaks in quotes.

    Raises:
        UserError: ``empty_clipboard``, or ``too_large``.
    """
    return choose_pasted(html, text).sheets


def choose_pasted(html: str | None, text: str | None) -> Pasted:
    """The better of the two: HTML when it has a table, since it alone knows merged cells.

    Raises:
        UserError: ``empty_clipboard``, or ``too_large``.
    """
    html, text = _without_nuls(html), _without_nuls(text)
    try:
        if "<t" in html.lower():
            sheets = tuple(sheet for sheet in sheets_of_html(html, PASTED) if sheet.cells)
            if any(sheet.column_count > 1 for sheet in sheets):
                return Pasted(html, ".html", require_merges(Path(PASTED), sheets))
        if text.strip():
            return Pasted(text, ".txt", (sheet_of_text(PASTED, text),))
        sheets = tuple(sheet for sheet in sheets_of_html(html, PASTED) if sheet.cells)
    except TooManyCellsError as error:
        raise _too_large() from error
    if not sheets:
        message = "剪贴板里没有文字；请先在WPS或Excel里选中任务表（连同表头）复制，再粘贴。"
        raise UserError("empty_clipboard", message)
    return Pasted(html, ".html", sheets)


def keep_pasted(html: str | None, text: str | None, folder: Path) -> Path:
    """Write what is read of a clipboard into a file, which reads back as the same sheets.

    Args:
        html: as for :func:`read_clipboard`.
        text: as for :func:`read_clipboard`.
        folder: where the file is to lie.

    Returns:
        The file, named after its kind; an earlier one is replaced.

    Raises:
        UserError: ``empty_clipboard``, ``too_large``, or a fault of the disk.
    """
    pasted = choose_pasted(html, text)
    path = folder / f"{PASTED}{pasted.suffix}"
    with atomic_write(path) as stream:
        stream.write(pasted.source.encode("utf-8-sig", "replace"))
    return path


def _without_nuls(text: str | None) -> str:
    """The text as far as it can be read; Windows ends it with NUL characters."""
    text = (text or "").replace("\x00", "")
    if len(text) > MAX_TEXT // 2:
        raise _too_large()
    return text


def _too_large() -> UserError:
    message = "粘贴的内容过大，没有读入；请只选中任务表复制，或把表另存为文件后导入。"
    return UserError("too_large", message)
