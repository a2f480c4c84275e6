"""The examiner: whether a ledger is whole, whether it holds what was promised, what of it is left.

It believes nothing the program says of itself: beside opening the ledger as the clerk would, it
reads the database on its own, plays the journal anew and compares it with every record.
"""

import hashlib
import json
import os
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select

from app.errors import UserError
from app.files import hashed_name
from app.models.database import DATABASE, Ledger
from app.models.journal import Change
from app.models.migrations import RECORDS
from app.models.recording import row_values
from app.services.keeping.backup import back_up_daily, newest_good, restore
from app.services.keeping.ledgers import is_ledger, open_ledger
from bench.trust.verbs import Promise

_UNJOURNALLED = frozenset({"operation", "change"})
_LEFTOVERS = (".writing-*", ".drill-*", ".creating-*", "*.part")
_RECENT = 10
"""How many copies stay whatever their age, as the clerk is told."""
State = dict[str, str]


def examine(folder: Path, *, journalled: bool = True) -> list[str]:
    """Everything wrong with a ledger, in words for the bench's reader; empty when it is whole.

    Args:
        folder: the ledger.
        journalled: every record of it was made by a verb, so the journal must account for all.
    """
    try:
        with open_ledger(folder) as ledger:
            faults = list(_unaccounted(ledger)) if journalled else []
    except UserError as error:
        return [f"not opened: {error.code} {error.message} {error.details}"]
    with closing(sqlite3.connect(folder / DATABASE)) as database:
        faults += _own_look(database)
        faults += [f"file: {fault}" for fault in _bad_files(database, folder)]
    if newest_good(folder) is None and list((folder / "backups").glob("*.db")):
        faults.append("no copy is sound")
    return faults


def broken(folder: Path, promises: Iterable[Promise], acknowledged: int) -> list[str]:
    """The promises a ledger no longer holds; what a later, unacknowledged step touched is open."""
    with closing(sqlite3.connect(folder / DATABASE)) as database:
        newest = database.execute("SELECT max(id) FROM operation WHERE sealed").fetchone()[0] or 0
        lost = [f"operation {newest + 1} to {acknowledged}"] if newest < acknowledged else []
        later = "SELECT record, record_id FROM change WHERE operation_id > ?"
        touched = set(database.execute(later, (acknowledged,)))
        last = {(kind, about): said for kind, about, said in promises}
        for (kind, about), said in last.items():
            lost += _lost(database, kind, about, said, touched)
    return lost


def state_of(folder: Path) -> State:
    """What a ledger holds, by name: every table's rows, every kept file."""
    state: State = {}
    with closing(sqlite3.connect(folder / DATABASE)) as database:
        database.text_factory = bytes  # what is damaged may be no text any more
        for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type='table'"):
            table = name.decode()
            rows = database.execute(f"SELECT * FROM {table}").fetchall()  # noqa: S608
            state[table] = _digest(repr(sorted(rows, key=repr)).encode())
    for kept in ("evidence", "returns"):
        for path in sorted((folder / kept).glob("*")):
            state[f"{kept}/{path.name}"] = _digest(path.read_bytes())
    return state


def leftovers(folder: Path) -> list[str]:
    """Unfinished files of a ledger that not even the backup of the next day clears away."""
    if not _unfinished(folder):
        return []
    for path in _unfinished(folder):
        os.utime(path, (0, 0))
    with open_ledger(folder) as ledger:
        back_up_daily(ledger, now=datetime.now(UTC), asked=True)
    return [path.relative_to(folder).as_posix() for path in _unfinished(folder)]


def ledgers_of(root: Path) -> list[Path]:
    """What the clerk would take for a ledger in a place, whoever made it."""
    return sorted(path.parent for path in root.glob(f"*/{DATABASE}") if is_ledger(path.parent))


def _unfinished(folder: Path) -> list[Path]:
    return sorted(path for sign in _LEFTOVERS for path in folder.rglob(sign))


