"""A folder of copies: databases by their moment, and beside them each kept file once by its hash.

The ledger's own ``backups`` and the mirrored second place have this one form.
"""

import logging
import os
import re
import shutil
import time
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from app.errors import UserError
from app.files import copy_file, is_hashed_name, put_in_place, sha256_of, telling_disk_faults
from app.models.database import DATABASE, Ledger
from app.services.keeping.backuprules import Copy, newest_first, superfluous
from app.services.keeping.copywords import tell_of, told_of, words_file
from app.services.keeping.databasecopy import copy_database, count_records, files_wanted
from app.services.keeping.handover import TakenOver, kept_files, new_folder
from app.services.keeping.packing import KEPT
from app.services.proof.prooffiles import Gauge

FILES = "files"
_UNFINISHED = ("[0-9]???-??-??_??????_*.part*", ".drill-*", ".writing-*", ".creating-*")
"""The names we alone give: what a clerk lays into the folder is never swept away."""
_DAY = 24 * 3600
_STAMP = "%Y-%m-%d_%H%M%S"
_STAMPED = re.compile(r"(\d{4}-\d\d-\d\d_\d{6})_")
_log = logging.getLogger(__name__)


def write_copy(ledger: Ledger, event: str, now: datetime) -> Copy:
    """Write a copy of the database into the ledger's own store; open, check and count it.

    Raises:
        UserError: it can't be written or does not open again; nothing of it is left.
    """
    folder = ledger.backups_folder
    with telling_disk_faults(folder):
        folder.mkdir(exist_ok=True)
        target = _free(folder, f"{now:{_STAMP}}_{event}")
        unfinished = target.with_suffix(".part")
        try:
            copy_database(ledger, unfinished)
            counts = _counted(unfinished)
            tell_of(target, sha256_of(unfinished), counts)
            _settle(unfinished)
            put_in_place(unfinished, target)
        except BaseException:
            for rest in (*folder.glob(f"{unfinished.name}*"), words_file(target)):
                with suppress(OSError):
                    rest.unlink(missing_ok=True)
            raise
    return Copy(target, now)


def _counted(unfinished: Path) -> dict[str, int]:
    """Open a copy just written and count it; one that does not open was not written."""
    try:
        return count_records(unfinished)
    except UserError as error:
        words = "备份没有写成：刚写好的一份打不开；请检查磁盘，再到“设置”检查台账。"
        raise UserError("backup_failed", words, details=error.details) from error


def copies_in(folder: Path, *, now: datetime | None = None) -> tuple[Copy, ...]:
    """The copies of a store, newest first; what is dated after ``now`` (the clock's) comes last."""
    now = now or datetime.now().astimezone()
    return newest_first([copy_at(path) for path in folder.glob("*.db")], now=now)


def copy_at(path: Path) -> Copy:
    """A copy by its file."""
    return Copy(path, _moment(path))


def check_copy(copy: Copy) -> dict[str, int]:
    """Open a copy, compare it with what was said of it when it was written, and count it.

    Raises:
        UserError: it is damaged, altered or gone.
    """
    counts = count_records(copy.path)
    told = told_of(copy.path)
    if told and sha256_of(copy.path) != told.sha256:
        raise UserError("damaged", f"备份“{copy.path.name}”写好后内容变了；请换一份备份。")
    if told and any(counts.get(kind) != n for kind, n in told.counts.items()):
        raise UserError("damaged", f"备份“{copy.path.name}”里的记录少了；请换一份备份。")
    return counts


def is_sound(copy: Copy) -> bool:
    """True when a copy opens and is as it was written."""
    try:
        check_copy(copy)
    except UserError as error:
        _log.warning("%s: %s %s", error.code, error.message, error.details)
        return False
    return True


def mirror_copy(copy: Copy, store: Path) -> Copy:
    """Put a copy into another store, with what was said of it; one that is there is left.

    Raises:
        UserError: the copy is damaged, and would be taken for sound there; or the store can't be
            written.
    """
    target = store / copy.path.name
    if target.exists() and is_sound(Copy(target, copy.at)):
        return Copy(target, copy.at)
    counts = check_copy(copy)
    told = told_of(copy.path)
    tell_of(target, told.sha256 if told else sha256_of(copy.path), counts)  # never a copy without
    copy_file(copy.path, target)
    check_copy(Copy(target, copy.at))
    return Copy(target, copy.at)


def keep_files(ledger_folder: Path, store: Path, *, gauge: Gauge, link: bool) -> tuple[str, ...]:
    """Keep every file of a ledger in a store: only what is new is written.

    Args:
        ledger_folder: the ledger.
        store: where the copies are.
        gauge: told of each piece, may stop the work.
        link: take a hard link where the disk can; it costs no space.

    Returns:
        The places of the files that could not be kept: gone while we looked, or altered.
    """
    lost: list[str] = []
    for place, source in kept_files(ledger_folder).items():
        target = store / FILES / place
        with telling_disk_faults(target):
            if target.exists() and target.stat().st_size == source.stat().st_size:
                gauge.tell(source.stat().st_size)
                continue
            target.parent.mkdir(parents=True, exist_ok=True)
        if link and _linked(source, target):
            gauge.tell(0)
        elif not _copied(source, target, gauge):
            lost.append(place)
    return tuple(lost)


