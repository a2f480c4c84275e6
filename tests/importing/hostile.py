"""Zipped office files made to harm, one function each; none is ever kept in the tree."""

import io
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl

from tests.importing.odsfiles import SPACES, an_ods, cell, columns, row, rows, table
from tests.importing.wordfiles import HEAD, SPACE, a_document, a_zip, p, tbl, tc, tr

MEGABYTE = 1 << 20
BOMB = (
    '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY f SYSTEM "file:///etc/passwd">]>'
)
ROWS = (("序号", "主要任务", "完成时限", "责任单位"), (1, "淘汰燃煤锅炉23台", "2020.9", "住建局"))


def a_book(path: Path) -> Path:
    """A small honest workbook."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for each in ROWS:
        sheet.append(each)
    book.save(path)
    return path


def changed(path: Path, edits: dict[str, Callable[[str], str] | bytes], extra: str = "") -> Path:
    """A small workbook, some of its parts edited or replaced; ``extra`` adds an empty part."""
    with zipfile.ZipFile(a_book(path)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for name, edit in edits.items():
        parts[name] = edit if isinstance(edit, bytes) else edit(parts[name].decode()).encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
        if extra:
            archive.writestr(extra, "x")
    return path


SHEET, STRINGS, STYLES = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml"
BOOK, LINKS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def with_rows(inner: str, around: str = "") -> bytes:
    """A worksheet part."""
    data = f'<worksheet xmlns="{MAIN}">{around}<sheetData>{inner}</sheetData></worksheet>'
    return data.encode()


def filled(reference: str, text: str = "甲") -> str:
    """A cell with its text in place."""
    return f'<c r="{reference}" t="inlineStr"><is><t>{text}</t></is></c>'


def _one_string(length: int) -> bytes:
    return f'<sst xmlns="{MAIN}"><si><t>{"x" * length}</t></si></sst>'.encode()


def _at_end(tag: str, addition: str) -> Callable[[str], str]:
    return lambda text: text.replace(tag, addition + tag)


def _duplicated(path: Path) -> Path:
    a_book(path)
    content = with_rows(filled("A1", "另一张表"))
    target = io.BytesIO(path.read_bytes())
    with zipfile.ZipFile(target, "a") as archive:
        archive.writestr(SHEET.upper(), content)
    path.write_bytes(target.getvalue())
    return path


def _encrypted_member(path: Path) -> Path:
    raw = bytearray(a_book(path).read_bytes())
    at = raw.find(b"PK\x01\x02")
    while at >= 0:
        raw[at + 8] |= 1
        at = raw.find(b"PK\x01\x02", at + 4)
    path.write_bytes(bytes(raw))
    return path


def _lying_size(path: Path) -> Path:
    """A part that unpacks to far more than the list of parts says."""
    raw = bytearray(changed(path, {SHEET: b" " * (50 * MEGABYTE)}).read_bytes())
    at = raw.find(b"PK\x01\x02")
    while at >= 0:
        if struct.unpack_from("<I", raw, at + 24)[0] == 50 * MEGABYTE:
            struct.pack_into("<I", raw, at + 24, 1000)
        at = raw.find(b"PK\x01\x02", at + 4)
    path.write_bytes(bytes(raw))
    return path


def _many_parts(path: Path) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(70_000):
            archive.writestr(f"xl/a-rather-long-name-of-a-part/{number}", b"")
    return path


def _inflating(path: Path, name: str) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("word/document.xml", "<document/>")
        with archive.open(name, "w", force_zip64=True) as stream:
            for _ in range(300):
                stream.write(bytes(MEGABYTE))
    return path


def _deep(tag: str, times: int) -> str:
    return f"<{tag}>" * times + f"</{tag}>" * times


def _nested_tables(path: Path) -> Path:
    content = p("底")
    for _ in range(40):
        content = tbl(tr(tc(content + p())), widths=(5000,))
    return a_document(path, content)


REFUSED: dict[str, tuple[Callable[[Path], Path], str]] = {
    "zip bomb.xlsx": (lambda path: _inflating(path, SHEET), "too_large"),
    "zip bomb.docx": (lambda path: _inflating(path, "word/header.xml"), "too_large"),
    "lying sizes.xlsx": (_lying_size, "unreadable_file"),
    "many parts.xlsx": (_many_parts, "too_large"),
    "duplicated.xlsx": (_duplicated, "unreadable_file"),
    "locked member.xlsx": (_encrypted_member, "password_protected"),
    "entities.xlsx": (
        lambda path: changed(path, {STRINGS: BOMB.encode() + b"<sst><si><t>&c;</t></si></sst>"}),
        "unreadable_file",
    ),
    "entities.docx": (lambda path: a_document(path, p("&c;"), head=BOMB), "unreadable_file"),
    "external entity.docx": (lambda path: a_document(path, p("&f;"), head=BOMB), "unreadable_file"),
    "no such encoding.docx": (
        lambda path: a_document(path, p("甲"), head='<?xml version="1.0" encoding="UTF-99"?>'),
        "unreadable_file",
    ),
    "rows outside.ods": (lambda path: an_ods(path, row("甲")), "empty_file"),
    "deep.xlsx": (
        lambda path: changed(path, {SHEET: with_rows(_deep("a", 300_000))}),
        "unreadable_file",
    ),
    "deep.docx": (lambda path: a_document(path, _deep("w:ins", 100_000)), "unreadable_file"),
    "nested tables.docx": (_nested_tables, "too_large"),
    "endless tag.xlsx": (
        lambda path: changed(path, {SHEET: b'<worksheet a="' + b"x" * (20 * MEGABYTE) + b'"/>'}),
        "unreadable_file",
    ),
    "endless comment.docx": (
        lambda path: a_document(path, "<!--" + "x" * (20 * MEGABYTE) + "-->"),
        "unreadable_file",
    ),
    "many elements.xlsx": (
        lambda path: changed(path, {SHEET: with_rows(f"<row>{'<c/>' * 10_000}</row>" * 450)}),
        "too_large",
    ),
    "many cells.xlsx": (
        lambda path: changed(
            path, {SHEET: with_rows(f"<row>{'<c><v>1</v></c>' * 10_000}</row>" * 80)}
        ),
        "too_large",
    ),
    "many paragraphs.docx": (lambda path: a_document(path, "<w:p/>" * 1_500_000), "too_large"),
    "beyond the sheet.xlsx": (
        lambda path: changed(path, {SHEET: with_rows(filled("XFE1048577"))}),
        "unreadable_file",
    ),
    "no such string.xlsx": (
        lambda path: changed(path, {SHEET: with_rows('<c r="A1" t="s"><v>7</v></c>')}),
        "unreadable_file",
    ),
    "huge strings.xlsx": (
        lambda path: changed(path, {STRINGS: _one_string(90_000_000)}),
        "too_large",
    ),
    "strings again and again.xlsx": (
        lambda path: changed(
            path,
            {STRINGS: _one_string(32_000),
             SHEET: with_rows(("<row>" + '<c t="s"><v>0</v></c>' * 1000 + "</row>") * 100)},
        ),
        "too_large",
    ),
    "merged text.xlsx": (
        lambda path: changed(
            path,
            {SHEET: with_rows(filled("A1", "x" * 30_000) + f'<row r="9000">{filled("J9000")}</row>')
             .replace(b"</sheetData>", b'</sheetData><mergeCells><mergeCell ref="A1:J8999"/>'
                      b"</mergeCells>")},
        ),
        "too_large",
    ),
    "no such sheet.xlsx": (
        lambda path: changed(path, {LINKS: lambda text: text.replace("sheet1.xml", "sheet9.xml")}),
        "unreadable_file",
    ),
    "one part, many sheets.xlsx": (
        lambda path: changed(
            path,
            {BOOK: _at_end("</sheets>", '<sheet name="x" sheetId="1" state="visible" '
                           'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/'
                           'relationships" r:id="rId1"/>' * 2000)},
        ),
        "too_large",
    ),
    "merges over merges.xlsx": (
        lambda path: changed(
            path,
            {SHEET: with_rows(f'<row r="1">{filled("A1")}</row><row r="1048576">'
                              f"{filled('XFD1048576')}</row>")
             .replace(b"</sheetData>", b'</sheetData><mergeCells><mergeCell ref="A1:XFD1048576"/>'
                      b"</mergeCells>")},
        ),
        "too_large",
    ),
    "columns again and again.xlsx": (
        lambda path: changed(
            path,
            {SHEET: with_rows(filled("A1"), '<cols>' + '<col min="1" max="16384" hidden="1"/>'
                              * 200_000 + "</cols>")},
        ),
        "unreadable_file",
    ),
    "no body.docx": (lambda path: a_zip(path, {"word/other.xml": "<x/>"}), "unreadable_file"),
    "repeated.ods": (
        lambda path: an_ods(path, table(row(cell("甲", columns(10**6)), marks=rows(10**6)))),
        "too_large",
    ),
    "deep.ods": (lambda path: an_ods(path, table(row(cell(_deep("text:p", 100_000))))),
                 "unreadable_file"),
    "truncated.ods": (
        lambda path: a_zip(path, {"mimetype": "application/vnd.oasis.opendocument.spreadsheet",
                                  "content.xml": f"<office:document-content {SPACES}>"}),
        "unreadable_file",
    ),
}  # fmt: skip
"""Files that must be refused, with the code of the refusal."""

READ: dict[str, Callable[[Path], Path]] = {
    "far corner.xlsx": lambda path: changed(
        path,
        {SHEET: _at_end("</sheetData>", '<row r="1048576"><c r="XFD1048576" s="0"/></row>')},
    ),
    "way out.xlsx": lambda path: changed(path, {}, extra="../../../tmp/gongjian-way-out.xml"),
    "macros.xlsm": lambda path: changed(path, {"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0 run me"}),
    "links outside.xlsx": lambda path: changed(
        path,
        {LINKS: _at_end("</Relationships>", '<Relationship Id="x9" TargetMode="External" '
                        'Type="http://x/externalLink" Target="http://192.0.2.1/a.xml"/>')},
    ),
    "links outside.docx": lambda path: a_document(
        path,
        f'<w:altChunk xmlns:r="{SPACE}" r:id="http://192.0.2.1/a"/>',
        tbl(tr(*HEAD), tr("1", "淘汰燃煤锅炉23台", "2020.9", "住建局")),
    ),
    "wild numbers.xlsx": lambda path: changed(
        path,
        {SHEET: lambda text: text.replace(
            "</sheetData>",
            '<row r="3"><c r="A3" s="1"><v>NaN</v></c><c r="B3" s="1"><v>1E999999999</v></c>'
            '<c r="C3" s="1"><v>-1E308</v></c><c r="D3" s="1"><v>1E308</v></c></row></sheetData>'),
         STYLES: lambda text: text.replace("</cellXfs>", '<xf numFmtId="14"/></cellXfs>')},
    ),
    "wrong types.xlsx": lambda path: changed(path, {"[Content_Types].xml": b"<Types/>"}),
    "backslashes.xlsx": lambda path: _with_backslashes(a_book(path)),
    "wide spans.docx": lambda path: a_document(
        path,
        tbl(tr(*HEAD), tr("1", tc("淘汰燃煤锅炉23台", span=999_999_999), "2020.9", "住建局"),
            tr(tc("甲", span=-5), tc("乙", merge="continue"))),
    ),
    "negative spans.ods": lambda path: an_ods(
        path,
        table(row(*HEAD), row(cell("1", 'table:number-rows-spanned="-1"'),
              cell("淘汰燃煤锅炉23台", 'table:number-columns-spanned="99999999999999"'),
              "9月", "甲")),
    ),
}  # fmt: skip
"""Files that look bad and can be read whole."""


def _with_backslashes(path: Path) -> Path:
    """Part names as an old library writes them."""
    with zipfile.ZipFile(path) as archive:
        parts = {name.replace("/", "\\"): archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path
