"""A form's chart as plain values: its series with numbers, names, colours, axes and titles."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from openpyxl.utils.cell import range_boundaries

from app.reports.formdrawings.formcolors import NONE, DrawnColors
from app.reports.forms.formnumbers import show_value
from app.reports.forms.markup import Node

_KINDS = {
    "barChart": "bar", "bar3DChart": "bar", "lineChart": "line", "line3DChart": "line",
    "pieChart": "pie", "pie3DChart": "pie", "doughnutChart": "doughnut", "areaChart": "area",
    "area3DChart": "area", "scatterChart": "scatter", "ofPieChart": "pie", "radarChart": "radar",
    "bubbleChart": "scatter", "stockChart": "line",
}  # fmt: skip
_AREA = re.compile(r"(?:'((?:[^']|'')+)'|([^'!]+))!(\$?[A-Z]+\$?\d+(?::\$?[A-Z]+\$?\d+)?)")
_MOST_POINTS = 2000
# What programs give gridlines and titles that are told no look.
_GRID, _TITLE_SIZE = "868686", 18.0

Cells = Callable[[str, int, int], tuple[Any, str, bool]]


@dataclass(frozen=True, slots=True)
class Series:
    """A row of numbers with its name and look.

    Attributes:
        kind: bar, line, area, pie, doughnut, scatter or radar.
        values: None where there is no number.
        at: for scatter, how far right each number stands.
        colors: of single points that have their own, by place.
        labels: the words beside the points; empty when none are shown.
        second: whether the second axis of values counts.
        grouping: clustered, standard, stacked or percentStacked.
        has_line: whether its points are joined.
        is_filled: of a radar's series: the field inside is coloured.
    """

    kind: str
    name: str
    values: tuple[float | None, ...]
    color: str
    at: tuple[float | None, ...] = ()
    colors: dict[int, str] = field(default_factory=dict)
    labels: tuple[str, ...] = ()
    width: float = 2.25
    has_marks: bool = False
    is_smooth: bool = False
    second: bool = False
    grouping: str = "clustered"
    has_line: bool = True
    is_filled: bool = False

    @property
    def is_stacked(self) -> bool:
        """Whether its values stand on those of the series before."""
        return "tacked" in self.grouping


@dataclass(frozen=True, slots=True)
class Axis:
    """An axis: ends and step where they are told, the format of its numbers, its title.

    ``grid`` is the colour of its gridlines, empty for none.
    """

    low: float | None = None
    high: float | None = None
    step: float | None = None
    code: str = "General"
    title: str = ""
    grid: str = ""
    is_shown: bool = True
    is_reversed: bool = False


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart.

    Attributes:
        legend: r, b, t, l, or empty for none.
        is_lying: whether bars lie from left to right.
        gap: the room between groups of bars, in per cent of a bar.
    """

    title: str
    title_size: float
    title_bold: bool
    legend: str
    series: tuple[Series, ...]
    names: tuple[str, ...]
    values: Axis
    second: Axis
    categories: Axis
    is_lying: bool = False
    gap: float = 150.0
    overlap: float = 0.0
    ground: str = "FFFFFF"
    frame: str = "D9D9D9"
    size: float = 10.0


def read_chart(root: Node, cells: Cells, colors: DrawnColors) -> Chart:
    """A chart's part as plain values; what its cells hold now, not what it kept of them.

    Args:
        root: the part.
        cells: a cell's value, its number format and whether it is hidden.
        colors: the workbook's colours.
    """
    return _Reading(root, cells, colors).chart()


