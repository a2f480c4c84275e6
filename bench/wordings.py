"""How many real wordings are read as a person would: a table of wordings with their meaning.

Run: ``python bench/wordings.py TABLE.tsv [--wrong]``. The table has the columns kind, expression,
expected (JSON) and source; kinds other than deadline, quantity and responsibility are passed over.
Prints the share right of each kind, and with ``--wrong`` every wording that is not. Read loosely:
= and >= of 100 %, the names of the roles that are no targets, and the exact days of a season.
"""

import json
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from app.models.rules.deadlines import read_deadline
from app.models.rules.quantities import Quantity, read_quantities
from app.models.rules.responsibility import read_responsibility

_DEADLINE_KINDS = {
    "recur": "recurring", "year_mark": "mark", "date": "due", "phases": "relative",
    "clock": "recurring",
}  # fmt: skip
_ROLES = {
    "lead": "lead", "resp": "responsible", "to": "responsible", "notify": "responsible",
    "assist": "assist", "join": "assist", "coop": "assist", "main_body": "main",
    "carry_out": "carry_out",
}  # fmt: skip
_WORDED = ("牵头", "配合", "参与", "会同", "责任", "根据")
_NOTHING = frozenset({"slogan", "ref", "milestone", "trend"})


def deadline_faults(words: str, wanted: Mapping[str, Any]) -> Iterator[str]:
    """What of a deadline is read otherwise."""
    got = read_deadline(words, year=wanted.get("ctx_year", 2020))
    if wanted["t"] == "season":
        if got.kind not in {"span", "recurring"}:
            yield f"kind {got.kind}"
        return
    kind = _DEADLINE_KINDS.get(wanted["t"], wanted["t"])
    if got.kind != kind:
        yield f"kind {got.kind}, not {kind}"
    if kind in {"due", "span", "start"}:
        days = {"due": wanted.get("due") or wanted.get("date"), "start": wanted.get("start")}
        for name, day in days.items():
            found = getattr(got, name)
            if (found.isoformat() if found else None) != day:
                yield f"{name} {found}, not {day}"
    if "prec" in wanted and got.precision != wanted["prec"]:
        yield f"precision {got.precision}"
    for name in ("soft", "ambiguous"):
        if getattr(got, name) != wanted.get(name, False):
            yield name


def quantity_faults(words: str, wanted: Mapping[str, Any]) -> Iterator[str]:
    """What of the quantities is read otherwise."""
    got, parts = read_quantities(words), list(_parts(wanted))
    if len(got) != len(parts):
        yield f"{len(got)} quantities, not {len(parts)}"
        return
    for quantity, part in zip(got, parts, strict=True):
        yield from _part_faults(quantity, part)


def responsibility_faults(words: str, wanted: Mapping[str, Any]) -> Iterator[str]:
    """What of the units is read otherwise."""
    names: dict[str, list[str]] = {role: [] for role in _ROLES.values()}
    for key, role in _ROLES.items():
        names[role] += wanted.get(key, [])
    got = read_responsibility(words, role=_column_role(words, names))
    for role, units in names.items():
        if list(getattr(got, role)) != units:
            yield f"{role} {getattr(got, role)}, not {units}"
    if "scope" in wanted and wanted["scope"] != got.scope:
        yield f"scope {got.scope}"


def _column_role(words: str, names: Mapping[str, list[str]]) -> str:
    """A cell that names no role itself stands in the column of its role."""
    if words.startswith("（") or any(word in words for word in _WORDED):
        return "responsible"
    role = next((role for role, units in names.items() if units), "responsible")
    return "main_responsible" if role == "main" else role


def _parts(wanted: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    kind = wanted.get("k")
    if kind in {"list", "pair"}:
        yield from wanted["items"]
    elif kind == "of":
        yield from (wanted["whole"], wanted["part"])
    elif kind == "range":
        yield {"n": wanted["lo"], "high": wanted["hi"], "unit": wanted["unit"]}
    elif kind == "all":
        yield {"cmp": "all"}
    elif kind == "score":
        yield {"change": wanted["delta"]}
    elif kind == "trigger":
        yield from ({"n": wanted["months"]}, {"n": wanted["rank_from_bottom"]})
    elif kind not in _NOTHING:
        yield wanted


def _part_faults(got: Quantity, part: Mapping[str, Any]) -> Iterator[str]:
    for key, found in (("n", got.number), ("change", got.change), ("high", got.high)):
        if key in part and found != Decimal(str(part[key])):
            yield f"{key} {found}, not {part[key]}"
    if "unit" in part and got.unit and got.unit != part["unit"]:
        yield f"unit {got.unit}, not {part['unit']}"
    whole = got.number == 100 and {got.comparator, part.get("cmp")} == {"=", ">="}
    if "cmp" in part and got.comparator != part["cmp"] and not whole:
        yield f"comparator {got.comparator}, not {part['cmp']}"
    if isinstance(part.get("base"), int) and got.baseline_year not in {part["base"], None}:
        yield f"baseline {got.baseline_year}"
    if got.soft != part.get("soft", got.soft):
        yield "soft"


_JUDGES: Mapping[str, Callable[[str, Mapping[str, Any]], Iterator[str]]] = {
    "deadline": deadline_faults,
    "quantity": quantity_faults,
    "responsibility": responsibility_faults,
}


def main(table: Path, *, tell_wrong: bool) -> None:
    """Score a table and print the shares."""
    right: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for line in table.read_text(encoding="utf-8").splitlines()[1:]:
        kind, words, expected, *_ = line.split("\t")
        if kind not in _JUDGES:
            continue
        faults = list(_JUDGES[kind](words.replace("\\n", "\n"), json.loads(expected)))
        total[kind] += 1
        right[kind] += not faults
        if faults and tell_wrong:
            print(f"{kind}  {words!r}: {'; '.join(faults)}")
    for kind, count in total.items():
        print(f"{kind:16} {right[kind]:4} of {count:4}  {right[kind] / count:6.1%}")
    share = sum(right.values()) / sum(total.values())
    print(f"{'all':16} {sum(right.values()):4} of {sum(total.values()):4}  {share:6.1%}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), tell_wrong="--wrong" in sys.argv)
