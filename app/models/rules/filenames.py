"""Which named thing a file's name speaks of: 照片 燃气锅炉03.jpg belongs to 燃气锅炉03."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

_SPACE = re.compile(r"\s+")
_SIGNS = re.compile(r"[\s_\-—–·.,，、()（）\[\]【】#＃]+")
# Words around a name that say nothing of whose it is.
_GENERIC = re.compile(
    r"现场|实景|整改|改造|拆除|整治|施工|验收|完工|竣工|前后|之前|之后|对比|照片|图片|影像|截图|扫描件?|复印件"
    r"|材料|资料|报告|佐证|附件|微信|相片|全景|近景|副本|[前后新旧第号台家户个座处条]"
)
_COUNTER = re.compile(r"(?<=[\d号])[\s_\-（(]+\d{1,2}[）)]?$")
_NUMBER = re.compile(r"\d+")
_LEAST = 2


@dataclass(frozen=True, slots=True)
class NameMatch:
    """The place of a name among those asked about, and the sentence that says why."""

    place: int
    why: str


def match_file_name(stem: str, names: Sequence[str]) -> NameMatch | None:
    """The one name a file's name speaks of; None when none or several would do.

    In this order: the file names it in full; the file is named after a part that only one name
    has; the file's number is that of one numbered name (3号.jpg, 03-1.jpg).
    """
    file = _flat(stem)
    flat = [_flat(name) for name in names]
    return _named(file, flat, names) or _in_part(file, flat, names) or _numbered(stem, flat, names)


def _named(file: str, flat: Sequence[str], names: Sequence[str]) -> NameMatch | None:
    found = [n for n, name in enumerate(flat) if len(name) >= _LEAST and _contains(file, name)]
    longest = max((len(flat[n]) for n in found), default=0)
    best = [n for n in found if len(flat[n]) == longest]
    return NameMatch(best[0], f"文件名写有“{names[best[0]]}”") if len(best) == 1 else None


def _in_part(file: str, flat: Sequence[str], names: Sequence[str]) -> NameMatch | None:
    part = _GENERIC.sub("", re.sub(r"\d+$|^\d+", "", _COUNTER.sub("", file)))
    if len(part) < _LEAST or part.isascii():
        return None
    found = [n for n, name in enumerate(flat) if part in name]
    return NameMatch(found[0], f"“{names[found[0]]}”里有“{part}”") if len(found) == 1 else None


def _numbered(stem: str, flat: Sequence[str], names: Sequence[str]) -> NameMatch | None:
    bare = _COUNTER.sub("", unicodedata.normalize("NFKC", stem).strip())
    numbers = _NUMBER.findall(bare)
    rest = _GENERIC.sub("", _SIGNS.sub("", _NUMBER.sub("", bare)))
    if len(numbers) != 1 or len(numbers[0]) > 4:
        return None
    found = [n for n, name in enumerate(flat) if _number_of(name) == int(numbers[0])]
    if len(found) != 1 or (rest and rest not in flat[found[0]]):
        return None
    return NameMatch(found[0], f"编号 {int(numbers[0])}：“{names[found[0]]}”")


def _number_of(name: str) -> int | None:
    """The number at a name's end (or its only one), by which a clerk calls it."""
    numbers = _NUMBER.findall(name)
    return int(numbers[0]) if len(numbers) == 1 else None


def _contains(file: str, name: str) -> bool:
    """The name stands in the file's name, and no digit runs on at either end."""
    if name not in file:
        return False
    before = r"(?<!\d)" if name[0].isdecimal() else ""
    after = r"(?!\d)" if name[-1].isdecimal() else ""
    return re.search(before + re.escape(name) + after, file) is not None


def _flat(text: str) -> str:
    return _SPACE.sub("", unicodedata.normalize("NFKC", text)).casefold()
