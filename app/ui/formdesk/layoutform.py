"""What stands around the columns: title, lines above and below, paper, type; as one form."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QVBoxLayout, QWidget

from app.reports.pagesetup import Margins
from app.ui.controls import ChoiceBox, fill, label, row
from app.ui.formdesk.lookboxes import FontBox, MarginBox, SizeBox
from app.ui.formdesk.templateline import TemplateLine
from app.ui.formdesk.templates import (
    from_words,
    in_words,
    pieces_from_words,
    pieces_in_words,
)
from app.ui.style import px

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from app.reports.formats.format import Format, Look, Looks
    from app.reports.looks import Font

_TEXTS = {
    "title": "标题",
    "subtitle": "副标题",
    "annex": "附件号",
    "above": "表上一行",
    "notes": "表下的注",
    "foot": "签字行",
    "empty": "没有内容时",
}
_TOLD = "〔〕里的词印出来时自动换成台账的内容，“插入”里可选；几段之间用｜隔开。"
_PIECES = frozenset({"above", "notes", "foot"})
_PLAIN = frozenset({"empty"})
_KINDS = {"不定期": "any", "按月": "month", "按季": "quarter", "按半年": "half", "按年": "year"}
_MODES = {"报表，第1页 共2页": "report", "公文附件，— 1 —": "annex"}
_ONLY = {
    "": "全部",
    "lagging": "只印滞后的",
    "invested": "只印有投资的",
    "open": "只印未完成的",
    "late": "只印过期的",
}
_PARTS = {"title": "标题", "subtitle": "副标题", "around": "表上、签字行", "head": "表头"}
_SIDES = {"top": "上", "right": "右", "bottom": "下", "left": "左"}


class LayoutForm(QWidget):
    """Everything of a format but its columns and its paper.

    Signals:
        typed: a text is being typed: the format as it would be, to look at.
        changed: the format as it is now, to be kept.
    """

    typed = Signal(object)
    changed = Signal(object)

    def __init__(self, only: Callable[[str], Mapping[str, Any]]) -> None:
        super().__init__()
        self.setProperty("role", "clear")
        self._only_of = only
        self._fmt: Format | None = None
        self.texts = {name: TemplateLine(word, plain=name in _PLAIN)
                      for name, word in _TEXTS.items()}  # fmt: skip
        self.mode = _choice("样式", _MODES)
        self.kind = _choice("报送周期", _KINDS)
        self.only = ChoiceBox("印哪些行")
        self.group_rows = QCheckBox("按上级标题分段（分组行）")
        self.repeat_head = QCheckBox("每页重复表头")
        self.fonts = {name: FontBox(f"{word}字体") for name, word in _PARTS.items()}
        self.sizes = {name: SizeBox(f"{word}字号") for name, word in _PARTS.items()}
        self.body_font, self.body_size = FontBox("正文字体"), SizeBox("正文字号")
        self.margins = {side: MarginBox(f"{word}边距") for side, word in _SIDES.items()}
        self._connect()
        self._lay_out()

    def show_format(self, fmt: Format) -> None:
        """Show a format; a text that is being typed stays as it is."""
        self._fmt = fmt
        for name, line in self.texts.items():
            line.show_text(_shown(fmt, name))
        self.kind.setCurrentText(_word(_KINDS, fmt.kind))
        self.mode.setCurrentText(_word(_MODES, fmt.page.mode))
        self.only.clear()
        for key in ("", *self._only_of(fmt.rows)):
            self.only.addItem(_ONLY[key], key)
        self.only.setCurrentIndex(max(0, self.only.findData(fmt.only)))
        self.only.setEnabled(self.only.count() > 1)
        self.group_rows.setChecked(fmt.group_rows)
        self.repeat_head.setChecked(fmt.repeat_head)
        for name in _PARTS:
            look = getattr(fmt.looks, name)
            self.fonts[name].show_font(look.font)
            self.sizes[name].show_size(look.size)
        self.body_font.show_font(fmt.font)
        self.body_size.show_size(fmt.size)
        annex = fmt.page.mode == "annex"
        for side, box in self.margins.items():
            box.show_margin(getattr(fmt.page.margins, side))
            box.setEnabled(not annex)
            box.setToolTip("公文附件的边距按国家标准" if annex else "毫米")

    def commit(self) -> None:
        """Keep what is typed in a line and not kept yet."""
        for name, line in self.texts.items():
            self._keep_text(name, line.text())

    def _connect(self) -> None:
        for name, line in self.texts.items():
            line.typed.connect(partial(self._type_text, name))
            line.left.connect(partial(self._keep_text, name))
        self.kind.activated.connect(lambda _at: self._change(kind=_KINDS[self.kind.currentText()]))
        self.mode.activated.connect(lambda _at: self._set_page(mode=self._mode()))
        self.only.activated.connect(lambda _at: self._change(only=self.only.currentData()))
        self.group_rows.clicked.connect(lambda on: self._change(group_rows=on))
        self.repeat_head.clicked.connect(lambda on: self._change(repeat_head=on))
        for name in _PARTS:
            self.fonts[name].chosen.connect(partial(self._set_look, name, "font"))
            self.sizes[name].chosen.connect(partial(self._set_look, name, "size"))
        self.body_font.chosen.connect(lambda font: self._change(font=font))
        self.body_size.chosen.connect(lambda size: self._change(size=size))
        for box in self.margins.values():
            box.chosen.connect(self._set_margins)

    def _type_text(self, name: str, text: str) -> None:
        if self._fmt is not None:
            self.typed.emit(_with_text(self._fmt, name, text))

    def _keep_text(self, name: str, text: str) -> None:
        if self._fmt is not None:
            self._emit(_with_text(self._fmt, name, text))

    def _set_look(self, name: str, part: str, value: Font | float) -> None:
        if self._fmt is not None:
            look: Look = replace(getattr(self._fmt.looks, name), **{part: value})
            looks: Looks = replace(self._fmt.looks, **{name: look})
            self._change(looks=looks)

    def _set_margins(self) -> None:
        if self._fmt is not None:
            sides = {side: box.margin() for side, box in self.margins.items()}
            self._set_page(margins=Margins(**sides))

    def _mode(self) -> str:
        return _MODES[self.mode.currentText()]

    def _set_page(self, **changes: Any) -> None:
        if self._fmt is not None:
            self._change(page=replace(self._fmt.page, **changes))

    def _change(self, **changes: Any) -> None:
        if self._fmt is not None:
            self._emit(replace(self._fmt, **changes))

    def _emit(self, fmt: Format) -> None:
        if fmt != self._fmt:
            self._fmt = fmt
            self.changed.emit(fmt)

    def _lay_out(self) -> None:
        texts = _grid([(word, self.texts[name]) for name, word in _TEXTS.items()], stretch=1)
        looks = [(word, self.fonts[name], self.sizes[name]) for name, word in _PARTS.items()]
        types = _grid([*looks, ("正文", self.body_font, self.body_size)], stretch=3)
        top, right, bottom, left = (
            (label(word, "muted"), self.margins[side]) for side, word in _SIDES.items()
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, px(8), 0)
        column.setSpacing(px(8))
        fill(
            column,
            label("文字", "heading"),
            label(_TOLD, "small", wrap=True),
            texts,
            4,
            label("内容", "heading"),
            row(label("报送", "muted"), self.kind, None),
            row(label("各行", "muted"), self.only, None),
            self.group_rows,
            self.repeat_head,
            4,
            label("字体字号", "heading"),
            types,
            4,
            label("页码和页边距（毫米）", "heading"),
            row(self.mode, None),
            row(*top, *right, None),
            row(*bottom, *left, None),
            None,
        )


def _grid(rows: Sequence[tuple[str, *tuple[QWidget, ...]]], *, stretch: int) -> QGridLayout:
    """A word and its fields in each row; one column takes the room that is left."""
    grid = QGridLayout()
    grid.setHorizontalSpacing(px(8))
    grid.setVerticalSpacing(px(8))
    for at, (word, *parts) in enumerate(rows):
        grid.addWidget(label(word, "muted"), at, 0)
        for place, part in enumerate(parts, 1):
            grid.addWidget(part, at, place)
    grid.setColumnStretch(stretch, 1)
    return grid


def _choice(name: str, words: Mapping[str, str]) -> ChoiceBox:
    box = ChoiceBox(name)
    for word in words:
        box.addItem(word)
    return box


def _shown(fmt: Format, name: str) -> str:
    value = getattr(fmt, name)
    if name in _PLAIN:
        return str(value)
    return pieces_in_words(value) if name in _PIECES else in_words(value)


def _with_text(fmt: Format, name: str, text: str) -> Format:
    if name in _PLAIN:
        return replace(fmt, empty=text)
    value = pieces_from_words(text) if name in _PIECES else from_words(text)
    same = value == getattr(fmt, name) or _shown(fmt, name) == text
    changes: dict[str, Any] = {name: value}
    return fmt if same else replace(fmt, **changes)


def _word(words: Mapping[str, str], value: str) -> str:
    return next(word for word, held in words.items() if held == value)
