"""What is drawn by hand: a tile's word is never cut, a tooltip never runs off the screen."""

from PySide6.QtWidgets import QApplication, QStyleOptionComboBox
from pytestqt.qtbot import QtBot

from app.models.rules.pace import State
from app.ui.charts import LightTile
from app.ui.controls import ChoiceBox, ElidedLabel
from app.ui.mainwindow import MainWindow
from app.ui.style import apply_style, px


def test_a_tile_grows_where_its_word_needs_two_lines(dressed: QApplication) -> None:
    tile = LightTile(State.ON_PACE)
    wide, narrow = tile.heightForWidth(px(200)), tile.heightForWidth(px(90))
    assert wide == px(72)
    assert narrow > wide
    assert tile.hasHeightForWidth()


def test_long_words_are_cut_in_the_line_and_whole_in_the_tooltip(dressed: QApplication) -> None:
    name = "单" * 200
    line = ElidedLabel()
    line.setText(f"已撤销：修改单位“{name}”")
    assert line.minimumSizeHint().width() == 0
    assert max(map(len, line.toolTip().split("\n"))) <= 44
    assert name in line.toolTip().replace("\n", "")


def test_a_choice_without_room_ends_in_an_ellipsis(dressed: QApplication, qtbot: QtBot) -> None:
    box = ChoiceBox("任务分解表", role="quiet", widest=200)
    qtbot.addWidget(box)
    box.addItems(["2020年", "2020年牛塘镇生态环境重点工作任务分解表（含大气、水、土壤）"])
    shown = []
    for place in range(2):
        box.setCurrentIndex(place)
        box.resize(200, 32)
        option = QStyleOptionComboBox()
        box.initStyleOption(option)
        shown.append(option.currentText)
    assert shown[0] == "2020年"
    assert shown[1].endswith("…")
    assert len(shown[1]) > 5


def test_the_period_in_view_is_never_cut(window: MainWindow, dressed: QApplication) -> None:
    window.topbar.lists.setItemText(
        0, "2020年牛塘镇生态环境重点工作任务分解表（含大气、水、土壤）" * 2
    )
    for percent in (100, 150):
        apply_style(dressed, percent=percent)
        fresh = MainWindow(window.workspace)
        try:
            fresh.resize(1366, 768)
            fresh.topbar.lists.setItemText(0, window.topbar.lists.itemText(0))
            fresh.show()
            option = QStyleOptionComboBox()
            fresh.topbar.periods.initStyleOption(option)
            assert option.currentText == "2020年第二季度"
        finally:
            fresh.close()
            fresh.deleteLater()
            apply_style(dressed)
