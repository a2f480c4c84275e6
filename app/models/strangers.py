"""What in a database file is not of our making: it may come from somebody who means harm.

A trigger or a view would run, or answer, whenever the clerk works, and nothing would show it.
"""

from collections.abc import Iterable

from app.models import journal, returns

LAYOUT = "SELECT type, name, sql FROM sqlite_master"
"""Asks a database for its parts; its rows are what the functions here take."""
_OLDEST = frozenset({"operation", "task", "task_list"})
_SEALS = frozenset((*journal.SEALS, *returns.SEALS))
Part = tuple[str, str, str | None]


def is_a_ledger(parts: Iterable[Part]) -> bool:
    """True when a database has the tables every ledger ever had."""
    return {name for kind, name, _ in parts if kind == "table"} >= _OLDEST


def strange_parts(parts: Iterable[Part]) -> tuple[str, ...]:
    """The names of triggers, views and made-up tables that no ledger of ours has."""
    return tuple(name for kind, name, sql in parts if _is_strange(kind, sql or ""))


def _is_strange(kind: str, sql: str) -> bool:
    if kind == "trigger":
        return sql not in _SEALS
    return kind == "view" or sql.upper().startswith("CREATE VIRTUAL")
