"""A filled form's PDF looks like the form: colours, lines, turned and rich text, pictures."""

import re
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.drawing.image import Image as SheetImage
from openpyxl.styles import Alignment, Border, Font, GradientFill, PatternFill, Side
from openpyxl.styles.colors import Color
from openpyxl.worksheet.pagebreak import Break, ColBreak
from PIL import Image
from pypdf import PdfReader

from app.reports.formpages.formpage import form_grids
from app.reports.grid import Grid, GridCell
from app.reports.gridstore import grid_from_dict, grid_to_dict
from app.reports.looks import CellStyle, Line
from app.reports.looks import Font as Role
from app.reports.rendering.pdf import render_pdfs
from app.reports.sketches import Picture

Change = Callable[[Any], None]
_MM = 72 / 25.4


def _grids(change: Change) -> tuple[Grid, ...]:
    """A sheet made as a test wants it, as its pages."""
    book = Workbook()
    change(book.active)
    stream = BytesIO()
    book.save(stream)
    return form_grids(stream.getvalue(), "季报")


def _cell(change: Change) -> GridCell:
    """The first cell of such a sheet."""
    return _grids(change)[0].cells[0]


def _style(text: str = "填报单位", **looks: Any) -> CellStyle:
    def change(sheet: Any) -> None:
        sheet["A1"] = text
        for name, look in looks.items():
            setattr(sheet["A1"], name, look)

    return _cell(change).style


def _reader(change: Change) -> PdfReader:
    return PdfReader(BytesIO(render_pdfs(_grids(change))))


def _drawn(change: Change) -> str:
    """The first page's drawing commands."""
    contents = _reader(change).pages[0].get_contents()
    assert contents is not None
    return contents.get_data().decode("latin-1")


def _places(change: Change) -> list[tuple[str, float, float, list[float]]]:
    """Each text on the first page with its place and its turn."""
    found: list[tuple[str, float, float, list[float]]] = []

    def visit(text: str, cm: Any, tm: Any, _font: Any, _size: Any) -> None:
        if text.strip():
            x = tm[4] * cm[0] + tm[5] * cm[2] + cm[4]
            y = tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
            found.append((text.strip(), x, y, [round(float(part), 2) for part in cm[:4]]))

    _reader(change).pages[0].extract_text(visitor_text=visit)
    return found


@pytest.mark.parametrize(
    ("color", "shown"),
    [
        (Color("FFC00000"), "C00000"),
        (Color(theme=4), "4F81BD"),
        (Color(theme=0, tint=-0.25), "BFBFBF"),
        (Color(theme=1, tint=0.5), "808080"),
        (Color(indexed=10), "FF0000"),
        (Color(theme=1), ""),
    ],
)
def test_text_and_fill_take_their_colours(color: Color, shown: str) -> None:
    assert _style(font=Font(color=color)).color == shown
    assert _style(fill=PatternFill("solid", fgColor=color)).fill == (shown or "000000")


def test_a_pattern_is_the_mixed_colour() -> None:
    assert _style(fill=PatternFill("gray125")).fill == "DFDFDF"
    assert (
        _style(fill=PatternFill("darkUp", fgColor="FFFF0000", bgColor="FFFFFF00")).fill == "FF8000"
    )


def test_a_fill_from_one_colour_to_another_is_the_colour_between() -> None:
    assert _style(fill=GradientFill(stop=(Color("FFFF0000"), Color("FF0000FF")))).fill == "800080"


def test_a_coloured_text_is_drawn_in_its_colour_and_the_next_in_black() -> None:
    def change(sheet: Any) -> None:
        sheet["A1"], sheet["A2"] = "红字", "黑字"
        sheet["A1"].font = Font(color="FFFF0000", underline="double", strike=True)

    drawn = _drawn(change)
    red = drawn.index("1 0 0 rg")
    assert "0 0 0 rg" in drawn[red:]
    lines = re.findall(r"^n [\d.-]+ [\d.-]+ m [\d.-]+ [\d.-]+ l S$", drawn[red:], re.MULTILINE)
    assert len(lines) == 3


