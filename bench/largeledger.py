"""A large ledger for benchmarks: tasks in groups with items, some ticked, some reported."""

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from app.models.tasks import Target, Task, TaskList
from app.models.tracking import Item, Progress
from app.services.keeping.ledgers import create_ledger

_GROUPS = 20


def fill(folder: Path, *, tasks: int, items_each: int) -> None:
    """Make a ledger of 2020 with that many tasks, each with that many items."""
    with (
        create_ledger(folder, office="牛塘镇") as ledger,
        ledger.transaction("bench", "填充", undoable=False) as work,
    ):
        rows = [_task(number, tasks, items_each) for number in range(1, tasks + 1)]
        work.session.add(TaskList(title="2020年任务分解表", year=2020, tasks=rows))


def _task(number: int, tasks: int, items_each: int) -> Task:
    due = date(2020, 3, 31) + timedelta(days=number % 270)
    return Task(
        position=number,
        serial=str(number),
        groups=[f"（{number * _GROUPS // (tasks + 1) + 1}）专项行动"],
        text=f"完成第{number}批共{items_each}家企业挥发性有机物深度治理并通过验收",
        deadline_text=f"{due.year}年{due.month}月{due.day}日前",
        deadline_kind="due",
        due=due,
        precision="day",
        responsible=["各镇（街道）"],
        targets=[Target(number=Decimal(items_each), unit="家", comparator="=")],
        items=[_item(number, place, due) for place in range(1, items_each + 1)],
        progress=[
            Progress(
                period="2020Q1", dated=date(2020, 3, 31), amount=Decimal(number % 3), text="已启动"
            )
        ],
    )


def _item(number: int, place: int, due: date) -> Item:
    ticked = (number + place) % 3 == 0
    return Item(
        position=place,
        name=f"第{number}批企业{place:02d}",
        due=due,
        done_on=date(2020, 5, 1) if ticked else None,
        fields={"工艺": "喷涂"},
    )
