"""Who keeps synonyms and sees what was looked for in vain."""

from django.contrib.auth.management import create_permissions
from django.db import migrations

GRANTED = {
    "Editor": ["add_synonym", "change_synonym", "delete_synonym", "view_synonym", "view_missed"],
    "Writer": ["view_synonym", "view_missed"],
    "Reviewer": ["view_synonym", "view_missed"],
    "Auditor": ["view_synonym", "view_missed"],
}


def grant(apps, schema_editor):
    """On a fresh database permissions appear only after all migrations, so they are made here first."""
    config = apps.get_app_config("articles")
    kept, config.models_module = getattr(config, "models_module", None), True
    create_permissions(config, apps=apps, using=schema_editor.connection.alias, verbosity=0)
    config.models_module = kept
    of_ours = apps.get_model("auth", "Permission").objects.filter(content_type__app_label="articles")
    for name, codenames in GRANTED.items():
        group, _ = apps.get_model("auth", "Group").objects.get_or_create(name=name)
        group.permissions.add(*of_ours.filter(codename__in=codenames))


class Migration(migrations.Migration):
    dependencies = [("articles", "0012_search")]

    operations = [migrations.RunPython(grant, migrations.RunPython.noop)]
