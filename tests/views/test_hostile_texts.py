"""Hostile texts in every place of a published evaluation, read at every way out of the site.

They are written through the actions, as the forms and the files do.
"""

import json
import re
from collections import deque
from collections.abc import Iterator
from contextlib import suppress
from urllib.parse import urldefrag

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.utils.html import escape
from lxml import etree, html
from pytest_django import DjangoDbBlocker

from measures import report as reports
from measures.actions import assessments, plans
from measures.exports import pdf
from measures.models import Evaluation
from measures.rich_text import InvalidText, clean, readable
from tests import factories
from tests.exports.opened import from_csv, from_ods, from_xlsx
from tests.exports.paper import Paper, letters
from tests.hostile import LINES, TEXTS, runs
from tests.views.reader import words

pytestmark = pytest.mark.django_db

PLAN = "/plans/2019-2021/"
EVALUATION = f"{PLAN}evaluations/2022/"
PREVIEW = "/redaction/plans/2027-2029/evaluations/2028/apercu/"
UNPRINTED = "beyond"  # no letter of our fonts, which a publication says: it stays in drafts
PRINTED = {name: line for name, line in LINES.items() if name != UNPRINTED}
TITLES = [" ".join([*PRINTED.values()][place::8]) for place in range(8)]
UNREAD = re.compile(r"\?|\.pdf$|^/static/|^//")
FORMULA = ("=", "+", "-", "@", "\t", "\r")
FILES = {f"{EVALUATION}donnees/{table}.{extension}" for table in ("mesures", "recommandations")
         for extension in ("csv", "xlsx", "ods", "json")}  # fmt: skip


def accepted() -> list[str]:
    """Return the hostile texts as they are kept, without those that cannot be printed."""
    kept = []
    for name, text in TEXTS.items():
        with suppress(InvalidText):
            kept.append("" if UNPRINTED in name else clean(text))
    return [text for text in kept if "\ufffd" not in text]


def write(evaluation: Evaluation, lines: list[str]) -> None:
    """Put hostile texts in each measure and section of an evaluation in preparation."""
    by, texts = factories.user(), accepted()
    former = {row.pk: row for row in evaluation.assessments.select_related("measure")}
    names = {f"a{evaluation.pk}-{n}": line[:200] for n, line in enumerate(lines, 1)}
    addressees = [factories.addressee(slug, name).slug for slug, name in names.items()]
    for place, row in enumerate(former.values()):
        said = f"<p>Dit : {escape(lines[place])}</p>"
        marked = factories.recommendation(said, key=f"r-{place}", to=addressees[place])
        assessments.save(
            row,
            status="non",
            plain_summary=said,
            state_actions="".join(texts[place :: len(lines)]),
            observations=said + marked,
            answers={addressees[place]: {"on": "2022-05-01", "text": said}},
            work_state="relu",
            expected_version=row.version,
            by=by,
        )
    for n, line in enumerate(lines, 1):
        named = {"title": line[:300], "label": line[:80]}
        factories.section(evaluation, f"s-{n}", order=n, **named, body=texts[n])


def hostile_site() -> Evaluation:
    """Return a rectified evaluation of a plan, with a draft of another one."""
    lines, by = TITLES, factories.user()
    plan = factories.plan(measures=len(lines), priorities=3)
    for row, line in zip(plan.measures.order_by("number"), lines, strict=True):
        titles = {"title": line, "short_title": line[:200]}
        version = row.version
        plans.save_measure(row, priority=row.priority, **titles, expected_version=version, by=by)
    first = factories.evaluation(plan, "2022", title=lines[0][:300], notice=lines[2])
    write(first, lines)
    printed = {"adopted_on": factories.TODAY, "statement": lines[0], "by": by}
    factories.published(first, **printed)
    other = factories.plan("2027-2029", measures=2)
    draft = factories.evaluation(other, "2028", title=LINES[UNPRINTED], notice=lines[1])
    write(draft, [LINES[UNPRINTED], LINES["markup"]])
    return first


class Site(dict[str, HttpResponse]):
    """What was read, by address."""

    evaluation: Evaluation


