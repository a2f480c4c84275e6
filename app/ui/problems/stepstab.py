"""步骤 in the side panel of problems: the way to 销号 as a line to tick, with days and proof."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget
from typing_extensions import override

from app.models.registers import StepPlan
from app.services.proof import evidence
from app.services.supervision import problemsteps
from app.ui.controls import button, clear, label, row, scrolled_parts
from app.ui.evidence.verbs import ProofVerbs
from app.ui.operations import run_service
from app.ui.problems.asknotice import AskNotice
from app.ui.problems.steprow import StepRow
from app.ui.problems.stepsform import WAY_WORDS, StepsForm
from app.ui.problems.tab import ProblemTab
from app.ui.style import px

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from app.models.registers import ProblemDetail, StepView
    from app.ui.problems.verbs import ProblemVerbs

_SETTLED_MS = 200
_TEACH = "勾选即登记为截至日完成；把文件拖到某一步上，就是这一步的佐证。"


class StepsTab(ProblemTab):
    """The steps of one problem, from 交办 to 销号."""

    title = "步骤"

    def __init__(self, verbs: ProblemVerbs) -> None:
        super().__init__(verbs)
        self.detail: ProblemDetail | None = None
        self.rows: dict[int, StepRow] = {}
        self._proof = ProofVerbs(self, self.workspace, lambda _attached: None)
        self.asked = AskNotice()
        self.form = StepsForm()
        self.form.saved.connect(self._arrange)
        self.arrange = button("调整步骤", self._begin_arranging, role="link")
        if self.workspace.readonly:
            self.arrange.hide()
        inner = QWidget()
        inner.setProperty("role", "clear")
        self._list = QVBoxLayout(inner)
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(0)
        self.hint = label("" if self.workspace.readonly else _TEACH, "small", wrap=True)
        self._scroll = scrolled_parts(inner, self.hint)
        self._wanted = 0
        self._settled = QTimer(self, singleShot=True, interval=_SETTLED_MS)
        self._scroll.verticalScrollBar().rangeChanged.connect(lambda *_: self._scroll_to_wanted())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, px(8), 0, 0)
        layout.setSpacing(px(8))
        layout.addWidget(self.asked)
        layout.addWidget(self.form, 100)
        layout.addWidget(self._scroll, 100)
        layout.addStretch(1)
        layout.addLayout(row(self.arrange, None))
        self.form.shown.connect(self._make_room)

    @override
    def show_detail(self, detail: ProblemDetail) -> None:
        """Show a problem; the same problem again after a change."""
        if self.detail and self.detail.problem.id != detail.problem.id:
            self.asked.hide()
            self.form.hide()
        self.detail = detail
        steps = detail.problem.steps
        if list(self.rows) != [step.id for step in steps]:
            self._make_rows(steps)
        current, last = detail.problem.step, len(steps) - 1
        for place, step in enumerate(steps):
            self.rows[step.id].show_step(
                step,
                detail.proofs.get(step.id, ()),
                current=current is not None and step.id == current.id,
                ends=(place == 0, place == last),
                before=steps[place - 1].done_on if place else None,
                year=self.workspace.as_of.year,
            )

    @override
    @classmethod
    def count(cls, detail: ProblemDetail) -> str:
        """What stands after the word on the tab: 3/7."""
        steps = detail.problem.steps
        return f"{sum(step.done_on is not None for step in steps)}/{len(steps)}"

    @override
    def begin(self) -> None:
        """Put the keyboard on the step at hand."""
        step = self.detail.problem.step if self.detail else None
        rows = list(self.rows.values())
        if step and step.id in self.rows:
            self.rows[step.id].dot.setFocus()
            self._bring_into_view(step.id)
        elif rows:
            rows[-1].dot.setFocus()

    @override
    def leave(self) -> None:
        """Save what was typed."""
        for one in self.rows.values():
            one.leave()

    @override
    def go_back(self) -> bool:
        """Esc: close a question or the form; False when there was none."""
        if self.form.isVisibleTo(self):
            self.form.hide()
            return True
        return self.asked.go_back()

    def ask_current(self) -> None:
        """Finish the step at hand, asking for what it lacks."""
        step = self.detail.problem.step if self.detail else None
        if step:
            self.finish(step.id, self.workspace.as_of)
            self._bring_into_view(step.id)

    def finish(
        self,
        step_id: int,
        on: date,
        *,
        earlier: problemsteps.Others = "ask",
        proofless: bool = False,
        over: bool = False,
    ) -> None:
        """Finish a step; what stands in the way is asked in place.

        ``over``: also over a later day, as when the clerk typed this one.
        """
        ledger = self.workspace.ledger
        self.asked.hide()
        error = self._verbs.try_step(
            lambda: problemsteps.complete_step(
                ledger, step_id, on, earlier=earlier, proofless=proofless, over=over
            )
        )
        again = partial(self.finish, step_id, on, over=over)
        if error and error.code == "earlier_open":
            self.asked.ask(
                error.message,
                (
                    ("一并登记", partial(again, earlier="too", proofless=proofless)),
                    ("只登记这一步", partial(again, earlier="leave", proofless=proofless)),
                ),
            )
        elif error:
            self.asked.ask(
                error.message,
                (
                    (
                        "添加佐证…",
                        partial(self._choose_then, step_id, partial(again, earlier=earlier)),
                    ),
                    ("先登记，佐证后补", partial(again, earlier=earlier, proofless=True)),
                ),
            )

    def reopen(self, step_id: int, *, later: problemsteps.Others = "ask") -> None:
        """Take a step back; done steps after it are asked about."""
        ledger = self.workspace.ledger
        self.asked.hide()
        error = self._verbs.try_step(lambda: problemsteps.reopen_step(ledger, step_id, later=later))
        if error:
            again = partial(self.reopen, step_id)
            self.asked.ask(
                error.message,
                (
                    ("一并取消", partial(again, later="too")),
                    ("只取消这一步", partial(again, later="leave")),
                ),
            )

    def attach(self, step_id: int, paths: Sequence[Path]) -> None:
        """Keep files as proof of a step."""
        if not paths or self.workspace.readonly:
            return
        owner = evidence.Owner(step_id=step_id)
        self._proof.attach([(path, owner) for path in paths])

    def _bring_into_view(self, step_id: int) -> None:
        """Scroll to a step; once more whenever the rows get other places in the next moment."""
        self._wanted = step_id
        self._settled.start()
        self._scroll_to_wanted()

    def _scroll_to_wanted(self) -> None:
        if self._settled.isActive() and self._wanted in self.rows:
            self._scroll.ensureWidgetVisible(self.rows[self._wanted])

    def _make_rows(self, steps: Sequence[StepView]) -> None:
        clear(self._list)
        self.rows = {}
        for step in steps:
            one = StepRow(readonly=self.workspace.readonly)
            number = step.id
            one.ticked.connect(partial(self._tick, number))
            one.done_picked.connect(partial(self._pick_done, number))
            one.due_picked.connect(partial(self._plan, number))
            one.noted.connect(partial(self._note, number))
            one.files_wanted.connect(partial(self._choose, number))
            one.files_dropped.connect(partial(self.attach, number))
            one.file_opened.connect(self._proof.open)
            one.file_removed.connect(self._remove)
            one.refused.connect(self.workspace.complain)
            self._list.addWidget(one)
            self.rows[number] = one

    def _tick(self, step_id: int, on: bool) -> None:
        """The dot shows what the ledger holds, not what was clicked."""
        self.rows[step_id].dot.setChecked(not on)
        if on:
            self.finish(step_id, self.workspace.as_of)
        else:
            self.reopen(step_id)

    def _pick_done(self, step_id: int, day: date | None) -> None:
        if day is None:
            self.reopen(step_id)
        else:
            self.finish(step_id, day, over=True)

    def _plan(self, step_id: int, day: date | None) -> None:
        ledger = self.workspace.ledger
        self._verbs.act(lambda: problemsteps.change_step(ledger, step_id, due=day))

    def _note(self, step_id: int, text: str) -> None:
        ledger = self.workspace.ledger
        self._verbs.act(lambda: problemsteps.change_step(ledger, step_id, notes=text))

    def _choose(self, step_id: int) -> bool:
        chosen, _ = QFileDialog.getOpenFileNames(self, "添加佐证")
        self.attach(step_id, [Path(name) for name in chosen])
        return bool(chosen)

    def _choose_then(self, step_id: int, finish: Callable[[], object]) -> None:
        """Files first, then the step; with none chosen it stays open."""
        chosen, _ = QFileDialog.getOpenFileNames(self, "添加佐证")
        if chosen:
            ledger, owner = self.workspace.ledger, evidence.Owner(step_id=step_id)
            paths = [Path(name) for name in chosen]
            run_service(
                self,
                self.workspace,
                lambda monitor: evidence.attach(ledger, owner, paths, monitor=monitor),
                done=lambda _result: finish(),
                failed=lambda error: self.workspace.complain(error.message),
                title="正在保存佐证…",
            )

    def _remove(self, number: int) -> None:
        self._verbs.act(lambda: evidence.detach(self.workspace.ledger, [number]))

    def _begin_arranging(self) -> None:
        if self.detail:
            self.asked.hide()
            self.form.begin(f"这个问题的步骤。{WAY_WORDS}", plans_of(self.detail))

    def _arrange(self, plans: tuple[StepPlan, ...]) -> None:
        if self.detail:
            ledger, number = self.workspace.ledger, self.detail.problem.id
            self.form.end(
                saved=self._verbs.done(lambda: problemsteps.arrange_steps(ledger, number, plans))
            )

    def _make_room(self) -> None:
        arranging = self.form.isVisibleTo(self)
        self._scroll.setVisible(not arranging)
        self.arrange.setVisible(not arranging and not self.workspace.readonly)


def plans_of(detail: ProblemDetail) -> tuple[StepPlan, ...]:
    """The steps of a problem as they are laid out."""
    return tuple(StepPlan(step.name, step.needs_proof, step.id) for step in detail.problem.steps)
