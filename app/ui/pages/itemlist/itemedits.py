"""What a clerk does to items in a table: tick, type, write a block, take out."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from app.services.breakdown import items
from app.ui.operations import act, run_service
from app.ui.pages.itemlist.itemlines import read_field
from app.ui.wording import no_day

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from app.ui.cellwork import Entry
    from app.ui.pages.itemlist.itemlines import ItemLine
    from app.ui.workspace import Workspace

_AT_ONCE = 100


class ItemEdits:
    """The verbs of one table of items; each is one step of undo."""

    def __init__(self, parent: QWidget, workspace: Workspace) -> None:
        self._parent, self._workspace = parent, workspace

    def tick(self, lines: Sequence[ItemLine], on: bool) -> None:
        """Tick items off on the day in view, or take the ticks back."""
        ids, ledger = [line.item.id for line in lines], self._workspace.ledger
        day = self._workspace.as_of if on else None
        said = f"已{'勾选' if on else '取消勾选'} {len(ids)} 项"
        if len(ids) <= _AT_ONCE:
            act(self._parent, self._workspace, lambda: items.tick_items(ledger, ids, day), say=said)
            return
        run_service(  # hundreds take longer than a key may
            self._parent,
            self._workspace,
            lambda _monitor: items.tick_items(ledger, ids, day),
            say=said,
            failed=lambda error: self._workspace.complain(error.message),
        )

    def save(self, lines: Sequence[ItemLine], key: str, text: str) -> None:
        """Write one text into a field of several items."""
        self._save([(line, key, text) for line in lines])

    def write(self, entries: Sequence[Entry], _skipped: int) -> None:
        """Write a block of cells in one step."""
        self._save([(entry.row, entry.column.field, entry.text) for entry in entries])

    def remove(self, lines: Sequence[ItemLine]) -> None:
        """Take items out."""
        ids, ledger = [line.item.id for line in lines], self._workspace.ledger
        if ids and not self._workspace.readonly:
            act(
                self._parent,
                self._workspace,
                lambda: items.remove_items(ledger, ids),
                say=f"已删除清单 {len(ids)} 项",
            )

    def _save(self, cells: Sequence[tuple[ItemLine, str, str]]) -> None:
        changes: dict[int, dict[str, Any]] = {}
        for line, key, text in cells:
            field = read_field(key, text, self._workspace.as_of.year)
            if field is None:
                self._workspace.complain(no_day(text))
                return
            held = changes.setdefault(line.item.id, {})
            own = {**held.get("fields", {}), **field.get("fields", {})}
            held |= field
            if own:
                held["fields"] = own
        ledger = self._workspace.ledger

        def said(fresh: tuple[str, ...]) -> str:
            named = f"，新增单位“{'、'.join(fresh)}”" if fresh else ""
            return f"已修改清单 {len(changes)} 项{named}"

        if len(changes) <= _AT_ONCE:
            work = partial(items.change_each, ledger, changes)
            act(self._parent, self._workspace, work, say=said)
            return
        run_service(
            self._parent,
            self._workspace,
            lambda _monitor: items.change_each(ledger, changes),
            say=said,
            failed=lambda error: self._workspace.complain(error.message),
        )
