"""What a report of our own bug must not tell: words of the ledger, people, numbers, places on disk.

The program's own messages for us are English. So whatever is Chinese comes from the ledger or was
said to the clerk, and goes; so does quoted text that is no name of the program's own.
"""

import getpass
import platform
import re
from contextlib import suppress
from pathlib import PureWindowsPath
from traceback import FrameSummary, TracebackException

_CHINESE = re.compile(
    "[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff01-\uff60\U00020000-\U0003ffff“”‘’…—]+"
)
_QUOTED = re.compile(
    r"(?<![A-Za-z])[bB]?(?P<sign>[\"'])(?P<words>(?:\\.|(?!(?P=sign)).)*)(?:(?P=sign)|\Z)",
    re.DOTALL,
)
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.]{0,40}")
_PATH = re.compile(  # a blank belongs to it when more of a path, or an ending, follows
    r"(?<![\w.])(?:[A-Za-z]:[\\/]|\\\\|~?/|file:)(?:[^\s\"'),;]| (?=[^\"'),;]{0,80}[\\/.]\w))*"
)
_MAIL = re.compile(r"[^\s@'\"<>]{1,64}@[^\s@'\"<>]+")
_NUMBER = re.compile(r"(?<![\w.])\+?\d[\d -]{5,}\d[Xx]?(?!\w)")
_DAY_AND_TIME = re.compile(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d\S*")
_HIDDEN = "□"
_LONGEST = 300
_MOST_READ = 3_000
"""Letters of a line: a megabyte of pasted text in a message must not hold the window up."""


def scrub(text: str) -> str:
    """A line of ours without whatever may come from the ledger, the clerk or the computer."""
    return "\n".join(map(_scrub_line, text.splitlines()))


def tell_trace(error: BaseException) -> str:
    """Where it broke, innermost last: our own source as it is, messages scrubbed, no values."""
    return "\n".join(_told(TracebackException.from_exception(error)))


def _scrub_line(line: str) -> str:
    stamp = _DAY_AND_TIME.match(line)
    head, rest = (line[: stamp.end()], line[stamp.end() :]) if stamp else ("", line)
    rest = _QUOTED.sub(_unquoted, rest[:_MOST_READ])
    for pattern in (_PATH, _MAIL, _NUMBER, _CHINESE):
        rest = pattern.sub(_HIDDEN, rest)
    for name in _own_names():
        rest = re.sub(rf"\b{re.escape(name)}\b", _HIDDEN, rest, flags=re.IGNORECASE)
    return head + rest[:_LONGEST]


def _unquoted(match: re.Match[str]) -> str:
    """Quoted names of columns and fields stay; any other quoted text goes."""
    return (
        match[0] if _NAME.fullmatch(match["words"]) else f"{match['sign']}{_HIDDEN}{match['sign']}"
    )


def _own_names() -> set[str]:
    """The names of the user and the computer."""
    found: set[str] = set()
    for ask in (getpass.getuser, platform.node):
        with suppress(Exception):
            found.add(ask())
    return {name for name in found if len(name) > 2}


def _told(trace: TracebackException) -> list[str]:
    before = trace.__cause__ or (None if trace.__suppress_context__ else trace.__context__)
    lines = [*_told(before), "—— 由此引起 ——"] if before else []
    lines += [_frame(one) for one in trace.stack]
    return [*lines, scrub("".join(trace.format_exception_only()).strip())]


def _frame(frame: FrameSummary) -> str:
    place = f"{_short(frame.filename)}:{frame.lineno} {frame.name}"
    return f"{place}\n    {frame.line}" if frame.line else place


def _short(filename: str) -> str:
    """A source file from the program's or the library's own folder on."""
    parts = PureWindowsPath(filename).parts  # takes both kinds of slashes
    for root in ("site-packages", "app"):
        if root in parts:
            place = len(parts) - 1 - parts[::-1].index(root)
            return "/".join(parts[place + (root == "site-packages") :])
    return parts[-1] if parts else ""
