"""Reading text files: encodings, delimiters, quotes, and what is no text."""

import codecs
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import UserError
from app.importing.readers.delimited import find_delimiter, sheet_of_text, split_records
from app.importing.readers.encoding import MAX_TEXT, decode_text
from app.importing.readers.registry import read_sheets
from app.importing.reading import read_file
from app.importing.sheet import Sheet

LIST = (
    "附件1\n"
    "2020年任务分解表\n"
    "序号,主要任务,完成时限,牵头单位,责任单位\n"
    '1,"整治河道，\n清淤5公里",2020年底,水利局,各镇\n'
    "2,改造锅炉,2020年6月底,生态环境局,各镇\n"
)


def rows_of(sheet: Sheet) -> list[list[str]]:
    last = sheet.column_count + 1
    return [
        [sheet.text(row, column) for column in range(1, last)]
        for row in range(1, sheet.row_count + 1)
    ]


@pytest.mark.parametrize(
    "content",
    [
        LIST.encode(),
        codecs.BOM_UTF8 + LIST.encode(),
        LIST.encode("gb18030"),
        b"\x84\x31\x95\x33" + LIST.encode("gb18030"),
        codecs.BOM_UTF16_LE + LIST.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + LIST.encode("utf-16-be"),
        LIST.encode("utf-16-le"),
        LIST.encode("utf-16-be"),
        LIST.replace("\n", "\r\n").encode("gbk"),
        LIST.replace("\n", "\r").encode("gbk"),
        LIST.encode("gbk") + b"\x1a",
        LIST.replace(",", "\t").encode("utf-16"),
        LIST.replace(",", ";").encode("gbk"),
        LIST.replace(",", "|").encode(),
        ("sep=,\n" + LIST).encode(),
    ],
)
def test_a_list_in_any_encoding_and_delimiter(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "任务分解表.xls"
    path.write_bytes(content)
    (found,) = read_file(path).lists
    assert found.title == "2020年任务分解表"
    assert [(task.row, task.serial) for task in found.tasks] == [(4, "1"), (5, "2")]
    assert found.tasks[0].text == "整治河道，\n清淤5公里"
    assert found.tasks[1].lead == ("生态环境局",)


def test_rows_of_unequal_width_keep_their_columns() -> None:
    sheet = sheet_of_text("a", "标题\n\n序号,任务,时限,备注\n1,甲,6月\n2,乙\n3,丙,7月,无,多出\n")
    assert rows_of(sheet)[2:] == [
        ["序号", "任务", "时限", "备注", ""],
        ["1", "甲", "6月", "", ""],
        ["2", "乙", "", "", ""],
        ["3", "丙", "7月", "无", "多出"],
    ]


def test_commas_inside_cells_do_not_cut_a_table_of_tabs() -> None:
    text = "序号\t任务\n1\t整治A,B,C三条河\n2\t改造甲,乙两家\n3\t清淤\n"
    assert find_delimiter(text) == "\t"
    assert rows_of(sheet_of_text("a", text))[1] == ["1", "整治A,B,C三条河"]


def test_prose_is_one_column() -> None:
    text = "一、总体要求\n坚持目标导向, 全面推进。\n二、主要任务\n整治河道。\n"
    assert rows_of(sheet_of_text("a", text)) == [[line] for line in text.splitlines()]


def test_quotes_that_enclose_no_cell_are_text() -> None:
    text = '"十三五"规划,甲\n乙"丙,"丁""戊"\n"没有结束,己\n'
    assert list(split_records(text, ",")) == [
        ['"十三五"规划', "甲"],
        ['乙"丙', '丁"戊'],
        ['"没有结束', "己"],
    ]


def test_texts_forced_by_a_formula_are_shown_and_others_kept() -> None:
    sheet = sheet_of_text("a", '="2020.10",=1+1\n"=""001""",@甲\n')
    assert rows_of(sheet) == [["2020.10", "=1+1"], ["001", "@甲"]]


def test_a_table_drawn_with_strokes_loses_its_frame() -> None:
    text = "| 序号 | 任务 |\n|---|:--|\n| 1 | 甲 |\n"
    assert [[value.strip() for value in row] for row in rows_of(sheet_of_text("a", text))] == [
        ["序号", "任务"],
        ["", ""],
        ["1", "甲"],
    ]


def test_stray_nul_characters_are_dropped_and_told(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(
        (LIST * 20).encode("gbk").replace("锅炉".encode("gbk"), b"\x00" + "锅炉".encode("gbk"), 1)
    )
    (sheet,) = read_sheets(path)
    assert sheet.text(5, 2) == "改造锅炉"
    assert "1个字符损坏" in sheet.notes[0]


def test_a_character_cut_off_at_the_end_does_not_spoil_the_rest() -> None:
    for encoding in ("utf-8", "gb18030"):
        decoded = decode_text(LIST.encode(encoding)[:-3])
        assert decoded is not None
        assert decoded.text.startswith(LIST[:-3])


@pytest.mark.parametrize(
    "content",
    [b"\x00\x01\x02\x03" * 99, bytes(range(256)) * 40, b"\x7fELF\x02\x01\x01" + bytes(90)],
)
def test_what_is_no_text_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "任务表.csv"
    path.write_bytes(content)
    with pytest.raises(UserError, match=r"任务表\.csv") as caught:
        read_sheets(path)
    assert caught.value.code == "wrong_format"


@pytest.mark.parametrize("content", [b" \r\n\t\r\n", " \n\n".encode("utf-16")])
def test_a_file_of_blanks_is_empty(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    with pytest.raises(UserError) as caught:
        read_sheets(path)
    assert caught.value.code == "empty_file"


@pytest.mark.parametrize(
    "content",
    [b"1,\xe4\xb8\xad\n" * (MAX_TEXT // 6 + 1), b"1,2,3,4,5,6,7,8\n" * 100_000, b"1," * 20_000],
)
def test_texts_beyond_any_list_are_refused_soon(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    with pytest.raises(UserError) as caught:
        read_sheets(path)
    assert caught.value.code == "too_large"


def test_open_quotes_cost_no_more_than_their_length() -> None:
    text = '"甲,"乙,"丙\n' * 40_000
    assert sum(1 for _ in split_records(text, ",")) == 40_000


@pytest.mark.parametrize(
    ("content", "words"), [(b"%PDF-1.4\n1 0 obj\n", "PDF"), (b"Rar!\x1a\x07", "压缩包")]
)
def test_formats_that_begin_like_text_are_named(tmp_path: Path, content: bytes, words: str) -> None:
    path = tmp_path / "任务表.xlsx"
    path.write_bytes(content)
    with pytest.raises(UserError, match=words) as caught:
        read_sheets(path)
    assert caught.value.code == "wrong_format"


@given(st.text(alphabet="甲乙1,\t\n\r;| ", max_size=40))
def test_text_without_quotes_is_cut_without_losing_a_character(text: str) -> None:
    joined = "".join("".join(record) for record in split_records(text, ","))
    assert joined == text.replace(",", "").replace("\n", "").replace("\r", "")


@given(st.lists(st.lists(st.text(alphabet='甲"\n,', max_size=5), min_size=1), min_size=1))
def test_quoted_records_come_back(records: list[list[str]]) -> None:
    written = (",".join('"' + value.replace('"', '""') + '"' for value in row) for row in records)
    assert list(split_records("\n".join(written), ",")) == records


@given(st.binary(max_size=200))
def test_any_bytes_are_text_or_not(data: bytes) -> None:
    decoded = decode_text(data)
    assert decoded is None or "\x00" not in decoded.text