def test_slanted_struck_and_underlined_text() -> None:
    style = _style(font=Font(italic=True, underline="single", strike=True, name="楷体", size=16))
    assert (style.italic, style.underline, style.strike) == (True, "single", True)
    assert (style.font, style.size) == (Role.KAI, 16)


def test_an_indent_counts_where_the_text_is_told_its_side() -> None:
    assert _style(alignment=Alignment(horizontal="left", indent=2)).indent == 18
    assert _style(alignment=Alignment(indent=2)).indent == 0

    def change(sheet: Any) -> None:
        sheet["A1"], sheet["A2"] = "甲", "乙"
        sheet["A2"].alignment = Alignment(horizontal="left", indent=2)

    plain, indented = (x for _, x, _, _ in _places(change))
    assert indented - plain == pytest.approx(18, abs=0.1)


def test_characters_stand_below_each_other() -> None:
    def change(sheet: Any) -> None:
        sheet["A1"] = "责任单位"
        sheet["A1"].alignment = Alignment(text_rotation=255)
        sheet.row_dimensions[1].height = 90

    places = _places(change)
    assert "".join(text for text, *_ in places) == "责任单位"
    assert len({round(x) for _, x, _, _ in places}) == 1
    heights = [y for _, _, y, _ in places]
    assert heights == sorted(heights, reverse=True)
    assert len(set(heights)) == 4


@pytest.mark.parametrize(
    ("told", "turn"),
    [(90, [0, 1, -1, 0]), (180, [0, -1, 1, 0]), (45, [0.71, 0.71, -0.71, 0.71])],
)
def test_a_text_is_turned(told: int, turn: list[float]) -> None:
    def change(sheet: Any) -> None:
        sheet["A1"] = "责任单位"
        sheet["A1"].alignment = Alignment(text_rotation=told)
        sheet.row_dimensions[1].height = 90

    ((text, _, _, turned),) = _places(change)
    assert text == "责任单位"
    assert turned == pytest.approx(turn, abs=0.01)


def test_a_turned_text_too_long_for_its_row_is_set_smaller() -> None:
    def change(sheet: Any) -> None:
        sheet["A1"] = "打好污染防治攻坚战责任单位"
        sheet["A1"].alignment = Alignment(text_rotation=90)
        sheet.row_dimensions[1].height = 60

    (grid,) = _grids(change)
    assert grid.fixed_rows == {1}
    texts = re.findall(r"/F\S+ ([\d.]+) Tf", _drawn(change))
    assert float(texts[-1]) * 13 <= 60


def test_lines_keep_kind_and_colour() -> None:
    red, double = Side(style="medium", color="FFFF0000"), Side(style="double")
    border = Border(left=red, top=double, diagonal=Side(style="dashed"), diagonalDown=True)
    found = _style(border=border).border
    assert (found.left, found.top, found.falling) == (Line.MEDIUM, Line.DOUBLE, Line.DASHED)
    assert found.rising is Line.NONE
    assert found.colors == ("FF0000", "", "", "", "")

    def change(sheet: Any) -> None:
        sheet["A1"].border = border
        sheet["A1"] = "一"

    drawn = _drawn(change)
    assert "1 0 0 RG" in drawn
    assert "[2.5 1.5] 0 d" in drawn
    assert len(re.findall(r" l S", drawn)) == 4  # red left, double top, one diagonal


def test_parts_of_a_text_keep_their_looks() -> None:
    def change(sheet: Any) -> None:
        high = TextBlock(InlineFont(vertAlign="superscript"), "2")
        sheet["A1"] = CellRichText("面积3万m", high, TextBlock(InlineFont(b=True, sz=20), "总计"))

    cell = _cell(change)
    assert cell.text == "面积3万m2总计" == "".join(run.text for run in cell.runs)
    assert [run.rise for run in cell.runs] == ["", "super", ""]
    assert [run.bold for run in cell.runs] == [False, False, True]
    assert _reader(change).pages[0].extract_text().replace("\n", "") == "面积3万m2总计"


