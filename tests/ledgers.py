"""Ledgers for tests: small real ones in a folder of their own, made with the clerk's verbs."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from app.models.base import Base
from app.models.database import Ledger
from app.models.tasks import TaskList
from app.services.breakdown.items import create_blanks, tick_items
from app.services.keeping.ledgers import create_ledger
from app.services.proof.evidence import Owner, attach
from app.services.work.tasks import add_task, change_tasks

JUNE = date(2020, 6, 30)


def a_ledger(folder: Path, *, office: str = "牛塘镇") -> Ledger:
    """An empty ledger of an office."""
    return create_ledger(folder / "台账", office=office, who="张三")


def a_list(ledger: Ledger, *, title: str = "2020年任务分解表", year: int = 2020) -> int:
    """An empty task list."""
    with ledger.transaction("a_list", title, undoable=False) as work:
        task_list = TaskList(title=title, year=year)
        work.session.add(task_list)
        work.session.flush()
        return task_list.id


def a_task(
    ledger: Ledger, list_id: int, text: str = "完成23台天然气锅炉低氮改造", **fields: Any
) -> int:
    """A task of ours, due at the year's end unless said otherwise."""
    serial = fields.pop("serial", "")
    task_id = add_task(
        ledger,
        list_id,
        text=text,
        groups=("一、打赢蓝天保卫战",),
        **{
            "deadline_text": "2020年底前",
            **fields,
        },
    )
    if serial:
        change_tasks(ledger, [task_id], serial=serial)
    return task_id


def boilers(
    ledger: Ledger, *, ticked: int = 0, on: date = date(2020, 6, 20)
) -> tuple[int, Sequence[int]]:
    """The task of the 23 boilers with its items, some of them ticked."""
    task_id = a_task(ledger, a_list(ledger), serial="12")
    items = create_blanks(ledger, task_id, 23, stem="燃气锅炉")
    if ticked:
        tick_items(ledger, items[:ticked], on)
    return task_id, items


def prove_by_photo(ledger: Ledger, folder: Path) -> None:
    """Boilers with items ticked, and one photo as proof of the first."""
    _, items = boilers(ledger, ticked=17)
    photo = folder / "现场照片.jpg"
    photo.write_bytes(b"bytes of a photo" * 100)
    attach(ledger, Owner(item_id=items[0]), [photo])


def count_of(ledger: Ledger, record: type[Base]) -> int:
    """How many records of a kind the ledger holds."""
    with ledger.reading() as session:
        return session.query(record).count()
