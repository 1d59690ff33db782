"""Text written in a file is kept whole, or refused at the line of what would be lost."""

import pytest

from measures.plan_files.strict import NotKept, clean_all
from measures.rich_text.clean import MAX_NOTE
from tests.factories import note, recommendation

EVERYTHING = """\
<h3>Titre</h3>
<p>Une <strong>loi</strong>, <em>deux</em><sup>e</sup> &amp; H<sub>2</sub>O,
<a href="https://www.cncdh.fr/">un lien</a><br>et <a href="#mesure-2">un autre</a>.</p>
<blockquote>
<p>Une citation<span class="footnote">Et sa <em>note</em>.</span>.</p>
</blockquote>
<ol>
<li>Un
<ul>
<li>deux</li>
</ul>
</li>
</ol>
<table>
<caption>Titres</caption>
<thead>
<tr><td rowspan="2"></td><th scope="colgroup" colspan="2">2015</th></tr>
<tr><th scope="col">Accordés</th><th scope="col">Refusés</th></tr>
</thead>
<tbody>
<tr><th scope="row">Femmes</th><td>1</td><td>2</td></tr>
</tbody>
</table>
<p class="source">Source : ministère.</p>
<div class="box">
<p>Encadré.</p>
</div>
<div class="recommendation" data-key="former" data-to="miprof parlement">
<p>Former.</p>
</div>
"""


def test_all_that_a_text_can_hold_is_kept() -> None:
    stored = clean_all(EVERYTHING)

    assert "".join(stored.split()) == "".join(EVERYTHING.split())
    assert clean_all(stored) == stored


def test_cleaning_may_add_what_was_not_written() -> None:
    stored = clean_all("Des mots.\n<table><tr><th>A</th><td>1</td></tr></table>")

    assert stored.startswith("<p>Des mots.</p>")
    assert '<tr><th scope="row">A</th><td>1</td></tr>' in stored.replace("\n", "")


@pytest.mark.parametrize(
    ("lost", "message"),
    [
        ("<u>mot</u>", "la balise <u> n’est pas permise"),
        ("<script>mot</script>", "la balise <script> n’est pas permise"),
        ('<p class="rouge">mot</p>', "la classe « rouge » n’est pas permise sur <p>"),
        ('<p style="color: red">mot</p>', "l’attribut style n’est pas permis sur <p>"),
        ("<p>mot", "la balise <p> n’est pas fermée"),
        ("<p><em>mot</p></em>", "</p> ne ferme pas la balise ouverte en dernier"),
        ("mot</p>", "</p> ne ferme pas"),
        ("<!-- à revoir -->", "le commentaire « à revoir »"),
        ("<!DOCTYPE html>", "<!DOCTYPE html> n’est pas permis"),
        ("<?xml version='1.0'?>", "n’est pas permis"),
        ('<a href="www.cncdh.fr">mot</a>', '<a href="www.cncdh.fr"> ne serait pas gardé'),
        ('<a href="javascript:x">mot</a>', '<a href="javascript:x"> ne serait pas gardé'),
        ("<p></p>", "<p> ne serait pas gardé"),
        ("<div><p>mot</p></div>", "<div> ne serait pas gardé"),
        ("mot \x07cloche", "cloche"),
        (f"<p>mot{note('un ' + note('deux'))}</p>", '<span class="footnote"> ne serait pas gardé'),
        (f"<p>mot{note('n' * (MAX_NOTE + 1))}</p>", "la limite est de"),
        ('<div class="recommendation"><p>mot</p></div>', "n’a pas d’identifiant"),
        (recommendation("mot", key=""), "n’a pas d’identifiant"),
        (recommendation("mot", key="Deux mots"), 'data-key="Deux mots"'),
        (recommendation("mot", key="a", to="l’État"), 'data-to="l’État"'),
        (f"<ul><li>{recommendation('mot', key='a')}</li></ul>", 'data-key="a"'),
        (recommendation("un", key="a") + recommendation("deux", key="a"), 'data-key="a"'),
    ],
)
def test_what_would_be_lost_is_refused_at_its_line(lost: str, message: str) -> None:
    with pytest.raises(NotKept) as refusal:
        clean_all(f"<p>Avant.\nEncore.</p>\n{lost}")

    assert message in str(refusal.value)
    # A text too long in one place is told as a whole, from its first line.
    within = range(2, 3 + lost.count("\n"))
    assert refusal.value.line in within or "limite" in message


def test_a_mark_where_none_may_stand_is_refused():
    with pytest.raises(NotKept, match="ne serait pas gardé"):
        clean_all('<p>Un but<span class="footnote">Précisé.</span>.</p>', marks=())
