"""Reading Word documents: their tables as sheets, numbered as Word does, and paragraphs."""

from dataclasses import dataclass
from pathlib import Path

from app.errors import UserError
from app.files import telling_disk_faults
from app.importing.readers.convert import as_docx
from app.importing.readers.doc import is_doc, read_body
from app.importing.readers.doc_file import OldWordError
from app.importing.readers.limits import TooManyCellsError
from app.importing.readers.package import ZIP, Package, broken_file, open_package, too_large
from app.importing.readers.relations import main_part, relations
from app.importing.readers.word_blocks import Block, Paragraph
from app.importing.readers.word_body import BodySink
from app.importing.readers.word_numbering import NumberingSink, StylesSink
from app.importing.readers.word_tables import sheets_of
from app.importing.sheet import Sheet
from app.monitor import SILENT, Monitor

_HEAD = 4096
_RTF = b"{\\rtf"
_TEXT = b"application/vnd.oasis.opendocument.text"


@dataclass(frozen=True, slots=True)
class _Document:
    blocks: tuple[Block, ...]
    notes: tuple[str, ...]


def is_word(path: Path, head: bytes) -> bool:
    """Whether the content is that of a text document: .docx, .doc, .wps, .rtf or .odt."""
    if not head.startswith(ZIP):
        return head.startswith(_RTF) or is_doc(path, head)
    with open_package(path) as package:
        return any(name.lower().startswith("word/") for name in package.names) or _is_odt(package)


def _is_odt(package: Package) -> bool:
    return package.read("mimetype").strip() == _TEXT


def read_word(path: Path, *, monitor: Monitor = SILENT) -> tuple[Sheet, ...]:
    """Every table of a text document as a sheet, in reading order.

    The first row of a table is row 1; the lines above it (annex, title, unit) are the rows 0, -1
    and so on upwards, the notes below it follow its last row. A table that only goes on after a
    page break is part of the one above. A table that only lays out others gives way to them.

    Raises:
        UserError: the file is damaged, too large or behind a password, is of a format that needs
            saving as .docx, or has no table (``no_table``).
    """
    monitor.report(0, 1, f"正在读取“{path.name}”")
    sheets, _ = _arranged(path)
    if not sheets:
        message = f"文件“{path.name}”里没有表格；请检查是否选错了文件。"
        raise UserError("no_table", message)
    return sheets


def read_paragraphs(path: Path) -> tuple[Paragraph, ...]:
    """Every paragraph with text outside the tables of a text document, in reading order.

    Those that belong to a table as its title, unit line or notes have its number as ``table``;
    tables that only lay out others are opened.

    Raises:
        UserError: as :func:`read_word`, but for ``no_table``.
    """
    _, paragraphs = _arranged(path)
    return tuple(paragraph for paragraph in paragraphs if paragraph.text.strip())


def _arranged(path: Path) -> tuple[tuple[Sheet, ...], tuple[Paragraph, ...]]:
    document = _read(path)
    try:
        return sheets_of(document.blocks, document.notes)
    except TooManyCellsError as error:
        raise too_large(path, "tables without end") from error


def _read(path: Path) -> _Document:
    with telling_disk_faults(path), path.open("rb") as stream:
        head = stream.read(_HEAD)
    if is_doc(path, head):
        try:
            return _read_binary(path)
        except OldWordError:
            return _read_converted(path)
    if not head.startswith(ZIP):
        return _read_converted(path)
    with open_package(path) as package:
        if not _is_odt(package):
            return _read_package(package)
    return _read_converted(path)


def _read_converted(path: Path) -> _Document:
    with as_docx(path) as made, open_package(made) as package:
        return _read_package(package)


def _read_binary(path: Path) -> _Document:
    body = read_body(path)
    notes = _notes(deleted=body.deleted, hidden=body.hidden, footnotes=body.footnotes)
    return _Document(body.blocks, notes)


def _read_package(package: Package) -> _Document:
    main = main_part(package, "word/document.xml")
    if not package.has(main):
        raise broken_file(package.path, "no body")
    _, kinds = relations(package, main)
    styles, numbering = StylesSink(), NumberingSink()
    package.parse(kinds.get("styles", "word/styles.xml"), styles)
    package.parse(kinds.get("numbering", "word/numbering.xml"), numbering)
    body = BodySink(styles, numbering)
    package.parse(main, body)
    notes = _notes(
        deleted=body.deleted_texts,
        hidden=body.hidden_texts,
        footnotes=body.footnotes,
        embedded=body.embedded,
    )
    return _Document(tuple(body.blocks), notes)


def _notes(*, deleted: int, hidden: int, footnotes: int, embedded: int = 0) -> tuple[str, ...]:
    """What the document holds that is not read, one sentence each."""
    found = (
        (deleted, "文档带有修订痕迹，已按接受修订后的文字读入；请核对是否为定稿。"),
        (hidden, "文档有隐藏文字，没有读入；如需导入，请在Word中取消隐藏后另存。"),
        (footnotes, "文档有脚注或尾注，没有读入；请在原文件中查看。"),
        (embedded, "文档嵌有其他文档，没有读入；请在Word中打开并另存后再导入。"),
    )
    return tuple(sentence for count, sentence in found if count)
