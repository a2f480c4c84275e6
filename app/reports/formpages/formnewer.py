"""Looks by value that newer programs write beside a sheet's own: bars with an axis, more signs."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from openpyxl.formatting.rule import Rule
from openpyxl.styles.colors import Color
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.worksheet.cell_range import MultiCellRange
from openpyxl.xml.functions import fromstring

_NEWER_BARS = b"{B025F937-C7B1-47D3-B67F-A62EFF666E3E}"
_MARK = b"conditionalFormattings"
_NO = frozenset({"0", "false"})
_RED = "FF0000"

Areas = tuple[tuple[int, int, int, int], ...]


@dataclass(frozen=True, slots=True)
class Stop:
    """Where a step of a scale begins."""

    type: str
    val: str = ""
    gte: bool = True


@dataclass(frozen=True, slots=True)
class NewerBar:
    """A bar as newer programs draw it.

    Attributes:
        color: of the bar; None where the sheet's own rule tells it.
        negative: RRGGBB or a workbook's colour of bars below nothing.
        has_axis: whether bars begin where nothing is.
        is_flat: whether the colour stays the same along the bar.
    """

    cfvo: tuple[Stop, ...]
    color: Any
    negative: Any
    minLength: int = 0  # noqa: N815  the format's own words, as its other bars have them
    maxLength: int = 100  # noqa: N815
    showValue: bool = True  # noqa: N815
    has_axis: bool = True
    is_flat: bool = False


@dataclass(frozen=True, slots=True)
class NewerIcons:
    """A set of signs; ``icons`` names each step's own where they are mixed."""

    cfvo: tuple[Stop, ...]
    iconSet: str  # noqa: N815
    reverse: bool = False
    showValue: bool = True  # noqa: N815
    icons: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class ScaleRule:
    """A rule that shows a value's rank."""

    type: str
    priority: int
    dataBar: NewerBar | None = None  # noqa: N815
    iconSet: NewerIcons | None = None  # noqa: N815
    colorScale: None = None  # noqa: N815
    stopIfTrue: bool = False  # noqa: N815


@dataclass(frozen=True, slots=True)
class NewerRules:
    """What a sheet says in the newer way.

    Attributes:
        rules: rules of their own, each with its areas.
        bars: by areas, how the sheet's own bars there are drawn.
        has_bars: whether its bars begin at nothing and reach their cell's end.
    """

    rules: tuple[tuple[Areas, Any], ...] = ()
    bars: Mapping[Areas, NewerBar] = field(default_factory=dict)
    has_bars: bool = False


def newer_rules(part: bytes) -> NewerRules:
    """Read a sheet's part."""
    has_bars = _NEWER_BARS in part
    if _MARK not in part:
        return NewerRules(has_bars=has_bars)
    rules, bars = list[tuple[Areas, Any]](), dict[Areas, NewerBar]()
    for areas, node in _rules(fromstring(part)):
        try:
            bar = next(_named(node, "dataBar"), None)
            if bar is not None and next(_named(bar, "fillColor"), None) is None:
                bars[areas] = _bar(bar)
            else:
                rules.append((areas, _rule(node, bar)))
        except (ValueError, TypeError, AttributeError):
            continue  # a rule no program here knows must not cost the page
    return NewerRules(tuple(rules), bars, has_bars)


def _rules(root: Any) -> Iterator[tuple[Areas, Any]]:
    for formats in _all_named(root, "conditionalFormatting"):
        told = next(_named(formats, "sqref"), None)
        if told is None or not told.text:
            continue  # the sheet's own ones tell their areas another way
        areas = tuple(one.bounds for one in MultiCellRange(told.text).ranges)
        for node in _named(formats, "cfRule"):
            yield areas, node


def _rule(node: Any, bar: Any) -> Any:
    kind, priority = str(node.get("type")), int(node.get("priority") or 0)
    if bar is not None:
        return ScaleRule(kind, priority, dataBar=_bar(bar))
    icons = next(_named(node, "iconSet"), None)
    if icons is not None:
        return ScaleRule(kind, priority, iconSet=_icons(icons))
    look = next(_named(node, "dxf"), None)
    told: dict[str, Any] = {
        "type": kind,
        "operator": node.get("operator"),
        "text": node.get("text"),
    }
    return Rule(
        **told,
        formula=[one.text or "" for one in _named(node, "f")],
        dxf=None if look is None else DifferentialStyle.from_tree(look),
        priority=priority,
        stopIfTrue=node.get("stopIfTrue") not in {None, *_NO},
    )


def _bar(node: Any) -> NewerBar:
    same = node.get("negativeBarColorSameAsPositive") not in {None, *_NO}
    below = _color(node, "negativeFillColor")
    return NewerBar(
        _stops(node),
        _color(node, "fillColor"),
        None if same else below if below is not None else _RED,
        int(node.get("minLength") or 0),
        int(node.get("maxLength") or 100),
        node.get("showValue") not in _NO,
        node.get("axisPosition") != "none",
        node.get("gradient") in _NO,
    )


def _icons(node: Any) -> NewerIcons:
    own = [(str(one.get("iconSet")), int(one.get("iconId") or 0)) for one in _named(node, "cfIcon")]
    return NewerIcons(
        _stops(node),
        str(node.get("iconSet") or "3TrafficLights1"),
        node.get("reverse") not in {None, *_NO},
        node.get("showValue") not in _NO,
        tuple(own),
    )


def _stops(node: Any) -> tuple[Stop, ...]:
    return tuple(
        Stop(
            str(one.get("type")),
            "".join(told.text or "" for told in _named(one, "f")) or str(one.get("val") or ""),
            one.get("gte") not in _NO,
        )
        for one in _named(node, "cfvo")
    )


def _color(node: Any, name: str) -> Any:
    found = next(_named(node, name), None)
    return None if found is None else Color.from_tree(found)


def _named(node: Any, name: str) -> Iterator[Any]:
    return (one for one in node if str(one.tag).rpartition("}")[2] == name)


def _all_named(root: Any, name: str) -> Sequence[Any]:
    return [one for one in root.iter() if str(one.tag).rpartition("}")[2] == name]
