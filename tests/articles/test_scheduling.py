"""What waits for its hour is done once, in order, and undoes nothing that a person did since."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.models import Article, NotReady, Publication, Refused, Revision, RichText, Schedule
from articles.models.schedule import run_due

pytestmark = pytest.mark.django_db
PAST = timedelta(minutes=5)


def waits(page, editor, *, text: str = "", ago=PAST) -> Schedule:
    """A revision with `text`, or a withdrawal where there is none, due since `ago`."""
    if not text:
        return page.schedules.create(at=timezone.now() - ago, by=editor, why="Its time is over.")
    RichText.objects.filter(parent=page).update(text=f"<p>{text}</p>")
    revision = Revision.freeze(page.snapshot(), page=page, version=page.version, by=editor)
    return page.schedules.create(revision=revision, at=timezone.now() - ago, by=editor)


def test_what_is_due_goes_live(published, editor):
    waits(published, editor, text="Now live.")
    run_due()
    assert "Now live." in Publication.objects.get().html
    assert not Schedule.objects.exists()


def test_what_is_not_due_waits(published, editor):
    waits(published, editor, text="Tomorrow.", ago=-timedelta(days=1))
    run_due()
    assert "Tomorrow." not in Publication.objects.get().html


def test_missed_hours_are_done_in_their_order(published, editor):
    waits(published, editor, text="Second.", ago=timedelta(minutes=1))
    waits(published, editor, text="First.", ago=timedelta(minutes=2))
    run_due()
    assert "Second." in Publication.objects.get().html


def test_a_rollback_is_not_undone_by_a_later_tick(published, editor):
    first = Revision.objects.get()
    waits(published, editor, text="A mistake.")
    run_due()
    published.show(first, by=editor)
    run_due()
    assert "A mistake." not in Publication.objects.get().html


def test_going_back_is_not_undone_by_an_hour_that_was_given_before(published, editor):
    waits(published, editor, text="A mistake.", ago=-timedelta(days=1))
    published.show_again(Revision.objects.earliest("pk"), by=editor, note="Back to the first.")
    assert not Schedule.objects.exists()


def test_publishing_by_hand_removes_what_waits(published, editor):
    waits(published, editor, text="Older.", ago=-timedelta(days=1))
    published.publish(by=editor, override="Of no matter here.")
    assert not Schedule.objects.exists()


def test_a_withdrawal_has_its_hour_too(client, published, editor):
    waits(published, editor)
    run_due()
    assert client.get("/articles/sleep/").status_code == 410


def test_one_that_is_refused_stops_no_other_and_says_why(published, strain, editor):
    taken = Article.objects.create(title="Rival", slug="rival")
    RichText.objects.create(parent=taken, text="<p>Words.</p>")
    revision = waits(taken, editor, text="Rival.").revision
    Schedule.objects.filter(revision=revision).update(at=timezone.now() - timedelta(hours=1))
    Publication.objects.update(path="articles/rival")
    other = waits(strain, editor, text="Strain.")
    run_due()
    assert Publication.objects.filter(page=strain).exists()
    assert not Schedule.objects.filter(pk=other.pk).exists()
    assert "/articles/rival/" in Schedule.objects.get().refused


def test_the_version_that_readers_have_is_the_one_that_waited(published, editor):
    waits(published, editor, text="Later.")
    Article.objects.update(version=7)
    run_due()
    assert Article.objects.get().published_version == 0


def test_the_gate_looks_again_at_the_hour(published, editor):
    waits(published, editor, text="Now live.<cite data-key='gone2020'></cite>")
    run_due()
    assert "“gone2020” leads to no reference" in Schedule.objects.get().refused
    assert "Now live." not in Publication.objects.get().html


def test_scheduling_passes_the_gate_and_freezes_what_is_typed_now(published, editor):
    soon = timezone.now() + timedelta(hours=1)
    published.schedule(at=soon, by=editor, note="Tomorrow.", version=published.version)
    RichText.objects.update(text="<p>Half a thought</p>")
    assert "What is known" in Schedule.objects.get().revision.html


def test_what_does_not_pass_the_gate_gets_no_hour(published, editor):
    RichText.objects.update(text="<h2>A</h2><h4>B</h4>")
    with pytest.raises(NotReady):
        published.schedule(at=timezone.now(), by=editor, note="Soon.", version=published.version)


def test_a_draft_cannot_be_withdrawn_at_an_hour(article, editor):
    with pytest.raises(Refused):
        article.schedule_withdrawal(at=timezone.now(), by=editor, why="No reason.")


def test_a_later_hour_outlives_a_withdrawal_at_its_own(published, editor):
    waits(published, editor, text="Back again.", ago=timedelta(minutes=1))
    waits(published, editor, ago=timedelta(minutes=2))
    assert run_due() == 2
    assert "Back again." in Publication.objects.get().html


def test_withdrawing_by_hand_removes_what_waits(published, editor):
    waits(published, editor, text="Later.", ago=-timedelta(days=1))
    published.withdraw(by=editor, why="Wrong.")
    assert not Schedule.objects.exists()


def test_one_that_breaks_stops_no_other_page_and_keeps_the_order_of_its_own(published, strain, editor, monkeypatch):
    first = waits(published, editor, text="First.", ago=timedelta(minutes=3))
    waits(published, editor, text="Second.", ago=timedelta(minutes=2))
    waits(strain, editor, text="Strain.", ago=timedelta(minutes=1))
    monkeypatch.setattr("articles.models.page.Page.show_at_last", breaking_for(first.revision))
    assert run_due() == 1
    assert Publication.objects.filter(page=strain).exists()
    monkeypatch.undo()
    assert run_due() == 2
    assert "Second." in Publication.objects.get(page=published).html


def breaking_for(revision: Revision):
    def show(page, shown, *, by):
        if shown == revision:
            raise RuntimeError("Something nobody thought of.")
        return page.show(shown, by=by)

    return show


def test_what_was_refused_can_be_tried_again_by_a_person(published, strain, editor):
    strain.publish(by=editor)
    Publication.objects.filter(page=strain).update(path="articles/new")
    Article.objects.update(slug="new")
    waits(Article.objects.get(), editor, text="Now live.")
    run_due()
    assert "/articles/new/" in Schedule.objects.get().try_again(by=editor)
    Publication.objects.filter(page=strain).update(path="strains/red-vein")
    assert Schedule.objects.get().try_again(by=editor) == ""
    assert Publication.objects.get(path="articles/new").shown_by == editor


def test_what_was_not_refused_is_not_done_before_its_hour(published, editor):
    waiting = waits(published, editor, text="Tomorrow.", ago=-timedelta(days=1))
    assert waiting.try_again(by=editor)
    assert "Tomorrow." not in Publication.objects.get().html


def test_what_is_cancelled_does_not_happen_and_cannot_be_cancelled_twice(published, editor):
    waiting = waits(published, editor, text="Never.")
    assert (waiting.cancel(), waiting.cancel(), run_due()) == (True, False, 0)
