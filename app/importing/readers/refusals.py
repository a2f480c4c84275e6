"""What can't be read, each kind with the one sentence that tells the clerk what to do instead."""

from pathlib import Path

from app.errors import UserError
from app.importing.readers.limits import MAX_SHOWN
from app.importing.readers.ole import OLE, Compound
from app.importing.readers.package import has_part, too_large
from app.importing.readers.xls import password_protected
from app.importing.sheet import Sheet

MAX_MERGED_CELLS = 1_000_000
"""Cells the merged areas of one sheet may cover within its text."""

_ZIP = b"PK\x03\x04"
_OWNER_FILE = "~$"
_SAVE_AS = "请用WPS或Excel打开，另存为.xlsx后再导入。"
_KINDS: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "是PDF，不能直接读出表格；请向发文单位要.xlsx或.docx，或转换后再导入。"),
    (b"{\\rtf", "是RTF文档；请用WPS或Word打开，另存为.docx后再导入。"),
    (b"Rar!", "是压缩包；请先解压，再导入其中的任务表。"),
    (b"7z\xbc\xaf", "是压缩包；请先解压，再导入其中的任务表。"),
    (b"\x1f\x8b", "是压缩包；请先解压，再导入其中的任务表。"),
    (b"\xff\xd8\xff", "是图片，不能读出表格；请向发文单位要电子表格后再导入。"),
    (b"\x89PNG", "是图片，不能读出表格；请向发文单位要电子表格后再导入。"),
    (b"BM", "是图片，不能读出表格；请向发文单位要电子表格后再导入。"),
    (b"GIF8", "是图片，不能读出表格；请向发文单位要电子表格后再导入。"),
)


def refuse_place(path: Path) -> None:
    """Refuse what is no file of a list: a folder, or the lock WPS and Excel leave beside one.

    Raises:
        UserError: ``wrong_format``.
    """
    if path.is_dir():
        message = f"“{path.name}”是文件夹；请选择其中的任务表文件。"
        raise UserError("wrong_format", message)
    if path.name.startswith(_OWNER_FILE) and path.is_file():
        message = (
            f"“{path.name}”是WPS或Excel打开表格时留下的临时文件；"
            f"请选择同一文件夹里不带“{_OWNER_FILE}”的那个文件。"
        )
        raise UserError("wrong_format", message)


def unknown_file(path: Path, head: bytes) -> UserError:
    """The sentence for a file no reader knows.

    Args:
        path: the file.
        head: its first bytes.
    """
    if head.startswith(OLE):
        return _unknown_ole(path)
    if head.startswith(_ZIP):
        return _unknown_zip(path)
    for magic, words in _KINDS:
        if head.startswith(magic):
            return UserError("wrong_format", f"文件“{path.name}”{words}")
    message = f"文件“{path.name}”不是能识别的表格；{_SAVE_AS}"
    return UserError("wrong_format", message, details=f"starts with {head[:8]!r}")


def _unknown_zip(path: Path) -> UserError:
    if has_part(path, lambda name: name.startswith("word/")):
        words = "是Word文档，不是工作簿；请把其中的任务表复制到Excel，另存为.xlsx后再导入。"
    elif has_part(path, lambda name: name == "OFD.xml"):
        words = "是OFD版式文件，不能直接读出表格；请向发文单位要电子表格后再导入。"
    elif has_part(path, lambda name: name.lower().endswith((".xlsx", ".xls", ".docx", ".et"))):
        words = "是压缩包；请先解压，再导入其中的任务表。"
    else:
        words = f"不是能识别的表格；{_SAVE_AS}"
    return UserError("wrong_format", f"文件“{path.name}”{words}")


def _unknown_ole(path: Path) -> UserError:
    """An old binary file, or a new one behind a password (MS-OFFCRYPTO 2.3.4: EncryptedPackage)."""
    names = Compound(path).names
    if "encryptedpackage" in names:
        return password_protected(path)
    if "worddocument" in names:
        words = "是旧格式的Word文档；请用WPS或Word打开，另存为.docx后再导入。"
    else:
        words = f"是旧格式；{_SAVE_AS}"
    return UserError("wrong_format", f"文件“{path.name}”{words}", details=f"{sorted(names)}")


def require_merges(path: Path, sheets: tuple[Sheet, ...]) -> tuple[Sheet, ...]:
    """The sheets, when their merged areas and texts can be laid out.

    Raises:
        UserError: ``too_large`` when areas within the text cover more cells than any list has, or
            when all cells together show more characters, merged ones in every cell they cover.
    """
    shown = 0
    for sheet in sheets:
        covered, spread = _covered(sheet)
        shown += spread + sum(len(cell.value) for cell in sheet.cells.values())
        if covered > MAX_MERGED_CELLS:
            raise too_large(path, f"merged areas cover {covered} cells of {sheet.name}")
        if shown > MAX_SHOWN:
            raise too_large(path, f"more than {MAX_SHOWN} characters to show")
    return sheets


def _covered(sheet: Sheet) -> tuple[int, int]:
    """How many cells the merged areas cover within the text, and how many characters they show."""
    last_row, last_column = sheet.row_count, sheet.column_count
    covered = spread = 0
    for area in sheet.merges:
        rows = max(0, min(area.bottom, last_row) - area.top + 1)
        cells = rows * max(0, min(area.right, last_column) - area.left + 1)
        covered += cells
        spread += cells * len(sheet.text(area.top, area.left))
    return covered, spread
