"""A whole file read: every task table in it, its duties in prose, and what else stands there."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from app.errors import UserError
from app.importing.draftreading import read_drafts
from app.importing.drafts import DraftList
from app.importing.paragraphs import PROSE_SHEET, Paragraph, as_sheet
from app.importing.prose.plan import plan_title, read_prose
from app.importing.readers.limits import MAX_PARAGRAPHS
from app.importing.readers.package import too_large
from app.importing.readers.registry import read_sheets
from app.importing.readers.running_text import read_document_text, read_plain_text
from app.importing.sheet import Sheet
from app.importing.tables.columns import map_columns
from app.importing.tables.layout import Table, find_tables
from app.monitor import SILENT, Monitor

Remembered = Mapping[str, Mapping[str, str | None]]

_LEAST_BESIDE_TABLES = 3
_DATED = re.compile(r"(?<!\d)(20[0-4]\d)年")
_YEAR = re.compile(r"(?<!\d)(20[0-4]\d)(?!\d)")


@dataclass(frozen=True, slots=True)
class OtherPart:
    """A sheet or table that holds no tasks.

    Attributes:
        sheet: the sheet's name.
        title: the table's title, or empty.
        why: a Chinese phrase.
        text: the beginning of what stands there.
    """

    sheet: str
    title: str
    why: str
    text: str


@dataclass(frozen=True, slots=True)
class ReadResult:
    """What a file holds.

    Attributes:
        file: the file's name.
        lists: its task lists, in reading order, those of hidden sheets last; after them the
            duties of its running text, when it holds any.
        others: sheets and tables without tasks.
        sheets: everything it shows, as it came; its running text as a sheet of one column.
    """

    file: str
    lists: tuple[DraftList, ...]
    others: tuple[OtherPart, ...] = ()
    sheets: tuple[Sheet, ...] = ()


def read_file(
    path: Path,
    *,
    sheet: str | None = None,
    year: int | None = None,
    remembered: Remembered | None = None,
    monitor: Monitor = SILENT,
) -> ReadResult:
    """Read every task list of a file; a document's running text is one more when it has duties.

    Args:
        path: the file, of any format that :func:`read_sheets` reads.
        sheet: read this sheet alone; 正文 is the running text.
        year: the plan's year; when None it is taken from the title, the file's name, or today.
        remembered: mappings the clerk confirmed before, by head fingerprint.
        monitor: hears how far the reading is.

    Raises:
        UserError: the file can't be read, has no such sheet (``no_such_sheet``), or holds no
            task list (``no_task_table``).
    """
    running = _running_text(path, sheet)
    sheets = () if running and sheet else _chosen(path, _sheets(path, running, monitor), sheet)
    lists: list[DraftList] = []
    others: list[OtherPart] = []
    for done, each in enumerate(sorted(sheets, key=lambda one: one.hidden)):
        monitor.report(done, len(sheets), f"正在识别“{each.name}”")
        tables = find_tables(each)
        for table in tables:
            _sort_in(table, path, year, remembered, lists, others, monitor)
        if not tables and each.cells:
            others.append(OtherPart(each.name, "", "没有找到表头", _beginning(each)))
    if not lists and sheet is None and not running:
        running, others = read_plain_text(path), []
    lists += _prose_lists(path, running, year, beside_tables=bool(lists))
    if not lists:
        message = f"在“{path.name}”里没有找到任务表（要有表头和任务内容）；请检查是否选错了文件。"
        raise UserError("no_task_table", message)
    shown = (*sheets, as_sheet(running)) if running else sheets
    return ReadResult(path.name, tuple(lists), tuple(others), shown)


def read_source(path: Path, *, monitor: Monitor = SILENT) -> tuple[Sheet, ...]:
    """Everything a file shows: its sheets, and its running text as a sheet of one column.

    Raises:
        UserError: the file can't be read.
    """
    paragraphs = _bounded(path, read_document_text(path) or read_plain_text(path))
    sheets = _sheets(path, paragraphs, monitor)
    return (*sheets, as_sheet(paragraphs)) if paragraphs else sheets


def in_year(drafts: DraftList, year: int) -> DraftList:
    """The same list with its deadlines read for another year."""
    if drafts.kind == "prose":
        return read_prose(drafts.paragraphs, year=year, title=drafts.title)
    return read_drafts(drafts.table, drafts.mapping, year=year)


def _running_text(path: Path, sheet: str | None) -> tuple[Paragraph, ...]:
    """A document's running text; that of a text file, whose lines may be a table, if asked for."""
    if sheet is None:
        return _bounded(path, read_document_text(path))
    if sheet == PROSE_SHEET:
        return _bounded(path, read_document_text(path) or read_plain_text(path))
    return ()


