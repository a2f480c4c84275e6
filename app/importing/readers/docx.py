"""Reading .docx: its tables as sheets, numbered as Word numbers them, and its paragraphs."""

import posixpath
from dataclasses import dataclass
from pathlib import Path

from app.errors import UserError
from app.importing.readers.package import Package, open_package, too_large
from app.importing.readers.word_blocks import Block, Paragraph
from app.importing.readers.word_body import BodySink, TooManyPartsError
from app.importing.readers.word_numbering import NumberingSink, StylesSink
from app.importing.readers.word_tables import sheets_of
from app.importing.sheet import Sheet
from app.monitor import SILENT, Monitor


@dataclass(frozen=True, slots=True)
class _Document:
    blocks: tuple[Block, ...]
    notes: tuple[str, ...]


def is_document(names: frozenset[str]) -> bool:
    """Whether the parts of a package are those of a Word document."""
    return any(name.startswith("word/") for name in names)


def read_docx(path: Path, *, monitor: Monitor = SILENT) -> tuple[Sheet, ...]:
    """Every table of a document as a sheet, in reading order.

    The first row of a table is row 1; the lines above it (annex, title, unit) are the rows 0, -1
    and so on upwards, the notes below it follow its last row. A table that only goes on after a
    page break is part of the one above. A table that only lays out others gives way to them.

    Raises:
        UserError: the file is damaged or too large, or has no table (``no_table``).
    """
    monitor.report(0, 1, f"正在读取“{path.name}”")
    document = _read(path)
    sheets = sheets_of(document.blocks, document.notes)[0]
    if not sheets:
        message = f"文件“{path.name}”里没有表格；请检查是否选错了文件。"
        raise UserError("no_table", message)
    return sheets


def read_paragraphs(path: Path) -> tuple[Paragraph, ...]:
    """Every paragraph with text outside the tables of a document, in reading order.

    Those that belong to a table as its title, unit line or notes have its number as ``table``;
    tables that only lay out others are opened.

    Raises:
        UserError: the file is damaged or too large.
    """
    document = _read(path)
    paragraphs = sheets_of(document.blocks, document.notes)[1]
    return tuple(paragraph for paragraph in paragraphs if paragraph.text.strip())


def _read(path: Path) -> _Document:
    with open_package(path) as package:
        main = _main_part(package)
        styles, numbering = StylesSink(), NumberingSink()
        package.parse(posixpath.join(posixpath.dirname(main), "styles.xml"), styles)
        package.parse(posixpath.join(posixpath.dirname(main), "numbering.xml"), numbering)
        body = BodySink(styles, numbering)
        try:
            package.parse(main, body)
        except TooManyPartsError as error:
            raise too_large(path, "too many paragraphs, or tables nested too deep") from error
    return _Document(tuple(body.blocks), tuple(_notes(body)))


class _MainSink:
    """The name of the part that holds the body, told by the package's relations."""

    def __init__(self) -> None:
        self.target = ""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element opens."""
        kind = attributes.get("Type", "").rpartition("/")[2]
        outside = attributes.get("TargetMode") == "External"
        if tag == "Relationship" and kind == "officeDocument" and not outside:
            self.target = posixpath.normpath(attributes.get("Target", "").lstrip("/"))

    def end(self, tag: str) -> None:
        """An element closes."""

    def data(self, text: str) -> None:
        """Text; relations hold none."""


def _main_part(package: Package) -> str:
    sink = _MainSink()
    package.parse("_rels/.rels", sink)
    return sink.target if sink.target in package.names else "word/document.xml"


def _notes(body: BodySink) -> list[str]:
    """What the document holds that is not read, one sentence each."""
    found = (
        (body.deleted_texts, "文档带有修订痕迹，已按接受修订后的文字读入；请核对是否为定稿。"),
        (body.hidden_texts, "文档有隐藏文字，没有读入；如需导入，请在Word中取消隐藏后另存。"),
        (body.footnotes, "文档有脚注或尾注，没有读入；请在原文件中查看。"),
        (body.embedded, "文档嵌有其他文档，没有读入；请在Word中打开并另存后再导入。"),
    )
    return [sentence for count, sentence in found if count]
