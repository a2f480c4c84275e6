"""A ledger's own files and folders: where nothing is written that the clerk sends somewhere."""

from pathlib import Path

from app.errors import UserError
from app.models.database import DATABASE
from app.models.holding import HOLDER, LOCK
from app.services.keeping.packing import KEPT

_OWN = (*KEPT, "backups", LOCK, HOLDER, DATABASE)


def refuse_own_place(to: Path) -> None:
    """Stop before a ledger's file is written over, or its folders get what no record speaks of.

    Any ledger's, not only the open one's: a file dialog shows them all.

    Raises:
        UserError: ``same_place``.
    """
    place = to.resolve()
    for folder in place.parents:
        if (folder / DATABASE).is_file() and _is_own(place.relative_to(folder).parts[0]):
            raise UserError(
                "same_place",
                f"“{to.name}”不能放进台账自己的文件夹，也不能盖掉台账的文件；请换一个文件夹。",
            )


def _is_own(name: str) -> bool:
    """The name of a file or folder of a ledger, or of what lies beside its database."""
    small = name.casefold()
    return small in _OWN or small.startswith((f"{DATABASE}-", f"{DATABASE}."))
