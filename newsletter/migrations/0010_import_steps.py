"""Imports can be worked on by several, asked for in turn, and undone without taking what others gave."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0007_feedback_rights"),
        ("newsletter", "0009_subscriber_rights"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ImportGift",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ],
            options={
                "default_permissions": (),
            },
        ),
        migrations.RemoveIndex(
            model_name="importrow",
            name="import_key",
        ),
        migrations.AddField(
            model_name="ask",
            name="brought_in",
            field=models.ForeignKey(
                db_index=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="newsletter.import",
            ),
        ),
        migrations.AddField(
            model_name="import",
            name="applied_by",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="import",
            name="asked_until",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="import",
            name="forgotten_at",
            field=models.DateTimeField(editable=False, null=True, verbose_name="rows deleted"),
        ),
        migrations.AddField(
            model_name="import",
            name="leased_until",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="import",
            name="undone_by",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="import",
            name="undone_to",
            field=models.BigIntegerField(default=0, editable=False),
        ),
        migrations.AddField(
            model_name="importrow",
            name="asked_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="importrow",
            name="confirmed_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="importrow",
            name="left_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AlterField(
            model_name="import",
            name="stage",
            field=models.CharField(
                choices=[
                    ("reading", "Being read"),
                    ("read", "Read: nothing is applied yet"),
                    ("applying", "Being applied"),
                    ("applied", "Applied"),
                    ("undoing", "Being undone"),
                    ("undone", "Undone"),
                    ("refused", "Refused: the file cannot be read"),
                    ("dropped", "Dropped: nothing of it was applied"),
                ],
                default="reading",
                editable=False,
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="importrow",
            name="parent",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="rows", to="newsletter.import"
            ),
        ),
        migrations.AddIndex(
            model_name="importrow",
            index=models.Index(fields=["key", "parent"], name="import_key"),
        ),
        migrations.AddField(
            model_name="importgift",
            name="label",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="newsletter.label"
            ),
        ),
        migrations.AddField(
            model_name="importgift",
            name="parent",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="gifts", to="newsletter.import"
            ),
        ),
        migrations.AddField(
            model_name="importgift",
            name="subscriber",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="newsletter.subscriber"
            ),
        ),
        migrations.AddField(
            model_name="importgift",
            name="topic",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="articles.topic"
            ),
        ),
    ]
