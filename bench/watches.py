"""What the window's bench measures with: the clock and the thread's own work, heartbeat, memory."""

from __future__ import annotations

import resource
import time
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QEvent, QEventLoop, QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication, QWidget
from typing_extensions import override

BEAT_MS = 5
MOST_MS = 50


@dataclass(slots=True)
class Times:
    """The times of one kind of work, in milliseconds: by the clock, and worked in this thread."""

    name: str
    each: list[float] = field(default_factory=list)
    worked: list[float] = field(default_factory=list)
    gap: float = 0.0
    worked_gap: float = 0.0

    @property
    def misses(self) -> bool:
        """Whether a goal is missed; the floor has none, it is there to compare with."""
        bare = self.name.startswith("floor")
        return not bare and (p95(self.worked) > MOST_MS or self.worked_gap > MOST_MS)

    def add(self, start: Moment) -> None:
        """One more piece of work, which began at a moment and is done."""
        clock, worked = start.since()
        self.each.append(clock)
        self.worked.append(worked)

    def line(self) -> str:
        """What 95 of 100 take, and the longest pause of the event loop meanwhile."""
        return (
            f"{self.name:<38} p95 {p95(self.each):7.1f} ({p95(self.worked):6.1f})"
            f"  pause {self.gap:7.1f} ({self.worked_gap:6.1f}) ms  n {len(self.each)}"
        )

    def last(self) -> str:
        """The last piece of work."""
        return f"{self.each[-1]:7.1f} ({self.worked[-1]:6.1f})"

    def row(self) -> str:
        """The same as a row of a table."""
        figures = (p95(self.each), p95(self.worked), self.gap, self.worked_gap)
        return f"| {self.name} | {' | '.join(f'{one:.0f}' for one in figures)} |"


def p95(times: list[float]) -> float:
    """What 95 of 100 take at most."""
    held = sorted(times)
    return held[min(len(held) - 1, round(0.95 * (len(held) - 1)))]


class Moment:
    """A moment, by the clock and by what this thread has worked."""

    def __init__(self) -> None:
        self._clock, self._worked = time.perf_counter(), time.thread_time()

    def since(self) -> tuple[float, float]:
        """The milliseconds gone by since, and those this thread worked."""
        clock, worked = time.perf_counter() - self._clock, time.thread_time() - self._worked
        return clock * 1000, worked * 1000


class Painted(QObject):
    """Hears when anything inside a view has been painted since it was told to listen."""

    def __init__(self, view: QWidget) -> None:
        super().__init__(view)
        self._view, self._seen = view, False
        self._application = QApplication.instance() or QApplication([])
        self._application.installEventFilter(self)

    def wait(self) -> None:
        """Let the window work until it has painted; what begins later is not waited for."""
        self._seen = False
        end = time.perf_counter() + 10
        while not self._seen and time.perf_counter() < end:
            live()
        self._application.removeEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A painting is carried out in the same round of the event loop."""
        if event.type() == QEvent.Type.Paint and isinstance(watched, QWidget):
            self._seen |= watched is self._view or self._view.isAncestorOf(watched)
        return False


def live() -> None:
    """Let the window do what there is to do; with nothing to do it waits for the next beat."""
    QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)


class Heart(QTimer):
    """Beats, and keeps the longest time between two beats, and the most worked between two."""

    def __init__(self) -> None:
        super().__init__(interval=BEAT_MS, timerType=Qt.TimerType.PreciseTimer)
        self.longest, self.most_worked, self._last = 0.0, 0.0, Moment()
        self.timeout.connect(self._beat)
        self.start()

    def reset(self) -> None:
        """Begin to watch anew."""
        self.longest, self.most_worked, self._last = 0.0, 0.0, Moment()

    def note(self, times: Times) -> None:
        """Keep the longest pause there was among the times of a kind of work."""
        times.gap = max(times.gap, self.longest)
        times.worked_gap = max(times.worked_gap, self.most_worked)

    @override
    def __str__(self) -> str:
        return f"pause {self.longest:7.1f} ({self.most_worked:6.1f}) ms"

    def _beat(self) -> None:
        clock, worked = self._last.since()
        self.longest, self.most_worked = max(self.longest, clock), max(self.most_worked, worked)
        self._last = Moment()


def held_mb() -> float:
    """What the process holds now."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize() / 2**20
