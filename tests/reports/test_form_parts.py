"""What a form's file is made of: filling touches the bound cells alone, growing moves the rest."""

import re
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from app.reports.formpages.formpage import form_grids
from app.reports.forms.form import fill_form
from app.reports.forms.formshape import open_form
from app.reports.forms.formsheet import FormCell
from app.reports.forms.shifting import Growth
from tests.forms import a_form, content_of, opened, parts_of, with_parts
from tests.reports.crowded import PART, SHEET, a_crowded_form

_CELL = re.compile(r'<c r="(\w+)"([^>]*?/>|[^>]*>.*?</c>)')


@pytest.fixture(scope="module")
def blank() -> bytes:
    return a_crowded_form()


@pytest.fixture(scope="module")
def grown(blank: bytes) -> dict[str, str]:
    """The parts after two rows were put in below row 5."""
    parts = parts_of(fill_form(blank, [], [Growth(SHEET, 3, 5, 2)]))
    return {name: part.decode("utf-8", "replace") for name, part in parts.items()}


def test_filling_with_nothing_changes_no_byte(blank: bytes) -> None:
    assert parts_of(fill_form(blank, [])) == parts_of(blank)


_WRITTEN = st.tuples(
    st.integers(3, 9), st.integers(1, 6), st.one_of(st.text(max_size=8), st.just(Decimal(7)))
)


@settings(max_examples=15, derandomize=True)
@given(st.lists(_WRITTEN, min_size=1, max_size=4, unique_by=lambda one: one[:2]))
def test_unbound_cells_and_parts_stay(blank: bytes, written: list[tuple[int, int, Any]]) -> None:
    cells = [FormCell(SHEET, *one) for one in written]
    before, after = parts_of(blank), parts_of(fill_form(blank, cells))
    told = {PART, "xl/worksheets/sheet2.xml", "xl/workbook.xml", "xl/styles.xml"}
    told |= {"xl/calcChain.xml", "xl/_rels/workbook.xml.rels", "[Content_Types].xml"}
    assert {name for name in before if before[name] != after.get(name)} <= told
    old, new = (
        dict(_CELL.findall(re.sub(r"\s*/>", "/>", parts[PART].decode())))
        for parts in (before, after)
    )
    bound = {f"{get_column_letter(column)}{row}" for row, column, _ in written}
    changed = {at for at in old if old[at] != new.get(at)} - bound
    assert all("<f>" in old[at] for at in changed)


def test_a_written_cell_is_all_that_changes(blank: bytes) -> None:
    before, after = parts_of(blank), parts_of(fill_form(blank, [FormCell(SHEET, 3, 3, "是")]))
    assert {name for name in before if before[name] != after.get(name)} == {PART, "xl/workbook.xml"}
    # An empty element may be spelt with a blank or without.
    old, new = (re.sub(r"\s*/>", "/>", parts[PART].decode()) for parts in (before, after))
    cells, filled = (dict(_CELL.findall(text)) for text in (old, new))
    # Formulas that had no result get one; all else is as it was.
    assert {at for at in filled if filled[at] != cells[at]} == {"C3", "E3", "E5"}
    old, new = (_CELL.sub("", text).replace("></row>", "/>") for text in (old, new))
    assert new.partition("?>")[2].strip() == old


