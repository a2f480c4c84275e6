"""Two wordings side by side: what went is struck out, what came underlined, never colour alone."""

from __future__ import annotations

import difflib
from html import escape

from app.ui.style import Ink


def marked(old: str, new: str) -> tuple[str, str]:
    """Both wordings as rich text, what went struck out, what came underlined."""
    before, after = [], []
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    for tag, a, b, c, d in matcher.get_opcodes():
        gone, come = escape(old[a:b]), escape(new[c:d])
        if tag == "equal":
            before.append(gone)
            after.append(come)
            continue
        if gone:
            before.append(f'<span style="{_style(Ink.FAULT)}"><s>{gone}</s></span>')
        if come:
            after.append(f'<span style="{_style(Ink.ACCENT_DARK)}"><u>{come}</u></span>')
    return "".join(before).replace("\n", "<br>"), "".join(after).replace("\n", "<br>")


def _style(ink: Ink) -> str:
    ground = Ink.FAULT_TINT if ink is Ink.FAULT else Ink.ACCENT_TINT
    return f"background:{ground}; color:{ink}"
