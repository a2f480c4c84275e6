"""One spelling for the eye's many: widths, dashes, stray spaces and wrapped lines folded away."""

import re
import unicodedata

_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−﹣－─━ー", "-") | dict.fromkeys("〜～∼˜", "~"))
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_CIRCLED = re.compile("[①-⓿❶-➓㈠-㉃㊀-㊰]")
_SPACE = re.compile(r"\s+")


def fold(text: str) -> str:
    """Half-width figures, letters and signs (NFKC), one dash, nothing invisible.

    Circled figures number clauses; they become line breaks, lest NFKC turn them into amounts.
    """
    plain = _CIRCLED.sub("\n", _INVISIBLE.sub("", text))
    return unicodedata.normalize("NFKC", plain.translate(_DASHES)).translate(_DASHES)


def compact(text: str) -> str:
    """Fold, and drop every space."""
    return _SPACE.sub("", fold(text))
