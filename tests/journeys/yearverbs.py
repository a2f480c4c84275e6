"""What a clerk does on each page, again and again through the year."""

from pathlib import Path

from PySide6.QtCore import Qt

from app.services.reporting.filing import filed_returns
from app.ui.formdesk.formpage import FormPage
from app.ui.pages.itemlist.items import ItemsPage
from app.ui.pages.splitting.split import SplitPage
from app.ui.pages.tasklist.tasks import TasksPage
from app.ui.pages.unitlist.units import UnitsPage
from app.ui.problems.page import ProblemsPage
from app.ui.wording import period_label
from tests.journeys import yearpapers as papers
from tests.journeys.test_window import CTRL, SHIFT, click, click_row, key, type_in
from tests.journeys.yearclerk import ALT, ENTER, YearClerk, click_tab, drop, row_of, write

Filed = dict[int, dict[str, bytes]]
EXPLAINED, FORM = "情况属实", "区攻坚办季度进展表"


def list_the_boilers(clerk: YearClerk) -> None:
    """The environment office's sheet becomes the boilers' list, villages and all."""
    clerk.drawer.lay(papers.write_boilers(clerk.drawer.folder / "锅炉台账.xlsx", 23))
    click(clerk.open(papers.BOILERS, "清单").panel, "导入清单…")
    key(Qt.Key.Key_Space)
    clerk.look("导入清单")
    key(Qt.Key.Key_Return, CTRL)
    assert clerk.said == "已导入清单：新增 23 项（名单 23 项，目标 23 台）"
    assert clerk.task(papers.BOILERS).items == 23


def split_over_villages(clerk: YearClerk) -> None:
    """A village more; toilets typed village by village, film evenly."""
    click(clerk.open(papers.TOILETS, "清单").panel, "分解到村")
    page = clerk.page(SplitPage)
    clerk.command("添加村")
    type_in("卢家巷社区")
    key(Qt.Key.Key_Return, CTRL)
    assert [column.title for column in page.model_columns] == list(papers.VILLAGES)
    for number in "1122":
        write(number)
        key(Qt.Key.Key_Tab)
    assert "与目标一致" in page.told.text()
    clerk.look("分解到村")
    click(clerk.open(papers.FILM, "清单").panel, "分解到村")
    key(Qt.Key.Key_E, CTRL)
    assert clerk.said == "已平均分解到 4 个单位"


def write_checkpoints(clerk: YearClerk) -> None:
    """What the list left open is laid out by quarters: pipes spread, toilets in words."""
    panel = clerk.open(papers.PIPES, "节点").panel
    click(panel, "按季按月分解目标")
    key(ENTER)
    assert [point.text for point in panel.checkpoints.model.rows][-1] == "累计完成7.5公里"
    panel = clerk.open(papers.TOILETS, "节点").panel
    panel.checkpoints.typed.setFocus()
    for words in ("完成选址", "开工3座", "完成4座", "全部完成"):
        type_in(words)
        key(ENTER)
    assert [point.period for point in panel.checkpoints.model.rows] == [
        f"2020Q{n}" for n in range(1, 5)
    ]
    clerk.look("节点")


def fill_in_months(clerk: YearClerk, *amounts: str) -> None:
    """The dust of the months since, one after the other."""
    panel = clerk.open(papers.DUST, "节点").panel
    readings = panel.checkpoints.targets.readings
    if not readings.isVisible():
        click(panel, "填月度数据")
    else:
        next(cell for cell in readings.cells if not cell.text()).setFocus()
    for amount in amounts:
        write(amount)
        key(ENTER)


def tick_boilers(clerk: YearClerk, count: int) -> None:
    """On 清单 the boilers done up to now, ticked at once; their photos find them by name."""
    done = int(clerk.task(papers.BOILERS).items_done)
    key(Qt.Key.Key_3, CTRL)
    key(Qt.Key.Key_F, CTRL)
    type_in("锅炉房")
    key(ENTER)
    page = clerk.page(ItemsPage)
    click_row(page.table, done, column=1)
    for _ in range(count - done - 1):
        key(Qt.Key.Key_Down, SHIFT)
    key(Qt.Key.Key_Space)
    clerk.look("清单")
    names = [f"{n + 1:02d}号锅炉房.png" for n in range(done, count)]
    panel = clerk.open(papers.BOILERS, "佐证").panel
    drop(panel, papers.take_photos(clerk.drawer.folder, names))
    clerk.look("佐证")
    key(ENTER)
    assert clerk.task(papers.BOILERS).items_done == count
    assert panel.bar.tabText(panel.bar.currentIndex()) == f"佐证 {count}"


