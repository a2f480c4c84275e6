"""The columns of the task page, as data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.models.rules.pace import CEILINGS, plain
from app.services.work.cells import OWN
from app.services.work.entrycells import AMOUNT, ENTRY, amount_words, text_words
from app.services.work.entryfacts import amount_source
from app.ui.itemmodels.columns import Bar, Column
from app.ui.itemmodels.grouping import STATES_BY_CARE
from app.ui.style import Ink, light_mark
from app.ui.targets import explained, one_line, target_words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from decimal import Decimal

    from app.models.views import ProgressView, TaskView
    from app.ui.taskverbs import TaskVerbs


def task_columns(
    verbs: TaskVerbs,
    *,
    units: Callable[[TaskView], tuple[str, ...]],
    entry: Callable[[TaskView], ProgressView | None],
    readonly: bool = False,
) -> tuple[Column[Any], ...]:
    """The columns over tasks.

    Args:
        verbs: what an edit carries out.
        units: the unit names offered while a unit is typed.
        entry: what a task reports for the period in view.
        readonly: nothing can be edited.
    """

    def saving(field: str) -> dict[str, Any]:
        return {} if readonly else _saving(verbs, field)

    return (
        Column("serial", "序号", lambda task: task.serial, 56, muted=True, **saving("serial")),
        Column(
            "text", "任务", lambda task: task.text, 168, long=True, stretch=True, tip=full_words,
            **saving("text"),
        ),
        Column(
            "target", "目标", lambda task: target_words(task.target), 100, "right", spare=4,
            tip=lambda task: target_words(task.target), rank=_goal, **saving("target"),
        ),
        *_entry_columns(verbs, entry, readonly=readonly),
        Column(
            "bar", "完成 / 应完成", done_words, 140, bar=progress_bar, tip=why, spare=1,
            rank=lambda task: task.share,
        ),
        Column(
            "light", "进度", lambda task: task.judgement.state.label, 128, least=52,
            mark=lambda task: light_mark(task.judgement.state), tip=why,
            rank=lambda task: STATES_BY_CARE.index(task.judgement.state),
        ),
        Column(
            "due", "时限", due_words, 108, tip=deadline_tip, spare=2, dated=True,
            **saving("deadline_text"),
        ),
        *_unit_columns(units, saving),
        *_standard_columns(saving),
        Column(
            "evidence", "佐证", lambda task: task.evidence or None, 56, "right", put_away=True,
        ),
        Column(
            "notes", "备注", lambda task: task.notes, 128, long=True, spare=5,
            tip=lambda task: task.notes, **saving("notes"),
        ),
    )  # fmt: skip


def _unit_columns(
    units: Callable[[TaskView], tuple[str, ...]], saving: Callable[[str], dict[str, Any]]
) -> tuple[Column[Any], ...]:
    """Who carries a task, by role; but for the responsible ones put away at first."""
    put_away = (
        ("lead", "牵头单位", lambda task: task.lead, "lead"),
        ("assist", "配合单位", lambda task: task.assist, "assist"),
        ("main", "主体责任", lambda task: task.main_responsible, "main_responsible"),
    )
    return (
        Column(
            "units", "责任单位", lambda task: task.responsible, 136, choices=units, tip=unit_tip,
            spare=3, **saving("responsible"),
        ),
        *(
            Column(key, title, value, 120, choices=units, put_away=True, **saving(field))
            for key, title, value, field in put_away
        ),
    )  # fmt: skip


def _standard_columns(saving: Callable[[str], dict[str, Any]]) -> tuple[Column[Any], ...]:
    """What a task is measured and scored by; put away at first."""
    return (
        Column(
            "acceptance", "认定标准", lambda task: task.acceptance, 160, long=True, put_away=True,
            tip=lambda task: task.acceptance, **saving("acceptance"),
        ),
        Column(
            "score", "分值", lambda task: task.score, 64, "right", put_away=True,
            **saving("score"),
        ),
        Column(
            "method", "计分办法", lambda task: task.scoring_method, 88, put_away=True,
            **saving("scoring_method"),
        ),
    )  # fmt: skip


FILLING = frozenset({
    "serial", "text", "target", "before", "entry.amount", "entry.text", "entry.problems",
    "entry.next_steps",
})  # fmt: skip
"""The columns of 填表, by their keys."""


def _entry_columns(
    verbs: TaskVerbs, entry: Callable[[TaskView], ProgressView | None], *, readonly: bool
) -> tuple[Column[Any], ...]:
    """What the tasks report for the period in view, to be filled down like a sheet."""

    def words(name: str, title: str, width: int, least: int) -> Column[Any]:
        field = f"{ENTRY}{name}"

        def told(task: TaskView) -> str:
            held = entry(task)
            return text_words(held) if name == "text" else getattr(held, name, None) or ""

        return Column(
            field, title, told, width, long=True, put_away=True, least=least, tip=told,
            **({} if readonly else _saving(verbs, field)),
        )  # fmt: skip

    return (
        Column(
            "before", "上期", lambda task: task.before, 72, "right", put_away=True, muted=True,
            tip=lambda _task: "到上期末累计完成数",
        ),
        Column(
            AMOUNT, "本期完成数", lambda task: reported_amount(task, entry(task)), 96, "right",
            put_away=True, why_not=why_not_typed, tip=amount_tip, colour=_amount_colour,
            **({} if readonly else _saving(verbs, AMOUNT)),
        ),
        words("text", "本期进展", 256, 128),
        words("problems", "存在问题", 144, 88),
        words("next_steps", "下一步措施", 144, 96),
    )  # fmt: skip


def reported_amount(task: TaskView, entry: ProgressView | None) -> str:
    """The amount of a period's entry; where it follows from ticks or readings, what they say."""
    if not amount_source(task):
        return amount_words(entry)
    return "" if task.amount is None else plain(task.amount)


