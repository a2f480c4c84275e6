"""The waist of the way in for prose: numbered paragraphs, and one spelling to look at them."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from app.importing.sheet import Cell, Sheet

PROSE_SHEET = "正文"
"""The name prose goes by where lists have a sheet's name."""

_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_ONE_FOR_ONE = (
    _WIDE
    | dict.fromkeys(map(ord, "\t\r\n\v\f\u00a0\u2002\u2003\u3000\u2028\u2029"), " ")
    | {ord("｡"): "。", ord("﹐"): ",", ord("﹔"): ";", ord("﹙"): "(", ord("﹚"): ")"}
)
_SPACE = re.compile(r"[\s\u00ad\u200b-\u200f\u2060\ufeff]+")
_LINES = re.compile(r"\r\n|[\r\n\v\f\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of a document.

    Attributes:
        number: its number in the document, from 1, blank ones counted.
        text: its text without the white space around it, never empty.
        level: its outline level in a Word document, from 1; 0 for body text.
        centred: whether it is centred.
    """

    number: int
    text: str
    level: int = 0
    centred: bool = False


def flat(text: str) -> str:
    """The text with half-width figures and signs; every character keeps its place."""
    return text.translate(_ONE_FOR_ONE)


def tight(text: str) -> str:
    """The text in half-width figures and signs and without any white space."""
    return _SPACE.sub("", flat(text))


def paragraphs_of(text: str) -> tuple[Paragraph, ...]:
    """The paragraphs of pasted or plain text: one a line, blank lines counted."""
    numbered = ((number, trim(line)) for number, line in enumerate(_LINES.split(text), start=1))
    return tuple(Paragraph(number, line) for number, line in numbered if line)


def unwrapped(paragraphs: Iterable[Paragraph]) -> tuple[Paragraph, ...]:
    """The paragraphs with those broken over lines by hand cut into their lines.

    The lines of one paragraph share its number.
    """
    return tuple(
        replace(each, text=line)
        for each in paragraphs
        for part in _LINES.split(each.text)
        if (line := trim(part))
    )


def trim(text: str) -> str:
    """The text without white space and invisible marks around it."""
    begin = 0
    end = len(text)
    while begin < end and _SPACE.fullmatch(text[begin]):
        begin += 1
    while end > begin and _SPACE.fullmatch(text[end - 1]):
        end -= 1
    return text[begin:end]


def as_sheet(paragraphs: Sequence[Paragraph]) -> Sheet:
    """Prose as a sheet of one column, a paragraph a row, for showing it as it came.

    The lines of a paragraph broken by hand share its number and stand in one cell.
    """
    lines: dict[int, list[str]] = {}
    for each in paragraphs:
        lines.setdefault(each.number, []).append(each.text)
    cells = {(row, 1): Cell("\n".join(parts), row, 1) for row, parts in lines.items()}
    return Sheet(PROSE_SHEET, cells)
