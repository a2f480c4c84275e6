"""The Page grid: what every printed table is before it becomes a PDF or a workbook."""

from dataclasses import dataclass, field
from decimal import Decimal

from app.reports.looks import PLAIN, CellStyle, TextRun
from app.reports.pagesetup import USUAL_PAGE, PageSetup
from app.reports.sketches import Picture, Sketch


@dataclass(frozen=True, slots=True)
class Mark:
    """What a value's rank draws into its cell.

    Attributes:
        kind: bar, circle, flag, up, rising, right, falling, down, peak up, peak down, dash, star
            or box.
        color: RRGGBB.
        end: where a bar ends in the cell's width, from 0 to 1; how full a star or box is.
        start: where a bar begins.
        is_flat: whether a bar's colour stays the same along it.
    """

    kind: str
    color: str
    end: float = 0.0
    start: float = 0.0
    is_flat: bool = False


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell or merged area; rows and columns count from 1, as on a sheet.

    Attributes:
        text: what is printed, exactly; empty prints nothing.
        number: the value behind the text, so that a workbook can reckon with it; None for text.
        number_format: the workbook's format code under which ``number`` reads as ``text``.
        repeats: a label that is printed again where its row goes on over a page break (a merged
            area that crosses a page break is always printed again).
        runs: the parts of the text where their looks differ; together they are ``text``.
        spill: millimetres an unwrapped text may run over blank neighbours, all told.
        marks: bars and signs under the text.
    """

    row: int
    column: int
    text: str
    row_span: int = 1
    column_span: int = 1
    style: CellStyle = PLAIN
    number: Decimal | None = None
    number_format: str = "General"
    repeats: bool = False
    runs: tuple[TextRun, ...] = ()
    spill: float = 0.0
    marks: tuple[Mark, ...] = ()

    @property
    def last_row(self) -> int:
        """The last row the cell covers."""
        return self.row + self.row_span - 1

    @property
    def last_column(self) -> int:
        """The last column the cell covers."""
        return self.column + self.column_span - 1


@dataclass(frozen=True, slots=True)
class Grid:
    """A table ready for paper.

    Attributes:
        title: the document's name, for its properties; the printed title is a cell.
        column_widths: millimetres, one a column; together at most the text block, else the
            whole is drawn smaller.
        row_heights: the least height of each row in millimetres, None to fit the text; a row
            grows until nothing of its text is cut.
        repeat_rows: first and last row printed again on every page, or None.
        repeat_through: the last row of the table the repeated head belongs to; a page that
            begins after it prints no head. None for all rows.
        keep_with_next: rows that must not stand last on a page, such as a group's heading.
        fixed_rows: rows of a district's form that keep their height: a long text is set smaller.
        breaks: rows of a district's form a page ends after.
        pictures: what stands over the cells, the lowest first.
        headed: the first row names the sheet's columns and stands on every page.
        is_beside: its pages stand beside those of the grid before, and are printed page by page
            with them.
    """

    title: str
    cells: tuple[GridCell, ...]
    column_widths: tuple[float, ...]
    row_heights: tuple[float | None, ...]
    page: PageSetup = USUAL_PAGE
    repeat_rows: tuple[int, int] | None = None
    keep_with_next: frozenset[int] = field(default_factory=frozenset)
    repeat_through: int | None = None
    fixed_rows: frozenset[int] = field(default_factory=frozenset)
    breaks: frozenset[int] = field(default_factory=frozenset)
    pictures: tuple[Picture | Sketch, ...] = ()
    headed: bool = False
    is_beside: bool = False
