"""A blank form crowded with what districts leave in their files, beyond what openpyxl writes."""

import re
from collections.abc import Mapping
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.drawing.image import Image as SheetImage
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import PatternFill
from openpyxl.utils import quote_sheetname
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.protection import SheetProtection
from openpyxl.worksheet.table import Table
from PIL import Image

from tests.forms import a_form, content_of, parts_of, with_parts

SHEET = "进展表"
PART = "xl/worksheets/sheet1.xml"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_SPARKLINES = (
    '<extLst><ext uri="{05C60535-1F16-4fd2-B633-F4F36F0B64E0}" '
    'xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main">'
    '<x14:sparklineGroups xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main">'
    "<x14:sparklineGroup><x14:sparklines>"
    "<x14:sparkline><xm:f>进展表!D4:E4</xm:f><xm:sqref>F4</xm:sqref></x14:sparkline>"
    "<x14:sparkline><xm:f>进展表!D5:E5</xm:f><xm:sqref>F5</xm:sqref></x14:sparkline>"
    "</x14:sparklines></x14:sparklineGroup></x14:sparklineGroups></ext></extLst>"
)
_CONTROLS = (
    '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
    '<mc:Choice Requires="x14"><controls><control shapeId="1030" r:id="rIdC" name="按钮">'
    '<controlPr linkedCell="$A$9" listFillRange="$A$3:$A$5"><anchor><from>'
    "<xdr:col>0</xdr:col><xdr:row>7</xdr:row></from></anchor></controlPr></control></controls>"
    "</mc:Choice></mc:AlternateContent>"
)
_VML = (
    '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:x="urn:schemas-microsoft-com:office:excel">'
    '<v:shape id="s1"><x:ClientData ObjectType="Checkbox"><x:Anchor>0, 1, 7, 2, 1, 3, 8, 4'
    "</x:Anchor><x:FmlaLink>$A$9</x:FmlaLink><br></x:ClientData></v:shape></xml>"
)
_THREADS = "http://schemas.microsoft.com/office/2017/10/relationships/threadedComment"
_SOURCE = (
    '<pivotCacheDefinition><worksheetSource ref="A2:E5" sheet="进展表"/></pivotCacheDefinition>'
)
_CHAIN = '<calcChain xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>'


def a_crowded_form() -> bytes:
    """Two sheets; the body is rows 3 to 5 of the first, everything else refers to it."""
    book = a_form([["序号", "任务", "进展"]], [[1, None, None], [2, None, None], [3, None, None]])
    sheet = book.worksheets[0]
    sheet["A8"] = "合计"
    sheet["B8"] = "=SUM(D3:D5)"
    sheet["E3"] = "=SUM(D3:D3)*2"
    sheet["E4"] = "=[1]进展表!A8*2"
    sheet["E5"] = "=SUM(D5:D5)/SUM($D$3:$D$5)"
    for row, number in ((3, 1), (4, 2), (5, 3)):
        sheet[f"D{row}"] = number
    _refer(book)
    _hang(book)
    return _stuffed(content_of(book))


def _refer(book: Workbook) -> None:
    sheet: Any = book.worksheets[0]
    choice = DataValidation(type="list", formula1="$A$8:$A$9")
    choice.add("C3:C5")
    sheet.add_data_validation(choice)
    red = PatternFill("solid", bgColor="FFFF0000")
    rule = FormulaRule(formula=["D3>$B$8"], fill=red)  # type: ignore[no-untyped-call]
    sheet.conditional_formatting.add("D3:D5", rule)
    area = f"{quote_sheetname(SHEET)}!$A$3:$E$5"
    book.defined_names["填报区"] = DefinedName("填报区", attr_text=area)
    sheet.print_area, sheet.print_title_rows = "A1:F9", "1:2"
    sheet.row_breaks.append(Break(id=7))
    sheet.oddHeader.center.text = "&A"
    sheet["A9"].hyperlink = Hyperlink("A9", location="进展表!A8")
    sheet["C5"].hyperlink = "https://example.org/"
    sheet.merge_cells("A7:C7")
    sheet.protection = SheetProtection(sheet=True, formatCells=False)
    other = book.create_sheet("汇总")
    other["A1"], other["A2"] = "=SUM(进展表!D3:D5)", "=进展表!B8"
    other["A3"] = "=HLOOKUP(1,进展表!D4:D5,1,FALSE)"
    other["A4"] = "=进展表!A1"
    other["B1"].hyperlink = Hyperlink("B1", location="进展表!B8")
    other["B2"].hyperlink = "#进展表!B8"


