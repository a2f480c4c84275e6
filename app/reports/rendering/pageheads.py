"""Headers and footers of a page: their texts with codes for looks, and what a page prints."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from app.reports.looks import Font, TextRun
from app.reports.pagesetup import Heads
from app.reports.rendering.faces import face

_CODE = re.compile(
    r'&(?:"([^"]*)"|(\d+)|K([0-9A-Fa-f]{6})|K\d\d[+-]\d{3}|([PN][+-]\d+|.))|([^&\n]+|\n|&$)'
)
_KNOWN = re.compile("(&&)|&([AFDTZG])")
_NAMES = {
    "&[Page]": "&P", "&[Pages]": "&N", "&[Tab]": "&A", "&[File]": "&F", "&[Date]": "&D",
    "&[Time]": "&T", "&[Path]": "&Z", "&[Picture]": "&G",
    "&[页码]": "&P", "&[总页数]": "&N", "&[标签名]": "&A", "&[文件]": "&F", "&[日期]": "&D",
}  # fmt: skip
_RETURN = re.compile("_x000[aAdD]_|\r\n?")
_USUAL = TextRun("", Font.SONG, 10.5)


@dataclass(frozen=True, slots=True)
class HeadWords:
    """What headers name that stands on no sheet: the file, and the day of printing."""

    file: str
    today: date | None = None


def heads_of(sheet: Any, words: HeadWords) -> tuple[Heads, Heads | None, Heads | None]:
    """A sheet's headers and footers: usual ones, the first page's, those of even pages."""

    def heads(above: Any, below: Any) -> Heads:
        return Heads(_around(above, sheet.title, words), _around(below, sheet.title, words))

    told = sheet.HeaderFooter
    first = heads(sheet.firstHeader, sheet.firstFooter) if told.differentFirst else None
    even = heads(sheet.evenHeader, sheet.evenFooter) if told.differentOddEven else None
    return heads(sheet.oddHeader, sheet.oddFooter), first, even


def _around(item: Any, sheet: str, words: HeadWords) -> tuple[str, str, str]:
    """A header's or footer's three texts; all but the page's number is put in."""
    parts = (item.left, item.center, item.right)
    left, middle, right = (_coded(part, sheet, words) for part in parts)
    return left, middle, right


def _coded(part: Any, sheet: str, words: HeadWords) -> str:
    """A part's text with the looks it begins in as codes again."""
    day = f"{words.today.year}/{words.today.month}/{words.today.day}" if words.today else ""
    known = {"A": sheet, "F": words.file, "D": day, "T": "", "Z": "", "G": ""}
    text = _RETURN.sub("\n", str(part.text or ""))
    for name, code in _NAMES.items():
        text = text.replace(name, code)
    # A sign told twice is the sign itself, whatever letter follows it.
    text = _KNOWN.sub(lambda match: match[1] or known[match[2]].replace("&", "&&"), text).strip()
    if not text:
        return ""
    font = f'&"{part.font}"' if part.font else ""
    size = f"&{part.size}" if part.size else ""
    color = f"&K{part.color}" if part.color else ""
    gap = " " if size and text[0].isdigit() else ""
    return f"{font}{color}{size}{gap}{text}"


def head_lines(text: str, page: int, count: int) -> Iterator[tuple[TextRun, ...]]:
    """A part of a header, line by line in its looks.

    Args:
        text: with codes: ``&P`` the page's number, ``&N`` the count of pages, ``&14`` a size.
        page: the page's number.
        count: how many pages there are.
    """
    look, line = _USUAL, list[TextRun]()
    for match in _CODE.finditer(text):
        font, size, color, code, words = match.groups()
        if words == "\n":
            yield tuple(line)
            line = []
        elif words:
            line.append(replace(look, text=words))
        elif code == "&":
            line.append(replace(look, text="&"))
        elif code and code[0] in "PN":
            told = {"P": page, "N": count}[code[0]] + int(code[1:] or 0)
            line.append(replace(look, text=str(told)))
        elif color:
            look = replace(look, color="" if color == "000000" else color.upper())
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
