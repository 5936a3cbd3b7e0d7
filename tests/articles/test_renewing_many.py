"""A record on many pages: prepared in batches out of sight, turned at once, whatever happens in between."""

from __future__ import annotations

import pytest

from articles.models import (
    Embed,
    Page,
    Prepared,
    Publication,
    Reference,
    Renewal,
    Revision,
    Schedule,
    Showing,
    SiteVersion,
    renewal,
)
from articles.models.renaming import say_topic
from articles.models.renewal import work_due
from articles.models.schedule import run_due
from articles.models.turning import settle
from articles.snapshot import Snapshot
from tests.articles.many import corrected, pages_citing

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
NEW = "A corrected title"


@pytest.fixture
def asked(published, reference, editor, monkeypatch) -> Renewal:
    """Twelve live pages cite what was corrected; a batch is five."""
    monkeypatch.setattr(renewal, "BATCH", 5)
    monkeypatch.setattr(renewal, "FEW", 1)
    pages_citing(11, published, editor)
    return corrected(reference, editor)


def shown(page: Page) -> Snapshot:
    return Publication.objects.get(page=page).revision.snapshot


def new() -> int:
    return Publication.objects.filter(html__contains=NEW).count()


def test_nothing_is_seen_before_all_is_prepared(asked, version_by_ones):
    revisions, version = Revision.objects.count(), SiteVersion.objects.get().number
    assert asked.step() is None
    assert asked.step() is None
    assert asked.progress == (10, 12)
    assert (new(), Revision.objects.count(), SiteVersion.objects.get().number) == (0, revisions, version)
    assert asked.step() is None
    assert asked.step() == 12
    assert new() == 12
    assert SiteVersion.objects.get().number == version + 1


def test_all_turn_with_their_history(asked):
    asked.finish()
    open_ones = Showing.objects.open().values_list("revision", flat=True)
    assert set(open_ones) == set(Publication.objects.values_list("revision", flat=True))
    assert all(revision.is_intact() for revision in Revision.objects.filter(publication__isnull=False))
    says = Reference.objects.get().says()
    assert not Revision.objects.waiting_or_live().not_saying("reference:clauw2014", says).exists()
    assert Embed.objects.filter(revision__publication__isnull=False, name="disclaimer").count() == 12
    assert not Prepared.objects.exists()


@pytest.mark.parametrize("steps", [0, 2])
def test_a_topic_that_was_renamed_meanwhile_keeps_its_new_name(asked, published, topic, editor, steps):
    """Also where the old text is shown again."""
    for _ in range(steps):
        asked.step()
    topic.name, topic.slug = "Rest", "rest"
    say_topic(topic, was="sleep")
    topic.save()
    asked.finish()
    live = Publication.objects.get(page=published)
    assert NEW in live.html
    assert live.card["topics"] == [{"slug": "rest", "name": "Rest"}]
    first = Revision.objects.filter(page=published).earliest("pk")
    published.show_again(first, by=editor, note="As it was.")
    assert Publication.objects.get(page=published).card["topics"] == [{"slug": "rest", "name": "Rest"}]


def test_what_was_killed_half_way_goes_on_where_it_was(asked):
    asked.step()
    Renewal.objects.update(taken_until=None)
    work_due()
    assert new() == 12
    assert Renewal.objects.get().number == 12


def test_a_process_that_has_it_in_hand_is_let_work(asked):
    Renewal.objects.update(taken_until="2100-01-01T00:00Z")
    work_due()
    assert not Prepared.objects.exists()


def test_a_second_correction_takes_the_place_of_the_first(asked, reference, editor):
    asked.step()
    second = corrected(reference, editor, title="Corrected again")
    assert second.finish() == 12
    assert Publication.objects.filter(html__contains="Corrected again").count() == 12
    assert not Renewal.objects.open().exists()


def test_a_page_that_was_published_meanwhile_is_prepared_again(asked, published, editor):
    for _ in range(3):
        asked.step()
    published.title = "Written anew"
    published.version += 1
    published.save()
    published.publish(by=editor, override="So.")
    asked.finish()
    live = Publication.objects.get(page=published)
    assert (live.title, NEW in live.html) == ("Written anew", True)


def test_a_page_that_was_withdrawn_meanwhile_stays_away(asked, published, editor):
    for _ in range(3):
        asked.step()
    published.withdraw(by=editor, why="Wrong.")
    assert asked.finish() == 11
    assert not Publication.objects.filter(page=published).exists()


def test_an_hour_that_comes_in_the_middle_shows_its_text_with_todays_record(asked, published, editor):
    waiting = Revision.freeze(shown(published), page=published, version=0, by=editor, note="Mine")
    Schedule.objects.create(page=published, revision=waiting, at="2030-01-01T00:00Z", by=editor, why="Mine")
    for _ in range(3):
        asked.step()
    Schedule.objects.update(at="2020-01-01T00:00Z")
    run_due()
    asked.finish()
    assert NEW in Publication.objects.get(page=published).html
    assert not Schedule.objects.exists()


def test_a_signature_given_in_the_middle_is_kept(asked, published):
    for _ in range(3):
        asked.step()
    signed = {"slug": "dr-ash", "name": "Dr Ash", "credentials": "", "on": "2026-01-01", "is_older": False}
    Publication.objects.filter(page=published).update(reviewed=signed)
    asked.finish()
    live = Publication.objects.get(page=published)
    assert NEW in live.html
    assert "Dr Ash" in live.jsonld


def test_the_turn_asks_no_more_for_more_pages(asked, django_assert_max_num_queries):
    for _ in range(3):
        asked.step()
    with django_assert_max_num_queries(60):
        assert asked.step() == 12


def test_rows_beside_a_page_follow_after_the_turn_of_many(asked, monkeypatch):
    monkeypatch.setattr("articles.models.turning.AT_ONCE", 1)
    while asked.step() is None:
        pass
    assert Prepared.objects.exists()
    assert settle("reference:clauw2014") >= 1
    assert not Prepared.objects.exists()


def test_how_far_it_is_can_be_seen_and_pushed_on(asked, at_desk):
    asked.step()
    url = f"/admin/articles/renewal/{asked.pk}/"
    answer = at_desk.get(url)
    assert "5 of 12" in answer.text
    assert answer["Refresh"]
    at_desk.post(url)
    assert "12 pages changed at the same moment" in at_desk.get(url).text
    assert Page.objects.count() == 12
