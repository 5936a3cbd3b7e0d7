"""The digest: drafts itself in its hour from what is new, each page once, and goes nowhere by itself."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.conf import settings
from django.utils import timezone

from articles.models import Article, RichText, StandingPage
from newsletter.digests import draft_due, draft_now, news
from newsletter.mailing import mail_due
from newsletter.models import Campaign, Delivery, Digest, LetterArticle, LetterText
from newsletter.models.campaign import State
from newsletter.models.delivery import Fate
from tests.articles.test_races import at_once

FRIDAY = datetime(2026, 11, 6, 8, 0, tzinfo=UTC)
HOUR, DAY, WEEK = timedelta(hours=1), timedelta(days=1), timedelta(days=7)


@pytest.fixture
def digest(site) -> Digest:
    """Switched on in the week before: Fridays at eight."""
    with time_machine.travel(FRIDAY - 2 * DAY):
        Digest(is_on=True, weekday=4, hour=8).save()
    return Digest.current()


@pytest.fixture
def goes_live(editor):
    def publish(title: str, at: datetime, kind: type = Article):
        with time_machine.travel(at, tick=False):
            page = kind.objects.create(title=title, slug=title.lower(), standfirst=f"About {title}.")
            RichText.objects.create(parent=page, text="<p>Words.</p>", ordering=10)
            page.publish(by=editor, override="Of no matter here.")
        return page

    return publish


def drafted(at: datetime) -> list[str] | None:
    """What stands in the digest that is drafted at this moment."""
    with time_machine.travel(at, tick=False):
        campaign = draft_due()
    return campaign and told(campaign)


def told(campaign: Campaign) -> list[str]:
    return [block.page.title for block in LetterArticle.objects.filter(parent=campaign)]


def test_it_holds_what_went_live_since_the_last_one_the_newest_first(digest, goes_live):
    goes_live("Before", FRIDAY - 2 * WEEK)
    for days in (6, 3, 1):
        goes_live(f"Day-{days}", FRIDAY - days * DAY)
    assert drafted(FRIDAY) == ["Day-1", "Day-3", "Day-6"]


def test_its_hour_is_waited_for(digest, goes_live):
    goes_live("New", FRIDAY - DAY)
    assert drafted(FRIDAY - timedelta(seconds=1)) is None
    assert drafted(FRIDAY) == ["New"]


def test_each_page_stands_in_one_digest_only(digest, goes_live):
    goes_live("First", FRIDAY - DAY)
    assert drafted(FRIDAY) == ["First"]
    goes_live("Second", FRIDAY + HOUR)
    assert drafted(FRIDAY + WEEK) == ["Second"]


def test_a_page_that_changed_or_came_back_is_not_new(digest, goes_live, editor):
    page = goes_live("Old", FRIDAY - 3 * WEEK)
    with time_machine.travel(FRIDAY - DAY):
        page.publish(by=editor, note="Changed.", override="Of no matter here.")
    assert drafted(FRIDAY) is None


def test_where_nothing_is_new_none_is_drafted(digest):
    assert drafted(FRIDAY) is None
    assert not Campaign.objects.exists()


def test_what_stands_beside_the_articles_is_no_news(digest, goes_live):
    goes_live("Privacy", FRIDAY - DAY, StandingPage)
    assert drafted(FRIDAY) is None


def test_it_is_a_draft_with_a_greeting_a_subject_and_a_past(digest, goes_live):
    goes_live("One", FRIDAY - DAY)
    goes_live("Two", FRIDAY - 2 * DAY)
    drafted(FRIDAY)
    campaign = Campaign.objects.get()
    assert (campaign.kind, campaign.state, campaign.created_by) == ("digest", State.DRAFT, None)
    assert campaign.subject == "New on [[site]], 6 November 2026"
    assert "Since 4 November 2026, 2 pages are new on [[site]]." in LetterText.objects.get().text
    assert campaign.steps.get().why == "Drafted by itself: since 4 November 2026, 2 pages are new."


def test_nobody_gets_it_before_a_person_has_checked_and_scheduled_it(digest, goes_live, active, mailoutbox):
    goes_live("New", FRIDAY - DAY)
    drafted(FRIDAY)
    Campaign.objects.update(send_at=FRIDAY)
    with time_machine.travel(FRIDAY + WEEK):
        mail_due()
    assert (Campaign.objects.get().state, Delivery.objects.count(), mailoutbox) == (State.DRAFT, 0, [])


def test_hours_that_were_missed_are_caught_up_once(digest, goes_live):
    for week in range(3):
        goes_live(f"Week-{week}", FRIDAY + week * WEEK - DAY)
    at = FRIDAY + 2 * WEEK + 3 * DAY
    assert drafted(at) == ["Week-2", "Week-1", "Week-0"]
    goes_live("Later", at + HOUR)
    assert drafted(at + 2 * HOUR) is None
    assert drafted(FRIDAY + 3 * WEEK) == ["Later"]


def test_a_clock_that_goes_back_drafts_none_twice_and_loses_no_page(digest, goes_live):
    goes_live("First", FRIDAY - DAY)
    assert drafted(FRIDAY + timedelta(minutes=30)) == ["First"]
    goes_live("Meanwhile", FRIDAY - timedelta(minutes=20))  # the clock was set back by an hour
    assert drafted(FRIDAY - timedelta(minutes=10)) is None
    assert drafted(FRIDAY + timedelta(minutes=5)) is None
    assert drafted(FRIDAY + WEEK) == ["Meanwhile"]


# Berlin: summer time ends on 25 October 2026 at 3:00 and begins on 28 March 2027 at 2:00.
HOURS = [
    (4, 8, "2026-10-23T06:00", "2026-10-30T07:00"),
    (6, 2, "2026-10-18T00:00", "2026-10-25T00:00"),
    (6, 2, "2026-10-25T00:00", "2026-11-01T01:00"),
    (6, 2, "2027-03-21T01:00", "2027-03-28T01:00"),
    (6, 2, "2027-03-28T01:00", "2027-04-04T00:00"),
]


@pytest.mark.parametrize(("weekday", "hour", "one", "next_one"), HOURS)
def test_its_hour_is_that_of_the_sites_clocks_in_summer_and_in_winter(settings, weekday, hour, one, next_one):
    settings.TIME_ZONE = "Europe/Berlin"
    digest = Digest(weekday=weekday, hour=hour)
    first, second = (datetime.fromisoformat(moment).replace(tzinfo=UTC) for moment in (one, next_one))
    assert [digest.last_hour(at) for at in (first, second - timedelta(seconds=1), second)] == [first, first, second]
    assert digest.next_hour(first) == second


def test_switched_on_it_begins_with_the_week_that_is_running(site, goes_live):
    goes_live("Long ago", FRIDAY - 10 * WEEK)
    goes_live("This week", FRIDAY - 3 * DAY)
    with time_machine.travel(FRIDAY - DAY):
        Digest(is_on=True, weekday=4, hour=8).save()
        assert draft_due() is None
    assert drafted(FRIDAY) == ["This week"]


def test_saving_it_again_forgets_nothing(digest, goes_live):
    drafted(FRIDAY)
    with time_machine.travel(FRIDAY + DAY):
        again = Digest.current()
        again.subject = "News"
        again.save()
    assert Digest.objects.get().drafted_at == FRIDAY


def test_switched_off_it_drafts_nothing(digest, goes_live):
    goes_live("New", FRIDAY - DAY)
    Digest.objects.update(is_on=False)
    assert drafted(FRIDAY) is None


def test_one_that_nobody_ever_saved_drafts_nothing(db):
    assert draft_due() is None


def test_what_a_cancelled_digest_would_have_told_the_next_one_tells(digest, goes_live):
    goes_live("First", FRIDAY - DAY)
    drafted(FRIDAY)
    Campaign.objects.get().go(State.CANCELLED, by=None)
    goes_live("Second", FRIDAY + DAY)
    assert drafted(FRIDAY + WEEK) == ["Second", "First"]


def test_what_somebody_got_of_a_cancelled_digest_is_not_told_again(digest, goes_live):
    goes_live("First", FRIDAY - DAY)
    drafted(FRIDAY)
    Campaign.objects.update(state=State.CANCELLED)
    Delivery.objects.create(campaign=Campaign.objects.get(), domain="example.org", fate=Fate.ACCEPTED)
    assert drafted(FRIDAY + WEEK) is None


def test_what_an_editor_took_out_of_a_draft_stays_out(digest, goes_live):
    goes_live("Kept", FRIDAY - DAY)
    goes_live("Taken out", FRIDAY - 2 * DAY)
    drafted(FRIDAY)
    LetterArticle.objects.filter(page__title="Taken out").delete()
    assert drafted(FRIDAY + WEEK) is None


def test_an_empty_block_hides_no_news(digest, goes_live):
    LetterArticle.objects.create(parent=Campaign.objects.create(kind="digest", subject="Empty"), ordering=10)
    goes_live("New", FRIDAY - DAY)
    assert drafted(FRIDAY) == ["New"]


def test_a_page_that_is_live_no_more_is_no_news(digest, goes_live, editor):
    goes_live("Withdrawn", FRIDAY - DAY).withdraw(by=editor, why="It was wrong.")
    assert drafted(FRIDAY) is None


def test_drafted_by_hand_it_says_by_whom_and_the_next_one_tells_the_rest(digest, goes_live, editor):
    goes_live("First", FRIDAY - 2 * DAY)
    with time_machine.travel(FRIDAY - DAY):
        campaign = draft_now(by=editor)
        assert draft_now(by=editor) is None
    assert (told(campaign), campaign.created_by) == (["First"], editor)
    goes_live("Second", FRIDAY - HOUR)
    assert drafted(FRIDAY) == ["Second"]


def test_a_subject_as_long_as_may_be_still_fits(digest, goes_live):
    Digest.objects.update(subject="S" * 150)
    goes_live("New", FRIDAY - DAY)
    drafted(FRIDAY)
    assert len(Campaign.objects.get().subject) == 150


def test_the_worker_looks_every_hour():
    assert (3600, "newsletter.digests.draft_due") in settings.DUE


def test_it_asks_few_questions_however_much_is_new(digest, goes_live, django_assert_max_num_queries):
    for number in range(5):
        goes_live(f"Page-{number}", FRIDAY - DAY)
    with time_machine.travel(FRIDAY), django_assert_max_num_queries(12):
        draft_due()
    assert LetterArticle.objects.count() == 5


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_many_workers_at_once_draft_one(digest, goes_live):
    goes_live("New", timezone.now() - HOUR)
    Digest.objects.update(drafted_at=timezone.now() - 2 * WEEK)
    found = at_once(*[draft_due] * 6)
    assert [type(each) for each in found if each is not None] == [Campaign]
    assert (Campaign.objects.count(), news(Digest.current()).count()) == (1, 0)
