"""Labels and topics of an import: given to who comes in and to who was known, and remembered, so that undoing takes
back what was given and nothing else."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet

from articles.models.topic import Topic
from newsletter.models.importing import Import, ImportRow, Verdict
from newsletter.models.segment import Label, Labelling
from newsletter.models.subscriber import Subscriber

Pair = tuple[int, int]  # a subscriber, and a label or topic
PAIRS = {
    "sqlite": "SELECT json_extract(value, '$[0]') AS who, json_extract(value, '$[1]') AS what FROM json_each(%s)",
    "postgresql": "SELECT (value->>0)::bigint AS who, (value->>1)::bigint AS what FROM jsonb_array_elements(%s::jsonb)",
}
GIVE = "INSERT INTO {table} ({who}, {what}) {pairs} WHERE true ON CONFLICT DO NOTHING RETURNING {who}, {what}"
NOTE = "INSERT INTO newsletter_importgift (parent_id, subscriber_id, {kept}) SELECT %s, who, what FROM ({pairs}) p"
CHOSEN = Subscriber.topics.through


def give(parent: Import, rows: QuerySet[ImportRow]) -> Counter[str]:
    """To who is new, and to who was known and has not left. Returns how many were given that were not there.
    Topics are added to those who chose some: who chose none gets everything already."""
    for_all = _keys(parent.labels), _keys(parent.topics)
    if not (any(for_all) or {"labels", "topics"} & set(parent.layout["columns"])):
        return Counter()
    coming = rows.filter(Q(left_at=None) | Q(made__isnull=False), verdict__in=[Verdict.NEW, Verdict.KNOWN])
    told = {key: (made, more) for key, made, more in coming.values_list("key", "made", "told")}
    found = Subscriber.objects.filter(key__in=told).values_list("pk", "key", "left_at")
    people = {pk: key for pk, key, left_at in found if left_at is None or told[key][0] == pk}
    labels = _labels_named(_named("labels", told.values()))
    topics = dict(Topic.objects.filter(slug__in=_named("topics", told.values())).values_list("slug", "pk"))
    choosers = _choosers(pk for pk, key in people.items() if told[key][0] != pk)
    bear, choose = {}, {}
    for pk, key in people.items():
        made, more = told[key]
        bear[pk] = for_all[0] | {labels[name] for name in more.get("labels", ())}
        if made == pk or pk in choosers:
            choose[pk] = for_all[1] | {topics[slug] for slug in more.get("topics", ()) if slug in topics}
    return Counter(
        labels=_give(parent, bear, Labelling, who="content_object_id", what="tag_id", kept="label_id"),
        topics=_give(parent, choose, CHOSEN, who="subscriber_id", what="topic_id", kept="topic_id"),
    )


def _keys(several: Any) -> set[int]:
    return set(several.values_list("pk", flat=True))


def _named(kind: str, told: Iterable[tuple[int | None, dict[str, Any]]]) -> set[str]:
    return {name for _, more in told for name in more.get(kind, ())}


def _labels_named(names: set[str]) -> dict[str, int]:
    """Those that are not there yet are made."""
    found = dict(Label.objects.filter(name__in=names).values_list("name", "pk"))
    return found | {name: Label.objects.create(name=name).pk for name in sorted(names - set(found))}


def _choosers(people: Iterable[int]) -> set[int]:
    return set(CHOSEN.objects.filter(subscriber__in=list(people)).values_list("subscriber", flat=True))


def _give(parent: Import, wanted: dict[int, set[int]], model: Any, *, who: str, what: str, kept: str) -> int:
    pairs = [(pk, each) for pk, several in sorted(wanted.items()) for each in sorted(several)]
    if not pairs:
        return 0
    sql = GIVE.format(table=model._meta.db_table, who=who, what=what, pairs=PAIRS[connection.vendor])
    with connection.cursor() as cursor:
        cursor.execute(sql, [json.dumps(pairs)])
        given: list[Pair] = cursor.fetchall()
        cursor.execute(NOTE.format(kept=kept, pairs=PAIRS[connection.vendor]), [parent.pk, json.dumps(given)])
    return len(given)
