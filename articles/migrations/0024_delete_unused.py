"""Editors may delete sources, pictures and people that nothing uses; what is used is refused, whoever asks."""

from django.contrib.auth.management import create_permissions
from django.db import migrations

GRANTED = ["delete_reference", "delete_picture", "delete_person"]


def grant(apps, schema_editor):
    """On a fresh database permissions appear only after all migrations, so they are made here first."""
    config = apps.get_app_config("articles")
    kept, config.models_module = getattr(config, "models_module", None), True
    create_permissions(config, apps=apps, using=schema_editor.connection.alias, verbosity=0)
    config.models_module = kept
    of_ours = apps.get_model("auth", "Permission").objects.filter(content_type__app_label="articles")
    group, _ = apps.get_model("auth", "Group").objects.get_or_create(name="Editor")
    group.permissions.add(*of_ours.filter(codename__in=GRANTED))


class Migration(migrations.Migration):
    dependencies = [("articles", "0023_people_words")]

    operations = [migrations.RunPython(grant, migrations.RunPython.noop)]
