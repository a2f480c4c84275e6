"""Proof made to harm: four gigabytes, pictures that swell, pictures that are programs."""

import struct
import tracemalloc
import warnings
import zlib
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from app.errors import Cancelled, UserError
from app.models.database import Ledger
from app.models.tracking import Evidence
from app.monitor import Cancellable
from app.reports.rendering.rasters import MOST_PIXELS, open_raster
from app.services.proof import evidence
from app.services.proof.evidence import Owner, attach
from app.ui.evidence.thumbnails import make_thumbnail
from tests.ledgers import a_list, a_task, count_of

GIGABYTE = 1 << 30
SVG = b"""<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">
<!ENTITY x SYSTEM "file:///etc/passwd">]><svg xmlns="http://www.w3.org/2000/svg" width="9999999"
height="9999999"><script>alert(1)</script><image href="http://evil.example/x.png"/>
<text>&b;&x;</text></svg>"""


class Impatient(Cancellable):
    """Cancels after so many reports."""

    def __init__(self, after: int) -> None:
        super().__init__()
        self.after, self.told = after, list[tuple[int, int, str]]()

    def show(self, done: int, total: int, text: str) -> None:
        self.told.append((done, total, text))
        if len(self.told) >= self.after:
            self.cancel()


@pytest.fixture
def huge(tmp_path: Path) -> Path:
    """Four gigabytes that take no room."""
    path = tmp_path / "录像.mp4"
    with path.open("wb") as stream:
        stream.truncate(4 * GIGABYTE)
    return path


@pytest.fixture
def owner(ledger: Ledger) -> Owner:
    return Owner(a_task(ledger, a_list(ledger)))


def left_over(ledger: Ledger) -> list[str]:
    return sorted(path.name for path in ledger.evidence_folder.iterdir())


def test_four_gigabytes_stream_with_progress_and_a_cancel_leaves_nothing(
    ledger: Ledger, owner: Owner, huge: Path
) -> None:
    watch = Impatient(after=40)
    tracemalloc.start()
    with pytest.raises(Cancelled):
        attach(ledger, owner, [huge], monitor=watch)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 20 << 20
    copying = [one for one in watch.told if one[1]]
    assert all(0 <= done <= total < 1 << 31 for done, total, _ in copying)
    assert copying[-1][0] > copying[0][0]
    assert "4.0 GB" in copying[0][2]
    assert left_over(ledger) == []
    assert count_of(ledger, Evidence) == 0
    small = huge.with_name("照片.jpg")
    small.write_bytes(b"1")
    attach(ledger, owner, [small])
    assert count_of(ledger, Evidence) == 1


def test_room_is_asked_for_before_the_first_byte(
    ledger: Ledger, owner: Owner, huge: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(evidence, "free_space", lambda _folder: GIGABYTE)
    monkeypatch.setattr(evidence, "keep_file", lambda *_args, **_more: pytest.fail("was copied"))
    with pytest.raises(UserError, match=r"要 4.0 GB，只剩 1.0 GB；请腾出空间后再试"):
        attach(ledger, owner, [huge])
    assert left_over(ledger) == []


def png(wide: int, high: int, *, rows: int | None = None, extra: bytes = b"") -> bytes:
    """A black picture of one bit a dot: a few bytes that open into very many."""
    packer = zlib.compressobj(9)
    row = bytes(1 + (wide + 7) // 8)
    body = b"".join(packer.compress(row) for _ in range(high if rows is None else rows))
    head = struct.pack(">IIBBBBB", wide, high, 1, 0, 0, 0, 0)
    parts = ((b"IHDR", head), (b"zTXt", extra), (b"IDAT", body + packer.flush()), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in parts
        if data or kind == b"IEND"
    )


READABLE = frozenset({"text bomb.png", "no end.png"})  # as pictures they are what they claim
BOMBS = {
    "swells.png": png(12_800, 12_800),
    "too wide.png": png(200_000, 200_000, rows=1),
    "too many dots.png": png(20_000, 20_000, rows=64),
    "no end.png": png(3_000, 3_000)[:-40],
    "text bomb.png": png(8, 8, extra=b"Comment\x00\x00" + zlib.compress(bytes(64 << 20), 9)),
    "claims.bmp": b"BM" + struct.pack("<IHHIIiiHHIIiiII", 54, 0, 0, 54, 40, 2**31 - 1, 2**31 - 1, 1,
                                      32, 0, 0, 0, 0, 0, 0),
    "claims.gif": b"GIF89a\xff\xff\xff\xff\x80\x00\x00" + b"\x00" * 6 + b";",
    "drawing.svg": SVG,
    "drawing.jpg": SVG,
    "page.png": b"<html><script>alert(1)</script></html>",
    "empty.jpg": b"\xff\xd8\xff\xd9",
    "text.pdf": b"%PDF-1.7\n1 0 obj<</Type/Catalog/OpenAction<</S/Launch/F(calc)>>>>endobj",
}  # fmt: skip


@pytest.mark.parametrize("name", BOMBS)
@pytest.mark.qt_log_ignore(".*")
def test_a_picture_made_to_harm_is_proof_like_any_other_without_a_thumbnail(
    dressed: QApplication, ledger: Ledger, owner: Owner, tmp_path: Path, name: str
) -> None:
    path = tmp_path / name
    path.write_bytes(BOMBS[name])
    image = make_thumbnail(path)
    assert image.isNull() or max(image.width(), image.height()) <= 256
    if name not in READABLE:
        assert image.isNull()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        opened = open_raster(BOMBS[name])
    assert opened is None or opened.width * opened.height <= MOST_PIXELS
    attach(ledger, owner, [path])
    assert count_of(ledger, Evidence) == 1
