"""Draws a form's chart: columns, bars, lines, areas, points and pies, as strokes and words."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from app.reports.formchartdata import Axis, Chart, Series
from app.reports.formnumbers import show_value
from app.reports.grid import Stroke, TextRun, Words

_PAD = 2.0
_MM_PER_POINT = 25.4 / 72
_LINE = 1.25
_SWATCH = 2.6
_AXIS = "868686"
_MOST_LEGEND = 0.35
_STEPS = (1.0, 2.0, 5.0, 10.0)
_ROUND_KINDS = frozenset({"pie", "doughnut"})
_HOLE = 0.55
_SLICE_STEPS = 72
_CURVE_STEPS = 12

Spot = tuple[float, float, float, float]
Parts = tuple[tuple[Stroke, ...], tuple[Words, ...]]


@dataclass(frozen=True, slots=True)
class _Box:
    left: float
    top: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.left + self.width

    @property
    def bottom(self) -> float:
        return self.top + self.height


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
    step = axis.step or _round_step((high - low) / max(1.0, room))
    low = low if axis.low is not None else math.floor(low / step + 1e-9) * step
    high = high if axis.high is not None else math.ceil(high / step - 1e-9) * step
    return Scale(low, high, step)


def _round_step(wanted: float) -> float:
    power = 10.0 ** math.floor(math.log10(wanted))
    return next(part * power for part in _STEPS if part * power >= wanted * 0.999)


def chart_parts(chart: Chart, width: float, height: float) -> Parts:
    """What a chart draws into its frame, in millimetres."""
    return _Drawing(chart, width, height).parts()


@dataclass(slots=True)
class _Drawing:
    """Draws one chart from its edges inwards."""

    chart: Chart
    width: float
    height: float
    strokes: list[Stroke] = field(default_factory=list)
    words: list[Words] = field(default_factory=list)

    def parts(self) -> Parts:
        chart = self.chart
        frame = _corners(0, 0, self.width, self.height)
        self.strokes.append(Stroke(frame, True, chart.ground, chart.frame))
        box = _Box(_PAD, _PAD, self.width - 2 * _PAD, self.height - 2 * _PAD)
        if chart.title:
            high = chart.title_size * _MM_PER_POINT * 1.5 * (chart.title.count("\n") + 1)
            spot = (box.left, box.top, box.width, high)
            self._write(chart.title, spot, size=chart.title_size, bold=chart.title_bold)
            box = _Box(box.left, box.top + high, box.width, box.height - high)
        box = self._legend(box)
        if min(box.width, box.height) > 5:
            self._plot(box)
        return tuple(self.strokes), tuple(self.words)

    def _write(
        self,
        text: str,
        spot: Spot,
        align: str = "center",
        *,
        size: float = 0.0,
        bold: bool = False,
        turn: int = 0,
        wrap: bool = True,
    ) -> None:
        run = TextRun(text, size=size or self.chart.size, bold=bold)
        self.words.append(Words(*spot, (run,), align, "middle", wrap, turn))

    @property
    def _line_height(self) -> float:
        return self.chart.size * _MM_PER_POINT * _LINE

    def _wide(self, text: str) -> float:
        """About how wide a text is: the typefaces are not known here."""
        signs = sum(1.0 if ord(sign) >= 0x2E80 else 0.55 for sign in text)
        return signs * self.chart.size * _MM_PER_POINT

    def _legend(self, box: _Box) -> _Box:
        """The legend at its side; what is left for the rest."""
        chart = self.chart
        if not chart.legend:
            return box
        entries = list(_entries(chart))
        widths = [_SWATCH + 1.5 + self._wide(name) for name, _, _ in entries]
        line = self._line_height
        if chart.legend in "lr":
            wide = min(max(widths, default=0.0) + 1, box.width * _MOST_LEGEND)
            left = box.right - wide if chart.legend == "r" else box.left
            top = box.top + max(0.0, (box.height - line * len(entries)) / 2)
            for at, entry in enumerate(entries):
                self._entry(entry, left, top + at * line, wide)
            start = box.left if chart.legend == "r" else box.left + wide + _PAD
            return _Box(start, box.top, box.width - wide - _PAD, box.height)
        rows = _rows(widths, box.width)
        high = line * len(rows) + 1
        top = box.bottom - high + 1 if chart.legend == "b" else box.top
        for number, row in enumerate(rows):
            left = box.left + max(0.0, (box.width - sum(widths[at] + 3 for at in row)) / 2)
            for at in row:
                self._entry(entries[at], left, top + number * line, widths[at])
                left += widths[at] + 3
        start = box.top if chart.legend == "b" else box.top + high
        return _Box(box.left, start, box.width, box.height - high)

    def _entry(self, entry: tuple[str, str, str], left: float, top: float, wide: float) -> None:
        name, color, kind = entry
        middle = top + self._line_height / 2
        if kind in {"line", "scatter"}:
            points = ((left, middle), (left + _SWATCH, middle))
            self.strokes.append(Stroke(points, color=color, width=2.0))
        else:
            half = _SWATCH / 2
            square = _corners(left + 0.4, middle - half + 0.4, left + _SWATCH - 0.4, middle + half - 0.4)  # fmt: skip  # noqa: E501
            self.strokes.append(Stroke(square, True, color))
        text = (left + _SWATCH + 1, top, max(3.0, wide - _SWATCH - 1), self._line_height)
        self._write(name, text, "left", wrap=False)

    def _plot(self, box: _Box) -> None:
        series = self.chart.series
        if series and series[0].kind in _ROUND_KINDS:
            self._pie(box, series[0])
        elif any(one.kind != "radar" for one in series):
            _Plot(self, box).draw()

    def _pie(self, box: _Box, series: Series) -> None:
        """Slices clockwise from the top."""
        radius = min(box.width, box.height) / 2 * (0.8 if series.labels else 0.94)
        x, y = box.left + box.width / 2, box.top + box.height / 2
        whole = sum(max(0.0, value or 0.0) for value in series.values) or 1.0
        angle = 0.0
        inner = radius * _HOLE if series.kind == "doughnut" else 0.0
        for at, value in enumerate(series.values):
            turn = max(0.0, value or 0.0) / whole * 2 * math.pi
            if turn <= 0:
                continue
            points = _slice(x, y, radius, inner, angle, angle + turn)
            color = series.colors.get(at, series.color)
            self.strokes.append(Stroke(points, True, color, "FFFFFF"))
            if at < len(series.labels):
                middle, far = angle + turn / 2, radius * (1.14 if not inner else 0.78)
                lx, ly = x + far * math.sin(middle), y - far * math.cos(middle)
                wide, high = self._wide(series.labels[at]) + 1, self._line_height
                box_of = (lx - wide / 2, ly - high / 2, wide, high)
                self._write(series.labels[at], box_of, wrap=False)
            angle += turn


class _Plot:
    """The field between two axes."""

    def __init__(self, drawing: _Drawing, box: _Box) -> None:
        self._drawing, self._chart = drawing, drawing.chart
        chart = self._chart
        self._is_lying = chart.is_lying and any(one.kind == "bar" for one in chart.series)
        self._scatter = all(one.kind == "scatter" for one in chart.series)
        self._count = max([len(chart.names), *(len(one.values) for one in chart.series)])
        line = drawing._line_height
        room = (box.width / 14) if self._is_lying else box.height / (line * 1.9)
        self._scales = [
            scale_for(self._reach(second=second), axis, room)
            for second, axis in ((False, chart.values), (True, chart.second))
        ]
        self._across = (
            scale_for([x for one in chart.series for x in one.at if x is not None] or [0.0, 1.0],
                      chart.categories, box.width / 14)
            if self._scatter else None
        )  # fmt: skip
        self._box = self._inner(box)

    @property
    def _stacks(self) -> bool:
        return "tacked" in self._chart.grouping

    def _value(self, series: Series, at: int) -> float | None:
        """A value, as a share of its place's sum where the chart stacks to the full."""
        value = series.values[at] if at < len(series.values) else None
        if value is None or self._chart.grouping != "percentStacked":
            return value
        values = (one.values[at] for one in self._chart.series if at < len(one.values))
        return value / (sum(abs(one or 0.0) for one in values) or 1.0)

    def _reach(self, *, second: bool) -> list[float]:
        """The least and greatest values of one axis, stacks summed."""
        mine = [one for one in self._chart.series if one.second == second]
        found = [0.0] if any(one.kind in {"bar", "area"} for one in mine) else []
        for at in range(self._count):
            values = [v for one in mine if (v := self._value(one, at)) is not None]
            if self._stacks and values:
                found += [sum(v for v in values if v > 0), sum(v for v in values if v < 0)]
            found += values if not self._stacks else []
        return found or [0.0, 1.0]

    def _inner(self, box: _Box) -> _Box:
        """The field itself, with the room its axes' words take given away."""
        drawing, chart = self._drawing, self._chart
        line = drawing._line_height
        numbers = [drawing._wide(self._shown(mark, False)) for mark in self._scales[0].marks]
        names = [drawing._wide(name) for name in chart.names] or [0.0]
        left = (min(max(names), box.width / 3) if self._is_lying else max(numbers)) + 1.5
        left = left if (chart.categories if self._is_lying else chart.values).is_shown else 1.0
        right = 2.0
        if any(one.second for one in chart.series):
            right = max(drawing._wide(self._shown(mark, True)) for mark in self._scales[1].marks)
            right += 1.5
        per_name = (box.width - left - right) / max(1, self._count)
        lines = 1 if self._is_lying or self._scatter else min(3, -(-max(names) // max(1, per_name)))
        foot = line * max(1, lines) + 1
        titles = (chart.values.title, chart.categories.title)
        beside, below = titles[::-1] if self._is_lying else titles
        if beside:
            wide = line * 1.2
            across = box.left + wide / 2 - box.height / 2
            spot = (across, box.top + box.height / 2 - wide / 2, box.height, wide)
            drawing._write(beside, spot, turn=90)
            left += wide
        if below:
            drawing._write(below, (box.left, box.bottom - line * 1.2, box.width, line * 1.2))
            foot += line * 1.2
        high = box.height - foot - line / 2
        return _Box(box.left + left, box.top + line / 2, box.width - left - right, max(1.0, high))

    def _shown(self, value: float, second: bool) -> str:
        axis = self._chart.second if second else self._chart.values
        code = axis.code or "General"
        if self._chart.grouping == "percentStacked" and code == "General":
            code = "0%"
        step = self._scales[second].step
        return show_value(round(value, 9 - math.floor(math.log10(step))), code).text

    def draw(self) -> None:
        """Gridlines, series, axes and their words."""
        self._marks(second=False)
        if any(one.second for one in self._chart.series):
            self._marks(second=True)
        kinds = ("area", "bar", "line", "scatter")
        for kind in kinds:
            mine = [one for one in self._chart.series if one.kind == kind]
            if kind == "bar":
                self._bars(mine)
            else:
                self._lines(mine)
        self._names()

    def _marks(self, *, second: bool) -> None:
        box, drawing, scale = self._box, self._drawing, self._scales[second]
        axis = self._chart.second if second else self._chart.values
        line = drawing._line_height
        for mark in scale.marks:
            share = scale.share(mark)
            if self._is_lying:
                x = box.left + share * box.width
                points, spot = ((x, box.top), (x, box.bottom)), (x - 8, box.bottom, 16.0, line)
            else:
                y = box.bottom - share * box.height
                points = ((box.left, y), (box.right, y))
                edge = box.right + 1 if second else box.left - 41
                spot = (edge, y - line / 2, 40.0, line)
            if axis.grid and not second:
                drawing.strokes.append(Stroke(points, color=axis.grid))
            if axis.is_shown:
                align = "center" if self._is_lying else "left" if second else "right"
                drawing._write(self._shown(mark, second), spot, align, wrap=False)

    def _point(self, at: float, value: float, second: bool) -> tuple[float, float]:
        """Where a value stands; ``at`` counts places, from the middle of the first."""
        box, share = self._box, self._scales[second].share(value)
        along = (at + 0.5) / self._count
        if self._is_lying:
            turned = along if self._chart.categories.is_reversed else 1 - along
            return box.left + share * box.width, box.top + turned * box.height
        along = 1 - along if self._chart.categories.is_reversed else along
        return box.left + along * box.width, box.bottom - share * box.height

    def _bars(self, series: Sequence[Series]) -> None:
        if not series:
            return
        chart = self._chart
        beside = 1 if self._stacks else len(series)
        shift = 0.0 if self._stacks else 1 - chart.overlap / 100
        thick = 1 / (1 + (beside - 1) * shift + chart.gap / 100)
        whole = thick * (1 + (beside - 1) * shift)
        above: dict[tuple[int, bool], float] = {}
        for number, one in enumerate(series):
            for at in range(len(one.values)):
                value = self._value(one, at)
                if value is None:
                    continue
                key = (at, value >= 0)
                foot = above.get(key, 0.0) if self._stacks else 0.0
                above[key] = foot + value
                start = at - whole / 2 + (0 if self._stacks else number * thick * shift)
                corner = self._point(start, foot, one.second)
                other = self._point(start + thick, foot + value, one.second)
                points = _corners(*corner, *other)
                color = one.colors.get(at, one.color)
                self._drawing.strokes.append(Stroke(points, True, color))
                self._label(one, at, self._point(start + thick / 2, foot + value, one.second))

    def _label(self, series: Series, at: int, place: tuple[float, float]) -> None:
        if at >= len(series.labels) or not series.labels[at]:
            return
        high, wide = self._drawing._line_height, self._drawing._wide(series.labels[at]) + 1
        x, y = place
        spot = (x + 0.5, y - high / 2) if self._is_lying else (x - wide / 2, y - high)
        if self._stacks:
            spot = (spot[0] - wide, spot[1]) if self._is_lying else (spot[0], spot[1] + high)
        self._drawing._write(series.labels[at], (*spot, wide, high), wrap=False)

    def _lines(self, series: Sequence[Series]) -> None:
        below = [0.0] * self._count
        for one in series:
            points: list[tuple[float, float]] = []
            for at in range(len(one.values)):
                value = self._value(one, at)
                if value is None:
                    self._line(one, points)
                    points = []
                    continue
                if self._stacks:
                    value = below[at] = below[at] + value
                points.append(self._spot(one, at, value))
                self._label(one, at, points[-1])
            self._line(one, points)

    def _spot(self, series: Series, at: int, value: float) -> tuple[float, float]:
        if self._across is None:
            return self._point(at, value, series.second)
        x = series.at[at] if at < len(series.at) else None
        share = self._across.share(at + 1.0 if x is None else x)
        return self._box.left + share * self._box.width, self._point(0, value, False)[1]

    def _line(self, series: Series, points: Sequence[tuple[float, float]]) -> None:
        strokes = self._drawing.strokes
        if series.kind == "area" and len(points) > 1:
            foot = self._point(0, 0.0, series.second)[1]
            ends = ((points[-1][0], foot), (points[0][0], foot))
            strokes.append(Stroke((*points, *ends), True, series.color))
            return
        if len(points) > 1 and series.kind == "line":
            way = _smooth(points) if series.is_smooth else points
            strokes.append(Stroke(tuple(way), color=series.color, width=series.width))
        for x, y in points if series.has_marks else ():
            half = 0.9
            strokes.append(Stroke(_corners(x - half, y - half, x + half, y + half), True, series.color))  # fmt: skip  # noqa: E501

    def _names(self) -> None:
        """The axis of places with its names; of numbers for scattered points."""
        box, drawing, line = self._box, self._drawing, self._drawing._line_height
        zero = self._point(0, 0.0, False)
        ends = (
            ((zero[0], box.top), (zero[0], box.bottom))
            if self._is_lying
            else ((box.left, zero[1]), (box.right, zero[1]))
        )
        drawing.strokes.append(Stroke(ends, color=_AXIS))
        if not self._chart.categories.is_shown:
            return
        if self._across is not None:
            for mark in self._across.marks:
                x = box.left + self._across.share(mark) * box.width
                words = show_value(round(mark, 9), "General").text
                drawing._write(words, (x - 8, box.bottom + 0.5, 16.0, line), wrap=False)
            return
        names = self._chart.names or [str(at + 1) for at in range(self._count)]
        share = (box.height if self._is_lying else box.width) / self._count
        every = max(1, math.ceil(line * 0.9 / share)) if self._is_lying else 1
        for at in range(0, len(names), every):
            x, y = self._point(at, self._scales[0].low, False)
            if self._is_lying:
                spot = (box.left - 61.0, y - line / 2, 60.0, line)
                drawing._write(names[at], spot, "right", wrap=False)
            else:
                lines = max(1, min(3, -(-drawing._wide(names[at]) // share)))
                spot = (x - share / 2, box.bottom + 0.5, share, line * lines)
                drawing._write(names[at], spot)


def _entries(chart: Chart) -> Iterator[tuple[str, str, str]]:
    """The legend's entries: a pie's slices, else the series."""
    if chart.series and chart.series[0].kind in _ROUND_KINDS:
        only = chart.series[0]
        for at in range(len(only.values)):
            name = chart.names[at] if at < len(chart.names) else str(at + 1)
            yield name, only.colors.get(at, only.color), only.kind
        return
    for one in chart.series:
        yield one.name, one.color, one.kind


def _rows(widths: Sequence[float], room: float) -> list[list[int]]:
    """Entries in rows no longer than the room."""
    rows: list[list[int]] = [[]]
    used = 0.0
    for at, wide in enumerate(widths):
        if rows[-1] and used + wide > room:
            rows.append([])
            used = 0.0
        rows[-1].append(at)
        used += wide + 3
    return rows


def _smooth(points: Sequence[tuple[float, float]]) -> Iterator[tuple[float, float]]:
    """A curve through points, bent by their neighbours."""
    ends = (points[0], *points, points[-1])
    for before, start, end, after in zip(ends, ends[1:], ends[2:], ends[3:], strict=False):
        for step in range(_CURVE_STEPS):
            t = step / _CURVE_STEPS
            yield (_bent(before[0], start[0], end[0], after[0], t),
                   _bent(before[1], start[1], end[1], after[1], t))  # fmt: skip
    yield points[-1]


def _bent(before: float, start: float, end: float, after: float, t: float) -> float:
    """A Catmull-Rom curve's place between two of its points."""
    slope, turn = end - before, 2 * before - 5 * start + 4 * end - after
    return start + t / 2 * (slope + t * (turn + t * (3 * (start - end) + after - before)))


def _corners(
    left: float, top: float, right: float, bottom: float
) -> tuple[tuple[float, float], ...]:
    return ((left, top), (right, top), (right, bottom), (left, bottom))


def _slice(
    x: float, y: float, radius: float, inner: float, start: float, end: float
) -> tuple[tuple[float, float], ...]:
    count = max(2, round(_SLICE_STEPS * (end - start) / (2 * math.pi)))
    angles = [start + (end - start) * at / count for at in range(count + 1)]
    outer = [(x + radius * math.sin(a), y - radius * math.cos(a)) for a in angles]
    if not inner:
        return ((x, y), *outer)
    return (*outer, *((x + inner * math.sin(a), y - inner * math.cos(a)) for a in angles[::-1]))
