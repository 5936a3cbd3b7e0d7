"""Who reads what readers tell us, and who settles it; live questions get their topic."""

from django.contrib.auth.management import create_permissions
from django.db import migrations

GRANTED = {"Editor": ["view_feedback", "change_feedback"], "Reviewer": ["view_feedback"], "Auditor": ["view_feedback"]}


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


def name_topics(apps, schema_editor):
    """Questions that are live already stand under the first topic of their page."""
    by_slug = {topic.slug: topic for topic in apps.get_model("articles", "Topic").objects.all()}
    for publication in apps.get_model("articles", "Publication").objects.only("card").iterator():
        first = next(iter(publication.card.get("topics") or []), {})
        publication.questions.update(topic=by_slug.get(first.get("slug")))


class Migration(migrations.Migration):
    dependencies = [("articles", "0006_readers")]

    operations = [
        migrations.RunPython(grant, migrations.RunPython.noop),
        migrations.RunPython(name_topics, migrations.RunPython.noop),
    ]
