"""The accounts page: invited, changed, closed, opened again; never the last administrator."""

import re
import time

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client

from measures import rights
from measures.actions import accounts, invitations
from measures.actions.refusals import AddressTaken, InvitationLost, LastAdministrator, OwnAccount
from measures.actions.saving import history_of
from measures.models import User
from tests import factories
from tests.views.staff.test_login import log_in, said

ACCOUNTS = "/redaction/comptes/"
NEW = {
    "first_name": "Noé",
    "last_name": "Blanc",
    "email": "Noe.Blanc@example.org",
    "role": rights.WRITERS,
}
CHOSEN = {"password1": "trois chats sur un toit", "password2": "trois chats sur un toit"}


@pytest.fixture
def alix(db: None) -> User:
    return factories.user("alix", role=rights.ADMINISTRATORS, first_name="Alix")


@pytest.fixture
def client(alix: User) -> Client:
    made = Client()
    made.force_login(alix, backend="django.contrib.auth.backends.ModelBackend")
    return made


def writer(name: str = "camille") -> User:
    user = factories.user(name, role=rights.WRITERS, email=f"{name}@example.org")
    user.set_password("une phrase que je retiens")
    user.save()
    return user


def link_of(number: int = -1) -> str:
    return re.search(r"http://[^/]+(/redaction/invitation/\S+)", mail.outbox[number].body)[1]


def messages_of(user: User) -> list[str]:
    return [revision.message for revision in history_of(user)]


def test_the_list_says_who_may_come_in(client: Client, alix: User) -> None:
    user = writer()
    Authenticator.objects.create(user=user, type="totp", data={})
    accounts.disable(writer("dominique"), by=alix)
    accounts.loader_account()

    page = said(client.get(ACCOUNTS))

    assert "camille camille@example.org Rédaction" in page
    assert "Second facteur : oui actif" in page
    assert "désactivé" in page
    assert "chargement" not in page.lower()


def test_the_list_takes_the_same_queries_whatever_its_length(
    client: Client, django_assert_num_queries: object
) -> None:
    client.get(ACCOUNTS)
    with django_assert_num_queries(6):
        client.get(ACCOUNTS)
    for number in range(5):
        writer(f"personne{number}")
    with django_assert_num_queries(6):
        client.get(ACCOUNTS)


def test_somebody_invited_chooses_a_password_once_and_logs_in(client: Client) -> None:
    answer = client.post(f"{ACCOUNTS}inviter/", NEW, follow=True)
    assert "Une invitation est envoyée à noe.blanc@example.org" in said(answer)
    user = User.objects.get(email="noe.blanc@example.org")
    assert accounts.role_of(user) == rights.WRITERS
    assert mail.outbox[0].to == ["noe.blanc@example.org"]
    assert "est valable trois jours" in mail.outbox[0].body
    visitor, link = Client(), link_of()
    assert "Bienvenue, Noé Blanc" in said(visitor.get(link))
    weak = visitor.post(link, {"password1": "noeblanc", "password2": "noeblanc"})
    assert "12 caractères" in said(weak)

    assert "connectez-vous" in said(visitor.post(link, CHOSEN, follow=True))

    assert log_in(visitor, "noe.blanc@example.org", CHOSEN["password1"]).status_code == 302
    again = Client().get(link)
    assert again.status_code == 410
    assert "Ce lien d’invitation n’est plus valable" in said(again)
    assert messages_of(user) == ["Invitation acceptée", "Compte créé sur invitation"]


@pytest.mark.parametrize(("days", "status"), [(2.9, 200), (3.1, 410)])
def test_an_invitation_expires_after_three_days(
    alix: User, days: float, status: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    user = invitations.invite(**NEW, by=alix)
    link = invitations.link(user).removeprefix("http://127.0.0.1:8000")
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + days * 24 * 3600)

    assert Client().get(link).status_code == status
    assert Client().post(link, CHOSEN).status_code == (302 if status == 200 else 410)


def test_an_invitation_sent_again_replaces_the_one_before(client: Client) -> None:
    client.post(f"{ACCOUNTS}inviter/", NEW)
    user = User.objects.get(email="noe.blanc@example.org")
    client.post(f"{ACCOUNTS}{user.pk}/inviter/")

    assert len(mail.outbox) == 2
    assert Client().get(link_of(0)).status_code == 410
    assert Client().get(link_of(1)).status_code == 200


def test_nobody_is_let_in_by_an_altered_link_or_one_of_a_closed_account(
    client: Client, alix: User
) -> None:
    user = invitations.invite(**NEW, by=alix)
    link = invitations.link(user).removeprefix("http://127.0.0.1:8000")
    assert Client().get(link[:-3] + "ab/").status_code == 410
    accounts.disable(user, by=alix)
    assert Client().get(link).status_code == 410
    with pytest.raises(InvitationLost):
        invitations.renew(writer(), by=alix)


