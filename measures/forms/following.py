"""The fields that say what became of each earlier recommendation, beside those of a text."""

from collections.abc import Mapping
from typing import Any

from django import forms

from measures.following import Followed, Said
from measures.forms.fields import NO_NULL
from measures.models import FollowUp
from measures.models.follow_up import LONGEST

PREFIX = "suite_"


class Comment(forms.CharField):
    """A sentence or two, kept on one line."""

    def to_python(self, value: Any) -> str:
        """Return the words with one space between them."""
        return " ".join(super().to_python(value).split())


def fields(followed: list[Followed]) -> dict[str, forms.Field]:
    """Return two fields for each recommendation, an outcome and a comment, by name."""
    made: dict[str, forms.Field] = {}
    for each in followed:
        number = each.recommendation.number if each.recommendation else each.name
        outcome, comment = names(each.name)
        made[outcome] = forms.ChoiceField(
            label=f"Recommandation {number} : suite donnée",
            choices=[(one.value, one.label.capitalize()) for one in FollowUp.Outcome],
            error_messages={
                "required": "Choisissez ce que cette recommandation est devenue.",
                "invalid_choice": "« %(value)s » n’est pas une suite possible : choisissez-la "
                "dans la liste.",
            },
        )
        made[comment] = Comment(
            label=f"Recommandation {number} : explication",
            required=False,
            max_length=LONGEST,
            validators=[NO_NULL],
            widget=forms.Textarea(
                attrs={"rows": 2, "lang": "fr", "spellcheck": "true", "maxlength": None}
            ),
            error_messages={
                "max_length": "L’explication compte %(show_value)s signes ; la limite est de "
                "%(limit_value)s. Raccourcissez-la."
            },
        )
    return made


def names(recommendation: str) -> tuple[str, str]:
    """Return the names of the fields of a recommendation (`2017/13a`): outcome and comment."""
    begun = f"{PREFIX}{recommendation}"
    return f"{begun}_outcome", f"{begun}_comment"


def values(said: Said, followed: list[Followed]) -> dict[str, str]:
    """Return what these fields hold for what a text says."""
    held = {}
    for each in followed:
        outcome, comment = names(each.name)
        here = said.get(each.name, {"outcome": FollowUp.Outcome.TO_JUDGE.value, "comment": ""})
        held |= {outcome: here["outcome"], comment: here["comment"]}
    return held


def sent(cleaned: Mapping[str, Any], followed: list[Followed]) -> Said:
    """Return what is sent, as the action takes it."""
    return {
        each.name: dict(
            zip(("outcome", "comment"), map(cleaned.get, names(each.name)), strict=True)
        )
        for each in followed
    }


def lost(data: Mapping[str, Any], known: Mapping[str, Any]) -> list[str]:
    """Return the comments sent about recommendations that are not followed here any more."""
    return [
        value
        for name, value in data.items()
        if name.startswith(PREFIX) and name.endswith("_comment") and name not in known and value
    ]


def label(name: str) -> str:
    """Return what the page that gives back a lost text calls one of these fields."""
    if not name.startswith(PREFIX):
        return ""
    recommendation, _, kind = name.removeprefix(PREFIX).rpartition("_")
    what = "explication" if kind == "comment" else "suite donnée"
    return f"Recommandation {recommendation} : {what}"
