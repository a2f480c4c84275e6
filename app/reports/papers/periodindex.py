"""The index of a period's folder (报送材料目录): every return and the proof, with day and hash."""

from dataclasses import dataclass
from datetime import date

from app.reports.grid import Grid
from app.reports.papers.indexpage import (
    HASH,
    LONG,
    SHORT,
    IndexColumn,
    build_index_page,
    exported_on,
)

TITLE = "报送材料目录"
_COLUMNS = (
    IndexColumn("编号", 12.0, SHORT),
    IndexColumn("材料", 62.0, LONG),
    IndexColumn("文件", 74.0, LONG),
    IndexColumn("说明", 52.0, LONG),
    IndexColumn("大小", 19.0, SHORT),
    IndexColumn("SHA-256 校验码", 48.0, HASH),
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One file: under which heading it stands, what it is, its path in the folder."""

    group: str
    name: str
    file: str
    note: str
    size: str
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class PeriodIndex:
    """The whole index; ``total`` says how many files of what size."""

    office: str
    period: str
    made_on: date
    entries: tuple[Entry, ...]
    total: str


def build_period_index(index: PeriodIndex) -> Grid:
    """The index as a page: title, whose and when, one line a file under its heading."""
    whose = f"报送单位：{index.office}　" if index.office else ""
    lines = [
        (one.group, (one.name, one.file, one.note, one.size, one.sha256)) for one in index.entries
    ]
    below = f"{whose}{index.total}　{exported_on(index.made_on)}"
    return build_index_page(f"{index.period}{TITLE}", below, _COLUMNS, lines)
