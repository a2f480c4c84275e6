"""交接包: the whole ledger in one file, sealed with a password where the clerk wants it."""

import io
import logging
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO

from app.errors import UserError
from app.files import atomic_write, is_hashed_name, put_in_place, telling_disk_faults
from app.models.database import DATABASE, Ledger
from app.monitor import SILENT, Monitor
from app.services.keeping.databasecopy import count_records, files_wanted, snapshot
from app.services.keeping.ownplaces import refuse_own_place
from app.services.keeping.packing import KEPT, alike, look_through, travels, unpack, write_pack
from app.services.keeping.sealed import sealing_into, unsealed
from app.services.keeping.seals import is_sealed, refuse_weak
from app.services.proof.prooffiles import Gauge
from app.services.settings import office

ENDING = ".gjb"
UNFINISHED = "（未恢复完）"
"""Ends the name of a folder that is still being filled: no ledger yet, whatever lies in it."""
_DAY = 24 * 3600
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Carried:
    """What a pack carries: records by kind, files beside the database, whether it is sealed."""

    counts: dict[str, int]
    files: int
    size: int
    sealed: bool


@dataclass(frozen=True, slots=True)
class TakenOver:
    """What came out of a pack or copy.

    Attributes:
        folder: the new ledger.
        before: the records by kind as they were told when it was written.
        counts: the records by kind as they are in the new ledger.
        files: how many files came with it.
        missing: the places of files that were nowhere to be found sound.
    """

    folder: Path
    before: dict[str, int]
    counts: dict[str, int]
    files: int
    missing: tuple[str, ...] = ()


def hand_over(
    ledger: Ledger, to: Path, *, password: str = "", monitor: Monitor = SILENT
) -> Carried:
    """Write the whole ledger into one file; nothing of a sealed one ever lies in plain beside it.

    Args:
        ledger: the open ledger; it may be read-only.
        to: the file; an older one of that name is replaced only by a whole one.
        password: seals the file when it is not empty.
        monitor: told of each piece.

    Raises:
        UserError: ``weak_password``, a file can't be read, or the target not written; nothing of
            it is left.
        Cancelled: the clerk stopped it.
    """
    if password:
        refuse_weak(password)
    refuse_own_place(to)
    database, counts = snapshot(ledger)
    files = kept_files(ledger.folder)
    content: dict[str, Path | bytes] = {DATABASE: database, **files}
    size = len(database) + sum(path.stat().st_size for path in files.values())
    gauge = Gauge(monitor, 2 * size, "正在写交接包…")  # written, then read once more
    about = {
        "ledger": ledger.folder.name,
        "office": office(ledger).name,
        "written": datetime.now().astimezone().isoformat(timespec="minutes"),
    }
    with atomic_write(to, prove=lambda written: _prove(written, password, gauge)) as stream:
        if password:
            sealing = sealing_into(stream, password)
            write_pack(sealing, content, counts=counts, about=about, tell=gauge.tell)
            sealing.finish()
        else:
            write_pack(stream, content, counts=counts, about=about, tell=gauge.tell)
    return Carried(counts, len(files), size, bool(password))


def _prove(written: Path, password: str, gauge: Gauge) -> None:
    """Open what was just written as whoever restores it will; else it gets no name."""
    gauge.words = "正在核对写好的文件…"
    try:
        with _opened(written, password) as stream:
            look_through(stream, tell=gauge.tell)
    except UserError as error:
        if error.code not in {"not_a_backup", "damaged", "wrong_password"}:
            raise
        words = "文件写好后核对不上，没有保存；请检查磁盘，或换一个地方再写。"
        raise UserError("backup_failed", words, details=error.details) from error


