"""A reference says all that a reader needs; its year becomes a date, and what published a book stands as its publisher."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F

import articles.models.reference


def name_publishers(apps, schema_editor):
    """`container` was "journal or publisher"."""
    books = apps.get_model("articles", "Reference").objects.filter(type="book", publisher="")
    books.update(publisher=F("container"), container="")


def name_containers(apps, schema_editor):
    books = apps.get_model("articles", "Reference").objects.filter(type="book", container="")
    books.update(container=F("publisher"), publisher="")


class Migration(migrations.Migration):
    dependencies = [("articles", "0008_pictures_and_people")]

    operations = [
        migrations.RenameField("reference", "year", "issued"),
        migrations.AlterField(
            "reference",
            "issued",
            models.CharField(
                blank=True,
                help_text="2014, 2014-10 or 2014-10-08",
                max_length=10,
                validators=[articles.models.reference.checked_issued],
                verbose_name="date",
            ),
        ),
        migrations.AlterField(
            "reference", "container", models.CharField("journal, book or site", blank=True, max_length=300)
        ),
        migrations.AddField("reference", "publisher", models.CharField(blank=True, max_length=300)),
        migrations.RunPython(name_publishers, name_containers),  # before there is a foreign key to be checked later
        migrations.AddField("reference", "place", models.CharField("place of publication", blank=True, max_length=120)),
        migrations.AddField("reference", "edition", models.CharField(blank=True, max_length=60)),
        migrations.AddField("reference", "editors", models.TextField(blank=True, help_text="One a line, as authors.")),
        migrations.AddField(
            "reference", "pmcid", models.CharField("PMCID", blank=True, max_length=16, null=True, unique=True)
        ),
        migrations.AddField("reference", "isbn", models.CharField("ISBN", blank=True, max_length=13)),
        migrations.AddField(
            "reference",
            "species",
            models.CharField(blank=True, help_text="Who or what was studied: humans, rats, cells …", max_length=100),
        ),
        migrations.AddField("reference", "n", models.PositiveIntegerField("number studied", blank=True, null=True)),
        migrations.AddField(
            "reference",
            "funding",
            models.CharField(blank=True, help_text="Who paid, as the source says it.", max_length=500),
        ),
        migrations.AddField("reference", "free_url", models.URLField("free to read at", blank=True, max_length=500)),
        migrations.AddField(
            "reference", "archived_url", models.URLField("archived copy at", blank=True, max_length=500)
        ),
        migrations.AddField(
            "reference",
            "merged_into",
            models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="aliases",
                to="articles.reference",
            ),
        ),
        migrations.AlterField(
            "reference",
            "authors",
            models.TextField(
                blank=True,
                help_text="One a line, family name first: Clauw DJ. A group in braces: {US Food and Drug Administration}",
            ),
        ),
        migrations.AlterField(
            "reference",
            "design",
            models.CharField(
                "study design", blank=True, help_text="Trial, survey, review, guideline, official page …", max_length=60
            ),
        ),
        migrations.AlterField("reference", "pages", models.CharField(blank=True, max_length=60)),
        migrations.AlterField(
            "reference",
            "type",
            models.CharField(
                choices=[
                    ("article", "Journal article"),
                    ("preprint", "Preprint"),
                    ("book", "Book"),
                    ("chapter", "Chapter of a book"),
                    ("report", "Report"),
                    ("thesis", "Thesis"),
                    ("conference", "Conference paper"),
                    ("dataset", "Data set"),
                    ("webpage", "Web page"),
                ],
                default="article",
                max_length=20,
            ),
        ),
        migrations.AddConstraint(
            "reference",
            models.UniqueConstraint(
                condition=models.Q(("type", "book"), models.Q(("isbn", ""), _negated=True)),
                fields=("isbn",),
                name="reference_book_once",
            ),
        ),
    ]
