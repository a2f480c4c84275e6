"""Word documents for the tests of the way in: .docx from small pieces of XML, .doc from bytes."""

import struct
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

SPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
ANNEX, TITLE, UNIT = "附件1", "2020年攻坚任务分解表", "单位：指挥部办公室  2020年6月10日"
HEAD = ("序号", "主要任务", "完成时限", "责任单位")


def p(text: str = "", *, properties: str = "", runs: str = "") -> str:
    """A paragraph of one run; ``runs`` is put behind it."""
    return f"<w:p><w:pPr>{properties}</w:pPr>{r(text)}{runs}</w:p>"


def r(text: str, *, properties: str = "") -> str:
    """A run."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def tc(content: str = "", *, span: int = 1, merge: str = "") -> str:
    """A cell; ``merge`` is ``restart`` or ``continue``. Text without a tag becomes a paragraph."""
    inner = content if content.startswith("<") else p(content)
    downwards = f'<w:vMerge w:val="{merge}"/>' if merge else ""
    return f'<w:tc><w:tcPr><w:gridSpan w:val="{span}"/>{downwards}</w:tcPr>{inner}</w:tc>'


def tr(*cells: str, properties: str = "") -> str:
    """A row; plain texts become cells."""
    made = (cell if cell.startswith("<w:") else tc(cell) for cell in cells)
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(made)}</w:tr>"


def tbl(*rows: str, widths: Sequence[int] = (1000, 3000, 1500, 2000)) -> str:
    """A table."""
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return f"<w:tbl><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"


def a_document(
    path: Path, *body: str, styles: str = "", numbering: str = "", head: str = ""
) -> Path:
    """A .docx of the given paragraphs and tables."""
    relation = '<Relationship Id="{0}" Type="' + OFFICE + '/{1}" Target="{2}"/>'
    links = relation.format("r1", "styles", "styles.xml")
    links += relation.format("r2", "numbering", "numbering.xml")
    first = relation.format("r1", "officeDocument", "word/document.xml")
    parts = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}">{first}</Relationships>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{PACKAGE}">{links}</Relationships>',
        "word/styles.xml": f'<w:styles xmlns:w="{SPACE}">{styles}</w:styles>',
        "word/numbering.xml": f'<w:numbering xmlns:w="{SPACE}">{numbering}</w:numbering>',
        "word/header1.xml": f'<w:hdr xmlns:w="{SPACE}">{p("页眉里的字")}</w:hdr>',
        "word/document.xml": (
            f'{head}<w:document xmlns:w="{SPACE}"><w:body>{"".join(body)}</w:body></w:document>'
        ),
    }
    return a_zip(path, parts)


def a_zip(path: Path, parts: dict[str, str]) -> Path:
    """A zipped file of the given parts."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def a_compound(path: Path, streams: dict[str, bytes]) -> Path:
    """A compound file (MS-CFB) of the given streams, each in whole sectors."""
    sectors: list[bytes] = []
    chains: list[int] = []
    starts: dict[str, int] = {}
    for name, content in streams.items():
        starts[name] = len(sectors)
        _chain(sectors, chains, content.ljust(4096, b"\0"))
    names = ["Root Entry", *streams]
    entries = b"".join(_entry(names, at, starts, streams) for at in range(len(names)))
    directory = len(sectors)
    _chain(sectors, chains, entries)
    table = len(sectors)
    chains += [0xFFFFFFFD]
    fat = struct.pack(f"<{len(chains)}I", *chains).ljust(512, b"\xff")
    assert len(fat) == 512
    head = struct.pack(
        "<8s16x5H6x9I", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0x3E, 3, 0xFFFE, 9, 6,
        0, 1, directory, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0,
    )  # fmt: skip
    head += struct.pack("<109I", table, *[0xFFFFFFFF] * 108)
    path.write_bytes(head + b"".join(sectors) + fat)
    return path


