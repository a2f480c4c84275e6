"""What tells a sealed file and a fit password, known without the ciphers."""

from typing import BinaryIO

from app.errors import UserError

SHORTEST_PASSWORD = 8
MAGIC = b"GJBSEAL1"


def is_sealed(stream: BinaryIO) -> bool:
    """True when the stream begins as a sealed file does; it is left at its start."""
    begins = stream.read(len(MAGIC))
    stream.seek(0)
    return begins == MAGIC


def refuse_weak(password: str) -> None:
    """Stop before a password that is guessed in an afternoon.

    Raises:
        UserError: ``weak_password``.
    """
    if len(password) < SHORTEST_PASSWORD:
        raise UserError("weak_password", f"密码至少{SHORTEST_PASSWORD}个字符；请换一个长一些的。")
