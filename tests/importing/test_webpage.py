"""Reading pages: spans, hidden parts, nested and several tables, and pages built to hurt."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import UserError
from app.importing.readers.encoding import MAX_TEXT
from app.importing.readers.registry import read_sheets
from app.importing.readers.webpage import sheets_of_html
from app.importing.reading import read_file
from app.importing.sheet import Merge, Sheet

LIST = """<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head>
<meta http-equiv=Content-Type content="text/html; charset={charset}">
<!--[if gte mso 9]><xml><x:ExcelWorkbook><x:ExcelWorksheets><x:ExcelWorksheet>
<x:Name>附件1</x:Name></x:ExcelWorksheet></x:ExcelWorksheets></x:ExcelWorkbook></xml><![endif]-->
<style>.xl65 {{mso-number-format:"0%";}} .gone {{display:none}}</style></head><body>
<table border=1><thead><tr><td colspan=5>2020年任务分解表</td></tr>
<tr><th>序号<th>主要<br>任务<th>达到标准<th>完成时限<th>牵头单位</tr></thead>
<tbody><tr><td>1<td rowspan=2>整治&nbsp;河道&amp;湖泊<td>清淤5公里<td>2020年底<td>水利局
<tr class=gone><td>2<td>清淤3公里<td>2020年6月底<td>水利局</tr>
<tr><td>3</td><td>改造锅炉</td><td class=xl65>0.4</td><td>2020年底</td><td>住建局</td></tr>
</tbody></table></body></html>"""


def only(html: str) -> Sheet:
    (sheet,) = sheets_of_html(html, "a")
    return sheet


def rows_of(sheet: Sheet) -> list[list[str]]:
    last = sheet.column_count + 1
    return [
        [sheet.text(row, column) for column in range(1, last)]
        for row in range(1, sheet.row_count + 1)
    ]


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [
        ("gb2312", "gb18030"),
        ("utf-8", "utf-8"),
        ("gb2312", "utf-8"),
        ("utf-8", "gbk"),
        ("unicode", "utf-16"),
        ("utf-8", "utf-8-sig"),
    ],
)
def test_a_list_saved_as_a_page(tmp_path: Path, declared: str, encoding: str) -> None:
    path = tmp_path / "任务分解表.xls"
    path.write_bytes(LIST.format(charset=declared).encode(encoding))
    (found,) = read_file(path).lists
    assert (found.sheet, found.title) == ("附件1", "2020年任务分解表")
    assert [(task.row, task.serial, task.hidden) for task in found.tasks] == [
        (3, "1", False),
        (4, "2", True),
        (5, "3", False),
    ]
    assert found.tasks[2].text == "40%"
    (sheet,) = read_sheets(path)
    assert sheet.text(3, 2) == "整治\xa0河道&湖泊"
    assert sheet.text(2, 2) == "主要\n任务"
    assert sheet.merges == (Merge(1, 1, 1, 5), Merge(3, 2, 4, 2))


def test_line_ends_of_the_source_are_no_line_breaks() -> None:
    sheet = only(
        "<table><tr><td>一行写不\n   下的字<td>two\n words<td><p>甲</p>\n<p>乙<br>丙</p>"
        "<td><pre>甲\n乙</pre><td>甲&#10;乙<td style='white-space:pre-wrap'>甲\n乙</table>"
    )
    assert rows_of(sheet) == [
        ["一行写不下的字", "two words", "甲\n乙\n丙", "甲\n乙", "甲\n乙", "甲\n乙"]
    ]


def test_numbers_and_dates_behind_the_text() -> None:
    sheet = only(
        "<table><tr><td x:num>23<td x:num='0.4' style='mso-number-format:0%'>40%"
        "<td x:num='44196' style='mso-number-format:\"yyyy\\0022年\\0022m\\0022月\\0022\"'>"
        "2020年12月<td style='mso-number-format:\"Short Date\"'>44196"
        "<td style='mso-number-format:\"\\@\"'>1.10"
        "<td sdval='2020.1' sdnum='1033;0;0.00'>2020.10<td>2020.1</table>"
    )
    assert rows_of(sheet) == [
        ["23", "40%", "2020年12月", "2020/12/31", "1.10", "2020.10", "2020.1"]
    ]
    numbers = [sheet.cells[1, column].number for column in range(1, 8)]
    assert [str(number) for number in numbers] == [
        "23",
        "0.4",
        "None",
        "None",
        "None",
        "2020.1",
        "None",
    ]
    assert sheet.cells[1, 3].day == sheet.cells[1, 4].day == date(2020, 12, 31)


def test_hidden_columns_and_cells_that_stand_for_covered_places() -> None:
    sheet = only(
        "<table><col><col span=2 style='display:none'><tr><td>甲<td>乙<td>丙<td>丁</table>"
    )
    assert sheet.hidden_columns == frozenset({2, 3})
    sheet = only(
        "<table><tr><td rowspan=2>甲<td>乙<tr><td style='display:none'>甲<td>丙"
        "<tr><td colspan=2>丁<td style='display:none'>丁</table>"
    )
    assert rows_of(sheet) == [["甲", "乙"], ["", "丙"], ["丁", ""]]
    sheet = only("<table><tr><td>甲<td style='display:none'>乙<td>丙</table>")
    assert rows_of(sheet) == [["甲", "乙", "丙"]]
    assert sheet.hidden_columns == frozenset({2})


def test_spans_end_with_their_section_and_with_the_table() -> None:
    sheet = only(
        "<table><tbody><tr><td rowspan=9>甲<td>乙</tbody><tbody><tr><td rowspan=0>丙<td>丁"
        "<tr><td>戊</tbody></table>"
    )
    assert rows_of(sheet) == [["甲", "乙"], ["丙", "丁"], ["", "戊"]]
    assert sheet.merges == (Merge(2, 1, 3, 1),)


def test_lines_around_tables_are_rows() -> None:
    first, second = sheets_of_html(
        "<p>附件1</p><h2>任务分解表</h2><table><tr><td>序号<td>任务<tr><td>1<td>甲</table>"
        "<p>附件2</p><table><caption>企业名单</caption><tr><td>序号<td>名称<td>行业</table><p>注：无</p>",
        "a",
    )
    assert [row[0] for row in rows_of(first)] == ["附件1", "任务分解表", "序号", "1"]
    assert [row[0] for row in rows_of(second)] == ["附件2", "企业名单", "序号", "注：无"]


def test_a_list_cut_into_tables_by_page_is_one_sheet() -> None:
    page = "<table><tr><td>序号<td>任务</table>\n<table><tr><td>1<td>甲</table>"
    assert rows_of(only(page)) == [["序号", "任务"], ["1", "甲"]]


def test_a_small_table_in_a_cell_is_text_and_a_list_in_a_frame_stands_alone() -> None:
    inner = "<table><tr><td>序号<td>任务<td>时限<tr><td>1<td>甲<td>6月</table>"
    sheet = only(f"<table><tr><td>2020年任务分解表<tr><td>{inner}</table>")
    assert rows_of(sheet)[0] == ["2020年任务分解表", "", ""]
    assert rows_of(sheet)[2] == ["1", "甲", "6月"]
    sheet = only(
        "<table><tr><td>1<td>锅炉<table><tr><td>甲厂<td>2台<tr><td>乙厂<td>3台</table>改造<td>6月"
        "<tr><td>2<td>丙<td>7月</table>"
    )
    assert sheet.text(1, 2) == "锅炉\n甲厂 2台\n乙厂 3台\n改造"


def test_scripts_titles_and_other_options_are_left_out_and_fields_are_text() -> None:
    sheet = only(
        "<title>无</title><table><tr><td><script>document.write('<td>坏')</script>甲"
        "<td><input value='乙'><input type=hidden value=x><td><select><option>丙"
        "<option selected>丁</select><td><!-- 戊 --><img src='http://127.0.0.1:9/a.png'>己</table>"
    )
    assert rows_of(sheet) == [["甲", "乙", "丁", "己"]]


def test_a_page_without_tables_is_its_lines() -> None:
    assert rows_of(only("<body><p>一、总体要求</p><p>整治<b>河道</b>。</p>")) == [
        ["一、总体要求"],
        ["整治河道。"],
    ]


def test_a_page_that_breaks_off_says_so() -> None:
    assert "断了" in only("<table><tr><td>序号<td>任务<tr><td>1<td>整治").notes[0]
    assert not only("<table><tr><td>序号<td>任务<tr><td>1<td>整治</tr>").notes


@pytest.mark.parametrize(
    "bomb",
    [
        "<table><tr>" + "<td colspan=1000000 rowspan=1000000>甲" * 5_000,
        "<table>" + "<tr><td colspan=1000 rowspan=65534>甲" * 4_000,
        "<table><tr><td>" * 100_000,
        "<table>" + "<tr>" * 2_000_000,
        "<table><tr>" + "<td>1" * 20_000,
        "<table>" + "<tr><td>1<td>2" * 400_000,
        "<table><td>" + "<b>" * 3_100_000,
        "<table><td>" + "甲" * (MAX_TEXT // 3),
    ],
)
def test_pages_beyond_any_list_are_refused_soon(tmp_path: Path, bomb: str) -> None:
    path = tmp_path / "任务表.xls"
    path.write_text(bomb, encoding="utf-8")
    with pytest.raises(UserError, match="过大") as caught:
        read_sheets(path)
    assert caught.value.code == "too_large"


@pytest.mark.parametrize(
    "mess",
    [
        "<",
        "<!--",
        "<!x ",
        "</a",
        '<td title="',
        "<td title='a\" b",
        "&",
        "<td a=b",
        "<script>",
        "<p",
    ],
)
def test_broken_pages_keep_what_stood_before_the_break(mess: str) -> None:
    (sheet, *_) = sheets_of_html("<table><tr><td>甲" + mess * 20_000, "a")
    assert any(cell.value.startswith("甲") for cell in sheet.cells.values())


_PIECES = [
    "<table>",
    "</table>",
    "<tr>",
    "</tr>",
    "<td rowspan=2>",
    "<td colspan=3>",
    "</td>",
    "<p>",
]
_MORE = [
    "甲",
    "<br>",
    "<",
    "<!--",
    "-->",
    '"',
    "</p>",
    "<tbody>",
    "&lt;",
    "<td hidden>",
    "<pre>",
    "\n",
]


@given(st.lists(st.sampled_from([*_PIECES, *_MORE]), max_size=40))
def test_any_mess_is_laid_out_without_overlap(pieces: list[str]) -> None:
    for sheet in sheets_of_html("".join(pieces), "a"):
        taken: set[tuple[int, int]] = set()
        for area in sheet.merges:
            places = {
                (row, column)
                for row in range(area.top, area.bottom + 1)
                for column in range(area.left, area.right + 1)
            }
            assert not places & taken or area.rows > 1
            taken |= places
        assert all(cell.value.strip() for cell in sheet.cells.values())
