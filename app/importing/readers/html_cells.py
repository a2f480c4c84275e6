"""The text of an HTML cell as it shows, and the number that Excel wrote beside it."""

import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

from app.importing.readers.css import Style
from app.importing.readers.markup import BREAK
from app.importing.readers.numbers import Shown, is_date_format, show_number
from app.models.rules.pace import is_sane

LINE = "\x1e"
"""Stands for ``<br>`` until the text is joined."""

BLOCK = "\x1f"
"""Stands for the edge of a paragraph until the text is joined."""

_SPACES = re.compile(r"[ \t\r\n\f]+")
_HAN = "\u3000-\u303f\u4e00-\u9fff\uff00-\uffef"
# Excel and Word wrap long source lines; between Chinese signs such a line end is no blank.
_WRAPPED = re.compile(rf"(?<=[{_HAN}])[ \t]*[\r\n][ \t\r\n]*(?=[{_HAN}])")
_EDGES = re.compile(rf" ?{BLOCK}[ {BLOCK}]*")
_AROUND_LINE = re.compile(rf" ?{LINE} ?")
_PLAIN_NUMBER = re.compile(r"-?\d{1,15}(?:\.\d{1,15})?")
_TEXT_FORMAT = "@"


def flowing(text: str) -> str:
    """Text between tags with its white space closed up, as a page shows it."""
    if "\n" in text or "\r" in text:
        text = _WRAPPED.sub("", text)
    return _SPACES.sub(" ", text).replace(BREAK, LINE)


def as_written(text: str) -> str:
    """Text between tags where white space counts."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\n", LINE).replace(BREAK, LINE)


def shown_text(parts: list[str]) -> str:
    """The text of a cell from its parts: line breaks kept, paragraphs a line each."""
    if len(parts) == 1 and LINE not in parts[0]:
        return parts[0].strip(" ")
    text = _SPACES.sub(" ", "".join(parts))
    text = _AROUND_LINE.sub(LINE, text)
    text = _EDGES.sub(BLOCK, text).strip(f" {BLOCK}")
    # A line end right before a paragraph's edge shows as nothing.
    return text.replace(LINE + BLOCK, BLOCK).replace(BLOCK, "\n").replace(LINE, "\n").strip("\n")


def lines_of(parts: list[str]) -> list[str]:
    """The lines with text that some parts make."""
    return [line for line in shown_text(parts).split("\n") if line.strip()]


def shown_cell(text: str, attributes: Mapping[str, str], style: Style) -> Shown:
    """A cell's text with the number or date that stands behind it.

    Excel keeps the stored number in ``x:num``, LibreOffice in ``sdval``; where a number format is
    given and the text is a bare number, the format is applied, as Excel does on opening.
    """
    code = style.number_format
    if code is None and not attributes:
        return Shown(text, None, None)
    if code is None and "sdnum" in attributes:
        code = attributes["sdnum"].split(";", 2)[-1]
    stored = _stored(text, attributes)
    if stored is None:
        bare = text.strip()
        if code and code != _TEXT_FORMAT and _PLAIN_NUMBER.fullmatch(bare):
            return show_number(bare, code)
        return Shown(text, None, None)
    if code and is_date_format(code):
        return Shown(text, None, show_number(str(stored), code).day)
    return Shown(text, stored, None)


def _stored(text: str, attributes: Mapping[str, str]) -> Decimal | None:
    """The number written beside the text; ``x:num`` without one means the text itself."""
    for name in ("x:num", "sdval"):
        if name in attributes:
            try:
                number = Decimal(attributes[name].strip() or text.strip())
            except InvalidOperation:
                return None
            return number if is_sane(number) else None
    return None
