"""数字来源 of a filed return: what each cell was made of, how it is now, what was done since."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import UserError
from app.models.database import Ledger
from app.models.origins import How, Lead, Part
from app.models.returns import Return
from app.models.rules.pace import plain
from app.models.rules.periods import Period
from app.reports.formats.catalogues import CATALOGUES
from app.reports.formats.fields import TASKS
from app.services.history.chronicle import StepFilter, list_steps
from app.services.reporting.filedrows import filed_row
from app.services.reporting.keptparts import Asked, KeptCells, read_cells
from app.services.reporting.provenance_lines import Tracer, lines_total
from app.services.reporting.provenance_words import entry_writer
from app.services.reporting.provenance_writers import writers
from app.services.reporting.returns import Wanted, draft_return
from app.services.wording import shorten

_MOST_STEPS = 30
_NAME = 40
TOTALLED = "total."
"""A cell of a total row asks for ``total.FIELD``; its identity is the row's label."""


@dataclass(frozen=True, slots=True)
class Filing:
    """Which filing a cell belongs to: the return, its version, who filed it by which step."""

    wanted: Wanted
    version: int = 0
    filed_by: str = ""
    step: int = 0

    @property
    def words(self) -> str:
        """The period, the version and who filed it."""
        label = Period.parse(self.wanted.period).label
        return f"{label}定稿第 {self.version} 版，{self.filed_by}定稿"


@dataclass(frozen=True, slots=True)
class FiledWords:
    """A cell of a built-in return that prints words: what it is called and says, and of which."""

    label: str
    text: str
    asked: Asked
    lead: Lead | None = None


Again = Callable[[Ledger, Wanted, Asked], Part | None]


def ask_again(ledger: Ledger, wanted: Wanted, asked: Asked) -> Part | None:
    """What a cell of a built-in return would be made of now; None when its line is gone."""
    view, kind = draft_return(ledger, wanted), CATALOGUES[asked.rows]
    if asked.field.startswith(TOTALLED) and view.total is None:
        return lines_total(view, kind, asked.field.removeprefix(TOTALLED), asked.identity)
    lines = view.lines if view.total is None else (*view.lines, view.total)
    name = asked.field.removeprefix(TOTALLED)
    line = next((one for one in lines if kind.identity(one) == asked.identity), None)
    if line is None:
        return None
    tracer = Tracer(ledger, wanted.list_id, wanted.period)
    shown = kind.read(line, name, view.head).text
    return tracer.number(line, name) or tracer.words(line, name, shown)


@dataclass(frozen=True, slots=True)
class FiledNumbers:
    """Which cells of a filed return open, and to what.

    Attributes:
        filed_id: the filed return.
        filing: which filing it is.
        kept: the cells whose trees were kept.
        words: of a built-in return, the cells that print words.
        again: asks the ledger as it is now.
    """

    filed_id: int
    filing: Filing
    kept: KeptCells
    words: Mapping[tuple[int, int], FiledWords] = field(default_factory=dict)
    again: Again = ask_again
    wanted: None = field(default=None, init=False)

    def has(self, row: int, column: int, paper: int = 0) -> bool:
        """Whether a cell can be opened."""
        return (paper, row, column) in self.kept.cells or (
            not paper and (row, column) in self.words
        )

    def trace(self, ledger: Ledger, row: int, column: int, paper: int = 0) -> Part | None:
        """What a cell was made of when it was filed, and what has changed since.

        Raises:
            UserError: the ledger can't be read.
        """
        place = (paper, row, column)
        if place in self.kept.cells:
            return self._with_since(ledger, self.kept.part(place), self.kept.asked(place))
        words = None if paper else self.words.get((row, column))
        if words is None:
            return None
        return self._with_since(ledger, self._written(ledger, words), words.asked)

    def _written(self, ledger: Ledger, words: FiledWords) -> Part:
        """Words as they were filed, with who had written them by then."""
        part = Part(words.label, words.text, lead=words.lead)
        if words.asked.rows != TASKS.rows:
            return part
        task_id, span = int(words.asked.identity), Period.parse(self.filing.wanted.period)
        with ledger.reading() as session:
            found = entry_writer(session, task_id, span, words.asked.field, self.filing.step)
        return replace(part, by=found.who, at=found.at) if found else part

    def _with_since(self, ledger: Ledger, then: Part, asked: Asked) -> Part:
        """A frozen cell under its filing, with how it stands now."""
        try:
            now = self.again(ledger, self.filing.wanted, asked)
        except UserError:  # the list or the task it was filed of is gone
            now = None
        since = (*_since(then, now), *_steps(ledger, then.lead, self.filing.step))
        note = "\n".join(words for words in (then.note, self.filing.words) if words)
        return replace(then, parts=(*then.parts, *since), note=note)