def take_over(pack: Path, to: Path, *, password: str = "", monitor: Monitor = SILENT) -> TakenOver:
    """Unpack a 交接包 or a backup into a new folder, after checking every hash and every path.

    Raises:
        UserError: ``folder_in_use``, ``password_needed``, ``wrong_password``, or the file is no
            pack, newer or damaged; nothing is left then.
        Cancelled: the clerk stopped it; nothing is left.
    """
    gauge = Gauge(monitor, 0, "正在核对并恢复…")

    def tell(amount: int, total: int) -> None:
        gauge.total = total
        gauge.tell(amount)

    with new_folder(to) as beside:
        with _opened(pack, password) as stream:
            manifest = unpack(stream, beside, tell=tell)
        for name in (*KEPT, "backups"):
            (beside / name).mkdir(exist_ok=True)
        counts = count_records(beside / DATABASE)
        files_wanted(beside / DATABASE)  # refuses records that speak of files elsewhere
        if any(counts.get(kind) != n for kind, n in manifest.counts.items()):
            raise UserError(
                "not_a_backup", f"“{pack.name}”里的记录数和它自己说的不一样；请换一份。"
            )
    return TakenOver(to, manifest.counts or counts, counts, len(manifest.files) - 1)


def needs_password(pack: Path) -> bool:
    """True when the file is sealed.

    Raises:
        UserError: it can't be read.
    """
    with telling_disk_faults(pack), pack.open("rb") as stream:
        return is_sealed(stream)


def kept_files(folder: Path) -> dict[str, Path]:
    """The files beside the database that travel with it, by their place; links are none.

    What was laid there by somebody else (Thumbs.db, a note) is no file of ours and stays: it has
    no hash to be proven by, and under a name not every system takes no copy could be restored.
    """
    found: dict[str, Path] = {}
    known: set[str] = set()
    for path in (one for name in KEPT for one in sorted((folder / name).rglob("*"))):
        place = path.relative_to(folder).as_posix()
        if path.name.startswith(".") or path.is_symlink() or not path.is_file():
            continue
        if not _is_ours(place) or alike(place) in known:
            _log.warning("left out of a copy, the name can't be taken along: %r", place)
            continue
        known.add(alike(place))
        found[place] = path
    return found


def _is_ours(place: str) -> bool:
    kind, _, name = place.partition("/")
    return travels(place) and (kind != KEPT[0] or is_hashed_name(name))


@contextmanager
def new_folder(to: Path) -> Iterator[Path]:
    """A folder to fill, put in its place only when the block is through; never over another.

    Raises:
        UserError: ``folder_in_use``, or the disk is full, read-only or gone; nothing is left.
    """
    with telling_disk_faults(to):
        if to.is_symlink() or (to.exists() and (not to.is_dir() or any(to.iterdir()))):
            raise UserError("folder_in_use", f"“{to}”不是空文件夹；请恢复到一个新文件夹。")
        beside = to.with_name(to.name + UNFINISHED)
        _sweep_beside(beside)
        beside.mkdir(parents=True)
    try:
        with telling_disk_faults(to):
            yield beside
            if to.exists():
                to.rmdir()
            put_in_place(beside, to)
    except BaseException:
        shutil.rmtree(beside, ignore_errors=True)
        raise


def _sweep_beside(beside: Path) -> None:
    """Take away what a crash in mid-restore left: at once of this name, after a day of others."""
    for rest in beside.parent.glob(f"*{UNFINISHED}"):
        with suppress(OSError):
            if rest == beside or time.time() - rest.stat().st_mtime > _DAY:
                shutil.rmtree(rest, ignore_errors=True)


@contextmanager
def _opened(pack: Path, password: str) -> Iterator[IO[bytes] | io.BufferedReader]:
    try:
        stream = pack.open("rb")
    except FileNotFoundError as error:
        raise UserError("not_found", f"找不到备份文件“{pack}”；请检查路径。") from error
    with stream:
        if not is_sealed(stream):
            yield stream
        elif not password:
            raise UserError("password_needed", f"“{pack.name}”是加密的；请输入密码。")
        else:
            with io.BufferedReader(unsealed(stream, password), 1 << 16) as opened:
                yield opened
