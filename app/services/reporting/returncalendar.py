"""When returns are due and when they were filed (报送日历)."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import defer

from app.models.database import Ledger
from app.models.returns import Return
from app.models.rules.periods import Period
from app.models.tasks import TaskList
from app.services.reporting.filedrows import of_list
from app.services.reporting.formats import retired_keys

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
