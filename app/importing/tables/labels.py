"""Group labels and their numbering: 一、 over （一） over 1、, told apart, split and carried on."""

import re
from dataclasses import dataclass, field
from functools import lru_cache

from app.importing.tables.headings import squash

_CHINESE = "一二三四五六七八九十百〇"
_LEVELS: tuple[re.Pattern[str], ...] = (
    re.compile(rf"[{_CHINESE}]+[、.,]|第[{_CHINESE}\d]+(部分|章|篇|类|批)"),
    re.compile(rf"[(（][{_CHINESE}]+[)）]|第[{_CHINESE}\d]+节"),
    re.compile(r"\d+[、.](?!\d)"),
    re.compile(r"[(（]\d+[)）]|\d+[)）]|\d+\.\d+"),
    re.compile(r"[①-⑳]"),
)
_UNNUMBERED = len(_LEVELS) + 1
_INNER = re.compile(rf"(?<=[^\s、。，])(?=[(（][{_CHINESE}]+[)）][^、，。）)])")
_LINES = re.compile(r"[\r\n]+")
_NUMERAL = re.compile(rf"[(（]?[{_CHINESE}]+[)）]?[、.]?")


@lru_cache(maxsize=16_384)
def level_of(label: str) -> int:
    """The depth a label's numbering says: 1 for 一、, 2 for （一）, 3 for 1、 …; 0 without one."""
    key = squash(label)
    return next((n for n, pattern in enumerate(_LEVELS, start=1) if pattern.match(key)), 0)


def is_chinese_numeral(text: str) -> bool:
    """Whether a text is a Chinese number alone: 一, （二）, 三、."""
    return bool(_NUMERAL.fullmatch(squash(text)))


def one_line(text: str) -> str:
    """A label on one line, its wrapped parts joined."""
    return "".join(part.strip() for part in _LINES.split(text)).strip()


@lru_cache(maxsize=4096)
def split_labels(text: str) -> tuple[str, ...]:
    """The labels of one cell, outermost first: 二、重点任务⏎（一）打赢蓝天保卫战 are two.

    Lines without a deeper number of their own only continue the line above.
    """
    labels: list[str] = []
    for line in _LINES.split(text):
        part = line.strip()
        if not part:
            continue
        deeper = labels and level_of(part) > level_of(labels[-1]) > 0
        if labels and not deeper:
            labels[-1] += part
        else:
            labels.append(part)
    return tuple(piece for label in labels for piece in _split_inner(label))


def _split_inner(label: str) -> tuple[str, ...]:
    """Split 二、重点任务（一）打赢蓝天保卫战, written on one line."""
    if level_of(label) != 1:
        return (label,)
    match = _INNER.search(label)
    if not match or match.start() < 3:
        return (label,)
    return (label[: match.start()].strip(), label[match.start() :].strip())


@dataclass(slots=True)
class Outline:
    """The labels in force while walking down a table; a new one clears those as deep or deeper."""

    _labels: dict[int, str] = field(default_factory=dict)

    def enter(self, labels: tuple[str, ...]) -> tuple[str, ...]:
        """Put labels in force and return the whole path, labels carried on from above included."""
        for label in labels:
            self.put(label, level_of(label) or _UNNUMBERED)
        return self.path()

    def put(self, label: str, level: int) -> None:
        """Put one label in force at a depth."""
        self._labels = {depth: text for depth, text in self._labels.items() if depth < level}
        self._labels[level] = label

    def path(self) -> tuple[str, ...]:
        """The labels in force, outermost first."""
        return tuple(self._labels[depth] for depth in sorted(self._labels))

    def deepest(self) -> int:
        """The depth of the innermost label in force; 0 with none."""
        return max(self._labels, default=0)


def bare_label(label: str) -> str:
    """A label without its number, which shifts whenever a group is put in before it."""
    key = squash(label)
    for pattern in _LEVELS:
        match = pattern.match(key)
        if match:
            return key[match.end() :]
    return key
