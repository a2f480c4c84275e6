"""When returns are due and when they were filed (报送日历), and what changed since the last one."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import defer

from app.models.database import Ledger
from app.models.returns import Return
from app.models.rules.periods import Period
from app.models.tasks import TaskList
from app.models.views import ReturnView
from app.reports.printed import PrintedLine, printed_lines
from app.services.reporting.filedrows import of_list
from app.services.reporting.formats import find_format, retired_keys
from app.services.reporting.returns import Wanted, draft_return

ON_TIME, LATE, MISSING, WAITING = "on_time", "late", "missing", "waiting"


@dataclass(frozen=True, slots=True)
class CalendarLine:
    """One return of one period.

    Attributes:
        due: the day it had to be handed up.
        filed_on: the day of its first filing, None when there is none.
        version: the newest version, 0 when there is none.
        state: ``on_time``, ``late``, ``missing`` or ``waiting`` for its day.
        days: how many days late, or to go.
        returned_why: why the newest version was sent back, if it was.
        filed_id: the newest version.
    """

    format_key: str
    format_name: str
    period: str
    due: date
    filed_on: date | None
    version: int
    state: str
    days: int
    returned_why: str = ""
    filed_id: int | None = None


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
    """The return as it stands beside the one filed last; ``same`` counts unchanged lines."""

    period: str
    version: int
    filed_on: date
    lines: tuple[LineChange, ...]
    same: int


def return_calendar(ledger: Ledger, list_id: int | None, *, on: date) -> tuple[CalendarLine, ...]:
    """Every return in use, period by period from the first filed one up to the day, latest first.

    A return is in use for a kind of period once it was filed for one; it goes on to the end of
    the list's year, unless its format was deleted.
    """
    query = select(Return).where(of_list(list_id)).order_by(Return.id)
    query = query.options(defer(Return.content), defer(Return.files))
    with ledger.reading() as session:
        rows = session.scalars(query).all()
        year = session.scalar(select(TaskList.year).where(TaskList.id == list_id)) or on.year
        retired = retired_keys(session)
    used: dict[tuple[str, str], dict[Period, list[Return]]] = {}
    for row in rows:
        span = Period.parse(row.period)
        used.setdefault((row.format_key, span.kind), {}).setdefault(span, []).append(row)
    lines: list[CalendarLine] = []
    for held in used.values():
        span, last = min(held), max(held)
        newest = held[last][-1]
        goes_on = newest.format_key not in retired
        while span <= last or (goes_on and span.start <= on and span.year <= year):
            lines.append(_calendar_line(span, held.get(span, []), newest, on))
            span = span.next
    return tuple(sorted(lines, key=lambda line: (line.due, line.format_name), reverse=True))


def _calendar_line(span: Period, rows: list[Return], newest: Return, on: date) -> CalendarLine:
    filed_on = rows[0].filed_on if rows else None
    due = span.return_due
    state = ON_TIME if filed_on else WAITING
    if (filed_on or on) > due:
        state = LATE if filed_on else MISSING
    last = rows[-1] if rows else None
    return CalendarLine(
        format_key=newest.format_key,
        format_name=newest.format_name,
        period=span.key,
        due=due,
        filed_on=filed_on,
        version=last.version if last else 0,
        state=state,
        days=abs(((filed_on or on) - due).days),
        returned_why=last.returned_why if last and last.state == "returned" else "",
        filed_id=last.id if last else None,
    )


def compare_with_last(
    ledger: Ledger, wanted: Wanted, view: ReturnView[Any] | None = None
) -> ReturnComparison | None:
    """What the return says now against its last filing: of this period, else of one before.

    ``view`` is the return where it is drafted already.

    None when nothing was filed yet, for a district's own form, and for filings of a program that
    did not keep their texts.
    """
    fmt = find_format(ledger, wanted.format_key)
    base = _last_filed(ledger, wanted)
    if fmt is None or base is None or "printed" not in base.content:
        return None
    now = printed_lines(fmt, view or draft_return(ledger, wanted))
    before = [PrintedLine(**line) for line in base.content["printed"]]
    lines = _changes(before, now)
    changed = sum(line.kind != "减少" for line in lines)
    return ReturnComparison(base.period, base.version, base.filed_on, lines, len(now) - changed)


def _last_filed(ledger: Ledger, wanted: Wanted) -> Return | None:
    """The newest filing of this period, else of the latest period of the same kind before."""
    span = Period.parse(wanted.period)
    query = select(Return.id, Return.period, Return.version).where(
        of_list(wanted.list_id), Return.format_key == wanted.format_key
    )
    with ledger.reading() as session:
        spans = [(Period.parse(row.period), row.version, row.id) for row in session.execute(query)]
        held = [one for one in spans if one[0].kind == span.kind and one[0] <= span]
        return session.get(Return, max(held)[2]) if held else None


def _changes(before: list[PrintedLine], now: tuple[PrintedLine, ...]) -> tuple[LineChange, ...]:
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
