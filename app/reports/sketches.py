"""What is drawn over a page's cells: pictures, and sketches of strokes and words."""

from dataclasses import dataclass

from app.reports.looks import TextRun


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture on the sheet, such as a seal; millimetres from the corner of its row.

    Attributes:
        row: the row its top stands in, from 1.
        left: from the left of the first column.
        top: from the top of the row.
        content: the picture's file (PNG, JPEG, BMP, GIF).
    """

    row: int
    left: float
    top: float
    width: float
    height: float
    content: bytes


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line or an outline on a sketch, as an unbroken way through points.

    Attributes:
        points: millimetres from the sketch's corner, to the right and down.
        closed: whether the way leads back to its start.
        fill: RRGGBB inside, or empty.
        color: RRGGBB of the line, or empty for none.
        width: of the line, in points.
        dashes: lengths of strokes and gaps in points; empty for a whole line.
    """

    points: tuple[tuple[float, float], ...]
    closed: bool = False
    fill: str = ""
    color: str = ""
    width: float = 0.75
    dashes: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Words:
    """A paragraph on a sketch, set into a box in millimetres from the sketch's corner.

    Attributes:
        runs: its parts; line feeds break lines.
        align: left, center, right or distributed; valign: top, middle or bottom.
        wrap: long lines are broken at the box's width.
        turn: degrees the text is turned about the box's middle, upwards.
        aligns: of each line the text breaks itself, where they differ.
    """

    left: float
    top: float
    width: float
    height: float
    runs: tuple[TextRun, ...]
    align: str = "left"
    valign: str = "top"
    wrap: bool = True
    turn: int = 0
    aligns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sketch:
    """Something drawn over the sheet, such as a text box or a chart; placed like a picture."""

    row: int
    left: float
    top: float
    strokes: tuple[Stroke, ...] = ()
    words: tuple[Words, ...] = ()
