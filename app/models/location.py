"""Where a ledger lies: on this machine's own disk, or on a share or stick that may vanish."""

import ctypes
import sys
from pathlib import Path

_FIXED_DRIVE = 3
_REMOTE_KINDS = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afs", "ceph", "davfs", "ncpfs", "vfat", "exfat"}
)
_MOUNTS = Path("/proc/self/mounts")


def is_local(path: Path) -> bool:
    """True when ``path`` lies on a fixed local disk, where a write-ahead log is safe.

    SQLite's WAL needs shared memory, which network file systems don't give; removable media get
    the rollback journal too, because it leaves one file behind, not three.
    """
    if sys.platform == "win32":
        drive = Path(path).resolve().drive + "\\"
        return bool(ctypes.windll.kernel32.GetDriveTypeW(drive) == _FIXED_DRIVE)
    kind = _mounted_as(path.resolve())
    return kind not in _REMOTE_KINDS and not kind.startswith("fuse.")


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
