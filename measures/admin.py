"""The administration of accounts. Texts are never edited here: they go through the actions."""

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.http import HttpRequest

from measures.models import User


@admin.register(User)
class AccountAdmin(UserAdmin):
    """Accounts are closed, never deleted: the history keeps their names."""

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Refuse deletion; « actif » closes an account."""
        return False


admin.site.site_header = "Administration des comptes"
admin.site.site_title = "Suivi des plans contre la traite"
admin.site.index_title = "Comptes"
