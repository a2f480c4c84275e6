"""Pictures on a form: over cells, in them, in headers, of other programs; radar charts."""

import re
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.chart import RadarChart, Reference, ScatterChart, Series
from openpyxl.comments import Comment
from openpyxl.drawing.image import Image as SheetImage
from openpyxl.worksheet.pagebreak import Break, ColBreak
from PIL import Image

from app.reports.formpages.formpage import form_grids
from app.reports.forms.form import fill_form
from app.reports.forms.formsheet import FormCell
from app.reports.gridstore import grid_from_dict, grid_to_dict
from app.reports.rendering.pdf import render_pdfs
from app.reports.sketches import Picture, Sketch
from tests.forms import a_form, content_of, parts_of, with_parts
from tests.reports.traits.hands import SHEET, at, grids, sheet_text, table

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_LINKS = "http://schemas.openxmlformats.org/package/2006/relationships"


def _words(sketch: Sketch) -> str:
    return "".join(run.text for words in sketch.words for run in words.runs)


def _png() -> bytes:
    stream = BytesIO()
    Image.new("RGB", (8, 4), "red").save(stream, "PNG")
    return stream.getvalue()


def _radar(kind: str) -> Sketch:
    book = Workbook()
    sheet: Any = book.active
    for row in (("指标", "目标"), ("水", 40), ("气", 20), ("土", 10)):
        sheet.append(row)
    chart: Any = RadarChart()
    chart.type = kind
    chart.add_data(Reference(sheet, min_col=2, min_row=1, max_row=4), titles_from_data=True)
    chart.set_categories(Reference(sheet, min_col=1, min_row=2, max_row=4))
    chart.legend = None
    sheet.add_chart(chart, "E1")
    (sketch,) = form_grids(content_of(book), "表")[0].pictures
    assert isinstance(sketch, Sketch)
    return sketch


def test_a_picture_hangs_where_its_column_is_printed() -> None:
    book, sheet = table(6, 6)
    sheet.col_breaks = ColBreak()
    sheet.col_breaks.append(Break(id=3))
    sheet.print_title_cols = "A:A"
    image = SheetImage(BytesIO(_png()))
    image.width, image.height = 20, 10
    sheet.add_image(image, "E2")
    first, second = grids(book)
    assert not first.pictures
    (picture,) = second.pictures
    assert picture.left == pytest.approx(sum(second.column_widths[:2]))


def test_a_picture_that_reaches_into_the_print_area_is_drawn() -> None:
    book, sheet = table(4, 6)
    sheet.print_area = "B1:D6"
    for anchor, wide in (("A1", 200), ("A3", 20)):
        image = SheetImage(BytesIO(_png()))
        image.width, image.height = wide, 10
        sheet.add_image(image, anchor)
    (grid,) = grids(book)
    (picture,) = grid.pictures
    assert (picture.row, picture.left < 0) == (1, True)


def test_a_picture_in_a_header_is_drawn_on_its_pages() -> None:
    book, sheet = table()
    sheet.oddHeader.center.text = "&G"
    content = content_of(book)
    shape = (
        '<xml xmlns:v="urn:v" xmlns:o="urn:o"><v:shape id="CH" style="position:absolute;'
        'width:72pt;height:36pt"><v:imagedata o:relid="rId1"/></v:shape></xml>'
    )
    links = (
        '<Relationships xmlns="{}"><Relationship Id="rId{}" Type="{}/{}" Target="{}"/>'
        "</Relationships>"
    )
    told = f'<legacyDrawingHF xmlns:r="{_OFFICE}" r:id="rId9"/></worksheet>'
    sheet_part = sheet_text(content).replace("</worksheet>", told)
    made = with_parts(
        content,
        {
            SHEET: sheet_part.encode(),
            "xl/worksheets/_rels/sheet1.xml.rels": links.format(
                _LINKS, 9, _OFFICE, "vmlDrawing", "../drawings/heads.vml"
            ).encode(),
            "xl/drawings/heads.vml": shape.encode(),
            "xl/drawings/_rels/heads.vml.rels": links.format(
                _LINKS, 1, _OFFICE, "image", "../media/logo.png"
            ).encode(),
            "xl/media/logo.png": _png(),
        },
    )
    (grid,) = form_grids(made, "表")
    (picture,) = grid.page.head_pictures
    assert (picture.is_below, picture.part) == (False, 1)
    assert (picture.width, picture.height) == pytest.approx((25.4, 12.7))
    assert grid_from_dict(grid_to_dict(grid)) == grid
    assert b"/Image" in render_pdfs((grid,))


def test_a_picture_that_cannot_be_drawn_keeps_its_frame_with_a_word() -> None:
    book, sheet = table()
    image = SheetImage(BytesIO(_png()))
    sheet.add_image(image, "B2")
    content = content_of(book)
    made = with_parts(content, {"xl/media/image1.png": b"\x01\x00\x00\x00 no picture at all"})
    (grid,) = form_grids(made, "表")
    (sketch,) = grid.pictures
    assert isinstance(sketch, Sketch)
    assert "没有画出" in _words(sketch)
    assert not isinstance(sketch, Picture)


