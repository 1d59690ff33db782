"""The redline says what changed: words, notes, blocks, tables, addressees, form."""

import pytest
from lxml import html as lxml_html

from measures.rich_text import clean, redline


def compare(before: str, after: str, **names: str) -> tuple[lxml_html.HtmlElement, object]:
    made = redline(clean(before), clean(after), addressees=names)
    return lxml_html.fragment_fromstring(str(made.html), create_parent="div"), made


def said(root: lxml_html.HtmlElement, tag: str) -> list[str]:
    """Return what each element of this name says to somebody who sees it."""
    found = []
    for element in root.iter(tag):
        for unseen in element.find_class("hidden"):
            unseen.text = ""  # said to those who do not see
        found.append(" ".join(element.text_content().split()))
    return found


def remarks(root: lxml_html.HtmlElement) -> list[str]:
    return [" ".join(found.text_content().split()) for found in root.find_class("redline-remark")]


def test_words_added_and_taken_out_are_marked_and_said() -> None:
    root, made = compare(
        "<p>La CNCDH recommande un fonds.</p>", "<p>La CNCDH demande un fonds dédié.</p>"
    )
    html = str(made.html)
    assert '<span class="hidden">ajouté : </span>dédié' in html
    assert '<span class="hidden">supprimé : </span>recommande' in html
    assert said(root, "del") == ["recommande"]
    assert said(root, "ins") == ["demande", "dédié"]
    assert (made.insertions, made.deletions, made.formatting, made.changes) == (2, 1, 0, 3)


def test_a_rewritten_sentence_is_not_cut_around_each_small_word() -> None:
    root, _ = compare(
        "<p>Les victimes mineures de la traite sont mal protégées par la loi du pays.</p>",
        "<p>Les victimes mineures de la traite restent exclues de la protection.</p>",
    )
    assert len(list(root.iter("ins"))) == 1


def test_whole_blocks_are_marked_as_such() -> None:
    root, made = compare(
        "<p>Premier paragraphe.</p><p>Second alinéa disparu.</p>",
        "<p>Premier paragraphe.</p><ul><li>Point nouveau</li></ul>",
    )
    assert root.find("p[2]").get("class") == "is-deleted"
    assert root.find("ul/li").get("class") == "is-inserted"
    assert "supprimé, paragraphe : " in made.html
    assert "ajouté, élément de liste à puces : " in made.html


def test_an_item_taken_out_stays_in_its_list() -> None:
    root, _ = compare(
        "<ul><li>Un premier</li><li>Deux second</li><li>Trois tiers</li></ul>",
        "<ul><li>Un premier</li><li>Trois tiers</li></ul>",
    )
    assert [item.get("class") for item in root.findall("ul/li")] == [None, "is-deleted", None]


def test_footnotes_stand_in_place_with_their_changes() -> None:
    root, _ = compare(
        '<p>mot<span class="footnote">Article 3 [bis].</span> suite</p>',
        '<p>mot<span class="footnote">Article 4 [bis].</span> suite</p>',
    )
    assert said(root, "del") == ["3"]
    assert said(root, "ins") == ["4"]
    for unseen in root.find_class("hidden"):
        unseen.text = ""
    assert " ".join(root.text_content().split()) == "mot [note : Article 3 4 [bis].] suite"


def test_a_note_added_is_shown_with_its_words() -> None:
    root, _ = compare("<p>mot.</p>", '<p>mot<span class="footnote">Source.</span>.</p>')
    assert said(root, "ins") == ["[note : Source.]"]


def test_addressees_come_and_go_by_name() -> None:
    mark = '<div class="recommendation" data-key="a" data-to="{}"><p>Créer un mécanisme.</p></div>'
    root, made = compare(
        mark.format("interieur justice"),
        mark.format("interieur miprof"),
        interieur="ministère de l'Intérieur",
        justice="ministère de la Justice",
        miprof="MIPROF",
    )
    assert said(root, "del") == ["ministère de la Justice"]
    assert said(root, "ins") == ["MIPROF"]
    assert "Destinataires : ministère de l’Intérieur, " in root.text_content().replace(
        "\u202f", " "
    )
    assert made.changes == 2


def test_a_key_alone_is_no_change() -> None:
    mark = '<div class="recommendation" data-key="{}" data-to=""><p>Créer.</p></div>'
    assert not redline(clean(mark.format("a")), clean(mark.format("b")))


