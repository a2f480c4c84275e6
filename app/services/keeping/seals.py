"""What tells a sealed file and a fit password; the room with the ciphers is loaded when needed."""

from pkgutil import resolve_name
from typing import TYPE_CHECKING, BinaryIO, cast

from app.errors import UserError

if TYPE_CHECKING:
    from app.services.keeping.sealing import SealedReader, SealingWriter

_WRITER = "app.services.keeping.sealing:SealingWriter"
_READER = "app.services.keeping.sealing:SealedReader"
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


def sealing_into(stream: BinaryIO, password: str) -> "SealingWriter":
    """What is written to it goes sealed into a stream; whole only after its ``finish``."""
    return cast("SealingWriter", resolve_name(_WRITER)(stream, password))


def unsealed(stream: BinaryIO, password: str) -> "SealedReader":
    """What a sealed stream holds.

    Raises:
        UserError: the password is another, or the file is damaged.
    """
    return cast("SealedReader", resolve_name(_READER)(stream, password))
