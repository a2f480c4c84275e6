"""The import in hand: the list as read, the clerk's word on its doubts, how the ledger takes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.ui.importwizard.desk import Wish
from app.ui.importwizard.telling import untitled_name
from app.ui.wording import now

if TYPE_CHECKING:
    from app.services.intake.imports import ImportPlan
    from app.ui.importwizard.desk import Compared, ReadFile
    from app.ui.importwizard.differences import DiffLine


class ImportInHand:
    """What the steps of the wizard have come to so far.

    Attributes:
        read: the file, with the list chosen of it; None while there is none.
        named: the title it goes by where the clerk gave one, or it had none of its own.
        plan: what it would change; None until it is compared, and once it no longer fits.
        lines: the same line by line.
        before: the file imported last, when other lists of it are left.
    """

    def __init__(self) -> None:
        self.read: ReadFile | None = None
        self.named: str | None = None
        self.plan: ImportPlan | None = None
        self.lines: tuple[DiffLine, ...] = ()
        self.before: ReadFile | None = None
        self._pairs: dict[tuple[int, int], bool] = {}
        self._joins: dict[int, bool] = {}

    @property
    def answered(self) -> int:
        """How many doubts the clerk has settled."""
        return len(self._pairs) + len(self._joins)

    @property
    def has_to_decide(self) -> bool:
        """Rows wait for a word, or none is ours at all."""
        if self.plan is None:
            return False
        judged = self.plan.count_ours()
        return bool(judged["ask"]) or not judged["yes"]

    def take(self, found: ReadFile, *, named: str | None = None) -> bool:
        """Go on with another reading: what was said on its rows is void.

        Returns:
            Whether it is another list, of which nothing is decided yet.
        """
        is_other = self.read is None or self.read.drafts.table is not found.drafts.table
        self.read = found
        self.unsay()
        if is_other:
            self.named = untitled_name(now()) if found.is_untitled else None
        self.named = named or self.named
        return is_other

    def say_pair(self, key: tuple[int, int], same: bool) -> None:
        """Take the clerk's word on a doubtful pair."""
        self._pairs[key] = same

    def say_join(self, task_id: int, along: bool) -> None:
        """Take the clerk's word on whether what hangs on a joined task goes along."""
        self._joins[task_id] = along

    def unsay(self) -> None:
        """Take back all that was said on pairs and joined tasks."""
        self._pairs, self._joins = {}, {}

    def wish(self, read: ReadFile, title: str | None) -> Wish:
        """What is to be imported under a title, as far as it was said."""
        return Wish(read.drafts, title, dict(self._pairs), dict(self._joins))

    def accept(self, found: Compared) -> bool:
        """Keep a comparison; False when another wish came meanwhile."""
        wish = found.wish
        said = (wish.pairs, wish.joins) == (self._pairs, self._joins)
        if self.read is None or wish.drafts is not self.read.drafts or not said:
            return False
        self.plan, self.lines = found.plan, found.lines
        return True

    def let_go(self) -> None:
        """Forget what was read."""
        self.read = self.plan = None

    def put_away(self) -> None:
        """Let go of the list imported, with the file kept for its other lists."""
        self.before = self.read.after_import() if self.read else None
        self.let_go()