@pytest.fixture(scope="module")
def site(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Site]:
    """Everything that links lead to, files included but for PDF, as a visitor or who writes."""
    with django_db_blocker.unblock(), transaction.atomic():
        found = Site()
        found.evaluation = hostile_site()
        _read(found, Client(), ["/", "/sitemap.xml", "/flux.atom", f"{PLAN}mesures/1/", *FILES])
        writer = Client()
        user = factories.user()
        writer.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        _read(found, writer, [PREVIEW, "/redaction/"], within=PREVIEW)
        yield found
        transaction.set_rollback(True)


def _read(site: Site, client: Client, start: list[str], within: str = "/") -> None:
    queue = deque(start)
    while queue:
        path = queue.popleft()
        if path in site:
            continue
        try:
            site[path] = answer = client.get(path)
        except Exception as error:
            raise AssertionError(path) from error
        if "Location" in answer:
            queue.append(urldefrag(answer["Location"]).url)
        if not answer.content or not answer.get("Content-Type", "").startswith("text/html"):
            continue
        root = html.document_fromstring(answer.content.decode())
        for link in root.xpath("//a/@href"):
            target = urldefrag(link).url
            if target.startswith(within) and not re.search(
                r"\?|\.pdf$|^/static|historique", target
            ):
                queue.append(target)


def trees(site: Site) -> Iterator[tuple[str, html.HtmlElement]]:
    for path, answer in site.items():
        if answer.content and answer["Content-Type"].startswith("text/html"):
            yield path, html.document_fromstring(answer.content.decode())


def test_every_way_out_answers(site: Site) -> None:
    kinds = {answer["Content-Type"].partition(";")[0] for answer in site.values()}
    assert len(kinds) >= 10, kinds
    assert {path: each.status_code for path, each in site.items() if each.status_code >= 400} == {}
    assert sum(path.startswith(PREVIEW) for path in site) > 10


def test_no_page_runs_or_asks_for_anything_that_a_text_brought(site: Site) -> None:
    for path, root in trees(site):
        assert not runs(root), path


def test_titles_are_words_and_nothing_else(site: Site) -> None:
    """What looks like a template or a format is shown as it was written."""
    for place, title in enumerate(TITLES, start=1):
        root = html.document_fromstring(site[f"{EVALUATION}mesures/{place}/"].content.decode())
        assert letters(readable(title)) in letters(words(root.xpath("//h1")[0])), title


def test_what_software_reads_is_well_formed(site: Site) -> None:
    read = 0
    for path, answer in site.items():
        kind = answer["Content-Type"].partition(";")[0]
        if kind.endswith("json"):
            json.loads(answer.content)
        elif kind.endswith("xml"):
            root = etree.fromstring(answer.content)
            assert not root.xpath("//*[local-name()='script'] | //@*[starts-with(name(), 'on')]")
        elif kind == "application/x-bibtex":
            unescaped = re.sub(r"\\[\\{}]", "", answer.content.decode())
            assert unescaped.count("{") == unescaped.count("}"), path
            assert "\\write18" not in unescaped.replace("\\textbackslash", ""), path
        else:
            continue
        read += 1
    assert read > 60


def test_no_cell_is_a_formula(site: Site) -> None:
    for path in FILES:
        content = site[path].content
        if path.endswith("csv"):
            cells = [cell for row in from_csv(content) for cell in row]
        elif path.endswith("json"):
            continue
        else:
            opened = from_xlsx(content) if path.endswith("xlsx") else from_ods(content)
            cells = [cell for sheet in opened.values() for row in sheet for cell in row]
        said = [cell for cell in cells if isinstance(cell, str)]
        assert any("cmd|" in cell for cell in said), path
        assert not [cell for cell in said if cell.startswith(FORMULA)], path


def test_the_report_prints_the_words_and_keeps_nothing_that_acts(site: Site) -> None:
    made = pdf.render(reports.build(Evaluation.objects.get(pk=site.evaluation.pk)))
    said = letters(Paper(made).whole())
    for name, line in PRINTED.items():
        assert letters(readable(line)) in said, name
    for acts in (b"/JavaScript", b"/JS", b"/Launch", b"/OpenAction", b"/SubmitForm", b"/GoToR"):
        assert acts not in made
    addresses = re.findall(rb"/URI \((.*?)\)", made)
    assert all(each.startswith((b"http", b"mailto:")) for each in addresses), addresses
