"""The sample that ships with the program: a district's list and half a year of a town's work."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from app.files import resource_path

_LIST = "niutang_2020_list.toml"
_LEDGER = "niutang_2020_ledger.toml"
_PERIODS = {"q1": "Q1", "q2": "Q2", "q3": "Q3", "q4": "Q4"}


@dataclass(frozen=True, slots=True)
class SampleRow:
    """A row of the district's list as printed; ``groups`` run outermost first.

    Attributes:
        quarters: the 形象进度 of the four quarters, or one text that stands across all of them.
    """

    serial: str
    groups: tuple[str, str]
    text: str
    acceptance: str
    deadline: str
    quarters: tuple[str, ...]
    lead: tuple[str, ...]
    responsible: tuple[str, ...]
    score: str
    scoring_method: str
    notes: str


@dataclass(frozen=True, slots=True)
class SampleList:
    """The district's list: what stands around the table, and its rows."""

    title: str
    annex: str
    issuer: str
    dated: str
    year: int
    notes: tuple[str, ...]
    signature: str
    rows: tuple[SampleRow, ...]


@dataclass(frozen=True, slots=True)
class SampleUnit:
    """A unit the office deals with; ``kind`` is that of the ledger's units."""

    name: str
    kind: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SampleItem:
    """A named object under a task; ``unit`` sees to it, ``fields`` go by column."""

    name: str
    unit: str = ""
    done_on: date | None = None
    fields: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SampleProgress:
    """A period's entry; ``amount`` is cumulative, ``reached`` marks the written checkpoint."""

    period: str
    dated: date
    text: str
    amount: Decimal | None = None
    problems: str | None = None
    next_steps: str | None = None
    reached: bool = False


@dataclass(frozen=True, slots=True)
class SampleTask:
    """What the office has entered for one task of the list."""

    serial: str
    done_on: date | None = None
    item_columns: tuple[str, ...] = ()
    items: tuple[SampleItem, ...] = ()
    progress: tuple[SampleProgress, ...] = ()


@dataclass(frozen=True, slots=True)
class SampleTick:
    """One tick of an item, or of the whole task when ``item`` is None."""

    serial: str
    on: date
    item: str | None = None


@dataclass(frozen=True, slots=True)
class Sample:
    """The whole sample; ``tasks`` go by the serial printed in the list."""

    office: str
    aliases: tuple[str, ...]
    as_of: date
    task_list: SampleList
    units: tuple[SampleUnit, ...]
    tasks: Mapping[str, SampleTask]

    @property
    def ticks(self) -> tuple[SampleTick, ...]:
        """Every tick of the half-year, in the order of its date."""
        items = (
            SampleTick(task.serial, item.done_on, item.name)
            for task in self.tasks.values()
            for item in task.items
            if item.done_on
        )
        whole = (
            SampleTick(task.serial, task.done_on) for task in self.tasks.values() if task.done_on
        )
        return tuple(sorted((*items, *whole), key=lambda tick: tick.on))


def load_sample() -> Sample:
    """Read the sample from the program's own resources."""
    data = _read(_LEDGER)
    task_list = load_sample_list()
    tasks = (_task(entry, task_list.year) for entry in data["task"])
    office = data["office"]
    return Sample(
        office=office["name"],
        aliases=tuple(office["aliases"]),
        as_of=office["as_of"],
        task_list=task_list,
        units=tuple(_units(data["units"])),
        tasks={task.serial: task for task in tasks},
    )


def load_sample_list() -> SampleList:
    """Read the district's list alone."""
    data = _read(_LIST)
    rows = tuple(_row(theme, entry) for theme in data["theme"] for entry in theme["tasks"])
    return SampleList(
        title=data["title"],
        annex=data["annex"],
        issuer=data["issuer"],
        dated=data["dated"],
        year=data["year"],
        notes=tuple(data["notes"]),
        signature=data["signature"],
        rows=rows,
    )


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(resource_path("sample", name).read_text(encoding="utf-8"))


def _row(theme: dict[str, Any], entry: dict[str, Any]) -> SampleRow:
    quarters = entry["q"]
    return SampleRow(
        serial=entry["serial"],
        groups=(theme["group"], theme["name"]),
        text=entry["text"],
        acceptance=entry["proof"],
        deadline=entry["due"],
        quarters=(quarters,) if isinstance(quarters, str) else tuple(quarters),
        lead=tuple(entry["lead"]),
        responsible=tuple(entry["resp"]),
        score=entry["score"],
        scoring_method=entry["method"],
        notes=entry.get("note", ""),
    )


def _units(data: dict[str, Any]) -> list[SampleUnit]:
    return [
        SampleUnit(entry["name"], kind, tuple(entry.get("aliases", ())))
        for kind, entries in data.items()
        for entry in entries
    ]


def _task(entry: dict[str, Any], year: int) -> SampleTask:
    columns = tuple(entry.get("item_columns", ()))
    return SampleTask(
        serial=entry["serial"],
        done_on=entry.get("done_on"),
        item_columns=columns,
        items=tuple(_item(item, columns) for item in entry.get("items", ())),
        progress=tuple(
            _progress(entry[key], f"{year}{quarter}")
            for key, quarter in _PERIODS.items()
            if key in entry
        ),
    )


def _item(entry: dict[str, Any], columns: tuple[str, ...]) -> SampleItem:
    values = zip(columns, entry.get("fields", ()), strict=True)
    return SampleItem(
        name=entry["name"],
        unit=entry.get("unit", ""),
        done_on=entry.get("done_on"),
        fields={column: value for column, value in values if value},
    )


def _progress(entry: dict[str, Any], period: str) -> SampleProgress:
    amount = entry.get("amount")
    return SampleProgress(
        period=period,
        dated=entry["on"],
        text=entry["text"],
        amount=None if amount is None else Decimal(amount),
        problems=entry.get("problems"),
        next_steps=entry.get("next"),
        reached=entry.get("reached", False),
    )
