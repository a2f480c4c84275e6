"""Which numbers of a wording are targets, how they are kept, and kept on through a revision."""

from collections.abc import Sequence

from app.errors import UserError
from app.models.rules.quantities import Quantity, read_quantities
from app.models.tasks import Target

_DESCRIBING = frozenset(
    {"scope", "threshold", "capacity", "score", "trigger", "whole", "baseline", "investment"}
)
_NUMBER = ("number", "unit", "comparator", "change", "baseline_year")


def targets_among(quantities: Sequence[Quantity]) -> list[Quantity]:
    """The numbers that must be reached; those that only describe objects are left out."""
    return [quantity for quantity in quantities if quantity.role not in _DESCRIBING]


def targets_from(quantities: Sequence[Quantity]) -> list[Target]:
    """The targets among the numbers of a wording, as records."""
    return [
        Target(position=place, **_numbers_of(quantity))
        for place, quantity in enumerate(targets_among(quantities))
    ]


def target_in(words: str) -> Quantity:
    """The one target a clerk typed: 新建管网3公里, ≥83.3%, 比2015年下降20%, 全部.

    Raises:
        UserError: ``bad_target``: no number is found in the words, or several.
    """
    found = read_quantities(words)
    if len(found) != 1:
        what = "看不出要达到多少" if not found else "写了几个数，一行只写一个目标"
        example = "新建管网3公里、≥83.3%、比2015年下降20% 或 全部"
        raise UserError("bad_target", f"“{words.strip()}”{what}；请写成 {example} 这样。")
    return found[0]


def put(target: Target, quantity: Quantity) -> None:
    """Let a target hold other numbers; its readings, shares and name stay."""
    for name, value in _numbers_of(quantity).items():
        if getattr(target, name) != value:
            setattr(target, name, value)


def revised_targets(held: Sequence[Target], quantities: Sequence[Quantity]) -> list[Target]:
    """The targets of a revised wording; one of the same unit stays the same target.

    What the clerk named, split or read by the month and the new wording doesn't speak of is kept
    after the others.
    """
    left = list(held)
    found = []
    for quantity in targets_among(quantities):
        target = _same(left, quantity)
        if target is None:
            target = Target(**_numbers_of(quantity))
        else:
            left.remove(target)
            put(target, quantity)
        found.append(target)
    found += [target for target in left if target.name or target.shares or target.readings]
    renumber(found)
    return found


def renumber(targets: Sequence[Target]) -> None:
    """Let positions follow the order."""
    for place, target in enumerate(targets):
        if target.position != place:
            target.position = place


def _same(held: Sequence[Target], quantity: Quantity) -> Target | None:
    """The target a number revises: of the same unit and kind, the same number before others."""
    alike = [
        target
        for target in held
        if target.unit == quantity.unit and (target.change is None) == (quantity.change is None)
    ]
    same = (target for target in alike if target.number == quantity.number)
    named = (target for target in alike if target.name and target.name == quantity.metric)
    return next(named, None) or next(same, None) or next(iter(alike), None)


def _numbers_of(quantity: Quantity) -> dict[str, object]:
    return {name: getattr(quantity, name) for name in _NUMBER}
