"""What a filled form says line by line, as plain texts under its heads: for comparing filings."""

from collections.abc import Mapping
from typing import Any

from app.models.registerlines import ItemLine, ProblemLine, ShareLine
from app.models.returnviews import ReturnLine
from app.models.rules.pace import plain
from app.reports.formats.catalogues import CATALOGUES
from app.reports.formats.printed import PrintedLine
from app.services.formfilling.formorigins import FilledCell

_KINDS: Mapping[type[Any], str] = {
    ReturnLine: "tasks", ItemLine: "items", ProblemLine: "problems", ShareLine: "villages",
}  # fmt: skip
# A running number is another one every time; it says nothing about the work.
_RESTLESS = "ordinal"


def lines_of(filled: Mapping[tuple[str, int, int], FilledCell]) -> tuple[PrintedLine, ...]:
    """What was filled in for the form's own period, by what it tells of, from top to bottom."""
    found: dict[str, PrintedLine] = {}
    for _, cell in sorted(filled.items(), key=lambda one: one[0]):
        origin = cell.origin
        kind = CATALOGUES.get(_KINDS.get(type(origin.line), ""))
        if kind is None or not origin.is_own or origin.field.endswith(_RESTLESS):
            continue
        identity = "/".join(filter(None, (kind.rows, kind.identity(origin.line), origin.unit)))
        label = "　".join(filter(None, (kind.label(origin.line), origin.unit)))
        line = found.setdefault(identity, PrintedLine(identity, label, {}))
        value = cell.value
        line.texts["".join(origin.name.split())] = value if isinstance(value, str) else plain(value)
    return tuple(found.values())
