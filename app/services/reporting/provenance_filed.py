"""数字来源 of a filed return: its frozen line, the same number now, and what was done since."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from app.errors import UserError
from app.models.database import Ledger
from app.models.origins import How, Lead, Part
from app.models.returns import Return
from app.models.rules.pace import plain
from app.models.rules.periods import Period
from app.models.rules.scoring import points_of
from app.reports.catalogues import CATALOGUES
from app.reports.fields import TASKS
from app.services.history.chronicle import StepFilter, list_steps
from app.services.reporting.filing import TakenCell
from app.services.reporting.provenance_lines import trace
from app.services.reporting.provenance_writers import writers
from app.services.reporting.returns import Wanted, draft_return
from app.services.wording import shorten

_MOST_STEPS = 30
_NAME = 40
Frozen = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class FiledCell:
    """A number of a filed return: its frozen line, its field, and where it was filed."""

    line: Frozen
    identity: str
    label: str
    field: str
    rows: str
    wanted: Wanted
    version: int
    filed_by: str
    operation_id: int

    @property
    def task_id(self) -> int | None:
        """The task the line is about, if it is one's."""
        split = self.line.get("split") or {}
        found = self.line.get("task_id", split.get("task_id"))
        return None if found is None else int(found)


@dataclass(frozen=True, slots=True)
class FiledPlaces:
    """Where the lines of a filed return stand on its page, and what its columns print.

    Both are empty for a district's form, which keeps the ``cells`` it filled instead.
    """

    rows: tuple[int, ...] = ()
    fields: tuple[str, ...] = ()
    cells: tuple[TakenCell, ...] = ()


def filed_places(ledger: Ledger, filed_id: int) -> FiledPlaces:
    """Where the lines of a filed return stand."""
    content = _row(ledger, filed_id).content
    places = content.get("places") or {}
    kept = {line.get("task_id") for line in content.get("lines", ())}
    cells = (TakenCell(**cell) for cell in content.get("cells", ()))
    return FiledPlaces(
        tuple(places.get("rows", ())),
        tuple(places.get("fields", ())),
        tuple(cell for cell in cells if cell.task_id in kept and _made_of(cell.field)),
    )


def is_kept(field: str) -> bool:
    """Whether a filed line keeps what a number under a field is made of."""
    family, _, key = field.partition(".")
    return (family if key else field) in _KEPT


def trace_filed(ledger: Ledger, filed_id: int, place: int, field: str) -> Part | None:
    """What a number of a filed return was made of, and what has changed since.

    Args:
        ledger: the open ledger.
        filed_id: the filed return.
        place: the line, counted from 0.
        field: the field of its column.
    """
    cell = _cell(_row(ledger, filed_id), place, field, _filing_step(ledger, filed_id))
    frozen = _frozen(cell)
    return None if frozen is None else _with_since(ledger, cell, frozen)


def trace_taken(ledger: Ledger, filed_id: int, taken: TakenCell) -> Part | None:
    """What a cell of a filed form was filled from, and what has changed since.

    Args:
        ledger: the open ledger.
        filed_id: the filed form.
        taken: the cell as it was kept.
    """
    row = _row(ledger, filed_id)
    tasks = [line.get("task_id") for line in row.content["lines"]]
    place = tasks.index(taken.task_id)
    cell = _cell(row, place, taken.field, _filing_step(ledger, filed_id))
    frozen = _frozen(cell)
    if frozen is None:
        return None
    label = taken.name.rpartition("/")[2] or frozen.label
    if frozen.amount is not None and plain(_short(frozen.amount)) != taken.shown:
        # The form counts in another measure, or against a goal it prints itself.
        aside = replace(frozen, counts=False)
        frozen = Part(label, taken.shown, parts=(aside,), lead=frozen.lead)
    return _with_since(ledger, cell, replace(frozen, label=label))


def _with_since(ledger: Ledger, cell: FiledCell, frozen: Part) -> Part:
    """A frozen number under its filing, with how it stands now."""
    head = f"定稿第 {cell.version} 版"
    parts = (*frozen.parts, *_since(ledger, cell, frozen))
    label = Period.parse(cell.wanted.period).label
    return replace(frozen, parts=parts, note=f"{label}{head}，{cell.filed_by}定稿")


