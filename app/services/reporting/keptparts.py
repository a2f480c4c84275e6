"""What numbers are made of as plain JSON values, each part once, to be kept with a filed return."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from app.models.origins import How, Lead, Part

Plain = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Asked:
    """What a cell asked of the ledger, to ask it again when the ledger has moved on.

    Attributes:
        rows: the kind of lines, as the catalogues of fields name it.
        identity: what tells the line again.
        field: what the cell took of it.
        period: the period it tells of.
        unit: the village or theme, where a line has a part for each.
        goal: the goal the form prints itself, by which it is reckoned.
        parts: of a total, what is added up.
        target: the further target of a task it tells of; 0 for the counted one.
    """

    rows: str
    identity: str
    field: str
    period: str
    unit: str = ""
    goal: Decimal | None = None
    parts: tuple["Asked", ...] = ()
    target: int = 0


@dataclass(frozen=True, slots=True)
class OpenCell:
    """A cell of a return's papers (paper from 0, row and column from 1) with what it is made of."""

    paper: int
    row: int
    column: int
    part: Part
    asked: Asked


class PartStore:
    """Numbers the parts of many trees; what several numbers rest on is kept once."""

    def __init__(self) -> None:
        self._numbers: dict[Part, int] = {}
        self.plain: list[Plain] = []

    def put(self, part: Part) -> int:
        """The number under which a tree is kept."""
        found = self._numbers.get(part)
        if found is None:
            below = [self.put(one) for one in part.parts]
            found = self._numbers[part] = len(self.plain)
            self.plain.append(_plain(part, below))
        return found


def keep_cells(cells: Sequence[OpenCell]) -> Plain:
    """The cells with their trees as JSON knows them."""
    store = PartStore()
    kept = [
        {
            "at": [one.paper, one.row, one.column],
            "part": store.put(one.part),
            "of": _asked_plain(one.asked),
        }
        for one in cells
    ]
    return {"parts": store.plain, "cells": kept}


@dataclass(frozen=True, slots=True)
class KeptCells:
    """What `keep_cells` kept, a tree put together when it is asked for."""

    parts: Sequence[Plain] = ()
    cells: Mapping[tuple[int, int, int], Plain] = field(default_factory=dict)

    def part(self, place: tuple[int, int, int]) -> Part:
        """What a cell was made of."""
        return self._part(self.cells[place]["part"])

    def asked(self, place: tuple[int, int, int]) -> Asked:
        """What a cell asked of the ledger."""
        return _asked_of(self.cells[place]["of"])

    def _part(self, number: int) -> Part:
        kept = self.parts[number]
        amount, at, lead = kept.get("amount"), kept.get("at"), kept.get("lead")
        return Part(
            label=kept["label"],
            value=kept.get("value", ""),
            amount=None if amount is None else Decimal(amount),
            how=How(kept.get("how", How.STATED)),
            parts=tuple(self._part(one) for one in kept.get("parts", ())),
            note=kept.get("note", ""),
            by=kept.get("by", ""),
            at=None if at is None else datetime.fromisoformat(at),
            lead=None if lead is None else Lead(**lead),
            counts=kept.get("counts", True),
        )


def read_cells(kept: Mapping[str, Any]) -> KeptCells:
    """The cells as `keep_cells` kept them."""
    cells = {(at[0], at[1], at[2]): one for one in kept.get("cells", ()) for at in [one["at"]]}
    return KeptCells(kept.get("parts", ()), cells)


def _plain(part: Part, below: Sequence[int]) -> Plain:
    """What is as usual is left out."""
    lead = part.lead and {name: one for name, one in asdict(part.lead).items() if one}
    told: Plain = {
        "label": part.label,
        "value": part.value,
        "amount": None if part.amount is None else str(part.amount),
        "how": part.how.value,
        "parts": list(below),
        "note": part.note,
        "by": part.by,
        "at": part.at and part.at.isoformat(),
        "lead": lead,
    }
    told = {name: one for name, one in told.items() if one or name == "label"}
    return told if part.counts else {**told, "counts": False}


def _asked_plain(asked: Asked) -> Plain:
    told: Plain = {
        "rows": asked.rows,
        "id": asked.identity,
        "field": asked.field,
        "period": asked.period,
        "unit": asked.unit,
        "goal": None if asked.goal is None else str(asked.goal),
        "parts": [_asked_plain(one) for one in asked.parts],
        "target": asked.target,
    }
    return {name: one for name, one in told.items() if one}


def _asked_of(kept: Plain) -> Asked:
    goal = kept.get("goal")
    return Asked(
        kept.get("rows", ""),
        kept.get("id", ""),
        kept.get("field", ""),
        kept.get("period", ""),
        kept.get("unit", ""),
        None if goal is None else Decimal(goal),
        tuple(_asked_of(one) for one in kept.get("parts", ())),
        kept.get("target", 0),
    )
