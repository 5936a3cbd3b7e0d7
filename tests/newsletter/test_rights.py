"""Everything that is held about a person, in words for themselves."""

from __future__ import annotations

import json

import pytest

from newsletter.models import Ask, ConsentEvent, Delivery, Import, ImportRow, Label, Suppression
from newsletter.models.delivery import Fate
from newsletter.rights import held_about
from tests.newsletter.conftest import in_state
from tests.newsletter.writing import a_letter


@pytest.fixture
def known(site, asking, topic):
    """Somebody of whom everything is held that can be."""
    ask = asking("known@example.org")
    ask.confirm(wording=1, network="there")
    person = ask.subscriber
    person.topics.add(topic)
    person.labels.add(Label.objects.create(name="Congress", slug="congress"))
    row = Delivery.objects.create(
        campaign=a_letter("sent"), subscriber=person, domain="example.org", fate=Fate.BOUNCED, reason="5.1.1"
    )
    row.events.create(kind="bounced", source="mailbox", token="t", detail="no such mailbox")
    Suppression.objects.add_for(person.key, reason=Suppression.Reason.BOUNCED)
    brought = Import.objects.create(file_name="a.csv", size=1, sha256="", source="A congress")
    ImportRow.objects.create(parent=brought, line=7, typed="Known@example.org", key=person.key, verdict=1)
    return person


def test_it_holds_all_there_is_and_can_be_written_down(known):
    held = json.loads(json.dumps(held_about(known)))
    assert (held["address"], held["state"], held["topics"], held["labels"]) == (
        "known@example.org",
        "active",
        ["Sleep"],
        ["Congress"],
    )
    (event,) = held["consent"]
    assert (event["kind"], event["wording"], event["network_mark"]) == ("Confirmed", 1, "there")
    assert "I can leave at any time" in event["words"]
    assert event["happened_at"].endswith("Z")
    assert [ask["kind"] for ask in held["asks"]] == ["To join"]
    assert held["letters"][0]["state"] == "Came back"
    assert held["letters"][0]["told_since"][0]["detail"] == "no such mailbox"
    assert held["suppression"]["reason"] == "Mail came back for good"
    assert (held["imports"][0]["source"], held["imports"][0]["line"]) == ("A congress", 7)


def test_it_takes_as_many_queries_for_much_as_for_little(known, django_assert_max_num_queries):
    for _ in range(5):
        row = Delivery.objects.create(campaign=a_letter("sent"), subscriber=known, domain="example.org")
        row.events.create(kind="delivered", source="mailbox", token=f"t{row.pk}")
    with django_assert_max_num_queries(10):
        assert len(held_about(known)["letters"]) == 6


def test_what_is_held_about_others_is_not_in_it(known):
    other = in_state("left", "other@example.org")
    assert "known" not in json.dumps(held_about(other))


def test_erasing_takes_all_of_it_and_is_the_same_twice(known):
    known.erase()
    known.erase()
    assert not Ask.objects.exists()
    assert not ConsentEvent.objects.exists()
    assert not ImportRow.objects.exists()
    assert Delivery.objects.get().subscriber is None
    assert Suppression.objects.get().reason == Suppression.Reason.BOUNCED


def test_who_is_taken_off_by_staff_has_their_name_in_the_proof(active, newsletter_staff):
    active.leave(mechanism=ConsentEvent.Mechanism.STAFF, network="", by=newsletter_staff)
    event = active.events.get()
    assert (event.kind, event.mechanism, event.by) == ("left", "staff", newsletter_staff)
    assert Suppression.objects.get().reason == Suppression.Reason.STAFF
