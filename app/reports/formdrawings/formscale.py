"""The scale of a chart's axis of numbers: round steps, as office programs choose them."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from app.reports.formdrawings.formchartdata import Axis

_STEPS = (1.0, 2.0, 5.0, 10.0)
_MOST_MARKS = 100


@dataclass(frozen=True, slots=True)
class Scale:
    """An axis of numbers: its ends and the step between its marks."""

    low: float
    high: float
    step: float

    def share(self, value: float) -> float:
        """How far along the axis a value stands, from 0 to 1."""
        return min(1.0, max(0.0, (value - self.low) / ((self.high - self.low) or 1.0)))

    @property
    def marks(self) -> tuple[float, ...]:
        """The values marked."""
        count = round((self.high - self.low) / self.step)
        return tuple(self.low + self.step * at for at in range(count + 1))


def scale_for(values: Sequence[float], axis: Axis, room: float) -> Scale:
    """The scale that office programs give an axis: round steps, from 0 unless all lie far off.

    Args:
        values: what is to be shown.
        axis: what is told of it.
        room: how many marks there is room for.
    """
    least, most = min(values, default=0.0), max(values, default=1.0)
    if least >= 0 and (most == 0 or (most - least) / most > 1 / 6 or most == least):
        low, high = 0.0, most + 0.05 * most
    elif most <= 0:
        low, high = least + 0.05 * least, 0.0
    else:
        aside = (most - least) * 0.05
        low, high = least - aside, most + aside
    low = low if axis.low is None else axis.low
    high = high if axis.high is None else axis.high
    high = high if high > low else low + 1.0
    step = axis.step or 0.0
    if step <= 0 or (high - low) / step > _MOST_MARKS:
        step = _round_step((high - low) / max(1.0, room))
    low = low if axis.low is not None else math.floor(low / step + 1e-9) * step
    high = high if axis.high is not None else math.ceil(high / step - 1e-9) * step
    return Scale(low, high, step)


def _round_step(wanted: float) -> float:
    power = 10.0 ** math.floor(math.log10(wanted))
    return next(part * power for part in _STEPS if part * power >= wanted * 0.999)
