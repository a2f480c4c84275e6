"""Reading the XML workbook of Excel 2003 and pages saved in one file."""

import base64
import quopri
from datetime import date
from pathlib import Path

import pytest

from app.errors import UserError
from app.importing.readers.registry import read_sheets
from app.importing.reading import read_file
from app.importing.sheet import Merge

XML = """<?xml version="1.0" encoding="{encoding}"?>
<?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"
 xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"
 xmlns:x="urn:schemas-microsoft-com:office:excel" xmlns:html="http://www.w3.org/TR/REC-html40">
<Styles><Style ss:ID="s1"><NumberFormat ss:Format="0%"/></Style>
<Style ss:ID="s2"><NumberFormat ss:Format="yyyy&quot;年&quot;m&quot;月&quot;"/></Style></Styles>
<Worksheet ss:Name="附件1"><Table ss:ExpandedColumnCount="5">
<Column ss:Index="5" ss:Hidden="1"/>
<Row><Cell ss:MergeAcross="4"><Data ss:Type="String">2020年任务分解表</Data></Cell></Row>
<Row ss:Index="3"><Cell><Data ss:Type="String">序号</Data></Cell>
<Cell><Data ss:Type="String">主要任务</Data></Cell>
<Cell><Data ss:Type="String">达到标准</Data></Cell>
<Cell><Data ss:Type="String">完成时限</Data></Cell>
<Cell><Data ss:Type="String">牵头单位</Data></Cell>
</Row>
<Row><Cell><Data ss:Type="Number">1</Data></Cell>
<Cell ss:MergeDown="1"><ss:Data ss:Type="String"><html:B>整治</html:B>&#10;河道</ss:Data>
<Comment><Data>批注</Data></Comment></Cell>
<Cell ss:StyleID="s1"><Data ss:Type="Number">0.4</Data></Cell>
<Cell ss:StyleID="s2"><Data ss:Type="DateTime">2020-12-31T00:00:00.000</Data></Cell>
<Cell ss:Formula="=1"><Data ss:Type="String">水利局</Data></Cell></Row>
<Row ss:Hidden="1"><Cell><Data ss:Type="Number">2</Data></Cell>
<Cell ss:Index="3"><Data ss:Type="String">清淤</Data></Cell>
<Cell><Data ss:Type="Error">#N/A</Data></Cell></Row>
</Table></Worksheet>
<Worksheet ss:Name="字典"><Table><Row><Cell><Data ss:Type="Boolean">1</Data></Cell></Row></Table>
<WorksheetOptions xmlns="urn:schemas-microsoft-com:office:excel"><Visible>SheetHidden</Visible>
</WorksheetOptions></Worksheet></Workbook>"""
TABLE = (
    "<table><tr><td>序号<td>主要任务<td>牵头单位<tr><td>1<td>整治河道<td>水利局"
    "<tr><td>2<td>改造锅炉<td>住建局</table>"
)


@pytest.mark.parametrize("encoding", ["utf-8", "gb2312", "utf-16"])
def test_an_xml_workbook(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "任务分解表.xls"
    path.write_bytes(XML.format(encoding=encoding).encode(encoding))
    first, second = read_sheets(path)
    assert first.name == "附件1"
    assert first.merges == (Merge(1, 1, 1, 5), Merge(4, 2, 5, 2))
    assert (first.hidden_rows, first.hidden_columns) == (frozenset({5}), frozenset({5}))
    assert [first.text(4, column) for column in range(1, 6)] == [
        "1",
        "整治\n河道",
        "40%",
        "2020年12月",
        "水利局",
    ]
    assert first.cells[4, 4].day == date(2020, 12, 31)
    assert first.cells[4, 5].formula
    assert (first.text(5, 2), first.text(5, 3), first.text(5, 4)) == ("", "清淤", "")
    assert (second.hidden, second.text(1, 1)) == (True, "是")
    (found,) = read_file(path).lists
    assert [(task.row, task.hidden) for task in found.tasks] == [(4, False), (5, True)]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (("</Workbook>", ""), "unreadable_file"),
        (("<Workbook", '<!DOCTYPE w [<!ENTITY a "aa">]><Workbook'), "unreadable_file"),
        (('ss:Index="3"', 'ss:Index="9999999"'), "too_large"),
        (('ss:MergeAcross="4"', 'ss:MergeAcross="99999"'), "too_large"),
    ],
)
def test_xml_workbooks_that_hurt_are_refused(
    tmp_path: Path, change: tuple[str, str], code: str
) -> None:
    path = tmp_path / "a.xls"
    path.write_text(XML.format(encoding="utf-8").replace(*change, 1), encoding="utf-8")
    with pytest.raises(UserError) as caught:
        read_sheets(path)
    assert caught.value.code == code


def a_message(*parts: tuple[str, str, bytes]) -> bytes:
    """A saved page from (place, transfer encoding, content) parts."""
    lines = ["MIME-Version: 1.0", 'Content-Type: multipart/related; boundary="--=_X"', ""]
    for place, encoding, content in parts:
        coded = quopri.encodestring(content) if encoding == "quoted-printable" else b""
        coded = coded or base64.encodebytes(content)
        lines += ["----=_X", f"Content-Location: file:///C:/a/{place}"]
        lines += ["Content-Type: text/html", f"Content-Transfer-Encoding: {encoding}", ""]
        lines.append(coded.decode("ascii"))
    return "\r\n".join([*lines, "----=_X--", ""]).encode("ascii")


@pytest.mark.parametrize("encoding", ["quoted-printable", "base64"])
def test_a_page_saved_in_one_file(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "任务分解表.xls"
    path.write_bytes(a_message(("a.htm", encoding, TABLE.encode("gbk"))))
    (found,) = read_file(path, year=2020).lists
    assert [task.text for task in found.tasks] == ["整治河道", "改造锅炉"]


def test_sheets_of_a_saved_workbook_keep_their_names(tmp_path: Path) -> None:
    book = (
        "<html><!--[if gte mso 9]><xml><x:ExcelWorksheet><x:Name>附件1</x:Name>"
        '<x:WorksheetSource HRef="a.files/sheet001.htm"/></x:ExcelWorksheet></xml><![endif]-->'
        "<frameset></frameset></html>"
    )
    path = tmp_path / "a.mht"
    path.write_bytes(
        a_message(
            ("a.htm", "base64", book.encode()),
            ("a.files/tabstrip.htm", "base64", b"<table><tr><td>1<td>2</table>"),
            ("a.files/sheet001.htm", "base64", TABLE.encode()),
        )
    )
    (sheet,) = read_sheets(path)
    assert (sheet.name, sheet.text(2, 2)) == ("附件1", "整治河道")


def test_a_message_without_a_page_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.mht"
    path.write_bytes(b"MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=x\n\n--x\n\nhi\n")
    with pytest.raises(UserError) as caught:
        read_sheets(path)
    assert caught.value.code == "empty_file"
