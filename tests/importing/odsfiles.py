"""OpenDocument spreadsheets for the tests of the way in, from small pieces of XML."""

from pathlib import Path

from tests.importing.wordfiles import a_zip

MIME = "application/vnd.oasis.opendocument.spreadsheet"
SPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{prefix}:1.0"'
    for prefix in ("office", "table", "text", "style", "calcext")
)


def cell(text: str = "", marks: str = "", *, tag: str = "table-cell") -> str:
    """A cell; a text without a tag becomes its one paragraph."""
    inner = text if text.startswith("<") or not text else f"<text:p>{text}</text:p>"
    return f"<table:{tag} {marks}>{inner}</table:{tag}>"


def row(*cells: str, marks: str = "") -> str:
    """A row; plain texts become cells."""
    made = (each if each.startswith("<") else cell(each) for each in cells)
    return f"<table:table-row {marks}>{''.join(made)}</table:table-row>"


def table(*made: str, name: str = "附件1", style: str = "ta1") -> str:
    """A sheet."""
    marks = f'table:name="{name}" table:style-name="{style}"'
    return f"<table:table {marks}>{''.join(made)}</table:table>"


def columns(count: int) -> str:
    """The mark of a cell that stands for several side by side."""
    return f'table:number-columns-repeated="{count}"'


def rows(count: int) -> str:
    """The mark of a row that stands for several."""
    return f'table:number-rows-repeated="{count}"'


def an_ods(path: Path, *tables: str, styles: str = "", manifest: str = "", head: str = "") -> Path:
    """A spreadsheet of the given sheets."""
    content = (
        f"{head}<office:document-content {SPACES}><office:automatic-styles>{styles}"
        "</office:automatic-styles><office:body><office:spreadsheet>"
        f"{''.join(tables)}</office:spreadsheet></office:body></office:document-content>"
    )
    parts = {"mimetype": MIME, "content.xml": content}
    return a_zip(path, parts | ({"META-INF/manifest.xml": manifest} if manifest else {}))
