"""Writes a work report as a Word document (.docx) laid out as an office paper (GB/T 9704-2012)."""

from collections.abc import Mapping, Sequence
from io import BytesIO
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from app.reports.looks import Font
from app.reports.narrative.narrativepaper import (
    BODY_SIZE,
    CHARACTERS,
    LINES,
    PAGE,
    TITLE_SIZE,
    Paragraph,
    Role,
)

# The office's own typefaces; where a machine lacks one, Word takes the one named beside it.
_FACES = {
    Font.FANGSONG: ("仿宋_GB2312", "仿宋"),
    Font.KAI: ("楷体_GB2312", "楷体"),
    Font.HEI: ("黑体", "SimHei"),
    Font.TITLE: ("方正小标宋简体", "宋体"),
    Font.SONG: ("宋体", "SimSun"),
}
_TWIPS_PER_MM = 1440 / 25.4
_BLOCK_MM = (156.0, 225.0)
_TITLE_PITCH, _NUMBER_SIZE, _NUMBER_MM = 35.0, 14.0, 23.0
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MOMENT = (1980, 1, 1, 0, 0, 0)
_FOOTERS = {"default": "right", "even": "left"}
_PARTS = {
    "document": "document.main", "styles": "styles", "settings": "settings",
    "fontTable": "fontTable", "footer1": "footer", "footer2": "footer",
}  # fmt: skip


def render_docx(paper: Sequence[Paragraph]) -> bytes:
    """The paper as a Word document, the same bytes for the same paper."""
    title = "".join(one.text for one in paper if one.role is Role.TITLE)
    parts = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relations(
            {
                "officeDocument": "word/document.xml",
                "metadata/core-properties": "docProps/core.xml",
            }
        ),
        "docProps/core.xml": _core(title),
        "word/document.xml": _document(paper),
        "word/_rels/document.xml.rels": _relations(
            {
                "styles": "styles.xml",
                "settings": "settings.xml",
                "fontTable": "fontTable.xml",
                "footer": "footer1.xml",
                "footer#even": "footer2.xml",
            }
        ),
        "word/styles.xml": _styles(),
        "word/settings.xml": _settings(),
        "word/fontTable.xml": _font_table(),
        "word/footer1.xml": _footer("right"),
        "word/footer2.xml": _footer("left"),
    }
    return _zipped(parts)


def _zipped(parts: Mapping[str, str]) -> bytes:
    stream = BytesIO()
    with ZipFile(stream, "w") as package:
        for name, content in parts.items():
            info = ZipInfo(name, _MOMENT)
            info.compress_type = ZIP_DEFLATED
            package.writestr(info, _HEAD + content)
    return stream.getvalue()


def _content_types() -> str:
    parts = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{_MAIN}.{kind}+xml"/>'
        for name, kind in _PARTS.items()
    )
    core = "application/vnd.openxmlformats-package.core-properties+xml"
    return (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'{parts}<Override PartName="/docProps/core.xml" ContentType="{core}"/></Types>'
    )


