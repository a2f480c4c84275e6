"""A form with text boxes, lines and shapes; no library here makes them, so they are XML."""

from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook

from bench.madesheets import a_table

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_DRAWINGML = "http://schemas.openxmlformats.org/drawingml/2006"
_TYPE = (
    '<Override PartName="/xl/drawings/drawing1.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.drawing+xml"/>'
)
_RUN = (
    '<a:r><a:rPr lang="zh-CN" sz="1100"><a:solidFill><a:srgbClr val="000000"/></a:solidFill>'
    "</a:rPr><a:t>"
)
_SHAPES = (
    # preset, column, row, columns, rows, fill, line, words, more of the text's box
    ("rect", 0, 12, 2, 3, "FFFFFF", "000000", "填表说明：一式两份，\n于次月五日前报送。", ""),
    ("roundRect", 2, 12, 1, 2, "DDEBF7", "2E75B6", "区攻坚办", 'anchor="ctr"'),
    ("ellipse", 3, 12, 1, 3, "", "C00000", "盖章处", 'anchor="ctr"'),
    ("rightArrow", 4, 12, 1, 2, "FFC000", "7F6000", "", ""),
    ("line", 0, 16, 2, 1, "", "FF0000", "", ""),
    ("diamond", 2, 15, 1, 2, "E2EFDA", "548235", "审核", 'anchor="ctr"'),
    ("rect", 4, 15, 1, 3, "", "000000", "竖排文字", 'vert="eaVert" anchor="ctr"'),
    ("triangle", 3, 16, 1, 2, "F8CBAD", "", "", ""),
)


def shapes_form(path: Path) -> Path:
    """The form as a file."""
    book = Workbook()
    sheet = book.worksheets[0]
    a_table(sheet, 5, 10, height=20)
    stream = BytesIO()
    book.save(stream)
    with ZipFile(stream) as source, ZipFile(path, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            part = source.read(name).decode()
            if name == "xl/worksheets/sheet1.xml":
                link = f'<drawing xmlns:r="{_OFFICE}" r:id="rId1"/></worksheet>'
                part = part.replace("</worksheet>", link)
            if name == "[Content_Types].xml":
                part = part.replace("</Types>", f"{_TYPE}</Types>")
            target.writestr(name, part)
        target.writestr("xl/worksheets/_rels/sheet1.xml.rels", _links())
        target.writestr("xl/drawings/drawing1.xml", shapes_xml())
    return path


def _links() -> str:
    return (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/drawing" Target="../drawings/drawing1.xml"/>'
        "</Relationships>"
    )


def shapes_xml() -> str:
    """The drawing's part."""
    anchors = "".join(_anchor(at, shape) for at, shape in enumerate(_SHAPES, 2))
    return (
        f'<xdr:wsDr xmlns:xdr="{_DRAWINGML}/spreadsheetDrawing" xmlns:a="{_DRAWINGML}/main">'
        f"{anchors}</xdr:wsDr>"
    )


def _anchor(number: int, shape: tuple[str, int, int, int, int, str, str, str, str]) -> str:
    kind, column, row, columns, rows, fill, line, words, box = shape
    inside = f'<a:solidFill><a:srgbClr val="{fill}"/></a:solidFill>' if fill else "<a:noFill/>"
    ink = f'<a:solidFill><a:srgbClr val="{line}"/></a:solidFill>' if line else "<a:noFill/>"
    align = "ctr" if "ctr" in box else "l"
    paragraphs = "".join(
        f'<a:p><a:pPr algn="{align}"/>{_RUN}{text}</a:t></a:r></a:p>' for text in words.split("\n")
    )
    return (
        f"<xdr:twoCellAnchor>{_marker('from', column, row)}"
        f"{_marker('to', column + columns, row + rows)}"
        f'<xdr:sp macro="" textlink=""><xdr:nvSpPr><xdr:cNvPr id="{number}" name="形状{number}"/>'
        "<xdr:cNvSpPr/></xdr:nvSpPr><xdr:spPr><a:xfrm><a:off x='0' y='0'/><a:ext cx='0' cy='0'/>"
        f'</a:xfrm><a:prstGeom prst="{kind}"><a:avLst/></a:prstGeom>{inside}'
        f'<a:ln w="12700">{ink}</a:ln></xdr:spPr>'
        f"<xdr:txBody><a:bodyPr {box}/><a:lstStyle/>{paragraphs}</xdr:txBody></xdr:sp>"
        "<xdr:clientData/></xdr:twoCellAnchor>"
    )


def _marker(name: str, column: int, row: int) -> str:
    return (
        f"<xdr:{name}><xdr:col>{column}</xdr:col><xdr:colOff>90000</xdr:colOff>"
        f"<xdr:row>{row}</xdr:row><xdr:rowOff>45000</xdr:rowOff></xdr:{name}>"
    )
