"""What a drop or the clipboard brings as proof: files, folders, or a picture without a file."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QImage

from app.errors import UserError
from app.files import telling_disk_faults
from app.ui.dropped import dropped_paths
from app.ui.wording import now

if TYPE_CHECKING:
    from PySide6.QtCore import QMimeData


def pasted_picture(mime: QMimeData) -> QImage | None:
    """A picture on the clipboard that is no file, such as a screenshot."""
    if dropped_paths(mime) or not mime.hasImage():
        return None
    image = mime.imageData()
    return image if isinstance(image, QImage) and not image.isNull() else None


def write_picture(image: QImage) -> Path:
    """Write a pasted picture to a file of its own, named by the hour; the caller deletes it.

    Raises:
        UserError: there is no place to write it.
    """
    folder = Path(tempfile.mkdtemp(prefix="gongjian-"))
    path = folder / f"粘贴的图片 {now():%Y-%m-%d %H%M%S}.png"
    with telling_disk_faults(path):
        if not image.save(str(path)):
            raise UserError("paste_failed", "剪贴板里的图片没有存下来；请另存为文件后再添加。")
    return path
