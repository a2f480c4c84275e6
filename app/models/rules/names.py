"""Names of objects: listed in a wording, or a stem with running numbers."""

import re
from collections.abc import Sequence

_OPENERS = re.compile(r"[：:（(“]|(?:包括|分别为|即|对|完成|推进|开展|实施)")
_SEPARATORS = re.compile(r"[、，,；;和及与]")
_COUNT = re.compile(
    r"\d+(?:\.\d+)?\s*[个条家座处台户项所]|[一二两三四五六七八九十]+[个条家座处台户项所]"
)
_TAILS = (*"河浜沟塘湖港溪泾渎荡圩村厂站点场园路桥", "社区", "公司", "企业", "中心", "学校", "小区")
_LEAD_VERBS = re.compile(r"^(?:完成|推进|实施|开展|加快|整治|治理|建设|新建|改造|消除|对|将)+")
# What a task does to its objects; without these words its text names the objects themselves.
_DEEDS = re.compile(
    r"(完成|推进|开展|实施|全面|深入|加快|继续|力争|确保|新增|新建|建成|建设|整治|改造|治理|淘汰|更新|低氮|超低排放|提标|深度|综合|专项|或|全部)"
)
_NUMBERED = re.compile(r"(?P<stem>.*?\D)\d{2,}")
_AMOUNT = re.compile(r"[\d.]+\s*\w?|[（(].*|[，。；、].*")


def names_in(text: str) -> tuple[str, ...]:
    """The names a wording lists, in its order; empty unless there are at least two.

    A list is two or more pieces between 、 or the like that end as names of rivers, villages,
    firms or works do (牛溪河、张家浜等5条黑臭水体).
    """
    best: list[str] = []
    for stretch in _stretches(text):
        names = [name for piece in _SEPARATORS.split(stretch) if (name := _name(piece))]
        if len(names) > len(best):
            best = names
    return tuple(dict.fromkeys(best)) if len(best) >= 2 else ()


def _stretches(text: str) -> list[str]:
    flat = re.sub(r"\s+", "", text)
    pieces: list[str] = []
    for clause in re.split(r"[。；;）)”]", flat):
        pieces += _OPENERS.split(clause)
    return [_COUNT.split(piece)[0] for piece in pieces]


def _name(piece: str) -> str:
    name = _LEAD_VERBS.sub("", re.sub(r"等$|等\d.*$", "", piece))
    return name if 2 <= len(name) <= 30 and name.endswith(_TAILS) else ""


def numbered_names(stem: str, count: int, *, held: Sequence[str] = ()) -> list[str]:
    """A stem with running numbers, going on after the highest one held (燃气锅炉24)."""
    first = last_number(stem, held) + 1
    width = max(2, len(str(first + count - 1)))
    return [f"{stem}{number:0{width}d}" for number in range(first, first + count)]


def stem_of(text: str) -> str:
    """A word for the objects a task counts: 天然气锅炉低氮改造或更新 gives 天然气锅炉低氮."""
    words = _AMOUNT.sub("", " ".join(text.split()))
    parts = [part for part in _DEEDS.split(words) if part and not _DEEDS.fullmatch(part)]
    return max(parts, key=len, default="")[:10]


def last_number(stem: str, names: Sequence[str]) -> int:
    """The highest number behind a stem among names; 0 when there is none."""
    tails = [name.removeprefix(stem) for name in names if name.startswith(stem)]
    return max((int(tail) for tail in tails if tail.isdecimal()), default=0)


def numbered_stem(names: Sequence[str]) -> str:
    """The stem the last numbered name has: 燃气锅炉 of 燃气锅炉23."""
    match = _NUMBERED.fullmatch(names[-1]) if names else None
    return match["stem"] if match else ""
