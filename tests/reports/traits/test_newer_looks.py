"""Looks newer programs write beside a sheet's own: bars with an axis, more signs."""

from typing import Any

from openpyxl import Workbook
from openpyxl.formatting.rule import DataBarRule

from app.reports.formpages.formpage import form_grids
from app.reports.grid import GridCell, Mark
from tests.forms import content_of, with_parts
from tests.reports.traits.hands import SHEET, sheet_text

_NEWER = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
_MAIN = "http://schemas.microsoft.com/office/excel/2006/main"


def _newer(rules: str, values: tuple[float, ...], *, with_bar: bool = False) -> list[GridCell]:
    """Cells of one column under rules told in the newer way."""
    book = Workbook()
    sheet: Any = book.active
    for row, value in enumerate(values, 1):
        sheet.cell(row, 1, value)
    area = f"A1:A{len(values)}"
    if with_bar:
        rule: Any = DataBarRule
        sheet.conditional_formatting.add(area, rule("min", None, "max", None, color="FF638EC6"))
    content = content_of(book)
    told = (
        f'<extLst><ext uri="{{78C0D931-6437-407d-A8EE-F0AAD7539E65}}" xmlns:x14="{_NEWER}">'
        f'<x14:conditionalFormattings><x14:conditionalFormatting xmlns:xm="{_MAIN}">{rules}'
        f"<xm:sqref>{area}</xm:sqref></x14:conditionalFormatting></x14:conditionalFormattings>"
        "</ext></extLst></worksheet>"
    )
    part = sheet_text(content).replace("</worksheet>", told)
    (grid,) = form_grids(with_parts(content, {SHEET: part.encode()}), "表")
    return sorted(grid.cells, key=lambda cell: cell.row)


def _marks(cells: list[GridCell]) -> list[Mark]:
    return [mark for cell in cells for mark in cell.marks]


def test_newer_bars_begin_where_nothing_is() -> None:
    rule = (
        '<x14:cfRule type="dataBar" id="{1}"><x14:dataBar minLength="0" maxLength="100" '
        'gradient="0"><x14:cfvo type="autoMin"/><x14:cfvo type="autoMax"/>'
        '<x14:negativeFillColor rgb="FFC00000"/></x14:dataBar></x14:cfRule>'
    )
    below, above = _marks(_newer(rule, (-5, 15), with_bar=True))
    assert (below.start, below.end, below.color) == (0.0, 0.25, "C00000")
    assert (above.start, above.end, above.color) == (0.25, 1.0, "638EC6")
    assert above.is_flat


def test_newer_signs_are_drawn_mixed_ones_too() -> None:
    stops = "".join(
        f'<x14:cfvo type="percent"><xm:f>{one}</xm:f></x14:cfvo>' for one in (0, 33, 67)
    )
    stars = (
        f'<x14:cfRule type="iconSet"><x14:iconSet iconSet="3Stars">{stops}'
        "</x14:iconSet></x14:cfRule>"
    )
    assert [(one.kind, one.end) for one in _marks(_newer(stars, (1, 5, 10)))] == [
        ("star", 0.0),
        ("star", 0.5),
        ("star", 1.0),
    ]
    own = '<x14:cfIcon iconSet="NoIcons" iconId="0"/><x14:cfIcon iconSet="3Flags" iconId="1"/>'
    own += '<x14:cfIcon iconSet="3Triangles" iconId="2"/>'
    mixed = stars.replace('iconSet="3Stars">', 'iconSet="3Arrows" custom="1">').replace(
        "</x14:iconSet>", f"{own}</x14:iconSet>"
    )
    assert [one.kind for one in _marks(_newer(mixed, (1, 5, 10)))] == ["flag", "peak up"]


def test_newer_rules_put_their_looks_over_cells() -> None:
    rule = (
        '<x14:cfRule type="cellIs" priority="1" operator="greaterThan"><xm:f>4</xm:f><x14:dxf>'
        '<fill><patternFill><bgColor rgb="FFFFC7CE"/></patternFill></fill></x14:dxf></x14:cfRule>'
    )
    assert [cell.style.fill for cell in _newer(rule, (3, 5))] == ["", "FFC7CE"]


def test_an_unknown_newer_rule_costs_nothing() -> None:
    assert [cell.text for cell in _newer('<x14:cfRule type="nonsense"/>', (3, 5))] == ["3", "5"]
