"""Pictures in a form's headers and footers, which stand in a drawing of the old language."""

import re
from collections.abc import Mapping
from dataclasses import replace

from app.reports.forms.package import Package
from app.reports.pagesetup import HeadPicture, PageSetup

_SHAPE = re.compile(r"<v:shape\b[^>]*>.*?</v:shape>", re.DOTALL)
_NAME = re.compile(r'\bid="([LCR][HF])(FIRST|EVEN)?(?:_[^"]*)?"')
_STYLE = re.compile(r"\b(width|height):\s*([\d.]+)(pt|in|cm|mm|px)?")
_IMAGE = re.compile(r'<v:imagedata\b[^>]*\bo:relid="([^"]+)"')
_HUNG = b"legacyDrawingHF"
_MM = {"pt": 25.4 / 72, "in": 25.4, "cm": 10.0, "mm": 1.0, "px": 25.4 / 96}

Pictures = Mapping[str, tuple[HeadPicture, ...]]


def head_pictures(package: Package, sheet: str) -> Pictures:
    """The pictures of a sheet's headers and footers: of all pages, ``FIRST`` and ``EVEN``.

    Args:
        package: the workbook's parts.
        sheet: the sheet's part.
    """
    found: dict[str, tuple[HeadPicture, ...]] = {}
    if _HUNG not in package.read(sheet):
        return found
    root = package.tree(sheet)
    told = root.find("legacyDrawingHF")
    names = told.attributes.items() if told else ()
    link = next((value for name, value in names if name.endswith(":id")), "")
    _, drawing = package.links(sheet).get(link, ("", ""))
    if not package.has(drawing):
        return found
    links = package.links(drawing)
    for match in _SHAPE.finditer(package.read(drawing).decode("utf-8", "replace")):
        name, image = _NAME.search(match[0]), _IMAGE.search(match[0])
        sizes = {side: float(size) * _MM.get(unit or "px", 1.0)
                 for side, size, unit in _STYLE.findall(match[0])}  # fmt: skip
        _, target = links.get(image[1], ("", "")) if image else ("", "")
        if name and package.has(target) and {"width", "height"} <= sizes.keys():
            content = package.read(target)
            size = (sizes["width"], sizes["height"])
            picture = HeadPicture(name[1][1] == "F", "LCR".index(name[1][0]), *size, content)
            found[name[2] or ""] = (*found.get(name[2] or "", ()), picture)
    return found


def with_pictures(page: PageSetup, pictures: Pictures) -> PageSetup:
    """A page with the pictures its headers and footers have."""
    first, even = page.first_heads, page.even_heads
    return replace(
        page,
        head_pictures=pictures.get("", ()),
        first_heads=replace(first, pictures=pictures.get("FIRST", ())) if first else None,
        even_heads=replace(even, pictures=pictures.get("EVEN", ())) if even else None,
    )
