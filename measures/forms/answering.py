"""The fields of the answers of addressees, beside those of an assessment."""

from collections.abc import Mapping
from typing import Any

from django import forms

from measures.answering import Answers
from measures.editor import RichTextWidget
from measures.forms.fields import day
from measures.models import Addressee, Answer

PREFIX = "reponse_"
NEW = "+"  # in the place of a slug, which never holds it
TO = f"{PREFIX}{NEW}_to"


def names(slug: str) -> tuple[str, str]:
    """Return the names of the fields of an answer: its date and its text."""
    return f"{PREFIX}{slug}_on", f"{PREFIX}{slug}_text"


def is_text(name: str) -> bool:
    """Tell whether a field is the text of an answer."""
    return name.startswith(PREFIX) and name.endswith("_text")


def is_date(name: str) -> bool:
    """Tell whether a field is the date of an answer."""
    return name.startswith(PREFIX) and name.endswith("_on")


def fields(answers: list[Answer]) -> dict[str, forms.Field]:
    """Return the fields of each answer, and of one more, by name."""
    made: dict[str, forms.Field] = {}
    for answer in answers:
        on, text = names(answer.addressee.slug)
        made[on] = day(f"Réponse – {answer.addressee.name} : date")
        made[text] = _text(f"Réponse – {answer.addressee.name}")
    known = [answer.addressee_id for answer in answers]
    on, text = names(NEW)
    others = Addressee.objects.exclude(pk__in=known).order_by("name").values_list("slug", "name")
    made[TO] = forms.ChoiceField(
        label="Destinataire qui a répondu",
        choices=[("", "Aucune autre réponse"), *others],
        required=False,
        error_messages={
            "invalid_choice": "Ce destinataire a déjà une réponse, ou n’existe pas : rechargez la "
            "page, et corrigez la réponse à sa place."
        },
    )
    made[on] = day("Date de la nouvelle réponse")
    made[text] = _text("Texte de la nouvelle réponse")
    return made


def values(said: Answers, answers: list[Answer]) -> dict[str, str]:
    """Return what these fields hold for the answers that stand."""
    held = dict.fromkeys((TO, *names(NEW)), "")
    for answer in answers:
        on, text = names(answer.addressee.slug)
        here = said.get(answer.addressee.slug, {"on": "", "text": ""})
        held |= {on: here["on"], text: here["text"]}
    return held


def sent(cleaned: Mapping[str, Any], answers: list[Answer]) -> Answers:
    """Return what is sent, as the action takes it."""
    found = {each.addressee.slug: _sent(cleaned, each.addressee.slug) for each in answers}
    if slug := cleaned.get(TO):
        found[slug] = _sent(cleaned, NEW)
    return {slug: held for slug, held in found.items() if held["text"]}


def problems(cleaned: Mapping[str, Any], answers: list[Answer]) -> dict[str, str]:
    """Return what an answer lacks, by the field where it is to be written."""
    found = {}
    slugs = [each.addressee.slug for each in answers]
    for slug in [*slugs, NEW]:
        on, text = names(slug)
        if cleaned.get(text) and on in cleaned and not cleaned[on]:
            found[on] = "Une réponse a une date : celle où elle a été publiée ou reçue."
    if cleaned.get(names(NEW)[1]) and TO in cleaned and not cleaned[TO]:
        found[TO] = "Choisissez qui a répondu."
    if cleaned.get(TO) and not cleaned.get(names(NEW)[1]):
        found[names(NEW)[1]] = "Écrivez le texte de la réponse, ou ne choisissez personne."
    return found


def label(name: str) -> str:
    """Return what the page that gives back a lost text calls one of these fields."""
    if not name.startswith(PREFIX):
        return ""
    slug, _, kind = name.removeprefix(PREFIX).rpartition("_")
    whose = "Nouvelle réponse" if slug == NEW else f"Réponse de « {slug} »"
    what = {"on": "date", "text": "texte", "to": "destinataire"}.get(kind, kind)
    return f"{whose} : {what}"


def _sent(cleaned: Mapping[str, Any], slug: str) -> dict[str, str]:
    on, text = names(slug)
    given = cleaned.get(on)
    return {"on": given.isoformat() if given else "", "text": cleaned.get(text) or ""}


def _text(label: str) -> forms.CharField:
    widget = RichTextWidget(marks=(), attrs={"rows": 8})
    return forms.CharField(label=label, required=False, widget=widget)