def test_an_invited_account_opens_by_its_invitation_alone(alix: User) -> None:
    user = invitations.invite(**NEW, by=alix)

    Client().post("/redaction/mot-de-passe/oublie/", {"email": user.email})

    assert mail.outbox == []
    assert log_in(Client(), user.email, "").status_code == 200


def test_an_address_leads_to_one_account(client: Client, alix: User) -> None:
    writer()
    taken = client.post(f"{ACCOUNTS}inviter/", NEW | {"email": "CAMILLE@example.org"})

    assert "Un compte porte déjà cette adresse" in said(taken)
    assert b'value="No\xc3\xa9"' in taken.content  # what was typed stays
    invitations.invite(**NEW, by=alix)
    with pytest.raises(AddressTaken):
        invitations.invite(**NEW, by=alix)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"email": "noe"}, "Cette adresse n’est pas complète"),
        ({"role": "Pape"}, "« Pape » n’est pas un rôle"),
        ({"first_name": ""}, "Ce champ est nécessaire"),
    ],
)
def test_what_is_wrong_in_an_invitation_is_said(
    client: Client, wrong: dict[str, str], sentence: str
) -> None:
    answer = client.post(f"{ACCOUNTS}inviter/", NEW | wrong)
    assert sentence in said(answer)
    assert mail.outbox == []


def test_a_role_is_changed_and_rights_with_it(client: Client) -> None:
    user = writer()
    sent = {"first_name": "Camille", "last_name": "Martin", "role": rights.RAPPORTEURS}

    client.post(f"{ACCOUNTS}{user.pk}/", sent)

    user = User.objects.get(pk=user.pk)
    assert user.has_perm(rights.PUBLISH)
    assert str(user) == "Camille Martin"
    assert messages_of(user) == ["Rôle changé : Rédaction → Rapporteurs"]
    client.post(f"{ACCOUNTS}{user.pk}/", sent)
    assert len(messages_of(user)) == 1


def test_a_closed_account_loses_its_session_at_once_and_for_good(client: Client) -> None:
    user, session = writer(), Client()
    log_in(session)
    assert session.get("/redaction/").status_code == 200

    client.post(f"{ACCOUNTS}{user.pk}/desactiver/")

    assert session.get("/redaction/").status_code == 302
    assert "Ce compte est désactivé" in said(
        Client().post(
            "/redaction/connexion/",
            {"login": "camille", "password": "une phrase que je retiens"},
            follow=True,
        )
    )
    client.post(f"{ACCOUNTS}{user.pk}/reactiver/")
    assert session.get("/redaction/").status_code == 302
    assert log_in(Client()).status_code == 302
    assert messages_of(user) == ["Compte réactivé", "Compte désactivé"]


def test_nobody_closes_or_demotes_their_own_account(client: Client, alix: User) -> None:
    answer = client.post(f"{ACCOUNTS}{alix.pk}/desactiver/", follow=True)
    assert "C’est votre propre compte" in said(answer)
    sent = {"first_name": "A", "last_name": "B", "role": rights.WRITERS}
    assert "C’est votre propre compte" in said(client.post(f"{ACCOUNTS}{alix.pk}/", sent))
    with pytest.raises(OwnAccount):
        accounts.disable(alix, by=alix)
    alix.refresh_from_db()
    assert alix.is_active
    assert accounts.role_of(alix) == rights.ADMINISTRATORS


def test_an_administrator_always_remains(alix: User) -> None:
    gone = factories.user("ancien", role=rights.ADMINISTRATORS)
    accounts.disable(gone, by=alix)

    with pytest.raises(LastAdministrator):
        accounts.disable(alix, by=gone)
    with pytest.raises(LastAdministrator):
        accounts.change(alix, first_name="A", last_name="B", role=rights.WRITERS, by=gone)


def test_a_lost_second_factor_is_removed(client: Client) -> None:
    user = writer()
    Authenticator.objects.create(user=user, type="totp", data={})

    client.post(f"{ACCOUNTS}{user.pk}/second-facteur/retirer/")

    assert not Authenticator.objects.exists()
    assert messages_of(user) == ["Second facteur retiré"]


def test_the_account_of_the_loader_is_not_shown(client: Client) -> None:
    loader = accounts.loader_account()
    assert client.get(f"{ACCOUNTS}{loader.pk}/").status_code == 404
    assert client.post(f"{ACCOUNTS}{loader.pk}/reactiver/").status_code == 404


def test_the_first_administrator_is_invited_from_the_machine(
    db: None, capsys: pytest.CaptureFixture
) -> None:
    call_command("invite_administrator", "alix@example.org", "Alix", "Roy")
    link = re.search(r"http://[^/]+(/\S+)", capsys.readouterr().out)[1]

    assert Client().post(link, CHOSEN).status_code == 302

    user = User.objects.get(username="alix@example.org")
    assert user.has_perm(rights.ACCOUNTS)
    with pytest.raises(CommandError, match="Un compte porte déjà cette adresse"):
        call_command("invite_administrator", "alix@example.org", "Alix", "Roy")
