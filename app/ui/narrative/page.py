"""写工作报告: the sections at the left, drafted and to be reworded; the pages at the right."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget
from typing_extensions import override

from app.reports.narrative.drafting import ANNEX
from app.services.reporting import narrative
from app.ui.controls import column, label
from app.ui.dayfield import DayField
from app.ui.filing.handingout import ask_folder, send_to_printer, tell_filed, tell_written
from app.ui.filing.listdesk import ListDesk
from app.ui.filing.notice import WrittenNotice
from app.ui.narrative import desk
from app.ui.narrative.sectionlist import SectionList
from app.ui.operations import act, run_service
from app.ui.pages.page import Page
from app.ui.paper.pages import NoPages, Pages
from app.ui.paper.pane import PaperPane
from app.ui.style import px
from app.ui.wording import period_label
from app.ui.workspace import Destination

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from app.models.database import Ledger
    from app.models.returnviews import CheckFinding
    from app.services.reporting.narrative import Report, ReportSection
    from app.services.reporting.returns import Wanted
    from app.ui.workspace import Workspace

_IDLE_MS = 700


class NarrativePage(Page):
    """The period's work report: sections to reword beside the live pages.

    Attributes:
        pages: the pages in view.
        sections: the cards at the left.
    """

    title: ClassVar[str] = "工作报告"

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self.pages: Pages = NoPages()
        self.report: Report | None = None
        self._findings: tuple[CheckFinding, ...] = ()
        self._places: Mapping[str, int] = {}
        self._list_id: int | None = None
        self._busy = self._again = False
        self.sections = SectionList(readonly=workspace.readonly)
        self.paper = PaperPane()
        self.notice = WrittenNotice()
        self.day = DayField(workspace.as_of)
        self.day.setAccessibleName("成文日期")
        self._day_of = workspace.as_of
        self.why = QLineEdit()
        self.why.setAccessibleName("定稿说明")
        self.why.setPlaceholderText("说明，如：详见同期季度报表")
        self._asked = label("", "doubt", wrap=True)
        self._idle = QTimer(self, singleShot=True, interval=_IDLE_MS)
        self._idle.timeout.connect(self._update)
        self._make_actions()
        self._lay_out()
        self._connect()

    @override
    def refresh(self) -> None:
        self._list_id = self._chosen_list()
        if self._day_of != self.workspace.as_of:
            self._day_of = self.workspace.as_of
            self.day.show_day(self._day_of)
        self.note(period_label(self.workspace.period))
        self._update()

    @override
    def go_back(self) -> bool:
        self.keep_typed()
        self.workspace.go(Destination("returns"))
        return True

    @override
    def take_focus(self) -> None:
        first = self.sections.cards.get("opening")
        (first.edit if first else self).setFocus(Qt.FocusReason.OtherFocusReason)

    @override
    def print_page(self) -> bool:
        self.keep_typed()
        title = f"{period_label(self.workspace.period)}{narrative.NAME}"
        return send_to_printer(self, self.workspace, self.pages, title)

    def keep_typed(self) -> None:
        """Write down what is typed in any section."""
        for key in self.sections.changed():
            self._keep(key)

    def export(self) -> None:
        """Write the report as Word document and PDF into a folder the clerk chooses."""
        self.keep_typed()
        wanted, ledger = self._wanted(), self.workspace.ledger
        folder = ask_folder(self, self.workspace.memory) if wanted else None
        if folder is None or wanted is None:
            return
        run_service(
            self,
            self.workspace,
            lambda _monitor: narrative.write_report(ledger, wanted, folder),
            done=partial(tell_written, self.workspace, self.notice),
            title="正在导出…",
            changes=False,
        )

    def file(self) -> None:
        """Freeze the report, once what speaks against it has a word."""
        self.keep_typed()
        wanted, ledger, word = self._wanted(), self.workspace.ledger, self.why.text().strip()
        if wanted is None or self._hard():
            return
        if self._findings and not word:
            self.why.setFocus(Qt.FocusReason.OtherFocusReason)
            self.workspace.complain("请先在左下方写明说明，再定稿。")
            return
        run_service(
            self,
            self.workspace,
            lambda _monitor: narrative.file_report(ledger, wanted, default_word=word),
            done=partial(tell_filed, self.workspace, self.notice),
            title="正在定稿…",
            changes=False,  # told by hand: a filing is not undone, so 撤销 must not be offered
        )

    def _make_actions(self) -> None:
        self._print_action = self.add_action("打印", self.print_page, tip="打印（Ctrl+P）")
        self._export_action = self.add_action("导出…", self.export, tip="导出 Word 和 PDF")
        self._file_action = self.set_primary("定稿", self.file, tip="定稿后内容固定，不再随数据变")

    def _lay_out(self) -> None:
        self._day_label = label("成文日期", "muted")
        self.head_tools.addSpacing(px(16))
        self.head_tools.addWidget(self._day_label)
        self.head_tools.addWidget(self.day)
        both = QWidget()
        beside = QHBoxLayout(both)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(px(16))
        beside.addWidget(column(self.sections, self._asked, self.why, grow=[self.sections]), 1)
        beside.addWidget(column(self.paper, self.notice, grow=[self.paper]), 1)
        self._desk = ListDesk(
            self.workspace,
            both,
            empty="还没有本镇任务。先导入区里的任务分解表，报告由台账自动起草。",
            pick="台账里有几个任务表，请先在上方选择要报告的一个。",
        )
        self.body.addWidget(self._desk, 1)

    def _connect(self) -> None:
        self.day.picked.connect(lambda _day: self._update())
        self.day.refused.connect(self.workspace.complain)
        self.workspace.focus_changed.connect(self.notice.hide)
        self.sections.entered.connect(self._show_place)
        self.sections.typed.connect(self._idle.start)
        self.sections.left.connect(self._keep)
        self.sections.draft_wanted.connect(partial(self._change, narrative.take_draft))
        self.sections.kept.connect(partial(self._change, narrative.keep_text))

    def _chosen_list(self) -> int | None:
        found = self._desk.choose()
        for part in (self._day_label, self.day):
            part.setVisible(found is not None)
        return found.id if found else None

    def _wanted(self) -> Wanted | None:
        if self._list_id is None:
            return None
        day = self.day.day()
        return narrative.report_wanted(self.workspace.period, self._list_id, day)

    def _update(self) -> None:
        """Draft and lay out again in the background, with what is typed; the newest wish wins."""
        wanted, ledger = self._wanted(), self.workspace.ledger
        self._show_actions()
        if wanted is None or self._busy:
            self._again = self._busy
            return
        self._busy, self._again = True, False
        typed = self.sections.changed()
        self.paper.say("正在更新…")
        operation = run_service(
            self,
            self.workspace,
            lambda _monitor: desk.prepare(ledger, wanted, typed),
            done=self._show,
            failed=lambda error: self.workspace.complain(error.message),
            title="正在起草…",
            changes=False,
        )
        if operation.running:
            operation.ended.connect(self._on_ended)
        else:
            self._on_ended()

    def _on_ended(self) -> None:
        self._busy = False
        self.paper.say("")
        self._show_actions()
        if self._again:
            self._update()

    def _show(self, prepared: desk.Prepared) -> None:
        if self._again:
            return
        keep_place = bool(self.pages.count)
        self.report, self._findings = prepared.report, prepared.findings
        self._places = prepared.places
        self.pages = prepared.pages()
        self.paper.show_pages(self.pages, keep_place=keep_place)
        self.sections.show_report(prepared.report)
        stale = sum(one.is_stale for one in prepared.report.sections)
        words = period_label(self.workspace.period)
        self.note(f"{words}　{stale} 段台账数字已变" if stale else words)
        self._show_asked()

    def _show_place(self, key: str) -> None:
        """Turn the pages to the section that is written in."""
        place = self._places.get(key, -1 if key == ANNEX else 0)
        self.paper.view.show_page(place % max(1, self.pages.count))

    def _show_asked(self) -> None:
        """What must be said before the report is filed: nothing, or one word on all of it."""
        soft = [one for one in self._findings if not one.hard]
        hard = self._hard()
        more = f"等 {len(soft)} 处" if len(soft) > 1 else ""
        words = f"定稿前请说明：{soft[0].message}{more}。" if soft else ""
        self._asked.setText(f"还不能定稿：{hard}" if hard else words)
        self._asked.setVisible(bool(self._asked.text()))
        self.why.setVisible(bool(soft) and not hard and not self.workspace.readonly)

    def _hard(self) -> str:
        return next((one.message for one in self._findings if one.hard), "")

    def _show_actions(self) -> None:
        shown = self._list_id is not None
        for action in (self._print_action, self._export_action, self._file_action):
            action.setVisible(shown)
            action.setEnabled(bool(self.pages.count))
        self._file_action.setVisible(shown and not self.workspace.readonly)
        self._file_action.setEnabled(bool(self.pages.count) and not self._hard())

    def _keep(self, key: str) -> None:
        """Write down what is typed in a section, once the keyboard has left it."""
        text = self.sections.changed().get(key)
        if text is not None:
            self._change(partial(narrative.write_section, text=text), key)

    def _change(self, verb: Callable[[Ledger, Wanted, ReportSection], None], key: str) -> None:
        """Change a section of the report in view, though another may be chosen meanwhile."""
        if self.report is not None:
            wanted, section = self.report.wanted, self.sections.cards[key].section
            act(self, self.workspace, lambda: verb(self.workspace.ledger, wanted, section))
