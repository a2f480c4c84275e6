"""Writes the sample's list as the workbook a district office would have sent down."""

import math
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from app.files import atomic_write
from app.services.samples.sample_data import SampleList, SampleRow, load_sample_list

_SHEET = "任务分解表"
_HEAD_ROW = 4
_SPARE_ROWS = 2
_QUARTERS = 4
_TITLE = Font(name="方正小标宋简体", size=22)
_ANNEX = Font(name="黑体", size=16)
_SMALL = Font(name="仿宋_GB2312", size=12)
_HEAD = Font(name="黑体", size=11)
_GROUP = Font(name="楷体_GB2312", size=12, bold=True)
_BODY = Font(name="宋体", size=10.5)
_THIN = Side(style="thin")
_FRAME = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_CENTRE = Alignment(horizontal="center", vertical="center", wrap_text=True)
_LEFT = Alignment(horizontal="left", vertical="center", wrap_text=True)
_LINE_HEIGHT = 15.0


@dataclass(frozen=True, slots=True)
class _Column:
    """A column of the table: its head, its width in characters, and how its text lies."""

    head: str
    width: float
    align: Alignment = _CENTRE
    above: str = ""


_COLUMNS = (
    _Column("序号", 5),
    _Column("主要\n任务", 11),
    _Column("目标任务", 44, _LEFT),
    _Column("完成时限", 15),
    _Column("一季度", 13, above="形象进度安排"),
    _Column("二季度", 13, above="形象进度安排"),
    _Column("三季度", 13, above="形象进度安排"),
    _Column("四季度", 13, above="形象进度安排"),
    _Column("认定标准", 24, _LEFT),
    _Column("牵头单位", 14),
    _Column("责任单位", 17),
    _Column("分值", 6),
    _Column("计分\n办法", 7),
    _Column("备注", 11),
)
_REVISED = {
    "完成23台天然气锅炉低氮改造或更新。": "完成26台天然气锅炉低氮改造或更新。",
    "3月底前": "4月底前",
    "9月底前": "8月底前",
    "主要港口具备向船舶供应岸电的能力。": "建成港口码头岸电设施4套。",
    "秸秆综合利用率达到96%。": "完成2处粮食烘干中心燃煤炉改造。",
}
"""What the revision words otherwise; two tasks make way for others."""
_THEME = 2
_FIRST_QUARTER = 5
_LAST = len(_COLUMNS)


def write_sample_workbook(path: Path) -> None:
    """Write the district's list of the sample to ``path`` as .xlsx.

    Raises:
        UserError: the file can't be written; nothing is left behind.
    """
    task_list = load_sample_list()
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = _SHEET
    _write_top(sheet, task_list)
    _write_head(sheet)
    row = _write_body(sheet, task_list.rows, _HEAD_ROW + 2)
    row = _write_spare(sheet, row)
    last = _write_foot(sheet, task_list, row)
    _set_page(sheet, last)
    book.properties.creator = "武进区攻坚办"
    book.properties.title = task_list.title
    with atomic_write(path) as stream:
        book.save(stream)


def write_revised_sample(path: Path) -> None:
    """Write the list as the district might have revised it at midyear, to compare with the first.

    Raises:
        UserError: the file can't be written; nothing is left behind.
    """
    with TemporaryDirectory() as folder:
        first = Path(folder) / path.name
        write_sample_workbook(first)
        book = load_workbook(first)
    for line in book.worksheets[0].iter_rows():
        for cell in line:
            if isinstance(cell.value, str) and cell.value in _REVISED:
                cell.value = _REVISED[cell.value]
    with atomic_write(path) as stream:
        book.save(stream)


def _write_top(sheet: Worksheet, task_list: SampleList) -> None:
    _write_line(sheet, 1, task_list.annex, _ANNEX, 24)
    _write_line(sheet, 2, task_list.title, _TITLE, 40, _CENTRE)
    date_column = _LAST - 3
    _merge(sheet, 3, 1, 3, date_column - 1)
    _merge(sheet, 3, date_column, 3, _LAST)
    _put(sheet, 3, 1, task_list.issuer, _SMALL, _LEFT)
    right = Alignment(horizontal="right", vertical="center")
    _put(sheet, 3, date_column, task_list.dated, _SMALL, right)
    sheet.row_dimensions[3].height = 22