@pytest.mark.parametrize(
    "said",
    [
        '<mergeCell ref="A9:C9"/>',
        'sqref="C3:C7"',  # the validation
        "<formula1>$A$10:$A$11</formula1>",
        '<conditionalFormatting sqref="D3:D7"><cfRule',
        "<formula>D3&gt;$B$10</formula>",
        '<hyperlink ref="A11" location="进展表!A10"',
        'ref="C5" r:id="rId1"',
        '<protectedRange sqref="C3:C7 A11"',
        '<brk id="9"',
        "<xm:f>进展表!D4:E4</xm:f><xm:sqref>F4</xm:sqref>",
        "<xm:f>进展表!D5:E5</xm:f><xm:sqref>F5</xm:sqref>",
        "<xm:f>进展表!D7:E7</xm:f><xm:sqref>F7</xm:sqref>",
        'linkedCell="$A$11" listFillRange="$A$3:$A$7"',
        "<xdr:row>9</xdr:row>",
        "<f>SUM(D3:D7)</f>",
        "<f>SUM(D5:D5)/SUM($D$3:$D$7)</f>",
        "<f>SUM(D7:D7)/SUM($D$3:$D$7)</f>",
        "<f>SUM(D3:D3)*2</f>",
        "<f>[1]进展表!A8*2</f><v>5</v>",  # another file's cell, and what it last held
    ],
)
def test_the_sheet_follows_its_rows(grown: dict[str, str], said: str) -> None:
    assert said in grown[PART]


@pytest.mark.parametrize(
    ("part", "said"),
    [
        ("xl/workbook.xml", "!$A$3:$E$7<"),
        ("xl/workbook.xml", "!$A$1:$F$11<"),
        ("xl/worksheets/sheet2.xml", "<f>SUM(进展表!D3:D7)</f><v>6.0</v>"),
        ("xl/worksheets/sheet2.xml", "<f>进展表!B10</f>"),
        ("xl/worksheets/sheet2.xml", 'location="进展表!B10"'),
        ("xl/worksheets/_rels/sheet2.xml.rels", 'Target="#进展表!B10"'),
        ("xl/charts/chart1.xml", "$D$3:$D$7"),
        ("xl/charts/chart2.xml", "$D$3:$D$7"),
        ("xl/drawings/drawing1.xml", "<row>11</row>"),
        ("xl/drawings/drawing2.xml", "<row>1</row>"),
        ("xl/tables/table1.xml", 'ref="H3:I7"'),
        ("xl/comments/comment1.xml", 'ref="A10"'),
        ("xl/ctrlProps/ctrlProp1.xml", 'fmlaLink="$A$11"'),
        ("xl/drawings/vml9.vml", "0, 1, 9, 2, 1, 3, 10, 4"),
        ("xl/drawings/vml9.vml", "<x:FmlaLink>$A$11<"),
        ("xl/threadedComments/threadedComment1.xml", 'ref="A10" id="{1}"><text>A8<'),
        ("xl/pivotCache/d1.xml", 'ref="A2:E7"'),
        ("xl/externalLinks/externalLink1.xml", '<c r="A8"/>'),
        ("customXml/item1.xml", "<x ref='A9'>"),
    ],
)
def test_other_parts_follow_too(grown: dict[str, str], part: str, said: str) -> None:
    text = re.sub(r"<(/?)xdr:", r"<\1", grown[part]) if "drawings/drawing" in part else grown[part]
    assert said in text


def test_the_order_of_reckoning_goes_when_rows_or_formulas_do(
    blank: bytes, grown: dict[str, str]
) -> None:
    assert "xl/calcChain.xml" not in grown
    assert "calcChain" not in grown["xl/_rels/workbook.xml.rels"]
    kept = parts_of(fill_form(blank, [FormCell(SHEET, 3, 3, "是")]))
    assert "xl/calcChain.xml" in kept
    overwritten = parts_of(fill_form(blank, [FormCell(SHEET, 8, 2, Decimal(9))]))
    assert "xl/calcChain.xml" not in overwritten


def test_results_stay_where_nothing_they_rest_on_has_changed(blank: bytes) -> None:
    def results(cell: FormCell) -> list[str]:
        filled = parts_of(fill_form(blank, [cell]))["xl/worksheets/sheet2.xml"].decode()
        return re.findall(r"</f>(?:<v>([^<]*)</v>)?", filled)

    assert results(FormCell(SHEET, 3, 3, "是")) == ["6", "6", "1", "77"]
    # Beyond us: no result rather than an old one.
    assert results(FormCell(SHEET, 4, 4, Decimal(5))) == ["9.0", "9.0", "", "77"]


