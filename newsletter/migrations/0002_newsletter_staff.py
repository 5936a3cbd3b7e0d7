"""The group Newsletter staff: sees who subscribes, with the proof, and may take the list away."""

from django.contrib.auth.management import create_permissions
from django.db import migrations

GRANTED = ["view_subscriber", "view_consentevent", "view_ask", "view_export", "export_subscriber"]


def make_group(apps, schema_editor):
    """On a fresh database permissions appear only after all migrations, so they are made here first."""
    config = apps.get_app_config("newsletter")
    kept, config.models_module = getattr(config, "models_module", None), True
    create_permissions(config, apps=apps, using=schema_editor.connection.alias, verbosity=0)
    config.models_module = kept
    permissions = apps.get_model("auth", "Permission").objects.filter(
        content_type__app_label="newsletter", codename__in=GRANTED
    )
    group, _ = apps.get_model("auth", "Group").objects.get_or_create(name="Newsletter staff")
    group.permissions.add(*permissions)


class Migration(migrations.Migration):
    dependencies = [
        ("newsletter", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(make_group, migrations.RunPython.noop)]
