"""Texts as the files of data hold them."""

import re

from measures.exports.texts import standalone, words
from measures.report import Report
from measures.rich_text import plain


def test_no_word_of_the_evaluation_is_lost_in_plain_text(report_2017: Report) -> None:
    texts = [
        text for row in report_2017.assessments for text in (row.state_actions, row.observations)
    ]
    texts += [row.html for row in report_2017.recommendations]
    assert len(texts) > 100
    for text in texts:
        assert re.sub(r"\W", "", words(text)) == re.sub(r"\W", "", plain(text))


def test_only_links_within_the_evaluation_are_completed() -> None:
    stored = (
        '<p><a href="#mesure-2">Ici</a>, <a href="https://example.org/#ancre">là</a>, '
        '&lt;a href="#mesure-3"&gt; en toutes lettres.</p>'
    )
    whole = stored.replace("#mesure-2", "https://suivi.example.org/mesure-2")
    assert standalone(stored, lambda anchor: f"https://suivi.example.org/{anchor}") == whole
    assert standalone("", lambda anchor: anchor) == words("") == ""
