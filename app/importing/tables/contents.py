"""What stands below a head, measured: the shares that tell a column by its content."""

import re
from dataclasses import dataclass
from itertools import groupby, pairwise

from app.importing.tables.headings import is_measure, squash
from app.importing.tables.layout import Table

_UNIT_NAME = re.compile(
    r"(?:局|委|办|镇|乡|街道|公司|厂|院|处|站|中心|区|部|政府|村|社区|部门|单位|队|会|学校)$"
)
_OFFICE = re.compile(r"(?:[市县区分镇]|\w{2})局$|委$|政府$|街道(?:办事处|办)?$|乡镇$|管委会$")
_DATE = re.compile(
    r"(?:20\d\d)?[年.\-/]?\d{0,2}[月.\-/]?\d{0,2}日?(?:底|末|前|底前|完成|年底|月底|季度|起)*|常年|长期|全年|年底前?"
)
_NUMERIC = re.compile(r"[\d.,%+\-—－/√×无]*")
_AMOUNT = re.compile(
    r"(?:不[低少高多]于|达到?|约|[<>≤≥＜＞])?\d[\d.,]*[^\d，。；、,;]{0,3}(?:/.{1,3})?(?:以[上下内]|左右)?"
)


@dataclass(frozen=True, slots=True)
class Content:
    """What stands below a head, in shares of the rows.

    Attributes:
        filled: rows that show text.
        distinct: different texts among the filled.
        length: mean length of a text, in characters.
        numeric: filled rows that hold a number, a mark or a tick only.
        amounts: filled rows that hold one amount only: 100%, 3000辆, 120公里以上.
        spread: whether a text stands for several rows (merged, blank below it, or repeated in
            each of them).
        merged: whether a cell is merged over several rows.
        units: filled rows whose text ends like a unit's name.
        offices: filled rows whose text ends like an office's, as no firm's does.
        dates: filled rows that look like a date.
        measures: filled rows that look like a unit of measure.
        ordinal: filled rows numbered one on from the row above.
    """

    filled: float = 0.0
    distinct: float = 0.0
    length: float = 0.0
    numeric: float = 0.0
    amounts: float = 0.0
    spread: bool = False
    merged: bool = False
    units: float = 0.0
    offices: float = 0.0
    dates: float = 0.0
    measures: float = 0.0
    ordinal: float = 0.0


def content_of(table: Table, index: int) -> Content:
    """Measure one column's content."""
    cells = [row.cells.get(index) for row in table.rows]
    texts = [squash(cell.text) for cell in cells if cell]
    if not texts:
        return Content()
    count = len(texts)
    blank_below = any(above and not below for above, below in pairwise(cells))
    merged = any(cell and not cell.own for cell in cells)
    return Content(
        filled=count / len(cells),
        distinct=len(set(texts)) / count,
        length=sum(map(len, texts)) / count,
        numeric=sum(1 for text in texts if _NUMERIC.fullmatch(text)) / count,
        amounts=sum(1 for text in texts if _AMOUNT.fullmatch(text)) / count,
        spread=blank_below or merged or _runs(texts),
        merged=merged,
        units=sum(1 for text in texts if _UNIT_NAME.search(text)) / count,
        offices=sum(1 for text in texts if _OFFICE.search(text)) / count,
        dates=sum(1 for text in texts if _DATE.fullmatch(text)) / count,
        measures=sum(1 for text in texts if is_measure(text)) / count,
        ordinal=sum(1 for above, below in pairwise(["0", *texts]) if _follows(above, below))
        / count,
    )


def _follows(above: str, below: str) -> bool:
    return above.isdecimal() and below.isdecimal() and int(below) == int(above) + 1


def _runs(texts: list[str]) -> bool:
    """Whether equal texts stand together, as where merged cells were filled in."""
    runs = [text for text, _ in groupby(texts)]
    return len(set(runs)) == len(runs) < len(texts)
