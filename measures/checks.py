"""What `manage.py check --deploy` and the start of the server name when it is missing."""

import os
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Info, register

from measures import health

TAG = "suivi"


@register(TAG, deploy=True)
def check_folder(**_: Any) -> list[CheckMessage]:
    """E001: the folder of what is written."""
    folder = Path(settings.VAR_DIR)
    if folder.is_dir() and os.access(folder, os.W_OK | os.X_OK):
        return []
    return [
        Error(
            f"Le dossier {folder} n’est pas à l’application : elle ne peut pas y écrire.",
            hint="Donnez-le au compte du service, ou nommez-en un autre dans TRACKER_VAR.",
            id="suivi.E001",
        )
    ]


@register(TAG, deploy=True)
def check_static_files(**_: Any) -> list[CheckMessage]:
    """E002: the collected files of the site."""
    if health.static_files_are_collected():
        return []
    return [
        Error(
            f"Les fichiers du site (styles, scripts, polices) ne sont pas dans "
            f"{settings.STATIC_ROOT}.",
            hint="Lancez : python manage.py collectstatic --noinput",
            id="suivi.E002",
        )
    ]


@register(TAG, deploy=True)
def check_cache(**_: Any) -> list[CheckMessage]:
    """E003: what all processes count together."""
    if health.cache_keeps():
        return []
    return [
        Error(
            "Le cache partagé ne garde rien : les essais de connexion ne seraient pas comptés.",
            hint="Vérifiez CACHE_URL et le service qu’elle nomme ; sans elle, TRACKER_VAR.",
            id="suivi.E003",
        )
    ]


@register(TAG, deploy=True)
def check_pango(**_: Any) -> list[CheckMessage]:
    """E004: the libraries of the PDF."""
    if health.pango_is_there():
        return []
    return [
        Error(
            "Pango, qui compose le PDF, n’est pas installé.",
            hint="Sur Debian : apt install libpango-1.0-0 libpangoft2-1.0-0",
            id="suivi.E004",
        )
    ]


@register(TAG, deploy=True)
def check_institution(**_: Any) -> list[CheckMessage]:
    """I005: what the legal pages must state (law of 21 June 2004, article 1-1)."""
    needed = ("address", "publication_director", "host", "accessibility_contact")
    unset = [f"INSTITUTION_{name.upper()}" for name in needed if not settings.INSTITUTION[name]]
    if not unset:
        return []
    return [
        Info(
            f"Les mentions obligatoires sont « à compléter » sur le site : {', '.join(unset)}.",
            hint="Donnez ces variables d’environnement.",
            id="suivi.I005",
        )
    ]


@register(TAG, deploy=True)
def check_addresses(**_: Any) -> list[CheckMessage]:
    """E006: links that are sent lead to a host that answers, without a way to listen in."""
    host = settings.SITE_URL.partition("://")[2].partition(":")[0]
    wrong = []
    if settings.PRODUCTION and not settings.SITE_URL.startswith("https://"):
        wrong.append(f"SITE_URL ({settings.SITE_URL}) ne commence pas par https://.")
    allowed = {name.lstrip(".") for name in settings.ALLOWED_HOSTS}
    if "*" in allowed:
        wrong.append("ALLOWED_HOSTS admet n’importe quel nom (*).")
    elif not any(host == name or host.endswith(f".{name}") for name in allowed):
        wrong.append(f"ALLOWED_HOSTS n’admet pas {host}, que nomme SITE_URL.")
    return [
        Error(sentence, hint="Corrigez la configuration.", id="suivi.E006") for sentence in wrong
    ]
