"""A shared record changes once, and every live page that shows it says the new thing."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.models import Embed, Publication, Renewal, Revision, RichText, Showing, SiteSettings, StrainTable

pytestmark = pytest.mark.django_db


@pytest.fixture
def with_table(published, strain, editor):
    """A live article whose table chose a strain that is still a draft."""
    StrainTable.objects.create(parent=published, caption="Reports", ordering=20).strains.add(strain)
    published.publish(by=editor, override="Of no matter here.")
    return published


def html() -> str:
    return Publication.objects.get(kind="article").html


def test_a_corrected_reference_is_corrected_on_live_pages(published, reference, editor):
    reference.title = "A corrected title"
    Renewal.of(reference, by=editor)
    Renewal.objects.run()
    assert "A corrected title" in html()


def test_renewing_takes_nothing_from_the_working_copy(published, reference, editor):
    RichText.objects.update(text="<p>Half a thought</p>")
    reference.title = "A corrected title"
    Renewal.of(reference, by=editor)
    Renewal.objects.run()
    assert "Half a thought" not in html()


def test_what_was_first_drawn_is_kept(publication, reference, editor):
    reference.title = "A corrected title"
    Renewal.of(reference, by=editor)
    Renewal.objects.run()
    first = Revision.objects.earliest("pk")
    assert "A corrected title" not in first.html
    assert first.is_intact()


def test_renewing_is_a_showing_of_its_own_and_moves_no_date(publication, reference, editor):
    reference.title = "A corrected title"
    Renewal.of(reference, by=editor)
    Renewal.objects.run()
    assert Showing.objects.count() == 2
    assert Publication.objects.get().changed_at == publication.changed_at


def test_a_changed_disclaimer_reaches_every_page(published, editor):
    site = SiteSettings.current()
    site.disclaimer = "New words of caution."
    Renewal.of(site, by=editor)
    Renewal.objects.run()
    assert "New words of caution." in html()


def test_a_draft_strain_has_no_row_yet_but_is_remembered(with_table):
    assert "Red vein" not in html()
    assert Embed.objects.filter(name__startswith="strain:", digest="").exists()


def test_a_strains_first_publish_fills_its_row(with_table, strain, editor):
    strain.publish(by=editor)
    Renewal.objects.run()
    assert "Red vein" in html()
    assert "Calm" in html()


def test_a_withdrawn_strain_leaves_every_table(with_table, strain, editor):
    strain.publish(by=editor)
    Renewal.objects.run()
    strain.withdraw(by=editor, why="Withdrawn.")
    Renewal.objects.run()
    assert "Red vein" not in html()


def test_a_strains_draft_stays_out_of_tables(with_table, strain, editor):
    strain.publish(by=editor)
    strain.effects.update(text="Half a thought")
    Renewal.objects.run()
    assert "Half a thought" not in html()


def test_saving_without_a_change_renews_nothing(published, reference, editor):
    Renewal.of(reference, by=editor)
    assert Renewal.objects.run() == 0


def test_a_publish_that_read_the_old_record_is_renewed_by_a_later_tick(published, reference, editor):
    reference.title = "A corrected title"
    Renewal.of(reference, by=editor)
    old = published.snapshot().with_records({})
    Renewal.objects.run()
    published.show(Revision.freeze(old, page=published, version=0, by=editor), by=editor)
    assert Renewal.objects.run() == 1
    assert "A corrected title" in html()


def test_a_renewal_is_forgotten_after_a_while(published, reference, editor):
    Renewal.of(reference, by=editor)
    Renewal.objects.update(asked_at=timezone.now() - timedelta(hours=1))
    Renewal.objects.run()
    assert not Renewal.objects.exists()


def test_what_waits_for_its_hour_is_renewed_too(published, reference, editor):
    waiting = published.schedules.create(revision=Revision.objects.get(), at="2030-01-01T00:00Z", by=editor)
    reference.title = "A corrected title"
    Renewal.of(reference, by=editor)
    Renewal.objects.run()
    waiting.refresh_from_db()
    assert "A corrected title" in waiting.revision.html


def test_what_waits_keeps_the_reason_that_its_editor_gave(published, reference, editor):
    waiting = Revision.freeze(published.snapshot(), page=published, version=0, by=editor, note="It says more.")
    schedule = published.schedules.create(revision=waiting, at="2030-01-01T00:00Z", by=editor)
    reference.title = "A corrected title"
    Renewal.of(reference, by=editor)
    Renewal.objects.run()
    schedule.refresh_from_db()
    assert (schedule.revision.note, schedule.revision.is_major) == ("It says more.", True)
    assert schedule.revision_id != waiting.pk
