"""Amounts as a clerk types them or pastes them out of a spreadsheet."""

import re
from decimal import Decimal

import pytest

from app.services.work.typed import read_amount


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("3", "3"),
        ("1,234.5", "1234.5"),
        (" 83.3% ", "83.3"),
        ("１２台", "12"),
        ("1.5 公里", "1.5"),
        ("-2", "-2"),
        ("1E+05", "100000"),
        (".5", "0.5"),
    ],
)
def test_a_number_is_read_however_it_is_written(text: str, amount: str) -> None:
    assert read_amount(text) == Decimal(amount)


@pytest.mark.parametrize("text", ["", " ", "-", "—", "/", "无"])
def test_a_blank_or_a_dash_is_no_number(text: str) -> None:
    assert read_amount(text) is None


@pytest.mark.parametrize("text", ["三", "约3", "3/4", "3-5", "NaN", "Infinity", "1e999999", "2+3"])
def test_anything_else_is_not_guessed_at(text: str) -> None:
    with pytest.raises(ValueError, match=re.escape(text)):
        read_amount(text)


def test_where_the_unit_is_known_another_one_is_a_mistake() -> None:
    assert read_amount("17台", "台") == read_amount("17", "台") == Decimal(17)
    with pytest.raises(ValueError, match="17家"):
        read_amount("17家", "台")
