"""Files on their way in as proof: folders walked, names made safe, what is no file told apart."""

import os
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.errors import UserError
from app.files import disk_fault
from app.monitor import SILENT, Monitor
from app.services.wording import size_words

ASK_OVER = 200
"""More files than this are asked about before they are taken in."""
MOST_FILES = 5000
_LONGEST = 200
_SYSTEM_NAMES = frozenset({"thumbs.db", "desktop.ini", "ehthumbs.db", "__macosx"})
_SHORTCUTS = frozenset({".lnk", ".url", ".webloc"})
_NUMBER = re.compile(r"(\d+)")


@dataclass(frozen=True, slots=True)
class Gathered:
    """What was chosen or dropped, with folders walked.

    Attributes:
        files: the files, folder by folder, numbers in names counted as numbers.
        size: their bytes.
        refused: a sentence for each file that can't be proof (empty, a shortcut).
    """

    files: tuple[Path, ...]
    size: int
    refused: tuple[str, ...] = ()

    @property
    def asks(self) -> bool:
        """So many that the clerk should say yes first."""
        return len(self.files) > ASK_OVER


@dataclass(slots=True)
class Gauge:
    """How far work on many bytes is, told in KiB: bytes would overflow the window's counter.

    Attributes:
        words: what is being done, before the sizes.
    """

    monitor: Monitor
    total: int
    words: str = ""
    done: int = 0

    def tell(self, amount: int) -> None:
        """Count a piece; raises Cancelled when the clerk has stopped the work."""
        self.done += amount
        sizes = f"{size_words(self.done)} / {size_words(self.total)}"
        self.monitor.report(self.done >> 10, max(self.total >> 10, 1), f"{self.words}　{sizes}")


def gather(paths: Sequence[Path], *, monitor: Monitor = SILENT) -> Gathered:
    """Find the files behind what was chosen or dropped; folders are walked.

    A link to a file is followed: the file it points to is what is kept. Links to folders are
    followed only where the clerk chose them, never inside a folder, where they may go in circles.

    Raises:
        UserError: a path is gone or no file, there is nothing to take, or far too much.
    """
    files: list[Path] = []
    refused: list[str] = []
    total = 0
    for path in paths:
        for file in _files_of(path):
            size, why = _measure(file)
            if why:
                refused.append(why)
            else:
                files.append(file)
                total += size
            if len(files) > MOST_FILES:
                raise UserError(
                    "too_many_files", f"一次最多添加 {MOST_FILES} 个文件；请分几次添加。"
                )
            monitor.report(0, 0, f"正在查看文件…　{len(files)} 个")
    if not files:
        raise UserError("nothing_to_attach", _nothing(paths, refused))
    return Gathered(tuple(files), total, tuple(refused))


def shown_name(path: Path) -> str:
    """A file's name as the ledger can keep and show it: whole letters, one line, not too long."""
    return clean_name(path.name)


def clean_name(name: str) -> str:
    """A name without what can't be kept or shown; an over-long one is cut before its ending."""
    whole = os.fsencode(name).decode("utf-8", "replace")
    flat = "".join("_" if _is_odd(sign) else sign for sign in whole)
    flat = unicodedata.normalize("NFC", flat).strip() or "未命名"
    ending = Path(flat).suffix
    if len(ending) > 20:
        ending = ""
    return flat.removesuffix(ending)[: _LONGEST - len(ending)] + ending


def natural_key(name: str) -> tuple[tuple[int, str], ...]:
    """Sorts names as people count: 照片2 before 照片10."""
    parts = _NUMBER.split(name.casefold())
    return tuple((int(part), "") if part.isdecimal() else (-1, part) for part in parts)


def _is_odd(sign: str) -> bool:
    """A control sign, half a letter, or what parts folders."""
    return sign in "/\\" or unicodedata.category(sign)[0] == "C"


def _files_of(path: Path) -> Iterator[Path]:
    try:
        if path.is_dir():
            yield from _walk(path)
            return
        is_file = path.is_file()
    except (OSError, ValueError):  # a name no disk would take
        is_file = False
    if not is_file:
        name = clean_name(path.name)
        raise UserError("not_a_file", f"“{name}”不在或不是文件；请选择照片或文档。")
    yield path


def _walk(folder: Path) -> Iterator[Path]:
    def stop(error: OSError) -> None:
        raise disk_fault(error, Path(error.filename or folder)) from error

    for here, folders, names in os.walk(folder, onerror=stop):
        folders[:] = sorted((name for name in folders if _is_wanted(name)), key=natural_key)
        for name in sorted(names, key=natural_key):
            path = Path(here, name)
            if _is_wanted(name) and path.is_file():
                yield path


def _is_wanted(name: str) -> bool:
    """Not one of the files that systems and office programs leave about."""
    return not name.startswith((".", "~$")) and name.casefold() not in _SYSTEM_NAMES


def _measure(path: Path) -> tuple[int, str]:
    """A file's size, and why it can't be proof, if so."""
    name = clean_name(path.name)
    if path.suffix.lower() in _SHORTCUTS:
        return 0, f"“{name}”是快捷方式，没有添加；请选择它指向的文件。"
    try:
        size = path.stat().st_size
    except OSError as error:
        raise disk_fault(error, path) from error
    return size, "" if size else f"“{name}”是空文件（0 字节），没有添加；请检查原文件。"


def _nothing(paths: Sequence[Path], refused: Sequence[str]) -> str:
    if refused:
        return refused[0]
    names = "、".join(clean_name(path.name) for path in paths[:3])
    return f"“{names}”里没有可添加的文件；请选择照片或文档。"
