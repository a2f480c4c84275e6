"""Automatic numbers and outline levels of Word paragraphs, which no run of text holds."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from app.importing.readers.addresses import whole

_MAX_LEVELS = 9
_CHAIN = 20
"""Styles a style may be based on, one on the other; Word itself stops at eleven."""

_DIGITS = "零一二三四五六七八九"
_LEGAL = str.maketrans("零一二三四五六七八九十百千", "零壹贰叁肆伍陆柒捌玖拾佰仟")
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


def chinese_number(number: int) -> str:
    """A number from 0 to 9999 in Chinese numerals as headings count: 十二, 一百零五."""
    if not 0 <= number <= 9999:
        return str(number)
    text, zero = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // unit % 10
        if digit:
            text += ("零" if zero and text else "") + _DIGITS[digit] + name
        zero = not digit
    if 10 <= number < 20:
        text = text.removeprefix("一")
    return text or _DIGITS[0]


def _roman(number: int) -> str:
    text = ""
    for value, letters in _ROMAN:
        times, number = divmod(number, value)
        text += letters * min(times, 9)
    return text


def _letters(number: int) -> str:
    """A number as Word counts letters: a to z, then aa, bb."""
    return chr(97 + (number - 1) % 26) * min((number - 1) // 26 + 1, 9)


def _one_of(signs: str) -> Callable[[int], str]:
    return lambda number: signs[(number - 1) % len(signs)]


def _circled(number: int) -> str:
    for first, last, start in ((1, 20, 0x2460), (21, 35, 0x3251), (36, 50, 0x32B1)):
        if first <= number <= last:
            return chr(start + number - first)
    return str(number)


def _from(start: int) -> Callable[[int], str]:
    return lambda number: chr(start + number - 1) if 1 <= number <= 20 else str(number)


def _fullwidth(number: int) -> str:
    return str(number).translate({48 + digit: 0xFF10 + digit for digit in range(10)})


_WRITERS: Mapping[str, Callable[[int], str]] = {
    **dict.fromkeys(
        (
            "chineseCounting", "chineseCountingThousand", "japaneseCounting", "ideographDigital",
            "taiwaneseCounting", "taiwaneseCountingThousand", "japaneseDigitalTenThousand",
        ),
        chinese_number,
    ),
    "chineseLegalSimplified": lambda number: chinese_number(number).translate(_LEGAL),
    "ideographTraditional": _one_of(_STEMS),
    "ideographZodiac": _one_of(_BRANCHES),
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "decimalEnclosedParen": _from(0x2474),
    "decimalEnclosedFullstop": _from(0x2488),
    "ideographEnclosedCircle": _from(0x3280),
    "decimalFullWidth": _fullwidth,
    "decimalFullWidth2": _fullwidth,
    "decimalZero": lambda number: f"{number:02d}",
    "lowerLetter": _letters,
    "upperLetter": lambda number: _letters(number).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda number: _roman(number).upper(),
    "none": lambda _: "",
}  # fmt: skip
"""How each number format writes (ECMA-376 part 1, 17.18.59); others count 1, 2, 3."""


@dataclass(slots=True)
class Level:
    """One level of a numbering."""

    start: int = 1
    kind: str = "decimal"
    text: str = ""


@dataclass(slots=True)
class Style:
    """What a paragraph style says of numbers and outline."""

    name: str = ""
    based_on: str = ""
    outline: int | None = None
    numbering: str = ""
    level: int | None = None


@dataclass(slots=True)
class Numbering:
    """A numbering: the pattern it follows, and the numbers its levels start again with."""

    pattern: str = ""
    starts: dict[int, int] = field(default_factory=dict)


class StylesSink:
    """Paragraph styles of ``styles.xml``."""

    def __init__(self) -> None:
        self.styles: dict[str, Style] = {}
        self._open = Style()

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element opens."""
        value = attributes.get("val", "")
        if tag == "style":
            self._open = Style()
            self.styles[attributes.get("styleId", "")] = self._open
        elif tag == "name":
            self._open.name = value
        elif tag == "basedOn":
            self._open.based_on = value
        elif tag == "outlineLvl":
            self._open.outline = whole(value, 9)
        elif tag == "numId":
            self._open.numbering = value
        elif tag == "ilvl":
            self._open.level = whole(value)

    def end(self, tag: str) -> None:
        """An element closes."""

    def data(self, text: str) -> None:
        """Text; styles hold none."""

    def find(self, style: str, key: str) -> object:
        """What a style, or the one it is based on, says for ``key``; None when none does."""
        for _ in range(_CHAIN):
            known = self.styles.get(style)
            if known is None:
                return None
            value: object = getattr(known, key)
            if value not in (None, ""):
                return value
            style = known.based_on
        return None


