"""Makes faults in what Qt calls of ours whole before PySide6 takes them: it crashes on others.

Measured with PySide6 6.12.0 on Python 3.11: a fault that C raised (an index out of range, a
division by zero) has no exception object yet; when it leaves a method that Python made Qt call
(``setFocus`` a ``focusInEvent``, a view's question a model's ``data``), PySide6 ends the program.
Passing any handler gives the fault its object, so every method marked as an override passes one.
From 3.12 on faults have it from the beginning.
"""

from __future__ import annotations

import sys
from functools import wraps
from types import FunctionType
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

if TYPE_CHECKING:
    from collections.abc import Callable


def guard_overrides() -> None:
    """From now on every class made of Qt's has its overrides guarded; asked for once, at first."""
    if sys.version_info >= (3, 12):
        return
    QObject.__init_subclass__ = classmethod(_guard)  # type: ignore[assignment, arg-type]


def _guard(cls: type[QObject], **options: object) -> None:
    super(QObject, cls).__init_subclass__(**options)  # such as Generic's
    for name, held in list(vars(cls).items()):
        if isinstance(held, FunctionType) and getattr(held, "__override__", False):
            setattr(cls, name, _whole(held))


def _whole(method: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(method)
    def guarded(*args: Any, **options: Any) -> Any:
        try:
            return method(*args, **options)
        except BaseException:  # passing a handler is what makes it whole
            raise

    return guarded
