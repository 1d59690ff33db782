"""Whatever the two texts, the redline holds every word of both, and nothing else."""

import random
import re
import time
from itertools import pairwise
from pathlib import Path

import pytest
from lxml import etree

from measures.rich_text import clean, redline, redline_words
from tests.rich_text.corpus import MESSY, words
from tests.rich_text.redlined import former_words, new_words

FIXTURES = Path(__file__).resolve().parent.parent.parent / "fixtures/2014-2016/evaluations/2017"
MESSY_CLEAN = {name: clean(text) for name, text in MESSY.items()}
FULL = [
    clean(text)
    for path in sorted(FIXTURES.rglob("*.txt"))
    for text in re.split(r"\n== .*\n", path.read_text(encoding="utf-8"))[1:]
    if text.strip()
]


def holds_both(before: str, after: str) -> None:
    html = str(redline(before, after).html)
    etree.fromstring(f"<div>{html.replace('<br>', '<br/>')}</div>")
    assert former_words(html) == words(before)
    assert new_words(html) == words(after)
    folded = str(redline(before, after, fold=True).html)
    assert former_words(folded) == words(before)
    assert new_words(folded) == words(after)
    assert " id=" not in html
    assert "data-" not in html


@pytest.mark.parametrize("name", MESSY_CLEAN)
def test_a_text_against_itself_and_against_nothing(name: str) -> None:
    text = MESSY_CLEAN[name]
    same = redline(text, text)
    assert not same
    assert "<ins" not in same.html
    assert "<del" not in same.html
    assert words(text) == new_words(str(same.html)) == former_words(str(same.html))
    holds_both("", text)
    holds_both(text, "")


@pytest.mark.parametrize("name", MESSY_CLEAN)
def test_each_messy_text_against_every_other(name: str) -> None:
    for other in MESSY_CLEAN.values():
        holds_both(MESSY_CLEAN[name], other)


def test_the_texts_of_the_report_against_each_other() -> None:
    for before, after in pairwise(FULL):
        holds_both(before, after)


@pytest.mark.parametrize("seed", range(40))
def test_random_edits_of_a_text_of_the_report(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311
    before = chance.choice(FULL)
    after = edited(before, chance)
    holds_both(before, after)
    assert bool(redline(before, after)) is (visible(before) != visible(after))


def edited(text: str, chance: random.Random) -> str:
    """Return a text after a few changes of words, blocks, marks and tags."""
    lines = text.split("\n")
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(lines))
        match chance.randrange(7):
            case 0:
                lines[at] = lines[at].replace("la ", "une autre ", 1)
            case 1:
                lines[at] = re.sub(r"\b(\w{5,})\b(?![^<]*>)", r"<b>\1</b>", lines[at], count=1)
            case 2:
                lines[at] = re.sub(r"\b\w{4,} (?![^<]*>)", "", lines[at], count=2)
            case 3:
                lines.insert(at, f"<p>Un paragraphe entier, numéro {at}.</p>")
            case 4:
                lines[at] = re.sub(r"<p>(.*)</p>", r"<ul><li>\1</li></ul>", lines[at])
            case 5:
                lines[at] = re.sub(r"\. ", ". Ajout d’une phrase. ", lines[at], count=1)
            case 6 if lines[at].startswith("<p>"):
                del lines[at]
        lines = lines or ["<p>Reste.</p>"]
    return clean("\n".join(lines))


def visible(text: str) -> str:
    return re.sub(r' data-key="[^"]*"', "", text)


@pytest.mark.parametrize("sort", ["edited", "reversed", "shuffled words", "alike", "one block"])
def test_the_longest_text_is_compared_in_little_time(sort: str) -> None:
    chance = random.Random(7)  # noqa: S311
    before = clean("\n".join(FULL))
    after = before = clean((before * 9)[:390_000].rpartition("<p>")[0])
    assert len(before) > 380_000
    match sort:
        case "edited":
            after = clean(re.sub(r"(La CNCDH)", r"La <b>Commission</b>", before))
        case "reversed":
            after = clean("\n".join(f"<p>{n}</p>" for n in range(20_000)))
            before = clean("\n".join(f"<p>{n}</p>" for n in reversed(range(20_000))))
        case "shuffled words":
            some = words(before)
            before = clean(
                "".join(f"<p>{' '.join(some[n : n + 150])}</p>" for n in range(0, len(some), 150))
            )
            chance.shuffle(some)
            after = clean(
                "".join(f"<p>{' '.join(some[n : n + 150])}</p>" for n in range(0, len(some), 150))
            )
        case "alike":
            before = clean("<p>x</p>" * 20_000)
            after = clean("<p>x</p><p>y</p>" * 10_000)
        case "one block":
            some = words(before)
            before = clean(f"<p>{' '.join(some)}</p>")
            chance.shuffle(some)
            after = clean(f"<p>{' '.join(some)}</p>")
    start = time.process_time()
    made = redline(before, after)
    assert time.process_time() - start < 6, "seconds, on a slow machine"
    assert made


def test_titles_are_compared_word_by_word() -> None:
    made = redline_words("Former les magistrats de l'État", "Former tous les magistrats de l’État")
    assert former_words(str(made.html)) == words("Former les magistrats de l’État")
    assert new_words(str(made.html)) == words("Former tous les magistrats de l’État")
    assert made.changes == 1
    assert not redline_words("Un & deux", "Un & deux")
    assert redline_words("Un & deux", "Un & deux").html == "Un &amp; deux"
