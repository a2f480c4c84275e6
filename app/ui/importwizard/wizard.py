"""The import as a page: file, recognition, our slice, differences, then one click keeps it."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtWidgets import QStackedWidget, QWidget
from typing_extensions import override

from app.services import queries, settings
from app.services.intake import imports
from app.ui.dropped import FORMS, pasted_table
from app.ui.importwizard.desk import Compared, ReadFile, compared, read_file, read_pasted
from app.ui.importwizard.diffstep import DiffStep
from app.ui.importwizard.filestep import FileStep
from app.ui.importwizard.inhand import ImportInHand
from app.ui.importwizard.readstep import ReadStep
from app.ui.importwizard.slicestep import SliceStep
from app.ui.importwizard.stepbar import StepBar
from app.ui.importwizard.telling import (
    diff_summary,
    held_words,
    import_words,
    next_tip,
)
from app.ui.operations import act, run_service, soon
from app.ui.pages.page import Page
from app.ui.workspace import Destination

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from app.errors import UserError
    from app.monitor import Monitor
    from app.services.intake.imports import ImportPlan
    from app.ui.operations import Operation
    from app.ui.workspace import Workspace

FILE, READ, SLICE, DIFF = range(4)
_TASKS_AFTER_MS = 20  # what stands round the page learns of the list first, in a turn of its own


class ImportPage(Page):
    """导入: four steps, of which those with nothing to decide are passed over.

    Attributes:
        step: the step in view, FILE to DIFF.
        hand: the list read, and what was said of it.
    """

    title: ClassVar[str] = "导入"

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(workspace, parent)
        self.step = FILE
        self._reached = FILE
        self.hand = ImportInHand()
        self._comparing: Operation[object] | None = None
        self.make_in_slices(self._make())

    def _make(self) -> Iterator[None]:
        """The head and the four steps, each put in its place."""
        workspace = self.workspace
        self.steps = StepBar()
        self.head_tools.addWidget(self.steps)
        self._back_action = self.add_action("上一步", self.go_back, tip="上一步（Esc）")
        self._next_action = self.set_primary("下一步", self.go_on, shortcut="Ctrl+Return")
        self._action("粘贴表格", self.paste, "Ctrl+V", "")
        self._stack = QStackedWidget()
        self.body.addWidget(self._stack, 1)
        self.file_step = FileStep(workspace.memory)
        self._stack.addWidget(self.file_step)
        yield
        self.read_step = ReadStep()
        self._stack.addWidget(self.read_step)
        yield
        self.slice_step = SliceStep(workspace.memory)
        self._stack.addWidget(self.slice_step)
        yield
        self.diff_step = DiffStep(workspace)
        self._stack.addWidget(self.diff_step)
        self._steps = (self.file_step, self.read_step, self.slice_step, self.diff_step)
        self._connect()
        self._show_step(FILE)

    @override
    def go_to(self, destination: Destination) -> None:
        if destination.file:
            self.open_file(destination.file)

    @override
    def refresh(self) -> None:
        self.file_step.show_recent()
        self._make_plan()  # what stands in the ledger may have changed

    @override
    def go_back(self) -> bool:
        if self.step == FILE:
            return False
        asked = self.step == DIFF and self.hand.has_to_decide
        self._show_step(SLICE if asked else READ if self.step > READ else FILE)
        return True

    def open_file(self, path: Path) -> None:
        """Read a file in the background, then show what was recognised."""
        self._read_in(partial(read_file, self.workspace.ledger, path), f"正在读取“{path.name}”…")

    def paste(self) -> None:
        """Read what was copied in WPS, Excel, Word or a browser; a copied file is opened."""
        if self.step > READ:
            return  # what was decided there must not go by a key pressed in passing
        found = pasted_table()
        if found.file:
            self.open_file(found.file)
            return
        self._let_go()  # the file that holds what was pasted before is about to be another
        self._read_in(
            partial(read_pasted, self.workspace.ledger, found.html, found.text),
            "正在读取粘贴的内容…",
        )

    def go_on(self) -> None:
        """下一步, or 导入 at the last step; a step with nothing to decide is passed over."""
        if self.hand.plan is None:
            self._make_plan()  # the comparison was stopped: once more
        elif self.step == READ:
            self._show_step(SLICE if self.hand.has_to_decide else DIFF)
        elif self.step == SLICE:
            self._show_step(DIFF)
        elif self.step == DIFF:
            self._commit()

    def correct(self, column: int, field: str | None) -> None:
        """Give a column another part and read the list anew."""
        if self.hand.read:
            self._take(self.hand.read.correcting(column, field))

    def answer_pair(self, key: tuple[int, int], same: bool) -> None:
        """Take the clerk's word on a doubtful pair."""
        self.hand.say_pair(key, same)
        self._make_plan()

    def answer_join(self, task_id: int, along: bool) -> None:
        """Take the clerk's word on whether what hangs on a joined task goes along."""
        self.hand.say_join(task_id, along)
        self._make_plan()

    def show_step(self, step: int) -> bool:
        """Bring a step into view; False when it can't be reached yet."""
        self._show_step(step)
        return self.step == step

    def ask_again(self) -> None:
        """Take back the clerk's word on all doubtful pairs and joined tasks."""
        self.hand.unsay()
        self._make_plan()

    def learn_alias(self, words: str) -> None:
        """Know our office under another name from now on."""
        ledger = self.workspace.ledger
        office = settings.office(ledger)
        if words in office.aliases:
            return
        known = replace(office, aliases=(*office.aliases, words))
        act(
            self,
            self.workspace,
            lambda: settings.change_office(ledger, known),
            say=f"已记下：“{words}”就是本镇。",
        )

    def _connect(self) -> None:
        panel = self.read_step.panel
        self.steps.chosen.connect(self._show_step)
        self.file_step.picked.connect(self.open_file)
        self.file_step.paste_asked.connect(self.paste)
        self.file_step.left_chosen.connect(self._go_on_with)
        self.read_step.part_chosen.connect(self.correct)
        panel.table_chosen.connect(self._choose_table)
        panel.naming.changed.connect(self._rename)
        panel.filling_wanted.connect(self._fill_in)
        self.slice_step.decided_changed.connect(self._show_actions)
        self.slice_step.alias_learned.connect(self.learn_alias)
        self.diff_step.pair_answered.connect(self.answer_pair)
        self.diff_step.join_answered.connect(self.answer_join)
        self.diff_step.asked_again.connect(self.ask_again)

    def _fill_in(self) -> None:
        """The file is a district's form, not a list."""
        if self.hand.read is not None:
            self.workspace.go(Destination("form", file=self.hand.read.path))

    def _read_in(self, work: Callable[[Monitor], ReadFile], title: str) -> None:
        if self.workspace.readonly:
            self.file_step.show_fault("台账是只读打开的，不能导入。")
            return
        self.file_step.show_fault("")
        self._background(work, done=self._on_read, failed=self._on_unreadable, title=title)

    def _background(
        self,
        work: Callable[[Monitor], object],
        *,
        done: Callable[..., None],
        title: str,
        failed: Callable[[UserError], None] | None = None,
    ) -> Operation[object]:
        return run_service(
            self, self.workspace, work, done=done, failed=failed, title=title, changes=False
        )

    def _on_read(self, found: ReadFile) -> None:
        if not found.pasted:
            self.file_step.keep(found.path)
        self._reached = READ
        self.note(found.name)
        self.read_step.panel.show_tables(found.names(), found.current)
        is_workbook = not found.pasted and found.path.suffix.lower() in FORMS
        offered = is_workbook and bool(queries.list_lists(self.workspace.ledger))
        self.read_step.panel.offer_filling(offered=offered)
        self._take(found)
        self._show_step(READ)

    def _on_unreadable(self, error: UserError) -> None:
        self._let_go()  # the head must not name the file before beside the fault of this one
        self._show_step(FILE)
        self.file_step.show_fault(error.message)

    def _take(self, found: ReadFile, *, named: str | None = None) -> None:
        """Go on with another reading: what was decided about its rows is void."""
        if self.hand.take(found, named=named):
            self.slice_step.forget()
        self.read_step.show_table(found.sheet, found.drafts)
        self._reached = READ
        self._make_plan()

    def _choose_table(self, place: int) -> None:
        read = self.hand.read
        if read and place != read.current:
            self._take(read.choosing(place))

    def _rename(self) -> None:
        """Take title and year as the clerk wrote them."""
        read, plan = self.hand.read, self.hand.plan
        if read is None or plan is None:
            return
        title, year = self.read_step.panel.naming.wanted
        if not title:
            self._show_naming(plan)
        elif (title, year) != (plan.title, plan.year):
            self._take(read.in_year(year), named=title)

    def _make_plan(self) -> None:
        """Compare with the ledger as it stands, in the background."""
        hand = self.hand
        if hand.read is None:
            return
        hand.plan = None
        self._show_actions()
        wish = hand.wish(hand.read, hand.named)
        ledger, day, period = self.workspace.ledger, self.workspace.as_of, self.workspace.period
        self._comparing = self._background(
            lambda monitor: compared(ledger, wish, as_of=day, period=period, monitor=monitor),
            done=self._on_planned,
            failed=self._on_not_compared,
            title="正在与台账比较…",
        )

    def _on_planned(self, found: Compared) -> None:
        if not self.hand.accept(found):
            return
        plan = found.plan
        self._show_naming(plan)
        self.slice_step.show_rows(plan.draft_list.tasks, plan.ours)
        self._reached = DIFF
        self._show_step(self.step)

    def _on_not_compared(self, error: UserError) -> None:
        self.workspace.complain(error.message)
        self._show_actions()

    def _show_naming(self, plan: ImportPlan) -> None:
        held = [one.title for one in queries.list_lists(self.workspace.ledger)]
        naming = self.read_step.panel.naming
        untitled = bool(self.hand.read and self.hand.read.is_untitled)
        told = held_words(plan, untitled=untitled)
        naming.show_naming(plan.title, plan.year, held=held, told=told)
        if untitled:
            naming.unfold()

    def _show_step(self, step: int) -> None:
        if step > READ and self.hand.plan is None:
            return
        self.step = step
        if step == DIFF:
            self._show_differences()
        self._stack.setCurrentIndex(step)
        self.steps.show_step(step, reached=self._reached)
        self._show_actions()
        self._steps[step].setFocus()

    def _show_actions(self) -> None:
        self._back_action.setVisible(self.step != FILE)
        self._next_action.setVisible(self.step != FILE)
        comparing = bool(self._comparing and self._comparing.running)
        self._next_action.setEnabled(self.hand.read is not None and not comparing)
        self._next_action.setText("导入" if self.step == DIFF else "下一步")
        self._next_action.setToolTip(next_tip(last=self.step == DIFF))
        self.steps.show_step(self.step, reached=self._reached if self.hand.plan else self.step)

    def _show_differences(self) -> None:
        hand = self.hand
        if hand.plan is None:
            return
        summary = diff_summary(hand.plan, self.slice_step.counts)
        self.diff_step.show_plan(hand.plan, hand.lines, summary)
        self.diff_step.show_answered(hand.answered)

    def _commit(self) -> None:
        read, plan = self.hand.read, self.hand.plan
        if read is None or plan is None:
            return
        ledger, path = self.workspace.ledger, read.path
        wish = self.hand.wish(read, plan.title)
        decided, counts = dict(self.slice_step.decided), self.slice_step.counts
        left = len(read.left()) - 1

        def carry_out(monitor: Monitor) -> ImportPlan:
            plan = wish.plan(ledger, monitor, decided=decided)
            imports.commit_import(ledger, plan, path, monitor=monitor)
            return plan

        run_service(
            self,
            self.workspace,
            carry_out,
            done=lambda plan: self._on_imported(import_words(plan, counts, left), plan),
            title="正在导入…",
            changes=False,  # told by hand, once the wizard has let go of the list
        )

    def _begin_anew(self) -> None:
        """Let go of the list imported; the file's other lists are offered at the first step."""
        self.hand.put_away()
        self._let_go()
        if self.hand.before:
            self.file_step.show_left(self.hand.before.name, self.hand.before.left())

    def _let_go(self) -> None:
        """Forget what was read."""
        self.hand.let_go()
        self._reached = FILE
        self.note("")

    def _go_on_with(self, place: int) -> None:
        """Take up another list of the file imported last."""
        if self.hand.before:
            self._on_read(self.hand.before.choosing(place))

    def _on_imported(self, words: str, plan: ImportPlan) -> None:
        """Look at the list imported, on the task page; the wizard begins anew."""
        lists = queries.list_lists(self.workspace.ledger)
        found = [one.id for one in lists if (one.title, one.year) == (plan.title, plan.year)]
        self._begin_anew()
        self._show_step(FILE)
        if found:
            self.workspace.use_list(found[0])
        self.workspace.tell_changed()
        soon(self, partial(self._leave_for_tasks, words), after_ms=_TASKS_AFTER_MS)

    def _leave_for_tasks(self, words: str) -> None:
        self.workspace.go(Destination("tasks"))
        self.workspace.say(words, undoable=True)