def _filing_step(ledger: Ledger, filed_id: int) -> int:
    """The step of the journal by which a return was filed."""
    with ledger.reading() as session:
        ids = select(Return.id).where(Return.id == filed_id)
        wrote = writers(session, "filed_return", ids, "version").get(filed_id)
    return wrote.operation_id if wrote else 0


def _cell(row: Return, place: int, field: str, step: int) -> FiledCell:
    line = row.content["lines"][place]
    printed = row.content.get("printed")
    form = {"identity": str(line.get("task_id")), "label": line.get("text", "")}
    told = printed[place] if printed else form
    return FiledCell(
        line=line,
        identity=told["identity"],
        label=told["label"],
        field=field,
        rows=row.content.get("rows", TASKS.rows),
        wanted=Wanted(row.format_key, row.period, row.list_id, row.filed_on),
        version=row.version,
        filed_by=row.filed_by,
        operation_id=step,
    )


def _row(ledger: Ledger, filed_id: int) -> Return:
    with ledger.reading() as session:
        row = session.get(Return, filed_id)
        if row is None:
            raise UserError("not_found", "找不到这份定稿的报表；请刷新后再试。")
        session.expunge(row)
        return row


def _frozen(cell: FiledCell) -> Part | None:
    """The number as it was filed, of what the line kept."""
    made = _made_of(cell.field)
    return made(cell.line, cell.field.partition(".")[2]) if made else None


def _made_of(field: str) -> Callable[[Frozen, str], Part] | None:
    """How a field's number is read off a frozen line, its words for a form."""
    family, _, key = field.partition(".")
    return _KEPT.get(family if key else field) or _KEPT_WORDS.get(field)


def _since(ledger: Ledger, cell: FiledCell, frozen: Part) -> tuple[Part, ...]:
    """The number as it stands now, by how much it differs, and the steps that touched it."""
    now = _now(ledger, cell)
    if now is None:
        gone = Part("现在", note="这一行已不在现在的报表里", counts=False)
        return (gone, *_steps(ledger, cell))
    found = [replace(now, label=f"现在的{now.label}", counts=False)]
    then = frozen.amount
    if now.amount is None and now.value != frozen.value:
        return (*found, *_steps(ledger, cell))
    if now.amount is not None and then is not None and now.amount != then:
        more = now.amount - then
        sign = "+" if more > 0 else ""
        found.append(Part("定稿以后变化", f"{sign}{plain(_short(more))}", more, counts=False))
    elif now.amount == then:
        found.append(Part("定稿以后变化", "没有变化", counts=False))
    return (*found, *_steps(ledger, cell))


def _now(ledger: Ledger, cell: FiledCell) -> Part | None:
    kind = CATALOGUES[cell.rows]
    lines = draft_return(ledger, cell.wanted).lines
    line = next((one for one in lines if kind.identity(one) == cell.identity), None)
    if line is None:
        return None
    made = _KEPT_WORDS.get(cell.field)
    if made is not None:
        return made(asdict(line), "")
    wanted = cell.wanted
    return trace(ledger, line, cell.field, list_id=wanted.list_id, period=wanted.period)


def _steps(ledger: Ledger, cell: FiledCell) -> tuple[Part, ...]:
    """What was done to the task since it was filed, the newest first."""
    if cell.task_id is None:
        return ()
    steps = list_steps(ledger, StepFilter(task_id=cell.task_id), limit=_MOST_STEPS)
    parts = tuple(
        Part(shorten(step.title, _NAME), by=step.who, at=step.at, counts=False)
        for step in steps
        if step.id > cell.operation_id
    )
    if not parts:
        return ()
    lead = Lead("task", cell.task_id, part="history")
    return (Part("定稿以后的操作", f"{len(parts)} 步", parts=parts, lead=lead, counts=False),)


def _amount(line: Frozen, _key: str) -> Part:
    amount, items = _number(line.get("amount")), line.get("items") or 0
    done = Decimal(line.get("items_done") or 0)
    if items and done == amount:
        made = Part("清单已完成", f"{done} / {items} 项", done)
    else:
        made = Part("填报的完成数", _told(amount), amount)
    return _of("完成数", amount, made)


def _share(line: Frozen, _key: str) -> Part:
    share, amount = _number(line.get("share")), _number(line.get("amount"))
    target = _number((line.get("target") or {}).get("number"))
    parts = (
        Part("完成数", _told(amount), amount),
        Part("目标", _told(target), target),
    )
    divided = amount is not None and target and amount / target == share
    value = "无法计算" if share is None else f"{plain(_short(share * 100))}%"
    how = How.RATIO if divided else How.STATED
    return Part("完成率", value, share, how, parts, lead=_lead(line))