def tick_rivers(clerk: YearClerk, *places: int) -> None:
    """Tick rivers in the panel."""
    table = clerk.open(papers.RIVERS, "清单").panel.items.table
    assert table is not None
    for place in places:
        click_row(table, place, column=1)
        key(Qt.Key.Key_Space)


def finish(clerk: YearClerk, words: str) -> None:
    """Space on a task in the table: done today."""
    clerk.find(words)
    key(Qt.Key.Key_Space)
    assert clerk.task(words).done_on == clerk.window.workspace.as_of


def take_reports(clerk: YearClerk, words: str, amounts: str, whole: int) -> None:
    """What each village reports is typed in, summed up and taken as the task's amount."""
    click(clerk.open(words, "清单").panel, "分解到村")
    if clerk.page(SplitPage).is_plan:
        key(Qt.Key.Key_F4)
    key(Qt.Key.Key_Home)
    for amount in amounts:
        write(amount)
        key(Qt.Key.Key_Tab)
    clerk.look("村报数")
    key(ENTER, CTRL)
    assert f"已把上报合计 {whole} " in clerk.said
    assert clerk.task(words).amount == whole


def a_village_answers(clerk: YearClerk, initials: str, answer: str, *, returned: str = "") -> None:
    """On 单位 the village's answer is written down, sent back once, accepted at last."""
    key(Qt.Key.Key_6, CTRL)
    page = clerk.page(UnitsPage)
    write(initials)
    key(ENTER)
    click_tab(page.desk.tabs.tabBar(), "交办单")
    page.desk.orders.take_focus()
    key(ENTER)
    type_in(answer)
    key(ENTER)
    if returned:
        type_in(returned)
        key(ENTER)
        key(ENTER)
        type_in(answer + "，附照片")
        key(ENTER)
    clerk.look("反馈")
    click(page, "办结")
    assert clerk.said == "已办结 1 项"


def close_a_problem(clerk: YearClerk, words: str) -> None:
    """Space after Space up to 销号; where a step asks for proof, a photo is picked."""
    key(Qt.Key.Key_4, CTRL)
    page = clerk.page(ProblemsPage)
    click_row(page.table, row_of(page.table, lambda view: words in view.text), column=1)
    for step in range(5):
        page.table.setFocus()
        key(Qt.Key.Key_Space)
        if page.panel.steps.asked.isVisible():
            clerk.drawer.lay(*papers.take_photos(clerk.drawer.folder, [f"{words}{step}.png"]))
            clerk.look("销号")
            key(Qt.Key.Key_Space)
    (view,) = [view for view in page.model.rows if words in view.text]
    assert view.closed_on == clerk.window.workspace.as_of
    key(Qt.Key.Key_Escape)


def fill_in(clerk: YearClerk, amounts: dict[str, str]) -> None:
    """填写本季进展 from the 工作台: numbers where they are asked, drafts taken, one by one."""
    key(Qt.Key.Key_1, CTRL)
    clerk.look("工作台")
    key(ENTER, ALT)
    page = clerk.page(TasksPage)
    for _ in range(40):
        if not page.is_filling():
            break
        title, amount = page.filling.words.title.text(), page.filling.form.amount
        typed = [number for words, number in amounts.items() if words in title]
        if typed and amount.hasFocus():
            write(typed[0])
            clerk.look("填写")
        key(ENTER, CTRL)
    assert not page.is_filling()


def file_return(clerk: YearClerk, name: str = "季度报表（任务式）") -> Filed:
    """A word on each soft finding, 定稿; what was filed, to be compared in December."""
    page = clerk.returns()
    lines = [page.list.item(place).text() for place in range(page.list.count())]
    click_row(page.list, lines.index(name))
    click(page, "定稿")
    while page.checks.focus_unexplained():
        type_in(EXPLAINED)
    clerk.look("报表")
    if not clerk.said.startswith("已定稿"):
        click(page, "定稿")
    period = period_label(clerk.window.workspace.period)
    assert clerk.said == f"已定稿：{period}{name}，第1版。"
    (filed, *_) = filed_returns(clerk.ledger)
    return {filed.id: {kind: Path(path).read_bytes() for kind, path in filed.files.items()}}


def keep_the_form(clerk: YearClerk) -> None:
    """The district's own blank form: recognised, kept, ready for every quarter."""
    rows = [(task.serial, task.text) for task in clerk.tasks().values()]
    clerk.drawer.lay(papers.write_form(clerk.drawer.folder / f"{FORM}.xlsx", rows))
    click(clerk.returns(), "用区里的空表…")
    page = clerk.page(FormPage)
    assert page.panel.summary.text() == "7 栏，由台账填 7 栏；12 行已对上 12 行"
    clerk.look("空表")
    key(ENTER, CTRL)
    assert clerk.said == f"已保存空表“{FORM}”，以后每期可直接填报"
