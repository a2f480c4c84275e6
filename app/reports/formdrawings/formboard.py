"""What a chart is drawn on: a board that takes strokes and words, and knows about their size."""

from dataclasses import dataclass, field

from app.reports.looks import TextRun
from app.reports.sketches import Stroke, Words

MM_PER_POINT = 25.4 / 72
_LINE = 1.25

Spot = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Box:
    """A field in millimetres, down and to the right."""

    left: float
    top: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Where it ends at the right."""
        return self.left + self.width

    @property
    def bottom(self) -> float:
        """Where it ends below."""
        return self.top + self.height


@dataclass(slots=True)
class Board:
    """Takes what is drawn; ``size`` is the usual type size in points."""

    size: float
    strokes: list[Stroke] = field(default_factory=list)
    words: list[Words] = field(default_factory=list)

    def write(
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
        """Put a text into the middle of a spot's height: left, top, width, height."""
        run = TextRun(text, size=size or self.size, bold=bold)
        self.words.append(Words(*spot, (run,), align, "middle", wrap, turn))

    @property
    def line_height(self) -> float:
        """How high a line of words is, in millimetres."""
        return self.size * MM_PER_POINT * _LINE

    def wide(self, text: str) -> float:
        """About how wide a text is: the typefaces are not known here."""
        signs = sum(1.0 if ord(sign) >= 0x2E80 else 0.55 for sign in text)
        return signs * self.size * MM_PER_POINT


def corners(
    left: float, top: float, right: float, bottom: float
) -> tuple[tuple[float, float], ...]:
    """An upright rectangle's way around."""
    return ((left, top), (right, top), (right, bottom), (left, bottom))
