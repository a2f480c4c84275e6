"""The changes of a step as a text to read, what went and what came marked by more than colour."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from app.ui.comparing import marked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.services.history.journalwords import FieldChange, RecordChange

_SHORT = 24
_LONGEST_COMPARED = 4000
_EMPTY = "（空）"


def changes_as_html(changes: Sequence[RecordChange]) -> str:
    """Some changes, one under the other."""
    return "".join(_one(change) for change in changes)


def _one(change: RecordChange) -> str:
    name = f"“{escape(change.name)}”" if change.name else ""
    head = f"<b>{escape(change.verb)}</b> {escape(change.kind)}{name}"
    lines = [line for field in change.fields for line in _field(field, alone=change.verb != "修改")]
    return f'<p style="margin-bottom:2px">{head}</p>' + "".join(
        f'<p style="margin-left:16px; margin-top:0px; margin-bottom:2px">{line}</p>'
        for line in lines
    )


def _field(field: FieldChange, *, alone: bool) -> tuple[str, ...]:
    """A field as lines: a short one on one line, a long one old over new with the parts marked."""
    label = escape(field.label)
    if alone:
        value = field.after or field.before
        return (f"{label}：{_plain(value)}",) if value else ()
    if max(len(field.before), len(field.after)) <= _SHORT:
        return (f"{label}：{_plain(field.before) or _EMPTY} → {_plain(field.after) or _EMPTY}",)
    if not (field.before and field.after):
        return (f"{label}：{_plain(field.before) or _EMPTY} → {_plain(field.after) or _EMPTY}",)
    if len(field.before) + len(field.after) > _LONGEST_COMPARED:
        return f"{label}", f"原：{_plain(field.before)}", f"新：{_plain(field.after)}"
    before, after = marked(field.before, field.after)
    return f"{label}（划掉的删去，下划线的添上）", f"原：{before}", f"新：{after}"


def _plain(text: str) -> str:
    return escape(text).replace("\n", "<br>")
