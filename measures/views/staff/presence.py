"""Telling those who write a text that somebody else writes it too."""

from django.http import HttpRequest, HttpResponse, JsonResponse

from measures import rights
from measures.actions import presence as actions
from measures.desk import presence
from measures.desk.texts import Directory
from measures.forms.desk import PresenceForm
from measures.views.staff.access import staff_evaluation, staff_view


@staff_view(rights.READ, methods=("POST",))
def note(request: HttpRequest, plan: str, evaluation: str) -> HttpResponse:
    """Note that somebody has a text open, and answer who else has.

    Who may read only is told, and not noted: nobody waits for a reader.
    """
    found = staff_evaluation(plan, evaluation)
    form = PresenceForm(request.POST)
    if not form.is_valid():
        return JsonResponse({"message": form.errors["place"][0]}, status=400)
    place = form.cleaned_data["place"]
    if Directory([found]).at(found.pk, place) is None:
        return JsonResponse({"message": "Cette évaluation n’a pas ce texte."}, status=404)
    if request.user.has_perm(rights.WRITE) and not found.is_published:
        actions.note(found, place=place, by=request.user)
    others = presence.at(found, place, but=request.user)
    said = presence.said_of(others)
    return JsonResponse({"others": [str(person) for person in others], "message": said})