def numbers_of_filed(ledger: Ledger, filed_id: int, form_again: Again = ask_again) -> FiledNumbers:
    """The cells of a filed return that open.

    Args:
        ledger: the open ledger.
        filed_id: the filed return.
        form_again: asks the ledger as it is now for what a cell of a district's form asked.

    Raises:
        UserError: it is gone.
    """
    with ledger.reading() as session:
        row = filed_row(session, filed_id)
        wanted = Wanted(row.format_key, row.period, row.list_id, row.filed_on)
        filing = Filing(wanted, row.version, row.filed_by, _filing_step(session, filed_id))
        kept = read_cells(row.content.get("origins") or {})
        again = form_again if "form" in row.content else ask_again
        return FiledNumbers(filed_id, filing, kept, _words(row.content, row.period), again)


def _filing_step(session: Session, filed_id: int) -> int:
    """The step of the journal by which a return was filed."""
    ids = select(Return.id).where(Return.id == filed_id)
    wrote = writers(session, "filed_return", ids, "version").get(filed_id)
    return wrote.operation_id if wrote else 0


def _words(content: Mapping[str, Any], period: str) -> dict[tuple[int, int], FiledWords]:
    """The cells of the lines of a built-in return that hold a text."""
    places = content.get("places") or {}
    heads, fields = places.get("heads", ()), places.get("fields", ())
    at = {row: place for place, row in enumerate(places.get("rows", ()))} if heads else {}
    found = {}
    for row, column, text, *_style in content["grid"]["cells"]:
        if row in at and text and column <= len(fields):
            identity = content["printed"][at[row]]["identity"]
            asked = Asked(content["rows"], identity, fields[column - 1], period)
            lead = _lead(content["lines"][at[row]], asked)
            found[row, column] = FiledWords(heads[column - 1], text, asked, lead)
    return found


def _since(then: Part, now: Part | None) -> tuple[Part, ...]:
    """What a cell would be now, and by how much it differs."""
    if now is None:
        return (Part("现在", note="这一行已不在台账现在的报表里", counts=False),)
    if then.how is How.SCALED:
        then = then.parts[0]
    told = then.amount is not None and now.amount is not None
    if then.amount == now.amount if told else then.value == now.value:
        return (Part("定稿以后", "没有变化", counts=False),)
    found = [replace(now, label="现在为", value=now.value or "空", counts=False)]
    if now.amount is not None and then.amount is not None:
        more = now.amount - then.amount
        words = f"{'+' if more > 0 else ''}{plain(round(more, 3))}"
        found.append(Part("定稿以后变化", words, more, counts=False))
    return tuple(found)


def _steps(ledger: Ledger, lead: Lead | None, filed: int) -> tuple[Part, ...]:
    """What was done to the task since it was filed, the newest first."""
    if lead is None or lead.task_id is None:
        return ()
    steps = list_steps(ledger, StepFilter(task_id=lead.task_id), limit=_MOST_STEPS)
    parts = tuple(
        Part(shorten(step.title, _NAME), by=step.who, at=step.at, counts=False)
        for step in steps
        if step.id > filed
    )
    if not parts:
        return ()
    history = Lead("task", lead.task_id, part="history")
    return (Part("定稿以后的操作", f"{len(parts)} 步", parts=parts, lead=history, counts=False),)


def _lead(line: Mapping[str, Any], asked: Asked) -> Lead:
    """Where a frozen line stands in the ledger."""
    match asked.rows:
        case "groups":
            return Lead("tasks", group=line["name"])
        case "villages":
            return Lead("split", line["split"]["task_id"])
        case "items":
            return Lead("item", line["item"]["task_id"], item_id=line["item"]["id"])
        case "problems":
            return Lead("problem", line["problem"]["task_id"], problem_id=line["problem"]["id"])
        case "assignments":
            task_id, order = line["assigned"]["task_id"], line["assignment"]["id"]
            return Lead("assignment", task_id, assignment_id=order)
    place = "source" if asked.field.startswith("values.") else "task"
    return Lead(place, line["task_id"], part="progress")
