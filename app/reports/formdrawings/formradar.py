"""Draws a radar chart: a web round its middle, and a ring of lines or a field for each series."""

import math

from app.reports.formdrawings.formboard import Board, Box
from app.reports.formdrawings.formchartdata import Chart, Series
from app.reports.formdrawings.formscale import scale_for
from app.reports.forms.formnumbers import show_value
from app.reports.sketches import Stroke

_WEB = "868686"
_LEAST_CORNERS = 3
_MARK_SHARE = 0.9

Point = tuple[float, float]


def draw_radar(chart: Chart, board: Board, box: Box) -> None:
    """The chart's web and its series, as large as the box allows with the names round it."""
    count = max([len(chart.names), *(len(one.values) for one in chart.series)])
    if count < _LEAST_CORNERS:
        return
    web = _Web(chart, board, box, count)
    web.draw()
    for one in chart.series:
        _draw_series(web, one, board)


class _Web:
    """Where each value of each place stands."""

    def __init__(self, chart: Chart, board: Board, box: Box, count: int) -> None:
        self._chart, self._board, self._count = chart, board, count
        high = board.line_height
        beside = min(max((board.wide(name) for name in chart.names), default=0.0), box.width / 4)
        self._radius = max(2.0, min(box.width / 2 - beside - 1, box.height / 2 - high * 1.1))
        self._middle = (box.left + box.width / 2, box.top + box.height / 2)
        values = [value for one in chart.series for value in one.values if value is not None]
        self._scale = scale_for(values or [0.0, 1.0], chart.values, self._radius / (high * 1.6))

    def place(self, at: int, value: float) -> Point:
        """Where a value stands, clockwise from the top."""
        return self._turned(at, self._radius * self._scale.share(value))

    def _turned(self, at: int, far: float) -> Point:
        angle = 2 * math.pi * at / self._count
        return self._middle[0] + far * math.sin(angle), self._middle[1] - far * math.cos(angle)

    def draw(self) -> None:
        """The rings with their numbers, the spokes with their names."""
        board, chart, line = self._board, self._chart, self._board.line_height
        for mark in self._scale.marks:
            ring = tuple(self.place(at, mark) for at in range(self._count))
            board.strokes.append(Stroke(ring, True, color=chart.values.grid or _WEB))
            x, y = ring[0]
            if chart.values.is_shown:
                words = show_value(round(mark, 9), chart.values.code or "General").text
                board.write(words, (x - 21, y - line / 2, 20.0, line), "right", wrap=False)
        for at in range(self._count):
            board.strokes.append(Stroke((self._middle, self._turned(at, self._radius)), color=_WEB))
            if at < len(chart.names):
                self._name(at, chart.names[at])

    def _name(self, at: int, name: str) -> None:
        """A name outside its corner: beside the web it turns away from it."""
        x, y = self._turned(at, self._radius + self._board.line_height * 0.6)
        wide, high = self._board.wide(name) + 1, self._board.line_height
        across = math.sin(2 * math.pi * at / self._count)
        left = x - wide / 2 + across * wide / 2
        self._board.write(name, (left, y - high / 2, wide, high), wrap=False)


def _draw_series(web: _Web, series: Series, board: Board) -> None:
    points = [web.place(at, value or 0.0) for at, value in enumerate(series.values)]
    if not points:
        return
    if series.is_filled:
        board.strokes.append(Stroke(tuple(points), True, series.color, series.color))
        return
    board.strokes.append(Stroke(tuple(points), True, color=series.color, width=series.width))
    half = _MARK_SHARE
    for x, y in points if series.has_marks else ():
        mark = ((x, y - half), (x + half, y), (x, y + half), (x - half, y))
        board.strokes.append(Stroke(mark, True, series.color))
