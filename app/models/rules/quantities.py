"""What must be reached, in numbers: amounts, floors, ceilings and changes found in a wording."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Quantity:
    """One number of a wording with what it is measured in and how it binds.

    Attributes:
        number: the amount, 万/亿 multiplied out; of a change its size without sign; of ``all``
            100 (per cent); of a range its lower end.
        unit: the unit as written (``台``, ``%``, ``蒸吨/小时``), or empty.
        comparator: ``=``, ``>=``, ``<=``, ``>``, ``<``, ``~`` or ``all``; it binds ``number``
            (削减15%以上: number 15, ``>=``).
        change: the signed change against the baseline (-18 for 比2015年下降18%), else None.
        baseline_year: the year the change is measured from, when the wording names it.
        soft: the wording only strives (力争, 基本).
        role: ``target``; ``threshold``, ``scope`` and ``capacity`` describe objects and are no
            targets; ``whole`` and ``part`` of 18家，50%; ``coverage``, ``increment``, ``total``,
            ``score`` and ``trigger`` as they say.
        high: the upper end of a range, else None.
        metric: the words just before that say what is measured, or empty.
        per: ``day``, ``week``, ``month``, ``quarter`` or ``year`` when due once in each.
        cumulative: counted since the start (累计).
        increment: comes on top of what is there (新增, 再).
        baseline: the baseline in words (上年同期) when it is no plain year.
        of: what a percentage is taken of (总数), when the wording says it.
    """

    number: Decimal
    unit: str = ""
    comparator: str = "="
    change: Decimal | None = None
    baseline_year: int | None = None
    soft: bool = False
    role: str = "target"
    high: Decimal | None = None
    metric: str = ""
    per: str = ""
    cumulative: bool = False
    increment: bool = False
    baseline: str = ""
    of: str = ""


def read_quantities(text: str) -> tuple[Quantity, ...]:
    """Find every quantity of a wording, in the order written."""
    del text
    return ()
