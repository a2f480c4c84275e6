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
_SENTENCE = re.compile(r"[^\t|]{12,}[。；;：:）)”】〕\]][\s）)”】〕\]]*$")
_SHORT = 24
_MOSTLY = 0.5


def read_document_text(path: Path) -> tuple[Paragraph, ...]:
    """The paragraphs of a Word document; none for another file.

    Titles, unit lines and notes of tables belong to their tables and are left out, and so is a
    table of contents. A paragraph broken over lines by hand is cut into its lines.

    Raises:
        UserError: the document can't be read.
    """
    if not is_word(path, _head(path)):
        return ()
    return unwrapped(
        Paragraph(each.number, each.text, each.level, each.centred)
        for each in read_paragraphs(path)
        if not each.table and not _CONTENTS.match(each.style)
    )


def read_plain_text(path: Path) -> tuple[Paragraph, ...]:
    """The lines of a text file that reads as prose; none for another file.

    Raises:
        UserError: the file can't be read.
    """
    if is_word(path, _head(path)) or not is_text(path, _head(path)):
        return ()
    paragraphs = paragraphs_of(read_text(path).text)
    return paragraphs if _is_prose(paragraphs) else ()


def _is_prose(paragraphs: tuple[Paragraph, ...]) -> bool:
    """Whether most long lines end as sentences do, which rows of a table don't."""
    long = [each.text for each in paragraphs if len(each.text) > _SHORT]
    ended = sum(1 for text in long if _SENTENCE.search(text[-_HEAD:]))
    return bool(long) and ended >= _MOSTLY * len(long)


def _head(path: Path) -> bytes:
    with telling_disk_faults(path), path.open("rb") as stream:
        return stream.read(_HEAD)
