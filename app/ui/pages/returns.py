"""The returns page: choose a format, look at the very pages, mend what is missing, file."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from typing_extensions import override

from app.reports.formats.formatfiles import load_formats
from app.services.reporting import filing
from app.services.reporting.formats import FormatName
from app.services.reporting.registers import rows_without_list
from app.services.reporting.returncalendar import CalendarLine, return_calendar
from app.services.reporting.returns import Wanted
from app.ui import keys
from app.ui.controls import label
from app.ui.dayfield import DayField
from app.ui.filing import desk
from app.ui.filing.asking import FILING, READ_ONLY, why_not
from app.ui.filing.choices import (
    FORM,
    GROUPS,
    IMPORT_FORMAT,
    NEW_FORMAT,
    formats_for,
    keep_recent,
    kept_formats,
    recent_keys,
)
from app.ui.filing.columns import ThreeColumns
from app.ui.filing.handingout import ask_folder, send_to_printer, tell_filed, tell_written
from app.ui.filing.leftpanel import LeftPanel, show_draft
from app.ui.filing.listdesk import ListDesk
from app.ui.filing.papercolumn import PaperColumn
from app.ui.filing.returnlist import Choice, ReturnList
from app.ui.filing.rightpanel import RightPanel
from app.ui.filing.tracing import Tracing
from app.ui.operations import act, run_service
from app.ui.pages.page import Page
from app.ui.paper.latest import Latest
from app.ui.paper.pages import NoPages, Pages
from app.ui.style import px
from app.ui.wording import period_label, today
from app.ui.workspace import Destination

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from PySide6.QtGui import QHideEvent, QShowEvent
    from PySide6.QtWidgets import QWidget

    from app.errors import UserError
    from app.models.returnviews import FiledReturn
    from app.models.views import ListView
    from app.monitor import Monitor
    from app.ui.filing.filedpanel import FiledPanel
    from app.ui.workspace import Workspace

_FORMAT = "returns/format"
_MANY_PAGES = 30


class ReturnsPage(Page):
    """报表: formats and filed returns, the live pages (``pages``), checks, changes, calendar."""

    title = "报表"
    drops_to = "form"

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(workspace, parent)
        self.pages: Pages = NoPages()
        self._is_resting = False
        self._list: ListView | None = None
        self._day_of = workspace.as_of
        self._drawing = Latest(
            self, workspace, self._work, self._on_prepared, failed=self._on_failed
        )
        self._make_actions()
        self.make_in_slices(self._make())

    @property
    def filed(self) -> FiledPanel:
        """The facts of the filed return in view."""
        return self.right.filed

    @override
    def refresh(self) -> None:
        ledger = self.workspace.ledger
        filed = bool(filing.filed_returns(ledger))
        self._list = self._desk.choose(
            without_ours=filed, without_list=filed or bool(rows_without_list(ledger))
        )
        if self._day_of != self.workspace.as_of:
            self._day_of = self.workspace.as_of
            self.day.show_day(self._day_of)
        self._show_list()
        self._update()

    @override
    def go_to(self, destination: Destination) -> None:
        if destination.part:
            self.list.choose_format(destination.part)
            self.right.show_first()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._is_resting and not self._drawing.is_busy:
            self._drawing.ask()

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        """Out of sight a long return is let go, for it takes tens of megabytes."""
        super().hideEvent(event)
        if self.pages.count > _MANY_PAGES and not event.spontaneous():
            self._is_resting, self.pages = True, NoPages()
            self.paper.view.rest()
            self.tracing.rest()
            self._show_actions()

    @override
    def print_page(self) -> bool:
        title = f"{self._office_period()}{self.list.name_in_view}"
        return send_to_printer(self, self.workspace, self.pages, title)

    def export(self) -> None:
        """Write the return in view as workbook and PDF into a folder the clerk chooses."""
        folder = ask_folder(self, self.workspace.memory)
        if folder is None:
            return
        ledger, choice = self.workspace.ledger, self.list.current_choice()
        work = desk.writing(ledger, choice, self._wanted(), folder)
        run_service(
            self,
            self.workspace,
            work,
            done=self._on_written,
            title="正在导出…",
            changes=False,
        )

    def file(self) -> None:
        """Freeze the return in view, once everything that wants a word has one."""
        one, wanted = self.list.format_in_view, self._wanted()
        if one is None or wanted is None or self.checks.hard:
            return
        self.right.show_first()
        if self.checks.focus_unexplained():
            self.workspace.complain("请先在右边写明说明，再定稿。")
            return
        words, ledger = dict(self.checks.words), self.workspace.ledger
        run_service(
            self,
            self.workspace,
            lambda _monitor: desk.file(ledger, one, wanted, words),
            done=self._on_filed,
            title="正在定稿…",
            changes=False,  # told by hand: a filing is not undone, so 撤销 must not be offered
        )

    @override
    def go_back(self) -> bool:
        return self.period_bar.close_bar() or self.tracing.go_back()

    def _begin_packing(self) -> None:
        self.period_bar.ask(self._list_id, self.list.format_in_view)

    def _design(self) -> None:
        """Change the format in view; a new one where none is."""
        one = self.list.format_in_view
        page = "form" if one and one.rows == FORM else "design"
        self.workspace.go(Destination(page, part=one.key if one else NEW_FORMAT))

    def _make_actions(self) -> None:
        self._print_action = self.add_action("打印", self.print_page, tip="打印（Ctrl+P）")
        self._export_action = self.add_action("导出…", self.export, tip="导出 Excel 和 PDF")
        self._pack_action = self.add_rare(
            "本期报送材料包…", self._begin_packing, tip="本期全部报表、佐证材料和目录"
        )
        self.add_rare("计分…", lambda: self.workspace.go(Destination("scores")))
        if not self.workspace.readonly:
            self.add_rare("改格式…", self._design, shortcut=keys.DESIGN.sequence)
            for words, part in (("新建报表格式…", NEW_FORMAT), ("导入报表格式…", IMPORT_FORMAT)):
                self.add_rare(words, partial(self.workspace.go, Destination("design", part=part)))
        self._file_action = self.set_primary("定稿", self.file, tip=FILING)

    def _make(self) -> Iterator[None]:
        """Column after column, each in its place."""
        workspace = self.workspace
        self._make_day()
        columns = ThreeColumns()
        self._desk = ListDesk(
            workspace,
            columns,
            empty="还没有可以上报的任务。先导入区里的任务分解表，报表由台账自动汇总。",
            pick="台账里有几个任务表，请先在上方选择要上报的一个。",
        )
        self.body.addWidget(self._desk, 1)
        yield
        load_formats()  # read once; the list shows them by and by
        yield
        self.list = ReturnList()
        use_blank = partial(workspace.go, Destination("form", part="choose"))
        left = LeftPanel(self.list, self._design, use_blank, workspace)
        left.design.setVisible(not workspace.readonly)
        columns.add_left(left)
        yield
        middle = PaperColumn(workspace)
        self.paper, self.notice, self.period_bar = middle.paper, middle.notice, middle.period_bar
        columns.add_middle(middle)
        yield
        self.right = RightPanel()
        self.checks = self.right.checks
        self.checks.show_blocked(READ_ONLY if workspace.readonly else "")
        columns.add_right(self.right)
        yield
        self.tracing = Tracing(self, workspace, self.paper.view, self.right)
        self._connect()

    def _make_day(self) -> None:
        """The day of the filing, in the head."""
        self.day = DayField(self.workspace.as_of)
        self.day.setAccessibleName("填报日期")
        self._day_label = label("填报日期", "muted")
        self.head_tools.addSpacing(px(16))
        self.head_tools.addWidget(self._day_label)
        self.head_tools.addWidget(self.day)

    def _connect(self) -> None:
        self._drawing.begun.connect(lambda: self.paper.say("正在更新…"))
        self._drawing.ended.connect(self._on_ended)
        self.list.chosen.connect(self._on_chosen)
        self.day.picked.connect(lambda _day: self._update())
        self.day.refused.connect(self.workspace.complain)
        self.checks.left_for.connect(self.workspace.go)
        self.checks.words_changed.connect(self._show_actions)
        self.right.sent_back.connect(self.send_back)
        self.right.mending_asked.connect(self._mend)
        self.right.calendar_chosen.connect(self._show_of_calendar)
        self.workspace.focus_changed.connect(self.notice.hide)

    def _show_list(self) -> None:
        workspace = self.workspace
        keep = self.list.current_choice() or FormatName(workspace.memory.text(_FORMAT), "")
        filed = filing.filed_returns(workspace.ledger) if self._desk.is_open else ()
        kept = kept_formats(workspace.ledger, self._list_id)
        recent, rows = recent_keys(workspace.memory), set(GROUPS)
        if self._list is None:
            rows = rows & rows_without_list(workspace.ledger)
        offered = formats_for(workspace.period, recent=recent, kept=kept, rows=rows)
        blocked = self.list.blockSignals(True)
        self.list.show_choices(offered, filed, keep=keep)
        self.list.blockSignals(blocked)
        if self._desk.is_open:
            lines = return_calendar(workspace.ledger, self._list_id, on=workspace.as_of)
            self.right.show_calendar(lines)

    def _on_chosen(self, choice: Choice) -> None:
        if isinstance(choice, FormatName):
            self.workspace.memory.keep(_FORMAT, choice.key)
        self._is_resting, self.pages = False, NoPages()
        self.notice.hide()
        self._update()

    def send_back(self, why: str) -> None:
        """Note why the district sent the filed return in view back."""
        filed, day = self.list.filed_in_view, today()
        if filed is None:
            return
        ledger = self.workspace.ledger
        words = f"已记下退回：{period_label(filed.period)}{filed.format_name}。改好后再定稿为新版。"
        act(
            self,
            self.workspace,
            lambda: filing.send_back(ledger, filed.id, why=why, on=day),
            say=words,
        )

    def _mend(self) -> None:
        """Go from a return that was sent back to its draft."""
        if filed := self.list.filed_in_view:
            self._show_draft(filed.period, filed.format_key)

    def _show_draft(self, period: str, key: str) -> None:
        self.workspace.use_period(period)
        show_draft(self.list, self.workspace, key)
        self.right.show_first()

    def _show_of_calendar(self, line: CalendarLine) -> None:
        """The filed return of a line of the calendar; where there is none, its format."""
        if line.filed_id is not None:
            self.list.choose_filed(line.filed_id)
            self.right.show_first()
        else:
            self._show_draft(line.period, line.format_key)

    def _wanted(self) -> Wanted | None:
        """The return in view, None when a filed one is."""
        choice = self.list.format_in_view
        if choice is None or not self._desk.is_open:
            return None
        return Wanted(choice.key, self.workspace.period, self._list_id, self.day.day())

    @property
    def _list_id(self) -> int | None:
        return self._list.id if self._list else None

    def _update(self) -> None:
        """Lay out what is in view again, in the background."""
        self._show_actions()
        self.note(self._head_words())
        self._drawing.ask()

    def _work(self) -> Callable[[Monitor], desk.Prepared] | None:
        filed, one, wanted = self.list.filed_in_view, self.list.format_in_view, self._wanted()
        ledger = self.workspace.ledger
        if filed:
            self.filed.show_filed(filed, readonly=self.workspace.readonly)
            return lambda _monitor: desk.prepare_filed(ledger, filed.id)
        return partial(desk.prepare, ledger, one, wanted) if one and wanted else None

    def _on_prepared(self, prepared: desk.Prepared) -> None:
        keep_place = self._is_resting or bool(self.pages.count)
        self._is_resting, self.pages = False, prepared.pages()
        self.paper.show_pages(self.pages, keep_place=keep_place)
        one = self.list.format_in_view
        self.checks.show_findings(prepared.findings, one.rows if one else "")
        self.checks.show_reason(prepared.returned_why)
        self.right.show_comparisons(prepared.comparisons)
        self.tracing.follow(prepared)

    def _on_failed(self, error: UserError) -> None:
        """Nothing is shown that is not the return chosen."""
        self._is_resting, self.pages = False, NoPages()
        self.paper.show_pages(self.pages)
        self.workspace.complain(error.message)

    def _on_ended(self) -> None:
        self.paper.say("双击数字看来源")
        self._show_actions()

    def _show_actions(self) -> None:
        filed = self.list.filed_in_view is not None
        shown = self._desk.is_open
        self.right.show_filed(filed=filed)
        for action in (self._print_action, self._export_action):
            action.setVisible(shown)
            action.setEnabled(bool(self.pages.count))
        self._pack_action.setEnabled(shown)
        self._print_action.setText("再次打印" if filed else "打印")
        self._file_action.setVisible(shown and not filed)
        hard = self.checks.hard
        self._file_action.setEnabled(
            bool(self.pages.count) and not hard and not self.workspace.readonly
        )
        why = hard[0].message if hard else ""
        self._file_action.setToolTip(why_not(why, self.workspace))
        for widget in (self._day_label, self.day):
            widget.setVisible(shown and not filed)

    def _head_words(self) -> str:
        if not self._desk.is_open:
            return ""
        one = self.list.format_in_view
        beat = desk.other_beat(one, self.workspace.period) if one else ""
        return f"{self._office_period()}{f'（此表按{beat}报送，请在上方改选）' if beat else ''}"

    def _office_period(self) -> str:
        return period_label((self.list.filed_in_view or self.workspace).period)

    def _on_written(self, paths: tuple[Path, Path]) -> None:
        self._used()
        tell_written(self.workspace, self.notice, paths)

    def _used(self) -> None:
        """What was handed out last stands first from now on."""
        if one := self.list.format_in_view:
            keep_recent(self.workspace.memory, one.key)

    def _on_filed(self, filed: FiledReturn) -> None:
        self._used()
        tell_filed(self.workspace, self.notice, filed)
