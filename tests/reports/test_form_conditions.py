"""Conditional formats of a form show in its PDF as on the sheet."""

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.formatting.rule import ColorScale, DataBar, FormatObject, IconSet, Rule
from openpyxl.styles import Border, Font, PatternFill, Side
from openpyxl.styles.colors import Color
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.styles.numbers import NumberFormat
from pypdf import PdfReader

from app.reports.formpages.formpage import form_grids
from app.reports.grid import Grid, Mark
from app.reports.gridstore import grid_from_dict, grid_to_dict
from app.reports.looks import Line
from app.reports.rendering.pdf import render_pdfs
from tests.forms import parts_of, with_parts

_MORE = b'<extLst><ext uri="{B025F937-C7B1-47D3-B67F-A62EFF666E3E}"/></extLst></cfRule>'
_RED = PatternFill(bgColor="FFFFC7CE")


def _grid(values: list[Any], *rules: Rule, today: date | None = None, newer: bool = False) -> Grid:
    book = Workbook()
    sheet: Any = book.active
    for row, value in enumerate(values, 1):
        sheet.cell(row, 1, value)
    for rule in rules:
        sheet.conditional_formatting.add(f"A1:A{len(values)}", rule)
    stream = BytesIO()
    book.save(stream)
    content = stream.getvalue()
    if newer:
        part = "xl/worksheets/sheet1.xml"
        sheet = parts_of(content)[part]
        content = with_parts(content, {part: sheet.replace(b"</cfRule>", _MORE)})
    (grid,) = form_grids(content, "季报", today)
    return grid


def _red(values: list[Any], **rule: Any) -> list[Any]:
    """Which values a rule colours."""
    grid = _grid(values, Rule(dxf=DifferentialStyle(fill=_RED), **rule))
    rows = [cell.row for cell in grid.cells if cell.style.fill == "FFC7CE"]
    return [values[row - 1] for row in rows]


@pytest.mark.parametrize(
    ("operator", "formula", "found"),
    [
        ("lessThan", ["4"], [1, 2]),
        ("greaterThanOrEqual", ["A2"], [8, 5]),  # told for the first cell, it goes along
        ("greaterThan", ["$A$2"], [8, 5]),
        ("between", ["8", "2"], [2, 8, 5]),
        ("notBetween", ["2", "8"], [1]),
        ("equal", ["10/2"], [5]),
        ("notEqual", ["NOW()"], []),  # beyond us: no look rather than a guessed one
    ],
)
def test_values_are_compared(operator: Any, formula: list[str], found: list[int]) -> None:
    assert _red([1, 2, 8, 5], type="cellIs", operator=operator, formula=formula) == found


@pytest.mark.parametrize(
    ("rule", "found"),
    [
        ({"type": "expression", "formula": ["MOD(ROW(),2)=0"]}, ["滞后", "完成"]),
        ({"type": "expression", "formula": ['LEFT(A1,2)="滞后"']}, ["滞后", "滞后整改"]),
        ({"type": "containsText", "text": "整改", "formula": [""]}, ["滞后整改"]),
        ({"type": "beginsWith", "text": "滞", "formula": [""]}, ["滞后", "滞后整改"]),
        ({"type": "duplicateValues"}, ["完成", "完成"]),
        ({"type": "uniqueValues"}, ["滞后", "滞后整改"]),
    ],
)
def test_texts_are_found(rule: dict[str, Any], found: list[str]) -> None:
    assert _red(["完成", "滞后", "滞后整改", "完成"], **rule) == found


@pytest.mark.parametrize(
    ("rule", "found"),
    [
        ({"type": "top10", "rank": 2}, [9, 7]),
        ({"type": "top10", "rank": 25, "percent": True, "bottom": True}, [1]),
        ({"type": "aboveAverage"}, [9, 7]),
        ({"type": "aboveAverage", "aboveAverage": False}, [1, 3]),
    ],
)
def test_ranks_are_told(rule: dict[str, Any], found: list[int]) -> None:
    assert _red([1, 9, 3, 7], **rule) == found