def _chain(sectors: list[bytes], chains: list[int], content: bytes) -> None:
    count = -(-len(content) // 512)
    first = len(sectors)
    sectors += [content[at * 512 : (at + 1) * 512].ljust(512, b"\0") for at in range(count)]
    chains += [*range(first + 1, first + count), 0xFFFFFFFE]


def _entry(names: list[str], at: int, starts: dict[str, int], streams: dict[str, bytes]) -> bytes:
    name = names[at]
    raw = (name + "\0").encode("utf-16-le")
    size = max(4096, len(streams[name])) if at else 0
    right = at + 1 if 0 < at < len(names) - 1 else 0xFFFFFFFF
    child = 1 if at == 0 else 0xFFFFFFFF
    return struct.pack(
        "<64sHBB3I36xIQ", raw, len(raw), 2 if at else 5, 1, 0xFFFFFFFF, right, child,
        starts.get(name, 0xFFFFFFFE), size,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Old:
    """A paragraph of a binary document: text, the mark that ends it, property modifiers."""

    text: str
    mark: str = "\r"
    sprms: bytes = b""


IN_TABLE = b"\x16\x24\x01"
ROW_END = IN_TABLE + b"\x17\x24\x01"


def old_row(*cells: str, edges: Sequence[int], marks: Sequence[int] = ()) -> Iterable[Old]:
    """A row of a binary document's table; ``marks`` are the merge bits of each cell."""
    for cell in cells:
        yield Old(cell, "\x07", IN_TABLE)
    bits = [*marks, *[0] * (len(cells) - len(marks))]
    definition = bytes([len(cells)]) + struct.pack(f"<{len(edges)}h", *edges)
    definition += b"".join(struct.pack("<H18x", mark) for mark in bits)
    size = struct.pack("<H", len(definition) + 1)
    yield Old("", "\x07", ROW_END + b"\x08\xd6" + size + definition)


def a_doc(path: Path, paragraphs: Iterable[Old], *, version: int = 0xC1, flags: int = 0) -> Path:
    """A binary Word document: one piece of text, one page of properties a paragraph."""
    body, edges, pages = b"", [2048], []
    for each in paragraphs:
        body += (each.text + each.mark).encode("utf-16-le")
        edges.append(2048 + len(body))
        pages.append(_page(edges[-2], edges[-1], each.sprms))
    length = len(body) // 2
    first = 4 + -(-len(body) // 512)
    main = _header(length, version, flags).ljust(2048, b"\0")
    main += body.ljust((first - 4) * 512, b"\0") + b"".join(pages)
    pieces = struct.pack("<BIii HIH", 2, 16, 0, length, 0, 2048, 0)
    numbers = range(first, first + len(pages))
    properties = struct.pack(f"<{len(edges)}I", *edges) + struct.pack(f"<{len(pages)}I", *numbers)
    nothing = struct.pack("<I", 2048)
    table = pieces + properties + nothing
    places = {33: (0, len(pieces)), 13: (len(pieces), len(properties))}
    places[12] = (len(pieces) + len(properties), len(nothing))
    raw = bytearray(main)
    for index, (start, size) in places.items():
        struct.pack_into("<II", raw, 0x9A + 8 * index, start, size)
    return a_compound(path, {"WordDocument": bytes(raw), "0Table": table})


def _header(length: int, version: int, flags: int) -> bytes:
    head = bytearray(2048)
    struct.pack_into("<HH", head, 0, 0xA5EC, version)
    struct.pack_into("<H", head, 0x0A, flags)
    struct.pack_into("<i", head, 0x4C, length)
    return bytes(head)


def _page(start: int, end: int, sprms: bytes) -> bytes:
    page = bytearray(512)
    struct.pack_into("<II", page, 0, start, end)
    content = b"\0\0" + sprms
    content += b"\0" * (len(content) % 2)
    place = 510 - len(content) - 2 & ~1
    page[8] = place // 2
    page[place : place + 2] = bytes([0, len(content) // 2])
    page[place + 2 : place + 2 + len(content)] = content
    page[511] = 1
    return bytes(page)
