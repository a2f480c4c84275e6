"""Blank forms for tests, as a district office would send them."""

import warnings
from collections.abc import Iterable, Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment, Border, Side
from openpyxl.worksheet.worksheet import Worksheet

_THIN = Side(style="thin")
_RULED = Border(_THIN, _THIN, _THIN, _THIN)


def a_form(
    heads: Sequence[Sequence[str | None]],
    rows: Iterable[Sequence[Any]],
    *,
    above: Sequence[str] = ("2020年第二季度工作进展情况表",),
    below: Sequence[str] = ("填报人：          审核人：          联系电话：",),
    merges: Iterable[str] = (),
) -> Workbook:
    """A workbook with a ruled table: lines above, heads, rows, lines below."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "进展表"
    lines = [*heads, *rows]
    for row, text in enumerate(above, 1):
        sheet.cell(row, 1, text)
    for row, values in enumerate(lines, len(above) + 1):
        for column, value in enumerate(values, 1):
            cell = sheet.cell(row, column, value)
            cell.border, cell.alignment = _RULED, Alignment(wrap_text=True, vertical="center")
    for row, text in enumerate(below, len(above) + len(lines) + 1):
        sheet.cell(row, 1, text)
    for area in merges:
        sheet.merge_cells(area)
    return book


def saved(book: Workbook, path: Path) -> Path:
    """The workbook as a file."""
    book.save(path)
    return path


def content_of(book: Workbook) -> bytes:
    """The workbook as bytes."""
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def opened(content: bytes | Path, *, results: bool = False) -> Worksheet:
    """The first sheet of a workbook."""
    source = BytesIO(content) if isinstance(content, bytes) else content
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it tells that it can't carry shapes over; we only look
        return load_workbook(source, data_only=results).worksheets[0]


def parts_of(content: bytes) -> dict[str, bytes]:
    """The parts of a package."""
    with ZipFile(BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def with_parts(content: bytes, changed: Mapping[str, bytes]) -> bytes:
    """The package with parts put in or replaced."""
    stream = BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as archive:
        for name, part in {**parts_of(content), **changed}.items():
            archive.writestr(name, part)
    return stream.getvalue()
