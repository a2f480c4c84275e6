"""Tells by a typeface's name which role plays it on our pages."""

from app.reports.looks import Font

_FONTS = (
    ("小标宋", Font.TITLE),
    ("标宋", Font.TITLE),
    ("中宋", Font.SONG),
    ("仿宋", Font.FANGSONG),
    ("fangsong", Font.FANGSONG),
    ("楷", Font.KAI),
    ("kai", Font.KAI),
    ("黑", Font.HEI),
    ("hei", Font.HEI),
    ("等线", Font.HEI),
    ("dengxian", Font.HEI),
    ("微软", Font.HEI),
    ("yahei", Font.HEI),
    ("arial", Font.HEI),
    ("calibri", Font.HEI),
    ("sans", Font.HEI),
)


def face(name: str) -> Font:
    """The role that plays a typeface."""
    return next((role for word, role in _FONTS if word in name.lower()), Font.SONG)
