"""The database itself refuses to change proof of consent, and gives it up only after the person it is about."""

import django.db.models.deletion
from django.db import migrations, models

TABLE = "newsletter_consentevent"
CHANGED = "A consent event is never changed."
ALONE = "A consent event goes only after the person it is about."
PERSON = "EXISTS (SELECT 1 FROM newsletter_subscriber WHERE id = OLD.subscriber_id)"
POSTGRESQL = [
    f"""CREATE FUNCTION {TABLE}_stands() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        IF TG_OP = 'UPDATE' THEN
            RAISE EXCEPTION '{CHANGED}' USING ERRCODE = 'integrity_constraint_violation';
        ELSIF {PERSON} THEN
            RAISE EXCEPTION '{ALONE}' USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN OLD;
    END $$""",
    f"CREATE TRIGGER {TABLE}_stands BEFORE UPDATE OR DELETE ON {TABLE} FOR EACH ROW EXECUTE FUNCTION {TABLE}_stands()",
]
# A later migration that makes the table anew on SQLite loses these two and must make them again (a test notices).
SQLITE = [
    f"CREATE TRIGGER {TABLE}_unchanged BEFORE UPDATE ON {TABLE} BEGIN SELECT RAISE(ABORT, '{CHANGED}'); END",
    f"CREATE TRIGGER {TABLE}_kept BEFORE DELETE ON {TABLE} WHEN {PERSON} BEGIN SELECT RAISE(ABORT, '{ALONE}'); END",
]


def protect(apps, schema_editor):
    for statement in SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL:
        schema_editor.execute(statement)


def lay_bare(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for name in ("unchanged", "kept"):
            schema_editor.execute(f"DROP TRIGGER {TABLE}_{name}")
    else:
        schema_editor.execute(f"DROP TRIGGER {TABLE}_stands ON {TABLE}")
        schema_editor.execute(f"DROP FUNCTION {TABLE}_stands()")


class Migration(migrations.Migration):
    dependencies = [("newsletter", "0010_import_steps")]

    operations = [
        migrations.AlterField(
            model_name="ask",
            name="kind",
            field=models.CharField(
                choices=[
                    ("join", "To join"),
                    ("move", "To change the address"),
                    ("moved", "To tell the address that was left"),
                    ("rights", "For the link to everything that is held"),
                ],
                default="join",
                editable=False,
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="ask",
            name="subscriber",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="asks",
                to="newsletter.subscriber",
            ),
        ),
        migrations.AlterField(
            model_name="consentevent",
            name="subscriber",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="events",
                to="newsletter.subscriber",
            ),
        ),
        migrations.RunPython(protect, lay_bare),
    ]
