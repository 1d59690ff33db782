"""The filters of the lists, read from the address and written back into it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

import django_filters
from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import QueryDict

from measures import french
from measures.models import (
    Addressee,
    Assessment,
    Evaluation,
    Priority,
    Recommendation,
    Revision,
    User,
)
from measures.models.kept import kept
from measures.models.prepared import Given, Prepared

Choices = list[tuple[Any, str]]  # the value and the words of each

STATUSES = [
    (status.value, status.label.capitalize())
    for status in reversed(Assessment.Status)
    if status != Assessment.Status.TO_ASSESS
]


FRENCH_DATE: dict[str, Any] = {
    "input_formats": ["%Y-%m-%d", "%d/%m/%Y"],
    "error_messages": {"invalid": "Cette date n’existe pas : écrivez-la comme 03/03/2026."},
}


_TYPED = re.compile(r"(\d\d)/(\d\d)/(\d{4})\Z")


class DateInput(forms.DateInput):
    """A date that the browser lets one pick, in the reader's own form."""

    input_type = "date"

    def format_value(self, value: Any) -> str:
        """Return the date as a browser takes it, also when the address says it as in French."""
        return _TYPED.sub(r"\3-\2-\1", str(value or ""))


@dataclass(frozen=True)
class ActiveFilter:
    """A filter in force: what it says, and the address without it."""

    label: str
    without: str


class AddressFilter(django_filters.FilterSet):
    """Filters with French names, as they stand in the address."""

    noun: tuple[str, str]  # what is listed: one, several

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        """Keep what answers to every filter; everything if one of them does not exist."""
        return super().filter_queryset(queryset) if self.form.is_valid() else queryset

    @property
    def in_force(self) -> dict[str, str]:
        """What is asked of each filter in force, in the order of the form."""
        if not self.form.is_valid():
            return {}
        asked = {name: self.form.cleaned_data[name] for name in self.form.fields}
        return {
            name: str(value)
            for name, value in asked.items()
            if value and name in self.filters and name != "classement"
        }

    @property
    def query(self) -> str:
        """The filters in force as an address says them, without order or page."""
        return urlencode(self.in_force)

    @property
    def active(self) -> list[ActiveFilter]:
        """The filters in force, in the order of the form."""
        found = []
        for name, value in self.in_force.items():
            field = self.form.fields[name]
            rest = self.data.copy()
            rest.pop(name, None)
            rest.pop("page", None)
            found.append(
                ActiveFilter(f"{field.label} : {self._said(name, value)}", f"?{rest.urlencode()}")
            )
        return found

    def found(self, count: int) -> str:
        """Say how many rows remain, and of how many where a filter is in force (one query)."""
        said = f"{count} {french.plural(count, *self.noun)}"
        return f"{said} sur {self.queryset.count()}" if self.active else said

    @property
    def unknown(self) -> bool:
        """Whether the address asks for a choice that does not exist."""
        return not self.form.is_valid()

    def _said(self, name: str, value: str) -> str:
        """Return what is asked of a filter, in words."""
        if isinstance(asked := self.form.cleaned_data[name], date):
            return french.day(asked)
        return {str(key): label for key, label in self.form.fields[name].choices}[value]


def _addressees() -> QuerySet:
    to = Recommendation.objects.filter(evaluation=Given("evaluation"), addressees=OuterRef("pk"))
    return Addressee.objects.filter(Exists(to)).values_list("slug", "name")


_ADDRESSEES = Prepared(_addressees)
_PRIORITIES = Prepared(
    lambda: Priority.objects.filter(plan=Given("plan")).values_list("number", "title")
)


def numbered(number: int, title: str) -> str:
    """Return a priority as a filter offers it: « I – Identifier et accompagner… »."""
    return f"{french.roman(number)} – {title}"


@kept
def _offered(_: int | None, plan: int, evaluation: int) -> dict[str, Choices]:
    """Return what the filters of an evaluation offer, by name; in two queries."""
    priorities = _PRIORITIES.all(plan=plan)
    addressees = _ADDRESSEES.all(evaluation=evaluation)
    return {
        "priorite": [(number, numbered(number, title)) for number, title in priorities],
        "destinataire": sorted(addressees, key=lambda choice: french.alphabetical(choice[1])),
    }


class EvaluationFilter(AddressFilter):
    """Filters of what one evaluation holds."""

    def __init__(self, data: QueryDict, *, queryset: QuerySet, evaluation: Evaluation) -> None:
        super().__init__(data, queryset=queryset)
        self.evaluation = evaluation
        offered = _offered(evaluation.content_version, evaluation.plan_id, evaluation.pk)
        for name, choices in offered.items():
            self.filters[name].extra["choices"] = choices