def _hang(book: Workbook) -> None:
    sheet, other = book.worksheets
    sheet["A8"].comment = Comment("按项目填写", "区办")
    stream = BytesIO()
    Image.new("RGB", (8, 8), "red").save(stream, "PNG")
    sheet.add_image(SheetImage(stream), "A9")
    for home, anchor in ((sheet, "D10"), (other, "D2")):
        chart = BarChart()
        chart.add_data(Reference(sheet, min_col=4, min_row=3, max_row=5))
        home.add_chart(chart, anchor)
    table = Table(displayName="参数", ref="H3:I5")
    for column, head in ((8, "甲"), (9, "乙")):
        sheet.cell(3, column, head)
    sheet.add_table(table)


def _stuffed(content: bytes) -> bytes:
    """The parts that no library here writes, put in as XML."""
    parts = parts_of(content)
    sheet = parts[PART].decode()
    sheet = _kept(sheet, {"SUM(D3:D5)": "6", "[1]进展表!A8*2": "5"})
    sheet = re.sub(r"(<sheetProtection[^>]*>)", rf"\1{_protected()}", sheet)
    tables = sheet.index("<tableParts")
    sheet = sheet[:tables] + _CONTROLS + sheet[tables:]
    sheet = sheet.replace("</worksheet>", f"{_SPARKLINES}</worksheet>")
    sheet = sheet.replace(
        "<worksheet ",
        f'<worksheet xmlns:r="{_OFFICE}" xmlns:xdr="http://schemas.openxmlformats.org/'
        'drawingml/2006/spreadsheetDrawing" ',
        1,
    )
    links = "xl/worksheets/_rels/sheet1.xml.rels"
    more = (
        f'<Relationship Id="rIdC" Type="{_OFFICE}/ctrlProp" Target="../ctrlProps/ctrlProp1.xml"/>'
        f'<Relationship Id="rIdV" Type="{_OFFICE}/vmlDrawing" Target="../drawings/vml9.vml"/>'
        f'<Relationship Id="rIdT" Type="{_THREADS}" '
        'Target="../threadedComments/threadedComment1.xml"/>'
        f'<Relationship Id="rIdO" Type="{_OFFICE}/oleObject" Target="../embeddings/ole1.bin"/>'
        "</Relationships>"
    )
    book_links = "xl/_rels/workbook.xml.rels"
    chain = (
        f'<Relationship Id="rIdK" Type="{_OFFICE}/calcChain" Target="calcChain.xml"/>'
        f'<Relationship Id="rIdD" Type="{_OFFICE}/pivotCacheDefinition" '
        'Target="pivotCache/d1.xml"/>'
        f'<Relationship Id="rIdL" Type="{_OFFICE}/externalLink" '
        'Target="externalLinks/externalLink1.xml"/>'
        f'<Relationship Id="rIdX" Type="{_OFFICE}/customXml" Target="../customXml/item1.xml"/>'
        f'<Relationship Id="rIdE" Type="{_OFFICE}/vbaProject" Target="vbaProject.bin"/>'
        "</Relationships>"
    )
    other = parts["xl/worksheets/sheet2.xml"].decode()
    lookup = "HLOOKUP(1,进展表!D4:D5,1,FALSE)"
    results = {"SUM(进展表!D3:D5)": "6", "进展表!B8": "6", lookup: "1", "进展表!A1": "77"}
    return with_parts(
        content,
        {
            PART: sheet.encode(),
            "xl/worksheets/sheet2.xml": _kept(other, results).encode(),
            links: parts[links].replace(b"</Relationships>", more.encode()),
            book_links: parts[book_links].replace(b"</Relationships>", chain.encode()),
            "xl/ctrlProps/ctrlProp1.xml": b'<formControlPr objectType="CheckBox" fmlaLink="$A$9"/>',
            "xl/drawings/vml9.vml": _VML.encode(),
            "xl/embeddings/ole1.bin": b"\xd0\xcf\x11\xe0",
            "xl/threadedComments/threadedComment1.xml": b"<ThreadedComments><threadedComment "
            b'ref="A8" id="{1}"><text>A8</text></threadedComment></ThreadedComments>',
            "xl/pivotCache/d1.xml": _SOURCE.encode(),
            "xl/externalLinks/externalLink1.xml": b'<externalLink><c r="A8"/></externalLink>',
            "xl/calcChain.xml": _CHAIN.encode(),
            "xl/vbaProject.bin": b"\x00\x01",
            "customXml/item1.xml": b"<!DOCTYPE x><x ref='A9'>",
        },
    )


def _protected() -> str:
    return '<protectedRanges><protectedRange sqref="C3:C5 A9" name="可改"/></protectedRanges>'


def _kept(sheet: str, results: Mapping[str, str]) -> str:
    """A sheet with the results an office program keeps beside formulas."""
    for formula, result in results.items():
        sheet = sheet.replace(f"<f>{formula}</f><v />", f"<f>{formula}</f><v>{result}</v>")
    return sheet
