"""Copies of the database: made in one consistent state, opened again, checked and counted."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from app.errors import UserError
from app.files import hashed_name
from app.models.database import Ledger, telling_database_faults, uri_options
from app.models.migrations import RECORDS
from app.models.strangers import LAYOUT, strange_parts
from app.services.keeping.packing import travels

_OLDEST = ("task_list", "task", "item", "progress", "evidence", "filed_return", "operation")
"""What every ledger has; what came with later schemas is counted where it stands."""
_COUNTED = (*_OLDEST, *sorted(set(RECORDS) - set(_OLDEST)))
_BY_HASH = ("evidence", "list_source", "blank_form")
_JOURNAL_MARKS = slice(18, 20)
_ROLLBACK = b"\x01\x01"


def copy_database(ledger: Ledger, target: Path) -> None:
    """Copy the running database with SQLite's backup API, in one consistent state.

    Raises:
        UserError: the target can't be written.
    """
    with _source_of(ledger) as source:
        try:
            with closing(sqlite3.connect(target)) as copy:
                source.backup(copy)
                # A copy is one file: no log beside it that could be left behind.
                copy.execute("PRAGMA journal_mode=DELETE")
        except sqlite3.Error as error:
            is_full = "full" in str(error)
            words = "磁盘空间已满" if is_full else f"“{target.parent}”写不进去"
            raise UserError(
                "disk_full" if is_full else "backup_failed",
                f"备份没有写成：{words}；请{'腾出空间' if is_full else '检查磁盘和权限'}后再试。",
                details=str(error),
            ) from error


def snapshot(ledger: Ledger) -> tuple[bytes, dict[str, int]]:
    """The whole database in memory, and its counts: for where nothing may lie in plain beside.

    Raises:
        UserError: the ledger is damaged or gone.
    """
    with _source_of(ledger) as source, closing(sqlite3.connect(":memory:")) as copy:
        try:
            source.backup(copy)
            counts = _count(copy)
            content = bytearray(copy.serialize())
        except sqlite3.Error as error:
            raise UserError(
                "damaged", "台账已损坏，没有写出；请先检查台账。", details=str(error)
            ) from error
    # The marks of a write-ahead log would make a reader look for one beside the copy.
    content[_JOURNAL_MARKS] = _ROLLBACK
    return bytes(content), counts


def count_records(database: Path) -> dict[str, int]:
    """Open a database file on its own, check it, and count its records by kind.

    Raises:
        UserError: the file is damaged or no ledger.
    """
    with _opened(database) as copy:
        return _count(copy)


def files_wanted(database: Path) -> dict[str, str]:
    """Every kept file a copy's records speak of: its place in the ledger, and its hash.

    Raises:
        UserError: the file is damaged or no ledger, or speaks of files that lie in none.
    """
    wanted: dict[str, str] = {}
    with _opened(database) as copy:
        for table in _present(copy, _BY_HASH):
            rows = copy.execute(f"SELECT sha256, file_name FROM {table}")  # noqa: S608
            wanted |= {f"evidence/{hashed_name(*row)}": row[0] for row in rows}
        for (files,) in copy.execute("SELECT files FROM filed_return"):
            wanted |= {f"returns/{name}": digest for name, digest in json.loads(files).items()}
        if astray := [place for place in wanted if not travels(place)]:
            raise ValueError(astray[0])  # made to harm: it would be written outside the ledger
    return wanted


@contextmanager
def _source_of(ledger: Ledger) -> Iterator[sqlite3.Connection]:
    with telling_database_faults(ledger.folder), ledger.engine.connect() as connection:
        source = connection.connection.driver_connection
        if not isinstance(source, sqlite3.Connection):
            raise TypeError(source)
        connection.rollback()
        yield source


@contextmanager
def _opened(database: Path) -> Iterator[sqlite3.Connection]:
    try:
        uri = f"{database.resolve().as_uri()}?{uri_options(database.parent, readonly=True)}"
        with closing(sqlite3.connect(uri, uri=True)) as copy:
            yield copy
    except (sqlite3.Error, ValueError, AttributeError, TypeError) as error:
        raise UserError(
            "damaged", f"“{database.name}”打不开或已损坏；请换一份备份。", details=str(error)
        ) from error


def _count(copy: sqlite3.Connection) -> dict[str, int]:
    state = copy.execute("PRAGMA quick_check").fetchone()[0]
    if state != "ok":
        raise sqlite3.DatabaseError(state)
    if strange := strange_parts(copy.execute(LAYOUT)):
        raise sqlite3.DatabaseError(strange[0])
    tables = (*_OLDEST, *_present(copy, _COUNTED[len(_OLDEST) :]))
    return {
        table: copy.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608
        for table in tables
    }


def _present(copy: sqlite3.Connection, tables: tuple[str, ...]) -> tuple[str, ...]:
    held = {row[0] for row in copy.execute("SELECT name FROM sqlite_master WHERE type='table'")}
    return tuple(table for table in tables if table in held)