class NumberingSink:
    """Number patterns of ``numbering.xml``."""

    def __init__(self) -> None:
        self.patterns: dict[str, dict[int, Level]] = {}
        self.numberings: dict[str, Numbering] = {}
        self._levels: dict[int, Level] = {}
        self._level = Level()
        self._numbering = Numbering()
        self._overridden = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element opens."""
        value = attributes.get("val", "")
        if tag == "abstractNum":
            self._levels = self.patterns.setdefault(attributes.get("abstractNumId", ""), {})
        elif tag == "num":
            self._numbering = Numbering()
            self._levels = {}
            self.numberings[attributes.get("numId", "")] = self._numbering
        elif tag == "abstractNumId":
            self._numbering.pattern = value
        elif tag == "lvlOverride":
            self._overridden = whole(attributes.get("ilvl"))
        elif tag == "startOverride":
            self._numbering.starts[self._overridden] = whole(value)
        elif tag == "lvl":
            self._level = self._levels.setdefault(whole(attributes.get("ilvl")), Level())
        elif tag == "start":
            self._level.start = whole(value)
        elif tag == "numFmt":
            self._level.kind = value
        elif tag == "lvlText":
            self._level.text = value

    def end(self, tag: str) -> None:
        """An element closes."""

    def data(self, text: str) -> None:
        """Text; patterns hold none."""


class Counters:
    """The numbers given out so far, while a document is read from start to end."""

    def __init__(self, known: NumberingSink) -> None:
        self._known = known
        self._counts: dict[str, dict[int, int]] = {}
        self._begun: set[tuple[str, int]] = set()

    def label(self, numbering: str, level: int) -> str:
        """The number the next paragraph of a numbering shows; empty for bullets."""
        known = self._known.numberings.get(numbering)
        if known is None or not 0 <= level < _MAX_LEVELS:
            return ""
        levels = self._known.patterns.get(known.pattern, {})
        counts = self._counts.setdefault(known.pattern, {})
        self._step(numbering, known, levels, counts, level)
        own = levels.get(level, Level())
        return "" if own.kind == "bullet" else _filled(own.text, levels, counts)

    def _step(
        self,
        numbering: str,
        known: Numbering,
        levels: Mapping[int, Level],
        counts: dict[int, int],
        level: int,
    ) -> None:
        if level in known.starts and (numbering, level) not in self._begun:
            counts[level] = known.starts[level]
        elif level in counts:
            counts[level] += 1
        else:
            counts[level] = levels.get(level, Level()).start
        self._begun.add((numbering, level))
        for deeper in [each for each in counts if each > level]:
            del counts[deeper]


def _filled(pattern: str, levels: Mapping[int, Level], counts: Mapping[int, int]) -> str:
    for place in range(_MAX_LEVELS):
        if f"%{place + 1}" in pattern:
            level = levels.get(place, Level())
            write = _WRITERS.get(level.kind, str)
            pattern = pattern.replace(f"%{place + 1}", write(counts.get(place, level.start)))
    return pattern