def _unaccounted(ledger: Ledger) -> Iterator[str]:
    """Records that are not what the journal, played from its first line, comes to."""
    with ledger.reading() as session:
        told: dict[tuple[str, int], dict[str, Any] | None] = {}
        for change in session.scalars(select(Change).order_by(Change.id)):
            key = change.record, change.record_id
            if change.after is None:
                told[key] = None
            else:
                told[key] = {**(told.get(key) or {}), **change.after}
        for name, record in RECORDS.items():
            if name in _UNJOURNALLED:
                continue
            for row in session.scalars(select(record)):
                if _plain(told.pop((name, row.id), None)) != _plain(row_values(row)):
                    yield f"{name} {row.id} is not what the journal says"
    yield from (f"{name} {number} is gone" for (name, number), held in told.items() if held)


def _plain(values: dict[str, Any] | None) -> str:
    return json.dumps(values, sort_keys=True, ensure_ascii=False)


def _own_look(database: sqlite3.Connection) -> list[str]:
    rows = [row[0] for row in database.execute("PRAGMA integrity_check")]
    strays = database.execute("PRAGMA foreign_key_check").fetchall()
    open_lines = database.execute("SELECT count(*) FROM operation WHERE NOT sealed").fetchone()[0]
    return (
        [f"integrity: {row}" for row in rows if row != "ok"]
        + [f"stray: {row}" for row in strays]
        + ([f"{open_lines} lines of the journal are open"] if open_lines else [])
    )


def _bad_files(database: sqlite3.Connection, folder: Path) -> Iterator[str]:
    """Proof, sources and filed returns the records speak of that are not there as they were."""
    wanted: dict[Path, str] = {}
    for table in ("evidence", "list_source", "blank_form"):
        for digest, name in database.execute(f"SELECT sha256, file_name FROM {table}"):  # noqa: S608
            wanted[folder / "evidence" / hashed_name(digest, name)] = digest
    for (files,) in database.execute("SELECT files FROM filed_return"):
        wanted |= {folder / "returns" / name: one for name, one in json.loads(files).items()}
    for path, digest in wanted.items():
        if not path.is_file():
            yield f"{path.name} is missing"
        elif _digest(path.read_bytes()) != digest:
            yield f"{path.name} is altered"


def _lost(
    database: sqlite3.Connection, kind: str, about: str, said: str, touched: set[tuple[str, int]]
) -> list[str]:
    if kind == "item":
        row = database.execute("SELECT done_on FROM item WHERE id = ?", (int(about),)).fetchone()
        open_to_doubt = ("item", int(about)) in touched
        return [] if open_to_doubt or row == (said,) else [f"item {about}: {row} for {said}"]
    if kind == "entry":
        query = "SELECT id, text FROM progress WHERE task_id = ? AND period = '2020Q2'"
        row = database.execute(query, (int(about),)).fetchone() or (0, None)
        return [] if ("progress", row[0]) in touched or row[1] == said else [f"entry {about}"]
    path = Path(about)
    if kind == "copy" and not path.is_file() and _may_be_thinned(path):
        return []
    if kind in {"file", "copy"}:
        good = path.is_file() and _digest(path.read_bytes()) == said
        return [] if good else [f"{kind} {path.name}"]
    if kind == "pack":
        return _unpacks(path, said)
    return [f"{path.name}: {fault}" for fault in examine(path, journalled=False)]


def _may_be_thinned(copy: Path) -> bool:
    """True of a copy the keeping rule may let go: ten newer ones are there, one of its week."""
    newer = sorted(one.name for one in copy.parent.glob("*.db") if one.name > copy.name)
    return len(newer) >= _RECENT and _spans(newer[0]) == _spans(copy.name)


def _spans(name: str) -> tuple[int, ...]:
    """The year, week and month a copy is of: the newest of each stay longer."""
    day = date.fromisoformat(name[: len("2020-06-01")])
    return (*day.isocalendar()[:2], day.month)


def _unpacks(pack: Path, password: str) -> list[str]:
    with tempfile.TemporaryDirectory(dir=pack.parent) as name:
        try:
            restore(pack, Path(name) / "x", password=password)
        except UserError as error:
            return [f"{pack.name}: {error.message}"]
    return []


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
