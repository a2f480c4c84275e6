"""工作台, table, panel and return show the same figures of every task, for any ledger."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.models.breakdown import Reading
from app.models.database import Ledger
from app.models.rules.periods import Period
from app.models.tasks import Checkpoint, Target, Task, TaskList
from app.models.tracking import Item, Progress
from app.services.dashboard import dashboard
from app.services.keeping.ledgers import create_ledger
from app.services.queries import list_tasks, task_detail
from app.services.reporting.returns import Wanted, draft_return
from app.services.work.goals import target_standings

YEAR = 2020
DAYS = st.dates(date(YEAR, 1, 1), date(YEAR + 1, 3, 31))
AMOUNTS = st.decimals(0, 60, places=1, allow_nan=False)
PERIODS = st.sampled_from(["2020Q1", "2020Q2", "2020Q3", "2020Q4", "2020H1", "2020-06", "2020"])
FORMAT = "quarterly_tasks"


@dataclass(frozen=True)
class Aim:
    """A target as drawn."""

    number: Decimal | None
    unit: str
    comparator: str
    change: Decimal | None
    base: Decimal | None


AIMS = st.builds(
    Aim,
    st.none() | st.decimals(1, 50, places=1, allow_nan=False),
    st.sampled_from(["台", "公里", "%", "微克/立方米", "吨", "天", ""]),
    st.sampled_from(["=", ">=", "<=", "<", "all"]),
    st.none() | st.decimals(-40, 40, places=0, allow_nan=False),
    st.none() | st.decimals(1, 90, places=0, allow_nan=False),
)


@st.composite
def tasks(draw: st.DrawFn) -> Task:
    """A task with any targets, items, entries, readings and checkpoints."""
    kind = draw(st.sampled_from(["due", "standing", "none"]))
    aims = draw(st.lists(AIMS, max_size=2))
    months = draw(st.lists(st.tuples(st.integers(1, 12), AMOUNTS), max_size=6, unique_by=first))
    entries = draw(
        st.lists(st.tuples(st.sampled_from((1, 2, 3, 4)), st.none() | AMOUNTS), max_size=3,
                 unique_by=first)
    )  # fmt: skip
    ticks = draw(st.lists(st.none() | DAYS, max_size=6))
    points = draw(st.lists(st.tuples(PERIODS, st.none() | AMOUNTS), max_size=3, unique_by=first))
    return Task(
        position=1,
        text="完成一件事",
        groups=[draw(st.sampled_from(["一、蓝天", "二、碧水"]))],
        ours=draw(st.sampled_from(["yes", "yes", "ask", "no"])),
        deadline_kind=kind,
        due=draw(DAYS) if kind == "due" else None,
        done_on=draw(st.none() | st.none() | DAYS),
        targets=[
            Target(
                position=place,
                number=aim.number,
                unit=aim.unit,
                comparator=aim.comparator,
                change=aim.change,
                base=aim.base,
                readings=[
                    Reading(period=Period(YEAR, "month", month).key, amount=amount)
                    for month, amount in months
                    if place == 0
                ],
            )
            for place, aim in enumerate(aims)
        ],
        items=[Item(position=n, name=f"项{n}", done_on=day) for n, day in enumerate(ticks, 1)],
        progress=[
            Progress(
                period=f"{YEAR}Q{quarter}",
                dated=Period(YEAR, "quarter", quarter).end,
                amount=amount,
                text="写过",
            )
            for quarter, amount in entries
        ],
        checkpoints=[
            Checkpoint(period=key, text="做到一步", amount=amount, unit="%" if amount else "")
            for key, amount in points
        ],
    )


def first(pair: tuple[object, object]) -> object:
    """What must not come twice."""
    return pair[0]


def filled(folder: Path, rows: list[Task]) -> tuple[Ledger, int]:
    ledger = create_ledger(folder / "台账", office="牛塘镇", who="张三")
    with ledger.transaction("fill", "填充", undoable=False) as work:
        for place, row in enumerate(rows, 1):
            row.position, row.serial = place, str(place)
        task_list = TaskList(title="任务分解表", year=YEAR, tasks=rows)
        work.session.add(task_list)
        work.session.flush()
        return ledger, task_list.id


@given(
    rows=st.lists(tasks(), min_size=1, max_size=5),
    period=st.sampled_from(["2020Q1", "2020Q2", "2020Q4", "2020H1", "2020-06", "2020"]),
)
@settings(max_examples=25, suppress_health_check=list(HealthCheck))
def test_every_place_shows_the_same(rows: list[Task], period: str) -> None:
    as_of = Period.parse(period).end
    with TemporaryDirectory() as name:
        ledger, list_id = filled(Path(name), rows)
        with ledger:
            shown = list_tasks(ledger, as_of=as_of, period=period, ours=("yes", "ask", "no"))
            ours = [view for view in shown if view.ours == "yes"]
            board = dashboard(ledger, as_of=as_of, period=period, list_id=list_id)
            assert board.counts == Counter(view.judgement.state.value for view in ours)
            wanted = Wanted(FORMAT, period, list_id, as_of)
            lines = {line.task_id: line for line in draft_return(ledger, wanted).lines}
            assert set(lines) == {view.id for view in ours}
            for view in shown:
                detail = task_detail(ledger, view.id, as_of=as_of, period=period)
                assert detail.task == view
                standings = target_standings(ledger, view.id, as_of=as_of, period=period)
                if standings:
                    told = standings[0]
                    assert (told.amount, told.judgement) == (view.amount, view.judgement)
            for view in ours:
                line = lines[view.id]
                assert (line.state, line.state_why, line.amount, line.share, line.target) == (
                    view.judgement.state.label,
                    view.judgement.why,
                    view.amount,
                    view.share,
                    view.target,
                )
                assert (line.items, line.items_done) == (view.items, view.items_done)
                assert view.judgement.why.endswith("。")
