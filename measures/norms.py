"""The laws, decrees, treaties and articles that a text cites, under one name each.

Reads plain French words; knows nothing of ours. A citation without its number joins the one of
the same kind and date that has it: « loi du 13 avril 2016 » is « loi n° 2016-444 du 13 avril
2016 » where the report says both.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum

_MONTHS = "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre"
_DATE = rf"(?P<date>(?:1er|\d{{1,2}}) (?:{_MONTHS}) \d{{4}})"


class Kind(Enum):
    """Kinds of norms, in the order of their list."""

    TREATY = "Conventions, protocoles et résolutions"
    EUROPEAN = "Droit de l’Union européenne"
    LAW = "Lois"
    ARTICLE = "Articles de codes"
    REGULATION = "Décrets, arrêtés et circulaires"


@dataclass(frozen=True)
class Norm:
    """A norm under the name that the list gives it."""

    name: str
    kind: Kind

    @property
    def place(self) -> tuple:
        """Its place in the list: by kind, then by name, figures by their value."""
        kinds = list(Kind)
        parts = re.split(r"(\d+)", self.name.casefold())
        return kinds.index(self.kind), [(int(p), "") if p.isdigit() else (-1, p) for p in parts]


_ACTS = {
    "loi": Kind.LAW,
    "décret": Kind.REGULATION,
    "arrêté": Kind.REGULATION,
    "circulaire": Kind.REGULATION,
    "note d’information": Kind.REGULATION,
}
_NUMBERED = re.compile(
    rf"\b(?P<act>loi|décret|arrêté) n° (?P<number>\d{{2,4}}-\d+) du {_DATE}", re.I
)
_DATED = re.compile(
    rf"\b(?P<act>loi|décret|arrêté|circulaire|note d’information)(?: adoptée le| du) {_DATE}", re.I
)
_DIRECTIVE = re.compile(r"(?:directive\s*\(?|n° ?)(?P<number>\d{4}/\d+/(?:UE|CE))", re.I)
_CONVENTION = re.compile(r"\bConventions? n° ?0*(?P<number>\d+)\b")
_NAMED = re.compile(r"\b(?P<name>(?:Convention|Protocole) de (?:Varsovie|Palerme))\b")
_RESOLUTION = re.compile(r"\brésolution (?P<number>\d+(?:/\d+)?)\b", re.I)
_CODES = r"CESEDA|Code (?:de procédure pénale|pénal|du travail|de l’éducation)"
_ARTICLE_OF = re.compile(
    rf"\b(?P<number>(?:L\. ?)?\d[\d-]*\d)(?: et suivants)?,? du (?P<code>{_CODES})", re.I
)
_CODE_THEN = re.compile(rf"\b(?P<code>{_CODES}),? article (?P<number>(?:L\. ?)?\d[\d-]*\d)", re.I)
_BARE_ARTICLE = re.compile(r"\bL\. ?(?P<number>\d[\d-]*\d)")


def index(texts: Mapping[str, str]) -> dict[Norm, list[str]]:
    """Return each norm with the keys of the texts that cite it, both in order.

    `texts` maps a key (an anchor, say) to plain words.
    """
    acts = _known_acts(texts.values())
    codes = _known_codes(texts.values())
    found: dict[Norm, list[str]] = {}
    for key, text in texts.items():
        for norm in dict.fromkeys(_norms(_fold(text), acts, codes)):
            found.setdefault(norm, []).append(key)
    return {norm: found[norm] for norm in sorted(found, key=lambda norm: norm.place)}


def _fold(text: str) -> str:
    return re.sub(r"[\s\u00a0\u202f]+", " ", text).replace("'", "’")


def _known_acts(texts: Iterable[str]) -> dict[tuple[str, str], str]:
    """Map (act, date) to its number, where any text gives it."""
    return {
        (match["act"].casefold(), match["date"]): match["number"]
        for text in texts
        for match in _NUMBERED.finditer(_fold(text))
    }


def _known_codes(texts: Iterable[str]) -> dict[str, str]:
    """Map the number of an article to its code, where any text gives it."""
    return {
        _article(match["number"]): _code(match["code"])
        for text in texts
        for pattern in (_ARTICLE_OF, _CODE_THEN)
        for match in pattern.finditer(_fold(text))
    }


def _article(number: str) -> str:
    return re.sub(r"^L\. ?", "L. ", number)


def _code(words: str) -> str:
    return words if words == "CESEDA" else words[0].upper() + words[1:]


def _norms(
    text: str, acts: Mapping[tuple[str, str], str], codes: Mapping[str, str]
) -> Iterable[Norm]:
    for match in [*_NUMBERED.finditer(text), *_DATED.finditer(text)]:
        act = match["act"].casefold()
        number = acts.get((act, match["date"]))
        name = f"{act.capitalize()}{f' n° {number}' if number else ''} du {match['date']}"
        yield Norm(name, _ACTS[act])
    for match in _DIRECTIVE.finditer(text):
        yield Norm(f"Directive {match['number'].upper()}", Kind.EUROPEAN)
    for match in _CONVENTION.finditer(text):
        yield Norm(f"Convention n° {match['number']}", Kind.TREATY)
    for match in _NAMED.finditer(text):
        yield Norm(match["name"], Kind.TREATY)
    for match in _RESOLUTION.finditer(text):
        yield Norm(f"Résolution {match['number']}", Kind.TREATY)
    for pattern in (_ARTICLE_OF, _CODE_THEN):
        for match in pattern.finditer(text):
            yield Norm(
                f"Article {_article(match['number'])} du {_code(match['code'])}", Kind.ARTICLE
            )
    for match in _BARE_ARTICLE.finditer(text):
        article = f"L. {match['number']}"
        if article in codes:
            yield Norm(f"Article {article} du {codes[article]}", Kind.ARTICLE)
