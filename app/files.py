"""Where files lie and how they are written: resource and data paths, atomic writes, hashes."""

import errno
import hashlib
import logging
import logging.handlers
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import platformdirs

from app.errors import UNSURE, UserError

APP_NAME = "gongjian-ledger"
_CHUNK = 1 << 20
_NO_SPACE = frozenset({errno.ENOSPC, errno.EDQUOT})
_NO_RIGHT = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})
_NO_FILE = frozenset({errno.EISDIR, errno.ENOTEMPTY, errno.EEXIST})
_GONE = frozenset({errno.ENOENT, errno.ENOTDIR, errno.EIO, errno.ENODEV, errno.ENAMETOOLONG})
_PLAIN_ENDING = re.compile(r"\.\w{1,16}")
_HASHED = re.compile(rf"[0-9a-f]{{64}}({_PLAIN_ENDING.pattern})?")

_FORBIDDEN = dict.fromkeys((*range(32), 127), " ") | {
    ord(sign): like for sign, like in zip('<>:"/\\|?*', "＜＞：”／＼｜？＊", strict=True)
}
_RESERVED = re.compile(r"CON|PRN|AUX|NUL|(COM|LPT)[0-9¹²³]", re.IGNORECASE)


def resource_path(*parts: str) -> Path:
    """A file that ships with the program, below ``resources/``."""
    return Path(__file__).resolve().parent.parent.joinpath("resources", *parts)


def data_dir() -> Path:
    """The clerk's own folder for settings and the log; made when missing."""
    return Path(platformdirs.user_data_dir(APP_NAME, appauthor=False, ensure_exists=True))


def log_dir() -> Path:
    """The folder of the rotating log; made when missing."""
    return Path(platformdirs.user_log_dir(APP_NAME, appauthor=False, ensure_exists=True))


def cache_dir() -> Path:
    """The folder for what can be made again at any time; made when missing."""
    return Path(platformdirs.user_cache_dir(APP_NAME, appauthor=False, ensure_exists=True))


def start_log(name: str) -> None:
    """Write the log into a rotating file of that name; without a place to write, go on without.

    The window and the command line have a file each: two processes must not turn over one.
    """
    root = logging.getLogger()
    if any(isinstance(handler, logging.handlers.RotatingFileHandler) for handler in root.handlers):
        return
    with suppress(OSError):
        handler = logging.handlers.RotatingFileHandler(
            log_dir() / name,
            maxBytes=1_000_000,
            backupCount=5,
            encoding="utf-8",
            errors="backslashreplace",  # a name of bytes that are no letters
        )
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
        root.addHandler(handler)
        logging.raiseExceptions = False  # a log that can't be written is no matter for the clerk
        root.setLevel(logging.INFO)


def default_ledger_home() -> Path:
    """The folder where new ledgers are offered: the clerk's own documents."""
    return Path(platformdirs.user_documents_dir())


def disk_fault(error: OSError, path: Path) -> UserError:
    """The sentence a clerk can act on for a fault of the disk at ``path``."""
    if error.errno in _NO_SPACE:
        code, message = "disk_full", f"磁盘空间已满，“{path.name}”没有写入；请腾出空间后再试。"
    elif error.errno in _NO_RIGHT:
        code, message = "no_permission", f"没有读写“{path}”的权限；请换一个文件夹，或检查是否只读。"
    elif error.errno in _NO_FILE:
        code, message = "not_a_file", f"“{path}”是文件夹，或那里已有同名的东西；请换一个文件名。"
    elif error.errno in _GONE:
        code, message = "not_found", f"找不到“{path}”；请检查文件是否已移动、磁盘是否已拔出。"
    else:
        code, message = "disk_fault", f"读写“{path}”时磁盘出错；请检查磁盘后再试。"
    return UserError(code, message, details=repr(error))


@contextmanager
def telling_disk_faults(path: Path) -> Iterator[None]:
    """Turn any OSError of the block into a UserError that names ``path``."""
    try:
        yield
    except OSError as error:
        raise disk_fault(error, path) from error


