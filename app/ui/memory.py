"""What the window remembers between starts: sizes, widths, filters, the last ledger, text size."""

from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings

from app.ui.contrast import Contrast
from app.ui.style import TEXT_SIZES

_RECENT_LIMIT = 8


class Memory:
    """The window's own small store; it holds nothing a clerk would miss, so faults are silent."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self._store = QSettings(str(file), QSettings.Format.IniFormat)

    def text(self, key: str, default: str = "") -> str:
        """A remembered text."""
        value = self._store.value(key, default)
        return value if isinstance(value, str) else default

    def number(self, key: str, default: int) -> int:
        """A remembered whole number."""
        text = self.text(key)
        return int(text) if text.lstrip("-").isdigit() else default

    def state(self, key: str) -> QByteArray:
        """A remembered state of a Qt widget; empty when there is none."""
        value = self._store.value(key)
        return value if isinstance(value, QByteArray) else QByteArray()

    def keep(self, key: str, value: str | int | QByteArray) -> None:
        """Remember a value under a key such as ``tasks/columns``."""
        self._store.setValue(key, value if isinstance(value, QByteArray) else str(value))

    def remembered(self) -> tuple[str, ...]:
        """Everything that is remembered, by key."""
        return tuple(self._store.allKeys())

    def recent_ledgers(self) -> tuple[Path, ...]:
        """The folders opened lately, newest first; a folder that is gone is left out."""
        lines = self.text("ledgers/recent").split("\n")
        return tuple(Path(line) for line in lines if line and Path(line).is_dir())

    def keep_ledger(self, folder: Path) -> None:
        """Put a folder at the head of the recent ledgers."""
        others = [path for path in self.recent_ledgers() if path != folder]
        lines = [str(path) for path in (folder, *others)][:_RECENT_LIMIT]
        self.keep("ledgers/recent", "\n".join(lines))

    def text_size(self) -> int:
        """The text size set, in percent; 100 when it is none of those offered."""
        percent = self.number("window/text_size", 100)
        return percent if percent in TEXT_SIZES else 100

    def contrast(self) -> Contrast:
        """The set of colours wanted; the desktop's own when nothing was chosen."""
        wanted = self.text("window/contrast")
        return Contrast(wanted) if wanted in set(Contrast) else Contrast.SYSTEM

    def last_ledger(self) -> Path | None:
        """The ledger to open at the start, or None when the start page is due."""
        folder = self.text("ledgers/last")
        return Path(folder) if folder and Path(folder).is_dir() else None

    def keep_last(self, folder: Path | None) -> None:
        """Remember which ledger to open at the next start; None asks for the start page."""
        self.keep("ledgers/last", str(folder) if folder else "")
