"""Headers and footers of a form: their texts with codes for looks, and what a page prints."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from app.reports.faces import face
from app.reports.grid import Font, TextRun

_CODE = re.compile(r'&(?:"([^"]*)"|(\d+)|K[0-9A-Fa-f]{6}|K\d\d[+-]\d{3}|(.))|([^&\n]+|\n|&$)')
_RETURN = re.compile("_x000[aAdD]_|\r\n?")
_USUAL = TextRun("", Font.SONG, 10.5)


def around(item: Any, sheet: str) -> tuple[str, str, str]:
    """A header's or footer's three texts; what the sheet itself knows is put in.

    Args:
        item: the library's header or footer.
        sheet: the sheet's name.
    """
    left, middle, right = (_coded(part, sheet) for part in (item.left, item.center, item.right))
    return left, middle, right


def _coded(part: Any, sheet: str) -> str:
    """A part's text with the looks it begins in as codes again."""
    text = (
        _RETURN.sub("\n", str(part.text or "")).replace("&[Page]", "&P").replace("&[Pages]", "&N")
    )
    text = text.replace("&[Tab]", "&A").replace("&A", sheet).strip()
    if not text:
        return ""
    font = f'&"{part.font}"' if part.font else ""
    size = f"&{part.size}" if part.size else ""
    gap = " " if size and text[0].isdigit() else ""
    return f"{font}{size}{gap}{text}"


def head_lines(text: str, page: int, count: int) -> Iterator[tuple[TextRun, ...]]:
    """A part of a header, line by line in its looks.

    Args:
        text: with codes: ``&P`` the page's number, ``&N`` the count of pages, ``&14`` a size.
        page: the page's number.
        count: how many pages there are.
    """
    look, line = _USUAL, list[TextRun]()
    for match in _CODE.finditer(text):
        font, size, code, words = match.groups()
        if words == "\n":
            yield tuple(line)
            line = []
        elif words:
            line.append(replace(look, text=words))
        elif code and code in "PN&":
            line.append(replace(look, text={"P": str(page), "N": str(count), "&": "&"}[code]))
        else:
            look = _changed(look, font, size, code or "")
    yield tuple(line)


def _changed(look: TextRun, font: str | None, size: str | None, code: str) -> TextRun:
    if size:
        return replace(look, size=float(size))
    if font:
        name, _, style = font.partition(",")
        bold, slanted = "bold" in style.lower(), "italic" in style.lower()
        role = look.font if name == "-" else face(name)
        return replace(look, font=role, bold=bold or "加粗" in style, italic=slanted)
    if code == "B":
        return replace(look, bold=not look.bold)
    if code == "I":
        return replace(look, italic=not look.italic)
    if code in ("U", "E"):
        kind = "single" if code == "U" else "double"
        return replace(look, underline="" if look.underline else kind)
    return replace(look, strike=not look.strike) if code == "S" else look
