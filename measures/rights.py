"""Who may do what: the rights of each role, given here and nowhere else.

Roles are Django's groups, rights are permissions declared by `Evaluation`. Views ask for a
right; the groups are brought in line with this table after each migration.
"""

from django.apps import apps as installed
from django.apps.config import AppConfig
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import AbstractUser, Group, Permission

READ = "measures.read_draft"
WRITE = "measures.write_draft"
PROOFREAD = "measures.proofread_draft"
EXPORT = "measures.export_draft"
PUBLISH = "measures.publish_evaluation"
UNPUBLISH = "measures.unpublish_evaluation"
PLANS = "measures.administer_plans"
ACCOUNTS = "measures.administer_accounts"

WRITERS, RAPPORTEURS, ADMINISTRATORS = "Rédaction", "Rapporteurs", "Administration"

ROLES: dict[str, frozenset[str]] = {
    WRITERS: frozenset([READ, WRITE]),
    RAPPORTEURS: frozenset([READ, WRITE, PROOFREAD, EXPORT, PUBLISH]),
    ADMINISTRATORS: frozenset([READ, UNPUBLISH, PLANS, ACCOUNTS]),
}


def may(user: AbstractUser, right: str) -> bool:
    """Tell whether a person has a right; who loads files has reached the machine, and has all."""
    return getattr(user, "is_loader", False) or user.has_perm(right)


def give_rights(*, sender: AppConfig, using: str, **_: object) -> None:
    """Create the roles that are missing, and give each the rights of the table."""
    create_permissions(installed.get_app_config(sender.label), verbosity=0, using=using)
    known = {
        f"measures.{permission.codename}": permission
        for permission in Permission.objects.using(using).filter(content_type__app_label="measures")
    }
    for name, rights in ROLES.items():
        group, _created = Group.objects.using(using).get_or_create(name=name)
        group.permissions.set(known[right] for right in rights if right in known)
