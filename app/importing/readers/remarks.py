"""What readers of any format say of a file: nothing in it, formulas without a kept result."""

from pathlib import Path

from app.errors import UserError
from app.importing.sheet import Sheet


def unsaved_formulas(count: int, *, program: str = "Excel") -> tuple[str, ...]:
    """The sentence for formulas without a kept result, when there are any.

    Args:
        count: how many there are.
        program: what may save their results, beside WPS.
    """
    if not count:
        return ()
    return (
        f"有{count}个公式单元格没有保存结果，按空白读入；"
        f"请用WPS或{program}打开并保存一次后再导入。",
    )


def require_sheets(path: Path, sheets: tuple[Sheet, ...]) -> tuple[Sheet, ...]:
    """The sheets, when at least one holds text.

    Raises:
        UserError: ``empty_file``.
    """
    if not any(sheet.cells for sheet in sheets):
        message = f"文件“{path.name}”里没有任何文字；请检查是否选错了文件。"
        raise UserError("empty_file", message)
    return sheets
