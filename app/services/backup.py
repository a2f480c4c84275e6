"""Copies that can be trusted: each is written by SQLite's own backup, opened again and counted."""

import hashlib
import json
import shutil
import sqlite3
import tempfile
import zipfile
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath

from sqlalchemy import select

from app.errors import UserError
from app.files import atomic_write, hashed_name, sha256_of, telling_disk_faults
from app.models.database import DATABASE, Ledger, integrity_faults, telling_database_faults
from app.models.returns import Return
from app.models.tasks import ListSource
from app.monitor import SILENT, Monitor
from app.services.proofcheck import check_proof

_COUNTED = ("task_list", "task", "item", "progress", "evidence", "filed_return", "operation")
_KEPT = ("evidence", "returns")
_MANIFEST = "manifest.json"
_FORMAT = 1


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What a check of the whole ledger found: records by kind, files looked at, faults in words."""

    counts: dict[str, int]
    files: int
    backups: int
    faults: tuple[str, ...]


def back_up(ledger: Ledger, to: Path) -> dict[str, int]:
    """Write the whole ledger into one file: database, evidence and filed returns, with hashes.

    Returns:
        The number of records by kind, counted in the copy.

    Raises:
        UserError: the copy can't be written or does not open again; nothing is left behind.
    """
    with tempfile.TemporaryDirectory(prefix="gongjian-") as name:
        database = Path(name) / DATABASE
        copy_database(ledger, database)
        counts = count_records(database)
        members = {DATABASE: database} | {
            path.relative_to(ledger.folder).as_posix(): path
            for folder in _KEPT
            for path in sorted((ledger.folder / folder).rglob("*"))
            if path.is_file()
        }
        hashes = {member: sha256_of(path) for member, path in members.items()}
        manifest = {"format": _FORMAT, "counts": counts, "files": hashes}
        with atomic_write(to) as stream, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as pack:
            pack.writestr(_MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1))
            for member, path in members.items():
                pack.write(path, member)
    return counts


def back_up_before(ledger: Ledger, event: str) -> Path:
    """Keep a copy of the database in the ledger's own folder before something large happens."""
    stamp = datetime.now().astimezone().strftime("%Y-%m-%d_%H%M%S")
    target = ledger.backups_folder / f"{stamp}_{event}.db"
    number = 1
    while target.exists():
        number += 1
        target = target.with_name(f"{stamp}_{event}_{number}.db")
    with telling_disk_faults(ledger.backups_folder):
        ledger.backups_folder.mkdir(exist_ok=True)
        unfinished = target.with_suffix(".part")
        copy_database(ledger, unfinished)
        count_records(unfinished)
        unfinished.replace(target)
    return target


def last_backup(ledger: Ledger) -> datetime | None:
    """When the newest copy in the ledger's own folder was written."""
    times = [path.stat().st_mtime for path in ledger.backups_folder.glob("*.db")]
    return datetime.fromtimestamp(max(times)).astimezone() if times else None


def restore(pack: Path, to: Path) -> dict[str, int]:
    """Unpack a backup into a new folder, after checking every hash and every path.

    Returns:
        The number of records by kind, as counted in the restored ledger.

    Raises:
        UserError: the folder is in use, or the file is no backup or damaged; nothing is left.
    """
    if to.exists() and any(to.iterdir()):
        raise UserError("folder_in_use", f"“{to}”不是空文件夹；请恢复到一个新文件夹。")
    beside = to.with_name(to.name + ".restoring")
    with telling_disk_faults(to):
        shutil.rmtree(beside, ignore_errors=True)
        beside.mkdir(parents=True)
    try:
        counts = _unpack(pack, beside)
        with telling_disk_faults(to):
            if to.exists():
                to.rmdir()
            beside.replace(to)
    except BaseException:
        shutil.rmtree(beside, ignore_errors=True)
        raise
    return counts


