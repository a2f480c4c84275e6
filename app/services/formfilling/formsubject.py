"""What the rows of a form's table are about: the lines of the ledger it is filled from."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, Protocol

from app.services.formfilling.formchoices import FormRow
from app.services.formfilling.formcolumns import BoundColumn
from app.services.formfilling.formorigins import Origin
from app.services.formfilling.formvalues import Spot


class Subject(Protocol):
    """One kind of lines, asked for by the columns of one table."""

    @property
    def columns(self) -> tuple[BoundColumn, ...]:
        """What every column takes."""

    @property
    def names(self) -> frozenset[int]:
        """The columns by whose wording a row is known."""

    @property
    def asks(self) -> bool:
        """Whether a column wants what was entered, so that this is a form and no list."""

    def told(self) -> Mapping[int, Any]:
        """The line of each row the district has written, by the row's number."""

    def rows(self) -> Sequence[FormRow]:
        """The rows the district has written, for the clerk to put right."""

    def is_theme(self, label: str) -> bool:
        """Whether a label printed over empty rows is a theme of the lines."""

    def listed(self, theme: str) -> Sequence[Any]:
        """The lines that belong into empty rows, of one theme or of all."""

    def value(self, column: BoundColumn, line: Any, spot: Spot) -> str | Decimal | None:
        """The value for a cell; None where the ledger has nothing, which leaves it blank."""

    def origin(self, column: BoundColumn, line: Any) -> Origin | None:
        """Where that value is from."""

    def measure(self, column: BoundColumn, line: Any) -> str:
        """What a column's number of a line is counted in; numbers of one measure are added up."""
