"""Part of an address finds it among a million: by three letters in a row (pg_trgm; the trigram tokenizer of FTS5)."""

from django.contrib.postgres.operations import TrigramExtension
from django.db import migrations

TEXT = "newsletter_subscriber_text"
POSTGRESQL = [
    "CREATE INDEX newsletter_subscriber_text ON newsletter_subscriber USING gin (key gin_trgm_ops)",
]
# The words stand in the subscribers alone; the triggers keep the index true whatever changes them.
SQLITE = [
    f"CREATE VIRTUAL TABLE {TEXT} USING fts5"
    "(key, content='newsletter_subscriber', content_rowid='id', tokenize='trigram', detail='none', columnsize=0)",
    f"CREATE TRIGGER {TEXT}_made AFTER INSERT ON newsletter_subscriber BEGIN"
    f" INSERT INTO {TEXT} (rowid, key) VALUES (new.id, new.key); END",
    f"CREATE TRIGGER {TEXT}_gone AFTER DELETE ON newsletter_subscriber BEGIN"
    f" INSERT INTO {TEXT} ({TEXT}, rowid, key) VALUES ('delete', old.id, old.key); END",
    f"CREATE TRIGGER {TEXT}_moved AFTER UPDATE OF key ON newsletter_subscriber BEGIN"
    f" INSERT INTO {TEXT} ({TEXT}, rowid, key) VALUES ('delete', old.id, old.key);"
    f" INSERT INTO {TEXT} (rowid, key) VALUES (new.id, new.key); END",
    f"INSERT INTO {TEXT} ({TEXT}) VALUES ('rebuild')",
]


def build(apps, schema_editor):
    for statement in SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL:
        schema_editor.execute(statement)


def remove(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for name in ("made", "gone", "moved"):
            schema_editor.execute(f"DROP TRIGGER {TEXT}_{name}")
        schema_editor.execute(f"DROP TABLE {TEXT}")
    else:
        schema_editor.execute(f"DROP INDEX {TEXT}")


class Migration(migrations.Migration):
    dependencies = [("newsletter", "0007_subscribers_at_scale")]

    operations = [TrigramExtension(), migrations.RunPython(build, remove)]
