"""Every figure, date and reference of ours stands in the published report, and conversely.

Needs the text of the report beside the project; where it is absent there is nothing to compare
with, and these tests say so.
"""

import html
import re

import pytest

from measures.models import Evaluation
from measures.rich_text.tree import parse
from tests.conftest import SHARED_REPORT

pytestmark = pytest.mark.skipif(
    not SHARED_REPORT.exists(), reason="the text of the report is not beside the project"
)

MONTHS = "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre"
FIGURE = re.compile(r"\d+(?:[-/.,]\d+)*")
DATE = re.compile(rf"\b(?:1er|\d{{1,2}}) (?:{MONTHS})(?: \d{{4}})?")
REFERENCE = re.compile(r"\b[LR]\. ?\d+(?:-\d+)*")
ADDRESS = re.compile(r"https?://\S+|www\.\S+")

MEASURE_HEADING = re.compile(r"^#+ \**MESURE (\d+)", re.MULTILINE)


def fold(text: str) -> str:
    """Return words as both texts would write them: plain spaces, straight quotes, one case."""
    text = html.unescape(text).replace("\u00a0", " ").replace("\u202f", " ").replace("’", "'")
    text = re.sub(r"<sup>(er|ère|re|e|ème)</sup>", r"\1", text)
    text = re.sub(r"[*_]{1,2}", "", text)
    text = re.sub(r"(?<=\b[LR])\.? ?(?=\d)", ". ", text)
    text = re.sub(r"(?<=\d)[ .](?=\d{3}\b)", "", text)
    return re.sub(r"\s+", " ", text).replace("JUIN", "juin")


@pytest.fixture(scope="module")
def report() -> str:
    return SHARED_REPORT.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def chapters(report: str) -> dict[int, str]:
    """Return the text of each measure in the report."""
    headings = list(MEASURE_HEADING.finditer(report))
    ends = [heading.start() for heading in headings[1:]] + [report.index("**PRINCIPALES RECOM")]
    return {
        int(heading[1]): report[heading.end() : end]
        for heading, end in zip(headings, ends, strict=True)
    }


def words_of(stored: str) -> str:
    """Return every word of a stored text, notes included, addresses left out."""
    root = parse(stored)
    for block in root.iter():
        if block.tag not in {"sup", "sub", "em", "strong", "a", "span"}:
            block.tail = " " + (block.tail or "")
        elif block.tag == "span":
            block.text = " " + (block.text or "")
            block.tail = " " + (block.tail or "")
    return ADDRESS.sub(" ", fold("".join(root.itertext())))


def our_texts(evaluation: Evaluation) -> dict[str, str]:
    texts = {
        f"mesure {row.measure.number}": f"{row.state_actions}\n{row.observations}"
        for row in evaluation.assessments.select_related("measure")
    }
    texts |= {f"section {row.slug}": row.body for row in evaluation.sections.all()}
    texts["plan"] = evaluation.plan.presentation
    for priority in evaluation.plan.priorities.all():
        texts[f"priorité {priority.number}"] = priority.presentation
    return {name: words_of(stored) for name, stored in texts.items()}


@pytest.mark.parametrize("pattern", [FIGURE, DATE, REFERENCE], ids=["figures", "dates", "articles"])
def test_what_we_write_stands_in_the_report(evaluation_2017, report, pattern):
    known = set(pattern.findall(ADDRESS.sub(" ", fold(report))))
    strangers = {
        name: sorted(set(pattern.findall(text)) - known)
        for name, text in our_texts(evaluation_2017).items()
    }
    assert {name: found for name, found in strangers.items() if found} == {}


@pytest.mark.parametrize("pattern", [FIGURE, DATE, REFERENCE], ids=["figures", "dates", "articles"])
def test_what_the_report_says_of_a_measure_stands_in_ours(evaluation_2017, chapters, pattern):
    ours = our_texts(evaluation_2017)
    missing = {}
    for number, chapter in chapters.items():
        # Numbers of headings, notes and their calls are computed here, not written.
        text = re.sub(r"^(#|\*\*).*$", " ", chapter, flags=re.MULTILINE)
        text = re.sub(r"<sup>\d{1,2}</sup>", " ", text)
        text = re.sub(r"^\s*\d{1,2}\.? (?=[A-ZÀ-Ý«\[])", " ", text, flags=re.MULTILINE)
        found = set(pattern.findall(ADDRESS.sub(" ", fold(re.sub(r"\]\([^)]*\)", "]", text)))))
        missing[number] = sorted(found - set(pattern.findall(ours[f"mesure {number}"])))
    # Measure 23 writes « directive 2001/36/UE » once for the directive 2011/36/UE it has just
    # named; our sentence says « la directive ».
    if pattern is FIGURE:
        missing[23] = [figure for figure in missing[23] if figure != "2001/36"]
    assert {number: found for number, found in missing.items() if found} == {}


def test_each_measure_is_at_least_half_as_long_as_in_the_report(evaluation_2017, chapters):
    ours = our_texts(evaluation_2017)
    shares = {
        number: len(ours[f"mesure {number}"].split()) / len(ADDRESS.sub(" ", fold(chapter)).split())
        for number, chapter in chapters.items()
    }
    assert {number: round(share, 2) for number, share in shares.items() if share < 0.5} == {}


def own_sentences(stored: str) -> list[str]:
    """Return the words of a text without its quotations, titles, notes, tables and lists."""
    root = parse(stored)
    for element in list(root.iter("span", "em", "blockquote", "table", "ul", "ol", "p")):
        if element.tag != "p" or element.get("class") == "source":
            element.drop_tree()
    text = re.sub(r"«[^»]*»|\([^)]*\)", " | ", fold(" ".join(root.itertext())))
    return re.findall(r"\w+|\|", text.casefold().replace("œ", "oe"))


def test_the_sentences_are_ours(evaluation_2017, report):
    """Runs of twelve words of the report's are rare: names of bodies and titles of texts."""
    length = 12
    theirs = re.findall(r"\w+", fold(ADDRESS.sub(" ", report)).casefold().replace("œ", "oe"))
    runs = {tuple(theirs[i : i + length]) for i in range(len(theirs) - length + 1)}
    stored = [f"{row.state_actions}{row.observations}" for row in evaluation_2017.assessments.all()]
    stored += [row.body for row in evaluation_2017.sections.all()]
    texts = [own_sentences(text) for text in stored if text]
    copied = [
        " ".join(words[i : i + length])
        for words in texts
        for i in range(len(words) - length + 1)
        if tuple(words[i : i + length]) in runs
    ]
    share = len(copied) / sum(map(len, texts))
    assert share < 0.02, copied
