"""The field of a chart between its axes: bars, lines, areas and points over their scales."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace

from app.reports.formdrawings.formboard import Board, Box, corners
from app.reports.formdrawings.formchartdata import Axis, Chart, Series
from app.reports.formdrawings.formscale import scale_for
from app.reports.forms.formnumbers import show_value
from app.reports.sketches import Stroke

_AXIS = "868686"
_CURVE_STEPS = 12


class Plot:
    """The field between two axes."""

    def __init__(self, chart: Chart, board: Board, box: Box) -> None:
        self._board, self._chart = board, chart
        self._is_lying = chart.is_lying and any(one.kind == "bar" for one in chart.series)
        # Areas reach from the field's one side to the other.
        self._from_edge = all(one.kind == "area" for one in chart.series)
        self._scatter = all(one.kind == "scatter" for one in chart.series)
        self._count = max([len(chart.names), *(len(one.values) for one in chart.series)])
        line = board.line_height
        room = (box.width / 14) if self._is_lying else box.height / (line * 1.9)
        self._scales = [
            scale_for(self._reach(second=second), self._told(axis, second=second), room)
            for second, axis in ((False, chart.values), (True, chart.second))
        ]
        self._across = (
            scale_for([x for one in chart.series for x in one.at if x is not None] or [0.0, 1.0],
                      chart.categories, box.width / 14)
            if self._scatter else None
        )  # fmt: skip
        self._box = self._inner(box)

    def _is_shared_out(self, *, second: bool) -> bool:
        """Whether an axis's values show as parts of the whole of their place."""
        mine = (one for one in self._chart.series if one.second == second)
        return any(one.grouping == "percentStacked" for one in mine)

    def _told(self, axis: Axis, *, second: bool) -> Axis:
        """What is told of an axis; one of parts ends with the whole."""
        return replace(axis, high=axis.high or 1.0) if self._is_shared_out(second=second) else axis

    def _value(self, series: Series, at: int) -> float | None:
        """A value, as a share of its place's sum where the chart stacks to the full."""
        value = series.values[at] if at < len(series.values) else None
        if value is None or series.grouping != "percentStacked":
            return value
        values = (one.values[at] for one in self._chart.series if at < len(one.values))
        return value / (sum(abs(one or 0.0) for one in values) or 1.0)

    def _reach(self, *, second: bool) -> list[float]:
        """The least and greatest values of one axis, stacks summed."""
        mine = [one for one in self._chart.series if one.second == second]
        found = [0.0] if any(one.kind in {"bar", "area"} for one in mine) else []
        for at in range(self._count):
            shown = [(one, v) for one in mine if (v := self._value(one, at)) is not None]
            stacked = [value for one, value in shown if one.is_stacked]
            if stacked:
                found += [sum(v for v in stacked if v > 0), sum(v for v in stacked if v < 0)]
            found += [value for one, value in shown if not one.is_stacked]
        return found or [0.0, 1.0]

    def _inner(self, box: Box) -> Box:
        """The field itself, with the room its axes' words take given away."""
        board, chart = self._board, self._chart
        line = board.line_height
        numbers = [board.wide(self._shown(mark, False)) for mark in self._scales[0].marks]
        names = [board.wide(name) for name in chart.names] or [0.0]
        left = (min(max(names), box.width / 3) if self._is_lying else max(numbers)) + 1.5
        left = left if (chart.categories if self._is_lying else chart.values).is_shown else 1.0
        right = 2.0
        if any(one.second for one in chart.series):
            right = max(board.wide(self._shown(mark, True)) for mark in self._scales[1].marks)
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
            board.write(beside, spot, turn=90)
            left += wide
        if below:
            board.write(below, (box.left, box.bottom - line * 1.2, box.width, line * 1.2))
            foot += line * 1.2
        high = box.height - foot - line / 2
        return Box(box.left + left, box.top + line / 2, box.width - left - right, max(1.0, high))

    def _shown(self, value: float, second: bool) -> str:
        axis = self._chart.second if second else self._chart.values
        code = axis.code or "General"
        if self._is_shared_out(second=second) and code == "General":
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
        box, board, scale = self._box, self._board, self._scales[second]
        axis = self._chart.second if second else self._chart.values
        line = board.line_height
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
                board.strokes.append(Stroke(points, color=axis.grid))
            if axis.is_shown:
                align = "center" if self._is_lying else "left" if second else "right"
                board.write(self._shown(mark, second), spot, align, wrap=False)

    def _point(self, at: float, value: float, second: bool) -> tuple[float, float]:
        """Where a value stands; ``at`` counts places, from the middle of the first."""
        box, share = self._box, self._scales[second].share(value)
        along = (at + 0.5) / self._count
        if self._from_edge:
            along = at / max(1, self._count - 1)
        if self._is_lying:
            turned = along if self._chart.categories.is_reversed else 1 - along
            return box.left + share * box.width, box.top + turned * box.height
        along = 1 - along if self._chart.categories.is_reversed else along
        return box.left + along * box.width, box.bottom - share * box.height

    def _bars(self, series: Sequence[Series]) -> None:
        if not series:
            return
        chart, stacks = self._chart, series[0].is_stacked
        beside = 1 if stacks else len(series)
        shift = 0.0 if stacks else 1 - chart.overlap / 100
        thick = 1 / (1 + (beside - 1) * shift + chart.gap / 100)
        whole = thick * (1 + (beside - 1) * shift)
        above: dict[tuple[int, bool], float] = {}
        for number, one in enumerate(series):
            for at in range(len(one.values)):
                value = self._value(one, at)
                if value is None:
                    continue
                key = (at, value >= 0)
                foot = above.get(key, 0.0) if stacks else 0.0
                above[key] = foot + value
                start = at - whole / 2 + (0 if stacks else number * thick * shift)
                corner = self._point(start, foot, one.second)
                other = self._point(start + thick, foot + value, one.second)
                points = corners(*corner, *other)
                color = one.colors.get(at, one.color)
                self._board.strokes.append(Stroke(points, True, color))
                self._label(one, at, self._point(start + thick / 2, foot + value, one.second))

    def _label(self, series: Series, at: int, place: tuple[float, float]) -> None:
        if at >= len(series.labels) or not series.labels[at]:
            return
        high, wide = self._board.line_height, self._board.wide(series.labels[at]) + 1
        x, y = place
        spot = (x + 0.5, y - high / 2) if self._is_lying else (x - wide / 2, y - high)
        if series.is_stacked:
            spot = (spot[0] - wide, spot[1]) if self._is_lying else (spot[0], spot[1] + high)
        self._board.write(series.labels[at], (*spot, wide, high), wrap=False)

    def _lines(self, series: Sequence[Series]) -> None:
        below = [0.0] * self._count
        for one in series:
            points: list[tuple[float, float]] = []
            feet: list[tuple[float, float]] = []
            for at in range(len(one.values)):
                value = self._value(one, at)
                if value is None:
                    self._line(one, points, feet)
                    points, feet = [], []
                    continue
                foot = below[at] if one.is_stacked else 0.0
                below[at] = foot + value
                feet.append(self._spot(one, at, foot))
                points.append(self._spot(one, at, foot + value))
                self._label(one, at, points[-1])
            self._line(one, points, feet)

    def _spot(self, series: Series, at: int, value: float) -> tuple[float, float]:
        if self._across is None:
            return self._point(at, value, series.second)
        x = series.at[at] if at < len(series.at) else None
        share = self._across.share(at + 1.0 if x is None else x)
        return self._box.left + share * self._box.width, self._point(0, value, False)[1]

    def _line(
        self,
        series: Series,
        points: Sequence[tuple[float, float]],
        feet: Sequence[tuple[float, float]],
    ) -> None:
        strokes = self._board.strokes
        if series.kind == "area" and len(points) > 1:
            strokes.append(Stroke((*points, *feet[::-1]), True, series.color))
            return
        if len(points) > 1 and series.has_line:
            way = _smooth(points) if series.is_smooth else points
            strokes.append(Stroke(tuple(way), color=series.color, width=series.width))
        for x, y in points if series.has_marks else ():
            half = 0.9
            mark = corners(x - half, y - half, x + half, y + half)
            strokes.append(Stroke(mark, True, series.color))

    def _names(self) -> None:
        """The axis of places with its names; of numbers for scattered points."""
        box, board, line = self._box, self._board, self._board.line_height
        zero = self._point(0, 0.0, False)
        ends = (
            ((zero[0], box.top), (zero[0], box.bottom))
            if self._is_lying
            else ((box.left, zero[1]), (box.right, zero[1]))
        )
        board.strokes.append(Stroke(ends, color=_AXIS))
        if not self._chart.categories.is_shown:
            return
        if self._across is not None:
            for mark in self._across.marks:
                x = box.left + self._across.share(mark) * box.width
                words = show_value(round(mark, 9), "General").text
                board.write(words, (x - 8, box.bottom + 0.5, 16.0, line), wrap=False)
            return
        names = self._chart.names or [str(at + 1) for at in range(self._count)]
        share = (box.height if self._is_lying else box.width) / self._count
        every = max(1, math.ceil(line * 0.9 / share)) if self._is_lying else 1
        for at in range(0, len(names), every):
            x, y = self._point(at, self._scales[0].low, False)
            if self._is_lying:
                spot = (box.left - 61.0, y - line / 2, 60.0, line)
                board.write(names[at], spot, "right", wrap=False)
            else:
                lines = max(1, min(3, -(-board.wide(names[at]) // share)))
                spot = (x - share / 2, box.bottom + 0.5, share, line * lines)
                board.write(names[at], spot)


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
