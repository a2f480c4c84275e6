"""What a form's shape does to its filling: blocks that grow, locked cells told, fixed shapes."""

from collections.abc import Iterator
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from app.reports.forms.form import fill_form
from app.reports.forms.shifting import Growth
from app.services.formfilling.forms import FilledForm, fill_blank
from tests.forms import content_of, parts_of, with_parts
from tests.forms.besideblanks import own_sections
from tests.forms.blanks import TEXT, parted
from tests.forms.district import District, play_district
from tests.forms.drawing import Blank
from tests.forms.shapeblanks import AIR, SOIL, WATER, locked

_THEMES = (("打赢蓝天保卫战", AIR), ("打好碧水保卫战", WATER), ("推进净土保卫战", SOIL))
_DRAWING = """<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing">
<xdr:twoCellAnchor editAs="{kind}"><xdr:from><xdr:col>1</xdr:col><xdr:colOff>0</xdr:colOff>
<xdr:row>8</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:from><xdr:to><xdr:col>2</xdr:col>
<xdr:colOff>0</xdr:colOff><xdr:row>9</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:to>
<xdr:clientData/></xdr:twoCellAnchor></xdr:wsDr>"""
_LINKS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    'relationships/drawing" Target="/xl/drawings/drawing1.xml"/></Relationships>'
)


@pytest.fixture(scope="module")
def district(tmp_path_factory: pytest.TempPathFactory) -> Iterator[District]:
    played = play_district(tmp_path_factory.mktemp("district"))
    yield played
    played.ledger.close()


def _filled(district: District, blank: Blank, path: Path) -> FilledForm:
    blank.book.save(path)
    return fill_blank(
        district.ledger, path, period="2020Q2", list_id=district.list_id,
        filled_on=date(2020, 7, 5),
    )  # fmt: skip


def _blocks() -> Blank:
    """Two empty rows beside each merged label, too few for any theme's tasks but the last's."""
    form = Blank()
    rows = [parted("专题|任务内容|进展情况|备注")]
    for theme, _ in _THEMES:
        rows += [[theme, None, None, None], [None] * 4]
    form.lay(form.sheet("分类"), rows, merges=["A2:A3", "A4:A5", "A6:A7"])
    form.lay(form.book["分类"], [["填报人：      审核人："]], top=8, ruled=False)
    return form


@pytest.fixture(scope="module")
def grown(district: District, tmp_path_factory: pytest.TempPathFactory) -> Worksheet:
    filled = _filled(district, _blocks(), tmp_path_factory.mktemp("blocks") / "分类.xlsx")
    return load_workbook(BytesIO(filled.workbook)).worksheets[0]


def test_each_block_grows_beside_its_own_label(grown: Worksheet) -> None:
    texts = [grown.cell(row, 2).value for row in range(2, 12)]
    assert texts == [TEXT[serial] for _, serials in _THEMES for serial in serials]
    labels = {row: grown.cell(row, 1).value for row in (2, 6, 10)}
    assert labels == dict(zip((2, 6, 10), (theme for theme, _ in _THEMES), strict=True))


def test_a_label_beside_the_body_reaches_down_over_the_new_rows(grown: Worksheet) -> None:
    assert {str(area) for area in grown.merged_cells.ranges} == {"A2:A5", "A6:A9", "A10:A11"}
    assert grown["A12"].value == "填报人：      审核人："


def test_what_is_locked_is_left_and_told(district: District, tmp_path: Path) -> None:
    filled = _filled(district, locked(), tmp_path / "保护.xlsx")
    assert filled.notes == (
        "“保护”受保护，“牵头单位”“自评得分”栏的格子已锁定，未填；要填请先让下发单位解锁。",
    )


def test_columns_that_nobody_knows_are_told(district: District, tmp_path: Path) -> None:
    """Those that a rule leaves to others, 责任科室 and times of the town's own, are not."""
    filled = _filled(district, own_sections(), tmp_path / "包保.xlsx")
    assert filled.notes == ("“包保”的“涉及村（社区）”栏不知道填什么，留空未填，请核对。",)


def test_a_column_merged_into_the_one_before_is_not_asked_about(
    district: District, tmp_path: Path
) -> None:
    blank = Blank()
    rows = [parted("序号||目标任务|推进情况"), *([None] * 4 for _ in range(2))]
    merges = [f"A{row}:B{row}" for row in (1, 2, 3)]
    blank.lay(blank.sheet("横并"), rows, merges=merges)
    assert _filled(district, blank, tmp_path / "横并.xlsx").notes == ()


@pytest.mark.parametrize("kind", ["twoCell", "oneCell", "absolute"])
def test_a_shape_below_the_body_goes_down_with_the_foot(kind: str) -> None:
    """Also one that is fixed to the page: else it would cover the rows put in."""
    blank = _blocks()
    content = content_of(blank.book)
    sheet = parts_of(content)["xl/worksheets/sheet1.xml"].decode()
    space = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    sheet = sheet.replace("</worksheet>", f'<drawing {space} r:id="rId1"/></worksheet>')
    held = with_parts(content, {
        "xl/worksheets/sheet1.xml": sheet.encode(),
        "xl/worksheets/_rels/sheet1.xml.rels": _LINKS.encode(),
        "xl/drawings/drawing1.xml": _DRAWING.format(kind=kind).encode(),
    })  # fmt: skip
    moved = parts_of(fill_form(held, (), [Growth("分类", 6, 7, 3)]))
    assert "<xdr:row>11</xdr:row>" in moved["xl/drawings/drawing1.xml"].decode()
