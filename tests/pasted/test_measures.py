"""What a list of measures says, and every refusal by its line."""

import pytest

from measures.pasted import LONGEST_SHORT, Reading, cells, read, shorten
from tests.hostile import LINES

PLAN = {1: "Informer", 2: "Identifier"}


def reading(text: str, *, taken: tuple[int, ...] = ()) -> Reading:
    return read(cells(text), priorities=PLAN, taken=taken)


def measures(text: str, **context: tuple[int, ...]) -> list[tuple]:
    found = reading(text, **context)
    assert found.problems == []
    return [(row.priority, row.number, row.title, row.short_title) for row in found.lines]


@pytest.mark.parametrize(
    "priority", ["I", "i", "1", "Priorité I", "I.", "informer", "I – Informer"]
)
def test_a_priority_is_named_by_its_number_or_its_title(priority: str) -> None:
    assert measures(f"{priority}\t1\tUn titre\tCourt") == [(1, 1, "Un titre", "Court")]


def test_what_is_left_empty_follows_from_the_line_before() -> None:
    text = "I\t\tUn\n\t\tDeux\nII\tMesure n° 7.\tSept\n\t\tHuit"
    assert [row[:2] for row in measures(text)] == [(1, 1), (1, 2), (2, 7), (2, 8)]
    assert measures("I\t\tSuite", taken=(3, 4)) == [(1, 5, "Suite", "Suite")]


def test_an_unknown_title_makes_a_priority_once() -> None:
    found = reading("Coopérer\t1\tUn\nCoopérer\t2\tDeux\nV – Suivre\t3\tTrois\nV\t4\tQuatre")
    assert found.problems == []
    assert [row.priority for row in found.lines] == [3, 3, 5, 5]
    assert found.new_priorities == {3: "Coopérer", 5: "Suivre"}


def test_a_header_names_the_columns_in_any_order() -> None:
    text = "Titre court;N°;Priorité;Titre\nA;1;I;Un titre"
    assert measures(text) == [(1, 1, "Un titre", "A")]


def test_a_short_title_is_made_from_the_title_cut_between_two_words() -> None:
    long = "Renforcer la coordination " * 12
    ((_, _, title, short),) = measures(f"I\t1\t{long}")
    assert title == long.strip()
    assert len(short) <= LONGEST_SHORT
    assert short.endswith(("coordination…", "la…", "Renforcer…"))
    assert shorten("a" * 300) == "a" * 198 + "…"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("I\t1\t", "Ligne 1 : il manque le titre de la mesure."),
        ("\t1\tUn", "Ligne 1 : il manque la priorité."),
        ("I\tun\tUn", "Ligne 1 : « un » n’est pas un numéro de mesure."),
        ("I\t0\tUn", "Ligne 1 : une mesure a un numéro de 1 à 999."),
        ("I\t1\tUn\n\nI\t1\tDeux", "Ligne 3 : le numéro 1 est déjà donné à la ligne 1."),
        ("I\t9\tUn", "Ligne 1 : le plan a déjà une mesure 9."),
        ("IV\t1\tUn", "Ligne 1 : la priorité IV n’existe pas encore"),
        ("I – Autre\t1\tUn", "Ligne 1 : la priorité I existe déjà : « Informer »."),
        ("40 – Loin\t1\tUn", "Ligne 1 : une priorité a un numéro de 1 à 39."),
        ("I\t1\t" + "a" * 401, "Ligne 1 : le titre compte 401 signes ; la limite est de 400."),
        ("I\t1\tUn\t" + "a" * 201, "Ligne 1 : le titre court compte 201 signes"),
        ("I\t1\tUn\tCourt\tNote", "Ligne 1 : la cellule « Note » est de trop"),
        ("I\t1\tU\x00n", "Ligne 1 : un signe nul"),
        ("titre\tbudget\nUn\t3", "Ligne 1 : les colonnes sont priorité, numéro, titre"),
        ("\n".join(f"I\t{n}\tT" for n in range(10, 520)), "plus de 500 mesures"),
    ],
    ids=lambda value: value[:30],
)
def test_what_is_refused_is_told_by_its_line(text: str, said: str) -> None:
    found = reading(text, taken=(9,))
    assert any(said in str(problem) for problem in found.problems), found.problems


@pytest.mark.parametrize("name", LINES)
def test_a_hostile_title_is_a_title(name: str) -> None:
    found = reading('I\t1\t"' + LINES[name].replace('"', '""') + '"')
    assert found.problems == []
    assert [row.title for row in found.lines] == [" ".join(LINES[name].split())]


def test_every_refusal_is_told_at_once() -> None:
    found = reading("I\tx\tUn\nI\t2\t\nI\t3\tTrois")
    assert [problem.line for problem in found.problems] == [1, 2]
    assert [row.number for row in found.lines] == [3]
