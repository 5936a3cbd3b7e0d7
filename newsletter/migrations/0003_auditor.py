"""Auditors see who took the list, when and why, and no address in it."""

from django.db import migrations


def grant(apps, schema_editor):
    group, _ = apps.get_model("auth", "Group").objects.get_or_create(name="Auditor")
    permissions = apps.get_model("auth", "Permission").objects
    group.permissions.add(permissions.get(content_type__app_label="newsletter", codename="view_export"))


class Migration(migrations.Migration):
    dependencies = [("newsletter", "0002_newsletter_staff"), ("articles", "0005_more_groups")]

    operations = [migrations.RunPython(grant, migrations.RunPython.noop)]
