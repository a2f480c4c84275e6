"""How much may be pasted at once: more than a clerk can look over is a mistake or an import."""

from app.errors import UserError

MOST_ROWS = 5000


def refuse_flood(count: int) -> None:
    """Stop before more rows than anybody pastes on purpose.

    Raises:
        UserError: ``too_many_rows``.
    """
    if count > MOST_ROWS:
        message = (
            f"剪贴板有 {count} 行，一次最多粘贴 {MOST_ROWS} 行；没有写入，请分几次粘贴，或用导入。"
        )
        raise UserError("too_many_rows", message)
