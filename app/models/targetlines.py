"""A target of a task beside the counted one, as a return prints it: 减排120吨 beside 23台."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class TargetLine:
    """A further target with what is done of it.

    Attributes:
        id: its number.
        name: what tells it from the others, such as 减排; often empty.
        number: what must be reached; of a change, the line that means.
        unit: what it is counted in.
        comparator: which side of it is good.
        change: by how much, where the line itself is not known.
        baseline_year: since when.
        amount: what its months come to by the return's day.
        before: what they came to when the period before ended, of the same year.
        is_level: whether its value goes up and down, as a concentration or a rate does.
    """

    id: int
    name: str
    number: Decimal | None
    unit: str
    comparator: str = "="
    change: Decimal | None = None
    baseline_year: int | None = None
    amount: Decimal | None = None
    is_level: bool = False
    before: Decimal | None = None
