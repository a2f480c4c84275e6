"""Writes resources/readings.txt: each syllable with the characters that may be read so.

Run ``python tools/readings.py`` after a new edition of pypinyin, whose dictionary it is.
"""

import sys
from collections import defaultdict
from pathlib import Path

from pypinyin import Style, pinyin
from pypinyin.pinyin_dict import pinyin_dict

TABLE = Path(__file__).resolve().parents[1] / "resources" / "readings.txt"


def table() -> str:
    """A line for each syllable, without tones: the syllable, a blank, its characters."""
    spelt: dict[str, list[str]] = defaultdict(list)
    for character in map(chr, sorted(pinyin_dict)):
        for syllable in readings(character):
            spelt[syllable].append(character)
    return "".join(f"{syllable} {''.join(spelt[syllable])}\n" for syllable in sorted(spelt))


def readings(character: str) -> list[str]:
    """How a character may be read: 重 is chong and zhong."""
    found = pinyin(character, style=Style.NORMAL, heteronym=True)[0]
    plain = {one.replace("ü", "v").lower() for one in found}
    return sorted(one for one in plain if one.isascii() and one.isalpha())


if __name__ == "__main__":
    TABLE.write_text(table(), encoding="utf-8")
    sys.stdout.write(f"{TABLE}\n")
