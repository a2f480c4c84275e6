"""HTML cut into tags and texts as forgivingly as browsers do it, in time linear in its length."""

import re
from collections.abc import Container, Iterator, Mapping
from functools import lru_cache
from html import unescape
from types import MappingProxyType
from typing import NamedTuple

from app.importing.readers.limits import TooManyCellsError

BREAK = "\v"
"""Stands in a text for a line break that the source asks for."""

# Text and the well-formed tag after it; no part runs over a "<", so a failure costs little.
_USUAL = re.compile(
    r"([^<]*)<(/?)([A-Za-z][^\s/<>\"']*)((?:[^<>\"']++|\"[^\"<>]*+\"|'[^'<>]*+')*+)>"
)
_START = re.compile(r"<(?:!--|[!?/]|[A-Za-z])")
_NAME = re.compile(r"/?([A-Za-z][^\s/<>]*)")
_STOP = re.compile("[>\"']")
_ATTRIBUTE = re.compile(r"([^\s=/>\"']+)(?:\s*=\s*(?:\"([^\"]*)\"?|'([^']*)'?|([^\s>]*)))?")
_RAW = {tag: re.compile(f"</{tag}", re.IGNORECASE) for tag in ("script", "style", "noscript")}
_MOST_PIECES = 3_000_000
_LONGEST_ATTRIBUTES = 20_000
_LINE_END = re.compile(r"&#(?:0*10|0*13|[xX]0*[aAdD]);")


class Token(NamedTuple):
    """A piece of HTML.

    Attributes:
        kind: ``start``, ``end``, ``text``, ``comment``, or ``style`` for the text of a style sheet.
        text: the tag in small letters, or the text with its entities resolved.
        raw: the attributes of a start tag, as written.
    """

    kind: str
    text: str
    raw: str = ""


class _Source:
    """The text with searches that remember having failed, so that none is repeated in vain."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._absent: set[str] = set()

    def find(self, wanted: str, start: int) -> int:
        """Where ``wanted`` stands next, or -1."""
        if wanted in self._absent:
            return -1
        at = self.text.find(wanted, start)
        if at < 0:
            self._absent.add(wanted)
        return at

    def tag_end(self, start: int) -> int:
        """Where a tag ends: the next ``>`` outside quotes; -1 when it never does."""
        last = self.find(">", start)
        at = start
        while last >= 0 and (match := _STOP.search(self.text, at)):
            if match[0] == ">":
                return match.start()
            close = self.find(match[0], match.end())
            at = match.end() if close < 0 else close + 1
        return last


def tokens(text: str, tags: Container[str]) -> Iterator[Token]:
    """The texts, comments, style sheets and wanted tags of some HTML; nothing is fetched.

    Args:
        text: the source.
        tags: the tags that are wanted, in small letters; others are passed over.

    Raises:
        TooManyCellsError: there are more tags than in any list.
    """
    source = _Source(text)
    at = passed = 0
    while at < len(text):
        passed += 1
        if passed > _MOST_PIECES:
            raise TooManyCellsError
        usual = _USUAL.match(text, at)
        if usual:
            if usual[1]:
                yield _text(usual[1])
            token, at = (
                Token("end" if usual[2] else "start", usual[3].lower(), usual[4]),
                usual.end(),
            )
        else:
            match = _START.search(text, at)
            start = match.start() if match else len(text)
            if start > at:
                yield _text(text[at:start])
            if not match:
                return
            token, at = _markup(source, start)
        if token.text in _RAW and token.kind == "start":
            end = _RAW[token.text].search(text, at)
            stop = end.start() if end else len(text)
            if token.text == "style":
                yield Token("style", text[at:stop])
            at = stop
        elif token.kind in {"text", "comment"} or token.text in tags:
            yield token


def _text(raw: str) -> Token:
    # Written as a number, a line end is meant to break the line; written plainly it is a blank.
    if "&" not in raw:
        return Token("text", raw)
    return Token("text", unescape(_LINE_END.sub(BREAK, raw)))


def _markup(source: _Source, start: int) -> tuple[Token, int]:
    """The tag or comment at ``start`` and where it ends; a sign that opens neither is text."""
    text = source.text
    if text.startswith("<!--", start):
        end = source.find("-->", start + 4)
        if end >= 0:
            return Token("comment", text[start + 4 : end]), end + 3
    name = _NAME.match(text, start + 1)
    end = source.tag_end(start + 1) if name else source.find(">", start)
    if end < 0:
        return Token("text", "<"), start + 1
    if name is None:
        return Token("comment", ""), end + 1
    kind = "end" if text[start + 1] == "/" else "start"
    # A picture written into its tag is long; nothing of it is of use.
    raw = text[name.end() : end] if end - start < _LONGEST_ATTRIBUTES else ""
    return Token(kind, name[1].lower(), raw), end + 1


@lru_cache(maxsize=4096)
def attributes_of(raw: str) -> Mapping[str, str]:
    """The attributes of a start tag, names in small letters, entities resolved."""
    found: dict[str, str] = {}
    for match in _ATTRIBUTE.finditer(raw):
        value = match[2] or match[3] or match[4] or ""
        found.setdefault(match[1].lower(), unescape(value))
    return MappingProxyType(found)
