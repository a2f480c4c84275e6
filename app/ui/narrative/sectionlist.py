"""The sections of the work report one below the other, each on its card."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from app.models.rules.numerals import in_chinese
from app.ui.narrative.sectioncard import SectionCard
from app.ui.style import px

if TYPE_CHECKING:
    from app.services.reporting.narrative import Report

_LEAST_WIDTH = 300


class SectionList(QScrollArea):
    """The cards, in the report's order.

    Attributes:
        cards: by the section's key.

    Signals:
        entered: the keyboard came to a text; carries the section's key.
        typed: a text on a card is another one.
        left: the keyboard left a text; carries the section's key.
        draft_wanted: the ledger's draft is to take a text's place; carries the key.
        kept: a text stays although the ledger says something else now; carries the key.
    """

    entered = Signal(str)
    typed = Signal()
    left = Signal(str)
    draft_wanted = Signal(str)
    kept = Signal(str)

    def __init__(self, *, readonly: bool) -> None:
        super().__init__()
        self.cards: dict[str, SectionCard] = {}
        self._held: tuple[object, ...] = ()
        self._readonly = readonly
        self._sections = QWidget()
        self._sections.setProperty("role", "clear")
        self._column = QVBoxLayout(self._sections)
        self._column.setContentsMargins(0, 0, px(8), 0)
        self._column.setSpacing(px(8))
        self._column.addStretch(1)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMinimumWidth(px(_LEAST_WIDTH))
        self.setWidget(self._sections)

    def show_report(self, report: Report) -> None:
        """Show how every section stands; what is being typed stays."""
        held = (report.wanted.list_id, report.wanted.period, *(one.key for one in report.sections))
        if held != self._held:
            self._held = held
            self._make_cards(report)
        place = 0
        for section in report.sections:
            counts = bool(section.heading and section.text.strip())
            place += counts
            self.cards[section.key].show_section(section, f"{in_chinese(place)}、" * counts)

    def changed(self) -> dict[str, str]:
        """What is typed and not written down, by section."""
        return {key: card.text for key, card in self.cards.items() if card.is_changed}

    def _make_cards(self, report: Report) -> None:
        for card in self.cards.values():
            self._column.removeWidget(card)
            card.hide()
            card.deleteLater()
        self.cards = {}
        for place, section in enumerate(report.sections):
            card = SectionCard(section, readonly=self._readonly)
            card.entered.connect(self.entered)
            card.typed.connect(self.typed)
            card.left.connect(self.left)
            card.draft_wanted.connect(self.draft_wanted)
            card.kept.connect(self.kept)
            card.edit.cursorPositionChanged.connect(partial(self._follow, card))
            self.cards[section.key] = card
            self._column.insertWidget(place, card)

    def _follow(self, card: SectionCard) -> None:
        """Keep the line that is written in view."""
        if card.edit.hasFocus():
            at = card.edit.mapTo(self._sections, card.edit.cursorRect().center())
            self.ensureVisible(at.x(), at.y(), 0, px(40))
