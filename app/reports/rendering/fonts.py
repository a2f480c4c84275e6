"""Finds typefaces that can be embedded, and serves each character from one that has it."""

import os
import struct
import sys
import unicodedata
import zlib
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import chain, groupby
from pathlib import Path
from typing import Any

from reportlab.pdfbase.ttfonts import TTFError

from app.errors import UserError
from app.files import resource_path
from app.reports.looks import Font
from app.reports.rendering.fontfile import CharacterTable, EmbeddedFont, WidthTable

# File names (without ending, lower case) by role, best first. The office's own come first, then
# open ones that a distribution or a package brings.
_OWN: Mapping[Font, tuple[str, ...]] = {
    Font.FANGSONG: ("仿宋_gb2312", "fangsong_gb2312", "simfang", "stfangso", "fzfsjw", "fzfsk"),
    Font.SONG: ("simsun", "nsimsun", "stsong", "fzssjw", "fzssk"),
    Font.HEI: ("simhei", "stxihei", "fzhtjw", "fzhtk"),
    Font.KAI: ("楷体_gb2312", "kaiti_gb2312", "simkai", "stkaiti", "fzktjw", "fzktk"),
    Font.TITLE: ("方正小标宋简体", "方正小标宋_gbk", "fzxbsjw", "fzxbsk", "fzxbsjt"),
}
_OPEN: Mapping[Font, tuple[str, ...]] = {
    Font.FANGSONG: ("fangsong", "fandolfang-regular"),
    Font.SONG: ("song", "notoserifsc_400regular", "notoserifsc-regular", "uming"),
    Font.HEI: ("hei", "notosanssc_500medium", "notosanssc_400regular", "wqy-zenhei"),
    Font.KAI: ("kai", "lxgwwenkai-regular"),
    Font.TITLE: ("xiaobiaosong", "notoserifsc_700bold", "notoserifsc-bold"),
}
# Who stands in for a role without a typeface of its own, nearest in looks first.
_STAND_INS: Mapping[Font, tuple[Font, ...]] = {
    Font.FANGSONG: (Font.SONG, Font.KAI, Font.HEI),
    Font.SONG: (Font.FANGSONG, Font.KAI, Font.HEI),
    Font.HEI: (Font.SONG, Font.KAI, Font.FANGSONG),
    Font.KAI: (Font.FANGSONG, Font.SONG, Font.HEI),
    Font.TITLE: (Font.SONG, Font.HEI, Font.KAI, Font.FANGSONG),
}
# Typefaces asked last, for signs and rare characters only.
_RARE = ("gbsn00lp", "simsunb", "simsunextg", "lxgwwenkai-regular", "wqy-zenhei", "dejavusans")
# Stops stand low at the left on the mainland; a typeface that centres them lends another's.
_STOPS = "。、"
_LOW = 0.15
# A typeface that lacks these is no Chinese one, whatever its file is called.
_PROOF = "填报单位（盖章），第二季度"
_MISSING = "〓"


class Typeface:
    """One font file's face: which characters it has and how wide they are."""

    def __init__(self, font: EmbeddedFont) -> None:
        self.font = font
        self.characters: CharacterTable = font.face.charToGlyph
        self._widths: WidthTable = font.face.charWidths
        self._default: float = font.face.defaultWidth
        self.sets_stops_low = _foot_of(font, "。") < _LOW

    def serves(self, char: str) -> bool:
        """Whether the face has the character, and has it as it is set on the mainland."""
        return ord(char) in self.characters and (self.sets_stops_low or char not in _STOPS)

    def advance(self, char: str) -> float:
        """The character's width in parts of the type size."""
        return self._widths.get(ord(char), self._default) / 1000


def _foot_of(font: EmbeddedFont, char: str) -> float:
    """How high the foot of a character's outline stands, in parts of the type size."""
    face: Any = font.face
    glyph = face.charToGlyph.get(ord(char))
    if glyph is None:
        return 0.0
    face.seek(face.get_table_pos("glyf")[0] + face.glyphPos[glyph])
    _contours, _left, foot = (face.read_short() for _ in range(3))
    return float(foot / face.unitsPerEm)


