"""What was published before texts had a state of work counts as proof-read."""

from django.db import migrations


def mark_as_proofread(apps, schema_editor):
    """Mark the texts of the published evaluations."""
    for name in ("Assessment", "Section"):
        rows = apps.get_model("measures", name).objects.using(schema_editor.connection.alias)
        rows.filter(evaluation__published_at__isnull=False).update(work_state="relu")


class Migration(migrations.Migration):
    dependencies = [("measures", "0003_writing")]

    operations = [migrations.RunPython(mark_as_proofread, migrations.RunPython.noop)]
