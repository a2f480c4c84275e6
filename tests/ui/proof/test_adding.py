"""Proof is added: by drop, paste and name, to the place looked at."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.services.proof import evidence, prooffiles
from app.ui.evidence import grid
from app.ui.evidence.places import PlaceList
from app.ui.mainwindow import MainWindow
from app.ui.pages.tasklist.tasks import TasksPage
from app.ui.workspace import Destination
from tests.ui.campaign import Campaign
from tests.ui.proof.hands import (
    copy_files,
    drop_on,
    file_mime,
    held,
    items_of,
    photos,
    sayings,
    tab_of,
)


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


def test_dragged_cards_are_told_from_files(qtbot: QtBot) -> None:
    assert grid.dragged_proof(QMimeData()) == ()


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
