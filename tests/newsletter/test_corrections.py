"""Corrections reach those, and only those, whose letter held the old words."""

from __future__ import annotations

import pytest
from django.utils import timezone

from newsletter.audience import audience_of, write_audience
from newsletter.composing import freeze
from newsletter.corrections import concerned, corrections
from newsletter.models import Campaign, Delivery, Subscriber, Suppression
from newsletter.models.campaign import State
from newsletter.models.delivery import Fate
from newsletter.preflight import findings
from tests.newsletter.campaigns import people
from tests.newsletter.letters import write

pytestmark = pytest.mark.django_db
LIST = "/admin/newsletter/campaign/corrections/"
WAY = [State.CHECKED, State.SCHEDULED, State.FREEZING]


def sent(page, *, to=(), fate: Fate = Fate.ACCEPTED, **more) -> Campaign:
    """A letter with the page as it is now, and what became of it for these people."""
    campaign = write(page, **more)
    campaign.steps.create(state=State.DRAFT)
    freeze(campaign)
    for person in to:
        Delivery.objects.create(campaign=campaign, subscriber=person, domain="example.org", fate=fate)
    return campaign


def correct(page, editor, note="The dose was wrong.", **more) -> None:
    page.title += "!"
    page.save()
    page.publish(by=editor, note=note, **more)


def draft(editor) -> Campaign:
    return corrections()[0].draft(by=editor)


def send(notice) -> None:
    """By the worker's own way, and the mail server takes all of it."""
    for state in WAY:
        notice.go(state, by=None)
    freeze(notice)
    while not write_audience(notice):
        pass
    notice.deliveries.update(fate=Fate.ACCEPTED)


def told(notice) -> list[str]:
    return list(audience_of(notice).order_by("pk").values_list("address", flat=True))


@pytest.fixture
def reader(site):
    return people(1)[0]


def test_without_a_correction_there_is_no_case(published, reader):
    sent(published, to=[reader])
    assert corrections() == []


def test_a_major_change_after_the_letter_is_a_case(published, reader, editor):
    letter = sent(published, to=[reader])
    correct(published, editor)
    [case] = corrections()
    assert (case.page, case.note, case.letters) == (published.pk, "The dose was wrong.", [letter])
    assert case.revision == published.publication.revision_id


def test_a_minor_change_is_none(published, reader, editor):
    sent(published, to=[reader])
    correct(published, editor, note="Spelling.", is_major=False)
    assert corrections() == []


def test_a_minor_change_after_the_correction_hides_it_from_nobody(published, reader, editor):
    sent(published, to=[reader])
    correct(published, editor)
    correct(published, editor, note="Spelling.", is_major=False)
    assert corrections()[0].note == "The dose was wrong."
    assert told(draft(editor)) == [reader.address]


def test_a_text_that_was_brought_back_is_the_old_one_to_nobody(published, reader, editor):
    sent(published, to=[reader])
    first = published.publication.revision
    correct(published, editor)
    published.show(first, by=editor)
    assert corrections() == []


@pytest.mark.parametrize("fate", [Fate.ACCEPTED, Fate.DELIVERED, Fate.BOUNCED, Fate.COMPLAINED, Fate.IN_DOUBT])
def test_who_got_it_or_may_have_got_it_is_told(published, reader, editor, fate):
    sent(published, to=[reader], fate=fate)
    correct(published, editor)
    assert told(draft(editor)) == [reader.address]


@pytest.mark.parametrize("fate", [Fate.QUEUED, Fate.DEFERRED, Fate.FAILED, Fate.SKIPPED])
def test_who_did_not_get_it_is_not(published, reader, editor, fate):
    sent(published, to=[reader], fate=fate)
    correct(published, editor)
    assert told(draft(editor)) == []


def test_who_was_in_doubt_once_and_refused_then_is_told(published, reader, editor):
    sent(published, to=[reader], fate=Fate.FAILED).deliveries.update(reason="in doubt once, sent again: full")
    correct(published, editor)
    assert told(draft(editor)) == [reader.address]


def test_who_got_three_such_letters_is_told_once(published, reader, editor):
    for _ in range(3):
        sent(published, to=[reader])
    correct(published, editor)
    notice = draft(editor)
    send(notice)
    assert notice.deliveries.count() == 1


def test_nobody_else_is_told(published, editor, site):
    old, new, other, late = people(4)
    sent(published, to=[old])
    sent(write("<p>Something else.</p>") and published, to=[])
    correct(published, editor)
    sent(published, to=[new])
    write("<p>Nothing of it.</p>").deliveries.create(subscriber=other, domain="example.org", fate=Fate.ACCEPTED)
    assert told(draft(editor)) == [old.address]


