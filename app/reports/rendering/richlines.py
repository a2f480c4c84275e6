"""Rich text in lines: which parts stand in a line, how wide it is, where it has to be broken."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import accumulate

from app.reports.looks import Font, TextRun
from app.reports.rendering.fitting import break_lines

# Super- and subscripts are set this much smaller.
SMALL = 0.6
_NARROWER = 0.97
_BLANK = re.compile(r"[^\S\n]")
_STANDS = "口"
_TRIES = 24


def run_size(run: TextRun) -> float:
    """The size a part is really set in."""
    return run.size * SMALL if run.rise else run.size


def spans(source: str, lines: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Where each line stands in the text it was broken from; only white space is between them."""
    at = 0
    for line in lines:
        at = max(at, source.find(line, at))
        yield at, at + len(line)
        at += len(line)


def cut(runs: Sequence[TextRun], start: int, end: int, scale: float = 1.0) -> tuple[TextRun, ...]:
    """What of the parts stands between two places of the text."""
    found = []
    for run, stop in zip(runs, accumulate(len(run.text) for run in runs), strict=True):
        begin = stop - len(run.text)
        piece = run.text[max(0, start - begin) : max(0, end - begin)]
        if piece:
            found.append(replace(run, text=piece, size=run.size * scale))
    return tuple(found)


def rich_width(
    runs: Sequence[TextRun], width_of: Callable[[str, Font], float], scale: float = 1.0
) -> float:
    """How wide parts in one line are, in points."""
    return sum(width_of(run.text, run.font) * run_size(run) * scale for run in runs)


def break_rich(
    runs: Sequence[TextRun], room: float, width_of: Callable[[str, Font], float], scale: float
) -> tuple[str, ...]:
    """The lines of a rich text, none wider than the room.

    Args:
        runs: the parts.
        room: in points.
        width_of: a text's width in a font's role, in parts of the type size.
        scale: how much smaller than told the parts are set.
    """
    text = "".join(run.text for run in runs)
    # Blanks to write on are no white space that may go at the end of a line.
    solid = "".join(_BLANK.sub(_STANDS, run.text) if run.underline else run.text for run in runs)
    usual = max(runs, key=lambda run: len(run.text)).font
    plain = width_of(text.replace("\n", ""), usual) or 1.0
    # Lines are broken by the text's mean size first, then tighter until the widest fits.
    size = rich_width(runs, width_of, scale) / plain
    places: list[tuple[int, int]] = []
    for _ in range(_TRIES):
        lines = break_lines(solid, room / size, lambda piece: width_of(piece, usual))
        places = list(spans(solid, lines))
        widths = (rich_width(cut(runs, *place), width_of, scale) for place in places)
        widest = max(widths, default=0.0)
        if widest <= room:
            break
        size /= _NARROWER
    return tuple(text[start:end] for start, end in places)
