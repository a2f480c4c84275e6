"""Keeps sketches and parts of texts as plain JSON values, beside the grid they stand on."""

from collections.abc import Mapping
from dataclasses import asdict, fields
from typing import Any

from app.reports.looks import Font, TextRun
from app.reports.sketches import Sketch, Stroke, Words


def sketch_to_dict(sketch: Sketch) -> dict[str, Any]:
    """A sketch as plain values."""
    return {
        "row": sketch.row,
        "left": sketch.left,
        "top": sketch.top,
        "strokes": [asdict(stroke) for stroke in sketch.strokes],
        "words": [
            {**asdict(words), "runs": [run_to_dict(run) for run in words.runs]}
            for words in sketch.words
        ],
    }


def sketch_from_dict(data: Mapping[str, Any]) -> Sketch:
    """The sketch kept by `sketch_to_dict`."""
    return Sketch(
        data["row"],
        data["left"],
        data["top"],
        tuple(_stroke(stroke) for stroke in data["strokes"]),
        tuple(_words(words) for words in data["words"]),
    )


def _words(data: Mapping[str, Any]) -> Words:
    runs = tuple(run_from_dict(run) for run in data["runs"])
    return Words(**{**data, "runs": runs, "aligns": tuple(data["aligns"])})


def _stroke(data: Mapping[str, Any]) -> Stroke:
    points = tuple((x, y) for x, y in data["points"])
    return Stroke(**{**data, "points": points, "dashes": tuple(data["dashes"])})


def run_to_dict(run: TextRun) -> dict[str, Any]:
    """A run's fields that differ from the usual ones."""
    usual = TextRun("")
    return {
        each.name: getattr(run, each.name)
        for each in fields(TextRun)
        if getattr(run, each.name) != getattr(usual, each.name)
    }


def run_from_dict(data: Mapping[str, Any]) -> TextRun:
    """The run kept by `run_to_dict`."""
    return TextRun(**{"text": "", **data, "font": Font(data.get("font", Font.SONG))})
