"""Outlines of shapes: named ones, mirrored ones, ones drawn by hand."""

import pytest

from app.reports.formdrawings.formoutlines import outlines_of
from app.reports.forms.markup import parse_markup


def _look(inside: str, place: str = "<xfrm/>") -> str:
    return f"<spPr>{place}{inside}</spPr>"


def _path(steps: str) -> str:
    return f'<custGeom><pathLst><path w="100" h="50">{steps}</path></pathLst></custGeom>'


def _pt(name: str, *points: tuple[object, object]) -> str:
    told = "".join(f'<pt x="{x}" y="{y}"/>' for x, y in points)
    return f"<{name}>{told}</{name}>"


def test_a_shape_drawn_by_hand_goes_its_own_way() -> None:
    steps = _pt("moveTo", (0, 0)) + _pt("lnTo", (100, 0)) + _pt("lnTo", (100, 50)) + "<close/>"
    steps += _pt("moveTo", (0, 50)) + _pt("cubicBezTo", (0, 0), (100, 0), (100, 50))
    first, second = outlines_of(parse_markup(_look(_path(steps)).encode()), 20, 10)
    assert (first.points, first.is_closed) == (((0, 0), (20, 0), (20, 10)), True)
    assert not second.is_closed
    assert second.points[6] == pytest.approx((10, 2.5))
    assert second.points[-1] == pytest.approx((20, 10))


def test_one_whose_places_are_reckoned_is_a_box() -> None:
    steps = _pt("moveTo", ("hc", "t")) + _pt("lnTo", ("r", "b"))
    (box,) = outlines_of(parse_markup(_look(_path(steps)).encode()), 20, 10)
    assert set(box.points) == {(0, 0), (20, 0), (20, 10), (0, 10)}


def test_braces_and_connectors_are_open() -> None:
    for kind in ("leftBrace", "rightBracket", "bentConnector3", "line"):
        (outline,) = outlines_of(parse_markup(_look(f'<prstGeom prst="{kind}"/>').encode()), 4, 20)
        assert not outline.is_closed, kind


def test_a_mirrored_shape_looks_the_other_way() -> None:
    told = _look('<prstGeom prst="line"/>', '<xfrm flipH="1"/>')
    (outline,) = outlines_of(parse_markup(told.encode()), 20, 10)
    assert outline.points == ((20, 0), (0, 10))


def test_a_callout_points_at_what_it_speaks_of() -> None:
    marks = '<gd name="adj1" fmla="val 30000"/><gd name="adj2" fmla="val -90000"/>'
    told = _look(f'<prstGeom prst="wedgeRectCallout"><avLst>{marks}</avLst></prstGeom>')
    (outline,) = outlines_of(parse_markup(told.encode()), 20, 10)
    assert min(outline.points, key=lambda point: point[1]) == pytest.approx((16, -4))
    assert len(outline.points) == 7
