"""Reading workbooks: what is shown, what is hidden, and files that must be refused."""

import zipfile
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from app.errors import Cancelled, UserError
from app.importing.readers.ole import OLE
from app.importing.readers.package import MAX_INFLATED
from app.importing.readers.registry import read_sheets
from app.importing.sheet import Merge
from app.monitor import Cancellable
from tests.importing.builders import HEAD, a_workbook


def saved(path: Path, values: dict[str, Any], formats: dict[str, str] | None = None) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for address, value in values.items():
        sheet[address] = value
    for address, code in (formats or {}).items():
        sheet[address].number_format = code
    book.save(path)
    return path


def test_cells_keep_text_numbers_and_dates_as_shown(tmp_path: Path) -> None:
    values = {
        "A1": "  文字\n两行 ",
        "A2": 1,
        "A3": 2020.12,
        "A4": 0.4,
        "A5": date(2020, 12, 31),
        "A6": date(2020, 12, 31),
        "A7": 1234.5,
        "A8": True,
        "A9": 2020.1,
    }
    formats = {"A4": "0%", "A5": 'yyyy"年"m"月"d"日"', "A6": "yyyy-mm-dd", "A7": "#,##0.00"}
    (sheet,) = read_sheets(saved(tmp_path / "a.xlsx", values, formats))
    shown = {f"A{row}": cell.value for (row, _), cell in sheet.cells.items()}
    assert shown == {
        "A1": "  文字\n两行 ",
        "A2": "1",
        "A3": "2020.12",
        "A4": "40%",
        "A5": "2020年12月31日",
        "A6": "2020-12-31",
        "A7": "1,234.50",
        "A8": "是",
        "A9": "2020.1",
    }
    assert sheet.cells[5, 1].day == date(2020, 12, 31)
    assert sheet.cells[4, 1].number == Decimal("0.4")


def test_rich_text_is_joined(tmp_path: Path) -> None:
    bold = InlineFont(b=True)
    path = saved(tmp_path / "a.xlsx", {"A1": CellRichText("完成", TextBlock(bold, "23台"), "改造")})
    assert read_sheets(path)[0].text(1, 1) == "完成23台改造"


def test_hidden_rows_columns_sheets_and_merges_are_told(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["A1"], sheet["B2"] = "甲", "乙"
    sheet.merge_cells("A1:C1")
    sheet.row_dimensions[2].hidden = True
    sheet.column_dimensions["B"].hidden = True
    other = book.create_sheet("字典")
    other["A1"], other.sheet_state = "丙", "hidden"
    book.save(tmp_path / "a.xlsx")
    first, second = read_sheets(tmp_path / "a.xlsx")
    assert first.merges == (Merge(1, 1, 1, 3),)
    assert (first.hidden_rows, first.hidden_columns) == (frozenset({2}), frozenset({2}))
    assert (first.hidden, second.hidden) == (False, True)


def test_a_formula_without_a_kept_result_is_told(tmp_path: Path) -> None:
    (sheet,) = read_sheets(saved(tmp_path / "a.xlsx", {"A1": "合计", "B1": "=1+1"}))
    assert sheet.text(1, 2) == ""
    assert "1个公式" in sheet.notes[0]


def test_a_formula_shows_its_kept_result(tmp_path: Path) -> None:
    path = with_sheet_xml(tmp_path, '<c r="A1"><f>ROW()-4</f><v>7</v></c>')
    cell = read_sheets(path)[0].cells[1, 1]
    assert (cell.value, cell.formula) == ("7", True)


def with_sheet_xml(folder: Path, cells: str, *, head: str = "") -> Path:
    """A workbook whose one sheet is written by hand."""
    source = saved(folder / "source.xlsx", {"A1": "甲"})
    target = folder / "made.xlsx"
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name.endswith("sheet1.xml"):
                space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
                content = (
                    f'{head}<x:worksheet xmlns:x="{space}"><sheetData><row r="1">{cells}</row>'
                    "</sheetData></x:worksheet>"
                ).encode()
            new.writestr(name, content)
    return target


def test_a_text_that_looks_like_a_formula_stays_as_stored(tmp_path: Path) -> None:
    stored = '<c r="A1" t="inlineStr"><is><t xml:space="preserve">&#9;=1+1_x000D_</t></is></c>'
    assert read_sheets(with_sheet_xml(tmp_path, stored))[0].text(1, 1) == "\t=1+1\n"


def test_an_inflated_used_range_costs_nothing(tmp_path: Path) -> None:
    cells = '<c r="A1" t="inlineStr"><is><t>甲</t></is></c><c r="XFD1048576" s="0"/>'
    (sheet,) = read_sheets(with_sheet_xml(tmp_path, cells))
    assert (sheet.row_count, sheet.column_count, len(sheet.cells)) == (1, 1, 1)


def test_entity_expansion_is_refused(tmp_path: Path) -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>'
    path = with_sheet_xml(tmp_path, '<c r="A1"><v>1</v></c>', head=bomb)
    with pytest.raises(UserError, match="已损坏") as caught:
        read_sheets(path)
    assert caught.value.code == "unreadable_file"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty_file"),
        (b"PK\x03\x04 cut off", "unreadable_file"),
        (b"\x00\x01\x02 something else", "wrong_format"),
        (OLE + bytes(600), "unreadable_file"),
    ],
)
def test_what_is_no_workbook_is_refused_by_name(tmp_path: Path, content: bytes, code: str) -> None:
    path = tmp_path / "任务表.xlsx"
    path.write_bytes(content)
    with pytest.raises(UserError, match=r"任务表\.xlsx") as caught:
        read_sheets(path)
    assert caught.value.code == code


def test_a_truncated_workbook_is_refused(tmp_path: Path) -> None:
    path = a_workbook(tmp_path / "a.xlsx", [HEAD, [1, "甲"]])
    path.write_bytes(path.read_bytes()[:-400])
    with pytest.raises(UserError) as caught:
        read_sheets(path)
    assert caught.value.code == "unreadable_file"


def test_a_workbook_without_text_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError) as caught:
        read_sheets(a_workbook(tmp_path / "a.xlsx", []))
    assert caught.value.code == "empty_file"


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(UserError) as caught:
        read_sheets(tmp_path / "没有.xlsx")
    assert caught.value.code == "not_found"


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        with archive.open("xl/worksheets/sheet1.xml", "w") as stream:
            for _ in range(MAX_INFLATED // (1 << 20) + 1):
                stream.write(bytes(1 << 20))
    with pytest.raises(UserError) as caught:
        read_sheets(path)
    assert caught.value.code == "too_large"


def test_reading_can_be_cancelled(tmp_path: Path) -> None:
    monitor = Cancellable()
    monitor.cancel()
    with pytest.raises(Cancelled):
        read_sheets(a_workbook(tmp_path / "a.xlsx", [HEAD]), monitor=monitor)


def test_a_long_sheet_tells_how_far_it_is_and_is_stopped(tmp_path: Path) -> None:
    heard: list[str] = []

    class Stopping:
        def report(self, done: int, total: int, text: str = "") -> None:
            heard.append(text)
            if "行" in text:
                raise Cancelled

    file = a_workbook(tmp_path / "长.xlsx", [("序号", "任务")] + [(1, "任务")] * 600)
    with pytest.raises(Cancelled):
        read_sheets(file, monitor=Stopping())
    assert heard[-2:] == ["正在读取工作表“附件1”", "正在读取工作表“附件1”第500行"]