def _relations(targets: Mapping[str, str]) -> str:
    links = "".join(
        f'<Relationship Id="rId{place}" Type="{_kind(kind)}" Target="{target}"/>'
        for place, (kind, target) in enumerate(targets.items(), 1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{links}</Relationships>'


def _kind(kind: str) -> str:
    base = f"{_PACKAGE}/relationships" if "/" in kind else _LINKS
    return f"{base}/{kind.partition('#')[0]}"


def _core(title: str) -> str:
    """The document's properties: its title, nothing of the clerk or the machine."""
    return (
        f'<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{_safe(title)}</dc:title><dc:creator></dc:creator></cp:coreProperties>"
    )


def _safe(text: str) -> str:
    """A text as XML may hold it."""
    return escape("".join(char for char in text if char not in "\ufffe\uffff"))


def _document(paper: Sequence[Paragraph]) -> str:
    body = "".join(_paragraph(one) for one in paper)
    return (
        f'<w:document xmlns:w="{_WORD}" xmlns:r="{_LINKS}"><w:body>{body}{_section()}'
        "</w:body></w:document>"
    )


def _paragraph(one: Paragraph) -> str:
    text = f'<w:r><w:t xml:space="preserve">{_safe(one.text)}</w:t></w:r>' if one.text else ""
    right = f'<w:ind w:rightChars="{round(one.room * 100)}" w:right="{_points(one.room)}"/>'
    room = right if one.room else ""
    return f'<w:p><w:pPr><w:pStyle w:val="{one.role}"/>{room}</w:pPr>{text}</w:p>'


def _points(characters: float) -> int:
    """A run of body characters in twentieths of a point."""
    return round(characters * BODY_SIZE * 20)


def _section() -> str:
    width, height = (round(side * _TWIPS_PER_MM) for side in PAGE.size)
    odd = PAGE.margins_of(1)
    top, right, bottom, left = (
        round(side * _TWIPS_PER_MM) for side in (odd.top, odd.right, odd.bottom, odd.left)
    )
    footers = "".join(
        f'<w:footerReference w:type="{kind}" r:id="rId{place}"/>'
        for place, kind in enumerate(_FOOTERS, 4)
    )
    return (
        f'<w:sectPr>{footers}<w:pgSz w:w="{width}" w:h="{height}"/>'
        f'<w:pgMar w:top="{top}" w:right="{right}" w:bottom="{bottom}" w:left="{left}" '
        f'w:header="851" w:footer="{round(_NUMBER_MM * _TWIPS_PER_MM)}" w:gutter="0"/>'
        f'<w:docGrid w:type="linesAndChars" w:linePitch="{_line_pitch()}" '
        f'w:charSpace="{_char_space()}"/></w:sectPr>'
    )


def _line_pitch() -> int:
    """From line to line in twentieths of a point, so that a page holds its 22 lines."""
    return int(_BLOCK_MM[1] / LINES * _TWIPS_PER_MM)


def _char_space() -> int:
    """What a character gives way, in 4096ths of a point, so that a line holds 28 of them."""
    return int((_BLOCK_MM[0] / 25.4 * 72 / CHARACTERS - BODY_SIZE) * 4096)


def _styles() -> str:
    styles = "".join(_style(role) for role in Role)
    usual = _run(Font.FANGSONG, BODY_SIZE)
    return (
        f'<w:styles xmlns:w="{_WORD}"><w:docDefaults><w:rPrDefault>{usual}</w:rPrDefault>'
        "<w:pPrDefault/></w:docDefaults>"
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/>'
        f"</w:style>{styles}</w:styles>"
    )


def _style(role: Role) -> str:
    sample = Paragraph(role)
    size, pitch = BODY_SIZE, _line_pitch()
    align = "both"
    if role is Role.TITLE:
        size, pitch, align = TITLE_SIZE, round(_TITLE_PITCH * 20), "center"
    elif role in {Role.OFFICE, Role.DATE}:
        align = "right"
    keep = "<w:keepNext/>" if role in {Role.HEADING, Role.SUBHEADING, Role.OFFICE} else ""
    indent = '<w:ind w:firstLineChars="200" w:firstLine="640"/>' if sample.is_indented else ""
    level = f'<w:outlineLvl w:val="{0 if role is Role.HEADING else 1}"/>'
    outline = level if role in {Role.HEADING, Role.SUBHEADING} else ""
    return (
        f'<w:style w:type="paragraph" w:customStyle="1" w:styleId="{role}">'
        f'<w:name w:val="{_NAMES[role]}"/><w:basedOn w:val="Normal"/><w:qFormat/>'
        f'<w:pPr>{keep}<w:widowControl w:val="0"/>'
        f'<w:spacing w:before="0" w:after="0" w:line="{pitch}" w:lineRule="exact"/>'
        f'{indent}<w:jc w:val="{align}"/>{outline}</w:pPr>{_run(sample.font, size)}</w:style>'
    )


_NAMES = {
    Role.TITLE: "公文标题", Role.TO: "主送机关", Role.HEADING: "一级标题",
    Role.SUBHEADING: "二级标题", Role.BODY: "公文正文", Role.ANNEX: "附件说明",
    Role.BLANK: "空行", Role.OFFICE: "发文机关署名", Role.DATE: "成文日期",
}  # fmt: skip


def _run(font: Font, size: float) -> str:
    face = _FACES[font][0]
    fonts = " ".join(f'w:{part}="{face}"' for part in ("ascii", "hAnsi", "eastAsia", "cs"))
    half = round(size * 2)
    return (
        f'<w:rPr><w:rFonts {fonts}/><w:sz w:val="{half}"/><w:szCs w:val="{half}"/>'
        '<w:lang w:val="en-US" w:eastAsia="zh-CN"/></w:rPr>'
    )


def _settings() -> str:
    return (
        f'<w:settings xmlns:w="{_WORD}"><w:mirrorMargins/><w:evenAndOddHeaders/>'
        '<w:characterSpacingControl w:val="compressPunctuation"/><w:compat><w:useFELayout/>'
        '<w:compatSetting w:name="compatibilityMode" '
        'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat></w:settings>'
    )


def _font_table() -> str:
    fonts = "".join(
        f'<w:font w:name="{face}"><w:altName w:val="{other}"/><w:charset w:val="86"/></w:font>'
        for face, other in _FACES.values()
    )
    return f'<w:fonts xmlns:w="{_WORD}">{fonts}</w:fonts>'


def _footer(side: str) -> str:
    """— 1 — at the outer side, one character in."""
    run = _run(Font.SONG, _NUMBER_SIZE)
    indent = f'<w:ind w:{side}="{round(_NUMBER_SIZE * 20)}"/>'

    def words(text: str) -> str:
        return f'<w:r>{run}<w:t xml:space="preserve">{text}</w:t></w:r>'

    number = f'<w:fldSimple w:instr=" PAGE "><w:r>{run}<w:t>1</w:t></w:r></w:fldSimple>'
    return (
        f'<w:ftr xmlns:w="{_WORD}"><w:p><w:pPr>{indent}<w:jc w:val="{side}"/></w:pPr>'
        f"{words('— ')}{number}{words(' —')}</w:p></w:ftr>"
    )
