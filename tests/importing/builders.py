"""Sheets and workbooks for the tests of the way in, written as rows."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.utils import get_column_letter

from app.importing.draftreading import read_drafts
from app.importing.drafts import DraftList
from app.importing.readers.addresses import read_area
from app.importing.sheet import Cell, Merge, Sheet
from app.importing.tables.columns import map_columns
from app.importing.tables.layout import Table, find_tables

Row = Sequence[Any]

HEAD: Row = ("序号", "主要任务", "完成时限", "牵头单位", "责任单位")


def a_sheet(rows: Iterable[Row], merges: Iterable[str] = (), **more: Any) -> Sheet:
    """A sheet from rows; blank and None cells are not kept."""
    cells = {
        (at, column): Cell(str(value), at, column)
        for at, row in enumerate(rows, start=1)
        for column, value in enumerate(row, start=1)
        if value not in (None, "")
    }
    areas: list[Merge] = [area for text in merges if (area := read_area(text))]
    return Sheet(more.pop("name", "附件1"), cells, tuple(areas), **more)


def a_table(rows: Iterable[Row], merges: Iterable[str] = (), **more: Any) -> Table:
    """The one table of a sheet."""
    (table,) = find_tables(a_sheet(rows, merges, **more))
    return table


def drafts_of(rows: Iterable[Row], merges: Iterable[str] = (), **more: Any) -> DraftList:
    """The tasks of a sheet's one table, read for 2020."""
    table = a_table(rows, merges, **more)
    return read_drafts(table, map_columns(table), year=2020)


def a_workbook(
    path: Path, rows: Iterable[Row], merges: Iterable[str] = (), *, name: str = "附件1"
) -> Path:
    """A workbook of one sheet."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = name
    for row in rows:
        sheet.append(list(row))
    for area in merges:
        sheet.merge_cells(area)
    book.save(path)
    return path


def column(number: int) -> str:
    """The letters of a column."""
    return str(get_column_letter(number))
