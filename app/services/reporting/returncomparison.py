"""What a return says otherwise than what was filed of it before: last version, last period."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models.database import Ledger
from app.models.returns import Return
from app.models.returnviews import ReturnView
from app.models.rules.periods import Period
from app.reports.formats.printed import PrintedLine, printed_lines
from app.services.reporting.formats import find_format
from app.services.reporting.returns import Wanted, draft_return


@dataclass(frozen=True, slots=True)
class LineChange:
    """One line that is another now; ``kind`` is 新增, 减少 or 变化.

    ``cells`` are heading, text before, text now.
    """

    kind: str
    label: str
    cells: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ReturnComparison:
    """A return beside one filed before; ``same`` counts unchanged lines."""

    period: str
    version: int
    filed_on: date
    lines: tuple[LineChange, ...]
    same: int


def compare_with_earlier(
    ledger: Ledger,
    wanted: Wanted,
    view: ReturnView[Any] | None = None,
    *,
    printed: Sequence[PrintedLine] | None = None,
) -> tuple[ReturnComparison, ...]:
    """What the return says now against its last filing of this period, then of one before.

    ``view`` is the return where it is drafted already, ``printed`` what a district's form says.
    Filings of a program that did not keep their texts are left out.
    """
    bases = _bases(ledger, wanted)
    if not bases:
        return ()
    if printed is None:
        fmt = find_format(ledger, wanted.format_key)
        if fmt is None:
            return ()
        printed = printed_lines(fmt, view or draft_return(ledger, wanted))
    return tuple(_compared(base, printed) for base in bases)


def compare_filed(ledger: Ledger, filed_id: int) -> tuple[ReturnComparison, ...]:
    """What a filed return said against the version before it, then the period before."""
    with ledger.reading() as session:
        row = session.get(Return, filed_id)
    if row is None or "printed" not in row.content:
        return ()
    wanted = Wanted(row.format_key, row.period, row.list_id, row.filed_on)
    now = _printed(row)
    return tuple(_compared(base, now) for base in _bases(ledger, wanted, before=row.version))


def _bases(ledger: Ledger, wanted: Wanted, before: int | None = None) -> tuple[Return, ...]:
    """The newest filing of this period (older than a version), and of the latest one before."""
    with ledger.reading() as session:
        held = tuple(_filings(session, wanted))
        own = Period.parse(wanted.period)
        same = [one for one in held if one[0] == own and (before is None or one[1] < before)]
        past = [one for one in held if one[0] < own]
        rows = [session.get(Return, max(some)[2]) for some in (same, past) if some]
    return tuple(row for row in rows if row is not None and "printed" in row.content)


def _filings(session: Session, wanted: Wanted) -> Iterator[tuple[Period, int, int]]:
    """Period, version and number of all that was filed of a return for its kind of period."""
    kind = Period.parse(wanted.period).kind
    query = select(Return.id, Return.period, Return.version).where(
        Return.list_id == wanted.list_id, Return.format_key == wanted.format_key
    )
    for row in session.execute(query):
        span = Period.parse(row.period)
        if span.kind == kind:
            yield span, row.version, row.id


def _printed(row: Return) -> tuple[PrintedLine, ...]:
    return tuple(PrintedLine(**line) for line in row.content["printed"])


def _compared(base: Return, now: Sequence[PrintedLine]) -> ReturnComparison:
    lines = _changes(_printed(base), now)
    changed = sum(line.kind != "减少" for line in lines)
    same = len(now) - changed
    return ReturnComparison(base.period, base.version, base.filed_on, lines, same)


def _changes(before: Sequence[PrintedLine], now: Sequence[PrintedLine]) -> tuple[LineChange, ...]:
    old = {line.identity: line for line in before}
    here = {line.identity for line in now}
    found = []
    for line in now:
        was = old.get(line.identity)
        if was is None:
            found.append(LineChange("新增", line.label))
        elif cells := _cells(was, line):
            found.append(LineChange("变化", line.label, cells))
    found += [LineChange("减少", line.label) for line in before if line.identity not in here]
    return tuple(found)


def _cells(was: PrintedLine, line: PrintedLine) -> tuple[tuple[str, str, str], ...]:
    """The cells that differ; a column that one of the two does not have counts as blank."""
    heads = dict.fromkeys((*line.texts, *was.texts))
    pairs = ((head, was.texts.get(head, ""), line.texts.get(head, "")) for head in heads)
    return tuple(pair for pair in pairs if pair[1] != pair[2])
