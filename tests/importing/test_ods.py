"""Reading OpenDocument spreadsheets: what is shown, what is repeated, what is hidden."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from app.errors import UserError
from app.importing.readers.registry import read_sheets
from app.importing.sheet import Merge, Sheet
from tests.importing.odsfiles import an_ods, cell, columns, row, rows, table

UNSAVED = 'table:formula="of:=1+1"'
LONG = "<text:p>甲" + '<text:s text:c="1000"/>' * 300 + "</text:p>"


def sheet_of(path: Path, *made: str) -> Sheet:
    (sheet,) = read_sheets(an_ods(path / "a.ods", table(*made)))
    return sheet


def test_cells_keep_text_numbers_and_dates_as_shown(tmp_path: Path) -> None:
    values = (
        cell("40%", 'office:value-type="percentage" office:value="0.4"'),
        cell("2020年12月31日", 'office:value-type="date" office:date-value="2020-12-31T00:00:00"'),
        cell("TRUE", 'office:value-type="boolean" office:boolean-value="true"'),
        cell("", 'office:value-type="float" office:value="2020.1"'),
        cell("7", 'table:formula="of:=ROW()-4" office:value-type="float" office:value="7"'),
        cell("#REF!", 'calcext:value-type="error"'),
    )
    sheet = sheet_of(tmp_path, row(*values))
    assert [sheet.text(1, at) for at in range(1, 7)] == [
        "40%", "2020年12月31日", "是", "2020.1", "7", "",
    ]  # fmt: skip
    assert sheet.cells[1, 1].number == Decimal("0.4")
    assert sheet.cells[1, 2].day == date(2020, 12, 31)
    assert sheet.cells[1, 5].formula


def test_paragraphs_spaces_and_breaks_are_kept_and_comments_left_out(tmp_path: Path) -> None:
    text = (
        "<office:annotation><text:p>批注</text:p></office:annotation>"
        "<text:p>牵头\n   单位<text:s text:c='2'/>"
        "<text:span>甲</text:span><text:line-break/>乙</text:p><text:p>丙</text:p>"
    )
    assert sheet_of(tmp_path, row(cell(text))).text(1, 1) == "牵头 单位  甲\n乙\n丙"


def test_repeats_are_set_out_where_they_hold_text(tmp_path: Path) -> None:
    sheet = sheet_of(
        tmp_path,
        row(cell("", columns(3)), "甲"),
        row(cell("乙", columns(2)), marks=rows(2)),
        row(cell("", columns(16384)), marks=rows(1048570)),
        row("末"),
    )  # fmt: skip
    assert {address: each.value for address, each in sheet.cells.items()} == {
        (1, 4): "甲", (2, 1): "乙", (2, 2): "乙", (3, 1): "乙", (3, 2): "乙", (1048574, 1): "末",
    }  # fmt: skip


def test_merges_and_what_is_hidden_are_told(tmp_path: Path) -> None:
    spanned = 'table:number-columns-spanned="2" table:number-rows-spanned="2"'
    under = cell("盖住", columns(1), tag="covered-table-cell")
    first = table(
        '<table:table-column table:number-columns-repeated="2"/>',
        '<table:table-column table:visibility="collapse"/>',
        row(cell("甲", spanned), under, "乙"),
        row("", marks='table:visibility="filter"'),
        row("丙", marks='table:visibility="collapse"'),
        '<table:table-row-group table:display="false">' + row("丁") + "</table:table-row-group>",
        row("戊"),
    )
    hidden = (
        '<style:style style:name="ta2" style:family="table">'
        '<style:table-properties table:display="false"/></style:style>'
    )
    second = table(row("己"), name="字典", style="ta2")
    one, two = read_sheets(an_ods(tmp_path / "a.ods", first, second, styles=hidden))
    assert one.merges == (Merge(1, 1, 2, 2),)
    assert (one.text(1, 2), one.text(1, 3)) == ("", "乙")
    assert (one.hidden_rows, one.hidden_columns) == (frozenset({3, 4}), frozenset({3}))
    assert (one.hidden, two.hidden, two.name) == (False, True, "字典")


def test_a_formula_without_a_kept_result_is_told(tmp_path: Path) -> None:
    sheet = sheet_of(tmp_path, row("合计", cell("", UNSAVED)))
    assert "1个公式" in sheet.notes[0]


def test_spans_that_make_no_sense_are_single_cells(tmp_path: Path) -> None:
    spans = 'table:number-columns-spanned="-3" table:number-rows-spanned="x"'
    assert sheet_of(tmp_path, row(cell("甲", spans))).merges == ()


@pytest.mark.parametrize(
    ("tables", "manifest", "code"),
    [
        (table(row("甲")), "<m><encryption-data/></m>", "password_protected"),
        (table(row(cell("甲", columns(1000000))), row("甲", marks=rows(1000000))), "", "too_large"),
        (table(row(cell("", UNSAVED), marks=rows(1000000))), "", "too_large"),
        (table(name="x") * 600, "", "too_large"),
        (table(row(cell(LONG))), "", "too_large"),
        (table(), "", "empty_file"),
    ],
)  # fmt: skip
def test_what_is_no_list_is_refused_by_name(
    tmp_path: Path, tables: str, manifest: str, code: str
) -> None:
    with pytest.raises(UserError, match=r"任务\.ods") as caught:
        read_sheets(an_ods(tmp_path / "任务.ods", tables, manifest=manifest))
    assert caught.value.code == code


def test_entities_are_refused(tmp_path: Path) -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">]>'
    with pytest.raises(UserError) as caught:
        read_sheets(an_ods(tmp_path / "a.ods", table(row("&a;")), head=bomb))
    assert caught.value.code == "unreadable_file"
