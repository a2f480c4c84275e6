"""What stands on the command line, read: days, amounts, periods; passwords, which never do."""

import argparse
import getpass
import os
import re
import warnings
from datetime import date
from decimal import Decimal, InvalidOperation

from app.errors import UserError
from app.models.rules.pace import is_sane
from app.models.rules.periods import Period

_WRITTEN_DAY = re.compile(r"\d{4}-?\d\d-?\d\d", re.ASCII)
_NO_PASSWORD = "没有读到密码；请重新输入。"


def password(options: argparse.Namespace, *, twice: bool = False) -> str:
    """A password from a file descriptor or the keyboard; a command line is seen by everyone.

    Raises:
        UserError: ``no_password``: none came, or the keyboard's would be seen on the screen. Who
            asked for a seal never gets a file without.
    """
    try:
        typed = _typed(twice) if options.password_fd is None else _handed(options.password_fd)
    except (OSError, EOFError, ValueError, OverflowError, getpass.GetPassWarning) as error:
        kind = type(error).__name__  # its words may hold what was typed, and go to the log
        raise UserError("no_password", _NO_PASSWORD, details=kind) from None
    if not typed:
        raise UserError("no_password", _NO_PASSWORD)
    return typed


def _typed(twice: bool) -> str:
    with warnings.catch_warnings():
        warnings.simplefilter("error", getpass.GetPassWarning)
        password = getpass.getpass("密码：")
        if twice and getpass.getpass("再输一遍：") != password:
            raise UserError("passwords_differ", "两次输入的密码不一样；请重新输入。")
    return password


def _handed(descriptor: int) -> str:
    with os.fdopen(descriptor, encoding="utf-8") as stream:
        return stream.readline().rstrip("\r\n")


def words(text: str) -> str:
    """A word of the command line; bytes that are no letters stay visible, and find nothing."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def day(text: str) -> date:
    """A day as 2020-06-20."""
    try:
        if not _WRITTEN_DAY.fullmatch(text):  # Python would read weeks too, and more
            raise ValueError(text)
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"日期应写作 2020-06-20，不是“{text}”") from None


def period(text: str) -> str:
    """The key of a period as 2020Q2."""
    try:
        return Period.parse(text).key
    except ValueError:
        raise argparse.ArgumentTypeError(f"期间应写作 2020Q2，不是“{text}”") from None


def amount(text: str) -> Decimal:
    """A number of an amount."""
    try:
        number = Decimal(text)
        if not is_sane(number):
            raise InvalidOperation(text)
        return number
    except InvalidOperation:
        raise argparse.ArgumentTypeError(f"完成数应是数字，不是“{text}”") from None
