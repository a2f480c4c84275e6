"""What the body of a Word document is made of: paragraphs and tables."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of a document.

    Attributes:
        number: its place among the paragraphs of the body, from 1, blank ones counted and those
            inside tables not; a text box has the number of the paragraph that holds it.
        text: its text, automatic number in front, line breaks kept.
        style: the name of its style, such as ``heading 1`` or ``toc 2``; empty when it has none.
        level: its outline level from 1 to 9; 0 for body text.
        centred: whether it is centred.
        label: the automatic number ``text`` begins with, or empty.
        table: the number from 1 of the table it belongs to as title, unit line, note or signature;
            0 when it belongs to none.
    """

    number: int
    text: str
    style: str = ""
    level: int = 0
    centred: bool = False
    label: str = ""
    table: int = 0


@dataclass(slots=True)
class WordCell:
    """A cell of a table: grid columns it spans, its part in a merge, what it holds."""

    span: int = 1
    above: bool = False
    beside: bool = False
    blocks: "list[Block]" = field(default_factory=list)


@dataclass(slots=True)
class WordRow:
    """A row of a table; ``before`` are grid columns left out at its beginning."""

    before: int = 0
    hidden: bool = False
    deleted: bool = False
    cells: list[WordCell] = field(default_factory=list)


@dataclass(slots=True)
class WordTable:
    """A table: the widths of its grid columns in twentieths of a point, and its rows."""

    widths: list[int] = field(default_factory=list)
    rows: list[WordRow] = field(default_factory=list)


Block = Paragraph | WordTable