def check(ledger: Ledger, *, monitor: Monitor = SILENT) -> CheckReport:
    """Look at everything: the database's integrity, every kept file's hash, every backup.

    A proof at fault is told with what it proves and what to do.
    """
    with telling_database_faults(ledger.folder):
        faults = list(integrity_faults(ledger.engine, quick=False))
    proofs = 0
    try:
        proof = check_proof(ledger, monitor=monitor)
        proofs, faults = proof.files, [*faults, *(bad.words for bad in proof.bad)]
    except UserError as error:  # no folder at all: the rest is looked at all the same
        faults.append(error.message)
    wanted = _wanted_files(ledger)
    for path, digest in sorted(wanted.items()):
        if not path.is_file():
            faults.append(f"缺少文件 {path.relative_to(ledger.folder)}")
        elif sha256_of(path) != digest:
            faults.append(f"文件内容已变 {path.relative_to(ledger.folder)}")
    backups = sorted(ledger.backups_folder.glob("*.db"))
    for path in backups:
        try:
            count_records(path)
        except UserError as error:
            faults.append(error.message)
    counts = count_records(ledger.folder / DATABASE)
    return CheckReport(counts, proofs + len(wanted), len(backups), tuple(faults))


def copy_database(ledger: Ledger, target: Path) -> None:
    """Copy the running database with SQLite's backup API, in one consistent state.

    Raises:
        UserError: the target can't be written.
    """
    with telling_database_faults(ledger.folder), ledger.engine.connect() as connection:
        source = connection.connection.driver_connection
        if not isinstance(source, sqlite3.Connection):
            raise TypeError(source)
        connection.rollback()
        try:
            with closing(sqlite3.connect(target)) as copy:
                source.backup(copy)
                # A copy is one file: no log beside it that could be left behind.
                copy.execute("PRAGMA journal_mode=DELETE")
        except sqlite3.Error as error:
            raise UserError(
                "backup_failed",
                f"备份没有写成“{target}”；请检查磁盘空间和权限。",
                details=str(error),
            ) from error


def count_records(database: Path) -> dict[str, int]:
    """Open a database file on its own, check it, and count its records by kind.

    Raises:
        UserError: the file is damaged or no ledger.
    """
    try:
        with closing(sqlite3.connect(f"{database.resolve().as_uri()}?mode=ro", uri=True)) as copy:
            state = copy.execute("PRAGMA quick_check").fetchone()[0]
            if state != "ok":
                raise sqlite3.DatabaseError(state)
            return {
                table: copy.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608
                for table in _COUNTED
            }
    except sqlite3.Error as error:
        raise UserError(
            "damaged", f"“{database.name}”打不开或已损坏；请换一份备份。", details=str(error)
        ) from error


def _unpack(pack: Path, folder: Path) -> dict[str, int]:
    try:
        with zipfile.ZipFile(pack) as archive:
            manifest = json.loads(archive.read(_MANIFEST))
            files: dict[str, str] = manifest["files"]
            for member, digest in files.items():
                _unpack_one(archive, member, digest, folder)
        for name in (*_KEPT, "backups"):
            (folder / name).mkdir(exist_ok=True)
        return count_records(folder / DATABASE)
    except FileNotFoundError as error:
        raise UserError("not_found", f"找不到备份文件“{pack}”；请检查路径。") from error
    except (zipfile.BadZipFile, KeyError, ValueError, TypeError, AttributeError) as error:
        raise UserError(
            "not_a_backup",
            f"“{pack.name}”不是本程序的备份或已损坏；请换一份备份。",
            details=repr(error),
        ) from error


def _unpack_one(archive: zipfile.ZipFile, member: str, digest: str, folder: Path) -> None:
    path = PurePosixPath(member)
    if path.is_absolute() or ".." in path.parts or "\\" in member or ":" in member:
        raise ValueError(member)
    target = folder / path
    target.parent.mkdir(parents=True, exist_ok=True)
    running = hashlib.sha256()
    with archive.open(member) as source, target.open("wb") as out:
        while chunk := source.read(1 << 20):
            running.update(chunk)
            out.write(chunk)
    if running.hexdigest() != digest:
        raise ValueError(member)


def _wanted_files(ledger: Ledger) -> dict[Path, str]:
    """Every file the records speak of beside proof, with the hash it must have."""
    with ledger.reading() as session:
        kept = session.execute(select(ListSource.file_name, ListSource.sha256)).all()
        filed = session.scalars(select(Return.files)).all()
    wanted = {ledger.evidence_folder / hashed_name(digest, name): digest for name, digest in kept}
    for files in filed:
        wanted |= {ledger.returns_folder / name: digest for name, digest in files.items()}
    return wanted
