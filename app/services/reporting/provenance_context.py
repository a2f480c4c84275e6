"""What stands behind a task's number: the list's own cell, village reports, accepted answers."""

from datetime import date
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models.origins import How, Lead, Part
from app.models.rules.pace import plain
from app.models.rules.periods import Period
from app.models.supervision import Assignment, AssignmentLine
from app.models.tasks import ListSource, Target, Task
from app.models.units import Unit
from app.models.views import TargetView
from app.services.reporting.provenance_shares import reported_part
from app.services.reporting.provenance_writers import writers
from app.services.wording import shorten
from app.services.work.sharing import rows_in

_ACCEPTED = "accepted"
_WORDING = 60
_PRINTED = {">=": "≥", "<=": "≤", "=": "", "~": "约", "all": ""}


def target_part(session: Session, task: Task, target: TargetView | None, items: int) -> Part:
    """The target as it is counted, and the cell of the list it was read out of."""
    lead = Lead("task", task.id, part="targets")
    if target is None or target.number is None:
        return Part("目标", "没有数字", parts=_sources(session, task, None), lead=lead)
    sign = _PRINTED.get(target.comparator, target.comparator)
    value = f"{sign}{plain(target.number)} {target.unit}".rstrip()
    listed = session.get(Target, target.id) if target.id is not None else None
    if listed is None or listed.number is None:
        counted = Part(
            "清单", f"{items} 项", Decimal(items), lead=Lead("task", task.id, part="items")
        )
        return Part("目标", value, target.number, How.SUM, (counted,), "按清单全部完成", lead=lead)
    parts = [*_base(listed), *_sources(session, task, listed.number), *_mended(session, listed)]
    return Part("目标", value, target.number, parts=tuple(parts), lead=lead)


def carried_part(session: Session, task_id: int, span: Period) -> Part | None:
    """What villages report of the task's target, beside its own amount."""
    rows = [row for row in rows_in(session, [Task.id == task_id], span) if row.target_id]
    told = [reported_part(session, row, span) for row in rows if row.shares]
    held = next((part for part in told if part.amount is not None), None)
    if held is None:
        return None
    return Part(
        "村（社区）上报", held.value, held.amount, held.how, held.parts, held.note,
        lead=held.lead, counts=False,
    )  # fmt: skip


def accepted_part(session: Session, task_id: int, as_of: date) -> Part | None:
    """What units answered to 交办单 on the task and was accepted, the newest of each line."""
    query = select(AssignmentLine, Assignment, Unit.name)
    query = query.join(Assignment, Assignment.id == AssignmentLine.assignment_id)
    query = query.join(Unit, Unit.id == Assignment.unit_id)
    query = query.where(AssignmentLine.task_id == task_id, AssignmentLine.item_id.is_(None))
    parts = []
    for line, order, unit in session.execute(query.order_by(AssignmentLine.id)):
        given = [
            (one, one.amount)
            for one in line.feedback
            if one.verdict == _ACCEPTED and one.amount is not None and one.given_on <= as_of
        ]
        if given:
            last, amount = given[-1]
            number = f"{order.number}　" if order.number else ""
            note = f"{number}{last.given_on:%Y-%m-%d} 反馈　{shorten(last.text, _WORDING)}".rstrip()
            lead = Lead("assignment", task_id, assignment_id=order.id)
            parts.append(Part(unit, plain(amount), amount, note=note, lead=lead))
    if not parts:
        return None
    whole = sum((part.amount or Decimal(0) for part in parts), Decimal(0))
    return Part("认可的反馈", plain(whole), whole, How.SUM, tuple(parts), counts=False)


def _base(target: Target) -> list[Part]:
    """A target told as a change rests on the base year's value."""
    if target.change is None:
        return []
    year = f"{target.baseline_year}年" if target.baseline_year else "基准年"
    word = "下降" if target.change < 0 else "增长"
    base = "未填" if target.base is None else plain(target.base)
    lead = Lead("task", target.task_id, part="targets")
    note = f"比{year}{word} {plain(abs(target.change))}{target.unit}"
    return [Part("基准值", base, note=note, lead=lead, counts=False)]


def _sources(session: Session, task: Task, number: Decimal | None) -> tuple[Part, ...]:
    """The file, sheet, row and wording the target was read out of."""
    if task.source_row is None:
        return (Part("来源", "本单位自行增加", counts=False),)
    query = select(ListSource).where(ListSource.list_id == task.list_id)
    source = session.scalar(query.order_by(ListSource.edition.desc(), ListSource.id.desc()))
    if source is None:
        return ()
    lead = Lead("source", task.id)
    place = f"{source.file_name}　工作表“{task.source_sheet}”　第 {task.source_row} 行"
    head, wording = _cell_of(task, number)
    cell = f"“{head}”：{shorten(wording, _WORDING)}" if wording else shorten(task.text, _WORDING)
    edition = f"任务分解表第 {source.edition} 版"
    return (Part(edition, cell, note=place, lead=lead, counts=False),)


def _cell_of(task: Task, number: Decimal | None) -> tuple[str, str]:
    """The column whose wording holds the number, the shortest that does."""
    if number is None:
        return "", ""
    wanted = plain(number)
    held = [(head, text) for head, text in task.values.items() if text and wanted in text]
    return min(held, key=lambda one: len(one[1]), default=("", ""))


def _mended(session: Session, target: Target) -> list[Part]:
    """Who set the target's number last, where it was not the import."""
    ids = select(Target.id).where(Target.id == target.id)
    wrote = writers(session, "target", ids, "number").get(target.id)
    if wrote is None:
        return []
    return [Part("登记", by=wrote.who, at=wrote.at, counts=False)]
