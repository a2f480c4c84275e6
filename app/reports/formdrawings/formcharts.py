"""Draws a form's chart: columns, bars, lines, areas, points and pies, as strokes and words."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.reports.formdrawings.formboard import MM_PER_POINT, Board, Box, corners
from app.reports.formdrawings.formchartdata import Chart, Series
from app.reports.formdrawings.formplot import Plot
from app.reports.formdrawings.formradar import draw_radar
from app.reports.sketches import Stroke, Words

_PAD = 2.0
_SWATCH = 2.6
_MOST_LEGEND = 0.35
_ROUND_KINDS = frozenset({"pie", "doughnut"})
_HOLE = 0.55
_SLICE_STEPS = 72
_UNDRAWN = "（这种图表在此不绘出，请到电子表中查看）"

Parts = tuple[tuple[Stroke, ...], tuple[Words, ...]]


def chart_parts(chart: Chart, width: float, height: float) -> Parts:
    """What a chart draws into its frame, in millimetres."""
    return _Drawing(chart, width, height, Board(chart.size)).parts()


@dataclass(slots=True)
class _Drawing:
    """Draws one chart from its edges inwards."""

    chart: Chart
    width: float
    height: float
    board: Board

    def parts(self) -> Parts:
        chart = self.chart
        frame = corners(0, 0, self.width, self.height)
        self.board.strokes.append(Stroke(frame, True, chart.ground, chart.frame))
        box = Box(_PAD, _PAD, self.width - 2 * _PAD, self.height - 2 * _PAD)
        if chart.title:
            high = chart.title_size * MM_PER_POINT * 1.5 * (chart.title.count("\n") + 1)
            spot = (box.left, box.top, box.width, high)
            self.board.write(chart.title, spot, size=chart.title_size, bold=chart.title_bold)
            box = Box(box.left, box.top + high, box.width, box.height - high)
        box = self._legend(box)
        if min(box.width, box.height) > 5:
            self._plot(box)
        return tuple(self.board.strokes), tuple(self.board.words)

    def _legend(self, box: Box) -> Box:
        """The legend at its side; what is left for the rest."""
        chart = self.chart
        if not chart.legend:
            return box
        entries = list(_entries(chart))
        widths = [_SWATCH + 1.5 + self.board.wide(name) for name, _, _ in entries]
        line = self.board.line_height
        if chart.legend in "lr":
            wide = min(max(widths, default=0.0) + 1, box.width * _MOST_LEGEND)
            left = box.right - wide if chart.legend == "r" else box.left
            top = box.top + max(0.0, (box.height - line * len(entries)) / 2)
            for at, entry in enumerate(entries):
                self._entry(entry, left, top + at * line, wide)
            start = box.left if chart.legend == "r" else box.left + wide + _PAD
            return Box(start, box.top, box.width - wide - _PAD, box.height)
        rows = _rows(widths, box.width)
        high = line * len(rows) + 1
        top = box.bottom - high + 1 if chart.legend == "b" else box.top
        for number, row in enumerate(rows):
            left = box.left + max(0.0, (box.width - sum(widths[at] + 3 for at in row)) / 2)
            for at in row:
                self._entry(entries[at], left, top + number * line, widths[at])
                left += widths[at] + 3
        start = box.top if chart.legend == "b" else box.top + high
        return Box(box.left, start, box.width, box.height - high)

    def _entry(self, entry: tuple[str, str, str], left: float, top: float, wide: float) -> None:
        name, color, kind = entry
        middle = top + self.board.line_height / 2
        if kind in {"line", "scatter", "radar"}:
            points = ((left, middle), (left + _SWATCH, middle))
            self.board.strokes.append(Stroke(points, color=color, width=2.0))
        else:
            half = _SWATCH / 2
            square = corners(left + 0.4, middle - half + 0.4, left + _SWATCH - 0.4, middle + half - 0.4)  # fmt: skip  # noqa: E501
            self.board.strokes.append(Stroke(square, True, color))
        text = (left + _SWATCH + 1, top, max(3.0, wide - _SWATCH - 1), self.board.line_height)
        self.board.write(name, text, "left", wrap=False)

    def _plot(self, box: Box) -> None:
        series = self.chart.series
        if series and series[0].kind in _ROUND_KINDS:
            self._pie(box, series[0])
        elif series and series[0].kind == "radar":
            draw_radar(self.chart, self.board, box)
        elif series:
            Plot(self.chart, self.board, box).draw()
        else:
            self.board.write(_UNDRAWN, (box.left, box.top, box.width, box.height))

    def _pie(self, box: Box, series: Series) -> None:
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
            self.board.strokes.append(Stroke(points, True, color, "FFFFFF"))
            if at < len(series.labels):
                middle, far = angle + turn / 2, radius * (1.14 if not inner else 0.78)
                wide, high = self.board.wide(series.labels[at]) + 1, self.board.line_height
                lx, ly = x + far * math.sin(middle), y - far * math.cos(middle)
                if not inner:
                    lx += (wide / 2 - high / 2) * math.sin(middle)
                box_of = (lx - wide / 2, ly - high / 2, wide, high)
                self.board.write(series.labels[at], box_of, wrap=False)
            angle += turn


def _entries(chart: Chart) -> Iterator[tuple[str, str, str]]:
    """The legend's entries: a pie's slices, else the series."""
    if chart.series and chart.series[0].kind in _ROUND_KINDS:
        only = chart.series[0]
        for at in range(len(only.values)):
            name = chart.names[at] if at < len(chart.names) else str(at + 1)
            yield name, only.colors.get(at, only.color), only.kind
        return
    # Beside columns that stand on each other the names stand in the columns' order.
    stacked = chart.legend in "lr" and not chart.is_lying and chart.series[:1]
    is_turned = bool(stacked) and chart.series[0].is_stacked
    for one in reversed(chart.series) if is_turned else chart.series:
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


def _slice(
    x: float, y: float, radius: float, inner: float, start: float, end: float
) -> tuple[tuple[float, float], ...]:
    count = max(2, round(_SLICE_STEPS * (end - start) / (2 * math.pi)))
    angles = [start + (end - start) * at / count for at in range(count + 1)]
    outer = [(x + radius * math.sin(a), y - radius * math.cos(a)) for a in angles]
    if not inner:
        return ((x, y), *outer)
    return (*outer, *((x + inner * math.sin(a), y - inner * math.cos(a)) for a in angles[::-1]))
