"""佐证 in the side panel: the files of a task, its items and its periods, and what still lacks."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from app.services.proof.evidence import Owner
from app.services.proof.prooflack import decide_proof, proof_needed
from app.ui.controls import ElidedLabel, button, row
from app.ui.evidence.box import EvidenceBox
from app.ui.evidence.places import Place, PlaceList
from app.ui.operations import act
from app.ui.pages.sidepanels.paneltab import PanelTab
from app.ui.style import px
from app.ui.wording import short_period
from app.ui.workspace import Destination

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from PySide6.QtGui import QResizeEvent

    from app.models.rules.proof import ProofWanted
    from app.models.views import EvidenceView, TaskDetail
    from app.ui.workspace import Workspace

_WHOLE, _ALL = "任务本身", "全部"
_PLACES, _SHORT = 128, 220


class FilesTab(PanelTab):
    """佐证: the proof files of a task, its items and its entries."""

    key = "evidence"
    title = "佐证"

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(workspace, parent)
        self.places = PlaceList(readonly=workspace.readonly)
        self.places.setFixedWidth(px(_PLACES))
        self.box = EvidenceBox(workspace, side=self.places)
        self.grid = self.box.grid
        self._told: int | None = None
        self._need: ProofWanted | None = None
        self.need = ElidedLabel("muted")
        self.decide = button("", self._decide, role="link")
        self.all = button("缺佐证一览", self._go_to_page, role="link")
        self.told = QWidget()
        told = row(self.need, self.decide, None, self.all)
        told.setContentsMargins(0, 0, 0, 0)
        self.told.setLayout(told)
        self.body.addWidget(self.told)
        self.body.addWidget(self.box, 1)
        self.decide.setVisible(not workspace.readonly)
        self.places.chosen.connect(lambda _place: self._show_files())
        self.places.files_dropped.connect(self.box.take)
        self.places.proof_dropped.connect(self.box.move_to)

    @override
    def show_detail(self, detail: TaskDetail) -> None:
        super().show_detail(detail)
        if self._told != detail.task.id:
            self._told = detail.task.id
            self.box.close_bars()
            self.places.show_places(())
        need = act(
            self,
            self.workspace,
            lambda: proof_needed(self.workspace.ledger, detail.task.id),
            changes=False,
            say="",
        )
        self._show_need(need)
        places = self._places(detail, wanted=bool(need and need.wanted))
        self.places.show_places(places)
        self.places.setVisible(len(places) > 2)
        self._show_files()

    @staticmethod
    @override
    def count(detail: TaskDetail, period: str) -> str:
        del period
        return str(len(detail.evidence)) if detail.evidence else ""

    @override
    def begin(self) -> None:
        self.box.begin()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.told.setVisible(self.height() >= px(_SHORT))  # the files come first

    def attach(self, paths: Sequence[Path], *, item_id: int | None = None) -> None:
        """Keep files as proof of the task shown (shared out by name), or of one of its items."""
        self.places.setCurrentRow(0)
        self.box.take(paths, None if item_id is None else Owner(item_id=item_id))

    @override
    def go_back(self) -> bool:
        return self.box.close_bars()

    def _places(self, detail: TaskDetail, *, wanted: bool) -> list[Place]:
        task_id, held = detail.task.id, _counts(detail.evidence)
        periods = {file.period: None for file in detail.evidence if file.period}
        if any(entry.period == self.workspace.period for entry in detail.progress):
            periods[self.workspace.period] = None
        as_whole = bool(held[None, ""]) and not any(number for number, _ in held)
        return [
            Place(_ALL, None, len(detail.evidence)),
            Place(_WHOLE, Owner(task_id), held[None, ""]),
            *(
                Place(short_period(key), Owner(task_id, period=key), held[None, key])
                for key in sorted(periods)
            ),
            *(
                Place(
                    item.name,
                    Owner(item_id=item.id),
                    held[item.id, ""],
                    lacks=wanted and not as_whole and bool(item.done_on) and not held[item.id, ""],
                )
                for item in detail.items
            ),
        ]

    def _show_files(self) -> None:
        if self.detail is None:
            return
        detail, place = self.detail, self.places.current_place()
        owner = place.owner if place and place.owner else Owner(detail.task.id)
        shows_all = place is None or place.owner is None
        files = [file for file in detail.evidence if shows_all or _owner_of(file) == owner]
        names = {item.id: item.name for item in detail.items}
        self.box.show_files(
            files,
            owner,
            places={file.id: _place_name(file, names) for file in files},
            targets={one.name: one.owner for one in self.places.places if one.owner},
            items={item.name: item.id for item in detail.items},
        )

    def _show_need(self, need: ProofWanted | None) -> None:
        self._need = need
        if need is not None:
            self.need.setText(f"{'须有佐证' if need.wanted else '佐证可以不加'}：{need.why}")
            self.decide.setText("改为不需要" if need.wanted else "改为须有")

    def _decide(self) -> None:
        if self.detail and self._need:
            ledger, task_id = self.workspace.ledger, self.detail.task.id
            decision = "no" if self._need.wanted else "yes"
            self.act(lambda: decide_proof(ledger, [task_id], decision))

    def _go_to_page(self) -> None:
        self.workspace.go(Destination("proof"))


def _counts(files: Sequence[EvidenceView]) -> Counter[tuple[int | None, str]]:
    """How many files prove an item or a period; the task itself stands under (None, "")."""
    return Counter((file.item_id, file.period) for file in files)


def _owner_of(file: EvidenceView) -> Owner:
    if file.item_id is not None:
        return Owner(item_id=file.item_id)
    return Owner(file.task_id, period=file.period)


def _place_name(file: EvidenceView, items: dict[int, str]) -> str:
    if file.item_id is not None:
        return items.get(file.item_id, "")
    return short_period(file.period) if file.period else _WHOLE
