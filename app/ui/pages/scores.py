"""计分: every task with its points, the rule behind, the working, and what is still to be had."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from PySide6.QtWidgets import QSizePolicy, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from app.models.rules.pace import plain
from app.services.reporting.scores import ScoreLine, ScoreSum, give_points, score_sheet, set_rule
from app.services.work.tasks import change_tasks
from app.services.work.typed import read_amount
from app.ui.controls import EmptyState, label
from app.ui.itemmodels.columns import Column, for_reading
from app.ui.itemmodels.table import TableModel
from app.ui.operations import act, run_service
from app.ui.pages.page import Page
from app.ui.pinyin import Finder
from app.ui.style import px
from app.ui.tables import Table
from app.ui.wording import period_label
from app.ui.workspace import Destination

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.models.database import Ledger
    from app.services.reporting.scores import ScoreSheet
    from app.ui.workspace import Workspace

RULES = (
    "完成计满分，未完成计0分",
    "按完成比例计分",
    "每低于目标1天扣0.2分，扣完为止",
    "按时完成得满分，每逾期1天扣0.5分",
    "得分=70×达标率-63，低于90%不得分",
    "手工评分",
)
"""The kinds of rules, offered while one is typed."""
_TEACHING = "任务还没有分值和计分办法。在任务页的“分值”“计分办法”两列填写，这里就按规则自动评分。"
_TOLD = (
    "改规则，同一计分办法的任务一起改；清空则按任务表的办法。自评分也可直接填写，清空则按规则计算。"
)
_SUMS_HEIGHT, _SUMS_LEAST = 160, 72


class ScoresPage(Page):
    """The tasks with 分值, edited in place; their sums by theme below."""

    title: ClassVar[str] = "计分"
    searchable: ClassVar[bool] = True

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(workspace, parent)
        columns = self._columns()
        self.model: TableModel[ScoreLine] = TableModel(
            for_reading(columns) if workspace.readonly else columns,
            key=lambda line: line.task_id,
            parent=self,
        )
        self.table = Table(self.model, workspace.memory, "scores")
        self.table.setAccessibleName("各项任务的计分")
        self.sums_model: TableModel[ScoreSum] = TableModel(
            _sum_columns(), key=lambda one: one.name, parent=self
        )
        self.sums = Table(self.sums_model, workspace.memory, "score-sums", sortable=False)
        self.sums.setAccessibleName("各主题得分合计")
        self.table.opened.connect(self._open)
        self._words = ""
        self._wanted: int | None = None
        self._finder = Finder(())
        self._lay_out()
        self.home = self.rows = self.table

    @override
    def refresh(self) -> None:
        workspace = self.workspace
        ledger, list_id, period = workspace.ledger, workspace.list_id, workspace.period
        run_service(
            self,
            workspace,
            lambda _monitor: score_sheet(ledger, list_id=list_id, period=period),
            done=self._show,
            failed=lambda error: workspace.complain(error.message),
            say="",
            changes=False,
        )

    @override
    def go_to(self, destination: Destination) -> None:
        self._wanted = destination.task_id
        if self._wanted is not None and self.table.select_key(self._wanted):
            self._wanted = None

    @override
    def search(self, words: str) -> None:
        self._words = words
        self._keep()

    def _lay_out(self) -> None:
        full = QWidget()
        column = QVBoxLayout(full)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(8))
        if not self.workspace.readonly:
            column.addWidget(label(_TOLD, "muted", wrap=True))
        column.addWidget(self.table, 1)
        column.addWidget(label("合计", "heading"))
        column.addWidget(self.sums)
        self.sums.setMaximumHeight(px(_SUMS_HEIGHT))
        self.sums.setMinimumHeight(px(_SUMS_LEAST))
        self.table.setMinimumHeight(px(_SUMS_LEAST))
        # In a low window the tables give way, not the page.
        self.table.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        empty = EmptyState(
            "tasks",
            _TEACHING,
            action="去任务页",
            run=lambda: self.workspace.go(Destination("tasks")),
        )
        self._stack = QStackedWidget()
        for part in (full, empty):
            self._stack.addWidget(part)
        self.body.addWidget(self._stack, 1)

    def _show(self, sheet: ScoreSheet) -> None:
        self._stack.setCurrentIndex(0 if sheet.lines else 1)
        self._finder = Finder(
            (line.task_id, f"{line.serial} {line.text} {line.method}") for line in sheet.lines
        )
        self.model.set_rows(sheet.lines)
        self.sums_model.set_rows((sheet.total, *sheet.groups))
        self._keep()
        self.note(self._note_of(sheet.total) if sheet.lines else "")
        if self._wanted is not None:
            self.table.select_key(self._wanted)
            self._wanted = None
        elif sheet.lines and self.table.current_row() is None:
            self.table.select_key(sheet.lines[0].task_id)

    def _note_of(self, total: ScoreSum) -> str:
        unknown = f"，{total.unknown} 项未评" if total.unknown else ""
        points = f"{plain(total.points)} / {plain(total.full)} 分"
        left = f"还可争取 {plain(total.left)} 分{unknown}"
        return f"{period_label(self.workspace.period)}　{points}，{left}"

    def _keep(self) -> None:
        found = self._finder.find(self._words) if self._words else None
        self.table.order.keep(lambda line: found is None or line.task_id in found)

    def _open(self, line: ScoreLine) -> None:
        self.workspace.go(Destination("tasks", task_id=line.task_id, part="progress"))

    def _columns(self) -> list[Column[ScoreLine]]:
        return [
            Column("serial", "序号", lambda line: line.serial, 56, muted=True),
            Column("group", "主题", lambda line: line.group, 120, spare=3, put_away=True),
            Column("text", "任务", lambda line: " ".join(line.text.split()), 200, stretch=True,
                   tip=lambda line: line.text),
            Column("score", "分值", lambda line: line.score, 64, "right",
                   edit=lambda line, text: self._save(
                       lambda: change_tasks(self._ledger, [line.task_id], score=text.strip()),
                       "已修改分值。")),
            Column("method", "计分办法", lambda line: line.method, 96, spare=2,
                   tip=lambda line: line.method),
            Column("rule", "规则", _rule, 208, least=128,
                   edit=lambda line, text: self._save(
                       lambda: set_rule(self._ledger, line.method, text), "已修改计分规则。"),
                   choices=lambda _line: RULES, tip=_rule_tip),
            Column("points", "自评分", lambda line: line.points, 72, "right",
                   edit=self._give, bold=lambda line: line.by_hand,
                   tip=lambda line: "手工评定；清空则按规则计算" if line.by_hand else ""),
            Column("left", "还可争取", lambda line: line.left, 80, "right"),
            Column("working", "计算", lambda line: line.working, 232, least=128,
                   tip=lambda line: line.working),
        ]  # fmt: skip

    @property
    def _ledger(self) -> Ledger:
        return self.workspace.ledger

    def _give(self, line: ScoreLine, text: str) -> None:
        """Points by hand; an empty cell goes back to the rule."""
        try:
            points = read_amount(text)
        except ValueError:
            self.workspace.complain(f"自评分“{text.strip()}”不是数字；请重新填写。")
            return
        period = self.workspace.period
        self._save(
            lambda: give_points(self._ledger, line.task_id, period, points),
            "已手工评分。" if points is not None else "已改回按规则计算。",
        )

    def _save(self, work: Callable[[], object], said: str) -> None:
        act(self, self.workspace, work, say=said)


def _rule(line: ScoreLine) -> str:
    return line.rule or "未能识别，请填写"


def _rule_tip(line: ScoreLine) -> str:
    whose = "本镇修改过的规则" if line.is_own else "按任务表的计分办法读出"
    return f"{line.rule}（{whose}）" if line.rule else "这个计分办法没有读懂，请填写规则"


def _sum_columns() -> list[Column[ScoreSum]]:
    return [
        Column("name", "主题", lambda one: one.name, 240, stretch=True,
               bold=lambda one: one.name == "合计"),
        Column("tasks", "任务", lambda one: one.tasks, 72, "right"),
        Column("full", "分值", lambda one: one.full, 88, "right"),
        Column("points", "自评分", lambda one: one.points, 88, "right"),
        Column("left", "还可争取", lambda one: one.left, 96, "right"),
        Column("unknown", "未评", lambda one: one.unknown or None, 72, "right"),
    ]  # fmt: skip
