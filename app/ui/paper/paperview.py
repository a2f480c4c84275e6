"""A scroll of pages: zoom, page by page, only what is in view is drawn."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPen
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget
from typing_extensions import override

from app.ui.paper.pages import NoPages, Pages, RestingPages
from app.ui.style import Ink, px

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QMouseEvent, QPaintEvent, QResizeEvent, QWheelEvent

FIT_WIDTH, FIT_PAGE = 0, -1
ZOOMS = (50, 75, 100, 125, 150, 200)
_KEPT_BYTES, _KEPT_AT_LEAST, _KEPT_RESTING = 24 << 20, 4, 2
_PIXELS_PER_POINT = 96 / 72
_MOST, _LEAST = 300, 25
_STEPS: dict[int, tuple[int, int]] = {
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Down: (0, 1),
    Qt.Key.Key_Up: (0, -1),
}


class PaperView(QAbstractScrollArea):
    """Shows pages one below the other.

    Signals:
        moved: another page is in view, or the zoom changed.
        pointed: a double click: the page from 0, and the place on it in points.
        stepped: Ctrl and an arrow: one to the right or left, down or up.
        entered: Enter.
    """

    moved = Signal()
    pointed = Signal(int, QPointF)
    stepped = Signal(int, int)
    entered = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pages: Pages = NoPages()
        self._zoom = FIT_WIDTH
        self._images: OrderedDict[tuple[int, int], QImage] = OrderedDict()
        self._frames: list[QRect] = []
        self._has_drawn = False
        self._mark: tuple[int, QRectF] | None = None
        self.empty_text = ""
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("报表预览")
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)

    @property
    def page_count(self) -> int:
        """How many pages there are."""
        return self._pages.count

    @property
    def page(self) -> int:
        """The page in view, from 0: the one that holds the upper third of the window."""
        line = self.verticalScrollBar().value() + self.viewport().height() // 3
        above = [n for n, frame in enumerate(self._frames) if frame.top() <= line]
        return above[-1] if above else 0

    @property
    def zoom(self) -> int:
        """Percent, or FIT_WIDTH, or FIT_PAGE."""
        return self._zoom

    @property
    def percent(self) -> int:
        """How large the pages stand now, in percent."""
        return round(self._scale() / _PIXELS_PER_POINT * 100)

    def show_pages(self, pages: Pages, *, keep_place: bool = False) -> None:
        """Show a document; with ``keep_place`` the same spot stays in view."""
        place = self.verticalScrollBar().value() if keep_place else 0
        self._pages, self._mark = pages, None
        self._images.clear()
        self._lay_out()
        self.verticalScrollBar().setValue(place)
        self.moved.emit()

    def rest(self) -> None:
        """Let the document go; the pictures looked at last and the place stay till it is back."""
        self._pages = RestingPages(self._pages)
        while len(self._images) > _KEPT_RESTING:
            self._images.popitem(last=False)

    def mark(self, page: int, place: QRectF | None) -> None:
        """Frame a place on a page, in points, and bring it into view; None frames nothing."""
        self._mark = None if place is None else (page, place)
        frame = self._marked()
        if frame is not None:
            bar, room = self.verticalScrollBar(), self.viewport().height()
            if not bar.value() <= frame.top() <= frame.bottom() <= bar.value() + room:
                bar.setValue(round(frame.center().y()) - room // 2)
            self.horizontalScrollBar().setValue(
                round(frame.center().x()) - self.viewport().width() // 2
            )
        self.viewport().update()

    def _marked(self) -> QRectF | None:
        """The framed place, in pixels from the first page's top."""
        if self._mark is None or self._mark[0] >= len(self._frames):
            return None
        page, place = self._mark
        scale, corner = self._scale(), QPointF(self._frames[page].topLeft())
        return QRectF(place.topLeft() * scale + corner, place.size() * scale)

    def set_zoom(self, zoom: int) -> None:
        """Set the zoom, the page in view stays."""
        page = self.page
        self._zoom = zoom if zoom in {FIT_WIDTH, FIT_PAGE} else min(max(zoom, _LEAST), _MOST)
        self._lay_out()
        self.show_page(page)
        self.moved.emit()

    def zoom_by(self, steps: int) -> None:
        """Go to the next larger or smaller zoom."""
        now = self.percent
        larger = [zoom for zoom in ZOOMS if zoom > now]
        smaller = [zoom for zoom in ZOOMS if zoom < now]
        if steps > 0:
            self.set_zoom(larger[0] if larger else _MOST)
        else:
            self.set_zoom(smaller[-1] if smaller else _LEAST)

    def show_page(self, page: int) -> None:
        """Bring a page to the top."""
        if self._frames:
            frame = self._frames[min(max(page, 0), len(self._frames) - 1)]
            self.verticalScrollBar().setValue(frame.top() - _gap())

    def _scale(self) -> float:
        """Pixels a point."""
        if not self._pages.count:
            return _PIXELS_PER_POINT
        size = self._pages.size(0)
        width = (self.viewport().width() - 2 * _gap()) / size.width()
        height = (self.viewport().height() - 2 * _gap()) / size.height()
        if self._zoom == FIT_WIDTH:
            return max(width, 0.1)
        if self._zoom == FIT_PAGE:
            return max(min(width, height), 0.1)
        return _PIXELS_PER_POINT * self._zoom / 100

    def _lay_out(self) -> None:
        scale, gap = self._scale(), _gap()
        sizes = [(self._pages.size(n) * scale).toSize() for n in range(self._pages.count)]
        widest = max((size.width() for size in sizes), default=0)
        room = max(self.viewport().width(), widest + 2 * gap)
        self._frames, top = [], gap
        for size in sizes:
            self._frames.append(QRect(QPoint((room - size.width()) // 2, top), size))
            top += size.height() + gap
        self._set_ranges(QSize(widest + 2 * gap, top))
        self.viewport().update()

    def _set_ranges(self, whole: QSize) -> None:
        view = self.viewport().size()
        for bar, length, room in (
            (self.horizontalScrollBar(), whole.width(), view.width()),
            (self.verticalScrollBar(), whole.height(), view.height()),
        ):
            bar.setRange(0, max(0, length - room))
            bar.setPageStep(room)
            bar.setSingleStep(px(32))

    def _on_scrolled(self) -> None:
        self.viewport().update()
        self.moved.emit()

    def _image(self, page: int) -> QImage | None:
        """The picture of a page; None when this painting has drawn one anew already."""
        ratio = self.devicePixelRatioF()
        key = (page, round(self._frames[page].width() * ratio))
        image = self._images.pop(key, None)
        if image is None:
            if self._has_drawn:
                return None
            self._has_drawn = True
            image = self._pages.image(page, key[1])
            image.setDevicePixelRatio(ratio)
        self._images[key] = image
        return image

    def _let_go(self) -> None:
        """Keep the pictures looked at last."""
        held = sum(image.sizeInBytes() for image in self._images.values())
        while held > _KEPT_BYTES and len(self._images) > _KEPT_AT_LEAST:
            held -= self._images.popitem(last=False)[1].sizeInBytes()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        self._has_drawn = False
        painter = QPainter(self.viewport())
        painter.fillRect(self.viewport().rect(), QColor(Ink.GROUND.value))
        if not self._frames:
            painter.setPen(QColor(Ink.MUTED.value))
            painter.drawText(
                self.viewport().rect(),
                int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap),
                self.empty_text,
            )
        shift = QPoint(-self.horizontalScrollBar().value(), -self.verticalScrollBar().value())
        for page, frame in enumerate(self._frames):
            place = frame.translated(shift)
            if place.intersects(self.viewport().rect()):
                image = self._image(page)
                if image is None:  # the next painting draws it: the window is not held up
                    painter.fillRect(place, Qt.GlobalColor.white)
                    QTimer.singleShot(0, self.viewport(), self.viewport().update)
                else:
                    painter.drawImage(place.topLeft(), image)
                painter.setPen(QPen(QColor(Ink.EDGE.value), 1))
                painter.drawRect(place.adjusted(-1, -1, 0, 0))
        if (marked := self._marked()) is not None:
            painter.setPen(QPen(QColor(Ink.ACCENT.value), 2))
            painter.drawRect(marked.translated(QPointF(shift)))
        painter.end()
        self._let_go()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        part = self.verticalScrollBar().value() / max(1, self.verticalScrollBar().maximum())
        self._lay_out()
        if self._zoom in {FIT_WIDTH, FIT_PAGE}:
            self.verticalScrollBar().setValue(round(part * self.verticalScrollBar().maximum()))
        self.moved.emit()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange}:
            self._lay_out()

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        across, down = self.horizontalScrollBar().value(), self.verticalScrollBar().value()
        at = event.position() + QPointF(across, down)
        for page, frame in enumerate(self._frames):
            if frame.contains(at.toPoint()):
                self.pointed.emit(page, (at - QPointF(frame.topLeft())) / self._scale())

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom_by(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
            return
        super().wheelEvent(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        controlled = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if controlled and event.key() in _STEPS:
            self.stepped.emit(*_STEPS[event.key()])
            return
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self.entered.emit()
            case Qt.Key.Key_Plus | Qt.Key.Key_Equal if controlled:
                self.zoom_by(1)
            case Qt.Key.Key_Minus if controlled:
                self.zoom_by(-1)
            case Qt.Key.Key_0 if controlled:
                self.set_zoom(FIT_WIDTH)
            case Qt.Key.Key_PageDown:
                self.show_page(self.page + 1)
            case Qt.Key.Key_PageUp:
                self.show_page(self.page - 1)
            case Qt.Key.Key_Home:
                self.show_page(0)
            case Qt.Key.Key_End:
                self.show_page(self.page_count - 1)
            case _:
                super().keyPressEvent(event)


def _gap() -> int:
    return px(12)
