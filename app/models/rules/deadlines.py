"""What a deadline wording means: a due date, a span, a beat, a mark, or honestly unknown."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Deadline:
    """The reading of one deadline wording; the wording itself always survives in ``text``.

    Attributes:
        kind: ``due`` one last day; ``span`` a first and a last day; ``start`` from a day on;
            ``standing`` all the time; ``recurring`` on a beat (see ``every``); ``relative`` to
            something the wording does not date (see ``reference``); ``done`` already reached;
            ``mark`` a tick of a year's cell; ``none`` no deadline (blank, ``/``, ``—``);
            ``unknown`` not readable.
        due: the last day, inclusive, or None.
        start: the first day, or None.
        precision: ``day``, ``month``, ``quarter``, ``half`` or ``year``: how exactly the wording
            dates; None when it does not.
        soft: the wording only strives (力争, 争取, 原则上).
        ambiguous: another reading is possible and the clerk should be asked.
        text: the wording as written.
        every: the beat of a recurring one: ``day``, ``week``, ``month``, ``quarter``, ``half``,
            ``year`` or ``unspecified``; empty otherwise.
        interval: the number of beats between two turns (每5年: 5).
        literal: the other possible last day of an ambiguous wording, or None.
        reference: the words a relative one hangs on (收到通知后30日内, 序时进度).
        days: the length of a relative one in days, or None.
    """

    kind: str
    due: date | None = None
    start: date | None = None
    precision: str | None = None
    soft: bool = False
    ambiguous: bool = False
    text: str = ""
    every: str = ""
    interval: int = 1
    literal: date | None = None
    reference: str = ""
    days: int | None = None


def read_deadline(text: str, *, year: int) -> Deadline:
    """Read a deadline wording.

    Args:
        text: the cell or phrase as written.
        year: the year of the plan, for wordings that name none (6月底前).
    """
    if not text.strip(" \u3000\n\t/-—－–"):
        return Deadline("none", text=text)
    return Deadline("unknown", text=text)
