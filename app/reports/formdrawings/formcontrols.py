"""Check boxes, options and buttons on a form's sheet, drawn as they are printed."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

from app.reports.looks import TextRun
from app.reports.sketches import Stroke, Words

_SHAPE = re.compile(r"<v:shape\b.*?</v:shape>", re.DOTALL)
_KIND = re.compile(r'<x:ClientData\s+ObjectType="(\w+)"')
_ANCHOR = re.compile(r"<x:Anchor>([^<]*)</x:Anchor>")
_IMAGE = re.compile(r'<v:imagedata\b[^>]*\bo:relid="([^"]+)"')
_CORNERS = 8
_TEXT = re.compile(r"<v:textbox\b.*?</v:textbox>", re.DOTALL)
_TAG, _SPACE = re.compile(r"<[^>]*>"), re.compile(r"\s+")
_CHECKED = re.compile(r"<x:Checked>\s*[1-9]")
_UNPRINTED = re.compile(r"<x:PrintObject>\s*(?:False|F|0)", re.IGNORECASE)
_DRAWN = frozenset({"Checkbox", "Radio", "Button", "Label", "GBox"})
_BOX, _GAP, _SIZE = 3.0, 1.2, 9.0
_INK, _FACE, _EDGE = "000000", "F0F0F0", "A0A0A0"

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Control:
    """A control in the old drawing language.

    Attributes:
        kind: Checkbox, Radio, Button, Label or GBox.
        anchor: column, pixels, row, pixels of its first corner, then of its last; from 0.
    """

    kind: str
    anchor: tuple[int, ...]
    caption: str
    is_checked: bool


def controls_in(drawing: bytes) -> Iterator[Control]:
    """The controls of a drawing that are printed; notes and pictures are none."""
    for match in _SHAPE.finditer(drawing.decode("utf-8", "replace")):
        shape = match[0]
        kind, anchor = _KIND.search(shape), _ANCHOR.search(shape)
        if not kind or not anchor or kind[1] not in _DRAWN or _UNPRINTED.search(shape):
            continue
        places = _places(anchor[1])
        if len(places) == _CORNERS:
            text = _TEXT.search(shape)
            words = html.unescape(_TAG.sub("", text[0])) if text else ""
            caption = _SPACE.sub(" ", words).strip()
            yield Control(kind[1], places, caption, bool(_CHECKED.search(shape)))


def objects_in(drawing: bytes) -> Iterator[tuple[tuple[int, ...], str]]:
    """Objects of other programs in a drawing: where each hangs, and the link to its picture."""
    for match in _SHAPE.finditer(drawing.decode("utf-8", "replace")):
        kind, anchor, image = (one.search(match[0]) for one in (_KIND, _ANCHOR, _IMAGE))
        if kind and anchor and image and kind[1] == "Pict" and not _UNPRINTED.search(match[0]):
            places = _places(anchor[1])
            if len(places) == _CORNERS:
                yield places, image[1]


def _places(anchor: str) -> tuple[int, ...]:
    return tuple(int(part) for part in anchor.split(",") if part.strip().isdigit())


def control_parts(
    control: Control, width: float, height: float
) -> tuple[tuple[Stroke, ...], tuple[Words, ...]]:
    """What a control draws into its frame, in millimetres."""
    whole: tuple[Point, ...] = ((0, 0), (width, 0), (width, height), (0, height))
    runs = (TextRun(control.caption, size=_SIZE),)
    if control.kind == "Button":
        face = Stroke(whole, True, _FACE, _EDGE)
        return (face,), (Words(0, 0, width, height, runs, "center", "middle"),)
    if control.kind == "GBox":
        words = Words(2, -_BOX / 2, width, _BOX, runs, valign="middle", wrap=False)
        return (Stroke(whole, True, "", _EDGE),), (words,)
    if control.kind == "Label":
        return (), (Words(0, 0, width, height, runs, valign="middle"),)
    left = _BOX + 2 * _GAP
    words = Words(left, 0, max(1.0, width - left), height, runs, valign="middle", wrap=False)
    return tuple(_box(control, height / 2)), (words,)


def _box(control: Control, middle: float) -> Iterator[Stroke]:
    """The square or ring to be ticked, ticked or not."""
    left, top, right, foot = _GAP, middle - _BOX / 2, _GAP + _BOX, middle + _BOX / 2
    if control.kind == "Radio":
        yield Stroke(_ring(left + _BOX / 2, middle, _BOX / 2), True, "", _INK)
        if control.is_checked:
            yield Stroke(_ring(left + _BOX / 2, middle, _BOX / 4), True, _INK)
        return
    yield Stroke(((left, top), (right, top), (right, foot), (left, foot)), True, "", _INK)
    if control.is_checked:
        tick = ((left + 0.6, middle), (left + 1.3, foot - 0.6), (right - 0.5, top + 0.7))
        yield Stroke(tick, color=_INK, width=1.25)


def _ring(x: float, y: float, radius: float) -> tuple[Point, ...]:
    from_angles = (complex(0, 1) ** (at / 6) for at in range(24))
    return tuple((x + radius * turn.real, y + radius * turn.imag) for turn in from_angles)
