"""The application, and the rules that the database keeps across tables."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class MeasuresConfig(AppConfig):
    """Plans, their measures and their evaluations."""

    name = "measures"
    verbose_name = "Plans et évaluations"

    def ready(self) -> None:
        """Keep the cross-table rules out of the way of migrations, and in force after them.

        SQLite rebuilds a table to alter it, which would drop its triggers, or fail on those
        of its neighbours.
        """
        from measures import checks, rights  # noqa: F401, PLC0415 - models load before ready()
        from measures.models import integrity  # noqa: PLC0415

        pre_migrate.connect(integrity.drop_rules, sender=self)
        post_migrate.connect(integrity.create_rules, sender=self)
        post_migrate.connect(rights.give_rights, sender=self)
