"""Which numbers of a wording are targets, and how they are kept."""

from collections.abc import Sequence

from app.models.rules.quantities import Quantity
from app.models.tasks import Target

_DESCRIBING = frozenset(
    {"scope", "threshold", "capacity", "score", "trigger", "whole", "baseline", "investment"}
)


def targets_among(quantities: Sequence[Quantity]) -> list[Quantity]:
    """The numbers that must be reached; those that only describe objects are left out."""
    return [quantity for quantity in quantities if quantity.role not in _DESCRIBING]


def targets_from(quantities: Sequence[Quantity]) -> list[Target]:
    """The targets among the numbers of a wording, as records."""
    return [
        Target(
            position=place,
            number=quantity.number,
            unit=quantity.unit,
            comparator=quantity.comparator,
            change=quantity.change,
            baseline_year=quantity.baseline_year,
        )
        for place, quantity in enumerate(targets_among(quantities))
    ]
