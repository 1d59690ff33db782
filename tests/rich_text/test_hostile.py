"""Hostile texts: kept as the closed subset, or refused with advice in French."""

import pytest
from django.utils.html import escape

from measures.rich_text import InvalidText, clean, readable
from tests.hostile import LINES, MARK, TEXTS
from tests.rich_text.corpus import outside_subset, tree

REFUSED = {
    "a million": "signes ; la limite est de",
    "deep": "Simplifiez sa structure.",
    "deep words": "Simplifiez sa structure.",
}


@pytest.mark.parametrize("name", sorted(TEXTS.keys() - REFUSED))
def test_what_is_kept_of_a_hostile_text_is_of_the_subset(name: str) -> None:
    stored = clean(TEXTS[name])
    assert outside_subset(stored) == []
    assert clean(stored) == stored
    assert not tree(stored).xpath(f"//@*[contains(., '{MARK}')]")


@pytest.mark.parametrize("name", REFUSED)
def test_what_would_break_the_report_is_refused_in_french(name: str) -> None:
    with pytest.raises(InvalidText, match=REFUSED[name]):
        clean(TEXTS[name])


@pytest.mark.parametrize("name", LINES)
def test_a_line_loses_nothing_that_is_read(name: str) -> None:
    kept = readable(LINES[name])
    assert tree(escape(kept)).text.split() == kept.split()  # which XML may hold
    assert "".join(filter(str.isalnum, kept)) == "".join(filter(str.isalnum, LINES[name]))