def test_boxes_and_recommendations_keep_their_frame() -> None:
    root, _ = compare(
        '<div class="box"><p>Repères utiles.</p></div>',
        '<div class="box"><p>Repères utiles.</p><p>Une suite.</p></div>',
    )
    assert root.find("div").get("class") == "box"
    assert root.find("div").get("role") == "note"
    root, _ = compare("<p>Avant.</p>", '<p>Avant.</p><div class="box"><p>Repères.</p></div>')
    assert remarks(root) == ["[Encadré ajouté]"]


@pytest.mark.parametrize(
    ("before", "after", "remark"),
    [
        ("<p>un mot</p>", "<p>un <b>mot</b></p>", "gras ajouté"),
        ("<p>un <b>mot</b></p>", "<p>un <i>mot</i></p>", "italique ajouté, gras retiré"),
        ("<p>1re</p>", "<p>1<sup>re</sup></p>", "exposant ajouté"),
        ("<p>un titre</p>", "<h3>un titre</h3>", "paragraphe devenu intertitre"),
        (
            "<h3>avant</h3><h3>un titre</h3>",
            "<h3>avant</h3><h4>un titre</h4>",
            "intertitre devenu intertitre de second niveau",
        ),
        (
            "<p>un point</p>",
            "<ul><li>un point</li></ul>",
            "paragraphe devenu élément de liste à puces",
        ),
        (
            "<ul><li>un point</li></ul>",
            "<ol><li>un point</li></ol>",
            "élément de liste à puces devenu élément de liste numérotée",
        ),
        (
            "<p>un point</p>",
            '<div class="recommendation"><p>un point</p></div>',
            "paragraphe devenu paragraphe dans une recommandation",
        ),
        (
            '<p>voir <a href="https://a.fr">ici</a></p>',
            '<p>voir <a href="https://b.fr">ici</a></p>',
            "adresse du lien, https://a.fr remplacée par https://b.fr",
        ),
        ('<p><a href="#mesure-5">ici</a></p>', "<p>ici</p>", "lien retiré, qui menait à #mesure-5"),
    ],
)
def test_what_is_only_dressed_otherwise_is_named(before: str, after: str, remark: str) -> None:
    root, made = compare(before, after)
    assert f"[mise en forme modifiée : {remark}]" in remarks(root)
    assert (made.insertions, made.deletions, made.formatting) == (0, 0, 1)
    assert not list(root.iter("ins", "del"))


def test_a_list_made_of_paragraphs_says_so_once() -> None:
    root, made = compare(
        "<p>Un point.</p><p>Deux points.</p><p>Trois points.</p>",
        "<ul><li>Un point.</li><li>Deux points.</li><li>Trois points.</li></ul>",
    )
    assert len(remarks(root)) == 1
    assert len(root.find_class("is-formatted")) >= 3
    assert made.formatting == 3


def test_headings_take_the_level_of_the_page() -> None:
    made = redline("", clean("<h3>Un</h3><h4>Deux</h4>"), heading_level=4)
    assert "<h4" in made.html
    assert "<h5" in made.html
    assert "<h3" not in made.html


def test_long_passages_without_a_change_are_folded_where_asked() -> None:
    same = "".join(f"<p>Paragraphe numéro {n}.</p>" for n in range(9))
    items = "<ul>" + "".join(f"<li>Point {n}.</li>" for n in range(9)) + "</ul>"
    before, after = clean(f"{same}<p>Fin.</p>{items}"), clean(f"{same}<p>Fin du texte.</p>{items}")
    made = redline(before, after, fold=True)
    root = lxml_html.fragment_fromstring(str(made.html), create_parent="div")
    (folded,) = root.iter("details")
    assert folded.find("summary").text == "7 passages inchangés"
    assert len(folded.findall("p")) == 7
    assert len(root.findall("p")) == 3
    assert len(root.findall("ul/li")) == 9
    assert "<details" not in redline(before, after).html


def test_a_change_of_addressees_is_never_folded() -> None:
    marks = "".join(
        f'<div class="recommendation" data-key="r{n}" data-to="{{}}"><p>Recommander {n}.</p></div>'
        for n in range(9)
    )
    before = clean(marks.format(*["justice"] * 9))
    after = clean(marks.format(*["justice"] * 4, "miprof", *["justice"] * 4))
    made = redline(before, after, fold=True)
    root = lxml_html.fragment_fromstring(str(made.html), create_parent="div")
    assert not any(list(folded.iter("ins", "del")) for folded in root.iter("details"))
    assert len(list(root.iter("details"))) == 0