class MeasureFilter(EvaluationFilter):
    """Measures by priority, status and addressee of their recommendations."""

    noun = ("mesure", "mesures")

    priorite = django_filters.ChoiceFilter(
        field_name="measure__priority__number", label="Priorité", empty_label="Toutes"
    )
    statut = django_filters.ChoiceFilter(
        field_name="status", label="Mise en œuvre", choices=STATUSES, empty_label="Toutes"
    )
    destinataire = django_filters.ChoiceFilter(
        label="Recommandations à", empty_label="Tous", method="to_addressee"
    )

    class Meta:
        model = Assessment
        fields: list[str] = []

    def to_addressee(self, queryset: QuerySet, name: str, value: Any) -> QuerySet:
        """Keep the measures with a recommendation to an addressee; shared ones count."""
        return queryset.filter(
            Q(recommendations__addressees__slug=value)
            | Q(observations_in__recommendations__addressees__slug=value)
        ).distinct()


class RecommendationFilter(EvaluationFilter):
    """Recommendations by addressee, priority of the plan and status of their measure."""

    noun = ("recommandation", "recommandations")

    destinataire = django_filters.ChoiceFilter(
        field_name="addressees__slug", label="Destinataire", empty_label="Tous"
    )
    priorite = django_filters.ChoiceFilter(
        field_name="assessment__measure__priority__number",
        label="Priorité",
        empty_label="Toutes",
    )
    statut = django_filters.ChoiceFilter(
        field_name="assessment__status",
        label="Mise en œuvre de la mesure",
        choices=STATUSES,
        empty_label="Toutes",
    )
    classement = django_filters.ChoiceFilter(
        label="Classement",
        choices=[("destinataire", "Par destinataire")],
        empty_label="Dans l’ordre du rapport",
        method="leave",
    )

    class Meta:
        model = Assessment
        fields: list[str] = []

    def leave(self, queryset: QuerySet, name: str, value: Any) -> QuerySet:
        """A classification changes the groups, not what is shown."""
        return queryset

    @property
    def addressee(self) -> str:
        """The slug of the addressee whose recommendations are kept, if there is one."""
        return self.form.cleaned_data["destinataire"] if self.form.is_valid() else ""

    @property
    def by_addressee(self) -> bool:
        """Whether the list is grouped by addressee."""
        return self.form.is_valid() and bool(self.form.cleaned_data["classement"])


class JournalFilter(AddressFilter):
    """The journal of an evaluation by person, text, date and sort of change."""

    noun = ("modification", "modifications")

    personne = django_filters.ChoiceFilter(
        field_name="by__username", label="Personne", empty_label="Toutes"
    )
    texte = django_filters.ChoiceFilter(label="Texte", empty_label="Tous", method="of_text")
    du = django_filters.DateFilter(
        field_name="at__date", lookup_expr="gte", label="Depuis le", widget=DateInput, **FRENCH_DATE
    )
    au = django_filters.DateFilter(
        field_name="at__date", lookup_expr="lte", label="Jusqu’au", widget=DateInput, **FRENCH_DATE
    )
    sorte = django_filters.ChoiceFilter(
        label="Sorte",
        choices=[
            ("publication", "Publications, retraits, rectifications"),
            ("ecartee", "Versions écartées"),
        ],
        empty_label="Toutes",
        method="of_sort",
    )

    class Meta:
        model = Revision
        fields: list[str] = []

    def __init__(
        self, data: QueryDict, *, queryset: QuerySet, texts: Mapping[str, tuple[str, Q]]
    ) -> None:
        """`texts` gives what may be chosen: its name in the address, its words, its revisions."""
        super().__init__(data, queryset=queryset)
        self.texts = texts
        self.filters["texte"].extra["choices"] = [(key, said) for key, (said, _) in texts.items()]
        people = User.objects.filter(pk__in=queryset.order_by().values("by"))
        self.filters["personne"].extra["choices"] = sorted(
            ((one.username, str(one)) for one in people),
            key=lambda choice: french.alphabetical(choice[1]),
        )

    def of_text(self, queryset: QuerySet, name: str, value: Any) -> QuerySet:
        """Keep the revisions of one text."""
        return queryset.filter(self.texts[value][1])

    def of_sort(self, queryset: QuerySet, name: str, value: Any) -> QuerySet:
        """Keep what published the evaluation or took it back, or what conflicts set aside."""
        if value == "publication":
            reason = Q(content__has_key="rectification_reason")
            given = reason & ~Q(content__rectification_reason="")
            return queryset.filter(Q(content__has_any_keys=["published_at", "discarded"]) | given)
        return queryset.filter(kind=value)
