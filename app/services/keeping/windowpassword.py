"""The password of the window: known only as its scrypt hash, which is all that is ever kept."""

import os
import unicodedata
from base64 import b64decode, b64encode

from cryptography.exceptions import InvalidKey
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from app.errors import UserError

SHORTEST = 4
"""It keeps passers-by from looking, no more; longer is better and not asked for."""
_NAME = "scrypt"
_POWER, _BLOCK, _LANES = 15, 8, 1  # 32 MB and a tenth of a second


def hash_password(password: str) -> str:
    """What may be kept of a password: ``scrypt$salt$hash``.

    Raises:
        UserError: ``weak_password``.
    """
    if len(password) < SHORTEST:
        raise UserError("weak_password", f"密码至少{SHORTEST}个字符；请换一个长一些的。")
    salt = os.urandom(16)
    derived = _scrypt(salt).derive(_words(password))
    return "$".join((_NAME, b64encode(salt).decode(), b64encode(derived).decode()))


def change_password(kept: str, *, current: str, wanted: str) -> str:
    """What is kept from now on: the hash of the wanted password, empty where none is wanted.

    Raises:
        UserError: ``wrong_password`` where the one that holds was not given, ``weak_password``.
    """
    if kept and not is_password(current, kept):
        raise UserError("wrong_password", "现在的密码不对；请核对大小写和输入法后再试。")
    return hash_password(wanted) if wanted else ""


def is_password(password: str, kept: str) -> bool:
    """Whether this is the password that a hash was made of; an unreadable hash is of none."""
    try:
        name, salt, derived = kept.split("$")
        if name != _NAME:
            return False
        _scrypt(b64decode(salt)).verify(_words(password), b64decode(derived))
    except (ValueError, InvalidKey):
        return False
    return True


def _words(password: str) -> bytes:
    return unicodedata.normalize("NFC", password).encode("utf-8", "surrogatepass")


def _scrypt(salt: bytes) -> Scrypt:
    return Scrypt(salt=salt, length=32, n=1 << _POWER, r=_BLOCK, p=_LANES)
