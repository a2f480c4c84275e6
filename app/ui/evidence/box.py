"""The files that prove one thing: seen, opened, added by drop and paste, moved, removed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence
from PySide6.QtWidgets import QFileDialog, QMenu, QToolButton, QVBoxLayout, QWidget
from typing_extensions import override

from app.services.proof import evidence
from app.services.proof.evidence import Owner
from app.services.proof.prooffiles import gather
from app.services.proof.proofplaces import Placing, propose_places
from app.services.wording import size_words
from app.ui.controls import button, label, row
from app.ui.dropped import dropped_paths
from app.ui.evidence.bars import AskBar, MoveBar, PlacingBar
from app.ui.evidence.grid import ProofCard, ProofGrid, ProofModel
from app.ui.evidence.taking import pasted_picture
from app.ui.evidence.verbs import ProofVerbs
from app.ui.icons import icon
from app.ui.keys import MOVE_PROOF, PASTE_PROOF, RENAME_PROOF, SAVE_PROOF, Key
from app.ui.operations import act, run_service
from app.ui.style import px

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from PySide6.QtGui import QDragEnterEvent, QDropEvent, QResizeEvent
    from PySide6.QtWidgets import QLayout

    from app.models.views import EvidenceView
    from app.services.proof.evidence import Attached
    from app.services.proof.prooffiles import Gathered
    from app.ui.workspace import Workspace

_SHORT = 340
HINT = "把照片、合同、检测报告等文件拖到这里，或复制后按 Ctrl+V。"


class EvidenceBox(QWidget):
    """The files of one owner, with everything that can be done to them.

    It changes the ledger itself and tells the workspace; whoever shows it calls ``show_files``
    (or ``show_owner``) again after a change.

    Args:
        workspace: the open ledger.
        side: what stands left of the files, such as the places they may go to.
    """

    def __init__(self, workspace: Workspace, *, side: QWidget | None = None) -> None:
        super().__init__()
        self.workspace = workspace
        self.owner: Owner | None = None
        self._targets: Mapping[str, Owner] = {}
        self._items: Mapping[str, int] = {}
        self._wanted: int | None = None
        self._refused: tuple[str, ...] = ()
        self.verbs = ProofVerbs(self, workspace, self._attached)
        readonly = workspace.readonly
        self.model = ProofModel(None if readonly else self._rename)
        self.grid = ProofGrid(self.model, readonly=readonly)
        self.asking, self.placing, self.moving = (
            AskBar(), PlacingBar(workspace.memory), MoveBar(),
        )  # fmt: skip
        self.bars = (self.asking, self.placing, self.moving)
        self.hint = label(HINT, "muted", wrap=True)
        self.tools, self.area = QWidget(), QWidget()
        self.setAcceptDrops(not readonly)
        self._make_tools()
        self._lay_out(side)
        self._connect()
        self._offer()

    def show_owner(self, owner: Owner | None) -> None:
        """Show the files of one thing, read from the ledger; nothing for None."""
        files: Sequence[EvidenceView] = ()
        if owner is not None:
            ledger = self.workspace.ledger
            read = act(
                self, self.workspace, lambda: evidence.evidence_of(ledger, owner), changes=False
            )
            files = read or ()
        self.show_files(files, owner)

    def show_files(
        self,
        files: Sequence[EvidenceView],
        owner: Owner | None,
        *,
        places: Mapping[int, str] | None = None,
        targets: Mapping[str, Owner] | None = None,
        items: Mapping[str, int] | None = None,
    ) -> None:
        """Show these files.

        Args:
            files: what is shown.
            owner: what new files prove; None where none can be added.
            places: what each file proves, by its number, where that differs.
            targets: what files may be moved to, by name.
            items: the items that files may find by their names.
        """
        if owner != self.owner:
            self.close_bars()
        self.owner = owner
        self._targets, self._items = targets or {}, items or {}
        places = places or {}
        folder = self.workspace.ledger.evidence_folder
        self.model.set_cards([ProofCard(file, folder, places.get(file.id, "")) for file in files])
        self.grid.setVisible(bool(files))
        self.hint.setVisible(not files and not self.workspace.readonly)
        if self._wanted is not None:
            self.grid.select_file(self._wanted)
            self._wanted = None
        self._offer()

    def take(self, paths: Sequence[Path], owner: Owner | None = None) -> None:
        """Attach files and folders; asked first when they are very many, or find items by name.

        Args:
            paths: what was dropped, pasted or chosen.
            owner: what they prove; what is shown when None.
        """
        run_service(
            self,
            self.workspace,
            lambda monitor: gather(paths, monitor=monitor),
            done=lambda found: self._taken(found, owner),
            failed=self.verbs.complain,
            title="正在查看文件…",
            say="",
            changes=False,
        )

    def attach(self, paths: Sequence[Path], owner: Owner) -> None:
        """Attach files to one thing without asking."""
        self._keep([(path, owner) for path in paths])

    def move_to(self, evidence_ids: Sequence[int], owner: Owner) -> None:
        """Let files prove something else."""
        self.verbs.move(evidence_ids, owner)

    def paste(self) -> bool:
        """Attach what the clipboard holds: files, or a picture; False when there is nothing."""
        mime = QGuiApplication.clipboard().mimeData()
        if self.workspace.readonly or self.owner is None:
            return False
        if paths := dropped_paths(mime):
            self.take(paths)
        elif image := pasted_picture(mime):
            self.verbs.attach_picture(image, self.owner)
        else:
            self.workspace.complain("剪贴板里没有文件或图片；请先在文件夹里复制照片，或截图。")
            return False
        return True

    def open_cards(self, cards: Sequence[ProofCard]) -> None:
        """Open copies with the desktop's own programs."""
        for card in cards:
            self.verbs.open(card.file.id)

    def remove(self, cards: Sequence[ProofCard]) -> None:
        """Take files off; 撤销 brings them back."""
        if cards and not self.workspace.readonly:
            self.verbs.remove([card.file.id for card in cards])

    def save_copies(self) -> None:
        """Ask for a folder and save copies of the chosen files there."""
        numbers = [card.file.id for card in self.grid.selected_cards()]
        chosen = QFileDialog.getExistingDirectory(self, "另存佐证到文件夹") if numbers else ""
        if chosen:
            self.verbs.save(numbers, Path(chosen))

    def close_bars(self) -> bool:
        """Esc, or another thing is shown: close an open question; False when there was none."""
        waiting = self.placing.waiting()
        closed = [bar for bar in self.bars if bar.close_bar()]
        if closed:
            self.grid.setFocus(Qt.FocusReason.OtherFocusReason)
        if waiting:
            self.workspace.complain(f"刚才的 {len(waiting)} 个文件没有添加；要添加请再拖一次。")
        return bool(closed)

    def begin(self) -> None:
        """Take the keyboard where work begins."""
        (self.grid if self.model.cards else self.add).setFocus(Qt.FocusReason.OtherFocusReason)

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self.owner is not None and dropped_paths(event.mimeData()):
            event.acceptProposedAction()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        if paths := dropped_paths(event.mimeData()):
            event.acceptProposedAction()
            self.take(paths)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        """Where room is short, an open question takes the place of all else."""
        asked = any(not bar.isHidden() for bar in self.bars)
        crowded = asked and self.height() < px(_SHORT)
        self.tools.setVisible(not crowded)
        self.area.setVisible(not crowded)

    def _taken(self, found: Gathered, owner: Owner | None) -> None:
        if not found.asks:
            self._settle(found, owner)
            return
        self.asking.ask(
            f"共有 {len(found.files)} 个文件（{size_words(found.size)}），全部添加？",
            "全部添加",
            lambda: self._settle(found, owner),
        )

    def _settle(self, found: Gathered, owner: Owner | None) -> None:
        left_out = self._refused if self.placing.waiting() else ()
        self._refused = tuple(dict.fromkeys((*left_out, *found.refused)))
        if owner is None and self.owner is not None and self._items:
            files = dict.fromkeys((*self.placing.waiting(), *found.files))  # dropped one by one
            placings = self._propose(tuple(files))
            if any(one.item_id is not None for one in placings):
                self.placing.ask(placings, self._items)
                return
        target = owner or self.owner
        if target is not None:
            self.attach(found.files, target)

    def _propose(self, files: Sequence[Path]) -> tuple[Placing, ...]:
        """Only what is given to the task as a whole is shared out; an item's stays its own."""
        owner = self.owner
        if owner is None or owner.task_id is None or owner.item_id or owner.period:
            return ()
        task_id, ledger = owner.task_id, self.workspace.ledger
        return (
            act(
                self,
                self.workspace,
                lambda: propose_places(ledger, task_id, files),
                say="",
                changes=False,
            )
            or ()
        )

    def _attach_placed(self, placings: Sequence[Placing]) -> None:
        whole = self.owner
        if whole is not None:
            self._keep(
                [
                    (one.path, whole if one.item_id is None else Owner(item_id=one.item_id))
                    for one in placings
                ]
            )

    def _keep(self, pairs: Sequence[tuple[Path, Owner]]) -> None:
        """Attach; what was left out when the files were looked at is told with it."""
        refused, self._refused = self._refused, ()
        self.verbs.attach(pairs, refused=refused)

    def _attached(self, attached: Attached) -> None:
        if attached.new:
            self.grid.select_file(attached.new[0])
        self.begin()

    def _rename(self, card: ProofCard, name: str) -> None:
        self._wanted = card.file.id
        self.verbs.rename(card.file.id, name)

    def _begin_moving(self) -> None:
        cards = self.grid.selected_cards()
        if cards and self._targets:
            self.moving.ask(len(cards), self._targets)

    def _move_chosen(self, owner: Owner) -> None:
        self.move_to([card.file.id for card in self.grid.selected_cards()], owner)

    def _choose(self) -> None:
        chosen, _ = QFileDialog.getOpenFileNames(self, "添加佐证")
        if chosen:
            self.take([Path(name) for name in chosen])

    def _make_tools(self) -> None:
        self.add = button("添加文件…", self._choose, icon_name="plus")
        self.open = button("打开", lambda: self.open_cards(self.grid.selected_cards()))
        self.shift = button("移到…", self._begin_moving)
        self.shift.setToolTip(MOVE_PROOF.tip())
        self.off = button("移除", lambda: self.remove(self.grid.selected_cards()))
        self.more = QToolButton()
        self.more.setIcon(icon("more"))
        self.more.setIconSize(QSize(px(18), px(18)))
        self.more.setToolTip("更多")
        self.more.setAccessibleName("更多")
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.more.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        menu = QMenu(self)
        self.save_action = self._action(menu, "另存副本…", SAVE_PROOF, self.save_copies)
        self.rename_action = self._action(menu, "改名", RENAME_PROOF, self.grid.rename_current)
        self.paste_action = self._action(menu, "粘贴照片或文件", PASTE_PROOF, self.paste)
        self.move_action = self._action(menu, "移到…", MOVE_PROOF, self._begin_moving)
        self.more.setMenu(menu)

    def _action(self, menu: QMenu, text: str, key: Key, run: Callable[[], object]) -> QAction:
        action = QAction(text, self)
        action.setShortcut(QKeySequence(key.sequence))
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        action.triggered.connect(lambda: run())
        menu.addAction(action)
        self.addAction(action)
        return action

    def _lay_out(self, side: QWidget | None) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(px(8))
        layout.addWidget(
            _framed(self.tools, row(self.add, None, self.open, self.shift, self.off, self.more))
        )
        for bar in self.bars:
            layout.addWidget(bar)
        files = QVBoxLayout()
        files.setSpacing(0)
        files.addWidget(self.hint)
        files.addWidget(self.grid, 100)
        files.addStretch(1)
        beside = row(*([side] if side else []), files)
        beside.setStretch(beside.count() - 1, 1)
        layout.addWidget(_framed(self.area, beside), 1)

    def _connect(self) -> None:
        self.grid.opened.connect(lambda card: self.open_cards((card,)))
        self.grid.removed.connect(self.remove)
        self.grid.selection_changed.connect(self._offer)
        for bar in self.bars:
            bar.shown.connect(self._make_room)
        self.placing.settled.connect(self._attach_placed)
        self.moving.chosen.connect(self._move_chosen)

    def _offer(self) -> None:
        chosen = bool(self.grid.selected_cards())
        writing = not self.workspace.readonly
        self.add.setVisible(writing and self.owner is not None)
        self.paste_action.setEnabled(writing and self.owner is not None)
        self.open.setEnabled(chosen)
        self.save_action.setEnabled(chosen)
        self.off.setVisible(writing)
        self.off.setEnabled(chosen)
        self.rename_action.setEnabled(chosen and writing)
        self.shift.setVisible(writing and bool(self._targets))
        self.shift.setEnabled(chosen)
        self.move_action.setEnabled(chosen and writing and bool(self._targets))


def _framed(frame: QWidget, layout: QLayout) -> QWidget:
    """A widget round a layout, so that it can be hidden as one."""
    layout.setContentsMargins(0, 0, 0, 0)
    frame.setLayout(layout)
    return frame
