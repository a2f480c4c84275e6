"""Small forms of single traits, made in code: what bench/fidelity.py measures without files."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.drawing.image import Image as SheetImage
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.styles.colors import Color
from openpyxl.worksheet.pagebreak import Break, ColBreak
from PIL import Image, ImageDraw

from bench.madeextras import EXTRAS
from bench.madeold import old_form
from bench.madeshapes import shapes_form
from bench.madesheets import SHORT, a_table, fit_width, ruled
from bench.madetraits import TRAITS

_LINES = (
    *("thin", "hair", "medium", "thick", "double", "dashed", "dotted", "mediumDashed"),
    *("dashDot", "mediumDashDot", "dashDotDot", "mediumDashDotDot", "slantDashDot"),
)


# Where ours differs on purpose.
DIFFERENT = {
    "auto": "LibreOffice cuts type that is higher than the usual row; ours makes room",
    "auto_blank": "LibreOffice cuts a second line in a row without a height; ours makes room",
    "spilling": "LibreOffice cuts a text at the next filled cell; ours breaks it",
    "turned": "LibreOffice slants the rules of cells whose text stands aslant",
    "charts": "charts are drawn alike, not line by line",
    "shapes": "LibreOffice cuts a shape at the page's end; ours draws it whole",
    "noted": "LibreOffice leaves the notes out that are to be printed behind the sheet",
    "more_charts": "charts are drawn alike, not line by line",
    "rules": "where neighbours disagree about a rule, ours draws both",
}


def made_here(folder: Path) -> list[Path]:
    """Forms of many traits, each in a file of its own."""
    paths = []
    for make in (*_PAGES, *_LOOKS, *EXTRAS, *TRAITS):
        book = Workbook()
        make(book.active)
        paths.append(folder / f"{make.__name__.strip('_')}.xlsx")
        book.save(paths[-1])
    return [*paths, shapes_form(folder / "shapes.xlsx"), old_form(folder / "old.xls")]


def _plain(sheet: Any) -> None:
    a_table(sheet, 5, 12)


def _wide(sheet: Any) -> None:
    a_table(sheet, 12, 20)
    fit_width(sheet)
    sheet.print_title_rows = "2:2"


def _scaled(sheet: Any) -> None:
    a_table(sheet, 5, 16)
    sheet.page_setup.scale = 80


def _tall(sheet: Any) -> None:
    a_table(sheet, 4, 10, height=150)
    sheet.print_title_rows = "1:2"
    sheet.cell(5, 2).value = "一是全面排查，二是分类处置，三是长效监管。" * 12


def _hidden(sheet: Any) -> None:
    a_table(sheet, 6, 12)
    sheet.column_dimensions["C"].hidden = True
    sheet.row_dimensions[6].hidden = True


def _cover(sheet: Any) -> None:
    a_table(sheet, 3, 5, height=60)
    sheet.print_options.horizontalCentered = sheet.print_options.verticalCentered = True


def _footed(sheet: Any) -> None:
    a_table(sheet, 5, 30)
    sheet.oddFooter.center.text = "第 &P 页，共 &N 页"
    sheet.page_margins.left = sheet.page_margins.right = 0.4


def _portrait(sheet: Any) -> None:
    a_table(sheet, 4, 30)
    sheet.page_setup.orientation = "portrait"
    sheet.print_options.horizontalCentered = True


def _merged(sheet: Any) -> None:
    a_table(sheet, 6, 18)
    sheet.page_setup.paperSize = 8
    for top in (3, 9):
        sheet.merge_cells(start_row=top, end_row=top + 4, start_column=1, end_column=1)
    sheet.merge_cells("C5:E5")


def _breaks(sheet: Any) -> None:
    """Pages ended by hand."""
    a_table(sheet, 5, 14)
    sheet.print_title_rows = "2:2"
    for row in (5, 9):
        sheet.row_breaks.append(Break(id=row))


def _fitted_breaks(sheet: Any) -> None:
    _breaks(sheet)
    fit_width(sheet)


def _areas(sheet: Any) -> None:
    """Two print areas: a page each."""
    a_table(sheet, 6, 12)
    sheet.print_area = ["A1:C6", "D2:F10"]


def _sides(sheet: Any) -> None:
    """A sheet the district divides by hand: its pages stand beside each other."""
    a_table(sheet, 8, 12)
    sheet.col_breaks = ColBreak()
    sheet.col_breaks.append(Break(id=4))
    sheet.print_title_cols = "A:A"


def _auto(sheet: Any) -> None:
    """Rows without a height, by type size, one and two lines."""
    for at, size in enumerate((9, 10, 10.5, 11, 12, 14, 16, 18, 20, 22), 1):
        for column, words in ((1, "一行"), (2, "第一行\n第二行")):
            for row in (2 * at - 1, 2 * at) if column == 1 else (2 * at,):
                cell = sheet.cell(row, column, words)
                cell.font = Font(name="宋体", size=size)
                cell.alignment = Alignment(wrap_text=True)
    for row in range(1, 21):
        for column in (1, 2, 3):
            sheet.cell(row, column).border = ruled()
    for letter in "ABC":
        sheet.column_dimensions[letter].width = 18


def _auto_blank(sheet: Any) -> None:
    """Rows without a height that hold nothing, one word, or a text of many lines."""
    a_table(sheet, 4, 24, height=None)
    for row in range(6, 12):
        for column in range(1, 5):
            sheet.cell(row, column).value = None
    sheet.cell(14, 2).value = "一是全面排查，二是分类处置，三是长效监管。" * 3


def _looks(sheet: Any) -> None:
    """Colours, tints, underlines, strikes, slants, indents and fills."""
    a_table(sheet, 4, 9)
    fonts = (
        Font(size=12, color="FFC00000"),
        Font(size=12, color=Color(theme=4)),
        Font(size=12, color=Color(theme=5, tint=0.4)),
        Font(size=12, color=Color(indexed=12)),
        Font(size=12, underline="single"),
        Font(size=12, underline="double", bold=True),
        Font(size=12, strike=True),
        Font(size=12, italic=True, name="楷体"),
    )
    fills = (
        PatternFill("solid", fgColor=Color(theme=4, tint=0.6)),
        PatternFill("solid", fgColor=Color(indexed=13)),
        PatternFill("gray125"),
        PatternFill("lightUp", fgColor="FFFF0000"),
        PatternFill("darkGrid", fgColor="FF00B050", bgColor="FFFFFF00"),
        PatternFill("solid", fgColor=Color(theme=0, tint=-0.25)),
        PatternFill("gray0625"),
        PatternFill("solid", fgColor="FFFFC000"),
    )
    ways = (
        "left",
        "center",
        "right",
        "distributed",
        "justify",
        "centerContinuous",
        "left",
        "right",
    )
    for at, (font, fill, way) in enumerate(zip(fonts, fills, ways, strict=True), 3):
        sheet.cell(at, 1).font = font
        sheet.cell(at, 2).fill = fill
        words = sheet.cell(at, 3)
        words.alignment = Alignment(horizontal=way, vertical="center", wrap_text=at != 8)
        words.value = "填报单位" if way in ("distributed", "centerContinuous") else SHORT * 3
        sheet.cell(at, 4).alignment = Alignment(
            horizontal="left", indent=at - 2, vertical="center", wrap_text=True
        )


def _turned(sheet: Any) -> None:
    """Texts set on their side, below each other and aslant."""
    a_table(sheet, 7, 4, height=110)
    for at, turn in enumerate((255, 90, 180, 45, 135, 120, 0), 1):
        for row, vertical in ((2, "center"), (3, "top"), (4, "bottom")):
            cell = sheet.cell(row, at, "工作进展\n12月" if row == 4 else "责任单位")
            cell.alignment = Alignment(
                text_rotation=turn, vertical=vertical, horizontal="center", wrap_text=row == 4
            )
        sheet.cell(5, at, "责任单位").alignment = Alignment(text_rotation=turn)
    sheet.merge_cells("G3:G5")
    sheet.cell(3, 7, "大气污染防治攻坚").alignment = Alignment(
        text_rotation=255, vertical="center", horizontal="center"
    )


def _rules(sheet: Any) -> None:
    """Every kind of line, coloured lines and diagonals."""
    a_table(sheet, 4, 9)
    for at, style in enumerate(_LINES):
        row, column = 3 + at // 4 * 2, 1 + at % 4
        sheet.cell(row, column, style).border = ruled(style)
    red = Side(style="medium", color="FFFF0000")
    sheet.cell(9, 4).border = Border(left=red, right=red, top=red, bottom=red)
    slant = Side(style="thin")
    sheet.cell(2, 1).border = Border(
        left=slant, right=slant, top=slant, bottom=slant, diagonal=slant, diagonalDown=True
    )
    sheet.cell(10, 3).border = Border(
        left=slant, right=slant, top=slant, bottom=slant, diagonal=slant, diagonalUp=True
    )


def _rich(sheet: Any) -> None:
    """Parts of a text in looks of their own."""
    a_table(sheet, 3, 5, height=60)
    bold, red = InlineFont(b=True, sz=14, rFont="黑体"), InlineFont(color=Color("FFFF0000"), sz=11)
    line, high = InlineFont(u="single", sz=11), InlineFont(vertAlign="superscript", sz=11)
    sheet.cell(3, 2).value = CellRichText(
        TextBlock(bold, "总体要求："),
        "按月调度，",
        TextBlock(red, "逾期通报，"),
        "次月五日前报送。",
    )
    sheet.cell(4, 2).value = CellRichText(
        "治理水面3万m", TextBlock(high, "2"), "，填报人", TextBlock(line, "　　　　"), "签字"
    )
    note = CellRichText(TextBlock(bold, "注："), "一行写不下的说明从左向右伸出")
    sheet.cell(8, 1).value = note


def _formats(sheet: Any) -> None:
    """Numbers and days as their cells show them."""
    a_table(sheet, 2, 26, height=15)
    shown: tuple[tuple[object, str], ...] = (
        (44012.0, 'yyyy"年"m"月"d"日"'),
        (44012.0, "yyyy-mm-dd"),
        (44012.0, "yyyy/m/d"),
        (44012.0, "m/d/yy"),
        (44012.0, 'yyyy"年"m"月"'),
        (44012.0, 'm"月"d"日"'),
        (44012.5, "yyyy/m/d h:mm"),
        (44012.0, "[$-804]aaaa"),
        (44012.0, "mmm-yy"),
        (0.5625, "h:mm"),
        (0.5625, "h:mm AM/PM"),
        (1234567.891, "#,##0.00"),
        (1234567.891, "#,##0"),
        (-1234.5, "#,##0.00_);(#,##0.00)"),
        (-12.3, "0.0_ ;[Red]-0.0 "),
        (0, "0;;;"),
        (0, "0;-0;;@"),
        (12.5, '0.0"万元"'),
        (0.307, "0.0%"),
        (0.307, "0%"),
        (3.75, "# ?/?"),
        (12345.678, "0.00E+00"),
        (7, "000"),
        (1234567, "0.0,"),
        (1234567, '0!.0,"万"'),
    )
    for row, (value, code) in enumerate(shown, 3):
        sheet.cell(row, 1, code)
        cell = sheet.cell(row, 2, value)
        cell.number_format = code
    sheet.column_dimensions["A"].width = sheet.column_dimensions["B"].width = 30


def _spilling(sheet: Any) -> None:
    """Texts wider than their cells, which run over blank neighbours."""
    for row, way in enumerate(("left", "right", "center", "left", "center", "right"), 1):
        for column in range(1, 7):
            sheet.cell(row, column).border = ruled()
        cell = sheet.cell(row, 3, "填报说明：本表一式两份，逐级审核后报送")
        cell.alignment = Alignment(horizontal=way)
    sheet.cell(4, 5, "已填")
    sheet.cell(5, 2, "已填")
    sheet.cell(
        8, 1, "备注：本表由各镇填报，文字超出最后一栏时仍向右伸出，直到页边为止，不折行也不缩小"
    )
    small = sheet.cell(9, 1, "缩小以适应列宽")
    small.alignment = Alignment(shrink_to_fit=True)
    sheet.cell(10, 1, 123456789.25)
    sheet.cell(11, 1, "跨列居中的标题").alignment = Alignment(horizontal="centerContinuous")
    for column in range(2, 7):
        sheet.cell(11, column).alignment = Alignment(horizontal="centerContinuous")


def _pictures(sheet: Any) -> None:
    """A logo and a round seal over the table."""
    a_table(sheet, 5, 8)
    for kind, anchor, size in (
        ("PNG", "B3", (90, 90)),
        ("JPEG", "E6", (120, 60)),
        ("GIF", "A1", (40, 40)),
    ):
        image = SheetImage(_seal(kind))
        image.width, image.height = size
        sheet.add_image(image, anchor)


def _seal(kind: str) -> BytesIO:
    shade = "RGBA" if kind == "PNG" else "RGB"
    drawn = Image.new(shade, (120, 120), (255, 255, 255, 0) if shade == "RGBA" else "white")
    ImageDraw.Draw(drawn).ellipse((4, 4, 116, 116), outline=(200, 0, 0), width=6)
    stream = BytesIO()
    drawn.save(stream, kind)
    return stream


def _headed(sheet: Any) -> None:
    """Header and footer of three parts, in type of their own."""
    a_table(sheet, 5, 20)
    sheet.oddHeader.left.text = '&"黑体,Bold"&14附件2'
    sheet.oddHeader.right.text = "&9保密"
    sheet.oddHeader.center.text = "&A"
    sheet.oddFooter.left.text = "填报单位：常乐镇\n联系人"
    sheet.oddFooter.center.text = "&P/&N"
    sheet.oddFooter.right.text = "&16第&P页"


def _faces(sheet: Any) -> None:
    """Typefaces by name."""
    names = (
        *("宋体", "仿宋", "仿宋_GB2312", "楷体", "黑体", "方正小标宋简体", "微软雅黑"),
        *("Times New Roman", "Arial", "Calibri", "华文中宋", "等线"),
    )
    for row, name in enumerate(names, 1):
        for column, bold in ((1, False), (2, True)):
            cell = sheet.cell(row, column, f"{name} 污染防治 2020 Abc")
            cell.font, cell.border = Font(name=name, size=14, bold=bold), ruled()
        sheet.row_dimensions[row].height = 30
    sheet.column_dimensions["A"].width = sheet.column_dimensions["B"].width = 28


_PAGES: tuple[Callable[[Any], None], ...] = (
    _plain,
    _wide,
    _scaled,
    _tall,
    _hidden,
    _cover,
    _footed,
    _portrait,
    _merged,
    _breaks,
    _fitted_breaks,
    _areas,
    _sides,
    _auto,
    _auto_blank,
)
_LOOKS: tuple[Callable[[Any], None], ...] = (
    _looks,
    _turned,
    _rules,
    _rich,
    _formats,
    _spilling,
    _pictures,
    _headed,
    _faces,
)
