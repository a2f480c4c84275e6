"""Who writes a ledger: a lock of the system that dies with its holder, and a note beside it."""

import errno
import json
import os
import platform
import secrets
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from app.errors import UserError
from app.files import disk_fault

LOCK = "writer.lock"
HOLDER = "writer.json"
_NO_LOCKS = frozenset({errno.ENOSYS, errno.EOPNOTSUPP, errno.ENOLCK})
_PATIENCE = 0.3  # seconds: whoever only asks whether it is held lets go at once


@dataclass(frozen=True, slots=True)
class Hold:
    """The right to write a ledger: the system's lock, and the note that says whose it is."""

    lock: FileLock
    note: str


def take_lock(folder: Path) -> Hold:
    """Take the right to write.

    Raises:
        UserError: ``ledger_held``, ``no_locks``, or the folder can't be written.
    """
    lock = _lock(folder, _PATIENCE)
    try:
        lock.acquire()
    except Timeout as held:
        raise UserError(
            "ledger_held", f"台账正由{holder(folder)}打开，这里只能查看；要修改，请先在那边关闭。"
        ) from held
    except (OSError, NotImplementedError) as error:
        raise _not_writable(error, folder) from error
    me = {
        "who": _user(),
        "host": platform.node(),
        "pid": os.getpid(),
        "since": datetime.now().astimezone().isoformat(timespec="minutes"),
        "mark": secrets.token_hex(8),
    }
    hold = Hold(lock, json.dumps(me, ensure_ascii=False))
    try:
        (folder / HOLDER).write_text(hold.note, encoding="utf-8")
    except OSError as error:
        lock.release()
        raise _not_writable(error, folder) from error
    return hold


def is_ours(folder: Path, hold: Hold) -> bool:
    """True while the note beside the lock is the one we wrote, or can't be read just now.

    A lock guards the file that was opened, not its name: where somebody clears the files away,
    another can lock new ones of that name, and both would write.
    """
    try:
        return (folder / HOLDER).read_bytes() == hold.note.encode()
    except FileNotFoundError:
        return False
    except OSError:  # a virus scanner has it, or the share stumbles: the lock itself holds
        return True


def _lock(folder: Path, patience: float) -> FileLock:
    """The system's own lock; a file that merely exists would outlive its holder, and is none."""
    return FileLock(folder / LOCK, timeout=patience, thread_local=False, fallback_to_soft=False)


def _not_writable(error: OSError | NotImplementedError, folder: Path) -> UserError:
    """Why nothing can be written here, and that it can be looked at all the same."""
    if isinstance(error, NotImplementedError) or error.errno in _NO_LOCKS:
        return UserError(  # without locks two could write at once: nobody may
            "no_locks",
            f"“{folder}”所在的磁盘或共享不支持加锁，不能保证只有一处写入；"
            "请把台账放到本机磁盘，或以只读方式打开。",
            details=str(error),
        )
    fault = disk_fault(error, folder)
    words = {
        "no_permission": f"“{folder}”是只读的，或没有写入的权限，这里只能查看；"
        "要修改，请把整个文件夹复制到本机磁盘再打开。",
        "disk_full": "磁盘空间已满，台账不能修改，只能查看；请腾出空间后再打开。",
    }
    return UserError(fault.code, words.get(fault.code, fault.message), details=fault.details)


def let_go(folder: Path, hold: Hold) -> None:
    """Give the right to write back; another's note is left."""
    if is_ours(folder, hold):
        with suppress(OSError):
            (folder / HOLDER).unlink()
    hold.lock.release()


def is_held(folder: Path) -> bool:
    """True when somebody writes the ledger now; a lock that a crash left behind holds nobody."""
    if not (folder / LOCK).exists():
        return False
    lock = _lock(folder, 0)
    try:
        lock.acquire()
    except Timeout:
        return True
    except (OSError, NotImplementedError):  # a medium that can't be written has no writer
        return False
    lock.release()
    return False


def holder(folder: Path) -> str:
    """Who writes the ledger now, in words: 张三在PC-1上自8:02起."""
    try:
        facts: dict[str, Any] = json.loads((folder / HOLDER).read_text(encoding="utf-8"))
        since = datetime.fromisoformat(facts["since"])
        return f"{facts['who']}在“{facts['host']}”上自{since.month}月{since.day}日{since:%H:%M}起"
    except (OSError, ValueError, KeyError, TypeError):
        return "另一个窗口"


def _user() -> str:
    return os.environ.get("USERNAME") or os.environ.get("USER") or "本机用户"
