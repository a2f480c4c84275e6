"""The plain values of a return: head and lines, what was found before filing, what was filed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Generic

from typing_extensions import TypeVar

from app.models.targetlines import TargetLine
from app.models.views import TargetView


@dataclass(frozen=True, slots=True)
class ReturnHead:
    """Everything on a return that is not a line."""

    office: str
    list_title: str
    document_number: str
    year: int
    period: str
    period_label: str
    as_of: date
    filled_on: date
    filled_by: str = ""
    checked_by: str = ""
    signed_by: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class ReturnLine:
    """One task on a return. ``checkpoints`` and ``progress_texts`` go by period key (2020Q1).

    A blank text is None, which prints as nothing; ``/`` and ``0`` print as they are.
    """

    task_id: int
    serial: str
    groups: tuple[str, ...]
    text: str
    acceptance: str
    deadline_text: str
    lead: tuple[str, ...]
    responsible: tuple[str, ...]
    assist: tuple[str, ...]
    main_responsible: tuple[str, ...]
    score: str
    scoring_method: str
    target: TargetView | None
    amount: Decimal | None
    share: Decimal | None
    items: int
    items_done: int
    evidence: int
    state: str
    state_why: str
    checkpoint: str = ""
    checkpoints: Mapping[str, str] = field(default_factory=dict)
    previous_text: str | None = None
    progress_text: str | None = None
    progress_texts: Mapping[str, str] = field(default_factory=dict)
    problems: str | None = None
    next_steps: str | None = None
    nil_report: bool = False
    self_score: Decimal | None = None
    self_score_why: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    own: Mapping[str, str] = field(default_factory=dict)
    forecast: str = ""
    more: tuple[TargetLine, ...] = ()


AnyLine = TypeVar("AnyLine", default=ReturnLine)


@dataclass(frozen=True, slots=True)
class ReturnView(Generic[AnyLine]):
    """A return ready to be laid on a page: head and lines, all of one kind.

    ``total`` is the line of the whole, where the parts can't simply be added up.
    """

    head: ReturnHead
    lines: tuple[AnyLine, ...]
    total: AnyLine | None = None


@dataclass(frozen=True, slots=True)
class CheckFinding:
    """One finding before filing; ``hard`` ones stop it.

    The numbers of records lead to where it is mended.
    """

    code: str
    hard: bool
    message: str
    task_id: int | None = None
    item_id: int | None = None
    problem_id: int | None = None
    assignment_id: int | None = None
    group: str = ""


@dataclass(frozen=True, slots=True)
class FiledReturn:
    """A filed return as the ledger keeps it; ``files`` maps kind (xlsx, pdf) to its path.

    ``returned_why`` is the district's reason where it was sent back (退回).
    """

    id: int
    format_key: str
    format_name: str
    period: str
    version: int
    state: str
    filed_on: date
    filed_by: str
    files: Mapping[str, str] = field(default_factory=dict)
    list_id: int | None = None
    returned_on: date | None = None
    returned_why: str = ""
