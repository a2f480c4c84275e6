"""Typefaces: the office's own first, one for every character, a clear word when there is none."""

from pathlib import Path

import pytest
from fontTools.fontBuilder import FontBuilder  # type: ignore[import-untyped]
from fontTools.pens.t2CharStringPen import T2CharStringPen  # type: ignore[import-untyped]
from fontTools.pens.ttGlyphPen import TTGlyphPen  # type: ignore[import-untyped]
from reportlab.pdfbase.ttfonts import TTFont

from app.errors import UserError
from app.reports.looks import Font
from app.reports.rendering.fonts import FontSet, font_folders, installed_fonts

PROOF = "填报单位（盖章），第二季度"


def a_font(path: Path, characters: str, *, outlines: str = "truetype", stop_at: int = 0) -> None:
    """Writes a small font whose every character is a square half an em wide."""
    names = [".notdef", *(f"u{ord(char):X}" for char in characters)]
    is_truetype = outlines == "truetype"
    builder = FontBuilder(1000, isTTF=is_truetype)
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap({ord(char): f"u{ord(char):X}" for char in characters})
    if is_truetype:
        builder.setupGlyf({name: _square(stop_at) for name in names})
    else:
        blank = T2CharStringPen(500, None).getCharString()
        builder.setupCFF("Small", {}, dict.fromkeys(names, blank), {})
    builder.setupHorizontalMetrics(dict.fromkeys(names, (500, 0)))
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": "Small", "styleName": "Regular", "psName": "Small"})
    builder.setupOS2()
    builder.setupPost()
    builder.save(path)


def _square(foot: int) -> object:
    pen = TTGlyphPen(None)
    pen.moveTo((0, foot))
    pen.lineTo((400, foot))
    pen.lineTo((400, foot + 300))
    pen.closePath()
    return pen.glyph()


def stems(fonts: FontSet, text: str, role: Font) -> list[tuple[str, str]]:
    return [
        (Path(str(face.font.face.filename)).stem, piece) for face, piece in fonts.runs(text, role)
    ]


def test_no_typeface_at_all(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="没有找到可以嵌入的中文字体") as caught:
        FontSet([tmp_path, tmp_path / "missing"])
    assert caught.value.code == "no_font"


def test_fonts_that_cannot_be_embedded_do_not_count(tmp_path: Path) -> None:
    a_font(tmp_path / "simsun.ttf", PROOF, outlines="cff")
    a_font(tmp_path / "simhei.ttf", "abc")
    (tmp_path / "simkai.ttf").write_bytes(b"no font")
    with pytest.raises(UserError):
        FontSet([tmp_path])


def test_the_offices_own_comes_first_and_others_stand_in(tmp_path: Path) -> None:
    a_font(tmp_path / "uming.ttf", PROOF)
    a_font(tmp_path / "SIMSUN.TTF", PROOF)
    a_font(tmp_path / "simhei.ttf", PROOF + "滆")
    a_font(tmp_path / "simsunb.ttf", "𠮷")
    fonts = FontSet([tmp_path])
    assert stems(fonts, "填滆报𠮷", Font.FANGSONG) == [
        ("SIMSUN", "填"),
        ("simhei", "滆"),
        ("SIMSUN", "报"),
        ("simsunb", "𠮷"),
    ]
    assert fonts.find(Font.FANGSONG) is None
    assert fonts.is_emboldened(Font.TITLE)
    assert not fonts.is_emboldened(Font.FANGSONG)


def test_a_character_no_typeface_has_is_shown_to_be_missing(tmp_path: Path) -> None:
    a_font(tmp_path / "simsun.ttf", PROOF + " 〓")
    fonts = FontSet([tmp_path])
    assert stems(fonts, "填\U0001f600报", Font.SONG) == [("simsun", "填〓报")]
    assert stems(fonts, "填\u200b\u2003报", Font.SONG) == [("simsun", "填 报")]
    assert fonts.missing("填\U0001f600报\u200b") == "\U0001f600"
    assert fonts.width("填\u200b", Font.SONG) == 0.5


def test_stops_stand_low_at_the_left(tmp_path: Path) -> None:
    a_font(tmp_path / "simsun.ttf", PROOF + "。、", stop_at=300)
    a_font(tmp_path / "simkai.ttf", PROOF + "。、")
    fonts = FontSet([tmp_path])
    assert stems(fonts, "填。", Font.SONG) == [("simsun", "填"), ("simkai", "。")]


def test_centred_stops_are_better_than_none(tmp_path: Path) -> None:
    a_font(tmp_path / "simsun.ttf", PROOF + "。", stop_at=300)
    assert stems(FontSet([tmp_path]), "填。", Font.SONG) == [("simsun", "填。")]


def test_this_machine_has_every_role_and_rare_characters() -> None:
    fonts = installed_fonts()
    for role in Font:
        assert not fonts.missing("滆湖、栟茶、𠮷、23台≥83.3%Ⅲ类①√℃㎡")
        assert fonts.width("滆湖", role) == pytest.approx(2, abs=0.1)


def test_the_programs_own_folder_is_asked_after_the_systems(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert font_folders()[-1].name == "fonts"
    monkeypatch.setattr("sys.platform", "win32")
    assert "Fonts" in str(font_folders()[0])


def test_a_typeface_held_tight_is_what_its_file_says() -> None:
    """Mapped and packed, every table answers as reportlab's own reading of the file does."""
    face = installed_fonts().typeface(Font.SONG)
    held, path = face.font.face, str(face.font.face.filename)
    read = TTFont("whole", path, subfontIndex=0).face
    assert dict(held.charToGlyph) == read.charToGlyph
    assert len(held.charToGlyph) == len(read.charToGlyph)
    assert all(held.charWidths.get(code, -1) == width for code, width in read.charWidths.items())
    assert held.charWidths.get(0x10FFFF, -1) == -1
    assert 0x10FFFF not in held.charToGlyph
    glyphs = range(len(read.glyphPos) - 1)
    assert all(held.hmetrics[glyph] == read.hmetrics[glyph] for glyph in glyphs)
    codes = [0, *map(ord, "填报单位")]
    assert held.makeSubset(codes) == read.makeSubset(codes)
