"""The monthly drill: the newest backup is really restored, and what came out is compared."""

import shutil
import tempfile
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from app.errors import UserError
from app.files import free_space, telling_disk_faults
from app.models.database import DATABASE, Ledger, integrity_faults, make_engine
from app.monitor import SILENT, Monitor
from app.services.keeping.backupstore import FILES, copies_in, restore_copy
from app.services.keeping.handover import TakenOver, kept_files
from app.services.keeping.keepingstate import keeping_of, moment_of, remember
from app.services.proof.prooffiles import Gauge
from app.services.wording import size_words

EVERY = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Drilled:
    """What a drill found: empty ``fault`` when the backup gave everything back."""

    at: datetime
    fault: str
    counts: dict[str, int]
    files: int

    @property
    def words(self) -> str:
        """The outcome in one sentence."""
        if self.fault:
            return self.fault
        return f"恢复演练通过：记录 {sum(self.counts.values())} 条、文件 {self.files} 个都能恢复。"


def drill_is_due(ledger: Ledger, *, now: datetime) -> bool:
    """True when there is a copy and the last drill is a month old, or the clock went back."""
    last = moment_of(keeping_of(ledger).drilled)
    if not copies_in(ledger.backups_folder):
        return False
    return last is None or now - last >= EVERY or last > now + timedelta(days=1)


def drill(ledger: Ledger, *, now: datetime, monitor: Monitor = SILENT) -> Drilled:
    """Restore the newest copy into a temporary folder, compare counts and hashes, remember it.

    Raises:
        UserError: ``no_backup``, or there is no room for it.
        Cancelled: the clerk stopped it; nothing is remembered.
    """
    copies = copies_in(ledger.backups_folder, now=now)
    if not copies:
        raise UserError("no_backup", "还没有备份，无从演练；请先备份。")
    _refuse_no_room(ledger)
    store = ledger.backups_folder
    with telling_disk_faults(store):
        place = Path(tempfile.mkdtemp(prefix=".drill-", dir=store))
    try:
        gauge = Gauge(monitor, _size(ledger), "正在演练恢复…")
        done = restore_copy(
            copies[0], place / "台账", sources=(store / FILES, ledger.folder), gauge=gauge
        )
        result = Drilled(now, _fault_in(done), done.counts, done.files)
    except UserError as error:
        if error.code in {"disk_full", "no_permission"}:
            raise
        result = Drilled(now, f"恢复演练没有通过：{error.message}", {}, 0)
    finally:
        shutil.rmtree(place, ignore_errors=True)
    remember(ledger, drilled=now.isoformat(timespec="seconds"), drill_fault=result.fault)
    return result


def _fault_in(done: TakenOver) -> str:
    """What differs between the copy as it was written and what came out of it."""
    if done.counts != done.before:
        return "恢复演练没有通过：恢复出的记录数和备份时不一样；请立即另做一份备份。"
    if done.missing:
        return (
            f"恢复演练没有通过：有 {len(done.missing)} 个文件恢复不出来"
            f"（如 {done.missing[0]}）；请检查台账并补上文件。"
        )
    engine = make_engine(done.folder / DATABASE, readonly=True)
    try:
        faults = integrity_faults(engine, quick=False)
    finally:
        engine.dispose()
    return "恢复演练没有通过：恢复出的台账不完整；请立即另做一份备份。" if faults else ""


def _size(ledger: Ledger) -> int:
    with telling_disk_faults(ledger.folder):
        files = sum(path.stat().st_size for path in kept_files(ledger.folder).values())
        return files + (ledger.folder / DATABASE).stat().st_size


def _refuse_no_room(ledger: Ledger) -> None:
    needed = _size(ledger) * 11 // 10
    if needed > free_space(ledger.backups_folder):
        raise UserError("disk_full", f"磁盘空间不够，没有演练；请腾出 {size_words(needed)}。")