def test_who_may_not_be_written_to_is_not_told(published, editor, site):
    gone, banned, asleep, stays = people(4)
    sent(published, to=[gone, banned, asleep, stays])
    correct(published, editor)
    Subscriber.objects.filter(pk=gone.pk).update(left_at=timezone.now())
    Suppression.objects.add_for(banned.key, reason=Suppression.Reason.COMPLAINED)
    Subscriber.objects.filter(pk=asleep.pk).update(paused_until=timezone.now() + timezone.timedelta(days=9))
    assert told(draft(editor)) == [stays.address]


def test_who_was_told_is_not_told_again(published, reader, editor):
    sent(published, to=[reader])
    correct(published, editor)
    send(draft(editor))
    assert told(draft(editor)) == []
    assert corrections()[0].has_notice


def test_a_second_correction_is_a_new_offer(published, reader, editor):
    sent(published, to=[reader])
    correct(published, editor)
    send(draft(editor))
    correct(published, editor, note="And the hour was wrong.")
    [case] = corrections()
    assert (case.note, case.has_notice) == ("And the hour was wrong.", False)
    assert told(draft(editor)) == [reader.address]


def test_a_notice_that_a_later_correction_overtook_is_stopped_by_the_check(published, reader, editor):
    sent(published, to=[reader])
    correct(published, editor)
    notice = draft(editor)
    assert "correction" not in {each.name for each in findings(notice, reach=lambda links: {})}
    correct(published, editor, note="And the hour was wrong.")
    assert "correction" in {each.name for each in findings(notice, reach=lambda links: {})}


def test_the_notice_says_what_readers_were_told_and_carries_the_page(published, reader, editor):
    sent(published, to=[reader])
    correct(published, editor, note="Not 5 g < 2 g & less.")
    notice = draft(editor)
    text = notice.lettertext_set.get().text
    assert "Not 5 g &lt; 2 g &amp; less." in text
    assert notice.subject.startswith("Correction: Kratom and sleep")
    assert notice.letterarticle_set.get().page_id == published.pk
    assert (notice.kind, notice.state, notice.created_by) == ("notice", State.DRAFT, editor)


def test_staff_are_offered_it_on_the_list_and_on_the_letters_page(published, reader, editor, at_desk):
    letter = sent(published, to=[reader])
    correct(published, editor)
    assert "Corrected since a letter carried it" in at_desk.get("/admin/newsletter/campaign/").text
    offer = f"{LIST}{published.pk}/"
    assert offer in at_desk.get(LIST).text
    assert offer in at_desk.get(f"/admin/newsletter/campaign/{letter.pk}/progress/").text
    assert "1 person was sent this page" in at_desk.get(offer).text
    answer = at_desk.post(offer)
    notice = Campaign.objects.get(kind="notice")
    assert answer["Location"] == f"/admin/newsletter/campaign/{notice.pk}/change/"
    assert at_desk.post(offer).status_code == 409
    assert Campaign.objects.filter(kind="notice").count() == 1
    assert "Corrected since a letter carried it" not in at_desk.get("/admin/newsletter/campaign/").text


@pytest.mark.parametrize("number", ["0", "987654", "9" * 30, "x", "²"])
def test_a_page_that_no_letter_carried_is_not_there(at_desk, number):
    assert at_desk.get(f"{LIST}{number}/").status_code == 404


def test_a_copy_of_a_notice_goes_to_no_more_people(published, editor, at_desk, site):
    old, new = people(2)
    sent(published, to=[old])
    correct(published, editor)
    notice = draft(editor)
    at_desk.post(f"/admin/newsletter/campaign/{notice.pk}/copy/", {"is_confirmed": "1"})
    assert told(Campaign.objects.order_by("-pk").first()) == [old.address]


def test_its_writing_screen_offers_no_segment(published, reader, editor, at_desk):
    sent(published, to=[reader])
    correct(published, editor)
    text = at_desk.get(f"/admin/newsletter/campaign/{draft(editor).pk}/change/").text
    assert 'name="segment"' not in text
    assert "whoever was sent the page before" in text


def test_whom_it_concerns_costs_the_same_for_any_number(published, editor, site, django_assert_num_queries):
    sent(published, to=people(30))
    correct(published, editor)
    notice = draft(editor)
    with django_assert_num_queries(5):
        assert concerned(notice).count() == 30
