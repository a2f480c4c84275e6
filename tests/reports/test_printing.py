"""PDF and workbook of one grid read back: the same texts, all of them, and nothing besides."""

import re
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from pypdf import PdfReader

from app.errors import UserError
from app.models.returnviews import ReturnView
from app.reports.formats.build import build_grid
from app.reports.formats.formatfiles import load_formats
from app.reports.grid import Grid, GridCell
from app.reports.looks import CellStyle, Font
from app.reports.pagesetup import PageSetup
from app.reports.rendering.fonts import FontSet
from app.reports.rendering.pdf import render_pdf
from app.reports.rendering.xlsx import render_xlsx
from tests.reports.builders import HEAD, a_line, a_view, many_lines
from tests.reports.reading import (
    assert_pages_hold,
    open_sheet,
    poppler_pages,
    pypdf_pages,
    sheet_texts,
    squeezed,
)
from tests.reports.registers import lines_for, view_for

FORMATS = load_formats()
KEYS = sorted(FORMATS)
RARE = "滆湖、栟茶镇、𠮷庄、㙍村、“六个百分之百”≥83.3%Ⅲ类①30℃"


def a_sheet_of(*texts: str, style: CellStyle | None = None, **changes: object) -> Grid:
    """A grid of one column, a text a row."""
    look = style or CellStyle()
    cells = tuple(GridCell(row, 1, text, style=look) for row, text in enumerate(texts, start=1))
    grid = Grid("试", cells, (120.0,), tuple(None for _ in texts))
    return replace(grid, **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("count", [0, 1, 43])
def test_pdf_and_workbook_agree_cell_for_cell(key: str, count: int, tmp_path: Path) -> None:
    view = view_for(FORMATS[key], count)
    if view.lines and FORMATS[key].rows == "tasks":
        odd = replace(view.lines[0], progress_text=RARE, problems="=1+1", next_steps="-\n@甲")
        view = replace(view, lines=(odd, *view.lines[1:]))
    grid = build_grid(FORMATS[key], view)
    pdf, texts = render_pdf(grid), sheet_texts(render_xlsx(grid))
    assert texts == {(cell.row, cell.column): cell.text for cell in grid.cells if cell.text}
    assert_pages_hold(pypdf_pages(pdf), grid, texts)
    assert_pages_hold(poppler_pages(pdf, tmp_path), grid, texts)


def test_a_thousand_lines(tmp_path: Path) -> None:
    grid = build_grid(FORMATS["quarterly_tasks"], a_view(*many_lines(1000)))
    pages = poppler_pages(render_pdf(grid), tmp_path)
    assert len(pages) > 100
    assert_pages_hold(pages, grid, sheet_texts(render_xlsx(grid)))


@pytest.mark.parametrize("key", ["item_register", "problem_register", "supervision_register"])
def test_a_register_of_a_thousand_lines(key: str, tmp_path: Path) -> None:
    fmt = FORMATS[key]
    grid = build_grid(fmt, ReturnView(HEAD, lines_for(fmt.rows, 1000)))
    pages = poppler_pages(render_pdf(grid), tmp_path)
    assert_pages_hold(pages, grid, sheet_texts(render_xlsx(grid)))


def test_a_cell_of_3000_characters(tmp_path: Path) -> None:
    text = "".join(f"第{number:04}句话。" for number in range(430))
    grid = a_sheet_of("头", text, repeat_rows=(1, 1))
    pdf = render_pdf(grid)
    for pages in (pypdf_pages(pdf), poppler_pages(pdf, tmp_path)):
        assert len(pages) >= 3
        bare = [re.sub("第[0-9]+页共[0-9]+页$", "", page) for page in pages]
        assert "".join(page.removeprefix("头") for page in bare) == text
        assert all(page.startswith("头") for page in bare)
    assert text in sheet_texts(render_xlsx(grid)).values()


def test_rare_characters_copy_out_as_themselves(tmp_path: Path) -> None:
    pdf = render_pdf(a_sheet_of(RARE, "𠮷" * 40))
    for pages in (pypdf_pages(pdf), poppler_pages(pdf, tmp_path)):
        assert squeezed(RARE) + "𠮷" * 40 in pages[0]


@pytest.mark.parametrize("render", [render_pdf, render_xlsx])
def test_the_same_grid_gives_the_same_bytes(render: object) -> None:
    assert callable(render)
    grid = build_grid(FORMATS["quarterly_scored"], a_view(*many_lines(20)))
    first = render(grid)
    render(a_sheet_of("别的𠮷"))
    assert render(grid) == first


def test_every_typeface_is_embedded_and_nobody_is_named() -> None:
    pdf = render_pdf(build_grid(FORMATS["quarterly_tasks"], a_view(*many_lines(3))))
    reader = PdfReader(BytesIO(pdf))
    for page in reader.pages:
        for font in page["/Resources"]["/Font"].values():  # type: ignore[index]
            assert "/FontFile2" in font.get_object()["/FontDescriptor"]
    assert reader.metadata is not None
    assert reader.metadata.title == "2020年第二季度污染防治攻坚战任务进展情况表"
    assert not reader.metadata.author
    assert str(Path.home()).encode() not in pdf
    assert b"/fonts" not in pdf


def test_no_typeface_is_told(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="中文字体"):
        render_pdf(a_sheet_of("甲"), FontSet([tmp_path]))


def test_an_annex_numbers_its_pages_at_the_outer_side(tmp_path: Path) -> None:
    for landscape in (False, True):
        page = PageSetup("A4", landscape=landscape, mode="annex")
        grid = a_sheet_of(*(f"第{row}行" for row in range(1, 90)), page=page)
        pages = poppler_pages(render_pdf(grid), tmp_path)
        assert len(pages) >= 2
        for number, text in enumerate(pages, start=1):
            assert f"—{number}—" in text
        footer = open_sheet(render_xlsx(grid))
        assert footer.HeaderFooter.differentOddEven
        assert footer.oddFooter is not None
        assert footer.oddFooter.right.text == "— &P —"


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "=HYPERLINK(1)", '=cmd|"x"!A1'])
def test_a_text_never_becomes_a_formula(text: str) -> None:
    (cell,) = open_sheet(render_xlsx(a_sheet_of(text)))["A"]
    assert (cell.value, cell.data_type) == (text, "s")
    content = ZipFile(BytesIO(render_xlsx(a_sheet_of(text)))).read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in content


