"""What a table says in figures, each under a key that other tables may share (口径)."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

from app.models.rules.closing import ProblemState
from app.models.rules.measure_units import is_concentration, is_share
from app.models.rules.pace import CEILINGS, State
from app.models.rules.periods import Period
from app.models.rules.splitting import reported_by
from app.models.views import theme_of
from app.services.reporting.investments import sums_invested
from app.services.reporting.keptparts import Asked
from app.services.wording import shorten

_WORDS = 18
_CLOSED = frozenset({ProblemState.CLOSED, ProblemState.CLOSED_LATE})
Frozen = Mapping[str, Any]


class Key(NamedTuple):
    """What a figure tells of: a task, a target, a unit's part, a theme, all problems."""

    kind: str
    id: str
    what: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of a table.

    Attributes:
        value: the number.
        cell: what its column is called.
        subject: the line it stands in, in a few words.
        unit: what it is counted in; empty on a form, whose figures are in the ledger's measure.
        grows: it is counted from the year's beginning on, so that it never falls.
        follows: it rests on the list: a revised list changes it rightly.
        task_id: the task it is about, if it is one's.
        group: the theme, if it is one's.
    """

    value: Decimal
    cell: str
    subject: str = ""
    unit: str = ""
    grows: bool = False
    follows: bool = False
    task_id: int | None = None
    group: str = ""


Figures = dict[Key, Figure]


def figures_of(lines: Sequence[Frozen], rows: str, span: Period, *, whole: bool) -> Figures:
    """The figures of a built-in table's lines, as they are frozen when it is filed.

    Args:
        lines: the lines as plain values.
        rows: their kind.
        span: the period of the table.
        whole: whether it lists all lines of the list, so that they may be counted.
    """
    read = _READERS.get(rows)
    return dict(read(lines, span, whole)) if read else {}


def figures_of_cells(cells: Sequence[tuple[Asked, str, Decimal | None]], span: Period) -> Figures:
    """The figures of a district's form: of each cell what it asked for, its head, its value.

    What tells of another day, or is reckoned by the form's own goal, stands for itself alone.
    """
    found: Figures = {}
    days = {one.key for one in span.ending_together}
    for asked, head, value in cells:
        what = _ASKED.get((asked.rows, asked.field))
        if what is None or value is None or asked.goal is not None or asked.period not in days:
            continue
        spanned = f"{what}@{asked.period}" if what == "added" else what
        spanned += f":{asked.target}" if asked.target else ""
        kind = "share" if asked.rows == "villages" else "task"
        own = f"{asked.identity}/{asked.unit}" if kind == "share" else asked.identity
        task_id = int(asked.identity.partition("/")[0])
        follows = what in {"target", "left", "rate"}
        grows = what in {"amount", "reported"}
        found[Key(kind, own, spanned)] = Figure(
            value, head, grows=grows, follows=follows, task_id=task_id
        )
    return found


def _of_tasks(lines: Sequence[Frozen], span: Period, whole: bool) -> Iterator[tuple[Key, Figure]]:
    for line in lines:
        yield from _of_task(line)
    for ids, name, whole_sum, grows in sums_invested(lines):
        figure = Figure(whole_sum, f"{name}合计", "投资项目", grows=grows, follows=True)
        yield Key("invested", ids, name), figure
    if whole:
        yield from _of_themes(_counted(lines))


def _of_task(line: Frozen) -> Iterator[tuple[Key, Figure]]:
    task_id, target = line["task_id"], line.get("target") or {}
    name = f"{line['serial']}　{shorten(line['text'], _WORDS)}".strip()
    unit = target.get("unit") or ""
    grows = counts_up(unit, target.get("comparator"))

    def told(what: str, cell: str, value: Any, **more: Any) -> Iterator[tuple[Key, Figure]]:
        if value is not None:
            figure = Figure(Decimal(str(value)), cell, name, task_id=task_id, **more)
            yield Key("task", str(task_id), what), figure

    yield from told("target", "目标数", target.get("number"), unit=unit, follows=True)
    yield from told("amount", "完成数", line.get("amount"), unit=unit, grows=grows)
    if line.get("items"):
        yield from told("items", "清单项数", line["items"], unit="项", follows=True)
        yield from told("items_done", "清单已完成", line["items_done"], unit="项", grows=True)
    for one in line.get("more", ()):
        cell = one["name"] or one["unit"]
        yield from told(f"target:{one['id']}", f"目标数（{cell}）", one["number"],
                        unit=one["unit"], follows=True)  # fmt: skip
        yield from told(f"amount:{one['id']}", f"完成数（{cell}）", one["amount"],
                        unit=one["unit"], grows=not one["is_level"])  # fmt: skip


def counts_up(unit: str, comparator: str | None) -> bool:
    """Whether an amount is counted up: no level of a pollutant, no rate, nothing with a ceiling."""
    return not (is_share(unit) or is_concentration(unit) or comparator in CEILINGS)


def _counted(lines: Sequence[Frozen]) -> dict[str, Counter[str]]:
    """How many tasks of each theme stand where."""
    keys = {state.label: state.value for state in State}
    found: dict[str, Counter[str]] = {}
    for line in lines:
        theme = theme_of(line.get("groups") or ())
        found.setdefault(theme, Counter())[keys.get(line["state"], str(line["state"]))] += 1
    return found


def _of_groups(lines: Sequence[Frozen], span: Period, whole: bool) -> Iterator[tuple[Key, Figure]]:
    yield from _of_themes({line["name"]: Counter(line["states"]) for line in lines})


def _of_themes(themes: Mapping[str, Counter[str]]) -> Iterator[tuple[Key, Figure]]:
    for theme, states in themes.items():
        count = Decimal(sum(states.values()))
        figure = Figure(count, "任务数", theme, "项", follows=True, group=theme)
        yield Key("theme", theme, "tasks"), figure
        for state in State:
            told = Decimal(states.get(state.value, 0))
            figure = Figure(told, f"{state.label}任务数", theme, "项", follows=True, group=theme)
            yield Key("theme", theme, f"states.{state.value}"), figure


def _of_items(lines: Sequence[Frozen], span: Period, whole: bool) -> Iterator[tuple[Key, Figure]]:
    """How many objects each task has, and how many are ticked."""
    counted: dict[int, list[bool]] = {}
    names: dict[int, str] = {}
    for line in lines:
        item, task_id = line["item"], line["item"]["task_id"]
        is_done = item["done_on"] is not None and str(item["done_on"]) <= str(line["as_of"])
        counted.setdefault(task_id, []).append(is_done)
        names[task_id] = f"{line['serial']}　{shorten(line['task'], _WORDS)}".strip()
    for task_id, ticks in counted.items() if whole else ():
        name = names[task_id]
        figure = Figure(Decimal(len(ticks)), "清单项数", name, "项", follows=True, task_id=task_id)
        yield Key("task", str(task_id), "items"), figure
        done = Decimal(sum(ticks))
        figure = Figure(done, "清单已完成", name, "项", grows=True, task_id=task_id)
        yield Key("task", str(task_id), "items_done"), figure


def _of_problems(
    lines: Sequence[Frozen], span: Period, whole: bool
) -> Iterator[tuple[Key, Figure]]:
    """How many problems there are, how many are closed, how many overdue."""
    states = Counter(line["problem"]["state"] for line in lines)
    closed = sum(states[state.value] for state in _CLOSED)
    told = (
        ("total", "问题总数", len(lines), False),
        ("closed", "已销号数", closed, True),
        ("overdue", "超期数", states[ProblemState.OVERDUE.value], False),
    )
    for what, cell, count, grows in told if whole else ():
        yield Key("problems", "", what), Figure(Decimal(count), cell, "问题整改", "个", grows=grows)


def _of_villages(
    lines: Sequence[Frozen], span: Period, whole: bool
) -> Iterator[tuple[Key, Figure]]:
    """Each unit's part and report; the target itself, and what all report once all have."""
    for line in lines:
        split = line["split"]
        task_id, own = split["task_id"], f"{split['task_id']}/{split['target_id']}"
        name = f"{split['serial']}　{shorten(split['text'], _WORDS)}".strip()
        unit = split["measure"]
        told: list[Decimal | None] = []
        for share in split["shares"]:
            kept = {key: None if one is None else Decimal(str(one))
                    for key, one in share["reports"].items()}  # fmt: skip
            told.append(reported_by(kept, span))
            parts = (("target", "分解数", share["amount"]), ("reported", "上报数", told[-1]))
            for what, cell, value in parts:
                if value is not None:
                    yield Key("share", f"{own}/{share['unit']}", what), Figure(
                        Decimal(str(value)), f"{share['unit']}{cell}", name, unit,
                        grows=what == "reported", follows=what == "target", task_id=task_id,
                    )  # fmt: skip
        if line.get("first") and split["total"] is not None and split["target_id"]:
            figure = Figure(
                Decimal(str(split["total"])), "目标数", name, unit, follows=True, task_id=task_id
            )
            yield Key("task", str(task_id), "target"), figure
        if line.get("first") and told and None not in told:
            whole_told = sum((one for one in told if one is not None), Decimal(0))
            figure = Figure(whole_told, "各村上报合计", name, unit, task_id=task_id)
            yield Key("task", str(task_id), "amount"), figure


_Reader = Callable[[Sequence[Frozen], Period, bool], Iterator[tuple[Key, Figure]]]
_READERS: Mapping[str, _Reader] = {
    "tasks": _of_tasks,
    "items": _of_items,
    "problems": _of_problems,
    "villages": _of_villages,
    "groups": _of_groups,
}
_ASKED: Mapping[tuple[str, str], str] = {
    ("tasks", "amount"): "amount",
    ("tasks", "target"): "target",
    ("tasks", "share"): "rate",
    ("tasks", "left"): "left",
    ("tasks", "amount_added"): "added",
    ("villages", "target"): "target",
    ("villages", "amount"): "reported",
    ("villages", "left"): "left",
    ("villages", "amount_added"): "added",
}
"""What the cells of forms tell of, by what they asked the ledger for."""
