"""Reading binary workbooks: what is shown, what is hidden, and damaged or locked ones."""

import struct
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import xlwt  # type: ignore[import-untyped]

from app.errors import UserError
from app.importing.readers.biff import survey
from app.importing.readers.ole import Compound
from app.importing.readers.registry import read_sheets
from app.importing.reading import read_file
from app.importing.sheet import Merge
from tests.importing.builders import HEAD, a_workbook


def an_xls(path: Path, fill: Callable[[Any], object], name: str = "附件1") -> Path:
    """A binary workbook of one sheet, filled by ``fill``."""
    book = xlwt.Workbook()
    fill(book.add_sheet(name, cell_overwrite_ok=True))
    book.save(str(path))
    return path


def styled(code: str) -> Any:
    return xlwt.easyxf(num_format_str=code)


def test_cells_are_read_as_shown(tmp_path: Path) -> None:
    def fill(sheet: Any) -> None:
        sheet.write(0, 0, "  文字\n两行 ")
        sheet.write(1, 0, 1)
        sheet.write(2, 0, 2020.1)
        sheet.write(3, 0, 0.4, styled("0%"))
        sheet.write(4, 0, date(2020, 12, 31), styled('yyyy"年"m"月"d"日"'))
        sheet.write(5, 0, 1234.5, styled("#,##0.00"))
        sheet.write(6, 0, True)
        sheet.write(7, 0, xlwt.Formula("1+1"))

    (sheet,) = read_sheets(an_xls(tmp_path / "a.xls", fill))
    assert [sheet.text(row, 1) for row in range(1, 9)] == [
        "  文字\n两行 ",
        "1",
        "2020.1",
        "40%",
        "2020年12月31日",
        "1,234.50",
        "是",
        "",
    ]
    assert sheet.cells[5, 1].day == date(2020, 12, 31)
    assert str(sheet.cells[3, 1].number) == "2020.1"
    assert "1个公式单元格没有保存结果" in sheet.notes[0]


def test_merges_and_what_is_hidden_are_told(tmp_path: Path) -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("清单")
    sheet.write_merge(0, 1, 0, 2, "标题")
    sheet.write(2, 1, "乙")
    sheet.row(2).hidden = True
    sheet.col(1).hidden = True
    book.add_sheet("字典").write(0, 0, "丙")
    book.get_sheet(1).visibility = 1
    book.save(str(tmp_path / "a.xls"))
    first, second = read_sheets(tmp_path / "a.xls")
    assert first.merges == (Merge(1, 1, 2, 3),)
    assert (first.hidden_rows, first.hidden_columns) == (frozenset({3}), frozenset({2}))
    assert (first.hidden, second.hidden) == (False, True)


def test_blank_formatted_cells_down_to_the_last_row_cost_nothing(tmp_path: Path) -> None:
    def fill(sheet: Any) -> None:
        sheet.write(0, 0, "甲")
        style = styled("0.00")
        for row in range(0, 65_536, 16):
            for column in range(40):
                sheet.write(row, column + 1, None, style)
        sheet.write(65_535, 255, None, style)

    (sheet,) = read_sheets(an_xls(tmp_path / "a.xls", fill))
    assert (sheet.row_count, sheet.column_count, len(sheet.cells)) == (1, 1, 1)


def test_the_kind_is_told_by_content(tmp_path: Path) -> None:
    rows = [HEAD, [1, "整治河道", "2020年底", "水利局", "各镇"]]
    book = a_workbook(tmp_path / "a.xlsx", rows).rename(tmp_path / "其实是新格式.xls")
    assert read_sheets(book)[0].text(2, 2) == "整治河道"
    old = an_xls(tmp_path / "b.xls", lambda sheet: sheet.write(0, 0, "甲"))
    assert read_sheets(old.rename(tmp_path / "其实是旧格式.xlsx"))[0].text(1, 1) == "甲"


def test_a_bare_record_stream_is_a_workbook_too(tmp_path: Path) -> None:
    path = an_xls(tmp_path / "a.xls", lambda sheet: sheet.write(0, 0, "甲"))
    bare = tmp_path / "b.xls"
    bare.write_bytes(Compound(path).stream("Workbook"))
    assert read_sheets(bare)[0].text(1, 1) == "甲"


