"""The group Editor: all content, publishing and withdrawing. Nobody deletes: pages go to the trash, records stay."""

from django.contrib.auth.management import create_permissions
from django.db import migrations

KINDS = ("article", "strainprofile", "standingpage", "reference", "picture", "person", "topic")
GRANTED = [f"{act}_{kind}" for kind in KINDS for act in ("add", "change", "view")]
GRANTED += ["publish_page", "withdraw_page", "change_sitesettings", "view_sitesettings"]


def make_group(apps, schema_editor):
    """On a fresh database permissions appear only after all migrations, so they are made here first."""
    config = apps.get_app_config("articles")
    kept, config.models_module = getattr(config, "models_module", None), True
    create_permissions(config, apps=apps, using=schema_editor.connection.alias, verbosity=0)
    config.models_module = kept
    permissions = apps.get_model("auth", "Permission").objects.filter(
        content_type__app_label="articles", codename__in=GRANTED
    )
    group, _ = apps.get_model("auth", "Group").objects.get_or_create(name="Editor")
    group.permissions.add(*permissions)


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(make_group, migrations.RunPython.noop)]
