"""The figures of a filled form, for other tables to be held against; and its sums with its body."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal

from app.importing.tables.labels import bare_label
from app.models.registerlines import ShareLine
from app.models.returnviews import CheckFinding, ReturnLine
from app.models.rules.pace import plain
from app.models.rules.periods import Period
from app.models.rules.splitting import reported_by
from app.services.formfilling.formorigins import FilledCell, Origin
from app.services.formfilling.formprovenance import asked_of
from app.services.formfilling.formsummary import ALL_COUNTED
from app.services.reporting.figures import Figures, counts_up, figures_of_cells

Place = tuple[str, int, int]


def form_figures(cells: Iterable[FilledCell], span: Period) -> Figures:
    """What a form says in figures, in the ledger's own measures."""
    told, levels = [], set()
    for cell in cells:
        origin, value = cell.origin, cell.value
        if isinstance(origin.line, ReturnLine | ShareLine) and isinstance(value, Decimal):
            head = origin.name.rpartition("/")[2]
            told.append((asked_of(origin), head, _base(origin, value)))
            if _is_level(origin):
                levels.add(origin.line.task_id)
    found = figures_of_cells(told, span)
    return {
        key: replace(one, grows=one.grows and one.task_id not in levels)
        for key, one in found.items()
    }


def _is_level(origin: Origin) -> bool:
    """Whether a task's amount goes up and down: a rate, a concentration, what has a ceiling."""
    target = origin.line.target if isinstance(origin.line, ReturnLine) else None
    return bool(origin.target) or (
        target is not None and not counts_up(target.unit, target.comparator)
    )


def _base(origin: Origin, shown: Decimal) -> Decimal | None:
    """A cell's number as the ledger counts it; the form may show 亿元, or per cent."""
    line = origin.line
    if origin.target:
        return shown
    if isinstance(line, ShareLine):
        held = next((one for one in line.split.shares if one.unit == origin.unit), None)
        if held is None or origin.field not in {"target", "amount"}:
            return shown
        is_part = origin.field == "target"
        return held.amount if is_part else reported_by(held.reports, origin.period)
    match origin.field:
        case "amount":
            base: Decimal | None = line.amount if origin.is_own else None
        case "share":
            base = line.share
        case "target":
            base = line.target.number if line.target else None
        case _:
            base = shown
    return base


def count_findings(filled: Mapping[Place, FilledCell]) -> Iterator[CheckFinding]:
    """Where a summary counts other tasks of a theme than the form's own rows list."""
    body = {
        cell.origin.line.task_id: cell.origin.line
        for cell in filled.values()
        if isinstance(cell.origin.line, ReturnLine)
    }
    for (sheet, row, _column), cell in filled.items():
        origin, label = cell.origin, cell.origin.unit
        if origin.field != ALL_COUNTED or not isinstance(cell.value, Decimal):
            continue
        words = bare_label(label)
        listed = [one for one in body.values() if words in map(bare_label, one.groups)]
        if listed and len(listed) != cell.value:
            told = f"“{sheet}”第{row}行{origin.name} {plain(cell.value)} 项"
            message = f"{label}：{told}，正表列有 {len(listed)} 项，不一致"
            yield CheckFinding("counts_differ", False, message, group=listed[0].groups[0])
