"""Where a ledger lies: on this machine's own disk, or on a share or stick that may vanish."""

import ctypes
import os
import sys
from pathlib import Path

_FIXED_DRIVE = 3
_REMOTE_KINDS = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afs", "ceph", "davfs", "ncpfs", "vfat", "exfat"}
)
_MOUNTS = Path("/proc/self/mounts")
_DISKS = Path("/sys/dev/block")


def is_local(path: Path) -> bool:
    """True when ``path`` lies on a fixed local disk, where a write-ahead log is safe.

    SQLite's WAL needs shared memory, which network file systems don't give; removable media get
    the rollback journal too, because it leaves one file behind, not three.
    """
    if sys.platform == "win32":
        drive = Path(path).resolve().drive + "\\"
        return bool(ctypes.windll.kernel32.GetDriveTypeW(drive) == _FIXED_DRIVE)
    place = path.resolve()
    kind = _mounted_as(place)
    return kind not in _REMOTE_KINDS and not kind.startswith("fuse.") and not _is_removable(place)


def may_write(folder: Path) -> bool:
    """True when files can be made in a folder; not so on a read-only medium, root or not."""
    return os.access(folder, os.W_OK, effective_ids=os.access in os.supports_effective_ids)


def _is_removable(path: Path) -> bool:
    """True when the kernel says that the disk under ``path`` can be pulled out."""
    try:
        device = path.stat().st_dev
        disk = (_DISKS / f"{os.major(device)}:{os.minor(device)}").resolve(strict=True)
        marks = (
            disk / "removable",
            disk.parent / "removable",
        )  # the disk's own, or its partition's
        return any(
            mark.read_text(encoding="ascii").strip() == "1" for mark in marks if mark.is_file()
        )
    except OSError:
        return False


def _mounted_as(path: Path) -> str:
    """The file system's name at ``path`` as Linux lists it; empty where there is no list."""
    try:
        lines = _MOUNTS.read_text(encoding="utf-8").splitlines()
    except OSError:
        return ""
    best, kind = "", ""
    for line in lines:
        point, name = line.split()[1:3]
        if path.is_relative_to(point) and len(point) >= len(best):
            best, kind = point, name
    return kind
