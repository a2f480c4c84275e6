"""What a clerk can do to problems from table or panel, each said at the foot of the window."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from app.errors import UserError
from app.services.history.journal import undo_state
from app.services.supervision import problems, problemsteps
from app.ui.operations import act, run_service
from app.ui.wording import no_day, read_day

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date
    from typing import TypeVar

    from PySide6.QtWidgets import QWidget

    from app.models.registers import ProblemView
    from app.services.supervision.problemsteps import Advanced
    from app.ui.workspace import Workspace

    T = TypeVar("T")


_AT_ONCE = 20
_ASKED = frozenset({"earlier_open", "later_done", "needs_proof"})


class ProblemVerbs(QObject):
    """The clerk's verbs on problems.

    Signals:
        asked: a step of one problem can't be finished as it is; carries the problem's number.
    """

    asked = Signal(int)

    def __init__(self, parent: QWidget, workspace: Workspace) -> None:
        super().__init__(parent)
        self._parent = parent
        self.workspace = workspace

    def act(self, work: Callable[[], T], *, say: str | None = None) -> T | None:
        """Carry out a quick edit; the foot of the window says what the journal calls it."""
        return act(self._parent, self.workspace, work, say=say)

    def _act_on(
        self,
        rows: Sequence[ProblemView],
        work: Callable[[], T],
        *,
        done: Callable[[T], object] | None = None,
    ) -> None:
        """Carry out an edit: a few rows at once, many in the background."""
        if len(rows) > _AT_ONCE:
            run_service(
                self._parent,
                self.workspace,
                lambda _monitor: work(),
                done=done,
                failed=lambda error: self.workspace.complain(error.message),
                title="正在修改问题…",
            )
            return
        result = self.act(work)
        if result is not None and done:
            done(result)

    def _tell_advanced(self, result: Advanced) -> None:
        if result.words:
            self.workspace.say(f"已登记 {result.done} 个；{result.words}", undoable=True)

    def done(self, work: Callable[[], object]) -> bool:
        """Carry out a quick edit and tell whether it could be done."""

        def attempt() -> bool:
            work()
            return True

        return bool(self.act(attempt))

    def advance(self, rows: Sequence[ProblemView], *, proofless: bool = False) -> None:
        """Finish the step at hand of some problems on the day in view."""
        if not rows or self.workspace.readonly:
            return
        ids, day = [row.id for row in rows], self.workspace.as_of
        at = rows[0].step
        if len(rows) == 1 and at and at.lacks_proof and not proofless:
            self.asked.emit(ids[0])
            return
        self._act_on(
            rows,
            lambda: problemsteps.advance_problems(
                self.workspace.ledger, ids, day, proofless=proofless
            ),
            done=self._tell_advanced,
        )

    def change(self, rows: Sequence[ProblemView], **fields: Any) -> None:
        """Set the same fields of some problems."""
        ids, year = [row.id for row in rows], self.workspace.as_of.year
        if ids and not self.workspace.readonly:
            ledger = self.workspace.ledger
            self._act_on(rows, lambda: problems.change_problems(ledger, ids, year=year, **fields))

    def change_deadline(self, rows: Sequence[ProblemView], text: str) -> None:
        """Set a deadline as it is typed: a day, or the wording of a plan."""
        if self.may_be_deadline(text):
            self.change(rows, deadline_text=self.deadline_words(text))

    def may_be_deadline(self, text: str) -> bool:
        """Complain of figures that are no day; kept as words, nothing would ever fall due."""
        if _is_bare(text.strip()) and self.read_day(text) is None:
            self._refuse_day(text)
            return False
        return True

    def deadline_words(self, text: str) -> str:
        """A deadline as it is kept: a bare day in full, any other wording as it stands."""
        text = text.strip()
        day = self.read_day(text) if _is_bare(text) else None
        return day.isoformat() if day else text

    def read_day(self, text: str) -> date | None:
        """A day as typed, of the year in view where it names none."""
        return read_day(text, self.workspace.as_of.year)

    def _refuse_day(self, text: str) -> None:
        self.workspace.complain(no_day(text))

    def remove(self, rows: Sequence[ProblemView]) -> None:
        """Take problems out of the register."""
        ids = [row.id for row in rows]
        if ids and not self.workspace.readonly:
            ledger = self.workspace.ledger
            self._act_on(rows, lambda: problems.remove_problems(ledger, ids))

    def try_step(self, work: Callable[[], object]) -> UserError | None:
        """Carry out work on a step; what must be asked first comes back instead of being said."""
        held: list[UserError] = []
        ledger = self.workspace.ledger

        def attempt() -> bool:
            try:
                work()
            except UserError as error:
                if error.code not in _ASKED:
                    raise
                held.append(error)
            return not held

        act(
            self._parent,
            self.workspace,
            attempt,
            say=lambda done: undo_state(ledger).undo if done else "",
        )
        return held[0] if held else None


def _is_bare(text: str) -> bool:
    """Nothing but a day: figures with their separators, no words such as 前 or 底.

    A year or a month alone (2020年, 6月) is the wording of a plan.
    """
    if not text or not all(sign.isdigit() or sign in "-./年月日 " for sign in text):
        return False
    return not text.endswith(("年", "月"))
