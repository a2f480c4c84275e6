"""The one file that carries a whole ledger: a zip that lists every file's size and hash.

Reading believes nothing: each place, size and hash is checked before a byte counts as read.
"""

import hashlib
import io
import json
import os
import re
import stat
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path, PurePosixPath
from typing import IO, Any

from app.errors import UserError
from app.files import free_space, pieces_of
from app.models.database import DATABASE

KEPT = ("evidence", "returns")
"""The folders of a ledger that travel with the database."""
_MANIFEST = "manifest.json"
_FORMAT = 2
_LONGEST_MANIFEST = 64 << 20
_MOST_FILES = 500_000
_DEEPEST = 5
_SPARE = 64 << 20
_CHUNK = 1 << 20
_EPOCH = (1980, 1, 1, 0, 0, 0)  # no clock is asked: one that stands before 1980 can't be written
_SQUEEZED = frozenset(
    {".jpg", ".jpeg", ".png", ".gif", ".webp", ".heic", ".pdf", ".zip", ".rar", ".7z", ".gz"}
    | {".docx", ".xlsx", ".pptx", ".ofd", ".mp3", ".mp4", ".mov", ".avi", ".mkv", ".m4a", ".wmv"}
)
"""What is squeezed already gains nothing from it again."""
_METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_FORBIDDEN = re.compile(
    r'[\x00-\x1f\x7f<>:"\\|?*'
    "\u200e\u200f\u202a-\u202e\u2066-\u2069"  # a name that reads other than it is
    "\ud800-\udfff]"  # bytes that are no letters
)
_RESERVED = re.compile(
    r"(CON|CONIN\$|CONOUT\$|PRN|AUX|NUL|(COM|LPT)[0-9¹²³])(\..*)?", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Member:
    """What a file of the pack must be; a size of None was not told (older packs)."""

    sha256: str
    size: int | None = None


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a pack says of itself."""

    counts: dict[str, int]
    files: dict[str, Member]
    about: dict[str, str] = field(default_factory=dict)


def write_pack(
    out: IO[bytes] | io.RawIOBase,
    content: Mapping[str, Path | bytes],
    *,
    counts: dict[str, int],
    about: dict[str, str],
    tell: Callable[[int], object],
) -> Manifest:
    """Write the files one after the other, each read once, and the list of them last.

    Args:
        out: where to; it need not be able to go back.
        content: each file's place in the ledger, and where it lies or what it holds.
        counts: the records by kind.
        about: what else is said: the ledger's name, the day.
        tell: hears of each piece and may stop the work.

    Raises:
        UserError: a file can't be read.
    """
    files: dict[str, Member] = {}
    with zipfile.ZipFile(out, "w") as pack:
        for name, source in content.items():
            files[name] = _put(pack, name, source, tell)
        listed = {name: {"sha256": one.sha256, "size": one.size} for name, one in files.items()}
        manifest = {"format": _FORMAT, "about": about, "counts": counts, "files": listed}
        words = json.dumps(manifest, ensure_ascii=False, indent=1)
        pack.writestr(zipfile.ZipInfo(_MANIFEST, _EPOCH), words)
    return Manifest(counts, files, about)


def unpack(
    stream: IO[bytes] | io.BufferedReader, folder: Path, *, tell: Callable[[int, int], object]
) -> Manifest:
    """Write a pack's files into an empty folder, each checked against what the pack says of it.

    Args:
        stream: the pack, able to seek.
        folder: an empty folder.
        tell: hears of each piece and of the whole, in bytes, and may stop the work.

    Raises:
        UserError: ``pack_newer``, ``disk_full`` (before anything is written), or ``not_a_backup``.
    """
    with _opened(stream) as (archive, manifest, infos):
        total = sum(info.file_size for info in infos.values())
        if total + _SPARE > free_space(folder):
            raise UserError(
                "disk_full",
                f"磁盘空间不够，要{total >> 20}MB以上，什么都没有写入；请换一个磁盘。",
            )
        for name in sorted(infos, key=DATABASE.__eq__):  # last: half a ledger must not open
            part = folder / f"{name}.part"
            part.parent.mkdir(parents=True, exist_ok=True)
            with part.open("xb") as out:
                for piece in _proven(archive, infos[name], manifest.files[name]):
                    out.write(piece)
                    tell(len(piece), total)
                out.flush()
                os.fsync(out.fileno())
            part.replace(folder / name)
    return manifest


def look_through(
    stream: IO[bytes] | io.BufferedReader, *, tell: Callable[[int], object]
) -> Manifest:
    """Read a whole pack as one who unpacks it would, and write nothing.

    Raises:
        UserError: ``not_a_backup``.
    """
    with _opened(stream) as (archive, manifest, infos):
        for name, info in infos.items():
            for piece in _proven(archive, info, manifest.files[name]):
                tell(len(piece))
    return manifest


def travels(place: str) -> bool:
    """True of a place in a ledger that a pack may hold and every system can unpack."""
    parts = place.split("/")
    known = place == DATABASE or (parts[0] in KEPT and 2 <= len(parts) <= _DEEPEST)
    return known and all(map(_is_plain, parts))


def alike(place: str) -> str:
    """What two places have in common that some system takes for one."""
    return unicodedata.normalize("NFC", place).casefold()


@contextmanager
def _opened(
    stream: IO[bytes] | io.BufferedReader,
) -> Iterator[tuple[zipfile.ZipFile, Manifest, dict[str, zipfile.ZipInfo]]]:
    with _telling_damage(), zipfile.ZipFile(stream) as archive:
        manifest = _read_manifest(archive)
        yield archive, manifest, _checked(archive, manifest)


def _put(
    pack: zipfile.ZipFile, name: str, source: Path | bytes, tell: Callable[[int], object]
) -> Member:
    info = zipfile.ZipInfo(name, _EPOCH)
    squeezed = Path(name).suffix.lower() in _SQUEEZED
    info.compress_type = zipfile.ZIP_STORED if squeezed else zipfile.ZIP_DEFLATED
    info.external_attr = 0o644 << 16
    info.file_size = len(source) if isinstance(source, bytes) else source.stat().st_size
    running, size = hashlib.sha256(), 0
    with pack.open(info, "w") as out:
        for piece in _pieces(source):
            out.write(piece)
            running.update(piece)
            size += len(piece)
            tell(len(piece))
    return Member(running.hexdigest(), size)


def _pieces(source: Path | bytes) -> Iterator[bytes]:
    if isinstance(source, Path):
        yield from pieces_of(source)
    else:
        yield from (source[at : at + _CHUNK] for at in range(0, len(source), _CHUNK))


def _read_manifest(archive: zipfile.ZipFile) -> Manifest:
    info = archive.getinfo(_MANIFEST)
    if info.file_size > _LONGEST_MANIFEST or info.compress_type not in _METHODS:
        raise ValueError(info.file_size)
    raw: dict[str, Any] = json.loads(archive.read(info))
    if int(raw.get("format", 1)) > _FORMAT:
        raise UserError("pack_newer", "文件由更新的版本写成，没有打开；请先升级本程序。")
    return Manifest(
        {str(key): int(n) for key, n in raw.get("counts", {}).items()},
        {name: _member(told) for name, told in raw["files"].items()},
        {str(key): str(words) for key, words in raw.get("about", {}).items()},
    )


def _member(told: Any) -> Member:
    if isinstance(told, str):  # format 1 told the hash alone
        return Member(told)
    return Member(str(told["sha256"]), int(told["size"]))


def _checked(archive: zipfile.ZipFile, manifest: Manifest) -> dict[str, zipfile.ZipInfo]:
    """The entries to take, when pack and list agree on every one of them and none plays tricks."""
    entries = [info for info in archive.infolist() if info.filename != _MANIFEST]
    names = [info.filename for info in entries]
    places = set(map(alike, names))
    if len(entries) > _MOST_FILES or len(places) != len(names) or set(names) != set(manifest.files):
        raise ValueError("the list and the pack differ")
    if any(str(parent) in places for place in places for parent in PurePosixPath(place).parents):
        raise ValueError("a file and a folder of one name")
    for info in entries:
        _refuse_tricks(info, manifest.files[info.filename])
    starts = sorted((info.header_offset, info.compress_size) for info in archive.infolist())
    for (start, size), (following, _) in pairwise(starts):
        if start + size > following:
            raise ValueError("entries lie over one another")
    if DATABASE not in manifest.files:
        raise KeyError(DATABASE)
    return {info.filename: info for info in entries}


def _refuse_tricks(info: zipfile.ZipInfo, member: Member) -> None:
    if not travels(info.filename) or info.compress_type not in _METHODS:
        raise ValueError(info.filename)
    kind = stat.S_IFMT(info.external_attr >> 16)
    if info.is_dir() or kind not in {0, stat.S_IFREG} or info.flag_bits & 1:
        raise ValueError(info.filename)
    if member.size is not None and member.size != info.file_size:
        raise ValueError(info.filename)


def _is_plain(part: str) -> bool:
    """A name that means the same file on every system, and never another folder."""
    return (
        part not in {"", ".", ".."}
        and not part.endswith((" ", "."))
        and not _FORBIDDEN.search(part)
        and not _RESERVED.fullmatch(part)
        and len(part.encode()) <= 255
    )


def _proven(archive: zipfile.ZipFile, info: zipfile.ZipInfo, member: Member) -> Iterator[bytes]:
    """What an entry holds, piece by piece; at its end it is what was told of it, or refused."""
    running, left = hashlib.sha256(), info.file_size
    with archive.open(info) as source:
        while piece := source.read(_CHUNK):
            left -= len(piece)
            if left < 0:
                break
            running.update(piece)
            yield piece
    if left or running.hexdigest() != member.sha256:
        raise ValueError(info.filename)


@contextmanager
def _telling_damage() -> Iterator[None]:
    try:
        yield
    except (
        zipfile.BadZipFile, zlib.error, struct.error, EOFError, RuntimeError, KeyError, ValueError,
        TypeError, AttributeError, OverflowError, MemoryError,
    ) as error:  # fmt: skip
        raise UserError(
            "not_a_backup",
            "这个文件不是本程序的备份或交接包，或已损坏；请换一份。",
            details=repr(error),
        ) from error
