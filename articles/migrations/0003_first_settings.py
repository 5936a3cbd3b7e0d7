"""The site's settings and the first wordings, so that whoever joins on the first day agreed to words that are kept."""

from django.db import migrations, models


def write_first_words(apps, schema_editor):
    SiteSettings = apps.get_model("articles", "SiteSettings")
    Wording = apps.get_model("articles", "Wording")
    alias = schema_editor.connection.alias
    site, is_new = SiteSettings.objects.using(alias).get_or_create(pk=1)
    if is_new:
        for purpose in ("disclaimer", "consent"):
            Wording.objects.using(alias).create(purpose=purpose, version=1, text=getattr(site, purpose))
            setattr(site, f"{purpose}_version", 1)
        site.save()


class Migration(migrations.Migration):
    dependencies = [("articles", "0002_editors")]

    operations = [
        migrations.AddField(
            model_name="sitesettings",
            name="changed_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.RunPython(write_first_words, migrations.RunPython.noop),
    ]
