"""The screen of the digest: when it drafts itself, what it would hold, and a draft at once."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
import time_machine

from newsletter.models import Campaign, Digest

SCREEN = "/admin/newsletter/digest/1/change/"
DRAFT = "/admin/newsletter/digest/1/draft/"
TYPED = {"is_on": "on", "weekday": "4", "hour": "8", "subject": "New on [[site]]"}


def test_it_can_be_read_before_anybody_saved_it(at_desk, site):
    html = at_desk.get(SCREEN).text
    assert "It is off: nothing drafts itself." in html
    assert "Nothing is new since the last digest" in html
    assert not Digest.objects.exists()


def test_the_list_is_the_one_record(at_desk, site):
    assert at_desk.get("/admin/newsletter/digest/")["Location"] == SCREEN


def test_switched_on_it_says_when_it_comes(at_desk, site):
    with time_machine.travel(datetime(2026, 11, 4, 12, tzinfo=UTC)):
        at_desk.post(SCREEN, TYPED)
        assert "The next draft is made on Friday, 6 November 2026 at 08:00" in at_desk.get(SCREEN).text
    assert Digest.objects.get().drafted_at == datetime(2026, 10, 30, 8, tzinfo=UTC)


@pytest.mark.parametrize("odd", [{"hour": "24"}, {"hour": "x"}, {"weekday": "7"}, {"subject": ""}])
def test_an_hour_that_no_day_has_is_refused(at_desk, site, odd):
    assert at_desk.post(SCREEN, TYPED | odd).status_code == 200
    assert not Digest.objects.exists()


def test_it_shows_what_would_be_in_it_and_drafts_that(at_desk, site, published, newsletter_staff):
    assert "1 page is new and stands in no digest yet" in at_desk.get(SCREEN).text
    answer = at_desk.post(DRAFT)
    campaign = Campaign.objects.get()
    assert answer["Location"] == f"/admin/newsletter/campaign/{campaign.pk}/change/"
    assert (campaign.kind, campaign.created_by) == ("digest", newsletter_staff)
    assert str(campaign) in at_desk.get(SCREEN).text


def test_where_nothing_is_new_it_says_so(at_desk, site):
    assert "Nothing is new since the last digest, so none was drafted." in at_desk.post(DRAFT, follow=True).text
    assert not Campaign.objects.exists()


def test_the_draft_opens_and_shows_its_pages(at_desk, site, published):
    assert "Kratom and sleep" in at_desk.post(DRAFT, follow=True).text
