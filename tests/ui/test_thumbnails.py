"""Small pictures: turned as the camera says, bounded, kept outside the ledger, never trusted."""

import os
import struct
import zlib
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication

from app.reports.papers.proofindex import ProofIndex, build_proof_index
from app.reports.rendering.pdf import render_pdf
from app.ui.evidence import thumbnails as making
from app.ui.evidence.thumbnails import (
    SIDE,
    Thumbnails,
    kept_thumbnail,
    make_thumbnail,
    may_have_picture,
    thumbnail_folder,
    tidy_cache,
)


def jpeg(path: Path, width: int = 400, height: int = 200, *, turn: int = 0) -> Path:
    """A picture, red at its left half and blue at its right; ``turn`` is the EXIF orientation."""
    image = QImage(QSize(width, height), QImage.Format.Format_RGB32)
    image.fill(QColor("blue"))
    for x in range(width // 2):
        for y in range(height):
            image.setPixelColor(x, y, QColor("red"))
    assert image.save(str(path))
    if turn:
        content = path.read_bytes()
        tag = struct.pack(">HHIHH", 0x0112, 3, 1, turn, 0)
        tiff = b"MM\x00\x2a\x00\x00\x00\x08" + struct.pack(">H", 1) + tag + b"\0\0\0\0"
        exif = b"Exif\0\0" + tiff
        segment = b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif
        path.write_bytes(content[:2] + segment + content[2:])
    return path


def png_that_claims(path: Path, width: int, height: int) -> Path:
    """The head of a picture far larger than its file."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)

    def chunk(kind: bytes, body: bytes) -> bytes:
        crc = struct.pack(">I", zlib.crc32(kind + body))
        return struct.pack(">I", len(body)) + kind + body + crc

    data = zlib.compress(b"\0" * 1000)
    path.write_bytes(
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")
    )
    return path


def test_a_picture_is_made_small(dressed: QApplication, tmp_path: Path) -> None:
    image = make_thumbnail(jpeg(tmp_path / "大.jpg", 1600, 800))
    assert (image.width(), image.height()) == (SIDE, SIDE // 2)
    assert make_thumbnail(jpeg(tmp_path / "小.jpg", 40, 20)).size() == QSize(40, 20)


def test_a_photo_stands_as_it_was_taken(dressed: QApplication, tmp_path: Path) -> None:
    image = make_thumbnail(jpeg(tmp_path / "竖.jpg", 800, 400, turn=6))
    assert (image.width(), image.height()) == (SIDE // 2, SIDE)
    assert image.pixelColor(SIDE // 4, 10).red() > 200, "the left half came to the top"
    assert image.pixelColor(SIDE // 4, SIDE - 10).blue() > 200


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("假.jpg", b"no picture"),
        ("空.png", b""),
        ("网页.jpg", b"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>"),
        ("合同.docx", b"PK"),
        ("坏.pdf", b"%PDF-1.4 nothing"),
    ],
)
def test_what_is_no_picture_has_none(
    dressed: QApplication, tmp_path: Path, name: str, content: bytes
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    assert make_thumbnail(path).isNull()


def test_a_picture_that_claims_too_much_is_not_read(dressed: QApplication, tmp_path: Path) -> None:
    assert make_thumbnail(png_that_claims(tmp_path / "弹.png", 60_000, 60_000)).isNull()


def test_clear_parts_become_paper(dressed: QApplication, tmp_path: Path) -> None:
    image = QImage(QSize(20, 20), QImage.Format.Format_ARGB32)
    image.fill(QColor(0, 0, 0, 0))
    assert image.save(str(tmp_path / "透明.png"))
    assert make_thumbnail(tmp_path / "透明.png").pixelColor(5, 5) == QColor("white")


def test_the_first_page_of_a_pdf(dressed: QApplication, tmp_path: Path) -> None:
    path = tmp_path / "报告.pdf"
    grid = build_proof_index(ProofIndex("牛塘镇", "", date(2020, 7, 8), (), "0 B"))
    path.write_bytes(render_pdf(grid))
    image = make_thumbnail(path)
    assert image.width() == SIDE
    assert image.height() < SIDE


def test_pictures_are_kept_in_the_cache_and_made_again_when_damaged(
    dressed: QApplication, tmp_path: Path
) -> None:
    path = jpeg(tmp_path / "甲.jpg")
    made = kept_thumbnail(path, "ab12")
    cached = thumbnail_folder() / "ab12.jpg"
    assert cached.is_file()
    assert tmp_path not in cached.parents
    path.unlink()
    assert kept_thumbnail(path, "ab12").size() == made.size(), "from the cache"
    cached.unlink()
    assert kept_thumbnail(path, "ab12").isNull()


def test_the_cache_is_bounded(tmp_path: Path) -> None:
    for number in range(5):
        path = tmp_path / f"{number}.jpg"
        path.write_bytes(b"x" * 100)
        os.utime(path, (number, number))
    tidy_cache(tmp_path, limit=250)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["3.jpg", "4.jpg"]


def test_pictures_come_in_the_background(
    dressed: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    maker = Thumbnails(dressed)
    path = jpeg(tmp_path / "甲.jpg")
    told: list[str] = []
    maker.made.connect(told.append)
    assert maker.picture(path, "cd34") is None
    maker.wait()
    dressed.processEvents()
    assert told == ["cd34"]
    assert maker.picture(path, "cd34") is not None
    monkeypatch.setattr(making, "_HELD", 1)
    maker.picture(jpeg(tmp_path / "乙.jpg"), "ef56")
    maker.wait()
    dressed.processEvents()
    assert maker.picture(tmp_path / "没有.docx", "ab") is None
    maker.forget("ef56")
    maker.deleteLater()


def test_only_pictures_are_asked_for() -> None:
    assert may_have_picture(Path("a.JPG"))
    assert not may_have_picture(Path("a.svg"))
    assert not may_have_picture(Path("a"))
