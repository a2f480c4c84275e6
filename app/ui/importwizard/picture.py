"""What the clerk is shown of a sheet: every row with its part, every column with its tag."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.importing.sheet import Sheet

Part = Literal["head", "task", "group", "skipped", "here"]


@dataclass(frozen=True, slots=True)
class RowMark:
    """What became of a row.

    Attributes:
        part: head, task, group, skipped, or here for the row looked for.
        word: one short word for the margin, such as 标题; empty for a task.
        why: a sentence for the tooltip and the list of skipped rows.
    """

    part: Part
    word: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class ColumnTag:
    """What a column was recognised as.

    Attributes:
        column: the sheet's column number, from 1.
        heading: the head's words, joined with ``/``.
        field: the part it plays, None for a column that is kept as written.
        part: the part in the clerk's words, such as 完成时限.
        sure: recognised, or confirmed by the clerk.
        why: how it was recognised.
    """

    column: int
    heading: str
    field: str | None
    part: str
    sure: bool = True
    why: str = ""

    @property
    def sign(self) -> str:
        """✓ for a part that is sure, ? for one to look at."""
        return "✓" if self.sure and self.field else "?"


@dataclass(frozen=True, slots=True)
class SheetPicture:
    """A sheet with what was understood of it; rows and columns count from 1.

    Attributes:
        sheet: the sheet.
        rows: what became of each row; a row without a mark became nothing.
        tags: what each column was recognised as; without any, columns go by their letters.
        plain: the sheet is only looked at: rows without a mark are rows like others.
    """

    sheet: Sheet
    rows: Mapping[int, RowMark] = field(default_factory=dict)
    tags: Mapping[int, ColumnTag] = field(default_factory=dict)
    plain: bool = False
