"""Whose a row or a column of a form is, where one form asks all towns."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from app.importing.tables.headings import squash

_TOWN = re.compile(
    r"[\u4e00-\u9fff]{1,7}(?:镇|街道|乡|开发区|高新区|工业园区?|产业园区?|园区|度假区|新区|街道办事处)"
)
_ALL = re.compile(r"各|全|相关|有关|其他|所有|本|乡镇|区镇|村镇|城镇|集镇|镇街|市镇")
_SHORT = re.compile(r"[\u4e00-\u9fff]{2,3}(?:镇|街道|乡|区)?")
_SUM = re.compile(r"[合总小]\s*计|全[市区县]|均值|平均")
_ENDING = re.compile(r"(?:镇|街道|乡|区|街道办事处|人民政府|镇人民政府)$")


@dataclass(frozen=True, slots=True)
class Town:
    """Our own town by all its names: 牛塘镇, 牛塘, 牛塘镇人民政府."""

    names: frozenset[str]

    @classmethod
    def called(cls, *names: str) -> "Town":
        """The town of some names; each is known without 镇 or 街道 too."""
        known = {squash(name) for name in names if squash(name)}
        return cls(frozenset(known | {_ENDING.sub("", name) or name for name in known}))

    def is_ours(self, text: str) -> bool:
        """Whether a text names us."""
        words = squash(text)
        return words in self.names or _ENDING.sub("", words) in self.names

    def stands_among(self, names: Sequence[str]) -> bool:
        """Whether some names, ours among them, can all be towns': 三星, 常乐, 合计."""
        words = {squash(name) for name in names if squash(name) and not _SUM.search(squash(name))}
        others = [name for name in words if not self.is_ours(name)]
        plain = all(_SHORT.fullmatch(name) for name in others)
        return plain and len(others) > 1 and len(others) < len(words)

    def is_other(self, text: str) -> bool:
        """Whether a text is the name of another town and nothing else."""
        words = squash(text)
        plain = bool(_TOWN.fullmatch(words)) and not _ALL.search(words)
        return plain and bool(self.names) and not self.is_ours(words)
