"""The list of a bench: as many subscribers as are asked for, written by the database itself in seconds."""

from __future__ import annotations

from django.core.management import call_command
from django.db import connection

from articles.models import Topic
from articles.models.site import SiteSettings, Wording
from newsletter.models import Label
from tests.planner import analyze

# One of 25 never confirmed, one of 25 left; everybody else subscribes. Who confirmed has the proof of it.
NUMBERS = {
    "sqlite": "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {rows}) ",
    "postgresql": "WITH n AS (SELECT generate_series(1, {rows}) AS i) ",
}
DIALECT = {
    "sqlite": {
        "key": "printf('reader%07d@%s', i, CASE i % 4 WHEN 0 THEN 'gmail.com' WHEN 1 THEN 'example.org'"
        " ELSE printf('host%d.example.com', i % 997) END)",
        "digest": "printf('%064x', i * 2654435761)",
        "handle": "printf('%032x', i)",
        "asked": "strftime('%Y-%m-%d %H:%M:%S', '2026-01-01', '+' || (i * 20) || ' seconds')",
        "confirmed": "strftime('%Y-%m-%d %H:%M:%S', '2026-01-01', '+' || (i * 20 + 90) || ' seconds') || '.250000'",
        "left": "strftime('%Y-%m-%d %H:%M:%S', '2026-01-01', '+' || (i * 20 + 86400) || ' seconds')",
    },
    "postgresql": {
        "key": "format('reader%s@%s', lpad(i::text, 7, '0'), CASE i % 4 WHEN 0 THEN 'gmail.com' WHEN 1 THEN"
        " 'example.org' ELSE format('host%s.example.com', i % 997) END)",
        "digest": "lpad(to_hex(i * 2654435761), 64, '0')",
        "handle": "lpad(to_hex(i), 32, '0')::uuid",
        "asked": "timestamptz '2026-01-01 00:00:00+00' + i * interval '20 seconds'",
        "confirmed": "timestamptz '2026-01-01 00:01:30.25+00' + i * interval '20 seconds'",
        "left": "timestamptz '2026-01-02 00:00:00+00' + i * interval '20 seconds'",
    },
}
SUBSCRIBERS = """
INSERT INTO newsletter_subscriber (id, address, key, digest, handle, created_at, confirmed_at, left_at)
{numbers} SELECT i, {key}, {key}, {digest}, {handle}, {asked},
                 CASE WHEN i % 25 <> 1 THEN {confirmed} END, CASE WHEN i % 25 = 2 THEN {left} END FROM n
"""
EVENTS = """
INSERT INTO newsletter_consentevent (subscriber_id, kind, mechanism, wording, page, network, asked_at, happened_at,
                                     proof)
SELECT id, 'confirmed', 'confirm_link', 1, 'articles/sleep', '', created_at, confirmed_at, ''
FROM newsletter_subscriber WHERE confirmed_at IS NOT NULL
"""
TOPICS = """
INSERT INTO newsletter_subscriber_topics (subscriber_id, topic_id)
SELECT id, {topic} FROM newsletter_subscriber WHERE id % 5 = 0
"""
LABELS = """
INSERT INTO newsletter_labelling (content_object_id, tag_id)
SELECT id, {label} FROM newsletter_subscriber WHERE id % 10 = 0
"""


def set_up(rows: int) -> None:
    """The tables of the site, and the list in them. The database has to be empty."""
    call_command("migrate", verbosity=0)
    SiteSettings(sender_name="Bench", sender_email="news@example.org", postal_address="1 Example Street").save()
    fill(rows)


def fill(rows: int) -> None:
    Wording.objects.get_or_create(purpose="consent", version=1, defaults={"text": "Yes, write to me."})
    topic, _ = Topic.objects.get_or_create(slug="sleep", defaults={"name": "Sleep"})
    label, _ = Label.objects.get_or_create(slug="congress", defaults={"name": "Congress"})
    numbers = NUMBERS[connection.vendor].format(rows=rows)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET statement_timeout = 0")
        cursor.execute(SUBSCRIBERS.format(numbers=numbers, **DIALECT[connection.vendor]))
        for statement in (EVENTS, TOPICS, LABELS):
            cursor.execute(statement.format(topic=topic.pk, label=label.pk))
        if connection.vendor == "postgresql":
            cursor.execute("SELECT setval(pg_get_serial_sequence('newsletter_subscriber', 'id'), %s)", [rows])
    analyze()
