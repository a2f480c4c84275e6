"""The ledger's database: how it is opened, guarded, changed in transactions and kept whole."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session
from sqlalchemy.pool import QueuePool

from app.errors import UNSURE, UserError
from app.files import disk_fault, telling_disk_faults
from app.models import fingerprint
from app.models.holding import Hold, holder, is_held, is_ours, let_go, take_lock
from app.models.journal import Change, Operation
from app.models.location import is_local, may_write
from app.models.recording import journalling
from app.models.recovery import recover

DATABASE = "ledger.db"
_DAMAGED = "台账“{}”已损坏；请用备份恢复到新文件夹。"
_UNSURE_WORDS = "读写台账时磁盘出错，不能确定刚才的修改是否已保存；请检查磁盘，再重新打开台账核对。"


@dataclass(slots=True)
class Work:
    """One running transaction: its session, and the journal line it will leave.

    ``title`` may be reworded while the work goes on; with no change made no line is left.
    """

    session: Session
    operation: Operation

    def entitle(self, title: str) -> None:
        """Say in the journal what was done."""
        self.operation.title = title


class Ledger:
    """An open ledger folder. One process writes; any number may read.

    Attributes:
        folder: the folder the clerk sees.
        who: the name written into the journal.
        readonly: True when another holder writes, or the medium can't be written.
        held_by: who writes it while we only read, in words; empty when nobody does.
        damaged: True when it was opened, for looking only, although its database is damaged.
        closed_well: True when whoever wrote it last closed it as it should be.
    """

    def __init__(self, folder: Path, *, who: str, readonly: bool) -> None:
        self.folder = folder
        self.who = who
        self.readonly = readonly
        self.damaged = False
        self.closed_well = True
        self._hold = None if readonly else take_lock(folder)
        if self._hold is not None:
            self.closed_well = _begin_writing(folder, self._hold)
        self.held_by = holder(folder) if readonly and is_held(folder) else ""
        self.engine = make_engine(folder / DATABASE, readonly=readonly)
        self._writer = self.engine.execution_options(opening="BEGIN IMMEDIATE")

    @property
    def evidence_folder(self) -> Path:
        """Where proof and source files are kept by hash."""
        return self.folder / "evidence"

    @property
    def returns_folder(self) -> Path:
        """Where filed returns are kept."""
        return self.folder / "returns"

    @property
    def backups_folder(self) -> Path:
        """Where backups are kept."""
        return self.folder / "backups"

    @contextmanager
    def transaction(
        self,
        verb: str,
        title: str,
        *,
        kind: str = "do",
        target_id: int | None = None,
        undoable: bool = True,
    ) -> Iterator[Work]:
        """Change the ledger: all of the block or nothing, written into the journal.

        Raises:
            UserError: the ledger is read-only or another has taken it over, or the disk is full,
                gone or damaged.
        """
        if self.damaged:
            raise UserError("read_only", "台账已损坏，只能查看；请用最近的好备份恢复到旁边。")
        if self._hold is None:
            raise UserError("read_only", "台账以只读方式打开，不能修改；请在另一处关闭后重新打开。")
        if not is_ours(self.folder, self._hold):
            self._hold = self._held_again(self._hold)
        with telling_database_faults(self.folder), Session(self._writer) as session:
            operation = Operation(
                who=self.who,
                verb=verb,
                title=title,
                kind=kind,
                target_id=target_id,
                undoable=undoable,
            )
            session.add(operation)
            session.flush()
            with journalling(session, operation):
                yield Work(session, operation)
            _seal(session, operation)
            _refuse_vanished(self.folder)
            self._commit(session)

    def _held_again(self, lost: Hold) -> Hold:
        """Take the lock anew after its files were cleared away under us, unless another has it."""
        _refuse_vanished(self.folder)
        lost.lock.release()
        hold = take_lock(self.folder)
        _begin_writing(self.folder, hold)
        return hold

    def _commit(self, session: Session) -> None:
        """Commit, and when the disk fails in the midst of it be sure that nothing was saved.

        What stands in the log whole but was never flushed might come back after a crash.
        """
        try:
            session.commit()
        except DBAPIError as error:
            if not _was_unflushed(error):
                raise
            session.rollback()
            if not self._drop_unflushed():
                raise UserError(UNSURE, _UNSURE_WORDS, details=str(error.orig)) from error
            raise

    def _drop_unflushed(self) -> bool:
        """Empty the write-ahead log of all but what was committed; whether that went well."""
        try:
            with self.engine.connect() as connection:
                driver = connection.connection.driver_connection
                if not isinstance(driver, sqlite3.Connection):
                    raise TypeError(driver)
                (busy, *_) = driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        except (DBAPIError, sqlite3.Error):
            return False
        return not busy  # without such a log the journal beside it takes back what was begun

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Read the ledger in one consistent state."""
        with telling_database_faults(self.folder):
            if self.readonly:
                recover(self.folder / DATABASE)
            with Session(self.engine) as session:
                yield session

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_fault: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the database and of the right to write."""
        pool = self.engine.pool
        all_returned = isinstance(pool, QueuePool) and not pool.checkedout()
        self.engine.dispose()
        if self._hold is not None:
            if all_returned and is_ours(self.folder, self._hold):
                with suppress(OSError, UserError):
                    fingerprint.leave(self.folder / DATABASE)
            let_go(self.folder, self._hold)
            self._hold = None


def _was_unflushed(error: DBAPIError) -> bool:
    code: int | None = getattr(error.orig, "sqlite_errorcode", None)
    return code == sqlite3.SQLITE_IOERR_FSYNC


def _begin_writing(folder: Path, hold: Hold) -> bool:
    """Take back what the last writer said of the closed file; whether it had said anything."""
    try:
        with telling_disk_faults(folder):
            return fingerprint.take_back(folder / DATABASE)
    except UserError:
        let_go(folder, hold)
        raise


def _refuse_vanished(folder: Path) -> None:
    """An open file outlives its folder: what is written then would be found by nobody."""
    if not (folder / DATABASE).exists():
        raise UserError(
            "not_found",
            f"找不到台账“{folder}”，刚才的修改没有保存；请检查文件夹是否已移动、磁盘或网络是否断开。",
        )


def _seal(session: Session, operation: Operation) -> None:
    """Close the journal line for good; work that changed nothing leaves none."""
    changed = session.query(Change.id).filter_by(operation_id=operation.id).first()
    if changed is None and operation.kind == "do":
        session.delete(operation)
    else:
        operation.sealed = True


def make_engine(database: Path, *, readonly: bool = False) -> Engine:
    """An engine whose transactions are real ones and whose foreign keys hold.

    SQLite's driver would begin late and let rolled-back DDL survive; here every transaction
    begins when it says so, a writing one with BEGIN IMMEDIATE.
    """
    uri = f"{database.resolve().as_uri()}?{uri_options(database.parent, readonly=readonly)}"

    def connect() -> sqlite3.Connection:
        return sqlite3.connect(uri, uri=True, timeout=10, check_same_thread=False)

    engine = create_engine(  # a fault's words go to the log: not what the clerk had typed
        "sqlite://", creator=connect, poolclass=QueuePool, hide_parameters=True
    )
    event.listen(engine, "connect", _prepare_readonly if readonly else _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def uri_options(folder: Path, *, readonly: bool) -> str:
    """How SQLite opens the file; on a read-only medium it must not look for side files."""
    if not readonly:
        return "mode=rwc"
    return "mode=ro" if may_write(folder) else "mode=ro&immutable=1"


def _prepare(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None
    path = connection.execute("PRAGMA database_list").fetchone()[2]
    mode = "WAL" if is_local(Path(path)) else "DELETE"
    connection.execute(f"PRAGMA journal_mode={mode}")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("PRAGMA foreign_keys=ON")


def _prepare_readonly(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None
    connection.execute("PRAGMA query_only=ON")


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql(connection.get_execution_options().get("opening", "BEGIN"))


@contextmanager
def telling_database_faults(folder: Path) -> Iterator[None]:
    """Turn the database's known troubles into sentences; an unknown one stays our bug."""
    try:
        yield
    except (DBAPIError, sqlite3.Error) as error:
        words = str(error.orig if isinstance(error, DBAPIError) else error)
        known = _known_fault(words, folder)
        if known is None:
            raise
        raise known from error
    except UnicodeDecodeError as error:  # even the name of a table may be no text any more
        raise UserError("damaged", _DAMAGED.format(folder), details=repr(error)) from error
    except OSError as error:
        raise disk_fault(error, folder) from error


