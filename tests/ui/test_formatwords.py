"""The templates of a format in the clerk's words, and back."""

import pytest

from app.reports.formats.formatfiles import load_formats
from app.ui.formdesk.templates import from_words, in_words, pieces_from_words, pieces_in_words


@pytest.mark.parametrize("key", sorted(load_formats()))
def test_templates_read_in_words_and_back(key: str) -> None:
    fmt = load_formats()[key]
    assert from_words(in_words(fmt.title)) == fmt.title
    for pieces in (fmt.above, fmt.foot, fmt.notes):
        assert pieces_from_words(pieces_in_words(pieces)) == pieces


def test_braces_and_strange_brackets_are_themselves() -> None:
    text = "武攻坚办〔2020〕3号{附}〔单位〕"
    assert from_words(text) == "武攻坚办〔2020〕3号{{附}}{office}"
    assert in_words(from_words(text)) == text
