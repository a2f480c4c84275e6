"""Reading .html, and the pages that many office systems save under the name of .xls."""

import re
from dataclasses import replace
from pathlib import Path

from app.importing.readers.encoding import decode_text, read_text
from app.importing.readers.html_grid import HtmlTable
from app.importing.readers.html_tables import Page, read_page
from app.importing.readers.limits import TooManyCellsError
from app.importing.readers.package import too_large
from app.importing.sheet import Cell, Merge, Sheet
from app.monitor import SILENT, Monitor

_TAG = re.compile(r"<(?:!doctype\s+html|html|head|body|table|tr|td)[\s>]", re.IGNORECASE)
_CLIPBOARD_HEADER = re.compile(r"\s*Version:[\d.]+\s")
_LEAD_LINES = 40
_CUT_OFF = "文件在表格中间断了，后面的内容可能缺失；请核对行数，或重新下载后再导入。"


def is_webpage(path: Path, head: bytes) -> bool:
    """Whether the content is HTML."""
    del path
    decoded = decode_text(head)
    return decoded is not None and bool(_TAG.search(decoded.text))


def read_webpage(path: Path, *, monitor: Monitor = SILENT) -> tuple[Sheet, ...]:
    """Every table of a page as a sheet; a page without tables is one sheet of its lines.

    Raises:
        UserError: the bytes are no text, or hold more than any list.
    """
    monitor.report(0, 1, "正在读取网页格式的表格")
    decoded = read_text(path)
    try:
        sheets = sheets_of_html(decoded.text, path.stem)
    except TooManyCellsError as error:
        raise too_large(path, "too many cells, or tables too deeply nested") from error
    return tuple(replace(sheet, notes=(*decoded.notes, *sheet.notes)) for sheet in sheets)


def sheets_of_html(html: str, name: str) -> tuple[Sheet, ...]:
    """The tables of some HTML as sheets.

    Lines before a table and after the last are rows of its sheet, numbered as Excel would; tables
    of one width that follow one another without a word between are one list cut into pages.

    Args:
        html: the source, a clipboard's header allowed before it.
        name: for sheets that name themselves nothing.

    Raises:
        TooManyCellsError: it holds more than any list.
    """
    if _CLIPBOARD_HEADER.match(html):
        html = html[max(0, html.find("<")) :]
    page = read_page(html)
    groups = _groups(page)
    if not groups:
        return (_stacked(name, [HtmlTable(lead=page.tail)]),)
    groups[-1].append(HtmlTable(lead=page.tail))
    names = page.names if len(page.names) == len(groups) else []
    if not names:
        names = [name] if len(groups) == 1 else [f"表{at}" for at in range(1, len(groups) + 1)]
    sheets = [_stacked(*each) for each in zip(names, groups, strict=True)]
    if page.cut_off:
        sheets[-1] = replace(sheets[-1], notes=(*sheets[-1].notes, _CUT_OFF))
    return tuple(sheets)


def _groups(page: Page) -> list[list[HtmlTable]]:
    """Tables that make up one sheet each; those without text are left out."""
    groups: list[list[HtmlTable]] = []
    for table in page.tables:
        if not table.cells and not table.lead:
            continue
        last = groups[-1][-1] if groups else None
        goes_on = last is not None and not table.lead and last.columns == table.columns
        if goes_on and not table.nested and len(page.names) < 2:
            groups[-1].append(table)
        else:
            groups.append([table])
    return groups


def _stacked(name: str, tables: list[HtmlTable]) -> Sheet:
    """Lines and tables below one another on one sheet."""
    cells: dict[tuple[int, int], Cell] = {}
    merges: list[Merge] = []
    hidden_rows: set[int] = set()
    hidden_columns: set[int] = set()
    left_out, row = 0, 0
    for table in tables:
        lead = table.lead[-_LEAD_LINES:] if table.cells else table.lead
        left_out += len(table.lead) - len(lead)
        for line in lead:
            row += 1
            cells[row, 1] = Cell(line, row, 1)
        for cell in table.cells.values():
            cells[row + cell.row, cell.column] = replace(cell, row=row + cell.row)
        merges += [replace(m, top=m.top + row, bottom=m.bottom + row) for m in table.merges]
        hidden_rows |= {row + at for at in table.hidden_rows}
        hidden_columns |= table.hidden_columns
        row += table.rows
    return Sheet(
        name,
        cells,
        tuple(merges),
        frozenset(hidden_rows),
        frozenset(hidden_columns),
        notes=(f"表格前面还有{left_out}行网页文字没有带入。",) if left_out else (),
    )
