"""Text of unknown encoding: told by its byte order mark, or by what makes sense."""

import codecs
import re
from dataclasses import dataclass
from pathlib import Path

from app.errors import UserError
from app.files import telling_disk_faults
from app.importing.readers.package import too_large

MAX_TEXT = 32 * 1024 * 1024
"""Bytes a text file may have; a list of 10,000 tasks has about five million."""

_MARKS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_USUAL = re.compile("[\t\r\n -~\u00a0-\u00ff\u2000-\u2fff\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f\ufffd]")
_SAMPLE = 65_536
_SENSIBLE = 0.9
_TOLERATED = 0.005
_LONGEST_CHARACTER = 4


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text and how surely it was read.

    Attributes:
        text: the text, without its byte order mark and without NUL characters.
        lost: how many characters could not be read or were dropped.
    """

    text: str
    lost: int = 0

    @property
    def notes(self) -> tuple[str, ...]:
        """The sentence for characters that could not be read, when there are any."""
        if not self.lost:
            return ()
        return (f"有{self.lost}个字符损坏，无法辨认，请对照原表核对。",)


def read_text(path: Path) -> Decoded:
    """A file's text.

    Raises:
        UserError: ``too_large``, or ``wrong_format`` when the bytes are no text.
    """
    with telling_disk_faults(path):
        size = path.stat().st_size
        if size > MAX_TEXT:
            raise too_large(path, f"text of {size} bytes")
        data = path.read_bytes()
    decoded = decode_text(data)
    if decoded is None:
        message = f"文件“{path.name}”里的文字无法辨认；请用WPS或Excel打开，另存为.xlsx后再导入。"
        raise UserError("wrong_format", message, details="no known encoding")
    return decoded


def decode_text(data: bytes) -> Decoded | None:
    """Bytes as text; None when they are no text.

    UTF-8, UTF-16 and GB18030 (which holds GBK and GB2312) are tried, with or without a mark; a last
    character that is cut off is left out.  What a page declares of itself is not asked: bytes that
    make sense as UTF-8 are UTF-8, whatever the template it was poured into says.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _cleaned(data[len(mark) :].decode(encoding, "replace"))
    for encoding in filter(None, (_wide(data), "utf-8", "gb18030")):
        text = _strict(data, encoding)
        if text is not None:
            return _cleaned(text)
    texts = [data.decode(encoding, "replace") for encoding in ("utf-8", "gb18030")]
    return _cleaned(min(texts, key=lambda text: text.count("\ufffd")))


def _strict(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        if error.start <= len(data) - _LONGEST_CHARACTER or not error.start:
            return None
        return data[: error.start].decode(encoding, "replace")


def _wide(data: bytes) -> str:
    """The order of UTF-16 without a mark: Latin signs and line ends leave NULs on one side."""
    if b"\x00" not in data[:_SAMPLE]:
        return ""
    sample = data[: _SAMPLE if len(data) > _SAMPLE else len(data) // 2 * 2]
    shares = {
        encoding: _sensible(sample.decode(encoding, "replace"))
        for encoding in ("utf-16-le", "utf-16-be")
    }
    best = max(shares, key=lambda encoding: shares[encoding])
    return best if shares[best] >= _SENSIBLE else ""


def _sensible(text: str) -> float:
    return len(_USUAL.findall(text)) / max(1, len(text))


def _cleaned(text: str) -> Decoded | None:
    """The text without what no list holds; None when there is too much of it."""
    text = text.removeprefix("\ufeff").rstrip("\x1a")
    nuls = text.count("\x00")
    strange = len(_CONTROLS.findall(text))
    if strange > max(2, len(text) * _TOLERATED):
        return None
    return Decoded(text.replace("\x00", ""), nuls + text.count("\ufffd"))
