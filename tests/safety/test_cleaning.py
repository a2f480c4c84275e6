"""Nothing unseen and nothing absurd gets into a record, whichever verb writes it."""

import json
import unicodedata
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from app.errors import UserError
from app.importing.sheet import Cell
from app.models.base import Base
from app.models.cleansing import FIRST_YEAR, LAST_YEAR, VERBATIM
from app.models.database import Ledger
from app.models.journal import Change, Operation
from app.models.rules.cleaning import LONGEST, clean, clean_line, cleaned, longest_text
from app.models.tracking import Item, Progress
from app.models.units import Unit
from app.services.breakdown import items, shares
from app.services.history import journal
from app.services.history.chronicle import list_people
from app.services.keeping.clerks import work_as
from app.services.parties import units
from app.services.parties.unitpasting import paste_units
from app.services.unitnames import unit_named
from app.services.work import tasks
from tests.ledgers import a_list, a_task, count_of

HIDDEN = "\x00\x07\x1b\x7f\u202e\u2066\u200b\ufeff\ud800\uffff"
DIRTY = HIDDEN.join("牛溪村")


@given(st.text())
def test_a_clean_text_is_clean_and_stays_as_it_is(text: str) -> None:
    once = clean(text)
    assert clean(once) == once
    assert not {unicodedata.category(sign) for sign in once.replace("\n", "").replace("\t", "")} & {
        "Cc", "Cs", "Zl", "Zp",
    }  # fmt: skip
    once.encode("utf-8")
    assert "\n" not in clean_line(text)


@given(st.text(alphabet=st.characters(categories=["L", "N", "P"])))
def test_letters_figures_and_points_are_never_taken(text: str) -> None:
    assert clean(text) == text


def test_line_ends_of_every_kind_become_one() -> None:
    assert clean("一\r\n二\r三\x0b四\u2028五\x85六\n七\t八") == "一\n二\n三\n四\n五\n六\n七\t八"
    assert cleaned({"a\x00": ["b\u202e", {"c": 1}]}) == {"a": ["b", {"c": 1}]}
    assert longest_text({"a": ["bb", {"c": "ddd"}], "e": 4}) == 3


def test_a_cell_read_from_any_file_is_clean() -> None:
    assert Cell(DIRTY, 1, 1).value == "牛溪村"


def test_every_column_of_text_numbers_and_days_is_watched() -> None:
    """A column added later is held by the same rule; what is exempt says so itself."""
    exempt = set()
    for mapper in Base.registry.mappers:
        for key, column in mapper.columns.items():
            if VERBATIM in column.info:
                exempt.add(f"{mapper.class_.__name__}.{key}")
            elif column.type.python_type is str:
                assert getattr(mapper.class_(**{key: DIRTY}), key) == "牛溪村", (mapper, key)
            elif column.type.python_type is Decimal:
                with pytest.raises(UserError):
                    mapper.class_(**{key: Decimal("nan")})
            elif column.type.python_type is date:
                with pytest.raises(UserError):
                    mapper.class_(**{key: date(9999, 12, 31)})
    assert exempt == {"BlankForm.choices"}


def test_names_typed_dirty_are_found_clean_whichever_verb_wrote_them(ledger: Ledger) -> None:
    village = units.add_unit(ledger, DIRTY, kind="village", aliases=[f"别{DIRTY}"])
    with ledger.transaction("t", "t") as work:
        assert unit_named(work.session, DIRTY) == village
    assert shares.add_villages(ledger, [DIRTY]) == 0
    assert paste_units(ledger, [[DIRTY, "张三\x00"]]).changed == (village,)
    with pytest.raises(UserError, match="已有"):
        units.add_unit(ledger, DIRTY, kind="village")
    task_id = a_task(ledger, a_list(ledger), text=f"整治{DIRTY}")
    items.add_items(ledger, task_id, [f"{DIRTY}1号"])
    tasks.change_tasks(ledger, [task_id], notes=f"备注{DIRTY}")
    work_as(ledger, f"李{DIRTY}四")
    items.add_items(ledger, task_id, ["二号"])
    assert _all_text(ledger, Unit, Item, Operation, Change).isdisjoint(HIDDEN)
    assert "李牛溪村四" in list_people(ledger)


def test_a_clean_value_comes_back_clean_by_undo(ledger: Ledger) -> None:
    unit = units.add_unit(ledger, "牛溪村", kind="village")
    units.change_unit(ledger, unit, notes=f"先{HIDDEN}")
    units.change_unit(ledger, unit, notes=f"后{HIDDEN}")
    journal.undo(ledger)
    assert [one.notes for one in units.list_units(ledger) if one.id == unit] == ["先"]


def test_a_text_of_a_megabyte_is_refused_in_words_and_nothing_is_lost(ledger: Ledger) -> None:
    task_id = a_task(ledger, a_list(ledger))
    tasks.change_tasks(ledger, [task_id], notes="原来的备注")
    with pytest.raises(UserError, match="1048576 字，一格最多 32767 字，没有保存") as told:
        tasks.change_tasks(ledger, [task_id], notes="长" * (1 << 20))
    assert told.value.code == "text_too_long"
    with pytest.raises(UserError, match="最多"):
        items.add_items(ledger, task_id, ["一号", "长" * (1 << 20)])
    assert count_of(ledger, Item) == 0
    tasks.change_tasks(ledger, [task_id], acceptance="长" * LONGEST)


@pytest.mark.parametrize(
    "number", ["1e400", "-1e16", "nan", "inf", "9" * 50, "0." + "1" * 50, "1e-400"]
)
def test_absurd_numbers_never_get_in(number: str) -> None:
    with pytest.raises(UserError, match="不像一个数"):
        Progress(amount=Decimal(number))


def test_numbers_as_they_occur_do() -> None:
    for number in ("0", "-3.5", "999999999999999", "0.000000001", "1.500000000000000", "1E+3"):
        assert Progress(amount=Decimal(number)).amount == Decimal(number)
    assert Progress(amount=None).amount is None


@pytest.mark.parametrize("day", [date(1, 1, 1), date(1899, 12, 31), date(2200, 1, 1), date.max])
def test_absurd_days_never_get_in(day: date) -> None:
    with pytest.raises(UserError, match=f"{FIRST_YEAR} 到 {LAST_YEAR}"):
        Progress(dated=day)


def _all_text(ledger: Ledger, *records: type[Base]) -> set[str]:
    with ledger.reading() as session:
        rows = [row for record in records for row in session.scalars(select(record))]
        return {
            sign
            for row in rows
            for column in type(row).__table__.columns
            for sign in json.dumps(_plain(getattr(row, column.key)), ensure_ascii=False)
        }


def _plain(value: Any) -> Any:
    return value if isinstance(value, str | dict | list) else str(value)


def test_what_was_written_before_the_rule_can_still_be_read(ledger: Ledger, tmp_path: Path) -> None:
    """Older ledgers may hold such signs; they are read as they are, and clean when written anew."""
    units.add_unit(ledger, "牛溪村", kind="village")
    with ledger.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE unit SET notes = 'a' || char(8238) || 'b'")
    unit = units.list_units(ledger)[-1]
    units.change_unit(ledger, unit.id, notes=unit.notes)
    assert units.list_units(ledger)[-1].notes == "ab"
