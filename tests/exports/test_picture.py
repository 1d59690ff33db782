"""The picture of the statuses: its words, its geometry, and that both files show the same."""

import re
from io import BytesIO

import pytest
from lxml import etree
from PIL import Image

from measures import report as reports
from measures.exports import picture
from measures.exports.picture import fonts
from measures.exports.picture.shapes import HEIGHT, MARGIN, WIDTH, Tile, palette
from measures.models import Evaluation, User
from tests import bulk, factories

pytestmark = pytest.mark.printed

SVG = "{http://www.w3.org/2000/svg}"


def spaced(text: str) -> str:
    return re.sub(r"[\u00a0\u202f]", " ", text)


def compose(evaluation: Evaluation) -> picture.Picture:
    return picture.compose(reports.outline(evaluation))


def test_the_picture_says_all_that_it_shows(evaluation_2017: Evaluation) -> None:
    made = compose(evaluation_2017)
    assert spaced(made.title) == (
        "Quatre mesures sur vingt-trois ont été mises en œuvre (Plan 2014-2016, évaluation 2017)"
    )
    assert spaced(made.description) == (
        "4 mises en œuvre, 14 partiellement mises en œuvre et 5 non mises en œuvre. "
        "Priorité I – partiellement mises en œuvre : mesures 2 à 8 ; "
        "non mises en œuvre : mesures 1 et 9 à 11. "
        "Priorité II – mises en œuvre : mesures 13, 15 et 17 ; "
        "partiellement mises en œuvre : mesures 12, 16, 18 et 19 ; non mise en œuvre : mesure 14. "
        "Priorité III – mise en œuvre : mesure 23 ; "
        "partiellement mises en œuvre : mesures 20 à 22."
    )
    said = spaced(" ".join(line.words for line in made.lines))
    assert "Plan 2014-2016 · évaluation adoptée le 6 juillet 2017" in said
    assert "14 partiellement mises en œuvre" in said


def test_each_measure_is_a_tile_with_its_number(evaluation_2017: Evaluation) -> None:
    tiles = [tile for tile in compose(evaluation_2017).tiles if tile.number is not None]
    assert [tile.label.words for tile in tiles] == [str(n) for n in range(1, 24)]
    assert [tile.number for tile in tiles if tile.status == "mise-en-oeuvre"] == [13, 15, 17, 23]
    assert {tile.y for tile in tiles[:11]} == {tiles[0].y}  # a row for each priority
    assert tiles[0].y < tiles[11].y < tiles[19].y


@pytest.mark.parametrize("measures", [3, 45, 230, 2300])
def test_everything_stays_within_the_frame(measures: int, db: None) -> None:
    made = compose(bulk.evaluation(measures))
    for tile in made.tiles:
        assert tile.x >= MARGIN
        assert tile.x + tile.size <= WIDTH - MARGIN
        assert tile.y + tile.size <= HEIGHT - MARGIN
    for line in made.lines:
        assert line.x + fonts.width(line.words, line.font, line.size) <= WIDTH - MARGIN + 1
    places = [(tile.x, tile.y) for tile in made.tiles]
    assert len(places) == len(set(places))


def test_beyond_a_hundred_measures_the_words_count_them(db: None) -> None:
    said = spaced(compose(bulk.evaluation(230)).description)
    assert "mesures 1" not in said
    assert "Priorité I – 25 mises en œuvre" in said


def test_the_svg_is_well_formed_named_and_described(evaluation_2017: Evaluation) -> None:
    made = compose(evaluation_2017)
    root = etree.fromstring(picture.svg(made).encode())
    assert root.tag == f"{SVG}svg"
    assert root.get("viewBox") == "0 0 1200 630"
    assert root.get("role") == "img"
    for anchor in root.get("aria-labelledby").split():
        assert root.xpath("//*[@id=$anchor]", anchor=anchor)
    assert root.findtext(f"{SVG}title") == made.title
    assert root.findtext(f"{SVG}desc") == made.description
    used = root.xpath("//@href")
    assert used
    assert {name.lstrip("#") for name in used} == set(root.xpath("//*[local-name()='defs']/*/@id"))


def test_the_svg_asks_nothing_of_anybody(evaluation_2017: Evaluation) -> None:
    root = etree.fromstring(picture.svg(compose(evaluation_2017)).encode())
    names = {etree.QName(element).localname for element in root.iter()}
    assert not names & {"script", "style", "image", "foreignObject", "text"}
    assert not root.xpath("//@style | //@*[starts-with(name(), 'on')]")
    assert all(href.startswith("#") for href in root.xpath("//@href"))


def test_names_that_need_escaping_leave_the_svg_well_formed(writer: User) -> None:
    plan = factories.plan(measures=1)
    plan.short_title = "Plan « A & B » <1>"
    plan.save()
    made = compose(factories.publish(factories.evaluation(plan)))
    root = etree.fromstring(picture.svg(made).encode())
    assert "A & B" in root.findtext(f"{SVG}title")


def pixels(made: picture.Picture) -> Image.Image:
    drawn = Image.open(BytesIO(picture.png(made)))
    assert drawn.format == "PNG"
    assert drawn.size == (1200, 630)
    return drawn.convert("L")


def greys(drawn: Image.Image, tile: Tile) -> tuple[int, int]:
    """Return how light a tile is in its upper and in its lower half, beside its number."""
    x = tile.x + tile.size // 6
    return tuple(drawn.getpixel((x, tile.y + tile.size * part // 4)) for part in (1, 3))


def test_the_degree_of_filling_is_seen_in_black_and_white(evaluation_2017: Evaluation) -> None:
    made = compose(evaluation_2017)
    drawn = pixels(made)
    for tile in made.tiles:
        if tile.number is None:
            continue
        upper, lower = greys(drawn, tile)
        if tile.status == "non":
            assert min(upper, lower) > 240
        elif tile.status == "partiellement":
            assert upper > 240
            assert 120 < lower < 200
        else:
            assert max(upper, lower) < 100


def test_what_is_still_to_be_assessed_is_dotted(writer: User) -> None:
    made = compose(factories.evaluation(factories.plan(measures=2)))
    root = etree.fromstring(picture.svg(made).encode())
    assert root.xpath("//@stroke-dasharray")
    edge = [
        pixels(made).getpixel((made.tiles[0].x + step, made.tiles[0].y + 1)) for step in range(40)
    ]
    assert min(edge) < 120 < 200 < max(edge)


def test_the_colours_are_those_of_the_site() -> None:
    assert palette()["mise-en-oeuvre"] == "#1b6140"  # of the light theme, not of the dark one
    assert palette()["paper"] == "#ffffff"
