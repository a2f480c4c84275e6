"""Draft tasks: what each row of a mapped table asks for, read but not yet held by any ledger."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.errors import Problem
from app.importing.paragraphs import Paragraph
from app.importing.tables.columns import ColumnMapping
from app.importing.tables.layout import Table
from app.importing.tables.rows import SkippedRow
from app.models.rules.deadlines import Deadline
from app.models.rules.quantities import Quantity

ROLES: tuple[str, ...] = ("lead", "responsible", "assist", "main_responsible")


@dataclass(frozen=True, slots=True)
class DraftTask:
    """One row read as a task.

    Attributes:
        row: the sheet's own row number, from 1.
        sheet: the sheet's name.
        serial: as printed, never renumbered; empty when the row has none.
        groups: the labels above the task, outermost first.
        text: the most specific wording of what must be done.
        deadline_text: the wording of the deadline column, or empty.
        deadline: its reading.
        lead: 牵头 units.
        responsible: 责任 units, those that 负责落实 included.
        assist: 配合, 参与, 协办 units.
        main_responsible: 主体责任 units.
        acceptance: 认定标准.
        score: 分值 as written.
        scoring_method: 计分办法.
        quarters: checkpoint wordings by quarter, ``1`` to ``4``; blank ones left out.
        months: checkpoint wordings by month, ``1`` to ``12``.
        years: wordings by year.
        towns: what falls to each town, by its name.
        targets: the quantities found in the text.
        values: every column's text by its name, merges resolved, blank ones left out.
        role_texts: the wording of each role's columns, by role.
        place: the town or district of a place column, or empty.
        village: the village of a village column, or empty.
        unit: the unit of measure of a unit column, or empty.
        hidden: whether the sheet hides the row.
        paragraph: the paragraph it stands in, in a plan in prose, where ``row`` numbers the
            clauses; else None.
    """

    row: int
    sheet: str
    serial: str
    groups: tuple[str, ...]
    text: str
    deadline_text: str
    deadline: Deadline
    lead: tuple[str, ...] = ()
    responsible: tuple[str, ...] = ()
    assist: tuple[str, ...] = ()
    main_responsible: tuple[str, ...] = ()
    acceptance: str = ""
    score: str = ""
    scoring_method: str = ""
    quarters: Mapping[str, str] = field(default_factory=dict)
    months: Mapping[str, str] = field(default_factory=dict)
    years: Mapping[str, str] = field(default_factory=dict)
    towns: Mapping[str, str] = field(default_factory=dict)
    targets: tuple[Quantity, ...] = ()
    values: Mapping[str, str] = field(default_factory=dict)
    role_texts: Mapping[str, str] = field(default_factory=dict)
    place: str = ""
    village: str = ""
    unit: str = ""
    hidden: bool = False
    paragraph: int | None = None

    @property
    def source_row(self) -> int:
        """Where the source shows it: the sheet's row, or the paragraph of a plan in prose."""
        return self.row if self.paragraph is None else self.paragraph


@dataclass(frozen=True, slots=True)
class DraftList:
    """A table, or a plan in prose, read as a list of tasks.

    Attributes:
        title: the list's title; the sheet's name when the table has none.
        sheet: the sheet's name; 正文 for prose.
        table: the table it was read from; for prose one without columns and rows.
        mapping: the parts of its columns; none for prose.
        tasks: the tasks, in order.
        skipped: all other rows with text, each with its reason.
        problems: faults of rows and cells, for the clerk to look at.
        year: the plan's year the deadlines were read with.
        kind: ``table``, or ``prose`` for a plan without a table.
        paragraphs: the paragraphs of a plan in prose, to read it again in another year.
    """

    title: str
    sheet: str
    table: Table
    mapping: ColumnMapping
    tasks: tuple[DraftTask, ...]
    skipped: tuple[SkippedRow, ...]
    problems: tuple[Problem, ...]
    year: int
    kind: str = "table"
    paragraphs: tuple[Paragraph, ...] = ()
