"""Another address: asked for behind one's link, confirmed on the new one; nothing is lost and nobody is there twice."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.core.signing import Signer
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from newsletter.models import Ask, ConsentEvent, Delivery, Label, Subscriber, Suppression
from newsletter.models.delivery import Fate
from newsletter.sending import send_due
from tests.newsletter.behind import link, move_link
from tests.newsletter.conftest import OURS, STATES, in_state
from tests.newsletter.writing import a_letter

NEW = "new@example.org"
REASONS = Suppression.Reason


@pytest.fixture
def mover(site, active):
    """A subscriber who wants letters at another address."""
    return active


def ask(client, person, address: str = NEW, **more: str):
    return client.post(link(person, "address/"), {"email": address, **more}, headers=OURS)


def press(client, **posted: str):
    return client.post(move_link(), posted)


def moved(client, person, address: str = NEW) -> Subscriber:
    """Who has the new address after all is done."""
    ask(client, person, address)
    assert "Letters come here now" in press(client, wording="1").text
    return Subscriber.objects.get(address=address)


def test_the_letters_go_to_the_new_address_with_everything_that_was_chosen(client, mover, topic):
    mover.topics.add(topic)
    now = moved(client, mover)
    assert (now.pk, now.key, now.state, list(now.topics.all())) == (mover.pk, NEW, "active", [topic])
    assert Subscriber.objects.mailable().get() == now
    assert Subscriber.objects.get(key=NEW).digest != mover.digest


def test_nothing_happens_until_the_button_is_pressed(client, mover):
    ask(client, mover)
    for method in (client.get, client.head):
        assert method(move_link()).status_code == 200
    mover.refresh_from_db()
    assert (mover.address, ConsentEvent.objects.count()) == ("active@example.org", 0)


def test_the_mail_goes_to_the_new_address_and_a_notice_to_the_old_one(client, mover, mailoutbox):
    ask(client, mover)
    send_due()
    assert [mail.to for mail in mailoutbox] == [[NEW]]
    assert move_link().rpartition(":")[0].rpartition(":")[0] in mailoutbox[0].body
    press(client)
    send_due()
    notice = mailoutbox[1]
    assert notice.to == ["active@example.org"]
    assert "goes to another address" in notice.subject
    assert NEW not in notice.body + notice.alternatives[0].content
    assert "/newsletter/preferences/" not in notice.body


def test_the_proof_says_how_and_to_which_words(client, mover, site):
    event = moved(client, mover).events.get()
    assert (event.kind, event.mechanism, event.words) == ("moved", "change_link", site.consent)
    assert event.asked_at == Ask.objects.get(kind=Ask.Kind.MOVE).asked_at


def test_pressing_again_changes_nothing(client, mover):
    moved(client, mover)
    assert "Letters come here now" in press(client).text
    assert "Letters come here now" in client.get(move_link()).text
    assert ConsentEvent.objects.count() == 1


def test_after_72_hours_the_link_is_too_old(client, mover):
    ask(client, mover)
    late = move_link()
    with time_machine.travel(timezone.now() + timedelta(hours=73)):
        assert client.post(late).status_code == 410
    assert not Subscriber.objects.filter(key=NEW).exists()


def test_every_state_of_the_new_address_gets_the_same_answer_with_the_same_work(mover):
    answers, work = set(), set()
    for state in STATES:
        in_state(state, f"{state}.new@example.org")
        with CaptureQueriesContext(connection) as queries:
            response = ask(Client(), mover, f"{state}.new@example.org")
        answers.add((response.status_code, response.text.replace(f"{state}.new@example.org", "")))
        work.add(tuple(query["sql"].split()[0] for query in queries))
    assert len(answers) == len(work) == 1


@pytest.mark.parametrize("state", ["pending", "left", "active"])
def test_where_somebody_is_known_by_the_new_address_the_two_become_one(client, mover, topic, state):
    target = in_state(state, NEW)
    mover.labels.add(Label.objects.create(name="Congress", slug="congress"))
    mover.topics.add(topic)
    moved(client, mover)
    assert Subscriber.objects.mailable().get() == target
    target.refresh_from_db()
    mover.refresh_from_db()
    assert [label.name for label in target.labels.all()] == ["Congress"]
    assert list(target.topics.all()) == ([] if state == "active" else [topic])  # none chosen: every letter
    assert (mover.state, mover.events.get().kind) == ("left", "moved")
    assert target.events.latest("pk").kind == "moved"


def test_what_forbade_the_new_address_is_lifted_by_the_press_alone(client, mover):
    Suppression.objects.add_for(NEW, reason=REASONS.BOUNCED)
    ask(client, mover)
    assert Suppression.objects.holds(NEW)
    press(client)
    assert not Suppression.objects.holds(NEW)


@pytest.mark.parametrize("reason", [REASONS.COMPLAINED, REASONS.STAFF])
def test_moving_does_not_get_around_a_complaint(client, mover, reason):
    ask(client, mover)
    Suppression.objects.add_for(mover.key, reason=reason)
    assert press(client).status_code == client.get(move_link()).status_code == 410
    assert "No letters go to this address" in ask(client, mover).text
    assert (Ask.objects.count(), Subscriber.objects.mailable().count()) == (1, 0)


def test_who_can_not_be_reached_any_more_may_move_and_the_dead_mailbox_is_not_written_to(client, mover):
    Suppression.objects.add_for(mover.key, reason=REASONS.BOUNCED)
    assert moved(client, mover).state == "active"
    assert Suppression.objects.holds("active@example.org")
    assert not Ask.objects.filter(kind=Ask.Kind.MOVED).exists()


def test_old_links_show_nothing_any_more_but_still_leave(client, mover):
    old, bare = link(mover), link(mover, "held/")
    leave = client.get(old).text.partition('action="/newsletter/leave/')[2].partition('"')[0]
    moved(client, mover)
    assert [client.get(address).status_code for address in (old, bare)] == [410, 410]
    assert "This link was for another address" in client.get(old).text
    assert NEW not in client.get(old).text
    assert "You have left" in client.post(f"/newsletter/leave/{leave}").text
    assert not Subscriber.objects.mailable().exists()


def test_links_of_the_first_letters_which_name_no_address_work_until_somebody_moves(client, mover, settings):
    signer = Signer(key=settings.NEWSLETTER_KEY, salt="newsletter.preferences")
    first = f"/newsletter/preferences/{signer.sign(mover.handle.hex)}/"
    assert client.get(first).status_code == 200
    moved(client, mover)
    assert client.get(first).status_code == 410


def test_a_letter_that_waits_goes_to_the_new_address(client, mover):
    row = Delivery.objects.create(campaign=a_letter("sending"), subscriber=mover, domain="example.org")
    moved(client, mover, "new@elsewhere.example")
    row.refresh_from_db()
    assert (row.subscriber, row.domain) == (mover, "elsewhere.example")


def test_nobody_gets_a_letter_twice_for_having_had_two_addresses(client, mover):
    target = in_state("active", NEW)
    letters = [a_letter("sending"), a_letter("sending")]
    for letter in letters:
        Delivery.objects.create(campaign=letter, subscriber=mover, domain="example.org")
    Delivery.objects.create(campaign=letters[0], subscriber=target, domain="example.org", fate=Fate.ACCEPTED)
    moved(client, mover)
    assert sorted(target.deliveries.values_list("campaign", flat=True)) == sorted(letter.pk for letter in letters)
    assert mover.deliveries.get().campaign == letters[0]


@pytest.mark.parametrize(
    ("typed", "sentence"), [("active@Example.org", "already"), ("new@example", "lacks its ending")]
)
def test_an_address_that_changes_nothing_is_explained_and_kept(client, mover, typed, sentence):
    answer = ask(client, mover, typed)
    assert (answer.status_code, f'value="{typed}"' in answer.text, sentence in answer.text) == (422, True, True)
    assert not Ask.objects.exists()


def test_a_slip_is_asked_about_here_too(client, mover):
    assert "Did you mean gmail.com?" in ask(client, mover, "new@gmial.com").text
    assert "Look at the new address" in ask(client, mover, "new@gmail.com", meant="1").text


def test_only_our_own_page_may_ask(client, mover):
    away = {"Sec-Fetch-Site": "cross-site"}
    assert client.post(link(mover, "address/"), {"email": NEW}, headers=away).status_code == 403
    answer = client.post(link(mover, "address/"), {"email": NEW})
    assert "One more press" in answer.text
    assert not Ask.objects.exists()


def test_nobody_moves_who_was_erased_meanwhile(client, mover):
    ask(client, mover)
    late = move_link()
    mover.erase()
    assert client.post(late).status_code == 410
    assert not Subscriber.objects.exists()


def test_who_left_meanwhile_gets_no_mail_at_the_new_address(client, mover, mailoutbox):
    ask(client, mover)
    mover.leave(mechanism=ConsentEvent.Mechanism.LEAVE_LINK, network="")
    send_due()
    assert mailoutbox == []
    assert press(client).status_code == 410


def test_a_mailbox_is_not_flooded_with_such_mails(client, mover, mailoutbox):
    for address in (NEW, "n.ew+x@example.org", NEW):
        ask(client, mover, address)
    send_due()
    assert len(mailoutbox) == 1


def test_each_address_that_is_left_is_told_so_each_time(client, mover, mailoutbox):
    for address in (NEW, "active@example.org", "third@example.org"):
        mover.refresh_from_db()
        moved(client, mover, address)
    send_due()
    told = [mail.to[0] for mail in mailoutbox if "goes to another address" in mail.subject]
    assert told == ["active@example.org", NEW, "active@example.org"]


def test_no_log_holds_an_address(client, mover, caplog, mailoutbox):
    moved(client, mover)
    send_due()
    assert NEW not in caplog.text
