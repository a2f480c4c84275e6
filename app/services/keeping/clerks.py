"""Who works on the ledger now: the name that stands in the journal beside each step."""

from app.errors import UserError
from app.models.database import Ledger
from app.models.rules.cleaning import clean_line
from app.services.history.chronicle import list_people
from app.services.settings import office

LONGEST = 20


def known_clerks(ledger: Ledger) -> tuple[str, ...]:
    """The names to choose from: who works now, whom the journal names, who signs the returns."""
    held = office(ledger)
    names = (ledger.who, *list_people(ledger), held.filled_by, held.checked_by, held.signed_by)
    return tuple(dict.fromkeys(filter(None, names)))


def work_as(ledger: Ledger, name: str) -> str:
    """Write what is done from now on into the journal under another name.

    Returns:
        The name as it will stand there.

    Raises:
        UserError: ``empty_name`` or ``name_too_long``.
    """
    name = clean_line(name)
    if not name:
        raise UserError("empty_name", "经办人姓名不能为空；请填写姓名。")
    if len(name) > LONGEST:
        raise UserError("name_too_long", f"经办人姓名最多 {LONGEST} 字；请填写姓名。")
    ledger.who = name
    return name
