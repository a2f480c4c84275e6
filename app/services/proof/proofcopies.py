"""Copies of proof for looking at and giving away; the kept file itself is never handed out."""

import shutil
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from app.errors import UserError
from app.files import copy_file, free_space, safe_name, sha256_of, telling_disk_faults
from app.models.database import Ledger
from app.monitor import SILENT, Monitor
from app.services.proof.evidence import evidence_path, find_evidence
from app.services.proof.prooffiles import Gauge
from app.services.wording import shorten, size_words

_LONGEST = 120
_LARGE = 300 << 20
_KEPT_SECONDS = 7 * 24 * 3600


def lay_out_copy(
    ledger: Ledger, evidence_id: int, folder: Path, *, monitor: Monitor = SILENT
) -> Path:
    """A copy to open, under the name shown: what is typed into it changes no proof.

    A very large file, such as a film, is opened where it is kept: players don't write. Copies
    older than a week are cleared away.

    Raises:
        UserError: ``file_missing``, or the folder can't be written.
    """
    kept = evidence_path(ledger, evidence_id)
    (file,) = find_evidence(ledger, [evidence_id])
    if file.size > _LARGE:
        return kept
    _clear_old(folder)
    path = folder / file.sha256[:12] / safe_name(file.file_name, _LONGEST)
    if path.is_file() and sha256_of(path) == file.sha256:
        return path
    gauge = Gauge(monitor, file.size, f"正在打开“{shorten(file.file_name)}”…")
    copy_file(kept, path, tell=gauge.tell)
    return path


def save_copies(
    ledger: Ledger, evidence_ids: Sequence[int], folder: Path, *, monitor: Monitor = SILENT
) -> tuple[Path, ...]:
    """Copies of some files into a folder, under the names shown; nothing there is written over.

    Raises:
        UserError: a file is missing, or the folder can't be written or is full; then none stays.
        Cancelled: the clerk stopped it; none stays either.
    """
    files = find_evidence(ledger, evidence_ids)
    size, free = sum(file.size for file in files), free_space(folder)
    if free < size:
        raise UserError(
            "disk_full",
            f"“{folder}”所在的磁盘空间已满：要 {size_words(size)}，只剩 {size_words(free)}；"
            "请换一个磁盘。",
        )
    gauge = Gauge(monitor, size)
    made: list[Path] = []
    try:
        for file in files:
            gauge.words = f"正在保存“{shorten(file.file_name)}”…"
            path = _free(folder, safe_name(file.file_name, _LONGEST))
            copy_file(evidence_path(ledger, file.id), path, tell=gauge.tell)
            made.append(path)
    except BaseException:
        for path in made:
            with suppress(OSError):
                path.unlink()
        raise
    return tuple(made)


def _free(folder: Path, name: str) -> Path:
    path, number = folder / name, 1
    while path.exists():
        number += 1
        path = folder / f"{Path(name).stem} ({number}){Path(name).suffix}"
    return path


def _clear_old(folder: Path) -> None:
    with telling_disk_faults(folder):
        folder.mkdir(parents=True, exist_ok=True)
        for one in folder.iterdir():
            if one.is_dir() and time.time() - one.stat().st_mtime > _KEPT_SECONDS:
                shutil.rmtree(one, ignore_errors=True)
