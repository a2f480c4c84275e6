"""Sets text into a width: line breaks by the rules of Chinese typesetting, nothing lost."""

import re
import unicodedata
from collections.abc import Callable

# 避头尾: what must not begin a line, and what must not end one (GB/T 15834).
NOT_FIRST = "，。、；：？！）》〉】〕」』”’％℃…·,.;:?!)]}%/"
NOT_LAST = "（《〈【〔「『“‘"
_LATIN = "!-~\u00a1-\u02af\u0370-\u04ff\u2070-\u209f"
# A number keeps the measure word after it: 12月, 23台.
_MEASURES = "年月日时分秒季号台家个项条座处户人吨蒸米元万亿级度倍㎡㎥㎜㎝㎞㎏℃"
_ATOM = re.compile(
    rf"\n|[^\S\n]+|[{NOT_LAST}]*(?:[{_LATIN}]*\d[{_MEASURES}]|[{_LATIN}]+|—+|…+|\S)[{re.escape(NOT_FIRST)}]*",
)
_NUMBER = re.compile(r"[-+−]?[\d,]+(?:\.\d+)?[%％]?")
_NEW_LINES = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
_LONE_SURROGATES = re.compile("[\ud800-\udfff]")

Measure = Callable[[str], float]


def clean(text: str) -> str:
    """The text without what no paper or workbook can hold: control characters, half characters."""
    if text.isprintable():
        return text
    text = _LONE_SURROGATES.sub("\ufffd", _NEW_LINES.sub("\n", text).replace("\t", "  "))
    return "".join(char for char in text if char == "\n" or unicodedata.category(char) != "Cc")


def is_number(text: str) -> bool:
    """Whether a text is one number, which is set smaller rather than broken."""
    return _NUMBER.fullmatch(text) is not None


def break_lines(text: str, width: float, measure: Measure) -> tuple[str, ...]:
    """The text in lines no wider than ``width``; only white space at the breaks goes.

    Words and numbers stay whole where they fit; 。，） and their like do not begin a line. One
    character wider than ``width`` still gets its line.

    Args:
        text: cleaned text; its own line breaks are kept.
        width: the room, in the unit ``measure`` answers in.
        measure: the width of a string.
    """
    if not text:
        return ()
    if "\n" not in text and measure(text) <= width:
        return (text,)
    setter = _Setter(width, measure)
    for match in _ATOM.finditer(text):
        setter.add(match[0])
    return setter.finish()


class _Setter:
    """Fills lines atom by atom."""

    def __init__(self, width: float, measure: Measure) -> None:
        self._room = width
        self._measure = measure
        self._lines: list[str] = []
        self._line = ""
        self._used = 0.0
        self._turned = False  # this line began at a break of ours, not at the clerk's

    def add(self, atom: str) -> None:
        if atom == "\n":
            self._break(turned=False)
        elif atom.isspace():
            self._add_space(atom)
        else:
            self._add_word(atom)

    def finish(self) -> tuple[str, ...]:
        self._break(turned=False)
        return tuple(self._lines)

    def _break(self, *, turned: bool) -> None:
        self._lines.append(self._line.rstrip())
        self._line, self._used, self._turned = "", 0.0, turned

    def _take(self, piece: str, size: float) -> None:
        self._line += piece
        self._used += size

    def _add_space(self, space: str) -> None:
        # An indent the clerk wrote stays; a space at a break of ours would only look ragged.
        size = self._measure(space)
        if self._line and self._used + size > self._room:
            self._break(turned=True)
        elif self._line or not self._turned:
            self._take(space, size)

    def _make_room(self, size: float) -> None:
        if self._used + size <= self._room or not self._line:
            return
        if self._line.isspace():
            self._line, self._used = "", 0.0
        else:
            self._break(turned=True)

    def _add_word(self, word: str) -> None:
        size = self._measure(word)
        for piece in (word,) if size <= self._room else word:
            size = self._measure(piece)
            self._make_room(size)
            self._take(piece, size)
