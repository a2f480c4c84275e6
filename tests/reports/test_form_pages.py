"""The pages of a district's form: its own widths, heights, scale, header and footer."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.worksheet.properties import PageSetupProperties
from pypdf import PdfReader

from app.reports.formpages.formpage import form_grids
from app.reports.forms.officefont import digit_width
from app.reports.grid import Grid
from app.reports.gridstore import grid_from_dict, grid_to_dict
from app.reports.rendering.pdf import render_pdfs

_THIN = Side(style="thin")
_LONG = "一是全面排查，二是分类处置，三是长效监管。" * 6


@pytest.fixture
def page(tmp_path: Path) -> Callable[..., Grid]:
    """A form of ruled rows, changed as a test wants it, as its page."""

    def make(change: Callable[[Any], None] | None = None, *, rows: int = 12) -> Grid:
        book = Workbook()
        sheet: Any = book.active
        for row in range(1, rows + 1):
            sheet.row_dimensions[row].height = 40
            for column in range(1, 5):
                cell = sheet.cell(row, column, f"{row}-{column}")
                cell.border = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
                cell.alignment = Alignment(wrap_text=True)
        for letter in "ABCD":
            sheet.column_dimensions[letter].width = 12
        sheet.page_setup.paperSize = 9
        if change:
            change(sheet)
        stream = BytesIO()
        book.save(stream)
        (grid,) = form_grids(stream.getvalue(), "季报")
        return grid

    return make


def _texts(grid: Grid) -> list[str]:
    reader = PdfReader(BytesIO(render_pdfs((grid,))))
    return ["".join(page.extract_text().split()) for page in reader.pages]


def test_a_long_text_is_set_smaller_and_the_row_keeps_its_height(
    page: Callable[..., Grid],
) -> None:
    plain = _texts(page(rows=17))
    full = _texts(page(lambda sheet: sheet.cell(3, 2, _LONG), rows=17))
    assert len(full) == len(plain)
    assert _LONG in "".join(full)


def test_a_text_too_long_for_any_type_still_is_not_cut(page: Callable[..., Grid]) -> None:
    words = "".join(f"第{number}条措施。" for number in range(300))
    assert words in "".join(_texts(page(lambda sheet: sheet.cell(3, 2, words))))


def test_rows_are_whole_pixels_high(page: Callable[..., Grid]) -> None:
    assert page().row_heights[0] == pytest.approx(53 * 25.4 / 96)


def test_a_sheet_fits_its_width_in_whole_per_cent(page: Callable[..., Grid]) -> None:
    def wide(sheet: Any) -> None:
        sheet.column_dimensions["D"].width = 90
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        sheet.page_setup.fitToHeight = 0

    grid = page(wide)
    assert grid.page.scale is not None
    assert grid.page.scale == round(grid.page.scale, 2)
    width = sum(grid.column_widths) * grid.page.scale
    assert width <= grid.page.block_width < width * 1.05


def test_a_sheet_fits_one_page(page: Callable[..., Grid]) -> None:
    def one(sheet: Any) -> None:
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)

    assert len(_texts(page(rows=40))) > 1
    assert len(_texts(page(one, rows=40))) == 1


def test_an_almost_empty_last_page_is_saved(page: Callable[..., Grid]) -> None:
    def fit(sheet: Any) -> None:
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        sheet.page_setup.fitToHeight = 0

    full = next(rows for rows in range(10, 40) if len(_texts(page(rows=rows))) == 2)
    assert len(_texts(page(fit, rows=full - 1))) == 1

    def a_little_taller(sheet: Any) -> None:
        fit(sheet)
        sheet.row_dimensions[1].height = 44

    grown = page(a_little_taller, rows=full - 1)
    assert grown.page.scale in (0.98, 1.0)
    assert len(_texts(grown)) == 1


def test_header_and_footer_are_printed_with_the_pages_number(page: Callable[..., Grid]) -> None:
    def around(sheet: Any) -> None:
        sheet.oddHeader.left.text = "附件2"
        sheet.oddFooter.center.text = "第 &P 页，共 &N 页"

    first, second = _texts(page(around, rows=24))
    assert first.startswith("附件2") or "附件2" in first
    assert "第1页，共2页" in first
    assert "第2页，共2页" in second


def test_a_cover_stands_in_the_middle_and_is_kept_so(page: Callable[..., Grid]) -> None:
    def middle(sheet: Any) -> None:
        sheet.print_options.horizontalCentered = sheet.print_options.verticalCentered = True

    grid = page(middle, rows=3)
    assert grid.page.middle
    assert grid.page.centred
    assert not page(rows=3).page.centred
    assert grid_from_dict(grid_to_dict(grid)) == grid


def test_a_font_that_is_here_counts_in_whole_pixels(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.reports.forms.officefont.shutil.which", lambda _name: None)
    digit_width.cache_clear()
    assert digit_width("Calibri", 11) == pytest.approx(7 * 25.4 / 96)
    assert digit_width("宋体", 11) == pytest.approx(8 * 25.4 / 96)
    digit_width.cache_clear()


def test_a_columns_width_follows_the_default_font(page: Callable[..., Grid]) -> None:
    def larger(sheet: Any) -> None:
        sheet.parent._fonts[0] = Font(name=sheet.parent._fonts[0].name, size=16)

    assert page(larger).column_widths[0] > page().column_widths[0] * 1.3
