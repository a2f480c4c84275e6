"""Pictures that stand in a cell as its value, as WPS keeps them: named by a formula."""

import re
from collections.abc import Mapping

from app.errors import UserError
from app.reports.forms.package import Package
from app.reports.rendering.rasters import open_raster

_NAMED = re.compile(r'^=?(?:_xlfn\.)?DISPIMG\("([^"]+)"', re.IGNORECASE)
_PART = "xl/cellimages.xml"


def picture_name(value: object) -> str:
    """The picture a cell's value names; empty for none."""
    match = _NAMED.match(value) if isinstance(value, str) else None
    return match[1] if match else ""


def cell_pictures(package: Package) -> Mapping[str, bytes]:
    """A workbook's pictures in cells by their names."""
    if not package.has(_PART):
        return {}
    try:
        root, links = package.tree(_PART), package.links(_PART)
    except UserError:
        return {}
    found = {}
    for node in root.walk():
        name, blip = node.find("nvPicPr", "cNvPr"), node.find("blipFill", "blip")
        told = blip.attributes.items() if blip else ()
        link = next((value for key, value in told if key.endswith(":embed")), "")
        _, target = links.get(link, ("", ""))
        if name is not None and package.has(target):
            found[name.attributes.get("name", "")] = package.read(target)
    return found


def fitted(content: bytes, width: float, height: float) -> tuple[float, float]:
    """How large a picture is shown in its cell: whole, in its own shape."""
    shown = open_raster(content)
    if shown is None:
        return width, height
    scale = min(width / shown.width, height / shown.height)
    return shown.width * scale, shown.height * scale
