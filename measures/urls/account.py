"""Login, passwords and second factor: the views of allauth that are used; and the accounts.

Their names are allauth's, which reverses them itself; what is not here is not open.
"""

from allauth.account import views as account
from allauth.mfa.base import views as factor
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from django.urls import path, re_path
from django.views.decorators.http import require_POST

from measures.views.staff import accounts
from measures.views.staff.access import own_view

ENTRANCE = "redaction/connexion/"
PASSWORD = "redaction/mot-de-passe/"  # noqa: S105
FACTOR = "redaction/second-facteur/"
ACCOUNTS = "redaction/comptes/"
ONE = ACCOUNTS + "<int:number>/"

account_urls = [
    path(ENTRANCE, own_view(account.login), name="account_login"),
    path(ENTRANCE + "code/", own_view(factor.authenticate), name="mfa_authenticate"),
    path(ENTRANCE + "compte-ferme/", own_view(account.account_inactive), name="account_inactive"),
    path("redaction/deconnexion/", require_POST(account.logout), name="account_logout"),
    path(PASSWORD, own_view(account.password_change), name="account_change_password"),
    path(PASSWORD + "confirmer/", own_view(account.reauthenticate), name="account_reauthenticate"),
    path(PASSWORD + "oublie/", own_view(account.password_reset), name="account_reset_password"),
    path(
        PASSWORD + "oublie/envoye/",
        own_view(account.password_reset_done),
        name="account_reset_password_done",
    ),
    re_path(
        rf"^{PASSWORD}nouveau/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[-0-9A-Za-z]+)/$",
        own_view(account.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    path(
        PASSWORD + "nouveau/",
        own_view(account.password_reset_from_key_done),
        name="account_reset_password_from_key_done",
    ),
    path("redaction/mon-compte/", own_view(factor.index), name="mfa_index"),
    path(FACTOR + "activer/", own_view(totp.activate_totp), name="mfa_activate_totp"),
    path(FACTOR + "desactiver/", own_view(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path(FACTOR + "confirmer/", own_view(factor.reauthenticate), name="mfa_reauthenticate"),
    path(FACTOR + "codes/", own_view(codes.view_recovery_codes), name="mfa_view_recovery_codes"),
    path(
        FACTOR + "codes/renouveler/",
        own_view(codes.generate_recovery_codes),
        name="mfa_generate_recovery_codes",
    ),
    path(
        FACTOR + "codes/codes-de-secours.txt",
        own_view(codes.download_recovery_codes),
        name="mfa_download_recovery_codes",
    ),
]

# The administration's.
account_urls += [
    path("redaction/invitation/<str:key>/", accounts.accept, name="staff_accept"),
    path(ACCOUNTS, accounts.staff_accounts, name="staff_accounts"),
    path(ACCOUNTS + "inviter/", accounts.invite, name="staff_invite"),
    path(ONE, accounts.account, name="staff_account"),
    path(ONE + "desactiver/", accounts.disable, name="staff_disable"),
    path(ONE + "reactiver/", accounts.enable, name="staff_enable"),
    path(ONE + "inviter/", accounts.invite_again, name="staff_invite_again"),
    path(
        ONE + "second-facteur/retirer/",
        accounts.remove_second_factor,
        name="staff_remove_second_factor",
    ),
]
