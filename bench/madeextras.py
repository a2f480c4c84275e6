"""Forms with what stands over cells and around them: looks by value, shapes, charts, heads."""

from collections.abc import Callable
from typing import Any

from openpyxl.chart import BarChart, LineChart, PieChart, Reference
from openpyxl.formatting import rule
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.styles.differential import DifferentialStyle

from bench.madesheets import a_table, fit_width, ruled

_RULES: Any = rule


def _conditions(sheet: Any) -> None:
    """Looks that depend on values: comparisons, formulas, scales, bars and signs."""
    a_table(sheet, 7, 10, height=24)
    fit_width(sheet)
    for row in range(3, 12):
        for column, value in ((1, row * 7 % 10), (2, row), (3, row / 12), (4, row * 3)):
            sheet.cell(row, column).value = value
        sheet.cell(row, 5).value = ("已完成", "未完成", "滞后")[row % 3]
        sheet.cell(row, 6).value, sheet.cell(row, 7).value = row % 4, f"事项{row}"
    red, green, pale = (PatternFill(bgColor=one) for one in ("FFFFC7CE", "FFC6EFCE", "FFEEEEEE"))
    rules: tuple[tuple[str, Any], ...] = (
        (
            "A3:A11",
            _RULES.CellIsRule(
                operator="lessThan", formula=["4"], fill=red, font=Font(color="FF9C0006")
            ),
        ),
        ("A3:A11", _RULES.CellIsRule(operator="between", formula=["7", "9"], fill=green)),
        (
            "B3:B11",
            _RULES.ColorScaleRule(
                "min", None, "FFF8696B", "percentile", 50, "FFFFEB84", "max", None, "FF63BE7B"
            ),
        ),
        ("C3:C11", _RULES.DataBarRule("num", 0, "num", 1, color="FF9BC2E6")),
        ("D3:D11", _RULES.IconSetRule("3TrafficLights1", "percent", [0, 33, 67])),
        ("E3:E11", _RULES.FormulaRule(formula=['$E3="滞后"'], fill=red, font=Font(bold=True))),
        (
            "E3:E11",
            Rule(
                "containsText",
                operator="containsText",
                text="已完成",
                formula=['NOT(ISERROR(SEARCH("已完成",E3)))'],
                dxf=DifferentialStyle(fill=green),
            ),
        ),
        ("F3:F11", Rule("top10", rank=3, dxf=DifferentialStyle(fill=green))),
        ("F3:F11", Rule("duplicateValues", dxf=DifferentialStyle(font=Font(italic=True)))),
        ("G3:G11", _RULES.FormulaRule(formula=["MOD(ROW(),2)=0"], fill=pale)),
    )
    for area, told in rules:
        sheet.conditional_formatting.add(area, told)


def _charts(sheet: Any) -> None:
    """Columns, bars on each other, lines, a pie."""
    for row, values in enumerate(
        (
            ("镇（街道）", "目标数", "完成数", "完成率"),
            ("常乐镇", 23, 17, 0.739),
            ("牛塘镇", 31, 30, 0.968),
            ("横林镇", 12, 5, 0.417),
            ("湟里镇", 18, 11, 0.611),
            ("雪堰镇", 27, 27, 1),
        ),
        1,
    ):
        for column, value in enumerate(values, 1):
            cell = sheet.cell(row, column, value)
            cell.border = ruled()
        sheet.cell(row, 4).number_format = "0%"
        sheet.row_dimensions[row].height = 18
    names = Reference(sheet, min_col=1, min_row=2, max_row=6)
    counts = Reference(sheet, min_col=2, max_col=3, min_row=1, max_row=6)
    shares = Reference(sheet, min_col=4, min_row=1, max_row=6)
    for kind, data, anchor, title in (
        (BarChart(), counts, "F1", "完成情况"),
        (BarChart(barDir="bar", grouping="stacked", overlap=100), counts, "A9", "按镇累计"),
        (LineChart(), shares, "F18", "完成率"),
        (PieChart(), Reference(sheet, min_col=3, min_row=1, max_row=6), "A26", "完成数构成"),
    ):
        chart: Any = kind
        chart.title, chart.width, chart.height = title, 12, 7
        chart.add_data(data, titles_from_data=True)
        chart.set_categories(names)
        for axis in (getattr(chart, "x_axis", None), getattr(chart, "y_axis", None)):
            if axis is not None:
                axis.delete = False
        sheet.add_chart(chart, anchor)
    sheet.page_setup.paperSize = 9
    fit_width(sheet)


def _grids(sheet: Any) -> None:
    """The sheet's own gridlines printed."""
    for row in range(1, 8):
        for column in range(1, 5):
            sheet.cell(row, column, f"{row}-{column}")
    sheet["B3"].fill = PatternFill("solid", fgColor="FFFFFF00")
    sheet.print_options.gridLines = True
    sheet.page_setup.paperSize = 9


def _values(sheet: Any) -> None:
    """Errors, truths, numbers in Chinese signs, narrow and very long cells."""
    a_table(sheet, 5, 9, height=28)
    shown: tuple[tuple[object, str], ...] = (
        ("#DIV/0!", "General"),
        (True, "General"),
        (12345, "[DBNum2][$-804]General"),
        (44012, '[DBNum1][$-804]yyyy"年"m"月"d"日"'),
        (1005, "[DBNum1][$-804]General"),
        (2020, "[DBNum1]0"),
        (1 / 3, "General"),
        (44012, "[$-804]aaaa;@"),
    )
    for row, (value, code) in enumerate(shown, 3):
        cell = sheet.cell(row, 2, value)
        cell.number_format = code
    sheet.cell(3, 2).data_type = "e"
    sheet.cell(9, 3).value = 1 / 3
    sheet.cell(10, 5).value = "一是全面排查，二是分类处置。" * 8
    sheet.cell(6, 4).alignment = Alignment(vertical="distributed", wrap_text=True)
    sheet.cell(7, 4).alignment = Alignment(vertical="justify", wrap_text=True)


def _papers(sheet: Any) -> None:
    """Several sheets, each on paper of its own."""
    a_table(sheet, 4, 8)
    for name, code, way in (
        ("A3横", 8, "landscape"),
        ("B5", 13, "portrait"),
        ("A5", 11, "landscape"),
    ):
        other = sheet.parent.create_sheet(name)
        a_table(other, 3, 6)
        other.page_setup.paperSize, other.page_setup.orientation = code, way


def _fitted_areas(sheet: Any) -> None:
    """Two areas of unlike width on a page each: one scale for both."""
    a_table(sheet, 12, 12)
    sheet.print_area = ["A1:C6", "A7:L12"]
    fit_width(sheet)


def _numbered(sheet: Any) -> None:
    """A first page with heads of its own, numbers that begin later, even pages."""
    a_table(sheet, 4, 40)
    sheet.HeaderFooter.differentFirst = sheet.HeaderFooter.differentOddEven = True
    sheet.firstHeader.center.text, sheet.oddHeader.right.text = "首页", "单页 &P"
    sheet.evenHeader.left.text, sheet.oddFooter.center.text = "双页 &P", "&A 共&N页"
    sheet.page_setup.firstPageNumber, sheet.page_setup.useFirstPageNumber = 3, True


EXTRAS: tuple[Callable[[Any], None], ...] = (
    _conditions,
    _charts,
    _grids,
    _values,
    _papers,
    _fitted_areas,
    _numbered,
)
