"""佐证 in the window: added by drop, paste and name; moved, renamed; what lacks; export; check."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QColor, QDropEvent, QGuiApplication, QImage
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from app.models.database import Ledger
from app.models.views import EvidenceView
from app.services import queries
from app.services.breakdown.items import tick_items
from app.services.keeping.ledgers import open_ledger
from app.services.proof import evidence, prooffiles
from app.services.proof.evidence import Owner, attach
from app.services.work.tasks import change_tasks, finish_tasks
from app.ui.evidence import exportbar, grid
from app.ui.evidence.lacktable import LackTable, key_of
from app.ui.evidence.places import PlaceList
from app.ui.mainwindow import MainWindow
from app.ui.memory import Memory
from app.ui.pages.proof import CHECKED, HELD, ProofPage
from app.ui.pages.sidepanels.sidepanel_files import FilesTab
from app.ui.pages.tasklist.tasks import TasksPage
from app.ui.workspace import Destination, Saying, Workspace
from tests.ledgers import JUNE
from tests.ui.campaign import Campaign, play_campaign

Open = Callable[[Workspace], MainWindow]


@pytest.fixture
def campaign(ledger: Ledger) -> Campaign:
    """Six tasks in two themes; the boilers must be proved."""
    played = play_campaign(ledger)
    change_tasks(ledger, [played.boilers], acceptance="改造合同、监测报告")
    return played


@pytest.fixture
def desk(
    dressed: QApplication, ledger: Ledger, memory: Memory, campaign: Campaign, open_window: Open
) -> MainWindow:
    """The window on the campaign."""
    return open_window(Workspace(ledger, memory, as_of=JUNE, list_id=campaign.list_id))


def photos(folder: Path, *names: str) -> list[Path]:
    paths = [folder / name for name in names]
    for number, path in enumerate(paths):
        path.write_bytes(b"photo %d %s" % (number, path.name.encode()))
    return paths


def tab_of(desk: MainWindow, task_id: int) -> FilesTab:
    desk.go(Destination("tasks", task_id=task_id, part="evidence"))
    page = desk.current_page()
    assert isinstance(page, TasksPage)
    return page.panel.files


def page_of(desk: MainWindow) -> ProofPage:
    desk.go(Destination("proof"))
    page = desk.current_page()
    assert isinstance(page, ProofPage)
    return page


def held(desk: MainWindow, task_id: int) -> tuple[EvidenceView, ...]:
    ledger = desk.workspace.ledger
    return queries.task_detail(ledger, task_id, as_of=JUNE, period="2020Q2").evidence


def items_of(desk: MainWindow, task_id: int) -> dict[str, int]:
    detail = queries.task_detail(desk.workspace.ledger, task_id, as_of=JUNE, period="2020Q2")
    return {item.name: item.id for item in detail.items}


def copy_files(*paths: Path) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    QGuiApplication.clipboard().setMimeData(mime)


def drop_on(target: PlaceList | LackTable, mime: QMimeData, at: QPoint) -> None:
    event = QDropEvent(
        QPointF(at),
        Qt.DropAction.CopyAction,
        mime,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    target.dropEvent(event)


def file_mime(*paths: Path) -> QMimeData:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return mime


def sayings(desk: MainWindow) -> list[Saying]:
    said: list[Saying] = []
    desk.workspace.said.connect(said.append)
    return said


def place_row(places: PlaceList, name: str) -> int:
    return [place.name for place in places.places].index(name)


def test_twelve_photos_find_twelve_items_in_two_keys(
    desk: MainWindow, campaign: Campaign, tmp_path: Path
) -> None:
    tab = tab_of(desk, campaign.boilers)
    paths = photos(tmp_path, *(f"照片 燃气锅炉{n:02d}.jpg" for n in range(1, 13)))
    copy_files(*paths)
    tab.begin()
    QTest.keyClick(tab.box.add, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    bar = tab.box.placing
    assert bar.words.text() == "12 个文件中 12 个按文件名对上清单项。"
    assert bar.each.hasFocus()
    QTest.keyClick(bar.each, Qt.Key.Key_Return)
    items = items_of(desk, campaign.boilers)
    assert {file.file_name: file.item_id for file in held(desk, campaign.boilers)} == {
        f"照片 燃气锅炉{n:02d}.jpg": items[f"燃气锅炉{n:02d}"] for n in range(1, 13)
    }
    assert bar.isHidden()
    desk.undo()
    assert held(desk, campaign.boilers) == ()


def test_a_proposal_can_be_put_right_or_refused(
    desk: MainWindow, campaign: Campaign, tmp_path: Path
) -> None:
    tab = tab_of(desk, campaign.boilers)
    paths = photos(tmp_path, "3号.jpg", "IMG_0001.jpg")
    tab.attach(paths)
    bar = tab.box.placing
    assert bar.words.text() == "2 个文件中 1 个按文件名对上清单项，其余 1 个留在任务。"
    model = bar.model
    assert model.setData(model.index(1, 1), "燃气锅炉07")
    assert model.setData(model.index(0, 1), "（留在任务）")
    assert tab.go_back()
    assert held(desk, campaign.boilers) == ()
    assert not tab.go_back()
    tab.attach(paths)
    assert model.setData(model.index(1, 1), "燃气锅炉07")
    bar.each.click()
    items = items_of(desk, campaign.boilers)
    assert [file.item_id for file in held(desk, campaign.boilers)] == [
        items["燃气锅炉03"], items["燃气锅炉07"],
    ]  # fmt: skip
    tab.attach(photos(tmp_path, "5号.jpg"))
    bar.whole.click()
    assert held(desk, campaign.boilers)[-1].item_id is None


def test_files_that_wait_for_an_answer_are_neither_replaced_nor_dropped_unsaid(
    desk: MainWindow, campaign: Campaign, tmp_path: Path
) -> None:
    tab, said = tab_of(desk, campaign.boilers), sayings(desk)
    tab.attach(photos(tmp_path, "3号.jpg"))
    tab.attach(photos(tmp_path, "5号.jpg"))
    assert [one.path.name for one in tab.box.placing.model.rows] == ["3号.jpg", "5号.jpg"]
    desk.go(Destination("tasks", task_id=campaign.sewer, part="evidence"))
    assert tab.box.placing.isHidden()
    assert said[-1].text == "刚才的 2 个文件没有添加；要添加请再拖一次。"
    assert held(desk, campaign.boilers) == ()


def test_pasting_works_anywhere_on_the_panel_while_files_are_in_view(
    desk: MainWindow, campaign: Campaign, tmp_path: Path
) -> None:
    tab = tab_of(desk, campaign.sewer)
    page = desk.current_page()
    assert isinstance(page, TasksPage)
    copy_files(*photos(tmp_path, "甲.jpg"))
    page.panel.close_button.setFocus()
    QTest.keyClick(page.panel.close_button, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert [file.file_name for file in held(desk, campaign.sewer)] == ["甲.jpg"]
    page.panel.show_part("items")
    assert tab.box.paste_action not in page.panel.actions()


def test_files_go_to_the_place_looked_at(
    desk: MainWindow, campaign: Campaign, tmp_path: Path
) -> None:
    tab = tab_of(desk, campaign.boilers)
    tab.places.setCurrentRow(place_row(tab.places, "燃气锅炉05"))
    copy_files(*photos(tmp_path, "3号.jpg"))
    assert tab.box.paste()
    (file,) = held(desk, campaign.boilers)
    assert file.item_id == items_of(desk, campaign.boilers)["燃气锅炉05"]
    place = tab.places.current_place()
    assert place is not None
    assert (place.name, place.count) == ("燃气锅炉05", 1)
    tab.places.setCurrentRow(0)
    assert len(tab.grid.cards.cards) == 1
    assert tab.grid.cards.cards[0].place == "燃气锅炉05"
    tab.places.setCurrentRow(1)
    assert tab.grid.isHidden()
    assert tab.box.hint.isVisible()


def test_a_screenshot_is_pasted(desk: MainWindow, campaign: Campaign) -> None:
    tab = tab_of(desk, campaign.sewer)
    image = QImage(30, 20, QImage.Format.Format_RGB32)
    image.fill(QColor("green"))
    QGuiApplication.clipboard().setImage(image)
    assert tab.box.paste()
    (file,) = held(desk, campaign.sewer)
    assert file.file_name.startswith("粘贴的图片 ")
    kept = evidence.evidence_path(desk.workspace.ledger, file.id)
    assert QImage(str(kept)).size() == image.size()


def test_pasting_nothing_is_told(desk: MainWindow, campaign: Campaign) -> None:
    tab = tab_of(desk, campaign.sewer)
    QGuiApplication.clipboard().setText("文字")
    said = sayings(desk)
    assert not tab.box.paste()
    assert said[-1].fault
    assert "没有文件或图片" in said[-1].text


def test_files_and_cards_are_dropped_on_places(
    desk: MainWindow, campaign: Campaign, tmp_path: Path
) -> None:
    tab = tab_of(desk, campaign.boilers)
    items, places = items_of(desk, campaign.boilers), tab.places

    def at(name: str) -> QPoint:
        return places.visualItemRect(places.item(place_row(places, name))).center()

    drop_on(places, file_mime(*photos(tmp_path, "7号.jpg")), at("燃气锅炉02"))
    (file,) = held(desk, campaign.boilers)
    assert file.item_id == items["燃气锅炉02"]
    mime = tab.grid.cards.mimeData([tab.grid.cards.index(0)])
    drop_on(places, mime, at("任务本身"))
    assert held(desk, campaign.boilers)[0].item_id is None
    drop_on(places, mime, at("全部"))
    assert held(desk, campaign.boilers)[0].item_id is None
    drop_on(places, file_mime(*photos(tmp_path, "8号.jpg")), at("全部"))
    assert tab.box.placing.isVisible()


def test_files_are_moved_by_typing_the_item(
    desk: MainWindow, campaign: Campaign, tmp_path: Path
) -> None:
    tab = tab_of(desk, campaign.boilers)
    tab.box.attach(photos(tmp_path, "甲.jpg", "乙.jpg"), Owner(campaign.boilers))
    tab.grid.selectAll()
    tab.box.shift.click()
    assert tab.box.moving.words.text() == "2 件佐证移到："
    line = tab.box.moving.box.lineEdit()
    assert line is not None
    line.setText("燃气锅炉09")
    QTest.keyClick(line, Qt.Key.Key_Return)
    number = items_of(desk, campaign.boilers)["燃气锅炉09"]
    assert {file.item_id for file in held(desk, campaign.boilers)} == {number}


def test_a_file_is_renamed_in_place(desk: MainWindow, campaign: Campaign, tmp_path: Path) -> None:
    tab = tab_of(desk, campaign.sewer)
    QAbstractItemModelTester(tab.grid.cards, QAbstractItemModelTester.FailureReportingMode.Fatal)
    tab.attach(photos(tmp_path, "IMG_1.jpg"))
    model = tab.grid.cards
    assert model.setData(model.index(0), "排查报告")
    assert held(desk, campaign.sewer)[0].file_name == "排查报告.jpg"
    said = sayings(desk)
    assert model.setData(model.index(0), ".jpg")
    assert said[-1].fault


def test_a_whole_folder_is_asked_about_first(
    desk: MainWindow, campaign: Campaign, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(prooffiles, "ASK_OVER", 2)
    tab = tab_of(desk, campaign.sewer)
    photos(tmp_path, "1.jpg", "2.jpg", "3.jpg")
    tab.attach([tmp_path / name for name in ("1.jpg", "2.jpg", "3.jpg")])
    assert tab.box.asking.words.text().startswith("共有 3 个文件（")
    assert held(desk, campaign.sewer) == ()
    tab.box.asking.yes.click()
    assert len(held(desk, campaign.sewer)) == 3


def test_a_fault_is_said_at_the_foot(desk: MainWindow, campaign: Campaign, tmp_path: Path) -> None:
    tab = tab_of(desk, campaign.sewer)
    (tmp_path / "空.jpg").write_bytes(b"")
    said = sayings(desk)
    tab.attach([tmp_path / "空.jpg"])
    assert said[-1].fault
    assert "空文件" in said[-1].text


def test_copies_are_saved(
    desk: MainWindow, campaign: Campaign, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tab = tab_of(desk, campaign.sewer)
    tab.attach(photos(tmp_path, "甲.jpg"))
    out = tmp_path / "出"
    out.mkdir()
    (out / "甲.jpg").write_bytes(b"mine")
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_args: str(out))
    tab.grid.selectAll()
    tab.box.save_action.trigger()
    assert sorted(path.name for path in out.iterdir()) == ["甲 (2).jpg", "甲.jpg"]
    assert (out / "甲.jpg").read_bytes() == b"mine"


def test_the_tab_says_whether_proof_is_needed(desk: MainWindow, campaign: Campaign) -> None:
    tab = tab_of(desk, campaign.boilers)
    assert tab.need.text() == "须有佐证：认定标准写有“改造合同”"
    lacks = [place.name for place in tab.places.places if place.lacks]
    assert lacks == [f"燃气锅炉{n:02d}" for n in range(1, 18)]
    tab.decide.click()
    assert tab.need.text() == "佐证可以不加：已设定为不需要佐证"
    assert not any(place.lacks for place in tab.places.places)
    desk.undo()
    assert tab.need.text().startswith("须有佐证")


def test_proof_is_given_right_where_it_lacks(
    desk: MainWindow, campaign: Campaign, tmp_path: Path
) -> None:
    page = page_of(desk)
    assert page.tabs.tabText(0) == "缺佐证 17"
    assert page.table.hasFocus()
    paths = photos(tmp_path, "a.jpg", "b.jpg", "c.jpg")
    for number, path in enumerate(paths[:2]):
        copy_files(path)
        QTest.keyClick(page.table, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
        assert page.tabs.tabText(0) == f"缺佐证 {16 - number}"
    names = {file.file_name: file.item_id for file in held(desk, campaign.boilers)}
    items = items_of(desk, campaign.boilers)
    assert names == {"a.jpg": items["燃气锅炉01"], "b.jpg": items["燃气锅炉02"]}
    third = page.table.visualRect(page.table.order.index(2, 1)).center()
    drop_on(page.table, file_mime(paths[2]), third)
    assert held(desk, campaign.boilers)[-1].item_id == items["燃气锅炉05"]


def test_what_lacks_is_narrowed_and_waived(desk: MainWindow, campaign: Campaign) -> None:
    finish_tasks(desk.workspace.ledger, [campaign.sewer], JUNE)
    page = page_of(desk)
    assert page.table.order.rowCount() == 18
    page.kind.setCurrentText("任务")
    assert page.table.order.row_at(page.table.order.index(0, 0)).task_id == campaign.sewer
    page.kind.setCurrentText("全部")
    page.group.setCurrentText("（一）打赢蓝天保卫战")
    assert page.table.order.rowCount() == 17
    page.group.setCurrentIndex(0)
    page.search("锅炉05")
    assert page.table.order.rowCount() == 1
    page.search("")
    page.table.selectRow(0)
    page.waive.click()
    assert [row.task_id for row in page.model.rows] == [campaign.sewer]
    desk.undo()
    assert len(page.model.rows) == 18


def test_enter_leads_to_the_task(desk: MainWindow, campaign: Campaign) -> None:
    page = page_of(desk)
    page.table.select_key(key_of(page.model.rows[3]))
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    current = desk.current_page()
    assert isinstance(current, TasksPage)
    assert current.panel.record_id == campaign.boilers


def test_all_proof_is_searched(desk: MainWindow, campaign: Campaign, tmp_path: Path) -> None:
    ledger = desk.workspace.ledger
    attach(ledger, Owner(campaign.boilers), photos(tmp_path, "改造合同.pdf", "监测报告.pdf"))
    page = page_of(desk)
    page.tabs.setCurrentIndex(HELD)
    assert page.tabs.tabText(HELD) == "全部佐证 2"
    assert not page.filters.isVisible()
    page.search("jcbg")
    assert [card.file.file_name for card in page.held.model.cards] == ["监测报告.pdf"]
    assert not page.held.add.isVisible()


def test_empty_parts_teach(desk: MainWindow, campaign: Campaign) -> None:
    ledger = desk.workspace.ledger
    tick_items(ledger, list(items_of(desk, campaign.boilers).values()), None)
    page = page_of(desk)
    assert page.lacking_stack.currentIndex() == 1
    page.tabs.setCurrentIndex(HELD)
    assert page.held_stack.currentIndex() == 1


def test_proof_is_exported(
    desk: MainWindow, campaign: Campaign, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    attach(desk.workspace.ledger, Owner(campaign.boilers), photos(tmp_path, "改造合同.pdf"))
    page = page_of(desk)
    page.tabs.setCurrentIndex(HELD)
    page.held.grid.selectAll()
    assert page.primary_action is not None
    page.primary_action.trigger()
    bar = page.exporting
    assert [bar.range.itemText(n) for n in range(bar.range.count())] == [
        "全部", "2020年第二季度", "所选 1 项任务", "（一）打赢蓝天保卫战", "（二）打好碧水保卫战",
    ]  # fmt: skip
    out = tmp_path / "出"
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_args: str(out))
    bar.go.click()
    assert (out / "佐证材料" / "佐证材料目录.xlsx").is_file()
    assert page.told.words.text().startswith("已导出佐证 1 件")
    opened: list[Path] = []
    monkeypatch.setattr(exportbar, "open_outside", opened.append)
    page.told.yes.click()
    assert opened == [out / "佐证材料"]
    page.primary_action.trigger()
    assert page.go_back()
    assert not page.go_back()


def test_a_check_names_what_is_missing_and_puts_it_back(
    desk: MainWindow, campaign: Campaign, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger = desk.workspace.ledger
    original, other = photos(tmp_path, "改造合同.pdf", "别的.pdf")
    attach(ledger, Owner(campaign.boilers), [original])
    evidence.evidence_path(ledger, 1).unlink()
    page = page_of(desk)
    page._check()
    assert page.tabs.currentIndex() == CHECKED
    assert page.check.words.text() == "佐证文件 1 个，其中 1 个缺失或被改动。"
    bad = page.check.model.rows[0]
    assert bad.places.startswith("任务12 ")
    page.check.mend(bad, other)
    assert "不一样" in page.check.asking.words.text()
    page.check.asking.no.click()
    page.check.table.selectRow(0)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_args: (str(original), ""))
    page.check.again.click()
    assert page.check.model.rowCount() == 0
    assert "全部完好" in page.check.words.text()
    evidence.evidence_path(ledger, 1).unlink()
    page._check()
    page.check.mend(page.check.model.rows[0], other)
    page.check.asking.yes.click()
    assert held(desk, campaign.boilers)[0].file_name == "别的.pdf"
    page._check()
    assert "全部完好" in page.check.words.text()


def test_a_readonly_ledger_is_looked_at(
    ledger: Ledger,
    campaign: Campaign,
    memory: Memory,
    open_window: Open,
    dressed: QApplication,
    tmp_path: Path,
) -> None:
    attach(ledger, Owner(campaign.boilers), photos(tmp_path, "改造合同.pdf"))
    with open_ledger(ledger.folder, readonly=True) as looked:
        desk = open_window(Workspace(looked, memory, as_of=JUNE, list_id=campaign.list_id))
        tab = tab_of(desk, campaign.boilers)
        for part in (tab.box.add, tab.box.shift, tab.box.off, tab.decide):
            assert not part.isVisible()
        assert not tab.box.paste_action.isEnabled()
        assert not tab.box.paste()
        tab.grid.selectAll()
        QTest.keyClick(tab.grid, Qt.Key.Key_Delete)
        assert tab.box.open.isEnabled()
        assert len(held(desk, campaign.boilers)) == 1
        page = page_of(desk)
        page._check()
        assert not page.check.again.isVisible()
        assert page.primary_action is not None
        assert page.primary_action.isEnabled()


def test_dragged_cards_are_told_from_files(qtbot: QtBot) -> None:
    assert grid.dragged_proof(QMimeData()) == ()


def test_tasks_and_places_that_lack_proof_are_counted_apart(
    desk: MainWindow, campaign: Campaign
) -> None:
    items = list(items_of(desk, campaign.boilers).values())
    tick_items(desk.workspace.ledger, items, JUNE)
    desk.workspace.tell_changed()
    page = page_of(desk)
    tasks = {line.task_id for line in page.model.rows}
    assert len(page.model.rows) > len(tasks)
    note = f"{len(tasks)} 项任务还缺佐证，共 {len(page.model.rows)} 处"
    assert page._note.text() == note


def test_a_check_that_finds_all_well_offers_nothing_to_mend(desk: MainWindow) -> None:
    page = page_of(desk)
    page._check()
    assert page.tabs.currentIndex() == CHECKED
    assert not page.check.again.isVisibleTo(page)


def test_where_nothing_lacks_the_keyboard_stands_on_the_tabs(
    open_window: Open, bare_workspace: Workspace
) -> None:
    page = page_of(window := open_window(bare_workspace))
    assert window.focusWidget() is page.tabs


def test_files_left_out_are_named_beside_those_taken(
    desk: MainWindow, campaign: Campaign, tmp_path: Path
) -> None:
    tab, said = tab_of(desk, campaign.sewer), sayings(desk)
    empty = tmp_path / "空.jpg"
    empty.touch()
    tab.attach([*photos(tmp_path, "甲.jpg"), empty])
    assert said[-1].text.startswith("已添加佐证 1 件；“空.jpg”是空文件")
    tab = tab_of(desk, campaign.boilers)
    tab.attach([*photos(tmp_path, "3号.jpg"), empty])
    tab.box.placing.each.click()
    assert "“空.jpg”是空文件" in said[-1].text
