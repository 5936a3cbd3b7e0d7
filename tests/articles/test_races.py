"""Several people at once, on real connections: nothing is lost, nobody waits for ever."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from threading import Barrier, Event

import pytest
from django.db import connection, transaction
from django.test import Client

from articles.models import (
    AddressTaken,
    Amendment,
    Article,
    Conflict,
    Page,
    Prepared,
    Publication,
    Renewal,
    Revision,
    RichText,
    Schedule,
    Showing,
)
from articles.models.amendment import columns, fingerprint
from articles.models.schedule import run_due
from tests.articles.many import corrected, pages_citing
from tests.conftest import TEXT

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgresql]
AT_ONCE = 8


def at_once(*acts: Callable[[], object]) -> list[object]:
    """Run all `acts` at the same moment, each with a connection of its own; returns what each gave or raised."""
    start = Barrier(len(acts))

    def run(act: Callable[[], object]) -> object:
        start.wait()
        try:
            return act()
        except Exception as error:  # noqa: BLE001 - the test looks at it
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def test_eight_publish_one_page(article, editor):
    results = at_once(*[lambda: Article.objects.get().publish(by=editor)] * AT_ONCE)
    assert [r for r in results if isinstance(r, Exception)] == []
    assert Revision.objects.count() == AT_ONCE
    assert Showing.objects.filter(shown_until__isnull=True).count() == 1


def test_eight_want_one_address_and_one_gets_it(article, editor):
    rivals = [Article.objects.create(title=f"Rival {n}", slug=f"rival-{n}") for n in range(AT_ONCE)]
    revisions = []
    for rival in rivals:
        revision = Revision.freeze(replace(article.snapshot(), slug="wanted"), page=rival, version=0, by=editor)
        revisions.append(revision)
    results = at_once(*[partial(r.show, f, by=editor) for r, f in zip(rivals, revisions, strict=True)])
    assert sum(isinstance(result, AddressTaken) for result in results) == AT_ONCE - 1
    assert Publication.objects.get().path == "articles/wanted"


def test_four_ticks_do_each_schedule_once(article, editor):
    revision = Revision.freeze(article.snapshot(), page=article, version=0, by=editor)
    Schedule.objects.create(page=article, revision=revision, at="2026-01-01T00:00Z", by=editor)
    results = at_once(*[run_due] * 4)
    assert sorted(results) == [0, 0, 0, 1]
    assert Showing.objects.count() == 1


def test_renewing_beside_publishing_loses_neither(published, reference, editor):
    def renew() -> None:
        reference.title = "A corrected title"
        Renewal.of(reference, by=editor)

    publish = [lambda: Article.objects.get().publish(by=editor)] * 4
    results = at_once(renew, *publish)
    assert [r for r in results if isinstance(r, Exception)] == []
    Renewal.objects.run()
    assert "A corrected title" in Publication.objects.get().html


def test_two_publish_while_many_pages_are_renewed_and_nothing_is_lost(published, reference, editor):
    pages_citing(30, published, editor)
    corrected(reference, editor)
    keys = list(Article.objects.order_by("-pk").values_list("pk", flat=True)[:8])
    RichText.objects.bulk_create(RichText(parent_id=pk, text=TEXT, ordering=10) for pk in keys)

    def publish(mine: list[int]) -> None:
        for pk in mine:
            Article.objects.get(pk=pk).publish(by=editor, note="Meanwhile.", override="So.")

    results = at_once(Renewal.objects.run, partial(publish, keys[:4]), partial(publish, keys[4:]))
    assert [r for r in results if isinstance(r, Exception)] == []
    Renewal.objects.run()
    assert Publication.objects.filter(html__contains="A corrected title").count() == 31
    assert Showing.objects.filter(page__in=keys, why="Meanwhile.").count() == len(keys)
    assert Showing.objects.open().count() == 31
    assert not Prepared.objects.exists()


def test_three_who_renew_the_same_do_it_once(published, reference, editor):
    pages_citing(10, published, editor)
    corrected(reference, editor)
    results = at_once(*[Renewal.objects.run] * 3)
    assert sorted(results) == [0, 0, 11]
    assert Showing.objects.count() == 22


def test_two_who_change_one_record_at_once_are_one_after_the_other(published, reference, editor, person):
    second = person("second", "Editor")
    seen = fingerprint(reference)
    rows = []
    for user, words in ((editor, {"design": "Trial"}), (second, {"finding": "Little."})):
        rows.append(
            Amendment.objects.create(name=reference.embed_name, by=user, before=columns(reference), fields=words)
        )
    results = at_once(*[partial(row.confirm, reference, seen=seen) for row in rows])
    assert sum(isinstance(result, Conflict) for result in results) == 1
    assert Amendment.objects.count() == 1


def test_two_who_act_on_the_same_pages_end_and_each_page_is_done_once(article, strain, editor):
    pages = [strain, article]
    for page in pages:
        page.publish(by=editor)
    results = at_once(*[partial(withdraw_all, chosen, editor) for chosen in (pages, pages[::-1])] * 2)
    assert [r for r in results if isinstance(r, Exception)] == []
    assert sum(answer.count("Withdrawn: Wrong.") for answer in results) == 2


def withdraw_all(pages: list[Page], editor) -> str:
    """By the list, in one act; returns what is told afterwards."""
    client = Client()
    client.force_login(editor)
    chosen = {"action": "withdraw", "_selected_action": [page.pk for page in pages], "confirmed": "1", "why": "Wrong."}
    return client.post("/admin/articles/page/", chosen, follow=True).text


def test_who_renames_a_topic_brings_no_old_card_back(published, topic, editor):
    """Somebody is about to publish a page that stands under it."""
    Article.objects.update(standfirst="Said anew.")
    is_under_way = Event()

    def publish() -> None:
        with transaction.atomic():
            Article.objects.get().publish(by=editor, override="So.")
            is_under_way.set()
            time.sleep(0.3)

    def rename() -> None:
        is_under_way.wait(timeout=5)
        desk = Client()
        desk.force_login(editor)
        desk.post(f"/admin/articles/topic/{topic.pk}/change/", {"name": "Rest", "slug": "rest", "introduction": ""})

    assert at_once(publish, rename) == [None, None]
    card = Publication.objects.get().card
    assert (card["standfirst"], card["topics"]) == ("Said anew.", [{"slug": "rest", "name": "Rest"}])
