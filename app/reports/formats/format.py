"""What a format of returns is: its columns, and all that stands around them."""

from dataclasses import dataclass, fields
from string import Formatter

from app.models.returnviews import ReturnHead
from app.reports.formats.catalogues import CATALOGUES
from app.reports.looks import Font
from app.reports.pagesetup import USUAL_PAGE, PageSetup

KINDS = ("month", "quarter", "half", "year", "any")
ROWS = tuple(CATALOGUES)
ALIGNS = ("left", "center", "right")
NUMBERS = r"general|(#,##)?0(\.0{1,6})?%?"
_HEAD_FIELDS = frozenset(field.name for field in fields(ReturnHead))


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a format.

    Attributes:
        head: the heading from the outermost inwards; equal neighbours become one heading.
        field: what of a line it prints, see docs/formats.md.
        width: millimetres; all widths of a format are stretched together to the text block.
        merge: equal neighbours below each other under one group are printed as one label.
        number: the number format, ``general`` for as many places as written, empty for text.
        total: the column is added up in a last row 合计.
        repeats: printed again where its row goes on over a page break.
    """

    head: tuple[str, ...]
    field: str
    width: float
    align: str = "left"
    merge: bool = False
    number: str = ""
    total: bool = False
    repeats: bool = False


@dataclass(frozen=True, slots=True)
class Look:
    """The typeface and the size (in points) of one part of the page."""

    font: Font
    size: float


@dataclass(frozen=True, slots=True)
class Looks:
    """How the parts around the lines are set, by GB/T 9704-2012 and the field's habit.

    ``around`` are the line above the table and the sign-off. 二号 22, 小四 12, 五号 10.5.
    """

    title: Look = Look(Font.TITLE, 22)
    subtitle: Look = Look(Font.KAI, 12)
    around: Look = Look(Font.FANGSONG, 12)
    head: Look = Look(Font.HEI, 10.5)


_USUAL_LOOKS = Looks()


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of return: its columns and all that stands around them.

    ``rows`` says what stands on a line, ``only`` which of them, ``empty`` what a page without
    any says; ``kind`` is the beat it is handed up by, ``any`` for none.

    ``annex``, ``title``, ``subtitle``, ``above``, ``notes`` and ``foot`` are templates over the
    fields of `ReturnHead`, such as ``{office}``; ``annex`` and ``subtitle`` are left out when
    every field they name is empty. ``font`` and ``size`` are those of the lines.
    """

    key: str
    name: str
    kind: str
    title: str
    columns: tuple[Column, ...]
    rows: str = "tasks"
    only: str = ""
    empty: str = ""
    annex: str = ""
    subtitle: str = ""
    above: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    foot: tuple[str, ...] = ()
    group_rows: bool = False
    repeat_head: bool = True
    font: Font = Font.FANGSONG
    size: float = 10.5
    looks: Looks = _USUAL_LOOKS
    page: PageSetup = USUAL_PAGE


def placeholders(template: str) -> tuple[str, ...]:
    """The fields a template names.

    Raises:
        ValueError: a brace is left open, or a field carries a format or an attribute.
    """
    names = []
    try:
        pieces = tuple(Formatter().parse(template))
    except ValueError:  # an open brace: Python says so in English
        raise ValueError("…") from None
    for _, name, spec, conversion in pieces:
        if name is None:
            continue
        if name not in _HEAD_FIELDS or spec or conversion:
            raise ValueError(name)
        names.append(name)
    return tuple(names)