def _bounded(path: Path, paragraphs: tuple[Paragraph, ...]) -> tuple[Paragraph, ...]:
    if len(paragraphs) > MAX_PARAGRAPHS:
        raise too_large(path, f"{len(paragraphs)} paragraphs")
    return paragraphs


def _sheets(path: Path, paragraphs: tuple[Paragraph, ...], monitor: Monitor) -> tuple[Sheet, ...]:
    """The sheets of a file; a document with running text need not have any."""
    try:
        return read_sheets(path, monitor=monitor)
    except UserError as error:
        if error.code == "no_table" and paragraphs:
            return ()
        raise


def _prose_lists(
    path: Path, paragraphs: tuple[Paragraph, ...], year: int | None, *, beside_tables: bool
) -> list[DraftList]:
    """The duties of the running text as a list, when it holds any.

    Beside tables a letter that sends them round is no plan: there must be headings too.
    """
    if not paragraphs:
        return []
    drafts = read_prose(paragraphs, year=year or _year_of_prose(paragraphs, path), title=path.stem)
    grouped = sum(1 for task in drafts.tasks if task.groups)
    enough = grouped >= _LEAST_BESIDE_TABLES if beside_tables else bool(drafts.tasks)
    return [drafts] if enough else []


def _year_of_prose(paragraphs: tuple[Paragraph, ...], path: Path) -> int:
    """The year a plan in prose speaks of: in its title, its file's name, or most often."""
    title = plan_title(paragraphs)
    for text, pick in ((title, -1), (path.stem, 0)):
        found = _YEAR.findall(text)
        if found:
            return int(found[pick])
    return _commonest_year(each.text for each in paragraphs)


def _commonest_year(texts: Iterable[str]) -> int:
    """The year named most often, of equals the latest; today's when none is."""
    counted = Counter(year for text in texts for year in _DATED.findall(text))
    if counted:
        return int(max(counted, key=lambda year: (counted[year], year)))
    return datetime.now(UTC).astimezone().year


def _chosen(path: Path, sheets: tuple[Sheet, ...], name: str | None) -> tuple[Sheet, ...]:
    if name is None:
        return sheets
    found = tuple(sheet for sheet in sheets if sheet.name.strip() == name.strip())
    if not found:
        names = "、".join(sheet.name for sheet in sheets)
        message = f"“{path.name}”里没有名为“{name}”的工作表；现有：{names}。"
        raise UserError("no_such_sheet", message)
    return found


def _sort_in(
    table: Table,
    path: Path,
    year: int | None,
    remembered: Remembered | None,
    lists: list[DraftList],
    others: list[OtherPart],
    monitor: Monitor,
) -> None:
    """Put a table to the lists, or to the other parts with the reason."""
    mapping = map_columns(table, remembered=remembered)
    if not mapping.has("text"):
        why = "有表头，但没有任务内容一列"
        others.append(OtherPart(table.sheet, table.title, why, table.title))
    elif not table.rows:
        others.append(OtherPart(table.sheet, table.title, "只有表头，没有任务", table.title))
    else:
        year = year or _year_of(table, path)
        lists.append(read_drafts(table, mapping, year=year, monitor=monitor))


def _year_of(table: Table, path: Path) -> int:
    """The year a table speaks of: in its title, its file's name, its unit line, or its cells."""
    for text in (table.title, path.stem, table.unit_line, table.sheet):
        found = _YEAR.findall(text)
        if found:
            return int(found[-1] if text == table.title else found[0])
    return _commonest_year(cell.text for row in table.rows for cell in row.cells.values())


def _beginning(sheet: Sheet) -> str:
    first = sorted(sheet.cells)[:3]
    return " ".join(sheet.cells[address].value.strip() for address in first)[:80]
