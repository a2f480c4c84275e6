"""Every kind of rows a format may print, with its fields."""

from collections.abc import Mapping
from typing import Any

from app.reports.formats.catalogue import Catalogue
from app.reports.formats.fields import TASKS
from app.reports.formats.registerfields import ASSIGNMENTS, GROUPS, ITEMS, PROBLEMS, VILLAGES

CATALOGUES: Mapping[str, Catalogue[Any]] = {
    one.rows: one for one in (TASKS, ITEMS, PROBLEMS, ASSIGNMENTS, VILLAGES, GROUPS)
}
