"""The filters of the lists, read from the address and written back into it."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import django_filters
from django.db.models import Q, QuerySet
from django.http import QueryDict

from measures import french
from measures.models import Addressee, Assessment, Evaluation, Priority

STATUSES = [
    (status.value, status.label.capitalize())
    for status in reversed(Assessment.Status)
    if status != Assessment.Status.TO_ASSESS
]


@dataclass(frozen=True)
class ActiveFilter:
    """A filter in force: what it says, and the address without it."""

    label: str
    without: str


class EvaluationFilter(django_filters.FilterSet):
    """Filters within one evaluation; French names, as they stand in the address."""

    noun: tuple[str, str]  # what is listed: one, several

    def __init__(self, data: QueryDict, *, queryset: QuerySet, evaluation: Evaluation) -> None:
        super().__init__(data, queryset=queryset)
        self.evaluation = evaluation
        priorities = Priority.objects.filter(plan=evaluation.plan_id).defer("presentation")
        choices = [(row.number, f"{row.roman} – {row.title}") for row in priorities]
        self.filters["priorite"].extra["choices"] = choices
        addressees = Addressee.objects.filter(recommendations__evaluation=evaluation)
        choices = addressees.distinct().values_list("slug", "name")
        by_name = sorted(choices, key=lambda choice: french.alphabetical(choice[1]))
        self.filters["destinataire"].extra["choices"] = by_name

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
            labels = {str(key): label for key, label in field.choices}
            rest = self.data.copy()
            rest.pop(name, None)
            rest.pop("page", None)
            found.append(ActiveFilter(f"{field.label} : {labels[value]}", f"?{rest.urlencode()}"))
        return found

    def found(self, count: int) -> str:
        """Say how many rows remain, and of how many where a filter is in force (one query)."""
        said = f"{count} {french.plural(count, *self.noun)}"
        return f"{said} sur {self.queryset.count()}" if self.active else said

    @property
    def unknown(self) -> bool:
        """Whether the address asks for a choice that does not exist."""
        return not self.form.is_valid()


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
    def by_addressee(self) -> bool:
        """Whether the list is grouped by addressee."""
        return self.form.is_valid() and bool(self.form.cleaned_data["classement"])
