"""What hangs over a form's sheet is drawn in its PDF: text boxes, shapes, groups, charts."""

import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.chart import BarChart, LineChart, PieChart, Reference
from openpyxl.chart.label import DataLabelList
from pypdf import PdfReader

from app.reports.formdrawings.formchartdata import Axis
from app.reports.formdrawings.formscale import scale_for
from app.reports.formpages.formpage import form_grids
from app.reports.grid import Grid
from app.reports.gridstore import grid_from_dict, grid_to_dict
from app.reports.rendering.pdf import render_pdfs
from app.reports.sketches import Sketch
from bench.madeshapes import shapes_form, shapes_xml
from tests.forms import content_of, parts_of, with_parts

_TOWNS = (("常乐镇", 23, 17), ("牛塘镇", 31, 30), ("横林镇", 12, 5))


@pytest.fixture(scope="module")
def shapes(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return shapes_form(tmp_path_factory.mktemp("forms") / "形状.xlsx").read_bytes()


def _sketches(content: bytes) -> list[Sketch]:
    (grid,) = form_grids(content, "季报")
    return [one for one in grid.pictures if isinstance(one, Sketch)]


def _with_drawing(shapes: bytes, change: Callable[[str], str]) -> bytes:
    return with_parts(shapes, {"xl/drawings/drawing1.xml": change(shapes_xml()).encode()})


def _text(grid: Grid) -> str:
    pages = PdfReader(BytesIO(render_pdfs((grid,)))).pages
    return "".join("".join(page.extract_text().split()) for page in pages)


def test_a_text_box_stands_where_its_cells_are(shapes: bytes) -> None:
    (grid,) = form_grids(shapes, "季报")
    box = next(one for one in grid.pictures if isinstance(one, Sketch))
    (outline,) = box.strokes
    assert box.row == 13
    assert (box.left, box.top) == pytest.approx((2.5, 1.25))
    wide = sum(grid.column_widths[:2])
    assert outline.points[2] == pytest.approx((wide, 15.8), abs=0.1)
    assert (outline.fill, outline.color, outline.width) == ("FFFFFF", "000000", 1.0)


def test_the_words_of_shapes_are_on_the_page(shapes: bytes) -> None:
    (grid,) = form_grids(shapes, "季报")
    text = _text(grid)
    for words in ("填表说明：一式两份，于次月五日前报送。", "区攻坚办", "盖章处", "竖排文字"):
        assert words in text
    assert grid_from_dict(grid_to_dict(grid)) == grid


def test_lines_and_fills_are_the_shapes_own(shapes: bytes) -> None:
    strokes = [stroke for one in _sketches(shapes) for stroke in one.strokes]
    line = next(stroke for stroke in strokes if not stroke.closed)
    assert (line.color, len(line.points), line.fill) == ("FF0000", 2, "")
    arrow = next(stroke for stroke in strokes if stroke.fill == "FFC000")
    assert len(arrow.points) == 7
    triangle = next(stroke for stroke in strokes if stroke.fill == "F8CBAD")
    assert triangle.color == ""


@pytest.mark.parametrize(
    "change",
    [
        lambda xml: xml.replace("<xdr:clientData/>", '<xdr:clientData fPrintsWithSheet="0"/>'),
        lambda xml: re.sub(r'(<xdr:cNvPr id="\d+")', r'\1 hidden="1"', xml),
    ],
)
def test_what_is_not_printed_is_left_out(shapes: bytes, change: Callable[[str], str]) -> None:
    assert _sketches(_with_drawing(shapes, change)) == []


@pytest.mark.parametrize(
    "change",
    [
        lambda xml: xml.replace("<xdr:row>12</xdr:row>", "<xdr:row>zwölf</xdr:row>"),
        lambda xml: xml.replace('sz="1100"', 'sz="?"'),
    ],
)
def test_an_unsound_drawing_does_not_cost_the_page(
    shapes: bytes, change: Callable[[str], str]
) -> None:
    content = _with_drawing(shapes, change)
    assert len(_sketches(content)) < len(_sketches(shapes))
    (grid,) = form_grids(content, "季报")
    assert "完成整治并通过验收" in _text(grid)


def test_a_shape_beyond_hidden_columns_does_not_hold_the_page_up(shapes: bytes) -> None:
    book = load_workbook(BytesIO(shapes))
    sheet: Any = book.worksheets[0]
    sheet.column_dimensions.group("C", "XFD", hidden=True)
    hidden = parts_of(content_of(book))["xl/worksheets/sheet1.xml"]
    drawn = parts_of(shapes)["xl/worksheets/sheet1.xml"].decode()
    columns = re.search(r"<cols>.*?</cols>", hidden.decode(), re.DOTALL)
    assert columns is not None
    sheet_part = re.sub(r"<cols>.*?</cols>", columns[0], drawn, flags=re.DOTALL)
    content = with_parts(shapes, {"xl/worksheets/sheet1.xml": sheet_part.encode()})

    def far(xml: str) -> str:
        whole = '<xdr:absoluteAnchor><xdr:pos x="0" y="0"/><xdr:ext cx="90000000" cy="900000"/>'
        start = xml.index("<xdr:twoCellAnchor>")
        end = xml.index("<xdr:sp ", start)
        moved = xml[:start] + whole + xml[end:]
        return moved.replace("</xdr:twoCellAnchor>", "</xdr:absoluteAnchor>", 1)

    (grid,) = form_grids(_with_drawing(content, far), "季报")
    assert len(grid.column_widths) == 2


def test_a_group_is_shown_in_its_scale(shapes: bytes) -> None:
    def grouped(xml: str) -> str:
        first = re.search(r"<xdr:sp .*?</xdr:sp>", xml, re.DOTALL)
        assert first is not None
        member = first[0].replace("<a:off x='0' y='0'/><a:ext cx='0' cy='0'/>",
                                  "<a:off x='500' y='0'/><a:ext cx='500' cy='1000'/>")  # fmt: skip
        group = (
            "<xdr:grpSp><xdr:grpSpPr><a:xfrm><a:off x='0' y='0'/><a:ext cx='1' cy='1'/>"
            "<a:chOff x='0' y='0'/><a:chExt cx='1000' cy='1000'/></a:xfrm></xdr:grpSpPr>"
            f"{member}</xdr:grpSp>"
        )
        return xml.replace(first[0], group, 1)

    plain, inside = _sketches(shapes)[0], _sketches(_with_drawing(shapes, grouped))[0]
    wide = plain.strokes[0].points[2][0]
    assert inside.strokes[0].points[2][0] == pytest.approx(wide / 2)
    assert inside.left == pytest.approx(plain.left + wide / 2)


_CONTROL = (
    '<v:shape id="s{at}"><v:textbox><div><font>{words}</font></div></v:textbox>'
    '<x:ClientData ObjectType="{kind}"><x:Anchor>0, 10, {row}, 2, 2, 0, {row}, 18</x:Anchor>'
    "{more}<br></x:ClientData></v:shape>"
)


def _with_controls(shapes: bytes, *controls: tuple[str, str, str]) -> bytes:
    links = "xl/worksheets/_rels/sheet1.xml.rels"
    told = parts_of(shapes)[links].decode()
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/vmlDrawing"
    link = f'<Relationship Id="rId9" Type="{kind}" Target="../drawings/vml1.vml"/></Relationships>'
    drawn = "".join(
        _CONTROL.format(at=at, row=20 + at, kind=name, words=words, more=more)
        for at, (name, words, more) in enumerate(controls)
    )
    vml = f'<xml xmlns:v="urn:v" xmlns:x="urn:x">{drawn}</xml>'.encode()
    told = told.replace("</Relationships>", link)
    return with_parts(shapes, {links: told.encode(), "xl/drawings/vml1.vml": vml})


def test_boxes_to_tick_are_printed_and_hidden_buttons_are_not(shapes: bytes) -> None:
    content = _with_controls(
        shapes,
        ("Checkbox", "已完成", "<x:Checked>1</x:Checked>"),
        ("Checkbox", "未完成", ""),
        ("Radio", "按季&amp;按月", "<x:Checked>1</x:Checked>"),
        ("Button", "汇总", "<x:PrintObject>False</x:PrintObject>"),
        ("Note", "批注", ""),
    )
    ticked, blank, option = _sketches(content)[-3:]
    assert [len(one.strokes) for one in (ticked, blank, option)] == [2, 1, 2]
    (grid,) = form_grids(content, "季报")
    text = _text(grid)
    for words in ("已完成", "未完成", "按季&按月"):
        assert words in text
    assert "汇总" not in text
    assert "批注" not in text


def _chart(kind: Any, **told: Any) -> Sketch:
    book = Workbook()
    sheet: Any = book.active
    sheet.append(["镇", "目标数", "完成数"])
    for row in _TOWNS:
        sheet.append(row)
    kind.title, kind.width, kind.height = "完成情况", 12, 7
    last = 2 if isinstance(kind, PieChart) else 3
    data = Reference(sheet, min_col=2, max_col=last, min_row=1, max_row=4)
    kind.add_data(data, titles_from_data=True)
    kind.set_categories(Reference(sheet, min_col=1, min_row=2, max_row=4))
    for name, value in told.items():
        setattr(kind, name, value)
    for axis in ("x_axis", "y_axis"):
        if hasattr(kind, axis):
            getattr(kind, axis).delete = False
    sheet.add_chart(kind, "E2")
    (sketch,) = _sketches(content_of(book))
    return sketch


def _words(sketch: Sketch) -> list[str]:
    return ["".join(run.text for run in words.runs) for words in sketch.words]


def test_columns_are_as_high_as_their_numbers() -> None:
    sketch = _chart(BarChart())
    words = _words(sketch)
    for expected in ("完成情况", "目标数", "完成数", "0", "35", *(town for town, *_ in _TOWNS)):
        assert expected in words
    bars = [stroke for stroke in sketch.strokes if stroke.fill in {"4F81BD", "C0504D"}][2:]
    heights = [abs(bar.points[2][1] - bar.points[0][1]) for bar in bars]
    numbers = [*(town[1] for town in _TOWNS), *(town[2] for town in _TOWNS)]
    assert [height / heights[0] for height in heights] == pytest.approx(
        [number / numbers[0] for number in numbers]
    )


def test_stacked_bars_stand_on_each_other() -> None:
    sketch = _chart(BarChart(), grouping="stacked", overlap=100, barDir="bar")
    first = [stroke for stroke in sketch.strokes if stroke.fill == "4F81BD"][1:]
    second = [stroke for stroke in sketch.strokes if stroke.fill == "C0504D"][1:]
    for one, other in zip(first, second, strict=True):
        assert other.points[0][0] == pytest.approx(one.points[2][0])


def test_a_line_goes_through_its_points_and_a_pie_is_whole() -> None:
    chart = LineChart()
    line = next(s for s in _chart(chart).strokes if s.color == "4F81BD" and len(s.points) > 2)
    assert [x for x, _ in line.points] == sorted(x for x, _ in line.points)
    slices = [s for s in _chart(PieChart()).strokes if s.color == "FFFFFF"]
    assert len(slices) == len(_TOWNS)
    assert slices[0].points[1] == pytest.approx(slices[-1].points[-1], abs=1e-6)


def test_labels_tell_values_and_shares() -> None:
    values = _words(_chart(BarChart(), dataLabels=DataLabelList(showVal=True)))
    assert values.count("23") == 1
    assert "35%" in _words(_chart(PieChart(), dataLabels=DataLabelList(showPercent=True)))


@pytest.mark.parametrize(
    ("values", "axis", "ends"),
    [
        ([23.0, 31.0], Axis(), (0, 35, 5)),
        ([0.739, 1.0], Axis(), (0, 1.2, 0.2)),
        ([96.0, 98.0], Axis(), (95.5, 98.5, 0.5)),
        ([-5.0, 12.0], Axis(), (-10, 15, 5)),
        ([3.0], Axis(low=0.0, high=10.0, step=2.0), (0, 10, 2)),
        ([], Axis(), (0, 1.2, 0.2)),
        ([30.0, 35.0], Axis(step=1e-9), (29, 36, 1)),
    ],
)
def test_scales_are_round(values: list[float], axis: Axis, ends: tuple[float, ...]) -> None:
    scale = scale_for(values, axis, 8)
    assert (scale.low, scale.high, scale.step) == pytest.approx(ends)


def test_heads_of_single_pages_and_the_first_number(tmp_path: Path) -> None:
    book = Workbook()
    sheet: Any = book.active
    for row in range(1, 120):
        sheet.cell(row, 1, row)
    sheet.HeaderFooter.differentFirst = True
    sheet.firstHeader.center.text, sheet.oddHeader.center.text = "封面", "&[File] &F&&&P"
    sheet.oddFooter.center.text = "第 &P+1 页"
    sheet.page_setup.firstPageNumber, sheet.page_setup.useFirstPageNumber = 5, True
    sheet.page_setup.paperSize = 13
    (grid,) = form_grids(content_of(book), "季报")
    assert grid.page.size[0] == 182
    assert grid_from_dict(grid_to_dict(grid)) == grid
    first, second, *_ = (
        "".join(page.extract_text().split())
        for page in PdfReader(BytesIO(render_pdfs((grid,)))).pages
    )
    assert "封面" in first
    assert "季报" not in first
    assert "季报季报&6" in second
    assert "第7页" in second
