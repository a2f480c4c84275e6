"""A file sealed with a password: AES-256-GCM piece by piece, each piece proven, none kept in plain.

The head (magic, scrypt's costs, salt, nonce) is proven with every piece. A piece's nonce holds its
number and whether it is the last, so that none can be swapped, left out or cut off unnoticed.
"""

import io
import os
import struct
import unicodedata
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt
from typing_extensions import Buffer, override

from app.errors import UserError
from app.services.keeping.seals import MAGIC

_HEAD = struct.Struct(">8sBBBxI16s7sx")
_TAG = 16
_COSTS = (17, 8, 1)  # 128 MB and about half a second: dear to guess, bearable on an old PC
_PIECE = 1 << 20
_MIDDLE, _LAST, _PROOF = 0, 1, 2


class SealingWriter(io.RawIOBase):
    """Seals what is written to it into another stream; whole only after ``finish``."""

    def __init__(self, out: BinaryIO, password: str) -> None:
        super().__init__()
        self._out = out
        salt, self._prefix = os.urandom(16), os.urandom(7)
        self._head = _HEAD.pack(MAGIC, *_COSTS, _PIECE, salt, self._prefix)
        self._cipher = AESGCM(_key(password, salt, _COSTS))
        self._waiting = bytearray()
        self._number = 0
        proof = self._cipher.encrypt(_nonce(self._prefix, 0, _PROOF), b"", self._head)
        out.write(self._head + proof)

    @override
    def writable(self) -> bool:
        return True

    @override
    def write(self, data: Buffer, /) -> int:
        view = memoryview(data).cast("B")
        self._waiting += view
        while len(self._waiting) > _PIECE:
            self._put(bytes(self._waiting[:_PIECE]), _MIDDLE)
            del self._waiting[:_PIECE]
        return len(view)

    def finish(self) -> None:
        """Seal what is left, marked as the last piece."""
        self._put(bytes(self._waiting), _LAST)
        self._waiting.clear()

    def _put(self, piece: bytes, kind: int) -> None:
        nonce = _nonce(self._prefix, self._number, kind)
        self._out.write(self._cipher.encrypt(nonce, piece, self._head))
        self._number += 1


class SealedReader(io.RawIOBase):
    """Reads a sealed file from any place in it; only one piece at a time is ever in plain.

    Raises:
        UserError: ``wrong_password`` at once; ``damaged`` when a piece is not what was sealed.
    """

    def __init__(self, source: BinaryIO, password: str) -> None:
        super().__init__()
        self._source = source
        self._head = source.read(_HEAD.size)
        proof = source.read(_TAG)
        try:
            _, *costs, self._piece, salt, self._prefix = _HEAD.unpack(self._head)
        except struct.error as error:
            raise _damaged() from error
        _refuse_odd((costs[0], costs[1], costs[2]), self._piece)
        self._cipher = AESGCM(_key(password, salt, (costs[0], costs[1], costs[2])))
        try:
            self._cipher.decrypt(_nonce(self._prefix, 0, _PROOF), proof, self._head)
        except InvalidTag as error:
            raise UserError(
                "wrong_password", "密码不对，或文件开头已损坏；请核对密码（大小写）后再试。"
            ) from error
        body = source.seek(0, io.SEEK_END) - _HEAD.size - _TAG
        if body < _TAG:
            raise _damaged()
        self._pieces = max(1, -(-body // (self._piece + _TAG)))
        self._size = body - self._pieces * _TAG
        self._at = 0
        self._held: tuple[int, bytes] = (-1, b"")

    @override
    def readable(self) -> bool:
        return True

    @override
    def seekable(self) -> bool:
        return True

    @override
    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        if start + offset < 0:
            raise ValueError(offset)
        self._at = start + offset
        return self._at

    @override
    def tell(self) -> int:
        return self._at

    @override
    def readinto(self, buffer: Buffer, /) -> int:
        if self._at >= self._size:
            self._open(self._pieces - 1)  # an end is believed only when the last piece proves it
            return 0
        number, start = divmod(self._at, self._piece)
        view = memoryview(buffer).cast("B")
        part = self._open(number)[start : start + len(view)]
        view[: len(part)] = part
        self._at += len(part)
        return len(part)

    def _open(self, number: int) -> bytes:
        if self._held[0] != number:
            self._source.seek(_HEAD.size + _TAG + number * (self._piece + _TAG))
            sealed = self._source.read(self._piece + _TAG)
            kind = _LAST if number == self._pieces - 1 else _MIDDLE
            try:
                plain = self._cipher.decrypt(_nonce(self._prefix, number, kind), sealed, self._head)
            except (InvalidTag, ValueError) as error:
                raise _damaged() from error
            self._held = (number, plain)
        return self._held[1]


def _key(password: str, salt: bytes, costs: tuple[int, int, int]) -> bytes:
    power, block, lanes = costs
    words = unicodedata.normalize("NFC", password).encode("utf-8", "surrogatepass")
    return Scrypt(salt=salt, length=32, n=1 << power, r=block, p=lanes).derive(words)


def _refuse_odd(costs: tuple[int, int, int], piece: int) -> None:
    """A made-up head must not make us take all memory or work for hours."""
    power, block, lanes = costs
    if not (
        14 <= power <= 18 and 1 <= block <= 8 and 1 <= lanes <= 4 and 1 << 12 <= piece <= _PIECE
    ):
        raise _damaged()


def _nonce(prefix: bytes, number: int, kind: int) -> bytes:
    return prefix + struct.pack(">IB", number, kind)


def _damaged() -> UserError:
    return UserError("damaged", "文件已损坏或不完整；请换一份，或请对方重新交接。")
