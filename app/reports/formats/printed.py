"""What a return says line by line, as plain texts under their headings: for comparing filings."""

from dataclasses import dataclass
from typing import Any

from app.models.returnviews import ReturnView
from app.reports.formats.catalogues import CATALOGUES
from app.reports.formats.format import Format
from app.reports.formats.spreading import spread_columns

# Running numbers and days to go are others every time; they say nothing about the work.
_RESTLESS = frozenset({"ordinal", "days_left"})


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """One line: what tells it again, its name in a sentence, its texts by heading."""

    identity: str
    label: str
    texts: dict[str, str]


def printed_lines(fmt: Format, view: ReturnView[Any]) -> tuple[PrintedLine, ...]:
    """The lines as they are printed; drawings and running numbers are left out."""
    kind = CATALOGUES[fmt.rows]
    columns = [one for one in spread_columns(fmt, view.lines) if one.field not in _RESTLESS]
    found = []
    for line in view.lines:
        texts = {}
        for column in columns:
            value = kind.read(line, column.field, view.head, number=column.number)
            if not value.joined:
                texts["".join("/".join(column.head).split())] = value.text
        found.append(PrintedLine(kind.identity(line), kind.label(line), texts))
    return tuple(found)