def test_a_heading_is_centred_over_blank_columns() -> None:
    def change(sheet: Any) -> None:
        sheet["A1"] = "进展情况表"
        for letter in "ABC":
            sheet[f"{letter}1"].alignment = Alignment(horizontal="centerContinuous")
        sheet["D1"] = "末"

    assert _cell(change).column_span == 3


@pytest.mark.parametrize(
    ("way", "place", "free"), [("left", "A1", 3), ("right", "D1", 3), ("center", "B1", 2)]
)
def test_a_text_runs_over_blank_neighbours(way: str, place: str, free: int) -> None:
    def change(sheet: Any) -> None:
        sheet[place] = "本表一式两份，逐级审核后报送"
        sheet[place].alignment = Alignment(horizontal=way)
        sheet.print_area = "A1:D1"

    (grid,) = _grids(change)
    assert grid.cells[0].spill == pytest.approx(grid.column_widths[0] * free)
    assert "11 Tf" in _drawn(change)


def test_a_text_stopped_by_a_filled_cell_is_not_cut() -> None:
    def change(sheet: Any) -> None:
        sheet["A1"], sheet["B1"] = "本表一式两份，逐级审核后报送" * 3, "已填"

    (grid,) = _grids(change)
    assert grid.cells[0].spill == 0
    words = "".join(_reader(change).pages[0].extract_text().split())
    assert "本表一式两份，逐级审核后报送" * 3 in words


def test_a_note_of_several_looks_runs_over_too() -> None:
    def change(sheet: Any) -> None:
        bold = TextBlock(InlineFont(b=True), "注：")
        sheet["A1"] = CellRichText(bold, "一行写不下的说明从左向右伸出")
        sheet["A2"] = "末"

    assert len(_grids(change)[0].cells[0].runs) == 2
    assert _grids(change)[0].cells[0].spill > 0


def test_blanks_to_sign_on_stay_where_a_line_ends() -> None:
    def change(sheet: Any) -> None:
        blank = TextBlock(InlineFont(u="single"), "　　　　")
        sheet["A1"] = CellRichText("填报人签名", blank, "日期")
        sheet["A1"].alignment = Alignment(wrap_text=True)

    ruled = re.findall(r"^n [\d.-]+ [\d.-]+ m [\d.-]+ [\d.-]+ l S$", _drawn(change), re.MULTILINE)
    lengths = [float(line.split()[4]) - float(line.split()[1]) for line in ruled]
    assert sum(lengths) == pytest.approx(44, abs=1)


def test_distributed_characters_fill_their_cell() -> None:
    def change(sheet: Any) -> None:
        sheet["A1"] = "填报单位"
        sheet["A1"].alignment = Alignment(horizontal="distributed")

    spread = [float(told) for told in re.findall(r"([\d.]+) Tc", _drawn(change))]
    room = _grids(change)[0].column_widths[0] * _MM - 3
    assert spread[0] == pytest.approx((room - 44) / 3, abs=0.5)


def _seal() -> SheetImage:
    stream = BytesIO()
    Image.new("RGBA", (30, 30), (200, 0, 0, 128)).save(stream, "PNG")
    image = SheetImage(stream)
    image.width, image.height = 96, 48
    return image


def test_a_seal_stands_at_its_cell() -> None:
    def change(sheet: Any) -> None:
        sheet["A1"], sheet["C4"] = "表", "签章"
        sheet.add_image(_seal(), "C3")

    (grid,) = _grids(change)
    (picture,) = grid.pictures
    assert isinstance(picture, Picture)
    assert (picture.row, picture.top) == (3, 0)
    assert picture.left == pytest.approx(sum(grid.column_widths[:2]))
    assert (picture.width, picture.height) == pytest.approx((25.4, 12.7))
    assert len(_reader(change).pages[0].images) == 1
    assert grid_from_dict(grid_to_dict(grid)) == grid


