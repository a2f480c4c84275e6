"""The injector: lets the n-th call of a process that writes below a folder fail, or kills it there.

It is a small C library loaded ahead of the system's own, compiled when the bench starts: so the
writes of SQLite, zlib and Python alike pass through it. Without a C compiler there is none.
"""

import ctypes
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

_SOURCE = Path(__file__).with_name("failing.c")
_LOADED = "LD_PRELOAD"
KILL, TEAR = -1, -2
"""In place of an error's number: kill the process before the call, or after half of a write."""


@dataclass(frozen=True, slots=True)
class Calls:
    """The writing calls of an undisturbed run: what each was, by a number of its kind."""

    kinds: tuple[int, ...]

    def told_apart(self) -> tuple[int, ...]:
        """The calls worth failing: of each run of like ones the first two and the last."""
        kinds = self.kinds
        return tuple(
            number + 1
            for number, kind in enumerate(kinds)
            if kinds[max(number - 2, 0) : number] != (kind, kind)
            or kinds[number + 1 : number + 2] != (kind,)
        )

    def all(self) -> tuple[int, ...]:
        """Every call."""
        return tuple(range(1, len(self.kinds) + 1))


class Injector:
    """The loaded library."""

    def __init__(self, library: Path) -> None:
        self._library = ctypes.CDLL(str(library))
        self._library.failing_disarm.restype = ctypes.c_long
        self._library.failing_struck.restype = ctypes.c_long
        self._library.failing_kind.restype = ctypes.c_uint
        self._library.failing_kind.argtypes = [ctypes.c_long]
        self._library.failing_arm.argtypes = [
            ctypes.c_char_p, ctypes.c_long, ctypes.c_int, ctypes.c_int,
        ]  # fmt: skip

    def arm(self, folder: Path, at: int, number: int, *, for_good: bool = False) -> None:
        """Fail the call ``at`` (counted from 1) with an error's number, or all from it on."""
        self._library.failing_arm(os.fsencode(folder), at, number, int(for_good))

    def watch(self, folder: Path) -> None:
        """Only count."""
        self.arm(folder, 0, 0)

    def disarm(self) -> Calls:
        """Let everything pass; the calls since it was armed."""
        seen = self._library.failing_disarm()
        return Calls(tuple(self._library.failing_kind(at) for at in range(1, seen + 1)))

    def has_struck(self) -> bool:
        """Whether a call was made to fail."""
        return bool(self._library.failing_struck())


def loaded() -> Injector | None:
    """The injector of this process, if it was started with one."""
    library = os.environ.get(_LOADED, "")
    return Injector(Path(library)) if library.endswith("failing.so") else None


def start_with_injector(module: str) -> NoReturn:
    """Go on as another module, with the injector loaded; without a compiler without it."""
    library, environment = _compiled(), dict(os.environ)
    if library:
        environment[_LOADED] = str(library)
    command = [sys.executable, "-m", module, *sys.argv[1:]]
    os.execve(sys.executable, command, environment)


def _compiled() -> Path | None:
    compiler = shutil.which("cc")
    if not compiler or not sys.platform.startswith("linux"):
        return None
    library = Path(tempfile.mkdtemp(prefix="faults-")) / "failing.so"
    command = [compiler, "-shared", "-fPIC", "-O1", "-o", str(library), str(_SOURCE), "-ldl"]
    return None if subprocess.run(command, check=False).returncode else library
