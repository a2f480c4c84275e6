"""佐证: what lacks proof, all the proof there is, whether it is sound, and handing it over."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QStackedWidget, QTabBar, QWidget
from typing_extensions import override

from app.services.proof.prooflack import Lacking, decide_proof, lacking_proof
from app.services.proof.proofplaces import PlacedProof, all_proof
from app.ui.controls import ChoiceBox, EmptyState, button, column, label, row
from app.ui.evidence.bars import AskBar
from app.ui.evidence.box import EvidenceBox
from app.ui.evidence.checkpanel import CheckPanel
from app.ui.evidence.exportbar import ExportBar
from app.ui.evidence.lacktable import LackTable, key_of, lack_model
from app.ui.operations import act, run_service
from app.ui.pages.page import Page
from app.ui.pinyin import Finder
from app.ui.style import px
from app.ui.tables import select_only
from app.ui.targets import one_line
from app.ui.workspace import Destination

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from app.ui.workspace import Workspace

_ALL = "全部"
_KINDS = (_ALL, "任务", "清单项", "进展")
LACKING, HELD, CHECKED = range(3)
_COMPLETE = (
    "没有缺佐证的任务。认定标准写明要佐证的任务和清单项，完成或填报后还没有文件的，会列在这里。"
)
_NOTHING_HELD = "还没有佐证。把照片、合同、检测报告拖到任务的“佐证”里，就能在这里统一查看和导出。"


class ProofPage(Page):
    """Three parts behind tabs: what lacks, all there is, and the outcome of a check."""

    title: ClassVar[str] = "佐证"
    searchable: ClassVar[bool] = True

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(workspace, parent)
        self._words = self._told_lacking = ""
        self._finder: Finder | None = None
        self._held: tuple[PlacedProof, ...] = ()
        self.make_in_slices(self._make())

    def _make(self) -> Iterator[None]:
        """The head with its choices, what lacks, all there is, the check, each put in its place."""
        workspace = self.workspace
        self.told = AskBar()
        self.exporting = ExportBar(workspace, self.told)
        self._make_head()
        self._on_held = (
            self.set_primary("导出佐证材料…", self._begin_export),
            self.add_action("核对文件", self._check, tip="逐个核对佐证文件是否还在、是否被改动"),
        )
        yield
        self.model = lack_model()
        self.table = LackTable(self.model, workspace.memory, readonly=workspace.readonly)
        self.box = EvidenceBox(workspace)
        self.lacking_stack = _stack(self.stack, self._lacking_desk(), EmptyState("tick", _COMPLETE))
        yield
        self.held = EvidenceBox(workspace)
        empty = EmptyState(
            "clip",
            _NOTHING_HELD,
            action="去任务",
            run=lambda: self.workspace.go(Destination("tasks", part="evidence")),
        )
        self.held_stack = _stack(self.stack, self.held, empty)
        yield
        self.check = CheckPanel(workspace)
        self.stack.addWidget(self.check)
        self._connect()
        self.home = self.table

    @override
    def refresh(self) -> None:
        workspace = self.workspace
        run_service(
            self,
            workspace,
            lambda _monitor: (
                lacking_proof(
                    workspace.ledger,
                    as_of=workspace.as_of,
                    period=workspace.period,
                    list_id=workspace.list_id,
                ),
                all_proof(workspace.ledger),
            ),
            done=lambda found: self._show(*found),
            failed=lambda error: workspace.complain(error.message),
            say="",
            changes=False,
        )

    @override
    def search(self, words: str) -> None:
        self._words = words
        self._keep()
        self._show_held()

    @override
    def go_to(self, destination: Destination) -> None:
        self.tabs.setCurrentIndex(HELD if destination.part == "all" else LACKING)
        self.group.setCurrentIndex(max(self.group.findText(destination.group), 0))
        if self.isAncestorOf(self.window().focusWidget()):
            self.take_focus()  # the part that had the keyboard went out of view

    @override
    def go_back(self) -> bool:
        bars = (self.told, self.exporting, self.check.asking)
        closed = [bar for bar in bars if bar.close_bar()]
        boxes = [box for box in (self.box, self.held) if box.close_bars()]
        if closed:
            self.take_focus()
        return bool(closed or boxes)

    @override
    def take_focus(self) -> None:
        homes: tuple[QWidget, ...] = (self.table, self.held.grid, self.check.table)
        home = homes[self.tabs.currentIndex()]
        shown = home if home.isVisibleTo(self) else self.tabs  # nothing lacks: the other tabs
        shown.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self, lacking: Sequence[Lacking], held: Sequence[PlacedProof]) -> None:
        row_before = self.table.currentIndex().row()
        chosen = self.table.current_row()
        waiting = self.tabs.hasFocus() and not self._held and not self.model.rows
        self._held = tuple(held)
        self._finder = None
        self.tabs.setTabText(LACKING, f"缺佐证 {len(lacking)}" if lacking else "缺佐证")
        self.tabs.setTabText(HELD, f"全部佐证 {len(held)}" if held else "全部佐证")
        self._fill_groups(lacking)
        self.model.set_rows(lacking)
        self._keep()
        if chosen is None or not self.table.select_key(key_of(chosen)):
            self._select_row(max(row_before, 0))
        self.lacking_stack.setCurrentIndex(0 if lacking else 1)
        for action in self._on_held:
            action.setEnabled(bool(held))
        self._show_current()
        self._show_held()
        if waiting:
            self.take_focus()

    def _show_held(self) -> None:
        """The files there are, narrowed to what is searched for."""
        if self._words and self._finder is None:
            self._finder = Finder(
                (one.file.id, f"{one.file.file_name} {one.place}") for one in self._held
            )
        found = self._finder.find(self._words) if self._words and self._finder else None
        files = [one.file for one in self._held if found is None or one.file.id in found]
        places = {one.file.id: one.place for one in self._held}
        self.held.show_files(files, None, places=places)
        self.held_stack.setCurrentIndex(0 if self._held else 1)

    def _show_current(self) -> None:
        line: Lacking | None = self.table.current_row()
        self.box.show_owner(line.owner if line else None)
        name = one_line(line.name).rstrip("。；") if line else ""
        words = f"“{name}”" if self.workspace.readonly else f"给“{name}”添加："
        self.target.setText(words if name else "")
        self.waive.setEnabled(line is not None)

    def _select_row(self, row_number: int) -> None:
        last = self.table.order.rowCount() - 1
        if last >= 0:
            select_only(self.table, min(row_number, last))

    def _keep(self) -> None:
        group, kind = self.group.currentText(), self.kind.currentText()
        words = self._words.strip()
        self.table.order.keep(
            lambda one: (
                (group in ("", _ALL) or group in map(one_line, one.groups))
                and (kind == _ALL or kind == _kind_of(one))
                and (not words or words in f"{one.serial} {one.task} {one.item}")
            )
        )
        shown = self.table.order.rowCount()
        tasks = len({one.task_id for one in self.table.order.rows()})
        places = f"，共 {shown} 处" if shown != tasks else ""
        self._told_lacking = f"{tasks} 项任务还缺佐证{places}" if shown else ""
        self._show_part()

    def _show_part(self) -> None:
        """The part of the tab in view, with its own filters and note."""
        part = self.tabs.currentIndex()
        self.stack.setCurrentIndex(part)
        self.filters.setVisible(part == LACKING and bool(self.model.rows))
        self.note(self._told_lacking if part == LACKING else "")

    def _fill_groups(self, lacking: Sequence[Lacking]) -> None:
        before = self.group.currentText()
        names = dict.fromkeys(one_line(one.groups[-1]) for one in lacking if one.groups)
        self.group.blockSignals(True)
        self.group.clear()
        self.group.addItems([_ALL, *names])
        self.group.setCurrentIndex(max(self.group.findText(before), 0))
        self.group.blockSignals(False)

    def _drop(self, paths: Sequence[Path], line: Lacking) -> None:
        self.box.take(paths, line.owner)

    def _waive(self) -> None:
        numbers = list(dict.fromkeys(line.task_id for line in self.table.selected_rows()))
        if numbers:
            ledger = self.workspace.ledger
            act(self, self.workspace, lambda: decide_proof(ledger, numbers, "no"))

    def _open(self, line: Lacking) -> None:
        self.workspace.go(
            Destination("tasks", task_id=line.task_id, item_id=line.item_id, part="evidence")
        )

    def _begin_export(self) -> None:
        if self.tabs.currentIndex() == HELD:
            cards = self.held.grid.selected_cards()
            chosen = dict.fromkeys(card.file.task_id for card in cards)
        else:
            chosen = {}
        self.exporting.ask([number for number in chosen if number is not None])

    def _check(self) -> None:
        def done() -> None:
            self.tabs.setTabVisible(CHECKED, True)
            self.tabs.updateGeometry()
            self.tabs.setCurrentIndex(CHECKED)

        self.check.run(done)

    def _connect(self) -> None:
        self.tabs.currentChanged.connect(lambda _: self._show_part())
        self.group.currentIndexChanged.connect(lambda _: self._keep())
        self.kind.currentIndexChanged.connect(lambda _: self._keep())
        self.table.selection_changed.connect(self._show_current)
        self.table.opened.connect(self._open)
        self.table.files_dropped.connect(self._drop)
        self.table.proof_pasted.connect(self.box.paste)

    def _make_head(self) -> None:
        """The tabs with the filters beside them, and below them the place of the parts."""
        self.tabs = QTabBar()
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setUsesScrollButtons(False)
        self.tabs.setAccessibleName("佐证的三部分")
        for word in ("缺佐证", "全部佐证", "核对结果"):
            self.tabs.addTab(word)
        self.tabs.setTabVisible(CHECKED, False)
        self.group, self.kind = ChoiceBox("主题", role="filter"), ChoiceBox("类别", role="filter")
        self.kind.addItems(_KINDS)
        filters = row(
            label("主题", "muted"), self.group, 8, label("类别", "muted"), self.kind, spacing=4
        )
        filters.setContentsMargins(0, 0, 0, 0)
        self.filters, self.stack = QWidget(), QStackedWidget()
        self.filters.setLayout(filters)
        self.body.addLayout(row(self.tabs, None, self.filters))
        self.body.addWidget(self.exporting)
        self.body.addWidget(self.told)
        self.body.addWidget(self.stack, 1)

    def _lacking_desk(self) -> QSplitter:
        """What lacks proof, and beside it the place to add it."""
        self.target = label("", "heading", wrap=True)
        self.waive = button("这项任务不需要佐证", self._waive, role="link")
        if self.workspace.readonly:
            self.waive.hide()
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setProperty("role", "clear")
        splitter.setHandleWidth(px(16))
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(self.table)
        beside = column(self.target, self.box, row(self.waive, None), grow=(self.box,))
        splitter.addWidget(beside)
        splitter.setStretchFactor(0, 3)
        splitter.setStretchFactor(1, 1)
        splitter.setSizes([px(760), px(300)])
        return splitter


def _kind_of(one: Lacking) -> str:
    if one.item_id is not None:
        return "清单项"
    return "进展" if one.period else "任务"


def _stack(place: QStackedWidget, *widgets: QWidget) -> QStackedWidget:
    """One of several in the same place, the first at first; made where it stands."""
    result = QStackedWidget()
    place.addWidget(result)
    for widget in widgets:
        result.addWidget(widget)
    return result
