"""What the sample's office keeps beside its tasks, played in with the clerk's own verbs."""

import tomllib
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from app.files import resource_path
from app.models.database import Ledger
from app.models.tasks import Target, Task
from app.models.units import Unit
from app.services.breakdown.shares import report_shares, set_shares
from app.services.supervision.assignments import Thing, issue_assignments, same_to_each
from app.services.supervision.assignments_feedback import accept, record_feedback, return_back
from app.services.supervision.assignments_reading import assignment_of
from app.services.supervision.problems import add_problem, list_problems
from app.services.supervision.problemsteps import complete_step
from app.services.work.readings import record_readings

_FILE = "niutang_2020_registers.toml"
Entry = Mapping[str, Any]


def play_registers(ledger: Ledger, year: int) -> None:
    """Enter the sample's problems, 交办单, shares and readings."""
    content = resource_path("sample", _FILE).read_text(encoding="utf-8")
    data = tomllib.loads(content)
    tasks = _tasks(ledger)
    for entry in data["problem"]:
        _add_problem(ledger, entry, tasks, year)
    for entry in data["order"]:
        _hand_out(ledger, entry, tasks)
    for entry in data["share"]:
        _divide(ledger, entry, tasks, year)
    for entry in data["reading"]:
        months = enumerate(entry["months"], 1)
        amounts = {f"{year}-{month:02d}": Decimal(text) for month, text in months}
        record_readings(ledger, _target(ledger, tasks[entry["task"]]), amounts)


def _tasks(ledger: Ledger) -> dict[str, int]:
    with ledger.reading() as session:
        return {row[0]: row[1] for row in session.execute(select(Task.serial, Task.id))}


def _target(ledger: Ledger, task_id: int) -> int:
    """The number of a task's first target."""
    query = select(Target.id).where(Target.task_id == task_id).order_by(Target.position)
    with ledger.reading() as session:
        return session.scalars(query.limit(1)).one()


def _add_problem(ledger: Ledger, entry: Entry, tasks: Mapping[str, int], year: int) -> None:
    told = ("text", "source", "found_on", "unit", "person", "goal", "measures", "progress")
    problem_id = add_problem(
        ledger,
        year=year,
        task_id=tasks[entry["task"]],
        deadline_text=entry["deadline"],
        **{key: entry[key] for key in told if key in entry},
    )
    days = entry["done"]
    views = list_problems(ledger, as_of=days[-1]) if days else ()
    steps = next((view.steps for view in views if view.id == problem_id), ())
    for step, day in zip(steps, days, strict=False):
        complete_step(ledger, step.id, day, proofless=True)


def _hand_out(ledger: Ledger, entry: Entry, tasks: Mapping[str, int]) -> None:
    things = [
        Thing(task_id=tasks[name]) if name in tasks else Thing(text=name)
        for name in entry["things"]
    ]
    (order,) = issue_assignments(
        ledger,
        same_to_each([entry["unit"]], things),
        on=entry["on"],
        due=entry["due"],
        demands=entry["demands"],
    )
    lines = assignment_of(ledger, order, as_of=entry["due"]).lines
    for answer in entry["feedback"]:
        _answer(ledger, lines[answer["thing"] - 1].id, answer)


def _answer(ledger: Ledger, line_id: int, answer: Entry) -> None:
    amount = Decimal(answer["amount"]) if "amount" in answer else None
    record_feedback(ledger, [line_id], text=answer["text"], amount=amount, on=answer["on"])
    if "accepted" in answer:
        accept(ledger, [line_id], on=answer["accepted"])
    if "returned" in answer:
        return_back(ledger, [line_id], answer["why"], on=answer["returned"])


def _divide(ledger: Ledger, entry: Entry, tasks: Mapping[str, int], year: int) -> None:
    target = _target(ledger, tasks[entry["task"]])
    with ledger.reading() as session:
        units = {row[0]: row[1] for row in session.execute(select(Unit.name, Unit.id))}
    parts = {(target, units[name]): Decimal(text) for name, text in entry["parts"].items()}
    set_shares(ledger, parts)
    reports = {(target, units[name]): Decimal(text) for name, text in entry["q2"].items()}
    report_shares(ledger, f"{year}Q2", reports)
