"""Which column plays which part: guessed from words, head tree and content, with its reason."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace

from app.importing.tables.guesses import Guess, Guesser
from app.importing.tables.headings import squash
from app.importing.tables.layout import Table

FIELDS: tuple[str, ...] = (
    "serial",
    "groups",
    "content",
    "text",
    "deadline",
    "lead",
    "responsible",
    "assist",
    "main_responsible",
    "acceptance",
    "score",
    "scoring_method",
    "unit",
    "village",
    "place",
)
"""The parts of columns, besides the families quarters.N, months.N, years.YYYY, towns.NAME."""


@dataclass(frozen=True, slots=True)
class MappedColumn:
    """A column with the part it plays.

    Attributes:
        index: the sheet's column number.
        path: its head texts, outermost first.
        name: its head path joined with ``/``, numbered when it stands twice; the key of values.
        field: the part it plays, or None: then its text is kept as written.
        confidence: 0 to 1.
        why: the reason, a Chinese phrase.
        also: a second part the same text plays (达到标准 is text and acceptance).
        hidden: whether the sheet hides it.
    """

    index: int
    path: tuple[str, ...]
    name: str
    field: str | None
    confidence: float
    why: str
    also: str = ""
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """The parts of all columns of a table.

    Attributes:
        columns: from left to right.
        fingerprint: the head's own mark; a confirmed mapping is remembered under it.
    """

    columns: tuple[MappedColumn, ...]
    fingerprint: str

    def playing(self, field: str) -> tuple[MappedColumn, ...]:
        """The columns that play a part, from left to right."""
        return tuple(column for column in self.columns if column.field == field)

    def has(self, field: str) -> bool:
        """Whether any column plays a part."""
        return any(field in {column.field, column.also} for column in self.columns)

    def in_family(self, family: str) -> dict[str, MappedColumn]:
        """The columns of ``quarters``, ``months``, ``years`` or ``towns``, by period or name."""
        found = {}
        for column in self.columns:
            name, _, part = (column.field or "").partition(".")
            if name == family and part:
                found[part] = column
        return found


def map_columns(
    table: Table, *, remembered: Mapping[str, Mapping[str, str | None]] | None = None
) -> ColumnMapping:
    """Guess the part of every column, or take what the clerk confirmed for the same head.

    Args:
        table: the table.
        remembered: confirmed fields by column name, by head fingerprint.
    """
    names = _names(table)
    mark = _fingerprint(names)
    known = (remembered or {}).get(mark)
    guesses = Guesser(table).guesses()
    columns = []
    for column, name, guess in zip(table.columns, names, guesses, strict=True):
        chosen = _confirmed(known[name], guess) if known and name in known else guess
        columns.append(
            MappedColumn(
                index=column.index,
                path=tuple(part.strip() for part in column.path),
                name=name,
                field=chosen.field,
                confidence=chosen.confidence,
                why=chosen.why,
                also=chosen.also,
                hidden=column.hidden,
            )
        )
    return ColumnMapping(tuple(columns), mark)


def _confirmed(field: str | None, guess: Guess) -> Guess:
    """The part confirmed before; what the same text also plays is guessed as it was then."""
    also = guess.also if guess.field == field else ""
    return Guess(field, 1.0, "同样的表头上次已确认", also)


def with_field(mapping: ColumnMapping, index: int, field: str | None) -> ColumnMapping:
    """The mapping with the clerk's own choice for one column.

    A part that only one column can play is taken from the column that had it.
    """
    single = field in {"serial", "text", "deadline", "score"} or "." in (field or "")
    return replace(
        mapping,
        columns=tuple(
            _chosen(column, field)
            if column.index == index
            else _released(column)
            if single and column.field == field
            else column
            for column in mapping.columns
        ),
    )


def _chosen(column: MappedColumn, field: str | None) -> MappedColumn:
    return replace(column, field=field, also="", confidence=1.0, why="由您指定")


def _released(column: MappedColumn) -> MappedColumn:
    return replace(column, field=None, also="", confidence=1.0, why="已改由另一列担任")


def _names(table: Table) -> tuple[str, ...]:
    """Head paths joined with ``/``; one that stands twice is numbered: 具体措施, 具体措施(2)."""
    seen: dict[str, int] = {}
    names = []
    for column in table.columns:
        name = "/".join(_clean(part) for part in column.path) or f"第{column.index}列"
        seen[name] = seen.get(name, 0) + 1
        names.append(name if seen[name] == 1 else f"{name}({seen[name]})")
    return tuple(names)


def _clean(part: str) -> str:
    """A head text on one line: breaks inside Chinese words go, width of characters stays."""
    return "".join(part.split())


def _fingerprint(names: tuple[str, ...]) -> str:
    joined = "\n".join(squash(name) for name in names)
    return hashlib.sha256(joined.encode()).hexdigest()[:16]
