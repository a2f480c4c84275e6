"""The pages of the window as data; a page's code is loaded when it is first shown.

To add a page, write a subclass of Page and add its line here. Loading late keeps the start quick:
the printing and importing rooms are large, and the first look needs neither.
"""

from __future__ import annotations

from dataclasses import dataclass
from pkgutil import resolve_name
from typing import TYPE_CHECKING

from app.errors import Bug
from app.ui.pages.page import Page

if TYPE_CHECKING:
    from app.ui.workspace import Workspace


@dataclass(frozen=True, slots=True)
class PageSpec:
    """One page of the window.

    Attributes:
        key: the name destinations use.
        label: the word in the navigation.
        icon: its icon in resources/icons.
        place: ``module:Class`` of a Page.
        below: stands below the line, with 设置 and 帮助.
        ahead: its code is loaded ahead; not where the spreadsheet library comes with it.
    """

    key: str
    label: str
    icon: str
    place: str
    below: bool = False
    ahead: bool = True

    def make(self, workspace: Workspace) -> Page:
        """Load and make the page."""
        page = resolve_name(self.place)(workspace)
        if not isinstance(page, Page):
            raise Bug(f"{self.place} is no Page")
        return page


PAGES = (
    PageSpec("dashboard", "工作台", "dashboard", "app.ui.pages.dashboard:DashboardPage"),
    PageSpec("tasks", "任务", "tasks", "app.ui.pages.tasklist.tasks:TasksPage"),
    PageSpec("items", "清单", "items", "app.ui.pages.itemlist.items:ItemsPage"),
    PageSpec("problems", "问题", "problems", "app.ui.problems.page:ProblemsPage"),
    PageSpec("returns", "报表", "returns", "app.ui.pages.returns:ReturnsPage"),
    PageSpec("units", "单位", "units", "app.ui.pages.unitlist.units:UnitsPage"),
    PageSpec("settings", "设置", "settings", "app.ui.pages.settings:SettingsPage", below=True),
    PageSpec("help", "帮助", "help", "app.ui.pages.help:HelpPage", below=True),
)

IMPORT = PageSpec("import", "导入", "import", "app.ui.importwizard.wizard:ImportPage")
"""The import: a page with no place in the navigation; Ctrl+I and a dropped file open it."""

HISTORY = PageSpec("history", "历史", "history", "app.ui.pages.past.history:HistoryPage")
"""The journal; Ctrl+H and the ledger's menu open it."""

SOURCE = PageSpec("source", "来源", "book", "app.ui.importwizard.sourcepage:SourcePage")
"""The file a task came from; the side panel opens it."""

FORM = PageSpec("form", "用区里的空表", "returns", "app.ui.formdesk.formpage:FormPage", ahead=False)
"""A district's blank form; the return page opens it."""

DESIGN = PageSpec("design", "改格式", "returns", "app.ui.formdesk.designer:DesignPage")
"""A town's own format, to be changed; 改格式 on the return page opens it."""

SPLIT = PageSpec("split", "分解到村", "units", "app.ui.pages.splitting.split:SplitPage")
"""Targets divided over villages; the task page's menu, the 单位 page and the side panel open it."""

HANDING = PageSpec("handing", "交办", "units", "app.ui.pages.unitlist.handing:HandingPage")
"""Hands tasks and items to units; Ctrl+J on the rows chosen opens it."""

ITEM_IMPORT = PageSpec("itemimport", "导入清单", "import", "app.ui.itemimport.page:ItemImportPage")
"""A list of objects from any sheet; the 清单 page and the side panel open it."""

PROOF = PageSpec("proof", "佐证", "clip", "app.ui.pages.proof:ProofPage")
"""What lacks proof, all proof there is, and handing it over; the side panel's 佐证 opens it."""

NARRATIVE = PageSpec("narrative", "工作报告", "returns", "app.ui.narrative.page:NarrativePage")
"""The period's work report in words; the 报表 page opens it."""

SCORES = PageSpec("scores", "计分", "tasks", "app.ui.pages.scores:ScoresPage")
"""Points by rules the clerk can change; the ⋯ of 报表 and 任务 opens it."""

UNLISTED = (
    IMPORT, HISTORY, SOURCE, FORM, DESIGN, SPLIT, HANDING, ITEM_IMPORT, PROOF, NARRATIVE, SCORES,
)  # fmt: skip
"""The pages with no place in the navigation."""