def _write_head(sheet: Worksheet) -> None:
    upper, lower = _HEAD_ROW, _HEAD_ROW + 1
    for number, column in enumerate(_COLUMNS, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = column.width
        if column.above:
            _put(sheet, lower, number, column.head, _HEAD, _CENTRE)
        else:
            _put(sheet, upper, number, column.head, _HEAD, _CENTRE)
            _merge(sheet, upper, number, lower, number)
    _put(sheet, upper, _FIRST_QUARTER, _COLUMNS[_FIRST_QUARTER - 1].above, _HEAD, _CENTRE)
    _merge(sheet, upper, _FIRST_QUARTER, upper, _FIRST_QUARTER + _QUARTERS - 1)
    _frame(sheet, upper, lower)
    sheet.row_dimensions[upper].height = 22
    sheet.row_dimensions[lower].height = 22


def _write_body(sheet: Worksheet, rows: Iterable[SampleRow], start: int) -> int:
    """Write group rows and task rows from row ``start`` on; returns the next free row."""
    number = start
    for group, group_rows in groupby(rows, key=lambda row: row.groups[0]):
        _write_line(sheet, number, group, _GROUP, 24)
        _frame(sheet, number, number)
        number += 1
        for theme, theme_rows in groupby(group_rows, key=lambda row: row.groups[1]):
            first = number
            for row in theme_rows:
                _write_task(sheet, number, row)
                number += 1
            _put(sheet, first, _THEME, theme, _BODY, _CENTRE)
            _merge(sheet, first, _THEME, number - 1, _THEME)
    return number


def _write_task(sheet: Worksheet, number: int, row: SampleRow) -> None:
    quarters = (*row.quarters, *("",) * (_QUARTERS - len(row.quarters)))
    values = (
        int(row.serial),
        None,
        row.text,
        row.deadline,
        *quarters,
        row.acceptance,
        "\n".join(row.lead),
        "\n".join(row.responsible),
        _amount(row.score),
        row.scoring_method,
        row.notes,
    )
    for place, (column, value) in enumerate(zip(_COLUMNS, values, strict=True), start=1):
        _put(sheet, number, place, value if value != "" else None, _BODY, column.align)
    if len(row.quarters) == 1:
        _merge(sheet, number, _FIRST_QUARTER, number, _FIRST_QUARTER + _QUARTERS - 1)
    _frame(sheet, number, number)
    lines = max(
        _lines(str(value), _width(place, row))
        for place, value in enumerate(values)
        if value is not None
    )
    sheet.row_dimensions[number].height = max(2, lines) * _LINE_HEIGHT + 4


def _width(place: int, row: SampleRow) -> float:
    width = _COLUMNS[place].width
    spread = len(row.quarters) == 1 and place == _FIRST_QUARTER - 1
    return width * _QUARTERS if spread else width


def _write_spare(sheet: Worksheet, start: int) -> int:
    """Leave framed empty rows, as such tables do; returns the next free row."""
    end = start + _SPARE_ROWS
    _frame(sheet, start, end - 1)
    for number in range(start, end):
        sheet.row_dimensions[number].height = 24
    return end


def _write_foot(sheet: Worksheet, task_list: SampleList, start: int) -> int:
    number = start
    for text in (*task_list.notes, task_list.signature):
        _write_line(sheet, number, text, _SMALL, 20)
        number += 1
    return number - 1


def _write_line(
    sheet: Worksheet, row: int, text: str, font: Font, height: float, align: Alignment = _LEFT
) -> None:
    """Write one text across the whole table."""
    _put(sheet, row, 1, text, font, align)
    _merge(sheet, row, 1, row, _LAST)
    sheet.row_dimensions[row].height = height


def _put(
    sheet: Worksheet,
    row: int,
    column: int,
    value: str | int | float | None,
    font: Font,
    align: Alignment,
) -> None:
    cell = sheet.cell(row, column, value)
    cell.font = font
    cell.alignment = align


def _merge(sheet: Worksheet, top: int, left: int, bottom: int, right: int) -> None:
    if (top, left) != (bottom, right):
        sheet.merge_cells(start_row=top, start_column=left, end_row=bottom, end_column=right)


def _frame(sheet: Worksheet, top: int, bottom: int) -> None:
    for row in sheet.iter_rows(min_row=top, max_row=bottom, max_col=_LAST):
        for cell in row:
            cell.border = _FRAME


def _set_page(sheet: Worksheet, last: int) -> None:
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A3
    sheet.page_setup.orientation = sheet.ORIENTATION_LANDSCAPE
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_margins.left = sheet.page_margins.right = 0.5
    sheet.page_margins.top = sheet.page_margins.bottom = 0.7
    sheet.page_margins.header = sheet.page_margins.footer = 0.3
    sheet.print_options.horizontalCentered = True
    sheet.print_title_rows = f"{_HEAD_ROW}:{_HEAD_ROW + 1}"
    sheet.print_area = f"A1:{get_column_letter(_LAST)}{last}"
    if (footer := sheet.oddFooter) is not None:
        footer.center.text = "第 &P 页，共 &N 页"
    sheet.freeze_panes = f"D{_HEAD_ROW + 2}"


def _amount(text: str) -> int | float | str:
    """A score as Excel holds numbers, or the mark that stands for none."""
    try:
        number = Decimal(text)
    except InvalidOperation:
        return text
    return int(number) if number == int(number) else float(number)


def _lines(text: str, width: float) -> int:
    """How many lines ``text`` takes in a column of ``width`` characters; a 汉字 is two wide."""
    room = max(2.0, width - 1.5)
    return sum(max(1, math.ceil(_reach(part) / room)) for part in text.split("\n"))


def _reach(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(sign) in "WFA" else 1 for sign in text)
