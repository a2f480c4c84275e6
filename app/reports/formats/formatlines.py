"""On which line of a format's file a key stands, so that a fault leads a reader to its place."""

import re
from collections import Counter

Place = tuple[str | int, ...]
"""Where in a file: ``("columns", 3, "width")`` is the width of the fourth column."""

_HEADER = re.compile(r"\s*(\[\[?)([^\[\]]+)\]\]?\s*(?:#.*)?")
_KEY = re.compile(r"\s*([\w.\"' -]+?)\s*=")
_SYNTAX = re.compile(r"at line (\d+)")


def line_of(text: str, place: Place) -> int | None:
    """The line of a key, from 1; of the table it belongs to where the key is missing."""
    seen: Counter[str] = Counter()
    table: Place = ()
    found: int | None = None
    for number, line in enumerate(text.splitlines(), 1):
        if header := _HEADER.fullmatch(line):
            table = _names(header[2])
            if header[1] == "[[":
                table = (*table, seen[header[2]])
                seen[header[2]] += 1
            here = table
        elif key := _KEY.match(line):
            here = (*table, *_names(key[1]))
        else:
            continue
        if here == place:
            return number
        if here == place[: len(here)]:
            found = number
    return found


def line_of_syntax_fault(words: str) -> int | None:
    """The line a fault of the TOML reader names."""
    match = _SYNTAX.search(words)
    return int(match[1]) if match else None


def _names(dotted: str) -> Place:
    return tuple(part.strip(" \"'") for part in dotted.split("."))
