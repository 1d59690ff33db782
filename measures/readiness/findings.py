"""What may be found in an evaluation before its publication, where, and in what words."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from measures import french


class Kind(StrEnum):
    """What a finding is about; those that prevent a publication come first."""

    UNASSESSED = "mesure à évaluer,mesures à évaluer"
    EMPTY = "texte vide,textes vides"
    NOT_PROOFREAD = "texte à relire,textes à relire"
    DEAD_LINK = "lien sans but,liens sans but"
    NO_ADDRESSEE = "recommandation sans destinataire,recommandations sans destinataire"
    EMPTY_NOTE = "note sans texte,notes sans texte"
    NO_SIGN = "signe qui ne s’imprime pas,signes qui ne s’impriment pas"
    UNFINISHED_FOLLOW_UP = "suite donnée inachevée,suites données inachevées"
    NOT_FOLLOWED_UP = (
        "recommandation précédente à apprécier,recommandations précédentes à apprécier"
    )
    NO_ACTIONS = "mesure sans actions de l’État,mesures sans actions de l’État"
    MANY_ADDRESSEES = (
        "recommandation à de nombreux destinataires,recommandations à de nombreux destinataires"
    )
    TABLE = "tableau à compléter,tableaux à compléter"
    LONG_NOTE = "note très longue,notes très longues"
    UNFINISHED = "passage inachevé,passages inachevés"
    SAME_TITLE = "titre en double,titres en double"
    INTERNAL_NOTE = "note interne,notes internes"

    def counted(self, count: int) -> str:
        """Return « 3 textes vides »."""
        singular, several = self.value.split(",")
        return f"{count} {french.plural(count, singular, several)}"


BLOCKING = frozenset(
    [
        Kind.UNASSESSED,
        Kind.EMPTY,
        Kind.NOT_PROOFREAD,
        Kind.DEAD_LINK,
        Kind.NO_ADDRESSEE,
        Kind.EMPTY_NOTE,
        Kind.NO_SIGN,
        Kind.UNFINISHED_FOLLOW_UP,
    ]
)


@dataclass(frozen=True)
class Spot:
    """Where something was found: a measure, a section, or what an evaluation says of itself."""

    measure: int | None = None  # its number
    section: str = ""  # its slug
    title: str = ""
    absent: str = ""  # the slug of a section that the evaluation does not have

    @property
    def name(self) -> str:
        """The fewest words that name it: « Mesure 3 », « Section « Introduction » »."""
        if self.measure is not None:
            return f"Mesure {self.measure}"
        if self.absent:
            return f"Section absente « {self.title} »"
        return f"Section « {self.title} »" if self.section else "Avertissement"


@dataclass(frozen=True)
class Finding:
    """One thing that prevents a publication, or deserves a look before it."""

    kind: Kind
    spot: Spot
    what: str

    @property
    def blocking(self) -> bool:
        """Whether nothing can be published as long as it stands."""
        return self.kind in BLOCKING

    @property
    def sentence(self) -> str:
        """The finding said by itself, with its place."""
        return f"{self.spot.name} : {self.what}."


def by_spot(found: Iterable[Finding]) -> list[tuple[Spot, list[Finding]]]:
    """Group findings by place, in their order."""
    return [(spot, list(rows)) for spot, rows in groupby(found, key=lambda row: row.spot)]


def counted(found: Iterable[Finding]) -> list[str]:
    """Return findings as « 2 mesures à évaluer », « 1 texte vide », by kind."""
    kinds = [row.kind for row in found]
    return [kind.counted(kinds.count(kind)) for kind in Kind if kind in kinds]


def quoted(words: str, length: int = 60) -> str:
    """Return the first words of a passage between quotation marks."""
    words = " ".join(words.split())
    if len(words) > length:
        words = words[:length].rsplit(" ", 1)[0].rstrip(",;:.") + "…"
    return f"« {words} »"
