"""French spacing: a table of cases for each rule, and what must stay as it is."""

import pytest

from measures.rich_text import typeset

# In these tables ~ stands for the narrow no-break space, _ for the no-break space.
PUNCTUATION = [
    ("un ; deux", "un~; deux"),
    ("un : deux", "un~: deux"),
    ("Quoi ?", "Quoi~?"),
    ("Oui !", "Oui~!"),
    ("un   : deux", "un~: deux"),
    ("un_: deux", "un~: deux"),
    ("un; deux", "un~; deux"),
    ("un: deux", "un~: deux"),
    ("Quoi?", "Quoi~?"),
    ("Oui!", "Oui~!"),
    ("(un) ; [deux]; « trois »: quatre", "(un)~; [deux]~; «~trois~»~: quatre"),
    ("Vraiment ?!", "Vraiment~?!"),
    ("Vraiment?!", "Vraiment~?!"),
    ("Et puis… ?", "Et puis…~?"),
    ("à 20 % ; puis", "à 20~%~; puis"),
]
GUILLEMETS = [
    ("« oui »", "«~oui~»"),
    ("«oui»", "«~oui~»"),
    ("«_oui_»", "«~oui~»"),
    ("dit « oui », puis « non ».", "dit «~oui~», puis «~non~»."),
    ("l'«oui»", "l’«~oui~»"),
]
FIGURES = [
    ("1 234", "1~234"),
    ("12 345 678", "12~345~678"),
    ("1_234 victimes", "1~234 victimes"),
    ("5 %", "5~%"),
    ("1 500 €", "1~500~€"),
    ("3 euros", "3~euros"),
    ("2,5 millions", "2,5~millions"),
    ("12 mois et 3 ans", "12~mois et 3~ans"),
    ("24 heures", "24~heures"),
    ("6 juillet 2017", "6_juillet 2017"),
    ("1er juin 2016", "1er_juin 2016"),
    ("31 décembre", "31_décembre"),
]
ABBREVIATIONS = [
    ("n° 12", "n°~12"),
    ("n°s 12 et 13", "n°s~12 et 13"),
    ("art. 225-4-1", "art.~225-4-1"),
    ("p. 41, pp. 3-4", "p.~41, pp.~3-4"),
    ("L. 316-1 et R. 425-1", "L.~316-1 et R.~425-1"),
    ("M. Dupont, Mme Martin, MM. Durand", "M.~Dupont, Mme~Martin, MM.~Durand"),
    ("al. 2, cf. infra", "al.~2, cf.~infra"),
]
APOSTROPHES = [
    ("l'État", "l’État"),
    ("aujourd'hui qu'elle n'a", "aujourd’hui qu’elle n’a"),
    ("l'", "l’"),
    ("de l'https", "de l’https"),
]
UNCHANGED = [
    "",
    "un, deux. Trois… (quatre) – cinq",
    "10:30",
    "de 10:30 à 11:00",
    "https://a.fr/b?c=1;d!e:f#g",
    "voir https://fr.wikipedia.org/wiki/l'esclavage.",
    "www.a.fr/l'eau",
    "directive 2011/36/UE",
    "L.316-1",
    "2014-2016",
    "En 2016 350 victimes",
    "de 2014 2016 en 2015",
    "01 42 75 77 09",
    "3 anses, 2 moisissures, 5 marsouins",
    "12 personnes",
    "les 'mots' droits",
    "programme. 5",
    "un l’État déjà",
]
CASES = PUNCTUATION + GUILLEMETS + FIGURES + ABBREVIATIONS + APOSTROPHES


def spaced(text):
    return text.replace("~", "\u202f").replace("_", "\u00a0")


@pytest.mark.parametrize(("typed", "shown"), PUNCTUATION)
def test_double_punctuation_has_a_narrow_space_before_it(typed, shown):
    assert typeset(spaced(typed)) == spaced(shown)


@pytest.mark.parametrize(("typed", "shown"), GUILLEMETS)
def test_guillemets_have_narrow_spaces_inside(typed, shown):
    assert typeset(spaced(typed)) == spaced(shown)


@pytest.mark.parametrize(("typed", "shown"), FIGURES)
def test_a_figure_holds_together_and_to_its_unit_or_month(typed, shown):
    assert typeset(spaced(typed)) == spaced(shown)


@pytest.mark.parametrize(("typed", "shown"), ABBREVIATIONS)
def test_an_abbreviation_holds_to_what_it_announces(typed, shown):
    assert typeset(spaced(typed)) == spaced(shown)


@pytest.mark.parametrize(("typed", "shown"), APOSTROPHES)
def test_an_apostrophe_is_curved(typed, shown):
    assert typeset(typed) == shown


@pytest.mark.parametrize("text", UNCHANGED)
def test_the_rest_stays_as_it_is(text):
    assert typeset(text) == text


@pytest.mark.parametrize("typed", [typed for typed, _ in CASES])
def test_doing_it_twice_changes_nothing(typed):
    once = typeset(spaced(typed))
    assert typeset(once) == once


@pytest.mark.parametrize("typed", [typed for typed, _ in CASES])
def test_only_spaces_and_apostrophes_change(typed):
    text = spaced(typed)
    assert "".join(typeset(text).split()) == "".join(text.split()).replace("'", "’")
