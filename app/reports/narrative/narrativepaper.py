"""Sets a work report as an office paper (GB/T 9704-2012): its paragraphs and its page."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from math import ceil

from app.models.rules.numerals import in_chinese
from app.reports.grid import Grid, GridCell
from app.reports.looks import CellStyle, Font
from app.reports.narrative.drafting import ANNEX, OPENING, TITLE, TO, Section
from app.reports.pagesetup import PageSetup
from app.reports.rendering.fitting import break_lines, clean
from app.reports.rendering.fonts import FontSet, installed_fonts

LINES, CHARACTERS = 22, 28
"""How many lines a page holds, and how many characters a line."""
BODY_SIZE, TITLE_SIZE = 16.0, 22.0
PAGE = PageSetup(landscape=False, mode="annex", centred=False)
LINE_MM = 225 / LINES
DATE_ROOM = 4
"""The day stands four characters from the right edge, the office in the middle above it."""
_TITLE_ROOM = 20
_INDENT = "　　"
_BEFORE_SIGNATURE = 2
_HEADING = re.compile(r"[一二三四五六七八九十]+、[^。；]{1,30}")
_SUBHEADING = re.compile(r"（[一二三四五六七八九十]+）[^。；]{1,30}")
_ANNEX_HEAD = "附件："


class Role(StrEnum):
    """What a paragraph is on the paper."""

    TITLE = "title"
    TO = "to"
    HEADING = "heading"
    SUBHEADING = "subheading"
    BODY = "body"
    ANNEX = "annex"
    BLANK = "blank"
    OFFICE = "office"
    DATE = "date"


FONTS = {Role.TITLE: Font.TITLE, Role.HEADING: Font.HEI, Role.SUBHEADING: Font.KAI}
"""The typefaces of the roles; all others are set in 仿宋."""
_INDENTED = frozenset({Role.HEADING, Role.SUBHEADING, Role.BODY, Role.ANNEX})


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph; ``room`` is how many characters it keeps from the right edge."""

    role: Role
    text: str = ""
    room: float = 0.0

    @property
    def font(self) -> Font:
        """Its typeface."""
        return FONTS.get(self.role, Font.FANGSONG)

    @property
    def is_indented(self) -> bool:
        """Its first line begins two characters in."""
        return self.role in _INDENTED


def paragraphs(sections: Sequence[Section], *, office: str, day: date) -> tuple[Paragraph, ...]:
    """The whole paper; sections left empty are left out, and the numbers close up."""
    texts = {section.key: clean(section.text).strip() for section in sections}
    place = 0
    found = [Paragraph(Role.TITLE, line) for line in _lines(texts.get(TITLE, ""))]
    found.append(Paragraph(Role.BLANK))
    if to := texts.get(TO, ""):
        found.append(Paragraph(Role.TO, f"{to.rstrip('：:')}："))
    found += _body(texts.get(OPENING, ""))
    for section in sections:
        if section.heading and texts[section.key]:
            place += 1
            found.append(Paragraph(Role.HEADING, f"{in_chinese(place)}、{section.heading}"))
            found += _body(texts[section.key])
    found += _annex(_lines(texts.get(ANNEX, "")))
    return (*found, *_signature(office, day))


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.split("\n") if line.strip()]


def _body(text: str) -> Iterable[Paragraph]:
    """A section's lines; those the clerk numbered 一、 or （一） stand as headings."""
    for line in _lines(text):
        role = (
            Role.SUBHEADING if _SUBHEADING.fullmatch(line)
            else Role.HEADING if _HEADING.fullmatch(line)
            else Role.BODY
        )  # fmt: skip
        yield Paragraph(role, line)


