"""Two editions of a list side by side, as plain values (修订对照)."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class ComparisonLine:
    """One line of a 修订对照; ``kind`` is 新增, 修改, 取消 or 待确认."""

    kind: str
    old_serial: str
    serial: str
    field: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two editions of a list side by side, ``same`` tasks left out."""

    title: str
    old_edition: int
    edition: int
    same: int
    lines: tuple[ComparisonLine, ...]
    compared_on: date
