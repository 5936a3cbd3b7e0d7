"""An import comes into the list: with proof or with a question, and never against anybody's will."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Topic
from articles.models.site import Wording
from newsletter import sending
from newsletter.addresses import parse
from newsletter.importing.work import apply_on, read_on
from newsletter.models import Ask, ConsentEvent, Label, Labelling, Subscriber, Suppression
from newsletter.models.ask import erase_unconfirmed
from newsletter.models.importing import Stage, TooLate
from newsletter.models.subscriber import State
from tests.newsletter.conftest import in_state
from tests.newsletter.importing.files import applied, brought, read, worked

pytestmark = pytest.mark.usefixtures("imports_root", "site")
ADDRESS = "reader@example.org"
PROOF = "On paper, at the fair, “I want the letters”."


def somebody(address=ADDRESS):
    return Subscriber.objects.get(key=address)


def proofs():
    return list(ConsentEvent.objects.values_list("kind", "mechanism", "proof"))


def test_without_proof_nobody_subscribes_before_they_confirm():
    parent = applied(f"{ADDRESS}\n")
    assert (parent.stage, somebody().state, proofs()) == (Stage.APPLIED, State.PENDING, [])
    assert Ask.objects.get().brought_in == parent


def test_with_proof_they_subscribe_and_the_proof_says_so(newsletter_staff):
    parent = read(f"{ADDRESS}\n", proof=PROOF)
    parent.apply(by=newsletter_staff)
    worked(parent)
    event = ConsentEvent.objects.get()
    assert (event.kind, event.mechanism, event.proof, event.by) == ("confirmed", "imported", PROOF, newsletter_staff)
    assert event.happened_at == somebody().confirmed_at == parent.started_at
    assert somebody().state == State.ACTIVE
    assert not Ask.objects.exists()


def test_a_line_can_bring_its_own_proof_and_its_moments():
    applied(
        "address,state,asked,confirmed,left,words,mechanism\n"
        "a@example.org,active,2026-03-01T09:30:00.5Z,2026-03-02T10:00:00+02:00,,Yes please,confirm_link\n"
        "b@example.org,active,2026-03-01T09:30:00Z,2026-03-02T10:00:00Z,,,\n"
        "c@example.org,pending,2026-03-01T09:30:00Z,,,,\n"
    )
    event = ConsentEvent.objects.get()
    assert event.happened_at == datetime(2026, 3, 2, 8, tzinfo=UTC)
    assert event.asked_at == somebody("a@example.org").created_at == datetime(2026, 3, 1, 9, 30, 0, 500_000, tzinfo=UTC)
    assert event.proof == "How: confirm_link\nWords: “Yes please”"
    assert [somebody(f"{name}@example.org").state for name in "abc"] == [State.ACTIVE, State.PENDING, State.PENDING]


def test_words_that_were_ours_stay_ours():
    ours = Wording.objects.filter(purpose="consent").latest("version")
    applied(
        f'address,confirmed,wording,words,mechanism\n{ADDRESS},2026-03-02,{ours.version},"{ours.text}",confirm_link\n'
    )
    event = ConsentEvent.objects.get()
    assert (event.wording, event.words) == (ours.version, ours.text)
    assert "Words" not in event.proof


def test_who_left_by_the_file_stays_off():
    applied(f"email,left\n{ADDRESS},2026-03-01T09:30:00Z\n", proof=PROOF)
    assert somebody().state == State.LEFT
    assert Suppression.objects.holds(ADDRESS)
    assert proofs() == [("left", "imported", "")]


def test_who_left_elsewhere_after_they_joined_here_leaves():
    in_state("active", ADDRESS)
    in_state("active", "back@example.org")
    now = timezone.now().isoformat()
    applied(f"email,left\n{ADDRESS},{now}\nback@example.org,2020-01-01\n")
    assert somebody().state == State.LEFT
    assert somebody("back@example.org").state == State.ACTIVE
    assert Suppression.objects.get().reason == Suppression.Reason.LEFT


@pytest.mark.parametrize("how", ["suppressed", "left", "joined", "erased"])
def test_what_somebody_does_between_report_and_apply_wins(asking, how):
    parent = read(f"{ADDRESS}\n", proof=PROOF)
    if how == "suppressed":
        Suppression.objects.add_for(ADDRESS, reason=Suppression.Reason.STAFF)
    else:
        asking(ADDRESS).confirm(wording=None, network="")
    if how == "left":
        somebody().leave(mechanism=ConsentEvent.Mechanism.LEAVE_LINK, network="")
    if how == "erased":
        somebody().erase()
    before = list(Subscriber.objects.values()), proofs()
    parent.apply(by=None)
    assert worked(parent).tally.get("made", 0) == 0
    assert (list(Subscriber.objects.values()), proofs()) == before


def test_the_same_file_again_changes_nothing():
    label = Label.objects.create(name="Fair")
    applied(f"{ADDRESS}\nother@example.org\n", proof=PROOF, labels=[label])
    before = list(Subscriber.objects.values()), proofs(), list(Labelling.objects.values())
    again = applied(f"{ADDRESS}\nother@example.org\n", proof=PROOF, labels=[label])
    assert (list(Subscriber.objects.values()), proofs(), list(Labelling.objects.values())) == before
    assert again.tally["known"] == 2
    with pytest.raises(TooLate):
        again.apply(by=None)


def test_a_step_that_somebody_else_has_done_is_not_done_twice():
    parent = read(f"{ADDRESS}\n", proof=PROOF)
    parent.apply(by=None)
    first, second = type(parent).objects.get(), type(parent).objects.get()
    apply_on(first)
    apply_on(second)
    assert type(parent).objects.get().tally["made"] == 1
    late = brought("a@example.org\n")
    read_on(late)
    read_on(late)
    assert late.rows.count() == 1


def test_labels_and_topics_are_given_to_new_and_known():
    sleep, pain = (Topic.objects.create(name=name, slug=name.lower()) for name in ("Sleep", "Pain"))
    chooser, all_reader = in_state("active", "chooser@example.org"), in_state("active", "all@example.org")
    chooser.topics.add(pain)
    content = "email;labels;topics\nnew@example.org;A\\; B; C;sleep; nowhere\n"
    applied(content.replace("A\\; B; C;sleep; nowhere", '"A\\; B; C";"sleep; nowhere"'))
    applied("chooser@example.org\nall@example.org\n", labels=[Label.objects.get(name="C")], topics=[sleep])
    assert sorted(somebody("new@example.org").labels.names()) == ["A; B", "C"]
    assert [list(one.topics.order_by("slug")) for one in (chooser, all_reader)] == [[pain, sleep], []]
    assert list(somebody("new@example.org").topics.all()) == [sleep]
    assert list(all_reader.labels.names()) == ["C"]


def test_confirmation_mails_are_spread_and_say_who_asked(settings):
    settings.NEWSLETTER_IMPORT_ASKS_PER_MINUTE = 30
    applied("a@example.org\nb@example.org\nc@example.org\n")
    due = list(Ask.objects.order_by("due_at").values_list("due_at", flat=True))
    assert due[2] - due[0] == timedelta(seconds=4)
    applied("d@example.org\n")
    assert Ask.objects.latest("due_at").due_at >= due[2] + timedelta(seconds=2)
    assert sending.send_due() == 1
    assert "Somebody gave us this address" in mail.outbox[0].body
    assert mail.outbox[0].to == ["a@example.org"]


@pytest.mark.parametrize("state", ["active", "left"])
def test_who_needs_no_question_any_more_is_not_asked(state):
    applied(f"{ADDRESS}\n")
    somebody().join()
    if state == "left":
        somebody().leave(mechanism=ConsentEvent.Mechanism.LEAVE_LINK, network="")
    assert sending.send_due() == 0
    assert not Ask.objects.due().exists()


def test_who_asks_themselves_does_not_wait_for_the_turn_of_an_import(asking):
    applied(f"first@example.org\n{ADDRESS}\n")
    Ask.objects.update(due_at=timezone.now() + timedelta(days=2))
    asking(ADDRESS)
    assert sending.send_due() == 1
    assert "you, asked for" in mail.outbox[0].body


def test_who_never_confirms_is_forgotten_seven_days_after_the_question():
    applied(f"{ADDRESS}\n")
    asked = timezone.now() + timedelta(days=3)
    Ask.objects.update(due_at=asked, asked_at=asked)
    Subscriber.objects.update(created_at=timezone.now() - timedelta(days=100))
    erase_unconfirmed()
    assert Subscriber.objects.exists()
    Ask.objects.update(asked_at=timezone.now() - timedelta(days=8))
    erase_unconfirmed()
    assert not Subscriber.objects.exists()


def test_many_lines_take_no_more_queries_than_few():
    asked = []
    for many in (10, 1000):
        parent = read("".join(f"r{n}@example{many}.org\n" for n in range(many)), proof=PROOF)
        parent.apply(by=None)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            worked(parent)
        asked.append(len(queries))
    assert asked[0] == asked[1] < 40


def test_the_address_is_what_the_rule_makes_of_it():
    applied("Reader@EXAMPLE.org\n", proof=PROOF)
    made = Subscriber.objects.get()
    expected = Subscriber.objects.of(parse("reader@example.org"))
    assert made == expected
    assert (made.address, made.digest) == ("Reader@example.org", expected.digest)
