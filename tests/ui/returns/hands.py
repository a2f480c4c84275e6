"""What the tests of 报表 do to its page."""

from PySide6.QtGui import QImage

from app.ui.pages.returns import ReturnsPage


def explain(page: ReturnsPage, words: str = "情况属实") -> None:
    for field in page.checks._fields.values():
        field.setText(words)


def darkness(image: QImage) -> int:
    """How many points of a coarse look at a picture are not white."""
    small = image.scaled(60, 60)
    return sum(small.pixelColor(x, y).lightness() < 250 for x in range(60) for y in range(60))


def headings(page: ReturnsPage) -> list[str]:
    """The list's lines that can't be chosen."""
    items = [page.list.item(place) for place in range(page.list.count())]
    return [item.text() for item in items if not item.flags()]