class FontSet:
    """The typefaces found in some folders, by role, with a stand-in for every character.

    Args:
        folders: where to look; the first folder that has a file wins.

    Raises:
        UserError: no Chinese typeface that can be embedded was found.
    """

    def __init__(self, folders: Sequence[Path]) -> None:
        self._files = _font_files(folders)
        self._faces: dict[str, Typeface | None] = {}
        self._served: dict[tuple[Font, str], tuple[Typeface, str]] = {}
        self._advances: dict[Font, dict[str, float]] = {role: {} for role in Font}
        if not any(self.find(role) for role in Font):
            message = (
                "没有找到可以嵌入的中文字体；请安装宋体、黑体等字体"
                "（Debian 为 fonts-arphic-uming），或把 .ttf 文件放入 resources/fonts 后再试。"
            )
            raise UserError("no_font", message, details="; ".join(map(str, folders)))

    def find(self, role: Font) -> Typeface | None:
        """The role's own typeface, or None when a stand-in has to do."""
        for stem in (*_OWN[role], *_OPEN[role]):
            if (face := self._load(stem)) and all(ord(char) in face.characters for char in _PROOF):
                return face
        return None

    def typeface(self, role: Font) -> Typeface:
        """The typeface that sets the role, its own or the first stand-in."""
        return next(self._chain(role))

    def is_emboldened(self, role: Font) -> bool:
        """Whether the role is played by a lighter typeface that has to be drawn bolder."""
        return role is Font.TITLE and self.find(role) is None

    def runs(self, text: str, role: Font) -> list[tuple[Typeface, str]]:
        """The text cut into pieces of one typeface each."""
        served = [self._serve(char, role) for char in text]
        return [
            (face, "".join(shown for _, shown in run))
            for face, run in groupby(served, key=lambda pair: pair[0])
        ]

    def width(self, text: str, role: Font) -> float:
        """The text's width in parts of the type size."""
        known = self._advances[role]
        total = 0.0
        for char in text:
            advance = known.get(char)
            if advance is None:
                face, shown = self._serve(char, role)
                advance = known[char] = face.advance(shown) if shown else 0.0
            total += advance
        return total

    def missing(self, text: str) -> str:
        """The characters of the text that no typeface found has; they print as 〓."""
        lost = {char for char in text if self._serve(char, Font.SONG)[1] == _MISSING != char}
        return "".join(sorted(lost))

    def _serve(self, char: str, role: Font) -> tuple[Typeface, str]:
        key = (role, char)
        if key not in self._served:
            self._served[key] = self._choose(char, role)
        return self._served[key]

    def _choose(self, char: str, role: Font) -> tuple[Typeface, str]:
        """The typeface for a character, and what it shows of it: the character if it can."""
        first = self.typeface(role)
        if first.serves(char):
            return first, char
        for face in self._others(role):
            if face.serves(char):
                return face, char
        if ord(char) in first.characters:
            return first, char
        if char.isspace():
            return first, " "
        if unicodedata.category(char) in {"Cf", "Mn", "Me"}:
            return first, ""
        return (first, _MISSING) if char != _MISSING else (first, "=")

    def _chain(self, role: Font) -> Iterator[Typeface]:
        found = (self.find(each) for each in (role, *_STAND_INS[role]))
        return (face for face in found if face)

    def _others(self, role: Font) -> Iterator[Typeface]:
        rare = (self._load(stem) for stem in _RARE)
        return chain(self._chain(role), (face for face in rare if face))

    def _load(self, stem: str) -> Typeface | None:
        if stem not in self._faces:
            path = self._files.get(stem)
            self._faces[stem] = _read_face(path) if path else None
        return self._faces[stem]


def _read_face(path: Path) -> Typeface | None:
    """The face of a file, or None when it holds no TrueType outlines or is damaged."""
    # The name goes into the PDF: it must be the same each time and tell nothing of the machine.
    name = f"face{zlib.crc32(path.stem.lower().encode()):08x}"
    try:
        return Typeface(EmbeddedFont(name, path))
    except (TTFError, OSError, struct.error, LookupError, ValueError):
        return None


def _font_files(folders: Sequence[Path]) -> dict[str, Path]:
    files: dict[str, Path] = {}
    for folder in folders:
        for root, _, names in sorted(os.walk(folder)):
            for name in sorted(names):
                path = Path(root, name)
                if path.suffix.lower() in {".ttf", ".ttc"}:
                    files.setdefault(path.stem.lower(), path)
    return files


def font_folders() -> tuple[Path, ...]:
    """Where typefaces lie: the system's and the clerk's folders, then the program's own."""
    home = Path.home()
    if sys.platform == "win32":
        system = [Path(os.environ.get("WINDIR", r"C:\Windows")) / "Fonts"]
        system.append(home / "AppData/Local/Microsoft/Windows/Fonts")
    else:
        system = [home / ".local/share/fonts", home / ".fonts"]
        system += [Path("/usr/local/share/fonts"), Path("/usr/share/fonts")]
    return (*system, resource_path("fonts"))


@lru_cache(maxsize=1)
def installed_fonts() -> FontSet:
    """The typefaces of this machine, looked up once.

    Raises:
        UserError: no Chinese typeface that can be embedded was found.
    """
    return FontSet(font_folders())
