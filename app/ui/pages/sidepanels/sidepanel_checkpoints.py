"""节点 in the side panel: what a task must reach, and what must stand at the end of each period."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QWidget
from typing_extensions import override

from app.models.rules.periods import Period, periods_of_year
from app.models.views import CheckpointView
from app.services.standing import checkpoint_share
from app.services.work import checkpoints, goals
from app.services.work import tasks as task_services
from app.ui.controls import ChoiceBox, button, label, row, scrolled_parts
from app.ui.itemmodels.columns import Column
from app.ui.itemmodels.table import TableModel
from app.ui.itemmodels.taskcells import TaskDelegate
from app.ui.lateparts import LatePart
from app.ui.operations import act
from app.ui.pages.sidepanels.paneltab import PanelTab
from app.ui.pages.sidepanels.sidepanel_facts import FactGrid
from app.ui.pages.sidepanels.sidepanel_targets import TargetBlock
from app.ui.pages.sidepanels.spreadform import SpreadForm
from app.ui.style import px, text_width
from app.ui.tables import Table
from app.ui.targets import one_line
from app.ui.wording import no_day, read_day, short_period

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date
    from decimal import Decimal

    from app.models.views import TaskDetail, TaskView
    from app.ui.workspace import Workspace

_ROW, _TALL = 32, 48
_KINDS = ("quarter", "half", "year", "month")


class CheckpointTab(PanelTab):
    """节点: targets, the checkpoint of each period and whether it is reached, the task's facts."""

    key = "checkpoints"
    title = "节点"

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(workspace, parent)
        self.targets = TargetBlock(workspace)
        self.model = TableModel[CheckpointView](self._columns(), key=lambda point: point.id)
        self.table = Table(self.model, workspace.memory, "panel-checkpoints", sortable=False)
        self.table.setItemDelegate(TaskDelegate(self.table))
        self.table.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.table.setAccessibleName("节点")
        self.table.delete_asked.connect(self._remove)
        self.table.opened.connect(lambda _point: self.table.edit(self.table.currentIndex()))
        self.none = label("没有写明形象进度，进度按时间折算。", "muted", wrap=True)
        self.spread = button("按季按月分解目标", self._begin_spread, role="link")
        self.spread.setToolTip("把目标一步分到各季或各月，作为节点；数可以改")
        self._spread_form = LatePart(self._make_spread_form)
        self._spread_form.hide()
        self.period = ChoiceBox("新节点的时段", widest=128)
        self.typed = QLineEdit()
        self.typed.setPlaceholderText("到期末做到什么，如 完成12台，回车新增")
        self.typed.setAccessibleName("新节点")
        self.typed.returnPressed.connect(self._add)
        self.facts = FactGrid()
        adding = QWidget()
        line = row(self.period, self.typed)
        line.setContentsMargins(0, 0, 0, 0)
        adding.setLayout(line)
        head = QWidget()
        top = row(label("节点", "heading"), None, self.spread)
        top.setContentsMargins(0, 0, 0, 0)
        head.setLayout(top)
        scrolled_parts(
            label("目标", "heading"), self.targets, head, self._spread_form, self.none, self.table,
            adding, self.facts, into=self.body,
        )  # fmt: skip
        adding.setVisible(not workspace.readonly)

    @override
    def show_detail(self, detail: TaskDetail) -> None:
        if detail.task.id != self.task_id():
            self._close_spread_form()
            self.typed.clear()
        super().show_detail(detail)
        workspace = self.workspace
        standings = act(
            self,
            workspace,
            lambda: goals.target_standings(
                workspace.ledger, detail.task.id, as_of=workspace.as_of, period=workspace.period
            ),
            changes=False,
        )
        self.targets.show_targets(detail.task.id, standings or ())
        points = tuple(sorted(detail.checkpoints, key=lambda point: _end(point.period)))
        self.model.set_rows(points)
        self.table.setVisible(bool(points))
        self.none.setVisible(not points)
        self._fit_rows()
        self._offer_periods(points)
        can_spread = bool(checkpoints.spread_amounts(detail.task, way="time"))
        self.spread.setVisible(can_spread and not workspace.readonly)
        self.facts.show_facts(_facts_of(detail))

    @staticmethod
    @override
    def count(detail: TaskDetail, period: str) -> str:
        del period
        reached = sum(_is_reached(point, detail.task) for point in detail.checkpoints)
        return f"{reached}/{len(detail.checkpoints)}" if detail.checkpoints else ""

    @override
    def begin(self) -> None:
        (self.table if self.model.rows else self.targets.table).setFocus()

    @override
    def go_back(self) -> bool:
        was_open = self._spread_form.isVisibleTo(self)
        self._close_spread_form()
        return was_open

    @property
    def spread_form(self) -> SpreadForm:
        """The target over quarters or months, while it is spread."""
        return self._spread_form.part

    def _make_spread_form(self, place: QWidget) -> SpreadForm:
        form = SpreadForm(self._spread, self.workspace.complain)
        form.shown.connect(lambda: place.setVisible(not form.isHidden()))
        return form

    def _close_spread_form(self) -> None:
        if self._spread_form.made is not None:
            self._spread_form.made.hide()

    def _columns(self) -> tuple[Column[Any], ...]:
        tick = None if self.workspace.readonly else self._reach
        return (
            Column(
                "reached", "达到", lambda point: point.reached_on, 48,
                ticked=self._ticked, tick=tick,
            ),
            Column(
                "period", "时段", lambda point: short_period(point.period), 92,
                choices=lambda _point: tuple(self._labels()), closed=True,
                **self._saving(self._move),
            ),
            Column(
                "text", "形象进度", lambda point: point.text, 120, long=True, stretch=True,
                tip=lambda point: point.text, **self._saving(self._reword),
            ),
            Column(
                "reached_on", "达到日期", lambda point: point.reached_on, 104, muted=True, spare=1,
                dated=True, **self._saving(self._date),
            ),
        )  # fmt: skip

    def _saving(self, edit: Callable[[CheckpointView, str], object]) -> dict[str, Any]:
        return {} if self.workspace.readonly else {"edit": edit}

    def _fit_rows(self) -> None:
        """Two lines for the wordings that need them; the table is as high as its rows."""
        room = self.table.columnWidth(self.model.column_of("text")) - px(22)
        heights = [
            px(_TALL if text_width(one_line(point.text)) > room else _ROW)
            for point in self.model.rows
        ]
        for place, height in enumerate(heights):
            self.table.setRowHeight(place, height)
        self.table.setFixedHeight(px(_ROW) + sum(heights) + px(4))

    def _labels(self) -> dict[str, str]:
        """The periods of the year looked at, by what they are called."""
        year = Period.parse(self.workspace.period).year
        spans = [span for kind in _KINDS for span in periods_of_year(year, kind)]
        return {short_period(span.key): span.key for span in spans}

    def _offer_periods(self, points: tuple[CheckpointView, ...]) -> None:
        """Offer the periods that have none; the one looked at comes first."""
        taken, kept = {point.period for point in points}, self.period.currentData()
        self.period.clear()
        for name, key in self._labels().items():
            if key not in taken:
                self.period.addItem(name, key)
        wanted = kept if self.typed.text() else self.workspace.period
        self.period.setCurrentIndex(max(self.period.findData(wanted), 0))

    def _ticked(self, point: CheckpointView) -> bool:
        return self.detail is not None and _is_reached(point, self.detail.task)

    def _reach(self, point: CheckpointView, on: bool) -> None:
        self._mark(point, self.workspace.as_of if on else None)

    def _mark(self, point: CheckpointView, day: date | None) -> None:
        period = short_period(point.period)
        self.act(
            lambda: task_services.reach_checkpoint(self.workspace.ledger, point.id, day),
            say=f"{period}节点{'已达到' if day else '取消达到'}",
        )

    def _date(self, point: CheckpointView, text: str) -> None:
        day = read_day(text, self.workspace.as_of.year) if text.strip() else None
        if text.strip() and day is None:
            self.workspace.complain(no_day(text))
            return
        self._mark(point, day)

    def _reword(self, point: CheckpointView, text: str) -> None:
        self._change(point, text=text)

    def _move(self, point: CheckpointView, name: str) -> None:
        key = self._labels().get(name)
        if key is not None:
            self._change(point, period=key)

    def _change(self, point: CheckpointView, **changed: str) -> None:
        self.act(
            lambda: checkpoints.change_checkpoint(self.workspace.ledger, point.id, **changed),
            say=f"已修改{short_period(point.period)}节点",
        )

    def _remove(self, points: tuple[CheckpointView, ...]) -> None:
        if self.workspace.readonly or not points:
            return
        number = points[0].id
        self.act(
            lambda: checkpoints.remove_checkpoint(self.workspace.ledger, number),
            say=f"已删除{short_period(points[0].period)}节点",
        )

    def _add(self) -> None:
        words, task_id, key = self.typed.text(), self.task_id(), self.period.currentData()
        if not words.strip() or key is None:
            return
        made = self.act(
            lambda: checkpoints.write_checkpoint(self.workspace.ledger, task_id, key, words),
            say=f"已填写{short_period(key)}节点",
        )
        if made:
            self.typed.clear()
            self.period.setCurrentIndex(min(self.period.currentIndex(), self.period.count() - 1))
            self.typed.setFocus()

    def _begin_spread(self) -> None:
        if self.detail:
            self.spread_form.begin(self.detail.task)

    def _spread(self, amounts: Mapping[str, Decimal]) -> bool | None:
        task_id, ledger = self.task_id(), self.workspace.ledger

        def write() -> bool:
            checkpoints.spread_target(ledger, task_id, amounts)
            return True

        return self.act(write, say=f"已把目标分到 {len(amounts)} 期")


def _is_reached(point: CheckpointView, task: TaskView) -> bool:
    """Marked as reached, or its number is reached by what is done."""
    if point.reached_on is not None:
        return True
    actual = task.judgement.actual
    if actual is None or point.amount is None:
        return False
    asked = checkpoint_share(point.amount, point.unit, task.target)
    return asked is not None and actual >= asked


def _end(period: str) -> tuple[date, str]:
    return Period.parse(period).end, period


def _facts_of(detail: TaskDetail) -> dict[str, str]:
    task = detail.task
    score = f"{task.score} 分　{task.scoring_method}" if task.score else task.scoring_method
    return {
        "时限": _deadline_words(task.deadline_text, task.due),
        "责任单位": "、".join(task.responsible),
        "牵头单位": "、".join(task.lead),
        "配合单位": "、".join(task.assist),
        "主体责任": "、".join(task.main_responsible),
        "认定标准": task.acceptance,
        "分值": score,
        "备注": detail.notes,
    }


def _deadline_words(text: str, due: Any) -> str:
    if due is None:
        return text
    return f"{due:%Y-%m-%d}（{text}）" if text else f"{due:%Y-%m-%d}"
