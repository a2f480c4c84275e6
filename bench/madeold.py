"""A form in the old binary format, as districts still send them."""

from pathlib import Path

import xlwt  # type: ignore[import-untyped]

from bench.madesheets import SHORT

_RULED = "borders: left thin, right thin, top thin, bottom thin; align: wrap on, vert centre"


def old_form(path: Path) -> Path:
    """The form as a file: merges, set sizes, divided pages, titles, heads, headings."""
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("进展表")
    ruled = xlwt.easyxf(f"font: name 宋体, height 220; {_RULED}")
    sheet.write_merge(0, 0, 0, 6, "污染防治攻坚战进展情况表", xlwt.easyxf("font: height 360"))
    for row in range(1, 30):
        sheet.row(row).height_mismatch, sheet.row(row).height = True, 640 + row % 4 * 180
        for column in range(7):
            sheet.write(row, column, SHORT if row > 1 else f"栏目{column + 1}", ruled)
    sheet.row(0).height_mismatch, sheet.row(0).height = True, 720
    for column in range(7):
        sheet.col(column).width = 256 * (10 + column % 3 * 7)
    sheet.portrait, sheet.paper_size_code, sheet.print_scaling = False, 9, 90
    sheet.vert_page_breaks, sheet.horz_page_breaks = [(5, 0, 65535)], [(12, 0, 255)]
    sheet.print_headers, sheet.print_centered_horz = True, False
    sheet.header_str, sheet.footer_str = b"&C&A", b"&C&P / &N"
    book.save(str(path))
    return path