def why_not_typed(task: TaskView) -> str:
    """Why the amount of a task isn't typed; empty where it is."""
    source = amount_source(task)
    return f"完成数{source}，不用填写" if source else ""


def amount_tip(task: TaskView) -> str:
    """What is to be typed, or why nothing is."""
    return why_not_typed(task) or "到本期末累计完成数；没有数的写 /"


def _amount_colour(task: TaskView) -> str | None:
    return Ink.MUTED.value if amount_source(task) else None


def own_columns(
    verbs: TaskVerbs, names: Sequence[str], *, readonly: bool = False
) -> tuple[Column[Any], ...]:
    """The office's own columns of the list."""

    def column(name: str) -> Column[Any]:
        field = f"{OWN}{name}"
        return Column(
            field, name, lambda task: task.own.get(name, ""), 112, long=True,
            tip=lambda task: task.own.get(name, ""),
            **({} if readonly else _saving(verbs, field)),
        )  # fmt: skip

    return tuple(column(name) for name in names)


def listed_columns(
    names: Sequence[str], value: Callable[[TaskView, str], str]
) -> tuple[Column[Any], ...]:
    """The columns of the district's list, as they were written."""

    def column(name: str) -> Column[Any]:
        return Column(
            f"values.{name}", " ".join(name.split()), lambda task: value(task, name), 128,
            long=True, put_away=True, more=True, muted=True, tip=lambda task: value(task, name),
        )  # fmt: skip

    return tuple(column(name) for name in names)


def _saving(verbs: TaskVerbs, field: str) -> dict[str, Any]:
    return {
        "field": field,
        "edit": lambda task, text: verbs.change((task,), field, text),
        "edit_many": lambda tasks, text: verbs.change(tasks, field, text),
    }


def _goal(task: TaskView) -> Decimal | None:
    return task.target.number if task.target else None


TYPED: dict[str, Callable[[Any], str]] = {"due": lambda task: task.deadline_text}


def due_words(task: TaskView) -> str:
    """The day a task is due, or the deadline as worded when it is none."""
    return f"{task.due:%Y-%m-%d}" if task.due else one_line(task.deadline_text)


def done_words(task: TaskView) -> str:
    """How much is done of how much: 17/23, 4.1/4.5; empty where nothing is counted."""
    target = task.target
    if task.amount is None:
        return ""
    if target is None or target.number is None or target.change is not None:
        return plain(task.amount)
    if target.comparator == "all" and task.items:
        return f"{task.items_done}/{task.items}"
    if target.unit in {"%", "％"}:
        return f"{plain(task.amount)}%"
    return f"{plain(task.amount)}/{plain(target.number)}"


def progress_bar(task: TaskView) -> Bar:
    """The words with a bar; a ceiling (PM2.5) is no distance to go and has none."""
    judgement = task.judgement
    ceiling = task.target is not None and task.target.comparator in CEILINGS
    if judgement.actual is None or ceiling:
        return Bar(None, None, done_words(task))
    expected = None if judgement.expected is None else float(judgement.expected)
    return Bar(float(judgement.actual), expected, done_words(task))


def why(task: TaskView) -> str:
    """The sentence that explains the light, and where the task is heading."""
    return explained(task)


def full_words(task: TaskView) -> str:
    """The whole text under its headings, and why it is ours or not."""
    path = " / ".join(one_line(label) for label in task.groups)
    parts = [path, task.text, task.ours_why if task.ours != "yes" else ""]
    return "\n".join(part for part in parts if part)


def deadline_tip(task: TaskView) -> str:
    """The deadline as the list words it."""
    return f"原文：{task.deadline_text}" if task.deadline_text else ""


def unit_tip(task: TaskView) -> str:
    """Everyone the list names, by role."""
    roles = (
        ("牵头", task.lead),
        ("责任", task.responsible),
        ("配合", task.assist),
        ("主体责任", task.main_responsible),
    )
    return "\n".join(f"{role}：{'、'.join(names)}" for role, names in roles if names)
