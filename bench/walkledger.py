"""The large ledger for the walk: what a year leaves beside its tasks and items.

3,000 problems with their steps, 30 villages with their parts, 2,000 pieces of proof, tasks with
points, and a journal of 20,000 steps.
"""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import islice
from pathlib import Path

from PySide6.QtGui import QColor, QImage
from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from app.models.breakdown import Share
from app.models.journal import Change, Operation
from app.models.supervision import Problem, ProblemStep
from app.models.tasks import Target, Task
from app.models.tracking import Evidence, Item
from app.models.units import Unit
from app.monitor import SILENT
from app.services.keeping.ledgers import open_ledger
from app.services.proof.evidence import Owner, attach
from bench.largeledger import fill

_STEPS = ("交办", "整改方案", "整改中", "完成整改", "验收", "公示", "销号")
_SOURCES = ("中央督察", "省督察", "信访", "自查", "区督查")
_PHOTOS = 20
_CHUNK = 5_000


def fill_walk(folder: Path, *, tasks: int, items_each: int) -> None:
    """Make the ledger of the walk."""
    fill(folder, tasks=tasks, items_each=items_each)
    with open_ledger(folder) as ledger:
        with ledger.transaction("bench", "填充", undoable=False) as work:
            session = work.session
            session.execute(
                update(Task).values(score="2", scoring_method="完成计满分，未完成计0分")
            )
            units = _units(session)
            session.add_all(_problem(number, units) for number in range(1, 3_001))
            _share(session, units)
        photos = [_photo(folder, number) for number in range(_PHOTOS)]
        attach(ledger, Owner(task_id=1), photos, monitor=SILENT)
        with ledger.transaction("bench", "填充", undoable=False) as work:
            _prove(work.session, 2_000 - _PHOTOS)
        with ledger.transaction("bench", "填充", undoable=False) as work:
            _write_past(work.session, 20_000)


def write_list(path: Path, rows: int) -> None:
    """A list of that many tasks as a district sends it, as a text file with commas."""
    head = "序号,重点任务,工作内容,完成时限,牵头单位,责任单位"
    lines = (
        f"{n},（{n // 250 + 1}）专项行动,完成第{n}批共10家企业挥发性有机物深度治理并通过验收,"
        f"2020年{n % 12 + 1}月底前,生态环境局,{'各镇（街道）' if n % 3 else '湖塘镇'}"
        for n in range(1, rows + 1)
    )
    path.write_text("\n".join(("2020年任务分解表", head, *lines)), encoding="utf-8-sig")


def _units(session: Session) -> list[Unit]:
    villages = [Unit(name=f"第{n:02d}村", kind="village", position=n) for n in range(1, 31)]
    offices = [Unit(name=f"第{n}办公室", kind="department", position=n) for n in range(31, 41)]
    session.add_all((*villages, *offices))
    session.flush()
    return villages


def _problem(number: int, units: list[Unit]) -> Problem:
    found = date(2020, 1, 6) + timedelta(days=number % 120)
    done = number % (len(_STEPS) + 1)
    return Problem(
        position=number,
        number=str(number),
        text=f"第{number}号厂区雨污未分流，初期雨水未收集，危废暂存间标识不全，台账记录不完整。",
        source=_SOURCES[number % len(_SOURCES)],
        found_on=found,
        unit_id=units[number % len(units)].id,
        measures="完善厂区雨污管网，增设初期雨水池；规范危废暂存间标识和台账。",
        deadline_text=f"{found + timedelta(days=120)}",
        due=found + timedelta(days=120),
        fields={},
        steps=[
            ProblemStep(
                position=place,
                name=name,
                needs_proof=name == "验收",
                done_on=found + timedelta(days=10 * place) if place <= done else None,
            )
            for place, name in enumerate(_STEPS, 1)
        ],
    )


def _share(session: Session, units: list[Unit]) -> None:
    targets = session.scalars(select(Target.id).order_by(Target.id)).all()
    rows = [
        {"target_id": number, "unit_id": units[(number + place) % len(units)].id,
         "amount": Decimal(2)}
        for number in targets[::2]
        for place in range(4)
    ]  # fmt: skip
    session.execute(insert(Share), rows)


def _photo(folder: Path, number: int) -> Path:
    image = QImage(1200, 900, QImage.Format.Format_RGB32)
    image.fill(QColor.fromHsv(number * 17 % 360, 90, 200))
    path = folder.parent / f"现场照片{number:02d}.png"
    image.save(str(path))
    return path


def _prove(session: Session, count: int) -> None:
    photos = session.scalars(select(Evidence)).all()
    items = session.execute(select(Item.id, Item.task_id).where(Item.done_on.is_not(None)))
    rows = [
        {"task_id": row.task_id, "item_id": row.id, "file_name": f"照片{place:04d}.png",
         "sha256": photos[place % len(photos)].sha256, "size": photos[place % len(photos)].size}
        for place, row in enumerate(islice(items, count))
    ]  # fmt: skip
    session.execute(insert(Evidence), rows)


def _write_past(session: Session, count: int) -> None:
    """Steps as an office leaves them; each names one record."""
    begun, first = datetime(2020, 1, 6, 9, tzinfo=UTC), 1_000
    steps = [
        {"id": first + n, "at": begun + timedelta(minutes=7 * n), "who": ("王芳", "李强")[n % 2],
         "verb": "change_tasks", "title": f"修改任务“{n % 5_000 + 1}”的备注", "kind": "do",
         "undoable": True, "sealed": False}
        for n in range(count)
    ]  # fmt: skip
    changes = [
        {"operation_id": first + n, "record": "task", "record_id": n % 5_000 + 1,
         "before": {"notes": ""}, "after": {"notes": f"已布置{n}"}}
        for n in range(count)
    ]  # fmt: skip
    for place in range(0, count, _CHUNK):
        session.execute(insert(Operation), steps[place : place + _CHUNK])
        session.execute(insert(Change), changes[place : place + _CHUNK])
