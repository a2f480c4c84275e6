"""Problems from a file or from the clipboard: first what was understood, then written down."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import select

from app.errors import UserError
from app.importing.readers.clipboard import PASTED, read_clipboard
from app.importing.readers.registry import read_sheets
from app.importing.registers.problemtables import (
    ProblemDraft,
    ProblemTable,
    drafts_of,
    find_problem_tables,
    read_rows,
)
from app.importing.sheet import Cell, Sheet
from app.importing.tables.headings import squash
from app.models.database import Ledger
from app.models.rules.deadlines import read_deadline
from app.models.supervision import Problem
from app.monitor import SILENT, Monitor
from app.services.supervision.problems import add_records


@dataclass(frozen=True, slots=True)
class ReadProblem:
    """A problem as it would be written down.

    Attributes:
        draft: its texts as read.
        due: what its deadline means; None when there is none or it names no day.
        held: the ledger holds a problem of the same wording already.
    """

    draft: ProblemDraft
    due: date | None
    held: bool


@dataclass(frozen=True, slots=True)
class ProblemPreview:
    """What was understood of one list of problems; nothing is written yet."""

    file: str
    table: ProblemTable
    problems: tuple[ReadProblem, ...]
    year: int

    @property
    def fresh(self) -> tuple[int, ...]:
        """The rows that the ledger doesn't hold yet."""
        return tuple(one.draft.row for one in self.problems if not one.held)


def read_problem_file(
    ledger: Ledger, path: Path, *, year: int, monitor: Monitor = SILENT
) -> tuple[ProblemPreview, ...]:
    """Every list of problems in a file, each as it would be written down.

    Args:
        ledger: the ledger, to tell what it holds already.
        path: a file of any format the readers know.
        year: for deadlines that name none.
        monitor: hears how far the reading is.

    Raises:
        UserError: the file can't be read, or holds no list of problems (``no_problem_table``).
    """
    tables = find_problem_tables(read_sheets(path, monitor=monitor))
    if not tables:
        raise UserError(
            "no_problem_table",
            f"在“{path.name}”里没有找到问题清单（要有表头，并有“问题”或“存在问题”一列）；"
            "请检查是否选错了文件，或复制这几行后直接粘贴。",
        )
    return tuple(preview(ledger, table, file=path.name, year=year) for table in tables)


def preview(ledger: Ledger, table: ProblemTable, *, file: str, year: int) -> ProblemPreview:
    """What a table comes to, with what the ledger holds of it already."""
    with ledger.reading() as session:
        held = {squash(text) for text in session.scalars(select(Problem.text))}
    found = tuple(
        ReadProblem(
            draft,
            read_deadline(draft.values.get("deadline_text", ""), year=year).due,
            squash(draft.values["text"]) in held,
        )
        for draft in drafts_of(table)
    )
    return ProblemPreview(file, table, found, year)


def import_problems(
    ledger: Ledger, chosen: ProblemPreview, *, rows: Collection[int], source: str = ""
) -> list[int]:
    """Write down some rows of a list of problems; one step that can be undone.

    Args:
        ledger: the ledger.
        chosen: what was understood.
        rows: the rows to take.
        source: the source of those that name none.

    Raises:
        UserError: ``nothing_chosen``.
    """
    drafts = [one.draft for one in chosen.problems if one.draft.row in rows]
    if not drafts:
        raise UserError("nothing_chosen", "没有选中要导入的问题；请至少勾选一行。")
    title = f"导入问题 {len(drafts)} 个：{chosen.file}"
    return _write(ledger, "import_problems", title, drafts, source=source, year=chosen.year)


def paste_problems(
    ledger: Ledger, rows: Sequence[Sequence[str]], *, year: int, source: str = ""
) -> list[int]:
    """Add problems from pasted rows; a row of headings names the columns, else content tells.

    Raises:
        UserError: ``nothing_pasted``.
    """
    cells = {
        (at, column): Cell(text, at, column)
        for at, row in enumerate(rows, 1)
        for column, text in enumerate(row, 1)
        if text.strip()
    }
    return _paste(ledger, Sheet(PASTED, cells), year=year, source=source)


def paste_clipboard(
    ledger: Ledger, html: str | None, text: str | None, *, year: int, source: str = ""
) -> list[int]:
    """Add problems from what was copied in WPS, Excel or Word, line breaks and merges kept.

    Raises:
        UserError: ``empty_clipboard`` or ``nothing_pasted``.
    """
    return _paste(ledger, read_clipboard(html, text)[0], year=year, source=source)


def _paste(ledger: Ledger, sheet: Sheet, *, year: int, source: str) -> list[int]:
    table = read_rows(sheet) if sheet.cells else None
    drafts = drafts_of(table) if table else ()
    if not drafts:
        raise UserError("nothing_pasted", "剪贴板里没有可用的行；请在表格里选中后再复制。")
    title = f"粘贴问题 {len(drafts)} 个"
    return _write(ledger, "paste_problems", title, drafts, source=source, year=year)


def _write(
    ledger: Ledger,
    verb: str,
    title: str,
    drafts: Sequence[ProblemDraft],
    *,
    source: str,
    year: int,
) -> list[int]:
    with ledger.transaction(verb, title) as work:
        records = [_record(draft, source, year) for draft in drafts]
        return add_records(work.session, records, year=year)


def _record(draft: ProblemDraft, source: str, year: int) -> Mapping[str, Any]:
    record: dict[str, Any] = dict(draft.values)
    fields = dict(draft.fields)
    record.setdefault("source", source)
    found_on = record.pop("found_on", "")
    if found_on:
        reading = read_deadline(found_on, year=year)
        if reading.due is not None and reading.precision == "day":
            record["found_on"] = reading.due
        else:
            fields["发现日期"] = found_on
    return record | {"fields": fields}
