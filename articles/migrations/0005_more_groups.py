"""The groups Writer, Reviewer and Auditor, and what an Editor may since there are others."""

from django.contrib.auth.management import create_permissions
from django.db import migrations

PAGES = ("article", "strainprofile", "standingpage")
RECORDS = ("reference", "picture", "person", "topic")
READS = [f"view_{kind}" for kind in (*PAGES, *RECORDS, "sitesettings", "wording")]
GRANTED = {
    "Editor": ["change_any_page", "hand_in_page", "view_wording"],
    "Writer": [
        *READS,
        *(f"{act}_{kind}" for kind in PAGES for act in ("add", "change")),
        "add_reference",
        "add_picture",
        "hand_in_page",
    ],
    "Reviewer": [*READS, "review_page"],
    "Auditor": READS,
}


def make_groups(apps, schema_editor):
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
    dependencies = [("articles", "0004_review_and_presence")]

    operations = [migrations.RunPython(make_groups, migrations.RunPython.noop)]
