"""Papers that go with the sample: a district's blank form and a list of boilers from elsewhere."""

import csv
from collections.abc import Iterable, Sequence
from io import StringIO
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side

from app.files import atomic_write

FORM = "区攻坚办季度进展表（空白，示例）.xlsx"
LIST = "燃气锅炉台账（示例）.csv"
_HEADS = (
    ("序号", 6), ("目标任务", 44), ("责任单位", 16), ("一季度进展", 26), ("二季度进展", 26),
    ("存在问题", 20), ("完成率", 9),
)  # fmt: skip
_THIN = Side(style="thin")
_RULED = Border(_THIN, _THIN, _THIN, _THIN)
_MIDDLE = Alignment(horizontal="center", vertical="center", wrap_text=True)
_LEFT = Alignment(vertical="center", wrap_text=True)
_ROW_HEIGHT = 36
_OBJECTS = (
    ("常州市新苑印染有限公司", "4"), ("江苏恒源食品有限公司", "2"), ("武进第二纺织厂", "6"),
    ("常州久安金属制品厂", "4"), ("江南浴室", "1"), ("牛塘酒店有限公司", "2"),
    ("常州华盛塑业有限公司", "4"), ("武进中医医院分院", "2"),
)  # fmt: skip


def write_sample_form(path: Path, tasks: Iterable[tuple[str, str]]) -> None:
    """Write a blank form that asks for the quarter's progress of some tasks.

    Args:
        path: where, .xlsx.
        tasks: serial and wording of each row.

    Raises:
        UserError: the file can't be written.
    """
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "进展表"
    sheet.append(["污染防治攻坚战第二季度进展情况表"])
    sheet.append(["填报单位（盖章）：                    填报日期："])
    sheet.append([name for name, _ in _HEADS])
    for serial, text in tasks:
        sheet.append([serial, text])
    sheet.row_dimensions[3].height = _ROW_HEIGHT
    for row in sheet.iter_rows(min_row=3, max_col=len(_HEADS)):
        for cell in row:
            cell.border, cell.alignment = _RULED, _LEFT if cell.column == 2 else _MIDDLE
    sheet.append(["填报人：              审核人：              联系电话："])
    for column, (_, width) in zip("ABCDEFG", _HEADS, strict=True):
        sheet.column_dimensions[column].width = width
    sheet["A1"].font = Font(name="方正小标宋简体", size=18)
    sheet["A1"].alignment = _MIDDLE
    sheet.merge_cells("A1:G1")
    sheet.merge_cells("A2:G2")
    sheet.page_setup.orientation = sheet.ORIENTATION_LANDSCAPE
    with atomic_write(path) as stream:
        book.save(stream)


def write_sample_items(path: Path, units: Sequence[str]) -> None:
    """Write a list of boilers such as an environment office keeps, its rows in those units.

    Raises:
        UserError: the file can't be written.
    """
    text = StringIO()
    table = csv.writer(text)
    table.writerow(("序号", "企业名称", "吨位", "所在村（社区）", "计划完成时间"))
    for place, (name, size) in enumerate(_OBJECTS):
        unit = units[place % len(units)] if units else ""
        table.writerow((place + 1, name, size, unit, "2020年10月底前"))
    with atomic_write(path) as stream:
        stream.write(text.getvalue().encode("utf-8-sig"))
