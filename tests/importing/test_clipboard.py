"""Pasting from WPS, Excel, Word and a browser: tables first, tabbed text else."""

from pathlib import Path

import pytest

from app.errors import UserError
from app.importing.readers.clipboard import keep_pasted, read_clipboard
from app.importing.reading import read_file
from app.importing.sheet import Merge, Sheet

TEXT = (
    "序号\t主要任务\t完成时限\t牵头单位\r\n"
    '1\t"整治河道\n清淤""5""公里"\t2020年底\t水利局\r\n'
    '\t"十三五"规划收尾\t2020年6月底\t发改委\r\n'
)
EXCEL = """<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head>
<meta name=ProgId content=Excel.Sheet><style><!--table {mso-displayed-decimal-separator:"\\.";}
.xl66 {mso-number-format:"0%";} --></style></head><body link=blue>
<table border=0><!--StartFragment--><col width=64>
<tr height=20><td>序号</td><td>主要任务</td><td>完成时限</td><td>牵头单位</td></tr>
<tr><td align=right x:num>1</td><td rowspan=2 class=xl66>整治
  河道<br>清淤</td><td>2020年底</td><td rowspan=2>水利局</td></tr>
<tr><td>2</td><td>2020年6月底</td></tr>
<!--EndFragment--></table></body></html>"""
WORD = """<html><body><!--StartFragment-->
<p class=MsoNormal align=center><b>任务分解表<o:p></o:p></b></p>
<table class=MsoTableGrid><tr><td><p class=MsoNormal>序号</p></td><td><p>主要任务</p></td>
<td><p>牵头单位</p></td></tr>
<tr><td><p class=MsoNormal><span lang=EN-US>1<o:p></o:p></span></p></td>
<td><p>整治河道，</p><p>清淤</p></td><td><p>水利局</p></td></tr></table>
<!--EndFragment--></body></html>"""
HEADER = (
    "Version:1.0\r\nStartHTML:0000000105\r\nEndHTML:0000000999\r\nStartFragment:0000000141\r\n"
    "EndFragment:0000000900\r\nSourceURL:http://127.0.0.1/表\r\n"
)


def only(html: str | None, text: str | None = None) -> Sheet:
    (sheet,) = read_clipboard(html, text)
    return sheet


def test_tabbed_text_keeps_line_breaks_and_quotes() -> None:
    sheet = only(None, TEXT)
    assert sheet.text(2, 2) == '整治河道\n清淤"5"公里'
    assert sheet.text(3, 2) == '"十三五"规划收尾'
    assert (sheet.text(3, 1), sheet.text(3, 4)) == ("", "发改委")


@pytest.mark.parametrize("html", [EXCEL, HEADER + EXCEL + "\x00", EXCEL.replace("\n", "\r\n")])
def test_a_table_of_excel(html: str) -> None:
    sheet = only(html, TEXT)
    assert sheet.text(2, 2) == "整治河道\n清淤"
    assert sheet.merges == (Merge(2, 2, 3, 2), Merge(2, 4, 3, 4))
    assert str(sheet.cells[2, 1].number) == "1"


def test_a_table_of_word_with_its_title() -> None:
    sheet = only(WORD, "任务分解表\r\n序号\t主要任务")
    assert [sheet.text(row, 1) for row in (1, 2, 3)] == ["任务分解表", "序号", "1"]
    assert sheet.text(3, 2) == "整治河道，\n清淤"


def test_rows_a_browser_copied_out_of_a_page() -> None:
    html = "<html><body><!--StartFragment--><tr><td>1</td><td>甲</td></tr><!--EndFragment-->"
    assert only(html, "1\t甲").text(1, 2) == "甲"


def test_a_plan_copied_as_prose_is_its_text() -> None:
    html = "<p>一、总体要求</p><p>整治河道。</p>"
    sheet = only(html, "一、总体要求\n整治河道。")
    assert [cell.value for cell in sheet.cells.values()] == ["一、总体要求", "整治河道。"]
    assert only(html).text(2, 1) == "整治河道。"


@pytest.mark.parametrize("pair", [(None, None), ("", " \n\t"), ("<table><tr><td></table>", "")])
def test_an_empty_clipboard_is_told(pair: tuple[str | None, str | None]) -> None:
    with pytest.raises(UserError, match="没有文字") as caught:
        read_clipboard(*pair)
    assert caught.value.code == "empty_clipboard"


@pytest.mark.parametrize(
    "pair",
    [
        ("<table><tr>" + "<td colspan=1000 rowspan=9>甲" * 99, ""),
        ("<table>" + "<tr><td colspan=1000 rowspan=65534>甲" * 5_000, ""),
        ("", "1\t2\t3\n" * 270_000),
        (None, "甲" * 20_000_000),
    ],
)
def test_what_no_list_holds_is_refused(pair: tuple[str | None, str | None]) -> None:
    with pytest.raises(UserError, match="过大") as caught:
        read_clipboard(*pair)
    assert caught.value.code == "too_large"


@pytest.mark.parametrize(("html", "suffix"), [(None, ".txt"), (HEADER + EXCEL, ".html")])
def test_what_was_pasted_is_kept_and_reads_the_same(
    tmp_path: Path, html: str | None, suffix: str
) -> None:
    path = keep_pasted(html, TEXT, tmp_path)
    assert path.suffix == suffix
    (found,) = read_file(path, year=2020).lists
    assert len(found.tasks) == 2
    assert found.tasks[0].row == 2
    assert found.tasks[0].text.startswith("整治河道\n清淤")