def thin(store: Path, ledger_folder: Path, *, now: datetime) -> int:
    """Take out what the rule has no need of, and files that no copy and no ledger speaks of.

    Returns:
        How many copies went.
    """
    doomed = superfluous(copies_in(store, now=now), now=now, is_sound=is_sound)
    for copy in doomed:
        with telling_disk_faults(copy.path):
            copy.path.unlink(missing_ok=True)
            words_file(copy.path).unlink(missing_ok=True)
    if doomed:
        _drop_strays(store, ledger_folder)
    return len(doomed)


def restore_copy(copy: Copy, to: Path, *, sources: Sequence[Path], gauge: Gauge) -> TakenOver:
    """Lay a ledger out anew from a copy, in a new folder; the files from where they are sound.

    Args:
        copy: the copy of the database.
        to: a folder that does not exist yet, or is empty.
        sources: the folders that hold ``evidence`` and ``returns``, the likeliest first.
        gauge: told of each piece, may stop the work.

    Raises:
        UserError: the copy is damaged, or the folder can't be written; nothing is left.
    """
    counts = check_copy(copy)
    told = told_of(copy.path)
    wanted = files_wanted(copy.path)
    for source in sources:
        for path in filter(_is_kept, (source / KEPT[0]).glob("*")):
            wanted.setdefault(f"{KEPT[0]}/{path.name}", path.name.partition(".")[0])
    missing: list[str] = []
    with new_folder(to) as beside:
        for name in (*KEPT, "backups"):
            (beside / name).mkdir()
        for place, digest in wanted.items():
            if not any(
                _brought(source / place, beside / place, digest, gauge) for source in sources
            ):
                missing.append(place)
        copy_file(copy.path, beside / DATABASE)  # last: half a ledger must not open
        after = count_records(beside / DATABASE)
    before = told.counts if told else counts
    return TakenOver(to, before, after, len(wanted) - len(missing), tuple(missing))


def _is_kept(path: Path) -> bool:
    return is_hashed_name(path.name)


def _brought(source: Path, target: Path, digest: str, gauge: Gauge) -> bool:
    if not source.is_file():
        return False
    try:
        if copy_file(source, target, tell=gauge.tell) == digest:
            return True
    except UserError as error:
        if error.code in {"disk_full", "no_permission"}:
            raise
    with telling_disk_faults(target):
        target.unlink(missing_ok=True)
    return False


def _linked(source: Path, target: Path) -> bool:
    try:
        target.unlink(missing_ok=True)
        os.link(source, target)
    except OSError:  # another disk, or a file system without links: copied then
        return False
    return True


def _copied(source: Path, target: Path, gauge: Gauge) -> bool:
    """Copy a file; evidence that no longer has the hash of its name is not taken over."""
    try:
        digest = copy_file(source, target, tell=gauge.tell)
    except UserError as error:
        if source.exists():
            raise
        _log.warning("%s: %s", error.code, error.message)
        return False
    if target.parent.name == KEPT[0] and not target.name.startswith(digest):
        target.unlink(missing_ok=True)
        return False
    return True


def _drop_strays(store: Path, ledger_folder: Path) -> None:
    try:
        wanted = {place for copy in copies_in(store) for place in files_wanted(copy.path)}
    except UserError:  # a copy that can't be read may speak of anything: all files stay
        return
    root = store / FILES
    for path in [one for one in root.rglob("*") if one.is_file()]:
        place = path.relative_to(root).as_posix()
        if place not in wanted and not (ledger_folder / place).exists():
            with suppress(OSError):
                path.unlink()


def _moment(path: Path) -> datetime:
    """When a copy was written, by its name: copying a folder changes a file's own time."""
    stamped = _STAMPED.match(path.name)
    try:
        if stamped:
            return datetime.strptime(stamped[1], _STAMP).astimezone()
    except (ValueError, OverflowError):
        pass
    with telling_disk_faults(path):
        return datetime.fromtimestamp(path.stat().st_mtime).astimezone()


def _free(folder: Path, stem: str) -> Path:
    target, number = folder / f"{stem}.db", 1
    while target.exists():
        number += 1
        target = folder / f"{stem}_{number}.db"
    return target


def _settle(path: Path) -> None:
    """Wait until the disk has it: a copy in the cache alone is none after a power cut."""
    with path.open("rb+") as stream:
        os.fsync(stream.fileno())


def sweep_store(store: Path) -> None:
    """Take away what a crash left behind in a store and among its files."""
    for folder in (store, *(store / FILES / kind for kind in KEPT)):
        sweep(folder)


def sweep(folder: Path) -> None:
    """Take away what a crash left behind: unfinished copies, files and drills.

    What is younger than a day may be another thread's work, and stays.
    """
    for path in [one for sign in _UNFINISHED for one in folder.glob(sign)]:
        with suppress(OSError):
            if time.time() - path.stat().st_mtime < _DAY:
                continue
            if path.is_dir():
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink()
