"""A filed form beside the ledger of today: each cell asked again for what it was filled from."""

from app.models.database import Ledger
from app.models.origins import Part
from app.models.rules.periods import Period
from app.reports.formats.catalogues import CATALOGUES
from app.reports.formats.fields import TASKS
from app.services.formfilling.formorigins import Origin
from app.services.formfilling.formprovenance import TOTAL, tree_of
from app.services.formfilling.formsummary import COUNTED, counted
from app.services.reporting.keptparts import Asked
from app.services.reporting.provenance_filed import FiledNumbers, numbers_of_filed
from app.services.reporting.provenance_lines import Tracer
from app.services.reporting.registers import register_lines
from app.services.reporting.returns import Wanted, draft_return

_EVERYONE = ("yes", "ask", "no")


def filed_numbers(ledger: Ledger, filed_id: int) -> FiledNumbers:
    """The cells of any filed return that open, of a built-in one and of a district's form.

    Raises:
        UserError: it is gone.
    """
    return numbers_of_filed(ledger, filed_id, ask_form_again)


def ask_form_again(ledger: Ledger, wanted: Wanted, asked: Asked) -> Part | None:
    """What a cell of a form would be filled from now; None when that is gone.

    Raises:
        UserError: the list is gone.
    """
    lines = _Lines(ledger, wanted)
    origin = lines.origin(asked)
    if origin is None:
        return None
    return tree_of(Tracer(ledger, wanted.list_id, asked.period), origin)


class _Lines:
    """The lines of the ledger as they stand for a return, found again by what tells them."""

    def __init__(self, ledger: Ledger, wanted: Wanted) -> None:
        self._ledger, self._wanted = ledger, wanted
        self._tasks = draft_return(ledger, wanted, ours=_EVERYONE).lines

    def origin(self, asked: Asked) -> Origin | None:
        """What a cell would be filled from."""
        period = Period.parse(asked.period)
        if asked.field == TOTAL:
            parts = tuple(one for each in asked.parts if (one := self.origin(each)))
            return Origin(parts, TOTAL, period, "")
        if asked.field.startswith(COUNTED):
            ours = draft_return(self._ledger, self._wanted).lines
            return Origin(counted(ours, asked.unit, asked.field), asked.field, period, "")
        line = self._line(asked)
        if line is None:
            return None
        return Origin(
            line, asked.field, period, "", asked.unit, goal=asked.goal, target=asked.target
        )

    def _line(self, asked: Asked) -> object | None:
        kind, lines = CATALOGUES[asked.rows], self._tasks
        if asked.rows != TASKS.rows:
            span = Period.parse(self._wanted.period)
            lines = register_lines(
                self._ledger, asked.rows, list_id=self._wanted.list_id, span=span
            )
        return next((one for one in lines if kind.identity(one) == asked.identity), None)
