"""What a crash left beside the database is brought in before anybody looks at the ledger.

SQLite rolls back or takes over by itself what was half written, but only for a connection that
may write. Whoever opens a ledger looks first without touching it, and would be refused.
"""

import sqlite3
from contextlib import closing
from pathlib import Path

from app.errors import UserError
from app.models.holding import is_held
from app.models.location import may_write
from app.models.loglosses import note_losses, steps_ends

_PATIENCE = 10  # seconds, as everywhere: another may be at the same work
_SIDES = ("-journal", "-wal")


def recover(database: Path) -> None:
    """Let SQLite finish what a crash interrupted; a living writer's own work is left alone.

    Raises:
        UserError: ``unfinished``: it can't be finished here, and what would be seen is not what
            was saved; or what was lost can't be noted.
        OSError, sqlite3.Error: the disk is full, damaged or gone.
    """
    if not _is_unfinished(database):
        return
    folder = database.parent
    if not may_write(folder):
        raise UserError(
            "unfinished",
            f"“{folder}”里有没写完的内容，这里又不能写入，看到的会不完整；"
            "请把整个文件夹拷到本机磁盘再打开。",
        )
    if not is_held(folder):
        ends = steps_ends(database)  # before it is taken in and gone
        with closing(sqlite3.connect(database, timeout=_PATIENCE)) as connection:
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
            _, read_back, _ = connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
            note_losses(database, ends, max(read_back, 0))


def _is_unfinished(database: Path) -> bool:
    sides = (database.with_name(database.name + ending) for ending in _SIDES)
    return any(side.is_file() and side.stat().st_size for side in sides)