def test_control_characters_are_left_out() -> None:
    grid = a_sheet_of("甲\x00\x07乙\r\n丙\ud800")
    assert sheet_texts(render_xlsx(grid)) == {(1, 1): "甲乙\n丙\ufffd"}
    assert "甲乙丙" in pypdf_pages(render_pdf(grid))[0]


def test_numbers_are_numbers_in_the_workbook() -> None:
    sheet = open_sheet(render_xlsx(build_grid(FORMATS["yearly_review"], a_view(a_line()))))
    cells = {
        (cell.value, cell.number_format)
        for row in sheet.iter_rows(min_row=6, max_row=6)
        for cell in row
        if cell.data_type == "n" and cell.value is not None
    }
    assert {(1, "0"), (15, "0"), (2, "0"), (1.48, "0.00")} < cells
    assert any(code == "0.0%" for _, code in cells)


def test_the_workbook_is_set_up_for_print() -> None:
    fmt = FORMATS["quarterly_scored"]
    grid = build_grid(fmt, a_view(*many_lines(5)))
    sheet = open_sheet(render_xlsx(grid))
    assert sheet.print_title_rows == "$4:$5"
    assert sheet.page_setup.orientation == "landscape"
    assert str(sheet.page_setup.paperSize) == "9"
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.page_margins.left == pytest.approx(14 / 25.4)
    assert sheet.oddFooter is not None
    assert sheet.oddFooter.center.text == "第&P页 共&N页"
    merged = {str(area) for area in sheet.merged_cells.ranges}
    assert {"A1:K1", "H4:J4", "A4:A5"} <= merged
    wanted = sum(grid.column_widths)
    widths = [sheet.column_dimensions[letter].width for letter in "ABCDEFGHIJK"]
    assert sum(widths) * 7 * 25.4 / 96 == pytest.approx(wanted, rel=0.01)


def test_a_row_too_high_for_a_sheet_takes_several() -> None:
    long = a_line(2, progress_text="进展情况说明，" * 500)
    grid = build_grid(FORMATS["quarterly_tasks"], a_view(a_line(1), long, a_line(3)))
    sheet = open_sheet(render_xlsx(grid))
    heights = [each.height for each in sheet.row_dimensions.values() if each.height]
    assert max(heights) <= 409
    areas = [area for area in sheet.merged_cells.ranges if area.min_col == area.max_col == 6]
    (tall,) = [area for area in areas if area.max_row - area.min_row > 1]
    room = sum(sheet.row_dimensions[row].height or 0 for row in range(tall.min_row, tall.max_row))
    assert room > 3500 / 16 * 10.5
    serials = [cell.value for cell in sheet["A"] if isinstance(cell.value, int)]
    assert serials == [1, 2, 3]


def test_a_text_longer_than_a_workbooks_cell_is_refused() -> None:
    with pytest.raises(UserError, match="32767") as caught:
        render_xlsx(a_sheet_of("长" * 40000))
    assert caught.value.code == "text_too_long"


def test_looks_carry_over() -> None:
    style = CellStyle(Font.HEI, 16, bold=True, align="right", valign="bottom", fill="FFEEDD")
    sheet = open_sheet(render_xlsx(a_sheet_of("甲", style=style)))
    cell = sheet["A1"]
    assert (cell.font.name, cell.font.size, cell.font.bold) == ("黑体", 16, True)
    assert (cell.alignment.horizontal, cell.alignment.vertical) == ("right", "bottom")
    assert cell.fill.start_color.rgb.endswith("FFEEDD")
    assert pypdf_pages(render_pdf(a_sheet_of("甲", style=style)))[0].startswith("甲")


def test_the_workbooks_properties_name_nobody() -> None:
    grid = a_sheet_of("甲", title="季报[一]:*?/\\")
    content = ZipFile(BytesIO(render_xlsx(grid)))
    core = content.read("docProps/core.xml").decode()
    assert "攻坚台账</dc:creator>" in core
    assert re.findall(r"(\d{4})-\d\d-\d\dT", core) == ["2000", "2000"]
    assert open_sheet(render_xlsx(grid)).title == "季报 一"
