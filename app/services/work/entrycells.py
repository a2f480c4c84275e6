"""Cells of a period's entries: amounts and texts of many tasks, read and written as a table."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models.database import Ledger
from app.models.rules.pace import plain
from app.models.rules.periods import Period
from app.models.tasks import Task
from app.models.tracking import Progress
from app.models.views import ProgressView
from app.services.history.staying import portions
from app.services.standing import task_views
from app.services.work.entryfacts import amount_source
from app.services.work.progress import NIL_TEXT, entry_day, is_empty, put, take_out
from app.services.work.typed import read_amount

ENTRY = "entry."
"""Before the name of a field of the period's entry: ``entry.amount``."""

AMOUNT = "entry.amount"

ENTRY_NAMES: Mapping[str, str] = {
    AMOUNT: "本期完成数", "entry.text": "本期进展",
    "entry.problems": "存在问题", "entry.next_steps": "下一步措施",
}  # fmt: skip
NIL_WORD = "零报告"
NO_NUMBER = "/"
_SLASHES = frozenset({"/", "／", "-", "—"})


def period_entries(
    ledger: Ledger, period: str, task_ids: Sequence[int] | None = None
) -> dict[int, ProgressView]:
    """The entries of a period by task, of some tasks or of all."""
    with ledger.reading() as session:
        query = select(*Progress.__table__.columns).where(Progress.period == period)
        parts = [query]
        if task_ids is not None:
            parts = [query.where(Progress.task_id.in_(some)) for some in portions(task_ids)]
        rows = (row for part in parts for row in session.execute(part))
        return {
            row.task_id: ProgressView(
                row.id, row.task_id, row.period, row.dated, row.amount, row.text,
                row.problems, row.next_steps, row.nil_report,
            )
            for row in rows
        }  # fmt: skip


def amount_words(entry: ProgressView | None) -> str:
    """The amount as its cell shows it: nothing for none, / for an entry that only says so."""
    if entry is None:
        return ""
    return NO_NUMBER if is_empty(entry) else "" if entry.amount is None else plain(entry.amount)


def text_words(entry: ProgressView | None) -> str:
    """The words of an entry; 零报告 where it is one without words."""
    if entry is None:
        return ""
    return entry.text or (NIL_WORD if entry.nil_report else "")


class EntryWriter:
    """Puts texts into the entries of one period, within a transaction that is open."""

    def __init__(
        self, session: Session, period: str, task_ids: Iterable[int], as_of: date | None = None
    ) -> None:
        self._session, self.span = session, Period.parse(period)
        self._day = entry_day(self.span, as_of)
        numbers = tuple(dict.fromkeys(task_ids))
        self._held: dict[int, Progress] = {}
        self._sources: dict[int, str] = {}
        self._units: dict[int, str] = {}
        self._touched: set[int] = set()
        self._without_number: set[int] = set()
        for some in portions(numbers):
            query = select(Progress).where(Progress.period == self.span.key)
            rows = session.scalars(query.where(Progress.task_id.in_(some)))
            self._held |= {row.task_id: row for row in rows}

    def look_at_amounts(self, task_ids: Sequence[int]) -> None:
        """Know which tasks' amounts follow from something else, and their units."""
        span = self.span
        for some in portions(task_ids):
            for view in task_views(
                self._session, as_of=span.end, period=span, task_ids=some, ours=("yes", "ask", "no")
            ):
                self._sources[view.id] = amount_source(view)
                self._units[view.id] = view.target.unit if view.target else ""

    def put(self, task: Task, field: str, text: str) -> str:
        """Write a text into a field; what is wrong with it, in words, or nothing."""
        name = field.removeprefix(ENTRY)
        if name == "amount":
            return self._put_amount(task, text)
        if name == "text":
            self._put_text(task, text)
        else:
            self._set(task, name, text or None)
        return ""

    def settle(self) -> None:
        """An entry that has been emptied is none any more; one that holds a / stays."""
        for task_id in self._touched - self._without_number:
            row = self._held[task_id]
            if is_empty(row):
                take_out(self._session, row)

    def _put_amount(self, task: Task, text: str) -> str:
        source = self._sources.get(task.id, "")
        if source:
            return f"完成数{source}，不用填写"
        try:
            amount = read_amount(text, self._units.get(task.id, ""))
        except ValueError:
            return f"完成数“{text}”不是数字"
        if amount is not None and amount < 0:
            return f"完成数“{text}”小于 0"
        if text in _SLASHES:
            self._without_number.add(task.id)
            self._row(task)
        self._set(task, "amount", amount)
        return ""

    def _put_text(self, task: Task, text: str) -> None:
        nil = text == NIL_WORD
        self._set(task, "nil_report", nil or (text == NIL_TEXT and self._is_nil(task)))
        self._set(task, "text", None if nil else text or None)

    def _is_nil(self, task: Task) -> bool:
        held = self._held.get(task.id)
        return held is not None and held.nil_report

    def _row(self, task: Task) -> Progress:
        row = self._held.get(task.id)
        if row is None:
            row = Progress(task_id=task.id, period=self.span.key, dated=self._day, nil_report=False)
            self._session.add(row)
            self._held[task.id] = row
        self._touched.add(task.id)
        return row

    def _set(self, task: Task, name: str, value: str | Decimal | bool | None) -> None:
        """Nothing, where there is no entry, leaves it so."""
        nothing = value is None or value is False
        if nothing and task.id not in self._held:
            return
        put(self._row(task), name, value, self._day)
