"""Opens the way into and out of a sealed file; the room with the ciphers is loaded when needed."""

from pkgutil import resolve_name
from typing import TYPE_CHECKING, BinaryIO, cast

if TYPE_CHECKING:
    from app.services.keeping.sealing import SealedReader, SealingWriter

_WRITER = "app.services.keeping.sealing:SealingWriter"
_READER = "app.services.keeping.sealing:SealedReader"


def sealing_into(stream: BinaryIO, password: str) -> "SealingWriter":
    """What is written to it goes sealed into a stream; whole only after its ``finish``."""
    return cast("SealingWriter", resolve_name(_WRITER)(stream, password))


def unsealed(stream: BinaryIO, password: str) -> "SealedReader":
    """What a sealed stream holds.

    Raises:
        UserError: the password is another, or the file is damaged.
    """
    return cast("SealedReader", resolve_name(_READER)(stream, password))
