"""The laws, treaties and articles that texts cite are found, under one name each."""

import pytest

from measures.norms import Kind, index


def names(*texts):
    return [norm.name for norm in index({str(n): text for n, text in enumerate(texts)})]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (
            "la loi n° 2017-399 du 27 mars 2017 relative au devoir",
            "Loi n° 2017-399 du 27 mars 2017",
        ),
        ("une loi adoptée le 27 mars 2017 impose", "Loi du 27 mars 2017"),
        ("Décret n° 2013-7 du 3 janvier 2013 portant", "Décret n° 2013-7 du 3 janvier 2013"),
        ("l’arrêté du 7 novembre 2016", "Arrêté du 7 novembre 2016"),
        ("la circulaire du 22 janvier 2015", "Circulaire du 22 janvier 2015"),
        ("Note d’information du 19 mai 2015", "Note d’information du 19 mai 2015"),
        ("la directive 2011/36/UE du 5 avril 2011", "Directive 2011/36/UE"),
        ("la Convention n° 097 sur les travailleurs", "Convention n° 97"),
        ("la Convention de Varsovie (2005)", "Convention de Varsovie"),
        ("la résolution 2331 demande", "Résolution 2331"),
        ("(résolution 69/149)", "Résolution 69/149"),
        ("l’article L. 316-1 du CESEDA", "Article L. 316-1 du CESEDA"),
        ("l’article 225-4-1 du code pénal", "Article 225-4-1 du Code pénal"),
        (
            "les articles 225-4-1 et suivants du Code pénal",
            "Article 225-4-1 du Code pénal",
        ),
        ("(Code du travail, article L. 8112-2)", "Article L. 8112-2 du Code du travail"),
    ],
)
def test_a_citation_is_found(text, name):
    assert names(text) == [name]


@pytest.mark.parametrize(
    "text",
    [
        "la loi consacre son indépendance",
        "un projet de convention partenariale",
        "le 6 juillet 2017",
    ],
)
def test_what_cites_nothing_is_left_alone(text):
    assert names(text) == []


def test_a_law_cited_by_its_date_joins_its_number():
    found = index({"a": "la loi du 13 avril 2016", "b": "la loi n° 2016-444 du 13 avril 2016"})
    assert {norm.name: keys for norm, keys in found.items()} == {
        "Loi n° 2016-444 du 13 avril 2016": ["a", "b"]
    }


def test_an_article_cited_alone_joins_its_code():
    found = index({"a": "l’article L. 316-1 du CESEDA", "b": "au titre de l’article L. 316-1"})
    assert {norm.name: keys for norm, keys in found.items()} == {
        "Article L. 316-1 du CESEDA": ["a", "b"]
    }


def test_a_text_that_cites_twice_counts_once():
    (keys,) = index({"a": "la résolution 2331, puis la résolution 2331"}).values()
    assert keys == ["a"]


def test_spaces_of_the_display_do_not_hide_a_citation():
    assert names("la loi n°\u202f2017-399 du 27\u00a0mars 2017") == [
        "Loi n° 2017-399 du 27 mars 2017"
    ]


def test_norms_are_listed_by_kind_then_by_figure():
    found = index({"a": "Convention n° 105, Convention n° 29, loi du 1er mars 2016"})
    assert [(norm.kind, norm.name) for norm in found] == [
        (Kind.TREATY, "Convention n° 29"),
        (Kind.TREATY, "Convention n° 105"),
        (Kind.LAW, "Loi du 1er mars 2016"),
    ]
