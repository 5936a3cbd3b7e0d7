"""What a letter came to, in numbers about nobody."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from newsletter.events import tell
from newsletter.figures import DAYS, HOURS, figures
from newsletter.growth import NOWHERE, Growth
from newsletter.models import Campaign, Click, ConsentEvent, Delivery, Issue, Subscriber
from newsletter.models.delivery import Fate
from tests.newsletter.told import sent

pytestmark = pytest.mark.django_db
NINE = datetime(2026, 11, 20, 9, 15, tzinfo=UTC)


def leave(subscriber, at):
    Subscriber.objects.filter(pk=subscriber.pk).update(left_at=at)


def followed(campaign, link, day, count):
    Click.objects.create(issue=Issue.objects.get(campaign=campaign), link=link, day=day, count=count)


def fact(campaign, name):
    return next(count for label, count, _ in figures(campaign).facts if label == name)


def page(client, campaign):
    return client.get(f"/admin/newsletter/campaign/{campaign.pk}/progress/")


@pytest.fixture
def campaign():
    """Six letters: three accepted, one bounced, one complained of, one in doubt."""
    campaign = sent(6)
    Issue.objects.update(links=["https://example.org/a", "https://example.org/b"])
    rows = list(campaign.deliveries.order_by("pk"))
    for row, fate in zip(rows, [Fate.BOUNCED, Fate.COMPLAINED, Fate.IN_DOUBT], strict=False):
        Delivery.objects.filter(pk=row.pk).update(fate=fate)
    return campaign


def test_accepted_counts_what_the_server_took_whatever_came_of_it(campaign):
    assert fact(campaign, "Accepted by the mail server") == 5
    assert [fact(campaign, name) for name in ("Came back", "Reported as spam", "In doubt")] == [1, 1, 1]


def test_shares_are_of_a_thousand_as_mail_services_count(campaign):
    shares = {name: share for name, _, share in figures(campaign).facts}
    assert shares["Reported as spam"] == "200.0 in 1,000"


def test_a_letter_that_is_late_twice_is_one(campaign):
    for token in ("1", "2"):
        tell(campaign.deliveries.last().pk, "deferred", source="mailbox", token=token)
    assert fact(campaign, "Told to be late") == 1


def test_who_left_within_a_week_of_getting_it_is_counted(campaign):
    campaign.deliveries.update(settled_at=NINE)
    people = list(Subscriber.objects.order_by("-pk")[:4])
    for person, days in zip(people, [-1, 1, 7, 8], strict=True):
        leave(person, NINE + timedelta(days=days))
    assert figures(campaign).left == 2


def test_who_left_without_having_got_it_is_not_counted(campaign):
    campaign.deliveries.update(settled_at=NINE, fate=Fate.SKIPPED)
    leave(Subscriber.objects.first(), NINE + timedelta(days=1))
    assert figures(campaign).left == 0


def test_the_plot_counts_by_the_hour_with_the_hours_between(campaign):
    rows = list(campaign.deliveries.order_by("pk"))
    for row, hours in zip(rows, [0, 0, 0, 3, 3, HOURS], strict=True):
        Delivery.objects.filter(pk=row.pk).update(settled_at=NINE + timedelta(hours=hours))
    plot = figures(campaign).hours
    counts = {one.name: one.counts for one in plot.series}
    assert counts["gone"] == [2, 0, 0, 2]
    assert counts["doubt"] == [1, 0, 0, 0]
    assert plot.places[0] == "20 Nov 09:00"


def test_hours_are_those_of_the_site(campaign, settings):
    campaign.deliveries.update(settled_at=NINE)
    with timezone.override("Asia/Kolkata"):
        assert figures(campaign).hours.places == ["20 Nov 14:30"]


def test_a_very_large_letter_is_plotted_when_it_rests(campaign):
    many = dict.fromkeys([fate.value for fate in Fate], 10_000)
    assert not figures(campaign, many).has_plot
    campaign.state = "sent"
    assert figures(campaign, many).has_plot


def test_clicks_stand_by_link_and_day_from_five_up(campaign):
    day = date(2026, 11, 20)
    followed(campaign, 0, day, 5)
    followed(campaign, 0, day + timedelta(days=1), 4)
    followed(campaign, 1, day + timedelta(days=DAYS), 3)
    followed(campaign, 1, day + timedelta(days=DAYS + 1), 3)
    clicks = figures(campaign).clicks
    assert clicks.days[0] == day
    assert clicks.rows[0] == ("https://example.org/a", [5] + [None] * DAYS)
    assert clicks.rows[1] == ("https://example.org/b", [None] * DAYS + [6])


def test_nothing_on_the_page_tells_what_is_fewer_than_five(at_desk, campaign):
    followed(campaign, 0, date(2026, 11, 20), 4)
    followed(campaign, 1, date(2026, 11, 20), 1234)
    text = page(at_desk, campaign).text
    assert "1,234" in text
    assert "1,238" not in text
    assert "fewer than five" in text


def test_the_page_of_a_draft_has_no_figures(at_desk):
    assert "What came of it" not in page(at_desk, Campaign.objects.create(subject="A letter")).text


def test_the_page_takes_as_many_questions_for_a_hundred_as_for_six(at_desk, campaign, django_assert_max_num_queries):
    followed(campaign, 0, date(2026, 11, 20), 9)
    with django_assert_max_num_queries(30):
        assert "What became of the letters" in page(at_desk, campaign).text


def test_figures_take_nine_questions(campaign, django_assert_max_num_queries):
    followed(campaign, 0, date(2026, 11, 20), 9)
    with django_assert_max_num_queries(9):
        found = figures(campaign)
        assert [found.facts, found.hours, found.clicks.rows]


def test_growth_counts_joining_and_leaving_by_day_and_page(active):
    subscriber = Subscriber.objects.get()
    for days, source in [(0, "/articles/sleep/"), (1, "/articles/sleep/"), (1, ""), (200, "")]:
        at = timezone.now() - timedelta(days=days)
        how = {"kind": "confirmed", "mechanism": "confirm_link", "happened_at": at, "page": source}
        ConsentEvent.objects.create(subscriber=subscriber, **how)
    growth = Growth()
    joined, _ = growth.by_day().series
    assert list(joined.counts)[-2:] == [2, 1]
    assert growth.sources == [("/articles/sleep/", 2), ("", 1)]
    assert [one.label for one in growth.by_source().series][:2] == ["/articles/sleep/", NOWHERE]


def test_growth_has_a_page(at_desk, active, django_assert_max_num_queries):
    with django_assert_max_num_queries(10):
        assert "Joined and left, day by day" in at_desk.get("/admin/newsletter/subscriber/growth/").text