def _known_fault(words: str, folder: Path) -> UserError | None:
    table = (
        ("disk is full", "disk_full", "磁盘空间已满，刚才的修改没有保存；请腾出空间后再试。"),
        ("disk I/O error", "disk_fault", "读写台账时磁盘出错，刚才的修改没有保存；请检查磁盘。"),
        ("readonly", "no_permission", f"台账文件夹“{folder}”是只读的，修改没有保存；请检查权限。"),
        (
            "unable to open",
            "not_found",
            f"打不开“{folder}”里的台账；请检查文件夹是否还在、能否读写。",
        ),
        ("locked", "ledger_busy", "台账正被另一个程序占用，修改没有保存；请稍后再试。"),
        ("malformed", "damaged", _DAMAGED.format(folder)),
        ("Could not decode", "damaged", _DAMAGED.format(folder)),
        ("not a database", "damaged", f"“{folder}”里的台账文件已损坏；请用备份恢复到新文件夹。"),
    )
    for sign, code, message in table:
        if sign in words:
            return UserError(code, message, details=words)
    return None


def integrity_faults(engine: Engine, *, quick: bool = True) -> tuple[str, ...]:
    """What SQLite's own check finds wrong, empty when all is well."""
    try:
        with engine.connect() as connection:
            check = "quick_check" if quick else "integrity_check"
            rows = [row[0] for row in connection.execute(text(f"PRAGMA {check}"))]
            strays = connection.execute(text("PRAGMA foreign_key_check")).all()
    except DBAPIError as error:
        if _known_fault(str(error.orig), Path()):
            raise
        return (str(error.orig),)  # a schema so altered that it can't even be checked
    faults = [row for row in rows if row != "ok"]
    return (*faults, *(f"{row[0]} {row[1]}: {row[2]}" for row in strays))