def _annex(names: Sequence[str]) -> list[Paragraph]:
    """附件：1.…, one below the other; a single one has no number."""
    if not names:
        return []
    bare = [re.sub(r"^(?:附件[：:])?\s*(?:\d+[.．、]\s*)?", "", name) for name in names]
    if len(bare) == 1:
        return [Paragraph(Role.BLANK), Paragraph(Role.ANNEX, _ANNEX_HEAD + bare[0])]
    numbered = [f"{place}. {name}" for place, name in enumerate(bare, 1)]
    gap = "　" * len(_ANNEX_HEAD)
    return [
        Paragraph(Role.BLANK),
        Paragraph(Role.ANNEX, _ANNEX_HEAD + numbered[0]),
        *(Paragraph(Role.ANNEX, gap + line) for line in numbered[1:]),
    ]


def _signature(office: str, day: date) -> Iterable[Paragraph]:
    dated = f"{day.year}年{day.month}月{day.day}日"
    spare = (_width(dated) - _width(office)) / 2
    for _ in range(_BEFORE_SIGNATURE):
        yield Paragraph(Role.BLANK)
    yield Paragraph(Role.OFFICE, office, max(0.0, DATE_ROOM + spare))
    yield Paragraph(Role.DATE, dated, DATE_ROOM)


def _width(text: str) -> float:
    """A text's width in characters; figures take half of one."""
    return sum(0.5 if char.isascii() else 1.0 for char in text)


def paper_grid(paper: Sequence[Paragraph], *, fonts: FontSet | None = None) -> Grid:
    """The paper as a Page grid: one column, a row for each line of type.

    Raises:
        UserError: no Chinese typeface was found to measure the text with.
    """
    fonts = fonts or installed_fonts()
    cells: list[GridCell] = []
    heights: list[float | None] = []
    kept: set[int] = set()
    for place, paragraph in enumerate(paper):
        lines = _set(paragraph, fonts)
        for line, is_last in zip(lines, [False] * (len(lines) - 1) + [True], strict=True):
            heights.append(None if paragraph.role is Role.TITLE else LINE_MM)
            cells.append(GridCell(len(heights), 1, line, style=_style(paragraph, last=is_last)))
        if _keeps(paper, place):
            kept.add(len(heights))
    title = "".join(one.text for one in paper if one.role is Role.TITLE)
    return Grid(
        title,
        tuple(cells),
        (PAGE.block_width,),
        tuple(heights),
        PAGE,
        keep_with_next=frozenset(kept),
    )


def _keeps(paper: Sequence[Paragraph], place: int) -> bool:
    """Headings stay with what follows; a signature never stands on a page without text."""
    if paper[place].role in {Role.HEADING, Role.SUBHEADING, Role.TITLE, Role.OFFICE}:
        return True
    following = [one.role for one in paper[place + 1 :]]
    return bool(following) and set(following) <= {Role.BLANK, Role.OFFICE, Role.DATE}


def _set(paragraph: Paragraph, fonts: FontSet) -> tuple[str, ...]:
    """The paragraph's lines of type; a blank one is an empty line."""
    text, font = paragraph.text, paragraph.font
    if paragraph.role is Role.TITLE:
        whole = fonts.width(text, font)
        room = whole / ceil(whole / _TITLE_ROOM) + 1
        return break_lines(text, min(room, _TITLE_ROOM), lambda piece: fonts.width(piece, font))
    if paragraph.room or paragraph.role in {Role.OFFICE, Role.DATE}:
        halves = round(paragraph.room * 2)
        return (text + "　" * (halves // 2) + " " * (halves % 2),)
    text = _INDENT + text if paragraph.is_indented else text
    return break_lines(text, CHARACTERS, lambda piece: fonts.width(piece, font)) or ("",)


def _style(paragraph: Paragraph, *, last: bool) -> CellStyle:
    if paragraph.role is Role.TITLE:
        return CellStyle(paragraph.font, TITLE_SIZE, align="center", wrap=False)
    right = paragraph.role in {Role.OFFICE, Role.DATE}
    align = "right" if right else "start" if last else "fill"
    return CellStyle(paragraph.font, BODY_SIZE, align=align, wrap=False)
