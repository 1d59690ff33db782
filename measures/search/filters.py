"""Where a search looks: the filters of its page, read from the address and written back into it.

Written by hand: the forms of Django would take longer than the search itself.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.db.models import BigIntegerField, Exists, IntegerField, OuterRef, Q, QuerySet
from django.http import QueryDict
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from measures import french
from measures.filters import STATUSES, ActiveFilter, numbered
from measures.models import Addressee, Evaluation, Priority, Recommendation
from measures.models.kept import kept
from measures.models.prepared import Given, GivenSeveral, Prepared
from measures.rich_text import typeset
from measures.search.question import Question
from measures.search_words import fold


@dataclass(frozen=True)
class Choice:
    """A filter: what it is called, what it offers, and what the address asks for."""

    name: str
    label: str
    everything: str  # what it says when it is not in force
    options: tuple[tuple[str, str], ...]
    value: str

    @property
    def id_for_label(self) -> str:
        """The anchor that its label names."""
        return f"recherche-{self.name}"

    @cached_property
    def chosen(self) -> str | None:
        """The words of what is asked for, if it exists."""
        return dict(self.options).get(self.value)

    def __str__(self) -> SafeString:
        return _select(self)


@lru_cache(maxsize=100)
def _select(choice: Choice) -> SafeString:
    """Write a choice: most searches offer the same ones."""
    options = format_html_join(
        "",
        '<option value="{}"{}>{}</option>',
        (
            (value, " selected" if value == choice.value else "", typeset(label))
            for value, label in (("", choice.everything), *choice.options)
        ),
    )
    return format_html(
        '<select name="{}" id="{}">{}</select>', choice.name, choice.id_for_label, options
    )


@dataclass(frozen=True)
class Where:
    """Where passages are looked for: a value for each of the `CONDITIONS` that hold."""

    values: Mapping[str, Any]

    @property
    def conditions(self) -> frozenset[str]:
        """The names of those that hold."""
        return frozenset(self.values).intersection(CONDITIONS)

    def among(self, pages: Iterable[int]) -> "Where":
        """Return the same place, within some pages, each named as in `Word.pages`."""
        measures, sections = [p for p in pages if p > 0], [-p for p in pages if p < 0]
        return Where({**self.values, "measures": measures, "sections": sections})


def _several(name: str) -> GivenSeveral:
    return GivenSeveral(name, BigIntegerField())


# What a passage must be, by the names of the values that this takes.
CONDITIONS = {
    "evaluations": Q(evaluation__in=_several("evaluations")),
    "priorite": Q(assessment__measure__priority__number=Given("priorite", IntegerField())),
    "statut": Q(assessment__status=Given("statut")),
    "destinataire": Q(recommendation__addressees__slug=Given("destinataire")),
    "measures": Q(assessment__in=_several("measures")) | Q(section__in=_several("sections")),
}


def _addressees() -> QuerySet:
    asked = Recommendation.objects.filter(
        addressees=OuterRef("pk"), evaluation__in=Evaluation.objects.published()
    )
    lately = Recommendation.objects.filter(
        addressees=OuterRef("pk"), evaluation=Given("latest", BigIntegerField())
    )
    rows = Addressee.objects.filter(Exists(asked)).annotate(lately=Exists(lately)).order_by()
    return rows.values_list("slug", "name", "lately")


_EVALUATIONS = Prepared(
    lambda: (
        Evaluation.objects.published()
        .with_neighbours()
        .with_content_version()
        .select_related("plan")
        .order_by("-adopted_on", "-published_at")
    )
)
_PRIORITIES = Prepared(
    lambda: (
        Priority.objects.filter(plan__in=Evaluation.objects.published().values("plan"))
        .order_by("number")
        .values_list("number", "title")
    )
)
_ADDRESSEES = Prepared(_addressees)


@kept
def _priorities(_: int | None, with_titles: bool) -> list[tuple[str, str]]:
    """Return the numbers of the priorities of published evaluations, with their titles or not."""
    rows = _PRIORITIES.all()
    if with_titles:
        return [(str(number), numbered(number, title)) for number, title in rows]
    return list({str(number): french.roman(number) for number, _ in rows}.items())


class Asked(NamedTuple):
    """An addressee of published recommendations."""

    slug: str
    name: str
    folded: str  # the words of its name, as they are compared
    lately: bool  # whether recommendations of the latest evaluation speak to it


@kept
def _asked(_: int | None, latest: int) -> list[Asked]:
    """Return whom published recommendations speak to, in alphabetical order."""
    rows = _ADDRESSEES.all(latest=latest)
    found = [Asked(slug, name, fold(name), lately) for slug, name, lately in rows]
    return sorted(found, key=lambda asked: french.alphabetical(asked.name))


class Filters:
    """The filters of a search among published evaluations, latest first.

    In one query, and two more once after each change of what is public.
    """

    def __init__(self, data: QueryDict, *, question: Question) -> None:
        self.question = question
        self.evaluations = _EVALUATIONS.all()
        version = self.latest.content_version if self.latest else None
        asked = _asked(version, self.latest.pk if self.latest else 0)
        self.addressees = [one for one in asked if one.lately]
        addressees = [(one.slug, one.name) for one in asked]
        plans = self._plans()
        priorities = _priorities(version, len(plans) == 1)
        offered = {
            "plan": ("Plan", "Tous", plans),
            "evaluation": ("Évaluation", "Toutes", self._slugs()),
            "priorite": ("Priorité", "Toutes", priorities),
            "statut": ("Mise en œuvre", "Toutes", STATUSES),
            "destinataire": ("Recommandations à", "Tous", addressees),
        }
        self.choices = [
            Choice(name, label, everything, tuple(options), data.get(name, ""))
            for name, (label, everything, options) in offered.items()
        ]

    @property
    def latest(self) -> Evaluation | None:
        """The published evaluation that was adopted last."""
        return self.evaluations[0] if self.evaluations else None

    @property
    def kept(self) -> str:
        """What remains of the address when every filter is removed."""
        return urlencode({"q": self.question.asked})

    @cached_property
    def unknown(self) -> bool:
        """Whether the address asks for a choice that does not exist."""
        return any(choice.value and choice.chosen is None for choice in self.choices)

    @cached_property
    def in_force(self) -> dict[str, str]:
        """What the address asks for, by filter; nothing if one of them does not exist."""
        if self.unknown:
            return {}
        return {choice.name: choice.value for choice in self.choices if choice.value}

    @property
    def active(self) -> list[ActiveFilter]:
        """The filters in force, each with the address without it."""
        return [
            ActiveFilter(
                f"{choice.label} : {choice.chosen}",
                self.address(self.question, without=choice.name),
            )
            for choice in self.choices
            if choice.name in self.in_force
        ]

    def address(self, question: Question, *, without: str = "") -> str:
        """Return the address of a question with the filters in force."""
        kept = {name: value for name, value in self.in_force.items() if name != without}
        return f"?{urlencode({'q': question.asked} | kept)}"

    @property
    def everywhere(self) -> Where:
        """The passages of published evaluations, whatever the filters."""
        return Where({"evaluations": [row.pk for row in self.evaluations]})

    @property
    def where(self) -> Where:
        """The published passages that answer to every filter in force."""
        asked = self.in_force
        evaluations = [
            evaluation.pk
            for evaluation in self.evaluations
            if asked.get("plan") in {None, evaluation.plan.slug}
            and asked.get("evaluation") in {None, evaluation.slug}
        ]
        values: dict[str, Any] = {name: asked[name] for name in asked.keys() & CONDITIONS.keys()}
        if "priorite" in values:
            values["priorite"] = int(values["priorite"])
        return Where({"evaluations": evaluations} | values)

    def _plans(self) -> list[tuple[str, str]]:
        plans = {row.plan.slug: row.plan.short_title for row in self.evaluations}
        return sorted(plans.items(), reverse=True)

    def _slugs(self) -> list[tuple[str, str]]:
        slugs = {row.slug for row in self.evaluations}
        return [(slug, slug) for slug in sorted(slugs, reverse=True)]
