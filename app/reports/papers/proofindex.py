"""The index of handed-over proof (佐证材料目录): every file with its task, day and hash."""

from dataclasses import dataclass
from datetime import date

from app.models.views import NO_THEME
from app.reports.grid import Grid
from app.reports.papers.indexpage import (
    HASH,
    LONG,
    SHORT,
    IndexColumn,
    build_index_page,
    exported_on,
)

_TITLE = "佐证材料目录"
_COLUMNS = (
    IndexColumn("编号", 11.0, SHORT),
    IndexColumn("任务序号", 13.0, SHORT),
    IndexColumn("任务", 62.0, LONG),
    IndexColumn("清单项、时期", 34.0, LONG),
    IndexColumn("文件", 62.0, LONG),
    IndexColumn("添加日期", 22.0, SHORT),
    IndexColumn("大小", 17.0, SHORT),
    IndexColumn("SHA-256 校验码", 46.0, HASH),
)


@dataclass(frozen=True, slots=True)
class IndexLine:
    """One file of the index; ``fault`` says that it is missing or altered."""

    group: str
    serial: str
    task: str
    what: str
    file: str
    added_on: date
    size: str
    sha256: str
    fault: str = ""

    @property
    def texts(self) -> tuple[str, ...]:
        """What it prints, from the second column on."""
        file = f"{self.file}（{self.fault}）" if self.fault else self.file
        day = f"{self.added_on:%Y-%m-%d}"
        return (self.serial, self.task, self.what, file, day, self.size, self.sha256)


@dataclass(frozen=True, slots=True)
class ProofIndex:
    """The whole index; ``told`` says of how much, such as 2020年第二季度."""

    office: str
    told: str
    made_on: date
    lines: tuple[IndexLine, ...]
    total: str


def build_proof_index(index: ProofIndex) -> Grid:
    """The index as a page: title, whose and how much, one line a file under its group."""
    lines = [(line.group or NO_THEME, line.texts) for line in index.lines]
    return build_index_page(_TITLE, _below(index), _COLUMNS, lines, empty="没有佐证材料")


def _below(index: ProofIndex) -> str:
    parts = [f"单位：{index.office}"] if index.office else []
    parts += [index.told] if index.told else []
    parts.append(f"{len(index.lines)} 件，{index.total}")
    parts.append(exported_on(index.made_on))
    faults = sum(bool(line.fault) for line in index.lines)
    return "　".join([*parts, f"其中 {faults} 件缺失或被改动"] if faults else parts)
