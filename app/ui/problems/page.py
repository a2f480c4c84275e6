"""问题: the register of problems, filtered, edited in place, followed step by step to 销号."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QStackedWidget, QWidget
from typing_extensions import override

from app.services import settings
from app.services.parties import units
from app.services.supervision import problems, problemsteps
from app.services.supervision.assignments import Thing
from app.ui.assigning.handover import hand_over
from app.ui.controls import EmptyState, column
from app.ui.dropped import ListTarget
from app.ui.itemmodels.columns import for_reading
from app.ui.itemmodels.table import TableModel
from app.ui.keys import ADD_PROBLEM, HAND, PASTE_PROBLEMS
from app.ui.operations import act, soon
from app.ui.pages.beside import Beside
from app.ui.pages.page import Page
from app.ui.problems.filters import ProblemFilters
from app.ui.problems.panel import STEPS, ProblemPanel
from app.ui.problems.reader import ProblemReader
from app.ui.problems.stepsform import WAY_WORDS, StepsForm
from app.ui.problems.table import ProblemTable, problem_columns
from app.ui.problems.verbs import ProblemVerbs
from app.ui.problems.waysin import WaysIn
from app.ui.workspace import Destination

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from PySide6.QtGui import QHideEvent

    from app.models.registers import ProblemView, StepPlan
    from app.ui.workspace import Workspace

_TEACH = (
    "还没有问题。把区里的问题清单导入，或从 Excel 复制后在这里粘贴，"
    "就能一步一步跟到销号，谁快到期、谁缺佐证一看便知。"
)


class ProblemsPage(ListTarget, Page):
    """The register with its side panel; the preview of an import in its place."""

    title = "问题"
    searchable = True

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(workspace, parent)
        self.verbs = ProblemVerbs(self, workspace)
        self._reader = ProblemReader(self, workspace, self._take)
        self._unit_names: tuple[str, ...] | None = None
        self._waiting: Callable[[], object] | None = None
        self.setAcceptDrops(not workspace.readonly)
        self.make_in_slices(self._make())

    def _make(self) -> Iterator[None]:
        """The table, what stands round it, the panel, and all of it put together."""
        workspace = self.workspace
        columns = problem_columns(self.verbs, units=self._units, sources=self._sources)
        self.model: TableModel[ProblemView] = TableModel(
            for_reading(columns) if workspace.readonly else columns,
            key=lambda view: view.id,
            parent=self,
        )
        self.table = ProblemTable(self.model, workspace.memory)
        self.table.advance = None if workspace.readonly else self.verbs.advance
        yield
        self.filters = ProblemFilters(self)
        self.ways = WaysIn(self, self.verbs)
        self.steps = StepsForm()
        self._make_actions()
        self._lay_out_aside()
        yield
        self.panel = ProblemPanel(self.verbs)
        yield
        self._lay_out()
        self._connect()
        self.home = self.table

    @override
    def refresh(self) -> None:
        self._unit_names = None
        self._reader.ask()
        if self.panel.isVisibleTo(self):
            soon(self, self.panel.refresh)
        if self._reader.is_reading and not self.model.rows:
            self.note("正在读取…")

    def _take(self, rows: tuple[ProblemView, ...]) -> None:
        """Show the problems as they were read, and do what waited for them."""
        if rows is not self.model.rows:
            self.filters.offer(rows)
            self.model.set_rows(rows)
            self._keep()
        self._show_right_view()
        waiting, self._waiting = self._waiting, None
        if waiting:
            waiting()

    def _when_read(self, work: Callable[[], object]) -> None:
        """Do a work at once, or as soon as the register has been read."""
        if self._reader.is_reading:
            self._waiting = work
        else:
            work()

    @override
    def go_to(self, destination: Destination) -> None:
        if destination.problem_id is not None:
            self._when_read(partial(self._open_problem, destination.problem_id))

    def _open_problem(self, number: int) -> None:
        self._end_import()
        if not self.table.select_key(number, column="text"):
            self.filters.clear()
            self.search("")
            self.table.select_key(number, column="text")
        self._show_panel(number, partial(self.panel.show_part, STEPS), self.panel.begin)

    @override
    def search(self, words: str) -> None:
        self.filters.search(words)

    @override
    def go_back(self) -> bool:
        for form in (self.ways.line, self.steps):
            if form.isVisibleTo(self):
                form.hide()
                self._show_right_view()
                self.table.setFocus()
                return True
        if self._stack.currentWidget() is self.ways.preview:
            self._end_import()
            return True
        if self.panel.isVisibleTo(self):
            if not self.panel.go_back():
                self.close_panel()
            return True
        return self.filters.clear()

    @override
    def print_page(self) -> bool:
        """The 销号台账 is a return in a format of its own; there it is previewed and printed."""
        if not self.model.rows:
            return False
        self.workspace.go(Destination("returns", part="problem_register"))
        return True

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        """Another page comes into view: what was typed is saved."""
        if self.is_whole:
            self.panel.leave()
        super().hideEvent(event)

    @override
    def take_list(self, file: Path) -> None:
        """A file dropped on the page is a list of problems; on a step it would be its proof."""
        self.complete()
        self.ways.read_file(file)

    def open_panel(self, view: ProblemView) -> None:
        """Open the side panel on a problem and put the keyboard into it."""
        self._show_panel(view.id, self.panel.begin)

    def close_panel(self) -> None:
        """Close the side panel; the keyboard goes back to the table."""
        self.panel.leave()
        self.panel.hide()
        self.table.setFocus()

    def begin_adding(self) -> None:
        """Open the line for new problems."""
        self._stack.setCurrentWidget(self.splitter)
        self.ways.begin_adding(self._units(), self._sources())

    def _make_actions(self) -> None:
        self._import = self.add_action("导入…", self.ways.choose_file, tip="导入区里的问题清单")
        self._add = self.add_action("新增", self.begin_adding, shortcut=ADD_PROBLEM.sequence)
        self._hand = self.add_rare(
            "交办所选…", self._hand_over, shortcut=HAND.sequence, tip="把所选问题交办给责任单位"
        )
        self._paste = self.add_rare("粘贴问题", self.ways.paste, shortcut=PASTE_PROBLEMS.sequence)
        self._later = self.add_rare("所选完成当前步骤，佐证后补", self._advance_proofless)
        self._print = self.add_rare("打印销号台账（Ctrl+P）", self.print_page)
        self._lay = self.add_rare("新问题的整改步骤…", self._begin_steps)
        self._remove = self.add_rare("删除所选", lambda: self.verbs.remove(self._chosen()))
        self._finish = self.set_primary(
            "完成当前步骤",
            lambda: self.verbs.advance(self._chosen()),
            tip="登记为截至日完成（空格）",
        )

    def _lay_out_aside(self) -> None:
        """What stands in the place of the table, now and then."""
        for box in self.filters.boxes:
            self.head_tools.addWidget(box)
        self.empty = EmptyState(
            "problems", _TEACH, action="导入问题清单…", run=self.ways.choose_file
        )
        self._stack = QStackedWidget()
        self._stack.addWidget(self.empty)
        self._stack.addWidget(self.ways.preview)
        self.body.addWidget(self._stack, 1)

    def _lay_out(self) -> None:
        self.nothing = EmptyState("filter", "没有符合条件的问题；按 Esc 显示全部。")
        left = column(
            self.ways.line,
            self.steps,
            self.table,
            self.nothing,
            grow=(self.table, self.nothing),
        )
        self.splitter = Beside(
            left,
            self.panel,
            self.workspace.memory,
            "problems/panel-width",
            most=1 / 2,
            leave=self.panel.leave,
        )
        self._stack.addWidget(self.splitter)
        self._stack.setCurrentWidget(self.splitter)

    def _connect(self) -> None:
        self.filters.changed.connect(self._keep)
        self.table.opened.connect(self.open_panel)
        self.table.files_dropped.connect(self._attach)
        self.table.pasted.connect(lambda _rows: self.ways.paste())
        self.table.delete_asked.connect(self.verbs.remove)
        self.table.selection_changed.connect(self._count)
        self.table.selectionModel().currentChanged.connect(lambda *_: self._follow_cursor())
        self.panel.closed.connect(self.close_panel)
        self.verbs.asked.connect(self._ask)
        self.steps.saved.connect(self._save_steps)
        self.ways.left.connect(self._end_import)
        for form in (self.ways.line, self.steps):
            form.shown.connect(self._show_right_view)
        self.ways.previewed.connect(self._show_import)
        self.ways.made.connect(self._select_made)

    def _show_right_view(self) -> None:
        if self._stack.currentWidget() is self.ways.preview:
            return
        forms = (self.ways.line, self.steps)
        held = bool(self.model.rows) or any(not form.isHidden() for form in forms)
        self._stack.setCurrentWidget(self.splitter if held else self.empty)
        self._show_actions()

    def _show_actions(self) -> None:
        """What can be done in the view shown; nothing that would be refused."""
        view, may_edit = self._stack.currentWidget(), not self.workspace.readonly
        usual, empty = view is self.splitter, view is self.empty
        for box in self.filters.boxes:
            box.setVisible(usual)
        for action in (self._import, self._hand, self._later, self._remove, self._finish):
            action.setVisible(usual and may_edit)
        for action in (self._add, self._paste, self._lay):
            action.setVisible((usual or empty) and may_edit)
        self._print.setVisible(usual)
        if self._more:
            self._more.setVisible(usual or (empty and may_edit))
        if self.empty.button:
            self.empty.button.setVisible(may_edit)

    def _keep(self) -> None:
        self.table.order.keep(self.filters.test())
        shown = self.table.order.rowCount()
        missing = bool(self.model.rows) and not shown
        self.table.setVisible(not missing)
        self.nothing.setVisible(missing)
        self._count()

    def _count(self) -> None:
        rows, shown = self.model.rows, self.table.order.rowCount()
        left = sum(view.closed_on is None for view in rows)
        told = f"未销号 {left} 个，共 {len(rows)} 个" if rows else ""
        if shown != len(rows):
            told = f"显示 {shown} 个，{told}"
        chosen = len(self.table.selected_rows())
        self.note(f"{told}，选中 {chosen} 个" if chosen > 1 else told)
        for action in (self._finish, self._hand, self._later, self._remove):
            action.setEnabled(chosen > 0)

    def _chosen(self) -> tuple[ProblemView, ...]:
        return self.table.selected_rows()

    def _hand_over(self) -> None:
        """Make 交办单 of the problems selected."""
        hand_over(self.workspace, [Thing(problem_id=view.id) for view in self._chosen()])

    def _advance_proofless(self) -> None:
        self.verbs.advance(self._chosen(), proofless=True)

    def _ask(self, problem_id: int) -> None:
        """The step at hand lacks its proof: the panel opens and asks."""
        ask = self.panel.steps.ask_current
        self._show_panel(problem_id, partial(self.panel.show_part, STEPS), ask)

    def _attach(self, view: ProblemView, paths: Sequence[Path]) -> None:
        """Files dropped on a row prove its step at hand; of a closed problem, the last one."""
        step = view.step or next(iter(view.steps[::-1]), None)
        if step and not self.workspace.readonly:
            self.table.select_key(view.id, column="text")
            attach = partial(self.panel.steps.attach, step.id, paths)
            self._show_panel(view.id, partial(self.panel.show_part, STEPS), attach)

    def _show_panel(self, problem_id: int, *then: Callable[[], object]) -> None:
        show = partial(self.panel.show_record, problem_id, at_once=True)
        self.splitter.with_panel(show, *then)

    def _follow_cursor(self) -> None:
        view: ProblemView | None = self.table.current_row()
        if view and self.panel.isVisibleTo(self) and view.id != self.panel.record_id:
            self.panel.show_record(view.id)

    def _end_import(self) -> None:
        if self._stack.currentWidget() is self.ways.preview:
            self._stack.setCurrentWidget(self.splitter)
            self._show_right_view()
            self.table.setFocus()

    def _show_import(self) -> None:
        self._stack.setCurrentWidget(self.ways.preview)
        self._show_actions()

    def _select_made(self, made: list[int]) -> None:
        self._end_import()
        self._when_read(partial(self._go_to_made, made))

    def _go_to_made(self, made: list[int]) -> None:
        if made and not self.table.select_key(made[0], column="text"):
            self.filters.clear()
            self.table.select_key(made[0], column="text")
        if not self.ways.line.isVisibleTo(self):
            self.table.setFocus()

    def _begin_steps(self) -> None:
        plans = settings.problem_steps(self.workspace.ledger)
        self._stack.setCurrentWidget(self.splitter)
        head = f"新增和导入的问题按这些步骤走，已有的问题不变。{WAY_WORDS}"
        self.steps.begin(head, plans)

    def _save_steps(self, plans: tuple[StepPlan, ...]) -> None:
        ledger = self.workspace.ledger
        saved = self.verbs.done(partial(problemsteps.change_problem_steps, ledger, plans))
        self.steps.end(saved=saved)
        self._show_right_view()

    def _sources(self) -> tuple[str, ...]:
        """The usual words for who found a problem, and those of this register."""
        held = (view.source for view in self.model.rows if view.source)
        return tuple(dict.fromkeys((*problems.SOURCES, *held)))

    def _units(self) -> tuple[str, ...]:
        if self._unit_names is None:
            ledger = self.workspace.ledger
            names = act(self, self.workspace, lambda: units.unit_names(ledger), changes=False)
            self._unit_names = names or ()
        return self._unit_names