def test_a_shared_formula_is_reckoned_in_every_cell(blank: bytes) -> None:
    sheet = parts_of(blank)[PART].decode()
    shared = '<f t="shared" ref="E3:E5" si="0">D3*2</f><v>0</v>'
    sheet = re.sub(r"<f>SUM\(D3:D3\)\*2</f><v ?/?>(</v>)?", shared, sheet)
    sheet = re.sub(
        r"<f>SUM\(D5:D5\)[^<]*</f><v ?/?>(</v>)?", '<f t="shared" si="0"/><v>0</v>', sheet
    )
    assert sheet.count('t="shared"') == 2
    content = with_parts(blank, {PART: sheet.encode()})
    filled = fill_form(content, [FormCell(SHEET, 5, 4, Decimal(8))])
    assert [opened(filled, results=True)[at].value for at in ("E3", "E5")] == [0, 16]


def test_an_array_formula_is_copied_for_its_own_cell(blank: bytes) -> None:
    sheet = parts_of(blank)[PART].decode()
    array = '<f t="array" ref="E5">SUM(D5*2)</f>'
    sheet = re.sub(r"<f>SUM\(D5:D5\)[^<]*</f>", array, sheet)
    content = with_parts(blank, {PART: sheet.encode()})
    filled = parts_of(fill_form(content, [], [Growth(SHEET, 3, 5, 1)]))[PART].decode()
    assert '<f t="array" ref="E5">SUM(D5*2)</f>' in filled
    assert '<f t="array" ref="E6">SUM(D6*2)</f>' in filled


@pytest.mark.parametrize(
    ("text", "moved"),
    [
        ("[1]进展表!A6", "[1]进展表!A6"),
        ("参数[Q8]", "参数[Q8]"),
        ("SUM(A5:F5)", "SUM(A5:F5)"),
        ("SUM(A3:A5)/SUM($A$3:$A$5)", "SUM(A3:A7)/SUM($A$3:$A$7)"),
    ],
)
def test_what_names_other_files_and_columns_stays(text: str, moved: str) -> None:
    assert Growth(SHEET, 3, 5, 2).formula(text, own=True) == moved


def test_a_body_of_one_row_is_summed_whole() -> None:
    assert Growth(SHEET, 3, 3, 2).formula("SUM(D3:D3)", own=True) == "SUM(D3:D5)"


def test_readings_go_with_the_text_they_belong_to(blank: bytes) -> None:
    sheet = parts_of(blank)[PART].decode()
    rich = '<is><r><t>填报人：</t></r><r><t>　</t></r><rPh sb="0" eb="2"><t>x</t></rPh></is>'
    sheet = re.sub(r'<c r="A1"[^>]*>.*?</c>', f'<c r="A1" t="inlineStr">{rich}</c>', sheet)
    filled = fill_form(
        with_parts(blank, {PART: sheet.encode()}), [FormCell(SHEET, 1, 1, "填报人：张三")]
    )
    assert "rPh" not in parts_of(filled)[PART].decode()
    assert opened(filled)["A1"].value == "填报人：张三"


def test_a_strict_form_is_filled_and_printed_and_stays_strict() -> None:
    usual, strict = b"http://schemas.openxmlformats.org/", b"http://purl.oclc.org/ooxml/"
    parts = parts_of(content_of(a_form([["序号", "进展"]], [[1, None]])))
    for word in (b"spreadsheetml/", b"officeDocument/"):
        for name, part in parts.items():
            parts[name] = part.replace(usual + word + b"2006/", strict + word)
    filled = fill_form(with_parts(content_of(Workbook()), parts), [FormCell(SHEET, 3, 2, "完成")])
    after = parts_of(filled)
    assert strict in after["xl/workbook.xml"]
    assert usual + b"spreadsheetml" not in b"".join(after.values())
    assert open_form(filled).worksheets[0]["B3"].value == "完成"
    (grid,) = form_grids(filled, "季报")
    assert "完成" in [cell.text for cell in grid.cells]