def test_a_list_is_read_to_the_end(tmp_path: Path) -> None:
    def fill(sheet: Any) -> None:
        sheet.write_merge(0, 0, 0, 4, "2020年任务分解表")
        for at, text in enumerate(HEAD):
            sheet.write(1, at, text)
        for row, text in ((2, "整治河道"), (3, "改造锅炉")):
            for at, value in enumerate((row - 1, text, "2020年底", "水利局", "各镇")):
                sheet.write(row, at, value)

    (found,) = read_file(an_xls(tmp_path / "a.xls", fill), year=2020).lists
    assert [(task.serial, task.text) for task in found.tasks] == [
        ("1", "整治河道"),
        ("2", "改造锅炉"),
    ]


def test_a_locked_workbook_is_refused(tmp_path: Path) -> None:
    path = an_xls(tmp_path / "a.xls", lambda sheet: sheet.write(0, 0, "甲"))
    stream = bytearray(Compound(path).stream("workbook"))
    size = 4 + struct.unpack_from("<H", stream, 2)[0]
    stream[size:size] = struct.pack("<HH", 0x2F, 6) + bytes(6)
    assert survey(stream).encrypted
    bare = tmp_path / "任务表.xls"
    bare.write_bytes(stream)
    with pytest.raises(UserError, match="打开密码") as caught:
        read_sheets(bare)
    assert caught.value.code == "password_protected"


@pytest.mark.parametrize(
    "record",
    [
        struct.pack("<HH", 0x55, 0),
        struct.pack("<HHHHHHHH", 0x7D, 12, 0, 255, 0, 0, 1, 0),
        struct.pack("<HHHHHd", 0x203, 14, 1, 1, 15, 1.5),
        struct.pack("<HHH", 0xE5, 2 + 8 * 1000, 1000) + bytes(8000),
    ],
)
def test_records_beyond_any_list_are_refused_soon(tmp_path: Path, record: bytes) -> None:
    path = an_xls(tmp_path / "a.xls", lambda sheet: sheet.write(0, 0, "甲"))
    stream = Compound(path).stream("workbook")
    at = stream.rindex(struct.pack("<HH", 0x0A, 0))
    bomb = record * (14_000_000 // len(record))
    path.write_bytes(stream[:at] + bomb + stream[at:])
    start = time.process_time()
    with pytest.raises(UserError) as caught:
        read_sheets(path)
    assert caught.value.code == "too_large"
    assert time.process_time() - start < 8


@pytest.mark.parametrize("kept", [0.1, 0.3, 0.6, 0.9])
def test_a_cut_off_workbook_is_refused_or_read_whole(tmp_path: Path, kept: float) -> None:
    def fill(sheet: Any) -> None:
        for row in range(400):
            sheet.write(row, 0, f"第{row}项任务")

    path = an_xls(tmp_path / "a.xls", fill)
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * kept)])
    with pytest.raises(UserError, match="已损坏") as caught:
        read_sheets(path)
    assert caught.value.code == "unreadable_file"


def test_a_directory_that_loops_ends(tmp_path: Path) -> None:
    path = an_xls(tmp_path / "a.xls", lambda sheet: sheet.write(0, 0, "甲"))
    content = bytearray(path.read_bytes())
    fat = 512 * (1 + struct.unpack_from("<I", content, 76)[0])
    content[fat : fat + 512] = b"".join(struct.pack("<I", at) for at in range(128))
    path.write_bytes(content)
    with pytest.raises(UserError):
        read_sheets(path)


@pytest.mark.parametrize(
    ("stream", "code", "words"),
    [
        ("WordDocument", "wrong_format", "Word文档"),
        ("EncryptedPackage", "password_protected", "取消密码"),
        ("Contents", "wrong_format", "旧格式"),
    ],
)
def test_other_compound_files_are_named(tmp_path: Path, stream: str, code: str, words: str) -> None:
    path = an_xls(tmp_path / "a.xls", lambda sheet: sheet.write(0, 0, "甲"))
    content = bytearray(path.read_bytes())
    at = content.index("Workbook".encode("utf-16-le"))
    name = stream.encode("utf-16-le")
    content[at : at + 66] = name.ljust(64, b"\0") + struct.pack("<H", len(name) + 2)
    path.write_bytes(content)
    with pytest.raises(UserError, match=words) as caught:
        read_sheets(path)
    assert caught.value.code == code


def test_folders_and_owner_files_are_told(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="文件夹"):
        read_sheets(tmp_path)
    lock = tmp_path / "~$任务表.xlsx"
    lock.write_bytes(b"\x06zhang" + bytes(159))
    with pytest.raises(UserError, match="临时文件"):
        read_sheets(lock)
