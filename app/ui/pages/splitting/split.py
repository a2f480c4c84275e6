"""分解到村: a matrix of tasks by villages, typed as in Excel, whose sums are always right."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from PySide6.QtWidgets import QStackedWidget
from typing_extensions import override

from app.models.rules.pace import plain
from app.ui.controls import ChoiceBox, EmptyState, label
from app.ui.keys import SPLIT_BY_ITEMS, SPLIT_EVENLY, SWAP_NUMBERS, TAKE_REPORTS
from app.ui.pages.page import Page
from app.ui.pages.splitting.splitlines import unit_columns
from app.ui.pages.splitting.splitreader import SplitReader, SplitRows
from app.ui.pages.splitting.splittable import SplitTable
from app.ui.pages.splitting.splitverbs import SplitVerbs
from app.ui.pages.splitting.splitvillages import VillagesForm
from app.ui.pinyin import Finder
from app.ui.targets import opening
from app.ui.wording import short_period
from app.ui.workspace import Destination

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.models.views import UnitView
    from app.ui.cellwork import Entry
    from app.ui.itemmodels.columns import Column
    from app.ui.pages.splitting.splitlines import SplitLine
    from app.ui.workspace import Workspace

_PLAN, _REPORT = range(2)
_TOLD = 40  # signs of a task's text in the sentence below the matrix
_ALL_ROWS, _OPEN, _SPLIT = range(3)
_VILLAGES, _TOWN, _USED = range(3)
_MATRIX, _NO_UNITS, _NO_TASKS = range(3)


class SplitPage(Page):
    """分解到村: who carries how much of a target, and what each reports."""

    title: ClassVar[str] = "分解到村"
    searchable: ClassVar[bool] = True

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self._rows = SplitRows()
        self._shown: tuple[UnitView, ...] = ()
        self._waiting: int | None = None
        self._words = ""
        self._finder: Finder | None = None
        self.numbers = _choice(
            "数", ("计划数", "本期完成"), SWAP_NUMBERS.tip("计划数，或各村报的本期累计完成数")
        )
        self.which = _choice("任务", ("全部任务", "未分完的", "已分解的"), "按分解情况筛选任务")
        self.columns = _choice(
            "单位", ("村（社区）", "村和部门", "有数的单位"), "选列：分给哪些单位"
        )
        self._verbs = SplitVerbs(self)
        self._reader = SplitReader(self, workspace, self._wants_plan, self._on_read)
        self.matrix = SplitTable(workspace.memory)
        self.table = self.matrix.table
        self.told = label("", "muted", wrap=True)
        self.villages = VillagesForm(self.add_villages)
        self._stack = QStackedWidget()
        self._lay_out()
        self._make_actions()
        self._connect()
        self.home = self.table

    @property
    def is_plan(self) -> bool:
        """Planned parts are shown, not reports."""
        return not self._rows.period

    @override
    def refresh(self) -> None:
        self.numbers.setItemText(_REPORT, f"{short_period(self.workspace.period)}完成")
        self._reader.ask()
        if self._reader.is_reading and not self._rows.lines:
            self.note("正在读取…")

    def _wants_plan(self) -> bool:
        return self.numbers.currentIndex() == _PLAN

    def _on_read(self, rows: SplitRows, whole: bool) -> None:
        """Show the matrix as it was read, and go where one wanted to go meanwhile."""
        self._rows = rows
        if whole:
            self._finder = None
        self._show()
        waiting, self._waiting = self._waiting, None
        if waiting is not None:
            self.reveal(waiting)

    @override
    def search(self, words: str) -> None:
        self._words = words
        self._keep()

    @override
    def go_to(self, destination: Destination) -> None:
        self.which.setCurrentIndex(_ALL_ROWS)
        if destination.task_id is not None and not self.reveal(destination.task_id):
            self._waiting = destination.task_id if self._reader.is_reading else None
        self.take_focus()

    @override
    def reveal(self, number: int) -> bool:
        """Put the cursor on the row of a task, unless it stands there already."""
        line: SplitLine | None = self.table.current_row()
        if line is not None and line.row.task_id == number:
            return True
        keys = [line.key for line in self._rows.lines if line.row.task_id == number]
        return bool(keys) and self.table.select_key(keys[0])

    @override
    def is_about(self, task_id: int) -> bool:
        return self.reveal(task_id)

    @override
    def print_page(self) -> bool:
        self.workspace.go(Destination("returns", part="village_matrix"))
        return True

    def add_villages(self, names: Sequence[str]) -> None:
        """Add villages by their names."""
        self._verbs.add_villages(names)
        if self._stack.currentIndex() == _MATRIX:
            self.table.setFocus()  # on with the numbers, the cursor where it was

    def split_evenly(self) -> None:
        """Divide the cursor's target over the selected units, over all shown when it is one."""
        line = self._current()
        if line is not None:
            self._verbs.split_evenly(line, self._chosen_units())

    def split_by_items(self) -> None:
        """Let the parts of the cursor's target follow the items of the units."""
        line = self._current()
        if line is not None:
            self._verbs.split_by_items(line)

    def take_reports(self) -> None:
        """Write the sum of the reports as the task's amount of the period, when asked."""
        line = self._current()
        if line is not None:
            self._verbs.take_reports(line, self._rows.period)

    def swap_numbers(self) -> None:
        """Show the reports instead of the plan, or the plan again."""
        self.numbers.setCurrentIndex(_REPORT if self._wants_plan() else _PLAN)

    def _lay_out(self) -> None:
        for box in (self.numbers, self.which, self.columns):
            self.head_tools.addWidget(box)
        self._no_tasks = EmptyState(
            "tasks",
            "还没有可以分解的任务。任务有目标数（如 23 台）或清单，就可以在这里分到各村（社区）。",
            action="去任务",
            run=lambda: self.workspace.go(Destination("tasks")),
        )
        for view in (self.matrix, self.villages, self._no_tasks):
            self._stack.addWidget(view)
        self.body.addWidget(self._stack, 1)
        self.body.addWidget(self.told)
        self.body.setSpacing(8)

    def _make_actions(self) -> None:
        self._even = self.set_primary(
            "平均分解",
            self.split_evenly,
            shortcut=SPLIT_EVENLY.sequence,
            tip="把差额平均分给所选的各村，余数给前面的",
        )
        self._take = self.add_action(
            "合计填入进展",
            self.take_reports,
            shortcut=TAKE_REPORTS.sequence,
            tip="把上报合计填作任务的本期完成数",
        )
        self._by_items = self.add_rare(
            "按清单分解", self.split_by_items, shortcut=SPLIT_BY_ITEMS.sequence
        )
        self._more_villages = self.add_rare("添加村（社区）…", self._begin_villages)
        self.add_rare("打印分解表", self.print_page)
        self._action("计划数／本期完成", self.swap_numbers, SWAP_NUMBERS.sequence, "")

    def _connect(self) -> None:
        self.numbers.currentIndexChanged.connect(lambda _: self.refresh())
        self.columns.currentIndexChanged.connect(lambda _: self._show())
        self.which.currentIndexChanged.connect(lambda _: self._keep())
        self.table.work.write = self._write
        self.table.refused.connect(self.workspace.complain)
        self.table.opened.connect(self._open)
        self.table.selection_changed.connect(self._tell)
        self.table.selectionModel().currentChanged.connect(lambda *_: self._tell())

    def _show(self) -> None:
        shown = self._units_in_view()
        if shown != self._shown or self._is_other():
            edit = None if self.workspace.readonly else self._edit
            self.matrix.show_columns(unit_columns(shown, edit), plan=self.is_plan)
        self._shown = shown
        self.matrix.show_lines(self._rows.lines)
        self._keep()
        self._show_right_view()

    def _is_other(self) -> bool:
        """The frozen heads are those of the other numbers."""
        return (self.matrix.head.columns[3].title == "计划合计") != self.is_plan

    def _show_right_view(self) -> None:
        place = _NO_TASKS if not self._rows.lines else _MATRIX if self._shown else _NO_UNITS
        self._stack.setCurrentIndex(place)
        self._show_actions()

    def _show_actions(self) -> None:
        """Offer what fits the view."""
        place = self._stack.currentIndex()
        usable = place == _MATRIX and not self.workspace.readonly
        self._even.setVisible(usable and self.is_plan)
        self._by_items.setVisible(usable and self.is_plan)
        self._take.setVisible(usable and not self.is_plan)
        self._more_villages.setVisible(not self.workspace.readonly)
        for box in (self.numbers, self.which):
            box.setVisible(place == _MATRIX)
        self.columns.setVisible(place == _MATRIX or bool(self._rows.units and not self._shown))
        self._tell()

    def _units_in_view(self) -> tuple[UnitView, ...]:
        used, units, choice = self._rows.used, self._rows.units, self.columns.currentIndex()
        kinds = {"village"} if choice == _VILLAGES else {"village", "department"}
        if choice == _USED:
            return tuple(unit for unit in units if unit.id in used)
        return tuple(unit for unit in units if unit.kind in kinds or unit.id in used)

    def _keep(self) -> None:
        found = self._found()
        choice = self.which.currentIndex()

        def keeps(line: SplitLine) -> bool:
            fits = choice == _ALL_ROWS or (choice == _OPEN) == line.is_open
            return fits and (found is None or line.row.task_id in found)

        everything = choice == _ALL_ROWS and found is None
        self.matrix.keep(None if everything else keeps)
        self._tell()

    def _found(self) -> set[int] | None:
        if not self._words.strip():
            return None
        if self._finder is None:
            rows = (line.row for line in self._rows.lines)
            self._finder = Finder((row.task_id, f"{row.serial} {row.text}") for row in rows)
        return self._finder.find(self._words)

    def _current(self) -> SplitLine | None:
        line: SplitLine | None = self.table.current_row()
        if line is not None and line.is_counted:
            self.workspace.complain("这项任务按清单计数；请在清单里填责任单位、逐项勾选。")
            return None
        return line

    def _chosen_units(self) -> list[int]:
        places = self.table.work.columns()
        columns = [self.model_columns[at] for at in places] if len(places) > 1 else []
        return [int(column.field) for column in columns or self.model_columns]

    @property
    def model_columns(self) -> Sequence[Column[SplitLine]]:
        """The units' columns."""
        return self.matrix.model.columns

    def _edit(self, line: SplitLine, unit_id: int, text: str) -> None:
        self._verbs.write([(line, unit_id, text)], self._rows.period)

    def _write(self, entries: Sequence[Entry], skipped: int) -> None:
        cells = [(one.row, int(one.column.field), one.text) for one in entries]
        self._verbs.write(cells, self._rows.period, skipped=skipped)

    def _open(self, line: SplitLine) -> None:
        self.workspace.go(Destination("tasks", task_id=line.row.task_id, part="items"))

    def _begin_villages(self) -> None:
        self._stack.setCurrentIndex(_NO_UNITS)
        self._show_actions()
        self.villages.begin()

    @override
    def go_back(self) -> bool:
        if self._stack.currentIndex() == _NO_UNITS and self._shown:
            self._stack.setCurrentIndex(_MATRIX)
            self._show_actions()
            self.table.setFocus()
            return True
        return False

    def _tell(self) -> None:
        """What is to be said of all rows, and of the cursor's."""
        shown, held, still = self.table.order.rowCount(), len(self._rows.lines), self._rows.still
        words = f"{held} 项" if shown == held else f"{shown} / {held} 项"
        self.note(
            f"{words}，{still} 项{'未分完' if self.is_plan else '未报齐'}" if still else words
        )
        line: SplitLine | None = self.table.current_row()
        self.told.setText(_sentence(line) if line and self._stack.currentIndex() == _MATRIX else "")


def _sentence(line: SplitLine) -> str:
    """The cursor's row in words: 目标 23 台，已分 21 台，差 2 台."""
    word = "已分" if line.period is None else "上报合计"
    whole = "" if line.whole is None else f"，{word} {plain(line.whole)} {line.row.measure}"
    rest = f"，{line.difference}" if line.difference else "，与目标一致" if whole else "，还没有填"
    counted = "（按清单计数，在清单里改）" if line.is_counted else ""
    return f"{opening(line.text, _TOLD)}　目标 {line.target or '未定'}{whole}{rest}{counted}"


def _choice(name: str, words: tuple[str, ...], tip: str) -> ChoiceBox:
    box = ChoiceBox(name)
    box.addItems(list(words))
    box.setToolTip(tip)
    return box