@contextmanager
def atomic_write(
    path: Path, *, prove: Callable[[Path], object] | None = None
) -> Iterator[BinaryIO]:
    """Write a file whole or not at all: beside it first, then put in its place.

    Args:
        path: the file.
        prove: looks at what was written before it gets its name; if it raises the old file stays.

    Raises:
        UserError: the disk is full, read-only or gone; the old file is as it was.
    """
    with telling_disk_faults(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=".writing-", dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as stream:
                yield stream
                stream.flush()
                os.fsync(stream.fileno())
            if prove:
                prove(Path(name))
            Path(name).chmod(0o644)
            put_in_place(Path(name), path)
        except BaseException:
            with suppress(OSError):
                Path(name).unlink()
            raise


def put_in_place(finished: Path, path: Path) -> None:
    """Give a finished file or folder its name, and wait until the disk has the name too.

    Records that speak of it are only written afterwards: after a power cut a name that was in the
    cache alone would be gone, and they would stay.
    """
    finished.replace(path)
    if os.name == "posix":  # elsewhere a folder can't be opened, and names are logged by the disk
        with suppress(OSError):  # some shares can't do it: then the file is as safe as they make it
            folder = os.open(path.parent, os.O_RDONLY)
            try:
                os.fsync(folder)
            finally:
                os.close(folder)


@contextmanager
def leaving_nothing(fresh: Sequence[Path]) -> Iterator[None]:
    """When the work of the block is not carried through, the files made for it go again.

    When nobody can tell whether it was, they stay: one too many harms less than one too few.
    """
    try:
        yield
    except BaseException as error:
        if not isinstance(error, UserError) or error.code != UNSURE:
            for path in fresh:
                with suppress(OSError):
                    path.unlink(missing_ok=True)
        raise


def sha256_of(path: Path, *, tell: Callable[[int], object] | None = None) -> str:
    """The SHA-256 of a file's bytes, in hex; ``tell`` hears of each piece and may stop it.

    Raises:
        UserError: the file can't be read.
    """
    running = hashlib.sha256()
    with telling_disk_faults(path), path.open("rb") as stream:
        while piece := stream.read(_CHUNK):
            running.update(piece)
            if tell:
                tell(len(piece))
    return running.hexdigest()


def hashed_name(sha256: str, file_name: str) -> str:
    """The name under which a file is kept: its hash, with the ending programs know it by."""
    ending = Path(file_name).suffix.lower()
    return sha256 + (ending if _PLAIN_ENDING.fullmatch(ending) else "")


def is_hashed_name(name: str) -> bool:
    """True of a name that a kept file can have; what else lies there (Thumbs.db) is not ours."""
    return bool(_HASHED.fullmatch(name))


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A copy kept under its hash; ``is_new`` when it was not there before."""

    path: Path
    sha256: str
    size: int
    is_new: bool


def keep_file(
    source: Path, folder: Path, *, name: str = "", tell: Callable[[int], object] | None = None
) -> KeptFile:
    """Keep a copy of ``source`` in ``folder`` under its hash, read once and never held whole.

    A sound copy already there is left, a damaged one is replaced.

    Args:
        source: the file; a link is followed.
        folder: where copies are kept; made when missing, its parent must exist.
        name: the name whose ending counts; the source's own when empty.
        tell: handed the number of bytes of each piece; what it raises stops the copying.

    Raises:
        UserError: the source can't be read or the folder not written; nothing is left.
    """
    running, size = hashlib.sha256(), 0
    with telling_disk_faults(folder / source.name):
        folder.mkdir(exist_ok=True)
        handle, beside = tempfile.mkstemp(prefix=".writing-", dir=folder)
        part = Path(beside)
        try:
            with os.fdopen(handle, "wb") as out:
                for piece in pieces_of(source):
                    running.update(piece)
                    size += len(piece)
                    out.write(piece)
                    if tell:
                        tell(len(piece))
                out.flush()
                os.fsync(out.fileno())
            target = folder / hashed_name(running.hexdigest(), name or source.name)
            is_new = not target.exists()
            if is_new or sha256_of(target) != running.hexdigest():
                part.chmod(0o644)
                put_in_place(part, target)
        finally:
            with suppress(OSError):
                part.unlink(missing_ok=True)
    return KeptFile(target, running.hexdigest(), size, is_new)


def copy_hashed(source: Path, folder: Path) -> tuple[str, int]:
    """Keep a copy of ``source`` in ``folder`` under its hash; a copy already there is left.

    Returns:
        The SHA-256 in hex and the size in bytes.

    Raises:
        UserError: the source can't be read or the folder not written.
    """
    kept = keep_file(source, folder)
    return kept.sha256, kept.size


def copy_file(source: Path, target: Path, *, tell: Callable[[int], object] | None = None) -> str:
    """Copy a file piece by piece, whole or not at all.

    Returns:
        The SHA-256 in hex of what was copied.

    Raises:
        UserError: the source can't be read or the target not written.
    """
    running = hashlib.sha256()
    with atomic_write(target) as out:
        for piece in pieces_of(source):
            running.update(piece)
            out.write(piece)
            if tell:
                tell(len(piece))
    return running.hexdigest()


def safe_name(name: str, longest: int = 60) -> str:
    """A name every system takes for a file or folder, Windows above all, near to the given one.

    Signs a system forbids become their full-width likes; reserved names get a line before them;
    what is too long is cut before its ending.
    """
    flat = " ".join(name.translate(_FORBIDDEN).split()).strip(" .")
    ending = Path(flat).suffix
    if not _PLAIN_ENDING.fullmatch(ending) or len(ending) >= longest:
        ending = ""
    stem = flat.removesuffix(ending)[: longest - len(ending)].rstrip(" .")
    if not stem or _RESERVED.fullmatch(stem.split(".")[0].rstrip()):
        stem = f"_{stem}"
    return stem + ending


def free_space(folder: Path) -> int:
    """The bytes that are free where a folder lies (or will lie).

    Raises:
        UserError: the disk is gone.
    """
    here = next((one for one in (folder, *folder.parents) if one.exists()), folder)
    with telling_disk_faults(folder):
        return shutil.disk_usage(here).free


def pieces_of(source: Path) -> Iterator[bytes]:
    """A file piece by piece; its own faults speak of it, not of where it is copied to."""
    try:
        with source.open("rb") as stream:
            while piece := stream.read(_CHUNK):
                yield piece
    except OSError as error:
        raise _source_fault(error, source) from error


def _source_fault(error: OSError, path: Path) -> UserError:
    if error.errno in _NO_RIGHT:
        return UserError(
            "file_locked",
            f"“{path.name}”读不了，可能正被别的程序打开或没有权限；请关闭后再试。",
            details=repr(error),
        )
    if error.errno in _GONE:
        return UserError(
            "not_found",
            f"“{path.name}”读到一半不见了；请检查文件是否已移动、磁盘是否已拔出。",
            details=repr(error),
        )
    return disk_fault(error, path)