def test_the_first_rule_is_on_top_and_may_be_the_last_one() -> None:
    green = DifferentialStyle(fill=PatternFill(bgColor="FFC6EFCE"), font=Font(bold=True))
    first = Rule("expression", formula=["A1>2"], dxf=DifferentialStyle(fill=_RED))
    second = Rule("expression", formula=["A1>1"], dxf=green)
    looks = [cell.style for cell in _grid([1, 2, 3], first, second).cells]
    assert [look.fill for look in looks] == ["", "C6EFCE", "FFC7CE"]
    assert [look.bold for look in looks] == [False, True, True]
    first.stopIfTrue = True
    assert not _grid([1, 2, 3], first, second).cells[2].style.bold


def test_a_condition_gives_type_rules_and_format() -> None:
    looks = DifferentialStyle(
        font=Font(color="FFC00000", strike=True),
        border=Border(bottom=Side(style="thin")),
        numFmt=NumberFormat(numFmtId=200, formatCode='0.0"万元"'),
    )
    (cell,) = _grid([3], Rule("expression", formula=["A1=3"], dxf=looks)).cells
    assert (cell.text, cell.style.color, cell.style.strike) == ("3.0万元", "C00000", True)
    assert cell.style.border.bottom is Line.THIN


def test_a_day_gone_by_is_told_by_the_day_of_printing() -> None:
    rule = Rule(
        "cellIs", operator="lessThan", formula=["TODAY()"], dxf=DifferentialStyle(fill=_RED)
    )
    days = [date(2020, 6, 1), date(2020, 9, 1)]
    for today, fills in ((date(2020, 7, 8), ["FFC7CE", ""]), (None, ["", ""])):
        assert [cell.style.fill for cell in _grid(days, rule, today=today).cells] == fills


def test_a_scale_mixes_its_colours() -> None:
    stops = [FormatObject(type="min"), FormatObject(type="max")]
    colors = [Color("FFFF0000"), Color("FF0000FF")]
    scale = Rule("colorScale", colorScale=ColorScale(cfvo=stops, color=colors))
    fills = [cell.style.fill for cell in _grid([0, 5, 10], scale).cells]
    assert fills == ["FF0000", "800080", "0000FF"]


def test_a_bar_is_as_long_as_its_number_is_great_and_is_drawn() -> None:
    stops = [FormatObject(type="num", val=0), FormatObject(type="num", val=10)]
    bars = Rule("dataBar", dataBar=DataBar(cfvo=stops, color=Color("FF638EC6")))
    grid = _grid([0, 5, 10], bars)
    assert [cell.marks[0].end for cell in grid.cells] == pytest.approx([0.1, 0.5, 0.9])
    assert grid_from_dict(grid_to_dict(grid)) == grid
    contents = PdfReader(BytesIO(render_pdfs((grid,)))).pages[0].get_contents()
    assert contents is not None
    assert contents.get_data().count(b" sh\n") == 3


def test_a_newer_bar_begins_at_nothing() -> None:
    stops = [FormatObject(type="min"), FormatObject(type="max")]
    bars = Rule("dataBar", dataBar=DataBar(cfvo=stops, color=Color("FF638EC6")))
    plain = [cell.marks[0].end for cell in _grid([5, 10], bars).cells]
    assert plain == pytest.approx([0.1, 0.9])
    newer = [cell.marks[0].end for cell in _grid([5, 10], bars, newer=True).cells]
    assert newer == pytest.approx([0.5, 1.0])


def test_signs_stand_for_steps_and_may_stand_alone() -> None:
    stops = [FormatObject(type="percent", val=at) for at in (0, 33, 67)]
    icons = IconSet(iconSet="3TrafficLights1", cfvo=stops, showValue=False)
    cells = _grid([1, 5, 9], Rule("iconSet", iconSet=icons)).cells
    colors = ["C00000", "FFC000", "00B050"]
    assert [cell.marks for cell in cells] == [(Mark("circle", color),) for color in colors]
    assert {cell.text for cell in cells} == {""}


def test_a_number_in_a_narrow_cell_loses_decimals_but_is_not_broken() -> None:
    (cell,) = _grid([1 / 3]).cells
    assert 4 < len(cell.text) < 12
    assert not cell.style.wrap
