"""Writing into a form's own file: what is written, and that nothing else changes."""

import re
from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Font
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.utils import quote_sheetname
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation

from app.errors import UserError
from app.reports.formpages.formpage import form_grids
from app.reports.forms.form import fill_form, has_macros
from app.reports.forms.formfunctions import UnknownResultError, Value
from app.reports.forms.formsheet import FormCell
from app.reports.forms.reckoning import Place, Reckoner
from app.reports.forms.shifting import Growth
from tests.forms import a_form, content_of, opened, parts_of, with_parts

_SHEET = "进展表"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_DRAWING = (
    '<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing">'
    "<xdr:twoCellAnchor><xdr:from><xdr:col>0</xdr:col><xdr:colOff>0</xdr:colOff>"
    "<xdr:row>{row}</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:from><xdr:to><xdr:col>1</xdr:col>"
    "<xdr:colOff>0</xdr:colOff><xdr:row>{end}</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:to>"
    '<xdr:sp macro=""><xdr:txBody>盖章处</xdr:txBody></xdr:sp><xdr:clientData/>'
    "</xdr:twoCellAnchor></xdr:wsDr>"
)


def _blank(rows: int = 3) -> Workbook:
    return a_form([["序号", "目标任务", "进展情况"]], [[None] * 3 for _ in range(rows)])


def _with_text_box(content: bytes, row: int) -> bytes:
    """The form with a text box, which openpyxl would lose."""
    part = "xl/worksheets/sheet1.xml"
    sheet = parts_of(content)[part].decode()
    link = f'<drawing xmlns:r="{_OFFICE}" r:id="rId1"/></worksheet>'
    links = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/drawing" Target="../drawings/drawing1.xml"/>'
        "</Relationships>"
    )
    return with_parts(
        content,
        {
            part: sheet.replace("</worksheet>", link).encode(),
            "xl/worksheets/_rels/sheet1.xml.rels": links.encode(),
            "xl/drawings/drawing1.xml": _DRAWING.format(row=row, end=row + 1).encode(),
        },
    )


def test_filling_with_nothing_changes_no_part() -> None:
    content = _with_text_box(content_of(_blank()), 6)
    assert parts_of(fill_form(content, [])) == parts_of(content)


def test_one_cell_changes_the_sheet_alone() -> None:
    content = _with_text_box(content_of(_blank()), 6)
    before = parts_of(content)
    after = parts_of(fill_form(content, [FormCell(_SHEET, 3, 3, "完成9台")]))
    assert {name for name in before if before[name] != after[name]} == {"xl/worksheets/sheet1.xml"}


@pytest.mark.parametrize(
    "text",
    ["=9台", "+0.3吨", "-5", "@甲", '<a>&"b"', "第一行\n第二行", "𠮷祥", " 前后 "],
)
def test_a_text_is_written_as_text(text: str) -> None:
    cell = opened(fill_form(content_of(_blank()), [FormCell(_SHEET, 3, 3, text)])).cell(3, 3)
    assert (cell.value, cell.data_type) == (text, "s")


def test_a_number_is_written_as_a_number() -> None:
    cells = [FormCell(_SHEET, 3, 3, Decimal("83.50")), FormCell(_SHEET, 4, 3, Decimal(0))]
    sheet = opened(fill_form(content_of(_blank()), cells))
    assert (sheet["C3"].value, sheet["C4"].value) == (83.5, 0)


def test_a_cell_is_emptied_and_keeps_its_looks() -> None:
    book = _blank()
    book.worksheets[0]["C3"] = "示例"
    cell = opened(fill_form(content_of(book), [FormCell(_SHEET, 3, 3, None)]))["C3"]
    assert cell.value is None
    assert cell.border.left.style == "thin"


def test_a_long_text_makes_its_row_grow() -> None:
    book = _blank()
    book.worksheets[0].row_dimensions[3].height = 20
    sheet = opened(fill_form(content_of(book), [FormCell(_SHEET, 3, 3, "进" * 60)]))
    assert sheet.row_dimensions[3].height > 60
    assert sheet["C3"].alignment.wrap_text


def test_results_of_formulas_are_renewed() -> None:
    book = _blank()
    sheet = book.worksheets[0]
    sheet["B6"], sheet["C6"] = "=SUM(C3:C5)", '=IF(C3="","",C3/C4)'
    cells = [FormCell(_SHEET, 3, 3, Decimal(9)), FormCell(_SHEET, 4, 3, Decimal(12))]
    filled = fill_form(content_of(book), cells)
    assert opened(filled)["B6"].value == "=SUM(C3:C5)"
    assert [opened(filled, results=True)[at].value for at in ("B6", "C6")] == [21, 0.75]


