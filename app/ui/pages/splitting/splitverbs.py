"""What the clerk does to the matrix, each a step of its own with its line at the window's foot."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, TypeVar

from app.models.rules.pace import plain
from app.services.breakdown import shares
from app.services.work.sharing import share_doubts
from app.services.work.typed import read_amount
from app.ui.operations import act, run_service
from app.ui.wording import short_period

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from decimal import Decimal

    from app.ui.pages.page import Page
    from app.ui.pages.splitting.splitlines import SplitLine

_Result = TypeVar("_Result")
_AT_ONCE = 200  # more cells than these go to the background


class SplitVerbs:
    """The verbs of 分解到村 on the page's ledger."""

    def __init__(self, page: Page) -> None:
        self._page, self._workspace = page, page.workspace

    def add_villages(self, names: Sequence[str]) -> None:
        """Add villages by their names."""
        ledger = self._workspace.ledger
        self._do(
            lambda: shares.add_villages(ledger, names),
            lambda count: f"已新增村（社区） {count} 个",
        )

    def split_evenly(self, line: SplitLine, units: Sequence[int]) -> None:
        """Divide what is left of a target over units."""
        ledger, target = self._workspace.ledger, line.row.target_id
        self._do(
            lambda: shares.split_evenly(ledger, target, units),
            f"已平均分解到 {len(units)} 个单位",
        )

    def split_by_items(self, line: SplitLine) -> None:
        """Let the parts of a target follow the items of the units."""
        ledger, target = self._workspace.ledger, line.row.target_id
        homeless = self._do(lambda: shares.split_by_items(ledger, target))
        if homeless is not None:
            rest = f"，{homeless} 项没有责任单位，未计入" if homeless else ""
            self._workspace.say(f"已按清单分解{rest}", undoable=True)

    def take_reports(self, line: SplitLine, period: str) -> None:
        """Write the sum of the reports as the task's amount of the period."""
        ledger, day = self._workspace.ledger, self._workspace.as_of
        take = partial(shares.take_reports, ledger, line.row.target_id, period, as_of=day)
        amount = self._do(take)
        if amount is not None:
            words = f"已把上报合计 {plain(amount)} {line.row.measure}填入{short_period(period)}进展"
            doubts = [
                one for one in share_doubts(ledger, line.row.task_id, period) if "完成数" in one
            ]
            self._workspace.say("；".join((words, *doubts)), undoable=True)

    def write(
        self, cells: Sequence[tuple[SplitLine, int, str]], period: str, *, skipped: int = 0
    ) -> None:
        """Write cells, each a line, a unit and a text, in one step.

        One that is no number keeps all of them back.

        Args:
            cells: what is typed where.
            period: the period reported for; empty for the plan.
            skipped: how many cells were left out because they are counted from items.
        """
        amounts: dict[tuple[int, int], Decimal | None] = {}
        for line, unit_id, text in cells:
            try:
                amounts[line.row.target_id, unit_id] = read_amount(text)
            except ValueError:
                self._workspace.complain(f"“{text}”不是数；请填数字，如 3 或 1.5。")
                return
        ledger = self._workspace.ledger

        def write() -> int:
            if period:
                return shares.report_shares(ledger, period, amounts)
            return shares.set_shares(ledger, amounts)

        rest = f"，{skipped} 格按清单计数，没有改" if skipped else ""
        said = f"已填写 {len(amounts)} 格{rest}"
        if len(amounts) > _AT_ONCE:
            run_service(
                self._page, self._workspace, lambda _monitor: write(), title="正在填写…", say=said,
                failed=lambda error: self._workspace.complain(error.message),
            )  # fmt: skip
            return
        self._do(write, said)

    def _do(
        self, work: Callable[[], _Result], say: str | Callable[[_Result], str] = ""
    ) -> _Result | None:
        return act(self._page, self._workspace, work, say=say)
