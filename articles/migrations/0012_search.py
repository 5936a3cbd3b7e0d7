"""What can be found, and what was looked for in vain (tsvector and pg_trgm; FTS5)."""

import django.db.models.deletion
from django.db import migrations, models

TEXT, NEAR = "articles_entry_text", "articles_word_near"
# The words of an entry stand beside it, under its number; what goes takes them along.
SQLITE = [
    f"CREATE VIRTUAL TABLE {TEXT} USING fts5(title, headings, text, tokenize='porter unicode61 remove_diacritics 2')",
    f"CREATE TRIGGER {TEXT}_gone AFTER DELETE ON articles_entry BEGIN DELETE FROM {TEXT} WHERE rowid = old.id; END",
    f"CREATE VIRTUAL TABLE {NEAR} USING fts5"
    "(word, content='articles_word', content_rowid='id', tokenize='trigram', detail='none', columnsize=0)",
    f"CREATE TRIGGER {NEAR}_made AFTER INSERT ON articles_word BEGIN"
    f" INSERT INTO {NEAR} (rowid, word) VALUES (new.id, new.word); END",
    f"CREATE TRIGGER {NEAR}_gone AFTER DELETE ON articles_word BEGIN"
    f" INSERT INTO {NEAR} ({NEAR}, rowid, word) VALUES ('delete', old.id, old.word); END",
]
SQLITE_BACK = [
    f"DROP TRIGGER {TEXT}_gone",
    f"DROP TRIGGER {NEAR}_made",
    f"DROP TRIGGER {NEAR}_gone",
    f"DROP TABLE {TEXT}",
    f"DROP TABLE {NEAR}",
]
# Columns of which Django knows nothing: `names` holds titles (A) and headings (B), `words` all.
COLUMNS = {"headings": "text", "text": "text", "names": "tsvector", "words": "tsvector"}
POSTGRESQL = [
    "CREATE EXTENSION IF NOT EXISTS pg_trgm",  # stays when this is undone: the newsletter leans on it too
    "ALTER TABLE articles_entry " + ", ".join(f"ADD COLUMN {name} {kind}" for name, kind in COLUMNS.items()),
    "CREATE INDEX articles_entry_names ON articles_entry USING gin (names)",
    "CREATE INDEX articles_entry_words ON articles_entry USING gin (words)",
    f"CREATE INDEX {NEAR} ON articles_word USING gin (word gin_trgm_ops)",
]
POSTGRESQL_BACK = [
    f"DROP INDEX {NEAR}",
    "ALTER TABLE articles_entry " + ", ".join(f"DROP COLUMN {name}" for name in COLUMNS),
]


def build(apps, schema_editor):
    for statement in SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL:
        schema_editor.execute(statement)


def remove(apps, schema_editor):
    for statement in SQLITE_BACK if schema_editor.connection.vendor == "sqlite" else POSTGRESQL_BACK:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0011_licence"),
    ]

    operations = [
        migrations.CreateModel(
            name="Synonym",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "word",
                    models.CharField(
                        help_text="A word or a few, for example ketum. Capitals do not count.",
                        max_length=60,
                        unique=True,
                        verbose_name="readers type",
                    ),
                ),
                (
                    "means",
                    models.CharField(help_text="For example kratom.", max_length=60, verbose_name="our pages say"),
                ),
            ],
            options={
                "ordering": ["word"],
            },
        ),
        migrations.CreateModel(
            name="Word",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("word", models.CharField(max_length=40, unique=True)),
            ],
            options={
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="Entry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=10)),
                ("place", models.PositiveSmallIntegerField()),
                ("key", models.CharField(blank=True, max_length=80)),
                ("length", models.PositiveSmallIntegerField()),
                ("topics", models.CharField(blank=True, max_length=1000)),
                ("address", models.CharField(max_length=220)),
                ("title", models.CharField(max_length=500)),
                ("digest", models.CharField(max_length=64)),
                (
                    "publication",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="entries",
                        to="articles.publication",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "entries",
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="Citing",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "publication",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="citings", to="articles.publication"
                    ),
                ),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="citings", to="articles.entry"
                    ),
                ),
            ],
            options={
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="Missed",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField()),
                ("words", models.CharField(max_length=60)),
                ("count", models.PositiveIntegerField(default=1)),
            ],
            options={
                "verbose_name": "search that found nothing",
                "verbose_name_plural": "searches that found nothing",
                "default_permissions": ("view",),
                "indexes": [models.Index(fields=["words"], name="missed_by_words")],
                "constraints": [models.UniqueConstraint(fields=("day", "words"), name="missed_once_a_day")],
            },
        ),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.UniqueConstraint(fields=("publication", "kind", "key"), name="entry_once_a_page"),
        ),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.UniqueConstraint(
                condition=models.Q(("publication", None)), fields=("key",), name="entry_once_a_source"
            ),
        ),
        migrations.AddConstraint(
            model_name="citing",
            constraint=models.UniqueConstraint(fields=("entry", "publication"), name="citing_once"),
        ),
        migrations.RunPython(build, remove),
    ]
