"""Nothing of an evaluation in preparation is seen by the public, at any address."""

from collections import Counter
from collections.abc import Iterator
from itertools import product

import pypdfium2
import pytest
from django.urls import reverse
from lxml.html import HtmlElement

from measures import report as reports
from measures.exports import pdf
from measures.models import Evaluation
from measures.urls.downloads import download_urls
from measures.urls.public import public_urls
from tests import factories, once
from tests.views import world
from tests.views.conftest import Answer
from tests.views.reader import all_words, by_class, one, read, visitor, words
from tests.views.world import EVALUATION, PLAN, SECRET

Pages = dict[str, HtmlElement]

PUBLISHED = f"/plans/{PLAN}/evaluations/{EVALUATION}/"

# What may stand at each place of an address: what is published, and what only drafts have.
EVALUATIONS = [(PLAN, "2021"), (PLAN, EVALUATION), (PLAN, "2024"), ("2027-2029", "2028")]
EDITIONS = {("2021", 1), ("2021", 2), (EVALUATION, 1)}  # those published
VALUES = {
    "plan": [PLAN, "2027-2029"],
    "number": [1],
    "section": ["synthese", "neuve"],
    "key": ["former", "futur-0"],
    "edition": [1, 2],
    "table": ["mesures", "recommandations", "suites", "reponses"],
    "extension": ["csv"],
    "form": ["bib"],
    "addressee": ["parlement", "ministere-futur"],
}
QUERIES = ("", "?destinataire=ministere-futur", "?statut=a-evaluer")


@once.fixture
def drafts() -> list[Evaluation]:
    return world.drafts(world.plan_evaluated_twice())


def addresses() -> Iterator[tuple[str, dict[str, str | int]]]:
    for pattern in [*public_urls, *download_urls]:
        names = set(pattern.pattern.converters)
        places = [{}]
        if "evaluation" in names:
            places = [{"plan": plan, "evaluation": slug} for plan, slug in EVALUATIONS]
            names -= {"plan", "evaluation"}
        for place, values in product(places, product(*(VALUES[name] for name in names))):
            arguments = place | dict(zip(names, values, strict=True))
            yield reverse(pattern.name, kwargs=arguments), arguments


def only_in_drafts(arguments: dict[str, str | int]) -> bool:
    """Tell whether an address names something that only drafts have."""
    if "evaluation" not in arguments:
        return arguments.get("plan") == "2027-2029" and "number" in arguments
    slug = arguments["evaluation"]
    return (
        (slug, arguments.get("edition", 1)) not in EDITIONS
        or arguments.get("section") == "neuve"
        or arguments.get("key") == "futur-0"
    )


@pytest.mark.usefixtures("drafts")
def test_no_address_shows_a_word_of_a_draft() -> None:
    client = visitor()
    answers = Counter()
    for path, arguments in addresses():
        if path.endswith(".pdf") and not only_in_drafts(arguments):
            continue  # its letters are drawn; read below
        for query in QUERIES if path.endswith(("mesures/", "recommandations/")) else [""]:
            answer = client.get(path + query)
            if answer.status_code == 302 and only_in_drafts(arguments):
                answer = client.get(answer["Location"])  # the edition in force, without it
            said = answer.content.decode(errors="replace").lower() + str(answer.headers).lower()
            assert SECRET not in said, path + query
            assert "page 777" not in said, path + query
            if only_in_drafts(arguments):
                assert answer.status_code == 404, path
            answers[answer.status_code] += 1
    assert answers.keys() == {200, 302, 404}
    assert answers[200] > 30

    published = Evaluation.objects.published().get(plan__slug=PLAN, slug=EVALUATION)
    document = pypdfium2.PdfDocument(pdf.render(reports.build(published)))
    text = " ".join(page.get_textpage().get_text_bounded() for page in document)
    assert "Former & agir" in text
    assert SECRET not in text.lower()
    assert SECRET not in str(document.get_metadata_dict()).lower()


def test_a_rectification_in_preparation_changes_nothing_of_what_is_published(
    site: dict[str, Answer], pages: Pages
) -> None:
    statuses = all_words(pages[f"{PUBLISHED}mesures/"], "//tbody" + by_class("status"))
    assert statuses[0] == "Mise en œuvre"  # « partiellement » in the draft
    assert words(one(pages[f"{PUBLISHED}sections/synthese/"], "//h1")) == "Section synthese"
    assert "Recommandation" in words(pages[f"{PUBLISHED}mesures/1/"])
    assert site[f"{PUBLISHED}recommandations/former/"].status == 302


def test_a_plan_shows_its_published_evaluations_only(pages: Pages) -> None:
    table = one(pages[f"/plans/{PLAN}/"], by_class("trajectories"))
    assert all_words(table, "thead//th") == ["Mesure", "Évaluation 2021", "Évaluation 2022"]
    assert not pages["/plans/2027-2029/"].xpath(by_class("trajectories"))


def test_only_those_that_a_published_evaluation_speaks_to_are_proposed(pages: Pages) -> None:
    offered = pages[f"{PUBLISHED}recommandations/"].xpath("//select[@name='destinataire']/option")
    assert [option.get("value") for option in offered] == ["", "ecole", "parlement"]


def test_a_draft_is_seen_once_it_is_published(drafts: list[Evaluation]) -> None:
    """So that the silence of the other tests says something."""
    path = f"{PUBLISHED}mesures/1/"
    assert SECRET not in words(read(path))
    factories.publish(drafts[1])
    assert SECRET in words(read(path))
