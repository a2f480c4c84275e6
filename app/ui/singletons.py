"""Keeps None, True and False alive: PySide6 hands them back once too often before Python 3.12.

Measured with PySide6 6.12.0 on Python 3.11: every empty QVariant that becomes None (each
``index.data()``, ``property()``, ``currentData()``) takes one reference of None away, and signals
do it to True, until the interpreter aborts with "deallocating None". From 3.12 on these objects are
immortal (PEP 683); before, a large count does the same.
"""

import ctypes
import platform
import sys

_ENOUGH = 1 << 30


def pin_singletons() -> None:
    """Give None, True and False so many references that they can't run out."""
    if sys.version_info >= (3, 12) or platform.python_implementation() != "CPython":
        return
    for kept in (None, True, False):
        ctypes.c_ssize_t.from_address(id(kept)).value += _ENOUGH
