"""What a new draft of a section says otherwise than the one a clerk wrote from."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

_CLAUSES = re.compile(r"[^，。；：、（）\n]+")


@dataclass(frozen=True, slots=True)
class Said:
    """One passage that is another now; an empty side was not there, or is gone."""

    before: str
    now: str

    def words(self) -> str:
        """“已完成9项”改为“已完成10项”."""
        if not self.before:
            return f"新增“{self.now}”"
        return f"“{self.before}”改为“{self.now}”" if self.now else f"不再有“{self.before}”"


def changes_between(before: str, now: str) -> tuple[Said, ...]:
    """The passages that differ, in the order of the text."""
    old, new = _CLAUSES.findall(before), _CLAUSES.findall(now)
    found: list[Said] = []
    for kind, start, end, first, last in SequenceMatcher(None, old, new, False).get_opcodes():
        if kind == "equal":
            continue
        was, is_now = old[start:end], new[first:last]
        if len(was) == len(is_now):
            found += [Said(*pair) for pair in zip(was, is_now, strict=True)]
        else:
            found.append(Said("，".join(was), "，".join(is_now)))
    return tuple(found)
