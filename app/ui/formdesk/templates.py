"""Templates as a clerk reads and types them: 填报单位：〔单位〕 for 填报单位：{office}."""

from __future__ import annotations

import re
from string import Formatter

PLACES = {
    "office": "单位",
    "list_title": "任务表名称",
    "document_number": "文号",
    "year": "年度",
    "period_label": "报告期",
    "as_of": "截至日期",
    "filled_on": "填报日期",
    "filled_by": "填报人",
    "checked_by": "审核人",
    "signed_by": "负责人",
    "phone": "电话",
    "period": "报告期代号",
}
"""What may be filled in by itself, by the field of the return's head."""
PARTING = "｜"
_FIELDS = {word: field for field, word in PLACES.items()}
_PLACE = re.compile(f"〔({'|'.join(_FIELDS)})〕")


def in_words(template: str) -> str:
    """A template with its fields as words in brackets."""
    parts = []
    for text, field, _spec, _conversion in Formatter().parse(template):
        parts.append(text)
        if field is not None:
            parts.append(shown_place(field))
    return "".join(parts)


def from_words(text: str) -> str:
    """The template a text stands for; brackets round other words, and braces, are themselves."""
    parts, at = [], 0
    for match in _PLACE.finditer(text):
        parts += [_bare(text[at : match.start()]), f"{{{_FIELDS[match[1]]}}}"]
        at = match.end()
    return "".join([*parts, _bare(text[at:])])


def pieces_in_words(pieces: tuple[str, ...]) -> str:
    """The pieces of a line as one text, parted by a sign."""
    return f" {PARTING} ".join(in_words(piece) for piece in pieces)


def pieces_from_words(text: str) -> tuple[str, ...]:
    """The pieces a text stands for; an empty one is none."""
    parts = (part.strip() for part in text.split(PARTING))
    return tuple(from_words(part) for part in parts if part)


def shown_place(field: str) -> str:
    """A field of the head as it stands in a text: 〔单位〕."""
    return f"〔{PLACES[field]}〕"


def typed(text: str) -> str:
    """What a clerk typed or pasted, without signs no paper shows; line ends stay."""
    return "".join(char for char in text if char == "\n" or char.isprintable() or char == "\u3000")


def _bare(text: str) -> str:
    return typed(text).replace("{", "{{").replace("}", "}}")
