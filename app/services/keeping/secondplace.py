"""A second place for the copies: a stick or a shared folder that holds the same, mirrored."""

from datetime import datetime, timedelta
from pathlib import Path

from app.errors import UserError
from app.files import free_space, telling_disk_faults
from app.models.database import Ledger
from app.monitor import SILENT, Monitor
from app.services.keeping.backupstore import (
    copies_in,
    keep_files,
    mirror_copy,
    sweep_store,
    thin,
)
from app.services.keeping.handover import kept_files
from app.services.keeping.keepingstate import Keeping, keeping_of, moment_of, remember
from app.services.proof.prooffiles import Gauge
from app.services.wording import size_words

PATIENCE = timedelta(days=7)


def set_place(ledger: Ledger, folder: Path | None, *, now: datetime) -> Keeping:
    """Name the second place, or none.

    Raises:
        UserError: ``same_place`` (it lies in the ledger), or it can't be written to.
    """
    if folder is None:
        return _settle_on(ledger, "", "")
    place, home = folder.resolve(), ledger.folder.resolve()
    if place.is_relative_to(home):
        raise UserError("same_place", "第二处不能放在台账自己的文件夹里；请选优盘或共享文件夹。")
    with telling_disk_faults(place):
        probe = place / ".gongjian-probe"
        probe.write_bytes(b"")
        probe.unlink()
    return _settle_on(ledger, str(place), now.isoformat(timespec="seconds"))


def _settle_on(ledger: Ledger, place: str, stamp: str) -> Keeping:
    """Remember the place anew; nothing of the former one is left to be told."""
    faults = dict.fromkeys(("place_fault", "memory_fault"), "")
    return remember(ledger, place=place, place_set=stamp, place_reached="", **faults)


def mirror(ledger: Ledger, *, now: datetime, monitor: Monitor = SILENT) -> bool:
    """Bring the newest copy and every new file to the second place.

    Returns:
        Whether it was reached; False too when none is set.

    Raises:
        Cancelled: stopped; what was brought so far is whole.
    """
    keeping = keeping_of(ledger)
    copies = copies_in(ledger.backups_folder, now=now)
    if not keeping.place or not copies:
        return False
    try:
        store = _store(ledger, keeping)
        sweep_store(store)
        gauge = Gauge(monitor, _needed(ledger, store), "正在备份到第二处…")
        lost = keep_files(ledger.folder, store, gauge=gauge, link=False)
        mirror_copy(copies[0], store)
        thin(store, ledger.folder, now=now)
    except UserError as error:
        remember(ledger, place_fault=error.message)
        return False
    fault = f"有 {len(lost)} 个文件已损坏或缺失，没有备份到第二处；请检查台账。" if lost else ""
    remember(ledger, place_reached=now.isoformat(timespec="seconds"), place_fault=fault)
    return True


def place_words(keeping: Keeping, *, now: datetime) -> str:
    """A word when the second place was not reached for a week; empty while all is well."""
    since = moment_of(keeping.place_reached) or moment_of(keeping.place_set)
    if not keeping.place or since is None or now - since < PATIENCE:
        return ""
    return f"第二处备份已 {(now - since).days} 天没有更新"


def _store(ledger: Ledger, keeping: Keeping) -> Path:
    place = Path(keeping.place)
    if not place.is_dir():
        raise UserError("not_found", f"找不到“{place}”；请插上优盘或连上共享文件夹。")
    store = place / f"{ledger.folder.name}-备份-{keeping.mark}"
    with telling_disk_faults(store):
        store.mkdir(exist_ok=True)
    return store


def _needed(ledger: Ledger, store: Path) -> int:
    """The bytes that are new there; refused before anything is written when they don't fit."""
    with telling_disk_faults(store):
        held = {path.relative_to(store / "files").as_posix() for path in store.rglob("files/*/*")}
        new = sum(
            path.stat().st_size
            for place, path in kept_files(ledger.folder).items()
            if place not in held
        )
    if new > free_space(store):
        raise UserError("disk_full", f"第二处的空间不够，还要 {size_words(new)}；请清理或换一处。")
    return max(new, 1)
