"""Copies that can be trusted: each is opened again after writing, checked and counted."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import select

from app.errors import UserError
from app.files import hashed_name, sha256_of, telling_disk_faults
from app.models.database import DATABASE, Ledger, integrity_faults, telling_database_faults
from app.models.returns import BlankForm, Return
from app.models.tasks import ListSource
from app.monitor import SILENT, Monitor
from app.services.keeping.backuprules import Copy
from app.services.keeping.backupstore import (
    FILES,
    check_copy,
    copies_in,
    copy_at,
    is_sound,
    keep_files,
    restore_copy,
    sweep,
    sweep_store,
    thin,
    write_copy,
)
from app.services.keeping.databasecopy import count_records
from app.services.keeping.handover import TakenOver, hand_over, take_over
from app.services.keeping.journalproof import odd_words, unlike_journal
from app.services.keeping.keepingstate import keeping_of
from app.services.keeping.ownplaces import refuse_own_place
from app.services.proof.proofcheck import check_proof
from app.services.proof.prooffiles import Gauge

_WHOLE = ("daily", "asked")
_LEFT_UNDONE = {
    "import": "没有导入，台账没有变。",
    "upgrade": "台账没有升级，和原来一样。",
    "restore": "没有恢复，台账没有变。",
}


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What a check of the whole ledger found: records by kind, files looked at, faults in words.

    ``drilled`` is when the last drill of a restore was, an ISO moment, empty for never.
    """

    counts: dict[str, int]
    files: int
    backups: int
    faults: tuple[str, ...]
    drilled: str = ""


def back_up(
    ledger: Ledger, to: Path, *, password: str = "", monitor: Monitor = SILENT
) -> dict[str, int]:
    """Write the whole ledger into one file: database, evidence and filed returns, with hashes.

    Returns:
        The number of records by kind, counted in the copy.

    Raises:
        UserError: the copy can't be written or does not open again; nothing is left behind.
    """
    return hand_over(ledger, to, password=password, monitor=monitor).counts


def restore(
    pack: Path, to: Path, *, password: str = "", monitor: Monitor = SILENT
) -> dict[str, int]:
    """Lay a ledger out anew from a backup, after checking every hash and every path.

    Returns:
        The number of records by kind, as counted in the restored ledger.

    Raises:
        UserError: the folder is in use, or the file is no backup or damaged; nothing is left.
    """
    return bring_back(pack, to, password=password, monitor=monitor).counts


def bring_back(file: Path, to: Path, *, password: str = "", monitor: Monitor = SILENT) -> TakenOver:
    """Lay a ledger out anew in a new folder, from a pack or from one copy of a store.

    Raises:
        UserError: the folder is in use, or the file is no backup, sealed with another password or
            damaged; nothing is left.
        Cancelled: the clerk stopped it; nothing is left.
    """
    refuse_own_place(to)
    if file.suffix != ".db" or not file.is_file():
        return take_over(file, to, password=password, monitor=monitor)
    gauge = Gauge(monitor, 0, "正在恢复…")
    sources = (file.parent / FILES, file.parent.parent)
    return restore_copy(copy_at(file), to, sources=sources, gauge=gauge)


def back_up_before(ledger: Ledger, event: str) -> Path:
    """Keep a copy of the database in the ledger's own folder before something large happens.

    Raises:
        UserError: it can't be written; it says what is therefore not done.
    """
    try:
        return write_copy(ledger, event, datetime.now().astimezone()).path
    except UserError as error:
        left = _LEFT_UNDONE.get(event, "")
        raise UserError(error.code, f"{left}{error.message}", details=error.details) from error


def back_up_daily(
    ledger: Ledger, *, now: datetime, asked: bool = False, monitor: Monitor = SILENT
) -> Path | None:
    """Keep the day's copy with every file that is new, and let go of what the rule doesn't need.

    Args:
        ledger: the open ledger, writable.
        now: the present moment.
        asked: write one even when the day has one.
        monitor: told of each piece.

    Returns:
        The copy, None when the day has one already.

    Raises:
        UserError: it can't be written; the copies there are stay.
    """
    store = ledger.backups_folder
    if not asked and any(_is_of_day(one, now) for one in copies_in(store)):
        return None
    sweep_store(store)
    for folder in (ledger.folder, ledger.evidence_folder, ledger.returns_folder):
        sweep(folder)
    copy = write_copy(ledger, "asked" if asked else "daily", now)
    gauge = Gauge(monitor, 0, "正在备份…")
    keep_files(ledger.folder, store, gauge=gauge, link=True)
    thin(store, ledger.folder, now=now)
    return copy.path


