"""Publishing freezes what editors wrote; readers see that and nothing else."""

from time import time
from unittest.mock import patch

import pytest
from django.db.models import QuerySet

from articles.models import (
    Address,
    AddressTaken,
    Article,
    Conflict,
    NotReady,
    Publication,
    Refused,
    Revision,
    RichText,
    Showing,
    SiteVersion,
)

pytestmark = pytest.mark.django_db


def test_a_draft_is_not_for_readers(client, article):
    assert client.get("/articles/sleep/").status_code == 404


def test_a_published_page_is_for_readers(client, published):
    assert "Kratom and sleep" in client.get("/articles/sleep/").text


def test_edits_after_publishing_stay_out_of_sight(client, published):
    published.title = "Half a thought"
    published.save()
    assert "Half a thought" not in client.get("/articles/sleep/").text


def test_a_block_removed_after_publishing_is_still_read(client, published):
    RichText.objects.all().delete()
    assert "What is known" in client.get("/articles/sleep/").text


def test_publishing_keeps_a_revision_that_proves_itself(publication):
    revision = publication.revision
    assert revision.is_intact()
    revision.content["title"] = "Forged"
    assert not revision.is_intact()


def test_the_page_shows_the_very_bytes_of_its_revision(client, publication):
    assert publication.revision.html == publication.html
    assert publication.html in client.get("/articles/sleep/").text


def test_publishing_says_which_version_readers_have(published):
    published.refresh_from_db()
    assert published.published_version == published.version


def test_publishing_what_somebody_saved_meanwhile_is_refused(article, editor):
    Article.objects.update(version=5)
    with pytest.raises(Conflict):
        article.publish(by=editor, version=4)
    assert not Publication.objects.exists()
    assert not Revision.objects.exists()


def test_publishing_tells_all_that_stands_in_the_way(article, editor):
    RichText.objects.update(text='<h2>A</h2><h4>B</h4><p>C<cite data-key="nobody2020"></cite></p>')
    with pytest.raises(NotReady) as refusal:
        article.publish(by=editor)
    assert {finding.rule for finding in refusal.value.findings} == {"citation", "heading"}


def test_a_warning_needs_a_reason_wherever_publishing_begins(article, editor):
    article.description = ""
    article.save()
    with pytest.raises(NotReady) as refusal:
        article.publish(by=editor)
    assert [finding.rule for finding in refusal.value.findings] == ["description"]


def test_a_reason_is_kept_only_where_there_was_something_to_pass_over(article, editor):
    article.publish(by=editor, override="In a hurry.")
    assert Revision.objects.get().override_reason == ""


def test_publishing_again_shows_the_new_text(client, published, editor):
    RichText.objects.update(text="<p>More is known now.</p>")
    published.publish(by=editor, note="New evidence.", override="Of no matter here.")
    assert "More is known now." in client.get("/articles/sleep/").text
    assert Revision.objects.count() == 2


def test_a_minor_change_keeps_the_date_of_the_last_major_one(published, editor):
    before = Publication.objects.get()
    published.publish(by=editor, note="A comma.", is_major=False)
    after = Publication.objects.get()
    assert after.changed_at == before.changed_at
    assert after.shown_at > before.shown_at
    assert after.first_shown_at == before.first_shown_at


def test_each_showing_ends_when_the_next_begins(published, editor):
    published.publish(by=editor, note="Again.")
    now, before = Showing.objects.all()
    assert before.shown_until == now.shown_from
    assert now.shown_until is None


def test_another_pages_revision_is_refused(published, strain, editor):
    with pytest.raises(Refused):
        strain.show(Revision.objects.get(), by=editor)


def test_a_page_in_the_trash_is_not_shown(published, editor):
    Article.objects.update(trashed_at="2026-01-01T00:00Z")
    with pytest.raises(Refused):
        published.show(Revision.objects.get(), by=editor)


def test_two_live_pages_cannot_share_an_address(published, editor):
    Article.objects.update(slug="rest")
    rival = Article.objects.create(title="Sleep again", slug="sleep")
    RichText.objects.create(parent=rival, text="<p>Words.</p>")
    with pytest.raises(AddressTaken, match="/articles/sleep/"):
        rival.publish(by=editor, override="Of no matter here.")


def test_a_new_address_goes_live_with_the_next_publish(client, published, editor):
    Article.objects.update(slug="rest")
    assert client.get("/articles/sleep/").status_code == 200
    Article.objects.get().publish(by=editor)
    assert client.get("/articles/rest/").status_code == 200


def test_an_old_address_leads_to_the_page_without_a_chain(client, published, editor):
    for slug in ("rest", "night"):
        Article.objects.update(slug=slug)
        Article.objects.get().publish(by=editor)
    answer = client.get("/articles/sleep/")
    assert answer.status_code == 301
    assert answer["Location"] == "/articles/night/"
    assert "max-age=3600" in answer["Cache-Control"]


def test_going_back_to_an_old_address_makes_no_loop(client, published, editor):
    for slug in ("rest", "sleep"):
        Article.objects.update(slug=slug)
        Article.objects.get().publish(by=editor)
    assert client.get("/articles/sleep/").status_code == 200
    assert client.get("/articles/rest/")["Location"] == "/articles/sleep/"


def test_an_old_address_used_anew_is_free(client, published, editor):
    Article.objects.update(slug="rest")
    Article.objects.get().publish(by=editor)
    rival = Article.objects.create(title="Another on sleep", slug="sleep")
    RichText.objects.create(parent=rival, text="<p>Words.</p>")
    rival.publish(by=editor, override="Of no matter here.")
    assert "Another on sleep" in client.get("/articles/sleep/").text
    assert Address.objects.get(path="articles/sleep").page_id == rival.pk


def test_every_act_that_readers_can_see_moves_the_site_version(published, editor, version_by_ones):
    before = SiteVersion.objects.get().number
    published.publish(by=editor)
    published.withdraw(by=editor, why="Wrong.")
    assert SiteVersion.objects.get().number == before + 2


def test_a_version_never_comes_again_after_a_backup_was_restored(published, editor):
    """What was published after the backup may stand in a proxy under its version."""
    saved = SiteVersion.objects.get().number
    with patch("articles.models.site.time", return_value=time() + 1):
        published.publish(by=editor)
    after = SiteVersion.objects.get().number
    SiteVersion.objects.update(number=saved)
    with patch("articles.models.site.time", return_value=time() + 2):
        published.publish(by=editor)
    assert SiteVersion.objects.get().number > after > saved


def test_who_comes_second_to_the_first_version_moves_it_too(db, monkeypatch, version_by_ones):
    """Two saw that there is none yet, and one has written it by now."""
    SiteVersion.objects.update_or_create(pk=1, defaults={"number": 1})
    update, calls = QuerySet.update, []

    def late(self, **values):
        calls.append(self)
        return 0 if len(calls) == 1 else update(self, **values)

    monkeypatch.setattr(QuerySet, "update", late)
    SiteVersion.advance()
    assert SiteVersion.objects.get().number == 2


def test_history_protects_the_page(published):
    with pytest.raises(Exception, match="protected"):
        published.delete()
