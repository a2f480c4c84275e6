"""The sets of colours the window can be dressed in: the usual calm one and two of high contrast."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from app.models.rules.pace import State

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtWidgets import QApplication


class Contrast(StrEnum):
    """Which set of colours is wanted; ``SYSTEM`` follows the desktop's own setting."""

    SYSTEM = "system"
    USUAL = "usual"
    LIGHT = "light"
    DARK = "dark"


CONTRAST_WORDS: Mapping[Contrast, str] = {
    Contrast.SYSTEM: "跟随系统",
    Contrast.USUAL: "标准",
    Contrast.LIGHT: "高对比（白底）",
    Contrast.DARK: "高对比（黑底）",
}


@dataclass(frozen=True, slots=True)
class Colours:
    """One set: the inks by name, and of each light its ink and its ground."""

    inks: Mapping[str, str]
    lights: Mapping[State, tuple[str, str]]
    is_dark: bool = False


_USUAL = Colours(
    {
        "GROUND": "#F5F5F2", "SURFACE": "#FFFFFF", "RAISED": "#FBFBF9", "HAIRLINE": "#E2E1DB",
        "EDGE": "#C9C8C1", "TEXT": "#20262B", "MUTED": "#5C646B", "FAINT": "#8B9196",
        "ACCENT": "#1F5C8B", "ACCENT_DARK": "#17486E", "ACCENT_TINT": "#E6EEF4",
        "FAULT": "#A8231B", "FAULT_TINT": "#FBECEA", "DOUBT": "#96620A", "DOUBT_TINT": "#FAF1DF",
        "CHANGED": "#5B4B9A", "ACCENT_DEEP_TINT": "#D3E2EC",
    },
    {
        State.NOT_STARTED: ("#6B7278", "#F1F2F2"),
        State.ON_PACE: ("#0F766E", "#E5F2F0"),
        State.AHEAD: ("#5B4B9A", "#EEECF6"),
        State.BEHIND: ("#96620A", "#FAF1DF"),
        State.FAR_BEHIND: ("#B3261E", "#FBE9E7"),
        State.OVERDUE: ("#B3261E", "#FBE9E7"),
        State.DONE: ("#33566E", "#E9EFF3"),
        State.DONE_LATE: ("#7A5230", "#F5EDE5"),
    },
)  # fmt: skip
_LIGHT = Colours(
    {
        "GROUND": "#FFFFFF", "SURFACE": "#FFFFFF", "RAISED": "#FFFFFF", "HAIRLINE": "#595959",
        "EDGE": "#000000", "TEXT": "#000000", "MUTED": "#1A1A1A", "FAINT": "#404040",
        "ACCENT": "#00308F", "ACCENT_DARK": "#001F5C", "ACCENT_TINT": "#CCDDFF",
        "FAULT": "#8A0000", "FAULT_TINT": "#FFE3E0", "DOUBT": "#5C3A00", "DOUBT_TINT": "#FFEFC2",
        "CHANGED": "#36247A", "ACCENT_DEEP_TINT": "#B3CCFF",
    },
    {
        State.NOT_STARTED: ("#333333", "#FFFFFF"),
        State.ON_PACE: ("#00504A", "#FFFFFF"),
        State.AHEAD: ("#36247A", "#FFFFFF"),
        State.BEHIND: ("#5C3A00", "#FFFFFF"),
        State.FAR_BEHIND: ("#8A0000", "#FFFFFF"),
        State.OVERDUE: ("#8A0000", "#FFFFFF"),
        State.DONE: ("#123B57", "#FFFFFF"),
        State.DONE_LATE: ("#57350F", "#FFFFFF"),
    },
)  # fmt: skip
_DARK = Colours(
    {
        "GROUND": "#000000", "SURFACE": "#000000", "RAISED": "#1A1A1A", "HAIRLINE": "#8C8C8C",
        "EDGE": "#FFFFFF", "TEXT": "#FFFFFF", "MUTED": "#F0F0F0", "FAINT": "#C8C8C8",
        "ACCENT": "#FFE100", "ACCENT_DARK": "#FFF27A", "ACCENT_TINT": "#12355E",
        "FAULT": "#FFB3AD", "FAULT_TINT": "#4A0C08", "DOUBT": "#FFCB6B", "DOUBT_TINT": "#3D2A00",
        "CHANGED": "#D4C8FF", "ACCENT_DEEP_TINT": "#1D4B80",
    },
    {
        State.NOT_STARTED: ("#D0D0D0", "#000000"),
        State.ON_PACE: ("#5EEAD4", "#000000"),
        State.AHEAD: ("#D4C8FF", "#000000"),
        State.BEHIND: ("#FFCB6B", "#000000"),
        State.FAR_BEHIND: ("#FFB3AD", "#000000"),
        State.OVERDUE: ("#FFB3AD", "#000000"),
        State.DONE: ("#A9D4FF", "#000000"),
        State.DONE_LATE: ("#F2C6A0", "#000000"),
    },
    is_dark=True,
)  # fmt: skip
SETS: Mapping[Contrast, Colours] = {
    Contrast.USUAL: _USUAL,
    Contrast.LIGHT: _LIGHT,
    Contrast.DARK: _DARK,
}


def settle(wanted: Contrast, application: QApplication) -> Contrast:
    """The set to wear: the one wanted, or what the desktop asks for."""
    if wanted is not Contrast.SYSTEM:
        return wanted
    hints = application.styleHints()
    if hints.accessibility().contrastPreference() != Qt.ContrastPreference.HighContrast:
        return Contrast.USUAL
    dark = hints.colorScheme() is Qt.ColorScheme.Dark
    return Contrast.DARK if dark else Contrast.LIGHT


def brightness(colour: str) -> float:
    """How bright a colour is, 0 to 1, as the contrast rules reckon it."""
    parts = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def ratio(one: str, other: str) -> float:
    """The contrast of two colours, 1 to 21."""
    low, high = sorted((brightness(one), brightness(other)))
    return (high + 0.05) / (low + 0.05)
