"""Round a form's cells: page order, headings, titles again, notes, black and white."""

from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.pagebreak import Break, ColBreak

from app.reports.formpages.formpage import form_pages
from app.reports.gridstore import grid_from_dict, grid_to_dict
from app.reports.rendering.pdf import render_pdfs
from tests.forms import content_of
from tests.reports.reading import pypdf_pages
from tests.reports.traits.hands import at, grids, table


def test_pages_beside_each_other_come_before_those_below() -> None:
    book, sheet = table(6, 6)
    sheet.col_breaks = ColBreak()
    sheet.col_breaks.append(Break(id=3))
    sheet.row_breaks.append(Break(id=4))
    pages = {}
    for order in ("downThenOver", "overThenDown"):
        sheet.page_setup.pageOrder = order
        shown = pypdf_pages(render_pdfs(grids(book)))
        pages[order] = [page[: page.index("甲", 1)] for page in shown]
    assert pages["downThenOver"] == ["甲1乙1", "甲5乙1", "甲1乙4", "甲5乙4"]
    assert pages["overThenDown"] == ["甲1乙1", "甲1乙4", "甲5乙1", "甲5乙4"]


def test_row_numbers_and_column_letters_stand_on_every_page() -> None:
    book, sheet = table(3, 6)
    sheet.print_options.headings = True
    sheet.print_title_rows, sheet.column_dimensions["B"].hidden = "1:1", True
    sheet.row_breaks.append(Break(id=4))
    (page,) = form_pages(content_of(book), "表")
    cells = at(page.grid)
    assert [cells[1, column].text for column in (1, 2, 3)] == ["", "A", "C"]
    assert [cells[row, 1].text for row in (2, 3, 4)] == ["1", "2", "3"]
    assert (page.rows[:3], page.columns) == ((0, 1, 2), (0, 1, 3))
    second = pypdf_pages(render_pdfs((page.grid,)))[1]
    assert second.startswith("AC1甲1乙1")
    assert "5甲5乙1" in second
    assert grid_from_dict(grid_to_dict(page.grid)) == page.grid


def test_a_later_area_repeats_the_titles_above_and_before_it() -> None:
    book, sheet = table(4, 8)
    sheet.print_area = ["A1:D3", "C5:D8"]
    sheet.print_title_rows, sheet.print_title_cols = "1:1", "A:A"
    _, second = form_pages(content_of(book), "表")
    assert (second.rows, second.columns) == ((1, 5, 6, 7, 8), (1, 3, 4))
    assert second.grid.repeat_rows == (1, 1)


def test_notes_are_printed_behind_their_sheet_if_it_asks() -> None:
    book, sheet = table()
    sheet["B2"].comment = Comment("按月填写", "区攻坚办")
    assert len(grids(book)) == 1
    sheet.page_setup.cellComments = "atEnd"
    _, notes = grids(book)
    assert [cell.text for cell in notes.cells] == ["B2：", "按月填写"]


def test_black_and_white_has_no_fills_and_no_colours() -> None:
    book, sheet = table()
    sheet["A1"].fill, sheet["A1"].font = PatternFill("solid", "FFFF0000"), Font(color="FFFF0000")
    assert at(grids(book)[0])[1, 1].style.fill == "FF0000"
    sheet.page_setup.blackAndWhite = True
    style = at(grids(book)[0])[1, 1].style
    assert (style.fill, style.color) == ("", "")


def test_a_raised_cell_is_set_as_a_raised_run() -> None:
    book, sheet = table()
    sheet["A1"].font = Font(vertAlign="superscript", size=12)
    (run,) = at(grids(book)[0])[1, 1].runs
    assert (run.text, run.rise) == ("甲1乙1", "super")
