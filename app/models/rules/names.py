"""Names of objects listed in a wording: five rivers, two yards, three outlets."""

import re

_OPENERS = re.compile(r"[：:（(“]|(?:包括|分别为|即|对|完成|推进|开展|实施)")
_SEPARATORS = re.compile(r"[、，,；;和及与]")
_COUNT = re.compile(
    r"\d+(?:\.\d+)?\s*[个条家座处台户项所]|[一二两三四五六七八九十]+[个条家座处台户项所]"
)
_TAILS = (*"河浜沟塘湖港溪泾渎荡圩村厂站点场园路桥", "社区", "公司", "企业", "中心", "学校", "小区")
_LEAD_VERBS = re.compile(r"^(?:完成|推进|实施|开展|加快|整治|治理|建设|新建|改造|消除|对|将)+")


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