def _score(line: Frozen, _key: str) -> Part:
    points, full = _number(line.get("self_score")), points_of(line.get("score") or "")
    why = Part("计算", note=line.get("self_score_why") or "", counts=False)
    if points is None or full is None:
        return Part("自评分", _told(points), points, parts=(why,), lead=_lead(line))
    lost = points - full
    parts = (Part("分值", plain(full), full), Part("未得分", plain(lost), lost), why)
    return Part("自评分", plain(points), points, How.SUM, parts, lead=_lead(line))


def _target(line: Frozen, _key: str) -> Part:
    target = line.get("target") or {}
    number = _number(target.get("number"))
    words = f"{_told(number)} {target.get('unit', '')}".rstrip()
    return Part("目标", words, number, lead=_lead(line))


def _counter(name: str, label: str) -> Callable[[Frozen, str], Part]:
    def count(line: Frozen, _key: str) -> Part:
        number = _number(line.get(name))
        return Part(label, _told(number), number, lead=_lead(line))

    return count


def _states(line: Frozen, key: str) -> Part:
    number = Decimal((line.get("states") or {}).get(key, 0))
    return Part("任务数", _told(number), number)


def _carried(line: Frozen, unit: str) -> Part:
    held = {one["unit"]: _number(one["amount"]) for one in line["split"]["shares"]}
    return Part(unit, _told(held.get(unit)), held.get(unit), lead=_lead(line))


def _allotted(line: Frozen, _key: str) -> Part:
    parts = tuple(
        Part(one["unit"], _told(_number(one["amount"])), _number(one["amount"]))
        for one in line["split"]["shares"]
    )
    known = [part.amount for part in parts if part.amount is not None]
    whole = sum(known, Decimal(0)) if known else None
    how = How.SUM if known else How.STATED
    return Part("已分解", _told(whole), whole, how, parts, lead=_lead(line))


def _of(label: str, amount: Decimal | None, made: Part) -> Part:
    how = How.STATED if amount is None else How.SUM
    parts = () if amount is None else (made,)
    return Part(label, _told(amount), amount, how, parts)


def _lead(line: Frozen) -> Lead | None:
    found = line.get("task_id")
    return None if found is None else Lead("task", int(found), part="progress")


def _number(kept: Any) -> Decimal | None:
    return None if kept is None else Decimal(str(kept))


def _told(amount: Decimal | None) -> str:
    return "未填" if amount is None else plain(_short(amount))


def _short(amount: Decimal) -> Decimal:
    """A long fraction to three places, anything else as it is."""
    exponent = amount.as_tuple().exponent
    long = isinstance(exponent, int) and exponent < -3
    return amount.quantize(Decimal("0.001")) if long else amount


_KEPT: Mapping[str, Callable[[Frozen, str], Part]] = {
    "amount": _amount,
    "amount_with_unit": _amount,
    "invested": _amount,
    "share": _share,
    "self_score": _score,
    "self_score_why": _score,
    "target": _target,
    "target_number": _target,
    "goal": _target,
    "evidence": _counter("evidence", "佐证"),
    "ticks": _counter("items_done", "已完成"),
    "tasks": _counter("tasks", "任务数"),
    "actual": _counter("actual", "实际完成率"),
    "expected": _counter("expected", "应达完成率"),
    "states": _states,
    "shares": _carried,
    "allotted": _allotted,
}


def _words(name: str, label: str) -> Callable[[Frozen, str], Part]:
    def read(line: Frozen, _key: str) -> Part:
        return Part(label, shorten(line.get(name) or "", _NAME), lead=_lead(line))

    return read


def _state(line: Frozen, _key: str) -> Part:
    return Part("状态", line.get("state") or "", note=line.get("state_why") or "", lead=_lead(line))


_KEPT_WORDS: Mapping[str, Callable[[Frozen, str], Part]] = {
    "progress_text": _words("progress_text", "进展情况"),
    "problems": _words("problems", "存在问题"),
    "next_steps": _words("next_steps", "下一步措施"),
    "state": _state,
    "light": _state,
    "done": _state,
    "on_pace": _state,
}
"""What only a district's form opens: its words and verdicts."""