class _Reading:
    def __init__(self, root: Node, cells: Cells, colors: DrawnColors) -> None:
        self._root, self._cells, self._colors = root, cells, colors
        self._body = root.find("chart") or Node("chart")
        self._plot = self._body.find("plotArea") or Node("plotArea")
        hidden = self._body.find("plotVisOnly")
        self._leaves_hidden = hidden is not None and hidden.attributes.get("val", "1") != "0"
        self._code = "General"

    def chart(self) -> Chart:
        groups = [node for node in self._plot.nodes() if node.local in _KINDS]
        series, names = list[Series](), tuple[str, ...]()
        axes = self._plot.nodes("valAx")
        for group in groups:
            for node in group.nodes("ser"):
                names = names or self._names(node)
                series.append(self._series(node, group, names, len(series), axes))
        bars = next((group for group in groups if _KINDS[group.local] == "bar"), None)
        first = bars or (groups[0] if groups else Node("none"))
        ground, frame = self._colors.fill(self._root.find("spPr")), self._frame()
        title, size, is_bold = self._title(series)
        kinds = self._plot.nodes("catAx") + self._plot.nodes("dateAx")
        scattered = groups and _KINDS[groups[0].local] == "scatter"
        return Chart(
            title,
            size,
            is_bold,
            self._legend(),
            tuple(series),
            names,
            self._axis(axes[-1 if scattered else 0] if axes else None),
            self._axis(axes[1] if len(axes) > 1 and not scattered else None),
            self._axis(axes[0] if scattered else kinds[0] if kinds else None),
            _told(first, "barDir", "col") == "bar",
            float(_told(first, "gapWidth", "150")),
            float(_told(first, "overlap", "0")),
            "" if ground == NONE else ground or "FFFFFF",
            "" if frame == NONE else frame or "D9D9D9",
            self._type_size(),
        )

    def _frame(self) -> str:
        return self._colors.line(self._root.find("spPr"))[0]

    def _type_size(self) -> float:
        told = self._root.find("txPr", "p", "pPr", "defRPr")
        return float(told.attributes.get("sz", 1000)) / 100 if told else 10.0

    def _title(self, series: Sequence[Series]) -> tuple[str, float, bool]:
        """The title, its type size and whether it is bold."""
        node = self._body.find("title")
        if node is None:
            return "", _TITLE_SIZE, True
        told = [one.attributes for one in node.walk() if one.local in {"rPr", "defRPr"}]
        sizes = [float(one["sz"]) / 100 for one in told if "sz" in one]
        bold = [one["b"] in {"1", "true"} for one in told if "b" in one]
        words = self._words(node)
        if not words and len(series) == 1:
            words = series[0].name
        return words, sizes[-1] if sizes else _TITLE_SIZE, bold[-1] if bold else True

    def _words(self, node: Node | None) -> str:
        """A title's text, written out or taken from a cell."""
        text = node.find("tx") if node else None
        if text is None:
            return ""
        rich = text.find("rich")
        if rich is None:
            return "".join(shown for _, shown in self._listed(text))
        lines = ("".join(t.text for t in p.walk() if t.local == "t") for p in rich.nodes("p"))
        return "\n".join(lines)

    def _legend(self) -> str:
        node = self._body.find("legend")
        place = _told(node, "legendPos", "r") if node else ""
        return "r" if place == "tr" else place

    def _names(self, node: Node) -> tuple[str, ...]:
        told = node.find("cat")
        return tuple(shown for _, shown in self._listed(told)) if told else ()

    def _series(
        self, node: Node, group: Node, names: Sequence[str], at: int, axes: Sequence[Node]
    ) -> Series:
        kind = _KINDS[group.local]
        listed = self._listed(node.find("yVal") or node.find("val") or Node("val"))
        values = tuple(_number(value) for value, _ in listed)
        across = self._listed(node.find("xVal") or Node("xVal"))
        tx = node.find("tx")
        name = "".join(shown for _, shown in self._listed(tx)) if tx else ""
        look = node.find("spPr")
        line, width, _ = self._colors.line(look)
        fill = self._colors.fill(look)
        is_lined = kind in {"line", "scatter", "radar"}
        style = _told(group, "radarStyle", "")
        color = (line or fill) if is_lined and style != "filled" else fill
        color = self._colors.accent(at) if color in {"", NONE} else color
        used = {one.attributes.get("val") for one in group.nodes("axId")}
        is_second = len(axes) > 1 and kind != "scatter" and _id(axes[1]) in used
        symbol = node.find("marker", "symbol")
        return Series(
            kind,
            name or f"系列{at + 1}",
            values,
            color,
            tuple(_number(value) for value, _ in across),
            self._points(node, kind, len(values)),
            self._labels(node, group, listed, names),
            width or 2.25,
            symbol.attributes.get("val") != "none"
            if symbol
            else kind == "scatter" or style == "marker",
            is_lined and _told(node, "smooth", "01"[kind == "line"]) in {"1", "true"},
            is_second,
            _told(group, "grouping", "clustered"),
            line != NONE and group.local != "bubbleChart",
            style == "filled",
        )

    def _points(self, node: Node, kind: str, count: int) -> dict[int, str]:
        """The colours of single points: of a pie, each its own."""
        round_ones = kind in {"pie", "doughnut"}
        found = {at: self._colors.accent(at) for at in range(count)} if round_ones else {}
        for point in node.nodes("dPt"):
            fill = self._colors.fill(point.find("spPr"))
            if fill and fill != NONE:
                found[int(_told(point, "idx", "0"))] = fill
        return found

    def _labels(
        self, node: Node, group: Node, listed: Sequence[tuple[Any, str]], names: Sequence[str]
    ) -> tuple[str, ...]:
        told = node.find("dLbls") or group.find("dLbls")
        if told is None:
            return ()
        shows = {
            one.local for one in told.nodes()
            if one.local.startswith("show") and one.attributes.get("val", "1") in {"1", "true"}
        }  # fmt: skip
        whole = sum(_number(value) or 0.0 for value, _ in listed) or 1.0
        labels = []
        for at, (value, shown) in enumerate(listed):
            parts = [names[at]] if "showCatName" in shows and at < len(names) else []
            parts += [shown] if "showVal" in shows else []
            share = (_number(value) or 0.0) / whole
            parts += [f"{share:.0%}"] if "showPercent" in shows else []
            labels.append(" ".join(parts))
        return tuple(labels) if any(labels) else ()

    def _axis(self, node: Node | None) -> Axis:
        if node is None:
            return Axis(is_shown=False)
        scaling = node.find("scaling") or Node("scaling")
        told = node.find("numFmt")
        linked = told is None or told.attributes.get("sourceLinked") in {"1", "true"}
        deleted = node.find("delete")
        return Axis(
            _number(_told(scaling, "min", "")),
            _number(_told(scaling, "max", "")),
            _number(_told(node, "majorUnit", "")),
            self._code if linked or told is None else told.attributes.get("formatCode", "General"),
            self._words(node.find("title")),
            self._grid(node.find("majorGridlines")),
            deleted is None or deleted.attributes.get("val", "1") in {"0", "false"},
            _told(scaling, "orientation", "minMax") == "maxMin",
        )

    def _grid(self, node: Node | None) -> str:
        color = self._colors.line(node.find("spPr"))[0] if node else ""
        return "" if node is None or color == NONE else color or _GRID

    def _listed(self, holder: Node) -> list[tuple[Any, str]]:
        """The values a chart refers to, each with how it reads; from its cells if they are here."""
        for source in (holder, *holder.nodes()):
            formula = source.find("f")
            if formula is not None:
                found = self._from_cells(formula.text)
                if found:
                    return found
        points = {
            int(one.attributes.get("idx", 0)): "".join(v.text for v in one.nodes("v"))
            for one in holder.walk()
            if one.local == "pt"
        }
        if not points:
            return [(v.text, v.text) for v in holder.nodes("v")]
        count = max(points) + 1
        return [(points.get(at, ""), points.get(at, "")) for at in range(min(count, _MOST_POINTS))]

    def _from_cells(self, formula: str) -> list[tuple[Any, str]]:
        found = []
        for quoted, plain, area in _AREA.findall(formula.strip("()")):
            name = quoted.replace("''", "'") or plain.strip("(,")
            left, top, right, bottom = (one or 1 for one in range_boundaries(area.replace("$", "")))
            places = [(r, c) for r in range(top, bottom + 1) for c in range(left, right + 1)]
            for row, column in places[:_MOST_POINTS]:
                try:
                    value, code, is_hidden = self._cells(name, row, column)
                except KeyError:
                    return []
                if is_hidden and self._leaves_hidden:
                    continue
                if isinstance(value, int | float) and not isinstance(value, bool):
                    self._code = code
                found.append((value, "" if value is None else show_value(value, code).text))
        return found


def _told(node: Node | None, name: str, usual: str) -> str:
    found = node.find(name) if node else None
    return found.attributes.get("val", usual) if found else usual


def _id(axis: Node) -> str | None:
    return _told(axis, "axId", "") or None


def _number(value: object) -> float | None:
    if isinstance(value, bool) or value is None:
        return None
    try:
        return float(str(value))
    except ValueError:
        return None
