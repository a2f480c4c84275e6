"""Forms with what stands round a page's cells: order, headings, margins, notes, more charts."""

from collections.abc import Callable
from typing import Any

from openpyxl.chart import (
    AreaChart,
    BarChart,
    DoughnutChart,
    LineChart,
    RadarChart,
    Reference,
    ScatterChart,
    Series,
)
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, GradientFill
from openpyxl.worksheet.pagebreak import Break, ColBreak

from bench.madesheets import a_table, fit_width, ruled


def _sideward(sheet: Any) -> None:
    """Pages beside each other come before those below; both titles are repeated."""
    a_table(sheet, 8, 24)
    sheet.col_breaks = ColBreak()
    sheet.col_breaks.append(Break(id=5))
    sheet.row_breaks.append(Break(id=12))
    sheet.print_title_rows, sheet.print_title_cols = "2:2", "A:A"
    sheet.page_setup.pageOrder = "overThenDown"


def _headings(sheet: Any) -> None:
    """Row numbers and column letters printed, with the titles repeated below them."""
    a_table(sheet, 5, 30)
    sheet.print_options.headings = True
    sheet.print_title_rows = "2:2"


def _headings_fitted(sheet: Any) -> None:
    """The same on a sheet drawn as wide as its page."""
    a_table(sheet, 9, 12)
    sheet.print_options.headings = sheet.print_options.gridLines = True
    sheet.print_options.horizontalCentered = True
    fit_width(sheet)


def _fitted_page(sheet: Any) -> None:
    """All on one page, in its middle."""
    a_table(sheet, 7, 26)
    fit_width(sheet)
    sheet.page_setup.fitToHeight = 1
    sheet.print_options.horizontalCentered = sheet.print_options.verticalCentered = True


def _enlarged(sheet: Any) -> None:
    """Drawn larger than life."""
    a_table(sheet, 3, 8)
    sheet.page_setup.scale = 130


def _narrow_margins(sheet: Any) -> None:
    """Margins of its own on every side, heads close to the edge."""
    a_table(sheet, 5, 14)
    margins = sheet.page_margins
    margins.left, margins.right, margins.top, margins.bottom = 1.2, 0.3, 0.5, 1.5
    margins.header, margins.footer = 0.1, 0.6
    sheet.oddFooter.center.text = "第 &P 页"


def _three_areas(sheet: Any) -> None:
    """Three print areas with a title row."""
    a_table(sheet, 6, 18)
    sheet.print_area = ["A1:F5", "A8:C12", "D13:F19"]
    sheet.print_title_rows = "2:2"


def _columns_again(sheet: Any) -> None:
    """Divided twice by hand, the first two columns and the head again on every page."""
    a_table(sheet, 12, 16)
    sheet.col_breaks = ColBreak()
    for column in (5, 9):
        sheet.col_breaks.append(Break(id=column))
    sheet.print_title_rows, sheet.print_title_cols = "1:2", "A:B"


def _aligned(sheet: Any) -> None:
    """Every way a text stands in its cell, each one way across and up, indented and shrunk."""
    a_table(sheet, 5, 8, height=48)
    across = ("left", "center", "right", "distributed", "justify", "centerContinuous", "general")
    for row, way in enumerate(across, 3):
        for column, up in enumerate(("top", "center", "bottom", "distributed", "justify"), 1):
            cell = sheet.cell(row, column)
            cell.alignment = Alignment(
                horizontal=way, vertical=up, wrap_text=column % 2 == 0, indent=row % 3,
                shrink_to_fit=column == 3,
            )  # fmt: skip


def _marked(sheet: Any) -> None:
    """Raised and lowered cells, and a ground that goes over from one colour to another."""
    a_table(sheet, 4, 6)
    sheet["A3"].font = Font(size=12, vertAlign="superscript")
    sheet["B3"].font = Font(size=12, vertAlign="subscript", color="FFFF0000")
    sheet["C3"].fill = GradientFill(stop=("FFFFFFFF", "FF5B9BD5"))
    sheet["D3"].fill = GradientFill(type="path", left=0.5, right=0.5, top=0.5, bottom=0.5,
                                    stop=("FFFFFF00", "FFFF0000"))  # fmt: skip


def _noted(sheet: Any) -> None:
    """Notes of cells, to be printed behind the sheet."""
    a_table(sheet, 4, 6)
    sheet["B4"].comment = Comment("按月填写，不得留空。", "区攻坚办")
    sheet["D7"].comment = Comment("以台账为准。\n涉密的不填。", "区攻坚办")
    sheet.page_setup.cellComments = "atEnd"


def _more_charts(sheet: Any) -> None:
    """Radar, doughnut, area, points, and columns with a line on a second axis."""
    rows = (("指标", "目标", "完成"), ("水", 80, 62), ("大气", 90, 85), ("土壤", 60, 58),
            ("固废", 70, 33), ("噪声", 50, 48))  # fmt: skip
    for row, values in enumerate(rows, 1):
        for column, value in enumerate(values, 1):
            sheet.cell(row, column, value).border = ruled()
    names = Reference(sheet, min_col=1, min_row=2, max_row=6)
    both = Reference(sheet, min_col=2, max_col=3, min_row=1, max_row=6)
    one = Reference(sheet, min_col=3, min_row=1, max_row=6)
    filled: Any = RadarChart()
    filled.type = "filled"
    for chart, data, anchor in (
        (RadarChart(), both, "E1"), (DoughnutChart(), one, "A9"), (AreaChart(), both, "E16"),
        (filled, both, "A24"),
    ):  # fmt: skip
        _hang(sheet, chart, data, names, anchor)
    points: Any = ScatterChart()
    points.series.append(
        Series(one, Reference(sheet, min_col=2, min_row=2, max_row=6), title_from_data=True)
    )
    points.width, points.height = 9, 6.5
    _shown(points)
    sheet.add_chart(points, "E31")
    columns: Any = BarChart()
    columns.add_data(Reference(sheet, min_col=2, min_row=1, max_row=6), titles_from_data=True)
    columns.set_categories(names)
    line: Any = LineChart()
    line.add_data(one, titles_from_data=True)
    line.y_axis.axId, line.y_axis.crosses = 200, "max"
    columns += line
    columns.width, columns.height = 9, 6.5
    _shown(columns)
    _shown(line)
    sheet.add_chart(columns, "A39")
    sheet.page_setup.paperSize = 9
    fit_width(sheet)


def _hang(sheet: Any, chart: Any, data: Any, names: Any, anchor: str) -> None:
    chart.add_data(data, titles_from_data=True)
    chart.set_categories(names)
    chart.width, chart.height = 9, 6.5
    _shown(chart)
    sheet.add_chart(chart, anchor)


def _shown(chart: Any) -> None:
    for axis in (getattr(chart, "x_axis", None), getattr(chart, "y_axis", None)):
        if axis is not None:
            axis.delete = False


TRAITS: tuple[Callable[[Any], None], ...] = (
    _sideward,
    _headings,
    _headings_fitted,
    _fitted_page,
    _enlarged,
    _narrow_margins,
    _three_areas,
    _columns_again,
    _aligned,
    _marked,
    _noted,
    _more_charts,
)
