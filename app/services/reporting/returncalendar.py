"""When returns are due and when they were filed (报送日历)."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import defer

from app.models.database import Ledger
from app.models.returns import BlankForm, Return
from app.models.rules.periods import Period
from app.models.tasks import TaskList
from app.services.reporting.filedrows import of_list
from app.services.reporting.formats import list_formats, retired_keys

ON_TIME, LATE, MISSING, WAITING = "on_time", "late", "missing", "waiting"
FORM_KEY = "form:"
"""What the key of a district's form begins with."""
_USUAL = "quarterly_tasks"


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
        in_use: nobody has chosen it yet where this is False: it is awaited by custom only.
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
    in_use: bool = True


def return_calendar(ledger: Ledger, list_id: int | None, *, on: date) -> tuple[CalendarLine, ...]:
    """Every return in use, period by period from the first filed one up to the day, latest first.

    A return is in use for a kind of period once it was filed for one, a district's form once it
    is kept; it goes on to the end of the list's year, unless its format was deleted. Before
    anything is filed or kept, the quarter's usual return is awaited.
    """
    query = select(Return).where(of_list(list_id)).order_by(Return.id)
    query = query.options(defer(Return.content), defer(Return.files))
    with ledger.reading() as session:
        rows = session.scalars(query).all()
        year = session.scalar(select(TaskList.year).where(TaskList.id == list_id))
        retired = retired_keys(session)
        forms = tuple(session.scalars(select(BlankForm).where(BlankForm.list_id == list_id)))
    last_year = year or on.year
    lines = list(_of_filed(rows, on, last_year, _ended(rows, retired, forms)))
    known = {row.format_key for row in rows}
    awaited = [(form.key, form.name, form.kind) for form in forms if form.key not in known]
    if not rows and not forms and year is not None:
        awaited = [(one.key, one.name, one.kind) for one in list_formats() if one.key == _USUAL]
    for key, name, kind in awaited:
        span = _at_hand(on, kind)
        if span.year <= last_year:
            line = _calendar_line(span, [], key, name, on)
            lines.append(replace(line, in_use=bool(forms or rows)))
    return tuple(sorted(lines, key=lambda line: (line.due, line.format_name), reverse=True))


def _ended(
    rows: Sequence[Return], retired: Collection[str], forms: Iterable[BlankForm]
) -> frozenset[str]:
    """The formats that no longer go on: deleted ones, and forms that were taken out."""
    kept = {form.key for form in forms}
    filed = {row.format_key for row in rows}
    return frozenset(retired) | {key for key in filed - kept if key.startswith(FORM_KEY)}


def _of_filed(
    rows: Iterable[Return], on: date, last_year: int, ended: Collection[str]
) -> Iterator[CalendarLine]:
    """The lines of what was filed for some period, from the first up to the day."""
    used: dict[tuple[str, str], dict[Period, list[Return]]] = {}
    for row in rows:
        span = Period.parse(row.period)
        used.setdefault((row.format_key, span.kind), {}).setdefault(span, []).append(row)
    for (key, _), held in used.items():
        span, last = min(held), max(held)
        name = held[last][-1].format_name
        while span <= last or (key not in ended and span.start <= on and span.year <= last_year):
            yield _calendar_line(span, held.get(span, []), key, name, on)
            span = span.next


def _at_hand(on: date, kind: str) -> Period:
    """The period to be filed next: the one before as long as it is not past its day."""
    span = Period.of(on, kind)
    return span.previous if on <= span.previous.return_due else span


def _calendar_line(
    span: Period, rows: Sequence[Return], key: str, name: str, on: date
) -> CalendarLine:
    filed_on = rows[0].filed_on if rows else None
    due = span.return_due
    state = ON_TIME if filed_on else WAITING
    if (filed_on or on) > due:
        state = LATE if filed_on else MISSING
    last = rows[-1] if rows else None
    return CalendarLine(
        format_key=key,
        format_name=name,
        period=span.key,
        due=due,
        filed_on=filed_on,
        version=last.version if last else 0,
        state=state,
        days=abs(((filed_on or on) - due).days),
        returned_why=last.returned_why if last and last.state == "returned" else "",
        filed_id=last.id if last else None,
    )