def test_a_division_by_nothing_shows_as_on_the_sheet() -> None:
    book = _blank()
    sheet = book.worksheets[0]
    sheet["B6"], sheet["C6"] = "=C4/C3", '=IFERROR(B6,"—")'
    filled = fill_form(content_of(book), [FormCell(_SHEET, 4, 3, Decimal(9))])
    cells = opened(filled, results=True)
    assert [cells[at].value for at in ("B6", "C6")] == ["#DIV/0!", "—"]
    assert cells["B6"].data_type == "e"
    (grid,) = form_grids(filled, "季报")
    assert "#DIV/0!" in [cell.text for cell in grid.cells if cell.style.align == "center"]


def test_a_formula_beyond_us_is_left_without_result() -> None:
    book = _blank()
    book.worksheets[0]["B6"] = "=OFFSET(A3,1,1)"
    filled = fill_form(content_of(book), [FormCell(_SHEET, 3, 3, Decimal(9))])
    assert opened(filled, results=True)["B6"].value is None
    assert b'fullCalcOnLoad="1"' in parts_of(filled)["xl/workbook.xml"]


def _grown(added: int = 2) -> tuple[bytes, bytes]:
    book = _blank()
    sheet = book.worksheets[0]
    sheet["C3"] = '=IF(B3="","",LEN(B3))'
    for row in (4, 5):
        sheet[f"C{row}"] = f'=IF(B{row}="","",LEN(B{row}))'
    sheet["B6"] = "=SUM(C3:C5)"
    sheet["A7"] = "注：不够可加行"
    sheet.merge_cells("A7:C7")
    sheet.print_area = "A1:C7"
    sheet.print_title_rows = "2:2"
    sheet.row_dimensions[5].height = 33
    choice = DataValidation(type="list", formula1='"是,否"')
    choice.add("B3:B5")
    sheet.add_data_validation(choice)
    bold = DifferentialStyle(font=Font(bold=True))
    rule = Rule(type="cellIs", operator="equal", formula=['"否"'], dxf=bold)
    sheet.conditional_formatting.add("B3:B5", rule)
    name = DefinedName("填报区", attr_text=f"{quote_sheetname(_SHEET)}!$A$3:$C$5")
    book.defined_names["填报区"] = name
    blank = _with_text_box(content_of(book), 6)
    return blank, fill_form(blank, [], [Growth(_SHEET, 3, 5, added)])


def test_new_rows_look_like_the_last() -> None:
    _, filled = _grown()
    sheet = opened(filled)
    assert sheet.row_dimensions[7].height == 33
    assert sheet["A7"].border.left.style == "thin"
    assert sheet["C7"].value == '=IF(B7="","",LEN(B7))'


def test_what_stands_below_moves_down_whole() -> None:
    _, filled = _grown()
    sheet = opened(filled)
    assert sheet["B8"].value == "=SUM(C3:C7)"
    assert [str(area) for area in sheet.merged_cells.ranges] == ["A9:C9"]
    assert sheet["A9"].value == "注：不够可加行"
    assert b"<xdr:row>8</xdr:row>" in parts_of(filled)["xl/drawings/drawing1.xml"]


def test_ranges_over_the_body_reach_the_new_end() -> None:
    _, filled = _grown()
    sheet = opened(filled)
    assert sheet.print_area == "'进展表'!$A$1:$C$9"
    assert sheet.print_title_rows == "$2:$2"
    assert str(sheet.data_validations.dataValidation[0].sqref) == "B3:B7"
    assert [str(area.sqref) for area in sheet.conditional_formatting] == ["B3:B7"]
    workbook = parts_of(filled)["xl/workbook.xml"].decode()
    assert "!$A$3:$C$7<" in workbook


def test_shared_formulas_are_written_out_before_rows_move() -> None:
    book = _blank()
    part = "xl/worksheets/sheet1.xml"
    content = content_of(book)
    xml = parts_of(content)[part].decode()
    shared = '<f t="shared" ref="C3:C5" si="0">B3*2</f>'
    for address, formula in (("C3", shared), ("C5", '<f t="shared" si="0"/>')):
        xml = re.sub(rf'<c r="{address}"[^>]*?(?:/>|></c>)', f'<c r="{address}">{formula}</c>', xml)
    assert shared in xml
    filled = fill_form(with_parts(content, {part: xml.encode()}), [], [Growth(_SHEET, 3, 5, 1)])
    sheet = opened(filled)
    assert [sheet[f"C{row}"].value for row in (3, 5, 6)] == ["=B3*2", "=B5*2", "=B6*2"]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 broken", b"no workbook"])
def test_a_damaged_form_is_told(content: bytes) -> None:
    with pytest.raises(UserError) as told:
        fill_form(content, [])
    assert told.value.code == "form_damaged"


