"""A summary in plain language: paragraphs alone, as they are typed."""

import pytest

from measures.rich_text import InvalidText, clean_summary
from measures.rich_text.summary import MAX_SUMMARY, as_lines, from_lines


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("", ""),
        ("  \n\n ", ""),
        ("Une phrase. Une autre.", "<p>Une phrase. Une autre.</p>"),
        ("Un.\n\nDeux.", "<p>Un.</p>\n<p>Deux.</p>"),
        ("Un\r\nsuite.\r\n\r\n\r\nDeux.", "<p>Un suite.</p>\n<p>Deux.</p>"),
        ("A < B & C > D", "<p>A &lt; B &amp; C &gt; D</p>"),
        ("<b>gras</b>", "<p>&lt;b&gt;gras&lt;/b&gt;</p>"),
    ],
)
def test_what_is_typed_is_kept_as_paragraphs_and_typed_again(typed: str, stored: str) -> None:
    assert clean_summary(from_lines(typed)) == stored
    assert clean_summary(from_lines(as_lines(stored))) == stored
    assert clean_summary(stored) == stored


@pytest.mark.parametrize(
    "marked",
    [
        "<h3>Un titre</h3>",
        "<ul><li>Un point</li></ul>",
        "<p>Un <strong>mot</strong>.</p>",
        "<p>Un <a href='https://example.org'>lien</a>.</p>",
        "<table><tr><td>1</td></tr></table>",
        "<div class='box'><p>Un encadré.</p></div>",
    ],
)
def test_anything_but_paragraphs_is_refused(marked: str) -> None:
    with pytest.raises(InvalidText, match="ne contient que des paragraphes"):
        clean_summary(marked)


@pytest.mark.parametrize(
    "marked", ["<p>Un<span class='footnote'>Note.</span>.</p>", "<p>a<script>b</script></p>"]
)
def test_notes_and_scripts_never_enter(marked: str) -> None:
    assert "span" not in clean_summary(marked)
    assert "script" not in clean_summary(marked)


def test_it_is_short() -> None:
    assert clean_summary(f"<p>{'a' * MAX_SUMMARY}</p>")
    with pytest.raises(InvalidText, match=f"la limite est de {MAX_SUMMARY}"):
        clean_summary(f"<p>{'a' * (MAX_SUMMARY + 1)}</p>")
