"""Accounts: who may come in, with which role; invited, changed, closed."""

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from measures import rights
from measures.actions import accounts, invitations
from measures.actions.refusals import InvitationLost, Refused
from measures.actions.saving import history_of
from measures.forms.accounts import AcceptForm, AccountForm, InvitationForm
from measures.models import User
from measures.models.user import LOADER
from measures.views.staff.access import WRITING, own_view, staff_view

HISTORY = 50  # changes shown


def _people() -> QuerySet[User]:
    factor = Authenticator.objects.filter(user=OuterRef("pk"))
    people = User.objects.exclude(username=LOADER).annotate(has_factor=Exists(factor))
    return people.prefetch_related("groups").order_by("-is_active", "last_name", "first_name")


def _person(number: int) -> User:
    found = _people().filter(pk=number).first()
    if found is None:
        raise Http404("Il n’y a pas de compte à cette adresse.")
    return found


def _send(request: HttpRequest, user: User) -> None:
    """Send an invitation, and say whether it left."""
    try:
        invitations.send(user, by=request.user)
    except OSError:
        messages.warning(
            request,
            f"Le compte de {user} est prêt, mais le message n’a pas pu partir. Renvoyez "
            "l’invitation un peu plus tard.",
        )
    else:
        messages.success(request, f"Une invitation est envoyée à {user.email}.")


@staff_view(rights.ACCOUNTS)
def staff_accounts(request: HttpRequest) -> HttpResponse:
    """Everybody who has an account, those who are active first."""
    people = list(_people())
    for person in people:
        person.role = accounts.role_of(person)
        person.awaited = person.is_active and not person.has_usable_password()
    context = {"people": people, "current_tab": "accounts"}
    return render(request, "staff/accounts.html", context)


@staff_view(rights.ACCOUNTS, methods=WRITING)
def invite(request: HttpRequest) -> HttpResponse:
    """Invite somebody by e-mail."""
    form = InvitationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            user = invitations.invite(**form.cleaned_data, by=request.user)
        except (Refused, ValidationError) as refusal:
            said = refusal.messages if isinstance(refusal, ValidationError) else [str(refusal)]
            form.add_error("email", said)
        else:
            _send(request, user)
            return redirect("staff_accounts")
    context = {"form": form, "current_tab": "accounts"}
    return render(request, "staff/invite.html", context)


@staff_view(rights.ACCOUNTS, methods=WRITING)
def account(request: HttpRequest, number: int) -> HttpResponse:
    """One account: its name and role are changed here."""
    person = _person(number)
    person.role = accounts.role_of(person)
    initial = {
        "first_name": person.first_name,
        "last_name": person.last_name,
        "role": person.role,
    }
    form = AccountForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            changed = accounts.change(person, **form.cleaned_data, by=request.user)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            said = "est enregistré" if changed else "n’a pas changé"
            messages.success(request, f"Le compte de {person} {said}.")
            return redirect("staff_account", person.pk)
    person.awaited = person.is_active and not person.has_usable_password()
    changes = history_of(person).select_related("by")[:HISTORY]
    context = {"person": person, "form": form, "changes": changes, "current_tab": "accounts"}
    return render(request, "staff/account.html", context)


@staff_view(rights.ACCOUNTS, methods=("POST",))
def disable(request: HttpRequest, number: int) -> HttpResponse:
    """Close an account and its sessions."""
    person = _person(number)
    try:
        accounts.disable(person, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"Le compte de {person} est désactivé, ses sessions sont closes.")
    return redirect("staff_account", person.pk)


@staff_view(rights.ACCOUNTS, methods=("POST",))
def enable(request: HttpRequest, number: int) -> HttpResponse:
    """Open an account again."""
    person = _person(number)
    accounts.enable(person, by=request.user)
    messages.success(request, f"Le compte de {person} est actif.")
    return redirect("staff_account", person.pk)


@staff_view(rights.ACCOUNTS, methods=("POST",))
def remove_second_factor(request: HttpRequest, number: int) -> HttpResponse:
    """Let in somebody who lost telephone and recovery codes."""
    person = _person(number)
    accounts.remove_second_factor(person, by=request.user)
    messages.success(request, f"Le compte de {person} n’a plus de second facteur.")
    return redirect("staff_account", person.pk)


@staff_view(rights.ACCOUNTS, methods=("POST",))
def invite_again(request: HttpRequest, number: int) -> HttpResponse:
    """Send another invitation; the links of earlier ones lead nowhere."""
    person = _person(number)
    try:
        invitations.renew(person, by=request.user)
    except InvitationLost:
        messages.error(request, f"{person} n’attend pas d’invitation.")
    else:
        _send(request, person)
    return redirect("staff_account", person.pk)


@own_view
@login_not_required
def accept(request: HttpRequest, key: str) -> HttpResponse:
    """Choose the password of an account that was created by invitation."""
    try:
        user = invitations.invited(key)
        form = AcceptForm(user, request.POST or None)
        if request.method == "POST" and form.is_valid():
            invitations.accept(key, password=form.cleaned_data["password1"])
            messages.success(request, "Votre mot de passe est enregistré : connectez-vous.")
            return redirect("account_login")
    except InvitationLost as refusal:
        return render(request, "staff/accept.html", {"refusal": str(refusal)}, status=410)
    return render(request, "staff/accept.html", {"form": form, "person": user})