@pytest.mark.parametrize(
    ("formula", "result"),
    [
        ("1+2*3", 7),
        ("(1+2)*3/4", Decimal("2.25")),
        ("-5%", Decimal("-0.05")),
        ('IF(A1=0,"无",B1/A1)', "无"),
        ("ROUND(B1/3,2)", Decimal("0.67")),
        ('IFERROR(B1/A1,"—")', "—"),
        ('"共"&B1&"台"', "共2台"),
        ("SUM($A$1:B1,3)", 5),
        ("AVERAGE(A1:B1)", 1),
        ("IF(AND(B1>=2,B1<>3),MAX(A1:B1),MIN(A1:B1))", 2),
        ("'另表'!A1+1", 11),
        ('COUNTIF(A1:C1,">=2")', 2),
        ('COUNTIF(D1:E1,"已*")', 1),
        ('COUNTIFS(D1:E1,"已完成",A1:B1,0)', 1),
        ('SUMIF(D1:E1,"未完成",A1:B1)', 2),
        ("SUMPRODUCT(A1:C1,A1:C1)", 13),
        ('VLOOKUP("未完成",E1:F1,2,FALSE)', 5),
        ('IFERROR(VLOOKUP("无",D1:F1,2,0),"查无")', "查无"),
        ("INDEX(A1:C1,MATCH(2,A1:C1,0))", 2),
        ('IF(ISNUMBER(SEARCH("完成",D1)),"是","否")', "是"),
        ('IF(ISERROR(FIND("缺",D1)),"否","是")', "否"),
        ('TEXT(B1/3,"0.0%")', "66.7%"),
        ("MOD(ROW(),2)+COLUMN(C9)", 4),
        ("RANK(B1,A1:C1)", 2),
        ("ROUNDUP(10/3,1)", Decimal("3.4")),
        ("CEILING(7,2)", Decimal(8)),
        ("MONTH(DATE(2020,6,30))", 6),
        ("TODAY()-DATE(2020,6,30)", 8),
        ('SUBSTITUTE(LEFT(D1,2),"已","未")&LEN(D1)', "未完3"),
    ],
)
def test_simple_formulas_are_reckoned(formula: str, result: object) -> None:
    row: list[Value] = [Decimal(0), Decimal(2), Decimal(3), "已完成", "未完成", Decimal(5)]
    values: dict[Place, Value] = {("表", 1, at): value for at, value in enumerate(row, 1)}
    values["另表", 1, 1] = Decimal(10)
    reckoner = Reckoner({("表", 5, 5): formula}, values.get, date(2020, 7, 8))
    assert reckoner.result(("表", 5, 5)) == result


@pytest.mark.parametrize(
    "formula", ["E5+1", "1/0", "CEILING(7,0)", "NOW()", '"a"+1', "SUM(", "A1:B1", "1 2"]
)
def test_other_formulas_are_not_guessed(formula: str) -> None:
    with pytest.raises(UnknownResultError):
        Reckoner({("表", 5, 5): formula}, lambda _place: None).result(("表", 5, 5))


@pytest.mark.parametrize(
    ("text", "moved"),
    [
        ("SUM(A3:A5)", "SUM(A3:A7)"),
        ("A6*2", "A8*2"),
        ("$A$5+A4", "$A$5+A4"),
        ("SUM(A1:A9)", "SUM(A1:A11)"),
        ("SUM(A1:A2)", "SUM(A1:A2)"),
        ('"A6"&A6', '"A6"&A8'),
        ("'另表'!A6", "'另表'!A6"),
        ("进展表!A6+LOG10(A6)", "进展表!A8+LOG10(A8)"),
        ("$6:$6", "$8:$8"),
    ],
)
def test_formulas_follow_the_rows(text: str, moved: str) -> None:
    assert Growth(_SHEET, 3, 5, 2).formula(text, own=True) == moved


def test_the_runs_of_a_label_keep_their_looks() -> None:
    book = _blank()
    runs = CellRichText(
        TextBlock(InlineFont(b=True), "填报单位："), TextBlock(InlineFont(), "     ")
    )
    book.worksheets[0]["A1"] = runs
    filled = fill_form(content_of(book), [FormCell(_SHEET, 1, 1, "填报单位：牛塘镇 ")])
    sheet = load_workbook(BytesIO(filled), rich_text=True).worksheets[0]
    assert [(run.text, bool(run.font.b)) for run in sheet["A1"].value] == [
        ("填报单位：", True),
        ("牛塘镇 ", False),
    ]


def test_a_workbook_with_macros_is_known() -> None:
    content = content_of(_blank())
    types = parts_of(content)["[Content_Types].xml"]
    macros = types.replace(
        b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
        b"application/vnd.ms-excel.sheet.macroEnabled.main+xml",
    )
    assert not has_macros(content)
    assert has_macros(with_parts(content, {"[Content_Types].xml": macros}))
