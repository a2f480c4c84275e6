"""What is drawn by hand: a tile's word is never cut, a tooltip never runs off the screen."""

from PySide6.QtWidgets import QApplication

from app.models.rules.pace import State
from app.ui.charts import LightTile
from app.ui.controls import ElidedLabel
from app.ui.style import px


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
