"""The faults the program can name: what a clerk can mend, what is our bug, and a cancelled job."""

from dataclasses import dataclass

UNSURE = "unsure"
"""The code of a fault after which nobody can tell whether the work was saved."""


class UserError(Exception):
    """A fault of file, disk or data that the clerk can mend.

    Args:
        code: a stable key for tests and the log, such as ``disk_full``.
        message: one Chinese sentence: what is wrong, where, and what to do next.
        details: technical words for the log, never shown first.
    """

    def __init__(self, code: str, message: str, *, details: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.details = details


class Bug(Exception):
    """A state the program promised could not occur; it goes to the log and a saved report."""


class Cancelled(Exception):
    """The clerk stopped a running job; nothing of it was kept."""


@dataclass(frozen=True, slots=True)
class Problem:
    """A fault of one row or cell that does not stop the rest.

    Attributes:
        code: a stable key, such as ``deadline_ambiguous``.
        message: one Chinese sentence for the clerk.
        row: the sheet's own row number from 1, or None for the whole table.
        column: the head path of the column, joined with ``/``, or empty.
    """

    code: str
    message: str
    row: int | None = None
    column: str = ""
