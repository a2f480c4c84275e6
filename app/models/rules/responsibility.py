"""Who leads, answers, assists and carries out: names by role, read from a cell or a bracket."""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Responsibility:
    """Names by role, in the order written.

    Attributes:
        lead: 牵头.
        responsible: 责任.
        assist: 参与, 协同, 协办, 协助, 配合, 会同.
        main: 主体责任, 主体实施.
        carry_out: 负责落实.
        scope: ``all_towns`` (各区镇), ``some_towns`` (相关区镇: the clerk decides), ``named`` (a
            town or park by name) or None.
        others: the list is open (等).
        default_for_following: 以下均需…落实，不再列出: carry_out holds for what follows too.
    """

    lead: tuple[str, ...] = ()
    responsible: tuple[str, ...] = ()
    assist: tuple[str, ...] = ()
    main: tuple[str, ...] = ()
    carry_out: tuple[str, ...] = ()
    scope: str | None = None
    others: bool = False
    default_for_following: bool = False


def read_responsibility(text: str, *, role: str = "responsible") -> Responsibility:
    """Read the units of a cell or bracket.

    Args:
        text: the wording as written.
        role: the column's own role for names that say none: ``lead``, ``responsible``,
            ``assist`` or ``main_responsible``.
    """
    names = tuple(name for name in re.split(r"[、，,；;\s]+", text) if name)
    field = "main" if role == "main_responsible" else role
    return Responsibility(**{field: names})  # type: ignore[arg-type]
