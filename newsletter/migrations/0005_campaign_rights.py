"""What newsletter staff and auditors may do with campaigns; what a suppression of each subscriber would bear."""

from django.contrib.auth.management import create_permissions
from django.db import migrations

from newsletter.models.suppression import digest_of

BATCH = 1000
STAFF = [
    *(f"{act}_{kind}" for kind in ("campaign", "segment", "label") for act in ("add", "change", "view")),
    "delete_segment",
    "delete_label",
    "send_campaign",
    "view_issue",
    "view_delivery",
    "view_deliveryevent",
    "view_pace",
    "change_digest",
    "view_digest",
]
AUDITOR = ["view_campaign", "view_issue", "view_delivery", "view_deliveryevent"]


def grant(apps, schema_editor):
    """On a fresh database permissions appear only after all migrations, so they are made here first."""
    config = apps.get_app_config("newsletter")
    kept, config.models_module = getattr(config, "models_module", None), True
    create_permissions(config, apps=apps, using=schema_editor.connection.alias, verbosity=0)
    config.models_module = kept
    permissions = apps.get_model("auth", "Permission").objects
    ours = permissions.filter(content_type__app_label="newsletter")
    staff, _ = apps.get_model("auth", "Group").objects.get_or_create(name="Newsletter staff")
    staff.permissions.add(*ours.filter(codename__in=STAFF))
    auditor, _ = apps.get_model("auth", "Group").objects.get_or_create(name="Auditor")
    auditor.permissions.add(*ours.filter(codename__in=AUDITOR))


def fill_digests(apps, schema_editor):
    subscribers = apps.get_model("newsletter", "Subscriber").objects
    changed = []
    for subscriber in subscribers.filter(digest="").only("key").iterator(chunk_size=BATCH):
        subscriber.digest = digest_of(subscriber.key)
        changed.append(subscriber)
        if len(changed) == BATCH:
            subscribers.bulk_update(changed, ["digest"])
            changed = []
    subscribers.bulk_update(changed, ["digest"])


class Migration(migrations.Migration):
    dependencies = [("newsletter", "0004_campaigns"), ("articles", "0007_feedback_rights")]

    operations = [
        migrations.RunPython(grant, migrations.RunPython.noop),
        migrations.RunPython(fill_digests, migrations.RunPython.noop),
    ]