def test_a_seal_on_a_later_page_is_drawn_there_alone() -> None:
    def change(sheet: Any) -> None:
        for row in range(1, 5):
            sheet.cell(row, 1, row)
        sheet.row_breaks.append(Break(id=2))
        sheet.add_image(_seal(), "A3")

    first, second = _reader(change).pages
    assert (len(first.images), len(second.images)) == (0, 1)


def test_pages_end_where_the_form_says() -> None:
    def change(sheet: Any) -> None:
        for row in range(1, 8):
            sheet.cell(row, 1, f"第{row}行")
        sheet.print_title_rows = "1:1"
        for row in (3, 5):
            sheet.row_breaks.append(Break(id=row))

    pages = [page.extract_text().split() for page in _reader(change).pages]
    assert pages == [
        ["第1行", "第2行", "第3行"],
        ["第1行", "第4行", "第5行"],
        ["第1行", "第6行", "第7行"],
    ]


def test_each_print_area_is_a_page() -> None:
    def change(sheet: Any) -> None:
        sheet.title = "表,一"
        for row in range(1, 5):
            for column in range(1, 5):
                sheet.cell(row, column, f"{row}-{column}")
        sheet.print_area = ["A1:B2", "C3:D4"]

    pages = [page.extract_text().split() for page in _reader(change).pages]
    assert pages == [["1-1", "1-2", "2-1", "2-2"], ["3-3", "3-4", "4-3", "4-4"]]


def test_divided_columns_stand_beside_each_other_with_their_heads() -> None:
    def change(sheet: Any) -> None:
        for column in range(1, 6):
            sheet.cell(1, column, f"栏{column}")
        sheet.col_breaks = ColBreak()
        sheet.col_breaks.append(Break(id=3))
        sheet.print_title_cols = "A:A"
        sheet.oddFooter.center.text = "&P/&N"

    pages = [page.extract_text().split() for page in _reader(change).pages]
    assert [words for words in pages[0] if words.startswith("栏")] == ["栏1", "栏2", "栏3"]
    assert [words for words in pages[1] if words.startswith("栏")] == ["栏1", "栏4", "栏5"]
    assert "2/2" in pages[1]


def test_a_sheet_a_little_too_wide_stays_whole_and_a_very_wide_one_is_divided() -> None:
    def wide(columns: int) -> Change:
        def change(sheet: Any) -> None:
            for column in range(1, columns + 1):
                sheet.cell(1, column, "栏")

        return change

    assert len(_grids(wide(12))) == 1
    assert len(_grids(wide(30))) > 1


def test_headers_keep_their_type() -> None:
    def change(sheet: Any) -> None:
        sheet["A1"] = "表"
        sheet.oddHeader.left.text = '&"黑体,Bold"&14附件2'
        sheet.oddFooter.right.text = "&16第&P页"

    sizes = re.findall(r"/F\S+ ([\d.]+) Tf", _drawn(change))
    assert {"14", "16"} <= set(sizes)
    words = "".join(_reader(change).pages[0].extract_text().split())
    assert "附件2" in words
    assert "第1页" in words


def test_one_line_of_common_type_stays_within_a_row_of_usual_height() -> None:
    def change(sheet: Any) -> None:
        sheet["A1"], sheet["A2"], sheet["A3"] = "一行", "第一行\n第二行", "末"
        sheet["A2"].alignment = Alignment(wrap_text=True)

    (_, first, *_), (_, _, second, _), (_, _, third, _) = (
        (text, y, y, y) for text, _, y, _ in [p for p in _places(change) if p[0] != "第一行"]
    )
    assert first - second == pytest.approx(27, abs=2)
    assert second - third == pytest.approx(15, abs=1)


def test_grids_kept_before_looks_were_known_are_read() -> None:
    (grid,) = _grids(lambda sheet: sheet.cell(1, 1, "旧"))
    kept = grid_to_dict(grid)
    assert "pictures" not in kept
    for style in kept["styles"]:
        style.pop("close")
    read = grid_from_dict(kept)
    assert read.cells[0].text == "旧"
    assert not read.cells[0].style.close
