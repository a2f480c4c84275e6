"""What styles say of a cell: that it is hidden, how its number is shown, that its blanks count."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*collapse", re.IGNORECASE)
_KEPT = re.compile(r"white-space\s*:\s*(?:pre|break-spaces)", re.IGNORECASE)
_FORMAT = re.compile(
    r"mso-number-format\s*:\s*(?:\"((?:[^\"\\]|\\.)*)\"|'((?:[^'\\]|\\.)*)'|([^;]*))",
    re.IGNORECASE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\([0-9a-fA-F]{1,6})\s?|\\(.)", re.DOTALL)
_CLASS = re.compile(r"(?:[A-Za-z]+)?\.([\w-]+)")
NAMED_FORMATS = {
    "general": "",
    "general number": "",
    "general date": "yyyy/m/d",
    "medium date": "yyyy/m/d",
    "fixed": "0.00",
    "standard": "#,##0.00",
    "percent": "0.00%",
    "short date": "yyyy/m/d",
    "long date": 'yyyy"年"m"月"d"日"',
}
"""Number formats that Excel's pages and XML workbooks call by name, in small letters."""

_LONGEST_SHEET = 2_000_000


@dataclass(frozen=True, slots=True)
class Style:
    """What matters of a style.

    Attributes:
        hidden: whether it hides what carries it.
        keeps_blanks: whether line ends and blanks show as written.
        number_format: the number format Excel wrote, None when the style names none.
    """

    hidden: bool = False
    keeps_blanks: bool = False
    number_format: str | None = None


PLAIN = Style()


def read_style(text: str) -> Style:
    """The style that some declarations make."""
    if not text:
        return PLAIN
    found = _FORMAT.search(text)
    code = None
    if found:
        # Within quotes \0022 is a sign by its number; \@ and \; are the sign itself.
        raw = (found[1] or found[2] or found[3] or "").strip()
        code = _ESCAPE.sub(_unescape, raw)
        code = NAMED_FORMATS.get(code.lower(), code)
    return Style(bool(_HIDDEN.search(text)), bool(_KEPT.search(text)), code)


def _unescape(match: re.Match[str]) -> str:
    if not match[1]:
        return match[2]
    number = int(match[1], 16)
    return chr(number) if number < 0x110000 else ""


def read_classes(sheet: str) -> dict[str, Style]:
    """The styles of a style sheet by class; selectors of several steps are left out."""
    found: dict[str, Style] = {}
    for rule in sheet[:_LONGEST_SHEET].split("}"):
        selectors, _, body = rule.partition("{")
        style = read_style(body)
        if style == PLAIN:
            continue
        for selector in selectors.rpartition("-->")[2].split(","):
            match = _CLASS.fullmatch(selector.strip().removeprefix("<!--").strip())
            if match:
                found[match[1]] = joined(found.get(match[1], PLAIN), style)
    return found


def style_of(attributes: Mapping[str, str], classes: Mapping[str, Style]) -> Style:
    """The style of an element by its classes and its own declarations."""
    style = PLAIN
    for name in attributes.get("class", "").split():
        style = joined(style, classes.get(name, PLAIN))
    style = joined(style, read_style(attributes.get("style", "")))
    return joined(style, Style(hidden=True)) if "hidden" in attributes else style


def joined(first: Style, second: Style) -> Style:
    """Two styles of one element; what the second says wins."""
    if second == PLAIN:
        return first
    code = first.number_format if second.number_format is None else second.number_format
    return Style(first.hidden or second.hidden, first.keeps_blanks or second.keeps_blanks, code)