def test_a_picture_in_a_cell_is_shown_whole_in_its_middle() -> None:
    book, sheet = table(3, 3)
    sheet["B2"].value, sheet["B2"].data_type = '=DISPIMG("ID_7",1)', "s"
    sheet.column_dimensions["B"].width, sheet.row_dimensions[2].height = 20, 40
    part = (
        '<e:cellImages xmlns:e="e" xmlns:x="x" xmlns:a="a" xmlns:r="r"><e:cellImage><x:pic>'
        '<x:nvPicPr><x:cNvPr id="2" name="ID_7"/></x:nvPicPr><x:blipFill><a:blip r:embed="rId1"/>'
        "</x:blipFill></x:pic></e:cellImage></e:cellImages>"
    )
    links = (
        f'<Relationships xmlns="{_LINKS}"><Relationship Id="rId1" Type="{_OFFICE}/image" '
        'Target="media/cell.png"/></Relationships>'
    )
    parts = {
        "xl/cellimages.xml": part.encode(),
        "xl/_rels/cellimages.xml.rels": links.encode(),
        "xl/media/cell.png": _png(),
    }
    (grid,) = form_grids(with_parts(content_of(book), parts), "表")
    (picture,) = grid.pictures
    assert isinstance(picture, Picture)
    assert picture.row == 2
    assert picture.width == pytest.approx(2 * picture.height)
    middle = grid.column_widths[0] + grid.column_widths[1] / 2
    assert picture.left + picture.width / 2 == pytest.approx(middle)
    assert at(grid)[2, 2].text == ""


def test_an_object_of_another_program_shows_its_picture() -> None:
    book, sheet = table()
    sheet["A1"].comment = Comment("批注", "区攻坚办")
    content = content_of(book)
    drawing = next(name for name in parts_of(content) if name.endswith(".vml"))
    shape = (
        '<xml xmlns:v="urn:v" xmlns:o="urn:o" xmlns:x="urn:x"><v:shape id="s1"><v:imagedata '
        'o:relid="rId1"/><x:ClientData ObjectType="Pict"><x:Anchor>1, 0, 2, 0, 2, 0, 3, 0'
        "</x:Anchor></x:ClientData></v:shape></xml>"
    )
    folder, _, name = drawing.rpartition("/")
    links = (
        f'<Relationships xmlns="{_LINKS}"><Relationship Id="rId1" Type="{_OFFICE}/image" '
        'Target="/xl/media/object.png"/></Relationships>'
    )
    parts = {
        drawing: shape.encode(),
        f"{folder}/_rels/{name}.rels": links.encode(),
        "xl/media/object.png": _png(),
    }
    (grid,) = form_grids(with_parts(content, parts), "表")
    (picture,) = grid.pictures
    assert isinstance(picture, Picture)
    assert picture.row == 3
    assert picture.left == pytest.approx(grid.column_widths[0])
    assert picture.width == pytest.approx(grid.column_widths[1])


def test_a_slicer_shows_as_a_frame_with_its_name() -> None:
    book, sheet = table()
    sheet.add_image(SheetImage(BytesIO(_png())), "B2")
    content = content_of(book)
    drawing = (
        '<d:wsDr xmlns:d="d" xmlns:a="a"><d:oneCellAnchor><d:from><d:col>1</d:col><d:colOff>0'
        "</d:colOff><d:row>1</d:row><d:rowOff>0</d:rowOff></d:from><d:ext cx='720000' cy='720000'/>"
        '<d:graphicFrame><d:nvGraphicFramePr><d:cNvPr id="2" name="责任单位"/></d:nvGraphicFramePr>'
        '<a:graphic><a:graphicData><s:slicer xmlns:s="s" name="责任单位"/></a:graphicData>'
        "</a:graphic></d:graphicFrame><d:clientData/></d:oneCellAnchor></d:wsDr>"
    )
    (grid,) = form_grids(with_parts(content, {"xl/drawings/drawing1.xml": drawing.encode()}), "表")
    (sketch,) = grid.pictures
    assert isinstance(sketch, Sketch)
    assert _words(sketch) == "责任单位"


def test_a_radar_chart_goes_round_its_web() -> None:
    sketch = _radar("standard")
    ring = sketch.strokes[-1]
    far = [
        ((x - middle[0]) ** 2 + (y - middle[1]) ** 2) ** 0.5
        for middle in [sketch.strokes[-2].points[0]]
        for x, y in ring.points
    ]
    assert ring.closed
    assert [each / far[0] for each in far] == pytest.approx([1, 0.5, 0.25])
    assert {"水", "气", "土"} <= set(_words(sketch))


def test_a_filled_radar_chart_is_filled() -> None:
    assert _radar("filled").strokes[-1].fill


def test_points_are_joined_unless_their_line_is_taken_away() -> None:
    book = Workbook()
    sheet: Any = book.active
    for row in ((1, 4), (2, 2), (3, 8)):
        sheet.append(row)
    values, across = (Reference(sheet, min_col=c, min_row=1, max_row=3) for c in (2, 1))
    counts = []
    for is_joined in (True, False):
        chart: Any = ScatterChart()
        series: Any = Series(values, across)
        series.smooth = False
        series.graphicalProperties.line.noFill = not is_joined
        chart.series.append(series)
        sheet._charts.clear()
        sheet.add_chart(chart, "E1")
        (sketch,) = form_grids(content_of(book), "表")[0].pictures
        assert isinstance(sketch, Sketch)
        counts.append(
            sum(len(stroke.points) == 3 and not stroke.closed for stroke in sketch.strokes)
        )
    assert counts == [1, 0]


def test_a_picture_in_a_cell_stays_when_another_cell_is_filled() -> None:
    book = a_form([["序号", "任务", "照片"]], [[1, "甲", "照片"]])
    content = content_of(book)
    held = re.compile(r'(<c r="C3" s="\d+") t="\w+">.*?</c>')
    told = r'\1 t="str"><f>_xlfn.DISPIMG("ID_7",1)</f><v>=DISPIMG("ID_7",1)</v></c>'
    blank = with_parts(content, {SHEET: held.sub(told, sheet_text(content)).encode()})
    filled = fill_form(blank, [FormCell("进展表", 3, 2, "乙")], (), date(2020, 7, 8))
    assert '<v>=DISPIMG("ID_7",1)</v>' in sheet_text(filled)
