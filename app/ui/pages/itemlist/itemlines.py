"""The lines of the 清单 page: an item with its task, its columns, and what its cells take."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from app.models.rules.itemdue import due_tip, is_item_late, with_task
from app.ui.itemmodels.columns import Column, for_reading
from app.ui.style import Ink
from app.ui.wording import read_day, read_due

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from app.models.views import ItemView

OWN = "own:"
"""Before the names of own columns, which may be called like one of ours."""

_DATES = frozenset({"due", "done_on"})


@dataclass(frozen=True, slots=True)
class ItemLine:
    """An item with the task it stands under.

    Attributes:
        is_done: ticked off by the day in view.
        is_late: past its date then, and not ticked off.
    """

    item: ItemView
    serial: str
    task: str
    is_done: bool
    is_late: bool


def lines_of(
    rows: Sequence[ItemView], names: Mapping[int, tuple[str, str]], as_of: date
) -> tuple[ItemLine, ...]:
    """Items with the serials and texts of their tasks."""
    flat = {key: (serial, " ".join(text.split())) for key, (serial, text) in names.items()}
    nothing = ("", "")
    return tuple(_line(item, *flat.get(item.task_id, nothing), as_of) for item in rows)


def _line(item: ItemView, serial: str, task: str, as_of: date) -> ItemLine:
    is_done = item.done_on is not None and item.done_on <= as_of
    return ItemLine(item, serial, task, is_done, is_item_late(item.falls_due, item.done_on, as_of))


def kept(held: tuple[ItemLine, ...], fresh: tuple[ItemLine, ...]) -> tuple[ItemLine, ...]:
    """The fresh lines, but those that say the same stay the very lines they were.

    Of these the window need not be told, and nothing of them is freed while the clerk waits.
    """
    if len(held) != len(fresh):
        return fresh
    return tuple(old if old == new else new for old, new in zip(held, fresh, strict=True))


def with_items(
    lines: tuple[ItemLine, ...], fresh: Sequence[ItemView], as_of: date
) -> tuple[tuple[ItemLine, ...], list[int]]:
    """The same lines, some of their items read again; with the places of those."""
    known = {item.id: item for item in fresh}
    places = [place for place, line in enumerate(lines) if line.item.id in known] if known else []
    changed = list(lines)
    for place in places:
        old = lines[place]
        changed[place] = _line(known[old.item.id], old.serial, old.task, as_of)
    return tuple(changed), places


def label_of(line: ItemLine) -> str:
    """The task of a line as it is offered to filter by."""
    return f"{line.serial}　{line.task}"


def fits(line: ItemLine, state: str) -> bool:
    """Whether a line is in the state chosen."""
    match state:
        case "未完成":
            return not line.is_done
        case "已完成":
            return line.is_done
        case "已超期":
            return line.is_late
    return True


class ItemColumns:
    """The columns of the 清单 page; each edit goes to one function, cell by cell or as a block.

    Args:
        tick: ticks lines on or off.
        save: writes one text into a field of several lines.
        units: the names offered for 责任单位.
    """

    def __init__(
        self,
        tick: Callable[[tuple[ItemLine, ...], bool], object],
        save: Callable[[tuple[ItemLine, ...], str, str], object],
        units: Callable[[], tuple[str, ...]],
    ) -> None:
        self._tick, self._save, self._units = tick, save, units

    def make(
        self,
        own: Sequence[str] = (),
        *,
        single: bool = False,
        readonly: bool = False,
        narrow: bool = False,
    ) -> list[Column[ItemLine]]:
        """The columns; of a single task with its own ones, and without its name in every line.

        ``narrow``: for a side panel, where the names have less room.
        """
        name = 128 if narrow else 200
        columns = [
            self._done(),
            self._plain("name", "名称", lambda line: line.item.name, name, stretch=single),
            *(() if single else self._of_task()),
            self._plain(
                "unit", "责任单位", lambda line: line.item.unit, 112,
                choices=lambda _: self._units(),
            ),
            *(self._own(name) for name in own),
            self._plain(
                "due", "时限", lambda line: line.item.due, 120, dated=True,
                stand_in=lambda line: with_task(line.item.task_due),
                colour=lambda line: Ink.FAULT.value if line.is_late else None,
                tip=lambda line: due_tip(line.item.due, line.item.task_due, late=line.is_late),
            ),
            self._plain("done_on", "完成日期", lambda line: line.item.done_on, 104, dated=True),
            Column(
                "evidence", "佐证", lambda line: line.item.evidence or None, 56, "right", spare=3
            ),
            self._plain("notes", "备注", lambda line: line.item.notes, 128, long=True, spare=1),
        ]  # fmt: skip
        return for_reading(columns) if readonly else columns

    def _of_task(self) -> tuple[Column[ItemLine], ...]:
        return (
            Column("serial", "序号", lambda line: line.serial, 64, muted=True, spare=2),
            Column(
                "task", "所属任务", lambda line: line.task, 160, stretch=True,
                tip=lambda line: line.task,
            ),
        )  # fmt: skip

    def _done(self) -> Column[ItemLine]:
        return Column(
            "done", "完成", lambda line: line.is_done, 56, "center",
            ticked=lambda line: line.is_done,
            tick=lambda line, on: self._tick((line,), on),
            tick_many=self._tick,
        )  # fmt: skip

    def _own(self, name: str) -> Column[ItemLine]:
        key = OWN + name
        width = min(max(96, 13 * len(name) + 32), 208)
        return self._plain(key, name, lambda line: line.item.fields.get(name, ""), width)

    def _plain(
        self, key: str, title: str, value: Callable[[ItemLine], Any], width: int, **more: Any
    ) -> Column[ItemLine]:
        """A column that is typed into; blocks are written under its key."""
        return Column(
            key, title, value, width,
            edit=lambda line, text: self._save((line,), key, text),
            edit_many=lambda lines, text: self._save(lines, key, text),
            field=key,
            **more,
        )  # fmt: skip


def read_field(key: str, text: str, year: int) -> dict[str, Any] | None:
    """What a text means as a field of an item; None for a date that is none."""
    if key.startswith(OWN):
        return {"fields": {key.removeprefix(OWN): text.strip()}}
    if key not in _DATES:
        return {key: text}
    day = (read_due if key == "due" else read_day)(text, year)
    return None if text.strip() and day is None else {key: day}