def _is_of_day(copy: Copy, now: datetime) -> bool:
    """A copy of that day with its files; one made before an import holds the database alone."""
    return copy.at.date() == now.date() and any(f"_{word}" in copy.path.stem for word in _WHOLE)


def list_copies(ledger: Ledger) -> tuple[Copy, ...]:
    """The copies in the ledger's own folder, newest first."""
    return copies_in(ledger.backups_folder)


def last_backup(ledger: Ledger) -> datetime | None:
    """When the newest copy in the ledger's own folder was written."""
    with telling_disk_faults(ledger.backups_folder):
        copies = copies_in(ledger.backups_folder)
    return copies[0].at if copies else None


def newest_good(folder: Path) -> Copy | None:
    """The newest copy of a ledger folder that opens and is as it was written."""
    return next((one for one in copies_in(folder / "backups") if is_sound(one)), None)


def restore_beside(folder: Path, *, monitor: Monitor = SILENT) -> TakenOver:
    """Restore the newest good copy of a (damaged) ledger into a new folder beside it.

    The damaged ledger is not touched.

    Raises:
        UserError: ``no_backup``, or the disk is full or read-only; nothing is left then.
    """
    copy = newest_good(folder)
    if copy is None:
        raise UserError(
            "no_backup",
            f"“{folder / 'backups'}”里没有完好的备份；请从别处的备份文件恢复。",
        )
    sources = (folder / "backups" / FILES, folder)
    gauge = Gauge(monitor, 0, "正在恢复…")
    return restore_copy(copy, free_beside(folder, copy.at), sources=sources, gauge=gauge)


def free_beside(folder: Path, at: datetime) -> Path:
    """The name of a new folder beside a ledger, told by the moment of the copy."""
    stem = f"{folder.name}-恢复{at:%m%d}"
    target, number = folder.with_name(stem), 1
    while target.exists():
        number += 1
        target = folder.with_name(f"{stem}-{number}")
    return target


def check(ledger: Ledger, *, monitor: Monitor = SILENT) -> CheckReport:
    """Look at everything: the database's integrity, every kept file's hash, every backup.

    A proof at fault is told with what it proves and what to do.
    """
    faults = _record_faults(ledger, monitor)
    proofs, wanted = 0, dict[Path, str]()
    try:
        wanted = _wanted_files(ledger)
        proof = check_proof(ledger, monitor=monitor)
        proofs, faults = proof.files, [*faults, *(bad.words for bad in proof.bad)]
    except UserError as error:  # no folder at all: the rest is looked at all the same
        faults.append(error.message)
    except (ValueError, ArithmeticError):  # no date, no number any more: told above
        if not faults:
            raise
    faults += _file_faults(ledger.folder, wanted)
    copies = list_copies(ledger)
    for copy in copies:
        try:
            check_copy(copy)
        except UserError as error:
            faults.append(error.message)
    keeping = keeping_of(ledger)
    faults += filter(None, (keeping.log_fault, keeping.drill_fault, keeping.memory_fault))
    counts = count_records(ledger.folder / DATABASE)
    return CheckReport(counts, proofs + len(wanted), len(copies), tuple(faults), keeping.drilled)


def _record_faults(ledger: Ledger, monitor: Monitor) -> list[str]:
    """What is wrong with the database itself, and with records the journal knows otherwise."""
    with telling_database_faults(ledger.folder):
        faults = list(integrity_faults(ledger.engine, quick=False))
    odd = () if faults else unlike_journal(ledger, monitor=monitor)
    return [*faults, odd_words(odd)] if odd else faults


def _file_faults(folder: Path, wanted: Mapping[Path, str]) -> Iterator[str]:
    for path, digest in sorted(wanted.items()):
        if not path.is_file():
            yield f"缺少文件 {path.relative_to(folder)}"
        elif sha256_of(path) != digest:
            yield f"文件内容已变 {path.relative_to(folder)}"


def _wanted_files(ledger: Ledger) -> dict[Path, str]:
    """Every file the records speak of beside proof, with the hash it must have."""
    with ledger.reading() as session:
        kept = [
            (digest, name)
            for record in (ListSource, BlankForm)
            for digest, name in session.execute(select(record.sha256, record.file_name))
        ]
        filed = session.scalars(select(Return.files)).all()
    wanted = {ledger.evidence_folder / hashed_name(digest, name): digest for digest, name in kept}
    for files in filed:
        wanted |= {ledger.returns_folder / name: digest for name, digest in files.items()}
    return wanted
