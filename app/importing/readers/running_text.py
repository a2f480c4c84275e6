"""The running text of a file: paragraphs outside tables, for plans that are written in prose."""

import re
from pathlib import Path

from app.files import telling_disk_faults
from app.importing.paragraphs import Paragraph, paragraphs_of, unwrapped
from app.importing.readers.delimited import is_text
from app.importing.readers.docx import is_word, read_paragraphs
from app.importing.readers.encoding import read_text

_HEAD = 4096
_CONTENTS = re.compile(r"(?:toc|目录)", re.IGNORECASE)
_CELLED = re.compile(r"[^\t]*\t[^\t]*\t|\|[^|]*\|")
_MOST_CELLED = 0.2


def read_running_text(path: Path) -> tuple[Paragraph, ...]:
    """The paragraphs of a text document or a text file; none for a workbook.

    Titles, unit lines and notes of tables belong to their tables and are left out, and so is a
    table of contents. A paragraph broken over lines by hand is cut into its lines.

    Raises:
        UserError: the file can't be read.
    """
    with telling_disk_faults(path), path.open("rb") as stream:
        head = stream.read(_HEAD)
    if is_word(path, head):
        return unwrapped(
            Paragraph(each.number, each.text, each.level, each.centred)
            for each in read_paragraphs(path)
            if not each.table and not _CONTENTS.match(each.style)
        )
    return _lines(path) if is_text(path, head) else ()


def _lines(path: Path) -> tuple[Paragraph, ...]:
    """The lines of a text file that reads as prose: with full stops, not cut into cells."""
    paragraphs = paragraphs_of(read_text(path).text)
    celled = sum(1 for each in paragraphs if _CELLED.match(each.text))
    stopped = any("。" in each.text for each in paragraphs)
    return paragraphs if stopped and celled <= _MOST_CELLED * len(paragraphs) else ()
