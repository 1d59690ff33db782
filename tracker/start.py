"""What the server looks at before it answers anybody: nothing missing, nothing left open."""

import logging

from django.conf import settings
from django.core.checks import ERROR, run_checks
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError

from measures.actions.accounts import refuse_demonstration_accounts
from measures.checks import TAG

log = logging.getLogger("tracker.start")


def refuse_what_is_not_safe() -> None:
    """Raise `ImproperlyConfigured` with everything that keeps production from opening.

    A database that does not answer for now is no reason: the server starts, says so to whoever
    comes, and goes on once it is back.
    """
    if settings.PRODUCTION:
        found = run_checks(tags=[TAG], include_deployment_checks=True)
        errors = [f"{one.id} : {one.msg} {one.hint}" for one in found if one.level >= ERROR]
        if errors:
            raise ImproperlyConfigured("\n".join(["Le site ne peut pas ouvrir.", *errors]))
    try:
        refuse_demonstration_accounts()
    except OperationalError:
        log.error("La base de données ne répond pas : démarrage sans elle.")
