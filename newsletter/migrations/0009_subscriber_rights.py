"""Newsletter staff bring lists in and take people off; auditors see who brought what in."""

from django.contrib.auth.management import create_permissions
from django.db import migrations

STAFF = ["import_subscriber", "suppress_subscriber", "view_import"]
AUDITOR = ["view_import"]


def grant(apps, schema_editor):
    """On a fresh database permissions appear only after all migrations, so they are made here first."""
    config = apps.get_app_config("newsletter")
    kept, config.models_module = getattr(config, "models_module", None), True
    create_permissions(config, apps=apps, using=schema_editor.connection.alias, verbosity=0)
    config.models_module = kept
    ours = apps.get_model("auth", "Permission").objects.filter(content_type__app_label="newsletter")
    for name, codes in [("Newsletter staff", STAFF), ("Auditor", AUDITOR)]:
        group, _ = apps.get_model("auth", "Group").objects.get_or_create(name=name)
        group.permissions.add(*ours.filter(codename__in=codes))


class Migration(migrations.Migration):
    dependencies = [("newsletter", "0008_subscriber_search")]

    operations = [migrations.RunPython(grant, migrations.RunPython.noop)]
