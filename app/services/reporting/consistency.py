"""口径一致: a table's figures against those of other tables of the period, and of the last one."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models.database import Ledger
from app.models.origins import How
from app.models.recording import to_plain
from app.models.returns import Return
from app.models.returnviews import CheckFinding
from app.models.rules.pace import plain
from app.models.rules.periods import Period
from app.models.tasks import Target, TaskList
from app.services.reporting.figures import Figure, Figures, Key, figures_of, figures_of_cells
from app.services.reporting.filedrows import of_list
from app.services.reporting.keptparts import Asked, read_cells

_CODES: Mapping[str, str] = {
    "problems": "problems", "share": "shares", "theme": "themes", "task": "amount",
    "invested": "invested",
}  # fmt: skip
_FILED = "filed"
_POWERS = (-8, -4, -3, 3, 4, 8)  # 元, 万元 and 亿元; 米 and 公里


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its figures.

    Attributes:
        name: what it is called.
        format_key: its format.
        span: its period.
        figures: what it says.
        edition: of which edition of the list, None where there is none.
    """

    name: str
    format_key: str
    span: Period
    figures: Figures
    edition: int | None = None


def figures_of_draft(
    ledger: Ledger, lines: Sequence[Any], rows: str, span: Period, *, whole: bool
) -> Figures:
    """The figures of a draft's lines."""
    with ledger.reading() as session:
        told = [as_plain(asdict(line)) for line in lines]
        return _figures(session, told, rows, span, whole=whole)


def is_any_filed(ledger: Ledger, list_id: int | None) -> bool:
    """Whether there is anything to be held against."""
    query = select(Return.id).where(of_list(list_id), Return.state == _FILED).limit(1)
    with ledger.reading() as session:
        return session.scalar(query) is not None


def contradictions(ledger: Ledger, table: Table, list_id: int | None) -> tuple[CheckFinding, ...]:
    """Where a table speaks against others that were filed.

    Those whose period ends on the same day must say the same of the same; those of the year's
    earlier periods must not have counted further. What rests on the list is left out where the
    list was revised in between.
    """
    with ledger.reading() as session:
        now = session.scalar(select(TaskList.edition).where(TaskList.id == list_id))
        same, earlier = _others(session, table, list_id)
    found = [one for other in same for one in _differing(table, other, now)]
    return (*found, *_fallen(table, earlier))


def _others(session: Session, table: Table, list_id: int | None) -> tuple[list[Table], list[Table]]:
    """Other filed tables of the same last day; the year's earlier ones, the newest first."""
    rows = session.execute(
        select(Return.id, Return.format_key, Return.period)
        .where(of_list(list_id), Return.state == _FILED)
        .order_by(Return.id)
    ).all()
    spans = [(Period.parse(row.period), row) for row in rows]
    ending = set(table.span.ending_together)
    own = (table.format_key, table.span.key)
    same = [row for span, row in spans if span in ending and (row.format_key, row.period) != own]
    before = [
        (span.end, row.id, row)
        for span, row in spans
        if span.end < table.span.end and span.year == table.span.year
    ]
    newest: dict[str, Any] = {row.format_key: row for _end, _id, row in sorted(before)}
    earlier = sorted(newest.values(), key=lambda row: Period.parse(row.period).end, reverse=True)
    return [_filed(session, row.id) for row in same], [_filed(session, row.id) for row in earlier]


def _filed(session: Session, filed_id: int) -> Table:
    """A filed table with what it says."""
    row = session.get_one(Return, filed_id)
    content, span = row.content, Period.parse(row.period)
    if "form" in content:
        kept = read_cells(content.get("origins") or {})
        cells = [_kept_cell(kept.asked(place), kept.part(place)) for place in kept.cells]
        figures = figures_of_cells(cells, span)
    else:
        whole = not tomllib.loads(content.get("format") or "").get("only")
        lines, rows = content["lines"], content.get("rows", "tasks")
        figures = _figures(session, lines, rows, span, whole=whole)
    named = f"{span.label}《{row.format_name}》"
    return Table(named, row.format_key, span, figures, content.get("edition"))


def _kept_cell(asked: Asked, part: Any) -> tuple[Asked, str, Decimal | None]:
    """What a cell of a filed form said, in the ledger's own measure."""
    base = part.parts[0] if part.how is How.SCALED else part
    return asked, part.label, base.amount


def _figures(
    session: Session, lines: Sequence[Mapping[str, Any]], rows: str, span: Period, *, whole: bool
) -> Figures:
    if rows == "villages":
        ids = [line["split"]["task_id"] for line in lines]
        firsts = _first_targets(session, ids)
        lines = [{**line, "first": line["split"]["target_id"] in firsts} for line in lines]
    return figures_of(lines, rows, span, whole=whole)


def _first_targets(session: Session, task_ids: Sequence[int]) -> set[int]:
    """The counted target of each task: the first one."""
    query = select(Target.task_id, Target.id).where(Target.task_id.in_(task_ids))
    firsts: dict[int, int] = {}
    for task_id, target_id in session.execute(query.order_by(Target.position, Target.id)):
        firsts.setdefault(task_id, target_id)
    return set(firsts.values())


def _differing(table: Table, other: Table, edition: int | None) -> Iterator[CheckFinding]:
    """Figures that both tables have and say otherwise; what follows from another is told once."""
    revised = other.edition is not None and edition is not None and other.edition != edition
    told: set[tuple[str, str]] = set()
    for key, figure in table.figures.items():
        then = other.figures.get(key)
        if then is None or not _is_alike(figure, then) or _is_same(key, figure.value, then.value):
            continue
        if (revised and figure.follows) or (key.kind, key.id) in told:
            continue
        if key.what.partition(":")[0] in {"amount", "target", "reported", "tasks"}:
            told.add((key.kind, key.id))
        words = f"与已定稿的{other.name}（{_said(then)}）不一致"
        yield _finding(key, "differs", figure, f"{_own(table, figure)}，{words}")


def _is_alike(one: Figure, other: Figure) -> bool:
    """Whether two figures are counted in the same."""
    return not one.unit or not other.unit or one.unit == other.unit


def _is_same(key: Key, one: Decimal, other: Decimal) -> bool:
    """Whether two figures say the same; what a period brought may stand in another measure."""
    if one == other:
        return True
    shared = key.what.startswith("added") and one and other
    return bool(shared) and any(one.scaleb(power) == other for power in _POWERS)


def _fallen(table: Table, earlier: Sequence[Table]) -> Iterator[CheckFinding]:
    """Figures that only grow, and are less than the last filed table has them."""
    for key, figure in table.figures.items():
        last = next((one for one in earlier if key in one.figures), None)
        then = last.figures[key] if last is not None else None
        if last is None or then is None or not (figure.grows and then.grows):
            continue
        if _is_alike(figure, then) and figure.value < then.value:
            words = f"少于已定稿的{last.name}（{_said(then)}）"
            yield _finding(key, "fell", figure, f"{_own(table, figure)}，{words}")


def _own(table: Table, figure: Figure) -> str:
    return f"{table.name}{figure.cell} {_said(figure)}"


def _said(figure: Figure) -> str:
    return f"{plain(figure.value)} {figure.unit}".rstrip()


def _finding(key: Key, how: str, figure: Figure, words: str) -> CheckFinding:
    name = f"{figure.subject}：" if figure.subject else ""
    code = f"{_CODES[key.kind]}_{how}"
    return CheckFinding(code, False, f"{name}{words}", figure.task_id, group=figure.group)


def as_plain(value: Any) -> Any:
    """A line's values as JSON knows them, as they are frozen when it is filed."""
    if isinstance(value, Mapping):
        return {key: as_plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [as_plain(one) for one in value]
    return to_plain(value)
